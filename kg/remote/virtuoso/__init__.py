"""OpenLink Virtuoso 7, for its faults alone: rewrites queries that it answers wrongly and repairs its results."""

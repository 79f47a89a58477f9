"""Query planning, for speed alone: leaves out queries that, by counts of the data, cannot find a violation."""

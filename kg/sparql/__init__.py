"""The reader of SPARQL 1.1 queries, and what is done with the parts of a query."""

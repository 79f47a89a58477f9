"""SPARQL read as far as its graph patterns: what a SELECT query asks of the graph, to explain its rows."""

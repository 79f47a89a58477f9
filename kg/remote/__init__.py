"""Any SPARQL 1.1 server: queries and updates sent to it, graphs pushed to it and pulled from it."""

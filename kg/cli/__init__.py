"""The command line: each command parses its options, calls the façade once and prints what it returns."""

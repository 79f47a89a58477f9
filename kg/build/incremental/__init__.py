"""Incremental update, for speed alone: brings a store up to date from the data files that changed."""

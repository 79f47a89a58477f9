"""Draws query results with matplotlib: figures as bars, dated events as a timeline."""

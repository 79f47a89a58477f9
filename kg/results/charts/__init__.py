"""Charts: figures as bars and dated events as a timeline, drawn by matplotlib."""

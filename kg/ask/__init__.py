"""Questions in Chinese and English: the saved query that answers one, and the values of its parameters."""

"""The audit: how the data stands to the document, and what an editor has to look at again."""

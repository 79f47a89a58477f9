"""The audit: compares the graph with the text of its document, in both directions.

No library does this. Encodings, numerals and dates are read by `project` and `text`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Project content: where its folders are, and readers of ontology, data, shapes, passages, documents and headers.

Each reader takes a path and returns values; none writes.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

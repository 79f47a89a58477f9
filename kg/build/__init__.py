"""The build: load, infer, validate and store a project, and open the store, rebuilt if an input changed.

`incremental` exists for speed alone: it brings a store up to date from the files that changed.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

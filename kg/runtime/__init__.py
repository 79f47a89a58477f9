"""Runtime support: progress, files that are written whole or not at all, and deadlines.

The standard library has no deadline that ends a call inside a native engine, so `deadline` is ours; files are written
beside their target and renamed, which the packages that do so (atomicwrites) no longer maintain.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

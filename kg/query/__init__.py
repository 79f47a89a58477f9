"""Saved queries: headers, parameters and their values, binding, names looked up, and the contract of a query.

`rdflib_engine` runs a query in rdflib, so that a saved query is tested on two engines.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

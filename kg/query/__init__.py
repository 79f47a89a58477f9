"""Saved queries: reads their headers and parameters, looks up names, binds values, runs and checks the queries."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Validation reports: what shapes and checks find in a dataset or an ontology, and where a finding is written."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

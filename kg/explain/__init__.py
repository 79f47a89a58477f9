"""Explanations: the sources of a triple and a row, derivations, why a query has no rows, paths, and entities.

No library explains SPARQL results or OWL 2 RL derivations over a SPARQL store.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""SHACL validation: shapes compiled to SPARQL queries; shapes that cannot be compiled run in pyshacl.

pyshacl is what the tests compare with; on a million triples it takes at least 58 times longer. `planner` exists for
speed alone: it uses counts of the data to leave out queries that cannot find a violation.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

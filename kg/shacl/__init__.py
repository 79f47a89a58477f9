"""SHACL validation: shapes compiled to SPARQL queries; shapes that cannot be compiled run in pyshacl.

The tests compare the reports with pyshacl, which takes at least 58 times longer on a million triples. `planner` exists
for speed only: it uses statistics of the data to omit queries that cannot find a violation.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""The SPARQL 1.1 query reader: tokens, terms, patterns, paths and VALUES rows, with their positions in the text.

rdflib has a SPARQL parser, but its import takes half a second and it keeps no positions; pyoxigraph gives Python no
access to its own. A query is read here in a few milliseconds.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""RDF basics: terms, prefixes, datatypes, the dataset protocol, files, graph names, labels and export.

pyoxigraph parses, serializes and canonicalizes (rdflib parses 6 to 20 times slower). `nquads` exists for speed only: it
loads N-Quads as text, in a fifth of the time that quads created in Python take.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

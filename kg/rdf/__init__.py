"""RDF basics: terms, prefixes, the dataset protocol, files, graph names, labels, XSD forms and export.

Parsing, serializing and canonicalization are pyoxigraph's (rdflib parses 6 to 20 times slower). `nquads` exists for
speed alone: it loads N-Quads as text, which takes a fifth of the time of quads made in Python.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

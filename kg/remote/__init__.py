"""SPARQL 1.1 servers: queries, updates and graphs over HTTP, with the faults of known servers handled.

httpx does HTTP. SPARQLWrapper and rdflib's SPARQLStore keep whole answers in memory, do not notice an answer that was
cut off, and lack the Graph Store Protocol. `virtuoso` exists only for the faults of one server.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

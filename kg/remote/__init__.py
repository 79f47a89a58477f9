"""SPARQL 1.1 servers: queries, updates and graphs over HTTP, with the faults of known servers handled.

httpx does HTTP. SPARQLWrapper and rdflib's SPARQLStore hold whole answers in memory, cannot tell an answer that was cut
off, and do not know the Graph Store Protocol. `virtuoso` exists for the faults of one server alone.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

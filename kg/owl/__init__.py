"""OWL 2 RL inference: axioms compiled to SPARQL updates that run where the data is, in memory, on disk or on a server.

owlrl gives the same triples and is what the tests compare with; it takes over 100 times longer on 100,000 triples and
needs the data in Python. `backward_rules` finds the steps that derive one triple, for explanations; the compiled
rules do not keep the standard's rule names and axioms (see its docstring).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Views: the typed results of the façade, each with its text, JSON and HTML, that every interface renders.

The command line, notebooks and later interfaces print a view and add nothing to it, so that they agree.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

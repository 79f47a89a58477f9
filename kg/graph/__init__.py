"""The façade: one method for each command of `kg`, for the graph of a project, of a server or of RDF files."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

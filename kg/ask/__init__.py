"""Questions in Chinese or English: a question is matched with the saved queries, without a model or a network.

Words are segmented by rjieba and compared by rapidfuzz.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

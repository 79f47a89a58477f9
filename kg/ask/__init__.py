"""Answers questions in Chinese or English with the saved queries, without a language model or a network.

rjieba segments the words, and rapidfuzz compares them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Reads numerals, dates and words of Chinese text.

Words are segmented by rjieba. Numerals and dates are read by our own code: cn2an refuses 千亿 and fractions,
recognizers-text reads 2000亿 as the year 2000, and jionlp reads 1/10 as 10 January.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

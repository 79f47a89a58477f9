"""Segments Chinese text into words, and recognizes which are names."""

from __future__ import annotations

from itertools import accumulate

import rjieba

# the tags of the dictionary for persons, places, institutions and other proper names
_NAMES = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})


def word_boundaries(text: str) -> frozenset[int]:
    """Return the offsets, in code points, at which a word of the text begins or ends."""
    return frozenset({0, *accumulate(len(word) for word in rjieba.cut(text, True))})  # noqa: FBT003  -- its signature


def tagged(text: str) -> list[tuple[str, bool]]:
    """Return all words of a text in order, each with whether it is a proper name."""
    return [(word, tag in _NAMES) for word, tag in rjieba.tag(text, True)]  # noqa: FBT003  -- its signature

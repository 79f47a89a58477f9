"""Words of Chinese text: where they begin and end."""

from __future__ import annotations

from itertools import accumulate


def boundaries(text: str) -> frozenset[int]:
    """Return the offsets, in code points, at which a word of the text begins or ends."""
    import rjieba  # noqa: PLC0415  -- its dictionary takes a tenth of a second

    return frozenset({0, *accumulate(len(word) for word in rjieba.cut(text, True))})  # noqa: FBT003  -- its signature

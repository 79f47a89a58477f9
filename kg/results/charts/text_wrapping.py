"""Measures texts and breaks them into lines."""

from __future__ import annotations

import unicodedata

_CLOSING = "，。、；：！？）》〉」』】”’,.;:!?)"
_OPENING = "（《〈「『【“‘("


def width(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return sum(_wide(character) for character in text)


def _wide(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    # A, ambiguous: a Chinese font draws quotation marks and dashes wide
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def wrap_text(text: str, maximum: int, *, lines: int = 6) -> list[str]:
    """Break a text into few lines of similar width, at most `maximum` half-width characters each.

    A text that needs more than `lines` lines is cut and ends in “…”.
    """
    broken = _break_text(text, maximum)
    if len(broken) > lines:
        last = broken[lines - 1]
        while width(last) > maximum - 2:
            last = last[:-1]
        return [*broken[: lines - 1], f"{last.rstrip()}…"]
    # as narrow as possible with this number of lines, so that no line has a single word
    narrower = (_break_text(text, narrow) for narrow in range(-(-width(text) // len(broken)), maximum))
    return next((narrow for narrow in narrower if len(narrow) == len(broken)), broken)


def _break_text(text: str, maximum: int) -> list[str]:
    lines = [""]
    for piece in _pieces(text, maximum):
        if lines[-1] and width(lines[-1]) + width(piece.rstrip()) > maximum:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str, maximum: int) -> list[str]:
    """Split a text where a line may end: after a space or between Chinese characters, not before closing marks."""
    pieces = [""]
    for character in " ".join(text.split()):
        before = pieces[-1][-1:]
        breaks = before == " " or (_wide(character) > 1 or (before and _wide(before) > 1))
        is_attached = character in _CLOSING or before in _OPENING or character == " "
        if before and ((breaks and not is_attached) or width(pieces[-1]) >= maximum):
            pieces.append("")
        pieces[-1] += character
    return pieces

"""What can go wrong, said once: each error names the culprit and the remedy; a face turns it into an exit code."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

EXIT_NEGATIVE = 1
EXIT_MISUSE = 2
EXIT_TIMEOUT = 124
EXIT_INTERRUPTED = 130

_MOST = 80


class KgError(Exception):
    """An error that a person can act on.

    `hint` says what to do about it; `exit_code` is what a command ends with.
    """

    exit_code = EXIT_MISUSE

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Return how to restore the error from a pickle, whatever arguments its class takes."""
        return _restored, (type(self), self.message, self.hint, self.exit_code)


def _restored(class_: type[KgError], message: str, hint: str, exit_code: int) -> KgError:
    error = class_.__new__(class_)
    KgError.__init__(error, message, hint=hint)
    error.exit_code = exit_code
    return error


class UnknownNameError(KgError):
    """A query, parameter, entity or term that does not exist; the hint lists the closest names."""

    def __init__(self, what: str, name: str, known: Iterable[str], *, hint: str = "") -> None:
        near = closest(name, known)
        listed = f"did you mean {', '.join(near)}?" if near else ""
        super().__init__(f"unknown {what}: {clipped(name)}", hint=" ".join(part for part in (listed, hint) if part))


class AmbiguousNameError(KgError):
    """A label that several entities bear; the hint lists them."""


class ParseError(KgError):
    """A file that cannot be read as what it claims to be; the message gives file, line and column."""


class ParameterError(KgError):
    """A parameter of a saved query that is missing, or whose value has the wrong type."""


class QueryError(KgError):
    """A query that cannot be run: a syntax error, or a form that is refused."""


class ViolationError(KgError):
    """Data that contradicts the ontology or violates a shape: nothing was stored."""

    exit_code = EXIT_NEGATIVE


def clipped(text: str) -> str:
    """Return a text as an error shows it: its first 80 characters, an ellipsis for the rest."""
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def closest(name: str, known: Iterable[str], *, limit: int = 5) -> list[str]:
    """Return up to `limit` names of `known` that resemble `name`, best first."""
    names = sorted(set(known))
    folded: dict[str, str] = {}
    for each in names:
        folded.setdefault(each.casefold(), each)
    near = difflib.get_close_matches(name.casefold(), folded, n=limit, cutoff=0.6)
    found = [folded[each] for each in near]
    found += [each for each in names if name and name.casefold() in each.casefold() and each not in found]
    return found[:limit]

"""Errors: each names the culprit and the remedy; an interface turns it into an exit code or a status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lazy_loader

if TYPE_CHECKING:
    from collections.abc import Iterable

# only errors need it, and every command imports this module
difflib = lazy_loader.load("difflib")

EXIT_NEGATIVE = 1
EXIT_MISUSE = 2
EXIT_TIMEOUT = 124
EXIT_INTERRUPTED = 130

_MAX_LENGTH = 80


class KgError(Exception):
    """An error that a user can correct: `message` names the culprit, `hint` the remedy.

    `exit_code` is the exit code of a command that the error ends. An argument of a type that the annotation does not
    allow is a mistake in a program, and no such error.
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
    """A label of several entities; the hint lists them."""


class ParseError(KgError):
    """A file with a syntax error or an undefined term; the message has file, line and column where known."""


class ParameterError(KgError):
    """A parameter or option that is missing, or has a wrong value."""


class QueryError(KgError):
    """A query that cannot be run: it has a syntax error, or is refused."""


class ViolationError(KgError):
    """Data that contradicts the ontology or violates a shape; nothing was stored."""

    exit_code = EXIT_NEGATIVE


def clipped(text: str) -> str:
    """Return the first 80 characters of a text, with an ellipsis for the rest."""
    return text if len(text) <= _MAX_LENGTH else f"{text[:_MAX_LENGTH]}…"


def closest(name: str, known: Iterable[str], *, limit: int = 5) -> list[str]:
    """Return up to `limit` names of `known` that resemble `name`, best first."""
    names = sorted(set(known))
    folded: dict[str, str] = {}
    for candidate in names:
        folded.setdefault(candidate.casefold(), candidate)
    near = difflib.get_close_matches(name.casefold(), folded, n=limit, cutoff=0.6)
    similar = [folded[key] for key in near]
    containing = (other for other in names if name and name.casefold() in other.casefold())
    return list(dict.fromkeys([*similar, *containing]))[:limit]

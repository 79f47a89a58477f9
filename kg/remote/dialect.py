"""Dialects: what a server with gaps is asked instead, in standard SPARQL that means the same, and how it answers."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


def _as_it_stands(text: str) -> str:
    return text


def _nothing(_: str) -> bool:
    return False


@contextmanager
def _as_it_came(_: str, answer: IO[bytes]) -> Iterator[IO[bytes]]:
    yield answer


@dataclass(frozen=True)
class Dialect:
    """How a server is asked.

    `query` writes a query as its engine understands it; `answer` gives what it answered to a query, put right. What
    is `beyond` its engine is not asked of it. Only with `many_graphs` may a template name more graphs than one. The
    graphs `own` are the server's, not the user's.
    """

    query: Callable[[str], str] = _as_it_stands
    answer: Callable[[str, IO[bytes]], AbstractContextManager[IO[bytes]]] = _as_it_came
    beyond: Callable[[str], bool] = _nothing
    many_graphs: bool = True
    own: frozenset[str] = frozenset()


STANDARD = Dialect()

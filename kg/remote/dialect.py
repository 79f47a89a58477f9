"""Dialects: rewrite queries for a server with faults, in standard SPARQL, and repair its results."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


def _unchanged(text: str) -> str:
    return text


def _never(_: str) -> bool:
    return False


@contextmanager
def _unrepaired(_: str, answer: IO[bytes]) -> Iterator[IO[bytes]]:
    yield answer


@dataclass(frozen=True)
class Dialect:
    """How a server is queried.

    `query` rewrites a query for the server's engine; `answer` repairs the result of a query; `is_unsupported` returns
    whether the engine cannot answer a query. A template may name more than one graph only with `many_graphs`. The
    graphs `own` belong to the server, not to the user.
    """

    query: Callable[[str], str] = _unchanged
    answer: Callable[[str, IO[bytes]], AbstractContextManager[IO[bytes]]] = _unrepaired
    is_unsupported: Callable[[str], bool] = _never
    many_graphs: bool = True
    own: frozenset[str] = frozenset()


STANDARD = Dialect()

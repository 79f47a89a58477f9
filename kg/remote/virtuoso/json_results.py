"""Cells: lines of results in JSON put right, where a server writes what a result may not hold."""

from __future__ import annotations

import json
import re
import tempfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from kg.errors import QueryError
from kg.rdf import XSD
from kg.remote.http import IN_MEMORY
from kg.remote.virtuoso.boolean_columns import boolean_columns
from kg.sparql import Script

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOOLEAN = f"{XSD}boolean".encode()
_WORDS = {b"1": b"true", b"0": b"false"}
_STORED = re.compile(rb'("datatype":\s*"%s",\s*"value":\s*")([01])"' % re.escape(_BOOLEAN))
_COMPUTED = rb'("%s":\s*\{\s*"type":\s*"typed-literal",\s*"datatype":\s*")[^"]*#integer(",\s*"value":\s*")([01])"'


@contextmanager
def repair(text: str, answer: IO[bytes]) -> Iterator[IO[bytes]]:
    """Give the answer to a query with `true` and `false` for the 1 and 0 of booleans, and names for blank nodes.

    What stands between quotation marks in JSON holds none, so that no value can look like what is replaced.
    """
    try:
        names, is_question = boolean_columns(text), asks(Script(text)) is not None
    except QueryError:  # what is no SPARQL is told by the server
        names, is_question = frozenset(), False
    columns = [re.compile(_COMPUTED % name.encode()) for name in names]
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        if is_question:
            file.write(_verdict(answer.read()))
        else:
            file.writelines(_line(line, columns) for line in answer)
        file.seek(0)
        yield file


def _verdict(answer: bytes) -> bytes:
    """Return the answer to ASK by that to the SELECT in its place; what is no such answer stays as it is."""
    try:
        found = json.loads(answer)["results"]["bindings"]
    except (ValueError, KeyError, TypeError):
        return answer
    return json.dumps({"head": {}, "boolean": bool(found)}).encode()


def asks(script: Script) -> int | None:
    """Return the place of the word ASK where a query is such a question."""
    first = next(iter(script.places("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), None)
    return first if first is not None and script[first].is_word("ASK") else None


def _line(line: bytes, columns: list[re.Pattern[bytes]]) -> bytes:
    line = line.replace(b'"type": "bnode", "value": "nodeID://', b'"type": "bnode", "value": "')
    if _BOOLEAN in line:
        line = _STORED.sub(lambda found: found[1] + _WORDS[found[2]] + b'"', line)
    for each in columns:
        line = each.sub(lambda found: found[1] + _BOOLEAN + found[2] + _WORDS[found[3]] + b'"', line)
    return line

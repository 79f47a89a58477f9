"""JSON results: repairs lines that are not valid SPARQL results."""

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
    """Open the answer to a query with `true` and `false` in place of 1 and 0 for booleans, and valid blank node names.

    A JSON string has no unescaped quotation mark, so that no value can match a replaced part.
    """
    try:
        names, is_question = boolean_columns(text), asks(Script(text)) is not None
    except QueryError:  # the server reports the syntax error
        names, is_question = frozenset(), False
    columns = [re.compile(_COMPUTED % name.encode()) for name in names]
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        if is_question:
            file.write(_boolean_answer(answer.read()))
        else:
            file.writelines(_line(line, columns) for line in answer)
        file.seek(0)
        yield file


def _boolean_answer(answer: bytes) -> bytes:
    """Return the answer to ASK from that to the SELECT in its place; another answer is unchanged."""
    try:
        found = json.loads(answer)["results"]["bindings"]
    except (ValueError, KeyError, TypeError):
        return answer
    return json.dumps({"head": {}, "boolean": bool(found)}).encode()


def asks(script: Script) -> int | None:
    """Return the token of the word ASK in an ASK query, else None."""
    first = next(iter(script.places("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), None)
    return first if first is not None and script[first].is_word("ASK") else None


def _line(line: bytes, columns: list[re.Pattern[bytes]]) -> bytes:
    line = line.replace(b'"type": "bnode", "value": "nodeID://', b'"type": "bnode", "value": "')
    if _BOOLEAN in line:
        line = _STORED.sub(lambda found: found[1] + _WORDS[found[2]] + b'"', line)
    for column in columns:
        line = column.sub(lambda found: found[1] + _BOOLEAN + found[2] + _WORDS[found[3]] + b'"', line)
    return line

"""N-Quads as text: lines less their graph, read in pieces, so that no statement becomes an object of Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PIECE = 1 << 20
# a blank node or a triple within a triple, or a text that has the signs of one
_OTHER = (b" _:", b"\n_:", b"<<")
# what no IRI holds
_STRANGE = (b" ", b'"', b"<", b">", b"\t")


class UnusualLineError(ValueError):
    """A line that is not of four IRIs, or of three and a literal, as writers write them: a parser has to read it."""


class FlatLines:
    """A file that a loader reads N-Triples from: the lines of an N-Quads file less their graph.

    `graphs` are the graphs it has read, `used` the IRIs that begin with `stem`; a text may be mistaken for one.

    Source: RDF 1.1 N-Quads, section 4, A Canonical form of N-Quads.
    """

    def __init__(self, path: Path, stem: str) -> None:
        self.graphs: set[bytes] = set()
        self.used: set[bytes] = set()
        self._file = path.open("rb")
        self._stem = b"<" + stem.encode()
        self._rest = b""
        self._left = memoryview(b"")

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def read(self, size: int = -1) -> bytes:
        """Return up to so many bytes, none at the end. Raises UnusualLineError."""
        if not self._left:
            self._left = memoryview(self._next())
        found = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(found) :]
        return bytes(found)

    def _next(self) -> bytes:
        read = self._file.read(_PIECE)
        piece = self._rest + read
        if read:
            end = piece.rfind(b"\n") + 1
            self._rest, piece = piece[end:], piece[:end]
            if not piece:  # a line longer than a piece
                return self._next()
        elif piece:
            self._rest, piece = b"", piece + b"\n"
        return self._flat(piece)

    def _flat(self, piece: bytes) -> bytes:
        if piece.startswith(b"_:") or any(sign in piece for sign in _OTHER):
            raise UnusualLineError
        self.used.update(self._stem[1:] + each[: each.find(b">")] for each in piece.split(self._stem)[1:])
        lines = piece.split(b"\n")[:-1]
        # the last IRI of a line is its graph; a text that stands after it is found by what an IRI cannot hold
        places = [line.rfind(b" <") for line in lines]
        graphs = {line[place + 2 :] for line, place in zip(lines, places, strict=True)}
        if any(not each.endswith(b"> .") or any(sign in each[:-3] for sign in _STRANGE) for each in graphs):
            raise UnusualLineError
        self.graphs.update(each[:-3] for each in graphs)
        return b"".join([line[:place] + b" .\n" for line, place in zip(lines, places, strict=True)])

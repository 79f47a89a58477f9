"""N-Quads as text: the lines without their graphs are the triples that a parser reads, or an error is raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.rdf.nquads import FlatLines, UnusualLineError

if TYPE_CHECKING:
    from pathlib import Path

STEM = "http://e/o#"
IRIS = st.sampled_from(["http://e/o#a", "http://e/o#b", "http://e/s?x=1", "urn:x:y"]).map(NamedNode)
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ['" <http://g> .', "<http://e/o#in-a-text>", "ends > .", "\n_:b", "a <b> .\n", "tab\t<"]
)
LITERALS = st.builds(Literal, TEXTS) | st.builds(lambda text: Literal(text, language="en"), TEXTS)
QUADS = st.builds(Quad, IRIS, IRIS, IRIS | LITERALS | st.just(Literal(5)), IRIS)


def _read(path: Path, size: int = 97) -> tuple[bytes, FlatLines]:
    lines = FlatLines(path, STEM)
    try:
        found = b""
        while piece := lines.read(size):
            found += piece
    finally:
        lines.close()
    return found, lines


@given(st.lists(QUADS, max_size=8), st.integers(1, 200))
def test_lines_without_their_graphs_are_the_triples(
    tmp_path_factory: pytest.TempPathFactory, quads: list[Quad], size: int
) -> None:
    """For any text in literals, triples, graphs and terms are those that a parser reads, or an error is raised."""
    path = tmp_path_factory.mktemp("lines") / "data.nq"
    path.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    try:
        found, lines = _read(path, size)
    except UnusualLineError:
        assert any(sign in str(quad.object) for quad in quads for sign in ("_:", "<<"))
        return
    assert [quad.triple for quad in quads] == [quad.triple for quad in parse(found, RdfFormat.N_TRIPLES)]
    assert {quad.graph_name.value.encode() for quad in quads} == lines.graphs  # type: ignore[union-attr]
    terms = {each.value.encode() for quad in quads for each in quad.triple if isinstance(each, NamedNode)}
    assert {each for each in terms if each.startswith(STEM.encode())} <= lines.iris


def test_a_line_longer_than_a_piece(tmp_path: Path) -> None:
    """A text of three million letters, and a last line without a line end, are read completely."""
    quad = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("x" * 3_000_000), NamedNode("urn:g"))
    path = tmp_path / "data.nq"
    path.write_bytes((serialize([quad, quad], format=RdfFormat.N_QUADS) or b"").rstrip(b"\n"))
    found, _ = _read(path, 100_000)
    assert [Triple(*quad.triple)] * 2 == [each.triple for each in parse(found, RdfFormat.N_TRIPLES)]


@pytest.mark.parametrize(
    "line",
    [
        '<urn:s> <urn:p> "no graph" .\n',
        '<urn:s> <urn:p> "5"^^<urn:d> .\n',
        '<urn:s> <urn:p> "a <b> ." .\n',
        "_:b <urn:p> <urn:o> <urn:g> .\n",
        "<urn:s> <urn:p> _:b <urn:g> .\n",
        "<urn:s> <urn:p> <urn:o> _:g .\n",
        "<urn:s> <urn:p> <urn:o> <urn:g> .\r\n",
        "<urn:s>\t<urn:p>\t<urn:o>\t<urn:g>\t.\n",
        "<urn:s> <urn:p> <urn:o> <urn:g> . # a comment\n",
        "<urn:s> <urn:p> <urn:o> <urn:g> .\n\n<urn:s> <urn:p> <urn:o> <urn:g> .\n",
    ],
)
def test_an_unusual_line_is_an_error(tmp_path: Path, line: str) -> None:
    """A line outside the canonical form needs a parser."""
    path = tmp_path / "data.nq"
    path.write_text(line, encoding="utf-8", newline="")
    with pytest.raises(UnusualLineError):
        _read(path)


def test_a_triple_without_a_graph_is_invalid(tmp_path: Path) -> None:
    """Without its last IRI it has two terms, which is an error in every loader."""
    path = tmp_path / "data.nq"
    path.write_text("<urn:s> <urn:p> <urn:o> .\n", encoding="utf-8")
    with pytest.raises(SyntaxError):
        list(parse(_read(path)[0], RdfFormat.N_TRIPLES))

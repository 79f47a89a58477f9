"""RDF files: errors with their place, and equal bytes for equal statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kg.errors import KgError, ParseError
from kg.rdf import FORMATS, flat_triples, in_graph, read_rdf, serialize
from kg.rdf.terms import ID, RDF, XSD, ZJ

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

A, B = NamedNode("http://e/a"), NamedNode("http://e/b")
IRIS = st.sampled_from([A, B, NamedNode(ZJ + "Park"), NamedNode(ID + "passage/p05s2"), NamedNode(RDF + "type")])
BLANKS = st.sampled_from([BlankNode("x"), BlankNode("y"), BlankNode("z")])
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t"), max_size=6)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="zh-Hans")),
    TEXTS.map(lambda text: Literal(text, datatype=NamedNode(XSD + "decimal"))),
)
GRAPHS = st.one_of(IRIS, BLANKS, st.just(DefaultGraph()))
QUADS = st.lists(st.builds(Quad, IRIS | BLANKS, IRIS, IRIS | BLANKS | LITERALS, GRAPHS), max_size=8)
RDF_XML = """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<r:Description r:about="http://e/a"><e:b r:resource="http://e/a"/></r:Description></r:RDF>"""
FORMAT_NAMES = st.sampled_from(sorted(FORMATS))


def _canonical(quads: Iterable[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@given(QUADS, FORMAT_NAMES)
def test_what_is_written_is_read_again(quads: list[Quad], name: str) -> None:
    """Each format preserves the statements, formats without named graphs only the triples."""
    rdf_format = FORMATS[name]
    flat = [in_graph(triple, DefaultGraph()) for triple in flat_triples(quads)]
    expected = _canonical(quads if rdf_format.supports_datasets else flat)
    assert expected == _canonical(parse(serialize(quads, rdf_format), rdf_format))


@given(QUADS.flatmap(lambda quads: st.tuples(st.just(quads), st.permutations(quads))), FORMAT_NAMES)
def test_the_order_of_statements_does_not_matter(orders: tuple[list[Quad], list[Quad]], name: str) -> None:
    """Equal statements give equal bytes."""
    one, other = orders
    assert serialize(one, FORMATS[name]) == serialize(other, FORMATS[name])


def test_names_of_blank_nodes_do_not_matter() -> None:
    """Blank nodes get canonical names, independent of the parser."""
    one = [Triple(BlankNode("one"), A, BlankNode("two"))]
    other = [Triple(BlankNode("two"), A, BlankNode("one"))]
    assert serialize(one, RdfFormat.N_TRIPLES) == serialize(other, RdfFormat.N_TRIPLES)


def test_turtle_is_readable() -> None:
    """Only used prefixes are declared; the class comes first, and a triple of two graphs is written once."""
    park = NamedNode(ID + "park/x")
    typed = Triple(park, NamedNode(RDF + "type"), NamedNode(ZJ + "Park"))
    quads = [in_graph(Triple(park, A, Literal(1)), A), in_graph(typed, A), in_graph(typed, B)]
    expected = (
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "@prefix zj: <https://w3id.org/zjkg/ontology#> .\n"
        "@prefix park: <https://w3id.org/zjkg/id/park/> .\n"
        "park:x a zj:Park ;\n\t<http://e/a> 1 .\n"
    )
    assert expected == serialize(quads, RdfFormat.TURTLE).decode()


def test_no_statements_give_an_empty_file() -> None:
    """No statements give an empty file."""
    assert b"" == serialize([], RdfFormat.TURTLE)


def test_flat_triples_are_unique() -> None:
    """A triple of two graphs is one triple."""
    triple = Triple(A, B, A)
    assert {triple} == flat_triples([in_graph(triple, A), in_graph(triple, B)])


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".ttl", "<http://e/a> <http://e/b> <http://e/a> ."),
        (".TTL", "<http://e/a> <http://e/b> <http://e/a> ."),
        (".trig", "{ <http://e/a> <http://e/b> <http://e/a> }"),
        (".nt", "<http://e/a> <http://e/b> <http://e/a> .\n"),
        (".nq", "<http://e/a> <http://e/b> <http://e/a> .\n"),
        (".jsonld", '{"@id": "http://e/a", "http://e/b": {"@id": "http://e/a"}}'),
        (
            ".rdf",
            RDF_XML,
        ),
    ],
)
def test_the_suffix_determines_the_format(tmp_path: Path, suffix: str, text: str) -> None:
    """A file is read in the format of its suffix."""
    assert [Quad(A, B, A, DefaultGraph())] == read_rdf(_write(tmp_path, f"data{suffix}", text))


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("@prefix e: <http://e/> .\ne:a e:b e:c\ne:d e:e e:f .\n", "3:1", "A dot is expected"),
        ("<http://e/a> <http://e/b> nope:c .", "1:27", "The prefix nope: has not been declared"),
        ("\n\n<http://e/a> <b> <http://e/a> .", "3:14", "No scheme found"),
    ],
)
def test_a_syntax_error_gives_its_place(tmp_path: Path, text: str, place: str, expected: str) -> None:
    """The message starts with file, line and column, then the expected syntax."""
    path = _write(tmp_path, "bad.ttl", text)
    with pytest.raises(ParseError) as caught:
        read_rdf(path)
    assert caught.value.message.startswith(f"{path}:{place}: {expected}")
    assert "the file must be turtle" == caught.value.hint


def test_another_encoding_is_a_parse_error(tmp_path: Path) -> None:
    """A file in another encoding is an error with its place."""
    path = tmp_path / "gbk.nt"
    path.write_bytes('<http://e/a> <http://e/b> "张江" .\n'.encode("gbk"))
    with pytest.raises(ParseError, match=rf"^{path}:1:\d+: Invalid UTF-8"):
        read_rdf(path)


@pytest.mark.parametrize("name", ["data.txt", "data", "data.ttl.gz"])
def test_an_unknown_suffix_is_refused(tmp_path: Path, name: str) -> None:
    """A file whose format is not known is refused, and the hint lists the suffixes."""
    with pytest.raises(KgError, match="no RDF format has") as caught:
        read_rdf(_write(tmp_path, name, ""))
    assert ".ttl .trig .nt .nq" in caught.value.hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A missing file is an error that names it."""
    with pytest.raises(KgError, match=rf"^{tmp_path}/no\.ttl: No such file"):
        read_rdf(tmp_path / "no.ttl")


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    """A folder with the name of a file is an error that names it."""
    (tmp_path / "data.ttl").mkdir()
    with pytest.raises(KgError, match=r"data\.ttl: "):
        read_rdf(tmp_path / "data.ttl")


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    """A file with a byte order mark is read as if it had none."""
    path = tmp_path / "x.ttl"
    path.write_bytes(b"\xef\xbb\xbf<urn:x:a> <urn:x:b> <urn:x:c> .")
    assert 1 == len(read_rdf(path))


@pytest.mark.parametrize(
    ("triple", "name", "culprit"),
    [
        (Triple(A, NamedNode("http://e/p/1"), B), "rdfxml", "http://e/p/1"),
        (Triple(A, NamedNode("http://e/p/"), B), "rdfxml", "http://e/p/"),
        (Triple(A, NamedNode("http://e/a%20"), B), "rdfxml", "http://e/a%20"),
        (Triple(A, B, Literal("\x01")), "rdfxml", "a value of <http://e/b>"),
        (Triple(A, NamedNode(RDF + "li"), B), "rdfxml", "reserved"),
        (Triple(A, B, Triple(A, B, A)), "jsonld", "RDF 1.2"),
    ],
)
def test_what_a_format_cannot_have_is_refused(triple: Triple, name: str, culprit: str) -> None:
    """A statement that a format cannot have is an error that names it, not a damaged file."""
    with pytest.raises(KgError, match=culprit) as caught:
        serialize([triple], FORMATS[name])
    assert "use turtle" in caught.value.hint

"""The store: replaced as a whole, read-only, without network access."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, strategies as st

from kg.errors import KgError, QueryError
from kg.rdf import ZJ, expand
from kg.sparql import refuse_unsafe
from kg.store import Manifest, TripleStore, new_generation, read_manifest
from kg.store.manifest import FORMAT
from kg.store.triple_store import with_flat_merge

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

A, B, G, H = (ox.NamedNode(f"http://e/{name}") for name in "abgh")
ONE = ox.Quad(A, B, ox.Literal("one"), G)
TWO = ox.Quad(A, B, ox.Literal("two"), H)
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]))
WORD = "SERVICE <http://e/> { ?s ?p ?o }"


def _write(folder: Path, *quads: ox.Quad, fingerprint: str = "f") -> Manifest:
    return _written(folder, quads, fingerprint)


def _written(folder: Path, quads: Iterable[ox.Quad], fingerprint: str = "f") -> Manifest:
    with new_generation(folder) as generation:
        generation.store.add(quads)
        return generation.make_current(fingerprint=fingerprint, version="1", ontology="2")


def _texts(folder: Path) -> list[str]:
    manifest = read_manifest(folder)
    assert manifest is not None
    return sorted(triple.object.value for triple in TripleStore.open(folder / manifest.generation).triples())


def _generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("graph-*"))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A store contains its quads, and its manifest describes the inputs."""
    manifest = _write(tmp_path / "store", ONE, TWO, fingerprint="abc")
    assert ("abc", "1", "2", FORMAT) == (
        manifest.fingerprint,
        manifest.version,
        manifest.ontology_version,
        manifest.format,
    )
    assert manifest == read_manifest(tmp_path / "store")
    assert [ONE, TWO] == sorted(TripleStore.open(tmp_path / "store" / manifest.generation).quads(), key=str)


def test_a_new_store_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """After a write the new store is current; a store opened before is unchanged."""
    store = TripleStore.open(tmp_path / _write(tmp_path, ONE).generation)
    _write(tmp_path, TWO)
    assert (["two"], [ONE]) == (_texts(tmp_path), list(store.quads()))


def test_no_more_than_the_last_two_stores_are_kept(tmp_path: Path) -> None:
    """Old stores are removed by the next write, except the one that is current until then."""
    written = [_write(tmp_path, ONE).generation for _ in range(4)]
    assert sorted(written[-2:]) == _generations(tmp_path)


def test_what_a_killed_build_left_is_ignored_and_removed(tmp_path: Path) -> None:
    """An incomplete store that CURRENT does not name is ignored, and the next write removes it."""
    _write(tmp_path, ONE)
    half = tmp_path / "graph-half"
    half.mkdir()
    (half / "000004.log").write_bytes(b"half")
    assert ["one"] == _texts(tmp_path)
    _write(tmp_path, TWO)
    assert (["two"], False) == (_texts(tmp_path), half.exists())


def test_a_write_that_fails_keeps_the_old_store(tmp_path: Path) -> None:
    """If the new store cannot be made current, the old one stays current and the new one is removed."""
    before = _write(tmp_path, ONE)
    (tmp_path / "CURRENT.new").mkdir()
    with pytest.raises(KgError, match=f"^{tmp_path}: the store cannot be written: ") as caught:
        _write(tmp_path, TWO)
    assert "the previous store is kept" == caught.value.hint
    assert (before, ["one"], [before.generation]) == (read_manifest(tmp_path), _texts(tmp_path), _generations(tmp_path))


def test_a_failing_source_keeps_the_old_store(tmp_path: Path) -> None:
    """If reading the quads fails, that error is raised and the old store stays current."""

    def quads() -> list[ox.Quad]:
        message = "the source failed"
        raise RuntimeError(message)

    before = _write(tmp_path, ONE)
    with pytest.raises(RuntimeError, match="the source failed"):
        _written(tmp_path, (quad for _ in "x" for quad in quads()))
    assert (before, ["one"]) == (read_manifest(tmp_path), _texts(tmp_path))


def test_a_file_in_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    """A store that cannot be created is an error that names the folder."""
    (tmp_path / "store").write_text("a file", encoding="utf-8")
    with pytest.raises(KgError, match=f"^{tmp_path}/store: the store cannot be written: "):
        _write(tmp_path / "store", ONE)
    assert "a file" == (tmp_path / "store").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "1", '"graph-x"', "{}", '{"generation": "graph-x"}', "\x00"],
)
def test_an_unreadable_manifest_is_none(tmp_path: Path, text: str) -> None:
    """An invalid manifest counts as none, so that the store is built again."""
    (tmp_path / "CURRENT").write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path) is None


@pytest.mark.parametrize("change", [{"format": FORMAT + 1}, {"format": "1"}, {"generation": "graph-gone"}, {"new": 1}])
def test_a_manifest_of_another_format_is_none(tmp_path: Path, change: dict[str, object]) -> None:
    """A store of another version, or a missing one, is not read; the next write replaces it."""
    _write(tmp_path, ONE)
    fields = json.loads((tmp_path / "CURRENT").read_text(encoding="utf-8"))
    (tmp_path / "CURRENT").write_text(json.dumps(fields | change), encoding="utf-8")
    assert read_manifest(tmp_path) is None
    _write(tmp_path, TWO)
    assert (["two"], 1) == (_texts(tmp_path), len(_generations(tmp_path)))


def test_no_folder_has_no_manifest(tmp_path: Path) -> None:
    """A folder without a store has no manifest."""
    assert read_manifest(tmp_path / "nowhere") is None


def test_a_damaged_store_has_a_remedy(tmp_path: Path) -> None:
    """A store whose files are missing is an error whose hint names the command."""
    with pytest.raises(KgError, match="the store cannot be opened: ") as caught:
        TripleStore.open(tmp_path / "graph-gone")
    assert "build it again: kg build" == caught.value.hint


def test_the_default_graph_is_the_merge() -> None:
    """A triple of two graphs is one solution without GRAPH, and two with it."""
    store = TripleStore.in_memory([ONE, ox.Quad(*ONE.triple, H), TWO])
    assert 2 == len(list(store.select("SELECT * { ?s ?p ?o }")))
    assert 3 == len(list(store.select("SELECT * { GRAPH ?g { ?s ?p ?o } }")))
    assert 2 == len(list(store.triples()))
    assert [ONE, ox.Quad(*ONE.triple)] == list(with_flat_merge([ONE]))


def test_patterns_find_triples_quads_and_graphs() -> None:
    """Triples are unique, quads have their graphs, graphs are sorted."""
    store = TripleStore.in_memory([TWO, ONE, ox.Quad(*ONE.triple, H)])
    assert [ONE.triple] == list(store.triples(A, None, ox.Literal("one")))
    assert [ONE] == list(store.quads(None, B, None, G))
    assert {ONE, TWO, ox.Quad(*ONE.triple, H)} == set(store.quads())
    assert [] == list(store.triples(B))
    assert [G, H] == store.graphs()


def test_our_prefixes_need_no_declaration() -> None:
    """A query may use the project's prefixes without declaring them; its own declarations have priority."""
    store = TripleStore.in_memory([ox.Quad(A, B, ox.NamedNode(ZJ + "Park"), G)])
    assert [{"s": A}] == list(store.select("SELECT ?s { ?s ?p zj:Park }"))
    assert [] == list(store.select("PREFIX zj: <http://e/> SELECT ?s { ?s ?p zj:Park }"))
    assert ox.NamedNode(ZJ + "Park") == expand("zj:Park")


def test_an_unbound_variable_is_none() -> None:
    """Each solution has all variables."""
    assert [{"x": ox.Literal(1), "y": None}] == list(TripleStore.in_memory([]).select("SELECT ?x ?y { BIND(1 AS ?x) }"))


@pytest.mark.parametrize("text", ["ASK {}", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"])
def test_select_takes_only_select(text: str) -> None:
    """Another query form than SELECT is an error."""
    with pytest.raises(QueryError, match="the query must be a SELECT query"):
        list(TripleStore.in_memory([]).select(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * {\n  ?s ?p\n}", ["line 3, column ", "\n  }\n  "]),
        ("SELECT ('张江' AS ?x {", ["line 1, column 20", "\n  SELECT ('张江' AS ?x {\n                     ^"]),
        ("SELECT * { ?s nope: ?o }", ["prefix nope: is not declared"]),
        ("SELECT * { ?s nope:name ?o }", ["prefix nope: is not declared"]),
        ("", ["line 1, column 1"]),
    ],
)
def test_a_syntax_error_shows_its_place(text: str, expected: list[str]) -> None:
    """The message has line, column, the text of the line and the fault."""
    with pytest.raises(QueryError, match=r"^the query is not valid SPARQL at line ") as caught:
        TripleStore.in_memory([]).query(text)
    assert [] == [part for part in expected if part not in caught.value.message]


@given(LINE, LINE)
def test_service_in_text_is_no_service(before: str, after: str) -> None:
    """A string or a comment may contain SERVICE; the query runs."""
    text = ox.Literal(f"{before} SERVICE {after}")
    query = f"# {before} SERVICE {after}\nSELECT ?x {{ BIND({text} AS ?x) }} # SERVICE {before}"
    assert [{"x": text}] == list(TripleStore.in_memory([]).select(query))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p <http://e/SERVICE> }",
        "SELECT * { ?s ?p <http://e/#SERVICE> }",
        "SELECT ?service $SERVICE { ?service ?p $SERVICE }",
        "SELECT * { ?s zj:service zj:a-SERVICE }",
        "PREFIX SERVICE: <http://e/> SELECT * { ?s SERVICE:x ?o }",
        "SELECT * { ?s ?p '''\n' SERVICE <http://e/> {} \\'''' }",
        'SELECT * { ?s ?p """\n" SERVICE <http://e/> {} \\"""" }',
        "SELECT * { ?s ?p 'it\\'s SERVICE' }",
    ],
)
def test_service_in_a_name_is_no_service(text: str) -> None:
    """IRIs, prefixed names, variables and long strings may contain the word; the query runs."""
    assert [] == list(TripleStore.in_memory([]).select(text))


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ {WORD} }}",
        f"SELECT * {{ {WORD.lower()} }}",
        f"SELECT * {{ {{}}{WORD} }}",
        f"SELECT * {{ ?s ?p 1.{WORD} }}",
        f"SELECT * {{ ?s ?p 'a'{WORD} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(?s<?o) {WORD} FILTER(?s>?o) }}",
        "SELECT * { SERVICE ?s { ?s ?p ?o } }",
        "SELECT * { SERVICE#\n<http://e/> {} }",
        # a sign after the word without a space
        "SELECT * { SERVICESILENT<http://e/> { ?s ?p ?o } }",
        "PREFIX e: <http://e/> SELECT * { SERVICEe:x { ?s ?p ?o } }",
        # a sign before the word without a space
        "SELECT * { ?s ?p trueSERVICE<http://e/> { ?s ?p ?o } }",
        # a comment ends at any line end
        f"SELECT * {{ # comment\r{WORD} }}",
        # escapes in names and IRIs start neither a comment nor a string
        rf"SELECT * {{ ?s zj:a\# ?o . {WORD} }}",
        rf"SELECT * {{ ?s zj:a\' ?o . {WORD} BIND('' AS ?x) }}",
        rf"SELECT * {{ ?s <http://e/\u0041#b> ?o . {WORD} }}",
        rf"SELECT * {{ ?s <http://e/\u0041'b> ?o . {WORD} ?s <http://e/\u0041'b> ?o }}",
        # an IRI may contain any space outside ASCII
        f"SELECT * {{ ?s <http://e/\u3000#b> ?o . {WORD} }}",
        f"SELECT * {{ ?s <http://e/\u00a0#b> ?o . {WORD} }}",
        # "less than" does not start an IRI
        f"SELECT * {{ BIND(1 AS ?a) FILTER(?a<3&&'#>\"'!='') {WORD} FILTER('\"'!='') }}",
    ],
)
def test_service_is_refused(text: str) -> None:
    """No query accesses the network, however the keyword is written."""
    with pytest.raises(QueryError, match=r"^SERVICE is refused"):
        refuse_unsafe(text)


@pytest.mark.parametrize("first", ["INSERT DATA {}", "delete where { ?s ?p ?o }", "LOAD <http://e/>", "CLEAR ALL"])
@pytest.mark.parametrize("prologue", ["", "PREFIX e: <http://e/> BASE <http://e/>\n", "# SELECT\n"])
def test_an_update_is_refused(first: str, prologue: str) -> None:
    """An update is refused by its keyword; the hint describes how to change the graph."""
    word = first.split(maxsplit=1)[0].upper()
    with pytest.raises(QueryError, match=rf"^{word} is refused: the graph is read only$") as caught:
        TripleStore.in_memory([]).query(prologue + first)
    assert "change the data files" == caught.value.hint

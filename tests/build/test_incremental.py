"""The update: a store brought up to changed files is, to the byte, the one that a build from nothing makes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, parse, serialize

from kg.build.build import build_project
from kg.build.incremental.input_changes import read_inputs
from kg.errors import KgError, ParseError, ViolationError
from kg.project import find_project, project, read_shapes
from kg.rdf import PREFIXES as PREFIXES_OF_OURS, export_graphs, graph_iri, in_graph
from kg.store import TripleStore, WritableStore, read_manifest
from kg.validation import validate_dataset, violations_after
from tests.shape_cases import check_cases, shape_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import Quad

    from kg.graph import Graph
    from kg.project import Project

ROOT = Path(__file__).parents[2]
OWN = graph_iri("background")
PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES_OF_OURS.items())


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real project, copied and built, so that a test may change it."""
    folder = tmp_path_factory.mktemp("real")
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    project = find_project(folder)
    build_project(project)
    return project


def _exported(project: Project) -> bytes:
    manifest = read_manifest(project.store)
    assert manifest is not None
    return export_graphs(TripleStore.open(project.store / manifest.generation), fmt="nquads")


def _anew(project: Project, tmp_path: Path) -> bytes:
    elsewhere = find_project(project.root, tmp_path / "anew")
    build_project(elsewhere)
    return _exported(elsewhere)


def _replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


CHANGES = {
    "a label": ("data/background/02-overview.trig", _replaced('"total area"@en', '"total surface"@en')),
    "a figure": ("data/facts/02-overview.trig", _replaced("zj:value 531.0 ;", "zj:value 532.0 ;")),
    "a place": ("data/facts/02-overview.trig", _replaced(" ; zj:locatedIn place:shanghai .", " .")),
    "a whole": (
        "data/facts/08-ecosystem.trig",
        _replaced("zj:directPartOf collection:new-listed-companies ; zj:hostedBy", "zj:hostedBy"),
    ),
    "what follows is stated": (
        "data/facts/09-openness.trig",
        _replaced("passage:p34s2 {", "passage:p34s2 { park:zhangjiang-science-city a zj:Place ."),
    ),
    "a comment": ("data/facts/09-openness.trig", lambda text: "# nothing\n" + text),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_update_comes_to_what_a_build_comes_to(real: Project, tmp_path: Path, name: str) -> None:
    """After a change, and after it is taken back, the store is that of a build from nothing."""
    file, change = CHANGES[name]
    path = real.root / file
    before = path.read_text(encoding="utf-8")
    if before == change(before):
        pytest.fail("the change changes nothing")
    first = _exported(real)
    path.write_text(change(before), encoding="utf-8")
    try:
        done = build_project(real, only_changed=True)
        assert ((file,), "") == (done.changed, done.reason)
        assert _anew(real, tmp_path) == _exported(real)
    finally:
        path.write_text(before, encoding="utf-8")
    assert (file,) == build_project(real, only_changed=True).changed
    assert first == _exported(real)
    assert () == build_project(real, only_changed=True).changed


def test_a_file_that_goes_and_comes_back(real: Project) -> None:
    """What a removed file alone stated goes, evidence links and all that followed included."""
    path = real.root / "data" / "facts" / "09-openness.trig"
    first, text = _exported(real), path.read_bytes()
    background = real.root / "data" / "background" / "09-openness.trig"
    other = background.read_bytes()
    path.unlink()
    background.unlink()
    try:
        with pytest.raises(ViolationError, match="nothing was stored"):  # its passages are without facts
            build_project(real, only_changed=True)
        assert first == _exported(real)
    finally:
        path.write_bytes(text)
        background.write_bytes(other)


def _cases() -> Iterator[tuple[str, list[Quad]]]:
    for name, case in shape_cases().items():
        if "/invalid" in name:
            yield name, [in_graph(triple, OWN) for triple in case.triples]
    for name, cases in check_cases():
        yield name, [quad for quad in cases["defect"].quads if "ontology" not in str(quad.graph_name)]


def _told(findings: object) -> set[tuple[str, str, str, str]]:
    return {(each.source, each.node, each.path, each.value) for each in findings}  # type: ignore[attr-defined]


@pytest.mark.parametrize("part", range(4))
def test_what_a_change_violates_is_found(graph: Graph, part: int) -> None:
    """Each invalid case beside the real graph: a look at what it can have changed finds what a look at all finds.

    So does a look after it is gone again: nothing.
    """
    shapes = read_shapes(ROOT / "shapes")
    store = WritableStore.in_memory(graph.store.quads())
    found = 0
    for name, quads in list(_cases())[part::20]:
        quads = [quad for quad in quads if not any(store.quads(*quad.triple))]  # noqa: PLW2901
        store.add(quads)
        expected = _told(validate_dataset(store, shapes).violations)
        assert expected == _told(violations_after(store, shapes, quads)), name
        found += len(expected)
        flat = (in_graph(quad.triple, DefaultGraph()) for quad in quads)
        store.change(removed=[*quads, *flat], added=())
        assert [] == violations_after(store, shapes, quads), name
    assert found > 3


def test_a_build_on_the_disk_comes_to_what_one_in_memory_comes_to(
    real: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large data is loaded, closed and validated where it is stored, and can be updated there."""
    monkeypatch.setattr(project, "_LARGE", -1)
    assert _exported(real) == _anew(real, tmp_path)
    path = real.root / "data" / "background" / "02-overview.trig"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace('"total area"@en', '"area in all"@en'), encoding="utf-8")
    try:
        elsewhere = find_project(real.root, tmp_path / "anew")
        assert ("data/background/02-overview.trig",) == build_project(elsewhere, only_changed=True).changed
        assert _exported(elsewhere) == _anew(real, tmp_path / "again")
    finally:
        path.write_text(before, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("passage:p01s1 { ", ParseError, "own.trig:"),
        ("passage:p01s1 { park:zhangjiang-science-city zj:locatedln place:shanghai }", ParseError, "zj:locatedln"),
        ("passage:p01s1 { park:zhangjiang-science-city a zj:Person }", ViolationError, "contradicts the ontology"),
        ("passage:p01s1 { park:new a zj:SubPark }", ViolationError, "nothing was stored"),
    ],
)
@pytest.mark.parametrize("large", [False, True])
def test_what_is_wrong_is_told_and_the_store_kept(
    real: Project, monkeypatch: pytest.MonkeyPatch, text: str, error: type[Exception], message: str, *, large: bool
) -> None:
    """A new file that cannot be read, misspells a term, contradicts or violates: told, by an update and by a build."""
    if large:
        monkeypatch.setattr(project, "_LARGE", -1)
    first = _exported(real)
    path = real.root / "data" / "facts" / "own.trig"
    path.write_text(PREFIXES + text, encoding="utf-8")
    try:
        for only_changed in (True, False):
            with pytest.raises(error, match=re.escape(message)) as caught:
                build_project(real, only_changed=only_changed)
            if message == "nothing was stored":
                assert re.search(r"data/facts/own\.trig:[0-9]+ \(passage/p01s1\)", str(caught.value))
    finally:
        path.unlink()
    assert first == _exported(real)
    assert {"CURRENT", "LOCK", "inputs.json"} >= {each.name for each in real.store.iterdir() if each.is_file()}


def test_data_that_states_axioms_is_built_from_nothing(real: Project) -> None:
    """An axiom among the facts makes other rules, and the build says that it began from nothing, and why."""
    path = real.root / "data" / "facts" / "own.trig"
    path.write_text(PREFIXES + "passage:p01s1 { zj:concerns rdfs:subPropertyOf rdfs:seeAlso }", encoding="utf-8")
    try:
        done = build_project(real, only_changed=True)
        assert (None, "an axiom changed, which affects all data") == (done.changed, done.reason)
    finally:
        path.unlink()
    assert "an axiom changed, which affects all data" == build_project(real, only_changed=True).reason


def test_inputs_of_another_store_are_not_taken(real: Project, tmp_path: Path) -> None:
    """What is known of one generation says nothing of another; a file that is broken counts as none."""
    manifest = read_manifest(real.store)
    assert manifest is not None
    assert read_inputs(real.store, manifest.generation) is not None
    assert read_inputs(real.store, "graph-other") is None
    (tmp_path / "inputs.json").write_text("{", encoding="utf-8")
    assert read_inputs(tmp_path, manifest.generation) is None


@pytest.mark.parametrize(
    ("line", "error", "message"),
    [
        ("<urn:x:s> <urn:x:p> <urn:x:o> .", KgError, "is not in a named graph"),
        ("_:b <urn:x:p> <urn:x:o> <https://w3id.org/zjkg/id/passage/p01s1> .", KgError, "it has a blank node"),
        ("<urn:x:s> <urn:x:p> ", ParseError, "own.nq:2:1: "),
        (
            "<urn:x:s> <https://w3id.org/zjkg/ontology#pratOf> <urn:x:o> <https://w3id.org/zjkg/id/passage/p01s1> .",
            ParseError,
            "zj:pratOf in data/own.nq: did you mean zj:partOf",
        ),
    ],
)
def test_what_is_wrong_in_n_quads_is_told(
    real: Project, monkeypatch: pytest.MonkeyPatch, line: str, error: type[Exception], message: str
) -> None:
    """A large file read as text is told of as a small one is."""
    path = real.root / "data" / "own.nq"
    path.write_text(line + "\n", encoding="utf-8")
    try:
        for large in (10**9, -1):
            monkeypatch.setattr(project, "_LARGE", large)
            with pytest.raises(error, match=re.escape(message)):
                build_project(real)
    finally:
        path.unlink()


def test_n_quads_are_data(real: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same facts as N-Quads, and terms that stand in a text alone, are built in memory and on the disk alike."""
    first = _exported(real)
    path = real.root / "data" / "facts" / "09-openness.trig"
    text, other = path.read_bytes(), path.with_suffix(".nq")
    quads = list(parse(text, RdfFormat.TRIG))
    path.unlink()
    other.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    try:
        assert first == _anew(real, tmp_path)
        monkeypatch.setattr(project, "_LARGE", -1)
        assert first == _anew(real, tmp_path / "large")
    finally:
        other.unlink()
        path.write_bytes(text)

"""`kg.validate`: RDF of your own by shapes of your own, with the results of pyshacl."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.compare import isomorphic

import kg

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """@prefix : <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = PREFIXES + ":a a :T ; :n 5 . :b a :T ; :n 4.0 , 4.00 ; :q _:x . _:x :m 1 . :c a :U .\n"
SHAPES = PREFIXES + ":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :n ; sh:maxCount 1 ] .\n"
ONTOLOGY = PREFIXES + ":U rdfs:subClassOf :T . :a :ignored 1 . :n rdfs:domain :D .\n"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def _focus(graph: rdflib.Graph) -> list[str]:
    return sorted(str(node) for node in graph.objects(None, SH.focusNode))


@pytest.mark.parametrize("kind", ["path", "text", "bytes", "graph", "list"])
def test_sources_of_every_kind(kind: str, tmp_path: Path) -> None:
    """Data and shapes are a path, a text, bytes, a graph of rdflib or a list; the result unpacks as pyshacl's does."""

    def source(text: str, name: str) -> object:
        (tmp_path / name).write_text(text, encoding="utf-8")
        graph = rdflib.Graph().parse(data=text)
        return {
            "path": tmp_path / name,
            "text": text,
            "bytes": text.encode(),
            "graph": graph,
            "list": [str(tmp_path / name), PREFIXES],
        }[kind]

    view = kg.validate(source(DATA, "d.ttl"), shapes=source(SHAPES, "s.ttl"))  # type: ignore[arg-type]
    conforms, graph, text = view  # type: ignore[misc]
    assert (False, ["http://e/b"], True) == (conforms, _focus(graph), "  :b :n" in text)
    assert ["http://e/b"] == [finding.node for finding in view.findings]  # type: ignore[union-attr]


def test_the_input_graphs_are_not_changed() -> None:
    """Graphs that are given are not changed, also by rules and inference."""
    data, shapes = (rdflib.Graph().parse(data=text) for text in (DATA, SHAPES))
    copies = [rdflib.Graph().parse(data=text) for text in (DATA, SHAPES)]
    kg.validate(data, shapes=shapes, ontology=ONTOLOGY, infer="rdfs", advanced=True, engine="pyshacl")
    assert all(isomorphic(graph, copy) for graph, copy in zip((data, shapes), copies, strict=True))


def test_the_axioms_of_an_ontology_are_added() -> None:
    """An ontology adds its axioms, not its other triples, as in pyshacl."""
    shapes = PREFIXES + ":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :ignored ; sh:minCount 1 ] ."
    assert ["http://e/a", "http://e/b"] == _focus(kg.validate(DATA, shapes=shapes).report_graph)  # type: ignore[union-attr]
    with_axioms = kg.validate(DATA, shapes=shapes, ontology=ONTOLOGY)
    assert ["http://e/a", "http://e/b", "http://e/c"] == _focus(with_axioms.report_graph)  # type: ignore[union-attr]


@pytest.mark.parametrize(("infer", "found"), [("none", 0), ("rdfs", 2), ("owlrl", 2)])
def test_inference(infer: str, found: int) -> None:
    """What follows from data and ontology is validated, too."""
    shapes = PREFIXES + ":S a sh:NodeShape ; sh:targetClass :D ; sh:property [ sh:path :z ; sh:minCount 1 ] ."
    view = kg.validate(DATA, shapes=shapes, ontology=ONTOLOGY, infer=infer)
    assert found == len(view.findings)  # type: ignore[union-attr]


def test_contradictions_are_reported() -> None:
    """Data that contradicts the ontology is validated, as in pyshacl; a warning names the contradiction."""
    view = kg.validate(DATA, shapes=SHAPES, ontology=PREFIXES + ":T owl:disjointWith :T .", infer="owlrl")
    assert ["http://e/b"] == [finding.node for finding in view.findings]  # type: ignore[union-attr]
    assert "warning: the data contradicts the ontology" in str(view)


@pytest.mark.parametrize("regime", ["entailment/RDFS", "entailment/OWL-RL", "owl-profile/RL"])
def test_a_required_entailment_runs(regime: str) -> None:
    """sh:entailment requires an inference, which runs without an option."""
    shapes = (
        PREFIXES
        + f"""[] sh:entailment <http://www.w3.org/ns/{regime}> .
:S a sh:NodeShape ; sh:targetClass :D ; sh:property [ sh:path :z ; sh:minCount 1 ] ."""
    )
    assert 2 == len(kg.validate(DATA, shapes=shapes, ontology=ONTOLOGY).findings)  # type: ignore[union-attr]


RULE = """:S a sh:NodeShape ; sh:targetNode :a ;
  sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate :r ; sh:object 1 ] ;
  sh:property [ sh:path :r ; sh:minCount 1 ] ."""


def test_rules_run_or_are_reported() -> None:
    """A rule runs with `advanced`, and the report states that pyshacl ran it; without it, a warning says so."""
    plain, advanced = (kg.validate(DATA, shapes=PREFIXES + RULE, advanced=value) for value in (False, True))
    assert (False, True) == (plain.conforms, advanced.conforms)
    assert "<http://e/S> has sh:rule, an advanced feature of SHACL, which was not run; to run it: --advanced" in str(
        plain
    )
    assert "validated by pyshacl: <http://e/S> (<http://e/S> has a rule, which changes the data)" in str(advanced)


def test_stop_at_the_first_violation() -> None:
    """`abort` ends with the first violation."""
    shapes = SHAPES + ":R a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :z ; sh:minCount 1 ] ."
    assert 3 == len(kg.validate(DATA, shapes=shapes).findings)  # type: ignore[union-attr]
    assert 3 > len(kg.validate(DATA, shapes=shapes, abort=True).findings) > 0  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "shapes", "message"),
    [
        (SHAPES, DATA, "the text has no shapes, but the text has"),
        (DATA, PREFIXES, "the text has no shapes"),
        (DATA, SHAPES + "[] sh:entailment <http://www.w3.org/ns/entailment/RIF> .", "entailment/RIF"),
        (DATA, SHAPES + "[] sh:entailment sh:Rules .", "requires that rules are run"),
        (DATA, PREFIXES + ':S a sh:NodeShape ; sh:targetNode :a ; sh:js [ sh:jsFunctionName "f" ] .', "JavaScript"),
        ("@prefix : <", SHAPES, "the text:1"),
    ],
)
def test_what_cannot_be_validated(data: str, shapes: str, message: str) -> None:
    """Shapes that cannot be used are an error, with the remedy."""
    with pytest.raises(kg.KgError, match=message) as caught:
        kg.validate(data, shapes=shapes)
    assert caught.value.hint


def test_shapes_that_look_at_nothing_are_reported() -> None:
    """Without a target in the data, a warning says that nothing was validated."""
    view = kg.validate(DATA, shapes=PREFIXES + ":S a sh:NodeShape ; sh:targetClass :Nowhere .")
    assert "no node of the data is a target of a shape: nothing was validated" in str(view)
    assert "没有任何节点是形状的目标" in str(
        kg.validate(DATA, shapes=PREFIXES + ":S a sh:NodeShape ; sh:targetClass :Nowhere .", lang="zh")
    )


def test_shapes_in_the_data_are_reported() -> None:
    """Shapes given as data are not used, and a warning says so."""
    more = DATA + ":Z a sh:NodeShape ; sh:targetClass :T ."
    assert "the text has shapes (<http://e/Z>), which were not used" in str(kg.validate(more, shapes=SHAPES))


def test_imports_are_not_read() -> None:
    """owl:imports of another file is a warning; of an ontology in the shapes, none."""
    shapes = SHAPES + "<http://e/> a owl:Ontology ; owl:imports <http://e/more> , <http://e/here> ."
    text = str(kg.validate(DATA, shapes=shapes + "<http://e/here> a owl:Ontology ."))
    assert "owl:imports <http://e/more> was not read" in text
    assert "here" not in text


def test_any_finding_means_that_data_does_not_conform() -> None:
    """As the standard says, warnings and severities of one's own count; they do not raise."""
    for severity in ("sh:Warning", "sh:Info", ":Own"):
        shapes = SHAPES.replace("sh:maxCount 1", f"sh:maxCount 1 ; sh:severity {severity}")
        assert not kg.validate(DATA, shapes=shapes).conforms


def test_both_engines_can_be_compared() -> None:
    """The engines report the same; an engine that cannot run is a difference."""
    assert kg.validate(DATA, shapes=SHAPES, compare=True).conforms
    shapes = PREFIXES + ':S sh:targetClass :T ; sh:path :n ; sh:pattern "\\\\p{L}" .'
    different = kg.validate(DATA, shapes=shapes, compare=True)
    assert not different.conforms
    assert "pyshacl cannot run" in str(different)
    mixed = kg.validate(
        PREFIXES + ":a :n true .",
        shapes=PREFIXES + ":S sh:targetNode :a ; sh:path :n ; sh:maxExclusive 2 .",
        compare=True,
    )
    assert "only kg reports: focusNode <http://e/a>, resultPath <http://e/n>, value true" in str(mixed)
    assert "Known differences: rdflib compares values of different kinds" in str(mixed)
    with pytest.raises(kg.KgError, match="unknown engine"):
        kg.validate(DATA, shapes=SHAPES, engine="jena")


def test_no_project_is_needed(tmp_path: Path) -> None:
    """In an empty folder, from standard input, the command ends with 1 for violations."""
    (tmp_path / "s.ttl").write_text(SHAPES, encoding="utf-8")
    command = [sys.executable, "-m", "kg", "validate", "-", "--shapes", "s.ttl", "--lang", "en"]
    done = subprocess.run(command, input=DATA, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (1, "") == (done.returncode, done.stderr)
    assert "does not conform: 1 violations" in done.stdout

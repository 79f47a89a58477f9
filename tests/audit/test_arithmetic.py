"""The arithmetic: what figures imply about each other, which do not agree, and whether a note concerns them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kg.audit.arithmetic import review
from kg.audit.comparators import read_comparators
from kg.rdf import ID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.audit.arithmetic import Review
    from kg.audit.report import AuditReport
    from kg.project import Ontology

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("arithmetic.yaml").read_text(encoding="utf-8"))
AROUND = """graph:background {
  place:town zj:locatedIn place:county .
  period:plan zj:earliestDate "2016-01-01"^^xsd:date ; zj:latestDate "2020-12-31"^^xsd:date .
  period:long zj:earliestDate "1700-01-01"^^xsd:date ; zj:latestDate "2020-12-31"^^xsd:date . }"""
DIFFERING = {"whole": [30], "one": [12, "subsetOf whole"], "other": [10, "subsetOf whole"]}


@pytest.fixture(scope="module")
def reviewed(note: Callable[..., Any], ontology: Ontology) -> Callable[..., Review]:
    """Return a function that reviews figures as in arithmetic.yaml, with more facts in TriG."""

    def call(figures: Mapping[str, list[Any]], facts: str = "") -> Review:
        stated = "\n".join(_figure(name, *parts) for name, parts in figures.items())
        annotations = note({}, f"passage:p01s1 {{ {stated} }} {AROUND} {facts}")
        return review(annotations, read_comparators(ontology.triples))

    return call


def _figure(name: str, value: float, *parts: str) -> str:
    """Write a figure in Turtle."""
    values = {"unit": "unit:NUM", "comparator": "as-stated"} | dict(part.split() for part in parts if " " in part)
    kind = "Share" if "relatedLevel" in values else "Level"
    if basis := [part for part in parts if " " not in part]:
        kind, values = "Growth", {"period": "period:plan"} | values | {"growthBasis": f"basis:{basis[0]}"}
    values["comparator"] = f"comparator:{values['comparator']}"
    links = (f"zj:{local} {end if ':' in end else f'observation:{end}'}" for local, end in values.items())
    return f'observation:{name} a zj:{kind}Observation ; zj:value "{value}"^^xsd:decimal ; {" ; ".join(links)} .'


@pytest.mark.parametrize("case", CASES, ids=[each["what"] for each in CASES])
def test_figures(case: dict[str, Any], reviewed: Callable[..., Review]) -> None:
    """Each result is computed once, and figures that do not agree are reported with name, nodes and text."""
    found = reviewed(case["figures"])
    tensions = {each.name: [node.rsplit("/", 1)[-1] for node in each.nodes] for each in found.tensions}
    assert (case["computed"], case.get("tensions", {})) == (found.computed, tensions)
    assert [] == [each for each in found.tensions if each.is_noted]
    assert case.get("said") in (None, *(each.texts[1] for each in found.tensions))


@pytest.mark.parametrize(
    ("concerned", "is_noted"),
    [
        (["whole one other"], True),
        (["whole one other", "whole"], True),
        (["whole one other inst:office"], True),
        (["whole one"], False),
        (["whole one other more"], False),
        (["whole one", "one other"], False),
        ([""], False),
        ([], False),
    ],
    ids=[
        "its own",
        "its own, and another note",
        "its own, and no figure",
        "one less",
        "one more",
        "halves",
        "of nothing",
        "none",
    ],
)
def test_a_note(concerned: list[str], is_noted: bool, reviewed: Callable[..., Review]) -> None:  # noqa: FBT001
    """A note is about a tension if it concerns exactly the figures of the tension."""
    facts = ""
    for number, nodes in enumerate(concerned):
        ends = "".join(f" ; zj:concerns {each if ':' in each else f'observation:{each}'}" for each in nodes.split())
        facts += f"graph:background {{ note:n{number} a zj:ReviewNote{ends} . }}"
    (tension,) = reviewed({**DIFFERING, "more": [5]}, facts).tensions
    assert is_noted == tension.is_noted


def test_an_interpretation_is_no_note(reviewed: Callable[..., Review]) -> None:
    """Only a review note can be about a tension."""
    concerned = "observation:whole , observation:one , observation:other"
    (tension,) = reviewed(
        DIFFERING, f"graph:background {{ note:n a zj:Interpretation ; zj:concerns {concerned} . }}"
    ).tensions
    assert not tension.is_noted


def test_a_figure_of_two_values_is_left_out(reviewed: Callable[..., Review]) -> None:
    """An observation without a value, or with two, is not computed."""
    assert 0 == reviewed(DIFFERING, "passage:p01s2 { observation:whole zj:value 22.0 . }").computed


def test_what_the_document_does_not_add_up(real_sample: Any) -> None:
    """The real data has three tensions, each with a note about exactly its figures."""
    report: AuditReport = real_sample.report()
    assert 11 == report.review.computed
    expected = ["parts_and_total", "share_of_no_whole_number", "total_and_annual_growth"]
    assert [(name, True) for name in expected] == [(each.name, each.is_noted) for each in report.review.tensions]
    assert all(node.startswith(f"{ID}observation/") for each in report.review.tensions for node in each.nodes)

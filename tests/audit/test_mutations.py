"""Seeded faults: changes of the real data or text are found at their places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import yaml

from kg.audit import findings
from kg.audit.annotations import name
from kg.project import read_passages
from kg.rdf import compact, expand, in_graph
from kg.runtime import read_messages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import Quad

    from kg.audit.findings import Fault

# Each case does one or more of: set (replaces what a graph says of a node by a property), add, remove (TriG), forget
# (a node and all that leads to it), empty (a passage), swap (the facts of two passages), text (old and new words), cut
# (the text of a passage), and must be found as `fault` at `at`: passage and node.
MUTATIONS: dict[str, dict[str, Any]] = {
    case["what"]: case
    for path in sorted(Path(__file__).with_name("mutations").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
}


class Sample(Protocol):
    """The real data and the real document."""

    quads: frozenset[Quad]
    document: Any

    def changed(self, minus: set[Quad], plus: set[Quad]) -> Sample:
        """Return the sample without some quads and with others."""

    def of_text(self, text: str) -> Sample:
        """Return the same quads with another text."""

    def report(self) -> Any:
        """Return the audit's report."""


def _set(sample: Sample, plus: frozenset[Quad]) -> Sample:
    keys = {(quad.graph_name, quad.subject, quad.predicate) for quad in plus}
    old = {quad for quad in sample.quads if (quad.graph_name, quad.subject, quad.predicate) in keys}
    assert keys == {(quad.graph_name, quad.subject, quad.predicate) for quad in old}
    return sample.changed(old, set(plus))


def _remove(sample: Sample, minus: frozenset[Quad]) -> Sample:
    assert minus <= sample.quads
    return sample.changed(set(minus), set())


def _forget(sample: Sample, curie: str) -> Sample:
    node = expand(curie)
    quads = {quad for quad in sample.quads if node in (quad.subject, quad.object)}
    assert quads
    return sample.changed(quads, set())


def _swap(sample: Sample, curies: list[str]) -> Sample:
    one, other = (expand(curie) for curie in curies)
    assert one is not None
    assert other is not None
    quads = {quad for quad in sample.quads if quad.graph_name in (one, other)}
    return sample.changed(quads, {in_graph(quad.triple, other if quad.graph_name == one else one) for quad in quads})


def _text(sample: Sample, words: list[str]) -> Sample:
    old, new = words
    assert old in sample.document.text
    return sample.of_text(sample.document.text.replace(old, new))


def _cut(sample: Sample, curie: str) -> Sample:
    passage = next(each for each in read_passages(sample.quads) if each.iri == expand(curie))
    text = sample.document.text
    return sample.of_text(text[: passage.start] + text[passage.end :])


def _mutated(sample: Sample, case: Mapping[str, Any], quads_of: Callable[[str], frozenset[Quad]]) -> Sample:
    for operation, what in case.items():
        match operation:
            case "set":
                sample = _set(sample, quads_of(what))
            case "add":
                sample = sample.changed(set(), set(quads_of(what)))
            case "remove":
                sample = _remove(sample, quads_of(what))
            case "forget":
                sample = _forget(sample, what)
            case "empty":
                sample = sample.changed({quad for quad in sample.quads if quad.graph_name == expand(what)}, set())
            case "swap":
                sample = _swap(sample, what)
            case "text":
                sample = _text(sample, what)
            case "cut":
                sample = _cut(sample, what)
    return sample


def _place(fault: Fault) -> str:
    return " ".join(part for part in (name(fault.passage), compact(fault.node) if fault.node else "") if part)


@pytest.mark.parametrize("what", MUTATIONS)
def test_a_seeded_fault(what: str, real_sample: Sample, quads_of: Callable[[str], frozenset[Quad]]) -> None:
    """Each seeded fault is found with its name, passage and node, and the graph no longer agrees with the document."""
    case = MUTATIONS[what]
    report = _mutated(real_sample, case, quads_of).report()
    found = {(fault.name, _place(fault)) for fault in report.faults}
    assert (case["fault"], case["at"]) in found
    assert not report.holds
    # what is wrong accounts for no numeral
    wrong = {fault.node for fault in report.faults if fault.name in ("value_differs", "unit_differs")}
    marks = [mark for section in report.sections if section.name == "numerals" for mark in section.marks]
    accounted = {node for mark in marks if mark.state == "figure" for node in mark.nodes}
    assert set() == wrong & accounted


def test_nothing_is_found_before(real_sample: Sample) -> None:
    """The real data agrees with the real document in every section."""
    report = real_sample.report()
    assert [] == [fault.place() for fault in report.faults]
    assert all(0 < each.total == each.good for each in report.sections)
    assert (True, 74, True) == (report.holds, report.anchoring.shared, report.anchoring.whole)


def test_every_fault_is_seeded() -> None:
    """Each kind of fault is seeded into the real data at least once."""
    names = {key.removeprefix("fault_") for key in read_messages(findings.__file__) if key.startswith("fault_")}
    assert set() == names - {case["fault"] for case in MUTATIONS.values()}

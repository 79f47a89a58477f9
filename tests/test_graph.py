"""The Python interface: `kg.open()`."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import UnknownNameError
from kg.runtime import Reporter

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph


class _Warnings(Reporter):
    """Keeps warnings in a list."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages

    def warn(self, message: str) -> None:
        """Keep a warning."""
        self.messages.append(message)


def test_open_builds_first(mini: Path) -> None:
    """Opening a project builds its graph; opening it again finds it built."""
    first = kg.open(mini)
    again = kg.open(mini)
    assert first.manifest == again.manifest
    assert first.info().triples > 0


def test_a_changed_input_is_built_anew(mini: Path) -> None:
    """After a change of an input the graph is another; after a change of a query it is the same."""
    before = kg.open(mini).manifest
    query = next((mini / "queries").glob("**/*.rq"))
    query.write_text(query.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert before == kg.open(mini).manifest
    document = mini / "data" / "document.ttl"
    document.write_text(document.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert before.generation != kg.open(mini).manifest.generation


def test_a_damaged_store_is_built_again(mini: Path) -> None:
    """A store that lost a file is told of and built anew, not left to fail each time."""
    first = kg.open(mini).manifest
    (mini / "build" / "store" / first.generation / "CURRENT").unlink()
    told: list[str] = []
    again = kg.open(mini, reporter=_Warnings(told))
    assert first.generation != again.manifest.generation
    assert 1 == len(told)
    assert "cannot be opened" in told[0]


def test_a_query_by_name_or_text(graph: Graph) -> None:
    """A saved query runs by its name with values in words; SPARQL runs as it stands."""
    rows = list(graph.query("policy_documents", issuer="国务院"))  # type: ignore[arg-type]
    assert rows
    assert bool(graph.query("ASK { park:zhangjiang-science-city a zj:ScienceCity }"))
    with pytest.raises(UnknownNameError):
        graph.query("no_such_query")


def test_show_export_queries(graph: Graph) -> None:
    """What the command line offers is there as methods."""
    assert "p07s2" in {source.name for source in graph.show("张江科学城").mentions}
    assert graph.export(format="ntriples", graph="alignment")
    assert len(graph.queries()) >= 25


def test_a_query_does_not_load_the_reference_engines(graph: Graph) -> None:
    """Loading rdflib takes longer than most queries."""
    code = (
        "import sys, kg; kg.open(*sys.argv[1:2], store=sys.argv[2]).query('ASK {}').render(); "
        "print([name for name in ('rdflib', 'owlrl', 'pyshacl') if name in sys.modules])"
    )
    folders = [str(graph.project.root), str(graph.project.store)]
    done = subprocess.run([sys.executable, "-c", code, *folders], capture_output=True, text=True, check=True)
    assert "[]\n" == done.stdout


def test_importing_costs_nothing() -> None:
    """`import kg` loads neither an engine nor a face."""
    code = (
        "import sys, kg; print([name for name in ('rdflib', 'pyoxigraph', 'click', 'pyshacl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == done.stdout

"""A program that uses every method of the façade: it is type-checked strictly, and run on a project."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import kg
from kg.views import ValidationView


def main(project: Path, document: Path, folder: Path) -> None:
    """Use a project's graph, its document and a folder for files."""
    with kg.open(project, lang="en") as graph:
        answer = graph.query("SELECT ?place ?label { ?place a zj:Place ; rdfs:label ?label } ORDER BY ?place ?label")
        assert len(answer) == len(list(answer)) == len(answer.to_dicts())
        assert answer.columns == ("place", "label")
        assert {"place", "label"} == set(answer[0])
        answer.write(folder / "places.csv")
        assert answer.render("json").startswith("{")
        assert graph.query("ASK { ?place a zj:Place }")
        assert len(graph.query("CONSTRUCT WHERE { ?place a zj:Place }")) > 0
        assert graph.query("SELECT ?p { ?p a zj:Place }", with_evidence=True).evidence
        assert len(graph.query("SELECT ?p { ?p a zj:Place } LIMIT 3", timeout=60.0, limit=1)) == 1
        name = graph.queries()[0].name
        assert graph.queries(name).is_described
        assert graph.check_query(name).to_dict()
        assert graph.ask("上海在哪里", dry_run=True).understanding
        assert graph.show("上海").facts
        assert graph.why("上海", "a", "zj:Place").holds
        assert not graph.why_not("SELECT ?p { ?p a zj:Nothing }").has_rows
        assert graph.path("place:shanghai", "place:zhangjiang").distance
        report = graph.validate()
        assert isinstance(report, ValidationView)
        assert report.conforms
        assert graph.validation_sparql()
        assert graph.validate(vocabulary=True).to_dict()
        assert graph.audit(document).to_dict()
        assert graph.export(format="nquads")
        graph.export(folder / "graph.ttl")
        assert len(graph.infer(folder / "graph.ttl").to_dict()) > 0
        assert len(kg.infer(folder / "graph.ttl")) >= 0
        assert graph.info().triples > 0
        assert graph.build(only_changed=True).to_dict()
        assert graph.sentences(["p01s1"])
        assert graph.manifest.version == kg.__version__
    values: list[kg.Value] = [
        "国务院",
        1,
        2.5,
        Decimal("1.5"),
        date(2015, 1, 1),
        datetime(2015, 1, 1, tzinfo=UTC),
        True,
        None,
    ]
    assert values
    server = kg.connect("http://localhost:1/query", update_endpoint="http://localhost:1/update")
    hint = ""
    try:
        server.query("ASK {}")
    except kg.KgError as error:
        hint = error.hint
    finally:
        server.close()
    assert hint


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

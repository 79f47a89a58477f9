"""Answers: what a person types for a parameter becomes the terms that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError, UnknownNameError
from kg.query.binding import resolve
from kg.query.parameters import Parameter
from kg.query.saved_queries import SavedQuery
from kg.rdf import XSD, expand

if TYPE_CHECKING:
    from kg.graph import Graph


def _parameter(name: str, **kind: object) -> Parameter:
    return Parameter(name, {}, optional=True, example="UNDEF", **({"class_": None, "datatype": None} | kind))  # type: ignore[arg-type]


QUERY = SavedQuery(
    name="q",
    theme="t",
    summary={},
    grain="",
    tags=(),
    parameters=(
        _parameter("sector", class_="zj:Sector"),
        _parameter("agent", class_="zj:Agent"),
        _parameter("since", datatype="xsd:date"),
        _parameter("until", datatype="xsd:date", is_end=True),
        _parameter("during", interval=("since", "until")),
        _parameter("value", datatype="xsd:decimal"),
        _parameter("name", datatype="xsd:string"),
    ),
    text="",
)


def _date(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + "date"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"sector": "集成电路"}, {"sector": ["sector:integrated-circuits"]}),
        ({"sector": "integrated circuits"}, {"sector": ["sector:integrated-circuits"]}),
        ({"sector": "集成电路,生物医药"}, {"sector": ["sector:integrated-circuits", "sector:biomedicine"]}),
        ({"sector": " 集成电路 、 生物医药；"}, {"sector": ["sector:integrated-circuits", "sector:biomedicine"]}),
        ({"sector": "集成电路，sector:integrated-circuits"}, {"sector": ["sector:integrated-circuits"]}),
        ({"agent": "国务院,Xi Jinping"}, {"agent": ["inst:state-council", "person:xi-jinping"]}),
    ],
)
def test_entities_and_lists_of_them(graph: Graph, given: dict[str, str], expected: dict[str, list[str]]) -> None:
    """An entity is known by any label, alias, CURIE or IRI; several are parted by commas of either width."""
    assert {name: [expand(each) for each in terms] for name, terms in expected.items()} == resolve(
        graph.store, QUERY, given
    )


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2015", "2015-01-01", "2015-12-31"),
        ("2015-02", "2015-02-01", "2015-02-28"),
        ("2015-05-04", "2015-05-04", "2015-05-04"),
        ("2015年5月", "2015-05-01", "2015-05-31"),
        ("2011-2014", "2011-01-01", "2014-12-31"),
        ("十三五", "2016-01-01", "2020-12-31"),
        ("“十三五”", "2016-01-01", "2020-12-31"),
        ("13th Five-Year Plan period", "2016-01-01", "2020-12-31"),
    ],
)
def test_a_date_is_what_it_names(graph: Graph, text: str, since: str, until: str) -> None:
    """A year, month, span or period gives its first day, or its last; an interval gives both."""
    both = {"since": [_date(since)], "until": [_date(until)]}
    assert both == resolve(graph.store, QUERY, {"since": text, "until": text})
    assert both == resolve(graph.store, QUERY, {"during": text})


def test_numbers_and_texts(graph: Graph) -> None:
    """A list of numbers is several; a text is one, whatever it holds."""
    number = NamedNode(XSD + "decimal")
    assert {"value": [Literal("0.5", datatype=number), Literal("1", datatype=number)]} == resolve(
        graph.store, QUERY, {"value": "0.5,1"}
    )
    assert {"name": [Literal("一，二", datatype=NamedNode(XSD + "string"))]} == resolve(
        graph.store, QUERY, {"name": "一，二"}
    )


@pytest.mark.parametrize(
    "text", ["2015-13", "2015-02-30", "昨天", "2014年以来", "", "2014-2011", "1" * 1_000_000, "\u202e2015\0"]
)
def test_what_is_no_date_is_told(graph: Graph, text: str) -> None:
    """What names no time with both ends is told, with examples."""
    with pytest.raises(ParameterError, match="is no date, year or period with both ends") as caught:
        resolve(graph.store, QUERY, {"since": text})
    assert "-p since=2015, 2015-05" in caught.value.hint


def test_a_part_of_a_list_is_told(graph: Graph) -> None:
    """Of a list, the part that names nothing is told."""
    with pytest.raises(UnknownNameError, match="unknown zj:Sector: 集成路"):
        resolve(graph.store, QUERY, {"sector": "生物医药,集成路"})


def test_an_interval_and_its_end_are_not_both_given(graph: Graph) -> None:
    """A date given by itself and by an interval is told, not decided."""
    with pytest.raises(ParameterError, match="parameter since is given twice"):
        resolve(graph.store, QUERY, {"during": "2015", "since": "2014"})

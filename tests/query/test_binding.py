"""Binding: text, Python values and RDF terms given for a parameter become terms of its type."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import ParameterError, UnknownNameError
from kg.query.binding import resolve
from kg.query.parameters import Parameter
from kg.query.saved_queries import SavedQuery
from kg.rdf import ID, XSD, expand

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
        _parameter("year", datatype="xsd:integer"),
        _parameter("approximate", datatype="xsd:boolean"),
        _parameter("time", datatype="xsd:dateTime"),
    ),
    text="",
)


PERIOD_QUERY = replace(QUERY, parameters=(_parameter("period", class_="zj:Period"),))


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
    """An entity is found by any label, alias, CURIE or IRI; commas of either width separate several."""
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
    """A list of numbers is several values; a text is one value, even with separators."""
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
def test_a_text_that_is_no_date_is_an_error(graph: Graph, text: str) -> None:
    """A text that is not a time with both ends is an error with examples."""
    with pytest.raises(ParameterError, match="is not a date, year or period with both ends") as caught:
        resolve(graph.store, QUERY, {"since": text})
    assert "-p since=2015, 2015-05" in caught.value.hint


def test_an_unknown_part_of_a_list_is_named(graph: Graph) -> None:
    """The error names the part of a list that is unknown."""
    with pytest.raises(UnknownNameError, match="unknown zj:Sector: 集成路"):
        resolve(graph.store, QUERY, {"sector": "生物医药,集成路"})


def test_an_interval_and_its_end_are_not_both_given(graph: Graph) -> None:
    """A date given both directly and by an interval is an error."""
    with pytest.raises(ParameterError, match="parameter since is given twice"):
        resolve(graph.store, QUERY, {"during": "2015", "since": "2014"})


CIRCUITS = f"{ID}sector/integrated-circuits"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("value", 3, ["3"]),
        ("value", 0.1, ["0.1"]),
        ("value", 1e-7, ["0.0000001"]),
        ("value", 1e20, ["100000000000000000000"]),
        ("value", Decimal("1E+3"), ["1000"]),
        ("value", [0.5, "1", Decimal(2), 0.5], ["0.5", "1", "2"]),
        ("value", Literal("0.50", datatype=NamedNode(XSD + "double")), ["0.50"]),
        ("value", rdflib.Literal(Decimal("0.5")), ["0.5"]),
        ("year", 2015, ["2015"]),
        ("year", rdflib.Literal(2015), ["2015"]),
        ("approximate", True, ["true"]),
        ("approximate", (True, False), ["true", "false"]),
        ("name", "一，二", ["一，二"]),
        ("name", ["一，二", "三"], ["一，二", "三"]),
        ("name", rdflib.Literal("一，二", lang="zh"), ["一，二"]),
        ("since", dt.date(2015, 5, 4), ["2015-05-04"]),
        ("since", rdflib.Literal(dt.date(2015, 5, 4)), ["2015-05-04"]),
        ("since", dt.datetime(2015, 5, 4, 23, 30, tzinfo=dt.UTC), ["2015-05-04"]),
        ("since", rdflib.Literal(dt.datetime(2015, 5, 4, 12)), ["2015-05-04"]),  # noqa: DTZ001  -- without a time zone
        ("time", dt.datetime(2015, 5, 4, 12), ["2015-05-04T12:00:00"]),  # noqa: DTZ001
        ("time", dt.datetime(2015, 5, 4, 12, tzinfo=dt.UTC), ["2015-05-04T12:00:00+00:00"]),
        ("time", "2015-05-04T12:00:00.5Z", ["2015-05-04T12:00:00.5Z"]),
        ("until", Literal("2015", datatype=NamedNode(XSD + "gYear")), ["2015-12-31"]),
        ("until", 2015, ["2015-12-31"]),
        ("sector", NamedNode(CIRCUITS), [CIRCUITS]),
        ("sector", rdflib.URIRef(CIRCUITS), [CIRCUITS]),
        ("sector", [rdflib.URIRef(CIRCUITS), "集成电路"], [CIRCUITS]),
        ("sector", Literal("集成电路", language="zh"), [CIRCUITS]),
    ],
)
def test_python_values_and_rdf_terms(graph: Graph, name: str, value: object, expected: list[str]) -> None:
    """A Python value or an RDF term of either library is bound to a term of the parameter's type."""
    terms = resolve(graph.store, QUERY, {name: value})[name]
    assert expected == [term.value for term in terms]
    datatypes = {term.datatype.value for term in terms if isinstance(term, Literal)}
    declared = QUERY.parameter(name).datatype
    assert datatypes == ({XSD + declared.removeprefix("xsd:")} if declared else set())


def test_an_interval_takes_a_date_and_a_period(graph: Graph) -> None:
    """A Python date is its own first and last day; the IRI of a period gives the days of the period."""
    day = [_date("2015-05-04")]
    assert {"since": day, "until": day} == resolve(graph.store, QUERY, {"during": dt.date(2015, 5, 4)})
    (period,) = resolve(graph.store, PERIOD_QUERY, {"period": "十三五"})["period"]
    assert resolve(graph.store, QUERY, {"during": "十三五"}) == resolve(graph.store, QUERY, {"during": period})


def test_none_is_no_value(graph: Graph) -> None:
    """A parameter that is None is not given, also beside an interval; an unknown one is an error all the same."""
    values = {"sector": None, "since": None, "during": "2015"}
    expected = {"since": [_date("2015-01-01")], "until": [_date("2015-12-31")]}
    assert expected == resolve(graph.store, QUERY, values)
    with pytest.raises(UnknownNameError, match="unknown parameter: nothing"):
        resolve(graph.store, QUERY, {"nothing": None})


@pytest.mark.parametrize(
    ("name", "value", "culprit"),
    [
        ("value", [1, None], "a value of type NoneType is not supported"),
        ("value", {"a": 1}, "a value of type dict is not supported"),
        ("value", b"1", "a value of type bytes is not supported"),
        ("value", [[1]], "a value of type list is not supported"),
        ("value", BlankNode("a"), "a value of type BlankNode is not supported"),
        ("value", rdflib.BNode("a"), "a value of type BNode is not supported"),
        ("value", dt.datetime(2015, 5, 4, tzinfo=dt.UTC), "'2015-05-04T00:00:00+00:00' is no"),
        ("time", dt.date(2015, 5, 4), "'2015-05-04' is not a valid xsd:dateTime"),
        ("since", "2015-05-04T24:00:00", "is not a date"),
        ("sector", {"集成电路"}, "a value of type set is not supported"),
        ("sector", [], "the list is empty"),
        ("sector", rdflib.URIRef("no IRI"), "'no IRI' is not an IRI"),
        ("since", ["2015", "2016"], "takes one date or period, and a list is given"),
        ("value", NamedNode(CIRCUITS), "takes xsd:decimal, and sector:integrated-circuits is an IRI"),
        ("value", float("nan"), "'NaN' is no"),
        ("value", True, "'true' is no"),
        ("year", 1.5, "'1.5' is no"),
    ],
)
def test_a_value_of_another_type_is_refused(graph: Graph, name: str, value: object, culprit: str) -> None:
    """The error names the parameter, what is wrong with the value, and a remedy."""
    with pytest.raises(ParameterError, match=f"parameter {name}") as caught:
        resolve(graph.store, QUERY, {name: value})
    assert culprit in caught.value.message
    assert caught.value.hint


def test_an_iri_that_is_not_in_the_graph(graph: Graph) -> None:
    """An IRI of another scheme, or of no entity in the graph, is an unknown name."""
    for iri in ("tag:example.org,2015:a", f"{ID}sector/nothing"):
        with pytest.raises(UnknownNameError, match="unknown zj:Sector"):
            resolve(graph.store, QUERY, {"sector": NamedNode(iri)})

"""The answer to a question: run, offered, or declined."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from kg.ask.answering import Asker
from kg.ask.lexicon import Lexicon, read_lexicon
from kg.errors import KgError
from kg.query import read_query

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph

QUERY = """#+ summary: {{zh: 哪些无人机试飞过, en: Which drones took a test flight}}
#+ grain: one row per drone
#+ tags: [drones]
#+ params:
#+   maker: {{class: zj:Organization, optional: true, label: {{zh: 制造者, en: maker}}}}
SELECT ?drone WHERE {{ VALUES ?maker {{ UNDEF }} ?drone a {class_} }}
"""


def test_a_new_query_is_found_by_its_summary_alone(graph: Graph, tmp_path: Path) -> None:
    """A query without wordings in asks.yaml is found in both languages, with its values."""
    path = tmp_path / "drones.rq"
    path.write_text(QUERY.format(class_="zj:Product"), encoding="utf-8")
    asker = Asker(graph.store, [*graph.queries(), read_query(path)], read_lexicon(graph.project.queries))
    for question in ("哪些无人机试飞过", "有哪些试飞过的无人机", "drones that took a test flight"):
        chosen = asker.ask(question).chosen
        assert chosen is not None
        assert chosen.query is not None
        assert "drones" == chosen.query.name


def test_wordings_are_data(graph: Graph) -> None:
    """What a maintainer writes into asks.yaml is how one may ask from then on."""
    lexicon = read_lexicon(graph.project.queries)
    before = Asker(graph.store, graph.queries(), lexicon).ask("园区的老黄历")
    assert before.chosen is None
    wordings = {**lexicon.wordings, "park_history": (*lexicon.wordings["park_history"], "某园区的老黄历")}
    chosen = (
        Asker(graph.store, graph.queries(), dataclasses.replace(lexicon, wordings=wordings)).ask("园区的老黄历").chosen
    )
    assert chosen is not None
    assert chosen.query is not None
    assert "park_history" == chosen.query.name


def test_without_data_the_summaries_serve(graph: Graph) -> None:
    """A project without asks.yaml and words.yaml answers questions in the words of its summaries."""
    asker = Asker(graph.store, graph.queries(), Lexicon())
    for query in graph.queries():
        for summary in query.summary.values():
            found = asker.ask(summary)
            names = [each.query.name for each in (*found.candidates, *found.nearest) if each.query]
            assert query.name in names


def test_a_missing_value_runs_nothing(asker: Asker) -> None:
    """Without the value that a query needs it is offered, with its example, and not run."""
    found = asker.ask("某一领域有哪些事实")
    assert found.chosen is None
    offered = [each for each in found.candidates if each.query and each.query.name == "facts_of_sector"]
    assert [("sector",)] == [each.missing for each in offered]
    assert "sector:integrated-circuits" == offered[0].values["sector"]


def test_what_the_question_leaves_open_is_said(asker: Asker) -> None:
    """If none is named, the park of the document and all of time are assumed, and marked as assumed."""
    chosen = asker.ask("What did the State Council do").chosen
    assert chosen is not None
    assert ("since", "until") == chosen.assumed
    chosen = asker.ask("哪些机构是领导").chosen or asker.ask("哪些机构是领导").candidates[0]
    assert {"park": "park:zhangjiang-demonstration-zone"} == chosen.values
    assert ("park",) == chosen.assumed


def test_a_name_alone_is_shown(asker: Asker) -> None:
    """A question that only names an entity, or asks what it is, shows that entity."""
    for question in ("国务院", "国务院是什么", "what is the State Council?", "Tell me about the State Council please"):
        chosen = asker.ask(question).chosen
        assert chosen is not None
        assert "inst:state-council" == chosen.entity
    assert asker.ask("国务院怎么样了不起").chosen is None


def test_how_much_there_is_of_an_indicator(asker: Asker) -> None:
    """A question for an amount is for its indicator, whose figures say it."""
    for question in ("how many employees are there", "从业人员有多少", "number of employees"):
        chosen = asker.ask(question).chosen
        assert chosen is not None
        assert "indicator:employees" == chosen.entity


@pytest.mark.parametrize("question", ["who", "你是谁", "who said what in 2018", "when", "哪里", "多少"])
def test_a_question_word_and_a_year_are_no_question(asker: Asker, question: str) -> None:
    """A question that fits any entity runs no query."""
    assert asker.ask(question).chosen is None


@pytest.mark.parametrize(
    "question", ["集成电路和生物医药的产品", "policies of the State Council and the Shanghai government"]
)
def test_half_a_question_is_not_answered(asker: Asker, question: str) -> None:
    """A question that names two where a query takes one is offered: an answer to one of them would mislead."""
    found = asker.ask(question)
    assert found.chosen is None
    assert found.candidates


def test_a_kind_of_thing_alone_is_listed(asker: Asker) -> None:
    """A question that names a class and nothing else wants its members."""
    for question, kind in (("有哪些大学", "zj:University"), ("list the trading markets", "zj:TradingMarket")):
        chosen = asker.ask(question).chosen
        assert chosen is not None
        assert {"kind": kind} == chosen.values


def test_nothing_found_of_what_is_named_is_not_an_answer(asker: Asker) -> None:
    """A query that fits but has no rows for the entity is offered with others, and marked."""
    found = asker.ask("AI companies")
    assert found.chosen is None
    assert found.has_no_rows
    assert found.candidates


def test_no_time_is_nothing_found(asker: Asker) -> None:
    """That nothing happened before 1990 is an answer."""
    chosen = asker.ask("policies issued before 1990").chosen
    assert chosen is not None
    assert {"until": "1989-12-31"} == chosen.values


def test_candidates_are_few_and_in_order(asker: Asker) -> None:
    """Candidates are sorted by score, and no list is longer than five."""
    for question in ("国务院", "大学科技园有哪些", "figures", "数字", "张江"):
        scores = [each.score for each in asker.ask(question).candidates]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= 5


def test_the_same_question_has_the_same_answer(graph: Graph, asker: Asker) -> None:
    """The result does not depend on the order of a set or on earlier questions."""
    other = Asker(graph.store, list(reversed(graph.queries())), read_lexicon(graph.project.queries))
    for question in ("figures and shares", "张江的数字", "which parks"):
        one, two = asker.ask(question), other.ask(question)
        assert [each.values for each in one.candidates] == [each.values for each in two.candidates]
        assert [each.query and each.query.name for each in one.nearest] == [
            each.query and each.query.name for each in two.nearest
        ]


@pytest.mark.parametrize(
    "question",
    [
        '国务院" } } DROP ALL # 发布了哪些政策',
        '哪些句子提到 “x" } ; DROP ALL ; { \\u0022”',
        "which sentences mention “<http://evil> . ?s ?p ?o”",
        "policies issued by <https://w3id.org/zjkg/id/org/state-council> } SERVICE <http://evil/> {",
        "-p issuer=国务院 --format json",
        "{{7*7}} ${HOME} `id` $(id)",
        "\\ud800 \\x00 %00 ../../etc/passwd",
    ],
)
def test_a_value_is_only_ever_a_term(graph: Graph, asker: Asker, question: str) -> None:
    """Whatever the question, its query runs unchanged as the saved query, or not at all."""
    count = len(list(graph.store.triples()))
    for candidate in (*asker.ask(question).candidates, *asker.ask(question).nearest):
        if candidate.query is not None and not candidate.missing:
            graph.query(candidate.query.name, **candidate.values)
    assert count == len(list(graph.store.triples()))


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_no_question_is_too_odd(asker: Asker, question: str) -> None:
    """Any text is either understood or refused with a KgError."""
    try:
        found = asker.ask(question)
    except KgError as error:
        assert "question" in error.message  # noqa: PT017  -- most texts raise nothing
    else:
        assert found.nearest


def test_the_longest_question_is_read(asker: Asker) -> None:
    """A question of the greatest length that is allowed is understood, in Chinese and in English."""
    asker.ask("张江示范区的政策和集成电路" * 38)
    asker.ask("shares of biomedicine " * 22)

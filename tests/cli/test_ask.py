"""`kg ask`."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def test_a_question_is_answered(real: Run) -> None:
    """The table goes to standard output, the query that ran to standard error."""
    done = real("ask", "张江示范区是谁批准的")
    assert 0 == done.returncode
    assert "国务院" in done.stdout
    assert "kg query park_approvals -p park=park:zhangjiang-demonstration-zone" in done.stderr
    assert "谁批准了什么" in done.stderr


def test_what_ran_can_be_run_again(real: Run) -> None:
    """The command that is named gives the same answer."""
    asked = real("ask", "shares equal to one fifth", "-f", "csv")
    line = next(line for line in asked.stderr.splitlines() if line.startswith("ran: kg "))
    again = real(*shlex.split(line.removeprefix("ran: kg ").split("  — ")[0]), "-f", "csv")
    assert asked.stdout
    assert asked.stdout == again.stdout


def test_words_need_no_quotes(real: Run) -> None:
    """The words of a question may stand one by one, options among them."""
    assert "since=2015-01-01" in real("ask", "policies", "issued", "since", "2015", "--dry-run").stderr


def test_the_language_is_the_question_s(real: Run) -> None:
    """Labels and messages follow the question, and --lang where it is given."""
    assert "State Council" in real("ask", "who", "approved", "the", "zone").stdout
    assert "国务院" in real("ask", "谁批准的张江示范区").stdout
    done = real("ask", "谁批准的张江示范区", "--lang", "en")
    assert "State Council" in done.stdout
    assert "ran: " in done.stderr


def test_a_dry_run_runs_nothing(real: Run) -> None:
    """It says what would run."""
    done = real("ask", "--dry-run", "targets for 2035")
    assert (0, "") == (done.returncode, done.stdout)
    assert "would run: kg query targets -p year=2035" in done.stderr


def test_an_explanation(real: Run) -> None:
    """It shows what was understood and the parts of the scores, beside the answer."""
    done = real("ask", "--explain", "2015年以来国务院发布的政策")
    assert 0 == done.returncode
    assert "国务院  → 国务院" in done.stderr
    assert "2015-01-01…" in done.stderr
    assert "covered +0.45" in done.stderr


def test_an_entity_is_shown(real: Run) -> None:
    """A question for an entity is answered as kg show does."""
    done = real("ask", "tell me about Pinduoduo")
    assert real("show", "Pinduoduo", "--lang", "en").stdout == done.stdout
    assert "ran: kg show inst:pinduoduo" in done.stderr
    assert "shown as text" in real("ask", "Pinduoduo", "-f", "csv").stderr


def test_a_close_call_is_offered(real: Run) -> None:
    """Candidates are numbered, each with its command; nothing is run, and that is no failure."""
    done = real("ask", "which sub-parks are not named")
    assert 0 == done.returncode
    assert "1. " in done.stdout
    assert "2. " in done.stdout
    assert "kg query unnamed_members" in done.stdout
    assert "not sure" in done.stderr


@pytest.mark.parametrize(
    ("question", "message"),
    [("上海明天天气怎么样", "答不了"), ("What is the GDP of Beijing?", "no saved query answers this")],
)
def test_what_cannot_be_answered(real: Run, question: str, message: str) -> None:
    """It is said, with the nearest queries, and ends with 1."""
    done = real("ask", question)
    assert (1, "") == (done.returncode, done.stdout)
    assert message in done.stderr
    assert "kg query " in done.stderr


@pytest.mark.parametrize("question", ["", " ", "？？", "\u202e\u200f", "a" * 100_000])
def test_what_is_no_question(real: Run, question: str) -> None:
    """Nothing, punctuation, marks of direction and far too much are misuse, said in one line and a hint."""
    done = real("ask", question)
    assert (2, "") == (done.returncode, done.stdout)
    assert "question" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 300


def test_no_question_at_all(real: Run) -> None:
    """The question is an argument that must be there."""
    assert 2 == real("ask").returncode


def test_a_question_may_hold_anything(real: Run) -> None:
    """Quotes, braces and marks do no harm; a value is quoted where the command is shown."""
    done = real("ask", '哪些句子提到 “x" } ; DROP ALL $(id)”')
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert "'name=x\" } ; DROP ALL $(id)'" in done.stdout + done.stderr


def test_a_project_without_data_for_questions(run: Run, mini: Path) -> None:
    """A graph of one's own can be asked in the words of its summaries."""
    done = run("ask", "--dry-run", "which", "places", cwd=mini)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr

"""The reader of shapes and checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import ParseError
from kg.shapes import SEVERITIES, Check, read_check, read_shapes

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project import Project

HEADER = "#+ problem: {zh: 缺, en: lacking}\n#+ solution: {zh: 补, en: add it}\n#+ severity: warning\n"


def _check(folder: Path, text: str) -> Path:
    path = folder / "missing_label.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_check_is_named_after_its_file(tmp_path: Path) -> None:
    """A check has its defect as name, both texts in both languages, its severity and its whole text."""
    text = f"{HEADER}SELECT ?node ?property ?value {{ }}"
    expected = Check(
        name="missing_label",
        problem={"zh": "缺", "en": "lacking"},
        solution={"zh": "补", "en": "add it"},
        severity="warning",
        text=text,
    )
    assert expected == read_check(_check(tmp_path, text))


def test_shapes_and_checks_are_read(mini_project: Project) -> None:
    """Turtle files give triples, query files checks."""
    shapes = read_shapes(mini_project.shapes)
    assert ["typed_without_quote"] == [check.name for check in shapes.checks]
    assert {"Agent", "Agent-label", "Agent-foundedOn"} == {
        triple.subject.value.split("#")[1] for triple in shapes.triples
    }


def test_checks_come_in_order(mini_project: Project) -> None:
    """Checks are sorted by name, so that reports are the same each time."""
    _check(mini_project.shapes / "checks", HEADER)
    expected = ["missing_label", "typed_without_quote"]
    assert expected == [check.name for check in read_shapes(mini_project.shapes).checks]


def test_a_folder_may_be_empty(tmp_path: Path) -> None:
    """A project without shapes has none."""
    shapes = read_shapes(tmp_path)
    assert (frozenset(), ()) == (shapes.triples, shapes.checks)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_each_severity_is_known(tmp_path: Path, severity: str) -> None:
    """A check may be a violation, a warning or an info."""
    assert severity == read_check(_check(tmp_path, HEADER.replace("warning", severity))).severity


@pytest.mark.parametrize("severity", ["error", "Warning", "1", "[violation]", ""])
def test_an_unknown_severity_is_refused(tmp_path: Path, severity: str) -> None:
    """The hint lists the severities that there are."""
    with pytest.raises(ParseError, match=r"missing_label\.rq: severity is ") as caught:
        read_check(_check(tmp_path, HEADER.replace("warning", severity)))
    assert "one of violation, warning, info" == caught.value.hint


@pytest.mark.parametrize("key", ["problem", "solution", "severity"])
def test_a_missing_key_is_refused(tmp_path: Path, key: str) -> None:
    """A check that does not say what is wrong, what to do, or how grave it is, is refused."""
    text = "".join(line for line in HEADER.splitlines(keepends=True) if not line.startswith(f"#+ {key}"))
    with pytest.raises(ParseError, match=rf"missing_label\.rq: the #\+ header lacks {key}$"):
        read_check(_check(tmp_path, text))


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    """A check has no parameters."""
    with pytest.raises(ParseError, match=r"unknown key .*: params"):
        read_check(_check(tmp_path, f"{HEADER}#+ params: {{}}\n"))


def test_a_message_needs_both_languages(tmp_path: Path) -> None:
    """A text in one language only is refused by its key."""
    with pytest.raises(ParseError, match="solution needs a text in zh and one in en"):
        read_check(_check(tmp_path, HEADER.replace("zh: 补, ", "")))


def test_a_shape_that_is_no_turtle_is_refused(mini_project: Project) -> None:
    """A syntax error is told with file, line and column."""
    (mini_project.shapes / "bad.ttl").write_text("<http://e/a> a", encoding="utf-8")
    with pytest.raises(ParseError, match=r"bad\.ttl:1:\d+: "):
        read_shapes(mini_project.shapes)

"""The reader of shapes and checks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kg.errors import ParseError
from kg.project.shapes import SCOPES, SEVERITIES, Check, read_check, read_shapes

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project.project import Project

HEADER = "#+ problem: {zh: 缺, en: lacking}\n#+ solution: {zh: 补, en: add it}\n#+ severity: warning\n"


def _check(folder: Path, text: str) -> Path:
    path = folder / "missing_label.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_check_is_named_after_its_file(tmp_path: Path) -> None:
    """A check has the name of its file, both texts in both languages, its severity and its query."""
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
    """Turtle files contain triples, query files contain checks."""
    shapes = read_shapes(mini_project.shapes)
    assert ["typed_without_quote"] == [check.name for check in shapes.checks]
    assert {"Agent", "Agent-label", "Agent-foundedOn"} == {
        triple.subject.value.split("#")[1] for triple in shapes.triples
    }


def test_checks_come_in_order(mini_project: Project) -> None:
    """Checks are sorted by name."""
    _check(mini_project.shapes / "checks", HEADER)
    expected = ["missing_label", "typed_without_quote"]
    assert expected == [check.name for check in read_shapes(mini_project.shapes).checks]


def test_a_folder_may_be_empty(tmp_path: Path) -> None:
    """A project without shapes is valid."""
    shapes = read_shapes(tmp_path)
    assert (frozenset(), ()) == (shapes.triples, shapes.checks)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_each_severity_is_known(tmp_path: Path, severity: str) -> None:
    """A check may be a violation, a warning or an info."""
    assert severity == read_check(_check(tmp_path, HEADER.replace("warning", severity))).severity


@pytest.mark.parametrize("severity", ["error", "Warning", "1", "[violation]", ""])
def test_an_unknown_severity_is_refused(tmp_path: Path, severity: str) -> None:
    """The hint lists the severities."""
    with pytest.raises(ParseError, match=r"missing_label\.rq: severity is ") as caught:
        read_check(_check(tmp_path, HEADER.replace("warning", severity)))
    assert "one of violation, warning, info" == caught.value.hint


@pytest.mark.parametrize("key", ["problem", "solution", "severity"])
def test_a_missing_key_is_refused(tmp_path: Path, key: str) -> None:
    """A check needs problem, solution and severity."""
    text = "".join(line for line in HEADER.splitlines(keepends=True) if not line.startswith(f"#+ {key}"))
    with pytest.raises(ParseError, match=rf"missing_label\.rq: the #\+ header lacks {key}$"):
        read_check(_check(tmp_path, text))


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    """A check has no parameters."""
    with pytest.raises(ParseError, match=r"unknown key .*: params"):
        read_check(_check(tmp_path, f"{HEADER}#+ params: {{}}\n"))


def test_a_message_needs_both_languages(tmp_path: Path) -> None:
    """A text in one language only is an error that names the key."""
    with pytest.raises(ParseError, match="solution needs a text in zh and one in en"):
        read_check(_check(tmp_path, HEADER.replace("zh: 补, ", "")))


def test_a_check_is_about_the_data_unless_it_says_otherwise(tmp_path: Path) -> None:
    """Scope, catalogue entries and reasons are optional."""
    check = read_check(_check(tmp_path, HEADER))
    assert ("data", (), {}) == (check.scope, check.covers, check.justified)


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_is_known(tmp_path: Path, scope: str) -> None:
    """A check may be about the data or about the ontology."""
    assert scope == read_check(_check(tmp_path, f"{HEADER}#+ scope: {scope}\n")).scope


def test_an_unknown_scope_is_refused(tmp_path: Path) -> None:
    """The hint lists the scopes."""
    with pytest.raises(ParseError, match=r"missing_label\.rq: scope is 'terms'") as caught:
        read_check(_check(tmp_path, f"{HEADER}#+ scope: terms\n"))
    assert "one of data, ontology" == caught.value.hint


def test_a_check_lists_what_it_decides(tmp_path: Path) -> None:
    """Catalogue entries are returned in their order."""
    check = read_check(_check(tmp_path, f"{HEADER}#+ covers: [OOPS! P08, ROBOT missing_label, OWL 2 RL 4.2]\n"))
    assert ("OOPS! P08", "ROBOT missing_label", "OWL 2 RL 4.2") == check.covers


@pytest.mark.parametrize(
    ("covers", "message"),
    [
        ("OOPS! P08", "covers is 'OOPS! P08', not a list"),
        ("{OOPS! P08: yes}", "covers is .*, not a list"),
        ("[OOPS P08]", "covers has 'OOPS P08', which is not an entry of a known catalogue"),
        ("[OOPS!]", "covers has 'OOPS!', which is not an entry"),
        ("[8]", "covers has 8, which is not an entry"),
        ("[OOPS! P08, OOPS! P08]", "covers has OOPS! P08 twice"),
    ],
)
def test_ill_formed_catalogue_entries_are_refused(tmp_path: Path, covers: str, message: str) -> None:
    """An entry must begin with the name of a known catalogue."""
    with pytest.raises(ParseError, match=rf"missing_label\.rq: {message}") as caught:
        read_check(_check(tmp_path, f"{HEADER}#+ covers: {covers}\n"))
    assert caught.value.hint


def test_accepted_findings_of_a_check(tmp_path: Path) -> None:
    """A reason is given by the finding's text or its beginning, in both languages."""
    check = read_check(
        _check(tmp_path, f'{HEADER}#+ scope: ontology\n#+ justified: {{"zj:Park": {{zh: 留, en: keep}}}}\n')
    )
    assert {"zj:Park": {"zh": "留", "en": "keep"}} == check.justified


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (HEADER.replace("warning", "violation") + "#+ scope: ontology\n", "not for a violation of scope ontology"),
        (HEADER, "not for a warning of scope data"),
    ],
)
def test_what_must_be_mended_is_not_justified(tmp_path: Path, header: str, message: str) -> None:
    """Violations and findings in the data cannot be accepted."""
    with pytest.raises(ParseError, match=message):
        read_check(_check(tmp_path, f'{header}#+ justified: {{"zj:Park": {{zh: 留, en: keep}}}}\n'))


@pytest.mark.parametrize(
    ("justified", "message"),
    [("[zj:Park]", r"justified is \['zj:Park'\]"), ('{"zj:Park": keep}', "justified: zj:Park needs a text in zh")],
)
def test_an_ill_formed_reason_is_refused(tmp_path: Path, justified: str, message: str) -> None:
    """A reason must have a finding and both languages."""
    with pytest.raises(ParseError, match=message):
        read_check(_check(tmp_path, f"{HEADER}#+ scope: ontology\n#+ justified: {justified}\n"))


@pytest.mark.parametrize(("catalogue", "rows"), [("OOPS!", 41), ("FOOPS!", 24)])
def test_the_catalogues_list_the_checks(root: Path, catalogue: str, rows: int) -> None:
    """docs/ontology.md lists for each entry the checks that cover it, or the reason why there is none."""
    page = (root / "docs" / "ontology.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {catalogue} ")[1].split("\n## ")[0]
    cells = {
        cells[0]: cells[2] for cells in re.findall(r"^\| ([A-Z]\S*\d\S*) \| (.+?) \| (.+) \|$", section, re.MULTILINE)
    }
    decided: dict[str, set[str]] = {entry: set() for entry in cells}
    for check in read_shapes(root / "shapes").checks:
        for entry in check.covers:
            if entry.startswith(f"{catalogue} "):
                decided[entry.removeprefix(f"{catalogue} ")].add(check.name)
    linked = {entry: set(re.findall(r"checks/(\w+)\.rq", cell)) for entry, cell in cells.items()}
    reasoned = {entry for entry, cell in cells.items() if cell.startswith("not by machine, offline: ")}
    assert rows == len(cells)
    assert decided == linked
    assert reasoned == {entry for entry, checks in decided.items() if not checks}


def test_invalid_turtle_is_refused(mini_project: Project) -> None:
    """A syntax error has file, line and column."""
    (mini_project.shapes / "bad.ttl").write_text("<http://e/a> a", encoding="utf-8")
    with pytest.raises(ParseError, match=r"bad\.ttl:1:\d+: "):
        read_shapes(mini_project.shapes)

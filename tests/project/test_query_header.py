"""The `#+` header of query files: YAML in comments, with known keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.errors import ParseError
from kg.project.query_header import bilingual, read_header

PATH = Path("queries/x.rq")
HEADER = "#+ summary: {zh: 甲, en: a}\n#+ tags: [one, two]\n"


def _read(text: str) -> dict[str, Any]:
    return read_header(PATH, text, required=frozenset({"summary", "tags"}), optional=frozenset({"params"}))


def test_a_header_is_a_mapping() -> None:
    """Keys and values are those of the YAML; other lines are ignored."""
    expected = {"summary": {"zh": "甲", "en": "a"}, "tags": ["one", "two"], "params": {"x": {"class": "zj:Park"}}}
    text = f"{HEADER}#+ params:\n#+   x: {{class: zj:Park}}\n# a comment: of SPARQL\nSELECT * {{ }} #+ no: header"
    assert expected == _read(text)


@pytest.mark.parametrize("newline", ["\r\n", "\n"], ids=["windows", "unix"])
def test_line_ends_do_not_matter(newline: str) -> None:
    """Line ends and a byte order mark do not change the header."""
    assert ["one", "two"] == _read(HEADER.replace("\n", newline))["tags"]


@pytest.mark.parametrize("text", ["", "SELECT * {}", "# summary: x", "#+ just words", "#+ [a, list]"])
def test_a_file_without_header_is_refused(text: str) -> None:
    """A file without a mapping is an error, and the hint lists the keys of a header."""
    with pytest.raises(ParseError, match=r"^queries/x\.rq: no #\+ header$") as caught:
        _read(text)
    assert "a header has summary, tags" == caught.value.hint


def test_missing_keys_are_named() -> None:
    """The error names all missing keys."""
    with pytest.raises(ParseError, match=r"^queries/x\.rq: the #\+ header lacks summary, tags$"):
        _read("#+ params: {}")


def test_an_unknown_key_is_refused() -> None:
    """The error names an unknown key, and the hint lists the known ones."""
    with pytest.raises(ParseError, match=r"unknown key in the #\+ header: sumary, tag$") as caught:
        _read(f"{HEADER}#+ tag: x\n#+ sumary: y")
    assert "known: params, summary, tags" == caught.value.hint


def test_unknown_keys_of_several_types_are_refused() -> None:
    """An unknown key of any type is an error: YAML reads 1 as a number."""
    with pytest.raises(ParseError, match="unknown key"):
        _read(f"{HEADER}#+ 1: x\n#+ tag: y")


@pytest.mark.parametrize(
    "text", ["#+ summary: x: y", "#+ summary: [a", "#+ summary: 'a", "#+ a: *b", "#+ a: !!python/name:os.system"]
)
def test_invalid_yaml_is_refused(text: str) -> None:
    """Invalid YAML, or a tag for a Python object, is an error with its line."""
    with pytest.raises(ParseError, match=r"^queries/x\.rq:\d+: the #\+ header is not YAML: "):
        _read(text)


@pytest.mark.parametrize(
    ("text", "line"), [("#+ a: b: c", 1), ("#+ a: b\n#+ c: d: e", 2), ("# a comment\n\n#+ a: b\n#+ c: d: e", 4)]
)
def test_the_line_is_that_of_the_file(text: str, line: int) -> None:
    """The line in the message is that of the file, also if other lines are above the header."""
    with pytest.raises(ParseError, match=rf"^queries/x\.rq:{line}: "):
        _read(text)


def test_a_text_in_two_languages() -> None:
    """A value with a text in zh and one in en is returned as it is."""
    assert {"zh": "甲", "en": "a"} == bilingual(PATH, "summary", {"zh": "甲", "en": "a"})


@pytest.mark.parametrize(
    "value",
    [None, "a", {}, {"en": "a"}, {"zh": "甲", "en": None}, {"zh": "甲", "en": 1}, {"zh": "甲", "en": "a", "fr": "b"}],
    ids=str,
)
def test_a_missing_language_is_refused(value: object) -> None:
    """A text must be in both languages, and only in these; the error names the key."""
    with pytest.raises(ParseError, match=r"^queries/x\.rq: summary needs a text in zh and one in en$") as caught:
        bilingual(PATH, "summary", value)
    assert "summary: {zh: …, en: …}" == caught.value.hint


KEYS = {"required": frozenset({"summary", "tags"}), "optional": frozenset({"params"})}


def test_a_known_header_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A header in the cache is not parsed again; another text is parsed."""
    cache = tmp_path / "headers.json"
    first = read_header(PATH, HEADER, cache=cache, **KEYS)
    monkeypatch.setattr("kg.project.query_header._parse", lambda *_: pytest.fail("parsed again"))
    assert first == read_header(PATH, HEADER + "SELECT * {}", cache=cache, **KEYS)
    monkeypatch.setattr("kg.project.query_header._parse", lambda *_: {"summary": 1, "tags": 2})
    assert {"summary": 1, "tags": 2} == read_header(PATH, HEADER + "#+ more: x", cache=cache, **KEYS)


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"{", b'{"x": 1}', b"[" * 100_000])
def test_a_damaged_cache_is_replaced(tmp_path: Path, content: bytes) -> None:
    """A cache that cannot be read is replaced."""
    path = tmp_path / "headers.json"
    path.write_bytes(content)
    assert ["one", "two"] == read_header(PATH, HEADER, cache=path, **KEYS)["tags"]


@pytest.mark.parametrize("tags", ["[2015-05-01]", "{1: x}"])
def test_what_json_cannot_hold_is_not_kept(tmp_path: Path, tags: str) -> None:
    """A header with a date, or a number as a key, is not cached, and has the same value each time."""
    path = tmp_path / "headers.json"
    text = f"#+ summary: x\n#+ tags: {tags}\n"
    once, twice = (read_header(PATH, text, cache=path, **KEYS) for _ in range(2))
    assert once == twice == read_header(PATH, text, **KEYS)
    assert not path.exists()


def test_where_no_cache_can_be_written(tmp_path: Path) -> None:
    """If the cache cannot be written, the header is returned all the same."""
    cache = tmp_path / "none" / "headers.json"
    assert ["one", "two"] == read_header(PATH, HEADER, cache=cache, **KEYS)["tags"]

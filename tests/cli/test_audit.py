"""`kg audit`: the real graph against the real document, and what is wrong with other files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli.audit import command
from kg.errors import KgError

ROOT = Path(__file__).parent.parent.parent


def _audit(*args: str | Path) -> Result:
    return CliRunner().invoke(command, [str(arg) for arg in args], catch_exceptions=False)


def _copy(folder: Path) -> Path:
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.mark.parametrize(("lang", "said"), [("en", "the graph agrees"), ("zh", "成立")])
def test_the_graph_holds(shared: Path, lang: str, said: str) -> None:
    """The real graph holds against its document, and the command says so with 0."""
    done = _audit(shared / "document.txt", "--lang", lang, "--project", ROOT)
    assert 0 == done.exit_code
    assert said in done.stdout.splitlines()[-1]


def test_json_tells_each_numeral(shared: Path) -> None:
    """As JSON the report lists what became of every numeral, and the figures that do not agree."""
    report = json.loads(_audit(shared / "document.txt", "-f", "json", "--project", ROOT).stdout)
    numerals = next(each for each in report["sections"] if each["name"] == "numerals")
    assert (True, True) == (report["holds"], report["document"]["isTheOneAnnotated"])
    assert numerals["total"] == len(numerals["marks"]) == numerals["good"]
    assert {"figure", "none"} == {mark["state"] for mark in numerals["marks"]}
    assert all(tension["noted"] for tension in report["tensions"])


def test_markdown_is_a_table(shared: Path) -> None:
    """As Markdown the sections are a table."""
    done = _audit(shared / "document.txt", "-f", "md", "--lang", "en", "--project", ROOT)
    assert "| passages | 74/74 |" in done.stdout


def test_moved_passages_are_reanchored(shared: Path, tmp_path: Path) -> None:
    """A line put before the text moves all passages: that is a fault, until --write corrects the offsets."""
    project = _copy(tmp_path / "project")
    text = tmp_path / "later.txt"
    text.write_bytes(b"\n" + (shared / "document.txt").read_bytes())
    assert 1 == _audit(text, "--project", project).exit_code
    assert 0 == _audit(text, "--write", "--project", project).exit_code
    assert 0 == _audit(text, "--project", project).exit_code


def test_another_document_is_told_and_nothing_written(tmp_path: Path) -> None:
    """Another document shares no passages; it is told with 1, and --write writes nothing."""
    project = _copy(tmp_path / "project")
    before = (project / "data" / "document.ttl").read_bytes()
    other = tmp_path / "other.txt"
    other.write_text("另一份文件，讲别的事。\n", encoding="utf-8")
    done = _audit(other, "--write", "--lang", "en", "--project", project)
    assert 1 == done.exit_code
    assert "another document: it shares 0 of 74 passages with the annotated one" in done.stdout
    assert before == (project / "data" / "document.ttl").read_bytes()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_another_encoding_is_read_and_told(shared: Path, tmp_path: Path, encoding: str) -> None:
    """The document in another encoding holds as well, and its encoding is told."""
    text = (shared / "document.txt").read_bytes().decode()
    path = tmp_path / "document.txt"
    path.write_bytes(text.encode(encoding))
    done = _audit(path, "--project", ROOT)
    assert 0 == done.exit_code
    assert "was read as such" in done.stderr


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "is empty"), (b"\x89PNG\r\n\x1a\n\0\0", "looks like a PNG picture")]
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """An empty or binary file is refused with the reason."""
    path = tmp_path / "document"
    path.write_bytes(content)
    with pytest.raises(KgError) as caught:
        _audit(path, "--project", ROOT)
    assert said in caught.value.message
    assert caught.value.hint


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """A file of 100 MB is refused by its size."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(KgError, match="too big for a document"):
        _audit(path, "--project", ROOT)


def test_the_page_is_written(shared: Path, tmp_path: Path) -> None:
    """--html writes the document with its facts beside it, and the report is printed as ever."""
    page = tmp_path / "page.html"
    done = _audit(shared / "document.txt", "--html", page, "--lang", "en", "--project", ROOT)
    assert 0 == done.exit_code
    assert "the graph agrees" in done.stdout
    html = page.read_text(encoding="utf-8")
    assert html.count('class="row') == len((ROOT / "data" / "document.ttl").read_text().split(" a zj:Passage")) - 1


def test_no_page_of_another_document(tmp_path: Path) -> None:
    """Facts are not shown beside a document that they are not about."""
    other, page = tmp_path / "other.txt", tmp_path / "page.html"
    other.write_text("另一份文件，讲别的事。\n", encoding="utf-8")
    done = _audit(other, "--html", page, "--lang", "en", "--project", ROOT)
    assert 1 == done.exit_code
    assert "was not written: the facts are not about this document" in done.stderr
    assert not page.exists()


def test_the_page_does_not_replace_the_document(shared: Path, tmp_path: Path) -> None:
    """The document's own path is refused for the page."""
    path = tmp_path / "document.txt"
    path.write_bytes((shared / "document.txt").read_bytes())
    with pytest.raises(KgError, match="the document itself"):
        _audit(path, "--html", path, "--project", ROOT)
    assert (shared / "document.txt").read_bytes() == path.read_bytes()

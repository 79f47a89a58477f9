"""Rewriting of offsets: only the offsets change in the file that states the passages."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.audit.anchors import anchor
from kg.audit.rewrite import rewrite_offsets
from kg.errors import KgError
from kg.project import Document, document_digest, quoted_words, read_passages
from kg.rdf import ID

if TYPE_CHECKING:
    from kg.audit.anchors import Anchoring

TEXT = "关于施工的通知\n道路于三月施工。竣工后开放。\n镇政府\n"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# each passage laid out in another way that Turtle allows
TURTLE = f"""\ufeff# passage:a zj:startOffset 0 is stated below
@prefix zj: <https://w3id.org/zjkg/ontology#> . PREFIX passage: <https://w3id.org/zjkg/id/passage/>
@prefix : <https://w3id.org/zjkg/id/section/>.
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/zjkg/id/document/d> zj:sha256 "{_digest(TEXT)}" ; zj:asWritten \"\"\"not "zj:startOffset 0 .\"\"\" .

passage:a a zj:Passage; zj:passageOf <https://w3id.org/zjkg/id/document/d>; zj:passageId 'a'; zj:passageKind "x" ;
  zj:inSection :s ; zj:order 1 ; zj:paragraphNumber 1 ; zj:startOffset 0; zj:endOffset 7   ;  # the heading; 7 long
  zj:sha256 "{_digest(TEXT[:7])}".
<https://w3id.org/zjkg/id/passage/b> a zj:Passage ; zj:passageOf <https://w3id.org/zjkg/id/document/d> ;
\tzj:order 2 ; zj:passageId "b" ; zj:passageKind "x" ; zj:inSection :s ; zj:paragraphNumber 8 ;
\tzj:endOffset "16"^^xsd:integer ; <https://w3id.org/zjkg/ontology#startOffset> "8"^^xsd:integer ; zj:sha256
"{_digest(TEXT[8:16])}" . passage:c a zj:Passage ; zj:passageOf <https://w3id.org/zjkg/id/document/d> ;\r
  zj:order 3 ; zj:passageId "c" ; zj:passageKind "x" ; zj:inSection :s ; zj:paragraphNumber 2 ;\r
  zj:startOffset 16 ; zj:endOffset 22 ; zj:sha256 "{_digest(TEXT[16:22])}" .\r
passage:d a zj:Passage ; zj:passageOf <https://w3id.org/zjkg/id/document/d> ; zj:passageId "d" ; zj:passageKind "x" ;
zj:inSection :s;zj:order 4;zj:paragraphNumber 3;zj:startOffset 23;zj:endOffset 26;zj:sha256 "{_digest(TEXT[23:26])}".
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file that states the four passages."""
    path = tmp_path / "document.ttl"
    path.write_bytes(TURTLE.encode())
    return path


def _quads(path: Path) -> set[Quad]:
    return set(parse(path.read_bytes().removeprefix(b"\xef\xbb\xbf"), RdfFormat.TURTLE))


def _anchored(path: Path, text: str) -> Anchoring:
    quads = _quads(path)
    document = Document(Path("notice.txt"), text, _digest(text), "UTF-8")
    return anchor(document, read_passages(quads), document_digest(quads), quoted_words(quads))


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode().split("\n")


def test_what_moved_gets_its_offsets(path: Path) -> None:
    """Every offset and the digest change in place; layout, comments and line ends stay."""
    text = TEXT.replace("\n", "\n\n").replace("道路", "\t道路")
    assert 3 == rewrite_offsets(path, _anchored(path, text))
    after = _anchored(path, text)
    assert (True, 4) == (after.whole, len(after.of_state("same")))
    changed = [(old, new) for old, new in zip(TURTLE.split("\n"), _lines(path), strict=True) if old != new]
    assert 4 == len(changed)
    assert '"18"^^xsd:integer ; <https://w3id.org/zjkg/ontology#startOffset> "10"^^xsd:integer' in changed[1][1]
    assert "zj:startOffset 18 ; zj:endOffset 24 ;" in changed[2][1]
    assert changed[2][1].endswith("\r")


def test_a_changed_passage_keeps_what_is_stated(path: Path) -> None:
    """Only the offsets of moved passages are written; a changed passage and the document's digest stay."""
    before = _quads(path)
    assert 2 == rewrite_offsets(path, _anchored(path, TEXT.replace("三月", "十二月")))
    gone, new = before - _quads(path), _quads(path) - before
    assert {("c", "16", "17"), ("c", "22", "23"), ("d", "23", "24"), ("d", "26", "27")} == {
        (_local(one.subject), one.object.value, other.object.value)
        for one in gone
        for other in new
        if (one.subject, one.predicate) == (other.subject, other.predicate)
    }


def _local(node: object) -> str:
    assert isinstance(node, NamedNode)
    return node.value.rsplit("/", 1)[-1]


def test_uncovered_text_keeps_the_digest(path: Path) -> None:
    """If the document has uncovered text, its digest stays, so that the difference is still reported."""
    assert 4 == rewrite_offsets(path, _anchored(path, "新增。" + TEXT))
    after = _anchored(path, "新增。" + TEXT)
    assert (4, False) == (len(after.of_state("same")), after.whole)


def test_only_white_space_after_the_end(path: Path) -> None:
    """If only the document's digest differs, only the digest changes."""
    assert 0 == rewrite_offsets(path, _anchored(path, TEXT + "\n"))
    assert _anchored(path, TEXT + "\n").whole
    assert 1 == sum(old != new for old, new in zip(TURTLE.split("\n"), _lines(path), strict=True))


@pytest.mark.parametrize("text", [TEXT, "别的文件。\n" * 9])
def test_nothing_to_write(path: Path, text: str) -> None:
    """For the same document, and for another one, the file is not written."""
    before = path.stat().st_mtime_ns
    assert 0 == rewrite_offsets(path, _anchored(path, text))
    assert (before, TURTLE) == (path.stat().st_mtime_ns, path.read_bytes().decode())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("zj:startOffset 16", "zj:startOffset 17", "does not state passage:c zj:startOffset 16"),
        ("zj:startOffset 16 ;", "", "does not state passage:c zj:startOffset 16"),
        ("zj:startOffset 16", "zj:startOffset +16", "does not state passage:c zj:startOffset 16"),
        ("zj:order 3", "zj:order [] ", "cannot be changed without changing more"),
        ("passage:c a", "passage:c a ; a", "document.ttl:"),
    ],
)
def test_a_file_that_states_otherwise_stays(path: Path, old: str, new: str, message: str) -> None:
    """A file without the compared statements, or with invalid Turtle, is an error and stays unchanged."""
    anchoring = _anchored(path, "\n" + TEXT)
    path.write_bytes(TURTLE.replace(old, new).encode())
    with pytest.raises(KgError) as caught:
        rewrite_offsets(path, anchoring)
    assert message in caught.value.message
    assert caught.value.hint
    assert TURTLE.replace(old, new) == path.read_bytes().decode()
    assert ["document.ttl"] == [each.name for each in path.parent.iterdir()]


def test_a_file_that_is_not_there(path: Path) -> None:
    """A missing file is an error that names it."""
    with pytest.raises(KgError, match="No such file"):
        rewrite_offsets(path.with_name("none.ttl"), _anchored(path, "\n" + TEXT))


def test_a_disk_that_is_full(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the new file cannot be written, the old one stays and no other file is left."""
    anchoring = _anchored(path, "\n" + TEXT)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(KgError, match="cannot be written: No space left"):
        rewrite_offsets(path, anchoring)
    assert TURTLE == path.read_bytes().decode()
    assert ["document.ttl"] == [each.name for each in path.parent.iterdir()]


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    """The target of a link is rewritten, and keeps its permissions."""
    path.chmod(0o640)
    link = tmp_path / "link.ttl"
    link.symlink_to(path)
    assert 4 == rewrite_offsets(link, _anchored(path, "\n" + TEXT))
    assert (True, 0o640) == (link.is_symlink(), path.stat().st_mode & 0o777)


def test_the_real_file(root: Path, shared: Path, tmp_path: Path) -> None:
    """In the project's file, the offsets of all 74 passages and the digest change on their lines."""
    path = tmp_path / "document.ttl"
    path.write_bytes((root / "data" / "document.ttl").read_bytes())
    assert f"{ID}passage/p01s1" in {str(quad.subject).strip("<>") for quad in _quads(path)}
    text = "\n" + (shared / "document.txt").read_bytes().decode()
    before = _lines(path)
    assert 74 == rewrite_offsets(path, _anchored(path, text))
    assert 75 == sum(old != new for old, new in zip(before, _lines(path), strict=True))
    assert _anchored(path, text).whole

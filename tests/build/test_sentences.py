"""Texts: the sentences attached beside a store, by digest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import kg
from kg.build.attachment import OtherDocumentError, attach, drop_sentences, locate_passages
from kg.build.sentences import read_sentences
from kg.errors import EXIT_NEGATIVE, KgError, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project import Project

FIRST, SECOND = "张江在上海。", "管理委员会设在张江，办公室设在上海。"


def _file(project: Project) -> Path:
    return project.store / "texts.json"


def test_texts_are_kept_by_digest(mini_project: Project, annotated: Path) -> None:
    """What is attached is read again: each passage's text by its SHA-256; nothing else lies in the folder."""
    assert {} == read_sentences(mini_project.store)
    assert attach(mini_project, annotated).whole
    assert [FIRST, SECOND] == sorted(read_sentences(mini_project.store).values(), key=len)
    assert ["texts.json"] == [path.name for path in mini_project.store.iterdir()]
    assert (True, False) == (drop_sentences(mini_project.store), drop_sentences(mini_project.store))
    assert {} == read_sentences(mini_project.store)


def test_equal_documents_are_kept_as_equal_bytes(mini_project: Project, annotated: Path) -> None:
    """What is kept depends on the texts alone, not on the file's name, encoding or line ends."""
    attach(mini_project, annotated)
    before = _file(mini_project).read_bytes()
    other = annotated.with_name("other.txt")
    other.write_bytes(annotated.read_bytes().decode().replace("\n", "\r\n\r\n").encode("gb18030"))
    attach(mini_project, other)
    assert before == _file(mini_project).read_bytes()


def test_a_changed_passage_has_no_text(mini_project: Project, annotated: Path) -> None:
    """Only what stands in the document word for word is kept, even where more was kept before."""
    attach(mini_project, annotated)
    annotated.write_text(annotated.read_text(encoding="utf-8").replace("办公室", "办事处"), encoding="utf-8")
    found = attach(mini_project, annotated)
    assert ["p01s2"] == [each.passage.name for each in found.of_state("changed")]
    assert [FIRST] == list(read_sentences(mini_project.store).values())


def test_another_document_is_refused(mini_project: Project, annotated: Path) -> None:
    """Of another document nothing is kept, and what was kept before stays."""
    attach(mini_project, annotated)
    other = annotated.with_name("other.txt")
    other.write_text("别的文件。\n", encoding="utf-8")
    with pytest.raises(OtherDocumentError) as caught:
        attach(mini_project, other)
    said = f"{other}: another document: it shares 0 of 2 passages with the annotated one; nothing was attached"
    assert (said, EXIT_NEGATIVE) == (caught.value.message, caught.value.exit_code)
    assert 2 == len(read_sentences(mini_project.store))


def test_passages_are_needed(mini_project: Project, annotated: Path) -> None:
    """Data without passages, or with passages stated in part, is an error, not a document without texts."""
    file = mini_project.data / "document.ttl"
    partly = "\n".join(line for line in file.read_text(encoding="utf-8").splitlines() if "passageKind" not in line)
    for wrong, said in (("", "data has no passages"), (partly, "has no zj:passageKind")):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(KgError, match=said):
            locate_passages(mini_project, annotated)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"text"', b"\xff\xfe", b"{}", b"[" * 100_000, b'{"a": 1}'])
def test_a_damaged_file_is_no_texts(tmp_path: Path, content: bytes) -> None:
    """A file that is not what was written holds no texts; it breaks nothing."""
    (tmp_path / "texts.json").write_bytes(content)
    assert {} == read_sentences(tmp_path)


def test_a_text_that_is_not_of_its_digest_is_left_out(mini_project: Project, annotated: Path) -> None:
    """A text that was altered in the file is not shown as the passage's."""
    attach(mini_project, annotated)
    kept = json.loads(_file(mini_project).read_text(encoding="utf-8"))
    altered = {digest: text.replace("办公室", "办事处") for digest, text in kept.items()} | {"0": "\ud800"}
    _file(mini_project).write_text(json.dumps(altered), encoding="utf-8")
    assert [FIRST] == list(read_sentences(mini_project.store).values())


def test_a_folder_that_cannot_be_written(mini_project: Project, annotated: Path) -> None:
    """A store that is a file is an error that names it."""
    mini_project.store.parent.mkdir()
    mini_project.store.write_text("", encoding="utf-8")
    with pytest.raises(KgError, match="the sentences cannot be written"):
        attach(mini_project, annotated)
    with pytest.raises(KgError, match="cannot be removed"):
        drop_sentences(mini_project.store)


def test_a_graph_gives_the_text(mini: Path, mini_project: Project, annotated: Path) -> None:
    """A passage's text is asked for by id, CURIE or IRI; without a document it is None; an unknown one is an error."""
    assert kg.open(mini).sentence("p01s1") is None
    attach(mini_project, annotated)
    graph = kg.open(mini)
    names = ("p01s1", "passage:p01s1", "https://w3id.org/zjkg/id/passage/p01s1")
    assert {FIRST} == {graph.sentence(name) for name in names}
    for unknown in ("p01s9", "place:zhangjiang", "第1段 第1句", ""):
        with pytest.raises(UnknownNameError, match="unknown passage"):
            graph.sentence(unknown)


def test_the_passages_that_are_cited(mini: Path, mini_project: Project, annotated: Path) -> None:
    """The passages that an entity's facts cite come once each, in reading order; a passage cites itself."""
    attach(mini_project, annotated)
    graph = kg.open(mini)
    expected = {"p01s1": FIRST, "p01s2": SECOND}
    assert expected == graph.sentences(graph.show("place:zhangjiang").cited)
    assert list(expected) == list(graph.sentences(graph.show("place:zhangjiang").cited))
    assert {"p01s2": SECOND} == graph.sentences(graph.show("passage:p01s2").cited)


def test_texts_outlive_a_build(mini: Path, mini_project: Project, annotated: Path) -> None:
    """After an input changed and the graph was built anew, the texts are still there; a changed digest has none."""
    attach(mini_project, annotated)
    before = kg.open(mini)
    document = mini / "data" / "document.ttl"
    stated = document.read_text(encoding="utf-8")
    second = next(each for each in before.texts if before.texts[each] == SECOND)
    document.write_text(stated.replace(second, "0" * 64), encoding="utf-8")
    after = kg.open(mini)
    assert before.manifest.generation != after.manifest.generation
    assert (FIRST, None) == (after.sentence("p01s1"), after.sentence("p01s2"))
    assert (1, 2) == (after.info().attached, after.info().info.passages)


def test_no_export_holds_a_text(mini: Path, mini_project: Project, annotated: Path) -> None:
    """Exports and fingerprints are the same with and without texts."""
    before = kg.open(mini).export(format="nquads")
    fingerprint = mini_project.fingerprint()
    attach(mini_project, annotated)
    assert (before, fingerprint) == (kg.open(mini).export(format="nquads"), mini_project.fingerprint())
    assert FIRST.encode() not in before

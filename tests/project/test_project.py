"""Projects: how they are found, and the fingerprint of their inputs."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from kg.errors import KgError
from kg.project.project import Project, find_project

if TYPE_CHECKING:
    from pathlib import Path


def test_a_named_folder_is_the_project(mini: Path) -> None:
    """The content folders of a project are in its root; its store is in build/."""
    project = find_project(mini)
    folders = [project.ontology, project.data, project.shapes, project.queries, project.store]
    names = ("ontology", "data", "shapes", "queries", "build/store")
    assert [mini / name for name in names] == folders


def test_a_folder_that_is_not_a_project_is_refused(mini: Path) -> None:
    """The message names the folder and what is missing; the hint lists the folders of a project."""
    shutil.rmtree(mini / "shapes")
    shutil.rmtree(mini / "queries")
    with pytest.raises(KgError, match=f"^{mini} is not a project: it has no shapes/, queries/$") as caught:
        find_project(mini)
    assert "name a folder that has ontology/, data/, shapes/, queries/" == caught.value.hint


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    """A folder that does not exist is not a project."""
    with pytest.raises(KgError, match="is not a project"):
        find_project(tmp_path / "nowhere")


def test_a_named_folder_is_not_searched_upwards(mini: Path) -> None:
    """A named folder is used as it is, even if one of its parents is a project."""
    with pytest.raises(KgError, match="is not a project"):
        find_project(mini / "data")


def test_the_nearest_project_upwards_is_found(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a subfolder of a project, its root is found."""
    monkeypatch.chdir(mini / "data" / "facts")
    assert mini == find_project().root


def test_elsewhere_the_shipped_project_is_found(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of a project, the graph of the package is opened."""
    monkeypatch.chdir(tmp_path)
    assert root == find_project().root


def test_an_installation_without_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a packaged graph, the hint says how to name a project."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kg.project.project._PACKAGED", tmp_path / "nothing")
    monkeypatch.setattr("kg.project.project.__file__", str(tmp_path / "kg" / "project" / "project.py"))
    with pytest.raises(KgError, match=r"^no project here") as caught:
        find_project()
    assert "name one with --project DIR" == caught.value.hint


def test_a_named_store_is_used(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path of a store is relative to the current folder."""
    monkeypatch.chdir(mini.parent)
    assert mini.parent / "elsewhere" == find_project(mini, mini.parent.relative_to(mini.parent) / "elsewhere").store


def test_a_project_that_cannot_be_written_has_its_store_in_the_cache(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store of a read-only project is in the user's cache; two such projects have two stores."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / "cache" / name)
    other = shutil.copytree(mini, tmp_path / "other")
    stores = [find_project(mini).store, find_project(other).store]
    assert [tmp_path / "cache" / "zjkg"] * 2 == [store.parent for store in stores]
    assert stores[0] != stores[1]


def test_inputs_are_what_a_build_reads(mini_project: Project) -> None:
    """Ontology, data, shapes and checks are inputs, in a fixed order; queries and notes are not."""
    (mini_project.data / "README.md").write_text("a note", encoding="utf-8")
    expected = [
        "data/background/01.trig",
        "data/document.ttl",
        "data/facts/01.trig",
        "ontology/mini.ttl",
        "shapes/checks/typed_without_quote.rq",
        "shapes/mini.ttl",
    ]
    assert expected == [mini_project.relative(path) for path in mini_project.inputs()]


def test_equal_projects_have_equal_fingerprints(mini_project: Project, tmp_path: Path) -> None:
    """A copy in another folder, with another store and other times, has the same fingerprint."""
    copied = shutil.copytree(mini_project.root, tmp_path / "copy", copy_function=shutil.copyfile)
    assert mini_project.fingerprint() == find_project(copied, tmp_path / "store").fingerprint()


@pytest.mark.parametrize("name", ["ontology/mini.ttl", "data/facts/01.trig", "shapes/checks/typed_without_quote.rq"])
def test_a_changed_input_changes_the_fingerprint(mini_project: Project, name: str) -> None:
    """One more byte in an input changes the fingerprint."""
    before = mini_project.fingerprint()
    with (mini_project.root / name).open("ab") as file:
        file.write(b"\n")
    assert before != mini_project.fingerprint()


def test_a_renamed_input_changes_the_fingerprint(mini_project: Project) -> None:
    """The names of files are in messages, so they change the fingerprint."""
    before = mini_project.fingerprint()
    (mini_project.data / "facts" / "01.trig").rename(mini_project.data / "facts" / "02.trig")
    assert before != mini_project.fingerprint()


def test_a_changed_query_does_not_change_the_fingerprint(mini_project: Project) -> None:
    """Queries are not built, so they do not change the fingerprint."""
    before = mini_project.fingerprint()
    (mini_project.queries / "places" / "places.rq").write_text("", encoding="utf-8")
    assert before == mini_project.fingerprint()


def test_paths_are_relative_to_the_root(mini_project: Project, tmp_path: Path) -> None:
    """A path in the project is shown relative to its root, another path in full."""
    inside, outside = mini_project.data / ".." / "data" / "document.ttl", tmp_path / "own.ttl"
    assert ("data/document.ttl", str(outside)) == (mini_project.relative(inside), mini_project.relative(outside))

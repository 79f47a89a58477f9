"""Files written whole: the new content stands there at once, or the old stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import KgError
from kg.runtime.atomic_files import atomic_write, pending_path

if TYPE_CHECKING:
    from pathlib import Path


def test_the_new_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """Until the end the old content stands; then the new, and nothing beside it."""
    path = tmp_path / "表.csv"
    path.write_text("before")
    with atomic_write(path) as file:
        file.write(b"after")
        file.flush()
        assert "before" == path.read_text()
        assert b"after" == pending_path(path).read_bytes()
    assert "after" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_an_error_leaves_the_old(tmp_path: Path, error: type[BaseException]) -> None:
    """Whatever ends the writing, the old content stays, and nothing is left beside it."""
    path = tmp_path / "x"
    path.write_text("before")
    with pytest.raises(error), atomic_write(path) as file:
        raise error(file.name)
    assert [("x", "before")] == [(each.name, each.read_text()) for each in tmp_path.iterdir()]


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """An error of the system names the file and the remedy."""
    path = tmp_path / "x"
    with pytest.raises(KgError, match="cannot be written: No space left on device") as caught, atomic_write(path):
        raise OSError(28, "No space left on device")
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert [] == list(tmp_path.iterdir())


def test_a_link_stays_one(tmp_path: Path) -> None:
    """Where the path is a link, the file that it leads to is written."""
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with atomic_write(tmp_path / "link") as file:
        file.write(b"x")
    assert (tmp_path / "link").is_symlink()
    assert "x" == (tmp_path / "file").read_text()


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "is a folder"), ("none/x", "No such file"), ("file/x", "Not a directory"), ("x" * 300, "long")],
)
def test_a_path_that_cannot_be(tmp_path: Path, name: str, said: str) -> None:
    """A path where no file can be is told with the reason."""
    (tmp_path / "file").touch()
    with pytest.raises(KgError, match=said), atomic_write(tmp_path / name):
        pytest.fail("there is nothing to write to")

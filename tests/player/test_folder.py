"""The files of a folder, as far as anybody would look."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tracker.player import folder
from tracker.player.folder import Contents, NoFolder


def files(directory: Path, *paths: str) -> str:
    """A folder with those files in it."""
    for path in paths:
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).touch()
    return str(directory)


def test_files_stand_before_folders_by_name(tmp_path: Path) -> None:
    """What lies in a folder comes before what lies below it; what is hidden does not count."""
    here = files(tmp_path, "b/2", "b/1", "c", "a/1", "d", ".hidden", ".git/1")
    assert folder.look(here) == Contents(("c", "d", "a/1", "b/1", "b/2"), is_all=True)


def test_four_folders_down(tmp_path: Path) -> None:
    """Nobody keeps films any deeper."""
    here = files(tmp_path, "1/2/3/4/film", "1/2/3/4/5/film")
    assert folder.look(here).paths == ("1/2/3/4/film",)


@pytest.mark.parametrize(("more", "is_all"), [(0, True), (1, False)])
def test_five_thousand_files(tmp_path: Path, more: int, is_all: bool) -> None:  # noqa: FBT001  # of the table
    """So many are looked at, and it is said whether there were more."""
    found = folder.look(files(tmp_path, *map(str, range(5_000 + more))))
    assert (len(found.paths), found.is_all) == (5_000, is_all)


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_links(tmp_path: Path) -> None:
    """A link to a film is that film; a link to a folder could lead in a circle, or anywhere."""
    here = files(tmp_path / "here", "film")
    files(tmp_path / "there", "other")
    os.symlink(here, tmp_path / "here/circle")
    os.symlink(tmp_path / "there", tmp_path / "here/there")
    os.symlink(tmp_path / "there/other", tmp_path / "here/linked")
    os.symlink(tmp_path / "gone", tmp_path / "here/gone")
    assert folder.look(here).paths == ("film", "linked")


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the reasons have other words")
@pytest.mark.parametrize(("name", "error"), [("gone", errno.ENOENT), ("film", errno.ENOTDIR)])
def test_no_folder(tmp_path: Path, name: str, error: int) -> None:
    """What cannot be looked into is told with the reason."""
    with pytest.raises(NoFolder, match=f"^{os.strerror(error)}$"):
        folder.look(os.path.join(files(tmp_path, "film"), name))

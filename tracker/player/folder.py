"""The files of a folder, as deep as anybody would look."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

DEEPEST = 4
"""Levels of folders below the one that is named."""
MOST = 5_000
"""Files."""


class NoFolder(Exception):
    """The folder is not there, or cannot be read. The message is the reason."""


class Contents(NamedTuple):
    """What lies in a folder."""

    paths: tuple[str, ...]
    """Relative to it, separated by ``/``."""
    is_all: bool
    """Whether nothing was left out because there was too much."""


def look(folder: str) -> Contents:
    """The files of a folder and of those below it. Raises `NoFolder`.

    A folder below that cannot be read is skipped, and so are hidden files.
    """
    try:
        with os.scandir(folder):
            pass
    except OSError as error:
        raise NoFolder(error.strerror or str(error)) from error
    found: list[str] = []
    for path in _below(folder, "", DEEPEST):
        if len(found) == MOST:
            return Contents(tuple(found), is_all=False)
        found.append(path)
    return Contents(tuple(found), is_all=True)


def _below(folder: str, prefix: str, deep: int) -> Iterator[str]:
    folders = []
    try:
        with os.scandir(folder) as items:
            for item in sorted(items, key=lambda item: item.name):
                if item.name.startswith("."):
                    continue
                if item.is_dir(follow_symlinks=False):
                    folders.append(item)
                elif item.is_file():
                    yield prefix + item.name
    except OSError:
        return
    for item in folders if deep else ():
        yield from _below(item.path, f"{prefix}{item.name}/", deep - 1)

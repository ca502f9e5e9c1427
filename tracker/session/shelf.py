"""The guides there are: the built-in one, and those in ``guides`` beside the progress file.

A guide is somebody's file. It is opened as carefully as the journal, and one that cannot be used
does not affect the others.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import NamedTuple

from tracker import guides
from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.domain.find import folded
from tracker.domain.guide import Entry, Guide
from tracker.domain.words import some
from tracker.guides.parse import GuideError
from tracker.guides.source import BYTES
from tracker.storage.files import (
    Identity,
    StoreError,
    identity,
    load_whole,
    make_private,
    reason,
    write_whole,
)
from tracker.storage.places import chosen_file, guides_directory

WORDS = ("check", "add", "use", "new")
"""Words that follow ``layzner guide``, and so cannot name a guide."""
ASIDE = ".old"
"""What is appended to the file name of a guide that was replaced."""
_NAME = r"[a-z0-9-]{1,40}"
_FILE = ".toml"


class Change(NamedTuple):
    """What changes if a guide replaces a known one."""

    gone: tuple[Entry, ...]
    """Entries of the known one that the other lacks."""
    fresh: tuple[Entry, ...]
    """Entries that only the other has."""


class Shelf:
    """The guides by name. One that was read is read again only if its file has changed."""

    def __init__(self, progress_file: str) -> None:
        self.directory = guides_directory(progress_file)
        """Where the viewer's guides are, whether it exists or not."""
        self._chosen = chosen_file(progress_file)
        self._read: dict[str, tuple[Identity | None, Guide | GuideError]] = {}

    def names(self) -> tuple[str, ...]:
        """The names of all guides, the built-in one first."""
        found = []
        with suppress(OSError):
            found = [
                file.removesuffix(_FILE)
                for file in sorted(os.listdir(self.directory))
                if file.endswith(_FILE) and _is_name(file.removesuffix(_FILE))
            ]
        return (*guides.BUILT_IN, *found)

    def all(self) -> dict[str, Guide | GuideError]:
        """Every guide by its name, or why it cannot be used."""
        return {name: self._tried(name) for name in self.names()}

    def usable(self) -> dict[str, Guide]:
        """Every guide that can be used, by its name."""
        return {name: guide for name, guide in self.all().items() if isinstance(guide, Guide)}

    def guide(self, word: str) -> Guide:
        """The guide of that name, or in that file.

        Raises `GuideError`, and `NotUnderstood` if there is none of that name.
        """
        if is_file(word):
            return load(os.path.expanduser(word))
        if word not in self.names():
            near = nearest(word, self.names()) or "; layzner guide lists them"
            raise NotUnderstood(f"no guide {quoted(word)}{near}")
        found = self._tried(word)
        if isinstance(found, GuideError):
            raise found
        return found

    def path(self, name: str) -> str:
        """The file of one of the viewer's guides."""
        return os.path.join(self.directory, f"{name}{_FILE}")

    def choose(self, name: str) -> None:
        """Make layzner open with that guide. Raises `StoreError`."""
        self._store(self._chosen, f"{name}\n".encode())

    def add(self, name: str, file: str) -> None:
        """Put a file among the guides; one of that name is kept aside. Raises `StoreError`."""
        path = self.path(name)
        data = _bytes_of(file)
        with suppress(FileNotFoundError):
            self._store(path + ASIDE, load_whole(path, BYTES, "guide")[1])
        self._store(path, data)

    def strangers(self, name: str, guide: Guide) -> tuple[str, ...]:
        """The entries of a guide that are something else in one of the same id, a line each.

        Guides with the same id share their progress, so their entries must mean the same.
        """
        return tuple(
            line
            for other, known in self.usable().items()
            if other != name
            for line in differences(guide, known, f"{other}{_FILE}")
        )

    def _tried(self, name: str) -> Guide | GuideError:
        path = self.path(name)
        try:
            if name in guides.BUILT_IN:
                now, path = None, name
            else:
                now = identity(path)
            if path in self._read and self._read[path][0] == now:
                return self._read[path][1]
            found: Guide | GuideError = guides.load(name) if path == name else load(path)
        except GuideError as error:
            found = error
        except OSError as error:
            return guides.refused(path, f"cannot be read: {reason(error)}")
        self._read[path] = now, found
        return found

    def _store(self, path: str, data: bytes) -> None:
        try:
            make_private(self.directory)
            write_whole(path, data)
        except OSError as error:
            raise StoreError(f"cannot write {path}: {reason(error)}") from error


def is_file(word: str) -> bool:
    """Whether a word for a guide names a file."""
    return "/" in word or os.sep in word or word.endswith(_FILE)


def load(file: str) -> Guide:
    """The guide in a file. Raises `GuideError`."""
    return guides.read(_bytes_of(file), file)


def name_for(file: str) -> str:
    """The name that a file gets among the guides: its own. Raises `NotUnderstood`."""
    name = os.path.basename(file).removesuffix(_FILE)
    if name in guides.BUILT_IN:
        raise NotUnderstood(f"{name} is the built-in guide; give the file another name")
    if not _is_name(name):
        raise NotUnderstood(
            f"{quoted(name)} cannot name a guide; name the file with small letters, digits and"
            f" hyphens, at most 40, but not {', '.join(WORDS)}"
        )
    return name


def differences(guide: Guide, other: Guide, where: str) -> tuple[str, ...]:
    """The entries that are one thing in a guide and another in one of the same id elsewhere."""
    if guide.id != other.id:
        return ()
    apart = [
        entry.id
        for entry in guide.entries
        if entry.id in other.place and not _is_same(entry, other.entry(entry.id))
    ]
    if not apart:
        return ()
    are = "is another entry" if len(apart) == 1 else "are other entries"
    also = f"in {where}, which also has the id {guide.id}; give one another id"
    return (f"{some(apart)} {are} {also}",)


def change(known: Guide, other: Guide) -> Change:
    """What changes if another guide replaces a known one; renamed entries stay."""
    return Change(
        tuple(
            entry
            for entry in known.entries
            if entry.id not in other.place and entry.id not in other.was
        ),
        tuple(
            entry
            for entry in other.entries
            if entry.id not in known.place
            and not any(old in known.place for old, now in other.was.items() if now == entry.id)
        ),
    )


def _bytes_of(file: str) -> bytes:
    try:
        return load_whole(file, BYTES, "guide")[1]
    except OSError as error:
        raise guides.refused(file, f"cannot be read: {reason(error)}") from error
    except StoreError as error:
        raise guides.refused(file, str(error).removeprefix(f"{file} ")) from error


def _is_name(name: str) -> bool:
    return bool(re.fullmatch(_NAME, name)) and name not in (*WORDS, *guides.BUILT_IN)


def _is_same(entry: Entry, other: Entry) -> bool:
    """Whether two entries of one id are the same thing to watch, judging by their titles."""
    ours, theirs = (
        {
            re.sub(r"\W", "", folded(title))
            for title in (each.title, each.title_ja, each.romaji, *each.other_titles)
            if title
        }
        for each in (entry, other)
    )
    return not ours or not theirs or bool(ours & theirs)

"""The viewer's own files of the show: where they are, and which one to play."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import NamedTuple

from tracker.domain import words
from tracker.domain.asked import NotUnderstood, quoted
from tracker.domain.guide import Entry
from tracker.domain.spoilers import LEVELS
from tracker.player import folder as folders
from tracker.player.mpv import Film
from tracker.player.names import Found, is_video, matched
from tracker.session.sitting import Session
from tracker.storage import machine
from tracker.storage.machine import Settled

_ADDRESS = r"[a-z][a-z0-9+.-]{1,15}://.+"


class NoFilm(Exception):
    """There is nothing to play. The message is one line for the viewer."""


class NoPlaceNamed(NoFilm):
    """The viewer has not said yet where the files are."""


class Undecided(NoFilm):
    """Several files could be the entry, and the viewer may see which."""

    def __init__(self, message: str, paths: tuple[str, ...]) -> None:
        super().__init__(message)
        self.paths = paths
        """Their full paths."""


class Films(NamedTuple):
    """The files as they are now."""

    settled: Settled
    found: Found
    """What the names in the folder mean; its paths are relative."""
    files: Mapping[str, str]
    """The full path for each entry that has a file; those set by hand come first."""
    is_all: bool
    """Whether the whole folder was searched."""
    wrong: str
    """Why the folder could not be searched; empty if it could."""


class Library:
    """The files of a viewer. It keeps nothing of the session, so threads may use it."""

    def __init__(self, session: Session) -> None:
        view = session.view
        self.directory = session.store.copies.directory
        """Where this machine remembers them."""
        self._guide, self._progress = session.whole, view.progress
        self._passed = view.progress.passed
        self._shows_all = not LEVELS[view.level].hides_titles

    @property
    def is_known(self) -> bool:
        """Whether the viewer has said where the files are."""
        settled = machine.load_settled(self.directory)
        return bool(settled.folder or settled.files)

    def may_name(self, entry: str) -> bool:
        """Whether the file of an entry may be named: its name can give away what is hidden."""
        return entry in self._progress.guide.place and (self._shows_all or entry in self._passed)

    def look(self) -> Films:
        """Search the folder. Raises `NoPlaceNamed`."""
        settled = machine.load_settled(self.directory)
        if not (settled.folder or settled.files):
            raise NoPlaceNamed("no folder of your files is known; name it with layzner files DIR")
        held, wrong = folders.Contents((), is_all=True), ""
        if settled.folder:
            try:
                held = folders.look(settled.folder)
            except folders.NoFolder as error:
                wrong = f"the folder {words.clean(settled.folder)} cannot be read ({error}); "
                wrong += "is its disk connected?"
        found = matched(held.paths, self._guide, os.path.basename(settled.folder))
        files = {entry: os.path.join(settled.folder, path) for entry, path in found.files.items()}
        for entry, path in settled.files.items():
            files[entry] = path if _is_there(path) else self._moved(settled, held.paths, path)
        return Films(settled, found, files, held.is_all, wrong)

    @staticmethod
    def _moved(settled: Settled, paths: tuple[str, ...], path: str) -> str:
        """Where in the folder a file set by hand is now; where it was, if it is not there."""
        name = os.path.basename(path)
        there = [other for other in paths if other.rpartition("/")[2] == name]
        return os.path.join(settled.folder, there[0]) if len(there) == 1 else path

    def remember(self, folder: str) -> Films:
        """Search a folder from now on. Raises `NotUnderstood`, and `StoreError`."""
        path = os.path.abspath(os.path.expanduser(folder))
        if not os.path.isdir(path):
            raise NotUnderstood(f"{quoted(folder)} is not a folder; nothing has changed")
        settled = machine.load_settled(self.directory)
        machine.store_settled(self.directory, settled._replace(folder=path))
        return self.look()

    def settle(self, entry: Entry, file: str) -> str:
        """Set by hand which file an entry is, and return its path. Raises as `remember` does."""
        path = file
        if not _is_address(file):
            path = os.path.abspath(os.path.expanduser(file))
            if not os.path.isfile(path):
                raise NotUnderstood(f"{quoted(file)} is not a file; nothing has changed")
            if not (is_video(path) or path.lower().endswith(".m3u8")):
                raise NotUnderstood(f"{quoted(file)} is not a video; nothing has changed")
        settled = machine.load_settled(self.directory)
        files = {**settled.files, entry.id: path}
        machine.store_settled(self.directory, settled._replace(files=files))
        return path

    def film(self, entry: Entry) -> tuple[Film, dict[str, str]]:
        """What to play for an entry, and the entry of every file by its path. Raises `NoFilm`."""
        films = self.look()
        path = films.files.get(entry.id, "")
        if not path:
            self._explain(entry, films)
        if not _is_there(path):
            named = f": {words.clean(path)}" if self.may_name(entry.id) else ""
            raise NoFilm(f"the file of {entry.in_sentence} is no longer there{named}")
        entries = {path: held for held, path in films.files.items()} | {path: entry.id}
        titles = {path: self._title(held) for path, held in entries.items()}
        mark = self._progress.marks.get(entry.id)
        start = mark.position if mark and mark.do == "stopped" else 0
        return Film(path, start, titles, self._guide.title), entries

    def _title(self, entry: str) -> str:
        """What may be shown in place of a file's name."""
        shown = self._progress.guide
        known = shown.entry(entry) if entry in shown.place else None
        title = known.title if known and self.may_name(entry) else None
        return " · ".join(filter(None, (self._guide.entry(entry).name, title)))

    def _explain(self, entry: Entry, films: Films) -> None:
        """Raise `NoFilm` with the reason why an entry has no file."""
        name, by_hand = entry.in_sentence, f"layzner files {entry.id} FILE"
        if films.wrong:
            raise NoFilm(films.wrong)
        folder = words.clean(films.settled.folder)
        if several := films.found.ambiguous.get(entry.id):
            if not self.may_name(entry.id):
                raise NoFilm(f"{len(several)} files could be {name}; {by_hand} says which")
            named = words.series([words.clean(path) for path in several])
            full = tuple(os.path.join(films.settled.folder, path) for path in several)
            raise Undecided(f"{named} could be {name}; {by_hand} says which", full)
        if any(entry.id in ids for _, ids in films.found.joint):
            raise NoFilm(f"{name} shares a file with others; {by_hand} plays it all the same")
        where = f" in {folder}" if folder else ""
        raise NoFilm(f"no file of {name} was found{where}; name it with {by_hand}")


def _is_address(file: str) -> bool:
    return bool(re.fullmatch(_ADDRESS, file, re.IGNORECASE | re.DOTALL))


def _is_there(path: str) -> bool:
    return _is_address(path) or os.path.isfile(path)

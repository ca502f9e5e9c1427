"""The one file: what it holds is joined with what is in memory, and saved whole.

A save takes the lock of its file, reads what others wrote since, joins, and replaces the file; only
then is it acknowledged. The lock keeps our own programs apart; comparing the file's identity just
before the rename covers editors, sync clients and file systems without locks. Opening never
writes. What cannot be read is kept aside before it is replaced, and every legible event of it is
kept in the journal.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from tracker.domain.journal import Journal, Json
from tracker.storage.copies import Copies, Copy, conflict_copies, why_not
from tracker.storage.document import Reading, Writer, read
from tracker.storage.files import (
    Identity,
    StoreError,
    identity,
    make_private,
    read_whole,
    reason,
    refuse_strangers_link,
    remove_stale_drafts,
    target_of,
    write_whole,
)
from tracker.storage.lock import Held, locked

PATIENCE = 10.0
"""Seconds to wait for another program that is saving."""
TRIES = 20
"""How often a save begins again because the file changed meanwhile."""
SETTLE = (0.1, 0.1, 0.1)
"""Seconds to wait before a file is called damaged: an editor may be halfway through it."""


class Found(NamedTuple):
    """What is on the disk."""

    identity: Identity | None
    """None if there is no file."""
    data: bytes
    reading: Reading


class Conflict(NamedTuple):
    """A conflict copy that is whole, as it was when it was read."""

    path: str
    identity: Identity
    journal: Journal


class Opened(NamedTuple):
    """A journal as it was found, and what there is to say about that."""

    journal: Journal
    notices: tuple[str, ...]


class Examination(NamedTuple):
    """The state of the file and of its copies."""

    exists: bool
    file: Reading
    copies: list[Copy]
    conflicts: list[str]
    missing: int
    """Events that the mirror has and the file lacks."""
    differing: list[str]
    """Events that say something else in a copy, as after a flipped bit or an edit."""


class Store:
    """One progress file and its copies. ``path`` may be a symlink."""

    def __init__(self, path: str, state_directory: str, clock: Callable[[], datetime]) -> None:
        self.path = path
        self.copies = Copies(state_directory)
        self.notices: tuple[str, ...] = ()
        """What the last save has to say beside that it succeeded."""
        self._clock = clock
        self._writer = Writer()
        self._found: Found | None = None
        self._was_there = False
        self._is_durable = True
        self._mirror_is_known = True
        self._left: list[str] = []
        # Conflict copies that were no use and stay where they are.

    def open(self) -> Opened:
        """All that is known: from the file, its conflict copies and the mirror. Never writes."""
        with self._errors("read"):
            found = self._find()
        mirror = None
        if not found.reading.newer:
            with contextlib.suppress(OSError, StoreError):  # the file itself was read
                mirror = self.copies.lacking(found.data)
        journal, notices = found.reading.journal, []
        if found.reading.newer:
            notices.append(f"{self.path} is {_newer(found.reading)}; it can be looked at only")
        if mirror and (full := journal.filled(mirror.journal)) != journal:
            missing = len(full.events) - len(journal.events)
            journal = full
        else:
            missing = 0
        if not journal.events and found.reading.damage:
            for day in self.copies.all():
                journal = journal.filled(day.journal)
            missing = len(journal.events) - len(found.reading.journal.events)
        if told := self._told(found, missing, mirror):
            notices.append(told)
        for conflict in self._whole(conflict_copies(self.path)):
            journal = journal.joined(conflict.journal)
        return Opened(journal, tuple(notices))

    def changed(self) -> bool:
        """Whether somebody else wrote the file, or a sync program put a copy beside it."""
        try:
            now = identity(self.path)
        except OSError:
            return False
        known = self._found.identity if self._found else None
        return now != known or conflict_copies(self.path) != self._left

    def save(self, journal: Journal) -> Journal:
        """Save what the file, its copies and the journal hold together, and return it.

        When this returns, it is on the disk. Raises `StoreError`; then the file is as it was.
        """
        notices: list[str] = []
        with self._errors("save"), self._locked():
            for _ in range(TRIES):
                found = self._find()
                if found.reading.newer:
                    raise StoreError(f"{self.path} is {_newer(found.reading)}; nothing was saved")
                seen = conflict_copies(self.path)
                conflicts = self._whole(seen)
                joined = self._joined(found, journal, conflicts)
                if self._replace(found, joined, notices):
                    break
            else:
                raise StoreError(f"cannot save {self.path}: another program keeps writing it")
            for conflict in conflicts:
                with contextlib.suppress(OSError):
                    if identity(conflict.path) == conflict.identity:
                        os.unlink(conflict.path)
        merged = {conflict.path for conflict in conflicts}
        self.notices, self._left = tuple(notices), [path for path in seen if path not in merged]
        return joined

    def replace(self, journal: Journal) -> str:
        """Put a journal in the place of all that is there, and return where that is kept."""
        with self._errors("save"), self._locked():
            for _ in range(TRIES):
                found = self._find()
                aside = self.copies.keep_aside(found.data, "aside", self._clock())
                if self._replace(found, journal, []):
                    return aside
        raise StoreError(f"cannot save {self.path}: another program keeps writing it")

    def rewrite(self, change: Callable[[Journal], Journal]) -> None:
        """Change the file, its conflict copies and every copy on this machine alike."""
        with self._errors("save"), self._locked():
            copies = [(copy.path, copy.journal) for copy in self.copies.all()]
            conflicts = self._whole(conflict_copies(self.path))
            copies += [(conflict.path, conflict.journal) for conflict in conflicts]
            for path, journal in copies:
                write_whole(path, Writer().written(change(journal)))
            for _ in range(TRIES):
                found = self._find()
                changed = change(found.reading.journal)
                if found.identity is None or self._replace(found, changed, []):
                    return
        raise StoreError(f"cannot save {self.path}: another program keeps writing it")

    def archive(self) -> str:
        """Begin anew: move the file and its copies away, and return where to."""
        with self._errors("move"), self._locked():
            return self.copies.archive(self.path, self._clock())

    def rescue(self, journal: Journal) -> str:
        """Keep what could not be saved somewhere else, and say where; at the worst, say it."""
        data = Writer().written(journal)
        try:
            self.copies.prepare()
            path = self.copies.keep_aside(data, "unsaved", self._clock())
        except (OSError, StoreError):
            return f"not saved anywhere: {data.decode()}"
        name = os.path.basename(path).removesuffix(".json")
        return f"it is kept, and «layzner restore {name}» brings it back"

    def examine(self) -> Examination:
        """Look at the file and all its copies; never writes."""
        with self._errors("read"):
            found = self._find()
        held = found.reading.journal
        copies = self.copies.all()
        events = [copy.journal.events for copy in copies]
        return Examination(
            found.identity is not None,
            found.reading,
            copies,
            conflict_copies(self.path),
            len({key for one in events[:1] for key in one} - set(held.events)),
            sorted(
                {
                    key
                    for one in events
                    for key, event in one.items()
                    if key in held.events and _said(event) != _said(held.events[key])
                }
            ),
        )

    def _joined(self, found: Found, journal: Journal, conflicts: list[Conflict]) -> Journal:
        """What the file, memory, the mirror and the conflict copies hold together."""
        joined = found.reading.journal.filled(journal)
        try:
            mirror = self.copies.lacking(found.data)
        except (OSError, StoreError):
            self._mirror_is_known = False
        else:
            self._mirror_is_known = True
            if mirror:
                joined = joined.filled(mirror.journal)
        for conflict in conflicts:
            joined = joined.joined(conflict.journal)
        return joined

    def _replace(self, found: Found, joined: Journal, notices: list[str]) -> bool:
        """Save, if there is anything to; False if somebody else changed the file meanwhile."""
        if self._is_durable and joined == found.reading.journal and not found.reading.damage:
            if found.identity and not self.copies.holds(found.data):
                self._keep(found.data, notices)
            return True
        if found.reading.damage:
            aside = self.copies.keep_aside(found.data, "damaged", self._clock())
            notices.append(f"the damaged file is kept as {aside}")
        data = self._writer.written(joined)
        if not self._was_there:
            make_private(os.path.dirname(target_of(self.path)))
        self._is_durable = False
        saved = write_whole(self.path, data, unless=lambda: identity(self.path) != found.identity)
        if saved is None:
            return False
        self._is_durable = self._was_there = True
        self._found = Found(saved, data, Reading(joined))
        self._keep(data, notices)
        return True

    def _keep(self, data: bytes, notices: list[str]) -> None:
        """Have the copies follow the file; what goes wrong with them is no failure of the save."""
        try:
            if self._mirror_is_known:
                # One that could not be read may hold what no other file has.
                self.copies.keep(data, f"{self._clock():%Y%m%d}")
            remove_stale_drafts(self.path, time.time())
        except OSError as error:
            notices.append(why_not(error))

    def _find(self) -> Found:
        """What the file holds now; a damaged one is given time to be written to its end."""
        found = self._look()
        for wait in SETTLE:
            if not found.reading.damage:
                break
            time.sleep(wait)
            found = self._look()
        self._was_there = self._was_there or found.identity is not None
        return found

    def _look(self) -> Found:
        """Read the file, unless it is as it was."""
        refuse_strangers_link(self.path)
        now = identity(self.path)
        if self._found is None or self._found.identity != now:
            self._found = Found(None, b"", Reading(Journal()))
            if now is not None:
                with contextlib.suppress(FileNotFoundError):
                    now, data = read_whole(self.path)
                    self._found = Found(now, data, read(data))
        return self._found

    @staticmethod
    def _whole(paths: Iterable[str]) -> list[Conflict]:
        """Those conflict copies that are whole; what is not is left where it is."""
        copies = []
        for path in paths:
            with contextlib.suppress(OSError, StoreError):
                found, data = read_whole(path)
                reading = read(data)
                if not reading.damage and not reading.newer:
                    copies.append(Conflict(path, found, reading.journal))
        return copies

    def _told(self, found: Found, missing: int, mirror: Copy | None) -> str:
        """What was wrong with the file, and what was saved from it and from where."""
        restored = f"{missing} restored from the local copies"
        if mirror and missing:
            restored = f"{missing} restored from the local copy of {mirror.written:%d %b %H:%M} UTC"
        if found.reading.damage:
            read_well = len(found.reading.journal.events)
            return (
                f"{self.path} is damaged ({found.reading.damage}): {read_well} events read from"
                f" it, {restored}. It will be kept aside and repaired with the next mark."
            )
        if missing and found.identity is None:
            return f"{self.path} is gone: {restored}. It will be written with the next mark."
        if missing:
            return f"{self.path} is older than this machine remembers: {restored}."
        return ""

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.copies.prepare()
        try:
            with locked(os.path.join(self.copies.directory, "lock"), PATIENCE):
                yield
        except Held:
            raise StoreError(
                f"cannot save {self.path}: another layzner is saving; it will be tried again"
            ) from None

    @contextlib.contextmanager
    def _errors(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(f"cannot {what} {self.path}: {reason(error)}") from error


def _said(event: Json) -> Json:
    """An event without its undoing, which comes later and so is no difference."""
    if isinstance(event, dict):
        return {key: value for key, value in event.items() if key != "undone"}
    return event


def _newer(reading: Reading) -> str:
    return f"of schema {reading.newer}, written by a newer version of layzner"

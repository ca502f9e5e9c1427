"""The one file: what it holds is joined with what is in memory, and saved whole.

A save takes the lock of the file, reads what others have written, joins it, and replaces the file;
only then is the save acknowledged. The lock keeps our own programs apart; comparing the file's
identity just before the rename covers editors, sync clients and file systems without locks. Opening
never writes. What cannot be read is kept aside before it is replaced, and every legible event of it
goes into the journal.
"""

import contextlib
import os
import time
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.journal import Journal
from tracker.storage.beside import Beside, Neighbour, Seen, Taken, here, how_to_join, taken_in
from tracker.storage.copies import LOCK, Copies, Copy, Stray
from tracker.storage.document import NEWER, Reading, Writer, load
from tracker.storage.files import (
    Identity,
    NotForced,
    StoreError,
    Unsure,
    about,
    identity,
    load_whole,
    make_private,
    reason,
    refuse_strangers_link,
    remove_stale_drafts,
    target_of,
    write_whole,
)
from tracker.storage.lock import Held, locked
from tracker.storage.mirror import Mirror

if TYPE_CHECKING:
    from tracker.storage.examination import Examination

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.

PATIENCE = 10.0
"""Seconds to wait for another program that is saving."""
TRIES = 20
"""How often a save starts over because the file changed meanwhile."""
SETTLE = (0.1, 0.1, 0.1)
"""Seconds to wait before a file counts as damaged: an editor may be halfway through it."""


class Found(NamedTuple):
    """What is on the disk."""

    identity: Identity | None
    """None if there is no file."""
    data: bytes
    reading: Reading

    @property
    def is_whole(self) -> bool:
        """Whether there is a file, and all of it can be read."""
        return self.identity is not None and not self.reading.damage


class Opened(NamedTuple):
    """A journal as it was found, and what there is to say about that."""

    journal: Journal
    known: Journal
    """The same without what sync programs put beside the file."""
    notices: tuple[str, ...]
    unsettled: bool
    """The file is whole or gone, and what lies beside it has more: a save would settle that."""
    newer: bool
    """A newer version wrote the file: it can only be read."""


class Store:
    """One progress file and its copies. ``path`` may be a symlink, even one that changes."""

    def __init__(
        self, path: str, state_of: Callable[[str], str], clock: Callable[[], datetime]
    ) -> None:
        """``state_of`` gives the directory for the lock and the copies of a file."""
        self.path = path
        with self.errors("read"):
            self.copies = Copies(state_of(path))
        """The copies of the file that the path last led to."""
        self.notices: tuple[str, ...] = ()
        """What the last save has to say, beyond having succeeded."""
        self.state_of, self.now = state_of, clock
        self._target = ""
        """Where the path last led."""
        self._writer = Writer()
        self._found: Found | None = None
        """The file as it was last seen."""
        self._was_there = False
        """The file was seen once: if its directory is gone now, it must not be made again."""
        self._is_durable = True
        """The last save was forced to the disk completely."""
        self._mirror = Mirror(self.copies)
        self._beside = Beside()
        self._left: Seen = {}
        """What the last save left beside the file."""

    def open(self) -> Opened:
        """Everything known: from the file, its conflict copies and the mirror. Never writes."""
        with self.errors("read"):
            self._follow()
            found = self.find()
        journal, notices, is_newer = found.reading.journal, [], bool(found.reading.newer)
        mirror = None if is_newer else self._mirror.lacking(found.data, journal)
        if is_newer:
            notices.append(f"{self.path} is {_newer(found.reading)}; it can only be read")
        full = journal.filled(mirror.journal) if mirror else journal
        if not full.events and found.reading.damage:
            for day in self.copies.all():
                full = full.filled(day.journal)
        missing, journal = len(full.events) - len(journal.events), full
        if said := self._said(found, missing, mirror):
            notices.append(said)
        notices += self._mirror.notices
        for stray in self.copies.unsaved():
            journal = journal.filled(stray.journal)
        taken = taken_in(journal, self._neighbours(found))
        notices += map(_stranger, taken.strangers)
        unsettled = not is_newer and (
            bool(taken.conflicts) or (found.is_whole and taken.journal != found.reading.journal)
        )
        return Opened(taken.journal, journal, tuple(notices), unsettled, is_newer)

    def changed(self) -> bool:
        """Whether somebody else wrote the file, or a sync program put a copy beside it."""
        try:
            now = identity(self.path)
        except OSError:
            return False
        known = self._found.identity if self._found else None
        return now != known or here(self.path) != self._left

    def save(self, journal: Journal) -> Journal:
        """Save what the file, its copies and the journal together hold, and return it.

        When this returns, it is on the disk. Raises `StoreError`; then the file is as it was. Apart
        from moving it, this is the only way the file is ever written.
        """
        notices: list[str] = []
        with self.errors("save"), self.alone():
            for _ in range(TRIES):
                found = self.find()
                if found.reading.newer:
                    raise StoreError(f"{self.path} is {_newer(found.reading)}; nothing was saved")
                unsaved = self.copies.unsaved()
                joined = self._joined(found, journal, unsaved)
                taken = taken_in(joined, self._neighbours(found))
                if self._replace(found, taken.journal, notices):
                    break
            else:
                raise StoreError(f"cannot save {self.path}: another program keeps writing to it")
            for stray in unsaved:
                with contextlib.suppress(OSError):
                    if identity(stray.path) == stray.identity:
                        os.unlink(stray.path)
            self._put_away(taken, notices)
        self.notices = tuple(notices)
        return taken.journal

    def still_holding(self, ids: Collection[str]) -> list[str]:
        """The files beside ours that hold any of those events, such as the viewer's own copies."""
        from tracker.storage.forgetting import holding  # noqa: PLC0415  # it hardly ever happens

        directories = {os.path.dirname(path) for path in (self.path, target_of(self.path))}
        return [path for directory in sorted(directories) for path in holding(directory, ids)]

    def keep_before(self) -> str:
        """Keep a copy of the file before something is joined into it, and return where.

        Empty if there is no file. Raises `StoreError`.
        """
        with self.errors("copy"):
            self._follow()
            found = self.find()
            if found.identity is None:
                return ""
            self.copies.prepare()
            return self.copies.store_aside(found.data, "before", self.now())

    def rescue(self, journal: Journal) -> str:
        """Keep what could not be saved somewhere else, and say where; if that fails, print it."""
        data = Writer().written(journal)
        try:
            self.copies.prepare()
            path = self.copies.store_aside(data, "unsaved", self.now())
        except (OSError, StoreError):
            return f"not saved anywhere: {data.decode()}"
        return f"it is kept in {path}, and the next save joins it"

    def examine(self) -> "Examination":
        """Look at the file and all its copies. Never writes."""
        from tracker.storage.examination import (  # noqa: PLC0415  # most starts need none of it
            Examination,
            differing,
            lacking,
        )

        with self.errors("read"):
            self._follow()
            found = self.find()
        unsaved = self.copies.unsaved()
        known = self._joined(found, Journal(), unsaved)
        beside = taken_in(known, Beside().neighbours(self.path, dict))
        file, copies = found.reading, self.copies.all()
        return Examination(
            found.identity is not None,
            file,
            copies,
            beside,
            lacking(file, copies, unsaved),
            differing(file, copies),
            len(unsaved),
            self._mirror.wrong,
        )

    def _follow(self) -> None:
        """Follow the path to where it leads now, with the lock and the copies of that place."""
        target = target_of(self.path)
        if target != self._target:
            copies = Copies(self.state_of(self.path))
            if copies.directory != self.copies.directory:
                self.copies, self._left = copies, {}
                self._mirror = Mirror(copies)
            self._target = target

    def _neighbours(self, found: Found) -> list[Neighbour]:
        """What lies beside the file and was not dealt with; all of it, if the file is not whole."""
        return self._beside.neighbours(self.path, self.copies.seen if found.is_whole else dict)

    def _put_away(self, taken: Taken, notices: list[str]) -> None:
        """Move the joined conflict copies to the copies, and remember what stays.

        This is not part of the save: if it fails, the next program tries again.
        """
        left, forgotten = dict(self._beside.now), taken.journal.forgotten()
        try:
            for conflict in taken.conflicts:
                if self._moved_aside(conflict, forgotten):
                    del left[conflict.path]
            if left or self._left:
                self.copies.store_seen(self._beside.settled)
        except (OSError, StoreError) as error:
            why = about(error) if isinstance(error, OSError) else str(error)
            notices.append(f"a conflict copy stays where it is: {why}")
        self._left = left

    def _moved_aside(self, conflict: Neighbour, forgotten: Collection[str]) -> bool:
        """Move a conflict copy to the copies, without what is forgotten; False if it changed."""
        from tracker.storage.forgetting import without  # noqa: PLC0415  # it hardly ever happens

        with contextlib.suppress(FileNotFoundError):
            _, data = load_whole(conflict.path)
            self.copies.store_aside(without(data, forgotten), "aside", self.now())
            if identity(conflict.path) != conflict.identity:
                return False
            os.unlink(conflict.path)
        return True

    def _joined(self, found: Found, journal: Journal, unsaved: list[Stray]) -> Journal:
        """What the file, memory, the mirror and the unsaved files together hold."""
        joined = found.reading.journal.filled(journal)
        if mirror := self._mirror.lacking(found.data, found.reading.journal):
            joined = joined.filled(mirror.journal)
        for stray in unsaved:
            joined = joined.filled(stray.journal)
        return joined

    def _replace(self, found: Found, joined: Journal, notices: list[str]) -> bool:
        """Save, if there is anything to save; False if somebody else changed the file meanwhile."""
        if self._is_durable and joined == found.reading.journal and not found.reading.damage:
            if found.identity and not self.copies.holds(found.data):
                self._keep(found.data, joined, notices)
            return True
        if found.reading.damage:
            aside = self._keep_damaged(found.data, joined.forgotten())
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
        self._keep(data, joined, notices)
        return True

    def _keep_damaged(self, data: bytes, forgotten: Collection[str]) -> str:
        """Keep the bytes of a damaged file, without what is forgotten, and return where."""
        from tracker.storage.forgetting import without  # noqa: PLC0415  # it hardly ever happens

        return self.copies.store_aside(without(data, forgotten), "damaged", self.now())

    def _keep(self, data: bytes, joined: Journal, notices: list[str]) -> None:
        """Bring the copies up to date; if that fails, the save has still succeeded."""
        try:
            self._mirror.follow(data, joined, self.now(), notices)
            remove_stale_drafts(self.path, time.time())
        except OSError as error:
            notices.append(f"a local copy could not be written: {about(error)}")

    def find(self) -> Found:
        """What the file holds now; a damaged one is given time to be completely written."""
        found = self._look()
        for wait in SETTLE:
            if not found.reading.damage:
                break
            time.sleep(wait)
            found = self._look()
        self._was_there = self._was_there or found.identity is not None
        return found

    def _look(self) -> Found:
        """Read the file, unless it is unchanged."""
        refuse_strangers_link(self.path)
        now = identity(self.path)
        if self._found is None or self._found.identity != now:
            self._found = Found(None, b"", Reading(Journal()))
            if now is not None:
                with contextlib.suppress(FileNotFoundError):
                    now, data = load_whole(self.path)
                    self._found = Found(now, data, load(data))
        return self._found

    def _said(self, found: Found, missing: int, mirror: Copy | None) -> str:
        """What was wrong with the file, what was recovered, and from where."""
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
    def alone(self) -> Iterator[None]:
        """Hold the lock of the place that the path leads to, even if that changes meanwhile."""
        try:
            for _ in range(TRIES):
                self._follow()
                copies = self.copies
                copies.prepare()
                with locked(os.path.join(copies.directory, LOCK), PATIENCE):
                    self._follow()
                    if self.copies is copies:
                        yield
                        return
        except Held:
            raise StoreError(f"cannot save {self.path}: another layzner is saving") from None
        raise StoreError(f"cannot save {self.path}: it keeps being moved")

    @contextlib.contextmanager
    def errors(self, what: str) -> Iterator[None]:
        """Turn what the system refuses into a line that says what could not be done."""
        try:
            yield
        except NotForced as error:
            raise Unsure(
                f"cannot save {self.path}: {reason(error)}; it is written, but a power cut may"
                " undo that"
            ) from error
        except OSError as error:
            raise StoreError(f"cannot {what} {self.path}: {about(error, self.path)}") from error


def _stranger(stranger: Neighbour) -> str:
    return (
        f"{stranger.path} shares nothing with the file beside it; {how_to_join(stranger.path)}"
        " would take it in"
    )


def _newer(reading: Reading) -> str:
    return f"of schema {reading.newer}, {NEWER}"

"""Copies of the file on this machine, never synced: against damage, old backups and regret.

``mirror.json`` has the same bytes, rewritten after each save; ``day-YYYYMMDD.json`` is the mirror
after a day's first save, of which there are ten. A conflict copy becomes ``aside-…`` once it is
joined; the file as it was before a join is ``before-…``. None of these, nor a damaged file
(``damaged-…``) or what version 1.0.0 put aside (``archive-…/``), is ever removed. What could not be
saved (``unsaved-…``) is joined by the next save. Only forgetting takes events out of any of them.
"""

import contextlib
import json
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from tracker.domain.journal import Journal
from tracker.storage.document import NEWER, load
from tracker.storage.files import (
    Identity,
    StoreError,
    about,
    identity,
    load_whole,
    make_private,
    reason,
    write_whole,
)

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.

ASIDE = ("before", "unsaved", "aside", "damaged")
ARCHIVE = "archive-"
SEEN = "seen"
LOCK = "lock"
_DRAFTS = (".mirror", ".day-", ".damaged-", ".aside-")
"""Drafts of files that only the holder of the lock writes."""
PLAYING = "playing.json"
"""Where a program writes down the position of a player, until that has ended."""
DAYS = 10
"""How many daily copies are kept."""


class Copy(NamedTuple):
    """One readable copy of the journal."""

    name: str
    path: str
    written: datetime
    journal: Journal
    damage: str
    newer: int | None
    """The schema of a later version."""


class Stray(NamedTuple):
    """A whole file with events of ours, still to be joined, as it was when it was read."""

    path: str
    identity: Identity
    journal: Journal


class Copies:
    """The directory of copies that belongs to one progress file."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.mirror = os.path.join(directory, "mirror.json")
        self._mirrored: Identity | None = None
        """The mirror as it was seen last."""
        self._held = b""
        """Its bytes then."""

    @property
    def has_playing(self) -> bool:
        """Whether a player has outlived its program, or plays in another window."""
        return os.path.exists(os.path.join(self.directory, PLAYING))

    def prepare(self) -> None:
        """Make the directory, and check that it is ours alone."""
        make_private(self.directory)
        status = os.lstat(self.directory)
        if not stat.S_ISDIR(status.st_mode) or (
            os.name == "posix" and status.st_uid != os.geteuid()
        ):
            raise StoreError(f"{self.directory} belongs to another user; remove it")

    def lacking(self, data: bytes) -> Copy | None:
        """The mirror, if it may hold what those bytes lack; None if it is the same, or missing.

        Raises OSError or `StoreError` if it cannot be read, or is not ours to write.
        """
        if identity(self.mirror) is None or self.holds(data):
            return None
        self._mirrored, self._held = load_whole(self.mirror)
        if self._held == data:
            return None
        mirror = _copy(self.mirror, self._held)
        if mirror.newer:
            raise StoreError(f"{self.mirror} was {NEWER}")
        return mirror

    def holds(self, data: bytes) -> bool:
        """Whether the mirror, as it was last seen, has exactly those bytes."""
        return identity(self.mirror) == self._mirrored is not None and self._held == data

    def reflect(self, data: bytes) -> None:
        """Rewrite the mirror. Not forced: the file itself is."""
        self._mirrored, self._held = write_whole(self.mirror, data, forced=False), data

    def store_day(self, data: bytes, today: str) -> None:
        """Keep the day's first; days dated ahead by a wrong clock are the first to go."""
        name = f"day-{today}.json"
        day = os.path.join(self.directory, name)
        if os.path.lexists(day):
            return
        if not (self.holds(data) and _linked(self.mirror, day)):
            write_whole(day, data, forced=False)
        for old in sorted(self.days(), key=lambda day: (day <= name, day), reverse=True)[DAYS:]:
            os.unlink(os.path.join(self.directory, old))

    def store_aside(self, data: bytes, why: str, now: datetime) -> str:
        """Keep bytes that will be replaced, on the disk before this returns, and return where."""
        path = os.path.join(self.directory, f"{why}-{_stamp(now)}.json")
        write_whole(path, data)
        return path

    def log(self, text: str, now: datetime) -> str:
        """Keep a log of what went wrong with the program, and return where, or why that failed."""
        path = os.path.join(self.directory, f"crash-{_stamp(now)}.log")
        try:
            self.prepare()
            write_whole(path, text.encode("utf-8", "backslashreplace"))
        except (OSError, StoreError) as error:
            return f"no log: {error}"
        return path

    def days(self) -> list[str]:
        """The names of the daily copies, newest first."""
        return self._named("day-")

    def all(self) -> list[Copy]:
        """Every copy that can be restored: the mirror, the days, those set aside, the archives."""
        aside = (name for kind in ASIDE for name in self._named(f"{kind}-"))
        names = ["mirror.json", *self.days(), *aside, *self._archived()]
        return [copy for name in names if (copy := self.copy(name))]

    def copy(self, name: str) -> Copy | None:
        """A copy by name or by path; None if there is none or it cannot be read."""
        path = os.path.join(self.directory, name)
        try:
            return _copy(path, load_whole(path)[1])
        except (OSError, StoreError):
            return None

    def unsaved(self) -> list[Stray]:
        """What could not be saved where it belongs, and waits to be joined."""
        return whole(os.path.join(self.directory, name) for name in self._named("unsaved-"))

    def hand_over(self, to: "Copies", now: datetime) -> list[str]:
        """Move all but the lock to the copies of another place; what went wrong, if anything.

        A readable mirror is not needed any longer: it was joined before.
        """
        wrong = []
        for name in self._list():
            path, there = (os.path.join(at.directory, name) for at in (self, to))
            is_draft = name.startswith(_DRAFTS) and name.endswith(".tmp")
            try:
                if is_draft or name == SEEN or (path == self.mirror and self.copy(name)):
                    os.unlink(path)
                elif name != LOCK and path != self.mirror:
                    # A day that was only just linked to the new mirror may be replaced.
                    if os.path.lexists(there) and not os.path.samefile(there, to.mirror):
                        there = os.path.join(to.directory, f"aside-{_stamp(now)}.json")
                    os.rename(path, there)
            except OSError as error:
                wrong.append(f"a copy was left in {self.directory}: {about(error)}")
        return wrong

    def seen(self) -> dict[str, Identity]:
        """The files beside ours that were dealt with, as they were then; none if unsure."""
        try:
            known = json.loads(load_whole(os.path.join(self.directory, SEEN))[1])
            return {path: Identity(*map(int, parts)) for path, parts in known.items()}
        except (OSError, StoreError, ValueError, TypeError, AttributeError, RecursionError):
            return {}

    def store_seen(self, seen: Mapping[str, Identity]) -> None:
        """Remember those; losing that costs only reading them again."""
        if seen != self.seen():
            data = json.dumps(seen).encode("ascii", "backslashreplace")
            write_whole(os.path.join(self.directory, SEEN), data, forced=False)

    def take_out(self, ids: Collection[str]) -> list[str]:
        """Take forgotten events out of every copy but the mirror; what went wrong, if anything.

        Drafts left by dead programs are removed: only the holder of the lock comes here.
        """
        from tracker.storage import forgetting  # noqa: PLC0415  # it hardly ever happens

        wrong = []
        folders = ["", *(name for name in self._list() if name.startswith(ARCHIVE))]
        for name in (os.path.join(at, name) for at in folders for name in self._list(at)):
            path = os.path.join(self.directory, name)
            try:
                if os.path.basename(name).startswith(_DRAFTS) and name.endswith(".tmp"):
                    os.unlink(path)
                elif name.endswith(".json") and path != self.mirror:
                    forgetting.take_out(path, ids)
            except OSError as error:
                wrong.append(f"what is forgotten may still be in {path}: {reason(error)}")
            except StoreError as error:
                wrong.append(f"what is forgotten may still be there: {error}")
        return wrong

    def _archived(self) -> list[str]:
        """The file of each archive; the rest of an archive are the copies of that file."""
        folders = sorted((at for at in self._list() if at.startswith(ARCHIVE)), reverse=True)
        return [
            os.path.join(folder, name)
            for folder in folders
            for name in self._list(folder)
            if name.endswith(".json") and not name.startswith(("mirror", "day-", *ASIDE))
        ]

    def _list(self, folder: str = "") -> list[str]:
        try:
            return sorted(os.listdir(os.path.join(self.directory, folder)))
        except OSError:
            return []

    def _named(self, beginning: str) -> list[str]:
        names = (name for name in self._list() if name.startswith(beginning))
        return sorted((name for name in names if name.endswith(".json")), reverse=True)


def whole(paths: Iterable[str]) -> list[Stray]:
    """Those of the files that are whole; the others are left where they are."""
    found = []
    for path in paths:
        with contextlib.suppress(OSError, StoreError):
            now, data = load_whole(path)
            reading = load(data)
            if not reading.damage and not reading.newer:
                found.append(Stray(path, now, reading.journal))
    return found


def _linked(path: str, other: str) -> bool:
    """Give a file a second name; False if the file system cannot do that."""
    try:
        os.link(path, other)
    except OSError:
        return False
    return True


def _copy(path: str, data: bytes) -> Copy:
    try:
        written = datetime.fromtimestamp(os.stat(path).st_mtime, UTC)
    except (ValueError, OverflowError):
        written = datetime.fromtimestamp(0, UTC)
    found = load(data)
    folder, name = os.path.split(path.removesuffix(".json"))
    if os.path.basename(folder).startswith(ARCHIVE):
        name = os.path.join(os.path.basename(folder), name)
    return Copy(name, path, written, found.journal, found.damage, found.newer)


def _stamp(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.urandom(2).hex()}"

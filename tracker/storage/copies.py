"""Copies of the file on this machine, never synced: against damage, old backups and regret.

``mirror.json`` has the same bytes, rewritten after each save; ``day-YYYYMMDD.json`` is the mirror
of a day's first save, ten of them. What was replaced (``damaged-…``, ``aside-…``) and what could
not be saved (``unsaved-…``) is never removed, and no more are the archives of `Copies.archive`.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from datetime import UTC, datetime
from typing import NamedTuple

from tracker.domain.journal import Journal
from tracker.storage.document import read
from tracker.storage.files import (
    Identity,
    StoreError,
    identity,
    make_private,
    read_whole,
    reason,
    target_of,
    write_whole,
)

_CONFLICT = re.compile(r"\.sync-conflict-|_conflict-| \([^)]*conflict", re.IGNORECASE)

KEPT = ("unsaved", "aside", "damaged")
DAYS = 10
"""How many daily copies are kept."""


class Copy(NamedTuple):
    """One readable copy of the journal."""

    name: str
    path: str
    written: datetime
    journal: Journal
    damage: str


class Copies:
    """The directory of copies that belongs to one progress file."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.mirror = os.path.join(directory, "mirror.json")
        self._mirrored: Identity | None = None
        self._held = b""
        # The mirror as it was last seen, and its bytes then.

    def prepare(self) -> None:
        """Make the directory, and be sure that it is ours alone."""
        make_private(self.directory)
        status = os.lstat(self.directory)
        if not stat.S_ISDIR(status.st_mode) or (
            os.name == "posix" and status.st_uid != os.geteuid()
        ):
            raise StoreError(f"{self.directory} belongs to another user; remove it")

    def lacking(self, data: bytes) -> Copy | None:
        """The mirror, if it may hold what those bytes lack: None if it is the same or none.

        Raises OSError or `StoreError` if it cannot be read.
        """
        if identity(self.mirror) is None or self.holds(data):
            return None
        self._mirrored, self._held = read_whole(self.mirror)
        return None if self._held == data else _copy(self.mirror, self._held)

    def holds(self, data: bytes) -> bool:
        """Whether the mirror, as far as was seen, has just those bytes."""
        return identity(self.mirror) == self._mirrored is not None and self._held == data

    def keep(self, data: bytes, today: str) -> None:
        """Rewrite the mirror, and keep the day's first. Not forced: the file itself is."""
        self._mirrored, self._held = write_whole(self.mirror, data, forced=False), data
        day = os.path.join(self.directory, f"day-{today}.json")
        with contextlib.suppress(FileExistsError):
            os.link(self.mirror, day)
            for old in self.days()[DAYS:]:
                os.unlink(os.path.join(self.directory, old))

    def keep_aside(self, data: bytes, why: str, now: datetime) -> str:
        """Keep bytes that will be replaced, on the disk before this returns; their path."""
        path = os.path.join(self.directory, f"{why}-{_stamp(now)}.json")
        write_whole(path, data)
        return path

    def log(self, text: str, now: datetime) -> str:
        """Keep what went wrong with the program, and return where; at the worst, say why not."""
        path = os.path.join(self.directory, f"crash-{_stamp(now)}.log")
        try:
            self.prepare()
            write_whole(path, text.encode("utf-8", "backslashreplace"))
        except (OSError, StoreError) as error:
            return f"no log, for {error}"
        return path

    def days(self) -> list[str]:
        """The names of the daily copies, newest first."""
        return self._named("day-")

    def all(self) -> list[Copy]:
        """Every copy that can be restored: the mirror, the days, and what was kept aside."""
        kept = (name for kind in KEPT for name in self._named(f"{kind}-"))
        names = ["mirror.json", *self.days(), *kept]
        return [copy for name in names if (copy := self.copy(name))]

    def copy(self, name: str) -> Copy | None:
        """A copy by name or by path, None if there is none or it cannot be read."""
        path = os.path.join(self.directory, name)
        try:
            return _copy(path, read_whole(path)[1])
        except (OSError, StoreError):
            return None

    def archive(self, path: str, now: datetime) -> str:
        """Move the file and every copy into a folder of their own, and return that."""
        folder = os.path.join(self.directory, f"archive-{_stamp(now)}")
        os.mkdir(folder, 0o700)
        with contextlib.suppress(FileNotFoundError):
            _, data = read_whole(path)
            write_whole(os.path.join(folder, os.path.basename(path)), data)
            os.unlink(target_of(path))
        for copy in self.all():
            os.replace(copy.path, os.path.join(folder, os.path.basename(copy.path)))
        return folder

    def _named(self, beginning: str) -> list[str]:
        try:
            names = os.listdir(self.directory)
        except OSError:
            return []
        return sorted(
            (name for name in names if name.startswith(beginning) and name.endswith(".json")),
            reverse=True,
        )


def conflict_copies(path: str) -> list[str]:
    """The copies of the file that sync programs made beside it because two machines wrote it.

    Syncthing, Dropbox, Nextcloud and their like name them after the file and say "conflict".
    """
    try:
        directory, name = os.path.split(target_of(path))
        names = os.listdir(directory)
    except OSError:
        return []
    stem, ending = os.path.splitext(name)
    return [
        os.path.join(directory, other)
        for other in sorted(names)
        if other.startswith(stem) and other.endswith(ending) and _CONFLICT.match(other[len(stem) :])
    ]


def _copy(path: str, data: bytes) -> Copy:
    try:
        written = datetime.fromtimestamp(os.stat(path).st_mtime, UTC)
    except (ValueError, OverflowError):
        written = datetime.fromtimestamp(0, UTC)
    found = read(data)
    name = os.path.basename(path).removesuffix(".json")
    return Copy(name, path, written, found.journal, found.damage)


def why_not(error: OSError) -> str:
    """A copy that could not be written, in one line; the file itself is safe."""
    return f"the local copy could not be written: {reason(error)}"


def _stamp(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.urandom(2).hex()}"

"""
The one file on the disk: read, join, save whole.

A save is complete or did not happen: the joined document is written to a draft beside the file,
forced to the disk, and renamed over it; then the directory is forced too, and only then is the
save acknowledged. A lock keeps two programs apart; comparing the file's identity before the
rename covers editors and sync clients, which take no locks.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from typing import NamedTuple

from tracker.domain.journal import Journal
from tracker.storage.document import Unreadable, decoded, encoded
from tracker.storage.places import state_directory

LIMIT = 64 << 20
"""Bytes; a larger file is no journal (ten years of it are 2 MB)."""
PATIENCE = 10.0
"""Seconds to wait for another program that is saving."""
TRIES = 20
"""How often a save begins again because the file changed meanwhile."""

# Without O_NONBLOCK, opening a FIFO in the file's place would wait for ever.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_DRAFT = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
)


class StoreError(Exception):
    """The file could not be read or saved. The message is one line: what, where, what to do."""


class Identity(NamedTuple):
    """What tells one state of a file from another without reading it."""

    device: int
    inode: int
    size: int
    changed: int


class Store:
    """One progress file. ``path`` may be a symlink; its target is what is replaced."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._read: Identity | None = None

    def read(self) -> Journal:
        """The journal in the file, empty if there is no file. Never writes."""
        try:
            self._read, journal = self._look()
        except OSError as error:
            raise StoreError(f"cannot read {self.path}: {_reason(error)}") from error
        return journal

    def changed(self) -> bool:
        """Whether somebody else has written the file since it was last read or saved here."""
        try:
            return _identity(os.stat(self.path)) != self._read
        except FileNotFoundError:
            return self._read is not None
        except OSError:
            return False

    def save(self, journal: Journal) -> Journal:
        """
        Save what the file and the journal hold together, and return it.

        When this returns, it is on the disk. Raises `StoreError`; then the file is as it was.
        """
        try:
            with self._locked():
                for _ in range(TRIES):
                    self._read, on_disk = self._look()
                    joined = journal.joined(on_disk)
                    if self._read and joined == on_disk:
                        return joined
                    if self._replace(encoded(joined)):
                        return joined
            raise StoreError(f"cannot save {self.path}: another program keeps writing it")
        except OSError as error:
            raise StoreError(f"cannot save {self.path}: {_reason(error)}") from error

    def _look(self) -> tuple[Identity | None, Journal]:
        """Identity and content of the file as it is now."""
        try:
            file = os.open(self.path, _READ)
        except FileNotFoundError:
            return None, Journal()
        with open(file, "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise StoreError(f"{self.path} is not a file; move it away")
            if status.st_size > LIMIT:
                raise StoreError(f"{self.path} is larger than {LIMIT >> 20} MB; it is no journal")
            data = stream.read()
        try:
            return _identity(status), decoded(data)
        except Unreadable as error:
            raise StoreError(f"{self.path} is {error}; nothing was changed") from None

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # noqa: PLC0415  # only a save needs it

        state = state_directory(self.path)
        os.makedirs(state, mode=0o700, exist_ok=True)
        try:
            with FileLock(os.path.join(state, "lock"), timeout=PATIENCE, mode=0o600):
                yield
        except Timeout:
            raise StoreError(
                f"cannot save {self.path}: another layzner is saving; try again"
            ) from None

    def _replace(self, data: bytes) -> bool:
        """Put the data in the file's place; False if somebody else changed the file meanwhile."""
        target = os.path.realpath(self.path)
        directory = os.path.dirname(target)
        if self._read is None:
            os.makedirs(directory, mode=0o700, exist_ok=True)
        draft = os.path.join(directory, f".{os.path.basename(target)}.{os.urandom(4).hex()}.tmp")
        file = os.open(draft, _DRAFT, 0o600)
        try:
            try:
                _keep_owner(file, target)
                _write_all(file, data)
                _force(file)
                written = _identity(os.fstat(file))
            finally:
                os.close(file)
            if self.changed():
                return False
            os.replace(draft, target)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(draft)
        self._read = written
        _force_directory(directory)
        return True


def _identity(status: os.stat_result) -> Identity:
    return Identity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _keep_owner(file: int, target: str) -> None:
    """Give the draft the mode and owner of the file it will replace, where the system has them."""
    if os.name != "posix":
        return
    with contextlib.suppress(FileNotFoundError):
        old = os.stat(target)
        os.fchmod(file, stat.S_IMODE(old.st_mode))
        if os.geteuid() == 0:
            os.fchown(file, old.st_uid, old.st_gid)


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _force(file: int) -> None:
    """Force a file to the disk, on macOS past the drive's cache too."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415  # exists there only

        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    else:
        os.fsync(file)


def _force_directory(directory: str) -> None:
    """Force the renaming to the disk; Windows has no such step and does it with the file."""
    if os.name != "posix":
        return
    file = os.open(directory, os.O_RDONLY)
    try:
        _force(file)
    finally:
        os.close(file)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)

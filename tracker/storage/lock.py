"""The lock that keeps our own programs apart while one of them saves.

It is one of the system's own: it ends with the program that holds it, however that ends, and needs
only an empty file that stays. Loading a library for it (filelock) takes 54 ms, a save 3.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tracker.storage.files import where_known

PAUSE = 0.005
"""Seconds between two tries."""


class Held(Exception):
    """Another program held the lock all the time."""


@contextmanager
def locked(path: str, patience: float) -> Iterator[None]:
    """Hold the lock of that file, which is made if need be.

    Raises `Held` if another program holds it for ``patience`` seconds, `OSError` if there can be
    no lock.
    """
    descriptor = _opened(path)
    try:
        end = time.monotonic() + patience
        while not _taken(descriptor):
            if time.monotonic() > end:
                raise Held
            time.sleep(PAUSE)
        yield
    finally:
        _given_up(descriptor)


def _opened(path: str) -> int:
    """Open the file of the lock, but not through a link, even if the system cannot check that."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
    with where_known():
        return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
    if os.path.islink(path):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    return os.open(path, flags, 0o600)


if sys.platform == "win32":
    import msvcrt

    def _taken(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _given_up(descriptor: int) -> None:
        with suppress(OSError):  # it was never ours
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        os.close(descriptor)

else:
    import fcntl

    def _taken(descriptor: int) -> bool:
        # Without locks, the check of the file just before it is replaced has to suffice.
        with where_known():
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return True

    def _given_up(descriptor: int) -> None:
        with suppress(OSError):  # closing gives it up too
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)

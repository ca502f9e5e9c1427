"""The lock that keeps our own programs apart while one of them saves.

Of the system's own locks: it goes with the program that holds it, however that ends, and what
keeps it is an empty file that stays. A lock library takes longer to load than a save takes.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE = 0.005
"""Seconds between two tries."""
_NONE_HERE = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK}
"""The file system knows no locks: the look at the file before it is replaced has to do."""


class Held(Exception):
    """Another program holds the lock, and went on holding it."""


@contextmanager
def locked(path: str, patience: float) -> Iterator[None]:
    """Hold the lock of that file, which is made if need be.

    Raises `Held` when another program holds it for so many seconds, `OSError` when there can be
    none.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        end = time.monotonic() + patience
        while not _taken(descriptor):
            if time.monotonic() > end:
                raise Held
            time.sleep(PAUSE)
        yield
        _given_up(descriptor)
    finally:
        os.close(descriptor)  # which gives the lock up too


if sys.platform == "win32":
    import msvcrt

    def _taken(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _given_up(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NONE_HERE:
                raise
        return True

    def _given_up(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

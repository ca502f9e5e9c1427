"""A file, read whole and written whole.

A write is complete or did not happen: a draft beside the file is forced to the disk and renamed
over it, then the directory is forced, too. If a system lacks one of these steps, what replaces it
is said there.
"""

import contextlib
import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.

LIMIT = 64 << 20
"""Bytes; a larger file is not a journal (ten years of one are 2 MB)."""
STALE = 3600
"""Seconds after which a draft must have been left by a dead program."""

# Without O_NONBLOCK, opening a FIFO in the file's place would wait forever.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# A new file is never made through a link, whatever the system calls that.
_DRAFT = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_UNKNOWN = {
    *(errno.EPERM, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK)
}
"""What file systems answer that lack a step: FAT, FUSE, SMB, NFS, shared folders."""
_GIVEN = r"/dev/(stdout|stderr)|(?:/dev|/proc/self)/fd/([0-9]{1,4})"
"""The names of files that the program was given already open, whatever they are."""
_BUSY = (5, 32, 33)
"""Windows: denied, shared, locked; a scanner or a sync client holds the file for a moment."""


class StoreError(Exception):
    """The file could not be read or saved. The message is one line: what, where, what to do."""


class Unsure(StoreError):
    """The file is written, but may not have reached the disk for good."""


class AlreadyThere(StoreError):
    """There is a file of that name, and it stays as it is."""


class NotForced(OSError):
    """The file is written, but the system could not say that it is on the disk."""


class Identity(NamedTuple):
    """What tells one state of a file from another without reading it."""

    device: int
    inode: int
    size: int
    changed: int


def identity(path: str) -> Identity | None:
    """The identity of what is there now; None if nothing is."""
    try:
        return identity_of(os.stat(path))
    except FileNotFoundError:
        return None


def load_whole(path: str, most: int = LIMIT, what: str = "journal") -> tuple[Identity, bytes]:
    """Identity and bytes of a file of at most that many bytes.

    Raises OSError, and `StoreError` for anything that cannot be ``what`` it should be.
    """
    refuse_strangers_link(path)
    file = os.open(path, _READ)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            then = "; move it away" if what == "journal" else f" that can be a {what}"
            raise StoreError(f"{path} is not a file{then}")
        chunks, size = [], 0
        while max(size, status.st_size) <= most and (chunk := os.read(file, 1 << 20)):
            chunks.append(chunk)
            # It can grow meanwhile, and files of the system itself claim to be empty.
            size += len(chunk)
        if max(size, status.st_size) > most:
            then = "; move it away" if what == "journal" else ""
            raise StoreError(f"{path} is larger than {most >> 20} MB, too large for a {what}{then}")
        return identity_of(status), b"".join(chunks)
    finally:
        os.close(file)


def write_whole(
    path: str,
    data: bytes,
    *,
    unless: Callable[[], bool] | None = None,
    forced: bool = True,
    mode: int = 0o600,
) -> Identity | None:
    """Put the data in a file's place, and return the identity it then has.

    A symlink stays one: its target is replaced, and keeps its mode and owner. A new file has the
    ``mode``, as far as the umask allows. ``unless`` is called at the last moment; if it returns
    true, nothing changes and None is returned. ``forced`` waits for the disk. Raises OSError; then
    no draft is left, and the file is as it was, except after `NotForced`.
    """
    target = target_of(path)
    directory, draft = os.path.dirname(target), draft_beside(target)
    file = os.open(draft, _DRAFT, mode)
    try:
        try:
            _keep_owner(file, target)
            _write_all(file, data)
            if forced:
                _force(file)
            written = identity_of(os.fstat(file))
        finally:
            os.close(file)
        if unless is not None and unless():
            return None
        _rename(draft, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)
    if forced:
        try:
            force_directory(directory)
        except OSError as error:
            raise NotForced(*error.args) from error
    return written


def load_named(file: str, limit: int) -> bytes:
    """The bytes of a file that the viewer named, at most one more than the limit.

    What the program was given already open, such as ``/dev/fd/63``, is read, too. Raises
    `StoreError`.
    """
    path = os.path.abspath(file)
    try:
        if (number := _given(path)) is not None:
            return _read_up_to(os.dup(number), limit)
        if os.path.isdir(path):
            raise StoreError(f"{file} is a directory; name the file in it")
        handle = os.open(path, _READ)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise StoreError(f"{file} is not a file that can be read to its end")
        return _read_up_to(handle, limit)
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise StoreError(f"cannot read {file}: {why}") from error


def _read_up_to(handle: int, limit: int) -> bytes:
    with open(handle, "rb") as stream:
        return stream.read(limit + 1)


def write_named(file: str, data: bytes) -> bool:
    """Put the data in a file that the viewer named. Raises `StoreError`; then it is as it was.

    A device or a FIFO is written into, and stays what it is; a FIFO that nothing reads is not
    waited for. So is what the program was given already open, such as ``/dev/stdout``: then nothing
    else should be said there, and the result is False.
    """
    path = os.path.abspath(file)
    number = _given(path)
    try:
        if number is not None:
            _write_all(number, data)
        elif _is_regular(path):
            write_whole(path, data, mode=0o666)
        else:
            _write_into(path, data)
    except OSError as error:
        why = "nothing is reading from it" if error.errno == errno.ENXIO else reason(error)
        raise StoreError(f"cannot write {file}: {why}") from error
    return number is None


def _given(path: str) -> int | None:
    """The number of a file that the program was given already open; None for any other."""
    given = re.fullmatch(_GIVEN, path)
    return given and ({"stdout": 1, "stderr": 2}.get(given[1]) or int(given[2]))


def write_new(file: str, data: bytes) -> None:
    """Put the data in a file that is not there yet; nothing is written over.

    Raises `AlreadyThere`, or another `StoreError`.
    """
    path = os.path.abspath(file)

    def is_there() -> bool:
        return os.path.lexists(path)

    try:
        if not is_there() and write_whole(path, data, unless=is_there, mode=0o666):
            return
    except OSError as error:
        raise StoreError(f"cannot write {file}: {reason(error)}") from error
    raise AlreadyThere(f"there is a {file} already, and it stays as it is")


def _is_regular(path: str) -> bool:
    """Whether there is a regular file, or nothing yet."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        return True


def _write_into(path: str, data: bytes) -> None:
    file = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        os.set_blocking(file, True)
        _write_all(file, data)
    finally:
        os.close(file)


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def remove_stale_drafts(path: str, now: float) -> None:
    """Remove the drafts of programs that died while saving this file."""
    directory, name = os.path.split(target_of(path))
    for other in os.listdir(directory):
        if other.startswith(f".{name}.") and other.endswith(".tmp"):
            draft = os.path.join(directory, other)
            status = os.lstat(draft)
            if stat.S_ISREG(status.st_mode) and now - status.st_mtime > STALE:
                os.unlink(draft)


def target_of(path: str) -> str:
    """Where a path leads if it is a link, else the path. Raises OSError rather than guessing."""
    for _ in range(40):
        try:
            link = os.readlink(path)
        except FileNotFoundError:
            return path
        except OSError as error:
            if error.errno == errno.EINVAL:  # not a link
                return path
            raise
        path = os.path.join(os.path.dirname(path), link)
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def make_private(directory: str) -> None:
    """Make a directory and any missing ones above it, for the viewer alone."""
    above = os.path.dirname(directory)
    if above != directory and not os.path.isdir(above):
        make_private(above)
    with contextlib.suppress(FileExistsError):
        os.mkdir(directory, 0o700)


def refuse_strangers_link(path: str) -> None:
    """Raise `StoreError` if another user made the path a link: it may lead anywhere."""
    if os.name != "posix":
        return
    with contextlib.suppress(FileNotFoundError):
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode) and status.st_uid not in (0, os.geteuid()):
            raise StoreError(f"{path} is a link that another user made; it is not followed")


def reason(error: OSError) -> str:
    """Why, in the system's words."""
    return error.strerror or str(error)


def about(error: OSError, known: str = "") -> str:
    """Which path failed and why; without the path, if it is the one that is ``known`` anyway."""
    path = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else known
    if path.endswith(".tmp"):
        # The viewer need not know that a draft is made beside the file.
        path = os.path.dirname(path)
    return reason(error) if path == known else f"{path}: {reason(error)}"


@contextlib.contextmanager
def where_known() -> Iterator[None]:
    """Take a step that some file systems lack: there, it is left out."""
    try:
        yield
    except OSError as error:
        if error.errno not in _UNKNOWN:
            raise


def identity_of(status: os.stat_result) -> Identity:
    """The identity of a file with that status."""
    return Identity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _keep_owner(file: int, target: str) -> None:
    """Give the draft the mode and owner of the file it will replace, if the system has them."""
    if os.name != "posix":
        return
    with contextlib.suppress(FileNotFoundError):
        old = os.stat(target)
        with where_known():
            os.fchmod(file, stat.S_IMODE(old.st_mode))
        if os.geteuid() == 0:
            with where_known():
                os.fchown(file, old.st_uid, old.st_gid)


def _rename(draft: str, target: str) -> None:
    """Rename; on Windows, wait up to 2.5 s for other programs to close the file."""
    for attempt in range(25):
        try:
            os.replace(draft, target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _BUSY or attempt == 24:
                raise
            time.sleep(0.1)
        else:
            return


def _force(file: int) -> None:
    """Force a file to the disk; on macOS, past the drive's cache, too."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415  # does not exist on Windows

        with where_known():
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
            return
    with where_known():
        os.fsync(file)


def draft_beside(path: str) -> str:
    """An unpredictable name for what is to replace a file."""
    directory, name = os.path.split(path)
    return os.path.join(directory, f".{name}.{os.urandom(4).hex()}.tmp")


def force_directory(directory: str) -> None:
    """Force a rename to the disk. Windows has no such step: NTFS keeps the order itself."""
    if os.name != "posix":
        return
    with where_known():
        file = os.open(directory, os.O_RDONLY)
        try:
            _force(file)
        finally:
            os.close(file)

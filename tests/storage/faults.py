"""Failures of the system on demand: at any call that a save makes, in this process or in a child.

Only the standard library is replaced, never the program's own code, so that what is tested is what
runs.
"""

from __future__ import annotations

import fcntl
import os
import signal
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, cast

from tracker.domain.journal import Journal
from tracker.storage.document import load
from tracker.storage.store import Store

SYSTEM = (
    *("open", "read", "write", "fsync", "fchmod", "fchown", "replace", "link", "unlink", "close"),
    *("stat", "fstat", "lstat", "readlink", "listdir", "makedirs", "mkdir", "utime"),
)
"""The functions of `os` through which a save reaches the disk; to them comes the lock's flock."""


class Call(NamedTuple):
    """One call: its name, and the path it was about, also when it was given a descriptor."""

    name: str
    path: str
    to: str = ""
    """Where something is renamed or linked to."""
    mode: int = 0
    """How something is opened, or which lock is asked for."""


Real = Callable[..., object]
Given = Sequence[object]
Fault = Callable[[Call, Real, Given], object]
"""What happens in a call's place; it may make the real one."""


def failing(error: int) -> Fault:
    """The call fails; a write has then written a third, and a close has closed."""

    def fault(call: Call, real: Real, given: Given) -> object:
        if call.name == "write":
            _written(real, given, 3)
        if call.name == "close":
            real(*given)
        raise OSError(error, os.strerror(error))

    return fault


def killed_before(_call: Call, _real: Real, _given: Given) -> object:
    """The process dies instead of making the call."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def killed_after(call: Call, real: Real, given: Given) -> object:
    """The process dies when the call is done, whether it did well or not."""
    try:
        return real(*given)
    finally:
        killed_before(call, real, given)


def torn(call: Call, real: Real, given: Given) -> object:
    """The process dies when half is written."""
    _written(real, given, 2)
    return killed_before(call, real, given)


def short(_call: Call, real: Real, given: Given) -> object:
    """A write takes seven bytes, as it may."""
    file, data = cast("tuple[int, bytes]", given)
    return real(file, bytes(data)[:7])


def stopped_before(_call: Call, real: Real, given: Given) -> object:
    """The process stands still until it is told to go on."""
    os.kill(os.getpid(), signal.SIGSTOP)
    return real(*given)


def meanwhile(act: Callable[[], object]) -> Fault:
    """Somebody else does something just before the call."""

    def fault(_call: Call, real: Real, given: Given) -> object:
        act()
        return real(*given)

    return fault


class Calls:
    """While entered, every system call is counted and recorded, and one of them may fail.

    Which one is its number, from 1, or the first that answers to ``at``; with ``always``, all that
    do. Nothing waits: `time.sleep` returns at once. It is recorded, and has no number.
    """

    def __init__(
        self, at: int | Callable[[Call], bool] = 0, fault: Fault = short, *, always: bool = False
    ) -> None:
        self.made: list[Call] = []
        self.struck = False
        self._at = at
        self._fault = fault
        self._always = always
        self._number = 0
        self._paths: dict[object, str] = {}
        self._real: list[tuple[object, str, Real]] = []

    def __enter__(self) -> Self:
        places = [(os, name) for name in SYSTEM] + [(fcntl, "flock"), (time, "sleep")]
        for module, name in places:
            real = cast("Real", getattr(module, name))
            self._real.append((module, name, real))
            setattr(module, name, self._watched(name, real if name != "sleep" else _at_once))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for module, name, real in self._real:
            setattr(module, name, real)

    def names(self, *names: str) -> list[Call]:
        """The calls of those names, in order."""
        return [call for call in self.made if call.name in names]

    def first(self, name: str, path: str = "") -> int:
        """The place of the first call of that name whose path, or new path, ends so."""
        for place, call in enumerate(self.made):
            if call.name == name and (call.to or call.path).endswith(path):
                return place
        raise AssertionError(f"no {name} of {path} in {self.made}")

    def _watched(self, name: str, real: Real) -> Real:
        def watched(*given: object, **named: object) -> object:
            call = self._call(name, given)
            self.made.append(call)
            self._number += name != "sleep"
            due = self._at(call) if callable(self._at) else self._number == self._at
            if due and (self._always or not self.struck):
                self.struck = True
                return self._fault(call, lambda *args: real(*args, **named), given)
            answer = real(*given, **named)
            if name == "open":
                self._paths[answer] = call.path
            return answer

        return watched

    def _call(self, name: str, given: Given) -> Call:
        about = given[0] if given else "."
        path = self._paths.get(about, "?") if isinstance(about, int) else str(about)
        to = str(given[1]) if name in ("replace", "link") else ""
        mode = given[1] if name in ("open", "flock") else 0
        return Call(name, path, to, mode if isinstance(mode, int) else 0)


def forked(work: Callable[[], object]) -> int:
    """A child that does this and no more; its process id."""
    with warnings.catch_warnings():
        # Threads that other tests left idle hold nothing that the child needs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  # nothing may go on in a child as if it were pytest
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


def outcome(child: int) -> int:
    """Wait for a child; how it ended: 0, 1, or the negative number of a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def drafts(directory: Path) -> list[Path]:
    """What saves have left below a directory."""
    return [path for path in directory.rglob("*") if path.name.endswith(".tmp")]


def contents(directory: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file below a directory with what would show that it was touched."""
    return {
        str(path): (path.lstat().st_ino, path.lstat().st_mtime_ns, path.read_bytes())
        for path in directory.rglob("*")
        if path.is_file()
    }


def marked(journal: Journal, *entries: str, do: str = "watched") -> Journal:
    """The journal and a mark of each of those entries."""
    for entry in entries:
        journal = journal.recorded([{"do": do, "guide": "small", "entry": entry}], _digits())
    return journal


def marks(journal: Journal) -> set[str]:
    """The entries that a journal has marks of."""
    return {
        str(event["entry"])
        for event in journal.events.values()
        if isinstance(event, dict) and "entry" in event
    }


def on_disk(store: Store) -> set[str]:
    """The marks in the file alone, which has to be whole."""
    return marks(whole(Path(store.path).read_bytes()))


def whole(data: bytes) -> Journal:
    """The journal in bytes that have to be a whole document."""
    reading = load(data)
    assert not reading.damage
    return reading.journal


def _digits() -> Iterator[str]:
    for _ in count():
        yield os.urandom(4).hex()


def _at_once(_seconds: float) -> None:
    """A wait that is over."""


def _written(real: Real, given: Given, parts: int) -> None:
    file, data = cast("tuple[int, bytes]", given)
    real(file, bytes(data)[: len(data) // parts])

"""However the interface is left, each mark that was taken is on the disk."""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import terminal
from tests.support import REAL
from tests.terminal import Terminal
from tracker.cli.main import main
from tracker.session.sitting import Session
from tracker.storage.places import progress_file, state_directory
from tracker.storage.store import Store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

IN_TIME = 6.0
"""Seconds that leaving may take."""
SLOW = """
import os, time
fsync = os.fsync
def slow(file):
    time.sleep(0.05)
    fsync(file)
os.fsync = slow
"""
"""A disk that takes its time: twice this for each save."""


@pytest.fixture(autouse=True)
def _true_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window's size is that of the terminal, not of the one the tests were started in."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("LINES", raising=False)


class Way(NamedTuple):
    """A way to leave."""

    leave: Callable[[Terminal], None]
    code: int | None
    """The exit code, None where nobody is left to ask for it."""


KEYS = {"q": "q", "ctrl+c": "\x03"}
"""Keys that leave; they stand in one burst with those that mark."""
WAYS = {
    **{key: Way(lambda _: None, 0) for key in KEYS},
    "SIGTERM": Way(lambda screen: screen.signal("SIGTERM"), 128 + 15),
    "SIGHUP": Way(lambda screen: screen.signal("SIGHUP"), 128 + 1),
    "window": Way(lambda screen: screen.hang_up(), None),
}


def prepared(directory: Path) -> str:
    """A data directory whose viewer was greeted and has read all notes: no sheet opens."""
    path = progress_file(str(directory))
    session = Session(
        REAL,
        Store(path, state_directory, lambda: datetime.now().astimezone()),
        lambda: datetime.now().astimezone(),
        os.urandom,
    )
    session.tell(seen=True)
    session.read(REAL.notes)
    session.save()
    return path


def disk(tmp_path: Path, kind: str) -> dict[str, str]:
    """The environment of a program on such a disk."""
    if kind == "fast":
        return {}
    directory = tmp_path / "slow"
    directory.mkdir(exist_ok=True)
    (directory / "sitecustomize.py").write_text(SLOW, encoding="utf-8")
    return {"PYTHONPATH": str(directory)}


def command(path: str) -> list[str]:
    """The program on that file."""
    return [sys.executable, "-m", "tracker", "--data-dir", os.path.dirname(path)]


def watched(path: str) -> int:
    """How many entries the file has as watched."""
    events = json.loads(Path(path).read_bytes())["events"].values()
    marks = [event["entry"] for event in events if event["do"] == "watched"]
    assert len(marks) == len(set(marks))
    return len(marks)


def shown(screen: Terminal) -> int:
    """How many the screen counts."""
    counted = re.search(r"(\d+) of 40", screen.text)
    assert counted, screen.text
    return int(counted[1])


def exited(screen: Terminal) -> int | None:
    """Wait until the program has ended, whether or not its terminal is there; its exit code."""
    if screen._file >= 0:
        return screen.ended()
    status: list[int] = []

    def wait() -> None:
        with suppress(ChildProcessError):  # when the test gave it up
            status.append(os.waitpid(screen._pid, 0)[1])

    waiting = threading.Thread(target=wait)
    waiting.start()
    waiting.join(IN_TIME)
    if not status:
        screen.close()
        waiting.join()
        raise AssertionError("the program outlives its window")
    screen._code = os.waitstatus_to_exitcode(status[0])
    return screen._code


def leave(tmp_path: Path, way: str, kind: str, trial: int) -> None:
    """Mark, leave at once or when the first mark is on the screen, and look at what is left."""
    path = prepared(tmp_path / f"data-{trial}")
    with terminal.opened(command(path), 100, 30, **disk(tmp_path, kind)) as screen:
        screen.wait_for("0 of 40")
        marks = 3 if way in KEYS else 0
        screen.press("   " + KEYS.get(way, ""))
        end = time.monotonic() + terminal.LIMIT
        while not marks and trial % 2 == 0:
            assert screen._read(end), screen.text
            marks = shown(screen)
        begun = time.monotonic()
        if way not in KEYS:
            WAYS[way].leave(screen)
        code = exited(screen)
        took = time.monotonic() - begun
        if way != "window":
            marks = max(marks, shown(screen))
            assert not screen.is_in_use()
            assert code == WAYS[way].code
            assert screen.output.count(b"\x1b[?1049h") == 1
        assert code is not None
        assert code >= 0, f"killed by signal {-code}"
        assert b"Traceback" not in screen.output
    assert marks <= watched(path) <= 3
    assert took < IN_TIME


matrix = pytest.mark.parametrize(
    ("way", "kind"),
    [
        *((way, "fast") for way in WAYS),
        *(pytest.param(way, "slow", marks=pytest.mark.slow) for way in WAYS),
    ],
)


@matrix
def test_no_mark_is_lost_on_leaving(tmp_path: Path, way: str, kind: str) -> None:
    """Rows 37 and 38: left straight after marks, no mark is lost, and the terminal is as it was.

    By key in one burst with the marks, by signal, or because the window was closed; also on a
    disk that is slow.
    """
    for trial in range(2):
        leave(tmp_path, way, kind, trial)


@pytest.mark.slow
@matrix
def test_no_mark_is_ever_lost_on_leaving(tmp_path: Path, way: str, kind: str) -> None:
    """Rows 37 and 38, with more trials."""
    for trial in range(4):
        leave(tmp_path, way, kind, trial)


def test_a_final_save_that_fails_is_said(tmp_path: Path) -> None:
    """What cannot be saved even at the end is told in one line, exit code 1 and no traceback."""
    path = prepared(tmp_path / "data")
    directory = os.path.dirname(path)
    with terminal.opened(command(path), columns=200) as screen:
        screen.wait_for("0 of 40")
        os.rename(directory, tmp_path / "away")
        Path(directory).write_bytes(b"in the way")
        screen.press(" ")
        screen.wait_for("NOT SAVED")
        screen.press("q")
        assert screen.ended() == 1
        assert not screen.is_in_use()
        _, _, after = screen.output.rpartition(b"\x1b[?1049l")
    assert f"layzner: NOT SAVED: cannot save {path}: ".encode() in after
    assert b"Not a directory" in after
    assert b"Traceback" not in screen.output
    assert Path(directory).read_bytes() == b"in the way"
    assert watched(str(tmp_path / "away/progress.json")) == 0
    # It is known at once, and the next save joins it, also of a verb that changes nothing.
    os.unlink(directory)
    os.rename(tmp_path / "away", directory)
    named = re.search(rb"kept in (/[^ ]+unsaved-[^ ]+), and the next save joins it", after)
    assert named
    kept = Path(named[1].decode())
    assert kept.exists()
    assert main(["watched", "1", "--data-dir", directory]) == 0
    assert watched(path) == 1
    assert not kept.exists()


def test_a_mark_is_kept_until_the_disk_is_back(tmp_path: Path) -> None:
    """Row 10: a mark made while the directory was gone is saved on leaving, once it is back."""
    path = prepared(tmp_path / "data")
    directory = os.path.dirname(path)
    with terminal.opened(command(path), columns=200) as screen:
        screen.wait_for("0 of 40")
        os.rename(directory, tmp_path / "away")
        screen.press(" ")
        screen.wait_for("NOT SAVED")
        assert not os.path.exists(directory)
        os.rename(tmp_path / "away", directory)
        screen.press("q")
        assert screen.ended() == 0
    assert watched(path) == 1


@pytest.mark.parametrize("home", ["there", "in the way"])
def test_a_crash_gives_the_terminal_back(tmp_path: Path, home: str) -> None:
    """A fault of the program itself: the mark is saved, two lines are said, the rest is in a log.

    Nothing that the viewer wrote is on the screen; where no log can be written, that is said.
    """
    path = prepared(tmp_path / "data")
    faulty = (
        "import sys, tracker.tui.app as app\n"
        "from tracker.cli.main import main\n"
        "def fails(self):\n"
        "    thought = self.session.view.progress.current.remarks\n"
        "    raise ValueError('out of fuel')\n"
        "app.LayznerApp.action_undo = fails\n"
        "sys.exit(main())\n"
    )
    asks = [sys.executable, "-c", faulty, "--data-dir", os.path.dirname(path)]
    with terminal.opened(asks, columns=300) as screen:
        screen.wait_for("0 of 40")
        screen.press("rmy own words\x13")
        screen.wait_for("Kept your remark")
        state = state_directory(path)
        if home == "in the way":
            screen.press(" ")
            screen.wait_for("1 of 40")
            os.rename(state, f"{state}-away")
            Path(state).write_bytes(b"")
            screen.press("u")
        else:
            screen.press(" u")
        assert screen.ended() == 1
        assert not screen.is_in_use()
        _, _, after = screen.output.rpartition(b"\x1b[?1049l")
    message = after.decode()
    assert "something went wrong in the program, and it had to end. All marks are saved." in message
    assert "Traceback" not in message
    assert "my own words" not in message
    assert "out of fuel" not in message
    assert watched(path) == 1
    if home == "in the way":
        assert "what happened is in no log: " in message
    else:
        named = re.search(r"what happened is in (\S+\.log)", message)
        assert named
        assert "ValueError: out of fuel" in Path(named[1]).read_text(encoding="utf-8")

"""While the framework loads, the terminal shows the walk, keeps keys, and is given back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if os.name != "posix":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import pty
import termios

from tests import terminal
from tests.support import session
from tests.terminal import Terminal
from tests.tui.test_leaving import prepared
from tracker.storage.settings import Settings
from tracker.tui.app import LayznerApp
from tracker.tui.early import Inks
from tracker.tui.inks import found

SIZE = (100, 30)
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
CODE = """
import os, select, signal, sys
class Loading:
    def find_spec(self, name, path=None, target=None):
        if name == "textual":
            sys.meta_path.remove(self)
            {act}
while os.get_terminal_size(1) != {size} or os.path.exists({hold!r}):
    pass
sys.meta_path.insert(0, Loading())
from tracker.cli.main import main
sys.exit(main())
"""
"""Does something just as the framework begins to be loaded; nothing at all while it is held."""
HOLD = "hold"
KEYS = "select.select([0], [], [])"


@pytest.fixture(autouse=True)
async def _inks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An earlier session has kept its inks."""
    for name in ("COLUMNS", "LINES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in TERMINAL.items():
        monkeypatch.setenv(name, value)
    app = LayznerApp(session(tmp_path))
    async with app.run_test(size=SIZE):
        Inks(Settings(), os.environ).keep(found(app))


@contextmanager
def opened(tmp_path: Path, act: str) -> Iterator[Terminal]:
    """The interface, that does something as the framework begins to be loaded."""
    path = prepared(tmp_path / "data")
    code = CODE.format(act=act, size=SIZE, hold=str(tmp_path / HOLD))
    command = [sys.executable, "-c", code, "--data-dir", os.path.dirname(path)]
    with terminal.opened(command, *SIZE) as screen:
        yield screen


def mode(file: int) -> list[object]:
    """The mode of a terminal."""
    return termios.tcgetattr(file)


@pytest.fixture
def fresh() -> Iterator[list[object]]:
    """The mode of a terminal that nobody has changed."""
    files = pty.openpty()
    yield mode(files[0])
    for file in files:
        os.close(file)


def is_as_it_was(screen: Terminal, fresh: list[object]) -> bool:
    """Whether nothing of the program is left in the terminal."""
    return not screen.is_in_use() and mode(screen._file) == fresh


def test_the_walk_stands_before_the_framework_is_loaded(
    tmp_path: Path, fresh: list[object]
) -> None:
    """It is there to be read, and what is typed at it is done and echoed nowhere."""
    with opened(tmp_path, KEYS) as screen:
        screen.wait_for("0 of 40")
        screen.wait_for("? help")
        assert b"\x1b[?1000h" not in screen.output, "the framework has begun"
        screen.press("jj")
        screen.wait_for("Episode 3 ·")
        assert b"jj" not in screen.output
        screen.press("q")
        assert screen.ended() == 0
        assert is_as_it_was(screen, fresh)
        assert screen.output.count(b"\x1b[?1049h") == 1


def test_what_was_echoed_before_the_first_moment_is_taken_away(tmp_path: Path) -> None:
    """It is done all the same."""
    (tmp_path / HOLD).touch()
    with opened(tmp_path, "pass") as screen:
        screen.press("jj")
        screen.wait_for("jj")
        (tmp_path / HOLD).unlink()
        screen.wait_for("Episode 3 ·")
        shell, _, _ = screen.output.partition(b"\x1b[?1049h")
        assert shell == b"jj\r\x1b[K"
        screen.press("q")
        assert screen.ended() == 0


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_while_it_loads_leaves_the_terminal_as_it_was(
    tmp_path: Path, fresh: list[object], name: str, code: int
) -> None:
    """The frame goes, and the mode is that of the shell."""
    with opened(tmp_path, f"os.kill(os.getpid(), signal.{name})") as screen:
        assert screen.ended() == code
        assert b"0 of 40" in screen.output
        assert is_as_it_was(screen, fresh)


def test_a_framework_that_cannot_be_loaded_leaves_the_terminal_as_it_was(
    tmp_path: Path, fresh: list[object]
) -> None:
    """Whatever is wrong with it is said on the screen of the shell."""
    with opened(tmp_path, "raise ImportError('half installed')") as screen:
        assert screen.ended() == 1
        assert is_as_it_was(screen, fresh)
        _, _, after = screen.output.rpartition(b"\x1b[?1049l")
        assert b"half installed" in after


def test_a_file_that_cannot_be_opened_leaves_the_terminal_as_it_was(
    tmp_path: Path, fresh: list[object]
) -> None:
    """What is wrong with it is said on the screen of the shell, which nothing has left."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/progress.json").mkdir()
    code = "import sys; from tracker.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "--data-dir", str(tmp_path / "data")]
    with terminal.opened(command, *SIZE) as screen:
        assert screen.ended() == 1
        assert b"is not a file" in screen.output
        assert b"\x1b[?1049h" not in screen.output
        assert is_as_it_was(screen, fresh)


def test_it_can_be_put_to_sleep_while_it_loads(tmp_path: Path, fresh: list[object]) -> None:
    """The shell has its screen and mode meanwhile; then the walk stands there again."""
    with opened(tmp_path, "os.kill(os.getpid(), signal.SIGTSTP)") as screen:
        screen.wait_for_output(b"\x1b[?1049l", 0)
        _, status = os.waitpid(screen._pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        screen.pump(0)
        assert is_as_it_was(screen, fresh)
        since = len(screen.output)
        screen.signal("SIGCONT")
        screen.wait_for_output(b"0 of 40", since)
        screen.press("j")
        screen.wait_for("Episode 2 ·")
        screen.press("q")
        assert screen.ended() == 0
        assert is_as_it_was(screen, fresh)


def test_the_framework_puts_it_to_sleep_as_it_was(tmp_path: Path, fresh: list[object]) -> None:
    """The mode that the framework gives back is that of the shell, not that of the first frame."""
    with opened(tmp_path, "pass") as screen:
        screen.wait_for_output(b"\x1b[?1000h", 0)
        screen.press("\x1a")
        screen.wait_for_output(b"\x1b[?1049l", 0)
        _, status = os.waitpid(screen._pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        screen.pump(0)
        assert is_as_it_was(screen, fresh)
        since = len(screen.output)
        screen.signal("SIGCONT")
        screen.wait_for_output(b"0 of 40", since)
        assert screen.output.count(b"\x1b[?1049h") == 2
        screen.press("q")
        assert screen.ended() == 0
        assert is_as_it_was(screen, fresh)

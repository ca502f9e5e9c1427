"""What the program costs, against bare apps of the framework and a bare Python, in one run.

    python tests/bench/interface.py [COMMAND]     COMMAND is layzner as installed from a wheel

In a pseudo-terminal of 100 columns and 30 lines: a list of forty rows of Textual's own, an app with
nothing but a line, the real guide with a pass half done, and a guide of 10,000 entries with a
journal of 100,000 events. Runs take turns; a table of medians, and for keys of the 95th percentile,
is printed with the ratios and what they ought to be.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.bench.life import live
from tests.bench.start import PLACES, medians
from tracker.domain.journal import Journal
from tracker.domain.union import Json
from tracker.storage.document import Writer

RUNS, HUGE_RUNS = 7, 2
PRESSES = 90
QUIET = 0.04
"""Seconds without output that end the answer to a key."""
REST = 5.0
"""Seconds to watch an app at rest."""
LIST = """
import sys
from textual.app import App
from textual.widgets import OptionList
class List(App):
    BINDINGS = [("j", "down", "Down"), ("k", "up", "Up"), ("q", "quit", "Quit")]
    def compose(self):
        yield OptionList(*[f"Title number {n:05}    S01E{n % 24:02}" for n in range(40)])
    def action_down(self): self.query_one(OptionList).action_cursor_down()
    def action_up(self): self.query_one(OptionList).action_cursor_up()
List().run()
"""
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Static("Title number")
Bare().run()
"""


STARTED = b"\x1b[?2004h"
"""What the framework writes when it has started."""
LAST = b" quit"
"""What is written last of a whole frame."""
ENTRIES, EVENTS = 10_000, 100_000
"""Of the huge guide, and of its journal."""


def huge(python: str, directory: Path) -> list[str]:
    """The command that opens a copy of the program with a huge guide, half of it watched."""
    where = [python, "-c", "import tracker; print(tracker.__path__[0])"]
    package = subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip()
    shutil.copytree(package, directory / "tracker")
    ids = [f"tv-{number:02}" for number in range(1, ENTRIES + 1)]
    lines = ['schema = 2\nid = "layzner"\ntitle = "Blue Comet SPT Layzner"\n[[kind]]']
    lines.append('id = "tv"\nname = "episode"\nplural = "episodes"\nminutes = 24')
    for at, entry in enumerate(ids):
        if at % (ENTRIES // 25) == 0:
            part = at * 25 // ENTRIES + 1
            lines.append(f'[[part]]\nid = "part-{part}"\nname = "Part {part}"')
        lines.append(f'[[part.entry]]\nid = "{entry}"\ntitle = "Title number {at + 1}"')
    (directory / "tracker/guides/layzner.toml").write_text("\n".join(lines), encoding="utf-8")
    first, half = datetime(2015, 1, 1, 20, tzinfo=UTC), ENTRIES // 2
    events: dict[str, Json] = {}
    for at in range(EVENTS):
        number, place = divmod(at + half, ENTRIES)
        events[f"{at + 1:08}-00000000"] = {
            "at": (first + timedelta(days=at // 30, minutes=at % 30)).isoformat(),
            "do": "watched",
            "entry": ids[place],
            "guide": "layzner",
            "pass": number + 1,
        }
    data = Writer().written(Journal(events))
    (directory / "progress.json").write_bytes(data)
    run = f"import sys; sys.path.insert(0, {str(directory)!r}); from tracker.__main__ import main"
    return [python, "-c", f"{run}; sys.exit(main())", "--data-dir", str(directory)]


class Run:
    """One run of a program in a pseudo-terminal."""

    def __init__(self, command: Sequence[str], ready: bytes, typed: bytes = b"") -> None:
        """``typed`` is typed before there is anything to be seen."""
        self._start = time.perf_counter()
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execvp(command[0], list(command))
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        os.write(self._file, typed)
        seen = b""
        while ready not in seen:
            seen += self._read(20.0)
        # The frame that has it is complete with the end of its synchronized update.
        while b"\x1b[?2026l" not in seen.rpartition(ready)[2] and (more := self._read(QUIET)):
            seen += more
        self.first_frame = self.last_frame = time.perf_counter() - self._start
        # A first frame can stand before the framework is there.
        while STARTED not in seen:
            seen += self._read(20.0)
        while self._read(0.4):
            self.last_frame = time.perf_counter() - self._start

    def press(self, key: bytes, quiet: float = QUIET) -> tuple[float, int]:
        """Seconds until the last paint that a key causes, and its bytes."""
        start = last = time.perf_counter()
        os.write(self._file, key)
        answer = b""
        while more := self._read(2.0 if not answer else quiet):
            answer += more
            last = time.perf_counter()
        return last - start, len(answer)

    def memory(self) -> float:
        """Peak memory in MiB."""
        status = Path(f"/proc/{self._pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def rest(self) -> tuple[float, float]:
        """Seconds of processor time, and how often it wakes, in a second at rest."""
        busy, woken = self._busy()
        end = time.perf_counter() + REST
        while (left := end - time.perf_counter()) > 0:
            self._read(left)
        now, waking = self._busy()
        return (now - busy) / REST, (waking - woken) / REST

    def leave(self) -> float:
        """Seconds from the key that leaves to the end."""
        start = time.perf_counter()
        os.write(self._file, b"q")
        while self._read(5.0):
            pass
        os.waitpid(self._pid, 0)
        os.close(self._file)
        return time.perf_counter() - start

    def _busy(self) -> tuple[float, int]:
        """Seconds of processor time, and how often it woke, since it began."""
        busy, woken = 0, 0
        for task in Path(f"/proc/{self._pid}/task").iterdir():
            busy += int((task / "schedstat").read_text(encoding="ascii").split()[0])
            found = re.search(r"\nvoluntary\D+(\d+)", (task / "status").read_text(encoding="ascii"))
            woken += int(found[1]) if found else 0
        return busy / 1e9, woken

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._file], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self._file, 1 << 16)
        except OSError:
            return b""


def pressed(
    run: Run, keys: Sequence[bytes], presses: int = PRESSES, quiet: float = QUIET
) -> tuple[float, int]:
    """The 95th percentile of the last paint, and the median of bytes."""
    answers = [run.press(keys[at % len(keys)], quiet) for at in range(presses)][presses // 6 :]
    times = sorted(seconds for seconds, _ in answers)
    size = round(statistics.median(many for _, many in answers))
    return times[int(len(times) * 0.95)], size


def main() -> None:
    """Measure, and print a table."""
    found = sys.argv[1] if len(sys.argv) > 1 else shutil.which("layzner")
    if found is None:
        sys.exit("layzner is not installed; name its path")
    python = str(Path(found).with_name("python"))
    answers = medians(found)
    nothing = answers.pop("python -c pass")
    with tempfile.TemporaryDirectory() as home:
        os.environ |= dict.fromkeys(PLACES, home)
        live(Path(home), 1)
        apps = {
            "list": ([python, "-c", LIST], b"Title number"),
            "bare": ([python, "-c", BARE], b"Title number"),
            "layzner": ([found, "--data-dir", home], LAST),
            "huge": (huge(python, Path(home, "huge")), LAST),
        }
        first: dict[str, list[float]] = {name: [] for name in apps}
        left: dict[str, list[float]] = {name: [] for name in apps}
        typed: dict[str, list[float]] = {name: [] for name in apps}
        for number in range(RUNS + 1):
            for name, (command, ready) in apps.items():
                if name == "huge" and number > HUGE_RUNS:
                    continue
                run = Run(command, ready)
                took = run.leave()
                early = Run(command, ready, b"j")
                early.leave()
                if number:
                    typed[name].append(early.last_frame)
                    first[name].append(run.first_frame)
                    left[name].append(took)
        runs = {name: Run(*app) for name, app in apps.items()}
        memory = {name: run.memory() for name, run in runs.items()}
        moves = {
            name: pressed(runs[name], [b"j"] * 15 + [b"k"] * 15)
            for name in ("list", "layzner", "huge")
        }
        marks = pressed(runs["layzner"], [b" ", b"u"])
        huge_marks = pressed(runs["huge"], [b" ", b"u"], 12, 1.0)
        rest = {name: run.rest() for name, run in runs.items()}
        for run in runs.values():
            run.leave()
    mine, theirs = moves["layzner"], moves["list"]
    starts = {name: statistics.median(times) for name, times in first.items()}
    ends = {name: statistics.median(times) for name, times in left.items()}
    early_keys = {name: statistics.median(times) for name, times in typed.items()}
    rows = [
        ("first frame, ms", starts["layzner"] * 1e3, starts["list"] * 1e3, "list", 0.35),
        (
            "key typed at once, ms",
            early_keys["layzner"] * 1e3,
            early_keys["list"] * 1e3,
            "list",
            1.4,
        ),
        ("leaving, ms", ends["layzner"] * 1e3, ends["list"] * 1e3, "list", 0.1),
        ("cursor move, last paint p95, ms", mine[0] * 1e3, theirs[0] * 1e3, "list", 1.25),
        ("cursor move, bytes", mine[1], 2000.0, "2,000", 1.0),
        ("mark and undo, last paint p95, ms", marks[0] * 1e3, mine[0] * 1e3, "move", 2.0),
        ("peak memory, MiB", memory["layzner"], memory["list"], "list", 1.15),
        ("at rest, ms a second", rest["layzner"][0] * 1e3, rest["list"][0] * 1e3, "list", 0.3),
        ("at rest, wake-ups a second", rest["layzner"][1], rest["list"][1], "list", 0.1),
        *(
            (f"{name}, ms", median * 1e3, nothing * 1e3, "pass", bar)
            for (name, median), bar in zip(answers.items(), (4.0, 4.0, 8.0, 10.0), strict=True)
        ),
        ("huge: first frame, ms", starts["huge"] * 1e3, starts["list"] * 1e3, "list", 5.0),
        ("huge: cursor move, p95, ms", moves["huge"][0] * 1e3, mine[0] * 1e3, "real", 2.0),
        (
            "huge: mark and undo, p95, ms",
            huge_marks[0] * 1e3,
            moves["huge"][0] * 1e3,
            "move",
            100.0,
        ),
    ]
    sys.stdout.write(f"{'':34}{'layzner':>9}{'against':>16}{'ratio':>8}{'ought':>7}\n")
    for name, figure, other, what, bar in rows:
        sys.stdout.write(
            f"{name:34}{figure:9.1f}{other:9.1f} {what:>6}{figure / other:8.2f}{bar:7.2f}\n"
        )


if __name__ == "__main__":
    main()

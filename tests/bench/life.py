"""Whether a long life opens as fast as an empty one: ten years, 20 passes, 2,000 events.

    python tests/bench/life.py [COMMAND]      COMMAND is layzner as installed from a wheel

The interface in a pseudo-terminal, until its first frame says how far, and ``layzner status``, each
on an empty and on a full file. Runs take turns; medians and their ratio are printed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests import terminal
from tests.support import REAL, entries
from tracker.session.sitting import Session
from tracker.storage.places import progress_file, state_directory
from tracker.storage.store import Store

RUNS = 8
PASSES = 20
EVENTS = 2000


def live(directory: Path, passes: int, events: int = 0) -> None:
    """A file with so many passes, the last half done, and at least so many events."""
    now = datetime.now(UTC) - timedelta(days=180 * passes)
    path = progress_file(str(directory))
    session = Session(REAL, Store(path, state_directory, lambda: now), lambda: now, os.urandom)
    session.tell(seen=True)
    walk = entries(REAL, "1-ova3")
    for number in range(1, passes + 1):
        if number > 1:
            session.rewatch()
        for at, entry in enumerate(walk[: 20 if number == passes else None]):
            now += timedelta(days=at % 3)
            session.watched([entry])
            if at % 2:
                session.rate(entry, 1 + at % 10)
            if at % 3 == 0:
                session.remark(entry, "What a ride; and still nobody believes him.")
            session.read(session.view.due)
    while len(session.journal.events) < events:
        session.undo()
        session.redo()
    session.read(REAL.notes)
    session.save()


def opened(command: str, directory: Path) -> float:
    """Seconds from the start of the interface to its first frame."""
    start = time.perf_counter()
    with terminal.opened([command, "--data-dir", str(directory)], 100, 30) as screen:
        screen.wait_for(" of 40")
        took = time.perf_counter() - start
        screen.press("q")
        screen.ended()
    return took


def answered(command: str, directory: Path) -> float:
    """Seconds that ``layzner status`` takes."""
    start = time.perf_counter()
    words = [command, "status", "--data-dir", str(directory)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print a table."""
    found = sys.argv[1] if len(sys.argv) > 1 else shutil.which("layzner")
    if found is None:
        sys.exit("layzner is not installed; name its path")
    measured: dict[str, Callable[[str, Path], float]] = {"interface": opened, "status": answered}
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HOME": home, "XDG_STATE_HOME": home}
        lives = {"empty": Path(home, "empty"), "full": Path(home, "full")}
        live(lives["empty"], 0)
        live(lives["full"], PASSES, EVENTS)
        times: dict[tuple[str, str], list[float]] = {}
        for run in range(RUNS + 2):
            for what, measure in measured.items():
                for life, directory in lives.items():
                    took = measure(found, directory)
                    if run >= 2:
                        times.setdefault((what, life), []).append(took)
    for what in measured:
        empty, full = (statistics.median(times[what, life]) for life in lives)
        sys.stdout.write(
            f"{what:10} empty {empty * 1000:7.1f} ms  full {full * 1000:7.1f} ms"
            f"  {full / empty:5.2f} x\n"
        )


if __name__ == "__main__":
    main()

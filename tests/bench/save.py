"""What a save and an opening cost, against the bare steps on the same bytes, in one run.

    python tests/bench/save.py [EVENTS]

Ten years of watching are about 2,000 events. Runs take turns; medians and ratios are printed.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tracker.domain.journal import Journal
from tracker.domain.union import Fields
from tracker.storage.store import Store

ROUNDS = 60


def ten_years(events: int) -> Journal:
    """A journal of so many marks."""
    chance = random.Random(1985)
    journal = Journal()
    marks: list[Fields] = [
        {
            "at": "2026-11-22T21:30:00+01:00",
            "do": "watched",
            "entry": f"tv-{number % 37 + 1:02}",
            "guide": "layzner",
            "pass": number // 40 + 1,
        }
        for number in range(events)
    ]
    return journal.recorded(marks, (f"{chance.getrandbits(32):08x}" for _ in marks))


def took(step: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Measure, and print a table."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as home:
        path, state, bare = Path(home, "progress.json"), Path(home, "state"), Path(home, "bare")

        def clock() -> datetime:
            return datetime.now(UTC)

        store = Store(str(path), lambda _: str(state), clock)
        journal = store.save(ten_years(events))
        data = path.read_bytes()

        def bare_save() -> None:
            draft = f"{bare}.tmp"
            file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.write(file, data)
            os.fsync(file)
            os.close(file)
            os.replace(draft, bare)

        times: dict[str, list[float]] = {name: [] for name in ("bare", "save", "loads", "open")}
        for number in range(ROUNDS):
            mark = {"at": "2026-11-22", "do": "watched", "entry": "tv-01", "guide": "layzner"}
            more = journal.recorded([mark], [f"{number:08x}"])
            times["bare"].append(took(bare_save))
            start = time.perf_counter()
            journal = store.save(more)
            times["save"].append((time.perf_counter() - start) * 1000)
            text = path.read_bytes()
            times["loads"].append(took(lambda text=text: json.loads(text)))  # type: ignore[misc]
            times["open"].append(took(lambda: Store(str(path), lambda _: str(state), clock).open()))
    median = {name: statistics.median(of_one) for name, of_one in times.items()}
    save, opening = median["save"] / median["bare"], median["open"] / median["loads"]
    lines = [
        f"{events} events, {len(data)} bytes",
        f"write, fsync, replace  {median['bare']:7.2f} ms",
        f"a save                 {median['save']:7.2f} ms  {save:5.2f} x",
        f"json.loads             {median['loads']:7.2f} ms",
        f"an opening             {median['open']:7.2f} ms  {opening:5.2f} x",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

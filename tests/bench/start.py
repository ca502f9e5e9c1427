"""How long an answer takes, against an interpreter that does nothing, in one run.

    python tests/bench/start.py [COMMAND]     COMMAND is layzner as installed from a wheel

Runs take turns, so that a machine that slows down slows both; medians and their ratio are printed.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

RUNS = 20
PLACES = ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
"""What names the places where the program keeps its files."""


def seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def history(directory: Path) -> Path:
    """A history of 2,000 plays, whose preview is measured."""
    show = {"title": "Blue Comet SPT Layzner", "ids": {"trakt": 19737, "tvdb": 251825}}
    first = datetime(2015, 1, 1, 20, tzinfo=UTC)
    plays = [
        {
            "id": 1000 + at,
            "watched_at": f"{first + timedelta(hours=20 * at):%Y-%m-%dT%H:%M:%S.000Z}",
            "type": "episode",
            "episode": {"season": 1, "number": at % 37 + 1, "ids": {"trakt": at, "tvdb": at}},
            "show": show,
        }
        for at in range(2000)
    ]
    file = directory / "watched-history.json"
    file.write_text(json.dumps(plays[::-1]), encoding="utf-8")
    return file


def medians(found: str) -> dict[str, float]:
    """The median time of each command, by its name, in seconds."""
    python = str(Path(found).with_name("python"))
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, **dict.fromkeys(PLACES, home)}
        subprocess.run([found, "watched", "1-20"], env=environment, check=True, capture_output=True)
        commands = {
            "python -c pass": [python, "-c", "pass"],
            "layzner next": [found, "next"],
            "layzner status": [found, "status"],
            "layzner watched": [found, "watched"],
            "layzner import": [found, "import", str(history(Path(home)))],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(RUNS + 2):
            for name, command in commands.items():
                took = seconds(command, environment)
                if name == "layzner watched":
                    subprocess.run(
                        [found, "undo"], env=environment, check=True, capture_output=True
                    )
                if run >= 2:
                    times[name].append(took)
    return {name: statistics.median(measured) for name, measured in times.items()}


def main() -> None:
    """Measure, and print a table."""
    found = sys.argv[1] if len(sys.argv) > 1 else shutil.which("layzner")
    if found is None:
        sys.exit("layzner is not installed; name its path")
    measured = medians(found)
    for name, median in measured.items():
        times = median / measured["python -c pass"]
        sys.stdout.write(f"{name:16} {median * 1000:7.1f} ms  {times:5.2f} x\n")


if __name__ == "__main__":
    main()

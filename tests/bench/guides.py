"""What a guide of 1,200 entries costs against that of the program, in one run.

    python tests/bench/guides.py [COMMAND]     COMMAND is layzner as installed from a wheel

Both are opened by turns, 20 of each watched; medians and their ratio are printed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.bench.interface import Run, pressed
from tests.bench.start import PLACES
from tests.guides.own import LONG

RUNS = 15
WATCHED = "1-20"
READY = {"layzner": b" of 40", "long": b" of 1200"}


def busy(command: list[str]) -> float:
    """The processor time of one run, which other programs of the machine hardly change."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


def main() -> None:
    """Measure, and print a table."""
    found = sys.argv[1] if len(sys.argv) > 1 else shutil.which("layzner")
    if found is None:
        sys.exit("layzner is not installed; name its path")
    figures: dict[str, dict[str, list[float]]] = {
        name: {guide: [] for guide in READY}
        for name in ("next, processor", "next, wall", "first frame", "cursor move", "mark and undo")
    }
    with tempfile.TemporaryDirectory() as home:
        os.environ |= dict.fromkeys(PLACES, home)
        file = Path(home, "long.toml")
        file.write_text(LONG, encoding="utf-8")
        base = {name: [found, "--data-dir", str(Path(home, name))] for name in READY}
        subprocess.run([*base["long"], "guide", "add", str(file)], check=True, capture_output=True)
        subprocess.run([*base["long"], "guide", "use", "long"], check=True, capture_output=True)
        for command in base.values():
            subprocess.run([*command, "watched", WATCHED], check=True, capture_output=True)
        for _ in range(RUNS):
            for name, command in base.items():
                start = time.perf_counter()
                figures["next, processor"][name].append(busy([*command, "next"]))
                figures["next, wall"][name].append(time.perf_counter() - start)
        for _ in range(RUNS // 2):
            for name, command in base.items():
                run = Run(command, READY[name])
                figures["first frame"][name].append(run.first_frame)
                figures["cursor move"][name].append(pressed(run, [b"j"] * 15 + [b"k"] * 15, 60)[0])
                figures["mark and undo"][name].append(pressed(run, [b" ", b"u"], 30)[0])
                run.leave()
    sys.stdout.write(f"{'ms':20}{'layzner':>9}{'long':>9}{'ratio':>8}\n")
    for figure, by_guide in figures.items():
        mine, long = (statistics.median(by_guide[name]) * 1e3 for name in READY)
        sys.stdout.write(f"{figure:20}{mine:9.1f}{long:9.1f}{long / mine:8.2f}\n")


if __name__ == "__main__":
    main()

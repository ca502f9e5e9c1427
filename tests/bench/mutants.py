"""Deliberate faults, each of which some test must catch.

    python tests/bench/mutants.py [NAME ...]

Each fault of ``mutants.toml`` is put into a copy of the tree, and the test it names is run there:
it must fail. Prints what survives and the figure; the exit code is 1 if anything does.
"""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
WORKERS = os.cpu_count() or 1
LIMIT = 120
"""Seconds for one test; one that hangs has noticed something too."""


class Mutant(NamedTuple):
    """One fault."""

    name: str
    file: str
    old: str
    new: str
    test: str


def verdict(mutant: Mutant, copy: Path) -> str:
    """What became of a mutant: empty if it was caught."""
    file = copy / mutant.file
    whole = file.read_text(encoding="utf-8")
    if whole.count(mutant.old) != 1:
        return f"its place stands {whole.count(mutant.old)} times in {mutant.file}"
    file.write_text(whole.replace(mutant.old, mutant.new), encoding="utf-8")
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    # Slow tests catch faults, too.
    command += ["-m", "", mutant.test]
    try:
        run = subprocess.run(command, cwd=copy, capture_output=True, check=False, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return ""
    finally:
        file.write_text(whole, encoding="utf-8")
    # 1 is a failed test; anything else, such as a test that is not found, catches nothing.
    return "" if run.returncode == 1 else f"survives {mutant.test}"


def main() -> None:
    """Try every mutant, and print the figure."""
    listed = tomllib.loads((Path(__file__).parent / "mutants.toml").read_text(encoding="utf-8"))
    mutants = [Mutant(**row) for row in listed["mutant"]]
    if names := sys.argv[1:]:
        mutants = [mutant for mutant in mutants if any(name in mutant.name for name in names)]
    copies: Queue[Path] = Queue()

    def tried(mutant: Mutant) -> str:
        copy = copies.get()
        try:
            return verdict(mutant, copy)
        finally:
            copies.put(copy)

    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(WORKERS) as pool:
        for number in range(WORKERS):
            copy = Path(scratch, str(number))
            for part in ("tracker", "tests"):
                leave = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / part, copy / part, ignore=leave)
                # Each run would compile all that it imports; a fault has another time than that.
                compileall.compile_dir(copy / part, quiet=1)
            for part in ("pyproject.toml", "README.md"):
                shutil.copy(ROOT / part, copy / part)
            copies.put(copy)
        verdicts = list(pool.map(tried, mutants))
    for mutant, said in zip(mutants, verdicts, strict=True):
        if said:
            sys.stdout.write(f"{mutant.name}: {said}\n")
    caught = verdicts.count("")
    sys.stdout.write(f"{caught} of {len(mutants)} deliberate faults caught\n")
    sys.exit(caught != len(mutants))


if __name__ == "__main__":
    main()

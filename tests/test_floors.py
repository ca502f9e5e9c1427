"""The floors of the house: arrows go down only."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import tracker

ROOT = Path(tracker.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))

MAY_IMPORT = {
    "domain": {"domain"},
    "guides": {"guides", "domain"},
    "storage": {"storage", "domain"},
    "session": {"session", "storage", "guides", "domain"},
    "care": {"care", "session", "storage", "domain"},
    "tui": {"tui", "care", "session", "storage", "domain"},
    "answers": {"answers", "care", "session", "storage", "domain"},
    "reports": {"reports", "answers", "session", "storage", "domain"},
    "pixels": {"pixels", "domain"},
    "picture": {"picture", "pixels", "answers", "session", "storage", "domain"},
    "completion": {"completion", "answers", "session", "domain"},
    "streams": {"streams"},
    "verbs": {
        "verbs",
        "streams",
        "completion",
        "picture",
        "reports",
        "answers",
        "care",
        "session",
        "storage",
        "domain",
    },
    "arguments": {"arguments", "verbs", "domain"},
    "cli": {
        *("cli", "arguments", "verbs", "answers", "streams"),
        *("session", "storage", "guides", "domain", "tui"),
    },
    "__main__": {"cli"},
    "__init__": set(),
}
MAY_USE = {
    "tui": {"textual", "rich"},
    "storage": {"platformdirs"},
}
LATE = {"cli": {"tui"}, "storage": {"platformdirs"}}
"""What may be imported inside a function only."""
HEAVY = {"textual", "rich", "asyncio", "dataclasses", "hashlib", "logging", "inspect"}
IMPURE = {"os", "sys", "time", "random", "secrets", "pathlib", "subprocess", "socket", "shutil"}


def floor(source: Path) -> str:
    """The floor that a file is part of."""
    return source.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(source: Path) -> list[tuple[str, bool]]:
    """Every module a file imports, and whether it does so at its top."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{source}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found += [(name, node in tree.body) for name in names]
    return found


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_floor_imports_its_neighbour_or_what_is_above(source: Path) -> None:
    """A file imports only from its own floor, those below, and the libraries of its floor."""
    here = floor(source)
    for name, at_top in imports(source):
        package, _, rest = name.partition(".")
        if package == "tracker":
            other = rest.partition(".")[0]
            below = other if (ROOT / other).is_dir() or (ROOT / f"{other}.py").exists() else ""
            assert not below or below in MAY_IMPORT[here], name
            if here == "cli" and below == "tui":
                assert not at_top, "the interface is reached inside one function"
        elif package not in sys.stdlib_module_names and package != "__future__":
            assert package in MAY_USE.get(here, set()), name
            assert not (at_top and package in LATE.get(here, set())), f"{name} at the top"
        elif here == "domain":
            assert package not in IMPURE, f"{name}: the domain is pure"


def test_every_file_has_a_floor() -> None:
    """There is no file of the package that these rules do not know."""
    assert len(SOURCES) > 15
    assert {floor(source) for source in SOURCES} <= set(MAY_IMPORT)


@pytest.mark.parametrize("verb", [["next"], ["status"], ["list"], ["where"], ["--help"], []])
def test_a_headless_command_loads_nothing_heavy(verb: list[str], tmp_path: Path) -> None:
    """In a fresh interpreter, an answer needs neither the interface nor what saving needs."""
    loaded = loaded_by(verb, tmp_path)
    assert "tracker.session" in loaded
    assert not HEAVY & loaded


def test_a_save_loads_nothing_heavy_either(tmp_path: Path) -> None:
    """In a fresh interpreter, a mark needs neither the interface nor anything slow to load."""
    loaded = loaded_by(["watched"], tmp_path)
    assert "tracker.storage.lock" in loaded
    assert not HEAVY & loaded


def loaded_by(arguments: list[str], directory: Path) -> set[str]:
    """The modules in a fresh interpreter after that command."""
    code = (
        "import json, sys\n"
        "from tracker.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments, "--data-dir", str(directory)],
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return set(json.loads(run.stdout.splitlines()[-1]))

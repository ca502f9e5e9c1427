"""The floors of the house: arrows go down only, and no module sits in a circle."""

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

FLOORS = (
    {"__main__"},
    {"cli"},
    {"tui"},
    {"drawing"},
    {"session"},
    {"storage", "guides", "formats", "player"},
    {"domain"},
)
"""The rooms of each floor, from the top. A room imports from itself and from floors below."""
MAY_USE = {
    "tui": {"textual", "rich"},
    "drawing": {"rich"},
    "storage": {"platformdirs"},
}
"""The libraries of a room, beside the standard one."""
LATE = {"cli": {"tui"}, "drawing": {"rich"}, "storage": {"platformdirs"}}
"""What may be imported inside a function only."""
HEAVY = {"textual", "rich", "asyncio", "dataclasses", "hashlib", "logging", "inspect"}
IMPURE = {"os", "sys", "time", "random", "secrets", "pathlib", "subprocess", "socket", "shutil"}


def room(source: Path) -> str:
    """The room that a file is part of."""
    return source.relative_to(ROOT).parts[0].removesuffix(".py")


def floor(name: str) -> int:
    """The floor of a room, counted from the top."""
    return next(at for at, rooms in enumerate(FLOORS) if name in rooms)


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


def module(source: Path) -> str:
    """The name that a file is imported by."""
    return ".".join(("tracker", *source.relative_to(ROOT).with_suffix("").parts)).removesuffix(
        ".__init__"
    )


MODULES = {module(source): source for source in SOURCES}


def ours(name: str) -> str:
    """The module of ours that an import is of; empty if it is of none."""
    return (
        name
        if name in MODULES
        else name.rpartition(".")[0]
        if name.rpartition(".")[0] in MODULES
        else ""
    )


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows_go_down_only(source: Path) -> None:
    """A file imports only from its own room, the floors below, and the libraries of its room."""
    here = room(source)
    for name, at_top in imports(source):
        package, _, rest = name.partition(".")
        if package == "tracker":
            other = rest.partition(".")[0]
            if ours(name) not in ("", "tracker"):
                assert other == here or floor(other) > floor(here), f"{name}: up, or next door"
                assert not (at_top and other in LATE.get(here, ())), f"{name} at the top"
        elif package not in sys.stdlib_module_names and package != "__future__":
            assert package in MAY_USE.get(here, set()), name
            assert not (at_top and package in LATE.get(here, set())), f"{name} at the top"
        elif here == "domain":
            assert package not in IMPURE, f"{name}: the domain is pure"


def test_no_module_sits_in_a_circle() -> None:
    """Whoever follows imports, also those inside functions and for types, never comes back."""
    arrows = {
        name: {ours(other) for other, _ in imports(source)} - {"", "tracker", name}
        for name, source in MODULES.items()
    }
    ends = {name for name, others in arrows.items() if not others}
    while ends:
        arrows = {name: others - ends for name, others in arrows.items() if name not in ends}
        ends = {name for name, others in arrows.items() if not others}
    assert arrows == {}


def test_every_file_has_a_room() -> None:
    """There is no file of the package that these rules do not know, and no room without a file."""
    rooms = {room(source) for source in SOURCES} - {"__init__"}
    assert rooms == {name for floor in FLOORS for name in floor}


@pytest.mark.parametrize("verb", [["next"], ["status"], ["list"], ["where"], ["--help"], []])
def test_a_headless_command_loads_nothing_heavy(verb: list[str], tmp_path: Path) -> None:
    """In a fresh interpreter, an answer needs neither the interface nor what saving needs."""
    loaded = loaded_by(verb, tmp_path)
    assert "tracker.session.sitting" in loaded
    assert not HEAVY & loaded


@pytest.mark.parametrize("verb", [["next"], ["status"], ["list"], ["watched"], ["--help"]])
def test_nothing_of_the_player_is_loaded_until_it_is_asked_for(
    verb: list[str], tmp_path: Path
) -> None:
    """In a fresh interpreter, no other verb needs the player or what it stands on."""
    loaded = loaded_by(verb, tmp_path)
    assert not {name for name in loaded if name.startswith("tracker.player")}
    assert not {"subprocess", "socket", "select", "tempfile", "tracker.session.films"} & loaded


def test_the_interface_opens_without_the_player() -> None:
    """In a fresh interpreter, what the first frame needs loads nothing of the player."""
    code = "import json, sys, tracker.tui.app; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(json.loads(run.stdout))
    assert "tracker.tui.app" in loaded
    player = {"tracker.player", "tracker.session.films", "tracker.session.playing"}
    assert not (player | {"tracker.tui.playing", "tracker.tui.openings"}) & loaded


def test_a_save_loads_nothing_heavy_either(tmp_path: Path) -> None:
    """In a fresh interpreter, a mark needs neither the interface nor anything slow to load."""
    loaded = loaded_by(["watched"], tmp_path)
    assert "tracker.storage.lock" in loaded
    assert not HEAVY & loaded


def loaded_by(arguments: list[str], directory: Path) -> set[str]:
    """The modules in a fresh interpreter after that command."""
    code = (
        "import json, sys\n"
        "from tracker.cli.main import main\n"
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

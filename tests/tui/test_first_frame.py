"""The first frame, drawn before the framework is loaded, is the one that the framework draws."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pyte
import pytest
from rich.color import ColorSystem
from rich.console import RenderableType
from rich.style import Style
from textual.screen import Screen

import tracker
from tests.support import EVENING, REAL, Clock, entries, session
from tests.tui.screen import lived
from tracker.domain.union import Json
from tracker.session.sitting import Session
from tracker.storage.copies import PLAYING
from tracker.storage.settings import Settings
from tracker.tui.app import LayznerApp
from tracker.tui.early import Inks, is_fit
from tracker.tui.inks import found
from tracker.tui.looks import THEMES

SETTINGS = Settings()


class Cell(NamedTuple):
    """What is seen of a cell."""

    char: str
    ink: object
    """None where there is nothing to be seen of it."""
    ground: str


class Case(NamedTuple):
    """Where the walk opens, and for whom."""

    size: tuple[int, int]
    theme: str
    colours: str
    """What COLORTERM says."""
    life: str


def watched(directory: Path, many: int, who: str = "") -> Session:
    """A viewer who has watched so many, an evening after the other, and read what there is."""
    clock = Clock(EVENING - timedelta(days=2 * many))
    sitting = session(directory, REAL, clock)
    sitting.switch(who)
    sitting.tell(seen=False)
    for entry in entries(REAL, "1-ova3")[:many]:
        sitting.watched([entry])
        clock.now += timedelta(days=2)
    sitting.read(REAL.notes)
    sitting.save()
    return sitting


def stopped(directory: Path) -> Session:
    """One is stopped, one skipped, one rated and one remarked on."""
    sitting = watched(directory, 14)
    sitting.stopped(REAL.entry("tv-15"), 754)
    sitting.skip(entries(REAL, "17"))
    sitting.rate(REAL.entry("tv-03"), 10)
    sitting.remark(REAL.entry("tv-14"), "Not as I remembered it. \U0001f680")
    sitting.save()
    return sitting


LIVES: Mapping[str, Callable[[Path], Session]] = {
    "early": lambda directory: watched(directory, 3),
    "stopped": stopped,
    "time skip": lambda directory: watched(directory, 25),
    "rewatch": lived,
    "all done": lambda directory: watched(directory, 40),
    "profile": lambda directory: watched(directory, 30, "Anna 安奈"),
}
"""A life of each state."""
SIZES = ((60, 15), (80, 24), (100, 30), (119, 40), (200, 60))
COLOURS = ("truecolor", "")
"""What COLORTERM says where there are all colours, and where there are 256."""
CASES = [Case(*each) for each in product(SIZES, [theme.name for theme in THEMES], COLOURS, LIVES)]


def pairs(case: Case) -> set[tuple[int, object, int, object]]:
    """Every two things that meet in a case."""
    placed = [*enumerate(case)]
    return {(*one, *other) for one in placed for other in placed if one[0] < other[0]}


def few() -> list[Case]:
    """As few of the cases as it takes for every two things to meet once."""
    open_ = set().union(*map(pairs, CASES))
    chosen: list[Case] = []
    while open_:
        best = max(CASES, key=lambda case: len(pairs(case) & open_))
        chosen.append(best)
        open_ -= pairs(best)
    return chosen


FEW = few()


def named(case: Case) -> str:
    """The case in short."""
    (width, height), theme, colours, life = case
    return f"{width}x{height} {theme} {colours or 256} {life}"


def cells(written: str, size: tuple[int, int]) -> list[list[Cell]]:
    """What a terminal shows."""
    screen = pyte.Screen(*size)
    pyte.Stream(screen).feed(written)
    return [[_cell(screen.buffer[y][x]) for x in range(size[0])] for y in range(size[1])]


def _cell(char: pyte.screens.Char) -> Cell:
    marks = char.underscore, char.strikethrough, char.reverse
    is_seen = char.data.strip() or any(marks)
    return Cell(char.data, (char.fg, char.bold, char.italics, *marks) if is_seen else None, char.bg)


def render(style: Style, *text: str, made: Callable[..., str] = Style.render, **how: Any) -> str:  # noqa: ANN401  # as rich has them
    """What rich writes; it keeps what it wrote once, whatever number of colours there was then."""
    style._ansi = None
    return made(style, *text, **how)


def drawn(app: LayznerApp) -> str:
    """The screen of the framework, as it writes it."""
    system = ColorSystem.TRUECOLOR if app.light == "full" else ColorSystem.EIGHT_BIT
    rows = (
        "".join((style or Style()).render(text, color_system=system) for text, style, _ in strip)
        for strip in app.screen._compositor.render_strips()
    )
    return "".join(f"\x1b[{y};1H{row}" for y, row in enumerate(rows, start=1))


async def both(sitting: Session, settings: Settings, size: tuple[int, int]) -> tuple[str, str]:
    """The first frame, with the inks of a session before it, and what the framework draws."""
    assert Inks(settings, os.environ).frame(sitting, size) == ""
    app = LayznerApp(sitting, settings)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        Inks(settings, os.environ).keep(found(app))
        later = drawn(app)
    assert is_fit(sitting, settings, os.environ)
    return Inks(settings, os.environ).frame(sitting, size), later


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=() if case in FEW else pytest.mark.slow, id=named(case))
        for case in CASES
    ],
)
async def test_no_cell_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    """Glyph and colours of each cell are those of the framework, but for the bar of the list."""
    monkeypatch.setattr(Style, "render", render)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", case.colours)
    for name in ("COLUMNS", "LINES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    size, sitting = case.size, LIVES[case.life](tmp_path)
    first, later = await both(sitting, Settings(theme=case.theme), size)
    before, after = cells(first, size), cells(later, size)
    others = [
        (x, y, before[y][x], after[y][x])
        for y in range(size[1])
        for x in range(size[0])
        if before[y][x] != after[y][x]
    ]
    assert others == []


class Watched(LayznerApp):
    """The interface, of which the first paint is kept."""

    first = ""

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        if renderable is not None and not self.first:
            self.first = drawn(self)


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_paint_of_the_framework_is_whole(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """All lines stand there, the list is scrolled, and its bar is where it belongs."""
    app = Watched(watched(tmp_path, 30))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert app.first
        assert cells(app.first, size) == cells(drawn(app), size)


@pytest.mark.slow
@pytest.mark.usefixtures("_colours")
@pytest.mark.parametrize("life", ["stopped", "profile"])
async def test_no_cell_is_another_at_any_height(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, life: str
) -> None:
    """Where shares of the window are rounded, and its parts change places."""
    monkeypatch.setattr(Style, "render", render)
    sitting = LIVES[life](tmp_path)
    await kept(sitting)
    for height in range(15, 46):
        for width in (60, 79, 99, 121, 201):
            app = LayznerApp(sitting, SETTINGS)
            async with app.run_test(size=(width, height)) as pilot:
                await pilot.pause()
                later = drawn(app)
            first = Inks(SETTINGS, os.environ).frame(sitting, (width, height))
            assert cells(first, (width, height)) == cells(later, (width, height)), (width, height)


@pytest.fixture
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of all colours."""
    for name in ("COLUMNS", "LINES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


async def kept(sitting: Session, settings: Settings = SETTINGS) -> Json:
    """The inks of a session, which are kept for the next."""
    app = LayznerApp(sitting, settings)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        inks = found(app)
        Inks(settings, os.environ).keep(inks)
    return inks


@pytest.mark.usefixtures("_colours")
async def test_where_something_else_will_stand_nothing_is_drawn(tmp_path: Path) -> None:
    """The first questions, a note, what plays elsewhere, or a window too small for the walk."""
    sitting = watched(tmp_path / "read", 3)
    await kept(sitting)
    inks = Inks(SETTINGS, os.environ)
    assert inks.frame(sitting, (60, 15))
    for size in ((59, 15), (60, 14), (0, 0)):
        assert inks.frame(sitting, size) == ""
    new = session(tmp_path / "new", REAL)
    assert inks.frame(new, (100, 30)) == ""
    new.tell(seen=False)
    assert new.view.due
    assert inks.frame(new, (100, 30)) == ""
    sitting.store.copies.prepare()
    Path(sitting.store.copies.directory, PLAYING).write_bytes(b"{}")
    assert inks.frame(sitting, (60, 15)) == ""


@pytest.mark.usefixtures("_colours")
async def test_where_something_is_said_or_signs_are_others_nothing_is_drawn(
    tmp_path: Path,
) -> None:
    """What is wrong takes lines of its own, and without colours or signs all looks different."""
    sitting = watched(tmp_path, 3)
    assert is_fit(sitting, SETTINGS, {})
    assert not is_fit(sitting, SETTINGS._replace(ascii=True), {})
    assert not is_fit(sitting, SETTINGS._replace(wrong=("odd",)), {})
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        assert not is_fit(sitting, SETTINGS, {name: "1"})
    sitting.notices = ("the file was torn",)
    assert not is_fit(sitting, SETTINGS, {})


@pytest.mark.usefixtures("_colours")
@pytest.mark.parametrize(
    ("settings", "colours"),
    [
        (SETTINGS._replace(theme="nord"), "truecolor"),
        (SETTINGS._replace(theme="ansi-dark"), "truecolor"),
        (SETTINGS._replace(ascii=True), "truecolor"),
        (SETTINGS._replace(keys={"watched": "no such key"}), "truecolor"),
        (SETTINGS, "16"),
    ],
)
async def test_what_can_be_no_first_frame_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, colours: str
) -> None:
    """Themes of others and the sixteen colours, which are the terminal's own; odd keys."""
    if colours == "16":
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("COLORTERM")
    app = LayznerApp(watched(tmp_path, 3), settings)
    async with app.run_test(size=(100, 30)):
        assert found(app) is None


@pytest.mark.usefixtures("_colours")
async def test_inks_are_those_of_the_same_program_in_the_same_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another theme, other keys, other colours, another version: nothing is known."""
    await kept(watched(tmp_path, 3))
    assert Inks(SETTINGS, os.environ).are_known
    assert not Inks(SETTINGS._replace(theme="violet"), os.environ).are_known
    assert not Inks(SETTINGS._replace(keys={"watched": "m"}), os.environ).are_known
    assert not Inks(SETTINGS, {**os.environ, "COLORTERM": ""}).are_known
    assert Inks(SETTINGS, {**os.environ, "EDITOR": "vi"}).are_known
    monkeypatch.setattr(tracker, "__version__", "0")
    assert not Inks(SETTINGS, os.environ).are_known


@pytest.mark.usefixtures("_colours")
async def test_other_keys_stand_in_the_first_frame(tmp_path: Path) -> None:
    """The viewer's, in the line at the foot."""
    settings = SETTINGS._replace(keys={"watched": "m"})
    first, later = await both(watched(tmp_path, 3), settings, (100, 30))
    assert cells(first, (100, 30)) == cells(later, (100, 30))
    assert "m" in (key := cells(first, (100, 30))[29][1].char), key


@pytest.mark.usefixtures("_colours")
@pytest.mark.parametrize(
    "odd",
    [
        {"order--watched": "0m\x1b]0;title\x07"},
        {"order--watched": ""},
        {"order--watched": 7},
        {"inks": []},
        {"keys": [["watched", "space"]]},
        {"keys": [["watched", "\x1b[2J", "watched"]]},
        {"keys": None},
        {"read": 7},
        {"read": "\x1bc"},
        {"light": "bright"},
    ],
)
async def test_an_ink_that_is_none_is_not_drawn(tmp_path: Path, odd: dict[str, Json]) -> None:
    """Nothing reaches the terminal that is not what a session keeps, and the next keeps it anew."""
    sitting = watched(tmp_path, 3)
    sound = await kept(sitting)
    assert isinstance(sound, dict)
    assert isinstance(sound["inks"], dict)
    ink = {name: value for name, value in odd.items() if name in sound["inks"]}
    Inks(SETTINGS, os.environ).keep(sound | {"inks": sound["inks"] | ink} | odd)
    inks = Inks(SETTINGS, os.environ)
    assert inks.frame(sitting, (100, 30)) == ""
    assert not inks.are_known


@pytest.mark.usefixtures("_colours")
@pytest.mark.parametrize("small", [(60, 15), (20, 5)])
async def test_inks_of_a_small_window_serve_a_large_one(
    tmp_path: Path, small: tuple[int, int]
) -> None:
    """They are kept whatever stands in the window, and are those of all that can stand there."""
    sitting = watched(tmp_path, 20)
    for size in (small, (200, 60)):
        app = LayznerApp(sitting, SETTINGS)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            if size == small:
                Inks(SETTINGS, os.environ).keep(found(app))
            later = drawn(app)
    first = Inks(SETTINGS, os.environ).frame(sitting, (200, 60))
    assert cells(first, (200, 60)) == cells(later, (200, 60))


@pytest.mark.usefixtures("_colours")
async def test_what_is_said_in_red_is_no_ink_of_the_next_session(tmp_path: Path) -> None:
    """Where something is wrong nothing is kept, until it is not."""
    app = LayznerApp(watched(tmp_path, 3), SETTINGS)
    async with app.run_test(size=(100, 30)) as pilot:
        app.say("the disk is full", wrong=True)
        await pilot.pause()
        assert found(app) is None
        app.say("Saved")
        await pilot.pause()
        assert found(app) is not None


@pytest.mark.usefixtures("_colours")
async def test_an_ink_that_is_missing_is_kept_anew(tmp_path: Path) -> None:
    """One is enough, wherever it stands."""
    sitting = watched(tmp_path, 3)
    sound = await kept(sitting)
    assert isinstance(sound, dict)
    assert isinstance(sound["inks"], dict)
    del sound["inks"]["order--watched"]
    Inks(SETTINGS, os.environ).keep(sound)
    inks = Inks(SETTINGS, os.environ)
    assert inks.frame(sitting, (100, 30)) == ""
    assert not inks.are_known


def test_nothing_of_the_framework_is_needed() -> None:
    """In a fresh interpreter, all that draws the first frame loads neither Textual nor rich."""
    code = (
        "import json, sys\n"
        "import tracker.tui, tracker.tui.early, tracker.tui.terminal\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(json.loads(run.stdout))
    assert "tracker.drawing.screen" in loaded
    assert not {"textual", "rich", "asyncio", "dataclasses", "inspect", "logging"} & loaded

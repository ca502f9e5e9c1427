"""Opening the interface or one widget of it, and reading its screen as text."""

from __future__ import annotations

import io
import os
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from rich.color import Color as RichColor
from rich.console import Console
from textual.app import App, ComposeResult
from textual.color import Color
from textual.pilot import Pilot
from textual.widget import Widget

from tests.support import EVENING, REAL, Clock, entries, session
from tracker.domain.course import STEPS, brightness
from tracker.domain.guide import Guide
from tracker.domain.spoilers import Level
from tracker.session.sitting import Session
from tracker.storage.settings import Settings
from tracker.tui.app import LayznerApp
from tracker.tui.frame import DEFAULT, Frame

PICTURES = Path(__file__).parent / "pictures"

Walk = Pilot[None]


class Host(Frame):
    """A few widgets alone, with the keys and the looks that they find in the interface."""

    CSS_PATH = LayznerApp.CSS_PATH

    def __init__(self, *hosted: Widget, settings: Settings = DEFAULT) -> None:
        super().__init__(settings, None)
        self._hosted = hosted

    def compose(self) -> ComposeResult:
        """The widgets, from the top."""
        yield from self._hosted


@asynccontextmanager
async def opened(
    directory: Path,
    guide: Guide = REAL,
    *watched: str,
    size: tuple[int, int] = (120, 36),
    now: timedelta = timedelta(),
) -> AsyncIterator[tuple[LayznerApp, Walk]]:
    """The interface after those entries were watched, all notes closed."""
    clock = Clock()
    sitting = session(directory, guide, clock)
    sitting.tell(seen=False)
    if watched:
        sitting.watched(entries(guide, *watched))
    clock.now += now
    app = LayznerApp(sitting)
    async with app.run_test(size=size) as pilot:
        while len(app.screen_stack) > 1:
            await press(pilot, "escape")
        yield app, pilot


def lived(directory: Path, level: Level | None = None) -> Session:
    """A viewer in the second pass, 14 entries in, who wrote and rated in both."""
    day = timedelta(days=1)
    clock = Clock(EVENING - 400 * day)
    sitting = session(directory, REAL, clock)
    sitting.tell(seen=False)
    order = entries(REAL, "1-ova3")
    for at, entry in enumerate(order):
        clock.now += day * (at % 3 == 0)
        sitting.watched([entry])
        if at % 4 == 0:
            sitting.rate(entry, 7 + at % 3)
    sitting.remark(REAL.entry("tv-08"), "Cold hands.\nI put it off for a week.")
    sitting.remark(REAL.entry("tv-30"), "The gate, again.")
    clock.now = EVENING - 8 * day
    sitting.rewatch()
    for at, entry in enumerate(order[:14]):
        clock.now += day * (at % 2 == 0)
        sitting.watched([entry])
    sitting.rate(REAL.entry("tv-14"), 9)
    sitting.remark(REAL.entry("tv-14"), "Better than I remembered.")
    clock.now = EVENING
    sitting.read(REAL.notes)
    sitting.save()
    sitting.level = level
    return sitting


def lines(app: App[None]) -> list[str]:
    """What the screen shows now, sheets and what shines through behind them included.

    A blank on a lit ground is as good as a full block, and read as one.
    """
    width, height = app.size
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    console = Console(width=width, height=height, file=io.StringIO(), color_system="truecolor")
    lit = _lit(app)
    shown: list[str] = [""]
    assert update is not None
    for text, style, control in console.render(update):
        if control:
            continue
        is_lit = style is not None and style.bgcolor in lit and not text.strip(" \n")
        *above, last = (text.replace(" ", "█") if is_lit else text).split("\n")
        for piece in above:
            shown[-1] += piece
            shown.append("")
        shown[-1] += last
    return [line.rstrip() for line in shown[:height]]


def _lit(app: App[None]) -> set[RichColor]:
    """The colours of all that is lit."""
    variables = app.get_css_variables()
    ground = Color.parse(variables["background"])
    lit = set()
    for name in ("done", "glow1", "glow2", "glow3", "ahead", "faint"):
        ink = Color.parse(variables.get(f"ink-{name}", "ansi_default"))
        for level in range(STEPS):
            lit.add(ground.blend(ink, brightness(level)).rich_color)
    return lit - {ground.rich_color, Color.parse(variables["surface"]).rich_color}


def text(app: App[None]) -> str:
    """The screen in one string."""
    return "\n".join(lines(app))


def card_text(app: LayznerApp) -> str:
    """What the card says, without its line breaks, in a window of 120 columns."""
    return " ".join(line[58:].strip() for line in lines(app))


def words_in(shown: str) -> set[str]:
    """The words of a text, Japanese runs and years included, smaller numbers not."""
    words = (word.strip("'-") for word in re.findall(r"[\w'’-]+", shown))
    return {word for word in words if not re.fullmatch(r"\d{1,2}", word)}


def compare(app: LayznerApp, name: str) -> None:
    """The screen is as in the kept picture; UPDATE_PICTURES=1 keeps the present one."""
    kept = PICTURES / f"{name}.txt"
    now = text(app) + "\n"
    if os.environ.get("UPDATE_PICTURES"):
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8")


async def press(pilot: Walk, *keys: str) -> None:
    """Press keys, each when the one before has taken effect and was let go; wait for the last."""
    together: list[str] = []
    for key in keys:
        if key in together:
            await _press(pilot, together)
            together = []
        together.append(key)
    await _press(pilot, together)
    await pilot.pause()


async def _press(pilot: Walk, keys: Sequence[str]) -> None:
    # A key that is pressed again was let go in between; to wait for each alone takes far longer.
    if isinstance(pilot.app, LayznerApp):
        pilot.app.held = None
    await pilot.press(*keys)


async def saved(pilot: Walk) -> None:
    """Wait until nothing is pending."""
    app = pilot.app
    assert isinstance(app, LayznerApp)
    for _ in range(500):
        await pilot.pause()
        if not app.session.pending:
            return
    raise AssertionError("it is never saved")


async def until(pilot: Walk, shown: str) -> None:
    """Wait until the screen shows a text."""
    for _ in range(500):
        await pilot.pause()
        if shown in text(pilot.app):
            return
    raise AssertionError(f"{shown!r} is never shown:\n{text(pilot.app)}")


async def closed(pilot: Walk) -> None:
    """Close whatever opened by itself."""
    for _ in range(20):
        if len(pilot.app.screen_stack) == 1:
            return
        await press(pilot, "escape")
    raise AssertionError(f"{pilot.app.screen} does not close")

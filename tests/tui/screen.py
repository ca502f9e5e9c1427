"""Reading the interface's screen as text, and comparing it with a kept picture."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from rich.console import Console
from textual.pilot import Pilot

from tracker.tui.app import LayznerApp

PICTURES = Path(__file__).parent / "pictures"

Walk = Pilot[None]


def lines(app: LayznerApp) -> list[str]:
    """What the screen shows now, sheets and what shines through behind them included."""
    width, height = app.size
    console = Console(width=width, height=height, file=io.StringIO(), record=True)
    console.print(
        app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    )
    return [line.rstrip() for line in console.export_text().splitlines()[:height]]


def text(app: LayznerApp) -> str:
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
    """Press keys, each when the one before has taken effect, and wait for the last."""
    await pilot.press(*keys)
    await pilot.pause()


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
    app = pilot.app
    assert isinstance(app, LayznerApp)
    for _ in range(500):
        await pilot.pause()
        if shown in text(app):
            return
    raise AssertionError(f"{shown!r} is never shown:\n{text(app)}")

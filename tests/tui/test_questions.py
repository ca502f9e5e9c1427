"""What the prompt asks: each question follows what is typed and takes right answers alone."""

from __future__ import annotations

from pathlib import Path

from tests.support import REAL
from tests.tui.screen import opened, press, text
from tracker.tui.lines import Prompt


async def test_stopped_asks_again_until_it_understands(tmp_path: Path) -> None:
    """A wrong position is named and nothing is recorded; the right one is."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "t", *"99:00", "enter")
        assert "Episode 4 runs 24 minutes" in text(app)
        await press(pilot, *["backspace"] * 5, *"soon", "enter")
        assert "type minutes and seconds, 13:42" in text(app)
        await press(pilot, *["backspace"] * 4, *"13:42", "enter")
        assert "Stopped episode 4 at 13:42" in text(app)
        assert "at 13:42" in text(app)
        await press(pilot, "t", "escape")
        assert app.query_one(Prompt).question is None
        assert app.session.view.progress.marks["tv-04"].position == 13 * 60 + 42


async def test_find_goes_there_while_typing_and_back(tmp_path: Path) -> None:
    """Find follows each letter, says when nothing matches, and escape returns."""
    async with opened(tmp_path, REAL, "1-20") as (app, pilot):
        await press(pilot, "slash", *"blue")
        assert app.cursor == "tv-15"
        await press(pilot, "x")
        assert "no match" in text(app)
        assert app.cursor == "tv-21"
        await press(pilot, "escape", "slash", *"eiji", "down")
        assert app.cursor == "tv-10"
        assert "2 of 3" in text(app)
        await press(pilot, "escape")
        assert app.cursor == "tv-21"
        await press(pilot, "slash", *"12", "enter")
        assert app.cursor == "tv-12"


async def test_find_leaves_only_the_entries_of_a_state(tmp_path: Path) -> None:
    """A state narrows the search; an unknown one is named, with those there are."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "slash", *"is:left", "down")
        assert app.cursor == "tv-38"
        assert "1 of 1" in text(app)
        await press(pilot, "ctrl+u", *"is:watched eiji")
        assert app.cursor == "tv-02"
        await press(pilot, "ctrl+u", *"is:opne", "enter")
        assert app.query_one(Prompt).hint == "No state “opne”; did you mean open?"
        assert app.cursor == "tv-04"
        await press(pilot, "ctrl+u", *"[/]", "enter")
        assert app.query_one(Prompt).question is None
        assert app.cursor == "tv-04"


async def test_find_knows_no_later_title(tmp_path: Path) -> None:
    """A title still to come cannot be found, nor its Japanese."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        for word in ("fouron", "cain", "コマ", "seal"):
            await press(pilot, "slash", *word)
            assert app.cursor == "tv-04"
            assert "no match" in text(app)
            await press(pilot, "escape")

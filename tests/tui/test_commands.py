"""The palette: it offers every command, goes everywhere, and brings copies back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guides.own import ORDER
from tests.support import REAL, mostly_slow, session
from tests.tui.screen import closed, lived, opened, press, saved, text, until
from tracker.tui.app import LayznerApp


async def test_the_palette_offers_every_command(tmp_path: Path) -> None:
    """Each key but those that move is a command of the palette, and does the same."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        assert {"Watched", "Skip", "Stopped at", "Clear", "Undo", "Redo", "Find"} < set(commands)
        await press(pilot, "ctrl+p", *"undo", "down", "enter")
        await pilot.pause()
        assert "Undone: watched episodes 1–3" in text(app)


@pytest.mark.slow
async def test_copies_come_back_from_the_palette(tmp_path: Path) -> None:
    """The palette checks the file, joins a copy back, and goes back to one after asking."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await saved(pilot)
        await press(pilot, "space")
        await saved(pilot)
        await press(pilot, "ctrl+p", *"doctor", "down", "enter")
        await until(pilot, "Nothing is wrong.")
        await press(pilot, "escape", "ctrl+p", *"go back to day", "down", "enter")
        await until(pilot, "watched becomes 3 of 40. Go back?")
        await press(pilot, "n")
        assert "4 of 40" in text(app)
        await press(pilot, "ctrl+p", *"go back to day", "down", "enter")
        await until(pilot, "Go back?")
        await press(pilot, "y")
        await until(pilot, "3 of 40")
        await press(pilot, "u")
        await until(pilot, "4 of 40")
        await saved(pilot)
        assert session(tmp_path, REAL).view.progress.tally.watched == 4


@pytest.mark.parametrize(
    ("typed", "shown"),
    mostly_slow(
        [
            ("adrift", "Adrift in Space"),
            ("episode 30", "Episode 30"),
            ("time skip", "The story now jumps three years"),
            ("theme violet", "14 of 40"),
        ],
        ("adrift", "Adrift in Space"),
        several=True,
    ),
)
async def test_the_palette_goes_everywhere(tmp_path: Path, typed: str, shown: str) -> None:
    """Every entry, every note that was read and every theme is a command of the palette."""
    sitting = lived(tmp_path)
    sitting.watched([REAL.entry("tv-25")])
    app = LayznerApp(sitting)
    async with app.run_test(size=(120, 36)) as pilot:
        await closed(pilot)
        if "skip" in typed:
            sitting.watched(REAL.entries[14:25])
        keys = ["space" if char == " " else char for char in typed]
        await press(pilot, "ctrl+p", *keys, "down", "enter")
        await pilot.pause()
        assert shown in text(app) or app.theme == "violet"


async def test_another_guide_is_gone_on_with(tmp_path: Path) -> None:
    """The palette has a line for each other guide, which opens where its walk is."""
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides/order.toml").write_text(ORDER)
    (tmp_path / "guides/broken.toml").write_text("schema = ")
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        offered = {row.title: row.callback for row in app.get_system_commands(app.screen)}
        assert [title for title in offered if title.startswith("Go on with")] == [
            "Go on with Another Order, 0 of 8"
        ]
        offered["Go on with Another Order, 0 of 8"]()
        await pilot.pause()
        await closed(pilot)
        assert app.session.view.guide.title == "Another Order"
        assert app.cursor == "tv-01"
        await press(pilot, "space")
        offered = {row.title: row.callback for row in app.get_system_commands(app.screen)}
        assert "Go on with Blue Comet SPT Layzner, 3 of 40" in offered
        offered["Go on with Blue Comet SPT Layzner, 3 of 40"]()
        await pilot.pause()
        await closed(pilot)
        assert app.cursor == "tv-04"


async def test_with_one_guide_the_palette_says_nothing_of_guides(tmp_path: Path) -> None:
    """There is nothing to choose from."""
    async with opened(tmp_path) as (app, _):
        titles = [row.title for row in app.get_system_commands(app.screen)]
        assert not [title for title in titles if "guide" in title.lower() or "Go on" in title]

"""The palette: it offers every command, goes everywhere, and brings copies back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import REAL, session
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
    [
        ("adrift", "Adrift in Space"),
        ("episode 30", "Episode 30"),
        ("time skip", "The story now jumps three years"),
        ("theme violet", "14 of 40"),
    ],
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

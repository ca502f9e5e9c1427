"""The history over the whole window, and the day to go about in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import REAL
from tests.tui.screen import compare, lived, opened, press, text
from tracker.tui.app import LayznerApp
from tracker.tui.history import HistoryScreen


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 15), (40, 20), (10, 5), (1, 1)])
async def test_picture_of_the_history(tmp_path: Path, size: tuple[int, int]) -> None:
    """The history looks as it was approved, and fits every window."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "h")
        assert isinstance(app.screen, HistoryScreen)
        compare(app, f"history-{size[0]}x{size[1]}")


async def test_the_history_is_gone_through_by_day(tmp_path: Path) -> None:
    """Arrows go by day and week, brackets by year; what was watched that evening is said."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "h")
        assert "Saturday 21 November 2026: episodes 13–14, 48 min" in text(app)
        await press(pilot, "up")
        assert "Friday 20 November 2026: episodes 11–12, 48 min" in text(app)
        await press(pilot, "left", "down", "down", "down", "down", "l")
        assert "Sunday 22 November 2026: nothing" in text(app), "today is the last"
        await press(pilot, "left_square_bracket")
        assert "Saturday 22 November 2025: nothing" in text(app)
        assert "History  2025" in text(app)
        await press(pilot, "g", "k")
        assert "Wednesday 1 January 2025: nothing" in text(app)
        await press(pilot, "G", "h", "escape")
        assert len(app.screen_stack) == 1


async def test_a_day_of_the_history_is_picked_with_the_mouse(tmp_path: Path) -> None:
    """A click on a day says what was watched on it."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "h")
        lines = text(app).splitlines()
        saturday = next(at for at, line in enumerate(lines) if line.lstrip().startswith("Sat "))
        await pilot.click(offset=(6 + 2 * 45, saturday))
        assert "Saturday 14 November 2026: nothing" in text(app)
        await pilot.click(offset=(3, 0))
        assert "Saturday 14 November 2026: nothing" in text(app)


async def test_a_history_of_nothing(tmp_path: Path) -> None:
    """Before anything is watched, the history is empty and does not fail."""
    async with opened(tmp_path, REAL) as (app, pilot):
        await press(pilot, "h", "left", "up", "left_square_bracket")
        assert "0 watched" in text(app)

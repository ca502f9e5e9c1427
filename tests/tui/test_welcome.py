"""The first start: two questions, answered with keys or the mouse, asked once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import REAL, session
from tests.tui.screen import press, saved, text
from tracker.tui.app import LayznerApp
from tracker.tui.welcome import Welcome


@pytest.mark.parametrize("answers", ["first", "rewatch", "under way", "skipped", "wrong"])
async def test_first_start(tmp_path: Path, answers: str) -> None:
    """Two questions, skippable: whether it was seen before, and where to begin."""
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(120, 36)) as pilot:
        assert isinstance(app.screen, Welcome)
        keys = {
            "first": ["enter"],
            "rewatch": ["down", "enter"],
            "under way": [*"12", "enter"],
            "skipped": ["escape"],
            "wrong": [*"77", "enter"],
        }[answers]
        await press(pilot, *keys)
        if answers == "wrong":
            assert "No entry “77”; there are 1 to 38" in text(app)
            return
        due = [note.id for note in app.session.view.due]
        while len(app.screen_stack) > 1:
            await press(pilot, "escape")
        await saved(pilot)
        view = session(tmp_path, REAL).view
        assert ("second-look" in due) is (answers == "rewatch")
        assert ("Showdown with Fouron" in text(app)) is (answers == "rewatch")
        assert view.progress.next_up == ("tv-13" if answers == "under way" else "tv-01")
        assert app.cursor == view.progress.next_up
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(120, 36)):
        assert not isinstance(app.screen, Welcome), "it is asked once"


async def test_the_first_start_answers_to_the_mouse(tmp_path: Path) -> None:
    """A click chooses an answer, and one on the line of keys goes on."""
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = text(app).splitlines()
        [rewatch] = [y for y, row in enumerate(rows) if "Rewatch: show" in row]
        [first] = [y for y, row in enumerate(rows) if "First time: hide" in row]
        [keys] = [y for y, row in enumerate(rows) if "enter go on" in row]
        for y, seen in ((rewatch, True), (first, False), (rewatch, True)):
            await pilot.click(offset=(12, y))
            assert isinstance(app.screen, Welcome)
            assert app.screen.seen is seen
        await pilot.click(offset=(12, keys))
        await pilot.pause()
        assert app.session.view.level == "off"

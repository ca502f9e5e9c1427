"""The first start: two questions, answered with keys or the mouse, asked once."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste

from tests.support import REAL, session
from tests.tui.screen import press, saved, text
from tracker.tui.app import LayznerApp
from tracker.tui.welcome import LONGEST, Welcome


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
            assert isinstance(app.screen, Welcome)
            assert "no match" in text(app)
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
        [rewatch] = [
            y for y, row in enumerate(rows) if "Yes, a rewatch: show all, the ending" in row
        ]
        [first] = [y for y, row in enumerate(rows) if "No, the first time: hide" in row]
        [keys] = [y for y, row in enumerate(rows) if "enter go on" in row]
        for y, choice in ((rewatch, 1), (first, 0), (rewatch, 1)):
            await pilot.click(offset=(12, y))
            assert isinstance(app.screen, Welcome)
            assert app.screen.choice == choice
        await pilot.click(offset=(12, keys))
        await pilot.pause()
        assert app.session.view.level == "off"


async def test_a_wrong_answer_is_taken_back(tmp_path: Path) -> None:
    """Who said Rewatch by mistake takes that back, and is asked again."""
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "down", "enter")
        while len(app.screen_stack) > 1:
            await press(pilot, "escape")
        assert "Showdown with Fouron" in text(app)
        await press(pilot, "u")
        assert isinstance(app.screen, Welcome)
        await press(pilot, "enter")
        while len(app.screen_stack) > 1:
            await press(pilot, "escape")
        assert "Showdown with Fouron" not in text(app)


async def test_space_chooses_no_ending(tmp_path: Path) -> None:
    """A key pressed without reading does not show all titles."""
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "space", "space")
        assert isinstance(app.screen, Welcome)
        assert app.screen.choice == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("12", "tv-12"), ("ova1", "ova-1"), ("act ii", "ova-2"), ("epi 9", "tv-09"), ("red", "tv-01")],
)
async def test_where_to_begin_is_found(tmp_path: Path, typed: str, meant: str) -> None:
    """The field takes what a search takes, and shows what it means before anything is marked."""
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(80, 24)) as pilot:
        keys = ["space" if char == " " else char for char in typed]
        await press(pilot, *keys)
        assert REAL.entry(meant).name in text(app)
        assert not app.session.pending
        await press(pilot, "enter")
        marks = app.session.view.progress.marks
        assert (list(marks)[-1], {mark.at for mark in marks.values()}) == (meant, {""})


async def test_who_is_under_way_is_told_nothing_of_the_way(tmp_path: Path) -> None:
    """No page opens on what was watched some day, and none of it counts as read."""
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *"38", "enter")
        assert "The first two acts" in text(app)
        await press(pilot, "escape")
        assert len(app.screen_stack) == 1
        assert app.session.view.progress.read == {"acts-one-two"}


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 36)])
async def test_all_of_it_is_in_its_box(tmp_path: Path, size: tuple[int, int]) -> None:
    """Question, field, what is wrong and keys can be seen at every size."""
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=size) as pilot:
        await press(pilot, *"nonsense")
        rows = text(app).splitlines()
        for wanted in (
            "Have you seen it",
            "a rewatch:",
            "Already under way",
            "no match",
            "esc skip",
        ):
            assert any(wanted in row for row in rows[1:-1]), wanted
        assert rows[-1].strip().startswith("╰") or not rows[-1].strip()


async def test_a_pasted_name_is_typed(tmp_path: Path) -> None:
    """What is pasted is typed, in one line, without anything that is no text."""
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.post_message(Paste("\x1b[31m1\n2" + "9" * 99))
        await pilot.pause()
        assert isinstance(app.screen, Welcome)
        assert len(app.screen.typed) == LONGEST
        assert "\x1b" not in app.screen.typed

"""What opens over the walk or is asked below it, and what comes of the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import REAL, SMALL, session
from tests.tui.screen import closed, compare, lived, opened, press, saved, text
from tracker.domain.spoilers import Level
from tracker.tui.app import LayznerApp
from tracker.tui.lines import Prompt
from tracker.tui.sheets import ChoiceSheet, PassSheet, PlanSheet
from tracker.tui.welcome import Welcome


async def test_digits_rate(tmp_path: Path) -> None:
    """1 to 9 and 0 rate the highlighted entry, - takes the rating away, undo brings it back."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "k", "8")
        assert "You gave Episode 3 8/10" in text(app)
        assert "Watched today · 8/10" in text(app)
        await press(pilot, "0")
        assert "Watched today · 10/10" in text(app)
        await press(pilot, "0")
        assert "Episode 3 has 10/10 already" in text(app)
        await press(pilot, "minus")
        assert "/10" not in text(app).replace("has 10/10", "")
        await press(pilot, "u", "u")
        assert "Watched today · 8/10" in text(app)


async def test_a_mark_is_given_another_date(tmp_path: Path) -> None:
    """D says how what is typed is understood, takes the date, and changes no order."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "g", "d", *"tue")
        assert app.query_one(Prompt).hint == "…"
        await press(pilot, *"sday 21:30")
        assert app.query_one(Prompt).hint == "Tuesday 17 November 2026, 21:30"
        await press(pilot, "enter")
        assert "Episode 1: watched Tuesday" in text(app)
        assert "17 Nov" in text(app)
        assert app.session.view.progress.next_up == "tv-04"
        assert app.session.view.progress.latest == "tv-03"
        await press(pilot, "d", *"tomorrow", "enter")
        assert "“tomorrow” is no time" in text(app)
        await press(pilot, "escape", "u")
        assert "17 Nov" not in text(app)


async def test_a_date_marks_what_was_not_marked(tmp_path: Path) -> None:
    """D on an entry without a mark says when it was watched."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "d", *"yesterday", "enter")
        mark = app.session.view.progress.marks["tv-04"]
        assert (mark.do, mark.at) == ("watched", "2026-11-21")


async def test_several_entries_are_chosen(tmp_path: Path) -> None:
    """V chooses from here to where one goes; the next key is for all, and undoes as one."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "v", "j", "j", "j")
        assert app.chosen == {"tv-15", "tv-16", "tv-17", "tv-18"}
        await press(pilot, "space")
        await closed(pilot)
        assert "Watched episodes 15–18" in text(app)
        assert app.chosen == frozenset()
        assert app.cursor == "tv-19"
        await press(pilot, "u")
        await closed(pilot)
        assert app.session.view.progress.tally.watched == 14
        await press(pilot, "v", "k", "k", "c")
        assert "Cleared episodes 13–14" in text(app)
        await press(pilot, "u", "v", "j", "j", "s")
        assert "Skipped episodes 13–15" not in text(app)
        await press(pilot, "v", "j", "escape")
        assert app.chosen == frozenset()
        await press(pilot, "v", "v", "j")
        assert app.chosen == frozenset()


async def test_a_range_passes_over_what_is_left_out(tmp_path: Path) -> None:
    """What the guide leaves out is chosen only where the range begins or ends with it."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        app.cursor = "tv-37"
        await press(pilot, "v", "j")
        assert app.chosen == {"tv-37", "tv-38"}
        await press(pilot, "j")
        assert app.chosen == {"tv-37", "ova-1"}


async def test_a_rewatch_is_begun_after_one_question(tmp_path: Path) -> None:
    """R asks, y begins, and everything of the earlier pass stays to be read."""
    async with opened(tmp_path, SMALL, "1", "2", "ova1") as (app, pilot):
        await press(pilot, "R")
        assert isinstance(app.screen, ChoiceSheet)
        assert "Pass 1 is at 3 of 3 and stays as it is." in text(app)
        await press(pilot, "escape")
        assert app.session.view.progress.number == 1
        await press(pilot, "R", "y")
        assert app.session.view.progress.number == 2
        assert app.cursor == "tv-01"
        assert "Hello" in text(app), "the notes of the beginning are due again"
        await press(pilot, "space")
        assert "You know Zulu now." in text(app), "and those for a rewatch"
        await closed(pilot)
        assert "Pass 2 · 0 of 3" in text(app)
        assert "Pass 1 · 22 November 2026" in text(app)
        await press(pilot, "u")
        assert "Undone: began pass 2" in text(app)
        assert "3 of 3 · 100 %" in text(app)
        await press(pilot, "U")
        assert "Pass 2 · 0 of 3" in text(app)


async def test_passes_are_read_back(tmp_path: Path) -> None:
    """P shows the pass before this one, and the arrows turn to the others."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "p")
        assert isinstance(app.screen, PassSheet)
        assert "40 watched, 17 h 36" in text(app)
        compare(app, "passes")
        await press(pilot, "right", "right")
        assert "14 watched, 5 h 36" in text(app)
        assert "not finished" in text(app)
        await press(pilot, "h", "h", "q")
        assert len(app.screen_stack) == 1


async def test_a_plan_is_made(tmp_path: Path) -> None:
    """O says what a date would mean while it is typed, and shows the plan."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "o", *"24 dec")
        assert "26 entries in" in text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, PlanSheet)
        compare(app, "plan")
        await press(pilot, "escape", "o", *"5 a week")
        assert "1 an evening" in text(app)
        await press(pilot, "escape", "o", *"yesterday", "enter")
        assert "“yesterday” is no day to come" in text(app)


@pytest.mark.parametrize(("key", "level"), [("o", "off"), ("t", "titles"), ("s", "strict")])
async def test_spoilers_are_chosen(tmp_path: Path, key: str, level: Level) -> None:
    """X asks what to hide; the choice is kept for this pass."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "x")
        assert "titles: hide titles past the next one, as now" in text(app)
        await press(pilot, key)
        assert ("His Blood Was Red" in text(app)) is (level == "off")
        assert ("Part 2" in text(app)) is (level != "strict")
        assert ("3 of 25 ·" in text(app)) is (level == "strict")
        await saved(pilot)
        assert session(tmp_path, REAL).view.level == level


async def test_what_is_hidden_is_not_highlighted(tmp_path: Path) -> None:
    """Where the highlighted entry is hidden, the next one up is highlighted."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "G")
        assert app.cursor == "ova-3"
        await press(pilot, "x", "s")
        assert app.cursor == "tv-04"
        await press(pilot, "G")
        assert app.cursor == "tv-25"


@pytest.mark.parametrize("name", ["Anna", "a[/]b", "[@click=app.quit]x[/]"])
async def test_viewers_take_turns(tmp_path: Path, name: str) -> None:
    """The palette makes a profile and switches; each has its own progress."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        app.action_open("profile")
        await press(pilot, *(key for char in name for key in key_of(char)), "enter")
        assert isinstance(app.screen, Welcome)
        await press(pilot, "enter")
        await closed(pilot)
        assert name in text(app)
        assert "0 of 40" in text(app)
        await press(pilot, "space")
        await closed(pilot)
        commands = {
            command.title: command.callback
            for command in app.get_system_commands(app.screen_stack[0])
        }
        commands["Profile: yours"]()
        await pilot.pause()
        assert "3 of 40" in text(app)
        await saved(pilot)
        await press(pilot, "ctrl+p", *"profile:", "down", "enter")
        await closed(pilot)
        assert name in text(app)
        assert session(tmp_path, REAL).profiles() == ("", name)


def key_of(char: str) -> list[str]:
    """The key that types a character."""
    return {"[": ["left_square_bracket"], "]": ["right_square_bracket"]}.get(char, [char])

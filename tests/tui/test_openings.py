"""What opens over the walk or is asked below it, and what comes of the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import REAL, SMALL, mostly_slow, session
from tests.tui.screen import closed, compare, lived, opened, press, saved, text
from tracker.domain.spoilers import Level
from tracker.tui.app import LayznerApp
from tracker.tui.lines import Prompt
from tracker.tui.sheets import CardSheet, ChoiceSheet, NotesSheet, PassSheet, PlanSheet
from tracker.tui.welcome import Welcome

STAR = "asterisk"


async def test_a_star_and_a_digit_rate(tmp_path: Path) -> None:
    """The star says what it rates; 0 is 10, - takes the rating away, undo brings it back."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "k", STAR)
        assert "Rate episode 3" in text(app)
        assert "1 to 9, 0 is 10, - removes it" in text(app)
        await press(pilot, "8")
        assert "8/10 for episode 3" in text(app)
        assert "Watched today · 8/10" in text(app)
        await press(pilot, STAR, "0")
        assert "Watched today · 10/10" in text(app)
        await press(pilot, STAR, "0")
        assert "Episode 3 already has 10/10" in text(app)
        await press(pilot, STAR, "minus")
        assert "/10" not in text(app).replace("has 10/10", "")
        await press(pilot, "u", "u")
        assert "Watched today · 8/10" in text(app)


async def test_a_rating_is_of_all_that_are_chosen(tmp_path: Path) -> None:
    """What is chosen is rated as one step, and the question says so."""
    async with opened(tmp_path, REAL, "1-5") as (app, pilot):
        await press(pilot, "g", "v", "j", "j", STAR)
        assert "Rate episodes 1–3" in text(app)
        await press(pilot, "9")
        assert "9/10 for episodes 1–3" in text(app)
        assert app.session.view.progress.current.ratings == dict.fromkeys(
            ("tv-01", "tv-02", "tv-03"), 9
        )
        await press(pilot, "u")
        assert not app.session.view.progress.current.ratings


async def test_another_key_behind_a_star_does_what_it_does(tmp_path: Path) -> None:
    """Where no digit follows nothing is rated, and nothing is swallowed but escape."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, STAR, "escape", "8")
        assert app.prompt.question is None
        await press(pilot, STAR, "k")
        assert (app.cursor, app.prompt.question) == ("tv-03", None)
        await press(pilot, STAR, STAR, "n")
        assert isinstance(app.screen, NotesSheet)
        assert not app.session.view.progress.current.ratings


@pytest.mark.parametrize("there", ["G", "enter", "end"])
async def test_digits_go_to_an_entry(tmp_path: Path, there: str) -> None:
    """12G goes to 12, and rates nothing; what was typed is shown meanwhile."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "1", "2")
        assert "12: G or enter goes there" in text(app)
        assert app.cursor == "tv-04"
        await press(pilot, there)
        assert (app.cursor, len(app.screen_stack)) == ("tv-12", 1)
        assert "goes there" not in text(app)
        assert not app.session.view.progress.current.ratings
        await press(pilot, "9", "9", there)
        assert "No entry “99”; type 1 to 38" in text(app)
        assert app.cursor == "tv-12"
        await press(pilot, "G")
        assert app.cursor == "ova-3"


async def test_any_other_key_drops_the_digits(tmp_path: Path) -> None:
    """It does what it does, and G is the end again."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "1", "2", "k")
        assert app.cursor == "tv-03"
        assert "goes there" not in text(app)
        await press(pilot, "G")
        assert app.cursor == "ova-3"
        await press(pilot, "g", "7", "escape", "enter")
        assert isinstance(app.screen, CardSheet)


async def test_a_mark_is_given_another_date(tmp_path: Path) -> None:
    """D says how what is typed is understood, takes the date, and changes no order."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "g", "d", *"tues")
        assert app.query_one(Prompt).hint == "Tuesday 17 November 2026"
        await press(pilot, *"day 21:3")
        assert app.query_one(Prompt).hint == "…"
        await press(pilot, "0")
        assert app.query_one(Prompt).hint == "Tuesday 17 November 2026, 21:30"
        await press(pilot, "enter")
        assert "Episode 1: watched Tuesday" in text(app)
        assert "17 Nov" in text(app)
        assert app.session.view.progress.next_up == "tv-04"
        assert app.session.view.progress.latest == "tv-03"
        await press(pilot, "d", *"tomorrow", "enter")
        assert "“tomorrow” is still to come" in text(app)
        await press(pilot, "ctrl+u", *"11/20/2026", "enter")
        assert "“11/20/2026” is ambiguous" in app.query_one(Prompt).hint
        await press(pilot, "ctrl+u", *"nov 2024")
        assert app.query_one(Prompt).hint == "November 2024"
        await press(pilot, "enter")
        assert "Episode 1: watched in November 2024" in text(app)
        assert "Watched in November 2024" in text(app)
        await press(pilot, "u", "u")
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
        assert "3 of 3" in text(app)
        await press(pilot, "U")
        assert "Pass 2 · 0 of 3" in text(app)


async def test_passes_are_read_back(tmp_path: Path) -> None:
    """P shows the pass under way, and the arrows turn to the others."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "p")
        assert isinstance(app.screen, PassSheet)
        assert "14 watched, 5 h 36" in text(app)
        assert "not finished" in text(app)
        await press(pilot, "left", "left")
        assert "40 watched, 17 h 36" in text(app)
        compare(app, "passes")
        await press(pilot, "l", "l", "q")
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
        assert "“yesterday” is in the past; give a day to come" in text(app)


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


@pytest.mark.parametrize("name", mostly_slow(["Anna", "a[/]b", "[@click=app.quit]x[/]"], "a[/]b"))
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

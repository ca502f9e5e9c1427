"""The long memory in the interface: rewatches, remarks, ratings, dates, history, profiles."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import EVENING, REAL, SMALL, Clock, entries, session
from tests.tui.screen import Walk, card_text, compare, press, saved, text, until
from tests.tui.test_keys import opened
from tracker.domain.spoilers import Level
from tracker.session.sitting import Session
from tracker.tui.app import LayznerApp
from tracker.tui.history import HistoryScreen
from tracker.tui.lines import Prompt
from tracker.tui.order import OrderList
from tracker.tui.remark import RemarkSheet
from tracker.tui.sheets import ChoiceSheet, PassSheet, PlanSheet
from tracker.tui.welcome import Welcome

DAY = timedelta(days=1)


def lived(directory: Path, level: Level | None = None) -> Session:
    """A viewer in the second pass, 14 entries in, who wrote and rated in both."""
    clock = Clock(EVENING - 400 * DAY)
    sitting = session(directory, REAL, clock)
    sitting.tell(seen=False)
    order = entries(REAL, "1-ova3")
    for at, entry in enumerate(order):
        clock.now += DAY * (at % 3 == 0)
        sitting.watched([entry])
        if at % 4 == 0:
            sitting.rate(entry, 7 + at % 3)
    sitting.remark(REAL.entry("tv-08"), "Cold hands.\nI put it off for a week.")
    sitting.remark(REAL.entry("tv-30"), "The gate, again.")
    clock.now = EVENING - 8 * DAY
    sitting.rewatch()
    for at, entry in enumerate(order[:14]):
        clock.now += DAY * (at % 2 == 0)
        sitting.watched([entry])
    sitting.rate(REAL.entry("tv-14"), 9)
    sitting.remark(REAL.entry("tv-14"), "Better than I remembered.")
    clock.now = EVENING
    sitting.read(REAL.notes)
    sitting.save()
    sitting.level = level
    return sitting


async def closed(pilot: Walk) -> None:
    """Close whatever opened by itself."""
    for _ in range(20):
        if len(pilot.app.screen_stack) == 1:
            return
        await press(pilot, "escape")
    raise AssertionError(f"{pilot.app.screen} does not close")


async def test_a_remark_is_written_and_shown(tmp_path: Path) -> None:
    """R opens a field of many lines; what is written is kept and stands on the card."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "k", "r", *"A [/] start", "enter", "enter", *"q u U")
        assert isinstance(app.screen, RemarkSheet)
        await press(pilot, "escape")
        await until(pilot, "Kept your remark on episode 3")
        assert "A [/] start" in text(app)
        await saved(pilot)
        kept = session(tmp_path, REAL).view.progress.current.remarks["tv-03"]
        assert [event.text for event in kept] == ["A [/] start\n\nq u U"]
        await press(pilot, "r", *" yes", "ctrl+s")
        # What was said of the first remark still stands behind the field.
        for _ in range(500):
            await pilot.pause()
            if len(app.screen_stack) == 1:
                break
        await until(pilot, "q u U yes")
        await until(pilot, "Kept your remark")
        await press(pilot, "u")
        assert "Undone: remarked on episode 3" in text(app)
        assert "q u U yes" not in text(app)


async def test_a_remark_left_as_it_was_is_no_step(tmp_path: Path) -> None:
    """Opening and closing the field changes nothing."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "r", "escape")
        await until(pilot, "The remark on episode 4 is empty")
        await press(pilot, "u")
        assert "Undone: watched episodes 1–3" in text(app)


async def test_a_remark_that_is_too_long_stays_in_the_field(tmp_path: Path) -> None:
    """The field does not close on a text that cannot be kept, and says why."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "r")
        screen = app.screen
        assert isinstance(screen, RemarkSheet)
        screen.query_one("#words").text = "x" * 65_537  # type: ignore[attr-defined]
        await press(pilot, "escape")
        await until(pilot, "A remark holds at most 65,536 characters")
        assert app.screen is screen


async def test_what_is_being_written_is_kept_on_leaving(tmp_path: Path) -> None:
    """A field that is open when the program is left is kept like one that was closed."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "r", *"half a th")
        app.leave()
        assert app.session.view.progress.current.remarks["tv-04"][0].text == "half a th"
        assert app.writing is None


async def test_an_editor_needs_a_terminal(tmp_path: Path) -> None:
    """Where the terminal cannot be left, e says so and nothing is changed."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "e")
        assert "This terminal cannot be left for an editor" in text(app)
        assert not app.session.view.progress.current.remarks


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


async def test_a_card_recalls_the_earlier_passes(tmp_path: Path) -> None:
    """On a rewatch the card shows when it was watched before, what was written and given."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "slash", *"8", "enter")
        shown = card_text(app)
        for said in ("✓ Watched Wednesday", "Cold hands. I put it off for a week."):
            assert said in shown
        assert re.search(r"Pass 1 · \d+ October 2025", shown)
        await press(pilot, "slash", *"30", "enter")
        assert "The gate, again." in text(app)
        await press(pilot, "x", "t")
        assert "Spoiler level titles: hide titles past the next one" in text(app)
        assert "The gate, again." not in text(app)


async def test_opening_recalls_what_was_written_last(tmp_path: Path) -> None:
    """The resume card says what was watched last and what was written then."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)):
        assert "episodes 13–14. You wrote: Better than I remembered." in card_text(app)


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
        commands = {one.title: one.callback for one in app.get_system_commands(app.screen_stack[0])}
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


async def test_the_mouse_still_finds_its_lines(tmp_path: Path) -> None:
    """At the strictest level a click picks the entry that stands there."""
    app = LayznerApp(lived(tmp_path, "strict"))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.click(OrderList, offset=(10, 10))
        assert app.cursor == "tv-10"

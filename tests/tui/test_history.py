"""The history over the whole window: its views, and going about in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.geometry import Size

from tests.guides.own import EPISODE, entry, head, made, part
from tests.support import EVENING, REAL, Clock, entries, mostly_slow, session
from tests.tui.screen import Walk, compare, lines, lived, opened, press, text
from tracker.domain.dates import UNKNOWN
from tracker.domain.history import History
from tracker.drawing import history, plain
from tracker.drawing.page import CALENDAR, GAVE, PASSES, VIEWS, Lived
from tracker.drawing.rim import Light
from tracker.session.sitting import Session
from tracker.session.view import View
from tracker.storage.settings import Settings
from tracker.tui.app import LayznerApp
from tracker.tui.history import HistoryScreen, HistoryView
from tracker.tui.roaming import Roaming

SIZES = [(200, 60), (120, 36), (100, 30), (80, 24), (60, 15)]
SLIGHT = [(40, 20), (10, 5), (1, 1)]
"""Smaller than the walk itself can be."""
DAY = timedelta(days=1)


async def opened_on(pilot: Walk, view: str) -> HistoryView:
    """A view of the history."""
    await press(pilot, "h", *["tab"] * VIEWS.index(view))
    screen = pilot.app.screen
    assert isinstance(screen, HistoryScreen)
    return screen.query_one(HistoryView)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("size", mostly_slow(SIZES, (80, 24), (120, 36)))
async def test_picture_of_the_history(tmp_path: Path, size: tuple[int, int], view: str) -> None:
    """Each view looks as it was approved."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=size) as pilot:
        await opened_on(pilot, view)
        name = {CALENDAR: "", PASSES: "passes-", GAVE: "gave-"}[view]
        compare(app, f"history-{name}{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SLIGHT)
async def test_the_history_fits_any_window(tmp_path: Path, size: tuple[int, int]) -> None:
    """In a window that is too small for the walk nothing of the history fails."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "h")
        await pilot.resize_terminal(*size)
        for _ in VIEWS:
            await press(pilot, "tab", "j", "l")
            assert len(lines(app)) == size[1]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
@pytest.mark.parametrize("view", VIEWS)
async def test_picture_of_the_history_in_plain_characters(
    tmp_path: Path, size: tuple[int, int], view: str
) -> None:
    """With --ascii each view is plain, and says the same."""
    app = LayznerApp(lived(tmp_path), Settings(ascii=True))
    async with app.run_test(size=size) as pilot:
        await opened_on(pilot, view)
        assert text(app).isascii()
        name = {CALENDAR: "", PASSES: "passes-", GAVE: "gave-"}[view]
        compare(app, f"history-{name}{size[0]}x{size[1]}-ascii")


async def test_the_calendar_without_colours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are no colours, signs tell what tints and light would, bars and all."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened_on(pilot, CALENDAR)
        compare(app, "history-80x24-nocolor")
        await press(pilot, "shift+tab")
        compare(app, "history-gave-80x24-nocolor")


async def test_the_calendar_is_gone_through_by_day(tmp_path: Path) -> None:
    """Arrows go by day and week, brackets by year; what was watched that evening is said."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "h")
        assert 'Saturday 21 November  episodes 13–14 · 48 min · 14: 9/10 · "Better' in text(app)
        assert "the last 56 weeks" in text(app)
        await press(pilot, "up")
        assert "Friday 20 November  episodes 11–12 · 48 min" in text(app)
        await press(pilot, "left", "down", "down", "down", "down", "l")
        assert "Sunday 22 November  nothing" in text(app), "today is the last"
        await press(pilot, "left_square_bracket")
        assert "Saturday 22 November 2025  nothing" in text(app)
        assert lines(app)[0].endswith("2025 · 40 watched, 17 h 36")
        await press(pilot, "g", "k")
        assert "Wednesday 1 January 2025  nothing" in text(app)
        await press(pilot, "left_square_bracket", "right_square_bracket")
        assert lines(app)[0].endswith("2026 · 14 watched, 5 h 36")
        await press(pilot, "right_square_bracket")
        assert "the last 56 weeks" in text(app)
        await press(pilot, "left_square_bracket", "G")
        assert "Sunday 22 November  nothing" in text(app)
        assert "the last 56 weeks" in text(app)
        await press(pilot, "escape")
        assert len(app.screen_stack) == 1


async def test_a_day_before_the_weeks_up_to_now_is_in_its_year(tmp_path: Path) -> None:
    """Who goes back beyond the weeks up to now gets to the year of that day, and back again."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        view = await opened_on(pilot, CALENDAR)
        for _ in range(50):
            view.show(view.roaming.moved(view.chosen, -1, 0, view.size))
        await pilot.pause()
        assert lines(app)[0].endswith("2025 · 40 watched, 17 h 36")
        await press(pilot, "G")
        assert lines(app)[0].endswith("the last 36 weeks")


async def test_two_years_stand_one_above_the_other(tmp_path: Path) -> None:
    """In a roomy window a day of either year can be chosen without the years moving."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(200, 60)) as pilot:
        await press(pilot, "h")
        first = lines(app)[0]
        assert first.endswith("2026 · 14 watched, 5 h 36")
        await pilot.click(offset=(6, 22))
        assert "Wednesday 1 January 2025  nothing" in text(app)
        assert lines(app)[0] == first
        await press(pilot, "left_square_bracket")
        assert lines(app)[0].endswith("2025 · 40 watched, 17 h 36")


async def test_tab_goes_round(tmp_path: Path) -> None:
    """The views follow one another in both directions; a click on a name goes to it."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        view = await opened_on(pilot, CALENDAR)
        seen = []
        for key in ("tab", "tab", "tab", "shift+tab", "shift+tab"):
            await press(pilot, key)
            seen.append(view.chosen.page)
        assert seen == [PASSES, GAVE, CALENDAR, GAVE, PASSES]
        await pilot.click(offset=(12, 0))
        assert view.chosen.page == CALENDAR
        await pilot.click(offset=(40, 0))
        assert view.chosen.page == GAVE


async def test_enter_goes_to_the_evening_on_the_walk(tmp_path: Path) -> None:
    """From a day to the first that was watched on it; a day of nothing says so."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "h", "up", "enter")
        assert len(app.screen_stack) == 1
        assert app.cursor == "tv-11"
        await press(pilot, "h", "down", "enter")
        assert "Nothing was watched on that day" in text(app)
        await press(pilot, "up")
        assert "Nothing was watched" not in text(app)
        await press(pilot, "tab", "left_square_bracket", "enter")
        assert app.cursor == "ova-3"
        await press(pilot, "h", "shift+tab", "g", "enter")
        assert app.cursor == "tv-01"


async def test_what_is_hidden_is_gone_to_by_nobody(tmp_path: Path) -> None:
    """At the strictest level an evening of an earlier pass leads nowhere beyond the part."""
    app = LayznerApp(lived(tmp_path, "strict"))
    async with app.run_test(size=(120, 36)) as pilot:
        before = app.cursor
        await press(pilot, "h", "tab", "left_square_bracket", "enter")
        assert isinstance(app.screen, HistoryScreen)
        assert "This pass has not come that far yet" in text(app)
        await press(pilot, "escape")
        assert app.cursor == before


@pytest.mark.parametrize("level", ["off", "titles", "strict"])
async def test_no_view_holds_what_is_hidden(tmp_path: Path, level: str) -> None:
    """Titles, ratings and words of an earlier pass show where their entries' titles may."""
    app = LayznerApp(lived(tmp_path, level))  # type: ignore[arg-type]  # the three there are
    async with app.run_test(size=(200, 60)) as pilot:
        view = await opened_on(pilot, CALENDAR)
        shown = view.characters()
        for name in (PASSES, GAVE):
            view.show(view.roaming.turned(view.chosen, name))
            for at in range(41):
                moved = view.roaming.to_entry(view.chosen, at)
                shown += history.page(
                    Lived(app.session.view, app.session.history(), "full"), moved, 200, 58
                ).lines.__repr__()
        assert ("Seal 2000" in shown) is (level == "off")
        assert ("9/10 in pass 1" in shown) is True, "what is behind the viewer is told"
        assert ("III" in view.characters()) is (level != "strict")


async def test_the_passes_are_gone_through_by_week(tmp_path: Path) -> None:
    """Down is a week, to the right a day; brackets change the pass, and it stays within one."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        view = await opened_on(pilot, PASSES)
        assert lines(app)[0].endswith("Pass 2 · 14 watched, 5 h 36")
        assert "Saturday 21 November  48 min" in text(app)
        assert "    14  Captured by Aliens  9/10" in text(app)
        await press(pilot, "k")
        assert "Saturday 14 November  nothing" in text(app)
        await press(pilot, "k", "h")
        assert "Friday 13 November  nothing" in text(app), "the first week is the first row"
        await press(pilot, "G", "l")
        assert "Sunday 22 November  nothing" in text(app)
        await press(pilot, "l")
        assert "Sunday 22 November  nothing" in text(app), "today is the last"
        await press(pilot, "left_square_bracket")
        assert lines(app)[0].endswith("Pass 1 · 40 watched, 17 h 36")
        assert view.chosen.at == 0
        await press(pilot, "left_square_bracket", "g")
        first = min(app.session.history().diaries[0].evenings)
        assert view.chosen.day == first
        await press(pilot, "right_square_bracket")
        assert view.chosen.at == 1


async def test_weeks_without_are_jumped_over(tmp_path: Path) -> None:
    """Weeks that are told in a line are no rows: one goes from the one before to the one behind."""
    async with opened(tmp_path, REAL, "1", "2", size=(80, 24)) as (app, pilot):
        app.session.watched(entries(REAL, "3"), (EVENING - 50 * DAY).date())
        view = await opened_on(pilot, PASSES)
        assert "… 6 weeks without any" in text(app)
        assert view.chosen.day == EVENING.date()
        await press(pilot, "k")
        assert view.chosen.day == (EVENING - 49 * DAY).date()
        await press(pilot, "l")
        assert view.chosen.day == (EVENING - 6 * DAY).date()
        await press(pilot, "h")
        assert view.chosen.day == (EVENING - 49 * DAY).date()


async def test_what_was_given_is_gone_through_by_entry(tmp_path: Path) -> None:
    """The chosen entry is named below its bar and told in words; a click chooses another."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        view = await opened_on(pilot, GAVE)
        assert "Episode 14  Captured by Aliens  9/10 in pass 2" in text(app)
        await press(pilot, "h")
        assert "Episode 13  Adrift in Space  7/10 in pass 1" in text(app)
        await press(pilot, "k", "k")
        assert "not rated" in text(app)
        await pilot.click(offset=(6, 10))
        assert view.chosen.entry == 0
        await press(pilot, "h", "left_square_bracket")
        assert view.chosen.entry == 0
        await press(pilot, "G", "l")
        assert "Act III" in text(app)


async def test_a_day_is_picked_with_the_mouse(tmp_path: Path) -> None:
    """A click on a square, or on a day of a pass, says what was watched on it."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "h")
        await pilot.click(offset=(6 + 2 * 54, 8))
        assert "Saturday 14 November  nothing" in text(app)
        await pilot.click(offset=(6 + 2 * 55, 9))
        assert "Sunday 22 November  nothing" in text(app)
        await pilot.click(offset=(3, 20))
        assert "Sunday 22 November  nothing" in text(app)
        await press(pilot, "tab")
        at = next(y for y, line in enumerate(lines(app)) if line.startswith(" 16 Nov"))
        await pilot.click(offset=(8 + 8 * 2, at))
        assert "Wednesday 18 November  48 min" in text(app)


async def test_keys_are_clicked(tmp_path: Path) -> None:
    """A click on a key in the line at the foot is as good as the key."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        view = await opened_on(pilot, CALENDAR)
        foot = lines(app)[-1]
        await pilot.click(offset=(foot.index("tab"), 35))
        assert view.chosen.page == PASSES
        await pilot.click(offset=(lines(app)[-1].index("h j k l"), 35))
        assert view.chosen.page == PASSES
        await pilot.click(offset=(lines(app)[-1].index("close"), 35))
        assert len(app.screen_stack) == 1


async def test_a_view_is_copied(tmp_path: Path) -> None:
    """What is shown is copied in characters that any text can hold."""
    app = LayznerApp(lived(tmp_path))
    copied: list[str] = []
    app.copy_to_clipboard = copied.append  # type: ignore[method-assign,assignment]  # there is no clipboard
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "h", "y")
        assert "Copied" in text(app)
        assert "History   Calendar" in copied[0]
        assert "■" not in copied[0]
        assert "▄" in copied[0]


async def test_the_keys_are_explained(tmp_path: Path) -> None:
    """The help opens over the history, and closes to it."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "h", "question_mark")
        assert len(app.screen_stack) == 3
        await press(pilot, "escape")
        assert isinstance(app.screen, HistoryScreen)


async def test_keys_of_the_history_can_be_others(tmp_path: Path) -> None:
    """The views answer to the keys that the viewer wants, and say so."""
    keys = {"history_view_on": "v", "history_evening": "e", "rate": "b"}
    app = LayznerApp(lived(tmp_path), Settings(keys=keys))
    async with app.run_test(size=(120, 36)) as pilot:
        view = await opened_on(pilot, CALENDAR)
        assert "v passes  e its evening" in text(app)
        await press(pilot, "v")
        assert view.chosen.page == PASSES


@pytest.mark.parametrize("view", VIEWS)
async def test_a_history_of_nothing(tmp_path: Path, view: str) -> None:
    """Before anything is watched, each view says when it fills, and no key fails."""
    async with opened(tmp_path, REAL, size=(80, 24)) as (app, pilot):
        await opened_on(pilot, view)
        name = {CALENDAR: "", PASSES: "passes-", GAVE: "gave-"}[view]
        compare(app, f"history-{name}empty")
        await press(pilot, "left", "up", "left_square_bracket", "G", "g", "enter", "y", "tab")
        assert isinstance(app.screen, HistoryScreen)


@pytest.mark.parametrize("size", [(200, 60), (120, 36)])
async def test_a_wide_history_of_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    """The empty history says when it fills at any size."""
    async with opened(tmp_path, REAL, size=size) as (app, pilot):
        await press(pilot, "h")
        assert "Nothing here yet." in text(app)
        assert "What you gave appears once you rate something: * and a digit." in text(app)


async def test_the_smallest_empty_history_says_when_it_fills(tmp_path: Path) -> None:
    """Where there are two lines below the calendar, neither is empty."""
    async with opened(tmp_path, REAL, size=(60, 15)) as (app, pilot):
        await press(pilot, "h")
        assert "The first entry you mark fills the first square." in text(app)


async def test_two_evenings_are_no_walk(tmp_path: Path) -> None:
    """Before the third evening it is said when weeks and walk are drawn."""
    async with opened(tmp_path, REAL, "1", "2", size=(80, 24)) as (app, pilot):
        await press(pilot, "h")
        assert "The weeks and your walk are drawn from the third evening on." in text(app)
        assert "day 1" not in text(app)


# Lives of all kinds


def long(directory: Path, many: int, days: int) -> Session:
    """A viewer of a guide of so many entries, over so many days, who rated every other."""
    parts = [
        part(
            f"Part {at}",
            (entry(f"tv-{number:02}") for number in range(at * 100 + 1, at * 100 + 101)),
        )
        for at in range(many // 100)
    ]
    guide = made("\n".join((head("long", "Long 長い", EPISODE), *parts)))
    clock = Clock(EVENING - days * DAY)
    sitting = session(directory, guide, clock)
    sitting.tell(seen=False)
    for at in range(0, many, 10):
        clock.now = EVENING - (days - days * at // many) * DAY
        sitting.watched(guide.entries[at : at + 10])
        sitting.rate(guide.entries[at : at + 5], 1 + at // 10 % 10)
    return sitting


def shapes(directory: Path) -> dict[str, Session]:
    """Lives of which each is odd in its way."""
    undated = session(directory / "undated", REAL)
    undated.tell(seen=False)
    undated.watched(entries(REAL, "1-ova3"), UNKNOWN)
    ends = session(directory / "ends", REAL)
    ends.tell(seen=False)
    for named, when in (("1", date.min), ("2", date.max), ("3", EVENING.date())):
        ends.watched(entries(REAL, named), when)
    many = session(directory / "many", REAL)
    many.tell(seen=False)
    for _ in range(5):
        many.watched(entries(REAL, "1-ova3"))
        many.rewatch()
    return {
        "long": long(directory / "long", 1000, 5 * 365),
        "undated": undated,
        "ends of time": ends,
        "many": many,
        "new year": long(directory / "new", 100, 400),
    }


Odd = Callable[[str], tuple[View, History]]
"""Gives a life by its name."""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Odd:
    """These lives, made once."""
    made_ = shapes(tmp_path_factory.mktemp("lives"))
    found = {name: (held.view, held.history()) for name, held in made_.items()}

    # A failure would print a dict, and with it all of them.
    def by_name(name: str) -> tuple[View, History]:
        return found[name]

    return by_name


@pytest.mark.parametrize("name", ["long", "undated", "many", "new year", "ends of time"])
@given(
    st.tuples(
        st.sampled_from(VIEWS),
        st.sampled_from([(200, 58), (120, 34), (100, 28), (80, 22), (60, 13), (7, 3)]),
        st.sampled_from(["full", "band", "signs"]),
    ),
    st.lists(
        st.tuples(st.sampled_from(["moved", "far", "end", "view"]), st.integers(-9, 9)), max_size=8
    ),
)
@settings(max_examples=20, deadline=None)
def test_any_life_can_be_gone_through(
    odd: Odd,
    name: str,
    how: tuple[str, tuple[int, int], Light],
    steps: Sequence[tuple[str, int]],
) -> None:
    """Wherever one goes, in any life and window, each line fits and the day is between its ends."""
    (shown, happened), (view, size, light) = odd(name), how
    roaming, window = Roaming(shown, happened), Size(*size)
    chosen = roaming.turned(roaming.begin, view)
    for step, by in steps:
        if step == "moved":
            chosen = roaming.moved(chosen, by % 3 - 1, by, window)
        elif step == "far":
            chosen = roaming.far(chosen, by)
        elif step == "end":
            chosen = roaming.to_end(chosen, window, last=by > 0)
        else:
            chosen = roaming.next_view(chosen, by)
        assert chosen.day <= max([shown.today, *happened.evenings])
        roaming.here(chosen)
        page = history.page(Lived(shown, happened, light), chosen, *size)
        assert len(page.lines) <= max(size[1], 1)
        if size[0] >= 60:
            wide = [plain(line) for line in page.lines if len(plain(line)) > size[0]]
            assert wide == []

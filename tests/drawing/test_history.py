"""What is drawn of a history: squares and their signs, weeks of passes, bars, and walks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support import EVENING, REAL, Clock, entries, session
from tracker.domain import charts, words
from tracker.domain.dates import UNKNOWN
from tracker.drawing import Line, calendar, cells, evenings, gave, passes, plain
from tracker.drawing.days import day_by_day
from tracker.drawing.history import page
from tracker.drawing.lines import beside, width_of
from tracker.drawing.page import CALENDAR, PASSES, Chosen, Lived, Page, head
from tracker.drawing.rim import Light
from tracker.session.sitting import Session

TODAY = EVENING.date()
DAY = timedelta(days=1)


def watching(directory: Path, *evenings: tuple[int, str]) -> Session:
    """A viewer who watched so long ago what is named."""
    clock = Clock()
    sitting = session(directory, REAL, clock)
    sitting.tell(seen=False)
    for ago, named in evenings:
        clock.now = EVENING - ago * DAY
        sitting.watched(entries(REAL, named))
    clock.now = EVENING
    return sitting


def drawn(sitting: Session, light: Light = "full") -> Lived:
    """What there is to draw from."""
    return Lived(sitting.view, sitting.history(), light)


def looks(line: Line) -> list[str]:
    """The look of each cell."""
    return [look for text, look in line for _ in range(cells.width(text))]


# The calendar


@pytest.mark.parametrize(
    ("light", "signs"), [("full", "■■■■"), ("band", "·▂▄█"), ("signs", ".124")]
)
def test_days_have_tints(tmp_path: Path, light: Light, signs: str) -> None:
    """A day has a tint by the fullest; where no tint is seen, a sign of its own."""
    sitting = watching(tmp_path, (8, "1"), (7, "2-3"), (6, "4-7"))
    span = charts.lately(TODAY, 2)
    rows = [*calendar.squares(span, sitting.history(), None, light)]
    monday, saturday, sunday = rows[1], rows[6], rows[7]
    assert plain(monday)[8] == signs[3]
    assert (plain(saturday)[6], plain(sunday)[6], plain(monday)[6]) == (
        signs[1],
        signs[2],
        signs[0],
    )
    assert (looks(monday)[8], looks(saturday)[6], looks(sunday)[6]) == ("tint4", "tint1", "tint2")
    assert looks(monday)[6] == ("panel" if light == "full" else "faint")


def test_the_chosen_day_stands_in_brackets(tmp_path: Path) -> None:
    """The brackets stand in the gaps: the square stays, at the first week and the last."""
    sitting = watching(tmp_path, (8, "1"))
    span = charts.lately(TODAY, 3)
    for ago, shown in ((0, " Sun  ■ ■[■]"), (7, " Sun  ■[■]■"), (14, " Sun [■]■ ■")):
        rows = [*calendar.squares(span, sitting.history(), TODAY - ago * DAY, "full")]
        assert plain(rows[7]) == shown
        assert {looks(rows[7])[shown.index(bracket)] for bracket in "[]"} == {"chosen"}


def test_weeks_stand_under_their_columns(tmp_path: Path) -> None:
    """Each week has its bar, one without a line on the ground; the scale says how much it is."""
    sitting = watching(tmp_path, (21, "1-2"), (7, "3-6"))
    rows = [*calendar.weeks(charts.lately(TODAY, 5), sitting.history(), 2, "full")]
    assert [plain(row) for row in rows] == ["   4        █", "   0  ▁ █ ▁ █ ▁"]
    assert [
        plain(row) for row in calendar.weeks(charts.year(2026, TODAY), sitting.history(), 2, "band")
    ][1].count("·") == 45


def test_a_day_in_words(tmp_path: Path) -> None:
    """What was watched on it, how long, what was given and written, as far as there is room."""
    sitting = watching(tmp_path, (1, "11-12"), (0, "13"))
    view = drawn(sitting)
    yesterday = TODAY - DAY

    def said(day: date, width: int) -> str:
        shown = drawn(sitting)
        return plain(calendar.evening(shown.view, shown.history, day, width))

    assert said(yesterday, 120) == "Saturday 21 November  episodes 11–12 · 48 min"
    assert said(yesterday - DAY, 120) == "Friday 20 November  nothing"
    sitting.rate(entries(REAL, "12"), 6)
    sitting.remark(REAL.entry("tv-12"), "It hits\nharder.")
    assert said(yesterday, 120).endswith('48 min · 12: 6/10 · "It hits harder."')
    assert said(yesterday, 80).endswith("48 min · 12: 6/10")
    assert said(yesterday, 44) == "Saturday 21 November  episodes 11–12"
    sitting.rate(entries(REAL, "13"), 9)
    assert said(TODAY, 80) == "Sunday 22 November  episode 13 · 24 min · 9/10"
    assert view.view.today == TODAY


# Day by day


def test_walks_reach_as_high_as_they_got(tmp_path: Path) -> None:
    """The present walk ends with the comet at its height, its name beside; the top is the whole."""
    sitting = watching(tmp_path, (4, "1-10"), (2, "11-20"), (0, "21-30"))
    rows = day_by_day(drawn(sitting, "signs"), 80, 9)
    assert plain(rows[0]).startswith("  40")
    assert plain(rows[-2]).startswith("   0")
    comet = next(y for y, row in enumerate(rows) if "@" in plain(row))
    assert comet == 8 - 6, "30 of 40 are six of eight rows"
    assert "Pass 1" in plain(rows[comet + 1])
    assert plain(rows[-1]).strip().startswith("day 1")


def test_earlier_walks_are_quiet(tmp_path: Path) -> None:
    """An earlier pass is drawn in what is ahead, its name at its end; the present glows by days."""
    sitting = watching(tmp_path, (60, "1-10"), (50, "11-37"), (40, "ova1-ova3"))
    sitting.rewatch()
    sitting.watched(entries(REAL, "1"), (EVENING - 20 * DAY).date())
    sitting.watched(entries(REAL, "2-3"), TODAY)
    rows = day_by_day(drawn(sitting), 100, 12)
    found = {look.partition(".")[0] for row in rows for look in looks(row)}
    assert {"ahead", "done", "glow1", "glow3", "comet"} <= found
    assert plain(rows[0]).endswith("Pass 1")
    ground = looks(rows[-2])
    assert ground.index("done.0") < max(x for x, look in enumerate(ground) if look[:5] == "glow3")


def test_days_are_named_apart(tmp_path: Path) -> None:
    """Below the walks stand round days with blanks between, the first with its word."""
    sitting = watching(tmp_path, (800, "1"), (400, "2"), (0, "3"))
    named = plain(day_by_day(drawn(sitting), 78, 6)[-1]).split()
    assert named == ["day", "1", "200", "400", "600", "800"]


# The passes


@pytest.mark.parametrize(
    ("named", "width", "said"),
    [
        ("1-2", 5, "1–2"),
        ("29-31", 5, "29–31"),
        ("ova1-ova2", 5, "I–II"),
        ("ova2-ova3", 5, "II+1"),
        ("ova2-ova3", 7, "II–III"),
        ("36-37 ova1", 6, "36…I"),
        ("36-37 ova1", 7, "36–37 I"),
        ("1 3 5", 5, "1 3 5"),
        ("10 12 14", 5, "10…14"),
        ("37", 5, "37"),
        ("ova3", 2, "II"),
    ],
)
def test_numbers_of_a_day(named: str, width: int, said: str) -> None:
    """A day has the numbers of its entries, or the first and the last, or how many more."""
    held = [each for text in named.split() for each in entries(REAL, text)]
    assert passes.numbers(held, REAL.place, width) == said


def test_a_week_has_its_piece_of_the_way(tmp_path: Path) -> None:
    """The piece stands on the columns of the order, the comet in this week behind it."""
    sitting = watching(tmp_path, (8, "1-5"), (0, "6-8"))
    shown = drawn(sitting)
    table = passes.table(shown.view, 120)
    rows = [row for row in passes.rows(shown.view, shown.history) if row.week]
    first, last = (passes.week(shown, row, table, None) for row in rows)
    assert (table.way, table.pitch, width_of(last)) == (43, 8, 119)
    assert plain(first)[65:108].rstrip() == "━" * 5
    assert plain(last)[65:108].rstrip() == "     ━━━●"
    assert plain(last).endswith("  3  1 h 12")
    assert looks(last)[70] == "glow3"
    assert looks(first)[65] == "done"
    assert "6–8" in plain(last)[8 + 6 * 8 : 8 + 7 * 8]
    assert plain(passes.head(table, "full"))[65:].startswith("1      8")


def test_days_to_come_are_no_cells(tmp_path: Path) -> None:
    """A day on which nothing was watched has a quiet cell, one to come has none."""
    sitting = watching(tmp_path, (5, "1"))
    shown = drawn(sitting)._replace(view=sitting.view._replace(today=TODAY - 2 * DAY))
    table = passes.table(shown.view, 80)
    [row] = [row for row in passes.rows(shown.view, shown.history) if row.week]
    line = looks(passes.week(shown, row, table, TODAY - 2 * DAY))
    assert [line[8 + 6 * day] for day in range(7)] == [
        passes.EMPTY, "day4", *[passes.EMPTY] * 3, "text", "text"
    ]  # fmt: skip
    assert [line[x] for x in (8 + 6 * 4 - 1, 8 + 6 * 5 - 1)] == ["chosen", "chosen"]


def test_passes_without_days(tmp_path: Path) -> None:
    """What is not known to the day is told by its number, below the weeks that are known."""
    sitting = watching(tmp_path, (3, "1"))
    sitting.watched(entries(REAL, "2-4"), UNKNOWN)
    texts = [plain(row.line) for row in passes.rows(sitting.view, sitting.history())]
    assert texts == [" Pass 1  19 November 2026", "", f"{'':8}3 on unknown days"]


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        ((3, 1), "19 to 21 November 2026"),
        ((33, 1), "20 October to 21 November 2026"),
        ((433, 1), "15 September 2025 to 21 November 2026"),
        ((3, 3), "19 November 2026"),
    ],
)
def test_the_days_of_a_pass(tmp_path: Path, ago: tuple[int, int], said: str) -> None:
    """From when to when a pass went says nothing twice."""
    sitting = watching(tmp_path, (ago[0], "1"), (ago[1], "2"))
    assert plain(passes.rows(sitting.view, sitting.history())[0].line) == f" Pass 1  {said}"


def in_three_passes(directory: Path) -> Session:
    """A viewer who took ten weeks for each of three passes, of an evening each."""
    clock = Clock()
    sitting = session(directory, REAL, clock)
    sitting.tell(seen=False)
    for began in (400, 300, 90):
        if began < 400:
            sitting.rewatch()
        for week in range(10):
            clock.now = EVENING - (began - 7 * week) * DAY
            sitting.watched(REAL.entries[4 * week : 4 * week + 1 + week % 4])
    clock.now = EVENING
    return sitting


def on_passes(shown: Lived, day: date, at: int, size: tuple[int, int]) -> Page:
    """The view of the passes, on a day of a pass counted from 0."""
    return page(shown, Chosen(PASSES, day, at=at), *size)


@pytest.mark.parametrize("size", [(120, 34), (100, 28), (80, 22), (60, 13)])
def test_weeks_that_there_is_no_room_for_are_counted(tmp_path: Path, size: tuple[int, int]) -> None:
    """No heading stands without a week below it; how many weeks are still below is said."""
    shown = drawn(in_three_passes(tmp_path))
    weeks = [row for row in passes.rows(shown.view, shown.history) if row.week]
    for at in range(3):
        for day in shown.history.diaries[at].evenings:
            found = on_passes(shown, day, at, size)
            texts = [plain(line) for line in found.lines]
            last = max(found.weeks)
            below = len(weeks) - 1 - [(row.at, row.week) for row in weeks].index(found.weeks[last])
            said = f"… {words.count(below, 'week')} more" if below else ""
            assert texts[last + 1].strip() == said, texts
            assert sum("[" in texts[y] for y in found.weeks) == 1, texts


@pytest.mark.parametrize("size", [(120, 34), (80, 22), (60, 13)])
def test_the_table_of_passes_keeps_its_place(tmp_path: Path, size: tuple[int, int]) -> None:
    """However long the chosen evening is, neither the weeks nor the figures move."""
    shown = drawn(in_three_passes(tmp_path))
    begun = [*shown.history.diaries[2].evenings][:4]
    found = [on_passes(shown, day, 2, size) for day in begun]
    assert len({tuple(each.weeks.items()) for each in found}) == 1
    figures = [[plain(line)[:7] == " In all" for line in each.lines] for each in found]
    assert len({tuple(at) for at in figures}) == 1 or size[0] != 80


def test_very_many_hours_keep_apart_from_the_number(tmp_path: Path) -> None:
    """From a hundred hours in a week on the minutes have no room."""
    long = [entry._replace(minutes=600) for entry in REAL.entries]
    sitting = session(tmp_path, REAL._replace(entries=tuple(long)), Clock())
    sitting.tell(seen=False)
    sitting.watched(long[:10])
    shown = drawn(sitting)
    [row] = [row for row in passes.rows(shown.view, shown.history) if row.week]
    line = plain(passes.week(shown, row, passes.table(shown.view, 120), None))
    assert line.endswith(" 10   100 h")
    assert cells.width(line) == 119


def test_figures_are_never_cut_short(tmp_path: Path) -> None:
    """Where a figure has no room on its line, it goes on below."""
    sitting = watching(tmp_path, (8, "1-20"))
    for entry in REAL.entries[:20]:
        sitting.rate(entry, 9)
    texts = [plain(line) for line in evenings.figures(sitting.history(), TODAY, 50)]
    assert texts[-2:] == [
        f" {'Given':18}9.0 on average, best 1, 2, 3,",
        f"{'':19}4, 5 and 15 more",
    ]


def test_an_evening_that_is_cut_short_says_so(tmp_path: Path) -> None:
    """An evening of more entries than there is room for ends with a sign, at every size."""
    sitting = watching(tmp_path, (8, "1-37"))
    for size in ((120, 34), (80, 22), (60, 13)):
        lines = [plain(line) for line in on_passes(drawn(sitting), TODAY - 8 * DAY, 0, size).lines]
        named = [line for line in lines if re.match(r" +\d+  [A-Z]", line)]
        assert named[-1].endswith(" …"), size
        assert all(not line.endswith(" …") for line in named[:-1])


# What was given


def rated(directory: Path, now: Sequence[int], then: Sequence[int]) -> Session:
    """A viewer in a second pass, who gave the first entries that much in each."""
    sitting = watching(directory, (60, "1-37"), (59, "ova1-ova3"))
    for entry, given in zip(REAL.entries, then, strict=False):
        if given:
            sitting.rate(entry, given)
    sitting.rewatch()
    for entry, given in zip(REAL.entries, now, strict=False):
        if given:
            sitting.rate(entry, given)
    return sitting


def test_bars_are_as_high_as_what_was_given(tmp_path: Path) -> None:
    """This pass stands over the earlier one, which shows where it gave otherwise, or alone."""
    shown = drawn(rated(tmp_path, [8, 5, 0, 10], [8, 9, 6]), "signs")
    found = gave.places(shown.view, 100, 3)
    rows = [f"{plain(row):100}" for row in gave.bars(shown, found, 11, 3)]
    columns = ["".join(row[6 + 2 * at] for row in rows[:10]) for at in range(5)]
    assert columns == [
        "  ========",
        " ━   =====",
        "    ......",
        "##########",
        "         .",
    ]
    assert [rows[0][:6], rows[5][:6]] == ["  10  ", "   5  "]
    assert rows[10].split() == ["1", "4", "25", "37", "III"]
    assert [plain(line) for line in gave.legend(shown.history.given, "signs")] == [
        "= pass 2",
        "# 9 or 10",
        ". pass 1",
        "━ pass 1, where it differs",
    ]


def test_bars_are_lit_from_their_top(tmp_path: Path) -> None:
    """A bar is brightest at its top, and never so dark that it is not seen to stand."""
    shown = drawn(rated(tmp_path, [8], []))
    rows = gave.bars(shown, gave.places(shown.view, 100, 0), 21, None)
    column = [looks(row)[6] for row in rows[:20]]
    levels = [int(look.partition(".")[2]) for look in column if look.startswith("done")]
    assert len(levels) == 16
    assert levels[0] == 0
    assert levels == sorted(levels)
    assert levels[-1] == gave.DARK


def test_entries_stand_as_there_is_room(tmp_path: Path) -> None:
    """Two columns for each entry, one, or those around the chosen one."""
    shown = drawn(rated(tmp_path, [8], []))
    assert gave.places(shown.view, 90, 0).columns[40] == 84
    assert gave.places(shown.view, 86, 0).columns[40] == 84
    assert gave.places(shown.view, 85, 0).columns[40] == 44
    few = gave.places(shown.view, 20, 30)
    assert 30 in few.columns
    assert all(0 <= x < 20 for x in few.columns.values())


def test_the_best_and_what_differs(tmp_path: Path) -> None:
    """The best stand first with their titles; then what was given otherwise than before."""
    shown = drawn(rated(tmp_path, [8, 5, 0, 10], [8, 9, 6]))
    given = shown.history.given
    assert [plain(line) for line in gave.best(shown.view, given, 3, 40)] == [
        " The best",
        " 10  4  An Escape With the Heart Left…",
        "  8  1  On the Red Planet",
        "  6  3  Trusting Those Eyes",
    ]
    assert [plain(line) for line in gave.otherwise(shown.view, given, 3, 40)] == [
        " Different from pass 1",
        "  9 →  5  2  His Name is Eiji",
    ]


# Lines


def test_lines_stand_side_by_side() -> None:
    """The right ones begin in their column, whichever are more."""
    left: list[Line] = [(("a", "x"),), ()]
    right: list[Line] = [(("b", "y"),), (("c", "y"),), (("d", "y"),)]
    assert [plain(line) for line in beside([left, right], (0, 3))] == ["a  b", "   c", "   d"]
    assert [plain(line) for line in beside([right, left[:1]], (0, 3))] == ["b  a", "c", "d"]


def test_what_is_shown_ends_on_the_edge() -> None:
    """The head says the first of what fits, right-aligned, one cell before the edge."""
    chosen = Chosen(CALENDAR, TODAY)
    line = head(chosen, ["the last of all weeks", "weeks"], 80)[0]
    assert (plain(line)[-21:], width_of(line)) == ("the last of all weeks", 79)
    assert plain(head(chosen, ["the last of all weeks", "weeks"], 60)[0]).endswith("weeks")
    present = [text for text, look in line if look == "present"]
    assert present == ["Calendar"]

"""Charts: weeks in columns, tints, bars and walks as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import charts
from tracker.domain.charts import Span, Walk
from tracker.domain.words import MONTHS

YEARS = (1, 2, *range(1900, 2101), 9999)
TODAY = date(2026, 11, 22)
"""A Sunday."""


def days(span: Span) -> list[date]:
    """Every day that is shown, in order."""
    found = (span.day(week, weekday) for week in range(len(span.mondays)) for weekday in range(7))
    return [day for day in found if day]


def test_a_year_holds_its_days() -> None:
    """A year shows each of its days once and no other, under its Monday and beside its weekday."""
    for year in YEARS:
        span = charts.year(year, date.max)
        ordinals = [day.toordinal() for day in days(span)]
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        assert ordinals == list(range(first, last + 1)), year
        for week in range(len(span.mondays)):
            shown = [(weekday, span.day(week, weekday)) for weekday in range(7)]
            assert all(day.weekday() == weekday for weekday, day in shown if day), year


@pytest.mark.parametrize(
    ("year", "monday", "columns"),
    [
        (1, date(1, 1, 1), 53),
        (2026, date(2025, 12, 29), 53),
        (2024, date(2024, 1, 1), 53),
        (2028, date(2027, 12, 27), 53),
        (2012, date(2011, 12, 26), 54),
        (9999, date(9998, 12, 28), 53),
    ],
)
def test_the_columns_of_a_year(year: int, monday: date, columns: int) -> None:
    """The first column is the week of the first of January; 54 are for some leap years."""
    mondays = charts.year(year, date.max).mondays
    assert (mondays[0], len(mondays)) == (monday, columns)


def test_days_to_come_are_not_shown() -> None:
    """A year has all of its weeks, and no day after today."""
    span = charts.year(2026, TODAY)
    assert (days(span)[0], days(span)[-1]) == (date(2026, 1, 1), TODAY)
    assert span.mondays[-1] == date(2026, 12, 28)


@pytest.mark.parametrize("today", [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=3)])
def test_the_weeks_up_to_now(today: date) -> None:
    """So many weeks end with this one, which ends today."""
    span = charts.lately(today, 5)
    assert len(span.mondays) == 5
    assert days(span)[-1] == today
    assert days(span)[0] == span.mondays[0]
    assert (today - span.mondays[-1]).days == today.weekday()


def test_the_first_weeks_there_are() -> None:
    """Where there are not so many weeks, there are fewer."""
    assert charts.lately(date(1, 1, 9), 5).mondays == (date(1, 1, 1), date(1, 1, 8))


@given(st.dates(), st.integers(1, 60))
def test_what_is_cut_holds_its_day(day: date, many: int) -> None:
    """Of a year as many weeks are left as there is room for, those around a day."""
    whole = charts.year(day.year, day)
    cut = whole.cut(day, many)
    assert len(cut.mondays) == min(many, len(whole.mondays))
    assert any(0 <= (day - begins).days < 7 for begins in cut.mondays)
    assert set(cut.mondays) <= set(whole.mondays)


def test_the_months_of_a_year() -> None:
    """The name of each month stands whole above the week of its first day, and nothing else."""
    for year in YEARS:
        span = charts.year(year, date.max)
        line = charts.months(span)
        firsts = [date(year, month, 1) for month in range(1, 13)]
        columns = [(first - span.mondays[0]).days // 7 * charts.WEEK for first in firsts]
        assert [line[at : at + 3] for at in columns] == [name[:3] for name in MONTHS], year
        assert "".join(line.split()) == "".join(name[:3] for name in MONTHS), year


def test_the_months_up_to_now() -> None:
    """January has its year with it, for which February has no room."""
    assert charts.months(charts.lately(TODAY, 56)) == (
        "Nov       Dec     Jan 2026        Mar       Apr     May       Jun     Jul     Aug"
        "       Sep     Oct     Nov"
    )
    assert charts.months(charts.lately(date(2026, 1, 1), 1)) == "Jan"


@pytest.mark.parametrize(
    ("entries", "fullest", "tint"),
    [(0, 0, 0), (0, 5, 0), (1, 1, 4), (1, 2, 2), (1, 3, 2), (2, 3, 3), (1, 4, 1), (1, 9, 1),
     (3, 9, 2), (4, 9, 2), (5, 9, 3), (7, 9, 4), (9, 9, 4), (12, 9, 4)],
)  # fmt: skip
def test_tints(entries: int, fullest: int, tint: int) -> None:
    """A day is tinted by quarters of the viewer's own fullest evening."""
    assert charts.tint(entries, fullest) == tint


@pytest.mark.parametrize(
    ("values", "height", "rows"),
    [
        ([], 2, ["", ""]),
        ([0, 0], 1, ["  "]),
        ([5], 1, ["█"]),
        ([0, 1, 8], 1, [" ▁█"]),
        ([0, 1, 2, 3, 4, 5, 6, 7, 8], 1, [" ▁▂▃▄▅▆▇█"]),
        ([8, 4, 0, 1, 5], 2, ["█   ▂", "██ ▂█"]),
        ([1, 1000], 3, [" █", " █", "▁█"]),
    ],
)
def test_bars(values: Sequence[int], height: int, rows: Sequence[str]) -> None:
    """Bars grow from the bottom by eighths of a row, as high as their values are to the highest."""
    assert list(charts.bars(values, height)) == rows


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60), st.integers(1, 8))
def test_any_bars(values: Sequence[int], height: int) -> None:
    """The highest bar fills its column, nothing is blank, what is not nothing shows.

    A higher value never has a lower bar.
    """
    rows = charts.bars(values, height)
    steps = " ▁▂▃▄▅▆▇█"
    heights = [sum(map(steps.index, column)) for column in zip(*rows, strict=True)]
    assert (len(rows), len(heights)) == (height, len(values))
    assert [bool(value) for value in values] == [bool(tall) for tall in heights]
    assert not any(values) or heights[values.index(max(values))] == 8 * height
    ranked = [tall for _, tall in sorted(zip(values, heights, strict=True))]
    assert ranked == sorted(ranked)


@pytest.mark.parametrize(
    ("walk", "columns", "right", "heights"),
    [
        ([], 5, 9, ()),
        ([(0, 3)], 5, 4, (3,)),
        ([(0, 0), (4, 8)], 5, 4, (0, 2, 4, 6, 8)),
        ([(0, 0), (4, 8)], 5, 8, (0, 4, 8)),
        ([(0, 1), (2, 3), (4, 9)], 5, 4, (1, 2, 3, 6, 9)),
        ([(0, 1), (4, 5)], 9, 4, (1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5)),
        ([(0, 1), (1, 2), (100, 9)], 2, 100, (1, 9)),
        ([(0, 1), (3, 7)], 1, 0, (7,)),
    ],
)
def test_a_walk_is_straight_between_evenings(
    walk: Walk, columns: int, right: int, heights: tuple[float, ...]
) -> None:
    """A walk begins at its first evening, rises evenly from one to the next, and ends with it."""
    assert charts.straight(walk, columns, right) == heights


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(1, 9)), max_size=30), st.integers(1, 200)
)
def test_any_walk(steps: Sequence[tuple[int, int]], columns: int) -> None:
    """Whatever is watched, a walk never falls, ends as high as it got, and fits its columns."""
    walk = [(0, 1)]
    for days_on, more in steps:
        walk.append((walk[-1][0] + days_on, walk[-1][1] + more))
    heights = charts.straight(walk, columns, walk[-1][0])
    assert heights[-1] == walk[-1][1]
    assert list(heights) == sorted(heights)
    assert len(heights) == (columns if len(walk) > 1 else 1)


@pytest.mark.parametrize(
    ("right", "columns", "step"),
    [
        (13, 100, 2),
        (43, 105, 5),
        (43, 65, 10),
        (1800, 100, 500),
        (0, 3, 5),
        (3_652_058, 60, 1000000),
    ],
)
def test_steps_are_round_and_apart(right: int, columns: int, step: int) -> None:
    """Days are named by the least round number that keeps their names apart."""
    assert charts.step(right, columns, 12) == step

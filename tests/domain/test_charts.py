"""Charts: values as characters."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain import charts
from tracker.domain.charts import Cell, Walk
from tracker.domain.history import Evening
from tracker.domain.words import MONTHS

YEARS = (1, 2, *range(1900, 2101), 9999)
CORNERS = {"UPPER LEFT": (0, 0), "UPPER RIGHT": (1, 0), "LOWER LEFT": (0, 1), "LOWER RIGHT": (1, 1)}
HALVES = {
    "▀": "UPPER LEFT AND UPPER RIGHT",
    "▄": "LOWER LEFT AND LOWER RIGHT",
    "▌": "UPPER LEFT AND LOWER LEFT",
    "▐": "UPPER RIGHT AND LOWER RIGHT",
    "█": " AND ".join(CORNERS),
}
"""The blocks whose names do not say which corners of the cell are full."""
RIGHT, TOP = 30, 40

Rows = Sequence[Sequence[Cell]]

points = st.tuples(st.integers(0, RIGHT), st.integers(0, TOP))
walk = st.lists(points, min_size=1, max_size=6).map(sorted)
walks = st.dictionaries(st.sampled_from("abcd"), st.just([]) | walk)
sizes = st.integers(1, 20)
some = settings(max_examples=50)


def quarters(rows: Rows, line: int) -> set[tuple[int, int]]:
    """The quarters of cells that one line fills, counted from the top left."""
    return {
        (2 * column + x, 2 * row + y)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell.line == line
        for corner, (x, y) in CORNERS.items()
        if corner in HALVES.get(cell.char, unicodedata.name(cell.char))
    }


def quarter(point: tuple[int, int], width: int, height: int) -> tuple[int, int]:
    """Where a point of the plane lies in a drawing of that size."""
    x, y = point
    return x * (2 * width - 1) // RIGHT, 2 * height - 1 - y * (2 * height - 1) // TOP


def owned(rows: Rows) -> list[tuple[int, int]]:
    """The cells that are not blank, by column and row."""
    return [
        (column, row)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell.char != " "
    ]


def texts(rows: Rows) -> list[str]:
    """The rows as they are read."""
    return ["".join(cell.char for cell in row) for row in rows]


def test_a_year_holds_its_days() -> None:
    """A year shows each of its days once and no other, under its Monday and beside its weekday."""
    for year in YEARS:
        rows, mondays = charts.heat({}, year), charts.weeks(year)
        shown = sorted(cell[0].toordinal() for row in rows for cell in row if cell)
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        assert shown == list(range(first, last + 1)), year
        assert len(rows) == 7
        for weekday, row in enumerate(rows):
            for monday, cell in zip(mondays, row, strict=True):
                assert not cell or cell[0].toordinal() == monday.toordinal() + weekday, year


def test_the_columns_of_a_year() -> None:
    """A year has a column for each of its weeks, no more: 53, or 54."""
    for year in YEARS:
        mondays = charts.weeks(year)
        starts = [monday.toordinal() for monday in mondays]
        assert starts[0] <= date(year, 1, 1).toordinal() < starts[1], year
        assert starts[-1] <= date(year, 12, 31).toordinal() < starts[-1] + 7, year
        assert len(mondays) in (53, 54), year
        assert {monday.weekday() for monday in mondays} == {0}, year
        assert mondays[0] == charts.first_monday(year)


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
def test_first_monday(year: int, monday: date, columns: int) -> None:
    """The first column is the week of the first of January; 54 are for some leap years."""
    assert (charts.first_monday(year), len(charts.weeks(year))) == (monday, columns)


def test_heat() -> None:
    """A day is as dark as its evening was long; days of the years around it are not shown."""
    lengths = {
        date(2025, 12, 31): 9000,
        date(2026, 1, 1): 24 * 60,
        date(2026, 11, 22): 72 * 60,
        date(2026, 12, 31): 130 * 60,
        date(2027, 1, 1): 9000,
    }
    rows = charts.heat({day: Evening(day, (), took) for day, took in lengths.items()}, 2026)
    dark = {cell[0]: cell[1] for row in rows for cell in row if cell and cell[1]}
    assert dark == {date(2026, 1, 1): 1, date(2026, 11, 22): 3, date(2026, 12, 31): 4}
    assert [row[0] and row[0][0].day for row in rows] == [None, None, None, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("seconds", "shade"),
    [
        (0, 0),
        (1, 1),
        (30 * 60, 1),
        (30 * 60 + 1, 2),
        (60 * 60, 2),
        (60 * 60 + 1, 3),
        (120 * 60, 3),
        (120 * 60 + 1, 4),
        (24 * 3600, 4),
    ],
)
def test_shade(seconds: int, shade: int) -> None:
    """Any evening is darker than none; half an hour, one and two part the shades."""
    assert charts.shade(seconds) == shade


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_every_evening_has_a_shade(length: int, other: int) -> None:
    """There is a character for every shade, and a longer evening is never lighter."""
    shades = [charts.shade(seconds) for seconds in sorted((length, other))]
    assert shades == sorted(shades)
    assert all(0 <= shade < len(charts.SHADES) for shade in shades)


@pytest.mark.parametrize("width", [1, 2, 3])
def test_months(width: int) -> None:
    """The name of each month stands whole above the column of its first day, and nothing else."""
    for year in YEARS:
        line = charts.months(year, width)
        columns = {
            cell[0].month: column
            for row in charts.heat({}, year)
            for column, cell in enumerate(row)
            if cell and cell[0].day == 1
        }
        names = [line[columns[month] * width :][:3] for month in range(1, 13)]
        assert names == [name[:3] for name in MONTHS], year
        assert "".join(line.split()) == "".join(names), year


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
    ("walks", "reach"),
    [
        ([], (0, 0)),
        ([[], []], (0, 0)),
        ([[(0, 1)]], (0, 1)),
        ([[(0, 2), (9, 3)], [(4, 7)]], (9, 7)),
    ],
)
def test_reach(walks: Sequence[Walk], reach: tuple[int, int]) -> None:
    """The plane reaches as far as any point, to the right and up."""
    assert charts.reach(walks) == reach


@pytest.mark.parametrize(
    ("walk", "drawn"),
    [
        ([], ["  ", "  "]),
        ([(0, 0)], ["  ", "▖ "]),
        ([(0, 1)], ["▘ ", "  "]),
        ([(1, 1)], [" ▝", "  "]),
        ([(1, 0)], ["  ", " ▗"]),
        ([(0, 0), (1, 0)], ["  ", "▄▄"]),
        ([(0, 1), (1, 1)], ["▀▀", "  "]),
        ([(0, 0), (0, 1)], ["▌ ", "▌ "]),
        ([(1, 0), (1, 1)], [" ▐", " ▐"]),
        ([(0, 0), (1, 1)], [" ▞", "▞ "]),
        ([(0, 1), (1, 0)], ["▚ ", " ▚"]),
        ([(0, 0), (0, 1), (1, 1)], ["▛▀", "▌ "]),
        ([(0, 0), (1, 0), (1, 1)], [" ▐", "▄▟"]),
        ([(0, 1), (0, 0), (1, 0)], ["▌ ", "▙▄"]),
        ([(0, 1), (1, 1), (1, 0)], ["▀▜", " ▐"]),
    ],
)
def test_plot(walk: Walk, drawn: Sequence[str]) -> None:
    """The plane has its corners at the corners of the drawing; all between points is joined."""
    assert texts(charts.plot({"a": walk}, 2, 2, 1, 1)) == drawn


def test_a_full_cell() -> None:
    """A line that turns within a cell fills it."""
    walk = [(0, 0), (0, 1), (1, 1), (1, 0)]
    assert charts.plot({"a": walk}, 1, 1, 1, 1) == ((Cell("█", 0),),)


@given(walks, sizes, sizes)
def test_any_plot_has_its_size(walks: Mapping[str, Walk], width: int, height: int) -> None:
    """Whatever is drawn, it has so many rows of so many cells; what is not blank is of a line."""
    rows = charts.plot(walks, width, height, RIGHT, TOP)
    assert [len(row) for row in rows] == [width] * height
    lines = list(walks.values())
    for cell in (cell for row in rows for cell in row):
        assert len(cell.char) == 1
        assert (cell.char == " ") is (cell.line == -1)
        assert cell.line == -1 or lines[cell.line]


@given(walks, walk, sizes, sizes)
@some
def test_the_last_line_is_whole(
    walks: Mapping[str, Walk], walk: Walk, width: int, height: int
) -> None:
    """The last line is drawn from its first point to its last, without a gap, over all others."""
    rows = charts.plot({**walks, "last": walk}, width, height, RIGHT, TOP)
    last = quarters(rows, len(walks))
    assert {quarter(point, width, height) for point in walk} <= last
    assert last == quarters(charts.plot({"last": walk}, width, height, RIGHT, TOP), 0)
    reached, follow = set[tuple[int, int]](), [min(last)]
    while follow:
        x, y = follow.pop()
        reached.add((x, y))
        near = {(x + right, y + down) for right in (-1, 0, 1) for down in (-1, 0, 1)}
        follow += near & last - reached
    assert reached == last


@given(walk, sizes, sizes)
@some
def test_an_earlier_line_is_dotted(walk: Walk, width: int, height: int) -> None:
    """A line that is not the last has a dot in each of its cells, and its letter in its end's."""
    alone = charts.plot({"z": walk}, width, height, RIGHT, TOP)
    early = charts.plot({"z": walk, "last": []}, width, height, RIGHT, TOP)
    x, y = quarter(walk[-1], width, height)
    assert early[y // 2][x // 2] == Cell("z", 0)
    assert owned(early) == owned(alone)
    assert Counter("".join(texts(early)).replace(" ", "")) == Counter(
        "z" + "·" * (len(owned(alone)) - 1)
    )


@given(walks, sizes, sizes)
def test_each_cell_has_its_lines_sign(walks: Mapping[str, Walk], width: int, height: int) -> None:
    """A dot or the letter of its name is an earlier line's, a block is the last one's."""
    names = list(walks)
    for row in charts.plot(walks, width, height, RIGHT, TOP):
        for cell in row:
            if 0 <= cell.line < len(names) - 1:
                assert cell.char in ("·", names[cell.line])
            elif cell.line >= 0:
                assert not cell.char.isalpha()
                assert cell.char != "·"


def test_a_cell_belongs_to_one_line() -> None:
    """Where lines meet in a cell the later one has it, with nothing of the earlier in it."""
    flat, steep = [(0, 0), (9, 0)], [(0, 0), (0, 9), (9, 9)]
    rows = charts.plot({"1": steep, "2": flat}, 3, 3, 9, 9)
    assert texts(rows) == ["··1", "·  ", "▄▄▄"]
    assert [[cell.line for cell in row] for row in rows] == [[0] * 3, [0, -1, -1], [1] * 3]
    rows = charts.plot({"1": flat, "2": steep}, 3, 3, 9, 9)
    assert texts(rows) == ["▛▀▀", "▌  ", "▌·1"]


def test_an_end_that_is_drawn_over() -> None:
    """The letter at a line's end gives way to every later line."""
    flat, steep = [(0, 0), (9, 0)], [(9, 0), (9, 9)]
    rows = charts.plot({"1": flat, "2": steep, "3": []}, 3, 3, 9, 9)
    assert texts(rows) == ["  2", "  ·", "···"]
    rows = charts.plot({"1": flat, "2": steep}, 3, 3, 9, 9)
    assert texts(rows) == ["  ▐", "  ▐", "··▐"]


def test_a_plane_without_reach() -> None:
    """Where all points lie on one, it is drawn in the corner."""
    rows = charts.plot({"a": [(0, 0), (0, 0)]}, 3, 2, 0, 0)
    assert quarters(rows, 0) == {(0, 3)}


@pytest.mark.parametrize(
    ("rows", "scales", "pairs"),
    [
        (["aaaa", "bbbb", "cccc"], ("9", "0", "", ""),
         [("9 ", "aaaa"), ("  ", "bbbb"), ("0 ", "cccc")]),
        (["aaaaaaaa", "bbbbbbbb"], ("40", "0", "1", "30"),
         [("40 ", "aaaaaaaa"), (" 0 ", "bbbbbbbb"), ("   ", "1     30")]),
        (["aaaa", "bbbb"], ("1", "10", "", "z"),
         [(" 1 ", "aaaa"), ("10 ", "bbbb"), ("   ", "   z")]),
        (["aaaa"], ("7", "0", "", ""), [("7 ", "aaaa")]),
        (["aa"], ("", "", "day 1", "day 2"), [(" ", "aa"), (" ", "day 1day 2")]),
        ([], ("9", "0", "", ""), []),
    ],
)  # fmt: skip
def test_axed(
    rows: Sequence[str], scales: tuple[str, str, str, str], pairs: Sequence[tuple[str, str]]
) -> None:
    """The scale stands before the first and the last row, aligned; what is below spans the row."""
    assert list(charts.axed(rows, *scales)) == pairs

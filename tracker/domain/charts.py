"""Values as characters, the same on every screen and in every answer.

A library for this (plotext) takes 150 ms to load, and draws for a terminal instead of a widget.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from tracker.domain.history import Evening
from tracker.domain.words import MONTHS

SHADES = "·░▒▓█"
"""From nothing to much."""
STEPS = (30, 60, 120)
"""Up to so many minutes an evening has the first, second or third shade, past them the last."""
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By the bits of the quarters that are full: 1 and 2 above, 4 and 8 below."""
DOTTED = "·"

Walk = Sequence[tuple[int, int]]
"""Points, from left to right."""


class Cell(NamedTuple):
    """A character, and which line of a plot it belongs to."""

    char: str
    line: int
    """-1 where there is none."""


def first_monday(year: int) -> date:
    """The Monday of the week that holds the first of January: the first column of a year."""
    first = date(year, 1, 1)
    # The first week of year 1 begins before there were days.
    return first - timedelta(days=first.weekday()) if first.toordinal() > 7 else first


def weeks(year: int) -> tuple[date, ...]:
    """The Mondays of a year's columns, 53 or 54."""
    monday, last = first_monday(year), date(year, 12, 31)
    many = (last - monday).days // 7 + 1
    return tuple(monday + timedelta(days=7 * week) for week in range(many))


def heat(
    evenings: Mapping[date, Evening], year: int
) -> tuple[tuple[tuple[date, int] | None, ...], ...]:
    """A year as seven rows, Monday first: each day with its shade, None for days of other years."""

    def shaded(monday: date, weekday: int) -> tuple[date, int] | None:
        ordinal = monday.toordinal() + weekday
        if not date(year, 1, 1).toordinal() <= ordinal <= date(year, 12, 31).toordinal():
            return None
        day = date.fromordinal(ordinal)
        return day, shade(evenings[day].seconds if day in evenings else 0)

    mondays = weeks(year)
    return tuple(tuple(shaded(monday, weekday) for monday in mondays) for weekday in range(7))


def shade(seconds: int) -> int:
    """0 for nothing, then 1 to 4."""
    return 0 if not seconds else 1 + sum(seconds > 60 * step for step in STEPS)


def months(year: int, width: int) -> str:
    """The names of the months above the columns in which they begin, each column so wide."""
    line = ""
    for month, name in enumerate(MONTHS, start=1):
        column = (date(year, month, 1) - first_monday(year)).days // 7
        line = f"{line:{column * width}}{name[:3]}"
    return line


def bars(values: Sequence[int], height: int) -> tuple[str, ...]:
    """A bar for each value, as rows from the top; the highest fills them, what is not 0 shows."""
    top = max(values, default=0) or 1
    eighths = [-(-value * height * 8 // top) for value in values]
    return tuple(
        "".join(_EIGHTHS[max(0, min(8, eighth - 8 * row))] for eighth in eighths)
        for row in reversed(range(height))
    )


def reach(walks: Iterable[Walk]) -> tuple[int, int]:
    """How far the points reach to the right and up; 0 and 0 where there are none."""
    points = [point for walk in walks for point in walk]
    return max((x for x, _ in points), default=0), max((y for _, y in points), default=0)


def plot(
    walks: Mapping[str, Walk], width: int, height: int, right: int, top: int
) -> tuple[tuple[Cell, ...], ...]:
    """Lines through points, as rows from the top; later ones are drawn over earlier.

    The plane reaches from 0 to ``right`` and from 0 to ``top``. The last line is drawn in quarters
    of cells; all others are dotted and end in their name, so that all can be told
    apart without colour.
    """
    columns, rows = 2 * width - 1, 2 * height - 1
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    ends: dict[tuple[int, int], Cell] = {}
    for line, (name, walk) in enumerate(walks.items()):
        points = [(x * columns // max(1, right), rows - y * rows // max(1, top)) for x, y in walk]
        for x, y in _joined(points):
            owner, known = cells.get((x // 2, y // 2), (line, 0))
            quarter = 1 << (x % 2 + 2 * (y % 2))
            cells[x // 2, y // 2] = line, quarter | (known if owner == line else 0)
        if points and line < len(walks) - 1:
            x, y = points[-1]
            for back, char in enumerate(reversed(name)):
                ends[x // 2 - back, y // 2] = Cell(char, line)

    def drawn(cell: tuple[int, int]) -> Cell:
        line, quarters = cells.get(cell, (-1, 0))
        if cell in ends and line <= ends[cell].line:
            return ends[cell]
        is_dotted = -1 < line < len(walks) - 1
        return Cell(DOTTED if is_dotted else _QUARTERS[quarters], line)

    return tuple(tuple(drawn((x, y)) for x in range(width)) for y in range(height))


def axed(
    rows: Iterable[str], top: str, bottom: str, left: str, right: str
) -> Iterator[tuple[str, str]]:
    """Rows with a scale before the first and the last, and one below, as pairs of scale and row."""
    listed, size = list(rows), max(len(top), len(bottom))
    for at, row in enumerate(listed):
        scale = top if at == 0 else bottom if at == len(listed) - 1 else ""
        yield f"{scale:>{size}} ", row
    if left or right:
        width = len(listed[0]) if listed else 0
        yield " " * (size + 1), f"{left}{right:>{max(0, width - len(left))}}"


def _joined(points: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Every dot on the way from point to point."""
    yield from points[:1]
    for (x, y), (to_x, to_y) in pairwise(points):
        steps = max(abs(to_x - x), abs(to_y - y), 1)
        for step in range(1, steps + 1):
            yield x + (to_x - x) * step // steps, y + (to_y - y) * step // steps

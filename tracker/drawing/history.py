"""The history: a year of evenings, the entries of each week, and the walk of each pass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tracker.domain import charts, words
from tracker.domain.history import History
from tracker.drawing import Line, Run

MARGIN = 5
"""Cells before the first week, or the first day of a walk."""
CURSOR = "◆"
"""Marks the day that is told in words."""


class Span(NamedTuple):
    """The weeks of a year that there is room for."""

    year: int
    today: date
    first: int = 0
    """The first of them, counted from 0."""
    many: int = 54
    cell: int = 1
    """How many cells wide each is: a day of two cells is square."""

    def cut(self, row: str) -> str:
        """As much of a row of single cells as there is room for, at its width."""
        return "".join(char.ljust(self.cell) for char in row[self.first : self.first + self.many])


def figures(lived: History, today: date, width: int) -> Iterator[Line]:
    """What it all comes to, a line each."""
    named = words.history(lived, today)
    names = max(len(name) for name, _ in named)
    for name, text in named:
        room = max(1, width - names - 2)
        yield (f"{name:{names}}  ", "name"), (words.shortened(text, room), "text")


def year(lived: History, span: Span, cursor: date | None = None) -> Iterator[Line]:
    """The months, and a row for each day of the week, in which each evening has its shade.

    Days to come are left empty.
    """
    months = charts.months(span.year, span.cell)[span.first * span.cell :]
    yield ((f"{'':{MARGIN}}{months[: span.many * span.cell]}", "quiet"),)
    rows = charts.heat(lived.evenings, span.year)
    for weekday, row in zip(words.WEEKDAYS, rows, strict=True):
        days = row[span.first : span.first + span.many]
        yield (f"{weekday[:3]:{MARGIN}}", "quiet"), *(_day(day, span, cursor) for day in days)


def weeks(lived: History, span: Span, height: int) -> Iterator[Line]:
    """The entries of each week as bars, under the column of the week."""
    counts = [lived.week(monday) for monday in charts.weeks(span.year)]
    bars = [span.cut(bar) for bar in charts.bars(counts, height)]
    for scale, bar in charts.axed(bars, f"{max(counts)}/wk", "0", "", ""):
        yield (f"{scale:>{MARGIN}}", "quiet"), (bar, "bar")


def walk(lived: History, width: int, height: int) -> Iterator[Line]:
    """How far each pass was on each of its days: this one, and dotted those before."""
    walks = {str(diary.number): diary.walk for diary in lived.diaries}
    right, top = charts.reach(walks.values())
    width, newest = max(1, width - MARGIN), len(walks) - 1
    rows = charts.plot(walks, width, height - 1, right, top)
    for at, row in enumerate(rows):
        scale = str(top) if at == 0 else "0" if at == len(rows) - 1 else ""
        cells = ((cell.char, "walk" if cell.line == newest else "earlier") for cell in row)
        yield (f"{scale:>{MARGIN - 1}} ", "quiet"), *cells
    legend = f"pass {lived.diaries[-1].number} by day"
    legend += ", dotted the earlier ones" if newest else ""
    first, last = "day 1", f"day {right + 1}"
    between = max(0, width - len(first) - len(last))
    yield (f"{'':{MARGIN}}{first}", "quiet"), (f"{legend:^{between}}", "walk"), (last, "quiet")


def has_walk(lived: History) -> bool:
    """Whether any pass has a day to be drawn."""
    return any(diary.walk for diary in lived.diaries)


def _day(known: tuple[date, int] | None, span: Span, cursor: date | None) -> Run:
    """A day of the year; None where the week reaches into another."""
    if known is None or known[0] > span.today:
        return " " * span.cell, "quiet"
    day, shade = known
    char = charts.SHADES[shade]
    if day == cursor:
        return CURSOR.ljust(span.cell, char), "cursor"
    return (char * span.cell, "shade") if shade else (char.ljust(span.cell), "quiet")

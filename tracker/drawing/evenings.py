"""The calendar with what stands around it: the weeks, a day in words, the figures, the walks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tracker.domain import charts, words
from tracker.domain.charts import Span
from tracker.domain.history import History
from tracker.drawing import Line, calendar, cells, gave
from tracker.drawing.days import day_by_day
from tracker.drawing.lines import beside
from tracker.drawing.page import (
    FEW,
    FIGURED,
    HEAD,
    MARGIN,
    MEDIUM,
    THIRD,
    Chosen,
    Lived,
    Page,
    empty,
    head,
    in_one,
    is_roomy,
    quiet,
)

ENOUGH = 3
"""How many evenings make bars and a walk worth drawing."""
NAMED = 18
"""Cells of the name of a figure."""
SQUARES = 8
"""Lines of a calendar."""
BARS = {True: 3, False: 2}
"""Lines of the bars of weeks, where there is much room and where there is little."""
BARS_OF_YEARS = 4
BEST = 7
"""So many of the best stand beside the years."""
LEAST, HEADED, MOST = 5, 10, 24
"""Lines of the walks at the least, from which on they have a heading, and at the most."""


def page(lived: Lived, chosen: Chosen, width: int, height: int) -> Page:
    """The calendar in a window of that size; what has no room is left out."""
    view, history, light = lived
    if is_roomy(width, height):
        return _years(lived, chosen, width, height)
    weeks = span(view.today, chosen.day, chosen.year, width)
    lines = head(chosen, _said_of(weeks, history), width)
    top, room = len(lines) + 1, height - HEAD
    here = chosen.day if history.entries else None
    lines += calendar.squares(weeks, history, here, light)
    if not history.entries:
        said = empty(chosen.rate, width)
        lines += [()] * (2 if room > SQUARES + len(said) + 1 else 1)
        if len(lines) + len(said) > height:  # when it fills is worth more than an empty line
            said = [line for line in said if line]
        return Page([*lines, *said][:height], ((top, weeks),))
    bars = BARS[room >= MEDIUM]
    if room >= SQUARES + 1 + bars + 2 and len(history.evenings) >= ENOUGH:
        lines += [(), *calendar.weeks(weeks, history, bars, light)]
    evening = calendar.evening(view, history, chosen.day, width - 2)
    lines += [(), ((" ", "text"), *evening)]
    if width >= FIGURED:
        named = [*figures(history, view.today, width // 2 - 2)]
        half = -(-len(named) // 2)
        lines += [(), *beside([named[:half], named[half:]], (0, width // 2))]
    lines += walks(lived, width, height - len(lines))
    return Page(lines[:height], ((top, weeks),))


def span(today: date, day: date, year: int | None, width: int) -> Span:
    """The weeks that the calendar shows: those up to now, or as much of a year as there is room."""
    many = calendar.weeks_in(width)
    lately = charts.lately(today, many)
    if year is None and day >= lately.first:
        return lately
    return charts.year(day.year if year is None else year, today).cut(day, many)


def figures(history: History, today: date, width: int) -> Iterator[Line]:
    """What it all comes to, a line each, or more where it has no room."""
    for name, text in words.history(history, today):
        room = max(1, width - NAMED - 1)
        for at, line in enumerate(cells.wrapped(text, room)):
            yield (f" {'' if at else name:{NAMED}}", "quiet"), (line, "text")


def walks(lived: Lived, width: int, room: int) -> list[Line]:
    """Day by day, below an empty line, as high as there is room."""
    history = lived.history
    if len(history.evenings) < ENOUGH:
        none = "Nothing you marked has a known day."
        return [(), *quiet(width, FEW if history.evenings else none)]
    room -= 1
    if room < LEAST:
        return []
    room = min(room, MOST)
    heading: list[Line] = [((" Day by day", "head"),)] if room >= HEADED else []
    return [(), *heading, *day_by_day(lived, width - 1, room - len(heading))]


def _years(lived: Lived, chosen: Chosen, width: int, height: int) -> Page:
    """A year and the one before it, the figures beside them, and below what passes come to."""
    view, history, light = lived
    number = chosen.year or min(view.today.year, chosen.day.year + 1)
    spans = [charts.year(each, view.today) for each in (number, number - 1) if each > 0]
    left: list[Line] = []
    tops = []
    evening = calendar.evening(view, history, chosen.day, THIRD - 4)
    for at, weeks in enumerate(spans):
        left += [(), ((f" {weeks.first.year}", "head"),)] if at else []
        tops.append((HEAD + len(left) + 1, weeks))
        here = chosen.day if history.entries else None
        left += [*calendar.squares(weeks, history, here, light), ()]
        if len(history.evenings) >= ENOUGH:
            left += [*calendar.weeks(weeks, history, BARS_OF_YEARS, light), ()]
        left += [((" ", "text"), *evening)] if here and not at else []
    right = _beside_years(lived, chosen, width - THIRD, len(left))
    lines = [
        *head(chosen, _said_of(spans[0], history), width),
        *beside([left, right], (0, THIRD - 1)),
    ]
    if history.entries:
        half, room = width // 2 + 7, height - len(lines)
        ratings = [(), *_ratings(lived, chosen, width - half - 1, room - 1)]
        lines += beside([walks(lived, width // 2 + 2, room), ratings], (0, half))
    return Page(lines[:height], tuple(tops))


def _beside_years(lived: Lived, chosen: Chosen, width: int, height: int) -> list[Line]:
    """The figures, the best, and what was given a different rating before."""
    view, history, _ = lived
    if not history.entries:
        return empty(chosen.rate, width)
    lines = [((" Figures", "head"),), *figures(history, view.today, width)]
    given = history.given
    if given.latest:
        lines += [(), *gave.best(view, given, BEST, width)]
        others = [*gave.otherwise(view, given, height - len(lines) - 2, width)]
        lines += [(), *others] if others else []
    return lines[:height]


def _ratings(lived: Lived, chosen: Chosen, width: int, height: int) -> Iterator[Line]:
    """What was given, without what could be chosen of it."""
    given = lived.history.given
    if given.latest:
        yield ((" What you gave", "head"),)
        found = gave.places(lived.view, width - MARGIN, chosen.entry)
        yield from gave.bars(lived, found, height - 2, None)
        yield in_one(gave.legend(given, lived.light))


def _said_of(weeks: Span, history: History) -> Iterator[str]:
    """What is shown: so many weeks up to now, or a year and what it came to."""
    if not weeks.is_year:
        yield f"the last {len(weeks.mondays)} weeks"
        return
    year = weeks.first.year
    evenings = [evening for day, evening in history.evenings.items() if day.year == year]
    many = sum(len(evening.entries) for evening in evenings)
    seconds = sum(evening.seconds for evening in evenings)
    if many:
        yield f"{year} · {many} watched, {words.duration(seconds)}"
    yield str(year)

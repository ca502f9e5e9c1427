"""The history: the calendar, the passes and what was given, each a page of lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tracker.domain import words
from tracker.domain.history import History
from tracker.drawing import Line, Run, calendar, cells, evenings, gave, passes
from tracker.drawing.lines import beside, width_of
from tracker.drawing.page import (
    CALENDAR,
    FIGURED,
    GAVE,
    HEAD,
    LONG,
    MARGIN,
    MEDIUM,
    NOTHING_YET,
    PASSES,
    SHORT,
    TALL,
    THIRD,
    Chosen,
    Lived,
    Page,
    empty,
    head,
    in_one,
    is_roomy,
    unrated,
)

LEAST = 40
"""Cells that a page has at the least; in a window of fewer it is cut off."""
BEST, FEWER = 7, 4
"""So many of the best are shown, or where there is little room."""
LOW = 3
"""Rows of passes from which on it is said that more follow."""
DIFFERENT = 20
"""How many of those with a different rating stand beside the passes."""
NORMAL = 78
"""From so many cells on the best stand below the bars."""
NAMED = 4
"""Lines of what was watched on an evening for which there is always room; one less with figures."""
HIGH, HIGHEST = 10, 24
"""Lines of the bars of ratings in an answer, and of those on a page at the most."""
AROUND = 5
"""Lines between the bars and the best: what is chosen, a heading, and empty ones."""


def page(lived: Lived, chosen: Chosen, width: int, height: int) -> Page:
    """A page of the history in a window of that size."""
    draw = {CALENDAR: evenings.page, PASSES: _passes, GAVE: _gave}[chosen.page]
    return draw(lived, chosen, max(LEAST, width), max(1, height))


def whole(lived: Lived, width: int) -> Iterator[Line]:
    """The calendar, the walks and what was given, one below the other, without anything chosen."""
    view, history, light = lived
    if history.evenings:
        last = max((day for day in history.evenings if day <= view.today), default=view.today)
        weeks = evenings.span(view.today, last, None, width)
        if weeks.is_year:
            yield from ((), ((f" {weeks.first.year}", "head"),))
        yield from ((), *calendar.squares(weeks, history, None, light), ())
        yield from calendar.weeks(weeks, history, evenings.BARS[True], light)
        yield from evenings.walks(lived, width, 2 + evenings.HEADED)
    if history.given.latest:
        found = gave.places(view, width - MARGIN, 0)
        yield from ((), ((" What you gave", "head"),))
        yield from gave.bars(lived, found, HIGH, None)
        yield in_one(gave.legend(history.given, light))


def _passes(lived: Lived, chosen: Chosen, width: int, height: int) -> Page:
    """The passes, and under them the chosen evening in words."""
    view, history, light = lived
    diary, has_room = history.diaries[chosen.at], is_roomy(width, height)
    took = f"{diary.entries} watched, {words.duration(diary.seconds)}"
    name = f"Pass {diary.number}"
    lines = head(chosen, [f"{name} · {took}", name], width)
    if not history.entries:
        return Page([*lines, *empty(chosen.rate, width)][:height])
    table = passes.table(view, THIRD - 1 if has_room else width)
    lines.append(passes.head(table, light))
    figures = width < FIGURED and height >= SHORT
    below = [(), *_flowing(history, view.today, width - 2)] if figures else []
    least = NAMED - figures if height >= SHORT else 1
    # However long the chosen evening is, the table keeps its place, and so do the figures.
    room = max(1, height - len(lines) - len(below) - least - 2)
    rows = passes.rows(view, history)
    rows = wide if len(wide := passes.spaced(rows)) <= room else rows
    weeks = {}
    for row in _in_room(rows, chosen, room):
        if row.week is None:
            lines.append(row.line)
            continue
        weeks[len(lines)] = row.at, row.week
        day = chosen.day if row.at == chosen.at else None
        lines.append(passes.week(lived, row, table, day))
    left = height - len(lines) - len(below) - 1
    evening = _evening(lived, chosen, width, left)
    lines += [(), *evening, *([()] * (left - len(evening)) if below else ()), *below]
    if has_room:
        lines = [
            *lines[:HEAD],
            *beside([lines[HEAD:], _beside_passes(lived, width)], (0, THIRD - 1)),
        ]
    return Page(lines[:height], weeks=weeks, pitch=table.pitch)


def _evening(lived: Lived, chosen: Chosen, width: int, height: int) -> list[Line]:
    """The chosen evening of a pass in so many lines: how long it was, and its entries."""
    view, diary = lived.view, lived.history.diaries[chosen.at]
    took = sum(entry.seconds for entry in diary.evenings.get(chosen.day, ()))
    said = f"  {words.duration(took) if took else 'nothing'}"
    day = f" {words.weekday(chosen.day, view.today)}"
    lines = [*passes.entries_of(view, diary, chosen.day, chosen.at, min(LONG, width - 4))]
    most = max(1, height - 1)
    if len(lines) > most:
        lines[most - 1] = (*lines[most - 1], (" …", "quiet"))
    return [((day, "chosen"), (said, "quiet")), *lines[:most]]


def _beside_passes(lived: Lived, width: int) -> list[Line]:
    """What stands beside the passes in a roomy window."""
    given, room = lived.history.given, width - THIRD
    if not given.latest:
        return []
    others = [*gave.otherwise(lived.view, given, DIFFERENT, room)]
    return [*gave.best(lived.view, given, BEST, room), *([(), *others] if others else [])]


def _in_room(rows: list[passes.Row], chosen: Chosen, room: int) -> list[passes.Row]:
    """As many rows as there is room for, the chosen one among them, and how many weeks follow."""
    if len(rows) <= room or room < LOW:
        first = _first_row(rows, chosen, room)
        return rows[first : first + room]
    first = _first_row(rows, chosen, room - 1)
    shown = rows[first : first + room - 1]
    if first + len(shown) == len(rows):
        return shown
    while len(shown) > 1 and shown[-1].week is None:  # no heading without a week below it
        shown.pop()
    weeks = sum(row.week is not None for row in rows[first + len(shown) :])
    return [*shown, passes.more(shown[-1].at, weeks)]


def _first_row(rows: list[passes.Row], chosen: Chosen, room: int) -> int:
    """The first row that is shown: the heading of the chosen pass, if its chosen day is too."""
    of_it = [at for at, row in enumerate(rows) if row.at == chosen.at]
    weeks = [at for at in of_it if (week := rows[at].week) and week <= chosen.day]
    heading, here = of_it[0], (weeks or of_it)[-1 if weeks else 0]
    first = heading if here - heading < room else here - room // 2
    return max(0, min(first, len(rows) - room))


def _flowing(history: History, today: date, width: int) -> list[Line]:
    """The figures one behind the other, in as few lines as that takes."""
    lines: list[list[Run]] = []
    for name, text in words.history(history, today):
        said = cells.shortened(text, width - len(name) - 2)
        figure = [(f" {name}  ", "quiet"), (f"{said}  ", "text")]
        if lines and width_of([*lines[-1], *figure]) <= width + 2:
            lines[-1] += figure
        else:
            lines.append(figure)
    return [*map(tuple, lines)]


def _gave(lived: Lived, chosen: Chosen, width: int, height: int) -> Page:
    """What was given: a bar for each entry, the chosen one in words, and the best."""
    view, history, light = lived
    given = history.given
    if not given.latest:
        nothing = [*NOTHING_YET, *unrated(chosen.rate, width)]
        return Page([*head(chosen, [], width), *nothing][:height])
    lines = head(chosen, [words.average(given.latest.values())], width)
    found = gave.places(view, width - MARGIN - 1, chosen.entry)
    legend = [*gave.legend(given, light)]
    aside = MARGIN + found.width + 2
    is_beside = aside + max(map(width_of, legend)) < width
    below: list[Line] = [] if is_beside else [in_one(legend)]
    below += [()] * (height >= SHORT)
    below.append(gave.rated(view, view.guide.entries[chosen.entry], min(LONG, width - 2)))
    below += _best(lived, width, height)
    drawn = gave.bars(lived, found, max(2, min(HIGHEST, height - HEAD - len(below))), chosen.entry)
    lines += beside([drawn, legend if is_beside else []], (0, aside))
    columns = {MARGIN + x: at for at, x in found.columns.items()}
    return Page([*lines, *below][:height], entries=columns)


def _best(lived: Lived, width: int, height: int) -> list[Line]:
    """The best, and beside them what was given a different rating, where there is room."""
    if height < MEDIUM or width < NORMAL:
        return []
    many = max(BEST, height - HEAD - HIGHEST - AROUND) if height >= TALL else FEWER
    given, half = lived.history.given, width // 2
    best = [*gave.best(lived.view, given, many, half - 2)]
    others = [*gave.otherwise(lived.view, given, many, half)]
    return [(), *beside([best, others], (0, half))]

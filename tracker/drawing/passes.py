"""The passes: a row a week, the entries of each day in it, and that week's piece of the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from tracker.domain import charts, words
from tracker.domain.course import GLOW, Course, course
from tracker.domain.guide import Entry
from tracker.domain.history import Diary, History, monday, weeks_of
from tracker.drawing import Line, Run, cells
from tracker.drawing.calendar import CLOSE, NONE, OPEN
from tracker.drawing.course import names
from tracker.drawing.page import Lived
from tracker.drawing.rim import COMET, NOTHING, Light, joined, written
from tracker.session.view import View

DATES = 8
"""Cells before the first day."""
ROOMY, WAY = 116, 74
"""From so many cells on the days are wide, and told with hours; and the way stands beside them."""
NARROW, WIDE = 6, 8
"""From one day to the next."""
WEEK = 7
COUNT, HOURS = 3, 8
"""Cells for how many entries, and how long they are."""
EMPTY = "panel.4"
"""The look of a day on which nothing was watched: quieter than the days that say something."""
DONE = "━"
FOLD = "…"


class Row(NamedTuple):
    """A line of the table: a week of a pass, or something about the pass."""

    at: int
    """Which pass it belongs to, counted from 0; -1 where it belongs to none."""
    week: date | None = None
    """The Monday of the week, if it is one."""
    line: Line = ()
    """What stands there, if it is none."""


class Table(NamedTuple):
    """How wide what stands in a table is."""

    pitch: int
    """From one day to the next."""
    way: int
    """How wide the way is; 0 where there is no room for it."""
    has_hours: bool
    course: Course
    """All of the way that may be shown: where later parts are hidden, the earlier ones stay."""


def table(view: View, width: int) -> Table:
    """The widths of a table in so many cells."""
    pitch = WIDE if width >= ROOMY else NARROW
    has_hours = width >= ROOMY
    entries = len(view.guide.entries) + len({entry.part for entry in view.guide.entries}) - 1
    room = width - 1 - DATES - WEEK * pitch - 1 - COUNT - HOURS * has_hours
    way = course(view.progress, "off", view.milestones, view.today)
    return Table(pitch, min(entries, room) if width >= WAY else 0, has_hours, way)


def rows(view: View, lived: History) -> list[Row]:
    """The lines of all passes, the last pass first."""
    found: list[Row] = []
    for at in reversed(range(len(lived.diaries))):
        diary = lived.diaries[at]
        found += [Row(-1)] if found else []
        when = words.span_of_days(diary.first, diary.last) if diary.entries else "nothing yet"
        about = (f" Pass {diary.number}", "head"), (f"  {when}", "quiet")
        found.append(Row(at, line=about))
        for week in _weeks(view, lived, at):
            if isinstance(week, date):
                found.append(Row(at, week))
            else:
                found.append(_folded(at, f"{week} weeks without any"))
        if diary.without_day:
            without = f"{'':{DATES}}{words.undated(diary.without_day)}"
            found.append(Row(at, line=((without, "quiet"),)))
    return found


def spaced(rows: Sequence[Row]) -> list[Row]:
    """The same lines with an empty one between two weeks, for where there is room."""
    found = [*rows[:1]]
    for before, row in pairwise(rows):
        found += [Row(row.at)] if before.week and row.at == before.at else []
        found.append(row)
    return found


def more(at: int, weeks: int) -> Row:
    """That there are so many more weeks than there is room for, in this pass and those below."""
    return _folded(at, f"{words.count(weeks, 'week')} more" if weeks else "")


def mondays(view: View, lived: History, at: int) -> list[date]:
    """The Mondays of the weeks of a pass that are rows of the table."""
    return [week for week in _weeks(view, lived, at) if isinstance(week, date)]


def head(table: Table, light: Light) -> Line:
    """What stands over the table: the days of the week, and what is on the way."""
    days = "".join(f"{name[:3]:^{table.pitch - 1}} " for name in words.WEEKDAYS)
    run: Line = ((f"{'':{DATES}}{days} ", "quiet"),)
    return (*run, names(table.course, table.way, light)) if table.way else run


def week(lived: Lived, row: Row, table: Table, chosen: date | None) -> Line:
    """A week of a pass: its days, its piece of the way, how many entries, and how long they are."""
    assert row.week is not None  # noqa: S101  # the caller asks for weeks alone
    view, history, light = lived
    diary = history.diaries[row.at]
    line: list[Run] = [(f" {words.short_day(row.week):>6}", "quiet"), NOTHING]
    watched: list[Entry] = []
    fullest, width = history.fullest, table.pitch - 1
    for weekday in range(WEEK):
        ordinal = row.week.toordinal() + weekday
        if ordinal > view.today.toordinal() and ordinal > max(diary.evenings).toordinal():
            line += [(" " * width, "text"), NOTHING]
            continue
        day = date.fromordinal(ordinal)
        entries = diary.evenings.get(day, ())
        watched += entries
        said = numbers(entries, history.place, width) if entries else ""
        line += [_cell(said, charts.tint(len(entries), fullest), width, light), NOTHING]
        if day == chosen:
            line[-3], line[-1] = (OPEN, "chosen"), (CLOSE, "chosen")
    line.append(NOTHING)
    if table.way:
        line += _way(lived, row, watched, table)
    line.append((f"{len(watched) or '':>{COUNT}}", "text"))
    if table.has_hours:
        took = words.duration(sum(entry.seconds for entry in watched)) if watched else ""
        # Of very many hours the minutes are left out: a blank parts them from what stands before.
        said = took if len(took) < HOURS else took.rpartition(" ")[0]
        line.append((f"{said:>{HOURS}}", "quiet"))
    return tuple(line)


def day_at(x: int, pitch: int) -> int | None:
    """Which day of the week stands in a column of the screen, counted from 0."""
    day = (x - DATES) // pitch
    return day if 0 <= day < WEEK else None


def numbers(entries: Sequence[Entry], place: Mapping[str, int], width: int) -> str:
    """``12–14``, ``37 I``: entries by their labels, as many as there is room for.

    ``12…17`` are the first and the last of several, ``12+3`` is the first, and how many more.
    """
    said = " ".join(words.labels(entries, place))
    if cells.width(said) <= width:
        return said
    first, last = entries[0].label, entries[-1].label
    ends = f"{first}…{last}"
    if cells.width(ends) <= width:
        return ends
    more = f"+{len(entries) - 1}" if len(entries) > 1 else ""
    return cells.cut_off(first, width - len(more)) + more


def entries_of(view: View, diary: Diary, day: date, at: int, width: int) -> Iterator[Line]:
    """What was watched on a day of a pass, an entry a line, with its title if that may be shown.

    What was written on it stands below it.
    """
    pass_ = view.progress.passes[at]
    for entry in diary.evenings.get(day, ()):
        place = view.guide.place.get(entry.id)
        title = view.guide.entries[place].title if place is not None else None
        label = f" {words.label(entry, DATES - 3)}  "
        rated = pass_.ratings.get(entry.id)
        given = f"  {words.rating(rated)}" if rated else ""
        named = cells.shortened(title or entry.name, width - cells.width(label) - len(given))
        yield (label, "quiet"), (named, "text"), (given, "quiet")
        wrote = words.remark_line(pass_.remarks.get(entry.id, ()))
        for line in cells.wrapped(f'"{wrote}"', width - DATES) if wrote else ():
            yield ((f"{'':{DATES}}{line}", "quiet"),)


def _folded(at: int, said: str) -> Row:
    """A line in place of weeks that are not shown."""
    return Row(at, line=((f"      {FOLD} {said}".rstrip(), "quiet"),))


def _cell(said: str, tint: int, width: int, light: Light) -> Run:
    """A day of a pass: the numbers of its entries, on the tint of how full it was."""
    if not said:
        return ("█" * width, EMPTY) if light == "full" else (f"{NONE[light]:^{width}}", "faint")
    blank = width - cells.width(said)
    return f"{'':{blank // 2 + blank % 2}}{said}{'':{blank // 2}}", f"day{tint}"


def _way(lived: Lived, row: Row, watched: Sequence[Entry], table: Table) -> Line:
    """Where on the way the entries of a week are, and the comet in the week that is now."""
    view, history, light = lived
    way, width, diary = table.course, table.way, history.diaries[row.at]
    is_present = diary is history.diaries[-1]
    drawn: list[Run] = [NOTHING] * width
    inks = {}
    for entry in watched:
        if entry.id in view.guide.place:
            days = way.days(entry) if is_present else None
            glow = (ink for most, ink in GLOW if days is not None and days <= most)
            inks[view.guide.place[entry.id]] = next(glow, "done" if is_present else "ahead")
    for x, at in enumerate(way.columns(width)):
        if at in inks:
            drawn[x] = DONE, inks[at]
    for at, ink in inks.items():
        drawn[way.column(at, width)] = DONE, ink
    if is_present and not diary.done and row.week == monday(view.today):
        written(drawn, way.comet(width), COMET[light], "comet")
    return joined(drawn)


def _weeks(view: View, lived: History, at: int) -> list[date | int]:
    """The weeks of a pass: of the present one up to now, while it is not done."""
    diary = lived.diaries[at]
    is_under_way = at == len(lived.diaries) - 1 and not diary.done
    until = view.today if is_under_way else max(diary.evenings, default=view.today)
    return [*weeks_of(diary, until)]

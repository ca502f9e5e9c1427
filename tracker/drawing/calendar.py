"""The calendar: a square for each day, the weeks below it, and a day in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tracker.domain import charts, words
from tracker.domain.charts import Span
from tracker.domain.guide import Entry
from tracker.domain.history import History
from tracker.domain.passes import Pass
from tracker.drawing import Line, Run, cells
from tracker.drawing.lines import bars
from tracker.drawing.page import MARGIN, as_fits, scale
from tracker.drawing.rim import NOTHING, Light, joined
from tracker.session.view import View

OPEN, CLOSE = "[", "]"
"""Stand around the chosen day, in the gaps beside it."""
SQUARES: Mapping[Light, str] = {"full": "■■■■■", "band": "·▂▄▆█", "signs": ".1234"}
"""A day by its tint: where no tint can be seen, its sign tells it."""
NONE: Mapping[Light, str] = {"full": "▁", "band": "·", "signs": "."}
"""A week without anything."""
WORDY = 100
"""From so many cells on, a day is told with what was written."""


def weeks_in(width: int) -> int:
    """How many weeks fit into so many cells."""
    return max(1, (width - MARGIN - 1) // charts.WEEK)


def squares(span: Span, lived: History, chosen: date | None, light: Light) -> Iterator[Line]:
    """The months, and a row for each day of the week; days to come are left empty."""
    yield ((f"{'':{MARGIN}}{charts.months(span)}", "quiet"),)
    fullest, weeks = lived.fullest, range(len(span.mondays))
    for weekday, name in enumerate(words.WEEKDAYS):
        said = f" {name[:3]} " if weekday % 2 == 0 else " " * (MARGIN - 1)
        row: list[Run] = [(said, "quiet"), NOTHING]
        for week in weeks:
            day = span.day(week, weekday)
            if day is not None and day == chosen:
                row[-1] = OPEN, "chosen"
            row.append(NOTHING if day is None else _square(lived, day, fullest, light))
            row.append((CLOSE, "chosen") if day is not None and day == chosen else NOTHING)
        yield joined(row)


def weeks(span: Span, lived: History, height: int, light: Light) -> Iterator[Line]:
    """What was watched in each week as bars, under the column of the week."""
    counts = [lived.weeks.get(begins, 0) for begins in span.mondays]
    none = (NONE[light], "faint")
    nothing = [none if begins <= span.last else NOTHING for begins in span.mondays]
    for label, row in bars(counts, height, nothing):
        yield joined([scale(label), *row])


def evening(view: View, lived: History, day: date, width: int) -> Line:
    """A day, and what was watched on it, as far as there is room: what was given and written."""
    when = words.weekday(day, view.today)
    room = width - cells.width(when) - 2
    said = as_fits(_said(view, lived, day), room)
    if width >= WORDY and (wrote := _wrote(view, lived, day)):
        said = cells.shortened(f'{said} · "{wrote}"', room)
    return (when, "chosen"), ("  ", "text"), (said, "quiet")


def _watched(view: View, lived: History, day: date) -> list[tuple[Pass, Entry]]:
    """What was watched on a day, each in its pass."""
    return [
        (pass_, entry)
        for pass_, diary in zip(view.progress.passes, lived.diaries, strict=True)
        for entry in diary.evenings.get(day, ())
    ]


def _said(view: View, lived: History, day: date) -> Iterator[str]:
    """What was watched on a day, how long it was, and what was given."""
    yield from words.watched_on(lived, day)
    watched = _watched(view, lived, day)
    given = [(at, pass_.ratings[at.id]) for pass_, at in watched if at.id in pass_.ratings]
    if len(watched) == 1 and given:
        yield words.rating(given[0][1])
    elif given:
        yield ", ".join(f"{at.label}: {words.rating(rated)}" for at, rated in given)


def _wrote(view: View, lived: History, day: date) -> str:
    """What was written last on what was watched on a day, in one line."""
    watched = _watched(view, lived, day)
    wrote = [pass_.remarks[at.id] for pass_, at in watched if at.id in pass_.remarks]
    return words.remark_line(wrote[-1]) if wrote else ""


def _square(lived: History, day: date, fullest: int, light: Light) -> Run:
    watched = lived.evenings.get(day)
    tint = charts.tint(len(watched.entries), fullest) if watched else 0
    empty = "panel" if light == "full" else "faint"
    return SQUARES[light][tint], f"tint{tint}" if tint else empty

"""A page of the history: which view it is, its lines, and what stands where on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.charts import Span
from tracker.domain.history import History
from tracker.drawing import Line, Run, cells
from tracker.drawing.lines import width_of
from tracker.drawing.rim import Light
from tracker.session.view import View

VIEWS = ("Calendar", "Passes", "What you gave")
CALENDAR, PASSES, GAVE = VIEWS
APART = 3
"""Blanks between their names."""
HEAD = 2
"""Rows before what a page shows: which it is, and an empty one."""
MARGIN = 6
"""Cells before a chart, for its scale."""
ROOMY, HIGH = 170, 46
"""Cells and rows from which on there is room for two years, and for the rest beside them."""
THIRD = 120
"""Where in a roomy window the third block begins."""
FIGURED = 110
"""From so many cells on, the figures stand on the calendar, in two columns."""
TALL, MEDIUM, SHORT = 30, 26, 20
"""Rows below which ever more is left out."""


LONG = 76
"""Cells of a line of prose at the most."""
FEW = "The weeks and your walk are drawn from the third evening on."
NOTHING_YET: tuple[Line, ...] = (((" Nothing here yet.", "chosen"),), ())


class Chosen(NamedTuple):
    """What of the history is shown."""

    page: str
    """One of the views."""
    day: date
    year: int | None = None
    """The year in the calendar; None where it is the weeks up to now."""
    at: int = 0
    """Which pass, counted from 0."""
    entry: int = 0
    """Which entry, counted from 0."""
    rate: str = "*"
    """The key that rates."""


class Page(NamedTuple):
    """A page: its lines, and what stands where, for the mouse."""

    lines: list[Line]
    calendars: tuple[tuple[int, Span], ...] = ()
    """The line of each calendar's Mondays, and its weeks."""
    weeks: Mapping[int, tuple[int, date]] = MappingProxyType({})
    """For the line of each week its pass, counted from 0, and its Monday."""
    pitch: int = 1
    """From one day of such a week to the next."""
    entries: Mapping[int, int] = MappingProxyType({})
    """For each column the entry that stands there, counted from 0."""


class Lived(NamedTuple):
    """What there is to draw from, and what of light can be drawn."""

    view: View
    history: History
    light: Light


def is_roomy(width: int, height: int) -> bool:
    """Whether there is room for all of it at once."""
    return width >= ROOMY and height >= HIGH


def tabs() -> Iterator[tuple[str, int]]:
    """The views, each with the column in which its name begins."""
    at = len(" History") + APART
    for name in VIEWS:
        yield name, at
        at += len(name) + APART


def head(chosen: Chosen, shown: Iterable[str], width: int) -> list[Line]:
    """Which view it is, and what of it is shown, in the first words that there is room for."""
    line: list[Run] = [(" ", "text"), ("History", "head")]
    for name in VIEWS:
        line += [(" " * APART, "text"), (name, "present" if name == chosen.page else "quiet")]
    room = width - 2 - width_of(line)
    said = next((text for text in shown if cells.width(text) < room), "")
    return [(*line, (" " * (room + 1 - cells.width(said)), "text"), (said, "text")), ()]


def in_one(lines: Iterable[Line]) -> Line:
    """Short lines as one, with blanks between."""
    runs: list[Run] = [(" " * MARGIN, "text")]
    for at, line in enumerate(lines):
        runs += [("  " if at else "", "text"), *line]
    return tuple(runs)


def scale(text: str) -> Run:
    """What stands before a row of a chart: how much it is."""
    return f"{text:>{MARGIN - 2}}  ", "quiet"


def quiet(width: int, *texts: str) -> list[Line]:
    """Sentences, each on a line of its own, or on more where it has no room."""
    room = min(LONG, width - 2)
    return [((f" {line}", "quiet"),) for text in texts for line in cells.wrapped(text, room)]


def empty(rate: str, width: int) -> list[Line]:
    """That there is nothing yet, what there will be to see, and when."""
    first = "The first entry you mark fills the first square."
    return [*NOTHING_YET, *quiet(width, first, FEW), *unrated(rate, width)]


def unrated(rate: str, width: int) -> list[Line]:
    """When there will be ratings to see; ``rate`` is the key that gives them."""
    return quiet(width, f"What you gave appears once you rate something: {rate} and a digit.")


def as_fits(texts: Iterable[str], room: int) -> str:
    """Texts with points between, as many of the first as there is room for."""
    said = ""
    for text in texts:
        longer = f"{said} · {text}" if said else text
        if cells.width(longer) > room:
            return said or cells.shortened(text, room)
        said = longer
    return said

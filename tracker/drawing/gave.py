"""What you gave: a bar for each entry, of this pass or else of the one before, and the best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tracker.domain import words
from tracker.domain.course import course
from tracker.domain.guide import Entry
from tracker.domain.history import Given
from tracker.drawing import Line, Run, cells
from tracker.drawing.page import MARGIN, Lived, as_fits, scale
from tracker.drawing.rim import NOTHING, Column, Light, joined, rim, row_of, written
from tracker.session.view import View

MOST, HALF = 10, 5
"""The highest rating, and the one in the middle of the scale."""
BEST = 9
"""Ratings from this one on stand out."""
REACH = 30
"""How many eighths deep light falls under the top of a bar."""
DARK = 9
"""How many steps into the dark the foot of a bar is."""
PART = 2
"""Columns between two parts."""
DIFFERS = "━"
SIGNS: Mapping[Light, str] = {"full": "███", "band": "█▓·", "signs": "=#."}
"""What was given in this pass, what stands out of it, and what in an earlier one."""
INKS = ("done", "glow2", "ahead")
"""The inks of these."""


class Places(NamedTuple):
    """The columns in which entries stand, those alone that there is room for."""

    columns: dict[int, int]
    """For each entry that is shown, by its place in the order, its column."""
    width: int
    """As many as there are between the first and the last."""


def places(view: View, width: int, chosen: int) -> Places:
    """Where the entries stand in so many cells: two columns each, one, or as many as fit."""
    entries = view.guide.entries
    for pitch in (2, 1):
        columns, x = {}, 0
        for at, entry in enumerate(entries):
            x += PART * (at > 0 and entry.part != entries[at - 1].part)
            columns[at] = x
            x += pitch
        if x <= width:
            return Places(columns, x)
    end = max(columns.values(), default=0)
    first = max(0, min(columns.get(chosen, 0) - width // 2, end + 1 - width))
    shown = {at: x - first for at, x in columns.items() if first <= x < first + width}
    return Places(shown, width)


def bars(lived: Lived, places: Places, height: int, chosen: int | None) -> list[Line]:
    """A bar for each entry, as high as what it was given last, and the labels below."""
    view, history, light = lived
    entries, given = view.guide.entries, history.given
    otherwise = {*given.otherwise}
    rows = max(1, height - 1)
    columns = [Column(0, "", 0)] * places.width
    for at, x in places.columns.items():
        columns[x] = _bar(entries[at], given, rows)
    grid = rim(columns, rows, light)
    for x, column in enumerate(columns):
        _founded(grid, x, column, light)
    for at, x in places.columns.items():
        if entries[at].id in otherwise:
            grid[_row(given.then[entries[at].id], rows)][x] = DIFFERS, "text"
    scales = {_row(MOST, rows): str(MOST), _row(HALF, rows): str(HALF)}
    lines = [joined([scale(scales.get(y, "")), *row]) for y, row in enumerate(grid)]
    return [*lines, _labels(view, places, chosen)]


def legend(given: Given, light: Light) -> Iterator[Line]:
    """What the inks mean, as far as they are there."""
    signs = SIGNS[light]
    if given.now:
        yield (signs[0], INKS[0]), (f" pass {given.number}", "quiet")
    if given.best >= BEST:
        yield (signs[1], INKS[1]), (f" {BEST} or {MOST}", "quiet")
    if set(given.then) - set(given.now):
        yield (signs[2], INKS[2]), (f" pass {given.earlier}", "quiet")
    if given.otherwise:
        yield (DIFFERS, "text"), (f" pass {given.earlier}, where it differs", "quiet")


def rated(view: View, entry: Entry, width: int) -> Line:
    """An entry, and what it was given in every pass."""
    said = [
        f"{words.rating(pass_.ratings[entry.id])} in pass {pass_.number}"
        for pass_ in reversed(view.progress.passes)
        if entry.id in pass_.ratings
    ]
    named = words.upper(entry.in_sentence)
    name = cells.shortened(f" {named}  {entry.title}" if entry.title else f" {entry.name}", width)
    text = as_fits(said or ["not rated"], width - cells.width(name) - 2)
    return (name, "chosen"), ("  ", "text"), (text, "quiet")


def best(view: View, given: Given, many: int, width: int) -> Iterator[Line]:
    """What was given most, the best first, with its title if that may be shown."""
    yield ((" The best", "head"),)
    guide, latest = view.guide, given.latest
    found = [guide.entry(at) for at in latest if at in guide.place]
    found.sort(key=lambda entry: (-latest[entry.id], guide.place[entry.id]))
    for line in ranked(found[:many], latest, ("accent", "chosen"), width - 1):
        yield (" ", "text"), *line


def ranked(
    entries: Sequence[Entry], ratings: Mapping[str, int], looks: tuple[str, str], width: int
) -> Iterator[Line]:
    """Entries, each behind what it was given: the highest rating in the first look of two."""
    column = max((cells.width(entry.label) for entry in entries), default=0)
    for entry in entries:
        rating = ratings[entry.id]
        label = f"  {words.label(entry, column)}  "
        title = cells.shortened(entry.title or entry.name, max(1, width - 2 - cells.width(label)))
        look = looks[0] if rating == MOST else looks[1]
        yield (f"{rating:>2}", look), (label, "quiet"), (title, "text")


def otherwise(view: View, given: Given, many: int, width: int) -> Iterator[Line]:
    """What was given a different rating than before."""
    if not given.otherwise:
        return
    yield ((f" Different from pass {given.earlier}", "head"),)
    guide = view.guide
    found = [guide.entry(at) for at in given.otherwise if at in guide.place]
    found.sort(key=lambda entry: guide.place[entry.id])
    lines = ranked(found[:many], given.now, ("chosen", "chosen"), width - 6)
    for entry, line in zip(found, lines, strict=False):
        yield (f" {given.then[entry.id]:>2} → ", "quiet"), *line


def _bar(entry: Entry, given: Given, rows: int) -> Column:
    """The bar of an entry: this pass's, else the earlier one's, else the ground it stands on."""
    now, high, earlier = INKS
    for ratings, ink in ((given.now, now), (given.then, earlier)):
        if rating := ratings.get(entry.id):
            look = high if ink == now and rating >= BEST else ink
            return Column(round(8 * rows * rating / MOST), look, REACH)
    return Column(0 if entry.is_left_out else 1, "faint", 1)


def _founded(grid: list[list[Run]], x: int, column: Column, light: Light) -> None:
    """Let a bar stand on the ground: below its top it is never too dark to be seen."""
    below: Run | None = None
    for row in grid:
        if below is None and row[x] != NOTHING:
            is_lit = column.ink in INKS
            sign = SIGNS[light][INKS.index(column.ink)] if is_lit else row[x][0]
            below = sign, f"{column.ink}.{DARK}" if light == "full" else column.ink
        elif below and (row[x] == NOTHING or light != "full" or _level(row[x]) > DARK):
            row[x] = below


def _level(run: Run) -> int:
    """How many steps into the dark a cell is."""
    return int(run[1].partition(".")[2] or 0)


def _row(rating: int, rows: int) -> int:
    """The row in which the bar of a rating ends."""
    return row_of(round(8 * rows * rating / MOST), rows)


def _labels(view: View, places: Places, chosen: int | None) -> Line:
    """The labels that the course names too, and that of the chosen entry."""
    entries, width = view.guide.entries, MARGIN + places.width + 4
    row: list[Run] = [NOTHING] * width
    named = course(view.progress, "off", view.milestones, view.today).labels()
    wanted = [(chosen, entries[chosen].label, "chosen")] if chosen is not None else []
    wanted += [(at, label, "quiet") for at, label in named if label]
    for at, label, look in wanted:
        if at not in places.columns or cells.width(label) != len(label):
            continue
        x = min(MARGIN + places.columns[at], MARGIN + places.width - len(label))
        if x >= MARGIN and all(run == NOTHING for run in row[max(0, x - 1) : x + len(label) + 1]):
            written(row, x, label, look)
    return joined(row)

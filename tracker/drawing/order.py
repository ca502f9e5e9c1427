"""The order: one line an entry, by part."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain import dates, words
from tracker.domain.dates import AnyDate
from tracker.domain.guide import Entry
from tracker.domain.progress import State
from tracker.drawing import Line, cells
from tracker.session.view import View

if TYPE_CHECKING:
    from tracker.player.watching import Shown

NEXT_UP = "▶"
UNSAVED = "◌"
LEAST = 28
"""From so many cells on, a line has room for more than a title."""
RATED = 44
"""From so many cells on, an order has room for a column of ratings."""
DATE = 6
"""Cells of a date, as long as it is of this year."""
BEST = ("9", "10")
"""The ratings that stand out."""
MARGIN = 2
"""Lines above and below the highlighted one that stay in sight with it."""
FEWEST = 3
"""Left-out entries in a row that are one line, as long as nobody looks at them."""


class Row(NamedTuple):
    """A line of the order: a heading if it has no entry."""

    entry: str | None
    glyph: str
    label: str
    text: str
    aside: str
    look: str
    column: int = 3
    """Cells of the label at least."""
    rating: str | None = None
    """What was given; None where there is no column for it."""

    def drawn(self, width: int) -> Line:
        """The line in so many cells: a long title is cut off after a word, never the rest."""
        if self.entry is None:
            return self._line(" ", self.text, width)
        sign = "sign" if self.look == "next-up" else self.look.replace("left-out", "quiet")
        label = " " * (self.column - cells.width(self.label)) + self.label
        left = self._line(f" {label}  ", self.text, width - 2)
        return ((f" {self.glyph}", sign), *left)

    def _line(self, before: str, text: str, width: int) -> Line:
        """The text between what stands before it and, where there is room, what stands behind."""
        right = self._right() if width >= LEAST else ()
        room = width - sum(len(part) for part, _ in right)
        shown = cells.shortened(text, room - cells.width(before) - 1)
        rest = max(0, room - cells.width(before) - cells.width(shown))
        plain = self.look.replace("left-out", "quiet")
        parts = ((before, plain), (shown, self.look), (" " * rest, "quiet"), *right)
        return tuple((text, look) for text, look in parts if text)

    def _right(self) -> Line:
        """Rating and date, or state, each in a column of its own."""
        look = "quiet" if self.look != "next-up" else "text"
        if self.rating is None:
            return ((f"{self.aside} ", look),) if self.aside else ()
        if not (self.rating or self.aside):
            return ()
        given = "best" if self.rating in BEST else "quiet"
        return (f"{self.rating:>2}", given), (f"  {self.aside:>{DATE}} ", look)


class Fold(NamedTuple):
    """A stretch of left-out entries, which is one line as long as it is folded."""

    entries: tuple[Entry, ...]


class Order:
    """All lines of the order, of which one becomes a row only when it comes in sight."""

    def __init__(self, view: View, held: Collection[str]) -> None:
        """``held`` are the entries that somebody looks at: a stretch with one of them is open."""
        self._view, self._all = view, [*lines(view)]
        self._column = words.column(view.guide.entries)
        self._has_ratings = bool(view.progress.current.ratings)
        folds = [line for line in self._all if isinstance(line, Fold)]
        self._fold_of = {entry.id: fold.entries[0].id for fold in folds for entry in fold.entries}
        self._open = self._looked_at(held)
        self._rows: dict[tuple[int, bool, bool], Row] = {}
        """The rows made so far, by their line, whether it is the first in sight, and the room."""
        self.lines: list[Row | Entry | Fold] = []
        """What is a line now: headings, entries, and stretches that are folded."""
        self.line_of: dict[str, int] = {}
        """The line of each entry."""
        self._lay()

    def look_at(self, held: Collection[str]) -> bool:
        """Open the stretches in which somebody looks, and close the others; whether any changed."""
        now = self._looked_at(held)
        if now == self._open:
            return False
        self._open = now
        self._lay()
        return True

    def row(self, at: int, width: int, *, is_top: bool = False) -> Row | None:
        """A line in so many cells, ``is_top`` if none stands above it; None below the last."""
        if at >= len(self.lines):
            return None
        key = at, is_top, width >= RATED
        if key not in self._rows:
            self._rows[key] = self._row(at, is_top=is_top, is_wide=width >= RATED)
        return self._rows[key]

    def around(self, entry: str, height: int) -> tuple[int, int] | None:
        """The first line that is to be in sight with an entry, and how many are."""
        line = self.line_of.get(entry)
        if line is None or not height:
            return None
        margin = min(MARGIN, (height - 1) // 2)
        return max(0, line - margin), 1 + 2 * margin

    def top(self, entry: str, height: int) -> int:
        """The line at the top of so many, where the list is scrolled no further than it must be."""
        first, many = self.around(entry, height) or (0, 0)
        return max(0, min(first + many - height, len(self.lines) - height))

    def _looked_at(self, held: Collection[str]) -> set[str]:
        return {self._fold_of[entry] for entry in held if entry in self._fold_of}

    def _lay(self) -> None:
        self.lines, self.line_of, self._rows = [], {}, {}
        for line in self._all:
            is_open = isinstance(line, Fold) and line.entries[0].id in self._open
            opened = line.entries if isinstance(line, Fold) and is_open else (line,)
            for each in opened:
                if isinstance(each, Entry):
                    self.line_of[each.id] = len(self.lines)
                elif isinstance(each, Fold):
                    self.line_of |= {entry.id: len(self.lines) for entry in each.entries}
                self.lines.append(each)

    def _row(self, at: int, *, is_top: bool, is_wide: bool) -> Row:
        line, above = self.lines[at], self.lines[at - 1] if at and not is_top else None
        if isinstance(line, Fold):
            return folded(self._view, line, self._column)
        if isinstance(line, Row):
            return line
        before = above if isinstance(above, Entry) else None
        is_rated = is_wide and self._has_ratings
        return row(self._view, line, self._column, above=before, rated=is_rated)


def lines(view: View) -> Iterator[Row | Entry | Fold]:
    """The headings, and the entries below them, which become rows only when they come in sight."""
    for at, (part, entries) in enumerate(view.guide.by_part()):
        if at:
            yield _heading("", "")
        states = view.progress.states(entries)
        left_out = states.count(State.LEFT_OUT)
        # What the guide leaves out counts for nothing, watched or not.
        counting = [
            state
            for state, entry in zip(states, entries, strict=True)
            if entry.advice != "skip" and state is not State.SKIPPED
        ]
        far = f"{counting.count(State.WATCHED)} of {len(counting)}" if counting else ""
        if 0 < left_out == len(entries):
            far = words.SIGNS[State.LEFT_OUT].label
        yield _heading(words.upper(part.name), far)
        yield from _stretched(entries, states) if left_out >= FEWEST else entries


def folded(view: View, fold: Fold, column: int) -> Row:
    """The line of a stretch: ``× 143–219 left out``."""
    kinds = {entry.kind for entry in fold.entries}
    what = (
        words.series(words.labels(fold.entries, view.guide.place))
        if len(kinds) == 1
        else words.span(fold.entries, view.guide.entries)
    )
    sign = words.SIGNS[State.LEFT_OUT]
    return Row(fold.entries[0].id, sign.glyph, "", f"{what} {sign.label}", "", "hidden", column)


def row(
    view: View, entry: Entry, column: int = 3, *, above: Entry | None = None, rated: bool = False
) -> Row:
    """The line of an entry, its label in so many cells.

    An evening stands once: below an entry ``above`` that was watched on the same one, there is no
    date. ``rated`` makes a column for ratings.
    """
    state = view.progress.state(entry)
    _, glyph, look = words.SIGNS[state]
    if view.playing and view.playing.entry == entry.id:
        glyph, look = NEXT_UP, "next-up"
    elif entry.id in view.unsaved:
        glyph, look = UNSAVED, "unsaved"
    elif entry.id == view.progress.next_up:
        glyph, look = NEXT_UP, "next-up"
    elif state is State.TO_WATCH and entry.title is None:
        look = "hidden"
    title, aside = entry.title or entry.name, _aside(view, entry)
    if above and state is State.WATCHED and _when(view, entry) == _when(view, above):
        aside = aside if _when(view, entry) is None else ""
    given = view.progress.current.ratings.get(entry.id)
    rating = None if not rated else str(given) if given else ""
    return Row(entry.id, glyph, entry.label, title, aside, look, column, rating)


def _stretched(entries: Sequence[Entry], states: Sequence[State]) -> Iterator[Entry | Fold]:
    """The entries, those left out in a row together."""
    pairs = zip(entries, states, strict=True)
    for is_left_out, group in groupby(pairs, lambda pair: pair[1] is State.LEFT_OUT):
        stretch = tuple(entry for entry, _ in group)
        if is_left_out and len(stretch) >= FEWEST:
            yield Fold(stretch)
        else:
            yield from stretch


def _aside(view: View, entry: Entry) -> str:
    """What stands at the end of an entry's line: its state in a word, or its date."""
    if view.playing and view.playing.entry == entry.id:
        return playing(view.playing)
    state = view.progress.state(entry)
    if state is State.TO_WATCH:
        return "optional" if entry.advice == "optional" else ""
    if state is State.LEFT_OUT:
        return words.SIGNS[state].label
    if state is State.STOPPED:
        return f"at {words.position(view.progress.marks[entry.id].position)}"
    if when := _when(view, entry):
        return words.short_date(when, view.today)
    return words.SIGNS[state].label


def _when(view: View, entry: Entry) -> AnyDate | None:
    """The evening on which an entry was watched."""
    mark = view.progress.current.viewing(entry.id)
    return dates.dated(mark.at) if mark else None


def playing(shown: Shown) -> str:
    """``▶ 12:03 of 24:10``: how far a player is."""
    of = f" of {words.position(shown.length)}" if shown.length else ""
    return f"{NEXT_UP} {words.position(shown.position)}{of}"


def _heading(text: str, aside: str) -> Row:
    return Row(None, "", "", text, aside, "heading")

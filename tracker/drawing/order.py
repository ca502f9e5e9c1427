"""The order: one line an entry, by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
        shown = cells.shortened(text, room - cells.width(before) - bool(right))
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

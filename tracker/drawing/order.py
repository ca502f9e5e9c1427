"""The order: one line an entry, by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain import dates, words
from tracker.domain.guide import Entry
from tracker.domain.progress import State
from tracker.drawing import cells
from tracker.session.view import View

if TYPE_CHECKING:
    from tracker.player.watching import Shown

NEXT_UP = "▶"
UNSAVED = "◌"


class Row(NamedTuple):
    """A line of the order: a heading if it has no entry."""

    entry: str | None
    glyph: str
    label: str
    text: str
    aside: str
    look: str

    def fitted(self, width: int) -> str:
        """The text of the line in so many cells: a long title is shortened, never the rest."""
        left = (
            f" {self.text}" if self.entry is None else f" {self.glyph} {self.label:>3}  {self.text}"
        )
        right = f"{self.aside} " if self.aside and width >= 30 else ""
        room = max(0, width - cells.width(right) - 1)
        if cells.width(left) > room:
            left = cells.cut_off(left, max(0, room - 1)).rstrip() + "…"
        return cells.fitted(left, max(0, width - cells.width(right))) + right


def lines(view: View) -> Iterator[Row | Entry]:
    """The headings, and the entries below them, which become rows only when they come in sight."""
    for at, (part, entries) in enumerate(view.guide.by_part()):
        if at:
            yield _heading("", "")
        counting = [entry for entry in entries if view.progress.counts(entry)]
        watched = sum(view.progress.state(entry) is State.WATCHED for entry in counting)
        yield _heading(words.upper(part.name), f"{watched} of {len(counting)}" if counting else "")
        yield from entries


def row(view: View, entry: Entry) -> Row:
    """The line of an entry."""
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
    return Row(entry.id, glyph, entry.label, entry.title or entry.name, _aside(view, entry), look)


def _aside(view: View, entry: Entry) -> str:
    """What stands at the end of an entry's line: its state in a word, or its date."""
    if view.playing and view.playing.entry == entry.id:
        return playing(view.playing)
    state = view.progress.state(entry)
    if state is State.TO_WATCH:
        return "optional" if entry.advice == "optional" else ""
    if state is State.LEFT_OUT:
        return words.SIGNS[state].label
    mark = view.progress.marks[entry.id]
    if state is State.STOPPED:
        return f"at {words.position(mark.position)}"
    when = dates.dated(mark.at)
    if state is State.WATCHED and when:
        return words.short_date(when, view.today)
    return words.SIGNS[state].label


def playing(shown: Shown) -> str:
    """``▶ 12:03 of 24:10``: how far a player is."""
    of = f" of {words.position(shown.length)}" if shown.length else ""
    return f"{NEXT_UP} {words.position(shown.position)}{of}"


def _heading(text: str, aside: str) -> Row:
    return Row(None, "", "", text, aside, "heading")

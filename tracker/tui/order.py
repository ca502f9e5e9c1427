"""The order: one line an entry, by part. Drawn line by line, so that a key repaints two lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker.domain import dates, words
from tracker.domain.guide import Entry
from tracker.domain.progress import State
from tracker.session.view import View
from tracker.tui.looks import Inked

NEXT_UP = "▶"
UNSAVED = "◌"


class Row(NamedTuple):
    """A line of the list: a heading if it has no entry."""

    entry: str | None
    glyph: str
    label: str
    text: str
    aside: str
    look: str
    """The component class that it is drawn with."""


Drawn = tuple[Row, bool, bool] | None
"""A line as it is drawn: the row, whether it is chosen, whether it is highlighted; or nothing."""


class OrderList(ScrollView, Inked, can_focus=False):
    """The entries to watch, in order, with their states."""

    COMPONENT_CLASSES = {
        "order--heading",
        "order--to-watch",
        "order--hidden",
        "order--next-up",
        "order--stopped",
        "order--watched",
        "order--skipped",
        "order--left-out",
        "order--unsaved",
        "order--chosen",
        "order--cursor",
    }

    view: reactive[View | None] = reactive(None, repaint=False)
    cursor: reactive[str] = reactive("", repaint=False)
    """The id of the highlighted entry."""
    chosen: reactive[frozenset[str]] = reactive(frozenset(), repaint=False)
    """The ids of the entries that the next key is for, if they are several."""

    class Picked(Message):
        """The viewer picked an entry with the mouse."""

        def __init__(self, entry: str) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Row | Entry] = []
        # Headings, and entries that become rows only when they come in sight.
        self._line_of: dict[str, int] = {}
        self._rows: dict[int, Row] = {}
        self._drawn: dict[int, Drawn] = {}
        # What was drawn last, by its place on the screen.

    def watch_view(self, view: View | None) -> None:
        """Draw the order as it is now."""
        if view is None:
            return
        self._lines, self._rows = lines(view), {}
        self._line_of = {
            line.id: at for at, line in enumerate(self._lines) if isinstance(line, Entry)
        }
        self.virtual_size = Size(0, len(self._lines))
        self._draw()

    def watch_cursor(self) -> None:
        """Keep the highlighted line in sight."""
        self.show_cursor()
        self._draw()

    def watch_chosen(self) -> None:
        """Draw other lines as chosen."""
        self._draw()

    def on_resize(self) -> None:
        """Keep the highlighted line in sight."""
        self.show_cursor()

    def show_cursor(self) -> None:
        """Scroll so far that the highlighted line and its neighbours are in sight."""
        line = self._line_of.get(self.cursor)
        if line is not None and self.size.height:
            margin = min(2, (self.size.height - 1) // 2)
            region = Region(0, max(0, line - margin), 1, 1 + 2 * margin)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def on_click(self, event: Click) -> None:
        """Pick the entry under the mouse."""
        at = event.y + self.scroll_offset.y
        if at < len(self._lines) and isinstance(line := self._lines[at], Entry):
            self.post_message(self.Picked(line.id))

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width = self.scrollable_content_region.width
        [drawn] = self._at(y, y + 1)
        self._drawn[y] = drawn
        if drawn is None:
            return Strip.blank(width, self.ink("order--to-watch"))
        row, is_chosen, is_highlighted = drawn
        style = self.ink(f"order--{row.look}")
        if is_chosen:
            style += self.ink("order--chosen", partial=True)
        if is_highlighted:
            style += self.ink("order--cursor", partial=True)
        return Strip([Segment(fitted(row, width), style)]).adjust_cell_length(width, style)

    def _draw(self) -> None:
        """Repaint the lines in sight that are not as they were."""
        width, height = self.size
        now = enumerate(self._at(0, height))
        changed = [y for y, drawn in now if y in self._drawn and self._drawn[y] != drawn]
        if changed:
            self.refresh(*regions(changed, width))

    def _at(self, first: int, end: int) -> Iterator[Drawn]:
        """What there is to be drawn in these lines of the screen."""
        view, cursor, chosen, top = self.view, self.cursor, self.chosen, self.scroll_offset.y
        for at in range(top + first, top + end):
            if view is None or at >= len(self._lines):
                yield None
                continue
            row = self._rows.get(at)
            if row is None:
                line = self._lines[at]
                row = self._rows[at] = _row(view, line) if isinstance(line, Entry) else line
            yield row, row.entry in chosen, row.entry is not None and row.entry == cursor


def regions(changed: Iterable[int], width: int) -> list[Region]:
    """The lines that are to be repainted, in as few regions as that takes: each costs its own."""
    found: list[Region] = []
    for y in changed:
        if found and y - found[-1].bottom <= 1:
            found[-1] = found[-1]._replace(height=y + 1 - found[-1].y)
        else:
            found.append(Region(0, y, width, 1))
    return found


def lines(view: View) -> list[Row | Entry]:
    """The headings and the entries below them."""
    told: list[Row | Entry] = []
    for part, entries in view.guide.by_part():
        if told:
            told.append(_heading("", ""))
        counting = [entry for entry in entries if view.progress.counts(entry)]
        watched = sum(view.progress.state(entry) is State.WATCHED for entry in counting)
        told.append(_heading(part.name, f"{watched} of {len(counting)}"))
        told += entries
    return told


def fitted(row: Row, width: int) -> str:
    """The text of a line in so many cells: a long title is shortened, never the rest."""
    left = f" {row.text}" if row.entry is None else f" {row.glyph} {row.label:>3}  {row.text}"
    right = f"{row.aside} " if row.aside and width >= 30 else ""
    room = max(0, width - cell_len(right) - 1)
    if cell_len(left) > room:
        left = set_cell_size(left, max(0, room - 1)).rstrip() + "…"
    return set_cell_size(left, max(0, width - cell_len(right))) + right


def aside(view: View, entry: Entry) -> str:
    """What stands at the end of an entry's line: its state in a word, or its date."""
    state = view.progress.state(entry)
    if state is State.TO_WATCH:
        return "optional" if entry.advice == "optional" else ""
    if state is State.LEFT_OUT:
        return state.value
    mark = view.progress.marks[entry.id]
    if state is State.STOPPED:
        return f"at {words.position(mark.position)}"
    when = dates.evening(mark.at)
    if state is State.WATCHED and when:
        return words.short_date(when, view.today)
    return state.value


def _heading(text: str, aside: str) -> Row:
    return Row(None, "", "", text, aside, "heading")


def _row(view: View, entry: Entry) -> Row:
    state = view.progress.state(entry)
    look = state.value.replace(" ", "-")
    glyph = words.GLYPHS[state]
    if entry.id in view.unsaved:
        glyph, look = UNSAVED, "unsaved"
    elif entry.id == view.progress.next_up:
        glyph, look = NEXT_UP, "next-up"
    elif state is State.TO_WATCH and entry.title is None:
        look = "hidden"
    return Row(entry.id, glyph, entry.label, entry.title or entry.name, aside(view, entry), look)

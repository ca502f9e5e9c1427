"""The order: one line an entry, by part. Drawn line by line, so that a key repaints two lines."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker.domain import outlook, words
from tracker.domain.guide import Entry
from tracker.domain.progress import State
from tracker.session import View

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


class OrderList(ScrollView, can_focus=False):
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

    view: reactive[View | None] = reactive(None)
    cursor: reactive[str] = reactive("", repaint=False)
    """The id of the highlighted entry."""
    chosen: reactive[frozenset[str]] = reactive(frozenset())
    """The ids of the entries that the next key is for, if they are several."""

    class Picked(Message):
        """The viewer picked an entry with the mouse."""

        def __init__(self, entry: str) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._lines: dict[str, int] = {}

    def watch_view(self, view: View | None) -> None:
        """Draw the order anew."""
        if view is None:
            return
        self._rows = rows(view)
        self._lines = {row.entry: line for line, row in enumerate(self._rows) if row.entry}
        self.virtual_size = Size(0, len(self._rows))

    def watch_cursor(self, old: str, new: str) -> None:
        """Repaint the two lines that changed, and keep the new one in sight."""
        for entry in (old, new):
            if entry in self._lines:
                self.refresh(Region(0, self._lines[entry] - self.scroll_offset.y, 999, 1))
        self.show_cursor()

    def on_resize(self) -> None:
        """Keep the highlighted line in sight."""
        self.show_cursor()

    def show_cursor(self) -> None:
        """Scroll so far that the highlighted line and its neighbours are in sight."""
        line = self._lines.get(self.cursor)
        if line is not None and self.size.height:
            margin = min(2, (self.size.height - 1) // 2)
            region = Region(0, max(0, line - margin), 1, 1 + 2 * margin)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def on_click(self, event: Click) -> None:
        """Pick the entry under the mouse."""
        line = event.y + self.scroll_offset.y
        if 0 <= line < len(self._rows) and (entry := self._rows[line].entry):
            self.post_message(self.Picked(entry))

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width, line = self.scrollable_content_region.width, y + self.scroll_offset.y
        if line >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[line]
        style = self.get_component_rich_style(f"order--{row.look}")
        if row.entry in self.chosen:
            style += self.get_component_rich_style("order--chosen", partial=True)
        if row.entry is not None and row.entry == self.cursor:
            style += self.get_component_rich_style("order--cursor", partial=True)
        return Strip([Segment(fitted(row, width), style)]).adjust_cell_length(width, style)


def rows(view: View) -> list[Row]:
    """The lines of the list."""
    lines: list[Row] = []
    for part, entries in view.guide.by_part():
        if lines:
            lines.append(Row(None, "", "", "", "", "heading"))
        counting = [entry for entry in entries if view.progress.counts(entry)]
        watched = [entry for entry in counting if view.progress.state(entry) is State.WATCHED]
        lines.append(Row(None, "", "", part.name, f"{len(watched)} of {len(counting)}", "heading"))
        lines += [_row(view, entry) for entry in entries]
    return lines


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
    when = outlook.evening(mark.at)
    if state is State.WATCHED and when:
        return words.short_date(when, view.today)
    return state.value


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

"""The order as a list. Drawn line by line, so that a key repaints two lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker.domain import words
from tracker.domain.guide import Entry
from tracker.drawing.order import RATED, Fold, Row, folded, lines, row
from tracker.session.view import View
from tracker.tui.looks import Inked, regions

MARGIN = 2
"""Lines above and below the highlighted one that stay in sight with it."""
Drawn = tuple[Row, bool, bool] | None
"""A line as it is drawn: the row, whether it is chosen, whether it is highlighted; or nothing."""


class OrderList(ScrollView, Inked, can_focus=False):
    """The entries to watch, in order, with their states."""

    COMPONENT_CLASSES = {
        "order--text",
        "order--quiet",
        "order--heading",
        "order--to-watch",
        "order--hidden",
        "order--next-up",
        "order--sign",
        "order--stopped",
        "order--watched",
        "order--skipped",
        "order--left-out",
        "order--unsaved",
        "order--best",
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

    class OutOfSight(Message):
        """The viewer scrolled the highlighted line out of sight."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Row | Entry | Fold] = []
        """Headings, entries, and stretches of them that can be one line."""
        self._stretch_of: dict[str, str] = {}
        """The first entry of the stretch of each entry that is in one."""
        self._open: set[str] = set()
        """The first entries of the stretches in which somebody looks."""
        self._column = 0
        """Cells of a label."""
        self._has_ratings = False
        """Whether anything was rated in this pass."""
        self._lines: list[Row | Entry | Fold] = []
        """What of it is a line, which becomes a row only when it comes in sight."""
        self._line_of: dict[str, int] = {}
        """The line of each entry."""
        self._rows: dict[tuple[int, bool], Row] = {}
        """The rows made so far, by their line and whether it is the first in sight."""
        self._drawn: dict[int, Drawn] = {}
        """What was drawn last, by its place on the screen."""
        self._is_following = False
        """The list scrolls because the highlighted line moves, and not the other way round."""

    def watch_view(self, view: View | None) -> None:
        """Draw the order as it is now."""
        if view is None:
            return
        self._all, self._column = [*lines(view)], words.column(view.guide.entries)
        self._has_ratings = bool(view.progress.current.ratings)
        stretches = [line for line in self._all if isinstance(line, Fold)]
        self._stretch_of = {
            entry.id: fold.entries[0].id for fold in stretches for entry in fold.entries
        }
        self._open = self._looked_at()
        self._lay()
        self._draw()

    def watch_cursor(self) -> None:
        """Keep the highlighted line in sight."""
        self._unfold()
        self.show_cursor()
        self._draw()

    def watch_chosen(self) -> None:
        """Draw other lines as chosen."""
        self._unfold()
        self._draw()

    def on_resize(self) -> None:
        """Keep the highlighted line in sight; whether ratings have room may be otherwise now."""
        self._rows = {}
        self.show_cursor()

    def show_cursor(self) -> None:
        """Scroll so far that the highlighted line and its neighbours are in sight."""
        line = self._line_of.get(self.cursor)
        if line is not None and self.size.height:
            margin = min(MARGIN, (self.size.height - 1) // 2)
            region = Region(0, max(0, line - margin), 1, 1 + 2 * margin)
            self._is_following = True
            self.scroll_to_region(region, animate=False, force=True, immediate=True)
            self._is_following = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say so where the wheel has taken the highlighted line out of sight."""
        super().watch_scroll_y(old_value, new_value)
        if not self._is_following and self.in_sight() != self.cursor:
            self.post_message(self.OutOfSight())

    def in_sight(self) -> str:
        """The highlighted entry if its line is in sight, else the nearest whose line is."""
        height, line = self.size.height, self._line_of.get(self.cursor)
        top = self.scroll_offset.y
        if line is None or not height or top <= line < top + height:
            return self.cursor
        margin = min(MARGIN, (height - 1) // 2)
        inside = range(top + margin, top + height - margin)
        seen = [entry for entry, at in self._line_of.items() if at in inside]
        return self.cursor if not seen else seen[0] if line < top else seen[-1]

    def on_click(self, event: Click) -> None:
        """Pick the entry under the mouse."""
        at = event.y + self.scroll_offset.y
        line = self._lines[at] if at < len(self._lines) else None
        if isinstance(line, Fold):
            line = line.entries[0]
        if isinstance(line, Entry):
            self.post_message(self.Picked(line.id))

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width = self.scrollable_content_region.width
        [drawn] = self._at(y, y + 1)
        self._drawn[y] = drawn
        if drawn is None:
            return Strip.blank(width, self.ink("order--text"))
        shown, is_chosen, is_highlighted = drawn
        strip = self.strip(shown.drawn(width), "order", width)
        for over, is_so in (("order--chosen", is_chosen), ("order--cursor", is_highlighted)):
            if is_so:
                ink = self.ink(over, partial=True)
                strip = Strip(Segment.apply_style(strip, post_style=ink), width)
        return strip

    def _looked_at(self) -> set[str]:
        """The stretches that hold the highlighted entry, or a chosen one."""
        held = {self.cursor, *self.chosen}
        return {self._stretch_of[entry] for entry in held if entry in self._stretch_of}

    def _unfold(self) -> None:
        """Open the stretches in which somebody looks, close the others; the cursor stays put."""
        now = self._looked_at() if self._stretch_of else set()
        if now == self._open:
            return
        above = self._line_of.get(self.cursor, 0) - self.scroll_offset.y
        self._open = now
        self._lay()
        at = self._line_of.get(self.cursor, 0) - above
        self.scroll_to(y=max(0, at), animate=False, force=True, immediate=True)

    def _lay(self) -> None:
        """Lay the lines out anew."""
        self._lines, self._rows, self._line_of = [], {}, {}
        for line in self._all:
            is_open = isinstance(line, Fold) and line.entries[0].id in self._open
            opened = line.entries if isinstance(line, Fold) and is_open else (line,)
            for each in opened:
                if isinstance(each, Entry):
                    self._line_of[each.id] = len(self._lines)
                elif isinstance(each, Fold):
                    self._line_of |= {entry.id: len(self._lines) for entry in each.entries}
                self._lines.append(each)
        self.virtual_size = Size(0, len(self._lines))

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
            if (at, at == top) not in self._rows:
                self._rows[at, at == top] = self._row(view, at, is_top=at == top)
            shown = self._rows[at, at == top]
            yield shown, shown.entry in chosen, shown.entry is not None and shown.entry == cursor

    def _row(self, view: View, at: int, *, is_top: bool) -> Row:
        """A line as it is drawn."""
        line, above = self._lines[at], self._lines[at - 1] if at and not is_top else None
        if isinstance(line, Fold):
            return folded(view, line, self._column)
        if isinstance(line, Row):
            return line
        is_rated = self._has_ratings and self.scrollable_content_region.width >= RATED
        before = above if isinstance(above, Entry) else None
        return row(view, line, self._column, above=before, rated=is_rated)

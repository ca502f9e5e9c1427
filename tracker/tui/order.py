"""The order as a list. Drawn line by line, so that a key repaints two lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.segment import Segment
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker.domain.guide import Entry
from tracker.drawing.order import MARGIN, Fold, Order, Row
from tracker.session.view import View
from tracker.tui.looks import Inked, regions

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
        self._order: Order | None = None
        """All of its lines."""
        self._drawn: dict[int, Drawn] = {}
        """What was drawn last, by its place on the screen."""
        self._is_following = False
        """The list scrolls because the highlighted line moves, and not the other way round."""

    def watch_view(self, view: View | None) -> None:
        """Draw the order as it is now."""
        if view is not None:
            self._order = Order(view, self._held)
            self.virtual_size = Size(0, len(self._order.lines))
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
        """Keep the highlighted line in sight."""
        self.show_cursor()

    def _size_updated(self, *sizes: Any, **options: Any) -> bool:  # noqa: ANN401  # as Textual has them
        """Keep it in sight before anything is drawn. A name of Textual's own: without it, after."""
        has_changed = super()._size_updated(*sizes, **options)
        self.show_cursor()
        return has_changed

    def show_cursor(self) -> None:
        """Scroll so far that the highlighted line and its neighbours are in sight."""
        around = self._order.around(self.cursor, self.size.height) if self._order else None
        if around is not None:
            first, many = around
            region = Region(0, first, 1, many)
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
        height, order = self.size.height, self._order
        line = order.line_of.get(self.cursor) if order else None
        top = self.scroll_offset.y
        if order is None or line is None or not height or top <= line < top + height:
            return self.cursor
        margin = min(MARGIN, (height - 1) // 2)
        inside = range(top + margin, top + height - margin)
        seen = [entry for entry, at in order.line_of.items() if at in inside]
        return self.cursor if not seen else seen[0] if line < top else seen[-1]

    def on_click(self, event: Click) -> None:
        """Pick the entry under the mouse."""
        at = event.y + self.scroll_offset.y
        lines = self._order.lines if self._order else []
        line = lines[at] if at < len(lines) else None
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

    @property
    def _held(self) -> set[str]:
        """The entries that are looked at: the highlighted one, and those that are chosen."""
        return {self.cursor, *self.chosen}

    def _unfold(self) -> None:
        """Open the stretches in which somebody looks, close the others; the cursor stays put."""
        order = self._order
        if order is None:
            return
        above = order.line_of.get(self.cursor, 0) - self.scroll_offset.y
        if order.look_at(self._held):
            self.virtual_size = Size(0, len(order.lines))
            at = order.line_of.get(self.cursor, 0) - above
            self.scroll_to(y=max(0, at), animate=False, force=True, immediate=True)

    def _draw(self) -> None:
        """Repaint the lines in sight that are not as they were."""
        width, height = self.size
        now = enumerate(self._at(0, height))
        changed = [y for y, drawn in now if y in self._drawn and self._drawn[y] != drawn]
        if changed:
            self.refresh(*regions(changed, width))

    def _at(self, first: int, end: int) -> Iterator[Drawn]:
        """What there is to be drawn in these lines of the screen."""
        order, cursor, chosen, top = self._order, self.cursor, self.chosen, self.scroll_offset.y
        width = self.scrollable_content_region.width
        for at in range(top + first, top + end):
            shown = order.row(at, width, is_top=at == top) if order else None
            if shown is None:
                yield None
                continue
            yield shown, shown.entry in chosen, shown.entry is not None and shown.entry == cursor

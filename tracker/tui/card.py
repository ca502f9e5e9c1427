"""The card of the highlighted entry, and the line above that says how far."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from tracker.drawing import Line, Run
from tracker.drawing.card import Cards
from tracker.drawing.header import header
from tracker.session.view import View
from tracker.tui.frame import key_of
from tracker.tui.looks import Inked, regions


class Card(Inked):
    """What there is to know about the highlighted entry."""

    COMPONENT_CLASSES = {
        "card--resume",
        "card--name",
        "card--title",
        "card--quiet",
        "card--state",
        "card--remark",
        "card--earlier",
        "card--bar",
        "card--note-title",
        "card--text",
    }

    view: reactive[View | None] = reactive(None, repaint=False)
    cursor: reactive[str] = reactive("", repaint=False)
    resuming: reactive[bool] = reactive(default=True, repaint=False)
    """Whether to recall the last time: until something is marked in this sitting."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Run] = []
        """What is drawn."""
        self._cards: Cards | None = None

    def watch_view(self, view: View | None) -> None:
        """Draw what is so now."""
        self._cards = Cards(view, partial(key_of, self)) if view else None
        self._draw()

    def watch_cursor(self) -> None:
        """Draw another entry."""
        self._draw()

    def watch_resuming(self) -> None:
        """Recall, or no longer."""
        self._draw()

    def on_resize(self) -> None:
        """Fit the lines to the window."""
        self._draw()

    def render_line(self, y: int) -> Strip:
        """One line of the card."""
        text, look = self._lines[y] if y < len(self._lines) else ("", "text")
        style = self.ink(f"card--{look}")
        return Strip([Segment(text, style)]).adjust_cell_length(self.content_size.width, style)

    def _draw(self) -> None:
        """Repaint the lines that are not as they were: a key over a slow line sends only these."""
        before, self._lines = self._lines, self._wrapped()
        width, nothing = self.content_size.width, ("", "text")
        pairs = zip_longest(before, self._lines, fillvalue=nothing)
        changed = [y for y, (old, new) in enumerate(pairs) if old != new]
        if changed:
            self.refresh(*regions(changed, width))

    def _wrapped(self) -> list[Run]:
        """The card in lines, as much of it as there is room for."""
        width, height = self.content_size
        view, cards = self.view, self._cards
        if view is None or cards is None or self.cursor not in view.guide.place or not width:
            return []
        return cards.drawn(
            view.guide.entry(self.cursor),
            width,
            height,
            is_resuming=self.resuming,
            is_wide=self.screen.has_class("-wide"),
        )


class ProgressLine(Inked):
    """How far, in one line."""

    COMPONENT_CLASSES = {"progress--title", "progress--text"}

    view: reactive[View | None] = reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._drawn: Line = ()

    def watch_view(self) -> None:
        """Draw what is so now, if it is another."""
        if self._line() != self._drawn:
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # Textual's signature
        """Title, bar and figures, as far as they fit."""
        self._drawn = self._line()
        return self.strip(self._drawn, "progress", self.content_size.width)

    def _line(self) -> Line:
        width = self.content_size.width
        return header(self.view, width) if self.view and width else ()

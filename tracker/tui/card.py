"""The card of the highlighted entry, and the line above that says how far."""

from __future__ import annotations

from itertools import zip_longest
from typing import NamedTuple

from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip

from tracker.drawing import Line
from tracker.drawing.card import Cards
from tracker.drawing.cells import differing
from tracker.drawing.header import header
from tracker.drawing.outlook import margin
from tracker.session.view import View
from tracker.tui.frame import key_of, light_of
from tracker.tui.looks import Inked


class Lined(Inked):
    """Lines that depend on what is shown and on the room there is, found when they are drawn."""

    COMPONENT_CLASSES = {
        "card--heading",
        "card--name",
        "card--title",
        "card--quiet",
        "card--detail",
        "card--state",
        "card--remark",
        "card--earlier",
        "card--text",
    }

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        """What is drawn."""
        self._room: Size | None = None
        """The room it was found for; None where it is to be found anew."""

    def lines(self, width: int, height: int) -> list[Line]:
        """What there is to be drawn in so much room."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        if self._room != self.content_size:
            self._find()
        line = self._lines[y] if y < len(self._lines) else ()
        return self.strip(line, "card", self.content_size.width)

    def _find(self) -> None:
        self._room = self.content_size
        self._lines = self.lines(*self._room) if self._room else []

    def _draw(self) -> None:
        """Repaint what is not as it was: over a slow line only that is sent."""
        before = self._lines
        if self._room is None:
            return
        self._find()
        pairs = zip_longest(before, self._lines, fillvalue=())
        changed = [
            Region(left, y, right - left, 1)
            for y, (old, new) in enumerate(pairs)
            for left, right in [differing(old, new)]
            if left < right
        ]
        if changed:
            self.refresh(*changed)


class Sight(NamedTuple):
    """What a card shows: a view, and the id of an entry."""

    view: View
    entry: str


class Card(Lined):
    """What there is to know about the highlighted entry."""

    sight: reactive[Sight | None] = reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._cards: Cards | None = None

    def watch_sight(self, before: Sight | None, now: Sight | None) -> None:
        """Draw what is so now."""
        if before is None or now is None or before.view is not now.view:
            self._cards = None
        self._draw()

    def notify_style_update(self) -> None:
        """Another theme may have other light."""
        self._cards = None
        super().notify_style_update()

    def lines(self, width: int, height: int) -> list[Line]:
        """The card, and below it the course."""
        if self.sight is None or self.sight.entry not in self.sight.view.guide.place:
            return []
        view, entry = self.sight
        if self._cards is None:
            self._cards = Cards(view, key_of(self, "read"), light_of(self))
        is_alone = self.screen.has_class("-huge")
        return self._cards.drawn(view.guide.entry(entry), width, height, alone=is_alone)


class Margin(Lined):
    """What the widest windows have room for beside the card."""

    view: reactive[View | None] = reactive(None, repaint=False)

    def watch_view(self) -> None:
        """Draw what is so now."""
        self._draw()

    def lines(self, width: int, height: int) -> list[Line]:
        """Course, last evenings and outlook."""
        return margin(self.view, width, height, light_of(self)) if self.view else []


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

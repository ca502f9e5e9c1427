"""The history over the whole window, with a day to go about in it."""

from __future__ import annotations

from datetime import date, timedelta

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget

from tracker.domain import charts, words
from tracker.domain.history import History
from tracker.drawing import Line
from tracker.drawing.history import MARGIN, Span, figures, has_walk, walk, weeks, year
from tracker.tui.frame import key_of
from tracker.tui.keys import HISTORY_KEYS
from tracker.tui.looks import look

ROOMY = MARGIN + 2 * 54
"""From so many cells on, a day is two cells wide, which makes it square."""
ROWS = 30
"""From so many lines on, there is room for empty ones."""
BARS, WALK = 3, 20
"""Lines of the bars of weeks, and of the walk at most."""


class HistoryView(Widget):
    """All of the history in one picture, as much of it as there is room for."""

    COMPONENT_CLASSES = {
        "history--title",
        "history--name",
        "history--text",
        "history--quiet",
        "history--shade",
        "history--cursor",
        "history--bar",
        "history--walk",
        "history--earlier",
    }

    day: reactive[date] = reactive(date.min)
    """The day under the cursor."""

    def __init__(self, lived: History, today: date) -> None:
        super().__init__()
        self.lived, self._today = lived, today
        self._first = date(min([day.year for day in lived.evenings] or [today.year]), 1, 1)
        self._head = 0
        """The line of the screen on which Monday is, for the mouse."""
        self.set_reactive(
            HistoryView.day, max((day for day in lived.evenings if day <= today), default=today)
        )

    def move(self, days: int) -> None:
        """Go to another day, between the first year of the history and today."""
        first, last = self._first.toordinal(), self._today.toordinal()
        self.day = date.fromordinal(max(first, min(last, self.day.toordinal() + days)))

    def on_click(self, event: Click) -> None:
        """Go to the day under the mouse."""
        span = self._span
        row, column = event.y - self._head, (event.x - 1 - MARGIN) // span.cell
        mondays = charts.weeks(span.year)[span.first :]
        if 0 <= row < 7 and 0 <= column < len(mondays):
            self.move((mondays[column] + timedelta(days=row) - self.day).days)

    @property
    def _span(self) -> Span:
        """The weeks that are shown: around the day under the cursor, if not all."""
        width = self.content_size.width
        cell = 2 if width >= ROOMY else 1
        room = max(1, (width - MARGIN) // cell)
        many = len(charts.weeks(self.day.year))
        at = (self.day - charts.first_monday(self.day.year)).days // 7
        first = max(0, min(many - room, at - room // 2))
        return Span(self.day.year, self._today, first, room, cell)

    def render(self) -> Content:
        """Title, figures, year, weeks and walk, from the top; what has no room is left out."""
        width, height = self.content_size
        lived, span, is_tight = self.lived, self._span, height < ROWS
        evening: Line = ((words.evening(lived, self.day), "text"),)
        body = [*year(lived, span, self.day), evening]
        lines: list[Line] = [(("History", "title"), (f"  {span.year}", "quiet"))]
        lines += [*figures(lived, self._today, width)][: max(0, height - 1 - len(body))]
        lines += [] if is_tight else [()]
        self._head = len(lines) + 1
        lines += body
        if height >= len(lines) + BARS:
            lines += weeks(lived, span, BARS)
        lines += [] if is_tight else [()]
        room = height - len(lines)
        if room >= 3 and has_walk(lived):
            lines += walk(lived, width, min(room, WALK))
        return Content("\n").join(self._inked(line) for line in lines[:height])

    def _inked(self, line: Line) -> Content:
        return Content.assemble(*((text, look(self, f"history--{name}")) for text, name in line))


class HistoryScreen(ModalScreen[None]):
    """The history over the whole window."""

    BINDINGS = list(HISTORY_KEYS)

    def __init__(self, lived: History, today: date) -> None:
        super().__init__()
        self._view = HistoryView(lived, today)

    def compose(self) -> ComposeResult:
        """The picture, and under it the keys."""
        yield self._view
        yield HistoryKeys()

    def action_close(self) -> None:
        """Go back to the walk."""
        self.dismiss(None)

    def action_move(self, days: int) -> None:
        """Go to another day."""
        self._view.move(days)


class HistoryKeys(Widget):
    """What the keys of the history do."""

    def render(self) -> Content:
        """The keys alone."""
        pairs = [
            f"{key_of(self, f'history_{what}_back')} {key_of(self, f'history_{what}_on')} {what}"
            for what in ("day", "week", "year")
        ]
        return Content(" · ".join((*pairs, f"{key_of(self, 'history_close')} close")))

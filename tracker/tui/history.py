"""The history: a year of evenings, entries a week, the walk of this pass, and the figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget

from tracker.domain import charts, words
from tracker.domain.history import History
from tracker.tui.frame import key_of
from tracker.tui.keys import HISTORY_KEYS
from tracker.tui.looks import look

MARGIN = 5
"""Cells before the first week."""
ROOMY = MARGIN + 2 * 54
"""From so many cells on, a day is two cells wide, which makes it square."""
CURSOR = "◆"
"""Marks the day that is told in words."""
ROWS = 30
"""From so many lines on, there is room for empty ones."""


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
        # The line of the screen on which Monday is, for the mouse.
        self.set_reactive(
            HistoryView.day, max((day for day in lived.evenings if day <= today), default=today)
        )

    def move(self, days: int) -> None:
        """Go to another day, between the first year of the history and today."""
        first, last = self._first.toordinal(), self._today.toordinal()
        self.day = date.fromordinal(max(first, min(last, self.day.toordinal() + days)))

    def on_click(self, event: Click) -> None:
        """Go to the day under the mouse."""
        row, column = event.y - self._head, (event.x - 1 - MARGIN) // self._cell
        weeks = charts.weeks(self.day.year)[self._from :]
        if 0 <= row < 7 and 0 <= column < len(weeks):
            self.move((weeks[column] + timedelta(days=row) - self.day).days)

    @property
    def _cell(self) -> int:
        return 2 if self.content_size.width >= ROOMY else 1

    @property
    def _from(self) -> int:
        """The first week that is shown, where there is no room for all."""
        room = max(1, (self.content_size.width - MARGIN) // self._cell)
        many = len(charts.weeks(self.day.year))
        at = (self.day - charts.first_monday(self.day.year)).days // 7
        return max(0, min(many - room, at - room // 2))

    def render(self) -> Content:
        """Title, figures, year, weeks and walk, from the top; what has no room is left out."""
        width, height = self.content_size
        tight = height < ROWS
        lines = [self._line(("History", "title"), (f"  {self.day.year}", "quiet"))]
        figures, year, bars = [*self._figures(width)], [*self._year()], [*self._weeks(3)]
        lines += figures[: max(0, height - len(lines) - len(year))]
        if not tight:
            lines.append(Content())
        self._head = len(lines) + 1
        lines += year
        if height >= len(lines) + len(bars):
            lines += bars
        if not tight:
            lines.append(Content())
        room = height - len(lines)
        if room >= 3 and any(one.walk for one in self.lived.diaries):
            lines += self._walk(width, min(room, 20))
        return Content("\n").join(lines[:height])

    def _line(self, *parts: tuple[str, str]) -> Content:
        return Content.assemble(*((text, look(self, f"history--{name}")) for text, name in parts))

    def _figures(self, width: int) -> Iterator[Content]:
        figures = words.history(self.lived, self._today)
        names = max(len(name) for name, _ in figures)
        for name, text in figures:
            yield self._line(
                (f"{name:{names}}  ", "name"),
                (words.shortened(text, max(1, width - names - 2)), "text"),
            )

    def _year(self) -> Iterator[Content]:
        """The months, a row for each weekday, and the evening under the cursor in words."""
        cell, start, year = self._cell, self._from, self.day.year
        room = max(1, (self.content_size.width - MARGIN) // cell)
        months = charts.months(year, cell)[start * cell : (start + room) * cell]
        yield self._line((f"{'':{MARGIN}}{months}", "quiet"))
        for weekday, row in zip(
            words.WEEKDAYS, charts.heat(self.lived.evenings, year), strict=True
        ):
            parts = [(f"{weekday[:3]:{MARGIN}}", "quiet")]
            for known in row[start : start + room]:
                if known is None:
                    parts.append((" " * cell, "quiet"))
                    continue
                day, shade = known
                if day > self._today:
                    parts.append((" " * cell, "quiet"))
                    continue
                char = charts.SHADES[shade]
                if day == self.day:
                    parts.append((CURSOR.ljust(cell, char), "cursor"))
                elif shade:
                    parts.append((char * cell, "shade"))
                else:
                    parts.append((char.ljust(cell), "quiet"))
            yield self._line(*parts)
        yield self._line((words.evening(self.lived, self.day), "text"))

    def _weeks(self, height: int) -> Iterator[Content]:
        """The entries of each week, under the column of the week."""
        cell, start = self._cell, self._from
        room = max(1, (self.content_size.width - MARGIN) // cell)
        counts = [self.lived.week(monday) for monday in charts.weeks(self.day.year)]
        rows = [
            "".join(char.ljust(cell) for char in row[start : start + room])
            for row in charts.bars(counts, height)
        ]
        for scale, row in charts.axed(rows, f"{max(counts)}/wk", "0", "", ""):
            yield self._line((f"{scale:>{MARGIN}}", "quiet"), (row, "bar"))

    def _walk(self, width: int, height: int) -> Iterator[Content]:
        """How far each pass was on each of its days: this one, and dotted those before."""
        walks = {str(one.number): one.walk for one in self.lived.diaries}
        right, top = charts.reach(walks.values())
        width = max(1, width - MARGIN)
        rows = charts.plot(walks, width, height - 1, right, top)
        for at, row in enumerate(rows):
            scale = str(top) if at == 0 else "0" if at == len(rows) - 1 else ""
            parts = [(f"{scale:>{MARGIN - 1}} ", "quiet")]
            parts += [
                (cell.char, "walk" if cell.line == len(walks) - 1 else "earlier") for cell in row
            ]
            yield self._line(*parts)
        legend = f"pass {self.lived.diaries[-1].number} by day"
        legend += ", dotted the earlier ones" if len(walks) > 1 else ""
        first, last = "day 1", f"day {right + 1}"
        between = max(0, width - len(first) - len(last))
        yield self._line(
            (f"{'':{MARGIN}}{first}", "quiet"), (f"{legend:^{between}}", "walk"), (last, "quiet")
        )


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

"""The history over the whole window: the calendar, the passes, and what was given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from textual.app import ComposeResult
from textual.events import Click
from textual.screen import ModalScreen
from textual.strip import Strip

from tracker.domain import charts
from tracker.domain.history import History
from tracker.domain.plain import plain
from tracker.drawing import history, passes
from tracker.drawing import plain as without_looks
from tracker.drawing.page import (
    CALENDAR,
    GAVE,
    HEAD,
    MARGIN,
    PASSES,
    Chosen,
    Lived,
    Page,
    tabs,
)
from tracker.drawing.rim import Light
from tracker.session.view import View
from tracker.tui.frame import key_of, light_of
from tracker.tui.keys import HISTORY_KEYS
from tracker.tui.lines import SayLine
from tracker.tui.looks import Inked, regions
from tracker.tui.pages import PageKeys
from tracker.tui.roaming import Roaming


class HistoryView(Inked):
    """One of the views of the history, in all of the window but for the lines at the foot."""

    COMPONENT_CLASSES = {
        "history--head",
        "history--present",
        "history--text",
        "history--quiet",
        "history--chosen",
        "history--accent",
        *(f"history--day{tint}" for tint in range(1, charts.TINTS + 1)),
    }

    def __init__(self, view: View, lived: History) -> None:
        super().__init__()
        self._view, self._history = view, lived
        self.roaming = Roaming(view, lived)
        """Where one can go."""
        self.chosen = self.roaming.begin
        """What is shown."""
        self._page = Page([])

    def show(self, chosen: Chosen) -> None:
        """Show something else: repaint the lines that are others now."""
        before = self._page.lines
        self.chosen = chosen._replace(rate=key_of(self, "rate"))
        self._page = self._laid(light_of(self))
        now = self._page.lines
        if len(before) == len(now):
            changed = [y for y, line in enumerate(now) if line != before[y]]
            self.refresh(*regions(changed, self.size.width))
        else:
            self.refresh()

    @property
    def can_choose(self) -> bool:
        """Whether there is anything in the view to choose."""
        is_rated = bool(self._history.given.latest)
        return is_rated if self.chosen.page == GAVE else bool(self._history.entries)

    def characters(self) -> str:
        """What is shown, in characters alone."""
        light: Light = "signs" if light_of(self) == "signs" else "band"
        text = "\n".join(map(without_looks, self._laid(light).lines)).strip("\n")
        return plain(text) if light == "signs" else text

    def on_resize(self) -> None:
        """Draw it at its new size."""
        self.show(self.chosen)

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        lines = self._page.lines
        return self.strip(lines[y] if y < len(lines) else (), "history", self.size.width)

    def on_click(self, event: Click) -> None:
        """Go to what is under the mouse: a view, a day, or an entry."""
        page, x, y, roaming = self._page, event.x, event.y, self.roaming
        if y == 0:
            for name, begins in tabs():
                if begins <= x < begins + len(name):
                    self.show(roaming.turned(self.chosen, name))
        elif y in page.weeks:
            number, begins_on = page.weeks[y]
            weekday = passes.day_at(x, page.pitch)
            if weekday is not None:
                day = begins_on + timedelta(days=weekday)
                self.show(roaming.to_day_of_pass(self.chosen._replace(at=number), day, 0))
        elif y >= HEAD and x in page.entries:
            self.show(roaming.to_entry(self.chosen, page.entries[x]))
        for top, span in page.calendars:
            week = (x - MARGIN) // charts.WEEK
            inside = 0 <= y - top < passes.WEEK and 0 <= week < len(span.mondays)
            if inside and (clicked := span.day(week, y - top)):
                self.show(roaming.to_day(self.chosen, clicked.toordinal(), self.size))

    def _laid(self, light: Light) -> Page:
        lived = Lived(self._view, self._history, light)
        return history.page(lived, self.chosen, *self.size)


class HistoryScreen(ModalScreen[str | None]):
    """The history over the whole window. It ends with the id of an entry to go to, or with none."""

    BINDINGS = list(HISTORY_KEYS)

    def __init__(self, view: View, lived: History) -> None:
        super().__init__()
        self._guide = view.guide
        self._view, self._said = HistoryView(view, lived), SayLine()
        self._keys = PageKeys(self.keys)

    def compose(self) -> ComposeResult:
        """The view, and under it what was said and the keys."""
        yield self._view
        yield self._said
        yield self._keys

    def action_close(self) -> None:
        """Go back to the walk."""
        self.dismiss(None)

    def action_move(self, right: int, down: int) -> None:
        """Go to another day, or to another entry."""
        self._go(self._view.roaming.moved(self._view.chosen, right, down, self._view.size))

    def action_far(self, by: int) -> None:
        """Go to another year, or to another pass."""
        self._go(self._view.roaming.far(self._view.chosen, by))

    def action_end(self, is_last: bool) -> None:  # noqa: FBT001  # as a key has it
        """Go to the first of all, or to the last."""
        here = self._view.chosen
        self._go(self._view.roaming.to_end(here, self._view.size, last=is_last))

    def action_turn(self, by: int) -> None:
        """Go to the next view, or to the one before."""
        self._go(self._view.roaming.next_view(self._view.chosen, by))

    def action_read(self) -> None:
        """Go to the first entry of the evening on the walk, where its card is."""
        here = self._view.roaming.here(self._view.chosen) if self._view.can_choose else None
        if here is None:
            self._said.say("Nothing was watched on that day")
        elif here not in self._guide.place:
            self._said.say("This pass has not come that far yet")
        else:
            self.dismiss(here)

    def action_copy(self) -> None:
        """Copy what is shown."""
        self.app.copy_to_clipboard(self._view.characters())
        self._said.say("Copied")

    def keys(self) -> Iterator[tuple[str, str]]:
        """The keys that are good now, in the order of their use."""
        page, can_choose = self._view.chosen.page, self._view.can_choose
        if can_choose and page == GAVE:
            yield "history_week_back history_week_on", "entry"
        elif can_choose:
            yield "history_week_back history_day_on history_day_back history_week_on", "day"
            yield "history_year_back history_year_on", "year" if page == CALENDAR else "pass"
        # In the least window the whole name of the last would leave no room for other passes.
        following = {CALENDAR: "passes", PASSES: "ratings", GAVE: "calendar"}
        yield "history_view_on", following[page]
        if can_choose:
            yield "history_evening", "its card" if page == GAVE else "its evening"
            yield "history_copy", "copy"
        yield "history_help", "help"
        yield "history_close", "close"

    def _go(self, to: Chosen) -> None:
        self._said.say("")
        self._view.show(to)
        self._keys.refresh()

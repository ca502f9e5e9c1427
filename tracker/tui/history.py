"""The history over the whole window: the calendar, the passes, and what was given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from tracker.domain import charts
from tracker.domain.history import History
from tracker.domain.plain import plain
from tracker.drawing import history, passes
from tracker.drawing import plain as without_looks
from tracker.drawing.page import CALENDAR, GAVE, HEAD, MARGIN, VIEWS, Chosen, Lived, Page, tabs
from tracker.drawing.rim import Light
from tracker.session.view import View
from tracker.tui.frame import Frame, key_of
from tracker.tui.keys import HISTORY_KEYS
from tracker.tui.lines import SayLine
from tracker.tui.looks import Inked, look, regions
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
        self._page = self._laid(self._light)
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
        light: Light = "signs" if self._light == "signs" else "band"
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

    @property
    def _light(self) -> Light:
        app = self.app
        assert isinstance(app, Frame)  # noqa: S101  # tells the type check what is so
        return app.light

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
        self._keys = HistoryKeys(self._view)

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

    def _go(self, to: Chosen) -> None:
        self._said.say("")
        self._view.show(to)
        self._keys.refresh()


class Hint(NamedTuple):
    """A key in the line at the foot."""

    written: str
    does: str
    action: str
    """What a click on it does; nothing where it stands for several keys."""
    stays: bool = False
    """It has room before others have."""


class HistoryKeys(Widget):
    """What the keys of the history do, as many as there is room for."""

    COMPONENT_CLASSES = {"keys--key", "keys--what"}

    def __init__(self, view: HistoryView) -> None:
        super().__init__()
        self._view = view

    def render(self) -> Content:
        """The keys alone."""
        key, what = look(self, "keys--key"), look(self, "keys--what")
        return Content("  ").join(
            Content.assemble((hint.written, key), (f" {hint.does}", what))
            for hint in self._fitting()
        )

    async def on_click(self, event: Click) -> None:
        """Do what the key would."""
        at = 0
        for hint in self._fitting():
            at += _width(hint)
            if event.x < at:
                if hint.action:
                    await self.screen.run_action(hint.action)
                return

    def _fitting(self) -> list[Hint]:
        room, hints = self.size.width + 2, [*self._hints()]
        room -= sum(_width(hint) for hint in hints if hint.stays)
        fit = []
        for hint in hints:
            room -= 0 if hint.stays else _width(hint)
            if hint.stays or room >= 0:
                fit.append(hint)
        return fit

    def _hints(self) -> Iterator[Hint]:
        """The keys that are good now, in the order of their use."""

        def keys(*names: str) -> str:
            return " ".join(key_of(self, f"history_{name}") for name in names)

        page, can_choose = self._view.chosen.page, self._view.can_choose
        if can_choose and page == GAVE:
            yield Hint(keys("week_back", "week_on"), "entry", "")
        elif can_choose:
            yield Hint(keys("week_back", "day_on", "day_back", "week_on"), "day", "")
            far = "year" if page == CALENDAR else "pass"
            yield Hint(keys("year_back", "year_on"), far, "")
        following = VIEWS[(VIEWS.index(page) + 1) % len(VIEWS)]
        yield Hint(keys("view_on"), following[:1].lower() + following[1:], "turn(1)", stays=True)
        if can_choose:
            yield Hint(keys("evening"), "its card" if page == GAVE else "its evening", "read")
            yield Hint(keys("copy"), "copy", "copy")
        yield Hint(keys("help"), "help", "app.open('help')", stays=True)
        yield Hint(keys("close"), "close", "close", stays=True)


def _width(hint: Hint) -> int:
    return len(hint.written) + len(hint.does) + 3

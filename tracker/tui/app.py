"""The interface: the widgets of the walk, and keys to verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from textual.app import ComposeResult, SystemCommand
from textual.command import Provider
from textual.containers import Container
from textual.events import Event, Key, Paste
from textual.screen import Screen

from tracker.domain import asked, words
from tracker.domain.progress import State
from tracker.domain.union import Json
from tracker.drawing.card import recall
from tracker.tui.card import Card, Margin, ProgressLine
from tracker.tui.frame import key_names, key_of
from tracker.tui.keys import KEYS, of_place
from tracker.tui.lines import KeyLine, TooSmall
from tracker.tui.order import OrderList
from tracker.tui.walk import Walk

QUIET = 0.2
"""Seconds after the start in which nothing is done that can wait."""
POLL = 2.0
"""Seconds between two looks at the file."""
GOES_THERE = ("last", "read")
"""The commands whose keys go to the entry of the number that was typed before."""
MOST_DIGITS = 4
LET_GO = 0.3
"""Seconds without a key after which it is no longer held."""
PATIENCE = 2.0
"""Seconds that a save may take before the program lets itself be put to sleep."""
UNSEEN = 0.3
"""Seconds in which nobody can have seen a page that came up by itself, and answered it."""


def _palette() -> type[Provider]:
    from tracker.tui.commands import Commands  # noqa: PLC0415  # for the palette alone

    return Commands


class Held(NamedTuple):
    """The key that was pressed last, or is still down."""

    key: str
    time: float
    """When it was heard of last, on the clock of events."""
    screen: Screen[object]
    """Where it was pressed."""


class LayznerApp(Walk):
    """The walk: the order on the left, the card of the highlighted entry on the right."""

    CSS_PATH = Path(__file__).with_name("tracker.tcss")
    BINDINGS = list(KEYS)
    COMMANDS = {_palette}

    keep_inks: Callable[[Json], None] | None = None
    """Keeps the inks for the first frame of the next session, where it does not know them."""
    held: Held | None = None
    """The key that was pressed last: one that is still down does nothing on another screen."""
    _back = 0.0
    """When the program came back from its sleep."""

    def compose(self) -> ComposeResult:
        """How far, the order and the card, what was done, the keys."""
        bound, self._order = LayznerApp, OrderList()
        yield ProgressLine().data_bind(bound.view)
        with Container(id="walk"):
            yield self._order.data_bind(bound.view, bound.cursor, bound.chosen)
            yield Card().data_bind(bound.sight)
            yield Margin().data_bind(bound.view)
        yield self._said
        yield self.prompt
        yield KeyLine(of_place(KEYS, self.keys))
        yield TooSmall().data_bind(bound.view)

    def on_mount(self) -> None:
        """Greet, or tell what is due."""
        self.writer.start()
        self.app_resume_signal.subscribe(self, self._came_back)
        self.set_interval(POLL, self._look_elsewhere)
        if self.keep_inks is not None:
            self.set_timer(QUIET, self._keep_inks)
        self._recall()
        self.notice()
        if self.session.unsettled:
            self.call_after_refresh(self.writer.kick)
        self.greet()
        if self.session.store.copies.has_playing:
            self.action_open("left")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002  # Textual's signature
        """Every command of the palette."""
        from tracker.tui.commands import commands  # noqa: PLC0415  # for the palette alone

        for offer in commands(self):
            yield SystemCommand(*offer[:4])

    def _keep_inks(self) -> None:
        """Keep the inks, where there are any to be kept."""
        from tracker.tui.inks import found  # noqa: PLC0415  # once after each change of them

        if self.keep_inks is not None and (inks := found(self)) is not None:
            self.keep_inks(inks)

    def _look_elsewhere(self) -> None:
        """Take in what another window or machine has saved."""
        if self.session.changed_elsewhere:
            self.writer.kick()

    # What the viewer does

    def action_watched(self) -> None:
        """Mark the highlighted entry, or the chosen ones, as watched and go on to the next."""
        entries = self.entries
        self.did(self.session.watched(entries), self.following(entries[-1]))

    def action_skip(self) -> None:
        """Skip the highlighted entry, or the chosen ones, and go on, or no longer skip it."""
        entry = self.entry
        if self.chosen:
            entries = self.entries
            self.did(self.session.skip(entries), self.following(entries[-1]))
        elif self.session.view.progress.state(entry) is State.SKIPPED:
            self.did(self.session.unskip(entry), entry.id)
        else:
            done = self.session.skip([entry])
            self.did(done, self.following(entry) if done.changed else entry.id)

    def action_clear(self) -> None:
        """Take back every mark of the highlighted entry, or of the chosen ones."""
        self.did(self.session.clear(self.entries), self.cursor)

    def action_range(self) -> None:
        """Begin to choose entries, up to the highlighted one; or choose none."""
        if self.begin_range():
            names = ("watched", "skip", "clear", "rate", "range")
            space, skip, clear, rate, again = (key_of(self, name) for name in names)
            good = f"{space}, {skip}, {clear} or {rate}"
            self.say(
                f"Go to the other end; then {good} applies to all of them. {again} again ends it"
            )

    def action_copy(self) -> None:
        """Copy the highlighted entry's line, or those of the chosen ones."""
        self.copy_to_clipboard("\n".join(map(words.line, self.entries)))
        self.say(f"Copied {words.count(len(self.entries), 'line')}")

    def action_undo(self) -> None:
        """Take back the last step, and go to where it was."""
        done = self.session.undo()
        self.did(done, done.entry or self.cursor)

    def action_redo(self) -> None:
        """Do again what was undone last."""
        done = self.session.redo()
        self.did(done, done.entry or self.cursor)

    def action_open(self, what: str) -> None:
        """Open something over the walk, or ask something below it."""
        from tracker.tui.openings import OPEN  # noqa: PLC0415  # a tenth of the start, and it can wait

        OPEN[what](self)

    def action_move(self, lines: int) -> None:
        """Go down or up by entries."""
        entries = self.session.view.guide.entries
        at = self.session.view.guide.place[self.cursor] + lines
        self.cursor = entries[max(0, min(len(entries) - 1, at))].id

    def action_page(self, pages: int) -> None:
        """Go down or up by pages."""
        self.action_move(pages * max(1, self._order.size.height - 2))

    def action_first(self) -> None:
        """Go to the first entry."""
        self.cursor = self.session.view.guide.entries[0].id

    def action_last(self) -> None:
        """Go to the last entry."""
        self.cursor = self.session.view.guide.entries[-1].id

    def action_next_up(self) -> None:
        """Go to what is next up, and recall the last time."""
        self.cursor = self.session.view.progress.next_up or self.cursor
        self._recall()

    def _recall(self) -> None:
        self.say(recall(self.session.view, self.size.width - 2))

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell, once all is saved, until it brings this back.

        What was typed behind the key, and before there was anything to see again, is dropped.
        """
        self.writer.rested(PATIENCE)
        super().action_suspend_process()
        self._back = Event().time

    def _came_back(self, _: object) -> None:
        """Draw everything again."""
        self.refresh(layout=True)

    # What the widgets and the terminal say

    async def on_event(self, event: Event) -> None:
        """Leave out keys that cannot be meant for what is on the screen now."""
        if isinstance(event, Key):
            if event.time < self._back:
                return
            if not event.is_forwarded:
                if self._is_held(event):
                    return
                event = self._apart(event)
        await super().on_event(event)

    def _is_held(self, event: Key) -> bool:
        """Whether a key is still down that closed a page, or that brought one up by itself.

        It is down until it has not been heard of for a moment.
        """
        last, page = self.held, self.screen
        is_new = last is not None and page is not last.screen
        is_unasked = len(self.screen_stack) == 1 or (self._brought and page is self._brought[0])
        is_down = last and event.key == last.key and event.time - last.time < LET_GO
        if last and is_new and is_unasked and is_down:
            self.held = last._replace(time=event.time)
            return True
        self.held = Held(event.key, event.time, page)
        return False

    def _apart(self, event: Key) -> Key:
        """An escape and a letter that came in one read look like alt and that letter.

        Where that is no command it is the escape alone: the letter was meant for what lies below.
        """
        modifier, _, letter = event.key.partition("+")
        if modifier != "alt" or not letter or event.key in self._bound:
            return event
        escape = Key("escape", "\x1b")
        escape.time = event.time
        return escape

    def on_app_focus(self) -> None:
        """Look for what was done in the window that the viewer comes from."""
        self._look_elsewhere()

    def on_order_list_picked(self, message: OrderList.Picked) -> None:
        """Go where the viewer clicked."""
        self.cursor = message.entry

    def on_order_list_out_of_sight(self) -> None:
        """Go along: what a key does is done to what is to be seen."""
        self.cursor = self._order.in_sight()

    def on_key(self, event: Key) -> None:
        """While a question is open, or something is written, every key is part of that.

        What is typed right behind the key that opened it is still sent to the walk.
        """
        self._pressed = event.time
        if self._is_unseen(event.time) and event.key in key_names(self, "quit"):
            # The page comes again next time.
            event.prevent_default().stop()
            self.exit()
        elif self.prompt.question and len(self.screen_stack) == 1:
            if event.time - self.prompt.question.since > UNSEEN:
                is_taken = self.prompt.take(event.key, event.character)
            else:
                is_taken = True
            if is_taken:
                event.prevent_default().stop()
        elif self.writing:
            self.writing.take(event)
        elif len(self.screen_stack) == 1 and self._takes_number(event):
            event.prevent_default().stop()
        elif event.key == "escape" and self.chosen:
            self.action_range()

    def _takes_number(self, event: Key) -> bool:
        """Whether a key is part of a number that goes to an entry; any other key drops it."""
        digit = event.character or ""
        if digit.isascii() and digit.isdecimal() and event.key not in self._bound:
            self._number = (self._number + digit)[-MOST_DIGITS:]
            there = " or ".join(key_of(self, name) for name in GOES_THERE)
            self.say(f"{self._number}: {there} goes there")
            return True
        number, self._number = self._number, ""
        if number:
            self.say("")
        is_end = any(event.key in key_names(self, name) for name in GOES_THERE)
        if not (number and is_end):
            return False
        try:
            self.go(asked.entry(self.session.view.guide, number).id)
        except asked.NotUnderstood as error:
            self.say(words.upper(str(error)))
        return True

    @cached_property
    def _bound(self) -> frozenset[str]:
        """Every key that does something on the walk."""
        return frozenset(
            key for binding in of_place(KEYS, self.keys) for key in binding.key.split(",")
        )

    def on_paste(self, event: Paste) -> None:
        """What is pasted is typed; outside a question it is nothing."""
        self.prompt.type(self.prompt.text + words.clean(event.text))

    def _is_unseen(self, now: float) -> bool:
        """Whether a page has just come up by itself, and keys are still meant for the walk."""
        page, since = self._brought or (None, 0.0)
        return self.screen is page and now - since < UNSEEN

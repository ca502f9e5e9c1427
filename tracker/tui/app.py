"""The interface: the widgets of the walk, and keys to verbs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual.app import ComposeResult, SystemCommand
from textual.command import Provider
from textual.containers import Container
from textual.events import Key, Paste
from textual.screen import Screen

from tracker.domain import words
from tracker.domain.progress import State
from tracker.tui.card import Card, ProgressLine
from tracker.tui.frame import key_names, key_of
from tracker.tui.keys import KEYS, of_place
from tracker.tui.lines import KeyLine, TooSmall
from tracker.tui.order import OrderList
from tracker.tui.walk import Walk

POLL = 2.0
"""Seconds between two looks at the file."""
UNSEEN = 0.3
"""Seconds in which nobody can have seen a page that came up by itself, and answered it."""


def _palette() -> type[Provider]:
    from tracker.tui.commands import Commands  # noqa: PLC0415  # for the palette alone

    return Commands


class LayznerApp(Walk):
    """The walk: the order on the left, the card of the highlighted entry on the right."""

    CSS_PATH = Path(__file__).with_name("tracker.tcss")
    BINDINGS = list(KEYS)
    COMMANDS = {_palette}

    def compose(self) -> ComposeResult:
        """How far, the order and the card, what was done, the keys."""
        bound, self._order = LayznerApp, OrderList()
        yield ProgressLine().data_bind(bound.view)
        with Container(id="walk"):
            yield self._order.data_bind(bound.view, bound.cursor, bound.chosen)
            yield Card().data_bind(bound.view, bound.cursor, bound.resuming)
        yield self._said
        yield self.prompt
        yield KeyLine(of_place(KEYS, self.keys))
        yield TooSmall().data_bind(bound.view)

    def on_mount(self) -> None:
        """Greet, or tell what is due."""
        self.writer.start()
        self.set_interval(POLL, self._look_elsewhere)
        self.notice()
        if self.session.unsettled:
            self.call_after_refresh(self.writer.kick)
        self.greet()
        if self.session.store.copies.has_playing:
            self.action_open("left")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002  # Textual's signature
        """Every command of the palette."""
        from tracker.tui.commands import commands  # noqa: PLC0415  # for the palette alone

        return commands(self)

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
            names = ("watched", "skip", "clear", "range")
            space, skip, clear, again = (key_of(self, name) for name in names)
            good = f"{space}, {skip} or {clear}"
            self.say(f"Go to the other end; then {good} is for all. {again} again for none")

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

    def action_rate(self, rating: int) -> None:
        """Give the highlighted entry a rating, or take it away."""
        self.did(self.session.rate(self.entry, rating), self.cursor)

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
        """Go to what is next up."""
        self.cursor = self.session.view.progress.next_up or self.cursor

    # What the widgets and the terminal say

    def on_order_list_picked(self, message: OrderList.Picked) -> None:
        """Go where the viewer clicked."""
        self.cursor = message.entry

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
            event.prevent_default().stop()
            if event.time - self.prompt.question.since > UNSEEN:
                self.prompt.take(event.key, event.character)
        elif self.writing:
            self.writing.take(event)
        elif event.key == "escape" and self.chosen:
            self.action_range()

    def on_paste(self, event: Paste) -> None:
        """What is pasted is typed; outside a question it is nothing."""
        self.prompt.type(self.prompt.text + words.clean(event.text))

    def _is_unseen(self, now: float) -> bool:
        """Whether a page has just come up by itself, and keys are still meant for the walk."""
        page, since = self._brought or (None, 0.0)
        return self.screen is page and now - since < UNSEEN

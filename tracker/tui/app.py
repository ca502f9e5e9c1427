"""The interface: keys to verbs, and what the session says to the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult, SystemCommand
from textual.command import Provider
from textual.containers import Container
from textual.events import Key, Paste
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from tracker.domain import words
from tracker.domain.asked import LONGEST_REMARK
from tracker.domain.guide import Entry, Note
from tracker.domain.progress import State
from tracker.session import Done, Session, View
from tracker.storage.settings import Settings
from tracker.tui.card import Card, ProgressLine
from tracker.tui.frame import DEFAULT, Frame, key_names, key_of
from tracker.tui.keys import KEYS, of_place
from tracker.tui.lines import KeyLine, Prompt, SayLine, TooSmall
from tracker.tui.order import OrderList
from tracker.tui.writer import Writer

if TYPE_CHECKING:
    from tracker.tui.remark import RemarkSheet

POLL = 2.0
"""Seconds between two looks at the file."""
UNSEEN = 0.3
"""Seconds in which nobody can have seen a page that came up by itself, and answered it."""
GRACE = 0.008
"""Seconds that a frame waits for a save. What is durable by then is never drawn as unsaved."""


def _palette() -> type[Provider]:
    from tracker.tui.commands import Commands  # noqa: PLC0415  # for the palette alone

    return Commands


class LayznerApp(Frame):
    """The walk: the order on the left, the card of the highlighted entry on the right."""

    CSS_PATH = Path(__file__).with_name("tracker.tcss")
    BINDINGS = list(KEYS)
    COMMANDS = {_palette}

    # The widgets bound to these repaint; the app itself has nothing to draw.
    view: reactive[View | None] = reactive(None, repaint=False)
    cursor: reactive[str] = reactive("", repaint=False)
    """The id of the highlighted entry."""
    chosen: reactive[frozenset[str]] = reactive(frozenset(), repaint=False)
    """The ids of the entries that the next key is for, if they are several."""
    resuming: reactive[bool] = reactive(default=True, repaint=False)
    """Whether the card recalls the last time: until something is marked."""

    class Saved(Message):
        """The writer has tried to save."""

        def __init__(self, wrong: str) -> None:
            super().__init__()
            self.wrong = wrong
            """What went wrong, empty if nothing did."""

    def __init__(
        self,
        session: Session,
        settings: Settings = DEFAULT,
        remember: Callable[[str], None] | None = None,
    ) -> None:
        """``remember`` is told a theme that the viewer chooses; raises `StoreError`."""
        super().__init__(settings, remember)
        self.session = session
        self.writer = Writer(session.save, lambda wrong: self.post_message(self.Saved(wrong)))
        """Saves in a thread of its own."""
        self._order, self._said = OrderList(), SayLine()
        self.prompt = Prompt()
        """Where a question is asked."""
        self._failing = False
        self._noticed: tuple[str, ...] = ()
        view = session.view
        self.set_reactive(LayznerApp.view, view)
        self.set_reactive(LayznerApp.cursor, self._here(view))
        self.draft: str | None = None
        """The words that are being written on an entry."""
        self.keep: Callable[[str], object] | None = None
        """What keeps them."""
        self.writing: RemarkSheet | None = None
        """What they are being written on."""
        self._anchor = ""
        """Where a range begins, empty while none is chosen."""
        self._pressed = 0.0
        """When the last key was pressed, on the clock of events."""
        self._brought: tuple[Screen[None], float] | None = None
        """The page that came up by itself, and when the key was pressed that brought it."""

    def compose(self) -> ComposeResult:
        """How far, the order and the card, what was done, the keys."""
        bound = LayznerApp
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
        self._notice()
        if self.session.unsettled:
            self.call_after_refresh(self.writer.kick)
        self._greet()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002  # Textual's signature
        """Every command of the palette."""
        from tracker.tui.commands import commands  # noqa: PLC0415  # for the palette alone

        return commands(self)

    # What the viewer does

    def action_watched(self) -> None:
        """Mark the highlighted entry, or the chosen ones, as watched and go on to the next."""
        entries = self._entries
        self.did(self.session.watched(entries), self._following(entries[-1]))

    def action_skip(self) -> None:
        """Skip the highlighted entry, or the chosen ones, and go on, or no longer skip it."""
        entry = self.entry
        if self.chosen:
            entries = self._entries
            self.did(self.session.skip(entries), self._following(entries[-1]))
        elif self.session.view.progress.state(entry) is State.SKIPPED:
            self.did(self.session.unskip(entry), entry.id)
        else:
            done = self.session.skip([entry])
            self.did(done, self._following(entry) if done.changed else entry.id)

    def action_clear(self) -> None:
        """Take back every mark of the highlighted entry, or of the chosen ones."""
        self.did(self.session.clear(self._entries), self.cursor)

    def action_range(self) -> None:
        """Begin to choose entries, up to the highlighted one; or choose none."""
        self._anchor = "" if self._anchor else self.cursor
        self._choose()
        if self._anchor:
            names = ("watched", "skip", "clear", "range")
            space, skip, clear, again = (key_of(self, name) for name in names)
            good = f"{space}, {skip} or {clear}"
            self.say(f"Go to the other end; then {good} is for all. {again} again for none")

    def action_copy(self) -> None:
        """Copy the highlighted entry's line, or those of the chosen ones."""
        from tracker.domain.plan import entry_line  # noqa: PLC0415  # a page of code for this alone

        self.copy_to_clipboard("\n".join(map(entry_line, self._entries)))
        self.say(f"Copied {words.count(len(self._entries), 'line')}")

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

    def switch(self, who: str) -> None:
        """Go on as another viewer."""
        self.session.switch(who)
        view = self.session.view
        name = words.clean(self.session.who)
        self.did(
            Done(f"Welcome, {name}" if name else "Welcome back", changed=False), self._here(view)
        )
        self.resuming = True
        self._greet()

    # What the widgets say

    def on_order_list_picked(self, message: OrderList.Picked) -> None:
        """Go where the viewer clicked."""
        self.cursor = message.entry

    def on_remark_sheet_changed(self, message: RemarkSheet.Changed) -> None:
        """Remember what is being written."""
        self.draft = message.text

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
            self.prompt.take(event.key, event.character)
        elif self.writing:
            self.writing.take(event)
        elif event.key == "escape" and self._anchor:
            self.action_range()

    def on_paste(self, event: Paste) -> None:
        """What is pasted is typed; outside a question it is nothing."""
        self.prompt.type(self.prompt.text + words.clean(event.text))

    # How the screen follows

    @property
    def entry(self) -> Entry:
        """The highlighted entry."""
        return self.session.view.guide.entry(self.cursor)

    @property
    def _entries(self) -> Sequence[Entry]:
        """The chosen entries, or the highlighted one."""
        guide = self.session.view.guide
        return [one for one in guide.entries if one.id in self.chosen] or [self.entry]

    def watch_cursor(self) -> None:
        """Choose up to the highlighted entry."""
        self._choose()

    def _choose(self) -> None:
        """Choose what stands between the two ends; what is left out only where it is an end."""
        place, entries = self.session.view.guide.place, self.session.view.guide.entries
        if self._anchor not in place or self.cursor not in place:
            self._anchor = ""
            self.chosen = frozenset()
            return
        ends = {self._anchor, self.cursor}
        first, last = sorted((place[self._anchor], place[self.cursor]))
        self.chosen = frozenset(
            one.id for one in entries[first : last + 1] if one.advice != "skip" or one.id in ends
        )

    def _following(self, entry: Entry) -> str:
        """The next open entry after this one; what was jumped over stays where it is."""
        view = self.session.view
        progress, place = view.progress, view.guide.place
        for later in view.guide.entries[place[entry.id] + 1 :]:
            if progress.is_open(later):
                return later.id
        return progress.next_up or entry.id

    def did(self, done: Done, cursor: str) -> None:
        """Show what a verb did, have it saved, and tell what is due."""
        self._save()
        self._anchor = ""
        before = self.view
        with self.batch_update():
            self._show(cursor)
            self._choose()
            self.resuming = self.resuming and not done.changed
            self.say(done.text)
        if done.changed:
            now = self.session.view
            if before and _finished(before, now):
                self.action_open("finish")
            else:
                self.tell()

    def _show(self, cursor: str) -> None:
        """Draw what is so now. What is hidden now cannot be highlighted."""
        view = self.session.view
        with self.batch_update():
            self.view = view
            self.cursor = cursor if cursor in view.guide.place else self._here(view)

    @staticmethod
    def _here(view: View) -> str:
        """Where the viewer is: at what is next up."""
        return view.progress.next_up or view.progress.latest or view.guide.entries[0].id

    def _greet(self) -> None:
        """Ask a new viewer two questions, tell others what is due."""
        if self.session.view.new:
            self.action_open("welcome")
        else:
            self.tell()

    def tell(self) -> None:
        """Open the notes whose moment has come."""
        if self.session.view.due:
            self.action_open("due")

    def keep_draft(self) -> None:
        """Keep what is being written, as the program is left."""
        if self.draft is not None and self.keep:
            text, self.draft = self.draft, None
            self.keep(text[:LONGEST_REMARK])

    def leave(self) -> None:
        """Keep what is being written, and save for the last time."""
        self.keep_draft()
        self.session.leave()

    def read(self, notes: Iterable[Note]) -> None:
        """Remember that notes were shown."""
        self.session.read(notes)
        self._save()
        self._show(self.cursor)

    def _save(self) -> None:
        """Have what is pending saved. On a quick disk that is done before the next frame is."""
        if self.session.pending:
            self.writer.kick()
            self.writer.rested(GRACE)

    def on_layzner_app_saved(self, message: Saved) -> None:
        """Turn the rows that are durable now, or say what was not saved."""
        wrong = message.wrong
        if wrong:
            self._failing = True
            count = words.count(len(self.session.view.unsaved), "mark")
            self.say(f"NOT SAVED, {count} kept, retrying: {words.clean(wrong)}", wrong=True)
        elif self._failing:
            self._failing = False
            self.say("Saved")
        self._notice()
        self._show(self.cursor)

    def _notice(self) -> None:
        """Say what there is to say about the file, once."""
        notices = (*self.wrong, *self.session.notices)
        if notices != self._noticed:
            self._noticed = notices
            self.say(words.clean("; ".join(notices)), wrong=True)

    def _look_elsewhere(self) -> None:
        """Take in what another window or machine has saved."""
        if self.session.changed_elsewhere:
            self.writer.kick()

    def bring(self, page: Screen[None], then: Callable[[], None]) -> None:
        """Open a page that nobody asked for, and go on when it is closed."""
        self._brought = page, self._pressed
        self.push_screen(page, lambda _: then())

    def _is_unseen(self, now: float) -> bool:
        """Whether a page has just come up by itself, and keys are still meant for the walk."""
        page, since = self._brought or (None, 0.0)
        return self.screen is page and now - since < UNSEEN

    def go(self, entry: str) -> None:
        """Go to an entry."""
        self.cursor = entry

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something in the line at the foot."""
        self._said.say(text, wrong=wrong)


def _finished(before: View, now: View) -> bool:
    """Whether what happened in between was the end of a pass."""
    return (
        (before.who, before.progress.number) == (now.who, now.progress.number)
        and before.progress.next_up is not None
        and now.progress.next_up is None
    )

"""The interface: keys to verbs, and what the session says to the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult, SuspendNotSupported, SystemCommand
from textual.containers import Container
from textual.events import Key, Paste
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from tracker.domain import words
from tracker.domain.asked import LONGEST_REMARK, NotUnderstood, When
from tracker.domain.guide import Entry, Note
from tracker.domain.plan import entry_line
from tracker.domain.progress import State
from tracker.domain.spoilers import LEVELS, MEANS
from tracker.session import Done, Session, View
from tracker.storage.settings import Settings
from tracker.tui.card import Card, ProgressLine
from tracker.tui.commands import Commands, commands
from tracker.tui.frame import DEFAULT, Frame
from tracker.tui.keys import KEYS
from tracker.tui.lines import KeyLine, Prompt, SayLine, TooSmall
from tracker.tui.order import OrderList
from tracker.tui.questions import Dated, Find, Named, Planning, Stopped
from tracker.tui.sheets import (
    CardSheet,
    ChoiceSheet,
    FinishSheet,
    HelpSheet,
    NoteSheet,
    NotesSheet,
    PassSheet,
    PlanSheet,
)
from tracker.tui.welcome import Answers, Welcome
from tracker.tui.writer import Writer

if TYPE_CHECKING:
    from tracker.domain.plan import Plan
    from tracker.tui.remark import RemarkSheet

POLL = 2.0
"""Seconds between two looks at the file."""
GRACE = 0.008
"""Seconds that a frame waits for a save. What is durable by then is never drawn as unsaved."""


class LayznerApp(Frame):
    """The walk: the order on the left, the card of the highlighted entry on the right."""

    CSS_PATH = Path(__file__).with_name("tracker.tcss")
    BINDINGS = list(KEYS)
    COMMANDS = {Commands}

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
        self._order, self._prompt, self._said = OrderList(), Prompt(), SayLine()
        self._failing = False
        self._noticed: tuple[str, ...] = ()
        view = session.view
        self.set_reactive(LayznerApp.view, view)
        self.set_reactive(LayznerApp.cursor, self._here(view))
        self.draft: tuple[Entry, str] | None = None
        """The entry and the words that are being written on it."""
        self._writing: RemarkSheet | None = None
        self._anchor = ""
        # Where a range begins, empty while none is chosen.

    def compose(self) -> ComposeResult:
        """How far, the order and the card, what was done, the keys."""
        bound = LayznerApp
        yield ProgressLine().data_bind(bound.view)
        with Container(id="walk"):
            yield self._order.data_bind(bound.view, bound.cursor, bound.chosen)
            yield Card().data_bind(bound.view, bound.cursor, bound.resuming)
        yield self._said
        yield self._prompt
        yield KeyLine(self.keys)
        yield TooSmall().data_bind(bound.view)

    def on_mount(self) -> None:
        """Greet, or tell what is due."""
        self.writer.start()
        self.set_interval(POLL, self._look_elsewhere)
        self._notice()
        self._greet()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002  # Textual's signature
        """Every command of the palette."""
        return commands(self)

    # What the viewer does

    def action_watched(self) -> None:
        """Mark the highlighted entry, or the chosen ones, as watched and go on to the next."""
        entries = self._entries
        self.did(self.session.watched(entries), self._following(entries[-1]))

    def action_skip(self) -> None:
        """Skip the highlighted entry, or the chosen ones, and go on, or no longer skip it."""
        entry = self._entry
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
            self.say("Go to the other end; then space, s or c is for all. v again for none")

    def action_copy(self) -> None:
        """Copy the highlighted entry's line, or those of the chosen ones."""
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

    def action_stopped(self) -> None:
        """Ask where the highlighted entry was stopped."""
        entry = self._entry
        mark = self.session.view.progress.marks.get(entry.id)

        def note(seconds: int) -> None:
            self.did(self.session.stopped(entry, seconds), entry.id)

        self._prompt.question = Stopped(entry, mark.position if mark else 0, note)

    def action_date(self) -> None:
        """Ask when the highlighted entry was watched."""
        entry = self._entry
        mark = self.session.view.progress.marks.get(entry.id)

        def note(when: When) -> None:
            self.did(self.session.redate(entry, when), entry.id)

        self._prompt.question = Dated(entry, mark, self.session.now(), note)

    def action_rate(self, rating: int) -> None:
        """Give the highlighted entry a rating, or take it away."""
        self.did(self.session.rate(self._entry, rating), self.cursor)

    def action_remark(self) -> None:
        """Have something written on the highlighted entry."""
        from tracker.tui.remark import RemarkSheet  # noqa: PLC0415  # 30 ms, for who writes

        entry = self._entry

        def kept(text: str | None) -> None:
            self.draft = self._writing = None
            self.did(self.session.remark(entry, text or ""), entry.id)

        self._writing = RemarkSheet(entry, self._remark_on(entry))
        self.push_screen(self._writing, kept)

    def action_edit(self) -> None:
        """Have something written on the highlighted entry in the viewer's own editor."""
        from tracker.tui.remark import NotEdited, edited  # noqa: PLC0415  # the same

        entry = self._entry
        try:
            with self.suspend():
                # Nothing may be raised in here: the terminal would stay the editor's.
                told = edited(self._remark_on(entry))
            if isinstance(told, NotEdited):
                raise told
            self.did(self.session.remark(entry, told), entry.id)
        except SuspendNotSupported:
            self.say("This terminal cannot be left for an editor; r writes here", wrong=True)
        except (NotEdited, NotUnderstood) as error:
            self.say(words.upper(str(error)), wrong=True)

    def action_history(self) -> None:
        """Show what was watched when."""
        from tracker.tui.history import HistoryScreen  # noqa: PLC0415  # only this needs it

        self.push_screen(HistoryScreen(self.session.history(), self.session.view.today))

    def action_outlook(self) -> None:
        """Ask by when all is to be watched, and show the plan."""
        view = self.session.view

        def show(planned: Plan) -> None:
            self.push_screen(PlanSheet(view, planned))

        self._prompt.question = Planning(view, show)

    def action_passes(self) -> None:
        """Show each pass to read."""
        self.push_screen(PassSheet(self.session.view, self.session.history().diaries))

    def action_rewatch(self) -> None:
        """Begin another pass, if that is meant."""
        progress = self.session.view.progress

        def answered(key: str | None) -> None:
            if key == "y":
                done = self.session.rewatch()
                self.did(done, self.session.view.guide.entries[0].id)

        answers = {"y": f"begin pass {progress.number + 1}"}
        self.push_screen(ChoiceSheet(words.as_it_stands(progress), answers), answered)

    def action_spoilers(self) -> None:
        """Choose what is hidden."""
        now = self.session.view.level
        answers = {
            level[0]: f"{level}: {means}{', as now' if level == now else ''}"
            for level, means in MEANS.items()
        }

        def answered(key: str | None) -> None:
            for level in LEVELS:
                if level[0] == key:
                    self.did(self.session.choose(level), self.cursor)

        self.push_screen(ChoiceSheet("What shall be hidden in this pass?", answers), answered)

    def action_find(self) -> None:
        """Ask for an entry and go to it while it is typed."""
        self._prompt.question = Find(self.session.view.progress, self.cursor, self.go)

    def action_read(self) -> None:
        """Read all of the highlighted entry's card."""
        view = self.session.view
        self.push_screen(
            CardSheet(view, self._entry),
            lambda _: self.read(view.guide.notes_at(self.cursor)),
        )

    def action_notes(self) -> None:
        """Read all notes so far."""
        view = self.session.view
        self.push_screen(NotesSheet(view), lambda _: self.read(view.guide.notes))

    def action_help(self) -> None:
        """Show every key."""
        self.push_screen(HelpSheet(self.keys))

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

    def ask_for_profile(self) -> None:
        """Ask for the name of another viewer."""
        self._prompt.question = Named(self.switch)

    # What the widgets say

    def on_order_list_picked(self, message: OrderList.Picked) -> None:
        """Go where the viewer clicked."""
        self.cursor = message.entry

    def on_remark_sheet_changed(self, message: RemarkSheet.Changed) -> None:
        """Remember what is being written."""
        self.draft = self.session.view.guide.entry(message.entry), message.text

    def on_key(self, event: Key) -> None:
        """While a question is open, or something is written, every key is part of that.

        What is typed right behind the key that opened it is still sent to the walk.
        """
        if self._prompt.question and len(self.screen_stack) == 1:
            event.prevent_default().stop()
            self._prompt.take(event.key, event.character)
        elif self._writing:
            self._writing.take(event)
        elif event.key == "escape" and self._anchor:
            self.action_range()

    def on_paste(self, event: Paste) -> None:
        """What is pasted is typed; outside a question it is nothing."""
        self._prompt.type(self._prompt.text + words.clean(event.text))

    # How the screen follows

    @property
    def _entry(self) -> Entry:
        return self.session.view.guide.entry(self.cursor)

    @property
    def _entries(self) -> Sequence[Entry]:
        """The chosen entries, or the highlighted one."""
        guide = self.session.view.guide
        return [one for one in guide.entries if one.id in self.chosen] or [self._entry]

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
                self.push_screen(FinishSheet(now), lambda _: self._tell())
            else:
                self._tell()

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
            self.push_screen(Welcome(self.session.view), self._welcomed)
        else:
            self._tell()

    def _remark_on(self, entry: Entry) -> str:
        return words.remark(self.session.view.progress.current.remarks.get(entry.id, ()))

    def keep_draft(self) -> None:
        """Keep what is being written, as the program is left."""
        if self.draft is not None:
            (entry, text), self.draft = self.draft, None
            self.session.remark(entry, text[:LONGEST_REMARK])

    def leave(self) -> None:
        """Keep what is being written, and save for the last time."""
        self.keep_draft()
        self.session.leave()

    def _tell(self) -> None:
        """Open the notes whose moment has come."""
        if due := self.session.view.due:
            self.push_screen(NoteSheet(due), lambda _: self.read(due))

    def read(self, notes: Iterable[Note]) -> None:
        """Remember that notes were shown."""
        self.session.read(notes)
        self._save()
        self._show(self.cursor)

    def _welcomed(self, answers: Answers | None) -> None:
        """Act on the answers of the first start."""
        if answers is None:
            self._tell()
            return
        self.session.tell(seen=answers.seen)
        done = Done("Welcome", changed=False)
        if answers.up_to:
            guide = self.session.view.guide
            before = guide.entries[: guide.place[answers.up_to.id]]
            walked = [entry for entry in before if entry.advice != "skip"]
            done = self.session.watched([*walked, answers.up_to])
        self.did(done, self.session.view.progress.next_up or self.cursor)
        if not done.changed:
            self._tell()

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

"""The walk while it is open: where the viewer is, what a verb did, saving, and what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from tracker.domain import words
from tracker.domain.asked import LONGEST_REMARK
from tracker.domain.guide import Entry, Guide, Note
from tracker.session import bring
from tracker.session.sitting import Session
from tracker.session.view import Done, View
from tracker.storage.settings import Settings
from tracker.tui.card import Sight
from tracker.tui.frame import DEFAULT, Frame, key_of
from tracker.tui.lines import Prompt, SayLine
from tracker.tui.writer import Writer

if TYPE_CHECKING:
    from tracker.player.watching import Shown
    from tracker.tui.remark import RemarkSheet

GRACE = 0.008
"""Seconds that a frame waits for a save. What is durable by then is never drawn as unsaved."""


class Leaves(Protocol):
    """What has something to keep when the walk ends."""

    def leave(self) -> None:
        """Keep it."""


class Walk(Frame):
    """What keys, openings and the palette work on. The app adds widgets and keys to it."""

    # The widgets bound to these repaint; the app itself has nothing to draw.
    view: reactive[View | None] = reactive(None, repaint=False)
    cursor: reactive[str] = reactive("", repaint=False)
    """The id of the highlighted entry."""
    sight: reactive[Sight | None] = reactive(None, repaint=False)
    """What the card shows."""
    chosen: reactive[frozenset[str]] = reactive(frozenset(), repaint=False)
    """The ids of the entries that the next key is for, if they are several."""

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
        self.prompt = Prompt()
        """Where a question is asked."""
        self.writing: RemarkSheet | None = None
        """Where the viewer is writing, if anywhere."""
        self.player: Leaves | None = None
        """What plays, from the first time that it is asked for."""
        self._said = SayLine()
        self._failing = False
        """The last save failed, and that was said."""
        self._noticed: tuple[str, ...] = ()
        """What was said about the file."""
        self._anchor = ""
        """Where a range begins, empty while none is chosen."""
        self._number = ""
        """The number that is being typed, to go to its entry."""
        self._pressed = 0.0
        """When the last key was pressed, on the clock of events."""
        self._brought: tuple[Screen[None], float] | None = None
        """The page that came up by itself, and when the key was pressed that brought it."""
        view = session.view
        self.set_reactive(Walk.view, view)
        self.set_reactive(Walk.cursor, view.here)
        self.set_reactive(Walk.sight, Sight(view, view.here))

    # Where the viewer is

    @property
    def entry(self) -> Entry:
        """The highlighted entry."""
        return self.session.view.guide.entry(self.cursor)

    @property
    def entries(self) -> Sequence[Entry]:
        """The chosen entries, or the highlighted one."""
        guide = self.session.view.guide
        return [entry for entry in guide.entries if entry.id in self.chosen] or [self.entry]

    def following(self, entry: Entry) -> str:
        """The next open entry after this one; what was jumped over stays where it is."""
        view = self.session.view
        progress, place = view.progress, view.guide.place
        for later in view.guide.entries[place[entry.id] + 1 :]:
            if progress.is_open(later):
                return later.id
        return progress.next_up or entry.id

    def go(self, entry: str) -> None:
        """Go to an entry."""
        self.cursor = entry

    def watch_cursor(self) -> None:
        """Choose up to the highlighted entry. What was said is of where the viewer was before."""
        self._look()
        self._choose()
        if not (self._anchor or self._said.is_wrong):
            self._said.say("")

    def begin_range(self) -> bool:
        """Begin to choose entries, up to the highlighted one; or choose none. Whether it began."""
        self._anchor = "" if self._anchor else self.cursor
        self._choose()
        return bool(self._anchor)

    def _choose(self) -> None:
        """Choose what stands between the two ends; what is left out only where it is an end."""
        guide = self.session.view.guide
        if self._anchor not in guide.place or self.cursor not in guide.place:
            self._anchor = ""
            self.chosen = frozenset()
            return
        between = guide.between(guide.entry(self._anchor), self.entry)
        self.chosen = frozenset(entry.id for entry in between)

    # What happened

    def did(self, done: Done, cursor: str) -> None:
        """Show what a verb did, have it saved, and tell what is due."""
        self._save()
        self._anchor = ""
        before = self.view
        with self.batch_update():
            self._show(cursor)
            self._choose()
            beyond = words.beyond_the_walk(done.jumped, done.waiting, key_of(self, "undo"))
            self.say(f"{done.text}: {beyond}" if beyond else done.text)
        if done.changed:
            now = self.session.view
            if before and _is_finish(before, now):
                self.action_open("finish")
            else:
                self.greet()

    def read(self, notes: Iterable[Note]) -> None:
        """Remember that notes were shown."""
        self.session.read(notes)
        self._save()
        self._show(self.cursor)

    def switch(self, who: str) -> None:
        """Go on as another viewer."""
        self.session.switch(who)
        view = self.session.view
        name = words.clean(self.session.who)
        self.did(Done(f"Welcome, {name}" if name else "Welcome back", changed=False), view.here)
        self.greet()

    def show_playing(self, shown: Shown | None) -> None:
        """Show how far a player is; None when none plays."""
        self.session.playing = shown
        self._show(self.cursor)

    def follow(self, name: str, guide: Guide) -> None:
        """Go on with another guide."""
        self.session.take_up(name, guide)
        view = self.session.view
        self.did(Done(f"On with {guide.title}", changed=False), view.here)
        self.notice()
        self.greet()

    def _show(self, cursor: str) -> None:
        """Draw what is so now. What is hidden now cannot be highlighted."""
        view = self.session.view
        with self.batch_update():
            self.view = view
            self.cursor = cursor if cursor in view.guide.place else view.here
            self._look()

    def _look(self) -> None:
        """Show the card of the highlighted entry: found once, whatever changed."""
        if self.view is not None:
            self.sight = Sight(self.view, self.cursor)

    # What is said, and what comes up by itself

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something in the line at the foot; that something is not saved stays there."""
        if wrong or not self._failing:
            self._said.say(text, wrong=wrong)

    def action_open(self, what: str) -> None:
        """Open something over the walk, or ask something below it."""
        raise NotImplementedError

    def greet(self) -> None:
        """Ask a new viewer two questions, tell others what is due."""
        if self.session.view.new:
            self.action_open("welcome")
        else:
            self.tell()

    def tell(self) -> None:
        """Open the notes whose moment has come."""
        if self.session.view.due:
            self.action_open("due")

    def bring(self, page: Screen[None], then: Callable[[], None]) -> None:
        """Open a page that nobody asked for, and go on when it is closed."""
        self._brought = page, self._pressed
        self.push_screen(page, lambda _: then())

    # Saving

    def leave(self) -> None:
        """Keep what is being written, and save for the last time."""
        if self.writing is not None:
            sheet, self.writing = self.writing, None
            sheet.record(sheet.written[:LONGEST_REMARK])
        if self.player is not None:
            self.player.leave()
        self.session.leave()

    def _save(self) -> None:
        """Have what is pending saved. On a quick disk that is done before the next frame is."""
        if self.session.pending:
            self.writer.kick()
            self.writer.rested(GRACE)

    def on_walk_saved(self, message: Saved) -> None:
        """Turn the rows that are durable now, or say what was not saved."""
        wrong = message.wrong
        if wrong:
            self._failing = True
            count = words.count(len(self.session.view.unsaved), "mark")
            self.say(f"NOT SAVED, {count} kept, retrying: {words.clean(wrong)}", wrong=True)
        elif self._failing:
            self._failing = False
            self.say("Saved")
        if came := bring.came(self.session):
            self.say(words.upper(came))
        self.notice()
        self._show(self.cursor)

    def _lacking(self) -> tuple[str, ...]:
        """What the viewer marked and the guide lacks, in words."""
        if not self.session.lacking:
            return ()
        from tracker.session.several import lacking  # noqa: PLC0415  # hardly any start needs it

        return lacking(self.session)

    def notice(self) -> None:
        """Say what there is to say about the file, once."""
        notices = (*self.wrong, *self.session.notices, *self._lacking())
        if notices != self._noticed:
            self._noticed = notices
            self.say(words.clean("; ".join(notices)), wrong=True)


def _is_finish(before: View, now: View) -> bool:
    """Whether what happened in between was the end of a pass."""
    return (
        (before.who, before.progress.number) == (now.who, now.progress.number)
        and not before.progress.is_done
        and now.progress.is_done
    )

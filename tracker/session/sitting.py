"""One sitting: the verbs that both front ends call, and what they change."""

from __future__ import annotations

from _thread import allocate_lock  # threading takes 2 ms more of every start
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain import asked, spoilers, words
from tracker.domain.dates import When, evening
from tracker.domain.guide import Entry, Guide, Note
from tracker.domain.journal import Event, Journal, Understood, profile_key
from tracker.domain.passes import going_back, renamed, standing, to_clear
from tracker.domain.progress import Progress, State, progress
from tracker.domain.spoilers import Level
from tracker.domain.union import Fields, Json
from tracker.session.view import Done, View
from tracker.storage.files import StoreError
from tracker.storage.store import Store

if TYPE_CHECKING:
    from tracker.domain.history import History
    from tracker.player.watching import Shown
    from tracker.session.shelf import Shelf

Clock = Callable[[], datetime]
"""Tells the time now, with the viewer's zone."""
_BESIDE = {"read", "chose"}
"""What happens beside the walk: a viewer who did nothing else is still new."""
Chance = Callable[[int], bytes]
"""Gives that many unpredictable bytes, as `os.urandom` does."""


class _Seen(NamedTuple):
    """A view and what it was made from: while that stays the same, so does the view."""

    basis: tuple[Journal, Guide, date, str, Level | None]
    saved: Journal
    """What was on the disk, which decides what is unsaved and nothing else."""
    view: View


class Session:
    """A viewer at work on a guide. Verbs change memory at once; `save` makes the changes last.

    Verbs belong to one thread; `save` may run in another meanwhile.
    """

    def __init__(
        self, guide: Guide, store: Store, clock: Clock, chance: Chance, who: str = ""
    ) -> None:
        """Load what was recorded so far. Raises `StoreError` if the file cannot be used."""
        self._guide = guide
        self.guide_name = guide.id
        """What the viewer calls the guide: its name among the guides, or its file."""
        self.store = store
        """Where the progress is kept."""
        self._clock, self._chance = clock, chance
        self.level: Level | None = None
        """The spoiler level of this sitting; None for the one chosen, or else the default."""
        self._lock = allocate_lock()
        opened = store.open()
        self._journal = self._saved = opened.journal
        self.unsettled = opened.unsettled
        """The file lacks something that is known, though nothing happened: a save settles that."""
        self.who = self._known(who)
        """The profile; empty for the owner of the file."""
        self.notices = opened.notices
        """What there is to say about the state of the file, one line each."""
        self._came = [(opened.known, opened.journal)]
        """The journal before and after, for each time that others' marks were taken in."""
        self.playing: Shown | None = None
        """What a player shows now, if this sitting follows one."""
        self._understood: Understood = {}
        self._lives: tuple[Journal, Guide, str, tuple[Event, ...]] | None = None
        """What was lived in a journal, worked out last: every verb asks for it more than once."""
        self._seen: _Seen | None = None
        """The view that was worked out last."""
        self._shelf: Shelf | None = None

    @property
    def view(self) -> View:
        """What may be shown now."""
        today = self._clock().date()
        with self._lock:
            journal, saved = self._journal, self._saved
        basis = (journal, self._guide, today, self.who, self.level)
        seen = self._seen
        if seen is None or any(
            old is not new and old != new for old, new in zip(seen.basis, basis, strict=True)
        ):
            view = self._look(journal, today)
        elif seen.saved is saved and seen.view.playing == self.playing:
            return seen.view
        else:
            view = seen.view
        unsaved = frozenset(
            entry for entry, mark in view.progress.marks.items() if mark.id not in saved.events
        )
        if (view.unsaved, view.playing) != (unsaved, self.playing):
            view = view._replace(unsaved=unsaved, playing=self.playing)
        self._seen = _Seen(basis, saved, view)
        return view

    def now(self) -> datetime:
        """The time now, with the viewer's zone."""
        return self._clock()

    @property
    def guide_id(self) -> str:
        """The id of the guide."""
        return self._guide.id

    @property
    def whole(self) -> Guide:
        """The whole guide: to compare files with, never to show."""
        return self._guide

    @property
    def shelf(self) -> Shelf:
        """The guides there are."""
        if self._shelf is None:
            from tracker.session.shelf import Shelf  # noqa: PLC0415  # most starts need none of it

            self._shelf = Shelf(self.store.path)
        return self._shelf

    @property
    def lacking(self) -> tuple[str, ...]:
        """The ids of what the viewer marked and the guide lacks, as after it has changed.

        The marks stay, and do not count until an entry of the guide says that it had that id.
        """
        marked = (entry for each in self.view.progress.passes for entry in each.marks)
        return tuple(entry for entry in dict.fromkeys(marked) if entry not in self._guide.place)

    @property
    def journal(self) -> Journal:
        """Everything that happened, of all profiles, saved or not."""
        return self._journal

    @property
    def pending(self) -> bool:
        """Whether something happened that is not saved yet."""
        return self._journal is not self._saved

    @property
    def changed_elsewhere(self) -> bool:
        """Whether another window or machine has written the file; `save` takes that in."""
        return self.store.changed()

    def save(self) -> None:
        """Make everything so far durable, and take in what others saved.

        Raises `StoreError`; then nothing is lost, and `save` can be tried again.
        """
        sent = self._journal
        saved = self.store.save(sent)
        with self._lock:
            self._came.append((sent, saved))
            self._saved = saved
            self._journal = saved if self._journal is sent else saved.filled(self._journal)
        self.unsettled = False
        self.notices = self.store.notices

    def came(self) -> list[tuple[Journal, Journal]]:
        """The journal before and after the opening and each save, since this was last asked."""
        with self._lock:
            came, self._came = self._came, []
        return came

    def settle(self) -> None:
        """Save if anything happened, or if the file lacks something that is known."""
        if self.pending or self.unsettled:
            self.save()

    def leave(self) -> None:
        """Save for the last time; raises `StoreError`, which then says where the rest lies."""
        try:
            if self.pending:
                self.save()
        except StoreError as error:
            saved = self._saved.events
            left = {
                key: event for key, event in self._journal.events.items() if saved.get(key) != event
            }
            whereabouts = self.store.rescue(self._journal._replace(events=left))
            raise StoreError(f"NOT SAVED: {error}; {whereabouts}") from error

    def watched(self, entries: Sequence[Entry], when: When | None = None) -> Done:
        """Mark entries as watched, now or at another time.

        One that is already watched keeps its time, unless another is given.
        """
        marks = self.view.progress.current
        fresh = [
            entry
            for entry in entries
            if not (mark := marks.viewing(entry.id)) or (when and mark.at != _written(when))
        ]
        if not fresh:
            are = "is" if len(entries) == 1 else "are"
            return Done(f"{self._span(entries)} {are} already watched", changed=False)
        behind = self.view.progress.tally.jumped
        self._record([self._mark("watched", entry, when) for entry in fresh])
        now = self.view.progress
        jumped, waiting = now.tally.jumped - behind, now.waiting(fresh)
        did = f"Watched {self._span_in_sentence(fresh)}"
        return Done(did, changed=True, jumped=jumped if jumped > 1 else 0, waiting=waiting)

    def stopped(self, entry: Entry, seconds: int, when: When | None = None) -> Done:
        """Record where an entry was stopped, to resume there. A watched one stays watched."""
        if wrong := self.cannot_stop(entry):
            return Done(wrong, changed=False)
        mark, event = self.view.progress.marks.get(entry.id), self._mark("stopped", entry, when)
        at = str(event["at"])
        if mark and (mark.do, mark.position) == ("stopped", seconds) and _alike(mark.at, at, when):
            at_that = words.position(seconds)
            return Done(f"{entry.name} is already stopped at {at_that}", changed=False)
        self._record([{**event, "position": seconds}])
        return Done(f"Stopped {entry.in_sentence} at {words.position(seconds)}", changed=True)

    def cannot_stop(self, entry: Entry) -> str:
        """Why an entry cannot be stopped, and what to do; empty if it can."""
        if self.view.progress.state(entry) is State.WATCHED:
            return f"{entry.name} is watched; clear it first"
        return ""

    def skip(self, entries: Sequence[Entry], when: When | None = None) -> Done:
        """Skip entries that are still to watch: they are never next up, and do not count."""
        state, marks = self.view.progress.state, self.view.progress.marks
        skippable = {State.TO_WATCH, State.STOPPED}
        fresh = [
            entry
            for entry in entries
            if state(entry) in skippable
            or (when and state(entry) is State.SKIPPED and marks[entry.id].at != _written(when))
        ]
        if fresh:
            self._record([self._mark("skipped", entry, when) for entry in fresh])
            return Done(f"Skipped {self._span_in_sentence(fresh)}", changed=True)
        if len(entries) == 1:
            is_so = {
                State.WATCHED: "is watched; clear it first",
                State.SKIPPED: "is already skipped",
                State.LEFT_OUT: "is already left out by the guide",
            }
            return Done(f"{entries[0].name} {is_so[state(entries[0])]}", changed=False)
        return Done("Nothing to skip there", changed=False)

    def unskip(self, entry: Entry) -> Done:
        """Take back the skip of an entry; an earlier position stands again."""
        if self.view.progress.state(entry) is not State.SKIPPED:
            return Done(f"{entry.name} is not skipped", changed=False)
        return self._clear([entry], "No longer skipped:", {"skipped"})

    def clear(self, entries: Sequence[Entry]) -> Done:
        """Take back every mark of entries in this pass."""
        return self._clear(entries, "Cleared", {"watched", "skipped", "stopped"})

    def redate(self, entry: Entry, when: When) -> Done:
        """Give the mark of an entry another time; without a mark, it was watched then."""
        mark = self.view.progress.marks.get(entry.id)
        if mark is None:
            return self.watched([entry], when)
        day = when.date() if isinstance(when, datetime) else when
        said = f"{mark.do} {words.day(day, self._clock().date())}"
        if mark.at == _written(when):
            return Done(f"{entry.name}: already {said}", changed=False)
        more: Fields = {"position": mark.position} if mark.position else {}
        self._record([self._mark(mark.do, entry, when, **more)])
        return Done(f"{entry.name}: {said}", changed=True)

    def remarks(self, entry: Entry) -> tuple[Event, ...]:
        """The viewer's remark on an entry in this pass."""
        return self.view.progress.current.remarks.get(entry.id, ())

    def remark(self, entry: Entry, text: str, known: Sequence[Event] | None = None) -> Done:
        """Record the viewer's remark on an entry, in place of the one that was known.

        That is all that stands in this pass, or as much of it as was ``known`` when the viewer
        began to write. An empty text removes it. Raises `NotUnderstood` if the text is too long.
        """
        known = self.remarks(entry) if known is None else known
        text = asked.remark(text)
        if text == words.remark(known):
            same = "is unchanged" if known else "is empty"
            return Done(f"The remark on {entry.in_sentence} {same}", changed=False)
        replaced: list[Json] = [event.id for event in known]
        more: dict[str, Json] = {"clears": replaced} if replaced else {}
        self._record([self._event("remarked", entry=entry.id, text=text, **more)])
        done = "Kept" if text else "Removed"
        return Done(f"{done} your remark on {entry.in_sentence}", changed=True)

    def rate(self, rated: Entry | Sequence[Entry], rating: int) -> Done:
        """Rate an entry, or each of several, 1 to 10 in this pass; 0 removes the rating."""
        entries = [rated] if isinstance(rated, Entry) else rated
        known = self.view.progress.current.ratings
        fresh = [entry for entry in entries if known.get(entry.id, 0) != rating]
        if not fresh:
            have = "has" if len(entries) == 1 else "have"
            has = f"already {have} {words.rating(rating)}" if rating else f"{have} no rating"
            return Done(f"{self._span(entries)} {has}", changed=False)
        more: dict[str, Json] = {"rating": rating} if rating else {}
        self._record([self._event("rated", entry=entry.id, **more) for entry in fresh])
        what = self._span_in_sentence(fresh)
        gave = f"{words.rating(rating)} for {what}"
        return Done(gave if rating else f"Removed the rating of {what}", changed=True)

    def rewatch(self) -> Done:
        """Begin another pass. The passes so far stay as they are."""
        number = self.view.progress.number + 1
        self._record([{**self._event("began"), "pass": number}])
        return Done(f"Pass {number} begins", changed=True)

    def choose(self, level: Level) -> Done:
        """Choose a spoiler level for this pass."""
        before, self.level = self.view.level, None
        chosen = self.view.progress.current.levels
        if level == before and chosen == (level,):
            return Done(f"The spoiler level is already {level}", changed=False)
        if chosen != (level,):
            number = self.view.progress.number
            stands = (event for event in standing(self.lived()) if event.number == number)
            replaced: list[Json] = [event.id for event in stands if event.do == "chose"]
            self._record([self._event("chose", level=level, clears=replaced)])
        return Done(f"Spoiler level {level}: {spoilers.LEVELS[level].means}", changed=True)

    def switch(self, who: str) -> None:
        """Continue as another viewer."""
        self.who = self._known(who)
        self.level = None

    def take_up(self, name: str, guide: Guide) -> None:
        """Continue with another guide, of that name."""
        self._guide, self.guide_name = guide, name
        self.level = None

    def reset(self) -> Done:
        """Take back all that stands of this viewer in this guide, in every pass, as one step."""
        stands: list[Json] = [event.id for event in to_clear(self.lived())]
        if not stands:
            return Done("There is nothing to reset", changed=False)
        self._record([self._event("cleared", clears=stands)])
        return Done("Everything is to watch again", changed=True)

    def go_back(self, copy: Journal) -> Done:
        """Make everything as it was in a copy, for every viewer, as one step.

        What only the copy holds is joined first, and is not part of that step.
        """
        self.join(copy)
        happened = going_back(self._journal, copy, self._now())
        if not happened:
            return Done("Everything is already as it was then", changed=False)
        self._record(happened)
        return Done("Everything is as it was then", changed=True)

    def forget(self, ids: Iterable[str]) -> None:
        """Leave nothing of those events but their ids. There is no undo."""
        with self._lock:
            self._journal = self._journal.without(ids)

    def join(self, journal: Journal) -> None:
        """Take in all that another journal holds."""
        with self._lock:
            self._journal = self._journal.joined(journal)

    def bring(self, happened: Sequence[Fields]) -> None:
        """Record what an import brings this viewer, as one step."""
        who: Fields = {"who": self.who} if self.who else {}
        self._record([{**fields, **who} for fields in happened])

    def undo(self) -> Done:
        """Take back the last step that shows."""
        from tracker.domain.steps import to_undo  # noqa: PLC0415  # most starts need none of it

        taken = to_undo(self.lived())
        if not taken:
            return Done("Nothing to undo", changed=False)
        with self._lock:
            ids = self._journal.of_steps({event.step for step in taken for event in step})
            self._journal = self._journal.undone(ids, next(self._digits()))
        return self._undone_or_redone("Undone", taken[0])

    def redo(self) -> Done:
        """Do again what was undone last."""
        from tracker.domain.steps import heirs_of, steps  # noqa: PLC0415  # the same

        _, undone, heirs = steps(self.lived())
        if not undone:
            return Done("Nothing to redo", changed=False)
        stamp, anew = undone[-1][0].undone, []
        for event_id in self._journal.undone_at(stamp):
            fields = self._journal.anew(event_id, self._now())
            if isinstance(clears := fields.get("clears"), list):
                # What stood beside the clear before it was undone is none of its business.
                named = (mark for mark in clears if isinstance(mark, str))
                stand = {heir for mark in named for heir in heirs_of(mark, heirs, stamp)}
                fields["clears"] = [*sorted(stand)]
            anew.append(fields)
        self._record(anew)
        return self._undone_or_redone("Redone", undone[-1])

    def read(self, notes: Iterable[Note]) -> None:
        """Remember that notes were shown in this pass, so that they do not open again."""
        known = self.view.progress.read
        fresh = [note.id for note in notes if note.id not in known]
        if fresh:
            self._record([self._event("read", note=note) for note in fresh])

    def tell(self, *, seen: bool, watched: Sequence[Entry] = ()) -> Done:
        """Record the first answers, as one step: seen before, and what was watched earlier."""
        marks = [dict(self._event("watched", entry=entry.id)) for entry in watched]
        for mark in marks:
            mark["recorded"] = mark.pop("at")
        self._record([self._event("told", seen=seen), *marks])
        did = f"Watched {self._span_in_sentence(watched)}" if watched else "Welcome aboard"
        return Done(did, changed=True)

    def reach(self, journal: Journal, who: str | None = None) -> Progress:
        """How far a viewer, this one by default, is in a copy of the journal; without titles."""
        who = self.who if who is None else who
        lived = renamed(journal.lived(self._guide.id, who), self._guide.was)
        return progress(self.view.guide, lived)

    def far(self, guide: Guide, journal: Journal, who: str) -> Progress:
        """How far a viewer is in a guide, as a journal has it and as far as it may be shown."""
        now = progress(guide, renamed(journal.lived(guide.id, who), guide.was))
        return spoilers.shown(now, self.level or spoilers.level(now))

    def history(self) -> History:
        """What this viewer has watched so far, over all passes; without titles."""
        from tracker.domain.history import history  # noqa: PLC0415  # for one screen and two answers

        guide = self._guide._replace(entries=tuple(map(spoilers.untitled, self._guide.entries)))
        return history(guide, self.view.progress.passes)

    def entries(self, texts: Sequence[str]) -> tuple[Entry, ...]:
        """The entries that the viewer named, as far as they may be shown.

        Raises `NotUnderstood`; while later parts are hidden, what lies there is as unknown as what
        does not exist.
        """
        view = self.view
        try:
            return asked.entries(view.guide, texts)
        except asked.NoEntry as error:
            if len(view.guide.entries) < len(self._guide.entries):
                beyond = "is not in the list yet; --spoilers titles lists everything"
                raise asked.NotUnderstood(f"{asked.quoted(error.text)} {beyond}") from None
            raise

    def profiles(self) -> tuple[str, ...]:
        """Every profile that has events in the file, and this one."""
        names = self._journal.profiles()
        return names if self.who in names else (*names, self.who)

    def lived(self) -> tuple[Event, ...]:
        """This viewer's events for this guide."""
        return self._lived(self._journal)

    def ids_of(self, entry: Entry) -> frozenset[str]:
        """Every id that an entry has or had."""
        return frozenset(
            {entry.id, *(old for old, now in self._guide.was.items() if now == entry.id)}
        )

    def _lived(self, journal: Journal) -> tuple[Event, ...]:
        guide, who, known = self._guide, self.who, self._lives
        if known and known[0] is journal and known[1] is guide and known[2] == who:
            return known[3]
        lived = renamed(journal.lived(guide.id, who, self._understood), guide.was)
        self._lives = journal, guide, who, lived
        return lived

    def _look(self, journal: Journal, today: date) -> View:
        """What may be shown, as if everything were saved."""
        lived = self._lived(journal)
        now = progress(self._guide, lived)
        level = self.level or spoilers.level(now)
        shown = spoilers.shown(now, level)
        worded = spoilers.notes(now, level)
        ahead = sum(note.entry in shown.guide.place for note in worded) - len(shown.guide.notes)
        new = not any(event.do not in _BESIDE for event in to_clear(lived))
        return View(
            shown,
            level,
            self.who,
            shown.due(),
            ahead,
            today,
            new,
            frozenset(),
            milestones=self._guide.milestones,
        )

    def _known(self, who: str) -> str:
        """The profile's name as it was first written, if it is known."""
        if not who:
            return who
        key = profile_key(who)
        return next((name for name in self._journal.profiles() if profile_key(name) == key), who)

    def _clear(self, entries: Sequence[Entry], said: str, what: set[str]) -> Done:
        number = self.view.progress.number
        marks: dict[str, list[Json]] = {}
        for mark in standing(self.lived()):
            if mark.number == number and mark.do in what:
                marks.setdefault(mark.entry, []).append(mark.id)
        marked = [entry for entry in entries if entry.id in marks]
        if not marked:
            has = "has" if len(entries) == 1 else "have"
            return Done(f"{self._span(entries)} {has} no mark to clear", changed=False)
        self._record([self._event("cleared", entry=at.id, clears=marks[at.id]) for at in marked])
        return Done(f"{said} {self._span_in_sentence(marked)}", changed=True)

    def _record(self, happened: Sequence[Fields]) -> None:
        with self._lock:
            self._journal = self._journal.recorded(happened, self._digits())

    def _mark(self, do: str, entry: Entry, when: When | None = None, **fields: Json) -> Fields:
        event = self._event(do, entry=entry.id, **fields)
        if when is None:
            return event
        return {**event, "at": _written(when), "recorded": event["at"]}

    def _event(self, do: str, **fields: Json) -> Fields:
        who: Fields = {"who": self.who} if self.who else {}
        return {
            "do": do,
            "guide": self._guide.id,
            "pass": self.view.progress.number,
            "at": self._now(),
            **who,
            **fields,
        }

    def _digits(self) -> Iterator[str]:
        while True:
            yield self._chance(4).hex()

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")

    def _span(self, entries: Sequence[Entry]) -> str:
        return words.span(entries, self._guide.entries)

    def _span_in_sentence(self, entries: Sequence[Entry]) -> str:
        return words.span_in_sentence(entries, self._guide.entries)

    def _undone_or_redone(self, said: str, step: Sequence[Event]) -> Done:
        if step[0].source:
            marks = words.count(len(step), "event")
            return Done(f"{said}: the import of {marks} from {_program(step[0])}", changed=True)
        if step[0].do == "began":
            return Done(f"{said}: began pass {step[0].number}", changed=True)
        if any(event.do == "told" for event in step):
            return Done(f"{said}: your first answers", changed=True)
        named = {key for event in step for key in event.clears or ()}
        touched = {event.entry for event in step}
        touched |= {event.entry for event in self.lived() if event.id in named}
        entries = [entry for entry in self._guide.entries if entry.id in touched]
        what = self._span_in_sentence(entries) or "an entry that the guide no longer has"
        did = f"remarked on {what}" if step[0].do == "remarked" else f"{step[0].do} {what}"
        return Done(f"{said}: {did}", changed=True, entry=entries[0].id if entries else None)


def _written(when: When) -> str:
    """A time that the viewer named, as it is saved."""
    return when.astimezone().isoformat() if isinstance(when, datetime) else when.isoformat()


def _program(event: Event) -> str:
    """Where an event was brought from, in a word."""
    return words.clean(event.source.partition(":")[0][:40])


def _alike(at: str, other: str, when: When | None) -> bool:
    """Whether two times are the same; if none was given, only the evening counts."""
    return at == other if when else evening(at) == evening(other)

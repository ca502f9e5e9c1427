"""What a journal means for one guide and its current pass. Derived, never saved."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.guide import Entry, Guide, Note
from tracker.domain.journal import Event
from tracker.domain.passes import Pass, passes, standing

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.


class State(StrEnum):
    """Where an entry stands in a pass.

    The values are what ``--json`` says, and have not changed since version 1.0.0. Words and signs
    for people are in `words.SIGNS`.
    """

    TO_WATCH = "to watch"
    STOPPED = "stopped"
    WATCHED = "watched"
    SKIPPED = "skipped"
    LEFT_OUT = "left out"


_STATES = {"watched": State.WATCHED, "skipped": State.SKIPPED, "stopped": State.STOPPED}


class Tally(NamedTuple):
    """How far. It counts entries, and never goes by the furthest number."""

    watched: int
    total: int
    """Entries that count: neither left out by the guide nor skipped by the viewer."""
    left: int
    """Seconds still to watch, less what was seen of stopped entries."""
    jumped: int
    """Open entries before the furthest watched one."""

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all of it."""
        return 100 * self.watched // self.total if self.total else 100


class Progress(NamedTuple):
    """The state of the current pass."""

    guide: Guide
    passes: tuple[Pass, ...]
    """Every pass so far; the last is the current one."""
    marks: Mapping[str, Event]
    """The standing mark of each marked entry of the guide."""
    seen: bool
    """The viewer has finished the guide once, here or before."""
    next_up: str | None
    """The first entry that is neither watched nor skipped nor left out by the guide."""
    latest: str | None
    """The entry that was marked as watched last."""
    tally: Tally

    @property
    def current(self) -> Pass:
        """What stands of this pass."""
        return self.passes[-1]

    @property
    def is_done(self) -> bool:
        """Whether this pass was watched to its end."""
        return self.current.is_done(self.guide)

    @property
    def ahead(self) -> int:
        """The place of the first entry that the walk has not passed; if none, past the end.

        It passes what is watched, skipped, optional or left out.
        """
        marks = self.marks
        for place, entry in enumerate(self.guide.entries):
            # The same as `is_open`, which takes too long for thousands of entries.
            if entry.advice == "watch" and (
                (mark := marks.get(entry.id)) is None or mark.do == "stopped"
            ):
                return place
        return len(self.guide.entries)

    @property
    def number(self) -> int:
        """The number of this pass."""
        return self.current.number

    @property
    def read(self) -> frozenset[str]:
        """The ids of the notes that were shown in this pass."""
        return self.current.read

    def state(self, entry: Entry) -> State:
        """Where the entry stands; the viewer's mark outranks the guide's advice."""
        if mark := self.marks.get(entry.id):
            return _STATES[mark.do]
        return State.LEFT_OUT if entry.is_left_out else State.TO_WATCH

    def states(self, entries: Iterable[Entry]) -> list[State]:
        """Where each of many entries stands, in a quarter of the time of asking one by one."""
        marks = self.marks
        return [
            _STATES[marks[entry.id].do]
            if entry.id in marks
            else State.LEFT_OUT
            if entry.advice == "skip"
            else State.TO_WATCH
            for entry in entries
        ]

    def counts(self, entry: Entry) -> bool:
        """Whether the entry is in the total: neither left out by the guide nor skipped."""
        return not entry.is_left_out and self.state(entry) is not State.SKIPPED

    def is_open(self, entry: Entry) -> bool:
        """Whether the entry counts and is still to be watched to its end."""
        return self.counts(entry) and self.state(entry) is not State.WATCHED

    def left(self, entry: Entry) -> int:
        """How many seconds of an entry are left, from where it was stopped."""
        mark = self.marks.get(entry.id)
        return max(0, entry.seconds - (mark.position if mark else 0))

    @property
    def passed(self) -> frozenset[str]:
        """The ids of all entries that the walk has come up to: up to the next one, or begun."""
        entries, place = self.guide.entries, self.guide.place
        up_to = len(entries) if self.next_up is None else place[self.next_up] + 1
        begun = (entry for entry, mark in self.marks.items() if mark.do != "skipped")
        return frozenset([*(entry.id for entry in entries[:up_to]), *begun])

    def reached(self, notes: Iterable[Note]) -> tuple[Note, ...]:
        """Those of the notes whose moment has come."""
        passed, state = self.passed, self.state
        return tuple(
            note
            for note in notes
            if note.entry in passed
            and (
                note.side == "before"
                or state(self.guide.entry(note.entry)) in {State.WATCHED, State.SKIPPED}
            )
        )

    def due(self) -> tuple[Note, ...]:
        """The unread notes that open by themselves now, in order.

        They follow the walk: those after the furthest watched entry that it has passed, those
        before the one next up, and further back those that nobody should miss. A mark further on
        opens none, nor does one without a date or from an import: whoever records today what was
        watched long ago knows it all. A note read in an earlier pass is not shown again, unless
        nobody should miss it.
        """
        ahead, place = self.ahead, self.guide.place
        behind = [entry.id for entry in self.guide.entries[:ahead]]
        furthest = [entry for entry in behind if self.current.viewing(entry)][-1:]
        read = {note for each in self.passes[:-1] for note in each.read}
        musts = self.reached(note for note in self.guide.notes if note.must)
        due = []
        for note in self.guide.notes:
            mark = self.marks.get(note.entry)
            if (note.side, note.entry) == ("before", self.next_up):
                is_now = True
            elif mark and (mark.source or not mark.at) and mark.do != "stopped":
                is_now = False
            elif note.must:
                is_now = place[note.entry] < ahead and note in musts
            else:
                is_now = note.side == "after" and note.entry in furthest
            if is_now and note.id not in self.read and (note.must or note.id not in read):
                due.append(note)
        return tuple(due)

    def waiting(self, entries: Iterable[Entry]) -> int:
        """How many unread notes on those entries wait until the walk gets there."""
        ahead, place = self.ahead, self.guide.place
        # Nothing beyond the walk is due.
        beyond = {entry.id for entry in entries if place[entry.id] > ahead}
        return sum(note.entry in beyond and note.id not in self.read for note in self.guide.notes)


def progress(guide: Guide, lived: Iterable[Event]) -> Progress:
    """What one profile's events mean for its current pass of the guide."""
    lived = tuple(lived)
    held = passes(lived)
    said = {event.id for event in lived if event.do == "told" and event.seen}
    seen = any(each.is_done(guide) for each in held) or (
        bool(said) and any(event.id in said for event in standing(lived))
    )
    return measured(guide, held, seen=seen)


def measured(guide: Guide, held: tuple[Pass, ...], *, seen: bool) -> Progress:
    """How far the last of these passes is, counted in the entries of this guide."""
    now = held[-1]
    marks = {entry: mark for entry, mark in now.marks.items() if entry in guide.place}
    watched = {entry for entry, mark in marks.items() if mark.do == "watched"}
    counted = [entry for entry in guide.entries if entry.id in watched and not entry.is_left_out]
    to_watch = now.to_watch(guide)
    furthest = guide.place[counted[-1].id] if counted else -1
    measured = Progress(
        guide,
        held,
        MappingProxyType(marks),
        seen,
        to_watch[0].id if to_watch else None,
        max(watched, key=now.since.__getitem__, default=None),
        Tally(0, 0, 0, 0),
    )
    tally = Tally(
        len(counted),
        len(counted) + len(to_watch),
        # Without a mark, all of an entry is left: there is no need to ask for each.
        60 * sum(entry.minutes for entry in to_watch if entry.id not in marks)
        + sum(measured.left(entry) for entry in to_watch if entry.id in marks),
        sum(guide.place[entry.id] < furthest for entry in to_watch),
    )
    return measured._replace(tally=tally)

"""What a journal means for one guide and one pass. Derived, never saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.guide import Entry, Guide, Note
from tracker.domain.journal import MARKS, Event


class State(StrEnum):
    """Where an entry stands in a pass."""

    TO_WATCH = "to watch"
    STOPPED = "stopped"
    WATCHED = "watched"
    SKIPPED = "skipped"
    LEFT_OUT = "left out"


_STATES = {"watched": State.WATCHED, "skipped": State.SKIPPED, "stopped": State.STOPPED}


class Tally(NamedTuple):
    """How far. Counts entries, never the furthest number."""

    watched: int
    total: int
    """Entries that count: neither left out by the guide nor skipped by the viewer."""
    left: int
    """Seconds still to watch, less what was seen of stopped entries."""
    jumped: int
    """Open entries that lie before the furthest watched one."""

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all of it."""
        return 100 * self.watched // self.total if self.total else 100


class Progress(NamedTuple):
    """The state of one pass."""

    guide: Guide
    number: int
    marks: Mapping[str, Event]
    """The standing mark of each marked entry: the latest that was not taken back."""
    read: frozenset[str]
    """The ids of the notes that were shown in this pass."""
    seen: bool
    """The viewer has finished the guide once, here or before."""
    next_up: str | None
    """The first entry neither watched nor skipped that the guide does not leave out."""
    latest: str | None
    """The entry marked watched last."""
    tally: Tally

    def state(self, entry: Entry) -> State:
        """Where the entry stands; what the viewer marked goes before the guide's advice."""
        if mark := self.marks.get(entry.id):
            return _STATES[mark.do]
        return State.LEFT_OUT if entry.advice == "skip" else State.TO_WATCH

    def counts(self, entry: Entry) -> bool:
        """Whether the entry is in the total: neither left out by the guide nor skipped."""
        return entry.advice != "skip" and self.state(entry) is not State.SKIPPED

    def is_open(self, entry: Entry) -> bool:
        """Whether the entry counts and is still to be watched to its end."""
        return self.counts(entry) and self.state(entry) is not State.WATCHED

    def passed(self, entry_id: str) -> bool:
        """Whether the walk has come up to the entry: it is next up, behind that, or watched."""
        return (
            self.next_up is None
            or self.guide.place[entry_id] <= self.guide.place[self.next_up]
            or self.state(self.guide.entry(entry_id)) in {State.WATCHED, State.STOPPED}
        )

    def reached(self, note: Note) -> bool:
        """Whether the note may be read now: its moment has come, for this viewer."""
        if note.audience == "rewatch" and not self.seen:
            return False
        state = self.state(self.guide.entry(note.entry))
        return self.passed(note.entry) and (
            note.side == "before" or state in {State.WATCHED, State.SKIPPED}
        )

    def due(self) -> tuple[Note, ...]:
        """The unread notes whose moment is now, in order.

        That is: after the entry watched last, before the one next up, and those nobody may miss
        whose moment was jumped over.
        """
        now = {("after", self.latest), ("before", self.next_up)}
        return tuple(
            note
            for note in self.guide.notes
            if note.id not in self.read
            and (note.must or (note.side, note.entry) in now)
            and self.reached(note)
        )


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """The marks that neither undo nor a clear has taken back, in order."""
    lived = [event for event in events if not event.undone]
    cleared = {mark for event in lived if event.do == "cleared" for mark in event.clears}
    return tuple(event for event in lived if event.do in MARKS and event.id not in cleared)


def progress(guide: Guide, lived: Iterable[Event], number: int = 1) -> Progress:
    """What one profile's events mean for one pass of the guide."""
    lived = tuple(lived)
    passes: dict[int, dict[str, Event]] = {number: {}}
    for mark in standing(lived):
        if mark.entry in guide.place:
            passes.setdefault(mark.number, {})[mark.entry] = mark
    marks = passes[number]
    watched = {entry: mark.id for entry, mark in marks.items() if mark.do == "watched"}
    counting = [entry for entry in guide.entries if entry.advice != "skip"]
    counted = [entry for entry in counting if entry.id in watched]
    still_open = [
        entry for entry in counting if entry.id not in marks or marks[entry.id].do == "stopped"
    ]
    furthest = guide.place[counted[-1].id] if counted else -1
    return Progress(
        guide,
        number,
        MappingProxyType(marks),
        frozenset(event.note for event in lived if event.do == "read" and event.number == number),
        any(event.do == "told" and event.seen for event in lived)
        or any(_is_complete(counting, its_marks) for its_marks in passes.values()),
        still_open[0].id if still_open else None,
        max(watched, key=watched.__getitem__, default=None),
        Tally(
            len(counted),
            len(counted) + len(still_open),
            sum(_left(entry, marks.get(entry.id)) for entry in still_open),
            sum(guide.place[entry.id] < furthest for entry in still_open),
        ),
    )


def _is_complete(counting: Iterable[Entry], marks: Mapping[str, Event]) -> bool:
    return all(entry.id in marks and marks[entry.id].do != "stopped" for entry in counting)


def _left(entry: Entry, mark: Event | None) -> int:
    return max(0, entry.seconds - (mark.position if mark else 0))

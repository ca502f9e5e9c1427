"""The passes: what stands of each viewing of the guide. Derived from the journal, never saved."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.domain.dates import evening
from tracker.domain.guide import Entry, Guide
from tracker.domain.journal import FORGOTTEN, Event, Journal
from tracker.domain.union import Fields, Json

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.

MARKS = frozenset({"watched", "skipped", "stopped"})
"""What an entry can be marked as."""
TAKE_BACK = frozenset({"cleared", "remarked", "chose"})
"""What can take back the events that it names."""


class Pass(NamedTuple):
    """One viewing of the guide. Its entries are ids: the guide may no longer have some of them."""

    number: int
    marks: Mapping[str, Event]
    """The mark of each marked entry: the latest ``watched`` that stands, else the latest mark."""
    since: Mapping[str, str]
    """The id of the event that first made each entry watched: changing a date changes no order."""
    remarks: Mapping[str, tuple[Event, ...]]
    """The viewer's remark on each entry. Two stand if two machines wrote at once."""
    ratings: Mapping[str, int]
    """The viewer's rating of each entry, 1 to 10."""
    read: frozenset[str] = frozenset()
    """The ids of the notes that were shown in this pass."""
    levels: tuple[str, ...] = ()
    """The spoiler levels chosen in this pass: several stand if two machines chose at once."""

    @property
    def watched(self) -> Mapping[str, Event]:
        """The mark of each watched entry."""
        return {entry: mark for entry, mark in self.marks.items() if mark.do == "watched"}

    def to_watch(self, guide: Guide) -> list[Entry]:
        """What is still to be watched to its end: neither watched, skipped nor left out."""
        marks = self.marks
        return [
            entry
            for entry in guide.entries
            if entry.advice != "skip" and (entry.id not in marks or marks[entry.id].do == "stopped")
        ]

    def is_done(self, guide: Guide) -> bool:
        """Whether it was watched to its end: nothing is open, and the last that counts is watched.

        Skipping everything does not finish it.
        """
        counted = (entry.id for entry in reversed(guide.entries) if entry.advice == "watch")
        last = next(counted, None)
        return (last is None or bool(self.viewing(last))) and not self.to_watch(guide)

    def viewing(self, entry: str) -> Event | None:
        """The mark of an entry, if it was watched."""
        mark = self.marks.get(entry)
        return mark if mark and mark.do == "watched" else None


class _Growing:
    """A pass, while its events are taken in order."""

    def __init__(self) -> None:
        self.marks: dict[str, Event] = {}
        self.since: dict[str, str] = {}
        self.remarks: dict[str, tuple[Event, ...]] = {}
        self.ratings: dict[str, int] = {}
        self.read: set[str] = set()
        self.levels: list[str] = []

    def take(self, event: Event) -> None:
        entry = event.entry
        if event.do == "watched":
            self.since.setdefault(entry, event.id)
            self.marks[entry] = event
        elif event.do in MARKS:
            # Whoever stopped or skipped it on another machine did not know it was watched.
            if entry not in self.since:
                self.marks[entry] = event
        elif event.do == "remarked":
            if event.text:
                self.remarks[entry] = (*self.remarks.get(entry, ()), event)
        elif event.do == "rated":
            if event.rating:
                self.ratings[entry] = event.rating
            else:
                self.ratings.pop(entry, None)
        elif event.do == "read":
            self.read.add(event.note)
        elif event.do == "chose":
            if event.clears is None:
                # As version 1.0.0 wrote it: the last one counts.
                self.levels.clear()
            self.levels.append(event.level)


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """What neither undo nor a later event has taken back, in order."""
    lived = [event for event in events if not event.undone]
    gone = {key for event in lived if event.do in TAKE_BACK for key in event.clears or ()}
    return tuple(event for event in lived if event.id not in gone) if gone else tuple(lived)


def renamed(events: tuple[Event, ...], was: Mapping[str, str]) -> tuple[Event, ...]:
    """The events, with the present ids of entries; ``was`` maps earlier ids to these."""
    if not was:
        return events
    return tuple(
        event._replace(entry=was[event.entry]) if event.entry in was else event for event in events
    )


def to_clear(events: Iterable[Event]) -> tuple[Event, ...]:
    """What stands and can be cleared: everything but the clears themselves."""
    return tuple(event for event in standing(events) if event.do != "cleared")


def passes(lived: Iterable[Event]) -> tuple[Pass, ...]:
    """Every pass that was begun or has a mark, first to last; at least one.

    The last is the current one. A pass whose beginning was undone on one machine remains as long
    as it holds anything from another: no mark is lost.
    """
    growing: dict[int, _Growing] = {}
    begun = {1}
    for event in standing(lived):
        if event.number not in growing:
            growing[event.number] = _Growing()
        growing[event.number].take(event)
        if event.do in _BEGIN:
            begun.add(event.number)
    return tuple(_grown(number, growing.get(number) or _Growing()) for number in sorted(begun))


_BEGIN = MARKS | {"began", "remarked", "rated"}


def visible(lived: Iterable[Event]) -> object:
    """Everything the viewer sees of the passes, and the first answers, to be compared.

    A time that was given is seen; of one taken from the clock, only the evening.
    """
    lived = tuple(lived)
    answers: set[object] = {event.seen for event in standing(lived) if event.do == "told"}
    return answers, [
        (
            pass_.number,
            {
                entry: (mark.do, mark.at if mark.recorded else evening(mark.at), mark.position)
                for entry, mark in pass_.marks.items()
            },
            {entry: [event.text for event in events] for entry, events in pass_.remarks.items()},
            pass_.ratings,
        )
        for pass_ in passes(lived)
    ]


def going_back(journal: Journal, copy: Journal, now: str) -> list[Fields]:
    """What has to happen for everything to be as it was in a copy, which was joined before.

    For each viewer and guide that differ: what stands now and did not then is cleared; what stood
    then and no longer does is recorded anew, unless it is forgotten.
    """
    happened: list[Fields] = []
    for guide, who in journal.lives():
        lived = journal.lived(guide, who)
        origins = _origins(lived)
        stands, stood = (
            {origins.get(event.id, event.id): event for event in to_clear(events)}
            for events in (lived, copy.lived(guide, who))
        )
        new: list[Json] = [event.id for origin, event in stands.items() if origin not in stood]
        if new:
            whose: Fields = {"who": who} if who else {}
            number = max(event.number for event in stands.values())
            fields: Fields = {"do": "cleared", "guide": guide, "pass": number, "at": now}
            happened.append({**fields, "clears": new, **whose})
        happened += [
            copy.anew(event.id, now)
            for origin, event in stood.items()
            if origin not in stands and journal.events[event.id] != FORGOTTEN
        ]
    return happened


def _origins(lived: Iterable[Event]) -> dict[str, str]:
    """For each event, the one that it goes back to through any number of redos."""
    again = {event.id: event.again for event in lived}
    origins = {}
    for event_id in again:
        origin, passed = event_id, {event_id}
        # A missing event is as good as the first; events that redo each other have no first.
        while (before := again[origin]) in again and before not in passed:
            passed.add(before)
            origin = before
        origins[event_id] = origin
    return origins


def _grown(number: int, growing: _Growing) -> Pass:
    return Pass(
        number,
        growing.marks,
        growing.since,
        growing.remarks,
        growing.ratings,
        frozenset(growing.read),
        tuple(growing.levels),
    )

"""The passes: what stands of each viewing of the guide. Derived from the journal, never saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.domain.journal import MARKS, TAKE_BACK, Event


class Pass(NamedTuple):
    """One viewing of the guide. Its entries are ids: the guide may know some no more."""

    number: int
    marks: Mapping[str, Event]
    """The standing mark of each marked entry: the latest that was not taken back."""
    watched: Mapping[str, Event]
    """The latest standing ``watched`` of each entry, also of one that was stopped again since."""
    since: Mapping[str, str]
    """The id under which each watched entry came to be watched; a later date changes no order."""
    remarks: Mapping[str, tuple[Event, ...]]
    """What the viewer wrote on each entry. Two stand where two machines wrote at once."""
    ratings: Mapping[str, int]
    """What the viewer gave each entry, 1 to 10."""
    read: frozenset[str] = frozenset()
    """The ids of the notes that were shown in this pass."""
    level: str = ""
    """The spoiler level chosen in this pass, empty if none was."""


class _Growing:
    """A pass while its events are gone through in order."""

    def __init__(self) -> None:
        self.marks: dict[str, Event] = {}
        self.watched: dict[str, Event] = {}
        self.since: dict[str, str] = {}
        self.remarks: dict[str, tuple[Event, ...]] = {}
        self.ratings: dict[str, int] = {}
        self.read: set[str] = set()
        self.level = ""

    def take(self, event: Event) -> None:
        entry = event.entry
        if event.do in MARKS:
            before = self.marks.get(entry)
            if event.do == "watched":
                self.watched[entry] = event
                if before is None or before.do != "watched":
                    self.since[entry] = event.id
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
            self.level = event.level


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """What neither undo nor a later word of the viewer has taken back, in order."""
    lived = [event for event in events if not event.undone]
    gone = {one for event in lived if event.do in TAKE_BACK for one in event.clears}
    return tuple(event for event in lived if event.id not in gone) if gone else tuple(lived)


def passes(lived: Iterable[Event]) -> tuple[Pass, ...]:
    """Every pass that was begun or has a mark, first to last; at least one.

    The last is the current one. A pass whose beginning was undone on one machine goes on while
    there is anything in it from another: no mark is lost.
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


def _grown(number: int, one: _Growing) -> Pass:
    return Pass(
        number,
        one.marks,
        one.watched,
        one.since,
        one.remarks,
        one.ratings,
        frozenset(one.read),
        one.level,
    )

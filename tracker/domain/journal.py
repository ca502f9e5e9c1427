"""The journal: everything that ever happened. Journals of two machines join without loss.

An event is kept as the JSON object it was saved as, so that whatever a later version wrote is
carried along untouched. Its id is a Lamport number (L. Lamport, "Time, Clocks, and the Ordering
of Events in a Distributed System", 1978) and eight random hex digits: the order of ids is the
order in which things happened, whatever the clocks said.

Undo writes its moment, an id of the same form, into the event; redo records the event anew and
names the old one. Both stacks are therefore derived, never saved, and survive a restart and a
join.

Of a forgotten event only the id stays, with the text `FORGOTTEN` in place of its object. A join
ranks a text above an object, so that versions that know nothing of this carry it along.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import inf
from types import MappingProxyType
from typing import Any, NamedTuple

from tracker.domain.union import Fields, Json, filled, join

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.

FORGOTTEN = "forgotten"
"""What stands in place of an event that the viewer wanted forgotten."""

_ID = r"[0-9]{8}-[0-9a-f]{8}"
_HIGHEST = 90_000_000
"""No life has that many events: a number from here on was made up, and counting ignores it.

So no number ever outgrows its eight digits, and ids sort in the order they count.
"""


class Event(NamedTuple):
    """One thing that happened, as far as this version understands it."""

    id: str
    do: str = ""
    """``watched``, ``skipped``, ``stopped``, ``cleared``, ``remarked``, ``rated``, ``began`` (a
    pass), ``read`` (a note), ``told`` (seen before), ``chose`` (a spoiler level)."""
    guide: str = ""
    who: str = ""
    """The profile; empty for the owner of the file."""
    number: int = 1
    """The pass."""
    entry: str = ""
    note: str = ""
    at: str = ""
    """When it happened: ISO 8601, local time with its offset, or a date alone."""
    recorded: str = ""
    """When it was recorded, if ``at`` was given or comes from an earlier event."""
    position: int = 0
    """Where it was stopped, in seconds."""
    clears: tuple[str, ...] | None = None
    """The ids of what a ``cleared`` takes back, or of what a ``remarked`` or a ``chose`` replaces.

    None if there is no such field: a ``chose`` of version 1.0.0 replaces all before it.
    """
    batch: str = ""
    """Shared by events that undo as one step."""
    again: str = ""
    """The id of the undone event that this one redoes."""
    undone: str = ""
    """When it was undone, as an id; empty while it stands."""
    seen: bool = False
    """In a ``told``: the viewer had finished the guide before the journal began."""
    text: str = ""
    """In a ``remarked``: the viewer's words; empty if it removes them."""
    rating: int = 0
    """In a ``rated``: 1 to 10; 0 if it removes the rating."""
    level: str = ""
    """In a ``chose``: the spoiler level."""
    source: str = ""
    """What an imported event was where it came from: ``trakt:12152226901``. Saved as ``from``.

    Whoever imports today what was watched elsewhere knows it all: no note is shown for it.
    """

    @property
    def step(self) -> str:
        """The id of the step that it belongs to, which undo takes back as a whole."""
        return self.batch or self.id


Understood = dict[str, tuple[Json, Event | None]]
"""Events by id, as they were saved and as they are understood."""


class Journal(NamedTuple):
    """All events by id, and what else the file says. A value: a change makes another."""

    events: Mapping[str, Json] = MappingProxyType({})
    rest: Mapping[str, Json] = MappingProxyType({})
    """Fields beside the events that a later version wrote."""

    def recorded(self, happened: Sequence[Fields], random: Iterable[str]) -> "Journal":
        """This journal and what happened now, each under a fresh id.

        ``random`` gives eight hex digits at a time. Events recorded together become one step for
        undo.
        """
        number = self._next_number()
        events = dict(self.events)
        digits = iter(random)
        batch = ""
        for fields in happened:
            event_id = f"{number:08d}-{next(digits)}"
            event = dict(fields)
            if len(happened) > 1:
                batch = batch or event_id
                event["batch"] = batch
            events[event_id] = event
            number += 1
        return self._replace(events=events)

    def undone(self, ids: Iterable[str], digits: str) -> "Journal":
        """This journal with those events undone now."""
        stamp = f"{self._next_number():08d}-{digits}"
        events = dict(self.events)
        for event_id in ids:
            event = events[event_id]
            if isinstance(event, dict):
                events[event_id] = {**event, "undone": stamp}
        return self._replace(events=events)

    def anew(self, event_id: str, now: str) -> dict[str, Json]:
        """What has to be recorded for an event that was taken back to happen again."""
        saved = self.events[event_id]
        fields = dict(saved) if isinstance(saved, dict) else {}
        for gone in ("undone", "batch"):
            fields.pop(gone, None)
        return {**fields, "again": event_id, "recorded": now}

    def of_steps(self, steps: Collection[str]) -> tuple[str, ...]:
        """The ids of all events of those steps, of any viewer and guide."""
        return tuple(
            key
            for key, event in self.events.items()
            # Hardly any event is asked for its batch: there may be decades of them.
            if isinstance(event, dict)
            and ("batch" in event or key in steps)
            and (_text(event.get("batch")) or key) in steps
        )

    def undone_at(self, stamp: str) -> tuple[str, ...]:
        """The ids of all events that were undone at a moment, in order."""
        return tuple(
            key
            for key, event in sorted(self.events.items())
            if isinstance(event, dict) and event.get("undone") == stamp
        )

    def lives(self) -> tuple[tuple[str, str], ...]:
        """Every guide and viewer that has events: its id, and the name as it was first written."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for event_id, event in sorted(self.events.items()):
            if (known := _event(event_id, event)) and known.do:
                found.setdefault((known.guide, profile_key(known.who)), (known.guide, known.who))
        return tuple(found.values())

    def joined(self, other: "Journal") -> "Journal":
        """Both journals in one. Order, repetition and grouping make no difference."""
        events = join(dict(self.events), dict(other.events))
        rest = join(dict(self.rest), dict(other.rest))
        assert isinstance(events, dict)  # noqa: S101  # tells the type check what join promises
        assert isinstance(rest, dict)  # noqa: S101  # the same
        return Journal(events, rest)

    def filled(self, other: "Journal") -> "Journal":
        """This journal, and what it lacks from the other: of a value that both have, this one's.

        What is forgotten on either side is forgotten.
        """
        events = filled(self.events, other.events, FORGOTTEN)
        return Journal(events, filled(self.rest, other.rest))

    def without(self, ids: Iterable[str]) -> "Journal":
        """This journal with those events forgotten."""
        return self._replace(events={**self.events, **dict.fromkeys(ids, FORGOTTEN)})

    def forgotten(self) -> frozenset[str]:
        """The ids of the events that are forgotten."""
        if FORGOTTEN not in self.events.values():
            return frozenset()
        return frozenset(key for key, event in self.events.items() if event == FORGOTTEN)

    def lived(
        self, guide: str, who: str, understood: Understood | None = None
    ) -> tuple[Event, ...]:
        """A profile's events for a guide, in the order they were recorded, undone ones too.

        ``understood`` remembers each event for the next time.
        """
        viewer, known = profile_key(who), {} if understood is None else understood
        lived = []
        for event_id in sorted(self.events):
            saved = self.events[event_id]
            before = known.get(event_id)
            if before is None or before[0] is not saved:
                before = known[event_id] = saved, _event(event_id, saved)
            event = before[1]
            if (
                event is not None
                and event.guide == guide
                and (event.who == who or profile_key(event.who) == viewer)
            ):
                lived.append(event)
        return tuple(lived)

    def profiles(self) -> tuple[str, ...]:
        """The names of all who have events, each as it was first written; the owner's is empty."""
        names: dict[str, str] = {}
        for _, who in self.lives():
            names.setdefault(profile_key(who), who)
        return tuple(names.values())

    def _next_number(self) -> int:
        # Hardly any event is undone, and there may be decades of them.
        undone = [
            event["undone"]
            for event in self.events.values()
            if isinstance(event, dict) and "undone" in event
        ]
        stamps = [stamp for stamp in undone if isinstance(stamp, str)]
        return 1 + max(_greatest(self.events), _greatest(stamps))


def profile_key(name: str) -> str:
    """What makes a profile's name unique: neither its case nor its encoding counts."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", folded)


def _greatest(stamps: Collection[str]) -> int:
    """The greatest number among these stamps; 0 for anything else."""
    # Stamps sort by number, so nearly always the last of all has the greatest.
    return _number(max(stamps, default="")) or max(map(_number, stamps), default=0)


def _number(stamp: str) -> int:
    number = int(stamp[:8]) if re.fullmatch(_ID, stamp) else 0
    return number if number < _HIGHEST else 0


def _event(event_id: str, saved: Json) -> Event | None:
    """The event as this version understands it; None if it cannot."""
    if not isinstance(saved, dict):
        return None
    values: list[Any] = [event_id, *_BLANK]
    for name, value in saved.items():
        if name in _TEXTS:
            if isinstance(value, str):
                values[_TEXTS[name]] = value
        elif name in _NUMBERS:
            place, most = _NUMBERS[name]
            if type(value) is int and 1 <= value <= most:
                values[place] = value
        elif name == "clears" and isinstance(value, list):
            values[_CLEARS] = tuple(event_id for event_id in value if isinstance(event_id, str))
        elif name == "seen":
            values[_SEEN] = value is True
    # Years of events are read at every start: this takes half as long as passing each field.
    return tuple.__new__(Event, values)


_BLANK = Event("")[1:]
_PLACE = {name: place for place, name in enumerate(Event._fields)}
_TEXTS = {
    name: _PLACE[name]
    for name in (
        "do", "guide", "who", "entry", "note", "at", "recorded", "batch", "again", "undone", "text",
        "level",
    )
}  # fmt: skip
_NUMBERS = {
    "pass": (_PLACE["number"], inf),
    "position": (_PLACE["position"], inf),
    "rating": (_PLACE["rating"], 10),
}
_TEXTS["from"] = _PLACE["source"]
_CLEARS, _SEEN = _PLACE["clears"], _PLACE["seen"]


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""

"""What there is to say about the file and all its copies; nothing here writes."""

from typing import NamedTuple

from tracker.domain.journal import FORGOTTEN
from tracker.domain.union import Json
from tracker.storage.beside import Taken
from tracker.storage.copies import Copy, Stray
from tracker.storage.document import Reading

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.


class Examination(NamedTuple):
    """The state of the file and of its copies."""

    exists: bool
    file: Reading
    copies: list[Copy]
    beside: Taken
    """What lies beside the file."""
    missing: int
    """Events that this machine remembers and the file lacks."""
    differing: list[str]
    """Events that differ in a copy, as after a flipped bit or an edit."""
    unsaved: int
    """How many files of unsaved marks are still to be joined."""
    mirror: str
    """What is wrong with the mirror; empty if nothing is."""


def lacking(file: Reading, copies: list[Copy], unsaved: list[Stray]) -> int:
    """How many events this machine remembers that the file lacks."""
    remembered = [copy.journal.events for copy in copies if copy.name == "mirror"]
    remembered += [stray.journal.events for stray in unsaved]
    return len({key for events in remembered for key in events} - set(file.journal.events))


def differing(file: Reading, copies: list[Copy]) -> list[str]:
    """The events that differ between a copy and the file."""
    held = file.journal.events
    return sorted(
        {
            key
            for copy in copies
            for key, event in copy.journal.events.items()
            if FORGOTTEN not in (event, held.get(key, FORGOTTEN))
            and _content(event) != _content(held[key])
        }
    )


def _content(event: Json) -> Json:
    """An event without its undoing, which comes later and so is not a difference."""
    if isinstance(event, dict):
        return {key: value for key, value in event.items() if key != "undone"}
    return event

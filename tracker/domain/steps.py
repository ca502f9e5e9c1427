"""Undo and redo: the steps that were done and undone, derived from the events, never saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tracker.domain.journal import Event
from tracker.domain.passes import TAKE_BACK, visible

UNDOABLE = frozenset({"watched", "skipped", "stopped", "rated", "began", "told"}) | (
    TAKE_BACK - {"chose"}
)


class Steps(NamedTuple):
    """The steps that undo and redo can take, the next one last."""

    undo: tuple[tuple[Event, ...], ...]
    redo: tuple[tuple[Event, ...], ...]
    """What was undone in one go, be it several steps, is redone in one go."""
    heirs: Mapping[str, Sequence[str]]
    """From the id of a redone event to those of the events it became: one a machine.

    No event is ever changed, so to redo is to do again, and two machines may both have. A clear
    that named the first must name what stands for it now.
    """


def steps(events: Iterable[Event]) -> Steps:
    """Both stacks, by living through the events and their undoing in order.

    A new mark empties the redo stack, as everywhere; a first answer given anew does not.
    """
    done = sorted(event for event in events if event.do in UNDOABLE)
    # Whatever the stamps say: nothing is undone before it was done.
    to_come = sorted((max(event.undone, event.id), event) for event in done if event.undone)
    undone = {event.id: event.undone for _, event in to_come}
    to_come.reverse()
    undo: dict[str, list[Event]] = {}
    redo: dict[str, list[Event]] = {}
    heirs: dict[str, list[str]] = {}

    def take_back(until: str | None) -> None:
        while to_come and (until is None or to_come[-1][0] < until):
            _, event = to_come.pop()
            undo.pop(event.step, None)
            redo.setdefault(event.undone, []).append(event)

    for event in done:
        take_back(event.id)
        undo.setdefault(event.step, []).append(event)
        if event.again:
            heirs.setdefault(event.again, []).append(event.id)
            redo.pop(undone.get(event.again, ""), None)
        elif event.do != "told":
            redo.clear()
    take_back(None)
    return Steps(tuple(map(tuple, undo.values())), tuple(map(tuple, redo.values())), heirs)


def to_undo(lived: Sequence[Event]) -> tuple[tuple[Event, ...], ...]:
    """The steps that undo takes back next: the last, and those before it up to one that shows.

    Where two machines did the same, or one outranks the other, taking back the later of the two
    changes nothing that the viewer could see. Empty when no step is left that would.
    """
    undo, taken, touched = steps(lived).undo, set[str](), set[int]()
    for at in reversed(range(len(undo))):
        taken |= {event.id for event in undo[at]}
        touched |= _touched(lived, undo[at])
        # No other pass can look different, and there may be decades of them.
        near = [
            event
            for event in lived
            if event.number in touched or event.do in TAKE_BACK or event.do == "told"
        ]
        if visible(event for event in near if event.id not in taken) != visible(near):
            return undo[at:]
    return ()


def _touched(lived: Sequence[Event], step: Sequence[Event]) -> set[int]:
    """The numbers of the passes that are as they are because of a step."""
    numbers = {event.number for event in step}
    if named := {key for event in step for key in event.clears or ()}:
        numbers |= {event.number for event in lived if event.id in named}
    return numbers


def heirs_of(event_id: str, heirs: Mapping[str, Sequence[str]], since: str = "") -> set[str]:
    """The events that stand for this one after all redoing since a moment, given as an id.

    The event itself, if it was not redone since.
    """
    found, follow, stand = {event_id}, [event_id], set()
    while follow:
        here = follow.pop()
        later = [heir for heir in heirs.get(here, ()) if heir > since]
        if not later:
            stand.add(here)
        fresh = [heir for heir in later if heir not in found]
        found.update(fresh)
        follow += fresh
    return stand or found

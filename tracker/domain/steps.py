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
    acts: list[tuple[str, bool, Event]] = []
    for event in events:
        if event.do in UNDOABLE:
            acts.append((event.id, False, event))
            if event.undone:
                # Whatever the stamps say: nothing is undone before it was done.
                acts.append((max(event.undone, event.id), True, event))
    undone = {event.id: event.undone for _, _, event in acts}
    undo: dict[str, list[Event]] = {}
    redo: dict[str, list[Event]] = {}
    heirs: dict[str, list[str]] = {}
    for _, undoing, event in sorted(acts):
        if undoing:
            undo.pop(event.step, None)
            redo.setdefault(event.undone, []).append(event)
            continue
        undo.setdefault(event.step, []).append(event)
        if event.again:
            heirs.setdefault(event.again, []).append(event.id)
            redo.pop(undone.get(event.again, ""), None)
        elif event.do != "told":
            redo.clear()
    return Steps(tuple(map(tuple, undo.values())), tuple(map(tuple, redo.values())), heirs)


def to_undo(lived: Sequence[Event]) -> tuple[tuple[Event, ...], ...]:
    """The steps that undo takes back next: the last, and those before it up to one that shows.

    Where two machines did the same, or one outranks the other, taking back the later of the two
    changes nothing that the viewer could see. Empty when no step is left that would.
    """
    undo, now = steps(lived).undo, visible(lived)
    taken = set[str]()
    for at in reversed(range(len(undo))):
        taken |= {event.id for event in undo[at]}
        if visible(event for event in lived if event.id not in taken) != now:
            return undo[at:]
    return ()


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

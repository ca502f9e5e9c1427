"""Which entries on which evening: a plan for what is left of the pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tracker.domain.guide import Entry
from tracker.domain.outlook import evenings
from tracker.domain.progress import Progress


class Planned(NamedTuple):
    """One evening of a plan."""

    day: date
    entries: tuple[Entry, ...]
    seconds: int
    """What is left of these entries."""
    begins: tuple[str, ...]
    """The names of the parts that begin that evening."""
    is_last: bool
    """The pass is done after it."""


Plan = tuple[Planned, ...]
"""The evenings with something to watch, first to last."""


def made(progress: Progress, today: date, wish: date | int) -> Plan:
    """The plan for being done by a day, or for that many entries a week."""
    if isinstance(wish, int):
        return per_week(progress, today, wish)
    return by(progress, today, wish)


def by(progress: Progress, today: date, last: date) -> Plan:
    """Everything that is left, spread by running time over the evenings up to a day.

    It begins today, or tomorrow if something was already watched today and the plan allows it.
    """
    first = _first(progress, today)
    if first > last:
        first = today
    days = (last - first).days + 1
    left = _left(progress)
    total = sum(seconds for _, seconds in left)
    evening_of, before = [], 0
    for _, seconds in left:
        # By its middle, so that each entry falls on the evening that holds most of it.
        middle = (2 * before + seconds) * days // (2 * total) if total else 0
        evening_of.append(min(middle, days - 1))
        before += seconds
    return _planned(progress, first, left, evening_of)


def per_week(progress: Progress, today: date, entries: int) -> Plan:
    """Everything that is left, that many entries in every seven evenings."""
    left = _left(progress)
    days = [at * 7 // entries for at in range(len(left))]
    return _planned(progress, _first(progress, today), left, days)


def _first(progress: Progress, today: date) -> date:
    return today + timedelta(days=today in evenings(progress).values())


def _left(progress: Progress) -> list[tuple[Entry, int]]:
    """Each open entry and what is left of it in seconds."""
    return [
        (entry, progress.left(entry)) for entry in progress.guide.entries if progress.is_open(entry)
    ]


def _planned(
    progress: Progress, first: date, left: Sequence[tuple[Entry, int]], evening_of: Sequence[int]
) -> Plan:
    evenings: dict[int, list[tuple[Entry, int]]] = {}
    for entry, at in zip(left, evening_of, strict=True):
        evenings.setdefault(at, []).append(entry)
    begun = {entry.part for entry in progress.guide.entries if entry.id in progress.marks}
    names = {part.id: part.name for part in progress.guide.parts}
    planned = []
    for at, some in evenings.items():
        entries = tuple(entry for entry, _ in some)
        new = dict.fromkeys(entry.part for entry in entries if entry.part not in begun)
        begun |= new.keys()
        planned.append(
            Planned(
                first + timedelta(days=at),
                entries,
                sum(seconds for _, seconds in some),
                tuple(names[part] for part in new),
                entries[-1] == left[-1][0],
            )
        )
    return tuple(planned)

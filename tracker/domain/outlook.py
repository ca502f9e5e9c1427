"""Questions about time: the last evening, and what a pass took."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from tracker.domain.guide import Entry
from tracker.domain.progress import Progress, State

LATEST_HOUR = 5
"""What is watched before five in the morning belongs to the evening before."""


class LastTime(NamedTuple):
    """What was watched on the last evening."""

    evening: date
    watched: tuple[Entry, ...]
    """In the order of the guide."""
    stopped: Entry | None
    """The one that was stopped that evening, and still is."""


class Figures(NamedTuple):
    """What a pass took."""

    entries: int
    seconds: int
    evenings: int
    first: date | None
    last: date | None


def evening(at: str) -> date | None:
    """The evening an event's time belongs to, in the zone it was recorded in.

    None for what is no date.
    """
    try:
        if len(at) <= len("2026-11-22"):
            return date.fromisoformat(at)
        return (
            datetime.fromisoformat(at).replace(tzinfo=None) - timedelta(hours=LATEST_HOUR)
        ).date()
    except (ValueError, OverflowError):
        return None


def last_time(progress: Progress) -> LastTime | None:
    """The last evening of this pass; None if nothing has a date."""
    evenings = {
        entry: when
        for entry, mark in progress.marks.items()
        if mark.do != "skipped" and (when := evening(mark.at))
    }
    if not evenings:
        return None
    last = max(evenings.values())
    entries = [entry for entry in progress.guide.entries if evenings.get(entry.id) == last]
    stopped = [entry for entry in entries if progress.state(entry) is State.STOPPED]
    return LastTime(
        last,
        tuple(entry for entry in entries if progress.state(entry) is State.WATCHED),
        max(stopped, key=lambda entry: progress.marks[entry.id].id, default=None),
    )


def figures(progress: Progress) -> Figures:
    """What this pass took so far: everything watched, left-out entries too."""
    watched = [entry for entry in progress.guide.entries if progress.state(entry) is State.WATCHED]
    evenings = {when for entry in watched if (when := evening(progress.marks[entry.id].at))}
    return Figures(
        len(watched),
        sum(entry.seconds for entry in watched),
        len(evenings),
        min(evenings, default=None),
        max(evenings, default=None),
    )

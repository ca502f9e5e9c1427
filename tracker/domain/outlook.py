"""Questions about time: the last evening, the pace, and what a pass took."""

from collections import Counter
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from tracker.domain.dates import AnyDate, dated, evening, extent, in_order
from tracker.domain.guide import Entry
from tracker.domain.progress import Progress, State

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.

PACE_EVENINGS = 7
"""How many of the last evenings the pace is taken from."""
PACE_DAYS = 28
"""An evening longer ago than that says nothing about the pace now."""
FARTHEST = 3650
"""Days; there is no forecast beyond that."""


class LastTime(NamedTuple):
    """What was watched on the last evening."""

    evening: AnyDate
    """As exact as it is: where no day is known, the latest month or year."""
    watched: tuple[Entry, ...]
    """In the order of the guide."""
    stopped: Entry | None
    """The one that was stopped that evening, and still is."""


class Figures(NamedTuple):
    """What a pass took."""

    entries: int
    seconds: int
    evenings: int
    """Those that are known to the day."""
    first: AnyDate | None
    last: AnyDate | None


def evenings(progress: Progress) -> dict[str, date]:
    """The evening of each watched or stopped entry of this pass, for those that have one."""
    return {
        entry: when
        for entry, mark in progress.marks.items()
        if mark.do != "skipped" and (when := evening(mark.at))
    }


def done_on(progress: Progress, today: date, left: int | None = None) -> date | None:
    """The day on which the pass is done at the pace of the last evenings; None if there is none.

    ``left`` are the seconds to be done by then, if not all that are left of the pass. The pace is
    all that was watched on these evenings over the days from the first of them to today; a day that
    has seen nothing yet counts only once it is over. One evening makes no pace.
    """
    recent = {
        entry: when
        for entry, when in evenings(progress).items()
        if 0 <= (today - when).days <= PACE_DAYS
    }
    last = sorted(set(recent.values()))[-PACE_EVENINGS:]
    left = progress.tally.left if left is None else left
    if len(last) < 2 or not left:
        return None
    seconds = sum(_seen(progress, entry) for entry, when in recent.items() if when >= last[0])
    has_begun = last[-1] == today
    days = (today - last[0]).days + has_begun
    if not seconds:
        return None
    needed = -(-left * days // seconds)
    ahead = needed if has_begun else needed - 1
    return today + timedelta(days=ahead) if ahead <= FARTHEST else None


def part_done_on(progress: Progress, today: date) -> date | None:
    """The day on which the part that the viewer is in is done at that pace."""
    if progress.next_up is None:
        return None
    part = progress.guide.entry(progress.next_up).part
    left = sum(
        progress.left(entry)
        for entry in progress.guide.entries
        if entry.part == part and progress.is_open(entry)
    )
    return done_on(progress, today, left)


def tonight(progress: Progress) -> tuple[Entry, ...]:
    """What comes next, as much of it as is usually watched on one of the last evenings."""
    a_day = Counter(sorted(evenings(progress).values()))
    many = sorted(list(a_day.values())[-PACE_EVENINGS:]) or [1]
    following = (entry for entry in progress.guide.entries if progress.is_open(entry))
    up = progress.next_up and progress.guide.place[progress.next_up]
    return tuple(
        islice(
            (entry for entry in following if progress.guide.place[entry.id] >= (up or 0)),
            many[len(many) // 2],
        )
    )


def here_before(progress: Progress) -> tuple[date, int, int] | None:
    """When the pass before had come as far as this one, on which of its days, and on which now.

    None where that pass had not, or a day is not known.
    """
    if len(progress.passes) < 2 or not progress.latest:
        return None
    *_, before, now = progress.passes
    days = []
    for pass_ in (before, now):
        mark = pass_.viewing(progress.latest)
        when = mark and evening(mark.at)
        known = [day for each in pass_.watched.values() if (day := evening(each.at))]
        if when is None:
            return None
        days.append((when, (when - min(known)).days + 1))
    (when, then), (_, now_) = days
    return when, then, now_


def last_time(progress: Progress, today: date) -> LastTime | None:
    """The last evening of this pass that is not still to come; None if nothing has a date.

    Where a clock was wrong, and all of them are, it is the first of these.
    """
    known = {
        entry: when
        for entry, mark in progress.marks.items()
        if mark.do != "skipped" and (when := dated(mark.at))
    }
    if not known:
        return None
    past = [when for when in known.values() if in_order(when) <= in_order(today)]
    last = max(past, key=in_order) if past else min(known.values(), key=in_order)
    entries = [entry for entry in progress.guide.entries if known.get(entry.id) == last]
    stopped = [entry for entry in entries if progress.state(entry) is State.STOPPED]
    return LastTime(
        last,
        tuple(entry for entry in entries if progress.state(entry) is State.WATCHED),
        max(stopped, key=lambda entry: progress.marks[entry.id].id, default=None),
    )


def figures(progress: Progress) -> Figures:
    """What this pass took so far: everything watched, left-out entries too."""
    watched = [entry for entry in progress.guide.entries if progress.state(entry) is State.WATCHED]
    days = {when for entry in watched if (when := dated(progress.marks[entry.id].at))}
    return Figures(
        len(watched),
        sum(entry.seconds for entry in watched),
        sum(isinstance(when, date) for when in days),
        *extent(days),
    )


def _seen(progress: Progress, entry_id: str) -> int:
    mark, seconds = progress.marks[entry_id], progress.guide.entry(entry_id).seconds
    return min(mark.position, seconds) if mark.do == "stopped" else seconds

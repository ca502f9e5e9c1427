"""What was watched when, over all passes: evenings, weeks, streaks, and the walk of each pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from tracker.domain.dates import LATEST_HOUR, AnyDate, PartialDate, dated, evening, extent, in_order
from tracker.domain.guide import Entry, Guide
from tracker.domain.passes import Pass

DAY = timedelta(days=1)


class Evening(NamedTuple):
    """What was watched on one evening."""

    day: date
    entries: tuple[Entry, ...]
    """In the order of the guide; one that was watched in two passes stands twice."""
    seconds: int


class Streak(NamedTuple):
    """Evenings without a day between them."""

    days: int
    last: date


class Usual(NamedTuple):
    """When the viewer usually watches."""

    weekday: int | None
    """0 is Monday; None while no day of the week stands out."""
    minute: int | None
    """Minutes after midnight, past 1440 for what counts as the evening before; None if no mark has
    a time of day."""


class Diary(NamedTuple):
    """One pass in figures."""

    number: int
    entries: int
    seconds: int
    remarks: int
    ratings: tuple[int, ...]
    first: AnyDate | None
    last: AnyDate | None
    done: bool
    """Nothing is left to watch in it."""
    walk: tuple[tuple[int, int], ...]
    """How many entries were watched by the end of each day; day 0 is the first evening.

    Only what is known to the day is drawn.
    """

    @property
    def length(self) -> int:
        """Days from the first evening to the last, both counted; 0 where one is not known."""
        if not (isinstance(self.first, date) and isinstance(self.last, date)):
            return 0
        return (self.last - self.first).days + 1


class History(NamedTuple):
    """Everything a viewer has watched of a guide."""

    evenings: Mapping[date, Evening]
    """By day, first to last. What is not known to the day is not among them."""
    without_day: Mapping[PartialDate, tuple[Entry, ...]]
    """What was watched in a month or a year of which no more is known, first to last."""
    entries: int
    """Every viewing of an entry, dated or not; so with the seconds."""
    seconds: int
    diaries: tuple[Diary, ...]
    longest: Evening | None
    """The evening on which most was watched, the earliest of equals."""
    streak: Streak | None
    """The longest, the latest of equals."""
    usual: Usual
    order: tuple[Entry, ...]
    """The entries of the guide, in order."""

    def current_streak(self, today: date) -> int:
        """Evenings in a row up to today, or to yesterday while today is not over."""
        length, last = 0, today.toordinal()
        days = {day.toordinal() for day in self.evenings}
        last -= last not in days
        while last - length in days:
            length += 1
        return length

    def since_last(self, today: date) -> int | None:
        """Days since the last evening; None before the first."""
        past = [day for day in self.evenings if day <= today]
        return (today - past[-1]).days if past else None

    def week(self, monday: date) -> int:
        """How many entries were watched in the week that begins on a Monday."""
        first = monday.toordinal()
        return sum(
            len(evening.entries)
            for day, evening in self.evenings.items()
            if first <= day.toordinal() < first + 7
        )


def history(guide: Guide, passes: Sequence[Pass]) -> History:
    """The history of these passes. Entries that the guide no longer has are left out."""
    days: dict[date, list[Entry]] = {}
    without_day: dict[PartialDate, list[Entry]] = {}
    total = Counter[str]()
    minutes = []
    for pass_ in passes:
        for entry_id, mark in pass_.watched.items():
            if entry_id in guide.place:
                total[entry_id] += 1
                when = dated(mark.at)
                if isinstance(when, PartialDate):
                    without_day.setdefault(when, []).append(guide.entry(entry_id))
                elif when:
                    days.setdefault(when, []).append(guide.entry(entry_id))
                    minutes += _minute(mark.at)
    evenings = {
        day: Evening(
            day,
            _ordered(guide, days[day]),
            sum(entry.seconds for entry in days[day]),
        )
        for day in sorted(days)
    }
    return History(
        evenings,
        {when: _ordered(guide, without_day[when]) for when in sorted(without_day, key=in_order)},
        total.total(),
        sum(guide.entry(entry).seconds * times for entry, times in total.items()),
        tuple(_diary(guide, pass_) for pass_ in passes),
        max(evenings.values(), key=lambda evening: evening.seconds, default=None),
        _longest_streak(tuple(evenings)),
        Usual(_weekday(tuple(evenings)), sorted(minutes)[len(minutes) // 2] if minutes else None),
        guide.entries,
    )


def _ordered(guide: Guide, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: guide.place[entry.id]))


def _diary(guide: Guide, pass_: Pass) -> Diary:
    watched = {entry: mark for entry, mark in pass_.watched.items() if entry in guide.place}
    days = Counter(when for mark in watched.values() if (when := evening(mark.at)))
    first, last = extent({known for mark in watched.values() if (known := dated(mark.at))})
    walk, reached = [], 0
    for day in sorted(days):
        reached += days[day]
        walk.append(((day - min(days)).days, reached))
    return Diary(
        pass_.number,
        len(watched),
        sum(guide.entry(entry).seconds for entry in watched),
        sum(entry in guide.place for entry in pass_.remarks),
        tuple(given for entry, given in pass_.ratings.items() if entry in guide.place),
        first,
        last,
        pass_.is_done(guide),
        tuple(walk),
    )


def _longest_streak(days: Sequence[date]) -> Streak | None:
    best: Streak | None = None
    run = 0
    for at, day in enumerate(days):
        run = run + 1 if at and days[at - 1] == day - DAY else 1
        if best is None or run >= best.days:
            best = Streak(run, day)
    return best


def _weekday(days: Sequence[date]) -> int | None:
    """The weekday of most evenings, if it has more than any other."""
    common = Counter(day.weekday() for day in days).most_common(2)
    if not common or (len(common) == 2 and common[0][1] == common[1][1]):
        return None
    return common[0][0]


def _minute(at: str) -> list[int]:
    """The time of day of a mark in minutes, in its own zone; empty for a date alone."""
    if len(at) <= len("2026-11-22"):
        return []
    when = datetime.fromisoformat(at)
    minute = when.hour * 60 + when.minute
    return [minute + 24 * 60 if when.hour < LATEST_HOUR else minute]

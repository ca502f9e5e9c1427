"""What was watched when, over all passes: evenings, weeks, streaks, and the walk of each pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise
from typing import NamedTuple

from tracker.domain.dates import LATEST_HOUR, AnyDate, PartialDate, dated, evening, extent, in_order
from tracker.domain.guide import Entry, Guide
from tracker.domain.passes import Pass

DAY = timedelta(days=1)
FOLDED = 3
"""From so many weeks without an evening on, one line stands for them all."""


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
    ratings: Mapping[str, int]
    """What the viewer gave, by the id of the entry."""
    first: AnyDate | None
    last: AnyDate | None
    done: bool
    """Nothing is left to watch in it."""
    evenings: Mapping[date, tuple[Entry, ...]]
    """What was watched on each evening, first to last, in the order of the guide.

    What is not known to the day is not among it.
    """

    @property
    def walk(self) -> tuple[tuple[int, int], ...]:
        """How many entries were watched by the end of each evening; day 0 is the first."""
        days = [(day - next(iter(self.evenings))).days for day in self.evenings]
        return tuple(zip(days, accumulate(map(len, self.evenings.values())), strict=True))

    @property
    def without_day(self) -> int:
        """How many entries were watched on a day that is not known."""
        return self.entries - sum(map(len, self.evenings.values()))

    @property
    def length(self) -> int:
        """Days from the first evening to the last, both counted; 0 where one is not known."""
        if not (isinstance(self.first, date) and isinstance(self.last, date)):
            return 0
        return (self.last - self.first).days + 1


class Given(NamedTuple):
    """What the viewer gave in a pass, and what in one before it."""

    number: int
    """The number of the pass."""
    earlier: int
    """The number of the latest pass before it in which anything was rated; 0 where none was."""
    now: Mapping[str, int]
    """What was given in the pass, by the id of the entry."""
    then: Mapping[str, int]
    """What was given in the earlier one."""

    @property
    def latest(self) -> Mapping[str, int]:
        """What was given last to each entry."""
        return {**self.then, **self.now}

    @property
    def best(self) -> int:
        """The most that was given; 0 where nothing was rated."""
        return max(self.latest.values(), default=0)

    @property
    def otherwise(self) -> tuple[str, ...]:
        """The ids of the entries whose rating differs from the one before."""
        return tuple(at for at, given in self.now.items() if self.then.get(at, given) != given)


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
    place: Mapping[str, int]
    """Where in the order each stands."""
    weeks: Mapping[date, int]
    """How many entries were watched in each week, by its Monday; weeks without any are left out."""

    @property
    def fullest(self) -> int:
        """The most entries that were watched on one evening."""
        return max((len(evening.entries) for evening in self.evenings.values()), default=0)

    @property
    def given(self) -> Given:
        """What was given in the last pass, and what in the one before it."""
        *before, now = self.diaries
        then = next((diary for diary in reversed(before) if diary.ratings), None)
        return Given(
            now.number, then.number if then else 0, now.ratings, then.ratings if then else {}
        )

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
    weeks = Counter[date]()
    for day, watched in days.items():
        weeks[monday(day)] += len(watched)
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
        guide.place,
        weeks,
    )


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - day.weekday() * DAY


def weeks_of(diary: Diary, until: date) -> Iterator[date | int]:
    """The Mondays of the weeks of a pass, from its first evening to its last, or to a later day.

    In the place of three or more weeks without an evening stands how many they are.
    """
    mondays = [*dict.fromkeys(map(monday, diary.evenings))]
    last = max([*mondays[-1:], monday(until)])
    # The week in which the pass is now always stands, whatever was watched in it.
    standing = [*mondays, *([last] if mondays and last > mondays[-1] else [])]
    for before, week in pairwise([*standing[:1], *standing]):
        empty = (week - before).days // 7 - 1
        if empty >= FOLDED:
            yield empty
        else:
            yield from (before + 7 * DAY * ahead for ahead in range(1, empty + 1))
        yield week


def _ordered(guide: Guide, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: guide.place[entry.id]))


def _diary(guide: Guide, pass_: Pass) -> Diary:
    watched = {entry: mark for entry, mark in pass_.watched.items() if entry in guide.place}
    days: dict[date, list[Entry]] = {}
    for entry_id, mark in watched.items():
        if when := evening(mark.at):
            days.setdefault(when, []).append(guide.entry(entry_id))
    first, last = extent({known for mark in watched.values() if (known := dated(mark.at))})
    return Diary(
        pass_.number,
        len(watched),
        sum(guide.entry(entry).seconds for entry in watched),
        sum(entry in guide.place for entry in pass_.remarks),
        {entry: given for entry, given in pass_.ratings.items() if entry in guide.place},
        first,
        last,
        pass_.is_done(guide),
        {day: _ordered(guide, days[day]) for day in sorted(days)},
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

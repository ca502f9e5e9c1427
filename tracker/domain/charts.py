"""What charts draw, as numbers: weeks in columns, tints of days, bars, and lines of a walk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import NamedTuple

from tracker.domain.history import DAY, monday
from tracker.domain.words import MONTHS

WEEK = 2
"""How many columns wide a week is: a day, and a gap."""
TINTS = 4
"""How many tints there are for what was watched on an evening."""
EIGHTHS = " ▁▂▃▄▅▆▇█"

Walk = Sequence[tuple[int, int]]
"""Points, from left to right."""


class Span(NamedTuple):
    """Weeks that stand side by side, and which of their days are shown."""

    mondays: tuple[date, ...]
    first: date
    last: date
    is_year: bool = False
    """They are those of a year."""

    def day(self, week: int, weekday: int) -> date | None:
        """A day of a week, both counted from 0; None if it is not shown."""
        ordinal = self.mondays[week].toordinal() + weekday
        is_shown = self.first.toordinal() <= ordinal <= self.last.toordinal()
        return date.fromordinal(ordinal) if is_shown else None

    def cut(self, day: date, many: int) -> Span:
        """At most so many of the weeks, those around a day."""
        at = (day - self.mondays[0]).days // 7
        first = max(0, min(len(self.mondays) - many, at - many // 2))
        return self._replace(mondays=self.mondays[first : first + many])


def lately(today: date, many: int) -> Span:
    """The weeks up to now."""
    last = monday(today)
    weeks = min(many, (last - date.min).days // 7 + 1)
    mondays = tuple(last - 7 * DAY * ago for ago in reversed(range(weeks)))
    return Span(mondays, mondays[0], today)


def year(number: int, today: date) -> Span:
    """The weeks of a year, 53 or 54, and its days up to today."""
    first, last = date(number, 1, 1), date(number, 12, 31)
    begins = monday(first)
    many = (last - begins).days // 7 + 1
    mondays = tuple(begins + timedelta(days=7 * week) for week in range(many))
    return Span(mondays, first, min(last, today), is_year=True)


def months(span: Span) -> str:
    """The names of the months above the weeks in which they begin, as far as there is room.

    January has its year with it where the weeks are not those of one.
    """
    line, room = "", WEEK * len(span.mondays) + 1
    for week, begins in enumerate(span.mondays):
        last = date.fromordinal(min(begins.toordinal() + 6, date.max.toordinal()))
        first = last.replace(day=1)
        if first < begins or (span.is_year and first.year != span.first.year):
            continue
        name, at = MONTHS[last.month - 1][:3], WEEK * week
        dated = f"{name} {last.year}" if last.month == 1 and not span.is_year else name
        name = dated if at + len(dated) <= room else name
        if at + len(name) <= room and (not line or at > len(line)):
            line = f"{line:{at}}{name}"
    return line


def tint(entries: int, fullest: int) -> int:
    """0 for nothing, then 1 to 4, by quarters of the fullest evening."""
    return min(TINTS, -(-TINTS * entries // fullest)) if entries and fullest else 0


def bars(values: Sequence[int], height: int) -> tuple[str, ...]:
    """A bar for each value, as rows from the top; the highest fills them, what is not 0 shows."""
    top = max(values, default=0) or 1
    eighths = [-(-value * height * 8 // top) for value in values]
    return tuple(
        "".join(EIGHTHS[max(0, min(8, eighth - 8 * row))] for eighth in eighths)
        for row in reversed(range(height))
    )


def straight(walk: Walk, columns: int, right: int) -> tuple[float, ...]:
    """How high a walk is in each column up to its end, straight from point to point.

    The columns reach from 0 to ``right``.
    """
    heights: list[float] = []
    at, end = 0, round(walk[-1][0] * (columns - 1) / max(1, right)) if walk else -1
    for column in range(end + 1):
        x = min(column * right / max(1, columns - 1), walk[-1][0])
        while at + 1 < len(walk) and walk[at + 1][0] <= x:
            at += 1
        here, high = walk[at]
        if at + 1 < len(walk):
            to, to_high = walk[at + 1]
            heights.append(high + (to_high - high) * (x - here) / (to - here))
        else:
            heights.append(high)
    # What the last column stands for may lie before the end.
    return (*heights[:-1], *(walk[-1:] and (walk[-1][1],)))


def step(right: int, columns: int, apart: int) -> int:
    """The least round number whose multiples stand so many columns apart: 1, 2, 5, 10, 20."""
    rounds = (factor * int(10**power) for power in count() for factor in (1, 2, 5))
    return next(each for each in rounds if each * columns >= apart * max(1, right))

"""What the saved date of an event means, as exact as it is."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

# Annotations are no texts here: for a tuple with names each text would be compiled at every start.

LATEST_HOUR = 5
"""What is watched before five in the morning belongs to the evening before."""


class PartialDate(NamedTuple):
    """A date of which the month or the year alone is known, or nothing at all.

    It is saved as ISO 8601 has it, ``2024-11`` or ``2011``, and as an empty text where nothing is
    known; version 1.0.0 reads each of them as no date.
    """

    year: int = 0
    """0 where nothing is known."""
    month: int = 0
    """0 where the year alone is known."""

    @property
    def first(self) -> date:
        """The first day that it can have been; of one that is not known, the first there is."""
        return date(self.year or 1, self.month or 1, 1)

    @property
    def last(self) -> date:
        """The last day that it can have been."""
        if not self.year or (self.year, self.month or 12) == (date.max.year, 12):
            return date.max
        if not self.month or self.month == 12:
            return date(self.year + 1, 1, 1) - timedelta(days=1)
        return date(self.year, self.month + 1, 1) - timedelta(days=1)

    def isoformat(self) -> str:
        """``2024-11``, ``2011``; empty where nothing is known."""
        if not self.year:
            return ""
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"


UNKNOWN = PartialDate()
"""A date of which nothing is known."""

AnyDate = date | PartialDate
"""A date as exact as it is known."""
When = date | datetime | PartialDate
"""What a viewer says of when something happened: a date as exact as it is, or a time."""


def evening(at: str) -> date | None:
    """The evening an event's time belongs to, in the zone it was recorded in.

    None for what is no date, or not known to the day.
    """
    try:
        if len(at) <= len("2026-11-22"):
            return date.fromisoformat(at)
        return (
            datetime.fromisoformat(at).replace(tzinfo=None) - timedelta(hours=LATEST_HOUR)
        ).date()
    except (ValueError, OverflowError):
        return None


def dated(at: str) -> AnyDate | None:
    """The evening an event's time belongs to, or as much of its date as is known.

    None for what is no date, and where nothing is known.
    """
    return evening(at) or partial(at)


def partial(at: str) -> PartialDate | None:
    """What a text says that is a month or a year alone: ``2024-11``, ``2011``."""
    year, _, month = at.partition("-")
    if not (len(year) == 4 and f"{year}{month}".isascii() and f"{year}{month}".isdecimal()):
        return None
    if len(at) == 4:
        known = PartialDate(int(year))
    elif len(month) == 2 and 1 <= int(month) <= 12:
        known = PartialDate(int(year), int(month))
    else:
        return None
    return known if known.year else None


def in_order(when: AnyDate) -> tuple[date, int]:
    """What dates are sorted by: a year stands before its months, and a month before its days."""
    return (when.first, -when.last.toordinal()) if isinstance(when, PartialDate) else (when, 0)


def extent(days: Collection[AnyDate]) -> tuple[AnyDate | None, AnyDate | None]:
    """The first and the last of these; None where there is none.

    A month or a year says nothing about either where something more exact lies in it.
    """
    telling = [
        when
        for when in days
        if not isinstance(when, PartialDate)
        or not any(_is_within(other, when) for other in days if other != when)
    ]
    return min(telling, key=in_order, default=None), max(telling, key=in_order, default=None)


def _is_within(when: AnyDate, outer: PartialDate) -> bool:
    first, last = (when.first, when.last) if isinstance(when, PartialDate) else (when, when)
    return outer.first <= first and last <= outer.last

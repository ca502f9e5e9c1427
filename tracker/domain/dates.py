"""What the saved date of an event means, as exactly as it is known."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.

LATEST_HOUR = 5
"""Whatever is watched before five in the morning belongs to the evening before."""


class PartialDate(NamedTuple):
    """A date of which only the month or the year is known, or nothing at all.

    It is saved as in ISO 8601, ``2024-11`` or ``2011``, and as an empty text if nothing is known;
    version 1.0.0 reads each of these as no date.
    """

    year: int = 0
    """0 if nothing is known."""
    month: int = 0
    """0 if only the year is known."""

    @property
    def first(self) -> date:
        """The first day it can have been; the first there is, if nothing is known."""
        return date(self.year or 1, self.month or 1, 1)

    @property
    def last(self) -> date:
        """The last day it can have been."""
        if not self.year or (self.year, self.month or 12) == (date.max.year, 12):
            return date.max
        if not self.month or self.month == 12:
            return date(self.year + 1, 1, 1) - timedelta(days=1)
        return date(self.year, self.month + 1, 1) - timedelta(days=1)

    def isoformat(self) -> str:
        """``2024-11``, ``2011``; empty if nothing is known."""
        if not self.year:
            return ""
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"


UNKNOWN = PartialDate()
"""A date of which nothing is known."""

AnyDate = date | PartialDate
"""A date as exact as it is known."""
When = date | datetime | PartialDate
"""When something happened, as a viewer says it: a date as exact as it is, or a time."""


def evening(at: str) -> date | None:
    """The evening an event's time belongs to, in the time zone it was recorded in.

    None for anything that is not a date, or not known to the day.
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

    None for anything that is not a date, and if nothing is known.
    """
    return evening(at) or partial(at)


def partial(at: str) -> PartialDate | None:
    """The month or the year that a text names: ``2024-11``, ``2011``; None for anything else."""
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
    """The key to sort dates by: a year comes before its months, and a month before its days."""
    return (when.first, -when.last.toordinal()) if isinstance(when, PartialDate) else (when, 0)


def extent(days: Collection[AnyDate]) -> tuple[AnyDate | None, AnyDate | None]:
    """The first and the last of these; None if there are none.

    A month or a year does not count if a more exact date lies in it.
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

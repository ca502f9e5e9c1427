"""What a file of another program says, whatever that means for the journal.

Each format has a module beside this one that turns a file into a `Reading`. What cannot be
understood is listed there row by row: one bad row never spoils a file. Every reader takes its
values through the functions below, so that nothing in place of a number or a table can surprise it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.asked import quoted

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.

MOST_ROWS = 100_000
"""Rows of a file: an episode every hour, day and night, for eleven years."""

Ids = Mapping[str, str]
"""The ids of a show, by the name of the catalogue."""


class Unreadable(Exception):
    """A file is not what it seems to be. The message is one line: what is wrong, and where."""


class Unknown(Exception):
    """A file of no known format. The message is one line, and says which are known."""


class Row(NamedTuple):
    """One thing that happened, as a file says it."""

    where: str
    """Where in the file it is: ``line 12``, ``play 2000``."""
    source: str
    """Where it comes from, always the same for the same thing: ``trakt:2000``."""
    ids: Ids
    season: int = 0
    number: int = 0
    """In its season, or among all if a catalogue has no seasons."""
    do: str = "watched"
    at: str = ""
    """As exact as in the file, in the form of events; a time in UTC ends in ``Z``."""
    viewing: int = 0
    """Which viewing it belongs to; 0 if only the order of the plays says that."""
    entry: str = ""
    """The id of the entry, if the file is our own."""
    position: int = 0
    text: str = ""
    rating: int = 0


class Count(NamedTuple):
    """How many of a show were watched, as a file says it that does not list episodes."""

    where: str
    source: str
    ids: Ids
    season: int = 0
    watched: int = 0
    is_whole: bool = False
    """Everything there is to watch, however many that is."""
    claim: str = ""
    """What the file calls it, which may not be true: ``completed``, ``planned``."""
    start: str = ""
    finish: str = ""
    dates: Mapping[int, str] = MappingProxyType({})
    """The dates of some of them, by number."""
    viewing: int = 1


class Aside(NamedTuple):
    """Something that a file says about a whole show, which has no place here."""

    where: str
    ids: Ids
    text: str


class Left(NamedTuple):
    """Something that was left out, and why."""

    where: str
    why: str


class Reading(NamedTuple):
    """What a file holds."""

    rows: tuple[Row, ...] = ()
    counts: tuple[Count, ...] = ()
    asides: tuple[Aside, ...] = ()
    others: tuple[str, ...] = ()
    """Where in the file there are things that belong to no show, such as films."""
    left: tuple[Left, ...] = ()
    """What was not understood."""
    said: tuple[str, ...] = ()
    """What else there is to say about the file."""


def joined(readings: Iterable[Reading]) -> Reading:
    """All of them in one."""
    return Reading(*map(tuple, map(chain.from_iterable, zip(Reading(), *readings, strict=True))))


class Odd(ValueError):
    """A value in a file is not of the kind that belongs there."""


def table(value: object) -> Mapping[str, object]:
    """A table; empty for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> Iterator[object]:
    """What is in a list; nothing for anything else."""
    return iter(value) if isinstance(value, list) else iter(())


def text(value: object) -> str:
    """A text; empty for anything else."""
    return value.strip() if isinstance(value, str) else ""


def number(value: object, most: int = 10**12) -> int:
    """A whole number from 0, even as text. None is 0. Raises `Odd` for anything else."""
    if value is None or value == "":
        return 0
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,13}", value.strip()):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is not int or not 0 <= value <= most:
        raise Odd(f"{_called(value)} is not a number that can stand there")
    return value


def known_ids(value: object, names: Mapping[str, str]) -> Ids:
    """The given ids of a show, under the names that guides use for the catalogues."""
    given = table(value)
    found = {}
    for theirs, ours in names.items():
        with suppress(Odd, OverflowError, ValueError):
            if known := number(given.get(theirs)):
                found[ours] = str(known)
    return found


_DATE = (
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,9})? ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_UTC = ("Z", "UTC", "+00:00", "+0000", "-00:00", "-0000")


def moment(value: object, *, is_utc: bool = False) -> str:
    """A date in the form of events, as exact as it is given; empty if it is not known.

    ``2011-05-00`` and ``20110500`` are May 2011; the first second of 1970 is how computers say that
    they do not know. ``is_utc`` says that no zone means UTC. Raises `Odd` for anything else.
    """
    if value is None or value == "" or (type(value) is int and value == 0):
        return ""
    if isinstance(value, str) and _is_usual(value):
        with suppress(ValueError):
            return f"{datetime.fromisoformat(value[:19]).isoformat(timespec='seconds')}Z"
    given = f"{value:08}" if type(value) is int else value
    if isinstance(given, str) and re.fullmatch(r"[0-9]{8}", given):
        given = f"{given[:4]}-{given[4:6]}-{given[6:]}"
    match = re.fullmatch(_DATE, given.strip()) if isinstance(given, str) else None
    if match is None:
        raise Odd(f"{_called(value)} is not a date")
    year, month, day, time, zone = match.groups()
    if year == "0000" or (time is None and (month, day) == ("00", "00")):
        return "" if year == "0000" else year
    try:
        if time is None:
            if day == "00":
                return date(int(year), int(month), 1).isoformat()[:7]
            return date(int(year), int(month), int(day)).isoformat()
        is_utc = zone in _UTC if zone else is_utc
        known = datetime.fromisoformat(f"{year}-{month}-{day}T{time}{'' if is_utc else zone or ''}")
    except ValueError:
        raise Odd(f"{_called(value)} is not a date") from None
    if is_utc and known == datetime(1970, 1, 1):  # noqa: DTZ001  # its zone is known to be UTC
        return ""
    return f"{known.isoformat(timespec='seconds')}{'Z' if is_utc else ''}"


def _is_usual(value: str) -> bool:
    """Whether it looks like a known time in the usual form, ``2025-09-06T19:06:00.000Z``."""
    return (
        value[10:11] == "T"
        and value[19:] in (".000Z", "Z")
        and value[4] == value[7] == "-"
        and not value.startswith(("0", "1970-01-01T00:00"))
    )


def _called(value: object) -> str:
    """What is there instead, as far as it can be said in a line."""
    if isinstance(value, str):
        return quoted(value[:99])
    return quoted(str(value)[:99]) if isinstance(value, int | float) else "a table or a list"

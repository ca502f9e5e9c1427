"""Reads what the viewer typed as a date or a time, for what was and for what will be.

Every date that the program prints is understood. What is typed is read the same way in both
directions; a day without a year then means the last or the next of its name, and a date that lies
in the wrong direction is refused, with that reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.domain.dates import LATEST_HOUR, UNKNOWN, AnyDate, PartialDate, When, partial
from tracker.domain.words import MONTHS, WEEKDAYS, full_date

_EARLIEST = date(1970, 1, 1)
_LEAP = 8
"""Years that may lie between two leap days."""
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_SECONDS = {"minute": 60, "hour": 3600}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}

_COUNT = r"(\d{1,5}|an?|one|two|three)"
_AGO = rf"{_COUNT} (minute|hour|day|week|month|year)s? ago"
_AHEAD = r"in (\d{1,4}|an?|one|two|three) (day|week|month|year)s?"
_CLOCK = r"(?:at )?(?:([01]?\d|2[0-3]):([0-5]\d)|(0?[1-9]|1[0-2])(?::([0-5]\d))? ?([ap])\.?m\.?)"
_NTH = r"(\d{1,2})(?:\.|st|nd|rd|th)?"
_SLASHED = r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?"
_PER_WEEK = r"([0-9]{1,2})(?: (?:a|per|each) week)?"

_UNKNOWN = ("unknown", "earlier", "?")
_PAST = ("today", "yesterday", "last night", *map(str.lower, WEEKDAYS), "2 days ago", "2 hours ago")
_COMING = ("tomorrow", *map(str.lower, WEEKDAYS), "in 2 weeks")


class _Typed(NamedTuple):
    """What was typed, and when."""

    text: str
    now: datetime
    """What the viewer's clock shows, without a time zone."""
    is_past: bool
    """Whether it should lie in the past."""

    @property
    def today(self) -> date:
        return self.now.date()


def past(text: str, now: datetime) -> When:
    """When something happened: a date as exact as it is, or a local time without a time zone.

    ``2026-11-20``, ``20 Nov 21:30``, ``9pm``, ``today``, ``last night``, ``last Tuesday``, ``Nov
    2024``, ``2011``, ``2 days ago``, ``unknown``. A time alone means the last time it was then.
    """
    typed = _Typed(text, now.replace(tzinfo=None), is_past=True)
    said = _plain(text)
    if said in _UNKNOWN:
        return UNKNOWN
    then = _read(said, typed)
    if then is None:
        near = nearest(said, _PAST) or "; type 2026-11-20, 21:30, yesterday or 2 days ago"
        raise NotUnderstood(f"{quoted(text)} is not a date or time{near}")
    first, last = _span(then)
    if isinstance(then, datetime):
        is_late = then > (now if then.tzinfo else typed.now)
    else:
        is_late = first > typed.today
    if is_late or last < _EARLIEST:
        why = "still to come" if is_late else f"before {full_date(_EARLIEST)}"
        raise NotUnderstood(f"{quoted(text)} is {why}; nothing can have been watched then")
    return then


def coming(text: str, today: date) -> date:
    """A day to come: ``2026-12-24``, ``24 December``, ``Friday``, ``tomorrow``, ``in 2 weeks``.

    A month or a year means its last day.
    """
    typed = _Typed(text, datetime.combine(today, time(12)), is_past=False)
    said = _plain(text)
    then = _read(said, typed)
    if then is None:
        near = nearest(said, _COMING) or "; type 2026-12-24, 24 December, Friday or in 2 weeks"
        raise NotUnderstood(f"{quoted(text)} is not a date{near}")
    last = _span(then)[1]
    if last < today:
        raise NotUnderstood(f"{quoted(text)} is in the past; give a day to come")
    return last


def plan(text: str, today: date) -> date | int:
    """The day to be done by, or how many entries a week: ``5 a week``."""
    if match := re.fullmatch(_PER_WEEK, text.strip().lower()):
        return per_week(match[1])
    return coming(text, today)


def per_week(text: str) -> int:
    """How many entries in seven evenings: 1 to 99."""
    said = text.strip()
    if not (re.fullmatch("[0-9]{1,2}", said) and int(said)):
        raise NotUnderstood(f"{quoted(text)} is not a number of entries a week; type 1 to 99")
    return int(said)


def _plain(text: str) -> str:
    """In lower case, with single spaces and without commas."""
    return " ".join(text.lower().replace(",", " ").split())


def _span(then: When) -> tuple[date, date]:
    """The first and the last day it can be."""
    if isinstance(then, PartialDate):
        return then.first, then.last
    day = then.date() if isinstance(then, datetime) else then
    return day, day


def _read(said: str, typed: _Typed) -> When | None:
    """What the text means; None if nothing. Whether it lies in that direction is not checked."""
    try:
        if said == "now" or (said == "today" and typed.is_past):
            return typed.now.replace(microsecond=0)
        if ago := re.fullmatch(_AGO, said):
            return _moved(typed, -_number(ago[1]), ago[2])
        if ahead := re.fullmatch(_AHEAD, said):
            return _moved(typed, _number(ahead[1]), ahead[2])
        if clock := re.fullmatch(_CLOCK, said):
            return _last_at(_time(clock), typed)
        for day, at in _with_clock(said):
            if then := _day(day, typed):
                return _at(then, day, at)
        return _day(said, typed) or _of_the_standard(said)
    except NotUnderstood:
        raise
    except (OverflowError, ValueError):
        return None


def _of_the_standard(said: str) -> date | datetime:
    """Any other form of ISO 8601. Raises ValueError."""
    written = said.upper()
    with suppress(ValueError):
        return date.fromisoformat(written)
    return datetime.fromisoformat(written)


def _moved(typed: _Typed, by: int, unit: str) -> When:
    """That many units away from now, as exact as such words are."""
    if unit in _SECONDS:
        return typed.now.replace(microsecond=0) + timedelta(seconds=by * _SECONDS[unit])
    if unit in _DAYS:
        return typed.today + timedelta(days=by * _DAYS[unit])
    months = typed.today.year * 12 + typed.today.month - 1 + by * _MONTHS[unit]
    there = PartialDate(months // 12, months % 12 + 1)
    if not date.min.year <= there.year <= date.max.year:
        raise ValueError("there is no such year")
    if not typed.is_past or not by:
        return min(there.last, there.first + timedelta(days=typed.today.day - 1))
    # Nobody means a day by "two months ago", nor a month by "two years ago".
    return there if unit == "month" else PartialDate(there.year)


def _with_clock(said: str) -> Iterator[tuple[str, time]]:
    """The day and the time of day that a text may consist of: the time comes last or first."""
    if last := re.fullmatch(rf"(.+?) {_CLOCK}", said):
        yield last[1], _time(last, 1)
    if first := re.fullmatch(rf"{_CLOCK} (.+)", said):
        yield first[6], _time(first)


def _time(match: re.Match[str], before: int = 0) -> time:
    """The time of day in a match, whose groups follow ``before`` others."""
    hour, minute, of_twelve, past_it, half = match.groups()[before : before + 5]
    if of_twelve is None:
        return time(int(hour), int(minute))
    return time(int(of_twelve) % 12 + 12 * (half == "p"), int(past_it or 0))


def _last_at(at: time, typed: _Typed) -> datetime:
    """The last time it was then; for a plan, today."""
    then = datetime.combine(typed.today, at)
    return then - timedelta(days=1) if typed.is_past and then > typed.now else then


def _at(then: AnyDate, name: str, at: time) -> When:
    """A day at a time of day. A day named as a night reaches past midnight."""
    if isinstance(then, PartialDate):
        raise ValueError("a month has no time of day")
    is_night = name.endswith("night") and at.hour < LATEST_HOUR
    return datetime.combine(then + timedelta(days=is_night), at)


def _day(said: str, typed: _Typed) -> AnyDate | None:
    """A day, a month or a year, however it is said; None for anything else. Raises ValueError."""
    said = said.removeprefix("on ").removeprefix("in ")
    evening = (typed.now - timedelta(hours=LATEST_HOUR)).date()
    named = {
        "today": typed.today,
        "tonight": evening,
        "this evening": evening,
        "yesterday": typed.today - timedelta(days=1),
        "last night": typed.today - timedelta(days=1),
        "last evening": typed.today - timedelta(days=1),
        "tomorrow": typed.today + timedelta(days=1),
    }
    if said in named:
        return named[said]
    for ending in (" evening", " night"):
        said = said.removesuffix(ending)
    if said in named:
        return named[said]
    weekday, _, rest = said.partition(" ")
    if rest and (at := _weekday(weekday)) is not None:
        then = _dated(rest, typed)
        if isinstance(then, date) and then.weekday() != at:
            raise NotUnderstood(
                f"{full_date(then)} is a {WEEKDAYS[then.weekday()]}, not a {WEEKDAYS[at]}"
            )
        return then if isinstance(then, date) else None
    return _dated(said, typed) or _relative(said, typed)


def _relative(said: str, typed: _Typed) -> AnyDate | None:
    """``Tuesday``, ``last Tuesday``, ``next Friday``, ``last month``, ``November``."""
    which, _, name = said.rpartition(" ")
    if which not in ("", "last", "this", "next", "coming", "past"):
        return None
    is_past = typed.is_past if which in ("", "this") else which in ("last", "past")
    if (at := _weekday(name)) is not None:
        ahead = (at - typed.today.weekday()) % 7
        return typed.today + timedelta(days=(ahead or 7) if not is_past else ahead - 7)
    here = PartialDate(typed.today.year, typed.today.month)
    if which and name in _MONTHS:
        months = here.year * 12 + here.month - 1
        if which != "this":
            months += -_MONTHS[name] if is_past else _MONTHS[name]
        there = PartialDate(months // 12, months % 12 + 1)
        return there if name == "month" else PartialDate(there.year)
    if month := _month(name):
        is_over = month < here.month or (month == here.month and which == "next")
        is_ahead = month > here.month or (month == here.month and which == "last")
        year = here.year - (is_past and is_ahead) + (not is_past and is_over)
        return PartialDate(year, month)
    return None


def _dated(said: str, typed: _Typed) -> AnyDate | None:
    """A date written out; without a year, the last or the next of its name."""
    if slashed := re.fullmatch(_SLASHED, said):
        raise NotUnderstood(_ambiguous(slashed, typed))
    if known := partial(said.replace("/", "-")):
        return known
    with suppress(ValueError):
        return date.fromisoformat(said.upper().replace("/", "-"))
    day, month, year = "", "", ""
    if match := re.fullmatch(rf"{_NTH} (?:of )?([a-z]{{3,9}})\.?(?: (\d{{4}}))?", said):
        day, month, year = match[1], str(_month(match[2])), match[3]
    elif match := re.fullmatch(rf"([a-z]{{3,9}})\.? {_NTH}(?: (\d{{4}}))?", said):
        day, month, year = match[2], str(_month(match[1])), match[3]
    elif match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.?(?: ?(\d{4}))?", said):
        day, month, year = match[1], match[2], match[3]
    elif match := re.fullmatch(r"([a-z]{3,9})\.? (\d{4})", said):
        named = _month(match[1])
        return PartialDate(int(match[2]), named) if named and int(match[2]) else None
    if not day or not int(month):
        return None
    if year:
        return date(int(year), int(month), int(day))
    return _nearest_day(int(month), int(day), typed)


def _nearest_day(month: int, day: int, typed: _Typed) -> date | None:
    """The last or the next such day, which may be today; a leap day can be years away."""
    step = -1 if typed.is_past else 1
    for away in range(_LEAP + 1):
        with suppress(ValueError):
            then = date(typed.today.year + step * away, month, day)
            if then == typed.today or (then < typed.today) is typed.is_past:
                return then
    return None


def _ambiguous(slashed: re.Match[str], typed: _Typed) -> str:
    """What to say about a date that half of the world reads differently."""
    year = int(slashed[3] or typed.today.year)
    pairs = {(int(slashed[2]), int(slashed[1])), (int(slashed[1]), int(slashed[2]))}
    could = []
    for month, day in sorted(pairs):
        with suppress(ValueError):
            could.append(date(year, month, day).isoformat())
    if not could:
        return f"{quoted(typed.text)} is not a date"
    return f"{quoted(typed.text)} is ambiguous, day or month first; type {' or '.join(could)}"


def _number(text: str) -> int:
    return _NUMBERS.get(text) or int(text)


def _weekday(name: str) -> int | None:
    """The number of a weekday, by its name or the beginning of it; None if there is none."""
    begun = [at for at, weekday in enumerate(WEEKDAYS) if weekday.lower().startswith(name)]
    return begun[0] if len(name) >= 3 and begun else None


def _month(name: str) -> int:
    """The number of a month, by its name or the beginning of it; 0 if there is none."""
    months = enumerate(MONTHS, start=1)
    begun = (number for number, month in months if month.lower().startswith(name.rstrip(".")))
    return next(begun, 0) if len(name) >= 3 else 0

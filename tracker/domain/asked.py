"""What the viewer typed, as values: entries, ranges, times, positions.

Every function raises `NotUnderstood` with one line that says what, why and what would do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from tracker.domain.dates import LATEST_HOUR
from tracker.domain.guide import Entry, Guide
from tracker.domain.words import MONTHS, WEEKDAYS, clean, clean_lines, full_date, position

SLACK = 5 * 60
"""Running times are nominal: a position may lie this many seconds past the end."""

# As text: most starts need none of them, and to compile one takes as long as to load a module.
_ENTRY = r"(?:[^\W\d_]+[ -]?)?\d{1,9}"
_KIND_AND_NUMBER = r"(?:([^\W\d_]+)[ -]?)?(\d{1,9})"
_RANGE = rf"({_ENTRY})\s*(?:-|–|\.\.)\s*({_ENTRY})"
_AHEAD = r"in (\d{1,4}|an?|one|two|three) (day|week)s?"
_SMALL = r"[0-9]{1,2}"
_PER_WEEK = r"([0-9]{1,2})(?: (?:a|per|each) week)?"
_DATE = r"(\d{1,2})\.? ([a-z]{3,9})(?: (\d{4}))?"
_WEEKDAYS = tuple(weekday.lower() for weekday in WEEKDAYS)
_UNITS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_AGO = r"(\d{1,5}|an?|one|two|three) (minute|hour|day|week)s? ago"
_CLOCK = r"([01]?\d|2[0-3]):([0-5]\d)"
_EARLIEST = date(1970, 1, 1)
LONGEST_REMARK = 65_536
"""Characters."""

When = date | datetime
"""A date alone, or a time."""


class NotUnderstood(ValueError):
    """What the viewer typed means nothing here. The message is one line for the viewer."""


class NoEntry(NotUnderstood):
    """An entry that the guide does not have, as far as it is known."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(why)
        self.text = text
        """What was typed."""


def entry(guide: Guide, text: str) -> Entry:
    """``12``, ``tv-12``, ``ova-3``, ``ova3``, ``Act III``. A bare number is of the first kind."""
    wanted = " ".join(text.casefold().split())
    kind, number = "", -1
    if match := re.fullmatch(_KIND_AND_NUMBER, wanted):
        kind, number = match[1] or guide.entries[0].kind.id, int(match[2])
    for entry in guide.entries:
        is_it = number == entry.number and kind in (entry.kind.id, entry.kind.name.casefold())
        if is_it or wanted == entry.name.casefold():
            return entry
    ends = ", ".join(_ends(guide))
    near = "" if text.isdecimal() else nearest(text, (entry.id for entry in guide.entries))
    raise NoEntry(text, f"no entry {quoted(text)}{near}; there are {ends}")


def entries(guide: Guide, texts: Sequence[str]) -> tuple[Entry, ...]:
    """Entries and ranges such as ``1-12``, in the order of the guide, each once.

    A range passes over what the guide leaves out, unless it is one of its ends.
    """
    wanted = set()
    for text in texts:
        ends = re.fullmatch(_RANGE, text.strip())
        if ends is None:
            wanted.add(entry(guide, text).id)
            continue
        first = entry(guide, ends[1])
        last = entry(guide, f"{first.kind.id}-{ends[2]}" if ends[2].isdecimal() else ends[2])
        if guide.place[first.id] > guide.place[last.id]:
            raise NotUnderstood(
                f"{quoted(text)} runs backwards: {first.name} comes after {last.name}"
            )
        wanted |= {entry.id for entry in guide.between(first, last)}
    return tuple(entry for entry in guide.entries if entry.id in wanted)


def stopped(text: str, entry: Entry) -> int:
    """A position in an entry in seconds: ``13:42``, ``1:02:03``, or whole minutes, ``13``."""
    match = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)|(\d{1,3})", text.strip())
    if match is None:
        raise NotUnderstood(f"{quoted(text)} is no position; type minutes and seconds, 13:42")
    hours, minutes, seconds, alone = (int(group or 0) for group in match.groups())
    at = hours * 3600 + (minutes + alone) * 60 + seconds
    if at == 0:
        raise NotUnderstood("at 0:00 nothing is watched yet; clear the entry instead")
    if at > entry.seconds + SLACK:
        raise NotUnderstood(
            f"{entry.name} runs {entry.minutes} minutes; it cannot be stopped at {position(at)}"
        )
    return at


def when(text: str, now: datetime) -> When:
    """When something happened: a date alone, or a local time without zone.

    ``2026-11-20``, ``2026-11-20 21:30``, ``21:30``, ``today``, ``yesterday 21:30``,
    ``last night``, ``Tuesday``, ``2 days ago``. A time alone is the last time it was that late.
    """
    local = now.replace(tzinfo=None)
    said = " ".join(text.lower().split())
    if ago := re.fullmatch(_AGO, said):
        back = timedelta(seconds=_number(ago[1]) * _UNITS[ago[2]])
        past = local.replace(microsecond=0) - back
        then: When = past.date() if ago[2] in ("day", "week") else past
    elif at := re.fullmatch(_CLOCK, said):
        then = local.replace(hour=int(at[1]), minute=int(at[2]), second=0, microsecond=0)
        if then > local:
            then -= timedelta(days=1)
    else:
        then = _day(text, said, local)
    _check_possible(text, then, now)
    return then


def remark(text: str) -> str:
    """The viewer's words on an entry, without anything that is no text."""
    if len(text) > LONGEST_REMARK:
        raise NotUnderstood(
            f"a remark holds at most {LONGEST_REMARK:,} characters; this has {len(text):,}"
        )
    return clean_lines(text)


def rating(text: str) -> int:
    """``1`` to ``10``, and 0 for ``-``, which takes a rating away."""
    said = text.strip()
    if said == "-":
        return 0
    if not (re.fullmatch(_SMALL, said) and 1 <= int(said) <= 10):
        raise NotUnderstood(f"{quoted(text)} is no rating; type 1 to 10, or - for none")
    return int(said)


def coming(text: str, today: date) -> date:
    """A day to come: ``2026-12-24``, ``24 December``, ``Friday``, ``tomorrow``, ``in 2 weeks``."""
    said = " ".join(text.lower().split())
    days = {"today": 0, "tomorrow": 1}.get(said)
    if ahead := re.fullmatch(_AHEAD, said):
        days = _number(ahead[1]) * (7 if ahead[2] == "week" else 1)
    elif said in _WEEKDAYS:
        days = (_WEEKDAYS.index(said) - today.weekday()) % 7 or 7
    if days is not None:
        return today + timedelta(days=days)
    then = _named_day(said, today)
    if then is None:
        known = ("tomorrow", *_WEEKDAYS, "in 2 weeks")
        raise NotUnderstood(
            f"{quoted(text)} is no day to come{nearest(text, known)}; "
            "type 2026-12-24, 24 December, Friday or in 2 weeks"
        )
    if then < today:
        raise NotUnderstood(f"{quoted(text)} is over; give a day to come")
    return then


def plan(text: str, today: date) -> date | int:
    """The day by which all is to be watched, or how many entries a week: ``5 a week``."""
    if match := re.fullmatch(_PER_WEEK, text.strip().lower()):
        return per_week(match[1])
    return coming(text, today)


def per_week(text: str) -> int:
    """How many entries in seven evenings: 1 to 99."""
    said = text.strip()
    if not (re.fullmatch(_SMALL, said) and int(said)):
        raise NotUnderstood(f"{quoted(text)} is no number of entries a week; type 1 to 99")
    return int(said)


def profile(name: str) -> str:
    """A profile's name; the empty one is the owner's."""
    name = name.strip()
    if clean(name) != name or len(name) > 80:
        raise NotUnderstood("a profile's name is at most 80 characters, all of them text")
    return name


def nearest(text: str, words: Iterable[str]) -> str:
    """``; did you mean next?``, or nothing when no word is near."""
    from difflib import get_close_matches  # noqa: PLC0415  # slow, and only for mistakes

    near = get_close_matches(text.lower(), list(words), n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""


def _day(text: str, said: str, local: datetime) -> When:
    words, _, clock = said.rpartition(" ")
    at = re.fullmatch(_CLOCK, clock)
    name = words if at else said
    today = local.date()
    named = {
        "today": today,
        "yesterday": today - timedelta(days=1),
        "last night": today - timedelta(days=1),
    }
    if name in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS.index(name)) % 7 or 7
        named[name] = today - timedelta(days=back)
    if name in named:
        if not at:
            return local.replace(microsecond=0) if name == "today" else named[name]
        hour, minute = int(at[1]), int(at[2])
        if name == "last night" and hour < LATEST_HOUR:
            named[name] = today
        return datetime.combine(named[name], time(hour, minute))
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        known = (*named, *_WEEKDAYS, "2 days ago", "2 hours ago")
        raise NotUnderstood(
            f"{quoted(text)} is no time{nearest(text, known)}; "
            "type 2026-11-20, 21:30, yesterday or 2 days ago"
        ) from None


def _number(text: str) -> int:
    return {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}.get(text) or int(text)


def _named_day(said: str, today: date) -> date | None:
    """``2026-12-24``, ``24 december``: the next that is to come, or that of the year named."""
    match = re.fullmatch(_DATE, said)
    with suppress(ValueError):
        if not match:
            return date.fromisoformat(said.upper())
        if match[3]:
            return date(int(match[3]), _month(match[2]), int(match[1]))
    if match and not match[3] and _month(match[2]):
        # A leap day can be eight years away.
        for year in range(today.year, min(today.year + 9, date.max.year + 1)):
            with suppress(ValueError):
                if (day := date(year, _month(match[2]), int(match[1]))) >= today:
                    return day
    return None


def _month(text: str) -> int:
    """The number of a month by the beginning of its name; 0 if it is none."""
    names = enumerate(MONTHS, start=1)
    return next((number for number, name in names if name.lower().startswith(text)), 0)


def _check_possible(text: str, then: When, now: datetime) -> None:
    if isinstance(then, datetime):
        late = then > (now if then.tzinfo else now.replace(tzinfo=None))
        early = then.date() < _EARLIEST
    else:
        late, early = then > now.date(), then < _EARLIEST
    if late or early:
        why = "still to come" if late else f"before {full_date(_EARLIEST)}"
        raise NotUnderstood(f"{quoted(text)} is {why}; nothing can have been watched then")


def quoted(text: str) -> str:
    """What was typed, short and harmless, to be said back."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return f"“{clean(short)}”"


def _ends(guide: Guide) -> Iterable[str]:
    kinds = dict.fromkeys(entry.kind for entry in guide.entries)
    for kind in kinds:
        numbers = [entry.number for entry in guide.entries if entry.kind == kind]
        first = "" if kind == guide.entries[0].kind else f"{kind.id}-"
        yield f"{first}{min(numbers)} to {first}{max(numbers)}"

"""Which evening which entries: a plan for what is left of the pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from tracker.domain import words
from tracker.domain.guide import Entry
from tracker.domain.journal import profile_key
from tracker.domain.outlook import evenings
from tracker.domain.progress import Progress

EVENING = 20 * 60
"""When an evening begins, in minutes after midnight, where nothing better is known."""


class Planned(NamedTuple):
    """One evening of a plan."""

    day: date
    entries: tuple[Entry, ...]
    seconds: int
    """What is left of these entries."""
    milestone: str
    """What begins or ends that evening; empty where nothing does."""


Plan = tuple[Planned, ...]
"""The evenings with something to watch, first to last."""


def made(progress: Progress, today: date, wish: date | int) -> Plan:
    """The plan to be done by a day, or at so many entries a week."""
    if isinstance(wish, int):
        return per_week(progress, today, wish)
    return by(progress, today, wish)


def by(progress: Progress, today: date, last: date) -> Plan:
    """All that is left, spread by running time over the evenings up to a day.

    Begins today, or tomorrow if something was watched today already and there is a tomorrow.
    """
    first = _first(progress, today)
    if first > last:
        first = today
    days = (last - first).days + 1
    left = _left(progress)
    total = sum(seconds for _, seconds in left)
    evening_of, before = [], 0
    for _, seconds in left:
        # By its middle, so that each entry is on the evening that holds most of it.
        middle = (2 * before + seconds) * days // (2 * total) if total else 0
        evening_of.append(min(middle, days - 1))
        before += seconds
    return _planned(progress, first, left, evening_of)


def per_week(progress: Progress, today: date, entries: int) -> Plan:
    """All that is left, so many entries in every seven evenings."""
    left = _left(progress)
    days = [at * 7 // entries for at in range(len(left))]
    return _planned(progress, _first(progress, today), left, days)


def calendar(plan: Plan, progress: Progress, who: str, now: datetime, begins: int | None) -> str:
    """The plan as a calendar file, an event an evening (RFC 5545, iCalendar).

    ``who`` is the profile, and ``begins`` when evenings begin, in minutes after midnight, if that
    is known, to be rounded to a quarter of an hour. Times are the
    viewer's own, without zone, as evenings are. What begins with the same entry has the same id:
    a later plan moves such an event in the calendar instead of doubling it.
    """
    guide, start = progress.guide, EVENING if begins is None else round(begins / 15) * 15
    mine = f"{guide.id}-{progress.number}{'-' if who else ''}{profile_key(who).encode().hex()}"
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//layzner//plan//EN"]
    for one in plan:
        begin = datetime.combine(one.day, time()) + timedelta(minutes=start)
        end = begin + timedelta(seconds=one.seconds or 60)
        what = words.span(one.entries, guide.entries)
        about = [entry_line(entry) for entry in one.entries]
        if one.milestone:
            about.append(one.milestone)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{mine}-{one.entries[0].id}@layzner",
            f"DTSTAMP:{stamp}",
            f"DTSTART:{begin:%Y%m%dT%H%M%S}",
            f"DTEND:{end:%Y%m%dT%H%M%S}",
            f"SUMMARY:{_escaped(f'{guide.title}: {words.lower(what)}')}",
            f"DESCRIPTION:{_escaped(chr(10).join(about))}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def entry_line(entry: Entry) -> str:
    """``Episode 12 · Farewell to the Red Planet · 24 min``."""
    return " · ".join(text for text in (entry.name, entry.title, f"{entry.minutes} min") if text)


def _first(progress: Progress, today: date) -> date:
    return today + timedelta(days=today in evenings(progress).values())


def _left(progress: Progress) -> list[tuple[Entry, int]]:
    """Each open entry and what is left of it in seconds."""
    left = []
    for entry in progress.guide.entries:
        if progress.is_open(entry):
            mark = progress.marks.get(entry.id)
            left.append((entry, max(0, entry.seconds - (mark.position if mark else 0))))
    return left


def _planned(
    progress: Progress, first: date, left: Sequence[tuple[Entry, int]], evening_of: Sequence[int]
) -> Plan:
    evenings: dict[int, list[tuple[Entry, int]]] = {}
    for one, at in zip(left, evening_of, strict=True):
        evenings.setdefault(at, []).append(one)
    begun = {entry.part for entry in progress.guide.entries if entry.id in progress.marks}
    names = {part.id: part.name for part in progress.guide.parts}
    planned = []
    for at, some in evenings.items():
        entries = tuple(entry for entry, _ in some)
        new = dict.fromkeys(entry.part for entry in entries if entry.part not in begun)
        begun |= new.keys()
        milestones = [f"on to {words.lower(names[part])}" for part in new]
        if entries[-1] == left[-1][0]:
            milestones.append("the last evening")
        planned.append(
            Planned(
                first + timedelta(days=at),
                entries,
                sum(seconds for _, seconds in some),
                ", ".join(milestones),
            )
        )
    return tuple(planned)


def _escaped(text: str) -> str:
    for char, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(char, written)
    return text


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, none of them splitting a character."""
    room, piece = 75, ""
    for char in line:
        size = len(char.encode())
        if room < size:
            yield piece
            room, piece = 74, " "
        piece += char
        room -= size
    yield piece

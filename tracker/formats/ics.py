"""A plan as a calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from tracker.domain import words
from tracker.domain.journal import profile_key
from tracker.domain.plan import Plan
from tracker.domain.progress import Progress

EVENING = 20 * 60
"""When an evening begins, in minutes after midnight, if nothing better is known."""


def calendar(plan: Plan, progress: Progress, who: str, now: datetime, begins: int | None) -> str:
    """The plan as a calendar file, with an event for each evening (RFC 5545, iCalendar).

    ``who`` is the profile, and ``begins`` when evenings usually begin, in minutes after midnight;
    it is rounded to a quarter of an hour. Times are local, without a time zone, as evenings are. An
    event's id comes from its first entry: a later plan moves the event instead of doubling it.
    """
    guide, start = progress.guide, EVENING if begins is None else round(begins / 15) * 15
    mine = f"{guide.id}-{progress.number}{'-' if who else ''}{profile_key(who).encode().hex()}"
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//layzner//plan//EN"]
    for evening in plan:
        begin = datetime.combine(evening.day, time()) + timedelta(minutes=start)
        end = begin + timedelta(seconds=evening.seconds or 60)
        what = words.span_in_sentence(evening.entries, guide.entries)
        about = [words.line(entry) for entry in evening.entries]
        if milestone := words.milestone(evening):
            about.append(milestone)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{mine}-{evening.entries[0].id}@layzner",
            f"DTSTAMP:{stamp}",
            f"DTSTART:{begin:%Y%m%dT%H%M%S}",
            f"DTEND:{end:%Y%m%dT%H%M%S}",
            f"SUMMARY:{_escaped(f'{guide.title}: {what}')}",
            f"DESCRIPTION:{_escaped(chr(10).join(about))}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _escaped(text: str) -> str:
    for char, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(char, written)
    return text


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, without splitting a character."""
    room, piece = 75, ""
    for char in line:
        size = len(char.encode())
        if room < size:
            yield piece
            room, piece = 74, " "
        piece += char
        room -= size
    yield piece

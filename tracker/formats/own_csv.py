"""Our own CSV: a row for each event, with the columns that others read, and our own beside them.

The first seven columns are those of CrossWatch. Of ours, ``do`` says what happened, ``entry`` to
what, ``pass`` in which viewing, and ``at`` when, as exact as it is known. A text that a spreadsheet
would take for a formula has an apostrophe before it, and so has one that begins with one.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import suppress
from io import StringIO

from tracker.domain.asked import quoted
from tracker.domain.dates import dated
from tracker.domain.guide import Entry, Guide
from tracker.domain.journal import Event
from tracker.domain.passes import MARKS, Pass
from tracker.formats.rows import MOST_ROWS, Left, Odd, Reading, Row, Unknown, Unreadable, number

SAYS = "layzner's own CSV"

THEIRS = ("type", "series_title", "season", "episode", "show_tvdb_id", "watched_at", "rating")
OURS = ("guide", "do", "entry", "pass", "at", "recorded", "position", "remark", "from")
_MARKING = MARKS | {"rated", "remarked", "began"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def fits(data: bytes) -> bool:
    """Whether the first line names our columns."""
    head = (
        data[:4096].removeprefix(b"\xef\xbb\xbf").split(b"\n")[0].strip().decode("utf-8", "replace")
    )
    return {"do", "entry", "pass", "at"} <= {name.strip('" ') for name in head.split(",")}


def read(data: bytes) -> Reading:
    """Every row. Raises `Unreadable`, with the line, for a broken file, and `Unknown`."""
    if not fits(data):
        raise Unknown("the columns are not those of layzner's own CSV")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(f"it is damaged: not UTF-8 in line {line}") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise Unreadable(f"it is damaged: a NUL in line {line}")
    lines = csv.reader(StringIO(text, newline=""))
    try:
        if sum(1 for _ in lines) > MOST_ROWS + 1:
            raise Unreadable(f"it has more than {MOST_ROWS:,} rows")
        lines = csv.reader(StringIO(text, newline=""))
        columns = [name.strip() for name in next(lines)]
        rows, left, begin = list[Row](), list[Left](), lines.line_num + 1
        for values in lines:
            where, begin = f"line {begin}", lines.line_num + 1
            try:
                if values:
                    rows.append(_row(dict(zip(columns, values, strict=False)), where))
            except Odd as odd:
                left.append(Left(where, str(odd)))
    except csv.Error as error:
        raise Unreadable(f"it is damaged: {error} in line {lines.line_num}") from error
    return Reading(tuple(rows), left=tuple(left))


def _row(row: dict[str, str], where: str) -> Row:
    do, entry = row.get("do", ""), row.get("entry", "")
    if do not in _MARKING or not (entry or do == "began"):
        raise Odd("it does not say what happened to which entry")
    viewing, rating = number(row.get("pass"), 9999), number(row.get("rating"), 10)
    if not viewing or (do == "rated" and not rating):
        raise Odd("it has no pass" if not viewing else "it has no rating")
    at = row.get("at", "")
    if at and not dated(at):
        raise Odd(f"{quoted(at)} is not a date")
    return Row(
        where,
        row.get("from") or "csv",
        {"guide": row.get("guide", "")},
        do=do,
        at=at,
        viewing=viewing,
        entry=entry,
        position=number(row.get("position"), 10**6),
        text=row.get("remark", "").removeprefix("'"),
        rating=rating,
    )


def write(guide: Guide, passes: Sequence[Pass], ratings: Sequence[Event]) -> bytes:
    """Every mark, remark and rating that stands in those passes, and their beginnings.

    ``ratings`` are the events that rated.
    """
    out = StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow([*THEIRS, *OURS])
    for pass_ in passes:
        given = [
            event
            for event in ratings
            if event.number == pass_.number and pass_.ratings.get(event.entry) == event.rating
        ]
        events = [
            *pass_.marks.values(),
            *(each for said in pass_.remarks.values() for each in said),
        ]
        # Watched entries come in the order in which they were marked, whatever their dates.
        since = {event.id: pass_.since.get(event.entry, event.id) for event in pass_.marks.values()}
        latest = {event.entry: event for event in given}
        events = sorted([*events, *latest.values()], key=lambda each: since.get(each.id, each.id))
        if pass_.number > 1:
            events.insert(0, Event("", "began", guide.id, number=pass_.number))
        for event in events:
            lines.writerow([_plain(value) for value in _values(guide, event)])
    return out.getvalue().encode("utf-8", "replace")


def _values(guide: Guide, event: Event) -> tuple[str, ...]:
    entry = guide.entry(event.entry) if event.entry in guide.place else None
    theirs = ("",) * len(THEIRS)
    if entry and event.do in ("watched", "rated"):
        theirs = _theirs(guide, entry, event)
    return (
        *theirs,
        *(guide.id, event.do, event.entry, str(event.number), event.at, event.recorded),
        *(str(event.position or ""), event.text, event.source),
    )


def _theirs(guide: Guide, entry: Entry, event: Event) -> tuple[str, ...]:
    """What others read: their dates are exact to the day at least."""
    ids = guide.ids.get(entry.kind.id, {})
    is_exact = event.do == "watched" and len(event.at) >= len("2026-11-22")
    first = 1
    with suppress(ValueError):
        first = int(str(ids.get("tvdb_numbers", "1")).partition("-")[0])
    return (
        *("episode", guide.title, str(ids.get("tvdb_season", "")), str(entry.number + first - 1)),
        *(str(ids.get("tvdb", "")), event.at if is_exact else "", str(event.rating or "")),
    )


def _plain(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value

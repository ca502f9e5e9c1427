"""What the command line answers about the long memory: passes, remarks, history, plans."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.answers import Answer, said
from tracker.domain import charts, outlook, words
from tracker.domain.guide import Entry
from tracker.domain.history import Diary, History
from tracker.domain.journal import Json
from tracker.domain.passes import Pass
from tracker.domain.plan import Plan, Planned, entry_line
from tracker.session import Session, View
from tracker.storage.files import StoreError, reason, write_whole

if TYPE_CHECKING:
    from datetime import date

PLOT = (60, 10)
"""Columns and rows of the walk."""
MARGIN = 5
"""Columns before the first week of a year."""


def remarks(view: View, entry: Entry) -> Answer:
    """What the viewer wrote and gave on an entry, in every pass."""
    held = [one for one in view.progress.passes if _has_word(one, entry)]
    texts = [entry.name]
    texts += ["\n".join(_words(one, entry)) for one in held]
    if not held:
        texts.append("You wrote nothing on it.")
    data: list[Json] = [said(one, entry) for one in held]
    return Answer("\n\n".join(texts), {"entry": entry.id, "passes": data})


def passes(session: Session) -> Answer:
    """Every pass in a line: how much, when, how long, how many remarks."""
    diaries = session.history().diaries
    return Answer(
        "\n".join(f"Pass {one.number}: {words.diary(one)}" for one in diaries),
        {"passes": [_diary(one) for one in diaries]},
    )


def diary(view: View, one: Pass) -> Answer:
    """All of one pass: each entry with its date, and what the viewer wrote and gave."""
    lines = [f"Pass {one.number}"]
    kept: list[Json] = []
    for part, entries in view.guide.by_part():
        touched = [entry for entry in entries if entry.id in one.marks or _has_word(one, entry)]
        if touched:
            lines += ["", part.name]
        for entry in touched:
            mark = one.marks.get(entry.id)
            when = mark and outlook.evening(mark.at)
            texts = [
                mark.do if mark and mark.do != "watched" else "",
                words.full_date(when) if when else "",
                words.rating(one.ratings[entry.id]) if entry.id in one.ratings else "",
            ]
            aside = " · ".join(text for text in texts if text)
            lines.append(f"  {entry.label:>3}  {entry.title or entry.name:40}  {aside}".rstrip())
            remark = words.remark(one.remarks.get(entry.id, ()))
            lines += [f"       {line}".rstrip() for line in remark.splitlines()]
            kept.append({"id": entry.id, "do": mark.do if mark else None, **said(one, entry)})
    if len(lines) == 1:
        lines.append("Nothing is marked in it yet.")
    return Answer("\n".join(lines), {"pass": one.number, "entries": kept})


def stats(session: Session) -> Answer:
    """The figures, the year as a heat map, entries a week, and the walk of this pass."""
    view, lived = session.view, session.history()
    today = view.today
    figures = words.history(lived, today)
    lines = [view.guide.title, "", *(f"{name:16} {text}" for name, text in figures)]
    if lived.evenings:
        lines += ["", *_year(lived, max(day for day in lived.evenings).year)]
    lines += _walk(lived)
    return Answer("\n".join(lines), _history(lived, today))


def plan(view: View, planned: Plan) -> Answer:
    """Which evening which entries."""
    lines = [_summary(view, planned)]
    spans = [words.span(one.entries, view.guide.entries) for one in planned]
    width = max(map(len, spans), default=0)
    if planned:
        lines.append("")
    for one, entries in zip(planned, spans, strict=True):
        day = f"{words.WEEKDAYS[one.day.weekday()][:3]} {words.short_day(one.day)}"
        length = words.duration(one.seconds)
        lines.append(f"  {day:11}  {entries:{width}}  {length:>7}  {one.milestone}".rstrip())
    return Answer("\n".join(lines), _plan(view, planned))


def calendar(view: View, planned: Plan, text: str, file: str) -> Answer:
    """The plan as a calendar file, on stdout or in a file."""
    if file == "-":
        return Answer(text.rstrip("\r\n"), _plan(view, planned))
    try:
        write_whole(os.path.abspath(file), text.encode())
    except OSError as error:
        raise StoreError(f"cannot write {file}: {reason(error)}") from error
    wrote = f"Wrote {words.count(len(planned), 'evening')} to {words.clean(file)}"
    return Answer(f"{_summary(view, planned)}\n{wrote}", _plan(view, planned))


def _summary(view: View, planned: Plan) -> str:
    if not planned:
        return "Nothing is left to watch."
    many = [len(one.entries) for one in planned]
    least, most = min(many), max(many)
    each = f"{most}" if least == most else f"{least} to {most}"
    what = " of this part" if view.level == "strict" else ""
    return (
        f"{words.count(sum(many), 'entry', 'entries')}{what} in"
        f" {words.count(len(planned), 'evening')}, {each} an evening:"
        f" done {words.coming_day(planned[-1].day, view.today)}"
    )


def _year(lived: History, year: int) -> Iterator[str]:
    """A year of evenings, and under it the entries of each week."""
    yield f"{year}".ljust(MARGIN) + charts.months(year, 1)
    for weekday, row in zip(words.WEEKDAYS, charts.heat(lived.evenings, year), strict=True):
        cells = "".join(charts.SHADES[cell[1]] if cell else " " for cell in row)
        yield f"{weekday[:3]:{MARGIN}}{cells}".rstrip()
    counts = [lived.week(monday) for monday in charts.weeks(year)]
    for scale, bar in charts.axed(charts.bars(counts, 3), str(max(counts)), "0", "", ""):
        yield f"{scale:>{MARGIN}}{bar}".rstrip()


def _walk(lived: History) -> Iterator[str]:
    """How this pass went, against the earlier ones."""
    walks = [one.walk for one in lived.diaries]
    right, top = charts.reach(walks)
    if not right:
        return
    rows = charts.plot(walks, *PLOT, right, top)
    drawn = ("".join(cell.char for cell in row) for row in rows)
    yield ""
    yield f"Entries by day of pass {lived.diaries[-1].number}, earlier passes dotted"
    for scale, row in charts.axed(drawn, str(top), "0", "day 1", f"day {right + 1}"):
        yield f"{scale:>{MARGIN}}{row}".rstrip()


def _history(lived: History, today: date) -> dict[str, Json]:
    best, streak, usual = lived.longest, lived.streak, lived.usual
    return {
        "watched": lived.entries,
        "seconds": lived.seconds,
        "longest_evening": {"date": best.day.isoformat(), "seconds": best.seconds}
        if best
        else None,
        "longest_streak": {"days": streak.days, "last": streak.last.isoformat()}
        if streak
        else None,
        "current_streak": lived.current_streak(today),
        "days_since_last": lived.since_last(today),
        "usual_weekday": None if usual.weekday is None else words.WEEKDAYS[usual.weekday],
        "usual_minute_of_day": usual.minute,
        "evenings": [
            {
                "date": day.isoformat(),
                "entries": [entry.id for entry in one.entries],
                "seconds": one.seconds,
            }
            for day, one in lived.evenings.items()
        ],
        "passes": [_diary(one) for one in lived.diaries],
    }


def _plan(view: View, planned: Plan) -> Json:
    return {
        "seconds": sum(one.seconds for one in planned),
        "done_on": planned[-1].day.isoformat() if planned else None,
        "evenings": [_evening(one) for one in planned],
        "level": view.level,
    }


def _evening(one: Planned) -> Json:
    return {
        "date": one.day.isoformat(),
        "entries": [{"id": entry.id, "line": entry_line(entry)} for entry in one.entries],
        "seconds": one.seconds,
        "milestone": one.milestone or None,
    }


def _diary(one: Diary) -> Json:
    return {
        "pass": one.number,
        "watched": one.entries,
        "seconds": one.seconds,
        "first": one.first.isoformat() if one.first else None,
        "last": one.last.isoformat() if one.last else None,
        "days": one.length,
        "remarks": one.remarks,
        "rated": len(one.ratings),
        "done": one.done,
    }


def _has_word(one: Pass, entry: Entry) -> bool:
    return entry.id in one.remarks or entry.id in one.ratings


def _words(one: Pass, entry: Entry) -> Iterator[str]:
    given = f", {words.rating(one.ratings[entry.id])}" if entry.id in one.ratings else ""
    yield f"Pass {one.number}{given}"
    if entry.id in one.remarks:
        yield words.remark(one.remarks[entry.id])

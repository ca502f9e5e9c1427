"""What the command line answers about the long memory: passes, remarks, history, plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.cli.answers import Answer, said, text_width
from tracker.domain import words
from tracker.domain.guide import Entry
from tracker.domain.history import Diary, History
from tracker.domain.journal import Json
from tracker.domain.passes import Pass
from tracker.domain.plan import Plan, Planned
from tracker.drawing import history as drawing
from tracker.drawing import plain
from tracker.formats import layout, share
from tracker.session.sitting import Session
from tracker.session.view import View
from tracker.storage.files import write_named

if TYPE_CHECKING:
    from datetime import date

BARS, WALK = 3, (65, 11)
"""Lines of the bars of weeks; columns and lines of the walk."""


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
    for text, what in words.pages_of(one, view.guide, text_width() - 2):
        lines += ["", text] if what == "part" else [f"  {text}"]
    if len(lines) == 1:
        lines.append("Nothing is marked in it yet.")
    kept: list[Json] = [
        {"id": entry.id, "do": mark.do if mark else None, **said(one, entry)}
        for entry in view.guide.entries
        if (mark := one.marks.get(entry.id)) or _has_word(one, entry)
    ]
    return Answer("\n".join(lines), {"pass": one.number, "entries": kept})


def stats(session: Session) -> Answer:
    """The figures, the year as a heat map, entries a week, and the walk of this pass."""
    view, lived = session.view, session.history()
    figures = words.history(lived, view.today)
    lines = [view.guide.title, "", *(f"{name:16} {text}" for name, text in figures)]
    if lived.evenings:
        span = drawing.Span(max(day for day in lived.evenings).year, view.today)
        rows = (*drawing.year(lived, span), *drawing.weeks(lived, span, BARS))
        lines += ["", str(span.year), *map(plain, rows)]
    if drawing.has_walk(lived):
        lines += ["", *map(plain, drawing.walk(lived, *WALK))]
    return Answer("\n".join(lines), _history(lived, view.today))


def plan(view: View, planned: Plan) -> Answer:
    """Which evening which entries."""
    lines = [words.plan(planned, view.level, view.today)]
    if planned:
        lines += ["", *(f"  {row}" for row in words.plan_rows(planned, view.guide))]
    return Answer("\n".join(lines), _plan(view, planned))


def calendar(view: View, planned: Plan, text: str, file: str) -> Answer:
    """The plan as a calendar file, on stdout or in a file."""
    if file == "-":
        return Answer(text.rstrip("\r\n"), _plan(view, planned))
    if not write_named(file, text.encode()):
        return Answer("", _plan(view, planned))
    wrote = f"Wrote {words.count(len(planned), 'evening')} to {words.clean(file)}"
    return Answer(f"{words.plan(planned, view.level, view.today)}\n{wrote}", _plan(view, planned))


def card(view: View) -> Answer:
    """How far the pass is, as a picture of text."""
    told = layout.card(view.progress)
    return Answer(share.as_text(told), _card(told))


def card_as_svg(view: View, file: str) -> Answer:
    """The same as SVG, on stdout or in a file."""
    told = layout.card(view.progress)
    drawn = share.as_svg(told)
    if file == "-":
        return Answer(drawn, _card(told))
    return _card_in(file, told, f"{drawn}\n".encode())


def card_as_png(view: View, file: str) -> Answer:
    """The same as PNG in a file."""
    told = layout.card(view.progress)
    return _card_in(file, told, share.as_png(told))


def _card_in(file: str, told: layout.Card, data: bytes) -> Answer:
    said = write_named(file, data)
    return Answer(f"Wrote the card to {words.clean(file)}" if said else "", _card(told))


def _card(told: layout.Card) -> dict[str, Json]:
    cells: list[Json] = [state.value for part in told.parts for state in part]
    first, last = told.took.first, told.took.last
    return {
        "pass": told.number,
        "watched": told.tally.watched,
        "total": told.tally.total,
        "percent": told.tally.percent,
        "seconds": told.took.seconds,
        "since": first.isoformat() if first else None,
        "until": last.isoformat() if last and told.done else None,
        "cells": cells,
    }


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
        "entries": [{"id": entry.id, "line": words.line(entry)} for entry in one.entries],
        "seconds": one.seconds,
        "milestone": words.milestone(one) or None,
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
        "walk": [[day, count] for day, count in one.walk],
    }


def _has_word(one: Pass, entry: Entry) -> bool:
    return entry.id in one.remarks or entry.id in one.ratings


def _words(one: Pass, entry: Entry) -> Iterator[str]:
    given = f", {words.rating(one.ratings[entry.id])}" if entry.id in one.ratings else ""
    yield f"Pass {one.number}{given}"
    if entry.id in one.remarks:
        yield words.remark(one.remarks[entry.id])

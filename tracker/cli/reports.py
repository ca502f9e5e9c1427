"""What the command line answers about the long memory: passes, remarks, history, plans."""

from __future__ import annotations

from collections.abc import Iterator
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from tracker.cli.answers import Answer, text_width
from tracker.cli.data import said
from tracker.domain import words
from tracker.domain.guide import Entry
from tracker.domain.history import Diary, History
from tracker.domain.passes import Pass
from tracker.domain.plan import Plan, Planned
from tracker.domain.union import Json
from tracker.drawing import history as drawing
from tracker.drawing import plain, share
from tracker.drawing.diary import pages_of
from tracker.drawing.page import Lived
from tracker.drawing.rim import Light
from tracker.formats import layout
from tracker.session.sitting import Session
from tracker.session.view import View
from tracker.storage.files import write_named

if TYPE_CHECKING:
    from datetime import date

NARROW = 20
"""Cells of a drawing at the least."""


def remarks(view: View, entry: Entry) -> Answer:
    """The viewer's remark on an entry and its rating, in every pass."""
    held = [pass_ for pass_ in view.progress.passes if _has_word(pass_, entry)]
    texts = [entry.name]
    texts += ["\n".join(_words(pass_, entry)) for pass_ in held]
    if not held:
        texts.append("You have neither remarked on it nor rated it.")
    data: list[Json] = [said(pass_, entry) for pass_ in held]
    return Answer("\n\n".join(texts), {"entry": entry.id, "passes": data})


def passes(session: Session) -> Answer:
    """Every pass in a line: how much, when, how long, how many remarks."""
    diaries = session.history().diaries
    return Answer(
        "\n".join(f"Pass {diary.number}: {words.diary(diary)}" for diary in diaries),
        {"passes": [_diary(diary) for diary in diaries]},
    )


def diary(view: View, pass_: Pass) -> Answer:
    """All of one pass: each entry with its date, remark and rating."""
    lines = [f"Pass {pass_.number}"]
    for text, what in pages_of(pass_, view.guide, text_width() - 2):
        lines += ["", text] if what == "part" else [f"  {text}"]
    if len(lines) == 1:
        lines.append("Nothing is marked in it yet.")
    entries: list[Json] = [
        {"id": entry.id, "do": mark.do if mark else None, **said(pass_, entry)}
        for entry in view.guide.entries
        if (mark := pass_.marks.get(entry.id)) or _has_word(pass_, entry)
    ]
    return Answer("\n".join(lines), {"pass": pass_.number, "entries": entries})


def stats(session: Session, light: Light) -> Answer:
    """The figures, the evenings and weeks, the walk of each pass, and what was given."""
    view, lived = session.view, session.history()
    figures = words.history(lived, view.today)
    lines = [view.guide.title, "", *(f"{name:16} {text}" for name, text in figures)]
    width = max(NARROW, get_terminal_size().columns)
    lines += map(plain, drawing.whole(Lived(view, lived, light), width))
    return Answer("\n".join(lines), _history(lived, view.today))


def plan(view: View, planned: Plan) -> Answer:
    """Which entries on which evening."""
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


def card(view: View, light: Light) -> Answer:
    """How far the pass is, as a picture of text."""
    return Answer(share.as_text(view, light), _card(view))


def card_as_svg(view: View, file: str) -> Answer:
    """The same as SVG, on stdout or in a file."""
    drawn = share.as_file(view, ".svg")
    if file == "-":
        return Answer(drawn.decode().rstrip("\n"), _card(view))
    return _card_in(view, file, drawn)


def card_as_png(view: View, file: str) -> Answer:
    """The same as PNG in a file."""
    return _card_in(view, file, share.as_file(view, ".png"))


def _card_in(view: View, file: str, data: bytes) -> Answer:
    said = write_named(file, data)
    return Answer(f"Wrote the card to {words.clean(file)}" if said else "", _card(view))


def _card(view: View) -> dict[str, Json]:
    card = layout.card(view.course)
    cells: list[Json] = [state.value for state in card.states]
    first, last = card.took.first, card.took.last
    return {
        "pass": card.number,
        "watched": card.tally.watched,
        "total": card.tally.total,
        "percent": card.tally.percent,
        "seconds": card.took.seconds,
        "since": first.isoformat() if first else None,
        "until": last.isoformat() if last and card.done else None,
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
                "entries": [entry.id for entry in evening.entries],
                "seconds": evening.seconds,
            }
            for day, evening in lived.evenings.items()
        ],
        "without_day": [
            {"date": when.isoformat(), "entries": [entry.id for entry in entries]}
            for when, entries in lived.without_day.items()
        ],
        "passes": [_diary(diary) for diary in lived.diaries],
    }


def _plan(view: View, planned: Plan) -> Json:
    return {
        "seconds": sum(evening.seconds for evening in planned),
        "done_on": planned[-1].day.isoformat() if planned else None,
        "evenings": [_evening(evening) for evening in planned],
        "level": view.level,
    }


def _evening(evening: Planned) -> Json:
    return {
        "date": evening.day.isoformat(),
        "entries": [{"id": entry.id, "line": words.line(entry)} for entry in evening.entries],
        "seconds": evening.seconds,
        "milestone": words.milestone(evening) or None,
    }


def _diary(diary: Diary) -> Json:
    return {
        "pass": diary.number,
        "watched": diary.entries,
        "seconds": diary.seconds,
        "first": diary.first.isoformat() if diary.first else None,
        "last": diary.last.isoformat() if diary.last else None,
        "days": diary.length,
        "remarks": diary.remarks,
        "rated": len(diary.ratings),
        "done": diary.done,
        "walk": [[day, count] for day, count in diary.walk],
    }


def _has_word(pass_: Pass, entry: Entry) -> bool:
    return entry.id in pass_.remarks or entry.id in pass_.ratings


def _words(pass_: Pass, entry: Entry) -> Iterator[str]:
    given = f", {words.rating(pass_.ratings[entry.id])}" if entry.id in pass_.ratings else ""
    yield f"Pass {pass_.number}{given}"
    if entry.id in pass_.remarks:
        yield words.remark(pass_.remarks[entry.id])

"""What answers say to programs: the same as their text, as data."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain import outlook, words
from tracker.domain.guide import Entry, Note
from tracker.domain.journal import Journal
from tracker.domain.passes import Pass
from tracker.domain.union import Json
from tracker.session.sitting import Session
from tracker.session.view import View
from tracker.storage.copies import Copy


def of_progress(view: View) -> dict[str, Json]:
    """How far, and what is next."""
    tally, next_up = view.progress.tally, view.progress.next_up
    done_on = outlook.done_on(view.progress, view.today)
    return {
        "watched": tally.watched,
        "total": tally.total,
        "percent": tally.percent,
        "seconds_left": tally.left,
        "jumped_over": tally.jumped,
        "pass": view.progress.number,
        "spoilers": view.level,
        "done_on": done_on.isoformat() if done_on else None,
        "next": of_entry(view, view.guide.entry(next_up)) if next_up else None,
    }


def of_entry(view: View, entry: Entry) -> dict[str, Json]:
    """Everything that may be shown of an entry."""
    mark = view.progress.marks.get(entry.id)
    *earlier, now = view.progress.passes
    before: list[Json] = [said(pass_, entry) for pass_ in earlier if entry.id in pass_.marks]
    return {
        "id": entry.id,
        "name": entry.name,
        "title": entry.title,
        "title_ja": entry.title_ja,
        "romaji": entry.romaji,
        "other_titles": list(entry.other_titles),
        "arc": entry.arc,
        "aired": entry.aired.isoformat() if entry.aired else None,
        "minutes": entry.minutes,
        "advice": entry.advice,
        "reason": entry.reason,
        "state": view.progress.state(entry).value,
        "at": (mark.at or None) if mark else None,
        "position": mark.position if mark and mark.position else None,
        "remark": words.remark(now.remarks.get(entry.id, ())) or None,
        "rating": now.ratings.get(entry.id),
        "earlier": before,
    }


def said(pass_: Pass, entry: Entry) -> dict[str, Json]:
    """When an entry was watched in a pass, with the viewer's remark and rating."""
    watched = pass_.viewing(entry.id)
    return {
        "pass": pass_.number,
        "at": (watched.at or None) if watched else None,
        "remark": words.remark(pass_.remarks.get(entry.id, ())) or None,
        "rating": pass_.ratings.get(entry.id),
    }


def of_note(note: Note) -> dict[str, Json]:
    """A note that may be shown."""
    return {
        "id": note.id,
        "title": note.title,
        "anchor": f"{note.side} {note.entry}",
        "topic": note.topic,
        "text": words.note_text(note),
        "sources": [*note.sources, *note.rewatch_sources],
    }


def of_facts(facts: Mapping[str, object]) -> dict[str, Json]:
    """Texts, numbers and dates by name."""
    return {name: fact if isinstance(fact, int) else str(fact) for name, fact in facts.items()}


def of_guides(session: Session, journal: Journal, who: str | None = None) -> Json:
    """How far a viewer is in each guide that has marks in a journal."""
    from tracker.session import several  # noqa: PLC0415  # most starts need none of it

    return [
        {
            "name": each.name,
            "id": each.guide,
            "watched": each.progress.tally.watched if each.progress else None,
            "total": each.progress.tally.total if each.progress else None,
            "marks": each.marks,
        }
        for each in several.reached(session, journal, who)
    ]


def of_copy(session: Session, copy: Copy) -> Json:
    """A copy, and how far it reaches."""
    tally = session.reach(copy.journal).tally
    return {
        "name": copy.name,
        "path": copy.path,
        "written": copy.written.isoformat(timespec="seconds"),
        "events": len(copy.journal.events),
        "watched": tally.watched,
        "total": tally.total,
        "guides": of_guides(session, copy.journal),
        "damage": copy.damage or None,
    }

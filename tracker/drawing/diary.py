"""A pass to read: each entry with its date, what was given, and what was written."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain import words
from tracker.domain.dates import dated
from tracker.domain.guide import Guide
from tracker.domain.passes import Pass
from tracker.drawing import cells

LEAST = 8
"""Cells of a title and of a remark at the least."""


def pages_of(pass_: Pass, guide: Guide, width: int) -> Iterator[tuple[str, str]]:
    """All of a pass in lines of that width, each with its kind: ``part``, ``entry``, ``remark``."""
    column = words.column(guide.entries)
    room, remark_room = (max(LEAST, width - taken - column) for taken in (24, 2))
    for part, entries in guide.by_part():
        touched = [
            entry
            for entry in entries
            if entry.id in pass_.marks or entry.id in pass_.remarks or entry.id in pass_.ratings
        ]
        if touched:
            yield words.upper(part.name), "part"
        for entry in touched:
            mark, given = pass_.marks.get(entry.id), pass_.ratings.get(entry.id)
            when = mark and dated(mark.at)
            said = mark.do if mark and mark.do != "watched" else ""
            said = said or (words.short_full_date(when) if when else "")
            rating = words.rating(given) if given else ""
            title = cells.fitted(cells.shortened(entry.title or entry.name, room), room)
            line = f"{words.label(entry, column)}  {title}  {said:>11}  {rating:>5}"
            yield line.rstrip(), "entry"
            for paragraph in words.remark(pass_.remarks.get(entry.id, ())).splitlines():
                for piece in cells.wrapped(paragraph, remark_room):
                    yield f"{'':{column + 2}}{piece}".rstrip(), "remark"

"""What stands beside the card: the course, the last evenings, the outlook, what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from tracker.domain import dates, outlook, words
from tracker.drawing import Line, cells
from tracker.drawing.course import drawn
from tracker.drawing.lines import bars
from tracker.drawing.rim import Light, joined
from tracker.session.view import View

DAYS = 28
"""How many days the last evenings look back."""
FEWEST = 3
"""Evenings from which on they are drawn."""
SCALE = 3
"""Cells of their scale."""
LOWER = 30
"""The line from which on, in the widest windows, stands what is looked at now and then."""
MOST_REMARKS = 3
BLANK: Line = ()


def course(view: View, width: int, height: int, light: Light) -> list[Line]:
    """The course below its heading: two lines more than so many rows."""
    return [(("The course", "heading"),), *drawn(view.course, width, height, light)]


def evenings(view: View, rows: int) -> list[Line]:
    """The entries of each of the last days as bars, from the third evening on; else nothing.

    Three lines more than so many rows.
    """
    watched = Counter((view.today - day).days for day in outlook.evenings(view.progress).values())
    counts = [watched[ago] for ago in reversed(range(DAYS))]
    if sum(map(bool, counts)) < FEWEST:
        return []
    lines: list[Line] = [(("Last evenings", "heading"),)]
    for label, row in bars(counts, rows, [("▁", "faint")] * DAYS):
        lines.append(((f"{label:>{SCALE - 1}} ", "quiet"), *joined(row)))
    first = words.short_day(view.today - timedelta(days=DAYS - 1))
    ends = f"{first:{2 * DAYS - 1 - len('today')}}today"
    return [*lines, ((" " * SCALE + ends, "quiet"),)]


def margin(view: View, width: int, height: int, light: Light) -> list[Line]:
    """What stands beside the card in the widest windows: course, last evenings and outlook."""
    rows = min(14, height - 3)
    if rows < 4:
        return []
    head, *lines = course(view, width, rows, light)
    lines = [head, BLANK, *lines]
    lately = evenings(view, 4) or [
        (("Last evenings", "heading"),),
        (("Drawn from the third evening on.", "quiet"),),
    ]
    if len(lines) + 2 + len(lately) <= height:
        lines += [BLANK, BLANK, *lately]
    return _lower(lines, _outlook(view), height)


def written(view: View, but: str, lines: Sequence[Line], width: int, height: int) -> list[Line]:
    """The lines of a card, and below what was written last on other entries than this."""
    progress = view.progress
    latest = sorted(
        (
            (events[-1].id, entry)
            for entry, events in progress.current.remarks.items()
            if entry in progress.guide.place and entry != but
        ),
        reverse=True,
    )
    shown: list[Line] = []
    for _, entry_id in latest[:MOST_REMARKS]:
        entry, mark = progress.guide.entry(entry_id), progress.marks.get(entry_id)
        when = mark and dates.dated(mark.at)
        rating = progress.current.ratings.get(entry_id)
        about = (
            entry.name,
            words.day(when, view.today) if when else "",
            words.rating(rating) if rating else "",
        )
        text = words.remark_line(progress.current.remarks[entry_id])
        shown += [
            ((" · ".join(filter(None, about)), "quiet"),),
            ((cells.shortened(text, width), "text"),),
            BLANK,
        ]
    return _lower(lines, [(("Written lately", "heading"),), *shown[:-1]] if shown else [], height)


def _outlook(view: View) -> list[Line]:
    named = words.outlook(view.progress, view.today)
    names = max((len(name) for name, _ in named), default=0)
    lines: list[Line] = [((f"{name:{names}}   ", "quiet"), (text, "text")) for name, text in named]
    return [(("Outlook", "heading"),), *lines] if lines else []


def _lower(lines: Sequence[Line], more: Sequence[Line], height: int) -> list[Line]:
    """Lines with more in the lower half of a window, if there is room for it."""
    top = min(LOWER, height - len(more))
    if not more or len(lines) + 1 > top:
        return [*lines]
    return [*lines, *[BLANK] * (top - len(lines)), *more]

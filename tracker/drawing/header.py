"""How far, in one line: whose progress, a bar, and the figures."""

from __future__ import annotations

from tracker.domain import words
from tracker.drawing import Line, cells
from tracker.session.view import View

LEAST_BAR = 8
"""Cells of the bar for which the rest of its line is shortened."""
MOST_BAR = 40
DONE, OPEN = "━", "╌"


def header(view: View, width: int) -> Line:
    """The line, as much of it as goes into so many cells."""
    tally, texts = view.progress.tally, words.how_far(view.progress, view.level, view.today)
    while len(texts) > 1 and len(" · ".join(texts)) + 2 + LEAST_BAR > width:
        texts = texts[:-1]
    text, title = " · ".join(texts), view.guide.title
    if view.who:
        title = f"{words.clean(view.who)} · {title}"
    room = width - len(text) - 2
    if room < cells.width(title) + 3 + LEAST_BAR:
        title = ""
    bar = max(0, min(MOST_BAR, room - (cells.width(title) + 3 if title else 0)))
    done = bar * tally.watched // tally.total if tally.total else bar
    return (
        (f"{title}   " if title else "", "title"),
        (DONE * done, "done"),
        (OPEN * (bar - done), "open"),
        ("  " if bar else "", "text"),
        (text, "text"),
    )

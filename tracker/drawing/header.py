"""How far, in one line: whose progress, a bar, and the figures."""

from __future__ import annotations

from tracker.domain import words
from tracker.drawing import Line, Run, cells
from tracker.drawing.rim import COMET
from tracker.session.view import View

BARS = ((98, 24), (78, 16), (0, 12))
"""From so many cells on, the bar has so many at least; what would take their place goes."""
ROOMY = 118
"""From so many cells on, there is room for the day on which all is done."""
APART = "   "
DONE, OPEN = "━", "╌"
TAIL = ("glow3", "glow2", "glow2", "glow1", "glow1", "glow1", "glow1")
"""The inks of the bar behind the comet."""


def header(view: View, width: int) -> Line:
    """The line, in just so many cells: the name always stands, and shrinks last."""
    least = next(bar for wide, bar in BARS if width >= wide)
    texts = words.heading(view.progress)
    if width >= ROOMY and (when := words.done_by(view.progress, view.level, view.today)):
        texts.append(when)
    name = f"{words.clean(view.who)} · {view.guide.title}" if view.who else view.guide.title
    name = cells.shortened(name, max(8, width // 2))
    room = width - cells.width(name) - 2 * len(APART)
    while len(texts) > 1 and room - cells.width(" · ".join(texts)) < least:
        texts = texts[:-1]
    said = " · ".join(texts)
    bar = room - cells.width(said)
    if bar < 1:
        return ((cells.fitted(name, width), "title"),)
    return (name, "title"), (APART, "text"), *_bar(view, bar), (f"{APART}{said}", "text")


def _bar(view: View, width: int) -> list[Run]:
    """What is watched, the comet at its head, and what is ahead."""
    tally = view.progress.tally
    share = tally.watched / tally.total if tally.total else 1
    head = round(share * (width - 1))
    tail = [(DONE, ink) for ink in TAIL[:head]]
    return [
        (DONE * (head - len(tail)), "done"),
        *reversed(tail),
        (COMET["full"], "comet"),
        (OPEN * (width - 1 - head), "ahead"),
    ]

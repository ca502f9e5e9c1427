"""The bar beside a list that is longer than its window: no track, and a thumb half a cell wide."""

from __future__ import annotations

from tracker.drawing import Run

UPRIGHT = "▐"
INK = "lit--panel"


def thumb(length: int, lines: float, window: float, top: float) -> tuple[int, int]:
    """Where in so many cells the thumb begins, and how many it has: none where all is in sight.

    ``top`` is the first line in sight, ``window`` how many are.
    """
    if not window or lines <= window:
        return 0, 0
    many = min(length, max(1, round(length * window / lines)))
    return round((length - many) * top / (lines - window)), many


def bar(height: int, lines: int, top: int) -> list[Run]:
    """A cell for each line of the window, of which ``top`` is the first of so many."""
    start, many = thumb(height, lines, height, top)
    return [(UPRIGHT if start <= y < start + many else " ", INK) for y in range(height)]

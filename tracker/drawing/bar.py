"""The bar beside a list that is longer than its window: as the framework draws it, to an eighth."""

from __future__ import annotations

from math import ceil

from tracker.drawing import Run

EIGHTHS = "▁▂▃▄▅▆▇"
THUMB, OVER, NONE = "bar--thumb", "bar--over", "bar--none"
"""The inks of what is in sight: of the thumb, of what it is reversed in, and of the rest."""


def bar(height: int, lines: int, top: int) -> list[Run]:
    """A cell for each line of the window, ``top`` being the first line in it of so many."""
    cells = [(" ", NONE)] * height
    if lines <= height:
        return cells
    # In the order of the framework: another rounds otherwise.
    length = max(1, height / (lines / height))
    start = int((height - length) * (top / (lines - height)) * 8)
    (first, above), (last, below) = divmod(start, 8), divmod(start + ceil(length * 8), 8)
    cells[first:last] = [(" ", OVER)] * (last - first)
    if above and first < height:
        cells[first] = EIGHTHS[7 - above], THUMB
    if below and last < height:
        cells[last] = EIGHTHS[7 - below], OVER
    return cells

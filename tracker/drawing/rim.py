"""A line of heights, lit from below: as the rim of a dark world by which day goes.

A cell under the line is as bright as it lies near to it. In looks, ``done.4`` is the fourth of
twelve steps of the ink ``done`` into the dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple

from tracker.domain.charts import EIGHTHS
from tracker.domain.course import STEPS, level
from tracker.drawing import Line, Run

Light = Literal["full", "band", "signs"]
"""What a terminal can draw: light in true colours, a solid band, or plain characters alone."""

QUIET = frozenset({"ahead", "faint"})
"""The inks of what is not lit: it throws less light, and none without colours."""
NOTHING: Run = (" ", "text")
COMET: Mapping[Light, str] = {"full": "●", "band": "●", "signs": "@"}
"""Where the viewer is, and nothing else."""
_FULL = 6
"""Eighths from which on a cell has no room for the comet."""
_SIGNS = {"done": "=", "ahead": ".", "faint": "."}
"""In plain characters, by ink; what glows has one of its own."""
_GLOWING = "#"


class Column(NamedTuple):
    """How high the rim is in a column, in eighths of a cell, and its ink; none where it is dark."""

    height: int
    ink: str
    reach: int
    """How many eighths deep its light falls."""


def rim(columns: Sequence[Column], height: int, light: Light) -> list[list[Run]]:
    """The columns as rows of cells, from the top."""
    grid = [[NOTHING] * len(columns) for _ in range(height)]
    for x, (eighths, ink, reach) in enumerate(columns):
        if not ink or eighths <= 0:
            continue
        top, edge = divmod(eighths - 1, 8)
        y = max(0, height - 1 - top)
        if light == "signs":
            grid[y][x] = _SIGNS.get(ink, _GLOWING), ink
        elif light == "band" and ink in QUIET:
            grid[y][x] = "·", ink
        else:
            looks = _looks(ink, edge + 1, reach) if light == "full" else (ink, ink)
            grid[y][x] = EIGHTHS[edge + 1], looks[0]
            for below, look in enumerate(looks[1 : height - y], start=1):
                grid[y + below][x] = "█", look
    return grid


def row_of(eighths: int, height: int) -> int:
    """The row in which a column of so many eighths ends."""
    return max(0, height - 1 - (eighths - 1) // 8)


def put_comet(grid: Sequence[list[Run]], x: int, eighths: int, light: Light) -> None:
    """Put the comet on the rim in a column so high, or above it where it fills its cell."""
    row = row_of(eighths, len(grid))
    is_full = row > 0 and (eighths - 1) % 8 + 1 >= _FULL and light != "signs"
    grid[row - is_full][x] = COMET[light], "comet"


def joined(cells: Iterable[Run]) -> Line:
    """Cells that stand side by side, those of one look as one text."""
    return tuple(
        ("".join(text for text, _ in group), look)
        for look, group in groupby(cells, key=itemgetter(1))
    )


def written(row: list[Run], at: int, text: str, look: str) -> None:
    """Write a text over the cells of a row, as much of it as there is room for."""
    for x, char in enumerate(text, start=at):
        if 0 <= x < len(row):
            row[x] = char, look


@lru_cache(maxsize=256)
def _looks(ink: str, edge: int, reach: int) -> tuple[str, ...]:
    """The looks of a column from its rim down, the rim's cell ``edge`` eighths full."""
    looks, below = [f"{ink}.0"], 0
    while True:
        below += 1
        depth = edge + 8 * below - 5
        step = level(depth / reach)
        if step >= STEPS:
            return tuple(looks)
        looks.append(f"{ink}.{step}")

"""Day by day: how far each pass was on each of its days, as rims over one another."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.domain import charts
from tracker.domain.course import GLOW
from tracker.domain.history import Diary
from tracker.drawing import Line, Run
from tracker.drawing.page import MARGIN, Lived, scale
from tracker.drawing.rim import NOTHING, Column, joined, put_comet, rim, row_of, written

DEEP, SHALLOW = 26, 14
"""How many eighths deep light falls under this pass, and under those before."""
LEAST = 13
"""Days between the edges, at the least: three evenings do not make a long walk."""
APART = 12
"""Cells between two days that are named, at the least."""
NAME = 9
"""Cells for the name of a pass at the end of its walk."""


def day_by_day(lived: Lived, width: int, height: int) -> list[Line]:
    """The walks in so many rows, the last for the days."""
    view, history, light = lived
    *earlier, present = history.diaries
    walked = [diary for diary in earlier if diary.evenings]
    ends = [diary.walk[-1] for diary in history.diaries if diary.evenings]
    right = max([LEAST, *(days for days, _ in ends)])
    top = max([view.progress.tally.total, 1, *(reached for _, reached in ends)])
    columns, rows = max(2, width - MARGIN - NAME), max(1, height - 1)
    grid: list[list[Run]] = [[NOTHING] * (columns + NAME) for _ in range(rows)]
    names = []
    for diary in walked:
        drawn = _heights(diary, columns, right, rows, top)
        _lay(grid, rim([Column(high, "ahead", SHALLOW) for high in drawn], rows, light))
        names.append((diary.number, len(drawn) - 1, row_of(drawn[-1], rows)))
    if present.evenings:
        drawn = _heights(present, columns, right, rows, top)
        inks = [_ink(present, x * right / (columns - 1), view.today) for x in range(len(drawn))]
        lit = [Column(high, ink, DEEP) for high, ink in zip(drawn, inks, strict=True)]
        _lay(grid, rim(lit, rows, light))
    for number, end, row in names:
        _named(grid, f"Pass {number}", end + 2, row)
    if present.evenings:
        end, row = len(drawn) - 1, row_of(drawn[-1], rows)
        put_comet(grid, end, drawn[-1], light)
        written(grid[min(row + 1, rows - 1)], end + 2, f"Pass {present.number}", "accent")
    scales = {0: str(top), rows - 1: "0"}
    lines = [joined([scale(scales.get(y, "")), *row]) for y, row in enumerate(grid)]
    return [*lines, (_days(right, columns),)]


def _heights(diary: Diary, columns: int, right: int, rows: int, top: int) -> list[int]:
    """How high the walk of a pass is in each column, in eighths of a row."""
    return [
        max(1, round(8 * rows * high / top)) for high in charts.straight(diary.walk, columns, right)
    ]


def _ink(diary: Diary, days: float, today: date) -> str:
    """The ink of a day of a pass: by how lately it was."""
    since = (today - next(iter(diary.evenings)) - timedelta(days=int(days))).days
    return next((ink for most, ink in GLOW if 0 <= since <= most), "done")


def _lay(grid: list[list[Run]], layer: list[list[Run]]) -> None:
    """Lay what is drawn over what lies there."""
    for row, over in zip(grid, layer, strict=True):
        row[: len(over)] = [
            run if run != NOTHING else under for run, under in zip(over, row, strict=False)
        ]


def _named(grid: list[list[Run]], name: str, at: int, row: int) -> None:
    """Write the name of an earlier pass at its end, or near by, where nothing is drawn."""
    for y in (row, row + 1, row - 1):
        if 0 <= y < len(grid) and all(
            run == NOTHING for run in grid[y][at - 1 : at + len(name) + 1]
        ):
            written(grid[y], at, name, "quiet")
            return


def _days(right: int, columns: int) -> Run:
    """The days under the walks."""
    line, step = f"{'':{MARGIN}}day 1", charts.step(right, columns, APART)
    for day in range(step, right + 2, step):
        at = MARGIN + round((day - 1) * (columns - 1) / right)
        if at > len(line) + 1:
            line = f"{line:{at}}{day}"
    return line, "quiet"

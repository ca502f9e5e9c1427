"""The course, drawn: the whole way as the lit rim of a dark world, day coming over it."""

from __future__ import annotations

from functools import lru_cache

from tracker.domain.course import DEEP, SHALLOW, Course
from tracker.domain.course import height as height_at
from tracker.drawing import Line, cells
from tracker.drawing.rim import Column, Light, joined, put_comet, rim, row_of, written

UNNAMED = "·"
LEAST = 4
"""Rows from which on there is room for words inside it."""


def drawn(
    course: Course,
    width: int,
    height: int,
    light: Light,
    inside: tuple[str, str] | None = None,
) -> list[Line]:
    """The course in so many rows, what is inside it in words, and the row of names below.

    ``inside`` stands there in the place of the caption.
    """
    columns = course.columns(width)
    heights = _heights(width, height)
    comet = course.comet(width)
    reach = min(DEEP, 7 * height // 2)
    inks = course.inks(width)
    grid = rim(
        [
            Column(high, ink, SHALLOW if ink in ("ahead", "faint") else reach)
            for high, ink in zip(heights, inks, strict=True)
        ],
        height,
        light,
    )
    for x, at in enumerate(columns):
        if (x == 0 or columns[x - 1] != at) and course.is_left_out(at):
            grid[row_of(heights[x], height)][x] = "x" if light == "signs" else "×", "quiet"
    put_comet(grid, comet, heights[comet], light)
    said_inside = inside or caption(course) if height >= LEAST else ()
    for y, (said, look) in enumerate(zip(said_inside, ("text", "quiet"), strict=False)):
        if said and len(said) + 2 <= width:
            written(grid[height - 3 + y], (width - len(said)) // 2 - 1, f" {said} ", look)
    return [*map(joined, grid), (names(course, width, light),)]


def caption(course: Course) -> tuple[str, str]:
    """How far it is to the next end, and what was watched lately, which is what glows."""
    progress, here = course.progress, course.here
    lately = f"{course.lately} in the last 7 days" if course.lately else ""
    if here is None:
        return ("All of it" if progress.is_done else "Nothing left to watch"), lately
    part = next(part.name for part in progress.guide.parts if part.id == course.entries[here].part)
    if course.is_at_a_beginning:
        return f"On to {part}", lately
    if course.ahead == 1:
        return f"The last of {part}", lately
    return f"{course.ahead} to the end of {part}", lately


def names(course: Course, width: int, light: Light) -> tuple[str, str]:
    """What is named under the course, with a blank between neighbours at least."""
    row = " " * width
    unnamed = "'" if light == "signs" else UNNAMED
    for at, label in course.labels():
        name = label or unnamed
        wide = cells.width(name)
        x = min(course.column(at, width), width - wide)
        if x >= 0 and not row[max(0, x - 1) : x + wide + 1].strip():
            row = row[:x] + name + row[x + wide :]
    return row, "quiet"


@lru_cache(maxsize=32)
def _heights(width: int, height: int) -> tuple[int, ...]:
    """How high the rim is in each column, in eighths of a row: half of the way is the top."""
    return tuple(max(1, round(8 * height * height_at((x + 0.5) / width))) for x in range(width))

"""Lines: how wide they are, how they stand side by side, and those of bars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tracker.domain import charts
from tracker.drawing import Line, Run, cells


def width_of(line: Iterable[Run]) -> int:
    """How many cells a line takes."""
    return sum(cells.width(text) for text, _ in line)


def beside(columns: Sequence[Sequence[Line]], at: Sequence[int]) -> list[Line]:
    """Columns of lines side by side, each from a cell on."""
    lines: list[Line] = []
    for y in range(max(map(len, columns), default=0)):
        line: list[Run] = []
        x = 0
        for column, begin in zip(columns, at, strict=False):
            if y < len(column) and column[y]:
                line += [(" " * (begin - x), "text")] if begin > x else []
                line += column[y]
                x = begin + width_of(column[y])
        lines.append(tuple(line))
    return lines


def bars(
    counts: Sequence[int], height: int, nothing: Sequence[Run]
) -> Iterator[tuple[str, list[Run]]]:
    """A bar for each count, with a blank behind it: row by row, with what the scale says there.

    ``nothing`` are what stands on the ground where a count is 0.
    """
    for at, row in enumerate(charts.bars(counts, height)):
        is_ground = at == height - 1
        cells = [
            (f"{sign} ", look) if is_ground and bar == " " else (f"{bar} ", "done")
            for bar, (sign, look) in zip(row, nothing, strict=True)
        ]
        yield str(max(counts)) if at == 0 else "0" if is_ground else "", cells

"""Lines: how wide they are, and how they stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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

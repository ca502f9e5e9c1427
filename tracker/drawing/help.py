"""The help: groups of keys in columns, as many as there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tracker.drawing import Line, cells
from tracker.drawing.lines import beside

Group = Sequence[tuple[str, str]]
"""Keys as they are written, each with what it does."""

COLUMN = 40
"""Cells of a column, where there is room."""
MOST = 3
"""Columns, at the most."""
KEY = 8
"""Cells of a key; one that is longer pushes what it does to the right."""
NAMED = 20
"""Lines from which on the groups have their names."""


def columns(bands: Sequence[Mapping[str, Group]], width: int, height: int) -> Iterator[Line]:
    """The groups of each band in columns side by side, band under band; no group is parted."""
    many = max(1, min(MOST, width // COLUMN)) if width >= 2 * COLUMN else min(2, 1 + width // 60)
    pitch = COLUMN if width >= 2 * COLUMN else width // many
    is_named = height >= NAMED
    if many == MOST:
        # The first two fill three columns together.
        first, second, *rest = bands
        bands = [{**first, **second}, *rest]
    for at, band in enumerate(bands):
        if at and is_named:
            yield ()
        drawn = [
            [*_group(name if is_named else "", group, pitch - 2)] for name, group in band.items()
        ]
        filled = _balanced(drawn, many, 1 if is_named else 0)
        yield from beside(filled, range(1, 1 + many * pitch, pitch))


def _group(name: str, group: Group, width: int) -> Iterator[Line]:
    """A group, a line a key; what has no room beside its key goes on below."""
    if name:
        yield ((name, "title"),)
    for key, does in group:
        wide = max(KEY, cells.width(key) + 1)
        first, *more = cells.wrapped(does, max(1, width - wide))
        yield (cells.fitted(key, wide), "key"), (first, "text")
        for line in more:
            yield (" " * wide, "text"), (line, "text")


def _balanced(groups: Sequence[list[Line]], many: int, apart: int) -> list[list[Line]]:
    """The groups in so many columns, in order, as low as they can be."""
    for most in range(max(map(len, groups)), sum(map(len, groups)) + len(groups) + 1):
        filled: list[list[Line]] = [[]]
        for group in groups:
            last = filled[-1]
            if last and len(last) + apart + len(group) > most:
                filled.append([*group])
            else:
                last += [()] * (apart if last else 0) + group
        if len(filled) <= many:
            break
    return filled

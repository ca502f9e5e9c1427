"""Where everything stands in a picture of how far a pass is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from math import prod
from typing import NamedTuple

from tracker.domain import outlook, words
from tracker.domain.outlook import Figures
from tracker.domain.progress import Progress, State, Tally

WIDTH, HEIGHT = 1200, 630
ADVANCE = 6
"""Dots from one letter to the next."""
COLOURS = {
    "background": "#0a1020",
    "foreground": "#dbe6f5",
    "quiet": "#8a9bb8",
    "panel": "#18253f",
    "primary": "#5cb3ff",
    "accent": "#53e0ff",
    "warning": "#ffc66d",
    "error": "#ff8080",
    "violet": "#b79cff",
}
"""The night blue of the interface, and the violet of its other side."""
LAMPS = {
    State.WATCHED: "primary",
    State.STOPPED: "warning",
    State.SKIPPED: "violet",
    State.LEFT_OUT: "error",
    State.TO_WATCH: "quiet",
}
"""The colour of each state, in the order of the legend."""
TO_WATCH = "·"
"""In a grid, unlike in a list, an entry still to watch needs a sign of its own."""
_SKIPPED = ("##..##..", ".##..##.", "..##..##", ".##..##.", "##..##..")
_LEFT_OUT = ("##..##", ".####.", "..##..", ".####.", "##..##")
_LEFT, _RIGHT = 86, 1114
_GRID_TOP, _GRID_HEIGHT = 178, 218
_LARGEST = (104, 64)
"""At most, from one cell of the grid to the next."""
ROOMY, MOST = 30, 60
"""Columns of a grid, so that as text it is 60 wide, with spaces between them and without."""
_MOST = 256
"""Columns of a picture with small cells."""
_READABLE, _PARTED = 24, 12
"""Dots from one line to the next, below which there are more columns, and no room for parts."""
_SHAPED = (8, 5)
"""Cells from that size on have room for a shape for each state; smaller ones are full or empty."""
_TITLE = (6, 5, 4, 3)
"""Sizes of the title: the largest in which it fits."""
_GAP = 12
_LINE = 3
_RAIL = 428


class Card(NamedTuple):
    """What the picture tells."""

    title: str
    title_ja: str
    """Empty if there is none."""
    number: int
    """Which pass."""
    parts: tuple[tuple[State, ...], ...]
    """The state of every entry, by part."""
    tally: Tally
    took: Figures
    done: bool
    """Nothing is left to watch in the pass."""

    @property
    def name(self) -> str:
        """``Pass 2``."""
        return f"Pass {self.number}"

    @property
    def how_far(self) -> str:
        """``25 of 40 · 62 %``."""
        return f"{self.tally.watched} of {self.tally.total} · {self.tally.percent} %"

    @property
    def time(self) -> str:
        """``10 h 00 watched · since 3 October 2026``; a finished pass has both its dates."""
        texts = [f"{words.duration(self.took.seconds)} watched"]
        if self.took.first:
            dates = words.span_of_days(self.took.first, self.took.last)
            texts.append(dates if self.done else f"since {words.full_date(self.took.first)}")
        return " · ".join(texts)

    @property
    def states(self) -> tuple[State, ...]:
        """The states that the grid has, in the order of the legend."""
        held = {state for part in self.parts for state in part}
        return tuple(state for state in LAMPS if state in held)


class Cell(NamedTuple):
    """Where the lamp of an entry stands, and what it says."""

    x: int
    y: int
    width: int
    height: int
    state: State


class Block(NamedTuple):
    """A block of one colour."""

    x: int
    y: int
    width: int
    height: int
    colour: str


class Text(NamedTuple):
    """A line of text on its foot, as large as its dots; ``x`` is its left or its right end."""

    x: int
    foot: int
    dot: int
    text: str
    colour: str
    from_right: bool = False


class Layout(NamedTuple):
    """What stands where."""

    cells: tuple[Cell, ...]
    """One an entry, and after those one a state, for the legend."""
    blocks: tuple[Block, ...]
    texts: tuple[Text, ...]


def card(progress: Progress) -> Card:
    """What may be told of this pass."""
    guide = progress.guide
    return Card(
        _cut(guide.title, (_RIGHT - _LEFT) // (ADVANCE * _TITLE[-1])),
        _cut(guide.title_ja or "", 48),
        progress.number,
        tuple(tuple(map(progress.state, entries)) for _, entries in guide.by_part() if entries),
        progress.tally,
        outlook.figures(progress),
        progress.is_done,
    )


def rows(card: Card) -> Iterator[tuple[tuple[State, ...], ...]]:
    """The grid as text: the rows of each block, at most `MOST` wide."""
    blocks, columns, _, _ = _grid(card)
    columns = min(MOST, columns)
    for block in blocks:
        yield tuple(block[at : at + columns] for at in range(0, len(block), columns))


def placed(card: Card) -> Layout:
    """Where everything stands in a picture of 1200 by 630."""
    room = (_RIGHT - _LEFT) // ADVANCE
    dot = next((dot for dot in _TITLE if words.cells(card.title) * dot <= room), _TITLE[-1])
    texts = [Text(_LEFT, 104, dot, card.title, "foreground")]
    if card.title_ja:
        texts.append(Text(_LEFT, 148, 3, card.title_ja, "quiet"))
        texts.append(Text(_RIGHT, 148, 3, card.name, "accent", from_right=True))
    else:
        texts.append(Text(_LEFT, 148, 3, card.name, "accent"))
    texts += [
        Text(_LEFT, 496, 5, card.how_far, "foreground"),
        Text(_LEFT, 534, 3, card.time, "foreground"),
        Text(_RIGHT, 580, 2, "layzner", "quiet", from_right=True),
    ]
    cells, x = list(_cells(card)), _LEFT
    has_shapes = not cells or _has_shape(cells[0])
    for state in card.states:
        if not has_shapes and state not in {State.WATCHED, State.TO_WATCH}:
            continue
        cells.append(Cell(x, 564, 24, 18, state))
        label = words.SIGNS[state].label
        texts.append(Text(x + 34, 580, 2, label, "quiet"))
        x += 34 + ADVANCE * 2 * len(label) + 24
    return Layout(tuple(cells), (*_corners(), *_rail(card)), tuple(texts))


def drawn(layout: Layout) -> Iterator[Block]:
    """Everything but the text, as blocks."""
    yield from layout.blocks
    for cell in layout.cells:
        yield from lamp(cell)


def lamp(cell: Cell) -> Iterator[Block]:
    """A lamp, each state of a shape of its own: full, half, empty, an arrow, a cross."""
    x, y, width, height, state = cell
    colour = LAMPS[state]
    if state is State.WATCHED:
        yield Block(x, y, width, height, colour)
    elif state in {State.TO_WATCH, State.STOPPED}:
        line = max(1, min(_LINE, height // 6))
        yield Block(x, y, width, line, colour)
        yield Block(x, y + height - line, width, line, colour)
        yield Block(x, y, line, height, colour)
        yield Block(x + width - line, y, line, height, colour)
        if state is State.STOPPED:
            yield Block(x, y, width // 2, height, colour)
    else:
        yield Block(x, y, width, height, "panel")
        if not _has_shape(cell):
            return
        mask = _SKIPPED if state is State.SKIPPED else _LEFT_OUT
        dot = max(1, min(height, width) // 8)
        left, top = x + (width - dot * len(mask[0])) // 2, y + (height - dot * len(mask)) // 2
        for down, row in enumerate(mask):
            for right, char in enumerate(row):
                if char == "#":
                    yield Block(left + right * dot, top + down * dot, dot, dot, colour)


def _has_shape(cell: Cell) -> bool:
    """Whether there is room in a cell for the shape of every state."""
    return cell.width >= _SHAPED[0] and cell.height >= _SHAPED[1]


def _grid(card: Card) -> tuple[tuple[tuple[State, ...], ...], int, int, int]:
    """The blocks of the grid, how many columns they have, and how far apart the cells are.

    A block is a part, in columns that make the cells largest; where these would be flat, in those
    that make them squarest. Where there are too many parts for that, all of it is one block.
    """
    blocks = card.parts
    few = range(1, min(ROOMY, max(map(len, blocks))) + 1)
    columns = max(few, key=lambda many: (prod(_pitch(blocks, many)), many))
    if _pitch(blocks, columns)[1] < _READABLE:
        columns = _squarest(blocks)
        if _pitch(blocks, columns)[1] < _PARTED:
            blocks = (tuple(state for part in blocks for state in part),)
            columns = _squarest(blocks)
    return blocks, columns, *_pitch(blocks, columns)


def _squarest(blocks: Sequence[Sequence[State]]) -> int:
    """How many columns leave most room for squares."""
    most = min(_MOST, max(map(len, blocks)))
    return max(range(1, most + 1), key=lambda many: (min(_pitch(blocks, many)), many))


def _pitch(blocks: Sequence[Sequence[State]], columns: int) -> tuple[int, int]:
    """How far apart cells are in so many columns."""
    lines = sum(-(-len(block) // columns) for block in blocks)
    # Half a line parts one block from the next.
    halves = 2 * lines + len(blocks) - 1
    across, down = (_RIGHT - _LEFT) // columns, 2 * _GRID_HEIGHT // halves
    gap = min(_GAP, across // 3, down // 3)
    # The last cell needs no gap behind it.
    return (
        min(_LARGEST[0], (_RIGHT - _LEFT + gap) // columns),
        min(_LARGEST[1], 2 * (_GRID_HEIGHT + gap) // halves),
    )


def _cells(card: Card) -> Iterator[Cell]:
    blocks, columns, across, down = _grid(card)
    gap = min(_GAP, across // 3, down // 3)
    lines = sum(-(-len(block) // columns) for block in blocks)
    height = lines * down + (len(blocks) - 1) * down // 2 - gap
    top = _GRID_TOP + (_GRID_HEIGHT - height) // 2
    for block in blocks:
        for at, state in enumerate(block):
            x, y = _LEFT + at % columns * across, top + at // columns * down
            yield Cell(x, y, across - gap, down - gap, state)
        top += -(-len(block) // columns) * down + down // 2


def _corners() -> Iterator[Block]:
    """The corners of a frame."""
    inset, long = 32, 36
    for x in (inset, WIDTH - inset - long):
        for y in (inset, HEIGHT - inset - _LINE):
            yield Block(x, y, long, _LINE, "quiet")
    for x in (inset, WIDTH - inset - _LINE):
        for y in (inset, HEIGHT - inset - long):
            yield Block(x, y, _LINE, long, "quiet")


def _rail(card: Card) -> Iterator[Block]:
    """A scale of ten, and on it a comet that has come as far as the viewer."""
    for tenth in range(11):
        x = _LEFT + tenth * (_RIGHT - _LEFT - _LINE) // 10
        yield Block(x, _RAIL - 6, _LINE, 12, "panel")
    yield Block(_LEFT, _RAIL - 1, _RIGHT - _LEFT, 2, "panel")
    head = _LEFT + (_RIGHT - _LEFT - 14) * card.tally.percent // 100
    yield Block(_LEFT, _RAIL - 1, head - _LEFT, 2, "primary")
    yield Block((_LEFT + head) // 2, _RAIL - 3, head - (_LEFT + head) // 2, 6, "primary")
    yield Block(head, _RAIL - 7, 14, 14, "accent")


def _cut(text: str, cells: int) -> str:
    """The text in one harmless line of at most so many cells; Japanese takes two a character."""
    short, left = "", cells
    for char in words.clean(text):
        left -= 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if left < 0:
            return f"{short[:-1].rstrip()}…"
        short += char
    return short

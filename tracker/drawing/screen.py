"""The whole walk as it stands when it opens: every line of the window, before there is a widget.

Where things stand is what the style sheet says too; a test compares the two, cell by cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.drawing import Line, cells
from tracker.drawing.bar import bar
from tracker.drawing.card import Cards, recall
from tracker.drawing.header import header
from tracker.drawing.inks import inked
from tracker.drawing.keys import Key
from tracker.drawing.keys import drawn as key_line
from tracker.drawing.order import Order
from tracker.drawing.outlook import margin
from tracker.drawing.rim import Light
from tracker.session.view import View

LEAST = (60, 15)
"""Cells and lines below which there is no walk."""
NARROW, HUGE = 80, 200
"""Cells below which all stands in one column, and from which on it stands in three."""
ORDER = ((120, 56), (100, 47), (NARROW, 38))
"""From so many cells on, the order has so many, its bar with them."""
MARGIN = 72
"""Cells of the third column, its rule with them."""
MOST_SAID = 3
CURSOR = "+"
"""Behind the name of an ink: on the highlighted line."""
GROUND, RULE, SAID = "screen--ground", "lit--faint", "screen--said"
EDGE = "▏"


class Box(NamedTuple):
    """A place on the screen."""

    x: int
    y: int
    width: int
    height: int


class Places(NamedTuple):
    """Where on the screen the parts of the walk stand, without what is around them."""

    order: Box
    """Without its scroll bar, which stands to the right of it."""
    card: Box
    margin: Box | None
    said: Box
    rules: tuple[Box, ...]


def places(width: int, height: int, said: int) -> Places:
    """Where all stands in a window that has room for it, with so many lines said."""
    top = 2
    body = height - top - said - 1
    below = Box(1, height - 1 - said, width - 2, said)
    if width < NARROW:
        card = (body - 1) * 45 // 100
        order = Box(0, top, width - 2, body - card - 1)
        return Places(order, Box(1, top + body - card, width - 2, card), None, below, ())
    wide = next(cells for least, cells in ORDER if width >= least)
    right = width - (MARGIN + 1 if width >= HUGE else 0)
    rules = [Box(wide + 1, top, 1, body)]
    beside = None
    if width >= HUGE:
        rules.append(Box(width - MARGIN, top, 1, body))
        beside = Box(width - MARGIN + 3, top, MARGIN - 4, body)
    order, card_ = Box(0, top, wide - 1, body), Box(wide + 4, top, right - wide - 5, body)
    return Places(order, card_, beside, below, tuple(rules))


class Walk(NamedTuple):
    """What the walk is drawn from, beside the view."""

    keys: Sequence[Key]
    """Those that could stand in the line at the foot."""
    read: str
    """The key that opens the whole of a card."""
    light: Light


def screen(view: View, walk: Walk, width: int, height: int) -> list[Line] | None:
    """The lines of a window, with the names of inks for looks; None where it has no room."""
    if width < LEAST[0] or height < LEAST[1]:
        return None
    said = cells.wrapped(recall(view, width - 2), width - 2)[:MOST_SAID]
    place = places(width, height, len(said))
    canvas = _Canvas(width, height)
    canvas.write(Box(1, 0, width - 2, 1), [header(view, width - 2)], "progress")
    _order(canvas, view, place.order)
    cursor = view.here
    cards = Cards(view, walk.read, walk.light)
    box = place.card
    card = cards.drawn(
        view.guide.entry(cursor), box.width, box.height, alone=place.margin is not None
    )
    canvas.write(box, card, "card")
    if beside := place.margin:
        canvas.write(beside, margin(view, beside.width, beside.height, walk.light), "card")
    for rule in place.rules:
        canvas.put(rule, [((EDGE, RULE),)] * rule.height)
    canvas.put(place.said, [((line, SAID),) for line in said])
    keys = Box(1, height - 1, width - 2, 1)
    canvas.write(keys, [key_line(walk.keys, keys.width)], "keys")
    return canvas.lines()


def _order(canvas: _Canvas, view: View, box: Box) -> None:
    cursor = view.here
    order = Order(view, {cursor})
    top = order.top(cursor, box.height)
    for y in range(box.height):
        row = order.row(top + y, box.width, is_top=y == 0)
        if row is None:
            break
        line = inked(row.drawn(box.width), "order")
        over = CURSOR if row.entry == cursor else ""
        runs = tuple((text, f"{ink}{over}") for text, ink in line)
        canvas.put(Box(box.x, box.y + y, box.width, 1), [runs])
    beside = Box(box.x + box.width, box.y, 1, box.height)
    canvas.put(beside, [(cell,) for cell in bar(box.height, len(order.lines), top)])


class _Canvas:
    """Lines that are put beside each other, from left to right."""

    def __init__(self, width: int, height: int) -> None:
        self._width = width
        self._rows: list[list[tuple[int, Line]]] = [[] for _ in range(height)]

    def write(self, box: Box, lines: Sequence[Line], prefix: str) -> None:
        """Put lines whose looks are of that prefix."""
        self.put(box, [tuple(inked(line, prefix)) for line in lines])

    def put(self, box: Box, lines: Sequence[Line]) -> None:
        """Put lines whose looks are inks already."""
        for y, line in enumerate(lines[: box.height]):
            if line:
                self._rows[box.y + y].append((box.x, line))

    def lines(self) -> list[Line]:
        """Every line of the screen, in just its width."""
        return [self._joined(row) for row in self._rows]

    def _joined(self, row: list[tuple[int, Line]]) -> Line:
        runs, at = [], 0
        for x, line in [*sorted(row), (self._width, ())]:
            runs += [(" " * (x - at), GROUND)] if x > at else []
            runs += line
            at = x + sum(cells.width(text) for text, _ in line)
        return tuple(runs)

"""The line of keys at the foot of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.drawing import Line, cells

APART = "  "
ALWAYS = ("help", "quit")
"""The commands whose keys come before all others."""


class Key(NamedTuple):
    """A key of the line."""

    name: str
    """Of its command."""
    written: str
    does: str

    @property
    def width(self) -> int:
        """How many cells it takes, with the space behind it."""
        return cells.width(self.written) + 1 + cells.width(self.does) + len(APART)


def fitting(keys: Sequence[Key], width: int) -> list[Key]:
    """The keys that fit into so many cells, in their order; some are kept before all others."""
    fit: list[Key] = []
    for key in sorted(keys, key=lambda key: key.name not in ALWAYS):
        width -= key.width
        if width >= -len(APART):
            fit.append(key)
    return [key for key in keys if key in fit]


def drawn(keys: Sequence[Key], width: int) -> Line:
    """As many keys as fit, each with what it does."""
    runs = []
    for at, key in enumerate(fitting(keys, width)):
        runs += [(APART, "what")] if at else []
        runs += [(key.written, "key"), (f" {key.does}", "what")]
    return tuple(runs)

"""The name of the ink that a run is drawn with: what an interface, and a first frame, looks up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.drawing import Line, Run

SHADES = 4
"""Tints of a day."""
LIT = (
    *("done", "glow1", "glow2", "glow3", "ahead", "faint", "comet", "panel"),
    *(f"tint{shade}" for shade in range(1, SHADES + 1)),
)
"""What is drawn that is no text, each with an ink of its own: the course, and charts."""
SOLID = "█"
"""Behind the name of an ink: laid as a ground. Full blocks leave seams in some terminals."""
_PIECES = re.compile("█+|[^█]+")


def inked(line: Line, prefix: str) -> Iterator[Run]:
    """The line with the name of its ink for each look: ``lit--done.4``, or one of that prefix."""
    for text, look in line:
        if look.partition(".")[0] not in LIT:
            yield text, f"{prefix}--{look}"
            continue
        for piece in _PIECES.findall(text):
            yield piece, f"lit--{look}{SOLID if piece[0] == SOLID else ''}"

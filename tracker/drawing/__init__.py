"""What stands on a screen, as runs of text with looks: for the interface and the command line."""

from __future__ import annotations

Run = tuple[str, str]
"""A text, and the name of its look."""
Line = tuple[Run, ...]
"""What stands side by side."""


def plain(line: Line) -> str:
    """A line without its looks."""
    return "".join(text for text, _ in line).rstrip()

"""The screen without signs: every line is rewritten on its way to the terminal."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tracker.domain.plain import plain


class Plain(LineFilter):
    """Has a plain character stand for each sign."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  # Textual's signature
        """The same line in plain characters."""
        return [Segment(plain(text), style, control) for text, style, control in segments]

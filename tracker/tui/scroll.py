"""How scroll bars are drawn."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

from tracker.drawing.bar import UPRIGHT, thumb

_BLACK = Color.parse("black")


class QuietBar(ScrollBarRender):
    """A scroll bar without a track, half a cell wide."""

    UPRIGHT, LYING = UPRIGHT, "▄"

    @classmethod
    def render_bar(  # noqa: PLR0913, PLR0917  # Textual's signature
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,  # noqa: FBT001, FBT002  # the same
        back_color: Color = _BLACK,
        bar_color: Color = _BLACK,
    ) -> Segments:
        """The bar, a segment a cell; a click above or below it goes a page."""
        length = max(1, size)
        start, many = thumb(length, virtual_size, window_size, position)
        ground = Style(bgcolor=back_color)
        above, below = ({"@mouse.down": f"scroll_{way}"} for way in ("up", "down"))
        bar = Style(color=bar_color, bgcolor=back_color, meta={"@mouse.down": "grab"})
        char = cls.UPRIGHT if vertical else cls.LYING
        wide = thickness if vertical else 1
        cells = [
            Segment(" " * wide, ground + Style(meta=above))
            if at < start
            else Segment(char * wide, bar)
            if at < start + many
            else Segment(" " * wide, ground + Style(meta=below))
            for at in range(length)
        ]
        if vertical:
            return Segments(cells, new_lines=True)
        return Segments([*cells, Segment.line()] * thickness)


class ThinBar(QuietBar):
    """The same as a line, for where no colour makes it quiet."""

    UPRIGHT, LYING = "▕", "▁"

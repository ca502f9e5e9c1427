"""A picture of how far a pass is, for others to see: as SVG, as PNG.

It holds no title of an entry, no name of a part, no note, no remark and no profile; and it counts
no more than may be shown.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from math import isqrt

from tracker.formats.layout import (
    BASE,
    COLOURS,
    COMET,
    FINE,
    HEIGHT,
    LEFT,
    WIDTH,
    Block,
    Card,
    Stretch,
    Text,
    inks,
    placed,
    rim,
)
from tracker.formats.png import Canvas

_FONTS = (
    "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono',"
    " 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', Meiryo, monospace"
)


def as_svg(card: Card) -> str:
    """The card as an SVG document, ASCII only."""
    layout, colours = placed(card), inks()
    about = html.escape(f"{card.title}, {card.name}: {card.how_far}")
    x, y = layout.comet
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{about}</title>",
        f'<clipPath id="above"><path d="M0,0H{WIDTH}V{BASE}H0Z"/></clipPath>',
        _rect(Block(0, 0, WIDTH, HEIGHT, "background")),
        '<g clip-path="url(#above)">',
        *(line for stretch in layout.stretches for line in _lit(stretch, colours)),
        "</g>",
        '<g shape-rendering="crispEdges">',
        *map(_rect, layout.blocks),
        "</g>",
        f'<circle cx="{x}" cy="{y}" r="{COMET}" fill="{COLOURS["foreground"]}"/>',
        f'<g font-family="{_FONTS}">',
        *map(_line, layout.texts),
        "</g>",
        "</svg>",
    ]
    # As references, the characters reach a file whole through whatever pipe or terminal.
    return "\n".join(lines).encode("ascii", "xmlcharrefreplace").decode()


def as_png(card: Card) -> bytes:
    """The card as a PNG file; its dotted letters know no Japanese."""
    layout, colours = placed(card._replace(title_ja="")), inks()
    names = {name: at for at, name in enumerate(colours)}
    canvas = Canvas(WIDTH, HEIGHT, [_rgb(colour) for colour in colours.values()])
    for stretch in layout.stretches:
        for block in _columns(stretch):
            canvas.block(*block[:4], names[block.colour])
    for block in (*layout.blocks, *_disc(*layout.comet)):
        canvas.block(*block[:4], names[block.colour])
    for line in layout.texts:
        canvas.text(line.left, line.foot, line.dot, line.text, names[line.colour])
    return canvas.png()


def _columns(stretch: Stretch) -> Iterator[Block]:
    """A stretch pixel by pixel, each column from its rim into the dark."""
    depths = [round(stretch.depth(step)) for step in range(FINE + 1)]
    for column in range(stretch.first, stretch.end):
        top = round(rim(column + 0.5))
        for step in range(FINE):
            begin, end = (min(BASE, top + depth) for depth in depths[step : step + 2])
            if end > begin:
                yield Block(LEFT + column, begin, 1, end - begin, f"{stretch.ink}.{step}")


def _lit(stretch: Stretch, colours: dict[str, str]) -> Iterator[str]:
    """A stretch as bands, each drawn over what of the one before lies deeper.

    The rim is a parabola, and so is a curve with one control point: it is the same curve.
    """
    first, end = rim(stretch.first), rim(stretch.end)
    half = (stretch.end - stretch.first) / 2
    # The control point lies where the slopes at both ends meet.
    control = 2 * rim(stretch.first + half) - (first + end) / 2
    left, right = LEFT + stretch.first, LEFT + stretch.end
    for step in range(FINE):
        down, under = stretch.depth(step), stretch.reach
        path = (
            f"M{left},{first + down:.1f}"
            f"Q{left + half:.1f},{control + down:.1f} {right},{end + down:.1f}"
            f"V{end + under:.1f}"
            f"Q{left + half:.1f},{control + under:.1f} {left},{first + under:.1f}Z"
        )
        yield f'<path d="{path}" fill="{colours[f"{stretch.ink}.{step}"]}"/>'


def _disc(x: int, y: int) -> Iterator[Block]:
    """The comet, row by row."""
    for down in range(-COMET, COMET + 1):
        half = isqrt(COMET * COMET - down * down)
        yield Block(x - half, y + down, 2 * half + 1, 1, "foreground")


def _rect(block: Block) -> str:
    size = f'width="{block.width}" height="{block.height}"'
    return f'<rect x="{block.x}" y="{block.y}" {size} fill="{COLOURS[block.colour]}"/>'


def _line(text: Text) -> str:
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    # A monospaced letter is six tenths of its size wide, and so six dots.
    look = f'font-size="{10 * text.dot}" fill="{COLOURS[text.colour]}"{anchor}'
    return f'<text x="{text.x}" y="{text.foot}" {look}>{html.escape(text.text)}</text>'


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue

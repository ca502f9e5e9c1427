"""A picture of how far a pass is, for others to see: as text, as SVG, as PNG.

It holds no title of an entry, no name of a part, no note, no remark and no profile; and of all
that counts no more than may be shown.
"""

from __future__ import annotations

import html

from tracker.domain import words
from tracker.domain.progress import State
from tracker.formats.layout import (
    ADVANCE,
    COLOURS,
    HEIGHT,
    ROOMY,
    TO_WATCH,
    WIDTH,
    Block,
    Card,
    Text,
    drawn,
    placed,
    rows,
)
from tracker.formats.png import Canvas

_FONTS = (
    "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono',"
    " 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', Meiryo, monospace"
)


def as_text(card: Card) -> str:
    """The card in lines of at most 60 columns."""
    signs = {state: sign.glyph for state, sign in words.SIGNS.items()} | {State.TO_WATCH: TO_WATCH}
    lines = [card.title, *([card.title_ja] if card.title_ja else []), card.name]
    for block in rows(card):
        apart = "" if len(block[0]) > ROOMY else " "
        lines += ["", *(apart.join(signs[state] for state in row) for row in block)]
    legend = "  ".join(f"{signs[state]} {words.SIGNS[state].label}" for state in card.states)
    lines += ["", card.how_far, card.time, "", legend, "", "layzner"]
    return "\n".join(lines)


def as_svg(card: Card) -> str:
    """The card as an SVG document, ASCII only."""
    layout = placed(card)
    about = html.escape(f"{card.title}, {card.name}: {card.how_far}")
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{about}</title>",
        _rect(Block(0, 0, WIDTH, HEIGHT, "background")),
        '<g shape-rendering="crispEdges">',
        *map(_rect, drawn(layout)),
        "</g>",
        f'<g font-family="{_FONTS}">',
        *map(_line, layout.texts),
        "</g>",
        "</svg>",
    ]
    # As references, the characters reach a file whole through whatever pipe or terminal.
    return "\n".join(lines).encode("ascii", "xmlcharrefreplace").decode()


def as_png(card: Card) -> bytes:
    """The card as a PNG file; its dotted letters know no Japanese."""
    layout = placed(card._replace(title_ja=""))
    names = list(COLOURS)
    canvas = Canvas(WIDTH, HEIGHT, [_rgb(colour) for colour in COLOURS.values()])
    for block in drawn(layout):
        canvas.block(block.x, block.y, block.width, block.height, names.index(block.colour))
    for line in layout.texts:
        # The last letter needs no room behind it.
        width = (ADVANCE * len(line.text) - 1) * line.dot
        x = line.x - width if line.from_right else line.x
        canvas.text(x, line.foot, line.dot, line.text, names.index(line.colour))
    return canvas.png()


def _rect(block: Block) -> str:
    size = f'width="{block.width}" height="{block.height}"'
    return f'<rect x="{block.x}" y="{block.y}" {size} fill="{COLOURS[block.colour]}"/>'


def _line(text: Text) -> str:
    end = ' text-anchor="end"' if text.from_right else ""
    # A monospaced letter is six tenths of its size wide, and so six dots.
    look = f'font-size="{10 * text.dot}" fill="{COLOURS[text.colour]}"{end}'
    return f'<text x="{text.x}" y="{text.foot}" {look}>{html.escape(text.text)}</text>'


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue

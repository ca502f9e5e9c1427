"""The share card in every form: as text, as SVG, as PNG."""

from __future__ import annotations

from tracker.drawing import plain
from tracker.drawing.course import drawn
from tracker.drawing.rim import Light
from tracker.formats import layout, share
from tracker.session.view import View

FORMS = (".png", ".svg", ".txt")
"""What the name of a file ends in, by which its form is known."""
_WIDTH, _HEIGHT = 60, 8
"""Cells of the course as text."""


def as_text(view: View, light: Light) -> str:
    """The card in lines of at most 60 columns, without colours."""
    card = layout.card(view.course)
    way = drawn(view.course, _WIDTH, _HEIGHT, light, card.inside)
    head = (card.title, card.title_ja, card.name)
    lines = [line for line in head if line]
    lines += ["", *map(plain, way), "", card.how_far, *([card.since] if card.since else [])]
    return "\n".join([*lines, "", "layzner"])


def as_file(view: View, form: str, *, is_plain: bool = False) -> bytes:
    """The card in one of the `FORMS`; ``is_plain`` draws text without signs."""
    if form == ".txt":
        return f"{as_text(view, 'signs' if is_plain else 'band')}\n".encode()
    card = layout.card(view.course)
    return share.as_png(card) if form == ".png" else f"{share.as_svg(card)}\n".encode()

"""The inks of the walk as the framework has chosen them, for the first frame of the next time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.color import ColorSystem
from rich.style import Style

from tracker.domain.course import STEPS
from tracker.domain.union import Json
from tracker.drawing.inks import LIT, SOLID
from tracker.drawing.screen import CURSOR, GROUND, SAID
from tracker.tui.card import Card, ProgressLine
from tracker.tui.frame import Frame, key_of
from tracker.tui.keys import KEYS, of_place
from tracker.tui.lines import KeyLine, SayLine, line_keys
from tracker.tui.looks import THEMES, Inked, look
from tracker.tui.order import OrderList

_COLOURS = {"truecolor": ColorSystem.TRUECOLOR, "256": ColorSystem.EIGHT_BIT}
"""With fewer, colours are the terminal's own."""


def found(app: Frame) -> Json:
    """The inks, and what else a first frame needs; None where there is to be none."""
    system = _COLOURS.get(app.console.color_system or "")
    is_ours = app.theme in {theme.name for theme in THEMES}
    if system is None or not is_ours or app.wrong or app.light == "signs":
        return None
    if app.screen_stack[0].query_one(SayLine).is_wrong:
        # What is said then is red, and the first frame says nothing that is wrong.
        return None
    inks: dict[str, Json] = {
        name: ink for name, style in _styles(app) if (ink := _ink(style, system))
    }
    keys: list[Json] = [[*key] for key in line_keys(of_place(KEYS, app.keys))]
    return {"inks": inks, "keys": keys, "read": key_of(app, "read"), "light": app.light}


def _styles(app: Frame) -> Iterator[tuple[str, Style]]:
    """Every ink that can stand on the walk as it opens, by its name."""
    screen = app.screen_stack[0]
    yield GROUND, screen.rich_style
    order, card, keys = (
        screen.query_one(OrderList),
        screen.query_one(Card),
        screen.query_one(KeyLine),
    )
    drawn: tuple[Inked, ...] = (screen.query_one(ProgressLine), order, card)
    for widget in drawn:
        for name in widget.COMPONENT_CLASSES:
            yield name, widget.ink(name)
    cursor = order.ink("order--cursor", partial=True)
    for name in order.COMPONENT_CLASSES:
        yield f"{name}{CURSOR}", order.ink(name) + cursor
    levels = ("", *(f".{level}" for level in range(STEPS)))
    for ink in (
        f"lit--{name}{level}{solid}" for name in LIT for level in levels for solid in ("", SOLID)
    ):
        yield ink, card.ink(ink)
    for name in ("keys--key", "keys--what"):
        yield name, (keys.visual_style + look(keys, name)).rich_style
    yield SAID, screen.query_one(SayLine).visual_style.rich_style


def _ink(style: Style, system: ColorSystem) -> str:
    """The numbers that a terminal takes for a style."""
    written = style.render("x", color_system=system)
    numbers = re.match(r"\x1b\[([\d;]+)m", written)
    return numbers[1] if numbers else ""

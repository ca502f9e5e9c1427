"""The tracker's own themes, inks that can be read in every theme, and how text gets its looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.segment import Segment
from rich.style import Style as Ink
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.theme import Theme
from textual.widget import Widget

from tracker.domain.course import brightness
from tracker.drawing import Line
from tracker.drawing.inks import LIT, SOLID, inked

CONTRAST, DRAWN = 4.5, 3.0
"""What WCAG 2 asks of text at the least, and of what is drawn."""

LAYZNER = Theme(
    name="layzner",
    primary="#5cb3ff",
    secondary="#8aa4c8",
    accent="#53e0ff",
    foreground="#dbe6f5",
    background="#0a1020",
    surface="#0f182c",
    panel="#18253f",
    success="#6fd3a8",
    warning="#ffc66d",
    error="#ff8080",
    dark=True,
    variables={"quiet": "#8a9bb8", "row-cursor": "#1d3a66"},
)
"""Night blue, with the glow of the comet as its accent."""

LAYZNER_LIGHT = Theme(
    name="layzner-light",
    primary="#1559a8",
    secondary="#4a6285",
    accent="#00708f",
    foreground="#16202f",
    background="#f4f7fb",
    surface="#e8eef7",
    panel="#cfdcec",
    success="#13704a",
    warning="#8a5200",
    error="#b3261e",
    dark=False,
    variables={"quiet": "#55647c", "row-cursor": "#c3dcf8"},
)
"""The same by day."""

VIOLET = Theme(
    name="violet",
    primary="#b79cff",
    secondary="#a08fc8",
    accent="#f08cff",
    foreground="#e9e2f5",
    background="#130c20",
    surface="#1c1230",
    panel="#2b1d47",
    success="#7fd6ae",
    warning="#ffc878",
    error="#ff8a94",
    dark=True,
    variables={"quiet": "#9d8fb8", "row-cursor": "#47306f"},
)
"""As the night is before a morning."""

THEMES = (LAYZNER, LAYZNER_LIGHT, VIOLET)
INKS = ("foreground", "primary", "accent", "success", "warning", "error", "quiet")
"""What text is drawn with: each is ``$ink-…`` in the style sheet."""
TINTS = (0.5, 0.67, 0.83, 1.0)
"""How much of the accent there is in the four tints of a day."""
GROUNDS = (0.16, 0.25, 0.34, 0.43)
"""The same where numbers stand on them."""


def inks(theme: Theme, variables: Mapping[str, str]) -> dict[str, str]:
    """The tracker's own variables for a theme: an ink for each role, and the highlighted row.

    An ink is the theme's colour, moved away from the grounds it stands on until it can be read.
    The sixteen colours of a terminal are nobody's to compute: there they stay as they are.
    """
    if theme.ansi:
        plain = {f"ink-{name}": variables.get(name, "ansi_default") for name in INKS}
        sixteen = {f"ink-{name}": plain["ink-accent"] for name in ("glow1", "glow2", "glow3")}
        sixteen |= {f"ink-tint{tint}": plain["ink-accent"] for tint in range(1, len(TINTS) + 1)}
        sixteen |= {"ink-done": plain["ink-primary"], "ink-comet": plain["ink-foreground"]}
        sixteen |= dict.fromkeys(("ink-ahead", "ink-faint", "ink-panel"), plain["ink-quiet"])
        sixteen |= {f"ground-day{at}": "ansi_default" for at in range(1, len(GROUNDS) + 1)}
        sixteen |= {"row-cursor": "ansi_blue", "row-chosen": "ansi_default"}
        sixteen |= {"ink-row": "ansi_bright_white", "ink-chosen": "ansi_default"}
        return plain | sixteen | {"ink-day": plain["ink-foreground"]}
    ground, surface = (Color.parse(variables[name]) for name in ("background", "surface"))
    row = Color.parse(
        variables.get("row-cursor") or ground.blend(Color.parse(variables["primary"]), 0.3).hex
    )
    text = Color.parse(variables["foreground"])
    muted = ground.blend(text, 0.6)
    chosen = {name: Color.parse(variables.get(name, muted.hex)) for name in INKS}
    made = {name: legible(ink, [ground, surface]) for name, ink in chosen.items()}
    quiet, primary, accent = made["quiet"], made["primary"], made["accent"]
    steps = (ground.blend(quiet, step / 100) for step in range(101))
    made |= {
        "done": primary,
        "glow1": primary.blend(accent, 0.5),
        "glow2": accent,
        "glow3": accent.blend(text, 0.6),
        "ahead": next((ink for ink in steps if contrast(ink, ground) >= DRAWN), quiet),
        "faint": ground.blend(quiet, 0.26),
        "comet": text,
        "panel": Color.parse(variables["panel"]),
    }
    made |= {f"tint{at}": ground.blend(accent, tint) for at, tint in enumerate(TINTS, start=1)}
    tint = ground.blend(row, 0.55)
    days = [ground.blend(accent, tint) for tint in GROUNDS]
    rows = {
        **{f"ground-day{at}": day.hex for at, day in enumerate(days, start=1)},
        "ink-day": legible(text, days).hex,
        "row-cursor": row.hex,
        "row-chosen": tint.hex,
        "ink-row": legible(text, [row]).hex,
        "ink-chosen": legible(text, [tint]).hex,
    }
    return {f"ink-{name}": ink.hex for name, ink in made.items()} | rows


def legible(ink: Color, grounds: Iterable[Color]) -> Color:
    """The ink, moved towards black or white as far as it takes to be read on all the grounds."""
    grounds = list(grounds)
    ends = [Color(0, 0, 0), Color(255, 255, 255)]
    end = max(ends, key=lambda ink: min(contrast(ink, ground) for ground in grounds))
    steps = (ink.blend(end, step / 20) for step in range(21))
    return next(
        (ink for ink in steps if min(contrast(ink, ground) for ground in grounds) >= CONTRAST), end
    )


def contrast(first: Color, second: Color) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Inked(Widget):
    """A widget that draws its own lines, with inks that it looks up once, not at each repaint."""

    COMPONENT_CLASSES = {
        *(f"lit--{name}" for name in LIT),
    }

    def __init__(self, *children: Widget, **options: Any) -> None:  # noqa: ANN401  # as Widget has them
        super().__init__(*children, **options)
        self._inks: dict[tuple[str, bool], Ink] = {}

    def ink(self, component: str, *, partial: bool = False) -> Ink:
        """The style of a component class; a partial one says nothing of what it lies on.

        ``lit--done.4`` is the fourth step of ``lit--done`` into the dark, ``lit--done.4█`` a ground
        of that colour, where there is one to lay.
        """
        known = self._inks.get((component, partial))
        if known is None:
            name, _, level = component.removesuffix(SOLID).partition(".")
            known = self.get_component_rich_style(name, partial=partial)
            if level:
                known = _dimmed(known, int(level))
            if component.endswith(SOLID) and not self._is_plain:
                known = _ground(known) or known
            self._inks[component, partial] = known
        return known

    def strip(self, line: Line, prefix: str, width: int) -> Strip:
        """A line in the inks of its looks, which are component classes of that prefix."""
        rest = self.ink(f"{prefix}--text")
        segments = []
        for text, name in inked(line, prefix):
            style = self.ink(name)
            is_ground = name.endswith(SOLID) and style.color is None and not self._is_plain
            segments.append(Segment(" " * len(text) if is_ground else text, style))
        return Strip(segments).adjust_cell_length(width, rest)

    @property
    def _is_plain(self) -> bool:
        """Whether no ground may stand for a character, for all are to be plain ones."""
        return getattr(self.app, "light", "full") == "signs"

    def notify_style_update(self) -> None:
        """Look the inks up anew, as after another theme was chosen."""
        self._inks.clear()
        super().notify_style_update()


def _dimmed(ink: Ink, level: int) -> Ink:
    """An ink so many steps into the dark of its ground."""
    if ink.color is None or ink.bgcolor is None or ink.color.is_default or ink.bgcolor.is_default:
        return ink
    colour, ground = Color.from_rich_color(ink.color), Color.from_rich_color(ink.bgcolor)
    dimmed = ground.blend(colour, brightness(level))
    return ink + Ink(color=dimmed.rich_color)


def _ground(ink: Ink) -> Ink | None:
    """A ground of the colour of an ink: full blocks of characters leave seams in some terminals.

    None where there is no colour to lay.
    """
    return None if ink.color is None or ink.color.is_default else Ink(bgcolor=ink.color)


def regions(changed: Iterable[int], width: int) -> list[Region]:
    """The lines that are to be repainted, in as few regions as that takes: each costs its own."""
    found: list[Region] = []
    for y in changed:
        if found and y - found[-1].bottom <= 1:
            found[-1] = found[-1]._replace(height=y + 1 - found[-1].y)
        else:
            found.append(Region(0, y, width, 1))
    return found


def look(widget: Widget, component: str) -> Style:
    """The look of a component class, without the background that is drawn anyway."""
    style = widget.get_visual_style(component, partial=True)
    # Textual leaves out what is reversed.
    reverse = widget.get_component_styles(component).text_style.reverse
    return style + Style(reverse=True) if reverse else style


def _luminance(color: Color) -> float:
    """The relative luminance (WCAG 2.2)."""
    channels = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    ]
    return sum(
        weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), channels, strict=True)
    )

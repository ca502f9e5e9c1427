"""The tracker's own themes, inks that can be read in every theme, and how text gets its looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.style import Style as Ink
from textual.color import Color
from textual.geometry import Region
from textual.style import Style
from textual.theme import Theme
from textual.widget import Widget

CONTRAST = 4.5
"""What WCAG 2 asks of text at the least."""

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


def inks(theme: Theme, variables: Mapping[str, str]) -> dict[str, str]:
    """The tracker's own variables for a theme: an ink for each role, and the highlighted row.

    An ink is the theme's colour, moved away from the grounds it stands on until it can be read.
    The sixteen colours of a terminal are nobody's to compute: there they stay as they are.
    """
    if theme.ansi:
        plain = {f"ink-{name}": variables.get(name, "ansi_default") for name in (*INKS, "glow")}
        return plain | {"row-cursor": "ansi_blue", "ink-row": "ansi_bright_white"}
    grounds = [Color.parse(variables[name]) for name in ("background", "surface")]
    row = Color.parse(
        variables.get("row-cursor") or grounds[0].blend(Color.parse(variables["primary"]), 0.3).hex
    )
    text = Color.parse(variables["foreground"])
    muted = grounds[0].blend(text, 0.6)
    chosen = {name: Color.parse(variables.get(name, muted.hex)) for name in INKS}
    chosen["glow"] = chosen["accent"].blend(text, 0.75)
    made = {f"ink-{name}": legible(ink, grounds).hex for name, ink in chosen.items()}
    return made | {"row-cursor": row.hex, "ink-row": legible(text, [row]).hex}


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

    def __init__(self, *children: Widget, **options: Any) -> None:  # noqa: ANN401  # as Widget has them
        super().__init__(*children, **options)
        self._inks: dict[tuple[str, bool], Ink] = {}

    def ink(self, component: str, *, partial: bool = False) -> Ink:
        """The style of a component class; a partial one says nothing of what it lies on."""
        known = self._inks.get((component, partial))
        if known is None:
            known = self.get_component_rich_style(component, partial=partial)
            self._inks[component, partial] = known
        return known

    def notify_style_update(self) -> None:
        """Look the inks up anew, as after another theme was chosen."""
        self._inks.clear()
        super().notify_style_update()


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

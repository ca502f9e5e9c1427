"""The tracker's own themes, and how text gets the looks that the style sheet gives it."""

from textual.style import Style
from textual.theme import Theme
from textual.widget import Widget

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
    variables={"text-quiet": "#8a9bb8", "row-cursor": "#1d3a66"},
)
"""Night blue, with the glow of the comet as its accent."""


FOURON = Theme(
    name="fouron",
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
    variables={"text-quiet": "#9d8fb8", "row-cursor": "#47306f"},
)
"""Violet, as the other side of the machine."""


def look(widget: Widget, component: str) -> Style:
    """The look of a component class, without the background that is drawn anyway."""
    return widget.get_visual_style(component, partial=True)

"""Every key, once. The key line, the help, the palette and the README read this."""

from __future__ import annotations

from textual.binding import Binding

KEYS: tuple[Binding, ...] = (
    Binding("space", "watched", "watched", id="watched", tooltip="Mark it as watched and go on"),
    Binding("s", "skip", "skip", id="skip", tooltip="Skip it, or no longer skip it"),
    Binding("t", "stopped", "stopped at", id="stopped", tooltip="Note where you stopped in it"),
    Binding("c", "clear", "clear", id="clear", tooltip="Take back its marks", show=False),
    Binding("u", "undo", "undo", id="undo", tooltip="Take back the last step"),
    Binding("U", "redo", "redo", id="redo", tooltip="Do again what was undone", show=False),
    Binding("slash", "find", "find", id="find", key_display="/", tooltip="Find an entry"),
    Binding("enter", "read", "read", id="read", tooltip="Read all of its card", show=False),
    Binding("n", "notes", "notes", id="notes", tooltip="Read all notes so far"),
    Binding(
        "j,down", "move(1)", "down", id="down", key_display="j ↓", tooltip="Go down", show=False
    ),
    Binding("k,up", "move(-1)", "up", id="up", key_display="k ↑", tooltip="Go up", show=False),
    Binding(
        "pagedown", "page(1)", "page down", id="page_down", tooltip="Go down a page", show=False
    ),
    Binding("pageup", "page(-1)", "page up", id="page_up", tooltip="Go up a page", show=False),
    Binding("g,home", "first", "first", id="first", tooltip="Go to the first entry", show=False),
    Binding("G,end", "last", "last", id="last", tooltip="Go to the last entry", show=False),
    Binding("full_stop", "next_up", "next up", id="next_up", key_display=".",
            tooltip="Go to what is next up", show=False),
    Binding(
        "question_mark", "help", "help", id="help", key_display="?", tooltip="Show all keys"
    ),
    Binding("ctrl+p", "command_palette", "palette", id="palette", key_display="ctrl+p",
            tooltip="Search all commands", show=False),
    Binding("q,ctrl+c", "quit", "quit", id="quit", key_display="q", tooltip="Leave"),
)  # fmt: skip
"""In the order of the key line."""


def shown(binding: Binding) -> str:
    """How a binding's key is written: ``space``, ``?``, ``j ↓``."""
    return binding.key_display or binding.key.replace(",", " ")

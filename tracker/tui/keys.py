"""Every key, once. The key line, the help, the palette and the README read this."""

from __future__ import annotations

from textual.binding import Binding

RATE = Binding.Group("Give it 1 to 10; 0 is 10, - takes it away", compact=True)
"""The keys that rate, told as one."""

KEYS: tuple[Binding, ...] = (
    Binding("space", "watched", "watched", id="watched", tooltip="Mark it as watched and go on"),
    Binding("s", "skip", "skip", id="skip", tooltip="Skip it, or no longer skip it"),
    Binding("t", "stopped", "stopped at", id="stopped", tooltip="Note where you stopped in it"),
    Binding("d", "date", "date", id="date", tooltip="Say when you watched it", show=False),
    Binding("c", "clear", "clear", id="clear", tooltip="Take back its marks", show=False),
    Binding("u", "undo", "undo", id="undo", tooltip="Take back the last step"),
    Binding("U", "redo", "redo", id="redo", tooltip="Do again what was undone", show=False),
    Binding("slash", "find", "find", id="find", key_display="/", tooltip="Find an entry"),
    Binding("n", "notes", "notes", id="notes", tooltip="Read all notes so far"),
    Binding("r", "remark", "remark", id="remark", tooltip="Write down what you think of it"),
    Binding("e", "edit", "edit", id="edit", tooltip="Write it in your editor", show=False),
    *(
        Binding(str(rating % 10), f"rate({rating})", f"rate {rating}", id=f"rate_{rating}",
                tooltip=f"Give it {rating} of 10", show=False, group=RATE)
        for rating in range(1, 11)
    ),
    Binding("minus", "rate(0)", "rate no more", id="rate_0", key_display="-",
            tooltip="Take its rating away", show=False, group=RATE),
    Binding("h", "history", "history", id="history", tooltip="See what you watched when"),
    Binding("o", "outlook", "outlook", id="outlook", tooltip="Plan the evenings to come",
            show=False),
    Binding("p", "passes", "passes", id="passes", tooltip="Read back each pass", show=False),
    Binding("R", "rewatch", "rewatch", id="rewatch", tooltip="Begin another pass", show=False),
    Binding("x", "spoilers", "spoilers", id="spoilers", tooltip="Hide more or less", show=False),
    Binding("enter", "read", "read", id="read", tooltip="Read all of its card", show=False),
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


def told() -> tuple[tuple[str, str], ...]:
    """Every key as it is written, with what it does; keys of a group stand together."""
    lines: dict[object, tuple[list[str], str]] = {}
    for binding in KEYS:
        about = binding.group.description if binding.group else binding.tooltip
        lines.setdefault(binding.group or binding.id, ([], about))[0].append(shown(binding))
    return tuple((_series(keys), about) for keys, about in lines.values())


def _series(keys: list[str]) -> str:
    return " ".join(keys if len(keys) < 4 else (keys[0], "…", *keys[-2:]))

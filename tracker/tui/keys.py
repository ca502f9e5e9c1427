"""Every key, once: the key line, the help and the palette read this, and the README follows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from string import punctuation
from typing import Any

from textual.binding import Binding
from textual.keys import Keys

from tracker.domain.asked import nearest, quoted

RETIRED = frozenset(f"rate_{rating}" for rating in range(11))
"""Commands of earlier versions: a settings file that names them is not wrong."""
NONE = "no_key"
"""Stands for the key of a command that has none: no terminal sends it."""


def _opens(key: str, name: str, description: str, **more: Any) -> Binding:  # noqa: ANN401  # as Binding has them
    """A key that opens something."""
    return Binding(key, f"open('{name}')", description, id=name, **more)


KEYS: tuple[Binding, ...] = (
    Binding("space", "watched", "watched", id="watched", tooltip="Mark it as watched and go on"),
    _opens("t", "stopped", "stopped at", tooltip="Note where you stopped in it"),
    _opens("w", "play", "play", tooltip="Play it with mpv"),
    Binding("u", "undo", "undo", id="undo", tooltip="Take back the last step"),
    Binding("U", "redo", "redo", id="redo", tooltip="Redo what was undone", show=False),
    _opens("slash", "find", "find", key_display="/", tooltip="Find an entry"),
    _opens("n", "notes", "notes", tooltip="Read all notes so far"),
    _opens("r", "remark", "remark", tooltip="Write down what you think of it"),
    _opens("e", "edit", "edit", tooltip="Write it in your editor", show=False),
    _opens("asterisk", "rate", "rate", key_display="*",
           tooltip="Give it 1 to 10: then a digit; 0 is 10, - removes it", show=False),
    _opens("h", "history", "history", tooltip="See what you watched, and when"),
    _opens("o", "outlook", "plan", tooltip="Plan the evenings to come"),
    Binding("s", "skip", "skip", id="skip", tooltip="Skip it, or no longer skip it"),
    _opens("d", "date", "date", tooltip="Say when you watched it", show=False),
    Binding("v", "range", "range", id="range", tooltip="Choose several for the next key",
            show=False),
    Binding("c", "clear", "clear", id="clear", tooltip="Clear its marks", show=False),
    _opens("p", "passes", "passes", tooltip="Read each pass as a diary", show=False),
    _opens("R", "rewatch", "rewatch", tooltip="Begin another pass", show=False),
    _opens("x", "spoilers", "spoilers", tooltip="Change what is hidden", show=False),
    Binding("y", "copy", "copy", id="copy", tooltip="Copy its line", show=False),
    _opens("enter", "read", "read", tooltip="Read the whole card; 12 enter goes to 12",
           show=False),
    Binding(
        "j,down", "move(1)", "down", id="down", key_display="j ↓", tooltip="Go down", show=False
    ),
    Binding("k,up", "move(-1)", "up", id="up", key_display="k ↑", tooltip="Go up", show=False),
    Binding(
        "pagedown", "page(1)", "page down", id="page_down", key_display="pgdn",
        tooltip="Go down a page", show=False
    ),
    Binding(
        "pageup", "page(-1)", "page up", id="page_up", key_display="pgup",
        tooltip="Go up a page", show=False
    ),
    Binding("g,home", "first", "first", id="first", tooltip="Go to the first entry", show=False),
    Binding("G,end", "last", "last", id="last",
            tooltip="Go to the last entry; 12G goes to 12", show=False),
    Binding("full_stop", "next_up", "next up", id="next_up", key_display=".",
            tooltip="Go to what is next up", show=False),
    _opens(
        "question_mark", "help", "help", key_display="?", tooltip="Show all keys"
    ),
    Binding("ctrl+p", "command_palette", "palette", id="palette", key_display="ctrl+p",
            tooltip="Search all commands", show=False),
    Binding("ctrl+z", "suspend_process", "suspend", id="suspend",
            tooltip="Go back to the shell; fg comes back here", show=False),
    Binding("q,ctrl+c", "quit", "quit", id="quit", key_display="q", tooltip="Quit"),
)  # fmt: skip
"""In order of use: so they stand on the key line, as far as there is room for them."""


def _turns(key: str, action: str, name: str, tooltip: str, shown: str | None = None) -> Binding:
    """A key of a page."""
    about = name.partition("_")[2].replace("_", " ")
    return Binding(key, action, about, id=name, tooltip=tooltip, key_display=shown, show=False)


PAGE_KEYS: tuple[Binding, ...] = (
    _turns("space,enter", "turn", "page_turn", "Go on, or close it"),
    _turns("escape,q,question_mark", "close", "page_close", "Close the page", "esc q ?"),
    _turns("j,down", "scroll(1)", "page_down_line", "Scroll down", "j ↓"),
    _turns("k,up", "scroll(-1)", "page_up_line", "Scroll up", "k ↑"),
    _turns("pagedown", "page(1)", "page_down_page", "Scroll down a page", "pgdn"),
    _turns("pageup", "page(-1)", "page_up_page", "Scroll up a page", "pgup"),
    _turns("g,home", "top", "page_top", "Scroll to the top"),
    _turns("G,end", "bottom", "page_bottom", "Scroll to the end"),
    _turns("h,left", "other(-1)", "page_before", "Read the previous pass", "h ←"),
    _turns("l,right", "other(1)", "page_after", "Read the next pass", "l →"),
    _turns("tab,shift+tab", "tab", "page_tab", "Go to the other tab", "tab"),
    _turns("y", "copy", "page_copy", "Copy the page"),
    _turns("ctrl+c", "app.quit", "page_quit", "Quit"),
)
"""On a page over the walk: notes, cards, passes, plans, help."""
PASSES, TABS = "other", "tab"
"""What the actions of the keys begin with that only some pages have."""

FINISH_KEYS: tuple[Binding, ...] = (
    _turns("s", "share", "finish_share", "Save a share card"),
    _turns("R", "app.open('rewatch')", "finish_rewatch", "Begin another pass"),
    _turns("p", "app.open('passes')", "finish_passes", "Read each pass as a diary"),
    _turns("h", "app.open('history')", "finish_history", "Look at the history"),
)
"""At the end of a pass, beside the keys of a page."""

HISTORY_KEYS: tuple[Binding, ...] = (
    _turns("j,down", "move(0, 1)", "history_day_on", "Go to the day below", "j ↓"),
    _turns("k,up", "move(0, -1)", "history_day_back", "Go to the day above", "k ↑"),
    _turns("l,right", "move(1, 0)", "history_week_on",
           "Go to the day to the right", "l →"),
    _turns("h,left", "move(-1, 0)", "history_week_back",
           "Go to the day to the left", "h ←"),
    _turns("right_square_bracket,pagedown", "far(1)", "history_year_on",
           "A year on, or a pass", "]"),
    _turns("left_square_bracket,pageup", "far(-1)", "history_year_back",
           "A year back, or a pass", "["),
    _turns("g,home", "end(False)", "history_first", "Go to the first day"),
    _turns("G,end", "end(True)", "history_last", "Go to the last day"),
    _turns("tab", "turn(1)", "history_view_on", "Go to the next view"),
    _turns("shift+tab", "turn(-1)", "history_view_back", "Go to the previous view"),
    _turns("enter", "read", "history_evening", "Go to what was watched"),
    _turns("y", "copy", "history_copy", "Copy the view"),
    _turns("question_mark", "app.open('help')", "history_help", "Show all keys", "?"),
    _turns("escape,q,space", "close", "history_close", "Close the history", "esc q"),
    _turns("ctrl+c", "app.quit", "history_quit", "Quit"),
)  # fmt: skip
"""In the history."""

REMARK_KEYS = (_turns("escape,ctrl+s", "keep", "remark_keep", "Keep what is written", "esc"),)
"""Where a remark is written."""

PLACES = {
    "Keys": KEYS,
    "On a page": PAGE_KEYS,
    "At the end of a pass": FINISH_KEYS,
    "In the history": HISTORY_KEYS,
    "Writing": REMARK_KEYS,
}
"""The keys of each place, by its heading."""
COMMANDS = {key.id or "": key for keys in PLACES.values() for key in keys}
"""Every key of every place, by its id."""


def of_page(*more: str) -> list[Binding]:
    """The keys that every page has, and those whose actions begin so."""
    rare = tuple({PASSES, TABS} - set(more))
    return [key for key in PAGE_KEYS if not key.action.startswith(rare)]


TOGETHER = (KEYS, PAGE_KEYS, (*of_page(), *FINISH_KEYS), HISTORY_KEYS, REMARK_KEYS)
"""What is good at one time: two commands of these cannot have the same key."""

HELP: Mapping[str, Sequence[tuple[str, str]]] = {
    "Mark": (
        ("{watched}", "watched, and go on"),
        ("{stopped}", "stopped at a time"),
        ("{skip}", "skip it"),
        ("{clear}", "clear its marks"),
        ("{date}", "watched another day"),
        ("{range}", "mark a range"),
        ("{undo} {redo}", "undo, redo"),
    ),
    "Say": (
        ("{rate} 8", "give it 8 of 10"),
        ("{remark} {edit}", "remark, in an editor"),
        ("{copy}", "copy its line"),
    ),
    "Go": (
        ("{down} {up}", "down, up"),
        ("12{last}", "to number 12"),
        ("{first} {last}", "first, last"),
        ("{next_up}", "to what is next up"),
        ("{find}", "find"),
    ),
    "Look": (
        ("{read}", "the whole card"),
        ("{notes}", "notes"),
        ("{history}", "history"),
        ("{passes}", "passes, as a diary"),
        ("{play}", "play it with mpv"),
    ),
    "This pass": (
        ("{outlook}", "plan the evenings"),
        ("{spoilers}", "change what is hidden"),
        ("{rewatch}", "begin another pass"),
    ),
    "Program": (
        ("{palette}", "all commands"),
        ("{help}", "this page"),
        ("{suspend}", "to the shell"),
        ("{quit}", "quit"),
    ),
    "In the order": (
        ("{page_down}", "a page down"),
        ("{page_up}", "a page up"),
    ),
}
"""The keys of the walk in the help, by group: how they are written, and what they do.

In the viewer's keys, by the ids of their commands. Of the other places, the help tells every key.
"""


def remapped(chosen: Mapping[str, str]) -> tuple[dict[str, Binding], tuple[str, ...]]:
    """Every key by its id, with others in their place where the viewer wants that; what is wrong.

    ``chosen`` are keys, parted by commas, by the id of their command. One that is unknown, odd or
    chosen for two is named, and the command keeps its own. Where a chosen key is that of another
    command, that one yields: what the viewer chose is never taken by a default.
    """
    known, wrong = COMMANDS, []
    keys = {name: tuple(binding.key.split(",")) for name, binding in known.items()}
    own = dict(keys)
    for name, typed in chosen.items():
        if name in RETIRED:
            continue
        if name not in known:
            wrong.append(f"settings.toml: no command is named {quoted(name)}{nearest(name, known)}")
            continue
        named = {key.strip(): key_name(key.strip()) for key in typed.split(",")}
        odd = [key for key, name in named.items() if name is None]
        if odd:
            wrong.append(
                f"settings.toml: {quoted(odd[0])} is not a key; {name} keeps {_written(own[name])}"
            )
        else:
            keys[name] = tuple(key for key in named.values() if key)
    yielded: dict[str, str] = {}
    for place in TOGETHER:
        here = {key.id or "": keys[key.id or ""] for key in place}
        while clash := _clash(here, own):
            name, other, key = clash
            here[name] = keys[name] = own[name]
            wrong.append(
                f"settings.toml: {quoted(key)} is chosen for {other} too; {name} keeps its own"
            )
        taken = {key: name for name, mine in here.items() if mine != own[name] for key in mine}
        for name, mine in here.items():
            lost = [key for key in mine if taken.get(key, name) != name]
            if lost:
                keys[name] = tuple(key for key in mine if key not in lost)
                yielded[name] = ", ".join(f"{_written([key])} is your {taken[key]}" for key in lost)
    return {
        name: known[name]
        if keys[name] == own[name]
        else _remapped(known[name], keys[name], yielded.get(name, ""))
        for name in known
    }, tuple(wrong)


def _remapped(known: Binding, keys: Sequence[str], yielded: str) -> Binding:
    """A command with other keys, and why, where it yielded to another."""
    about = f"{known.tooltip} ({yielded})" if yielded else known.tooltip
    if not keys:
        return replace(known, key=NONE, key_display="–", show=False, tooltip=about)
    return replace(known, key=",".join(keys), key_display=_written(keys), tooltip=about)


def key_name(typed: str) -> str | None:
    """The name that a key has in the program: ``slash`` for ``/``; None if there is no such key."""
    if len(typed) == 1:
        return _name_of(typed) if typed.isprintable() and typed != " " else None
    *modifiers, last = typed.split("+")
    if set(modifiers) - {"ctrl", "shift", "alt", "super", "meta"}:
        return None
    is_named = typed in _NAMES or last in _NAMES
    return typed if is_named or (modifiers and len(last) == 1 and last.isalnum()) else None


def _name_of(char: str) -> str:
    """The name of a character's key, as Textual has it: ``slash``, ``question_mark``."""
    if char.isalnum():
        return char
    name = unicodedata.name(char, char).lower().replace("-", "_").replace(" ", "_")
    return _SHORTER.get(name, name)


_SHORTER = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_NAMES = {key.value for key in Keys} | {_name_of(char) for char in punctuation} | {"space"}


def _clash(
    keys: Mapping[str, Sequence[str]], own: Mapping[str, Sequence[str]]
) -> tuple[str, str, str] | None:
    """A command with a key that was chosen for another before it, that other, and the key."""
    taken: dict[str, str] = {}
    for name, mine in keys.items():
        for key in mine if mine != own[name] else ():
            if taken.setdefault(key, name) != name:
                return name, taken[key], key
    return None


def _written(keys: Sequence[str]) -> str:
    return " ".join(_SIGNS.get(key, key) for key in keys)


_SIGNS = {_name_of(char): char for char in punctuation}


def of_place(place: Iterable[Binding], keys: Mapping[str, Binding]) -> list[Binding]:
    """The keys of a place as the viewer has them; ``keys`` are all of those, by id."""
    return [keys[own.id or ""] for own in place]


def shown(binding: Binding) -> str:
    """How a binding's key is written: ``space``, ``?``, ``j ↓``."""
    return binding.key_display or binding.key.replace(",", " ")


def short(binding: Binding) -> str:
    """The first of its keys: ``space``, ``?``, ``j``."""
    return shown(binding).split(" ")[0]

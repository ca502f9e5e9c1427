"""The help: every key, and on its other tab how it all goes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from textual.binding import Binding

from tracker.domain import words
from tracker.drawing import Line, Run, cells
from tracker.drawing.help import KEY, Group, columns
from tracker.drawing.order import NEXT_UP, UNSAVED
from tracker.tui.keys import COMMANDS, HELP, PLACES, TABS, of_page, of_place, short, shown
from tracker.tui.pages import Page

TOUR = (
    "It opens on what is next up. Watch it, press {watched}, and it goes on. Stopped in the middle?"
    " {stopped} keeps the minute, and next time you see it at once. Watched it yesterday? {date}"
    " takes any date. A wrong key? {undo} takes it back, as often as you like, even days later.",
    "The card says what there is to know, and never more than you may know yet. Notes open by"
    " themselves once, at the right moment; {notes} shows all so far. {remark} is for what you"
    " think of it, {rate} and a digit rate it; years later, on a rewatch ({rewatch}), the card has"
    " both again. {history} looks back, {outlook} ahead.",
)
"""In the viewer's keys, by the ids of their commands."""
NAMES = ("Keys", "A tour")
WIDEST = 76
"""Cells of a line of prose."""
FIRST, SECOND = ("Mark", "Say", "Go", "Look"), ("This pass", "Program")
"""The groups that stand on top, and those under them."""


class HelpPage(Page):
    """Every key in groups, what the signs mean, and a tour on the other tab."""

    BINDINGS = [*of_page(TABS)]

    def __init__(self, keys: Mapping[str, Binding]) -> None:
        super().__init__()
        self._bound = keys
        self._tab = 0

    def head(self, width: int) -> Line:
        """The two tabs, the present one underlined."""
        tabs = [(name, "chosen" if at == self._tab else "quiet") for at, name in enumerate(NAMES)]
        line: list[tuple[str, str]] = [("Help", "title")]
        for tab in tabs:
            line += [("   ", "text"), tab]
        return tuple(line) if width >= sum(len(text) for text, _ in line) else (line[0],)

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The tab that is shown."""
        if self._tab:
            return [*_tour(self._bound, width)]
        return [*columns(_bands(self._bound), width, height)]

    def keys(self) -> Sequence[tuple[str, str]]:
        """How to scroll, to turn to the other tab, and to close it."""
        other = ("the tour", "the keys")[self._tab]
        scrolls = ("page_down_line page_up_line", "scroll")
        return scrolls, ("page_tab", other), ("page_close", "close")

    def action_tab(self) -> None:
        """Turn to the other tab."""
        self._tab = 1 - self._tab
        self.action_top()
        self.write()


def _bands(bound: Mapping[str, Binding]) -> list[Mapping[str, Group]]:
    """The groups of keys, as the viewer has them, and the signs."""
    groups: dict[str, Group] = {
        name: [_row(written, does, bound) for written, does in group]
        for name, group in HELP.items()
    }
    for place, keys in PLACES.items():
        if place != "Keys":
            own = of_place(keys, bound)
            groups[place] = [(_keys(key), words.lower(key.tooltip)) for key in own]
    signs = {NEXT_UP: "next up", **{sign.glyph: sign.label for sign in words.SIGNS.values()}}
    signs[UNSAVED] = "not saved yet"
    groups["Signs"] = [(sign, means) for sign, means in signs.items() if sign.strip()]
    rest = {name: group for name, group in groups.items() if name not in (*FIRST, *SECOND)}
    return [{name: groups[name] for name in FIRST}, {name: groups[name] for name in SECOND}, rest]


def _row(written: str, does: str, bound: Mapping[str, Binding]) -> tuple[str, str]:
    """The keys of a line in the help, and what they do; and where one has yielded, to what."""
    names = re.findall(r"{(\w+)}", written)
    own = {name: short(bound[name]) for name in names}
    if written == f"{{{names[0]}}}":
        own = {names[0]: _keys(bound[names[0]])}
    yielded = [bound[name].tooltip.removeprefix(COMMANDS[name].tooltip) for name in names]
    return written.format_map(own), "".join([does, *yielded])


def _keys(key: Binding) -> str:
    """All keys of a command, if there is room for them."""
    return shown(key) if cells.width(shown(key)) < KEY - 1 else short(key)


def _tour(bound: Mapping[str, Binding], width: int) -> list[Line]:
    """How it all goes, in lines of prose, the keys as elsewhere."""
    mine = {name: short(key) for name, key in bound.items()}
    lines: list[Line] = []
    for paragraph in TOUR:
        lines += [()] if lines else []
        line: list[Run] = [(" ", "text")]
        at, room = 1, max(1, min(WIDEST, width - 2))
        for word in paragraph.split():
            wide = cells.width(word.format_map(mine))
            if at > 1 and at + wide > room:
                lines.append(tuple(line))
                line, at = [(" ", "text")], 1
            line += [(" ", "text")] if at > 1 else []
            at += wide + (at > 1)
            line += [
                (text.format_map(mine), "key" if text.startswith("{") else "text")
                for text in re.findall(r"{\w+}|[^{]+", word)
            ]
        lines.append(tuple(line))
    return lines

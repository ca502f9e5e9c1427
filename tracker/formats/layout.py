"""Where everything stands in a picture of how far a pass is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from tracker.domain import outlook, words
from tracker.domain.course import DEEP, SHALLOW, STEPS, Course, brightness, height
from tracker.domain.outlook import Figures
from tracker.domain.progress import State, Tally

WIDTH, HEIGHT = 1200, 630
ADVANCE = 6
"""Dots from one letter to the next."""
COLOURS = {
    "background": "#0a1020",
    "foreground": "#dbe6f5",
    "quiet": "#8a9bb8",
    "primary": "#5cb3ff",
    "accent": "#53e0ff",
}
"""The night blue of the interface."""
_INKS = {
    "done": ("primary", "primary", 0.0),
    "glow1": ("primary", "accent", 0.5),
    "glow2": ("accent", "accent", 0.0),
    "glow3": ("accent", "foreground", 0.6),
    "ahead": ("background", "quiet", 0.58),
    "faint": ("background", "quiet", 0.26),
}
"""The inks of the course, each of how much of a second colour in a first."""
LEFT, RIGHT = 86, 1114
TOP, BASE = 176, 462
"""Where half of the way is, and what the course stands on."""
COMET = 10
"""Half of its width."""
FINE = 36
"""Steps from an ink into the dark: more than cells have, which are far larger."""
_UNIT = (BASE - TOP) / 112
"""The unit in which the depth of light is measured."""
_NAMES, _NAME_DOT = 490, 2
"""Where what is named stands below the course, and how large."""
_LEFT_OUT = ("##..##", ".####.", "..##..", ".####.", "##..##")
_CROSS = 3
"""How large the dots of what is left out are."""
_TITLE = (6, 5, 4, 3)
"""Sizes of the title: the largest in which it fits."""


class Card(NamedTuple):
    """What the picture tells. Of the course, only what is drawn."""

    title: str
    title_ja: str
    """Empty if there is none."""
    number: int
    """Which pass."""
    course: Course
    tally: Tally
    took: Figures
    done: bool
    """Nothing is left to watch in the pass."""

    @property
    def name(self) -> str:
        """``Pass 2``."""
        return f"Pass {self.number}"

    @property
    def how_far(self) -> str:
        """``25 of 40 · 10 h 00 watched``."""
        watched = f"{self.tally.watched} of {self.tally.total}"
        return f"{watched} · {words.duration(self.took.seconds)} watched"

    @property
    def since(self) -> str:
        """``since 3 October 2026``; empty where that is not known, or told inside the course."""
        first = self.took.first
        return f"since {words.full_date(first)}" if first and not self.done else ""

    @property
    def inside(self) -> tuple[str, str]:
        """What stands inside the course. No part is named there."""
        if self.done:
            first, last = self.took.first, self.took.last
            return "All of it", words.span_of_days(first, last) if first else ""
        lately = self.course.lately
        ahead = self.tally.total - self.tally.watched
        return f"{ahead} to go", f"{lately} in the last 7 days" if lately else ""

    @property
    def states(self) -> tuple[State, ...]:
        """The state of every entry, in order."""
        return tuple(map(self.course.progress.state, self.course.entries))


class Stretch(NamedTuple):
    """A stretch of the course in one ink, from a column to before another."""

    first: int
    end: int
    ink: str

    @property
    def reach(self) -> float:
        """How deep light falls under it."""
        return _UNIT * (SHALLOW if self.ink in ("ahead", "faint") else DEEP)

    def depth(self, step: int) -> float:
        """How deep under the rim a step into the dark begins."""
        return float(self.reach * (step / FINE) ** (4 / 3))


class Block(NamedTuple):
    """A block of one colour."""

    x: int
    y: int
    width: int
    height: int
    colour: str


class Text(NamedTuple):
    """A line of text on its foot, as large as its dots; ``x`` is where it is anchored."""

    x: int
    foot: int
    dot: int
    text: str
    colour: str
    anchor: Literal["start", "middle", "end"] = "start"

    @property
    def left(self) -> int:
        """Where its first letter begins."""
        # The last letter needs no room behind it.
        width = (ADVANCE * words.cells(self.text) - 1) * self.dot
        return self.x - {"start": 0, "middle": width // 2, "end": width}[self.anchor]


class Layout(NamedTuple):
    """What stands where."""

    stretches: tuple[Stretch, ...]
    blocks: tuple[Block, ...]
    comet: tuple[int, int]
    """Its middle."""
    texts: tuple[Text, ...]


def card(course: Course) -> Card:
    """What may be told of this pass."""
    progress = course.progress
    guide = progress.guide
    return Card(
        _cut(guide.title, (RIGHT - LEFT) // (ADVANCE * _TITLE[-1])),
        _cut(guide.title_ja or "", 48),
        progress.number,
        course,
        progress.tally,
        outlook.figures(progress),
        progress.is_done,
    )


def placed(card: Card) -> Layout:
    """Where everything stands in a picture of 1200 by 630."""
    room = RIGHT - LEFT
    dot = next((dot for dot in _TITLE if words.cells(card.title) * dot * ADVANCE <= room), 3)
    texts = [
        Text(LEFT, 104, dot, card.title, "foreground"),
        Text(RIGHT, 148, 3, card.name, "accent", "end"),
        Text(LEFT, 552, 4, card.how_far, "foreground"),
        Text(LEFT, 590, 3, card.since, "quiet"),
        Text(RIGHT, 590, 2, "layzner", "quiet", "end"),
        *_inside(card),
        *_names(card.course),
    ]
    if card.title_ja:
        texts.append(Text(LEFT, 148, 3, card.title_ja, "quiet"))
    comet = card.course.comet(room)
    return Layout(
        tuple(_stretches(card.course)),
        tuple(_crosses(card.course)),
        (LEFT + comet, round(rim(comet)) - COMET // 2),
        tuple(text for text in texts if text.text),
    )


def rim(column: float) -> float:
    """How far down the course begins in a column of it."""
    return BASE - (BASE - TOP) * height(column / (RIGHT - LEFT))


def inks() -> dict[str, str]:
    """Every colour there is: those of texts, and ``done.4``, four steps of an ink into the dark."""
    made = dict(COLOURS)
    for name, (first, second, share) in _INKS.items():
        ink = _mixed(COLOURS[first], COLOURS[second], share)
        for step in range(FINE):
            left = brightness(STEPS * step / FINE)
            made[f"{name}.{step}"] = _mixed(COLOURS["background"], ink, left)
    return made


def _stretches(course: Course) -> Iterator[Stretch]:
    """The runs of columns of one ink; where nothing is drawn is none."""
    at = 0
    for ink, run in groupby(course.inks(RIGHT - LEFT)):
        end = at + len(list(run))
        if ink:
            yield Stretch(at, end, ink)
        at = end


def _crosses(course: Course) -> Iterator[Block]:
    """A cross on the rim for everything that is left out."""
    columns = course.columns(RIGHT - LEFT)
    wide, high = len(_LEFT_OUT[0]) * _CROSS, len(_LEFT_OUT) * _CROSS
    at = 0
    for entry, run in groupby(columns):
        end = at + len(list(run))
        if course.is_left_out(entry):
            x = LEFT + max(0, (at + end - wide) // 2)
            y = round(rim((at + end) / 2)) - high // 2
            for down, row in enumerate(_LEFT_OUT):
                for right, char in enumerate(row):
                    if char == "#":
                        left, top = x + right * _CROSS, y + down * _CROSS
                        yield Block(left, top, _CROSS, _CROSS, "quiet")
        at = end


def _inside(card: Card) -> Iterator[Text]:
    """What is said inside the course, on its foot."""
    middle = (LEFT + RIGHT) // 2
    for foot, dot, said, look in zip(
        (BASE - 52, BASE - 14), (4, 3), card.inside, ("foreground", "quiet"), strict=True
    ):
        yield Text(middle, foot, dot, said, look, "middle")


def _names(course: Course) -> Iterator[Text]:
    """What is named under the course, with room between neighbours."""
    taken: list[tuple[int, int]] = []
    letter = ADVANCE * _NAME_DOT
    for at, label in course.labels():
        name = label or "·"
        wide = letter * words.cells(name)
        x = min(LEFT + course.column(at, RIGHT - LEFT), RIGHT - wide)
        if x >= LEFT and all(
            x + wide + letter <= first or end + letter <= x for first, end in taken
        ):
            taken.append((x, x + wide))
            yield Text(x, _NAMES, _NAME_DOT, name, "quiet")


def _mixed(first: str, second: str, share: float) -> str:
    """So much of the second colour in the first."""
    pairs = zip(bytes.fromhex(first[1:]), bytes.fromhex(second[1:]), strict=True)
    return "#" + bytes(round(begin + (end - begin) * share) for begin, end in pairs).hex()


def _cut(text: str, cells: int) -> str:
    """The text in one harmless line of at most so many cells; Japanese takes two a character."""
    short, left = "", cells
    for char in words.clean(text):
        left -= words.cells(char)
        if left < 0:
            return f"{short[:-1].rstrip()}…"
        short += char
    return short

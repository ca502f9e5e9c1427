"""The course: the whole way of a pass from end to end, and where on it the viewer is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from tracker.domain.dates import evening
from tracker.domain.guide import Entry
from tracker.domain.progress import Progress, State
from tracker.domain.spoilers import LEVELS, Level

GAP = -1
"""Stands for an entry where a part ends."""
LATELY = 7
"""Days after which what was watched no longer glows."""
GLOW = ((1, "glow3"), (3, "glow2"), (LATELY, "glow1"))
"""The inks of what was watched within so many days."""
STEPS = 12
"""Steps from an ink into the dark."""
DEEP, SHALLOW = 30, 18
"""How deep light falls under what is watched, and under what is ahead.

In 112ths of the height, which are eighths of a cell where it is drawn in 14 lines.
"""


class Course(NamedTuple):
    """The entries of the way, and which of them are watched."""

    progress: Progress
    entries: tuple[Entry, ...]
    """All that the way leads over, in order, left-out ones too."""
    sizes: tuple[int, ...]
    """How many of them each part has."""
    milestones: frozenset[str]
    """The ids of the entries that stand out."""
    today: date

    @property
    def here(self) -> int | None:
        """Where among the entries the one next up stands; None where there is none."""
        up = self.progress.next_up
        if up is None:
            return None
        # A course that is cut to a part begins with the first of its entries.
        return self.progress.guide.place[up] - self.progress.guide.place[self.entries[0].id]

    @property
    def share(self) -> float:
        """How much of the entry next up was seen, from 0 to 1."""
        up = self.progress.next_up
        if up is None:
            return 0.0
        entry = self.progress.guide.entry(up)
        return 1 - self.progress.left(entry) / entry.seconds if entry.seconds else 0.0

    @property
    def lately(self) -> int:
        """How many of the entries were watched in the last days."""
        since = (self.days(entry) for entry in self.entries if entry.id in self.progress.marks)
        return sum(days is not None and days <= LATELY for days in since)

    @property
    def ahead(self) -> int:
        """How many entries are still to be watched to the end of the part that the viewer is in."""
        up = self.progress.next_up
        if up is None:
            return 0
        part = self.progress.guide.entry(up).part
        return sum(entry.part == part and self.progress.is_open(entry) for entry in self.entries)

    @property
    def is_at_a_beginning(self) -> bool:
        """Whether the next one begins a part, behind another."""
        here = self.here
        return bool(here) and self.entries[here or 0].part != self.entries[(here or 0) - 1].part

    def days(self, entry: Entry) -> int | None:
        """Days since the entry was watched; None if it was not, or the day is not known."""
        mark = self.progress.marks.get(entry.id)
        if mark is None or mark.do != "watched":
            return None
        when = evening(mark.at)
        ago = (self.today - when).days if when else -1
        return ago if ago >= 0 else None

    def columns(self, width: int) -> tuple[int, ...]:
        """Which entry each of so many columns stands for, `GAP` between two parts."""
        return _columns(self.sizes, width)

    def column(self, at: int, width: int) -> int:
        """The first column of an entry, or the one nearest to it."""
        return min(_first(self.sizes, width, at), width - 1)

    def comet(self, width: int) -> int:
        """The column in which the viewer is; the last where all is watched."""
        here = self.here
        if here is None:
            return width - 1
        units = _units(self.sizes, width)
        return min(width - 1, int(self.column(here, width) + self.share * width / units))

    def inks(self, width: int) -> list[str]:
        """The ink of each column; none where a part ends, and for what is left out."""
        here, comet = self.here, self.comet(width)
        inks: list[str] = []
        known: dict[int, str] = {GAP: ""}
        for x, at in enumerate(self.columns(width)):
            if at == here:
                inks.append("glow3" if x < comet else "ahead")
                continue
            if at not in known:
                known[at] = self._ink(self.entries[at])
            inks.append(known[at])
        return inks

    def _ink(self, entry: Entry) -> str:
        """The ink of an entry that is not next up."""
        state = self.progress.state(entry)
        if state is State.WATCHED:
            days = self.days(entry)
            return next((ink for most, ink in GLOW if days is not None and days <= most), "done")
        if state is State.LEFT_OUT:
            return ""
        return "faint" if state is State.SKIPPED else "ahead"

    def is_left_out(self, at: int) -> bool:
        """Whether a column is of an entry that the guide leaves out, and that is not watched."""
        return at != GAP and self.progress.state(self.entries[at]) is State.LEFT_OUT

    def labels(self) -> Iterator[tuple[int, str]]:
        """What is named under the course: its two ends, the ends of parts, then the milestones.

        One that is still ahead has no name.
        """
        last = len(self.entries) - 1
        ends, end = [0, last], -1
        for size in self.sizes:
            end += size
            # What is left out ends nothing.
            at = end
            while at > 0 and self.progress.state(self.entries[at]) is State.LEFT_OUT:
                at -= 1
            ends.append(at)
        for at in dict.fromkeys(ends):
            yield at, self.entries[at].label
        passed = self.progress.passed
        for at, entry in enumerate(self.entries):
            if entry.id in self.milestones and at not in ends:
                yield at, entry.label if entry.id in passed else ""


def course(progress: Progress, level: Level, milestones: frozenset[str], today: date) -> Course:
    """The course of a pass as far as it may be shown: where later parts are hidden, of this one."""
    entries = progress.guide.entries
    if LEVELS[level].hides_parts and progress.next_up is not None:
        part = progress.guide.entry(progress.next_up).part
        entries = tuple(entry for entry in entries if entry.part == part)
    return Course(
        progress,
        entries,
        tuple(len(list(group)) for _, group in groupby(entries, lambda entry: entry.part)),
        milestones,
        today,
    )


def height(at: float) -> float:
    """How high the course is at a point of the way, both from 0 to 1: half-way is the top."""
    return 0.12 + 0.88 * (1 - (2 * at - 1) ** 2)


def level(depth: float) -> int:
    """How many steps into the dark it is at a depth under the rim; from `STEPS` on it is dark.

    At depth 1 light ends.
    """
    return int(STEPS * depth**0.75)


def brightness(level: float) -> float:
    """How much of an ink is left so many steps into the dark."""
    return float((1 - level / STEPS) ** 1.7)


def _gap(sizes: Sequence[int], width: int) -> int:
    """How wide a gap is, in entries: where there is little room, twice as wide, to be seen."""
    return 1 if width >= sum(sizes) + len(sizes) - 1 else 2


def _units(sizes: Sequence[int], width: int) -> int:
    """How many entries, with the gaps between parts, the columns are shared by."""
    return sum(sizes) + _gap(sizes, width) * (len(sizes) - 1)


@lru_cache(maxsize=32)
def _columns(sizes: tuple[int, ...], width: int) -> tuple[int, ...]:
    gap, units = _gap(sizes, width), _units(sizes, width)
    ends, begun, at = [], 0, 0
    for size in sizes:
        ends.append((begun, begun + size, at))
        begun, at = begun + size + gap, at + size
    columns, part = [], 0
    for x in range(width):
        unit = (2 * x + 1) * units // (2 * width)
        while part + 1 < len(ends) and unit >= ends[part + 1][0]:
            part += 1
        first, end, place = ends[part]
        columns.append(place + unit - first if unit < end else GAP)
    return tuple(columns)


def _first(sizes: Sequence[int], width: int, at: int) -> int:
    """The first column whose middle is not before the beginning of an entry."""
    gap, before, unit = _gap(sizes, width), 0, at
    for size in sizes[:-1]:
        before += size
        if at < before:
            break
        unit += gap
    units = _units(sizes, width)
    return max(0, -((units - 2 * width * unit) // (2 * units)))

"""What may be shown now."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Literal, NamedTuple, TypeVar

from tracker.domain.guide import Entry, Guide, Note
from tracker.domain.passes import Pass
from tracker.domain.progress import Progress, measured

Level = Literal["off", "titles", "strict"]


class Holds(NamedTuple):
    """What a spoiler level does."""

    key: str
    """The key by which it is chosen; no other level has it."""
    means: str
    hides_titles: bool
    """Titles past the next one, and everything else that could give an entry away."""
    hides_parts: bool
    """Parts past the one that the viewer is in, and how much is left of them."""


LEVELS: Mapping[Level, Holds] = {
    "off": Holds("o", "show everything", hides_titles=False, hides_parts=False),
    "titles": Holds("t", "hide titles past the next one", hides_titles=True, hides_parts=False),
    "strict": Holds(
        "s",
        "also hide later parts, and how much is left of them",
        hides_titles=True,
        hides_parts=True,
    ),
}
"""The strictest last."""
LATER = "further on"
"""Stands for the name of a part that may not be shown yet."""

_Value = TypeVar("_Value")

_NOTHING = (None, None, None, (), None, None)
"""In the place of ``title``, ``title_ja``, ``romaji``, ``other_titles``, ``arc`` and ``aired``."""
_FIRST = Entry._fields.index("title")


def level(progress: Progress) -> Level:
    """What the viewer chose in this pass; else ``titles`` until the guide was finished once.

    If several were chosen at once on several machines, the strictest holds.
    """
    for name in [*LEVELS][::-1]:
        if name in progress.current.levels:
            return name
    return "off" if progress.seen else "titles"


def shown(progress: Progress, level: Level) -> Progress:
    """The progress with only what may be shown of its guide and its passes.

    Whatever shows anything shows this one, so that no place can give away what another hides. The
    name of an arc can tell how the last one ended: it is shown once the walk has passed an entry of
    the arc. Remarks and ratings of earlier passes are hidden as long as the titles of their
    entries. While later parts are hidden, so are all counts that reach into them.
    """
    holds = LEVELS[level]
    guide = progress.guide._replace(notes=progress.reached(notes(progress, level)))
    if not holds.hides_titles:
        return progress._replace(guide=guide)
    passed = progress.passed
    walked = {
        entry.arc for entry in guide.entries if entry.id in passed and entry.id != progress.next_up
    }
    guide = guide._replace(
        entries=tuple(
            (entry if entry.arc is None or entry.arc in walked else entry._replace(arc=None))
            if entry.id in passed
            else untitled(entry)
            for entry in guide.entries
        )
    )
    *earlier, current = progress.passes
    held = (*(_reached(pass_, passed) for pass_ in earlier), current)
    if not holds.hides_parts:
        return progress._replace(guide=guide, passes=held)
    return measured(_to_the_part(guide, progress), held, seen=progress.seen)


def notes(progress: Progress, level: Level) -> tuple[Note, ...]:
    """Every note that this viewer is shown sooner or later at this level, worded for it.

    What gives away the end is for those who know it and hide nothing. While later parts are hidden,
    a note has a wording for that, or waits.
    """
    holds = LEVELS[level]
    worded = progress.guide.notes
    if not progress.seen or holds.hides_titles:
        worded = tuple(
            note._replace(rewatch=None, rewatch_sources=())
            for note in worded
            if note.audience == "all"
        )
    if holds.hides_parts and progress.next_up is not None:
        worded = tuple(
            note
            if note.strict == note.text
            else note._replace(title=note.strict_title or note.title, text=note.strict, sources=())
            for note in worded
            if note.strict
        )
    return worded


def untitled(entry: Entry) -> Entry:
    """The entry without anything that could give it away."""
    # As `_replace` would do it, in a fifth of the time: there may be thousands at every mark.
    return tuple.__new__(Entry, (*entry[:_FIRST], *_NOTHING, *entry[_FIRST + len(_NOTHING) :]))


def _to_the_part(guide: Guide, progress: Progress) -> Guide:
    """The guide up to the end of the part that the viewer is in, and what is marked beyond it."""
    if progress.next_up is None:
        return guide
    order = [part.id for part in guide.parts]
    here = order.index(guide.entry(progress.next_up).part)
    reached = set(order[: here + 1])
    entries = tuple(
        entry for entry in guide.entries if entry.part in reached or entry.id in progress.marks
    )
    begun = {entry.part for entry in entries}
    return guide._replace(
        parts=tuple(
            part if part.id in reached else part._replace(name=LATER)
            for part in guide.parts
            if part.id in begun
        ),
        entries=tuple(entry._replace(reason=entry.strict) for entry in entries),
        place={entry.id: at for at, entry in enumerate(entries)},
        notes=tuple(note for note in guide.notes if note.entry in {entry.id for entry in entries}),
        broadcast={},
        ids={},
    )


def _reached(earlier: Pass, passed: Container[str]) -> Pass:
    """An earlier pass without the remarks on and ratings of entries that are still hidden."""

    def reached(values: Mapping[str, _Value]) -> dict[str, _Value]:
        return {at: value for at, value in values.items() if at in passed}

    return earlier._replace(remarks=reached(earlier.remarks), ratings=reached(earlier.ratings))

"""What a guide's author should look at, although the guide can be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker.domain.find import folded
from tracker.domain.guide import Entry, Guide
from tracker.domain.named import stretches
from tracker.domain.words import cells, count, duration, series, some
from tracker.guides.table import MOST

MUST, LABEL = 5, 6
"""Notes that are must, and cells of a label: more of either does harm."""
TELLING = 6
"""Characters of a title: a shorter one may be a word that occurs in any text."""


class Warned(NamedTuple):
    """Something to look at, and where."""

    place: str
    reason: str


def warnings(guide: Guide) -> tuple[Warned, ...]:
    """Everything to look at."""
    return (*_spoilers(guide), *_gaps(guide), *_unused(guide), *_too_much(guide))


def counts(guide: Guide) -> str:
    """``29 entries in 3 parts, 11 h 36; 2 optional, 1 left out; 5 notes``."""
    watch = [entry for entry in guide.entries if not entry.is_left_out]
    advised = Counter(entry.advice for entry in guide.entries)
    entries = count(len(guide.entries), "entry", "entries")
    return "; ".join(
        text
        for text in (
            f"{entries} in {count(len(guide.parts), 'part')},"
            f" {duration(sum(entry.seconds for entry in watch))}",
            series(
                [
                    *([f"{advised['optional']} optional"] if advised["optional"] else []),
                    *([f"{advised['skip']} left out"] if advised["skip"] else []),
                ]
            ),
            count(len(guide.notes), "note"),
        )
        if text
    )


def _spoilers(guide: Guide) -> Iterator[Warned]:
    """Notes and reasons that name a title which is still hidden when they are shown."""
    titles = {
        entry.id: f" {_plain(entry.title)} "
        for entry in guide.entries
        if entry.title and len(entry.title) >= TELLING
    }
    for entry in guide.entries:
        if entry.reason:
            later = _named(entry.reason, titles, guide.entries[1:])
            yield from _named_too_early(f"entry {entry.id}", "reason", later)
    for note in guide.notes:
        # A note after an entry is shown when the next one is up, whose title is known.
        known = guide.place[note.entry] + (2 if note.side == "after" else 1)
        later = _named(f"{note.title}\n{note.text}", titles, guide.entries[known:])
        yield from _named_too_early(f"note {note.id}", "text", later)


def _named(text: str, titles: dict[str, str], later: Iterable[Entry]) -> list[str]:
    plain = f" {_plain(text)} "
    return [entry.id for entry in later if entry.id in titles and titles[entry.id] in plain]


def _named_too_early(place: str, what: str, later: list[str]) -> Iterator[Warned]:
    if later:
        yield Warned(place, f"the {what} names the title of {some(later)}, hidden until then")


def _gaps(guide: Guide) -> Iterator[Warned]:
    """Numbers missing from a kind whose labels are numbers."""
    for kind in dict.fromkeys(entry.kind for entry in guide.entries):
        numbers = {entry.number for entry in guide.entries if entry.kind == kind}
        if any(not entry.label.isdecimal() for entry in guide.entries if entry.kind == kind):
            continue
        first, last = min(numbers), max(numbers)
        gaps = [
            number
            for number in range(first, min(last, first + MOST["entry"]))
            if number not in numbers
        ]
        if gaps:
            texts = [f"{a}–{b}" if a < b else f"{a}" for a, b in stretches(gaps)]
            yield Warned(f"kind {kind.id}", f"{first}–{last} without {some(texts)}")


def _unused(guide: Guide) -> Iterator[Warned]:
    used = {entry.kind.id for entry in guide.entries}
    for kind in guide.ids:
        if kind not in used:
            yield Warned(f"kind {kind}", "no entry is of this kind")
    for part, entries in guide.by_part():
        if not entries:
            yield Warned(f"part {part.id}", "it has no entries")


def _too_much(guide: Guide) -> Iterator[Warned]:
    if (must := sum(note.must for note in guide.notes)) > MUST:
        yield Warned("the guide", f"{must} notes are must; nobody reads more than {MUST}")
    wide = [entry.id for entry in guide.entries if cells(entry.label) > LABEL]
    if wide:
        yield Warned("the guide", f"the label of {some(wide)} is wider than {LABEL} cells")


def _plain(text: str) -> str:
    """The words of a text, so that titles match whole words whatever separates them."""
    return " ".join("".join(char if char.isalnum() else " " for char in folded(text)).split())

"""What the viewer typed, as values: entries, ranges, positions, ratings. Dates are in `times`.

Every function raises `NotUnderstood` with one line that says what, why and what would do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tracker.domain.guide import Entry, Guide, Kind
from tracker.domain.words import clean, clean_lines, position

SLACK = 5 * 60
"""Running times are nominal: a position may lie this many seconds past the end."""

# As text: most starts need none of them, and to compile one takes as long as to load a module.
_KIND_AND_NUMBER = r"(?:([^\W\d_]+)[ -]?)?(\d{1,9})"
_SEASON = r"s0*1 ?e(\d{1,9})"
_END = r"(?:s\d{1,2} ?e\d{1,9}|(?:[^\W\d_]+[ -]?)?\d{1,9}|(?:[^\W\d_]+ )?[ivx]+)"
_RANGE = rf"({_END})\s*(?:-|–|\.\.)\s*({_END})"
_PARTED = r",|\s(?:and|&)\s"
_SMALL = r"([0-9]{1,2})(?: ?/ ?10)?"
LONGEST_REMARK = 65_536
"""Characters."""


class NotUnderstood(ValueError):
    """What the viewer typed means nothing here. The message is one line for the viewer."""


class NoEntry(NotUnderstood):
    """An entry that the guide does not have, as far as it is known."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(why)
        self.text = text
        """What was typed."""


def entry(guide: Guide, text: str) -> Entry:
    """``12``, ``tv-12``, ``ep 12``, ``S01E12``, ``ova-3``, ``Act III``, ``III``.

    A bare number is of the first kind.
    """
    wanted = " ".join(text.casefold().split())
    first, kind, number = guide.entries[0].kind, "", -1
    if season := re.fullmatch(_SEASON, wanted):
        kind, number = first.id, int(season[1])
    elif match := re.fullmatch(_KIND_AND_NUMBER, wanted):
        kind, number = match[1] or first.id, int(match[2])
    for entry in guide.entries:
        labelled = wanted.removesuffix(entry.label.casefold()).rstrip()
        is_labelled = wanted.endswith(entry.label.casefold()) and _is_kind(labelled, entry.kind)
        is_bare = not entry.label.isdecimal() and wanted == entry.label.casefold()
        if (number == entry.number and _is_kind(kind, entry.kind)) or is_labelled or is_bare:
            return entry
    ends = ", ".join(_ends(guide))
    # A slip is one of the letters: nobody who types a number means another.
    is_slip = not any(_is_kind(kind, entry.kind) for entry in guide.entries)
    alike = [entry.id for entry in guide.entries if is_slip and number == entry.number]
    near = nearest(text, alike)
    raise NoEntry(text, f"no entry {quoted(text)}{near}; there are {ends}")


def entries(guide: Guide, texts: Sequence[str]) -> tuple[Entry, ...]:
    """Entries, ranges such as ``1-12``, and several of both, as the program itself writes them.

    ``1-5,8``, ``Episodes 12–14 and 17``: in the order of the guide, each once. A range passes over
    what the guide leaves out, unless it is one of its ends.
    """
    wanted = {found.id for text in _whole(guide, texts) for found in _several(guide, text)}
    return tuple(entry for entry in guide.entries if entry.id in wanted)


def _whole(guide: Guide, texts: Iterable[str]) -> Iterator[str]:
    """The texts, each with its kind where a shell has parted them: ``episodes 1-3``."""
    kind = ""
    for text in texts:
        if any(_is_kind(text.strip().casefold(), entry.kind) for entry in guide.entries):
            kind = text
        elif text.casefold() not in ("and", "&"):
            yield f"{kind} {text}" if kind else text
            kind = ""
    if kind:
        yield kind


def _several(guide: Guide, text: str) -> Iterator[Entry]:
    """What is named between commas. A number alone is of the kind that was named before it."""
    kind = ""
    for piece in filter(None, map(str.strip, re.split(_PARTED, text))):
        found = _range(guide, f"{kind}{piece}" if piece[0].isdecimal() else piece)
        yield from found
        kind = f"{found[0].kind.id}-"
    if not kind:
        entry(guide, text)


def _range(guide: Guide, text: str) -> Sequence[Entry]:
    """One entry, or those from one to another."""
    ends = re.fullmatch(_RANGE, text, re.IGNORECASE)
    if ends is None:
        return (entry(guide, text),)
    first = entry(guide, ends[1])
    last = entry(guide, f"{first.kind.id}-{ends[2]}" if ends[2].isdecimal() else ends[2])
    if guide.place[first.id] > guide.place[last.id]:
        raise NotUnderstood(f"{quoted(text)} runs backwards: {first.name} comes after {last.name}")
    return guide.between(first, last)


def _is_kind(word: str, kind: Kind) -> bool:
    """Whether a word means that kind: its id, its name, its plural, or how these begin."""
    return bool(word) and (
        word in (kind.id, kind.plural.casefold())
        or kind.name.casefold().startswith(word.removesuffix("s") or word)
    )


def stopped(text: str, entry: Entry) -> int:
    """A position in an entry in seconds: ``13:42``, ``1:02:03``, or whole minutes, ``13``."""
    match = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)|(\d{1,3})", text.strip())
    if match is None:
        raise NotUnderstood(f"{quoted(text)} is no position; type minutes and seconds, 13:42")
    hours, minutes, seconds, alone = (int(group or 0) for group in match.groups())
    at = hours * 3600 + (minutes + alone) * 60 + seconds
    if at == 0:
        raise NotUnderstood("at 0:00 nothing is watched yet; clear the entry instead")
    if at > entry.seconds + SLACK:
        raise NotUnderstood(
            f"{entry.name} runs {entry.minutes} minutes; it cannot be stopped at {position(at)}"
        )
    return at


def remark(text: str) -> str:
    """The viewer's words on an entry, without anything that is no text."""
    if len(text) > LONGEST_REMARK:
        raise NotUnderstood(
            f"a remark holds at most {LONGEST_REMARK:,} characters; this has {len(text):,}"
        )
    return clean_lines(text)


def rating(text: str) -> int:
    """``1`` to ``10``, ``8/10``, and 0 for ``-``, which takes a rating away."""
    said = text.strip()
    if said == "-":
        return 0
    match = re.fullmatch(_SMALL, said)
    if match is None or not 1 <= int(match[1]) <= 10:
        raise NotUnderstood(f"{quoted(text)} is no rating; type 1 to 10, or - for none")
    return int(match[1])


def profile(name: str) -> str:
    """A profile's name; the empty one is the owner's."""
    name = name.strip()
    if clean(name) != name or len(name) > 80:
        raise NotUnderstood("a profile's name is at most 80 characters, all of them text")
    return name


def nearest(text: str, words: Iterable[str], least: float = 0.5) -> str:
    """``; did you mean next?``, or nothing when no word is near: 1 would be the same word."""
    from difflib import get_close_matches  # noqa: PLC0415  # slow, and only for mistakes

    near = get_close_matches(text.lower(), list(words), n=1, cutoff=least)
    return f"; did you mean {near[0]}?" if near else ""


def quoted(text: str) -> str:
    """What was typed, short and harmless, to be said back."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return f"“{clean(short)}”"


def _ends(guide: Guide) -> Iterable[str]:
    kinds = dict.fromkeys(entry.kind for entry in guide.entries)
    for kind in kinds:
        numbers = [entry.number for entry in guide.entries if entry.kind == kind]
        first = "" if kind == guide.entries[0].kind else f"{kind.id}-"
        yield f"{first}{min(numbers)} to {first}{max(numbers)}"

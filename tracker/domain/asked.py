"""What the viewer typed, as values: entries, ranges, positions, ratings. Dates are in `times`.

Every function raises `NotUnderstood` with one line: what, why, and what to type instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tracker.domain import named
from tracker.domain.guide import Entry, Guide, Kind
from tracker.domain.words import clean, clean_lines, position

SLACK = 5 * 60
"""Running times are nominal: a position may lie this many seconds past the end."""

# As text: most starts need none of them, and compiling one takes as long as loading a module.
_WORD_AND_NUMBER = r"([^\W\d_]+)[ -]?(\d{1,9})"
_NUMBERS = r"\d{1,9}(?:\s*(?:-|–|\.\.)\s*\d{1,9})?"
_PARTED = r",|\s(?:and|&)\s"
_SMALL = r"([0-9]{1,2})(?: ?/ ?10)?"
LONGEST_REMARK = 65_536
"""Characters."""


class NotUnderstood(ValueError):
    """What the viewer typed cannot be understood. The message is one line for the viewer."""


class NoEntry(NotUnderstood):
    """The guide, as far as it may be shown, has no such entry."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(why)
        self.text = text
        """What was typed."""


def entry(guide: Guide, text: str) -> Entry:
    """``12``, ``tv-12``, ``ep 12``, ``S01E12``, ``ova-3``, ``Act III``, ``III``, ``2x16``.

    A bare number means the only entry that has it, or else the one of the first kind.
    """
    if found := named.entry(guide, text, _is_kind):
        return found
    # Only the letters can be a slip: nobody types a number and means another.
    alike: list[str] = []
    if match := re.fullmatch(_WORD_AND_NUMBER, named.plain(text)):
        is_slip = not any(_is_kind(match[1], entry.kind) for entry in guide.entries)
        alike = [entry.id for entry in guide.entries if is_slip and entry.number == int(match[2])]
    near = nearest(text, alike) or f"; type {named.there_are(guide)}"
    raise NoEntry(text, f"no entry {quoted(text)}{near}")


def entries(guide: Guide, texts: Sequence[str]) -> tuple[Entry, ...]:
    """Entries, ranges such as ``1-12``, and lists of both, as the program itself writes them.

    ``1-5,8``, ``Episodes 12–14 and 17``: in the order of the guide, each once. A range passes over
    what the guide leaves out, unless that is one of its ends.
    """
    wanted = {found.id for text in _whole(guide, texts) for found in _several(guide, text)}
    return tuple(entry for entry in guide.entries if entry.id in wanted)


def _whole(guide: Guide, texts: Iterable[str]) -> Iterator[str]:
    """The texts, each rejoined with its kind if a shell has split them: ``episodes 1-3``."""
    kind = ""
    for text in texts:
        if any(_is_kind(named.plain(text), entry.kind) for entry in guide.entries):
            kind = text
        elif text.casefold() not in ("and", "&"):
            yield f"{kind} {text}" if kind else text
            kind = ""
    if kind:
        yield kind


def _several(guide: Guide, text: str) -> Iterator[Entry]:
    """What is named between commas. A bare number is of the kind named before it."""
    if alone := named.entry(guide, text, _is_kind):
        yield alone
        return
    kind = ""
    for piece in filter(None, map(str.strip, re.split(_PARTED, text))):
        found = _range(guide, f"{kind}{piece}" if re.fullmatch(_NUMBERS, piece) else piece)
        yield from found
        kind = f"{found[0].kind.id}-"
    if not kind:
        entry(guide, text)


def _range(guide: Guide, text: str) -> Sequence[Entry]:
    """One entry, or those from one to another."""
    if alone := named.entry(guide, text, _is_kind):
        return (alone,)
    for begin, end in named.ends(text):
        if not (first := named.entry(guide, begin, _is_kind)):
            continue
        last = entry(guide, f"{first.kind.id}-{end}" if end.isdecimal() else end)
        if found := named.between(guide, first, last):
            return found
        what = f"{first.in_sentence} comes after {last.in_sentence}"
        raise NotUnderstood(f"{quoted(text)} runs backwards: {what}")
    return (entry(guide, text),)


def _is_kind(word: str, kind: Kind) -> bool:
    """Whether a word means that kind: its id, its name, its plural, or the beginning of these."""
    return bool(word) and (
        word in (kind.id, named.plain(kind.plural))
        or named.plain(kind.name).startswith(word.removesuffix("s") or word)
    )


def stopped(text: str, entry: Entry) -> int:
    """A position in an entry in seconds: ``13:42``, ``1:02:03``, or whole minutes, ``13``."""
    match = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)|(\d{1,3})", text.strip())
    if match is None:
        raise NotUnderstood(f"{quoted(text)} is not a position; type minutes and seconds, 13:42")
    hours, minutes, seconds, alone = (int(group or 0) for group in match.groups())
    at = hours * 3600 + (minutes + alone) * 60 + seconds
    if at == 0:
        raise NotUnderstood("at 0:00 nothing has been watched yet; clear the entry instead")
    if at > entry.seconds + SLACK:
        raise NotUnderstood(
            f"{entry.name} runs {entry.minutes} minutes; it cannot be stopped at {position(at)}"
        )
    return at


def remark(text: str) -> str:
    """The viewer's remark on an entry, without control characters."""
    if len(text) > LONGEST_REMARK:
        raise NotUnderstood(
            f"a remark has at most {LONGEST_REMARK:,} characters; this one has {len(text):,}"
        )
    return clean_lines(text)


def rating(text: str) -> int:
    """``1`` to ``10``, ``8/10``, and 0 for ``none`` or ``-``, which remove a rating."""
    said = text.strip()
    if said.casefold() in ("none", "-"):
        return 0
    match = re.fullmatch(_SMALL, said)
    if match is None or not 1 <= int(match[1]) <= 10:
        raise NotUnderstood(f"{quoted(text)} is not a rating; type 1 to 10, or none")
    return int(match[1])


def profile(name: str) -> str:
    """A profile's name; the empty one is the owner's."""
    name = name.strip()
    if clean(name) != name or len(name) > 80:
        raise NotUnderstood("a profile's name has at most 80 characters, all of them visible")
    return name


def nearest(text: str, words: Iterable[str], least: float = 0.5) -> str:
    """``; did you mean next?``, or nothing if no word is as near as ``least``: 1 is the same."""
    from difflib import get_close_matches  # noqa: PLC0415  # slow, and only for mistakes

    near = get_close_matches(text.lower(), list(words), n=1, cutoff=least)
    return f"; did you mean {near[0]}?" if near else ""


def quoted(text: str) -> str:
    """What was typed, shortened and harmless, to quote in a message."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return f"“{clean(short)}”"

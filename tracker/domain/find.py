"""Finds entries by what the viewer knows of them: a number, part of a title, a remark, a state.

The best matches come first; ties are in the order of the guide:

1. What was typed is the number, the label, the id or the name of the entry: ``12``, ``tv-12``.
2. It is a whole title; it begins one; it begins a word; it lies inside a word. The viewer's
   remarks, of this pass and of earlier ones, come after titles.
3. Its letters occur in a title in order, and close enough together: see `_apart`. Remarks are only
   searched for it as a whole, since a long text holds almost any few letters in order.

Of several words each must match, in any order and place; together as typed is best.
``is:watched`` and the like are not words to find, but leave only the entries in that state.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.domain.guide import Entry
from tracker.domain.progress import Progress, State
from tracker.domain.words import series

STATES: Mapping[str, Callable[[Progress, Entry], bool]] = {
    "open": Progress.is_open,
    "skipped": lambda now, entry: now.state(entry) is State.SKIPPED,
    "watched": lambda now, entry: now.state(entry) is State.WATCHED,
    "stopped": lambda now, entry: now.state(entry) is State.STOPPED,
    "left-out": lambda now, entry: now.state(entry) is State.LEFT_OUT,
    "remarked": lambda now, entry: any(entry.id in each.remarks for each in now.passes),
    "rated": lambda now, entry: any(entry.id in each.ratings for each in now.passes),
}
"""What can be asked of an entry with ``is:``. A remark or a rating may be of an earlier pass."""
FEWEST, MOST = 3, 32
"""How many letters a word may have to be searched for letter by letter."""

# How well something matches, best first; from ALIKE on, the farther apart the letters, the more.
NAMED, WHOLE, BEGINS, WORD, WORD_OF_REMARK, WITHIN, WITHIN_REMARK, ALIKE = range(8)
_FAR = 99
_IS = "is:"
_PLAIN = str.maketrans("’‘′“”″–—", "'''\"\"\"--")
_SILENT = re.compile(r"(?<=[^\W\d_])[ -](?=\w)|(?<!\d)0+(?=\d)")
"""What makes no difference in a number or name: ``tv-01`` is ``tv1``, ``Act I`` is ``acti``."""


class _Texts(NamedTuple):
    """What an entry can be found by, folded; each title and each remark on a line of its own."""

    entry: Entry
    numbers: frozenset[str]
    """Its number and label, alone and after the id or the name of its kind."""
    name: str
    titles: str
    remarks: str


class _Wanted(NamedTuple):
    """A word to search for, or all of them together."""

    text: str
    number: str
    """The same, as numbers and names are compared."""
    begins: re.Pattern[str]
    """Matches it at the start of a word."""
    in_order: re.Pattern[str] | None
    """Matches its letters in order on one line: most lines need no closer look."""


class Finder:
    """Finds only what is in the progress given: nothing hidden, if that may be shown."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        remarks: dict[str, list[str]] = {}
        for each in progress.passes:
            for entry_id, events in each.remarks.items():
                remarks.setdefault(entry_id, []).extend(event.text for event in events)
        self._texts = [_texts(entry, remarks.get(entry.id, ())) for entry in progress.guide.entries]

    def find(self, text: str) -> tuple[Entry, ...]:
        """The entries that match, best first. Raises `NotUnderstood` for an unknown state."""
        typed = folded(text).split()
        states = [_state(word.removeprefix(_IS)) for word in typed if word.startswith(_IS)]
        words = [_wanted(word) for word in typed if not word.startswith(_IS)]
        phrase = _wanted(" ".join(word.text for word in words)) if words else None
        found = [
            (rank, texts.entry)
            for texts in self._texts
            if typed and all(holds(self._progress, texts.entry) for holds in states)
            for rank in _ranks(words, phrase, texts)
        ]
        return tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0]))


def folded(text: str) -> str:
    """The text as it is compared: without case, accents or width, and with signs as typed."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
        # Accents have combining classes from 200 on; lower ones make another letter, as in kana.
        bare = "".join([char for char in apart if unicodedata.combining(char) < 200])
        text = unicodedata.normalize("NFKC", bare)
    return " ".join(text.casefold().split())


def _state(name: str) -> Callable[[Progress, Entry], bool]:
    """The state of that name, or the only one that begins with it."""
    begun = [state for state in STATES if state.startswith(name)]
    if len(begun) == 1:
        return STATES[begun[0]]
    choices = f"type {series(begun or [*STATES], 'or')}"
    if begun:
        raise NotUnderstood(f"after {_IS} {choices}")
    raise NotUnderstood(f"no state {quoted(name)}{nearest(name, STATES) or f'; {choices}'}")


def _texts(entry: Entry, remarks: Iterable[str]) -> _Texts:
    kinds = ("", entry.kind.id, _silent(entry.kind.name))
    labels = {str(entry.number), _silent(entry.label)}
    if season := re.fullmatch(r"(\d+)x(\d+)", _silent(entry.label)):
        labels.add(f"s{season[1]}e{season[2]}")
    titles = (entry.title, entry.title_ja, entry.romaji, *entry.other_titles)
    return _Texts(
        entry,
        frozenset(f"{kind}{label}" for kind in kinds for label in labels),
        _lines([entry.name]),
        _lines(titles),
        _lines(remarks),
    )


def _silent(text: str) -> str:
    return _SILENT.sub("", folded(text))


def _lines(texts: Iterable[str | None]) -> str:
    return "".join([f"\n{folded(text)}\n" for text in texts if text])


def _wanted(text: str) -> _Wanted:
    first, *others = map(re.escape, text)
    begins = rf"{first}(?<!\w{first})"
    in_order = begins + "".join(rf"[^{letter}\n]*+{letter}" for letter in others)
    return _Wanted(
        text,
        _SILENT.sub("", text),
        re.compile(begins + "".join(others)),
        re.compile(in_order) if FEWEST <= len(text) <= MOST else None,
    )


def _ranks(words: Sequence[_Wanted], phrase: _Wanted | None, texts: _Texts) -> Iterator[int]:
    """How well all of the words match; nothing if one of them does not."""
    if phrase and phrase.number in texts.numbers:
        yield NAMED
        return
    worst = max((_rank(word, texts) for word in words), default=NAMED)
    if worst < _FAR:
        # Several words never match better than if all stand together at the start of a word.
        yield min(max(worst, WORD), _piece(phrase, texts)) if phrase and len(words) > 1 else worst


def _rank(wanted: _Wanted, texts: _Texts) -> int:
    """How well a word matches; `_FAR` if it does not."""
    if wanted.number in texts.numbers:
        return NAMED
    rank = _piece(wanted, texts)
    return rank if rank < _FAR else _alike(wanted, texts.titles)


def _piece(wanted: _Wanted, texts: _Texts) -> int:
    """How well it matches literally.

    Inside a word only in titles and remarks: inside names it would match every episode.
    """
    text, _, name, titles, remarks = wanted.text, *texts[1:]
    if f"\n{text}\n" in titles:
        return WHOLE
    if f"\n{text}" in titles or f"\n{text}" in name:
        return BEGINS
    if wanted.begins.search(titles) or wanted.begins.search(name):
        return WORD
    if wanted.begins.search(remarks):
        return WORD_OF_REMARK
    return WITHIN if text in titles else WITHIN_REMARK if text in remarks else _FAR


def _alike(wanted: _Wanted, titles: str) -> int:
    """How well it matches a title letter by letter, in order and close enough together."""
    if not (wanted.in_order and wanted.in_order.search(titles)):
        return _FAR
    apart = min((_apart(wanted.text, line) for line in titles.split("\n")), default=_FAR)
    return ALIKE + apart if apart <= len(wanted.text) else _FAR


def _apart(letters: str, line: str) -> int:
    """How far apart the letters are in a line, at their closest.

    The first must begin a word. Each of the others may follow the one before, which costs nothing,
    begin a later word, which costs 1, or come later in the same word, which costs 2. They are
    close enough if the total is no more than the number of letters.
    """
    first = re.escape(letters[0])
    reached = {match.start(): 0 for match in re.finditer(rf"{first}(?<!\w{first})", line)}
    for letter in letters[1:]:
        further = {}
        at = line.find(letter, min(reached) + 1) if reached else -1
        while at >= 0:
            cost = _FAR
            for before, so_far in reached.items():
                if before == at - 1:
                    cost = min(cost, so_far)
                elif before < at and not line[at - 1].isalnum():
                    cost = min(cost, so_far + 1)
                elif line[before:at].isalnum():
                    cost = min(cost, so_far + 2)
            if cost < _FAR:
                further[at] = cost
            at = line.find(letter, at + 1)
        reached = further
    return min(reached.values(), default=_FAR)

"""Finds entries by what the viewer knows of them: a number, a piece of a title, a remark, a state.

The best come first; the ties are in the order of the guide:

1. What is typed is the number, the label, the id or the name of the entry: ``12``, ``tv-12``.
2. It is a whole title; it begins one; it begins a word; it stands inside a word. Words of the
   viewer's remarks, of this pass and of earlier ones, come after those of titles.
3. Its letters stand in a title in order, and near enough: see `_apart`. Remarks are found by whole
   pieces only, for a long text holds almost any few letters in order.

Of several words each must match, in any order and place; where they stand together as typed is
best. ``is:watched`` and its like are no words but leave only the entries of that state.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import accumulate
from typing import NamedTuple

from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.domain.guide import Entry
from tracker.domain.progress import Progress, State

STATES: Mapping[str, Callable[[Progress, Entry], bool]] = {
    "open": Progress.is_open,
    "skipped": lambda now, one: now.state(one) is State.SKIPPED,
    "watched": lambda now, one: now.state(one) is State.WATCHED,
    "stopped": lambda now, one: now.state(one) is State.STOPPED,
    "left-out": lambda now, one: now.state(one) is State.LEFT_OUT,
    "remarked": lambda now, one: any(one.id in held.remarks for held in now.passes),
    "rated": lambda now, one: any(one.id in held.ratings for held in now.passes),
}
"""What can be asked of an entry with ``is:``. A remark or a rating may be of an earlier pass."""
FEWEST, MOST = 3, 32
"""Letters of a word that is looked for letter by letter."""

_FAR = 99
_END = "\x1e"  # as white space, it is in no folded text
_IS = "is:"
_PLAIN = str.maketrans("’‘“”–—", "''\"\"--")
_SILENT = re.compile(r"(?<=[^\W\d_])[ -](?=\w)|(?<!\d)0+(?=\d)")
"""What makes no difference in a number or a name: ``tv-01`` is ``tv1``, ``Act I`` is ``acti``."""


class _Match(IntEnum):
    """How well something matches, best first."""

    NAMED = 0
    WHOLE = 1
    BEGINS = 2
    WORD = 3
    WORD_OF_REMARK = 4
    WITHIN = 5
    """Inside a word of a title; of a name, that would be all episodes."""
    WITHIN_REMARK = 6
    ALIKE = 7
    """And more the farther apart the letters stand."""


class _Joined(NamedTuple):
    """A text of each entry, by place, and all in one: that is searched in a tenth of the time."""

    each: Sequence[str]
    all: str
    ends: Sequence[int]
    """Where in it the text of each entry ends."""

    def places(self, pattern: str, pool: Collection[int]) -> Iterator[tuple[int, int]]:
        """Where the pattern is met: the place of an entry of the pool, how far into its text."""
        met = re.compile(pattern).finditer
        if len(pool) < len(self.each) // 10:
            yield from ((at, match.start()) for at in pool for match in met(self.each[at]))
            return
        for match in met(self.all):
            at = bisect(self.ends, match.start())
            if at in pool:
                yield at, match.start() - self.ends[at] + len(self.each[at])


class _Texts(NamedTuple):
    """What the entries can be found by, folded. Each title and each remark is a line."""

    numbered: Mapping[str, Sequence[int]]
    """The places of the entries of that number, label, id or name."""
    names: Sequence[str]
    titles: _Joined
    remarks: Sequence[str]
    everything: _Joined


def find(progress: Progress, text: str) -> tuple[Entry, ...]:
    """The entries that a search means, best first; NotUnderstood if it asks for an unknown state.

    Finds only what is in the progress given: of one that may be shown, nothing that is hidden.
    """
    typed = folded(text).split()
    if not typed:
        return ()
    entries = progress.guide.entries
    pool: Collection[int] = range(len(entries))
    for holds in [_state(word.removeprefix(_IS)) for word in typed if word.startswith(_IS)]:
        pool = dict.fromkeys(at for at in pool if holds(progress, entries[at]))
    words = [word for word in typed if not word.startswith(_IS)]
    if not words:
        return tuple(entries[at] for at in pool)
    texts = _texts(progress)
    ranks = _word(words[0], pool, texts) if len(words) == 1 else _words(words, pool, texts)
    return tuple(entries[at] for at in sorted(sorted(ranks), key=ranks.__getitem__))


def folded(text: str) -> str:
    """The text as it is compared: without case, accents and width, typographic signs as typed."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
        # Accents are of the classes from 200 on; lower ones make another letter, as in kana.
        bare = "".join([char for char in apart if unicodedata.combining(char) < 200])
        text = unicodedata.normalize("NFKC", bare)
    return " ".join(text.casefold().split())


def _state(name: str) -> Callable[[Progress, Entry], bool]:
    """The state of that name, or the only one that begins so."""
    begun = [state for state in STATES if state.startswith(name)]
    if len(begun) == 1:
        return STATES[begun[0]]
    there_are = f"there are {', '.join(begun or STATES)}"
    if begun:
        raise NotUnderstood(there_are)
    raise NotUnderstood(f"no state {quoted(name)}{nearest(name, STATES)}; {there_are}")


_latest: list[tuple[Progress, _Texts]] = []
"""The texts of the progress searched last: at the next key it is the very same one."""


def _texts(progress: Progress) -> _Texts:
    for known, texts in _latest:
        if known is progress:
            return texts
    texts = _gathered(progress)
    _latest[:] = [(progress, texts)]
    return texts


def _gathered(progress: Progress) -> _Texts:
    entries = progress.guide.entries
    numbered: dict[str, list[int]] = {}
    kinds = {one.kind: _silent(one.kind.name) for one in entries}
    for at, one in enumerate(entries):
        for label in {str(one.number), _silent(one.label)}:
            for kind in {"", one.kind.id, kinds[one.kind]}:
                numbered.setdefault(f"{kind}{label}", []).append(at)
    written: dict[str, list[str]] = {}
    for held in progress.passes:
        for entry_id, events in held.remarks.items():
            written.setdefault(entry_id, []).extend(event.text for event in events)
    names = [_lines([one.name]) for one in entries]
    titles = [_lines((one.title, one.title_ja, one.romaji, *one.other_titles)) for one in entries]
    remarks = [_lines(written.get(one.id, ())) for one in entries]
    everything = [f"{''.join(texts)}{_END}" for texts in zip(names, titles, remarks, strict=True)]
    return _Texts(numbered, names, _joined(titles), remarks, _joined(everything))


def _joined(texts: Sequence[str]) -> _Joined:
    return _Joined(texts, "".join(texts), list(accumulate(map(len, texts))))


def _silent(text: str) -> str:
    return _SILENT.sub("", folded(text))


def _lines(texts: Iterable[str | None]) -> str:
    return "".join([f"\n{folded(text)}\n" for text in texts if text])


def _words(words: Sequence[str], pool: Collection[int], texts: _Texts) -> dict[int, int]:
    """Where each of the words matches, and how well the worst of them, or all of them together."""
    # Never better than where all of them stand together at the start of a title.
    worst = dict.fromkeys(pool, int(_Match.WORD))
    # The longest leave the fewest to look at.
    for word in sorted(set(words), key=len, reverse=True):
        if not worst:
            break
        ranks = _word(word, worst, texts)
        worst = {at: max(rank, ranks[at]) for at, rank in worst.items() if at in ranks}
    phrase = " ".join(words)
    together = _pieces(phrase, worst, texts)
    best = {at: min(rank, together.get(at, rank)) for at, rank in worst.items()}
    return best | _numbered(phrase, pool, texts)


def _word(word: str, pool: Collection[int], texts: _Texts) -> dict[int, int]:
    """Where a word matches, and how well."""
    ranks = _pieces(word, pool, texts) | _numbered(word, pool, texts)
    return _alike(word, pool, texts, found=ranks) | ranks


def _numbered(wanted: str, pool: Collection[int], texts: _Texts) -> dict[int, int]:
    named = texts.numbered.get(_SILENT.sub("", wanted), ())
    return {at: _Match.NAMED for at in named if at in pool}


def _pieces(wanted: str, pool: Collection[int], texts: _Texts) -> dict[int, int]:
    """Where that stands as it is, and how well."""
    begins, whole, after_space = f"\n{wanted}", f"\n{wanted}\n", f" {wanted}"
    word = re.compile(_at_word(wanted))
    ranks: dict[int, int] = {}
    for at, _ in texts.everything.places(f"{re.escape(wanted)}[^{_END}]*+", pool):
        name, titles, remarks = texts.names[at], texts.titles.each[at], texts.remarks[at]
        if begins in titles or begins in name:
            ranks[at] = _Match.WHOLE if whole in titles else _Match.BEGINS
        elif after_space in titles or word.search(titles) or word.search(name):
            ranks[at] = _Match.WORD
        elif word.search(remarks):
            ranks[at] = _Match.WORD_OF_REMARK
        elif wanted in titles:
            ranks[at] = _Match.WITHIN
        elif wanted in remarks:
            ranks[at] = _Match.WITHIN_REMARK
    return ranks


def _at_word(text: str) -> str:
    """An expression for the text at the start of a word; it begins with what is found fast."""
    first = re.escape(text[0])
    return rf"{first}(?<!\w{first}){re.escape(text[1:])}"


def _alike(
    letters: str, pool: Collection[int], texts: _Texts, found: Collection[int]
) -> dict[int, int]:
    """Where else these letters stand in a title, in order and near enough, and how well."""
    if not FEWEST <= len(letters) <= MOST:
        return {}
    others = (re.escape(letter) for letter in letters[1:])
    in_order = _at_word(letters[0]) + "".join(rf"[^{one}\n]*+{one}" for one in others)
    ranks: dict[int, int] = {}
    for at, start in texts.titles.places(in_order, pool):
        if at in found:
            continue
        titles = texts.titles.each[at]
        line = titles[titles.rindex("\n", 0, start) + 1 : titles.index("\n", start)]
        if (apart := _apart(letters, line)) <= len(letters):
            ranks[at] = min(ranks.get(at, _FAR), _Match.ALIKE + apart)
    return ranks


def _apart(letters: str, line: str) -> int:
    """How far apart the letters stand in a line, at their nearest.

    The first must begin a word. Each of the others may follow the one before, which costs nothing,
    begin a later word, which costs 1, or stand further on in the same word, which costs 2. They
    are near enough if all of that costs no more than there are letters.
    """
    reached = {match.start(): 0 for match in re.finditer(_at_word(letters[0]), line)}
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

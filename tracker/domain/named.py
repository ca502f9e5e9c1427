"""Which entry a name means, and which entries a range: whatever is printed can be typed.

Within one kind a range means numbers, whatever the order; from one kind to another it means the
order of the guide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from tracker.domain.guide import Entry, Guide, Kind

# As text: most starts need none of them, and compiling one takes as long as loading a module.
_KIND_AND_NUMBER = r"(?:([^\W\d_]+)[ -]?)?(\d{1,9})"
_SEASON = r"s0*(\d{1,3}) ?e0*(\d{1,9})"
_APART = r"\s*(?:\.\.|[-–])\s*"
_SIGNS = str.maketrans("’‘′“”″", "'''\"\"\"")
RUNS = 3
"""How many stretches of numbers are named of one kind."""


def plain(text: str) -> str:
    """A name as it is compared: without case, and with signs as typed."""
    return " ".join(text.translate(_SIGNS).casefold().split())


def entry(guide: Guide, text: str, is_kind: Callable[[str, Kind], bool]) -> Entry | None:
    """The entry of that name: ``12``, ``tv-12``, ``Act III``, ``III``, ``2x16``, ``S02E16``.

    What fits several means the one of the first kind; ``is_kind`` tells whether a word means a
    kind.
    """
    wanted = plain(text)
    kind, number = "", -1
    if match := re.fullmatch(_KIND_AND_NUMBER, wanted):
        kind, number = match[1] or "", int(match[2])
    labels = {wanted}
    if season := re.fullmatch(_SEASON, wanted):
        labels = {f"{season[1]}x{season[2]}", f"{season[1]}x{season[2]:0>2}"}
        kind, number = ("", int(season[2])) if season[1] == "1" else ("", -1)
    first = guide.entries[0].kind
    found: dict[tuple[bool, bool], list[Entry]] = {}
    for each in guide.entries:
        label = plain(each.label)
        is_labelled = label in labels or _is_kind_and_label(wanted, label, each.kind, is_kind)
        is_numbered = number == each.number and (not kind or is_kind(kind, each.kind))
        if is_labelled or is_numbered:
            # The first kind comes before others, and a label before a number.
            found.setdefault((each.kind != first, not is_labelled), []).append(each)
    if not found:
        return None
    best = found[min(found)]
    is_clear = len(best) == 1 or min(found)[0] is False or bool(kind)
    return best[0] if is_clear else None


def _is_kind_and_label(
    wanted: str, label: str, kind: Kind, is_kind: Callable[[str, Kind], bool]
) -> bool:
    word = wanted.removesuffix(label).rstrip()
    return bool(word) and word != wanted and is_kind(word, kind)


def ends(text: str) -> Iterator[tuple[str, str]]:
    """What the two ends of a range can be, for each hyphen, dash or pair of dots in the text."""
    for sign in re.finditer(_APART, text):
        first, last = text[: sign.start()].strip(), text[sign.end() :].strip()
        if first and last:
            yield first, last


def between(guide: Guide, first: Entry, last: Entry) -> tuple[Entry, ...]:
    """The entries from one to another; none if that runs backwards.

    What the guide leaves out is included only if it is an end.
    """
    if first.kind != last.kind:
        is_forwards = guide.place[first.id] <= guide.place[last.id]
        return guide.between(first, last) if is_forwards else ()
    return tuple(
        entry
        for entry in guide.entries
        if entry.kind == first.kind
        and first.number <= entry.number <= last.number
        and (not entry.is_left_out or entry.id in (first.id, last.id))
    )


def there_are(guide: Guide) -> str:
    """``1 to 6, 20, ova-1 to ova-3``: what can be typed for the entries of each kind."""
    first = guide.entries[0].kind
    texts = []
    for kind in dict.fromkeys(entry.kind for entry in guide.entries):
        before = "" if kind == first else f"{kind.id}-"
        runs = [*stretches(entry.number for entry in guide.entries if entry.kind == kind)]
        if len(runs) > RUNS:
            runs = [(runs[0][0], runs[-1][1])]
        texts += [
            f"{before}{begin} to {before}{end}" if begin < end else f"{before}{begin}"
            for begin, end in runs
        ]
    return ", ".join(texts)


def stretches(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of consecutive numbers."""
    begin = end = -1
    for number in sorted(set(numbers)):
        if number == end + 1 and begin >= 0:
            end = number
            continue
        if begin >= 0:
            yield begin, end
        begin = end = number
    yield begin, end

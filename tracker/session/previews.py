"""What an import would do, in lines: the same on the command line and in the interface."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain import words
from tracker.domain.union import Json
from tracker.formats.rows import Left
from tracker.session.bring import Import

_NAMED = 20
"""How many places are named for one reason; of the rest, only the number."""


def summary(coming: Import) -> str:
    """``12 new marks in pass 1, 1 September 2025 to 6 September 2025``, or that nothing is new."""
    weighed = coming.weighed
    texts = []
    if weighed.new:
        texts.append(words.count(weighed.new, "new mark"))
    if weighed.dated:
        texts.append(f"{words.count(weighed.dated, 'date')} added")
    if not texts:
        return "another pass begins" if weighed.happened else "nothing new"
    texts = [f"{' and '.join(texts)} in {words.passes(weighed.passes)}"]
    if weighed.first:
        texts.append(words.span_of_days(weighed.first, weighed.last))
    return ", ".join(texts)


def lines(coming: Import) -> tuple[str, ...]:
    """Everything an import would do and would leave out, each by its place in the file."""
    arrived, weighed = coming.arrived, coming.weighed
    more = [*(words.clean(line) for line in arrived.said), *_lines(arrived.reported)]
    added = f", {words.count(weighed.dated, 'date')} added" if weighed.dated else ""
    named = f": {_named(arrived.others)}" if arrived.others else ""
    return (
        f"{weighed.new:>6} new{added}",
        f"{weighed.there:>6} already there",
        *_listed(weighed.left_alone, "left alone"),
        f"{len(arrived.others):>6} of other titles{named}",
        *_listed(arrived.left, "not understood"),
        *([""] if more else []),
        *more,
    )


def data(coming: Import) -> dict[str, Json]:
    """The same for programs."""
    arrived, weighed = coming.arrived, coming.weighed
    numbers: list[Json] = [*weighed.passes]
    return {
        "format": coming.format,
        "new": weighed.new,
        "dates_added": weighed.dated,
        "already_there": weighed.there,
        "left_alone": _data(weighed.left_alone),
        "not_ours": [*arrived.others],
        "not_understood": _data(arrived.left),
        "reported": _data(arrived.reported),
        "said": [*arrived.said],
        "passes": numbers,
        "first": weighed.first.isoformat() if weighed.first else None,
        "last": weighed.last.isoformat() if weighed.last else None,
    }


def _listed(left: Sequence[Left], what: str) -> tuple[str, ...]:
    return (f"{len(left):>6} {what}", *(f"         {line}" for line in _lines(left)))


def _lines(left: Sequence[Left]) -> list[str]:
    """Each reason, with everything it applies to."""
    wheres: dict[str, list[str]] = {}
    for each in left:
        wheres.setdefault(each.why, []).append(each.where)
    return [f"{_named(where)}: {words.clean(why)}" for why, where in wheres.items()]


def _named(wheres: Sequence[str]) -> str:
    """Places in a line: ``play 12, play 14 and 80 more (--json names all)``."""
    places = list(dict.fromkeys(wheres))
    named = [words.clean(where) for where in places[:_NAMED]]
    if len(places) > _NAMED:
        named.append(f"{len(places) - _NAMED} more (--json names all)")
    return words.series(named)


def _data(left: Sequence[Left]) -> list[Json]:
    return [{"where": each.where, "why": each.why} for each in left]

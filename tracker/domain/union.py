"""JSON values, and two or more of them in one: journals are joined as their values are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Fields = Mapping[str, Json]

DEEPEST = 200
"""Levels of nesting that a document may have. How many Python bears differs by version."""


def join(a: Json, b: Json) -> Json:
    """Two JSON values in one: objects key by key; of other values the greater, as text.

    Commutative, associative and idempotent for all JSON: machines meet in any order, and any of
    them may meet the same file twice. Which of two values wins does not matter, as long as all
    machines agree on it.
    """
    return join_all([a, b])


def join_all(values: Sequence[Json], level: int = 1) -> Json:
    """Any number of JSON values in one, in time proportional to their size.

    Of values nested deeper than `DEEPEST`, which no reader lets in, the greater stays whole.
    """
    if len(values) == 1:
        return values[0]
    objects = [value for value in values if isinstance(value, dict)]
    others = [value for value in values if not isinstance(value, dict)]
    if not objects or level > DEEPEST:
        return max(values, key=_rank)
    gathered: dict[str, list[Json]] = {}
    for source in objects:
        for key, value in source.items():
            held = gathered.setdefault(key, [])
            if not any(value is known for known in held[-1:]):
                held.append(value)
    joined: dict[str, Json] = {}
    for key, held in gathered.items():
        joined[key] = join_all(held, level + 1)
    return max([*others, joined], key=_rank) if others else joined


def is_deep(value: Json, levels: int = DEEPEST) -> bool:
    """Whether objects and lists are nested in a value more than that many levels deep."""
    held = [value]
    for _ in range(levels):
        held = [
            inner for outer in held for inner in _within(outer) if isinstance(inner, dict | list)
        ]
        if not held:
            return False
    return True


def _within(value: Json) -> Iterable[Json]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def filled(a: Fields, b: Fields, wins: Json = None) -> Fields:
    """Object ``a`` with what only ``b`` has, and with ``wins`` wherever ``b`` says that.

    ``a`` itself if nothing is added.
    """
    added: dict[str, Json] = {}
    # Nearly everything in two journals is the same objects: these are skipped as fast as can be.
    for key in [key for key, theirs in b.items() if a.get(key) is not theirs or theirs is None]:
        mine, theirs = a.get(key), b[key]
        if key not in a or (wins is not None and theirs == wins != mine):
            added[key] = theirs
        elif isinstance(mine, dict) and isinstance(theirs, dict):
            both = filled(mine, theirs)
            if both is not mine:
                added[key] = dict(both)
    return {**a, **added} if added else a


def _rank(value: Json) -> tuple[str, str]:
    return type(value).__name__, json.dumps(value, sort_keys=True)

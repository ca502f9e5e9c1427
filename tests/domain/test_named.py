"""What can be typed for the entries of a guide, in as few words as it takes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.guides.own import EPISODE, entry, head, made, part
from tracker.domain import named
from tracker.domain.guide import Kind
from tracker.domain.named import stretches, there_are

FILM = ("film", "film", "films", 90)


@pytest.mark.parametrize(
    ("numbers", "films", "said"),
    [
        ([1, 2, 3], [], "1 to 3"),
        ([4], [], "4"),
        ([1, 2, 5, 6, 9], [], "1 to 2, 5 to 6, 9"),
        ([1, 2, 5, 6, 9, 11], [], "1 to 11"),
        ([3, 1, 2], [7, 8, 10], "1 to 3, film-7 to film-8, film-10"),
        ([1], [1, 3, 5, 7, 9], "1, film-1 to film-9"),
    ],
)
def test_what_there_is(numbers: Sequence[int], films: Sequence[int], said: str) -> None:
    """Up to three stretches of a kind are told, and of more the first number and the last."""
    entries = [entry(f"tv-{number}") for number in numbers]
    entries += [entry(f"film-{number}") for number in films]
    kinds = (EPISODE, FILM) if films else (EPISODE,)
    assert there_are(made(head("gaps", "Gaps", *kinds) + part("one", entries))) == said


KINDS = made(
    head("kinds", "Kinds", EPISODE, ("ova", "act", "acts", 50), FILM)
    + part(
        "one",
        [
            entry("tv-1"),
            entry("tv-2", label="Special"),
            entry("tv-3", label="Special"),
            *(entry(f"ova-{number}") for number in (1, 4, 5)),
            *(entry(f"film-{number}") for number in (1, 5)),
            entry("film-6", label="Omake"),
            entry("ova-7", label="Omake"),
        ],
    )
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1", "tv-1"),
        ("4", "ova-4"),
        ("5", None),
        ("act 5", "ova-5"),
        ("film 5", "film-5"),
        ("special", "tv-2"),
        ("omake", None),
        ("film omake", "film-6"),
        ("acts Omake", "ova-7"),
        ("8", None),
    ],
)
def test_what_several_have(typed: str, found: str | None) -> None:
    """It is that of the first kind; what only others have is of one that alone has it, or none."""

    def is_kind(word: str, kind: Kind) -> bool:
        return word in (kind.id, kind.name, kind.plural)

    assert getattr(named.entry(KINDS, typed, is_kind), "id", None) == found


@pytest.mark.parametrize(
    ("numbers", "ends"),
    [
        ([0], [(0, 0)]),
        ([2, 1, 1, 3], [(1, 3)]),
        ([0, 1, 3], [(0, 1), (3, 3)]),
        ([5, 1, 3], [(1, 1), (3, 3), (5, 5)]),
    ],
)
def test_stretches(numbers: Sequence[int], ends: Sequence[tuple[int, int]]) -> None:
    """A stretch is of numbers that follow one another, in whatever order they come."""
    assert list(stretches(numbers)) == ends

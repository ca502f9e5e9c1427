"""What an import would do, said before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tracker.domain.dates import AnyDate, PartialDate
from tracker.formats.rows import Left
from tracker.session import previews
from tracker.session.arrivals import Arrived
from tracker.session.bring import Import
from tracker.session.imports import Weighed

NOTHING = Weighed((), 0, 0, 0, (), (), None, None)
BLANK = Arrived({}, (), (), (), ())
DAY = date(2025, 9, 1)


def coming(weighed: Weighed = NOTHING, arrived: Arrived = BLANK) -> Import:
    """An import of a history of Trakt."""
    return Import("trakt", arrived, weighed)


@pytest.mark.parametrize(
    ("new", "dated", "passes", "days", "said"),
    [
        (0, 0, (), (None, None), "nothing new"),
        (1, 0, (1,), (None, None), "1 new mark in pass 1"),
        (12, 0, (1, 2), (DAY, date(2025, 9, 6)),
         "12 new marks in passes 1 and 2, 1 to 6 September 2025"),
        (0, 1, (2,), (DAY, DAY), "1 date added in pass 2, 1 September 2025"),
        (3, 2, (1, 2, 3), (PartialDate(2011), DAY),
         "3 new marks and 2 dates added in passes 1, 2 and 3, 2011 to 1 September 2025"),
        (4, 0, (2, 3, 4, 5), (None, None), "4 new marks in 4 passes, 2 to 5"),
    ],
)  # fmt: skip
def test_in_a_line(
    new: int,
    dated: int,
    passes: tuple[int, ...],
    days: tuple[AnyDate | None, AnyDate | None],
    said: str,
) -> None:
    """How many marks and dates, in which passes, and between which days."""
    weighed = Weighed(({"do": "watched"},) * new, new, dated, 0, (), passes, *days)
    assert previews.summary(coming(weighed)) == said


def test_a_pass_alone() -> None:
    """A file may say no more than that another pass began."""
    assert previews.summary(coming(NOTHING._replace(happened=({"do": "began"},)))) == (
        "another pass begins"
    )


@pytest.mark.parametrize(
    ("many", "named"),
    [
        (1, "play 1"),
        (2, "play 1 and play 2"),
        (20, ", ".join(f"play {at}" for at in range(1, 20)) + " and play 20"),
        (21, ", ".join(f"play {at}" for at in range(1, 21)) + " and 1 more (--json names all)"),
        (22, ", ".join(f"play {at}" for at in range(1, 21)) + " and 2 more (--json names all)"),
    ],
)
def test_places_are_named_up_to_twenty(many: int, named: str) -> None:
    """What holds for many places is said once, with twenty of them; one place counts once."""
    places = [f"play {at}" for at in range(1, many + 1)]
    left = tuple(Left(place, "why") for place in [*places, places[0]])
    arrived = BLANK._replace(others=tuple(places), left=left)
    lines = previews.lines(coming(arrived=arrived))
    assert lines[3:] == (
        f"{many:>6} of other titles: {named}",
        f"{many + 1:>6} not understood",
        f"         {named}: why",
    )


def lines_of(
    alone: Sequence[Left] = (), reported: Sequence[Left] = (), said: Sequence[str] = ()
) -> tuple[str, ...]:
    """The lines of an import that brings 3 marks and a date, and finds 2 there."""
    weighed = Weighed((), 3, 1, 2, tuple(alone), (1,), None, None)
    return previews.lines(coming(weighed, BLANK._replace(reported=tuple(reported), said=(*said,))))


def test_line_by_line() -> None:
    """What comes, what is there, and what is left out, each reason with its places."""
    assert lines_of() == (
        "     3 new, 1 date added",
        "     2 already there",
        "     0 left alone",
        "     0 of other titles",
        "     0 not understood",
    )
    left = [Left("play 1", "one"), Left("play 2", "two"), Left("play 3", "one")]
    assert lines_of(left, left[:1], ["a\x1bb"]) == (
        "     3 new, 1 date added",
        "     2 already there",
        "     3 left alone",
        "         play 1 and play 3: one",
        "         play 2: two",
        "     0 of other titles",
        "     0 not understood",
        "",
        "a\ufffdb",
        "play 1: one",
    )

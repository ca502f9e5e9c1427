"""What MyAnimeList's list says of a life, and what it has no place for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.support import EVENING, chance, entries, store
from tracker.domain.dates import UNKNOWN, PartialDate
from tracker.formats import mal_export
from tracker.formats.mal_export import Work
from tracker.guides.parse import parse
from tracker.session.sitting import Session

LISTED = parse(
    (Path(__file__).parent.parent / "guides/good/small.toml")
    .read_text(encoding="utf-8")
    .replace("[[kind]]", "[ids.tv]\nmal = 77\n\n[[kind]]", 1),
    "small.toml",
)
ALPHA, BRAVO, CHARLIE = entries(LISTED, "1", "2", "3")
ALL = (ALPHA, BRAVO, CHARLIE)


def lived(live: Callable[[Session], object]) -> Session:
    """A session after that; it is never saved."""
    sitting = Session(LISTED, store(Path("there-is-no-such-directory")), lambda: EVENING, chance)
    live(sitting)
    return sitting


def work(sitting: Session, number: int | None = None) -> Work:
    """What the list says of the episodes."""
    [work] = mal_export.works(LISTED, LISTED, sitting.view.progress.passes, number)
    return work


def losses(sitting: Session) -> tuple[str, ...]:
    """What the list has no place for."""
    passes = sitting.view.progress.passes
    return mal_export.losses(LISTED, mal_export.works(LISTED, LISTED, passes), passes)


def test_a_pass_that_is_unfinished_gives_way_to_the_next() -> None:
    """While no pass has come to its end, the list is of the last; another can be asked for."""

    def live(sitting: Session) -> None:
        sitting.watched([ALPHA], date(2026, 1, 5))
        sitting.rewatch()
        sitting.watched([BRAVO], date(2026, 2, 6))

    sitting = lived(live)
    last, first = work(sitting), work(sitting, 1)
    assert (last.watched, last.start, last.again, last.rewatched) == (1, "0000-00-00", 0, 0)
    assert (first.watched, first.start) == (1, "2026-01-05")


def test_a_rewatch_under_way_is_told_beside_the_pass_that_is_done() -> None:
    """The list is of the first pass that came to its end; the last one is its rewatch."""

    def live(sitting: Session) -> None:
        sitting.watched(ALL, date(2026, 1, 5))
        sitting.rewatch()
        sitting.watched([ALPHA], date(2026, 2, 6))

    sitting = lived(live)
    now = work(sitting)
    assert (now.watched, now.start, now.finish) == (3, "2026-01-05", "2026-01-05")
    assert (now.status, now.again, now.rewatched) == ("Completed", 0, 1)
    sitting.watched([BRAVO], date(2026, 2, 7))
    done = work(sitting)
    assert (done.watched, done.again, done.rewatched) == (3, 1, 0)
    assert work(sitting, 2).rewatched == 0


@pytest.mark.parametrize(
    ("live", "said"),
    [
        (lambda sitting: sitting.watched([ALPHA], date(2026, 1, 5)), ""),
        (lambda sitting: sitting.watched([ALPHA, BRAVO], date(2026, 1, 5)), "1 date"),
        (lambda sitting: sitting.watched([ALPHA, BRAVO], UNKNOWN), ""),
        (lambda sitting: sitting.watched([ALPHA, BRAVO], PartialDate(2026)), "1 date"),
        (lambda sitting: sitting.watched(ALL, date(2026, 1, 5)), "1 date"),
        (lambda sitting: sitting.skip([ALPHA, BRAVO], date(2026, 1, 5)), "2 skips"),
        (lambda sitting: sitting.stopped(ALPHA, 60, date(2026, 1, 5)), "1 stop"),
    ],
)
def test_what_has_no_place_is_counted(live: Callable[[Session], object], said: str) -> None:
    """The dates that are neither the start nor the finish; what was skipped or stopped is none."""
    has_no_place = [line for line in losses(lived(live)) if "has no place" in line]
    assert has_no_place == ([f"MyAnimeList has no place for {said}"] if said else [])

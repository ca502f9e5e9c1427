"""The course as numbers: which column stands for what, and where the comet is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import REAL, Clock, entries, session
from tracker.domain.course import GAP, Course, course
from tracker.domain.spoilers import Level


def over(directory: Path, watched: str = "", level: Level = "titles") -> Course:
    """The course of somebody who watched that today."""
    sitting = session(directory, REAL)
    if watched:
        sitting.watched(entries(REAL, *watched.split()))
    sitting.level = level
    return sitting.view.course


def shaped(*sizes: int) -> Course:
    """A course of parts of so many entries; the entries do not matter."""
    return Course(None, (), sizes, frozenset(), None)  # type: ignore[arg-type]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.integers(1, 200))
def test_columns_lead_through_the_order(sizes: list[int], width: int) -> None:
    """Each column is an entry or a gap; entries come in order, and gaps between parts alone."""
    columns = shaped(*sizes).columns(width)
    held = [at for at in columns if at != GAP]
    assert len(columns) == width
    assert held == sorted(held)
    ends = {sum(sizes[: part + 1]) - 1 for part in range(len(sizes) - 1)}
    for before, gap, after in zip(columns, columns[1:], columns[2:], strict=False):
        if gap == GAP and GAP not in (before, after):
            assert any(before <= end < after for end in ends)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.integers(0, 60))
def test_where_there_is_room_everything_has_a_column(sizes: list[int], more: int) -> None:
    """With a column for each entry and gap, none is without; a first column is where it begins."""
    shape = shaped(*sizes)
    width = sum(sizes) + len(sizes) - 1 + more
    columns = shape.columns(width)
    assert set(columns) - {GAP} == set(range(sum(sizes)))
    assert (GAP in columns) is (len(sizes) > 1)
    for at in range(sum(sizes)):
        assert shape.column(at, width) == columns.index(at)


def test_the_columns_of_the_guide() -> None:
    """At 59 columns the first of 8, 15, 25, 26, 37 and the last are where they are drawn."""
    shape = shaped(25, 13, 3)
    assert [shape.column(at, 59) for at in (0, 7, 14, 24, 25, 36, 40)] == [
        0,
        10,
        19,
        33,
        36,
        51,
        58,
    ]
    assert [shape.column(at, 37) for at in (0, 7, 14, 24)] == [0, 6, 12, 20]


def test_the_comet_goes_with_the_walk(tmp_path: Path) -> None:
    """It is at the first column of what is next up, further by the share seen, at last the end."""
    assert over(tmp_path / "new").comet(59) == 0
    assert over(tmp_path / "mars", "1-12").comet(59) == 16
    sitting = session(tmp_path / "stopped", REAL)
    sitting.watched(entries(REAL, "1-12"))
    sitting.stopped(REAL.entry("tv-13"), 20 * 60)
    assert sitting.view.course.share == pytest.approx(20 / 24)
    assert sitting.view.course.comet(59) == 17
    assert over(tmp_path / "all", "1-ova3").comet(59) == 58
    assert over(tmp_path / "all2", "1-ova3").here is None


def test_what_was_watched_lately(tmp_path: Path) -> None:
    """What was watched within seven days counts; a date to come and none at all do not."""
    clock = Clock()
    sitting = session(tmp_path, REAL, clock)
    sitting.watched(entries(REAL, "1-3"))
    clock.now += timedelta(days=1)
    sitting.watched(entries(REAL, "4"))
    clock.now += timedelta(days=7)
    way = sitting.view.course
    assert [way.days(entry) for entry in way.entries[:5]] == [8, 8, 8, 7, None]
    assert way.lately == 1
    clock.now -= timedelta(days=9)
    assert sitting.view.course.days(REAL.entry("tv-01")) is None


def test_how_far_to_the_end_of_the_part(tmp_path: Path) -> None:
    """Open entries of the part are counted, whatever was jumped over; a part begins but once."""
    assert over(tmp_path / "a", "1-12").ahead == 13
    assert over(tmp_path / "b", "1-12 20").ahead == 12
    assert over(tmp_path / "c", "1-25").is_at_a_beginning
    assert not over(tmp_path / "d", "1-24").is_at_a_beginning
    assert not over(tmp_path / "e").is_at_a_beginning
    assert over(tmp_path / "f", "1-ova3").ahead == 0


def test_what_is_named_under_the_course(tmp_path: Path) -> None:
    """Both ends and the ends of parts always; milestones once they are reached, before without."""
    named = dict(over(tmp_path, "1-12").labels())
    assert named == {0: "1", 40: "III", 24: "25", 36: "37", 7: "8", 14: "", 25: ""}


def test_where_later_parts_are_hidden_it_is_this_part(tmp_path: Path) -> None:
    """At strict the course is the part that the viewer is in, and whole when all is watched."""
    way = over(tmp_path / "a", "1-3", "strict")
    assert (way.sizes, way.here) == ((25,), 3)
    assert dict(way.labels()) == {0: "1", 24: "25", 7: "", 14: ""}
    later = over(tmp_path / "b", "1-26", "strict")
    assert (later.sizes, later.here, later.entries[0].id) == ((13,), 1, "tv-26")
    assert over(tmp_path / "c", "1-ova3", "strict").sizes == (25, 13, 3)


def test_a_course_of_one_entry(tmp_path: Path) -> None:
    """The smallest there is has a column, a comet and a name."""
    sitting = session(tmp_path, REAL)
    guide = REAL._replace(entries=REAL.entries[:1], place={"tv-01": 0}, notes=())
    progress = sitting.view.progress._replace(guide=guide)
    way = course(progress, "titles", frozenset(), sitting.view.today)
    assert way.columns(1) == (0,)
    assert way.comet(1) == 0
    assert [*way.labels()] == [(0, "1")]

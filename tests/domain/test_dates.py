"""Dates as exact as they are: a month or a year alone is shown, sorted and counted as such."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support import EVENING, REAL, entries, session
from tracker.cli import answers, reports
from tracker.domain import outlook, plan, times, words
from tracker.domain.dates import UNKNOWN, AnyDate, PartialDate, dated, evening, extent, in_order
from tracker.drawing.card import card, recall
from tracker.drawing.diary import pages_of
from tracker.drawing.order import row
from tracker.session.sitting import Session

TODAY = EVENING.date()
NOVEMBER, YEAR = PartialDate(2024, 11), PartialDate(2011)
DAY = date(2024, 11, 20)


@pytest.fixture
def lived(tmp_path: Path) -> Session:
    """A viewer who knows the day of one entry, the month of two, the year of one, none of one."""
    sitting = session(tmp_path, REAL)
    for typed, when in (
        ("1", "20 Nov 2024"),
        ("2-3", "Nov 2024"),
        ("4", "2011"),
        ("5", "unknown"),
        ("6", "Dec 2025"),
    ):
        sitting.watched(entries(REAL, typed), times.past(when, EVENING))
    return sitting


@pytest.mark.parametrize(
    ("at", "when"),
    [
        ("2024-11", NOVEMBER),
        ("2011", YEAR),
        ("2024-11-20", DAY),
        ("2024-11-20T21:30:00+01:00", DAY),
        ("0001", PartialDate(1)),
        ("9999-12", PartialDate(9999, 12)),
        *((text, None) for text in ("", "soon", "2024-13", "2024-00", "2024-1", "0000", "201")),
        *((text, None) for text in ("2024-", "20241", "-2024", "２０２４", "2024-W4", "2024-11-")),
    ],
)
def test_dated(at: str, when: AnyDate | None) -> None:
    """A date is read as exact as it was written, and what is none is no date."""
    assert dated(at) == when
    assert evening(at) == (when if isinstance(when, date) else None)


@pytest.mark.parametrize(
    "when", [PartialDate(1), PartialDate(9999), PartialDate(9999, 12), UNKNOWN]
)
def test_the_ends_of_time(when: PartialDate) -> None:
    """The first and the last year that there is have a first and a last day, too."""
    assert when.first <= when.last


def test_order_and_extent() -> None:
    """A year stands before its months, a month before its days; neither tells of its days."""
    year = PartialDate(2024)
    december = PartialDate(2024, 12)
    ordered: list[AnyDate] = [YEAR, year, NOVEMBER, date(2024, 11, 1), DAY, december]
    mixed = ordered[3:] + ordered[:3]
    assert sorted(mixed, key=in_order) == ordered
    assert extent([DAY, NOVEMBER, year]) == (DAY, DAY)
    assert extent([YEAR, NOVEMBER, year]) == (YEAR, NOVEMBER)
    assert extent([]) == (None, None)


def test_it_is_shown_as_exact_as_it_is(lived: Session) -> None:
    """In the list, on the card, in the last time, in a pass that is read, and as JSON."""
    view = lived.view
    asides = [row(view, entry).aside for entry in view.guide.entries[:6]]
    assert asides == ["Nov 2024", "Nov 2024", "Nov 2024", "2011", "watched", "Dec 2025"]
    cards = [card(view, entry) for entry in view.guide.entries[:6]]
    states = [text for lines in cards for text, look in lines if look == "state"]
    assert states == [
        "✓ Watched 20 November 2024",
        *["✓ Watched in November 2024"] * 2,
        "✓ Watched in 2011",
        "✓ Watched",
        "✓ Watched in December 2025",
    ]
    assert recall(view, 80) == "Last time: in December 2025, episode 6"
    pages = [text.split("  ")[-1] for text, _ in pages_of(view.progress.current, REAL, 70)]
    dates = [text.strip() for text in pages[1:]]
    assert dates[:4] == ["20 Nov 2024", "Nov 2024", "Nov 2024", "2011"]
    listed = answers.order(view).data
    assert isinstance(listed, dict)
    assert isinstance(listed["entries"], list)
    at = [entry["at"] for entry in listed["entries"][:6] if isinstance(entry, dict)]
    assert at == ["2024-11-20", "2024-11", "2024-11", "2011", None, "2025-12"]
    said = reports.diary(view, view.progress.current).data
    assert isinstance(said, dict)
    assert isinstance(said["entries"], list)
    assert [entry["at"] for entry in said["entries"] if isinstance(entry, dict)] == at
    assert "Nov 2024" in answers.order(view).text


def test_it_is_counted_as_exact_as_it_is(lived: Session) -> None:
    """Every viewing counts; evenings, weeks and pace are of days that are known."""
    view, history = lived.view, lived.history()
    assert history.entries == 6
    assert [*history.evenings] == [DAY]
    assert {when: len(held) for when, held in history.without_day.items()} == {
        YEAR: 1,
        NOVEMBER: 2,
        PartialDate(2025, 12): 1,
    }
    named = dict(words.history(history, TODAY))
    assert named["On unknown days"] == "1 in 2011, 2 in November 2024, 1 in December 2025"
    [diary] = history.diaries
    assert (diary.first, diary.last, diary.length) == (YEAR, PartialDate(2025, 12), 0)
    assert (diary.walk, diary.without_day) == (((0, 1),), 5)
    assert "2011 to December 2025 · " in words.diary(diary)
    took = outlook.figures(view.progress)
    assert (took.entries, took.evenings) == (6, 1)
    assert words.figures(took)[1:] == ("2011 to December 2025", "1 evening")
    data = reports.stats(lived, "band").data
    assert isinstance(data, dict)
    assert data["without_day"] == [
        {"date": "2011", "entries": ["tv-04"]},
        {"date": "2024-11", "entries": ["tv-02", "tv-03"]},
        {"date": "2025-12", "entries": ["tv-06"]},
    ]


def test_a_plan_begins_today_after_a_month_without_a_day(tmp_path: Path) -> None:
    """What was watched this month on some day says nothing about this evening, nor of a pace."""
    sitting = session(tmp_path, REAL)
    sitting.watched(entries(REAL, "1-5"), PartialDate(TODAY.year, TODAY.month))
    made = plan.per_week(sitting.view.progress, TODAY, 7)
    assert made[0].day == TODAY
    assert outlook.done_on(sitting.view.progress, TODAY) is None
    assert words.figures(outlook.figures(sitting.view.progress))[1:] == ("all in November 2026",)


def test_a_date_can_be_taken_away_and_made_exact(tmp_path: Path) -> None:
    """What is unknown can be said, and said better later; each is a step of its own."""
    sitting = session(tmp_path, REAL)
    [first] = entries(REAL, "1")
    sitting.watched([first])
    assert sitting.redate(first, UNKNOWN).text == "Episode 1: watched on an unknown day"
    assert sitting.redate(first, NOVEMBER).text == "Episode 1: watched in November 2024"
    assert sitting.redate(first, NOVEMBER).text == "Episode 1: already watched in November 2024"
    assert sitting.redate(first, DAY).text == "Episode 1: watched 20 November 2024"
    ats = []
    for _ in range(3):
        ats.append(sitting.view.progress.marks["tv-01"].at)
        sitting.undo()
    assert ats == ["2024-11-20", "2024-11", ""]
    assert evening(sitting.view.progress.marks["tv-01"].at) == TODAY

"""Outlook: evenings, the last time, and what a pass took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import SMALL
from tracker.domain.journal import Fields, Journal, Json
from tracker.domain.outlook import Figures, evening, figures, last_time
from tracker.domain.progress import Progress, progress

SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)


def mark(entry: str, at: Json, do: str = "watched") -> Fields:
    """The fields of a mark in the small guide."""
    return {"guide": "small", "do": do, "entry": entry, "at": at}


def marked(*happened: Fields) -> Progress:
    """The progress of the small guide after those marks."""
    journal = Journal()
    for fields in happened:
        journal = journal.recorded([fields], ["00000000"])
    return progress(SMALL, journal.lived("small", ""))


@pytest.mark.parametrize(
    ("at", "when"),
    [
        ("2026-11-22T21:30:00+01:00", SUNDAY),
        ("2026-11-22T05:00:00+01:00", SUNDAY),
        ("2026-11-22T04:59:59+01:00", SATURDAY),
        ("2026-11-22T00:00:00-11:00", SATURDAY),
        ("2026-11-22T23:59:59+14:00", SUNDAY),
        ("2026-11-22T21:30", SUNDAY),
        ("2026-11-22 21:30Z", SUNDAY),
        ("2026-11-22", SUNDAY),
        ("0001-01-01", date.min),
        ("0001-01-01T05:00", date.min),
        ("9999-12-31", date.max),
        ("9999-12-31T23:59:59-14:00", date.max),
    ],
)
def test_evening(at: str, when: date) -> None:
    """What is watched before five belongs to the evening before, by the clock it was seen on."""
    assert evening(at) == when


@pytest.mark.parametrize(
    "at",
    [
        *("", "soon", "2026-13-01", "2026-02-29", "2026-11-22T25:00", "2026-11-22T21:30:00+99:00"),
        *(
            "0000-01-01",
            "0001-01-01T04:59:59",
            "10000-01-01",
            "\x00" * 12,
            "\ud800" * 12,
            "9" * 5000,
        ),
    ],
)
def test_no_evening(at: str) -> None:
    """What is no time, or lies before all time, has no evening."""
    assert evening(at) is None


@given(st.text() | st.datetimes().map(str) | st.text("0123456789-:T+Z.W \ud800", max_size=30))
@settings(deadline=None, max_examples=300)
def test_any_text_has_an_evening_or_none(at: str) -> None:
    """Whatever stands where a time should, it is an evening or it is passed over."""
    when = evening(at)
    assert when is None or type(when) is date


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ([], None),
        ([mark("tv-01", "junk")], None),
        ([mark("tv-01", "2026-11-22", "skipped")], None),
        ([mark("tv-01", "2026-11-22")], (SUNDAY, ["tv-01"], None)),
        ([mark("tv-02", SUNDAY.isoformat(), "stopped")], (SUNDAY, [], "tv-02")),
        (
            [mark("tv-02", "2026-11-22"), mark("tv-01", "2026-11-23T01:00")],
            (SUNDAY, ["tv-01", "tv-02"], None),
        ),
        (
            [mark("tv-01", "2026-11-22"), mark("tv-02", "2026-11-21")],
            (SUNDAY, ["tv-01"], None),
        ),
        (
            [mark("tv-01", "2026-11-21"), mark("tv-02", "2026-11-22", "skipped")],
            (SATURDAY, ["tv-01"], None),
        ),
        (
            [mark("tv-02", "2026-11-22", "stopped"), mark("tv-01", "2026-11-22", "stopped")],
            (SUNDAY, [], "tv-01"),
        ),
        (
            [mark("tv-01", "2026-11-21", "stopped"), mark("tv-02", "2026-11-22")],
            (SUNDAY, ["tv-02"], None),
        ),
        (
            [mark("tv-01", "2026-11-22", "stopped"), mark("tv-01", "2026-11-22")],
            (SUNDAY, ["tv-01"], None),
        ),
        ([mark("tv-01", None), mark("tv-03", "9999-12-31")], (date.max, ["tv-03"], None)),
    ],
)
def test_last_time(
    happened: Sequence[Fields], expected: tuple[date, list[str], str | None] | None
) -> None:
    """The last evening is the latest by date; it holds what was watched and what was stopped."""
    last = last_time(marked(*happened))
    found = last and (
        last.evening,
        [one.id for one in last.watched],
        last.stopped.id if last.stopped else None,
    )
    assert found == expected


@pytest.mark.parametrize(
    ("happened", "took"),
    [
        ([], Figures(0, 0, 0, None, None)),
        ([mark("tv-01", "junk")], Figures(1, 1440, 0, None, None)),
        ([mark("tv-03", "2026-11-22")], Figures(1, 1440, 1, SUNDAY, SUNDAY)),
        (
            [mark("tv-01", "2026-11-22", "stopped"), mark("tv-02", "2026-11-22", "skipped")],
            Figures(0, 0, 0, None, None),
        ),
        (
            [
                mark("ova-1", "2026-11-22"),
                mark("tv-01", "2026-11-21T23:00"),
                mark("tv-02", "2026-11-22T01:00"),
            ],
            Figures(3, 5880, 2, SATURDAY, SUNDAY),
        ),
    ],
)
def test_figures(happened: Sequence[Fields], took: Figures) -> None:
    """A pass took what was watched to the end, left-out entries too, on so many evenings."""
    assert figures(marked(*happened)) == took

"""Outlook: evenings, the last time, and what a pass took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import REAL, SMALL
from tracker.domain.dates import evening
from tracker.domain.guide import Guide
from tracker.domain.journal import Journal
from tracker.domain.outlook import Figures, done_on, figures, last_time
from tracker.domain.progress import Progress, progress
from tracker.domain.union import Fields, Json

SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)


def mark(entry: str, at: Json, do: str = "watched", position: int = 0) -> Fields:
    """The fields of a mark."""
    return {"do": do, "entry": entry, "at": at, "position": position}


def marked(*happened: Fields, guide: Guide = SMALL) -> Progress:
    """The progress of a guide after those marks."""
    journal = Journal()
    for fields in happened:
        journal = journal.recorded([{"guide": guide.id, **fields}], ["00000000"])
    return progress(guide, journal.lived(guide.id, ""))


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
        (
            [mark("tv-01", "2026-11-21"), mark("tv-02", "2026-11-23")],
            (SATURDAY, ["tv-01"], None),
        ),
        (
            [mark("tv-02", "2026-11-24"), mark("tv-01", "2026-11-23")],
            (SUNDAY + timedelta(days=1), ["tv-01"], None),
        ),
        ([mark("tv-01", None), mark("tv-03", "9999-12-31")], (date.max, ["tv-03"], None)),
    ],
)
def test_last_time(
    happened: Sequence[Fields], expected: tuple[date, list[str], str | None] | None
) -> None:
    """The last evening is the latest that is not in the future; with what it held."""
    last = last_time(marked(*happened), SUNDAY)
    found = last and (
        last.evening,
        [entry.id for entry in last.watched],
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


@pytest.mark.parametrize(
    ("happened", "done"),
    [
        # 50 minutes are left: over so many days, today among them or not, 48 were watched.
        ([mark("tv-01", "2026-11-21"), mark("tv-02", "2026-11-22")], date(2026, 11, 25)),
        ([mark("tv-01", "2026-11-20"), mark("tv-02", "2026-11-21")], date(2026, 11, 24)),
        ([mark("tv-01", "2026-11-20"), mark("tv-02", "2026-11-22")], date(2026, 11, 26)),
        ([mark("tv-01", "2026-11-19"), mark("tv-02", "2026-11-20")], date(2026, 11, 25)),
        ([mark("tv-02", "2026-11-22T21:00"), mark("tv-01", "2026-11-22T04:59")],
         date(2026, 11, 25)),
        # What the guide leaves out was watched all the same.
        ([mark("tv-01", "2026-11-21"), mark("tv-02", "2026-11-22"), mark("tv-03", "2026-11-22")],
         date(2026, 11, 24)),
        # What was seen of a stopped entry counts, but never more than there is of it.
        ([mark("tv-01", "2026-11-21"), mark("tv-02", "2026-11-22"),
          mark("ova-1", "2026-11-22", "stopped", 600)], date(2026, 11, 24)),
        ([mark("tv-01", "2026-11-20"), mark("tv-02", "2026-11-22", "stopped", 1700)],
         date(2026, 11, 26)),
        # So little is left that it takes no evening after the next.
        ([mark("tv-01", "2026-11-20"), mark("tv-02", "2026-11-21"),
          mark("ova-1", "2026-11-21", "stopped", 2900)], SUNDAY),
        ([mark("tv-01", "2026-11-20"), mark("tv-02", "2026-11-22"),
          mark("ova-1", "2026-11-22", "stopped", 2900)], date(2026, 11, 23)),
        # Without a date, skipped or still to come, a mark is no evening.
        ([mark("tv-01", "2026-11-21"), mark("ova-1", "2026-11-22"), mark("tv-02", "soon")], None),
        ([mark("tv-01", "2026-11-21"), mark("tv-02", "2026-11-22", "skipped")], None),
        ([mark("tv-01", "2026-11-22"), mark("tv-02", "2026-11-23")], None),
        ([], None),
        # One evening makes no pace.
        ([mark("tv-01", "2026-11-22"), mark("tv-02", "2026-11-22")], None),
        ([mark("tv-01", "2026-11-21")], None),
        # Four weeks ago says something, a day before that nothing.
        ([mark("tv-01", "2026-10-25"), mark("tv-02", "2026-11-22")], date(2026, 12, 23)),
        ([mark("tv-01", "2026-10-24"), mark("tv-02", "2026-11-22")], None),
        # Nothing is left.
        ([mark("tv-01", "2026-11-20"), mark("tv-02", "2026-11-21"), mark("ova-1", "2026-11-22")],
         None),
        ([mark("tv-01", "2026-11-21"), mark("tv-02", "2026-11-22"),
          mark("ova-1", "2026-11-22", "skipped")], None),
        # Nothing, or next to nothing, was seen of what was begun: ten years are no forecast.
        ([mark("tv-01", "2026-11-21", "stopped"), mark("tv-02", "2026-11-22", "stopped")], None),
        ([mark("tv-01", "2026-11-21", "stopped", 1), mark("tv-02", "2026-11-22", "stopped", 1)],
         None),
        ([mark("tv-01", "2026-11-21", "stopped", 1), mark("tv-02", "2026-11-22", "stopped", 3)],
         date(2034, 12, 8)),
    ],
)  # fmt: skip
def test_done_on(happened: Sequence[Fields], done: date | None) -> None:
    """The pace is what the last evenings saw over the days they took, and one makes none.

    Today counts as a day only once it has seen something, or is over.
    """
    assert done_on(marked(*happened), SUNDAY) == done


def test_the_pace_is_that_of_the_last_seven_evenings() -> None:
    """An evening before the last seven says nothing: 7 entries in 7 days leave 20 and 3 acts."""
    long_ago = [mark(f"tv-{number:02}", "2026-11-14") for number in range(1, 11)]
    since = [mark(f"tv-{number:02}", f"2026-11-{number + 4}") for number in range(11, 18)]
    now = marked(*long_ago, *since, guide=REAL)
    assert now.tally.left == (20 * 24 + 3 * 56) * 60
    assert done_on(now, SUNDAY) == date(2026, 12, 18)


def test_a_pause_slows_the_pace() -> None:
    """With every day that sees nothing the pace falls, until what was says nothing any more."""
    now = marked(mark("tv-01", "2026-11-20"), mark("tv-02", "2026-11-22"))
    found = [done_on(now, SUNDAY + timedelta(days=days)) for days in range(28)]
    known = [when for when in found if when]
    assert known == sorted(known)
    assert (len(known), len(set(known))) == (27, 26)
    assert found[27] is None


@given(
    st.dictionaries(
        st.sampled_from([entry.id for entry in REAL.entries]),
        st.tuples(
            st.integers(-3, 40), st.sampled_from(["watched", "stopped"]), st.integers(0, 4000)
        ),
        min_size=2,
    ),
    st.integers(0, 10**6),
)
def test_no_forecast_lies_behind(marks: dict[str, tuple[int, str, int]], more: int) -> None:
    """A pass is never done before today, nor sooner the more of it is left."""
    now = marked(
        *(
            mark(entry, str(SUNDAY - timedelta(days=back)), do, position)
            for entry, (back, do, position) in marks.items()
        ),
        guide=REAL,
    )
    slower = now._replace(tally=now.tally._replace(left=now.tally.left + more))
    soon, late = done_on(now, SUNDAY), done_on(slower, SUNDAY)
    for when in (soon, late):
        assert when is None or 0 <= (when - SUNDAY).days <= 3650
    assert not (soon and late) or soon <= late
    assert soon or not late or not now.tally.left

"""History: what was watched when, over all passes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import SMALL
from tracker.domain import words
from tracker.domain.history import History, Streak, Usual, history, monday, weeks_of
from tracker.domain.journal import Journal
from tracker.domain.passes import passes
from tracker.domain.union import Fields, Json

FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
DAY = timedelta(days=1)


def mark(entry: str, at: Json, do: str = "watched", number: int = 1) -> Fields:
    """The fields of a mark in a pass of the small guide."""
    return {"guide": "small", "do": do, "entry": entry, "at": at, "pass": number}


def said(entry: str, do: str, **what: Json) -> Fields:
    """The fields of a remark or a rating in the small guide."""
    return {"guide": "small", "do": do, "entry": entry} | {
        name.rstrip("_"): value for name, value in what.items()
    }


def lived(*happened: Fields) -> History:
    """The history of the small guide after all that."""
    journal = Journal()
    for fields in happened:
        journal = journal.recorded([fields], ["00000000"])
    return history(SMALL, passes(journal.lived("small", "")))


def watched_on(*days: date) -> History:
    """A history of so many evenings, an entry each, every one in a pass of its own."""
    return lived(
        *(mark("tv-01", day.isoformat(), number=number) for number, day in enumerate(days, 1))
    )


def test_nothing() -> None:
    """Where nothing was watched there is one empty pass, and neither evening nor streak."""
    nothing = lived()
    assert (nothing.evenings, nothing.entries, nothing.seconds) == ({}, 0, 0)
    assert (nothing.longest, nothing.streak, nothing.usual) == (None, None, Usual(None, None))
    assert [(diary.number, diary.length, diary.walk, diary.done) for diary in nothing.diaries] == [
        (1, 0, (), False)
    ]
    assert (nothing.current_streak(SUNDAY), nothing.since_last(SUNDAY)) == (0, None)
    assert (nothing.weeks, nothing.fullest, nothing.given.latest) == ({}, 0, {})


def test_evenings() -> None:
    """An evening holds what every pass watched on it, in the order of the guide; days in order."""
    found = lived(
        mark("ova-1", "2026-11-23T01:00"),
        mark("tv-02", "2026-11-22"),
        mark("tv-03", "2026-11-20T23:00"),
        mark("tv-02", "2026-11-22T20:00", number=2),
        mark("tv-01", "2026-11-22T21:00", number=2),
    ).evenings
    assert [(day, evening.day) for day, evening in found.items()] == [
        (FRIDAY, FRIDAY),
        (SUNDAY, SUNDAY),
    ]
    assert [[entry.id for entry in evening.entries] for evening in found.values()] == [
        ["tv-03"],
        ["tv-01", "tv-02", "tv-02", "ova-1"],
    ]
    assert [evening.seconds for evening in found.values()] == [24 * 60, (3 * 24 + 50) * 60]


@pytest.mark.parametrize(
    ("happened", "total", "evenings"),
    [
        ([mark("tv-01", "2026-11-22")], (1, 1440), 1),
        ([mark("tv-01", None)], (1, 1440), 0),
        ([mark("tv-01", "junk"), mark("ova-1", "2026-11-22")], (2, 4440), 1),
        ([mark("tv-01", "2026-11-22"), mark("tv-01", None, number=2)], (2, 2880), 1),
        ([mark("tv-01", "2026-11-22"), mark("tv-01", "2026-11-21")], (1, 1440), 1),
        ([mark("tv-01", "2026-11-22", "stopped")], (0, 0), 0),
        ([mark("tv-01", "2026-11-22", "skipped")], (0, 0), 0),
        ([mark("tv-01", "2026-11-21"), mark("tv-01", "2026-11-22", "stopped")], (1, 1440), 1),
        ([mark("tv-03", "2026-11-22")], (1, 1440), 1),
        ([mark("tv-99", "2026-11-22"), mark("tv-01", "2026-11-21")], (1, 1440), 1),
        ([mark("tv-99", "2026-11-22")], (0, 0), 0),
    ],
)
def test_totals(happened: Sequence[Fields], total: tuple[int, int], evenings: int) -> None:
    """All of the guide that was watched to its end counts, once in each pass, with date or not."""
    found = lived(*happened)
    assert (found.entries, found.seconds) == total
    assert len(found.evenings) == evenings


def test_what_was_cleared_was_never_watched() -> None:
    """A mark that was taken back is in no figure."""
    found = lived(
        mark("tv-01", "2026-11-22"),
        {**mark("tv-01", None, "cleared"), "clears": ["00000001-00000000"]},
    )
    assert found == lived()


@pytest.mark.parametrize(
    ("happened", "day"),
    [
        ([mark("tv-01", "2026-11-20"), mark("tv-02", "2026-11-22")], FRIDAY),
        ([mark("tv-02", "2026-11-22"), mark("tv-01", "2026-11-20")], FRIDAY),
        (
            [
                mark("tv-01", "2026-11-20"),
                mark("tv-02", "2026-11-20"),
                mark("ova-1", "2026-11-22"),
            ],
            SUNDAY,
        ),
        (
            [
                mark("ova-1", "2026-11-20"),
                mark("tv-01", "2026-11-22"),
                mark("tv-01", "2026-11-22", number=2),
                mark("tv-01", "2026-11-22", number=3),
            ],
            SUNDAY,
        ),
    ],
)
def test_the_longest_evening(happened: Sequence[Fields], day: date) -> None:
    """The longest evening is that of most time, however many entries; of equals the earliest."""
    longest = lived(*happened).longest
    assert longest
    assert longest.day == day


@pytest.mark.parametrize(
    ("days", "streak"),
    [
        ([FRIDAY], Streak(1, FRIDAY)),
        ([FRIDAY, FRIDAY], Streak(1, FRIDAY)),
        ([FRIDAY, SUNDAY], Streak(1, SUNDAY)),
        ([SUNDAY, SATURDAY, FRIDAY], Streak(3, SUNDAY)),
        ([FRIDAY, SATURDAY, SUNDAY + DAY], Streak(2, SATURDAY)),
        ([FRIDAY, SATURDAY, SUNDAY + DAY, SUNDAY + 2 * DAY], Streak(2, SUNDAY + 2 * DAY)),
        ([date(2026, 12, 31), date(2027, 1, 1)], Streak(2, date(2027, 1, 1))),
        ([date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)], Streak(3, date(2028, 3, 1))),
    ],
)
def test_the_longest_streak(days: Sequence[date], streak: Streak) -> None:
    """The longest streak has no day without an evening; of equals it is the latest."""
    assert watched_on(*days).streak == streak


@pytest.mark.parametrize(
    ("days", "length"),
    [
        ([], 0),
        ([SUNDAY], 1),
        ([SATURDAY], 1),
        ([FRIDAY], 0),
        ([FRIDAY, SATURDAY], 2),
        ([FRIDAY, SATURDAY, SUNDAY], 3),
        ([FRIDAY, SUNDAY], 1),
        ([FRIDAY - DAY, FRIDAY], 0),
        ([SUNDAY + DAY], 0),
        ([SATURDAY, SUNDAY, SUNDAY + DAY], 2),
    ],
)
def test_the_current_streak(days: Sequence[date], length: int) -> None:
    """A streak goes on while today is not over, and ends with the first whole day missed."""
    assert watched_on(*days).current_streak(SUNDAY) == length


@given(st.sets(st.dates(FRIDAY, FRIDAY + 30 * DAY), min_size=1))
def test_no_streak_was_longer_than_the_longest(days: set[date]) -> None:
    """The longest streak is the longest that ever was the current one."""
    found = watched_on(*days)
    assert found.streak
    assert found.streak.days == max(found.current_streak(day) for day in days)
    assert found.streak.days == found.current_streak(found.streak.last)


@pytest.mark.parametrize(
    ("days", "since"),
    [
        ([SUNDAY], 0),
        ([SATURDAY], 1),
        ([FRIDAY, date(2025, 11, 22)], 2),
        ([date(2025, 11, 22)], 365),
        ([FRIDAY, SUNDAY + DAY], 2),
        ([SUNDAY + DAY], None),
    ],
)
def test_since_the_last_evening(days: Sequence[date], since: int | None) -> None:
    """Counted are the days since the latest evening that was; one to come was not."""
    assert watched_on(*days).since_last(SUNDAY) == since


@pytest.mark.parametrize(
    ("days", "weekday"),
    [
        ([SATURDAY], 5),
        ([SATURDAY, SUNDAY], None),
        ([SATURDAY, SUNDAY, SATURDAY - 7 * DAY], 5),
        ([SATURDAY, SUNDAY, SATURDAY - 7 * DAY, SUNDAY - 7 * DAY], None),
        ([SATURDAY, SUNDAY, SUNDAY, SUNDAY], None),
        ([FRIDAY, SATURDAY, SUNDAY, FRIDAY + 3 * DAY, FRIDAY + 10 * DAY], 0),
    ],
)
def test_the_usual_weekday(days: Sequence[date], weekday: int | None) -> None:
    """A weekday is the usual one when it has more evenings than any other, however full."""
    assert watched_on(*days).usual.weekday == weekday


@pytest.mark.parametrize(
    ("times", "minute"),
    [
        (["2026-11-22T21:30:59"], 21 * 60 + 30),
        (["2026-11-22T21:30:00+14:00"], 21 * 60 + 30),
        (["2026-11-22 21:30Z"], 21 * 60 + 30),
        (["2026-11-22T05:00"], 5 * 60),
        (["2026-11-22T00:00"], 24 * 60),
        (["2026-11-22T04:59"], 28 * 60 + 59),
        (["2026-11-22"], None),
        (["20261122"], None),
        (["junk", ""], None),
        (["2026-11-22", "2026-11-22T20:00"], 20 * 60),
        (["2026-11-22T09:00", "2026-11-22T21:00", "2026-11-23T00:30"], 21 * 60),
        (["2026-11-23T00:10", "2026-11-22T23:50", "2026-11-22T23:40"], 23 * 60 + 50),
    ],
)
def test_the_usual_time(times: Sequence[str], minute: int | None) -> None:
    """The usual time is the middle of all, by the clock it was seen on; midnight ends no evening.

    A date alone says nothing about it.
    """
    marks = [mark("tv-01", at, number=number) for number, at in enumerate(times, 1)]
    assert lived(*marks).usual.minute == minute


def test_a_week_runs_from_monday_to_sunday() -> None:
    """In a week counts every entry of its seven evenings, and none of the day before or after."""
    monday = date(2026, 11, 16)
    found = lived(
        mark("tv-01", "2026-11-15"),
        mark("tv-01", "2026-11-16", number=2),
        mark("tv-02", "2026-11-16", number=2),
        mark("tv-01", "2026-11-23T04:59", number=3),
        mark("tv-01", "2026-11-23", number=4),
    )
    weeks = [found.weeks.get(monday + week * 7 * DAY) for week in (-2, -1, 0, 1, 2)]
    assert weeks == [None, 1, 3, 1, None]


def test_diaries() -> None:
    """Each pass has its own figures, and none of another's."""
    first, second = lived(
        mark("tv-02", "2026-11-20"),
        mark("tv-01", "2026-11-20"),
        mark("tv-03", None),
        mark("ova-1", "2026-11-23T02:00"),
        said("tv-01", "remarked", text="Good."),
        said("ova-1", "remarked", text="Better."),
        said("ova-1", "rated", rating=9),
        said("tv-01", "rated", rating=7),
        mark("tv-01", "2026-11-22", number=2),
        mark("tv-02", "2026-11-22", "stopped", number=2),
    ).diaries
    assert (first.number, first.entries, first.seconds) == (1, 4, (3 * 24 + 50) * 60)
    assert (first.first, first.last, first.length) == (FRIDAY, SUNDAY, 3)
    assert (first.remarks, first.ratings, first.done) == (2, {"ova-1": 9, "tv-01": 7}, True)
    assert first.walk == ((0, 2), (2, 3))
    assert {day: [at.id for at in held] for day, held in first.evenings.items()} == {
        FRIDAY: ["tv-01", "tv-02"],
        SUNDAY: ["ova-1"],
    }
    assert (first.without_day, second.without_day) == (1, 0)
    assert (second.number, second.entries, second.seconds) == (2, 1, 1440)
    assert (second.first, second.last, second.length) == (SUNDAY, SUNDAY, 1)
    assert (second.remarks, second.ratings, second.done) == (0, {}, False)
    assert second.walk == ((0, 1),)


@pytest.mark.parametrize(
    ("last", "done"),
    [
        (mark("ova-1", None), True),
        (mark("ova-1", None, "skipped"), False),
        (mark("ova-1", None, "stopped"), False),
        (mark("tv-03", None), False),
        (mark("ova-1", None, number=2), False),
    ],
)
def test_a_pass_is_done(last: Fields, done: bool) -> None:  # noqa: FBT001  # a column of the table
    """A pass is done when nothing is open in it and the last that counts was watched."""
    found = lived(mark("tv-01", None), mark("tv-02", None), last)
    assert found.diaries[0].done is done


def test_a_pass_without_dates() -> None:
    """What was watched without a date has figures, but no days."""
    (only,) = lived(mark("tv-01", None), mark("tv-02", "soon")).diaries
    assert (only.entries, only.first, only.last, only.length, only.walk) == (2, None, None, 0, ())


def test_an_entry_the_guide_no_longer_has_is_no_evening() -> None:
    """What the guide knows no more is on no evening, in no total and in no walk."""
    found = lived(mark("tv-99", "2026-11-20"), mark("tv-01", "2026-11-22"))
    (only,) = found.diaries
    assert list(found.evenings) == [SUNDAY]
    assert (only.entries, only.seconds, only.walk) == (1, 1440, ((0, 1),))
    assert (found.entries, found.longest) == (1, found.evenings[SUNDAY])


def test_the_ends_of_time() -> None:
    """The first and the last day there can be are days like others."""
    found = lived(mark("tv-01", "9999-12-31"), mark("tv-02", "0001-01-01"))
    (only,) = found.diaries
    assert list(found.evenings) == [date.min, date.max]
    assert found.streak == Streak(1, date.max)
    assert (only.length, only.walk) == (3_652_059, ((0, 1), (3_652_058, 2)))
    assert found.weeks[date.min] == 1
    assert [*weeks_of(only, SUNDAY)][1] == 521_721
    assert (found.current_streak(date.max), found.since_last(date.max)) == (1, 0)
    assert found.since_last(SUNDAY) == (SUNDAY - date.min).days


@given(
    st.lists(
        st.builds(
            mark,
            st.sampled_from([*(entry.id for entry in SMALL.entries), "tv-99"]),
            st.dates(FRIDAY, FRIDAY + 9 * DAY).map(str) | st.none(),
            st.sampled_from(["watched", "watched", "stopped", "skipped"]),
            st.integers(1, 3),
        ),
        max_size=20,
    )
)
def test_the_figures_agree(happened: Sequence[Fields]) -> None:
    """Whatever happened, the passes and the whole have the same totals, and so have the weeks."""
    found = lived(*happened)
    dated = sum(len(evening.entries) for evening in found.evenings.values())
    assert found.entries == sum(diary.entries for diary in found.diaries)
    assert found.seconds == sum(diary.seconds for diary in found.diaries)
    assert dated == sum(found.weeks.values())
    assert dated == sum(diary.walk[-1][1] for diary in found.diaries if diary.walk) <= found.entries


@pytest.mark.parametrize(
    ("evenings", "until", "weeks"),
    [
        ([SUNDAY], SUNDAY, ["16 Nov"]),
        ([FRIDAY, SUNDAY], SUNDAY, ["16 Nov"]),
        ([SUNDAY], SUNDAY + 2 * DAY, ["16 Nov", "23 Nov"]),
        ([SUNDAY], SUNDAY + 22 * DAY, ["16 Nov", 3, "14 Dec"]),
        ([SUNDAY], SUNDAY + 15 * DAY, ["16 Nov", "23 Nov", "30 Nov", "7 Dec"]),
        ([SUNDAY, SUNDAY + 21 * DAY], SUNDAY, ["16 Nov", "23 Nov", "30 Nov", "7 Dec"]),
        ([SUNDAY, SUNDAY + 29 * DAY], SUNDAY, ["16 Nov", 4, "21 Dec"]),
        ([SUNDAY, SUNDAY + 50 * DAY], SUNDAY, ["16 Nov", 7, "11 Jan"]),
        ([], SUNDAY, []),
    ],
)
def test_the_weeks_of_a_pass(
    evenings: Sequence[date], until: date, weeks: Sequence[str | int]
) -> None:
    """Each week stands, to the last evening or a later day; three or more empty ones are a number.

    Weeks run on over the end of a year.
    """
    marks = zip(("tv-01", "tv-02"), evenings, strict=False)
    (only,) = lived(*(mark(entry, day.isoformat()) for entry, day in marks)).diaries
    found = [*weeks_of(only, until)]
    assert [words.short_day(at) if isinstance(at, date) else at for at in found] == weeks
    assert all(at == monday(at) for at in found if isinstance(at, date))


def test_the_fullest_evening() -> None:
    """The fullest evening is that of most entries, of all passes together."""
    found = lived(
        mark("ova-1", "2026-11-20"),
        mark("tv-01", "2026-11-22"),
        mark("tv-01", "2026-11-22", number=2),
    )
    assert found.fullest == 2


def test_what_was_given() -> None:
    """What this pass gave stands over what the last rated one did; the rest is of that one."""
    given = lived(
        said("tv-01", "rated", rating=3, pass_=1),
        said("tv-01", "rated", rating=7, pass_=2),
        said("tv-02", "rated", rating=9, pass_=2),
        said("tv-03", "rated", rating=8, pass_=2),
        mark("tv-02", "2026-11-20", number=3),
        said("tv-01", "rated", rating=5, pass_=4),
        said("tv-03", "rated", rating=8, pass_=4),
    ).given
    assert (given.number, given.earlier) == (4, 2)
    assert given.latest == {"tv-01": 5, "tv-02": 9, "tv-03": 8}
    assert (given.best, given.otherwise) == (9, ("tv-01",))


def test_what_was_given_in_one_pass() -> None:
    """In a first pass there is nothing before it; where nothing was rated, there is nothing."""
    given = lived(said("tv-01", "rated", rating=3)).given
    assert (given.number, given.earlier, given.latest) == (1, 0, {"tv-01": 3})
    nothing = lived().given
    assert (nothing.best, nothing.otherwise) == (0, ())

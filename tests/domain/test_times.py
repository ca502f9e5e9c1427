"""Dates and times as the viewer types them, for what was and for what will be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import EVENING
from tracker.domain import times, words
from tracker.domain.asked import NotUnderstood, quoted
from tracker.domain.dates import UNKNOWN, PartialDate, When, dated, evening
from tracker.domain.words import WEEKDAYS, clean

PIECES = """1 12 38 0 007 ٣ １ ova tv Act III I - – .. : 21:30 ago days 2 a weeks hours yesterday
last night Tuesday today 2026-11-20 2026 T +01:00 +14:00 Z W47 9999 0001-01-01 é ß"""
TYPED = st.text() | st.lists(
    st.sampled_from([*PIECES.split(), " ", "\x1b[31m", "\n", "\u202e", "\x00", "\ud800"])
).map("".join)
"""Anything, and above all what nearly means something."""
some = settings(deadline=None, max_examples=400)


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A time in that month of 2026 without a zone, as the viewer's clock shows it."""
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001  # a time without zone is meant


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("1970-01-01", date(1970, 1, 1)),
        ("2026-11-22", date(2026, 11, 22)),
        ("2026-11-20 21:30", local(20, 21, 30)),
        ("2026-11-20T21:30", local(20, 21, 30)),
        ("2026-11-20 21:30+01:00", local(20, 21, 30).replace(tzinfo=EVENING.tzinfo)),
        ("2026-11-22 20:30Z", local(22, 20, 30).replace(tzinfo=UTC)),
        ("21:30", local(22, 21, 30)),
        ("21:31", local(21, 21, 31)),
        ("9:05", local(22, 9, 5)),
        ("00:00", local(22, 0)),
        ("23:59", local(21, 23, 59)),
        ("today", local(22, 21, 30)),
        ("today 20:00", local(22, 20)),
        ("yesterday", date(2026, 11, 21)),
        ("yesterday 23:30", local(21, 23, 30)),
        ("yesterday 02:30", local(21, 2, 30)),
        ("last night", date(2026, 11, 21)),
        ("  Last   NIGHT  ", date(2026, 11, 21)),
        ("last night 23:30", local(21, 23, 30)),
        ("last night 04:59", local(22, 4, 59)),
        ("last night 05:00", local(21, 5)),
        ("Tuesday", date(2026, 11, 17)),
        ("SATURDAY 22:00", local(21, 22)),
        ("sunday", date(2026, 11, 15)),
        ("sunday 20:00", local(15, 20)),
        ("0 days ago", date(2026, 11, 22)),
        ("1 day ago", date(2026, 11, 21)),
        ("2 days ago", date(2026, 11, 20)),
        ("three days ago", date(2026, 11, 19)),
        ("a week ago", date(2026, 11, 15)),
        ("52 weeks ago", date(2025, 11, 23)),
        ("an hour ago", local(22, 20, 30)),
        ("two hours ago", local(22, 19, 30)),
        ("22 hours ago", local(21, 23, 30)),
        ("90 minutes ago", local(22, 20)),
        ("now", local(22, 21, 30)),
        ("tonight", date(2026, 11, 22)),
        ("this evening", date(2026, 11, 22)),
        ("yesterday evening", date(2026, 11, 21)),
        ("9pm", local(22, 21)),
        ("9:45 PM", local(21, 21, 45)),
        ("12am", local(22, 0)),
        ("12 p.m.", local(22, 12)),
        ("yesterday at 9pm", local(21, 21)),
        ("9pm yesterday", local(21, 21)),
        ("last Tuesday", date(2026, 11, 17)),
        ("tue", date(2026, 11, 17)),
        ("last sunday", date(2026, 11, 15)),
        ("saturday night 1:00", local(22, 1)),
        ("20 Nov", date(2026, 11, 20)),
        ("20 November", date(2026, 11, 20)),
        ("22 nov", date(2026, 11, 22)),
        ("23 Nov", date(2025, 11, 23)),
        ("29 feb", date(2024, 2, 29)),
        ("November 20th", date(2026, 11, 20)),
        ("Nov 20, 2024", date(2024, 11, 20)),
        ("20.11.2026", date(2026, 11, 20)),
        ("20.11.", date(2026, 11, 20)),
        ("2026/11/20", date(2026, 11, 20)),
        ("20 Nov 21:30", local(20, 21, 30)),
        ("Tuesday 17 November 2026, 21:30", local(17, 21, 30)),
        ("Nov 2024", PartialDate(2024, 11)),
        ("in November 2024", PartialDate(2024, 11)),
        ("2024-11", PartialDate(2024, 11)),
        ("November", PartialDate(2026, 11)),
        ("december", PartialDate(2025, 12)),
        ("last month", PartialDate(2026, 10)),
        ("2 months ago", PartialDate(2026, 9)),
        ("11 months ago", PartialDate(2025, 12)),
        ("2011", PartialDate(2011)),
        ("last year", PartialDate(2025)),
        ("3 years ago", PartialDate(2023)),
        ("unknown", UNKNOWN),
        ("earlier", UNKNOWN),
        ("?", UNKNOWN),
    ],
)
def test_when(text: str, then: When) -> None:
    """A time may be said in many ways; without an hour it is a date alone."""
    found = times.past(text, EVENING.replace(microsecond=7))
    assert (found, type(found)) == (then, type(then))


@pytest.mark.parametrize("weekday", WEEKDAYS)
def test_a_weekday_is_the_last_one(weekday: str) -> None:
    """A weekday is one of the seven days before today."""
    then = times.past(weekday, EVENING)
    assert isinstance(then, date)
    assert WEEKDAYS[then.weekday()] == weekday
    assert then in [EVENING.date() - timedelta(days=back) for back in range(1, 8)]


def test_last_night_after_midnight() -> None:
    """Half past midnight last night belongs to the evening of yesterday."""
    then = times.past("last night 00:30", EVENING)
    assert evening(then.isoformat()) == times.past("last night", EVENING)


@pytest.mark.parametrize("text", ["21:31", "today", "2 hours ago", "yesterday 02:30", "Tuesday"])
@pytest.mark.parametrize("now", [local(22, 21, 30), local(29, 3, 10, 3), local(25, 2, 30, 10)])
def test_the_clock_on_the_wall_counts(text: str, now: datetime) -> None:
    """Summer time and zones change nothing: what counts is what the viewer's clock showed."""
    zones = [timezone(timedelta(minutes=minutes)) for minutes in (-660, -210, 0, 60, 120, 840)]
    assert len({times.past(text, now.replace(tzinfo=zone)) for zone in zones}) == 1


def test_a_time_alone_reaches_over_midnight() -> None:
    """Just after midnight, half past nine was yesterday."""
    midnight = EVENING.replace(hour=0, minute=10)
    assert times.past("21:30", midnight) == local(21, 21, 30)
    assert times.past("0:10", midnight) == local(22, 0, 10)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *((text, "is not a date or time; type 2026-11-20, 21:30, yesterday or 2 days ago")
          for text in ("", "soon", "2026-13-01", "2026-02-29", "\x1b]0;x\x07", "99")),
        ("yesterdy", "is not a date or time; did you mean yesterday?"),
        ("thuesday", "is not a date or time; did you mean tuesday?"),
        ("11/20/2026", "is ambiguous, day or month first; type 2026-11-20"),
        ("3/4/2026", "is ambiguous, day or month first; type 2026-03-04 or 2026-04-03"),
        ("3/4", "is ambiguous, day or month first; type 2026-03-04 or 2026-04-03"),
        ("99/99/2026", "is not a date"),
        *((text, "is still to come; nothing can have been watched then")
          for text in ("tomorrow", "next Friday", "in 2 weeks", "Dec 2026", "2027",
                       "2026-11-23", "today 21:31", "2026-11-22 21:31", "2026-11-22 21:31+01:00",
                       "2026-11-22 20:31Z", "9999-12-31", "9999-12-31T23:59-14:00")),
        *((text, "is before 1 January 1970; nothing can have been watched then")
          for text in ("1969-12-31", "0001-01-01", "1969-12-31 23:59", "0001-01-01T00:00+14:00",
                       "99999 weeks ago")),
    ],
)  # fmt: skip
def test_no_time(text: str, reason: str) -> None:
    """A time that is none, is to come or cannot be true is refused with the reason."""
    with pytest.raises(NotUnderstood) as error:
        times.past(text, EVENING)
    assert str(error.value) == f"“{clean(text)}” {reason}"


@pytest.mark.parametrize(
    "text", ["24:00", "21:60", "yesterday 25:00", "2 days", "ago", "13pm", "2011 21:30"]
)
def test_nearly_a_time(text: str) -> None:
    """What only looks like a time is none."""
    with pytest.raises(NotUnderstood, match="is not a date or time"):
        times.past(text, EVENING)


@pytest.mark.parametrize("text", ["20261120", "2026-W47-5"])
def test_every_date_alone_is_a_date(text: str) -> None:
    """A date written in another way of the standard is no midnight, but a date."""
    assert times.past(text, EVENING) == date(2026, 11, 20)


@pytest.mark.parametrize(("text", "entries"), [("1", 1), (" 7 ", 7), ("99", 99)])
def test_per_week(text: str, entries: int) -> None:
    """So many entries a week are a whole number from 1 to 99."""
    assert times.per_week(text) == entries


@pytest.mark.parametrize(
    "text", ["", "0", "100", "-1", "+1", "1.5", "７", "²", "all", "007", "9" * 5000]
)
def test_no_number_a_week(text: str) -> None:
    """What is no whole number from 1 to 99 is refused."""
    with pytest.raises(NotUnderstood) as error:
        times.per_week(text)
    said = quoted(text)
    assert str(error.value) == f"{said} is not a number of entries a week; type 1 to 99"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        (" 20261224 ", date(2026, 12, 24)),
        ("2026-11-22", date(2026, 11, 22)),
        ("9999-12-31", date(9999, 12, 31)),
        ("today", date(2026, 11, 22)),
        ("  TOMORROW ", date(2026, 11, 23)),
        ("Friday", date(2026, 11, 27)),
        ("monday", date(2026, 11, 23)),
        ("sunday", date(2026, 11, 29)),
        ("in 0 days", date(2026, 11, 22)),
        ("in 1 day", date(2026, 11, 23)),
        ("in a  week", date(2026, 11, 29)),
        ("in TWO weeks", date(2026, 12, 6)),
        ("in three days", date(2026, 11, 25)),
        ("in 365 days", date(2027, 11, 22)),
        ("24 December", date(2026, 12, 24)),
        ("24. dec", date(2026, 12, 24)),
        ("1 sept", date(2027, 9, 1)),
        ("22 november", date(2026, 11, 22)),
        ("21 November", date(2027, 11, 21)),
        ("5 may", date(2027, 5, 5)),
        ("5 mar", date(2027, 3, 5)),
        ("24 December 2030", date(2030, 12, 24)),
        ("22 November 2026", date(2026, 11, 22)),
        ("29 february 2028", date(2028, 2, 29)),
        ("now", date(2026, 11, 22)),
        ("tonight", date(2026, 11, 22)),
        ("9pm", date(2026, 11, 22)),
        ("next Friday", date(2026, 11, 27)),
        ("on Friday 27 November", date(2026, 11, 27)),
        ("Fri 27 Nov", date(2026, 11, 27)),
        ("Friday 20:00", date(2026, 11, 27)),
        ("24.12.2026", date(2026, 12, 24)),
        ("24.12.", date(2026, 12, 24)),
        ("Dec 24", date(2026, 12, 24)),
        ("Dec 2026", date(2026, 12, 31)),
        ("February", date(2027, 2, 28)),
        ("next month", date(2026, 12, 31)),
        ("2027", date(2027, 12, 31)),
        ("in a month", date(2026, 12, 22)),
        ("in 3 months", date(2027, 2, 22)),
    ],
)
def test_coming(text: str, day: date) -> None:
    """A day to come may be said in many ways; without a year it is the next of its name."""
    assert times.coming(text, EVENING.date()) == day


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2027, 12, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2028, 3, 1), date(2032, 2, 29)),
        (date(2096, 3, 1), date(2104, 2, 29)),
    ],
)
def test_a_leap_day_to_come(today: date, day: date) -> None:
    """The 29th of February is the next there is, however far."""
    assert times.coming("29 February", today) == day


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("5", 5),
        ("10 a week", 10),
        ("3 per Week", 3),
        ("Friday", date(2026, 11, 27)),
        ("20261224", date(2026, 12, 24)),
        ("2026-W52-4", date(2026, 12, 24)),
    ],
)
def test_plan(text: str, wish: date | int) -> None:
    """A plan is asked for by a day, or by so many entries a week."""
    assert times.plan(text, EVENING.date()) == wish


@pytest.mark.parametrize("weekday", WEEKDAYS)
def test_a_weekday_to_come_is_the_next_one(weekday: str) -> None:
    """A weekday to come is one of the seven days after today."""
    then = times.coming(weekday, EVENING.date())
    assert WEEKDAYS[then.weekday()] == weekday
    assert then in [EVENING.date() + timedelta(days=ahead) for ahead in range(1, 8)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *((text, "is not a date; type 2026-12-24, 24 December, Friday or in 2 weeks")
          for text in ("", "soon", "2026-13-01", "2026-11-31", "31 November", "30 feb 2027",
                       "24 de", "24 décembre", "in 10000 days", "in", "\x1b]0;x\x07",
                       "24 December 0000", "32 march")),
        ("fridy", "is not a date; did you mean friday?"),
        ("tomorow", "is not a date; did you mean tomorrow?"),
        *((text, "is in the past; give a day to come")
          for text in ("yesterday", "last Tuesday", "2 days ago", "2011", "Nov 2024",
                       "2026-11-21", "0001-01-01", "21 November 2026", "24 Dec 2025")),
    ],
)  # fmt: skip
def test_no_day_to_come(text: str, reason: str) -> None:
    """A day that is none, or is over, is refused with the reason."""
    with pytest.raises(NotUnderstood) as error:
        times.coming(text, EVENING.date())
    assert str(error.value) == f"“{clean(text)}” {reason}"


@pytest.mark.parametrize("text", ["Wednesday 17 November 2026", "Fri 24 Dec 2026"])
def test_a_weekday_has_to_be_right(text: str) -> None:
    """A date whose weekday is another's is a slip, in either direction."""
    with pytest.raises(NotUnderstood, match=r"2026 is a T[a-z]+, no"):
        times.past(text, EVENING)
    with pytest.raises(NotUnderstood, match=r"is a T[a-z]+, no"):
        times.coming(text, EVENING.date())


days = st.dates(date(1971, 1, 1), EVENING.date())


@given(days)
@some
def test_every_past_date_that_is_written_is_understood(day: date) -> None:
    """As the list, the card, the history and the files write a date, so it can be typed."""
    today = EVENING.date()
    month, year = PartialDate(day.year, day.month), PartialDate(day.year)
    for when in (day, month, year):
        for written in (
            *(words.full_date(when), words.short_full_date(when), when.isoformat()),
            *(words.on_date(when), words.day(when, today)),
        ):
            then = times.past(written, EVENING)
            assert then == when or (written == "today" and then == EVENING.replace(tzinfo=None))
    narrow = times.past(words.short_date(day, today), EVENING)
    assert narrow == (day if day.year == today.year else month)


@given(st.dates(EVENING.date() - timedelta(days=364), EVENING.date()))
@some
def test_a_day_without_a_year_is_the_last_of_its_name(day: date) -> None:
    """As the list writes it, whether it was this year or the year before."""
    assert times.past(words.short_day(day), EVENING) == day


@given(st.dates(EVENING.date(), date(2040, 1, 1)))
@some
def test_every_date_to_come_that_is_written_is_understood(day: date) -> None:
    """As a plan and a forecast write a date, so it can be asked for."""
    today = EVENING.date()
    assert times.coming(words.coming_day(day, today), today) == day
    assert times.coming(words.full_date(day), today) == day
    if day < today + timedelta(days=365):
        short = f"{WEEKDAYS[day.weekday()][:3]} {words.short_day(day)}"
        assert times.coming(short, today) == day


@given(days)
@some
def test_a_partial_date_reaches_from_its_first_to_its_last_day(day: date) -> None:
    """A month and a year hold each of their days, and no other."""
    for when in (PartialDate(day.year, day.month), PartialDate(day.year)):
        assert when.first <= day <= when.last
        for beyond in (when.first - timedelta(days=1), when.last + timedelta(days=1)):
            assert (beyond.year, beyond.month if when.month else 0) != when
        assert dated(when.isoformat()) == when
        assert evening(when.isoformat()) is None, "version 1.0.0 reads it as no date"


def understood(ask: object) -> None:
    """Check that a refusal is one harmless line."""
    message = str(ask)
    assert clean(message) == message
    assert 0 < len(message) < 200


@given(TYPED)
@some
def test_any_text_is_a_time_or_none(text: str) -> None:
    """Whatever is typed for a time, it lies in a past that can be true, or one line says why."""
    try:
        then = times.past(text, EVENING)
    except NotUnderstood as error:
        understood(error)
    else:
        assert then == UNKNOWN or then.year in range(1970, 2027)
        assert dated(then.isoformat()) or then == UNKNOWN


@given(TYPED)
@some
def test_any_text_is_a_day_to_come_or_none(text: str) -> None:
    """Whatever is typed for a day to come, it is not over, or one line says why not."""
    try:
        assert times.coming(text, EVENING.date()) >= EVENING.date()
    except NotUnderstood as error:
        understood(error)


@given(st.text("0123456789-+. ", max_size=8) | TYPED)
@some
def test_any_text_is_a_number_a_week_or_none(text: str) -> None:
    """Whatever is typed for a number a week, it is within bounds, or is refused."""
    try:
        assert times.per_week(text) in range(1, 100)
    except NotUnderstood as error:
        understood(error)

"""What the viewer typed: entries, ranges, positions, times, searches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import EVENING, REAL
from tracker.domain import asked
from tracker.domain.asked import NotUnderstood, When
from tracker.domain.dates import evening
from tracker.domain.words import WEEKDAYS, clean

OVA_3 = REAL.entry("ova-3")
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


def ids(texts: Sequence[str]) -> list[str]:
    """The ids of the entries so named."""
    return [entry.id for entry in asked.entries(REAL, texts)]


@pytest.mark.parametrize(
    ("text", "entry_id"),
    [
        ("12", "tv-12"),
        ("1", "tv-01"),
        ("01", "tv-01"),
        ("0012", "tv-12"),
        ("38", "tv-38"),
        ("10", "tv-10"),
        ("tv-12", "tv-12"),
        ("tv-1", "tv-01"),
        ("TV12", "tv-12"),
        (" tv 12 ", "tv-12"),
        ("Episode 12", "tv-12"),
        ("episode12", "tv-12"),
        ("ova-3", "ova-3"),
        ("ova3", "ova-3"),
        ("OVA 3", "ova-3"),
        ("Act III", "ova-3"),
        ("act iii", "ova-3"),
        ("１２", "tv-12"),
    ],
)
def test_entry(text: str, entry_id: str) -> None:
    """An entry may be called by its number, its id or its name, in any case."""
    assert asked.entry(REAL, text).id == entry_id


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("39", "no entry “39”; there are 1 to 38, ova-1 to ova-3"),
        ("0", "no entry “0”; there are 1 to 38, ova-1 to ova-3"),
        ("", "no entry “”; there are 1 to 38, ova-1 to ova-3"),
        ("100", "no entry “100”; there are 1 to 38, ova-1 to ova-3"),
        ("²", "no entry “²”; there are 1 to 38, ova-1 to ova-3"),
        ("ova-4", "no entry “ova-4”; did you mean ova-3?; there are 1 to 38, ova-1 to ova-3"),
        ("Act IV", "no entry “Act IV”; there are 1 to 38, ova-1 to ova-3"),
        ("\x1b[2J", "no entry “\ufffd[2J”; there are 1 to 38, ova-1 to ova-3"),
        ("x" * 50, f"no entry “{'x' * 39}…”; there are 1 to 38, ova-1 to ova-3"),
        ("x" * 40, f"no entry “{'x' * 40}”; there are 1 to 38, ova-1 to ova-3"),
    ],
)
def test_no_entry(text: str, message: str) -> None:
    """Who names no entry is told what was not understood, and what there is."""
    with pytest.raises(NotUnderstood) as error:
        asked.entry(REAL, text)
    assert str(error.value) == message


@pytest.mark.parametrize("text", ["1-2", "1 2", "12-", "-12"])
def test_an_entry_is_one(text: str) -> None:
    """A range, or half of one, is never taken for another entry."""
    with pytest.raises(NotUnderstood):
        asked.entry(REAL, text)


@pytest.mark.parametrize("text", ["9" * 5000, "tv-" + "9" * 5000, "1-" + "9" * 5000])
def test_no_number_is_too_long(text: str) -> None:
    """A number of any length is understood or refused like every other."""
    with pytest.raises(NotUnderstood, match="no entry"):
        asked.entries(REAL, [text])


@pytest.mark.parametrize(
    ("texts", "entry_ids"),
    [
        ([], []),
        (["3"], ["tv-03"]),
        (["1-3"], ["tv-01", "tv-02", "tv-03"]),
        (["1 - 3"], ["tv-01", "tv-02", "tv-03"]),
        (["1–3"], ["tv-01", "tv-02", "tv-03"]),
        (["1..3"], ["tv-01", "tv-02", "tv-03"]),
        ([" tv-01-tv-03 "], ["tv-01", "tv-02", "tv-03"]),
        (["tv-1-3"], ["tv-01", "tv-02", "tv-03"]),
        (["TV1-TV3"], ["tv-01", "tv-02", "tv-03"]),
        (["Episode 1-Episode 3"], ["tv-01", "tv-02", "tv-03"]),
        (["3-3"], ["tv-03"]),
        (["ova-1-3"], ["ova-1", "ova-2", "ova-3"]),
        (["ova2-ova3"], ["ova-2", "ova-3"]),
        (["37-ova-1"], ["tv-37", "ova-1"]),
        (["37-38"], ["tv-37", "tv-38"]),
        (["38-ova-1"], ["tv-38", "ova-1"]),
        (["38"], ["tv-38"]),
        (["36-ova-1", "38"], ["tv-36", "tv-37", "tv-38", "ova-1"]),
        (["ova-3", "2", "1-2"], ["tv-01", "tv-02", "ova-3"]),
    ],
)
def test_entries(texts: Sequence[str], entry_ids: Sequence[str]) -> None:
    """A range passes over what the guide leaves out; all come once, in the guide's order."""
    assert ids(texts) == entry_ids


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["3-1"], "“3-1” runs backwards: Episode 3 comes after Episode 1"),
        (["ova-1-tv-1"], "“ova-1-tv-1” runs backwards: Act I comes after Episode 1"),
        (["1", "39"], "no entry “39”; there are 1 to 38, ova-1 to ova-3"),
    ],
)
def test_no_entries(texts: Sequence[str], message: str) -> None:
    """Of several entries and ranges each must be understood."""
    with pytest.raises(NotUnderstood) as error:
        asked.entries(REAL, texts)
    assert str(error.value) == message


@pytest.mark.parametrize("text", ["1-39", "0-3", "ova-1-4", "1-ova-4", "39-40"])
def test_a_range_has_ends(text: str) -> None:
    """A range ends at entries that there are."""
    with pytest.raises(NotUnderstood, match="there are 1 to 38, ova-1 to ova-3"):
        asked.entries(REAL, [text])


@pytest.mark.parametrize("text", ["1-2-3", "1-", "-", "1-x", "12-14-", "-3"])
def test_half_a_range_is_none(text: str) -> None:
    """What is neither an entry nor a range marks nothing."""
    with pytest.raises(NotUnderstood):
        asked.entries(REAL, [text])


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("13:42", 822),
        (" 0:01 ", 1),
        ("13", 780),
        ("0:13:42", 822),
        ("61:00", 3660),
        ("1:01:00", 3660),
        ("61", 3660),
        ("060:05", 3605),
    ],
)
def test_stopped(text: str, seconds: int) -> None:
    """A position is minutes and seconds, with hours or without, or whole minutes."""
    assert asked.stopped(text, OVA_3) == seconds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *(
            (text, f"“{text}” is no position; type minutes and seconds, 13:42")
            for text in ("", "abc", "13:60", "13:4", "-5", "1:2:3:4", "1234", "13.5", "13:42 min")
        ),
        ("0", "at 0:00 nothing is watched yet; clear the entry instead"),
        ("00:00:00", "at 0:00 nothing is watched yet; clear the entry instead"),
        ("61:01", "Act III runs 56 minutes; it cannot be stopped at 1:01:01"),
        ("1:01:01", "Act III runs 56 minutes; it cannot be stopped at 1:01:01"),
        ("999", "Act III runs 56 minutes; it cannot be stopped at 16:39:00"),
    ],
)
def test_not_stopped(text: str, message: str) -> None:
    """A position lies after the beginning, and not far past the nominal end."""
    with pytest.raises(NotUnderstood) as error:
        asked.stopped(text, OVA_3)
    assert str(error.value) == message


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
    ],
)
def test_when(text: str, then: When) -> None:
    """A time may be said in many ways; without an hour it is a date alone."""
    found = asked.when(text, EVENING.replace(microsecond=7))
    assert (found, type(found)) == (then, type(then))


@pytest.mark.parametrize("weekday", WEEKDAYS)
def test_a_weekday_is_the_last_one(weekday: str) -> None:
    """A weekday is one of the seven days before today."""
    then = asked.when(weekday, EVENING)
    assert WEEKDAYS[then.weekday()] == weekday
    assert then in [EVENING.date() - timedelta(days=back) for back in range(1, 8)]


def test_last_night_after_midnight() -> None:
    """Half past midnight last night belongs to the evening of yesterday."""
    then = asked.when("last night 00:30", EVENING)
    assert evening(then.isoformat()) == asked.when("last night", EVENING)


@pytest.mark.parametrize("text", ["21:31", "today", "2 hours ago", "yesterday 02:30", "Tuesday"])
@pytest.mark.parametrize("now", [local(22, 21, 30), local(29, 3, 10, 3), local(25, 2, 30, 10)])
def test_the_clock_on_the_wall_counts(text: str, now: datetime) -> None:
    """Summer time and zones change nothing: what counts is what the viewer's clock showed."""
    zones = [timezone(timedelta(minutes=minutes)) for minutes in (-660, -210, 0, 60, 120, 840)]
    assert len({asked.when(text, now.replace(tzinfo=zone)) for zone in zones}) == 1


def test_a_time_alone_reaches_over_midnight() -> None:
    """Just after midnight, half past nine was yesterday."""
    midnight = EVENING.replace(hour=0, minute=10)
    assert asked.when("21:30", midnight) == local(21, 21, 30)
    assert asked.when("0:10", midnight) == local(22, 0, 10)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *((text, "is no time; type 2026-11-20, 21:30, yesterday or 2 days ago")
          for text in ("", "soon", "2026-13-01", "2026-02-29", "\x1b]0;x\x07", "99")),
        ("yesterdy", "is no time; did you mean yesterday?; type 2026-11-20, 21:30, yesterday "
         "or 2 days ago"),
        ("thuesday", "is no time; did you mean tuesday?; type 2026-11-20, 21:30, yesterday "
         "or 2 days ago"),
        *((text, "is still to come; nothing can have been watched then")
          for text in ("2026-11-23", "today 21:31", "2026-11-22 21:31", "2026-11-22 21:31+01:00",
                       "2026-11-22 20:31Z", "9999-12-31", "9999-12-31T23:59-14:00")),
        *((text, "is before 1 January 1970; nothing can have been watched then")
          for text in ("1969-12-31", "0001-01-01", "1969-12-31 23:59", "0001-01-01T00:00+14:00",
                       "99999 weeks ago")),
    ],
)  # fmt: skip
def test_no_time(text: str, reason: str) -> None:
    """A time that is none, is to come or cannot be true is refused with the reason."""
    with pytest.raises(NotUnderstood) as error:
        asked.when(text, EVENING)
    assert str(error.value) == f"“{clean(text)}” {reason}"


@pytest.mark.parametrize("text", ["24:00", "21:60", "yesterday 25:00", "2 days", "tomorrow", "ago"])
def test_nearly_a_time(text: str) -> None:
    """What only looks like a time is none."""
    with pytest.raises(NotUnderstood, match="is no time"):
        asked.when(text, EVENING)


@pytest.mark.parametrize("text", ["20261120", "2026-W47-5"])
def test_every_date_alone_is_a_date(text: str) -> None:
    """A date written in another way of the standard is no midnight, but a date."""
    assert asked.when(text, EVENING) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        (" \n\t\r\n ", ""),
        ("Good.", "Good."),
        ("\n\n  Good.  \nBetter.\t\r\n\r\nBest.\n\n", "  Good.\nBetter.\n\nBest."),
        ("蒼き流星 👩\u200d🚀", "蒼き流星 👩\u200d🚀"),
        ("a\x1b[2J\x00b\u202ec", "a\ufffd[2J\ufffdb\ufffdc"),
        ("a\x0bb\u2028c\x85d", "a\nb\nc\nd"),
        ("x" * 65_536, "x" * 65_536),
    ],
)
def test_remark(text: str, kept: str) -> None:
    """A remark keeps its lines, and nothing that is no text; empty lines around it go."""
    assert asked.remark(text) == kept


def test_a_remark_has_an_end() -> None:
    """A remark that is too long is refused, not cut."""
    with pytest.raises(NotUnderstood) as error:
        asked.remark("x" * 65_537)
    assert str(error.value) == "a remark holds at most 65,536 characters; this has 65,537"


@pytest.mark.parametrize(
    ("text", "of_ten"), [(str(number), number) for number in range(1, 11)] + [(" 8 ", 8), ("-", 0)]
)
def test_rating(text: str, of_ten: int) -> None:
    """A rating is a whole number from 1 to 10; a dash takes it away."""
    assert asked.rating(text) == of_ten


@pytest.mark.parametrize(
    "text",
    ["", "0", "11", "-1", "+1", "--", "7.5", "8/10", "²", "８", "٣", "ten", "0007", "9" * 5000],
)
def test_no_rating(text: str) -> None:
    """What is no whole number from 1 to 10 is no rating."""
    with pytest.raises(NotUnderstood) as error:
        asked.rating(text)
    assert str(error.value) == f"{asked.quoted(text)} is no rating; type 1 to 10, or - for none"


@pytest.mark.parametrize(("text", "entries"), [("1", 1), (" 7 ", 7), ("99", 99)])
def test_per_week(text: str, entries: int) -> None:
    """So many entries a week are a whole number from 1 to 99."""
    assert asked.per_week(text) == entries


@pytest.mark.parametrize(
    "text", ["", "0", "100", "-1", "+1", "1.5", "７", "²", "all", "007", "9" * 5000]
)
def test_no_number_a_week(text: str) -> None:
    """What is no whole number from 1 to 99 is refused."""
    with pytest.raises(NotUnderstood) as error:
        asked.per_week(text)
    said = asked.quoted(text)
    assert str(error.value) == f"{said} is no number of entries a week; type 1 to 99"


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
    ],
)
def test_coming(text: str, day: date) -> None:
    """A day to come may be said in many ways; without a year it is the next of its name."""
    assert asked.coming(text, EVENING.date()) == day


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
    assert asked.coming("29 February", today) == day


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
    assert asked.plan(text, EVENING.date()) == wish


@pytest.mark.parametrize("weekday", WEEKDAYS)
def test_a_weekday_to_come_is_the_next_one(weekday: str) -> None:
    """A weekday to come is one of the seven days after today."""
    then = asked.coming(weekday, EVENING.date())
    assert WEEKDAYS[then.weekday()] == weekday
    assert then in [EVENING.date() + timedelta(days=ahead) for ahead in range(1, 8)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *((text, "is no day to come; type 2026-12-24, 24 December, Friday or in 2 weeks")
          for text in ("", "soon", "2026-13-01", "2026-11-31", "31 November", "30 feb 2027",
                       "24 de", "24 décembre", "in 10000 days", "in", "\x1b]0;x\x07",
                       "24 December 0000", "32 march")),
        ("fridy", "is no day to come; did you mean friday?; type 2026-12-24, 24 December, Friday "
         "or in 2 weeks"),
        ("tomorow", "is no day to come; did you mean tomorrow?; type 2026-12-24, 24 December, "
         "Friday or in 2 weeks"),
        *((text, "is over; give a day to come")
          for text in ("2026-11-21", "0001-01-01", "21 November 2026", "24 Dec 2025")),
    ],
)  # fmt: skip
def test_no_day_to_come(text: str, reason: str) -> None:
    """A day that is none, or is over, is refused with the reason."""
    with pytest.raises(NotUnderstood) as error:
        asked.coming(text, EVENING.date())
    assert str(error.value) == f"“{clean(text)}” {reason}"


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("", ""),
        ("  ", ""),
        (" Ann ", "Ann"),
        ("蒼 👩\u200d🚀", "蒼 👩\u200d🚀"),
        ("x" * 80, "x" * 80),
    ],
)
def test_profile(name: str, known: str) -> None:
    """A profile may have any name of text; none at all is the owner's."""
    assert asked.profile(name) == known


@pytest.mark.parametrize("name", ["x" * 81, "a\tb", "a\nb", "\x1b[2J", "a\u202e", "\ud800", "\x00"])
def test_no_profile(name: str) -> None:
    """A profile's name is neither long nor anything but text."""
    with pytest.raises(NotUnderstood) as error:
        asked.profile(name)
    assert str(error.value) == "a profile's name is at most 80 characters, all of them text"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nxt", "; did you mean next?"),
        ("NEXT", "; did you mean next?"),
        ("lst", "; did you mean list?"),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_nearest(text: str, said: str) -> None:
    """A word that is nearly another is taken for a slip, and for nothing else."""
    assert asked.nearest(text, ["next", "list", "undo"]) == said


def understood(ask: object) -> None:
    """Check that a refusal is one harmless line."""
    message = str(ask)
    assert clean(message) == message
    assert 0 < len(message) < 200


@given(TYPED)
@some
def test_any_text_names_entries_or_none(text: str) -> None:
    """Whatever is typed for entries, it means some, or one line says why not."""
    try:
        assert asked.entries(REAL, [text])
    except NotUnderstood as error:
        understood(error)


@given(TYPED)
@some
def test_any_text_is_a_time_or_none(text: str) -> None:
    """Whatever is typed for a time, it lies in a past that can be true, or one line says why."""
    try:
        then = asked.when(text, EVENING)
    except NotUnderstood as error:
        understood(error)
    else:
        assert then.year in range(1970, 2027)
        assert evening(then.isoformat())


@given(TYPED)
@some
def test_any_text_is_a_position_or_none(text: str) -> None:
    """Whatever is typed for a position, it lies within the entry, or one line says why not."""
    try:
        assert 0 < asked.stopped(text, OVA_3) <= OVA_3.seconds + asked.SLACK
    except NotUnderstood as error:
        understood(error)


@given(TYPED)
@some
def test_any_text_is_a_day_to_come_or_none(text: str) -> None:
    """Whatever is typed for a day to come, it is not over, or one line says why not."""
    try:
        assert asked.coming(text, EVENING.date()) >= EVENING.date()
    except NotUnderstood as error:
        understood(error)


@given(st.text("0123456789-+. ", max_size=8) | TYPED)
@some
def test_any_text_is_a_rating_or_none(text: str) -> None:
    """Whatever is typed for a rating or a number a week, it is within bounds, or is refused."""
    try:
        assert asked.rating(text) in range(11)
    except NotUnderstood as error:
        understood(error)
    try:
        assert asked.per_week(text) in range(1, 100)
    except NotUnderstood as error:
        understood(error)


@given(TYPED)
@some
def test_any_text_is_a_remark(text: str) -> None:
    """Whatever is written is kept, harmless line by line, and the same when written again."""
    kept = asked.remark(text)
    assert all(clean(line) == line == line.rstrip() for line in kept.split("\n"))
    assert kept.strip("\n") == asked.remark(kept) == kept

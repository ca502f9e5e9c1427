"""Plans: which evening which entries, and the same as a calendar file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from tests.support import EVENING, REAL, SMALL
from tracker.domain import plan, words
from tracker.domain.guide import Guide
from tracker.domain.journal import Journal
from tracker.domain.plan import Plan
from tracker.domain.progress import Progress, progress
from tracker.domain.union import Fields, Json
from tracker.domain.words import clean
from tracker.formats import ics

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 23)
DAY = timedelta(days=1)

some = settings(max_examples=40)


def mark(entry: str, do: str = "watched", at: Json = None, position: int = 0) -> Fields:
    """The fields of a mark."""
    return {"do": do, "entry": entry, "at": at, "position": position}


def marked(*happened: Fields, guide: Guide = SMALL) -> Progress:
    """The progress of a guide after those marks."""
    journal = Journal()
    for fields in happened:
        journal = journal.recorded([{"guide": guide.id, **fields}], ["00000000"])
    return progress(guide, journal.lived(guide.id, ""))


def titled(*titles: str) -> Guide:
    """The small guide with other titles on its first entries."""
    renamed = [
        entry._replace(title=title) for entry, title in zip(SMALL.entries, titles, strict=False)
    ]
    return SMALL._replace(entries=(*renamed, *SMALL.entries[len(titles) :]))


def planned(found: Plan) -> list[tuple[int, list[str]]]:
    """A plan as the days from today and the ids of their entries."""
    return [
        ((evening.day - TODAY).days, [entry.id for entry in evening.entries]) for evening in found
    ]


def events(written: str) -> list[Event]:
    """The events of a calendar file, as a calendar program reads them."""
    return list(Calendar.from_ical(written).walk("VEVENT"))  # type: ignore[arg-type]  # only events


@st.composite
def passes(draw: st.DrawFn) -> Progress:
    """The real guide, with some of it watched, skipped or stopped before its end."""
    happened = []
    for entry in REAL.entries:
        do = draw(st.sampled_from(["", "", "", "watched", "skipped", "stopped"]))
        if do:
            position = draw(st.integers(1, entry.seconds - 1)) if do == "stopped" else 0
            at = draw(st.sampled_from([None, YESTERDAY.isoformat(), TODAY.isoformat()]))
            happened.append(mark(entry.id, do, at, position))
    return marked(*happened, guide=REAL)


def left(now: Progress, entry_id: str) -> int:
    """How many seconds of an entry are still to be watched."""
    stopped = now.marks.get(entry_id)
    return now.guide.entry(entry_id).seconds - (stopped.position if stopped else 0)


@pytest.mark.parametrize(
    ("happened", "last", "expected"),
    [
        ([], TODAY, [(0, ["tv-01", "tv-02", "ova-1"])]),
        ([], TOMORROW, [(0, ["tv-01", "tv-02"]), (1, ["ova-1"])]),
        ([], TODAY + 2 * DAY, [(0, ["tv-01"]), (1, ["tv-02"]), (2, ["ova-1"])]),
        ([], TODAY + 9 * DAY, [(1, ["tv-01"]), (3, ["tv-02"]), (7, ["ova-1"])]),
        ([mark("tv-01", at="2026-11-21")], TOMORROW, [(0, ["tv-02"]), (1, ["ova-1"])]),
        ([mark("tv-01", at="2026-11-22")], TODAY + 2 * DAY, [(1, ["tv-02"]), (2, ["ova-1"])]),
        ([mark("tv-01", at="2026-11-23T01:00")], TOMORROW, [(1, ["tv-02", "ova-1"])]),
        ([mark("tv-01", at="2026-11-22")], TODAY, [(0, ["tv-02", "ova-1"])]),
        ([mark("tv-01", "skipped", "2026-11-22")], TODAY, [(0, ["tv-02", "ova-1"])]),
        ([mark("tv-01", "skipped", "2026-11-22")], TOMORROW, [(0, ["tv-02"]), (1, ["ova-1"])]),
        ([mark("ova-1", "stopped", "2026-11-22", 60)], TOMORROW,
         [(1, ["tv-01", "tv-02", "ova-1"])]),
        ([mark("ova-1", "stopped", position=2400)], TOMORROW,
         [(0, ["tv-01"]), (1, ["tv-02", "ova-1"])]),
        ([mark("ova-1"), mark("tv-02")], TOMORROW, [(1, ["tv-01"])]),
        ([mark("ova-1", "stopped", position=3000)], TOMORROW,
         [(0, ["tv-01"]), (1, ["tv-02", "ova-1"])]),
        ([mark("tv-01"), mark("tv-02"), mark("ova-1")], TOMORROW, []),
        ([mark("tv-01"), mark("tv-02"), mark("ova-1", "skipped")], TOMORROW, []),
    ],
)  # fmt: skip
def test_by(
    happened: Sequence[Fields], last: date, expected: Sequence[tuple[int, list[str]]]
) -> None:
    """What is left is spread over the evenings up to a day, by running time.

    An evening that has seen something is over, unless it is the last one there is.
    """
    assert planned(plan.by(marked(*happened), TODAY, last)) == expected


@given(passes(), st.integers(0, 400))
@some
def test_by_any_day(now: Progress, ahead: int) -> None:
    """Each open entry is planned once, in order, on a day that there is, and for what is left."""
    found = plan.by(now, TODAY, TODAY + ahead * DAY)
    entries = [entry for evening in found for entry in evening.entries]
    assert entries == [entry for entry in REAL.entries if now.is_open(entry)]
    days = [evening.day for evening in found]
    assert days == sorted(set(days))
    assert all(TODAY <= day <= TODAY + ahead * DAY for day in days)
    assert [evening.seconds for evening in found] == [
        sum(left(now, entry.id) for entry in evening.entries) for evening in found
    ]
    assert sum(evening.seconds for evening in found) == now.tally.left


@given(passes(), st.integers(1, 60))
@some
def test_by_is_balanced(now: Progress, ahead: int) -> None:
    """By the end of each evening, what was planned is at most half an entry off its share.

    No evening is off the average by more than an entry.
    """
    found = plan.by(now, TODAY, TODAY + ahead * DAY)
    seen_today = any(mark.do != "skipped" and mark.at == str(TODAY) for mark in now.marks.values())
    first = TODAY + seen_today * DAY
    days = ahead + 1 - seen_today
    total = now.tally.left
    longest = max(
        (left(now, entry.id) for evening in found for entry in evening.entries), default=0
    )
    reached = accumulate(evening.seconds for evening in found)
    for evening, so_far in zip(found, reached, strict=True):
        over = (evening.day - first).days + 1
        assert 1 <= over <= days
        assert 2 * abs(so_far * days - total * over) <= longest * days
        assert abs(evening.seconds * days - total) <= longest * days


@pytest.mark.parametrize(
    ("happened", "entries", "expected"),
    [
        ([], 7, [(0, ["tv-01"]), (1, ["tv-02"]), (2, ["ova-1"])]),
        ([], 1, [(0, ["tv-01"]), (7, ["tv-02"]), (14, ["ova-1"])]),
        ([], 2, [(0, ["tv-01"]), (3, ["tv-02"]), (7, ["ova-1"])]),
        ([], 14, [(0, ["tv-01", "tv-02"]), (1, ["ova-1"])]),
        ([], 99, [(0, ["tv-01", "tv-02", "ova-1"])]),
        ([mark("tv-01", at="2026-11-21")], 7, [(0, ["tv-02"]), (1, ["ova-1"])]),
        ([mark("tv-01", at="2026-11-22")], 7, [(1, ["tv-02"]), (2, ["ova-1"])]),
        ([mark("tv-01"), mark("tv-02", "skipped"), mark("ova-1")], 7, []),
    ],
)
def test_per_week(
    happened: Sequence[Fields], entries: int, expected: Sequence[tuple[int, list[str]]]
) -> None:
    """So many entries come in seven evenings; the first comes at once."""
    assert planned(plan.per_week(marked(*happened), TODAY, entries)) == expected


@given(passes(), st.integers(1, 99))
@some
def test_any_per_week(now: Progress, entries: int) -> None:
    """No seven evenings from the first have more entries than asked for; only the last have less.

    Each open entry is planned once, in order.
    """
    found = plan.per_week(now, TODAY, entries)
    assert [entry for evening in found for entry in evening.entries] == [
        entry for entry in REAL.entries if now.is_open(entry)
    ]
    weeks: dict[int, int] = {}
    for evening in found:
        week = (evening.day - found[0].day).days // 7
        weeks[week] = weeks.get(week, 0) + len(evening.entries)
    assert all(here < there for here, there in pairwise(evening.day for evening in found))
    assert all(many == entries for many in list(weeks.values())[:-1])
    assert all(many <= entries for many in weeks.values())


@pytest.mark.parametrize(
    ("happened", "milestones"),
    [
        ([], ["on to part one", "", "on to part two, the last evening"]),
        ([mark("tv-01")], ["", "on to part two, the last evening"]),
        ([mark("tv-02")], ["", "on to part two, the last evening"]),
        ([mark("tv-01"), mark("tv-02")], ["on to part two, the last evening"]),
        ([mark("tv-01"), mark("tv-02"), mark("tv-03")], ["the last evening"]),
        ([mark("tv-01"), mark("ova-1", "stopped", position=60)], ["", "the last evening"]),
        ([mark("ova-1", "skipped")], ["on to part one", "the last evening"]),
    ],
)
def test_milestones(happened: Sequence[Fields], milestones: Sequence[str]) -> None:
    """An evening says which part begins that was not begun yet, and that it is the last."""
    found = plan.per_week(marked(*happened), TODAY, 7)
    assert [words.milestone(evening) for evening in found] == milestones


def test_several_parts_on_one_evening() -> None:
    """All parts that begin on one evening are named, in order."""
    (only,) = plan.by(marked(), TODAY, TODAY)
    assert words.milestone(only) == "on to part one, on to part two, the last evening"


@pytest.mark.parametrize(
    ("entry_id", "line"),
    [("tv-01", "Episode 1 · Alpha · 24 min"), ("ova-1", "Act I · Delta · 50 min")],
)
def test_entry_line(entry_id: str, line: str) -> None:
    """An entry in one line has its name, its title and its length."""
    assert words.line(SMALL.entry(entry_id)) == line


def test_a_title_that_is_not_told_leaves_no_gap() -> None:
    """Without a title the line has name and length alone."""
    assert words.line(SMALL.entry("tv-01")._replace(title=None)) == "Episode 1 · 24 min"


def test_the_calendar() -> None:
    """Each evening is an event: when, how long, what, and all about it."""
    now = marked(mark("tv-01", "stopped", position=600))
    written = ics.calendar(plan.by(now, TODAY, TOMORROW), now, "", EVENING, None)
    first, second = events(written)
    stamp = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    assert str(first["SUMMARY"]) == "Small Guide: episodes 1–2"
    assert str(first["DESCRIPTION"]) == (
        "Episode 1 · Alpha · 24 min\nEpisode 2 · [Bravo] the [/] second · 24 min"
    )
    assert first.start == datetime(2026, 11, 22, 20)  # noqa: DTZ001  # a time without zone is meant
    assert first.duration == timedelta(minutes=38)
    assert first.decoded("DTSTAMP") == stamp
    assert str(second["SUMMARY"]) == "Small Guide: act I"
    assert str(second["DESCRIPTION"]) == (
        "Act I · Delta · 50 min\non to part two, the last evening"
    )
    assert second.start == datetime(2026, 11, 23, 20)  # noqa: DTZ001  # the same
    assert second.duration == timedelta(minutes=50)
    assert (first.errors, second.errors) == ([], [])


@pytest.mark.parametrize(
    ("begins", "start"),
    [
        (None, "2026-11-22T20:00:00"),
        (0, "2026-11-22T00:00:00"),
        (21 * 60 + 45, "2026-11-22T21:45:00"),
        (24 * 60, "2026-11-23T00:00:00"),
        (28 * 60 + 58, "2026-11-23T05:00:00"),
    ],
)
def test_when_evenings_begin(begins: int | None, start: str) -> None:
    """An event begins when evenings usually do, after midnight too; at eight if that is unknown."""
    now = marked()
    (only,) = events(ics.calendar(plan.by(now, TODAY, TODAY), now, "", EVENING, begins))
    assert only.start.isoformat() == start
    assert only.duration == timedelta(minutes=98)


def test_an_empty_calendar() -> None:
    """A plan of nothing is a calendar still, without an event."""
    calendar = Calendar.from_ical(ics.calendar((), marked(), "", EVENING, None))
    assert (str(calendar["VERSION"]), calendar.subcomponents) == ("2.0", [])


def test_a_later_plan_moves_an_event() -> None:
    """What begins with the same entry keeps its id on every day; another pass has others."""
    now = marked(guide=REAL)
    early, late = (
        events(ics.calendar(plan.per_week(now, day, 7), now, "", EVENING, None))
        for day in (TODAY, TOMORROW)
    )
    assert [event["UID"] for event in early] == [event["UID"] for event in late]
    assert [event.start + DAY for event in early] == [event.start for event in late]
    again = marked({"do": "began", "pass": 2}, guide=REAL)
    other = events(ics.calendar(plan.per_week(again, TODAY, 7), again, "", EVENING, None))
    assert len(other) == len(early)
    assert not {event["UID"] for event in other} & {event["UID"] for event in early}


@given(passes(), st.integers(0, 60))
@some
def test_no_two_events_have_one_id(now: Progress, ahead: int) -> None:
    """Every evening of the plan is an event of its own, as long as what it holds."""
    found = plan.by(now, TODAY, TODAY + ahead * DAY)
    read = events(ics.calendar(found, now, "", EVENING, None))
    assert [(event.decoded("DTSTART").date(), event.duration) for event in read] == [
        (evening.day, timedelta(seconds=evening.seconds)) for evening in found
    ]
    assert len({event["UID"] for event in read}) == len(found)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("a,b", r"a\,b"),
        ("a;b", r"a\;b"),
        ("a\\b", r"a\\b"),
        ("a\nb", r"a\nb"),
        (r"a\nb", r"a\\nb"),
        (r"a\,b", r"a\\\,b"),
        ('"a": b', '"a": b'),
    ],
)
def test_signs_that_mean_something(title: str, written: str) -> None:
    """Commas, semicolons, backslashes and ends of lines are written as the standard wants them."""
    now = marked(mark("tv-02"), mark("ova-1"), guide=titled(title))
    text = ics.calendar(plan.by(now, TODAY, TODAY), now, "", EVENING, None)
    assert f"DESCRIPTION:Episode 1 · {written} · 24 min\\nthe last evening\r\n" in text
    (only,) = events(text)
    assert str(only["DESCRIPTION"]) == f"Episode 1 · {title} · 24 min\nthe last evening"


@given(st.lists(st.text("蒼き流星レイズナー, ;\\n:é👩a") | st.text().map(clean), max_size=4))
def test_any_titles(titles: Sequence[str]) -> None:
    """Whatever the titles, lines are short and end as the standard says, and read back the same.

    No line ends within a character.
    """
    guide = titled(*titles)._replace(title=", ".join(titles))
    now = marked(guide=guide)
    found = plan.by(now, TODAY, TODAY)
    raw = ics.calendar(found, now, "", EVENING, None).encode()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = [line.decode() for line in raw.split(b"\r\n")]
    assert max(len(line.encode()) for line in lines) <= 75
    assert not any("\n" in line or "\r" in line for line in lines)
    (only,) = events(raw.decode())
    assert str(only["SUMMARY"]) == f"{guide.title}: episodes 1–2 and Act I"
    about = [words.line(entry) for entry in found[0].entries]
    assert str(only["DESCRIPTION"]) == "\n".join([*about, words.milestone(found[0])])


def test_long_lines_are_full() -> None:
    """A long Japanese title is folded as late as it can be, between two characters."""
    guide = titled("蒼" * 200)
    now = marked(guide=guide)
    raw = ics.calendar(plan.by(now, TODAY, TODAY), now, "", EVENING, None).encode()
    folded = [line for line in raw.split(b"\r\n") if line == b" " + "蒼".encode() * 24]
    assert len(folded) == 7
    assert "蒼" * 200 in raw.replace(b"\r\n ", b"").decode()


def test_an_event_lasts_a_moment_at_least() -> None:
    """What was stopped at its very end is planned, and its event ends after it begins."""
    now = marked(mark("tv-01"), mark("tv-02"), mark("ova-1", "stopped", position=3100))
    (only,) = events(ics.calendar(plan.by(now, TODAY, TODAY), now, "", EVENING, None))
    assert only.duration == timedelta(minutes=1)


def test_the_plans_of_two_viewers_are_apart() -> None:
    """Two viewers can take their plans into one calendar; a name is one however it is written."""
    now = marked()
    mine, anna, again = (
        events(ics.calendar(plan.by(now, TODAY, TODAY), now, who, EVENING, None))[0]["UID"]
        for who in ("", "Anna", "ANNA")
    )
    assert mine != anna == again

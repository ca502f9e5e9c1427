"""Words: values as the viewer reads them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import REAL, SMALL, entries, marked, watched
from tracker.domain import words
from tracker.domain.dates import AnyDate, PartialDate
from tracker.domain.history import Diary, History, Usual, history
from tracker.domain.journal import Event
from tracker.domain.outlook import Figures, LastTime
from tracker.domain.plan import Planned
from tracker.domain.progress import Tally
from tracker.domain.spoilers import Level
from tracker.domain.union import Fields

SUNDAY = date(2026, 11, 22)

HARMFUL = {
    *(*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF),
    *(*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)),
}
"""C0, DEL, C1, everything that turns the direction of text, line ends, surrogates, a BOM."""


def harmful(text: str) -> list[str]:
    """The characters of a text that could do something to a terminal."""
    return [hex(ord(char)) for char in text if ord(char) in HARMFUL]


@given(st.text(st.characters() | st.sampled_from(sorted(map(chr, HARMFUL)))))
@settings(deadline=None, max_examples=200)
def test_nothing_harmful_survives(text: str) -> None:
    """Whatever text comes in, nothing that could steer a terminal comes out."""
    clean = words.clean(text)
    assert harmful(clean) == []
    assert len(clean) == len(text)
    assert words.clean(clean) == clean


def test_no_character_at_all_is_harmful() -> None:
    """Of all characters there are, none that is harmful survives, alone or among others."""
    everything = "".join(map(chr, range(0x110000)))
    clean = words.clean(everything)
    assert harmful(clean) == []
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") for char in set(clean))


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs"))))
@settings(deadline=None, max_examples=200)
def test_ordinary_text_survives(text: str) -> None:
    """Letters, marks, digits, signs and spaces of every script stay as they are."""
    assert words.clean(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Blue Comet SPT Layzner",
        "蒼き流星SPTレイズナー",
        "宇宙(そら)にむなしく",
        "Reunion – The Mysterious Invitation…",
        "👩\u200d🚀 and ❤️\u200d🔥",
        "می\u200cخواهم",
        "Jose\u0301",
        "[b]a[/]b",
    ],
)
def test_text_that_looks_strange_survives(text: str) -> None:
    """Japanese, joined emoji, joined letters, accents apart and brackets stay as they are."""
    assert words.clean(text) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\tb\nc\r", "a b c "),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\x9b31m", "\ufffd31m"),
        ("\x00\x07\x7f", "\ufffd\ufffd\ufffd"),
        ("a\u202eb\u2066", "a\ufffdb\ufffd"),
        ("\ud800", "\ufffd"),
        ("a\u2028b", "a\ufffdb"),
    ],
)
def test_clean(text: str, clean: str) -> None:
    """Ends of lines become spaces, and what is harmful a sign that something was there."""
    assert words.clean(text) == clean


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("\n \n", ""),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("  one\t\n\n\ttwo", "  one\n\n two"),
        ("\n\none\n\n\ntwo\n\n", "one\n\n\ntwo"),
        ("a\u2028b\x0cc", "a\nb\nc"),
        ("\x1b[31mred\x07", "\ufffd[31mred\ufffd"),
    ],
)
def test_clean_lines(text: str, said: str) -> None:
    """Lines stay lines, without spaces at their ends and without empty ones around them."""
    assert words.clean_lines(text) == said


@given(st.text(st.characters() | st.sampled_from(sorted(map(chr, HARMFUL)))))
@settings(deadline=None, max_examples=200)
def test_nothing_harmful_survives_in_lines(text: str) -> None:
    """Of text in lines, too, nothing but the ends of its lines could steer a terminal."""
    lines = words.clean_lines(text)
    assert harmful(lines.replace("\n", "")) == []
    assert words.clean_lines(lines) == lines


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], ""),
        (["Good.\nVery."], "Good.\nVery."),
        (["Good.\n", "\x9bBad."], "Good.\n\n\ufffdBad."),
    ],
)
def test_remark(texts: Sequence[str], said: str) -> None:
    """What two machines wrote at once is told one after the other."""
    assert words.remark(Event("", "remarked", text=text) for text in texts) == said


@pytest.mark.parametrize(("of_ten", "said"), [(1, "1/10"), (10, "10/10")])
def test_rating(of_ten: int, said: str) -> None:
    """A rating says out of how many."""
    assert words.rating(of_ten) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 min"),
        (1, "1 min"),
        (60, "1 min"),
        (61, "2 min"),
        (45 * 60, "45 min"),
        (59 * 60 + 1, "1 h 00"),
        (3600, "1 h 00"),
        (6 * 3600 + 4 * 60, "6 h 04"),
        (123 * 3600 + 59 * 60, "123 h 59"),
    ],
)
def test_duration(seconds: int, said: str) -> None:
    """A started minute counts."""
    assert words.duration(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0:00"),
        (9, "0:09"),
        (13 * 60 + 42, "13:42"),
        (3599, "59:59"),
        (3600, "1:00:00"),
        (3723, "1:02:03"),
    ],
)
def test_position(seconds: int, said: str) -> None:
    """A position reads as on a player."""
    assert words.position(seconds) == said


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "Friday"),
        (6, "Monday"),
        (7, "15 November"),
        (325, "1 January"),
        (326, "31 December 2025"),
        (-1, "23 November (in the future)"),
        (-60, "21 January 2027 (in the future)"),
    ],
)
def test_day(back: int, said: str) -> None:
    """The nearer a day, the shorter its name; a day to come is said as such."""
    assert words.day(SUNDAY - timedelta(days=back), SUNDAY) == said


def test_a_weekday_needs_no_year() -> None:
    """At the turn of the year the last days are still called by their weekday."""
    assert words.day(date(2025, 12, 31), date(2026, 1, 2)) == "Wednesday"


@pytest.mark.parametrize(
    ("when", "said"),
    [(date(1985, 10, 3), "3 October 1985"), (date(9999, 12, 31), "31 December 9999")],
)
def test_full_date(when: date, said: str) -> None:
    """A full date has day, month and year."""
    assert words.full_date(when) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2026, 11, 3), "3 Nov"),
        (date(2026, 5, 31), "31 May"),
        (date(2024, 11, 3), "Nov 2024"),
    ],
)
def test_short_date(when: date, said: str) -> None:
    """A short date leaves out this year."""
    assert words.short_date(when, SUNDAY) == said


def test_a_short_date_is_short() -> None:
    """No date is too long for its column of ten cells."""
    days = [SUNDAY - timedelta(days=back) for back in range(800)]
    assert [said for when in days if len(said := words.short_date(when, SUNDAY)) > 10] == []


@pytest.mark.parametrize(
    ("when", "said"),
    [(date(2026, 11, 3), "3 Nov"), (date(1, 5, 31), "31 May"), (date(9999, 12, 31), "31 Dec")],
)
def test_short_day(when: date, said: str) -> None:
    """A short day has no year at all."""
    assert words.short_day(when) == said


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (2, "on Tuesday 24 November"),
        (11, "on Thursday 3 December"),
        (39, "on Thursday 31 December"),
        (40, "on Friday 1 January 2027"),
        (42, "on Sunday 3 January 2027"),
    ],
)
def test_coming_day(ahead: int, said: str) -> None:
    """A day to come has its weekday and its date, the year only if it is another."""
    assert words.coming_day(SUNDAY + timedelta(days=ahead), SUNDAY) == said


def test_tomorrow_may_be_in_another_year() -> None:
    """Tomorrow is tomorrow on the last day of a year, too."""
    assert words.coming_day(date(2027, 1, 1), date(2026, 12, 31)) == "tomorrow"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (None, None, "without dates"),
        (SUNDAY, SUNDAY, "22 November 2026"),
        (date(2024, 10, 3), SUNDAY, "3 October 2024 to 22 November 2026"),
        (date(2026, 10, 3), SUNDAY, "3 October to 22 November 2026"),
        (date(2026, 11, 3), SUNDAY, "3 to 22 November 2026"),
        (date(2025, 11, 3), SUNDAY, "3 November 2025 to 22 November 2026"),
        (PartialDate(2026), SUNDAY, "2026 to 22 November 2026"),
        (PartialDate(2026, 10), PartialDate(2026, 11), "October 2026 to November 2026"),
    ],
)
def test_span_of_days(first: AnyDate | None, last: AnyDate | None, said: str) -> None:
    """A span of one day is that day; a month or a year that both ends share stands once."""
    assert words.span_of_days(first, last) == said


@pytest.mark.parametrize(
    ("number", "plural", "said"),
    [(0, "", "0 notes"), (1, "", "1 note"), (2, "", "2 notes"), (2, "papers", "2 papers")],
)
def test_count(number: int, plural: str, said: str) -> None:
    """One is one, and nothing is many."""
    assert words.count(number, "note", plural) == said


@pytest.mark.parametrize(
    ("texts", "said"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_series(texts: Sequence[str], said: str) -> None:
    """The last of a series follows an and."""
    assert words.series(texts) == said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["12"], "Episode 12"),
        (["12-13"], "Episodes 12–13"),
        (["12-14", "17"], "Episodes 12–14 and 17"),
        (["1", "3", "5-37"], "Episodes 1, 3 and 5–37"),
        (["37", "ova-1"], "Episode 37 and Act I"),
        (["36-ova-2"], "Episodes 36–37 and Acts I–II"),
        (["ova-1", "ova-3"], "Acts I and III"),
        (["36", "38"], "Episodes 36 and 38"),
    ],
)
def test_span(asked: Sequence[str], said: str) -> None:
    """Neighbours in the order become a range, kinds stay apart."""
    assert words.span(entries(REAL, *asked), REAL.entries) == said


def test_a_span_of_nothing() -> None:
    """No entries have no name."""
    assert words.span([], REAL.entries) == ""


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        (Tally(25, 40, 6 * 3600 + 240, 0), "25 of 40 · 62 % · 6 h 04 left"),
        (Tally(3, 40, 60, 2), "3 of 40 · 7 % · 1 min left · 2 jumped over"),
        (Tally(40, 40, 0, 0), "40 of 40 · 100 % · all watched"),
    ],
)
def test_tally(tally: Tally, said: str) -> None:
    """How far is said in one line."""
    assert words.tally(tally) == said


def test_what_is_open_is_not_all_watched() -> None:
    """An entry stopped at its very end is still to be marked: it is not all watched yet."""
    assert "all watched" not in words.tally(Tally(39, 40, 0, 0))


def lived(*happened: Fields) -> History:
    """The history of the real guide after those marks."""
    return history(REAL, marked(*happened).passes)


@pytest.mark.parametrize(
    ("happened", "level", "said"),
    [
        ([], "titles", ("0 of 40", "0 %", "17 h 36 left")),
        (watched("1-25", at=""), "off", ("25 of 40", "62 %", "7 h 36 left")),
        (
            [{"do": "began", "pass": 2}, *watched("1", "3", at="2026-11-22", number=2)],
            "titles",
            ("Pass 2", "2 of 40", "5 %", "16 h 48 left", "1 jumped over"),
        ),
        (
            [*watched("1-20", at="2026-11-21"), *watched("21-37", at="2026-11-22")],
            "off",
            ("37 of 40", "92 %", "2 h 48 left", "at this pace done tomorrow"),
        ),
        (
            [*watched("1-20", at="2026-11-20"), *watched("21-37", at="2026-11-21")],
            "off",
            ("37 of 40", "92 %", "2 h 48 left", "at this pace done today"),
        ),
        (
            [*watched("1-3", at="2026-11-21"), *watched("4", at="2026-11-22")],
            "strict",
            (
                "4 of 40",
                "10 %",
                "16 h 00 left",
                "at this pace this part done on Saturday 12 December",
            ),
        ),
        (
            [*watched("1-37", "ova-1-3", at="2026-11-21"), *watched("2", at="2026-11-22")],
            "off",
            ("40 of 40", "100 %", "all watched"),
        ),
    ],
)
def test_how_far(happened: Sequence[Fields], level: Level, said: Sequence[str]) -> None:
    """How far is told with the pass, if it is not the first, and the day it is done on.

    Who hides how much is to come is told of this part alone.
    """
    assert words.how_far(marked(*happened), level, SUNDAY) == said


@pytest.mark.parametrize(
    ("watched", "stopped", "said"),
    [
        (["12-14"], None, "Last time: Tuesday, episodes 12–14"),
        (["12"], None, "Last time: Tuesday, episode 12"),
        (["12-14"], "tv-15", "Last time: Tuesday, episodes 12–14; stopped at 13:42 of 15"),
        ([], "tv-15", "Last time: Tuesday, stopped at 13:42 of episode 15"),
        ([], "ova-1", "Last time: Tuesday, stopped at 13:42 of act I"),
        (["37"], "ova-1", "Last time: Tuesday, episode 37; stopped at 13:42 of act I"),
    ],
)
def test_last_time(watched: Sequence[str], stopped: str | None, said: str) -> None:
    """The last evening is said in one line: when, what, and where it was stopped."""
    at = 13 * 60 + 42
    now = marked({"do": "stopped", "entry": stopped, "position": at})
    entry = REAL.entry(stopped) if stopped else None
    last = LastTime(SUNDAY - timedelta(days=5), tuple(entries(REAL, *watched)), entry)
    assert words.last_time(last, now, SUNDAY) == said


@pytest.mark.parametrize(
    ("took", "said"),
    [
        (
            Figures(40, 17 * 3600, 12, date(2026, 10, 3), SUNDAY),
            ("40 watched, 17 h 00 in all", "3 October to 22 November 2026", "12 evenings"),
        ),
        (
            Figures(3, 4320, 1, SUNDAY, SUNDAY),
            ("3 watched, 1 h 12 in all", "all on 22 November 2026"),
        ),
        (Figures(3, 4320, 0, None, None), ("3 watched, 1 h 12 in all",)),
    ],
)
def test_figures(took: Figures, said: Sequence[str]) -> None:
    """What a pass took is said as far as it is known."""
    assert words.figures(took) == said


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        ([], [("In all", "0 watched, 0 min")]),
        (watched("1-3", at=""), [("In all", "3 watched, 1 h 12")]),
        (
            watched("1-3", at="2026-11-22"),
            [
                ("In all", "3 watched, 1 h 12"),
                ("Longest evening", "1 h 12 on 22 November 2026"),
                ("Longest streak", "1 evening, to 22 November 2026; 1 now"),
                ("Usual evening", "Sundays"),
                ("Latest evening", "today"),
            ],
        ),
        (
            [
                *watched("1-2", at="2024-10-03T21:30"),
                *watched("3", at="2024-10-04T21:20"),
                *watched("1", at="2026-11-20T21:40", number=2),
            ],
            [
                ("In all", "4 watched, 1 h 36"),
                ("Passes", "2, none of them to the end"),
                ("Longest evening", "48 min on 3 October 2024"),
                ("Longest streak", "2 evenings, to 4 October 2024"),
                ("Usual evening", "Fridays, around 21:30"),
                ("Latest evening", "Friday, 2 days ago"),
            ],
        ),
        (
            [*watched("1", at="2026-11-20"), *watched("2", at="2026-11-21")],
            [
                ("In all", "2 watched, 48 min"),
                ("Longest evening", "24 min on 20 November 2026"),
                ("Longest streak", "2 evenings, to 21 November 2026; 2 now"),
                ("Latest evening", "yesterday"),
            ],
        ),
    ],
)
def test_history(happened: Sequence[Fields], said: Sequence[tuple[str, str]]) -> None:
    """A history is told as far as it is known."""
    assert list(words.history(lived(*happened), SUNDAY)) == said


@pytest.mark.parametrize(
    ("usual", "said"),
    [
        (Usual(None, None), ""),
        (Usual(5, None), "Saturdays"),
        (Usual(None, 21 * 60 + 30), "around 21:30"),
        (Usual(5, 21 * 60 + 30), "Saturdays, around 21:30"),
        (Usual(0, 21 * 60 + 37), "Mondays, around 21:30"),
        (Usual(6, 21 * 60 + 38), "Sundays, around 21:45"),
        (Usual(None, 23 * 60 + 53), "around 0:00"),
        (Usual(None, 24 * 60), "around 0:00"),
        (Usual(None, 28 * 60 + 59), "around 5:00"),
    ],
)
def test_usual_evening(usual: Usual, said: str) -> None:
    """A usual time is told to the quarter, and as a clock shows it."""
    assert words.usual_evening(usual) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (SUNDAY, ["episodes 1–2 and 37 and Act I", "2 h 32"]),
        (date(2026, 11, 17), ["episode 12", "24 min"]),
        (date(2026, 11, 18), ["nothing"]),
    ],
)
def test_evening(when: date, said: Sequence[str]) -> None:
    """An evening is told with all its time; what two passes watched on it is named once."""
    kept = lived(
        *watched("12", at="2026-11-17"),
        *watched("1-2", "37", "ova-1", at="2026-11-22"),
        *watched("1", at="2026-11-22", number=2),
    )
    assert words.watched_on(kept, when) == said


def test_a_day_is_told_with_its_weekday() -> None:
    """The year is told where it is another than today's."""
    assert words.weekday(date(2026, 11, 17), SUNDAY) == "Tuesday 17 November"
    assert words.weekday(date(2025, 11, 17), SUNDAY) == "Monday 17 November 2025"


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((True, True), "2, both to the end"),
        ((True, False), "2, one of them to the end"),
        ((False, False), "2, none of them to the end"),
        ((True, True, True), "3, all to the end"),
        ((True, True, False), "3, 2 of them to the end"),
    ],
)
def test_how_many_passes(ends: Sequence[bool], said: str) -> None:
    """Of several passes it is told how many went to the end."""
    passes = [
        Diary(number, 0, 0, 0, {}, None, None, done=done, evenings={})
        for number, done in enumerate(ends, 1)
    ]
    assert dict(words.history(lived()._replace(diaries=tuple(passes)), SUNDAY))["Passes"] == said


def test_the_best_are_named() -> None:
    """Of what was given most, five are named at the most."""

    def rated(*given: int) -> str:
        happened: list[Fields] = [
            {"do": "rated", "entry": entry.id, "rating": rating}
            for entry, rating in zip(REAL.entries, given, strict=False)
        ]
        return words.given(lived(*happened))

    assert not rated()
    assert rated(7) == "7.0 on average, best 1"
    assert rated(7, 9, 8, 9) == "8.2 on average, best 2, 4"
    assert rated(*[10] * 9) == "10.0 on average, best 1, 2, 3, 4, 5 and 4 more"


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (
            Diary(1, 0, 0, 0, {}, None, None, done=False, evenings={}),
            "0 watched, 0 min · not finished",
        ),
        (
            Diary(1, 40, 17 * 3600 + 36 * 60, 0, {}, None, None, done=True, evenings={}),
            "40 watched, 17 h 36",
        ),
        (
            Diary(1, 1, 1440, 1, {"a": 7}, SUNDAY, SUNDAY, done=False, evenings={}),
            "1 watched, 24 min · 22 November 2026, 1 day · 1 remark · 1 rated, 7.0 on average"
            " · not finished",
        ),
        (
            Diary(
                2,
                40,
                63360,
                12,
                {"a": 7, "b": 8, "c": 8},
                date(2024, 10, 3),
                date(2024, 11, 2),
                done=True,
                evenings={},
            ),
            "40 watched, 17 h 36 · 3 October to 2 November 2024, 31 days · 12 remarks"
            " · 3 rated, 7.7 on average",
        ),
    ],
)
def test_diary(kept: Diary, said: str) -> None:
    """A pass is told in one line, without what there is nothing of."""
    assert words.diary(kept) == said


@pytest.mark.parametrize(
    ("evenings", "level", "said"),
    [
        ([], "off", "Nothing is left to watch."),
        (["1"], "off", "1 entry in 1 evening, 1 an evening: done tomorrow"),
        (["1-2", "3-4"], "off",
         "4 entries in 2 evenings, 2 an evening: done on Tuesday 24 November"),
        (["1-3", "4", "5-6"], "strict",
         "6 entries of this part in 3 evenings, 1 to 3 an evening: done on Wednesday 25 November"),
        (["1", "2-5"], "titles",
         "5 entries in 2 evenings, 1 to 4 an evening: done on Tuesday 24 November"),
    ],
)  # fmt: skip
def test_plan(evenings: Sequence[str], level: Level, said: str) -> None:
    """How many in how many evenings, the fewest and the most of an evening, and when it ends."""
    planned = tuple(
        Planned(SUNDAY + timedelta(days=at), tuple(entries(REAL, typed)), 1440, (), is_last=False)
        for at, typed in enumerate(evenings, start=1)
    )
    assert words.plan(planned, level, SUNDAY) == said


def test_note_text() -> None:
    """A closing paragraph, where there is one, stands apart."""
    hello, _, seen, *_ = SMALL.notes
    assert words.note_text(hello) == "How to go [b]about[/b] it."
    assert words.note_text(seen) == "Yankee was here.\n\nSo was Xray."


@pytest.mark.parametrize(
    ("text", "low", "up"), [("", "", ""), ("Act I", "act I", "Act I"), ("élan", "élan", "Élan")]
)
def test_first_letters(text: str, low: str, up: str) -> None:
    """Only the first letter changes."""
    assert (words.lower(text), words.upper(text)) == (low, up)

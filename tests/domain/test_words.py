"""Words: values as the viewer reads them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import REAL, SMALL, entries
from tracker.domain import words
from tracker.domain.journal import Fields, Journal
from tracker.domain.outlook import Figures, LastTime
from tracker.domain.progress import Progress, Tally, progress

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
        (-1, "23 November"),
        (-60, "21 January 2027"),
    ],
)
def test_day(back: int, said: str) -> None:
    """The nearer a day, the shorter its name; a weekday is always one of the last six."""
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


def marked(*happened: Fields) -> Progress:
    """The progress of the real guide after those marks."""
    journal = Journal()
    for fields in happened:
        journal = journal.recorded([{"guide": "layzner", **fields}], ["00000000"])
    return progress(REAL, journal.lived("layzner", ""))


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
    one = REAL.entry(stopped) if stopped else None
    last = LastTime(SUNDAY - timedelta(days=5), tuple(entries(REAL, *watched)), one)
    assert words.last_time(last, now, SUNDAY) == said


@pytest.mark.parametrize(
    ("took", "said"),
    [
        (
            Figures(40, 17 * 3600, 12, date(2026, 10, 3), SUNDAY),
            ("40 watched, 17 h 00 in all", "3 October 2026 to 22 November 2026", "12 evenings"),
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

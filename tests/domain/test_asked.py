"""What the viewer typed: entries, ranges, positions, times, searches."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import REAL
from tracker.domain import asked, words
from tracker.domain.asked import NotUnderstood
from tracker.domain.words import clean

OVA_3 = REAL.entry("ova-3")
PIECES = """1 12 38 0 007 ٣ １ ova tv Act III I - – .. : 21:30 ago days 2 a weeks hours yesterday
last night Tuesday today 2026-11-20 2026 T +01:00 +14:00 Z W47 9999 0001-01-01 é ß"""
TYPED = st.text() | st.lists(
    st.sampled_from([*PIECES.split(), " ", "\x1b[31m", "\n", "\u202e", "\x00", "\ud800"])
).map("".join)
"""Anything, and above all what nearly means something."""
some = settings(deadline=None, max_examples=400)


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
        ("I", "ova-1"),
        ("iii", "ova-3"),
        ("Acts III", "ova-3"),
        ("ep2", "tv-02"),
        ("ep 12", "tv-12"),
        ("Episodes 12", "tv-12"),
        ("eps 12", "tv-12"),
        ("e2", "tv-02"),
        ("S01E02", "tv-02"),
        ("s1e12", "tv-12"),
        ("１２", "tv-12"),
    ],
)
def test_entry(text: str, entry_id: str) -> None:
    """An entry may be called by its number, its id or its name, in any case."""
    assert asked.entry(REAL, text).id == entry_id


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("39", "no entry “39”; type 1 to 38, ova-1 to ova-3"),
        ("0", "no entry “0”; type 1 to 38, ova-1 to ova-3"),
        ("", "no entry “”; type 1 to 38, ova-1 to ova-3"),
        ("100", "no entry “100”; type 1 to 38, ova-1 to ova-3"),
        ("²", "no entry “²”; type 1 to 38, ova-1 to ova-3"),
        ("ovo-3", "no entry “ovo-3”; did you mean ova-3?"),
        ("1 2", "no entry “1 2”; type 1 to 38, ova-1 to ova-3"),
        ("S02E01", "no entry “S02E01”; type 1 to 38, ova-1 to ova-3"),
        ("ova-4", "no entry “ova-4”; type 1 to 38, ova-1 to ova-3"),
        ("Act IV", "no entry “Act IV”; type 1 to 38, ova-1 to ova-3"),
        ("\x1b[2J", "no entry “\ufffd[2J”; type 1 to 38, ova-1 to ova-3"),
        ("x" * 50, f"no entry “{'x' * 39}…”; type 1 to 38, ova-1 to ova-3"),
        ("x" * 40, f"no entry “{'x' * 40}”; type 1 to 38, ova-1 to ova-3"),
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
        (["37-I"], ["tv-37", "ova-1"]),
        (["I-III"], ["ova-1", "ova-2", "ova-3"]),
        (["ep1-ep3"], ["tv-01", "tv-02", "tv-03"]),
        (["S01E01-S01E03"], ["tv-01", "tv-02", "tv-03"]),
        (["3,5"], ["tv-03", "tv-05"]),
        (["3,", "5"], ["tv-03", "tv-05"]),
        (["1-3,8"], ["tv-01", "tv-02", "tv-03", "tv-08"]),
        (["ova-1,3"], ["ova-1", "ova-3"]),
        (["37, ova-1"], ["tv-37", "ova-1"]),
        (["3 and 5"], ["tv-03", "tv-05"]),
        (["episodes", "1-3", "and", "8"], ["tv-01", "tv-02", "tv-03", "tv-08"]),
        (["Act", "II"], ["ova-2"]),
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
        (["3-1"], "“3-1” runs backwards: episode 3 comes after episode 1"),
        (["ova-1-tv-1"], "“ova-1-tv-1” runs backwards: act I comes after episode 1"),
        (["1", "39"], "no entry “39”; type 1 to 38, ova-1 to ova-3"),
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
    with pytest.raises(NotUnderstood, match="type 1 to 38, ova-1 to ova-3"):
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
            (text, f"“{text}” is not a position; type minutes and seconds, 13:42")
            for text in ("", "abc", "13:60", "13:4", "-5", "1:2:3:4", "1234", "13.5", "13:42 min")
        ),
        ("0", "at 0:00 nothing has been watched yet; clear the entry instead"),
        ("00:00:00", "at 0:00 nothing has been watched yet; clear the entry instead"),
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
    assert str(error.value) == "a remark has at most 65,536 characters; this one has 65,537"


@pytest.mark.parametrize(
    ("text", "of_ten"),
    [(str(number), number) for number in range(1, 11)]
    + [(" 8 ", 8), ("-", 0), ("none", 0), ("None ", 0), ("8/10", 8), ("10/10", 10), ("9 / 10", 9)],
)
def test_rating(text: str, of_ten: int) -> None:
    """A rating is a whole number from 1 to 10; a dash takes it away."""
    assert asked.rating(text) == of_ten


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "11",
        "-1",
        "+1",
        "--",
        "7.5",
        "8/9",
        "0/10",
        "11/10",
        "8/",
        "/10",
        "²",
        "８",
        "٣",
        "ten",
        "0007",
        "9" * 5000,
    ],
)
def test_no_rating(text: str) -> None:
    """What is no whole number from 1 to 10 is no rating."""
    with pytest.raises(NotUnderstood) as error:
        asked.rating(text)
    assert str(error.value) == f"{asked.quoted(text)} is not a rating; type 1 to 10, or none"


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
    assert str(error.value) == "a profile's name has at most 80 characters, all of them visible"


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


@given(st.sets(st.sampled_from(range(len(REAL.entries))), min_size=1))
@some
def test_what_is_written_of_entries_is_understood(places: set[int]) -> None:
    """Whatever entries a sentence of the program names, the same are meant when it is typed."""
    some_of_them = [REAL.entries[at] for at in sorted(places)]
    written = words.span(some_of_them, REAL.entries)
    assert asked.entries(REAL, [written]) == tuple(some_of_them)
    assert asked.entries(REAL, written.split()) == tuple(some_of_them)


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
def test_any_text_is_a_position_or_none(text: str) -> None:
    """Whatever is typed for a position, it lies within the entry, or one line says why not."""
    try:
        assert 0 < asked.stopped(text, OVA_3) <= OVA_3.seconds + asked.SLACK
    except NotUnderstood as error:
        understood(error)


@given(st.text("0123456789-+. ", max_size=8) | TYPED)
@some
def test_any_text_is_a_rating_or_none(text: str) -> None:
    """Whatever is typed for a rating, it is within bounds, or is refused."""
    try:
        assert asked.rating(text) in range(11)
    except NotUnderstood as error:
        understood(error)


@given(TYPED)
@some
def test_any_text_is_a_remark(text: str) -> None:
    """Whatever is written is kept, harmless line by line, and the same when written again."""
    kept = asked.remark(text)
    assert all(clean(line) == line == line.rstrip() for line in kept.split("\n"))
    assert kept.strip("\n") == asked.remark(kept) == kept

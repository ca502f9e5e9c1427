"""Progress: what a journal means for one guide and one pass."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest

from tests.support import REAL, SMALL, entries
from tracker.domain.guide import Guide
from tracker.domain.journal import Event, Journal
from tracker.domain.passes import standing
from tracker.domain.progress import Progress, State, Tally, progress
from tracker.domain.spoilers import level, shown
from tracker.domain.union import Fields, Json
from tracker.domain.words import SIGNS

ORDER = ("tv-01", "tv-02", "tv-03", "ova-1")
LEFT_OUT = "tv-03"
MINUTES = {"tv-01": 24, "tv-02": 24, "ova-1": 50}
MARKS = ("", "stopped", "watched", "skipped")
ALL = tuple(product(MARKS, repeat=len(ORDER)))
"""Every state the small guide can be in: what each entry is marked as, in order."""
AT = 600
"""Where the stopped ones were stopped, in seconds."""


def life(*happened: Fields, guide: Guide = SMALL) -> tuple[Event, ...]:
    """What was lived when those things happened one after the other."""
    journal = Journal()
    for fields in happened:
        journal = journal.recorded([{"guide": guide.id, **fields}], ["00000000"])
    return journal.lived(guide.id, "")


def mark(entry: str, do: str = "watched", **fields: Json) -> dict[str, Json]:
    """The fields of a mark."""
    return {"do": do, "entry": entry, "at": "2026-11-22T21:30:00+01:00", **fields}


def marked(marks: Sequence[str], *more: Fields, backwards: bool = False) -> Progress:
    """The progress of somebody who marked the entries so, first to last or last to first."""
    made = [
        mark(entry, do, position=AT if do == "stopped" else 0)
        for entry, do in zip(ORDER, marks, strict=True)
        if do
    ]
    return progress(SMALL, life(*(reversed(made) if backwards else made), *more))


def walked(last: str, *more: Fields) -> Progress:
    """The progress of somebody who watched the real guide up to an entry."""
    walk = entries(REAL, f"1-{last}")
    return progress(REAL, life(*(mark(entry.id) for entry in walk), *more, guide=REAL))


def due(now: Progress) -> list[str]:
    """The ids of the notes that open by themselves now."""
    return [note.id for note in shown(now, level(now)).due()]


def still_open(marks: Sequence[str]) -> list[str]:
    """By the rules on paper: what is to watch, or was stopped, and is not left out."""
    return [
        entry
        for entry, do in zip(ORDER, marks, strict=True)
        if do not in ("watched", "skipped") and entry != LEFT_OUT
    ]


def counted(marks: Sequence[str]) -> list[str]:
    """By the rules on paper: what is watched and counts."""
    return [
        entry
        for entry, do in zip(ORDER, marks, strict=True)
        if do == "watched" and entry != LEFT_OUT
    ]


def readable(marks: Sequence[str]) -> set[str]:
    """By the rules on paper: the notes that may be read, one by one."""
    first, second, _, act = marks
    notes = {"hello", "again"}
    if first in ("watched", "skipped"):
        notes.add("seen")
    if second == "watched" or (second == "skipped" and first in ("watched", "skipped")):
        notes.add("mind")
    if act == "watched" or (act == "skipped" and not still_open(marks)):
        notes.add("end")
    return notes


def test_states() -> None:
    """An entry stands where the viewer put it, and else where the guide does."""
    for marks in ALL:
        untouched = ["to watch", "to watch", "left out", "to watch"]
        expected = [do or there for do, there in zip(marks, untouched, strict=True)]
        now = marked(marks)
        assert [now.state(entry).value for entry in SMALL.entries] == expected


def test_next_up() -> None:
    """Next up is the first entry neither watched, nor skipped, nor left out by the guide."""
    assert {marks: marked(marks).next_up for marks in ALL} == {
        marks: next(iter(still_open(marks)), None) for marks in ALL
    }


def test_open_and_counting() -> None:
    """What is left out or skipped does not count; what counts and is not watched is open."""
    for marks in ALL:
        now = marked(marks)
        assert [entry.id for entry in SMALL.entries if now.is_open(entry)] == still_open(marks)
        assert {entry.id for entry in SMALL.entries if now.counts(entry)} == {
            *still_open(marks),
            *counted(marks),
        }


def test_the_tally_counts_entries() -> None:
    """The tally counts entries, in every order of marking, never the furthest number."""
    for marks in ALL:
        done, left = counted(marks), still_open(marks)
        tally = marked(marks).tally
        assert tally == marked(marks, backwards=True).tally
        assert (tally.watched, tally.total) == (len(done), len(done) + len(left))


def test_only_all_of_it_is_a_hundred_percent() -> None:
    """The percentage is rounded down, and a hundred only when nothing is open."""
    for marks in ALL:
        percent, done, left = marked(marks).tally.percent, counted(marks), still_open(marks)
        assert (percent == 100) == (not left)
        assert percent <= 100 * len(done) / (len(done) + len(left) or 1) < percent + 1 or not left


@pytest.mark.parametrize(
    ("watched", "total", "percent"), [(0, 40, 0), (1, 40, 2), (39, 40, 97), (199, 200, 99)]
)
def test_percent(watched: int, total: int, percent: int) -> None:
    """99.5 percent are 99."""
    assert Tally(watched, total, 60, 0).percent == percent


def test_seconds_left() -> None:
    """What is left is what is open, less what was seen of the stopped ones."""
    assert {marks: marked(marks).tally.left for marks in ALL} == {
        marks: sum(
            MINUTES[entry] * 60 - (AT if marks[ORDER.index(entry)] == "stopped" else 0)
            for entry in still_open(marks)
        )
        for marks in ALL
    }


def test_nothing_is_left_past_the_end() -> None:
    """A position past the nominal end takes nothing from the other entries."""
    now = progress(SMALL, life(mark("tv-01", "stopped", position=24 * 60 + 30)))
    assert now.tally.left == (24 + 50) * 60


def test_jumped_over() -> None:
    """Jumped over is what is open before a watched one that counts."""
    for marks in ALL:
        done = [ORDER.index(entry) for entry in counted(marks)]
        before = [
            entry for entry in still_open(marks) if any(ORDER.index(entry) < at for at in done)
        ]
        assert marked(marks).tally.jumped == len(before)


def test_finished() -> None:
    """The guide is finished when nothing is open and the last that counts was watched."""
    for marks in ALL:
        is_done = not still_open(marks) and marks[-1] == "watched"
        assert (marked(marks).seen, marked(marks).is_done) == (is_done, is_done)


def test_passed() -> None:
    """The walk has come up to all but what lies after the next one and was not begun."""
    for marks in ALL:
        upto = ORDER.index((still_open(marks) or ORDER[-1:])[0])
        ahead = {
            entry for entry in ORDER[upto + 1 :] if marks[ORDER.index(entry)] in ("", "skipped")
        }
        now = marked(marks)
        assert set(ORDER) - now.passed == ahead


def test_reached_notes() -> None:
    """A note may be read from its moment on, in every state."""
    for marks in ALL:
        now = marked(marks)
        assert {note.id for note in now.reached(SMALL.notes)} == readable(marks)


@pytest.mark.parametrize("backwards", [False, True])
def test_due_notes(*, backwards: bool) -> None:
    """Due is what follows the walk, what precedes the next one, and what nobody may miss.

    The order of marking changes nothing, for the walk is where it is.
    """
    for marks in ALL:
        open_now = still_open(marks)
        # The second is optional, and the third left out: the walk goes past them.
        walk = [] if "tv-01" in open_now else ["tv-01", "tv-02", "tv-03"]
        walk += ["ova-1"] if walk and "ova-1" not in open_now else []
        watched = [entry for entry in walk if marks[ORDER.index(entry)] == "watched"]
        expected = {
            "hello": "tv-01" in open_now,
            "again": False,
            "seen": watched[-1:] == ["tv-01"],
            "mind": "mind" in readable(marks) and bool(walk),
            "end": watched[-1:] == ["ova-1"],
        }
        now = marked(marks, backwards=backwards)
        assert due(now) == [note for note in expected if expected[note]], marks


def test_a_read_note_is_not_due_again() -> None:
    """What was read once in this pass does not open again, and can still be read."""
    now = marked(("watched", "", "", ""), {"do": "read", "note": "seen"})
    assert due(now) == []
    assert now.read == {"seen"}
    assert SMALL.notes[2] in now.reached(SMALL.notes)


def test_undoing_a_mark_takes_it_back() -> None:
    """What was undone means nothing."""
    there = life(mark("tv-01", undone="00000002-00000000"))
    assert progress(SMALL, there).marks == {}
    assert standing(there) == ()


@pytest.mark.parametrize(
    ("clears", "stands"), [("", "123"), ("2", "13"), ("12", "3"), ("3", "12"), ("9", "123")]
)
def test_a_clear_takes_back_the_marks_it_names(clears: str, stands: str) -> None:
    """A clear takes back what it names, and no other mark of the entry."""
    marks = (mark("tv-01", "stopped"), mark("tv-01"), mark("tv-02"))
    there = life(
        *marks, mark("tv-01", "cleared", clears=[f"0000000{at}-00000000" for at in clears])
    )
    left = [event.id for event in standing(there) if event.do != "cleared"]
    assert left == [f"0000000{at}-00000000" for at in stands]


def test_an_undone_clear_clears_nothing() -> None:
    """When a clear is undone, what it took back stands again."""
    clear: Fields = {"do": "cleared", "clears": ["00000001-00000000"]}
    undone: Fields = {**clear, "undone": "00000009-00000000"}
    assert "tv-01" not in progress(SMALL, life(mark("tv-01"), clear)).marks
    assert "tv-01" in progress(SMALL, life(mark("tv-01"), undone)).marks


@pytest.mark.parametrize("chance", ["0000000a", "0000000c"])
def test_a_mark_made_meanwhile_survives_a_clear(chance: str) -> None:
    """What another machine marked without knowing of the clear still stands."""
    both = Journal().recorded([{"guide": "small", **mark("tv-01")}], ["00000000"])
    clear: Fields = {"guide": "small", **mark("tv-01", "cleared", clears=["00000001-00000000"])}
    here = both.recorded([clear], ["0000000b"])
    there = both.recorded([{"guide": "small", **mark("tv-01")}], [chance])
    stands = progress(SMALL, here.joined(there).lived("small", "")).marks
    assert stands["tv-01"].id == f"00000002-{chance}"
    assert progress(SMALL, here.lived("small", "")).marks == {}


@pytest.mark.parametrize(("first", "second"), tuple(product(MARKS[1:], repeat=2)))
def test_the_latest_mark_stands(first: str, second: str) -> None:
    """Of two marks the later counts, whatever the clock said, unless one of them is watched."""
    there = life(
        mark("tv-01", first, at="2026-11-22T21:30:00+01:00"), mark("tv-01", second, at="1970-01-01")
    )
    counts = "watched" if "watched" in (first, second) else second
    assert progress(SMALL, there).state(SMALL.entries[0]) is State(counts)


def test_marks_of_unknown_entries_mean_nothing() -> None:
    """A mark on an entry that the guide does not have is kept and not counted."""
    now = progress(SMALL, life(mark("tv-99"), mark("")))
    assert (now.marks, now.tally.watched, now.latest) == ({}, 0, None)


def test_deeds_of_a_later_version_mark_nothing() -> None:
    """What this version does not know how to mark leaves the entry as it was."""
    assert progress(SMALL, life(mark("tv-01", "dreamt"))).marks == {}


def test_passes_are_apart() -> None:
    """Each pass has its marks, its next up and its read notes to itself."""
    first: list[Fields] = [mark("tv-01"), {"do": "read", "note": "hello"}]
    second: list[Fields] = [*first, {**mark("tv-02", "skipped"), "pass": 2}]
    before, now = progress(SMALL, life(*first)), progress(SMALL, life(*second))
    assert (list(before.marks), before.next_up, set(before.read)) == (["tv-01"], "tv-02", {"hello"})
    assert (list(now.marks), now.next_up, set(now.read)) == (["tv-02"], "tv-01", set())
    assert (before.number, now.number) == (1, 2)
    assert now.passes[0] == before.current


def test_who_finished_an_earlier_pass_has_seen_it() -> None:
    """In a second pass the viewer has finished the guide once."""
    first = [mark(entry) for entry in ORDER]
    assert progress(SMALL, life(*first, {"do": "began", "pass": 2})).seen


@pytest.mark.parametrize("seen", [True, False])
def test_who_was_told_of_has_seen_it(*, seen: bool) -> None:
    """Who finished the guide before the journal began is believed; who did not, too."""
    assert progress(SMALL, life({"do": "told", "seen": seen})).seen == seen
    assert not progress(SMALL, life({"do": "told"})).seen


def test_the_second_answer_does_not_unsee() -> None:
    """Having finished once cannot be taken back by a later answer."""
    assert progress(SMALL, life({"do": "told", "seen": True}, {"do": "told"})).seen


def test_only_an_answer_tells() -> None:
    """The word of any other event on what was seen before is not taken."""
    assert not progress(SMALL, life({"do": "read", "seen": True})).seen


def test_rewatch_notes_are_for_those_who_finished() -> None:
    """A note for a rewatch is due at its moment, for those who have finished alone."""
    assert due(marked(("", "", "", ""))) == ["hello"]
    assert due(marked(("", "", "", ""), {"do": "told", "seen": True})) == ["hello", "again"]


def test_nobody_misses_what_nobody_may_miss() -> None:
    """A note that nobody may miss is due when its moment was jumped over, until it was read."""
    walk = walked("30")
    assert due(walk) == ["time-skip"]
    assert due(walked("30", {"do": "read", "note": "time-skip"})) == []


def test_must_notes_wait_for_their_moment() -> None:
    """Not even what nobody may miss is told before its moment."""
    assert "time-skip" not in due(walked("24"))
    assert "time-skip" in due(walked("25"))
    assert "stop-here" not in due(walked("36"))
    assert "stop-here" in due(walked("37"))


def test_due_notes_are_in_the_order_of_the_guide() -> None:
    """What follows the last entry is told before what precedes the next one."""
    assert due(walked("1")) == ["mars-massacre", "opening"]
    assert due(walked("37", {"do": "read", "note": "time-skip"})) == [
        "stop-here",
        "heater",
        "acts-one-two",
    ]


def test_the_real_guide_is_finished_without_38() -> None:
    """Forty entries count, and after them nothing is next."""
    walk = walked("ova-3")
    assert (walk.next_up, walk.tally) == (None, Tally(40, 40, 0, 0))
    assert walk.state(REAL.entry("tv-38")) is State.LEFT_OUT


def test_anyone_can_watch_what_is_left_out() -> None:
    """Watching what the guide leaves out shows, and changes no count."""
    before, after = walked("37"), walked("37", mark("tv-38"))
    assert after.state(REAL.entry("tv-38")) is State.WATCHED
    assert (after.tally, after.next_up) == (before.tally, before.next_up)


def test_what_was_said_is_taken_back() -> None:
    """To have seen it before counts while it stands: neither undone nor cleared."""
    said: Fields = {"do": "told", "seen": True}
    assert progress(SMALL, life(said)).seen
    assert not progress(SMALL, life({**said, "undone": "00000009-00000000"})).seen
    clear: Fields = mark("", "cleared", clears=["00000001-00000000"])
    assert not progress(SMALL, life(said, clear)).seen


def test_what_programs_are_told_of_a_state_never_changes() -> None:
    """The values of the states are those of --json since 1.0.0; people are told each in words."""
    values = ["to watch", "stopped", "watched", "skipped", "left out"]
    assert [state.value for state in State] == values
    assert list(SIGNS) == list(State)
    assert len({sign.glyph for sign in SIGNS.values()}) == len(SIGNS)


def further(*marked_beyond: str) -> Progress:
    """Who walked up to 5, and marked more beyond."""
    walk = [mark(entry.id) for entry in entries(REAL, "1-5")]
    return progress(REAL, life(*walk, *map(mark, marked_beyond), guide=REAL))


@pytest.mark.parametrize("beyond", ["tv-21", "tv-22", "tv-26", "tv-27", "tv-34", "tv-37", "ova-3"])
def test_a_mark_beyond_the_walk_opens_nothing(beyond: str) -> None:
    """One mistyped number tells nothing by itself; the notes wait, and can be read on request."""
    now = further(beyond)
    assert due(now) == []
    waiting = now.waiting([REAL.entry(beyond)])
    assert waiting == sum(note.entry == beyond and note.audience == "all" for note in REAL.notes)
    assert further("tv-06").waiting([REAL.entry("tv-06")]) == 0


def test_what_waited_opens_when_the_walk_gets_there() -> None:
    """What nobody may miss is told once all before it is behind, wherever the last mark is."""
    walk = [mark(entry.id) for entry in entries(REAL, "6-25")]
    before: list[Fields] = [*map(mark, ["tv-01", "tv-02", "tv-03", "tv-04", "tv-05", "tv-26"])]
    now = progress(REAL, life(*before, *walk, guide=REAL))
    assert due(now) == ["time-skip", "occupation", "another-tone"]
    assert due(progress(REAL, life(*before, *walk[:-1], guide=REAL))) == []


def test_the_walk_goes_past_what_nobody_needs() -> None:
    """Skipped, optional and left-out entries hold nothing up; a stopped one does."""
    walk = [mark(entry.id) for entry in entries(REAL, "1-37")]
    last: list[Fields] = [
        mark("ova-3"),
        {"do": "read", "note": "stop-here"},
        {"do": "read", "note": "time-skip"},
    ]
    now = progress(REAL, life(*walk, *last, guide=REAL))
    assert (now.next_up, due(now)) == ("ova-1", ["acts-one-two", "afterwards"])
    held = [mark("tv-12", "stopped"), *map(mark, ["tv-13", "tv-14", "tv-15"])]
    assert due(progress(REAL, life(*walk[:11], *held, guide=REAL))) == []
    passed = [mark("tv-12", "skipped"), *map(mark, ["tv-13", "tv-14", "tv-15"])]
    assert due(progress(REAL, life(*walk[:11], *passed, guide=REAL))) == ["v-max"]


def test_what_was_watched_some_day_opens_nothing_of_its_own() -> None:
    """Notes on a mark without a date wait, also those nobody may miss; the next one's is told."""
    some_day = [mark(entry.id, at="") for entry in entries(REAL, "1-25")]
    assert due(progress(REAL, life(*some_day, guide=REAL))) == ["time-skip"]
    all_of_it = [mark(entry.id, at="") for entry in entries(REAL, "1-38")]
    assert due(progress(REAL, life(*all_of_it, guide=REAL))) == ["acts-one-two"]

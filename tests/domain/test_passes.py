"""Passes: what stands of each viewing of the guide."""

from __future__ import annotations

import pytest

from tests.support import SMALL
from tracker.domain.journal import Event, Fields, Journal, Json
from tracker.domain.passes import Pass, passes, standing
from tracker.domain.progress import progress


def life(*happened: Fields) -> tuple[Event, ...]:
    """What was lived when those things happened one after the other; ids are 1, 2, 3."""
    events: dict[str, Json] = {
        one(at): {"guide": "small", **fields} for at, fields in enumerate(happened, start=1)
    }
    return Journal(events).lived("small", "")


def lived(*happened: Fields) -> tuple[Pass, ...]:
    """The passes when those things happened one after the other."""
    return passes(life(*happened))


def one(number: int) -> str:
    """The id of what happened first, second, third."""
    return f"{number:08d}-00000000"


def deed(do: str, entry: str = "tv-01", **fields: Json) -> dict[str, Json]:
    """The fields of an event."""
    return {"do": do, "entry": entry, **fields}


def said(text: str, *replaced: int) -> dict[str, Json]:
    """The fields of a remark in the place of others."""
    return deed("remarked", text=text, clears=[one(number) for number in replaced])


def in_pass(number: Json, fields: Fields) -> dict[str, Json]:
    """The fields of an event in a pass."""
    return {**fields, "pass": number}


def texts(kept: Pass) -> list[str]:
    """What is written on the first entry."""
    return [event.text for event in kept.remarks.get("tv-01", ())]


UNDONE: Fields = {"undone": "00000099-00000000"}


def test_nothing_lived_is_a_first_pass() -> None:
    """There is one pass from the start, and nothing in it."""
    assert passes(()) == (Pass(1, {}, {}, {}, {}, {}, frozenset(), ""),)


def test_every_field_of_a_pass() -> None:
    """A pass holds marks, viewings, remarks, ratings, read notes and the chosen level."""
    there = life(
        deed("watched"),
        deed("stopped", "ova-1", position=600),
        said("Good."),
        deed("rated", rating=8),
        {"do": "read", "note": "hello"},
        {"do": "chose", "level": "strict"},
    )
    watched, stopped, remark = there[:3]
    assert passes(there) == (
        Pass(
            1,
            {"tv-01": watched, "ova-1": stopped},
            {"tv-01": watched},
            {"tv-01": one(1)},
            {"tv-01": (remark,)},
            {"tv-01": 8},
            frozenset({"hello"}),
            "strict",
        ),
    )


def test_each_pass_has_its_own() -> None:
    """What happened in one pass is in no other, also where it was recorded in turns."""
    first, second = lived(
        {"do": "began", "pass": 2},
        deed("rated", rating=3),
        in_pass(2, deed("rated", rating=9)),
        in_pass(2, said("New.")),
        said("Old."),
        deed("watched"),
        in_pass(2, deed("stopped", position=60)),
        {"do": "read", "note": "hello"},
        {"do": "read", "note": "seen", "pass": 2},
        {"do": "chose", "level": "off", "pass": 2},
    )
    assert (first.ratings, second.ratings) == ({"tv-01": 3}, {"tv-01": 9})
    assert (texts(first), texts(second)) == (["Old."], ["New."])
    assert [mark.do for each in (first, second) for mark in each.marks.values()] == [
        "watched",
        "stopped",
    ]
    assert [*first.read, *second.read] == ["hello", "seen"]
    assert (first.level, second.level) == ("", "off")


def test_what_was_watched_stays_watched_when_stopped_again() -> None:
    """An entry that was watched and stopped again since has both, and counts as a viewing."""
    (only,) = lived(deed("watched"), deed("stopped", position=60))
    assert only.marks["tv-01"].do == "stopped"
    assert only.watched["tv-01"].id == one(1)


@pytest.mark.parametrize("do", ["stopped", "skipped"])
def test_only_watching_is_a_viewing(do: str) -> None:
    """What was stopped or skipped was not watched, and came to be watched at no time."""
    (only,) = lived(deed(do))
    assert (only.watched, only.since) == ({}, {})


def test_a_later_date_does_not_move_since() -> None:
    """A watched entry that is given another date came to be watched when it was first marked."""
    (only,) = lived(deed("watched", at="2026-11-20"), deed("watched", at="2026-11-01"))
    assert only.watched["tv-01"].at == "2026-11-01"
    assert only.since["tv-01"] == one(1)


def test_watching_again_after_a_stop_moves_since() -> None:
    """Who stopped an entry that was watched, and then watched it, did so the second time."""
    (only,) = lived(deed("watched"), deed("stopped", position=60), deed("watched"))
    assert only.since["tv-01"] == one(3)


def test_since_is_of_what_stands() -> None:
    """A first viewing that was cleared or undone is forgotten; the next is the first."""
    for first in (
        (deed("watched"), deed("cleared", clears=[one(1)])),
        ({**deed("watched"), **UNDONE},),
    ):
        (only,) = lived(*first, deed("watched"))
        assert only.since == {"tv-01": one(len(first) + 1)}


def test_the_last_rating_counts() -> None:
    """A rating replaces the one before it."""
    assert lived(deed("rated", rating=3), deed("rated", rating=9))[0].ratings == {"tv-01": 9}


def test_a_rating_is_taken_away() -> None:
    """A rating of none takes away what was given on that entry, and on no other."""
    given = (deed("rated", rating=3), deed("rated", "ova-1", rating=4))
    assert lived(*given, deed("rated"))[0].ratings == {"ova-1": 4}
    assert lived(deed("rated"))[0].ratings == {}
    assert lived(*given, {**deed("rated"), **UNDONE})[0].ratings == {"tv-01": 3, "ova-1": 4}


@pytest.mark.parametrize("rating", [0, 11, -1, True, "8", 8.0, None, [8]])
def test_no_rating(rating: Json) -> None:
    """What is not a whole number from 1 to 10 is no rating, and is read as none."""
    assert lived(deed("rated", rating=rating))[0].ratings == {}


def test_a_remark_replaces_what_it_names() -> None:
    """A remark stands in the place of the one that was there."""
    (only,) = lived(said("First."), said("Second.", 1))
    assert texts(only) == ["Second."]


def test_an_empty_remark_takes_away() -> None:
    """Empty words leave nothing; undone, they leave what was there."""
    assert lived(said("First."), said("", 1))[0].remarks == {}
    assert texts(lived(said("First."), {**said("", 1), **UNDONE})[0]) == ["First."]


def test_a_remark_replaced_twice_stays_replaced() -> None:
    """The first of three remarks stays away, though the one that replaced it is replaced too."""
    assert texts(lived(said("First."), said("Second.", 1), said("Third.", 2))[0]) == ["Third."]


def test_remarks_of_two_machines_both_stand() -> None:
    """Of two remarks written at once none is lost, until the next one replaces both."""
    before = Journal().recorded([{"guide": "small", **said("Old.")}], ["00000000"])
    here = before.recorded([{"guide": "small", **said("Here.", 1)}], ["0000000a"])
    there = before.recorded([{"guide": "small", **said("There.", 1)}], ["0000000b"])
    both = here.joined(there)
    assert texts(passes(both.lived("small", ""))[0]) == ["Here.", "There."]
    last: Fields = deed("remarked", text="Last.", clears=["00000002-0000000a", "00000002-0000000b"])
    after = both.recorded([{"guide": "small", **last}], ["00000000"])
    assert texts(passes(after.lived("small", ""))[0]) == ["Last."]


def test_a_remark_stands_when_its_entry_is_cleared() -> None:
    """A clear takes back marks, and no words."""
    (only,) = lived(deed("watched"), said("Good."), deed("cleared", clears=[one(1)]))
    assert (only.marks, only.watched, texts(only)) == ({}, {}, ["Good."])


@pytest.mark.parametrize(
    "fields",
    [
        deed("watched"),
        deed("stopped", position=60),
        deed("skipped"),
        deed("remarked", text="Good."),
        deed("rated", rating=8),
        {"do": "began"},
    ],
    ids=lambda fields: str(fields["do"]),
)
def test_a_pass_is_known_by_a_deed_in_it(fields: Fields) -> None:
    """A pass with a mark, a remark or a rating is one, though its beginning was undone."""
    began: Fields = {"do": "began", "pass": 2, **UNDONE}
    assert [each.number for each in lived(began, {**fields, "pass": 2})] == [1, 2]
    assert [each.number for each in lived({**fields, "pass": 2, **UNDONE})] == [1]


def test_a_cleared_mark_keeps_no_pass() -> None:
    """A pass whose beginning was undone is gone when its last mark is taken back."""
    mark, clear = in_pass(2, deed("watched")), in_pass(2, deed("cleared", clears=[one(1)]))
    assert [each.number for each in lived(mark)] == [1, 2]
    assert [each.number for each in lived(mark, clear)] == [1]


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "read", "note": "hello"},
        {"do": "chose", "level": "off"},
        {"do": "told", "seen": True},
    ],
    ids=lambda fields: str(fields["do"]),
)
def test_reading_begins_no_pass(fields: Fields) -> None:
    """Neither a read note, nor a chosen level, nor an answer makes a pass be one."""
    assert passes(life({**fields, "pass": 2})) == passes(())


def test_what_was_read_waits_for_its_pass() -> None:
    """Read notes and a level recorded in a pass belong to it once it is known."""
    read: list[Fields] = [
        {"do": "read", "note": "hello", "pass": 2},
        {"do": "chose", "level": "off", "pass": 2},
    ]
    first, second = lived(*read, {"do": "began", "pass": 2})
    assert (first.read, first.level) == (frozenset(), "")
    assert (second.read, second.level) == (frozenset({"hello"}), "off")


def test_an_undone_beginning_takes_the_pass_along() -> None:
    """A rewatch undone is as if it had never begun."""
    assert [each.number for each in lived({"do": "began", "pass": 2, **UNDONE})] == [1]


def test_two_beginnings_are_one_pass() -> None:
    """A rewatch begun on two machines is one, and stands while one of the two does."""
    began: Fields = {"do": "began", "pass": 2}
    assert [each.number for each in lived(began, began)] == [1, 2]
    assert [each.number for each in lived(began, {**began, **UNDONE})] == [1, 2]


def test_passes_are_in_order_with_gaps() -> None:
    """Passes stand by their numbers, whatever was recorded first; none between is made up."""
    numbers = [
        each.number for each in lived(in_pass(7, deed("watched")), {"do": "began", "pass": 3})
    ]
    assert numbers == [1, 3, 7]


@pytest.mark.parametrize("number", [0, -1, True, "2", 1.5, None, [2], {}])
def test_odd_pass_numbers_are_the_first(number: Json) -> None:
    """What is no number of a pass in the file is read as the first pass."""
    (event,) = life(in_pass(number, deed("watched")))
    assert event.number == 1
    assert [each.number for each in passes([event])] == [1]
    assert passes([event])[0].marks == {"tv-01": event}


def test_a_huge_pass_number() -> None:
    """A pass number beyond all reason is one more pass, at no cost."""
    first, last = lived(deed("watched"), in_pass(10**9, deed("watched", "ova-1")))
    assert (first.number, last.number) == (1, 10**9)
    assert (list(first.marks), list(last.marks)) == (["tv-01"], ["ova-1"])


def test_the_current_pass_is_the_last() -> None:
    """Progress is that of the pass with the greatest number, though it was recorded first."""
    now = progress(SMALL, life({"do": "began", "pass": 2}, deed("watched")))
    assert (now.number, now.next_up, now.marks) == (2, "tv-01", {})


def test_standing_is_in_order() -> None:
    """What stands is what neither undo nor a clear took back, in the order it happened."""
    there = life(
        deed("watched"),
        {**deed("watched", "tv-02"), **UNDONE},
        deed("skipped", "ova-1"),
        deed("cleared", "ova-1", clears=[one(3)]),
        {"do": "read", "note": "hello"},
    )
    assert standing(there) == (there[0], there[3], there[4])
    assert standing(iter(there)) == standing(there)


def test_an_undone_clear_takes_nothing_back() -> None:
    """When a clear, or a later remark, is undone, what it took back stands again."""
    there = life(deed("watched"), {**deed("cleared", clears=[one(1)]), **UNDONE})
    assert standing(there) == there[:1]
    there = life(said("First."), {**said("Second.", 1), **UNDONE})
    assert standing(there) == there[:1]


@pytest.mark.parametrize("do", ["watched", "rated", "read", "began", "dreamt"])
def test_only_what_may_take_back_does(do: str) -> None:
    """No other event takes anything back, whatever it names."""
    assert len(standing(life(deed("watched"), deed(do, clears=[one(1)])))) == 2

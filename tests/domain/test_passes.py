"""Passes: what stands of each viewing of the guide."""

from __future__ import annotations

from itertools import count

import pytest

from tests.support import SMALL
from tracker.domain.journal import Event, Journal
from tracker.domain.passes import Pass, going_back, passes, standing, visible
from tracker.domain.progress import progress
from tracker.domain.steps import steps
from tracker.domain.union import Fields, Json


def life(*happened: Fields) -> tuple[Event, ...]:
    """What was lived when those things happened one after the other; ids are 1, 2, 3."""
    events: dict[str, Json] = {
        nth(at): {"guide": "small", **fields} for at, fields in enumerate(happened, start=1)
    }
    return Journal(events).lived("small", "")


def lived(*happened: Fields) -> tuple[Pass, ...]:
    """The passes when those things happened one after the other."""
    return passes(life(*happened))


def nth(number: int) -> str:
    """The id of what happened first, second, third."""
    return f"{number:08d}-00000000"


def deed(do: str, entry: str = "tv-01", **fields: Json) -> dict[str, Json]:
    """The fields of an event."""
    return {"do": do, "entry": entry, **fields}


def said(text: str, *replaced: int) -> dict[str, Json]:
    """The fields of a remark in the place of others."""
    return deed("remarked", text=text, clears=[nth(number) for number in replaced])


def in_pass(number: Json, fields: Fields) -> dict[str, Json]:
    """The fields of an event in a pass."""
    return {**fields, "pass": number}


def texts(kept: Pass) -> list[str]:
    """What is written on the first entry."""
    return [event.text for event in kept.remarks.get("tv-01", ())]


UNDONE: Fields = {"undone": "00000099-00000000"}


def test_nothing_lived_is_a_first_pass() -> None:
    """There is one pass from the start, and nothing in it."""
    assert passes(()) == (Pass(1, {}, {}, {}, {}, frozenset(), ()),)


def test_every_field_of_a_pass() -> None:
    """A pass holds marks, remarks, ratings, read notes and the chosen level."""
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
            {"tv-01": nth(1)},
            {"tv-01": (remark,)},
            {"tv-01": 8},
            frozenset({"hello"}),
            ("strict",),
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
    assert (first.levels, second.levels) == ((), ("off",))


@pytest.mark.parametrize("do", ["stopped", "skipped"])
@pytest.mark.parametrize("first", [True, False])
def test_watched_outranks_whatever_the_order(do: str, first: bool) -> None:  # noqa: FBT001  # drawn
    """An entry that was watched, and stopped or skipped elsewhere, is watched."""
    deeds = [deed("watched"), deed(do, position=60)]
    (only,) = lived(*(deeds if first else reversed(deeds)))
    assert only.marks["tv-01"].do == "watched"
    assert only.viewing("tv-01") is only.watched["tv-01"] is only.marks["tv-01"]
    (only,) = lived(deed("watched"), deed(do, position=60), deed("cleared", clears=[nth(1)]))
    assert only.marks["tv-01"].do == do
    assert only.viewing("tv-01") is None


@pytest.mark.parametrize("do", ["stopped", "skipped"])
def test_only_watching_is_a_viewing(do: str) -> None:
    """What was stopped or skipped was not watched, and came to be watched at no time."""
    (only,) = lived(deed(do))
    assert (only.watched, only.since) == ({}, {})


def test_a_later_date_does_not_move_since() -> None:
    """A watched entry that is given another date came to be watched when it was first marked."""
    (only,) = lived(deed("watched", at="2026-11-20"), deed("watched", at="2026-11-01"))
    assert only.watched["tv-01"].at == "2026-11-01"
    assert only.since["tv-01"] == nth(1)


def test_a_stop_does_not_move_since() -> None:
    """Who stopped a watched entry, as version 1.0.0 let them, watched it the first time."""
    (only,) = lived(deed("watched"), deed("stopped", position=60), deed("watched"))
    assert only.since["tv-01"] == nth(1)


def test_since_is_of_what_stands() -> None:
    """A first viewing that was cleared or undone is forgotten; the next is the first."""
    for first in (
        (deed("watched"), deed("cleared", clears=[nth(1)])),
        ({**deed("watched"), **UNDONE},),
    ):
        (only,) = lived(*first, deed("watched"))
        assert only.since == {"tv-01": nth(len(first) + 1)}


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
    (only,) = lived(deed("watched"), said("Good."), deed("cleared", clears=[nth(1)]))
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
    mark, clear = in_pass(2, deed("watched")), in_pass(2, deed("cleared", clears=[nth(1)]))
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
    assert (first.read, first.levels) == (frozenset(), ())
    assert (second.read, second.levels) == (frozenset({"hello"}), ("off",))


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
        deed("cleared", "ova-1", clears=[nth(3)]),
        {"do": "read", "note": "hello"},
    )
    assert standing(there) == (there[0], there[3], there[4])
    assert standing(iter(there)) == standing(there)


def test_an_undone_clear_takes_nothing_back() -> None:
    """When a clear, or a later remark, is undone, what it took back stands again."""
    there = life(deed("watched"), {**deed("cleared", clears=[nth(1)]), **UNDONE})
    assert standing(there) == there[:1]
    there = life(said("First."), {**said("Second.", 1), **UNDONE})
    assert standing(there) == there[:1]


@pytest.mark.parametrize("do", ["watched", "rated", "read", "began", "dreamt"])
def test_only_what_may_take_back_does(do: str) -> None:
    """No other event takes anything back, whatever it names."""
    assert len(standing(life(deed("watched"), deed(do, clears=[nth(1)])))) == 2


def chose(level: str, *replaced: int) -> dict[str, Json]:
    """The fields of a choice in the place of others, as this version writes them."""
    return {"do": "chose", "level": level, "clears": [nth(number) for number in replaced]}


@pytest.mark.parametrize(
    ("happened", "levels"),
    [
        ([chose("strict"), chose("off")], ("strict", "off")),
        ([chose("strict"), chose("off", 1)], ("off",)),
        ([chose("strict"), chose("off"), chose("titles", 1, 2)], ("titles",)),
        ([{"do": "chose", "level": "strict"}, {"do": "chose", "level": "off"}], ("off",)),
        ([chose("strict"), {"do": "chose", "level": "off"}], ("off",)),
        ([{"do": "chose", "level": "strict"}, chose("off")], ("strict", "off")),
        ([{**chose("strict"), **UNDONE}, chose("off")], ("off",)),
    ],
)
def test_levels_that_nobody_replaced(happened: list[Fields], levels: tuple[str, ...]) -> None:
    """A choice replaces those it names; one that names none at all, as in 1.0.0, all before it."""
    assert lived(*happened)[0].levels == levels


NOW = "2026-11-26T21:30:00+01:00"


def gone_back(journal: Journal, copy: Journal) -> Journal:
    """The journal after going back to a copy."""
    happened = going_back(journal.joined(copy), copy, NOW)
    return journal.joined(copy).recorded(happened, (f"{at:08x}" for at in count()))


def marks_of(journal: Journal, who: str = "", guide: str = "small") -> dict[str, str]:
    """Each entry's mark in the last pass."""
    marks = passes(journal.lived(guide, who))[-1].marks
    return {entry: mark.do for entry, mark in marks.items()}


def test_going_back() -> None:
    """All stands as it stood in the copy, for every viewer and guide, and one undo takes it back.

    What was marked since is cleared, what was cleared or undone since is done anew, what is
    forgotten stays so.
    """
    before = [
        deed("watched", guide="small"),
        deed("stopped", "tv-02", guide="small", position=90),
        deed("watched", "tv-03", guide="small"),
        deed("watched", guide="small", who="Anna"),
        deed("watched", "ova-1", guide="small"),
    ]
    events: dict[str, Json] = {nth(at): fields for at, fields in enumerate(before, start=1)}
    copy = Journal(events)
    since: list[dict[str, Json]] = [
        deed("cleared", guide="small", clears=[nth(1)]),
        deed("watched", "tv-02", guide="small"),
        deed("skipped", guide="other", who="Anna"),
        {"do": "began", "guide": "small", "pass": 2},
    ]
    now = copy.undone([nth(4)], "0000aaaa").recorded(since, (f"{at:08x}" for at in count()))
    now = now.without([nth(5)])
    assert marks_of(now) == {}
    back = gone_back(now, copy)
    assert marks_of(back) == {"tv-01": "watched", "tv-02": "stopped", "tv-03": "watched"}
    assert marks_of(back, "Anna") == {"tv-01": "watched"}
    assert marks_of(back, "Anna", "other") == {}
    assert len(passes(back.lived("small", ""))) == 1
    assert going_back(back, copy, NOW) == []
    (step, *_) = reversed(steps(back.lived("small", "")).undo)
    undone = back.undone(back.of_steps({step[0].step}), "0000bbbb")
    for who, guide in (("", "small"), ("Anna", "small"), ("Anna", "other")):
        assert visible(undone.lived(guide, who)) == visible(now.lived(guide, who))


def test_going_back_to_what_stands_is_nothing() -> None:
    """A copy of what stands, and one of nothing where nothing is, change nothing."""
    journal = Journal({nth(1): deed("watched", guide="small"), "x": "no event"})
    assert going_back(journal, journal, NOW) == []
    assert going_back(Journal(), Journal(), NOW) == []


def test_what_is_seen() -> None:
    """Of a time that the clock told only the evening is seen, one that somebody named as it is."""

    def at(when: str, recorded: str = "") -> object:
        return visible(life({**deed("watched"), "at": when, "recorded": recorded}))

    assert at("2026-11-22T21:30:00+01:00") == at("2026-11-23T01:10:00+01:00")
    assert at("2026-11-22T21:30:00+01:00") != at("2026-11-23T21:30:00+01:00")
    named = [at(f"2026-11-22T21:{minute}:00+01:00", NOW) for minute in (30, 31)]
    assert named[0] != named[1]


def test_going_back_behind_a_redo() -> None:
    """What was undone and redone since stands as it stood."""
    copy = Journal({nth(1): deed("watched", guide="small")})
    now = copy.undone([nth(1)], "0000aaaa").recorded([copy.anew(nth(1), NOW)], ["0000bbbb"])
    assert marks_of(now) == {"tv-01": "watched"}
    assert going_back(now, copy, NOW) == []


def test_events_that_chase_each_other_can_be_gone_back_from() -> None:
    """Events that claim to redo each other, or themselves, cannot hang it."""
    chasing: dict[str, Json] = {
        nth(at): deed("watched", guide="small", again=nth(again))
        for at, again in ((1, 2), (2, 1), (3, 3), (4, 9))
    }
    assert len(going_back(Journal(chasing), Journal(), NOW)) == 1

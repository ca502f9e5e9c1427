"""The journal: recording, joining, undo and redo, and whatever a file may hold instead."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import reduce
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import SMALL
from tracker.domain.dates import evening
from tracker.domain.journal import FORGOTTEN, Event, Journal, profile_key
from tracker.domain.outlook import figures, last_time
from tracker.domain.progress import progress
from tracker.domain.steps import steps, to_undo
from tracker.domain.union import Fields, Json, is_deep, join

few = settings(deadline=None, max_examples=100)
some = settings(deadline=None, max_examples=200)

LEAVES = st.none() | st.booleans() | st.integers(-2, 2) | st.floats(-2, 2) | st.text("ab\ud800é")
JSON: st.SearchStrategy[Json] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from("abc"), JSON)
JOURNALS = st.builds(Journal, OBJECTS, OBJECTS)

FIELDS = st.sampled_from(
    [
        *("do", "guide", "who", "pass", "entry", "note", "at"),
        *("position", "clears", "batch", "again", "undone", "seen", "later"),
    ]
)
IDS = ["00000001-00000000", "00000002-00000000", "00000003-00000000"]
DEEDS = ["watched", "skipped", "stopped", "cleared", "read", "told"]
LIKELY: st.SearchStrategy[Json] = st.sampled_from([*DEEDS, *IDS, "small", "tv-01", "0001-01-01"])


def digits() -> Iterator[str]:
    """What stands for chance: 00000001, then 00000002, and so on."""
    return (f"{number:08x}" for number in count(1))


def journal(*happened: Fields) -> Journal:
    """A journal in which those things happened one after the other."""
    chance = digits()
    return reduce(lambda so_far, fields: so_far.recorded([fields], chance), happened, Journal())


def mark(entry: str, do: str = "watched", **fields: Json) -> dict[str, Json]:
    """The fields of a mark in the small guide."""
    return {"do": do, "guide": "small", "entry": entry, **fields}


def lived(of: Journal) -> tuple[Event, ...]:
    """The events of the owner of the file."""
    return of.lived("small", "")


def written(value: Json | Journal) -> str:
    """The value as a file would say it, where 1, 1.0 and true differ."""
    if isinstance(value, Journal):
        return written([dict(value.events), dict(value.rest)])
    return json.dumps(value, sort_keys=True)


def test_the_first_event_has_number_one() -> None:
    """An event's id is its Lamport number and what chance gave."""
    assert list(journal(mark("tv-01")).events) == ["00000001-00000001"]


def test_numbers_count_on() -> None:
    """The next event's number is one more than the greatest the journal knows."""
    grown = Journal({"00000041-0000000a": {}, "00000007-0000000b": {}}).recorded([{}], digits())
    assert max(grown.events) == "00000042-00000001"


def test_numbers_count_on_past_an_undo() -> None:
    """An event is later than every undo that the journal knows."""
    undone = journal(mark("tv-01")).undone(["00000001-00000001"], "0000000a")
    assert max(undone.recorded([{}], digits()).events) == "00000003-00000001"


@pytest.mark.parametrize(
    "strange",
    ["", "x", "0000001-0000000a", "00000041-0000000G", "00000041-0000000a\n", "٠٠٠٠٠٠٤١-0000000a"],
)
def test_strange_ids_do_not_count(strange: str) -> None:
    """An id of another form neither moves the numbers nor stops them."""
    there = Journal({strange: {"undone": strange}, "00000001-0000000a": {"undone": 7}})
    assert "00000002-00000001" in there.recorded([{}], digits()).events


def test_a_made_up_number_is_not_counted_on_from() -> None:
    """An id or an undoing of an impossible number leaves the order of what happens alone."""
    there = Journal({"00000007-0000000a": {}, "99999999-0000000b": {"undone": "99999999-00000000"}})
    grown = there.recorded([{}, {}], digits())
    assert sorted(grown.events.keys() - there.events.keys()) == [
        "00000008-00000001",
        "00000009-00000002",
    ]
    assert grown.undone(["00000008-00000001"], "0000000c").events["00000008-00000001"] == {
        "batch": "00000008-00000001",
        "undone": "00000010-0000000c",
    }


def test_recording_makes_another_journal() -> None:
    """A journal never changes; recording makes another."""
    before = journal(mark("tv-01"))
    before.recorded([mark("tv-02")], digits())
    assert list(before.events) == ["00000001-00000001"]


def test_recording_keeps_what_is_beside_the_events() -> None:
    """Fields beside the events survive recording and undoing."""
    grown = Journal({}, {"later": 1}).recorded([{}], digits())
    assert grown.undone(grown.events, "0000000a").rest == {"later": 1}


def test_one_event_has_no_batch() -> None:
    """What happens alone is a step of its own."""
    assert journal(mark("tv-01")).events == {"00000001-00000001": mark("tv-01")}


def test_events_at_once_share_a_batch() -> None:
    """Two or more events at once are one step, named after the first, in order."""
    grown = Journal().recorded([mark("tv-01"), mark("tv-02"), mark("tv-03")], digits())
    assert [(event.entry, event.batch) for event in lived(grown)] == [
        (entry, "00000001-00000001") for entry in ("tv-01", "tv-02", "tv-03")
    ]


def test_an_undo_has_a_moment() -> None:
    """Undo writes one later moment into every event of the step."""
    grown = Journal().recorded([mark("tv-01"), mark("tv-02")], digits())
    undone = grown.undone(list(grown.events), "0000000a")
    assert {event.undone for event in lived(undone)} == {"00000003-0000000a"}


def test_an_undo_leaves_the_rest_alone() -> None:
    """Undo touches neither other events, nor other fields, nor the journal before it."""
    before = journal(mark("tv-01", later=[1]), mark("tv-02"))
    after = before.undone(["00000001-00000001"], "0000000a")
    assert before.events["00000001-00000001"] == mark("tv-01", later=[1])
    assert after.events == {
        "00000001-00000001": mark("tv-01", later=[1], undone="00000003-0000000a"),
        "00000002-00000002": mark("tv-02"),
    }


def test_what_is_no_object_cannot_be_undone() -> None:
    """An event that this version can make nothing of is left as it is."""
    assert Journal({"x": 7}).undone(["x"], "0000000a").events == {"x": 7}


def test_lived_is_in_the_order_of_the_ids() -> None:
    """What happened in order is told in order, however the file lists it."""
    there = Journal(
        dict(sorted(journal(mark("tv-02"), mark("tv-01")).events.items(), reverse=True))
    )
    assert [event.entry for event in lived(there)] == ["tv-02", "tv-01"]


@pytest.mark.parametrize(
    ("who", "entries"),
    [
        ("", ["tv-01"]),
        ("Ann", ["tv-02", "tv-03"]),
        ("ANN", ["tv-02", "tv-03"]),
        ("Bob", []),
    ],
)
def test_each_viewer_has_lived_another_life(who: str, entries: Sequence[str]) -> None:
    """A profile's events are those recorded under its name, however it is written."""
    there = journal(mark("tv-01"), mark("tv-02", who="ann"), mark("tv-03", who="Ann"))
    assert [event.entry for event in there.lived("small", who)] == entries


def test_guides_do_not_mix() -> None:
    """Events of another guide mean nothing here."""
    assert journal(mark("tv-01")).lived("large", "") == ()


@pytest.mark.parametrize(
    ("a", "b", "both"),
    [
        ({"x": 1}, {"y": 2}, {"x": 1, "y": 2}),
        ({"x": {"y": 1}}, {"x": {"z": 2}}, {"x": {"y": 1, "z": 2}}),
        ("a", "b", "b"),
        (1, 2, 2),
        ([1], [2], [2]),
        (None, "a", "a"),
        ({"undone": "00000002-00000001"}, {}, {"undone": "00000002-00000001"}),
        ("00000002-00000001", "00000003-00000001", "00000003-00000001"),
    ],
)
def test_join(a: Json, b: Json, both: Json) -> None:
    """Objects join key by key; of two other values the greater stands."""
    assert join(a, b) == join(b, a) == both


@given(JSON, JSON)
@some
def test_join_is_commutative(a: Json, b: Json) -> None:
    """Whose value comes first does not matter."""
    assert written(join(a, b)) == written(join(b, a))


@given(JSON, JSON, JSON)
@some
def test_join_is_associative(a: Json, b: Json, c: Json) -> None:
    """Which two values meet first does not matter."""
    assert written(join(join(a, b), c)) == written(join(a, join(b, c)))


@given(JSON, JSON)
@few
def test_join_is_idempotent(a: Json, b: Json) -> None:
    """Joining again changes nothing."""
    both = join(a, b)
    assert written(join(a, a)) == written(a)
    assert written(join(both, a)) == written(join(both, b)) == written(both)


@given(JOURNALS, JOURNALS)
@some
def test_journals_join_in_any_order(a: Journal, b: Journal) -> None:
    """Two machines that join each other's journals hold the same, to the letter."""
    assert written(a.joined(b)) == written(b.joined(a))


@given(JOURNALS, JOURNALS, JOURNALS)
@some
def test_journals_join_in_any_grouping(a: Journal, b: Journal, c: Journal) -> None:
    """Three machines hold the same, whichever two meet first."""
    assert written(a.joined(b).joined(c)) == written(a.joined(b.joined(c)))


@given(JOURNALS, JOURNALS)
@few
def test_journals_join_once(a: Journal, b: Journal) -> None:
    """An old backup of either adds nothing to both."""
    both = a.joined(b)
    assert written(a.joined(a)) == written(a)
    assert written(both.joined(a)) == written(both.joined(b)) == written(both)


@pytest.mark.parametrize(("value", "other"), [(True, 1), (1, 1.0), (False, 0)])
def test_what_only_python_calls_equal_joins_alike(value: Json, other: Json) -> None:
    """Values that a file writes differently join to the same one on both machines."""
    a, b = Journal({"x": {"later": value}}), Journal({"x": {"later": other}})
    assert written(a.joined(b)) == written(b.joined(a))


def test_a_join_keeps_what_it_does_not_know() -> None:
    """Fields, events and values of a later version survive a join untouched."""
    mine = Journal({"x": mark("tv-01", later={"a": 1})}, {"later": [1]})
    yours = Journal({"x": mark("tv-01", later={"b": 2}), "y": ["odd"]}, {"newer": None})
    assert mine.joined(yours) == Journal(
        {"x": mark("tv-01", later={"a": 1, "b": 2}), "y": ["odd"]}, {"later": [1], "newer": None}
    )


def test_a_join_brings_the_undo_of_the_other_machine() -> None:
    """What was undone on one machine is undone on both."""
    here = journal(mark("tv-01"))
    there = here.undone(["00000001-00000001"], "0000000a")
    assert here.joined(there) == there.joined(here) == there


@pytest.mark.parametrize(
    ("value", "depth"),
    [(1, 0), ("[[", 0), ([], 1), ({}, 1), ([1, [2]], 2), ({"x": [{"y": 1}]}, 3), ([[], {}, 1], 2)],
)
def test_depth(value: Json, depth: int) -> None:
    """The depth of a value is that of the objects and lists in it."""
    assert [is_deep(value, levels) for levels in range(1, 5)] == [depth > n for n in range(1, 5)]


def test_what_can_be_read_can_be_joined() -> None:
    """Nesting as deep as the JSON reader takes does not stop a join."""
    a, b = (json.loads('{"x":' * 600 + leaf + "}" * 600) for leaf in "12")
    assert Journal({"x": a}).joined(Journal({"x": b})).events == {"x": b}


@pytest.mark.parametrize(("levels", "both"), [(200, '{"a":1,"b":2}'), (201, '{"b":2}')])
def test_a_join_goes_as_deep_as_a_reader(levels: int, both: str) -> None:
    """Objects join key by key down to level 200, as far as is read; below, the greater stays."""

    def nested(leaf: str) -> Json:
        value: Json = json.loads('{"x":' * (levels - 1) + leaf + "}" * (levels - 1))
        return value

    assert join(nested('{"a":1}'), nested('{"b":2}')) == nested(both)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ({}, {"x": 1}, {"x": 1}),
        ({"x": 1}, {"x": 2}, {"x": 1}),
        ({"x": 2}, {"x": 1, "y": 3}, {"x": 2, "y": 3}),
        ({"x": {"a": 1}}, {"x": {"a": 2, "b": 3}}, {"x": {"a": 1, "b": 3}}),
        ({"x": 1}, {"x": {"a": 1}}, {"x": 1}),
        ({"x": None}, {"x": 1}, {"x": None}),
        ({"x": {}}, {"x": []}, {"x": {}}),
    ],
)
def test_filling(mine: dict[str, Json], theirs: dict[str, Json], both: dict[str, Json]) -> None:
    """What a journal lacks it may take from another; what it has stays as it is."""
    assert Journal(mine).filled(Journal(theirs)) == Journal(both)
    assert Journal({}, mine).filled(Journal({}, theirs)) == Journal({}, both)


EVENT: dict[str, Json] = {"do": "remarked", "text": "Forgotten?"}


def test_what_is_forgotten_on_either_side_is_forgotten() -> None:
    """Filling and joining, in any order, leave nothing of a forgotten event but its id."""
    here, there = Journal({"a": EVENT, "b": EVENT}), Journal({"a": FORGOTTEN, "c": FORGOTTEN})
    for both in (here.filled(there), there.filled(here), here.joined(there), there.joined(here)):
        assert both.events == {"a": FORGOTTEN, "b": EVENT, "c": FORGOTTEN}
        assert both.forgotten() == {"a", "c"}
    assert here.without(["a"]).forgotten() == {"a"}
    assert here.forgotten() == frozenset()


def test_only_an_event_is_forgotten() -> None:
    """A remark that says just that word is a remark, and so is a field beside the events."""
    mine, other = (Journal({"a": {"text": text}}, {"x": text}) for text in ("Good.", FORGOTTEN))
    assert mine.filled(other) == mine
    assert other.filled(mine) == other


@given(JOURNALS, JOURNALS)
@few
def test_filling_loses_nothing(mine: Journal, theirs: Journal) -> None:
    """A filled journal holds all it held, and every event of the other."""
    filled = mine.filled(theirs)
    assert filled.events.keys() == mine.events.keys() | theirs.events.keys()
    assert written(filled.filled(mine)) == written(filled.filled(theirs)) == written(filled)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ann", "ANN"),
        ("Jos\u00e9", "Jose\u0301"),
        ("JOSE\u0301", "jos\u00e9"),
        ("Groß", "GROSS"),
        ("Groẞ", "gross"),
        ("ﬁn", "FIN"),
        ("\u212bsa", "\u00e5sa"),
        ("Ａｎｎ", "ann"),
        ("ℌans", "hans"),
        ("\u0390", "\u03aa\u0301"),
        ("ΣΑΣ", "σας"),
    ],
)
def test_profile_twins(name: str, other: str) -> None:
    """Names that differ in case or encoding alone are one profile."""
    assert profile_key(name) == profile_key(other)


@pytest.mark.parametrize(("name", "other"), [("Ann", "Anna"), ("Jose", "José"), ("", "a")])
def test_profiles_that_are_no_twins(name: str, other: str) -> None:
    """Names that differ in a letter or an accent are two profiles."""
    assert profile_key(name) != profile_key(other)


@pytest.mark.parametrize("saved", [None, True, 7, 1.5, "watched", [], ["do", "watched"]])
def test_what_is_no_object_was_not_lived(saved: Json) -> None:
    """An event that is no object is passed over, and the others are told."""
    there = Journal({"00000000-0000000a": saved, **journal(mark("tv-01")).events})
    assert [event.entry for event in lived(there)] == ["tv-01"]


@pytest.mark.parametrize("odd", [None, True, 1.5, "7", [7], {"7": 7}, -7, 0])
def test_a_field_of_another_type_counts_as_missing(odd: Json) -> None:
    """A number that is none leaves the pass at one and the position at nothing."""
    (event,) = lived(journal({**mark("tv-01"), "pass": odd, "position": odd, "seen": odd}))
    assert (event.number, event.position, event.seen) == (1, 0, odd is True)


@pytest.mark.parametrize("odd", [None, True, 7, 1.5, ["a"], {"a": "a"}])
def test_a_text_of_another_type_counts_as_empty(odd: Json) -> None:
    """What should be text and is not counts as left out."""
    (event,) = lived(journal({**mark("tv-01", at=odd, note=odd, batch=odd), "undone": odd}))
    assert (event.at, event.note, event.batch, event.undone) == ("", "", "", "")


@pytest.mark.parametrize(
    ("clears", "understood"),
    [(["a", 7, None, "b"], ("a", "b")), ([], ()), ("ab", None), ({"a": "b"}, None), (None, None)],
)
def test_clears_names_ids(clears: Json, understood: tuple[str, ...] | None) -> None:
    """Of what a clear takes back, only texts are ids; what is no list names nothing at all."""
    assert lived(journal(mark("tv-01", "cleared", clears=clears)))[0].clears == understood


@given(
    st.dictionaries(
        st.sampled_from([*IDS, "x"]) | st.text(),
        st.dictionaries(FIELDS, LIKELY | JSON) | JSON,
        max_size=5,
    )
)
@some
def test_any_json_in_any_field_can_be_lived(events: dict[str, Json]) -> None:
    """Whatever a file holds, there is a life, a progress, a history, and a next event."""
    there = Journal({**events, "00000009-00000000": mark("tv-01")})
    happened = lived(there)
    now = progress(SMALL, happened)
    assert "tv-01" in {event.entry for event in happened}
    assert steps(happened).undo
    assert to_undo(happened)
    assert all(event.undone for step in steps(happened).redo for event in step)
    assert last_time(now, date(2026, 11, 22)) is None or any(
        evening(event.at) for event in happened
    )
    assert figures(now).entries <= len(SMALL.entries)
    assert there.recorded([{}], digits()).events.items() > there.events.items()

"""Undo and redo: both stacks, and what of them shows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.domain.test_journal import digits, few, journal, lived, mark
from tracker.domain.journal import Event, Journal
from tracker.domain.passes import visible
from tracker.domain.steps import UNDOABLE, heirs_of, steps, to_undo
from tracker.domain.union import Fields


class Sitting:
    """A viewer who marks, undoes and redoes, with the two plain stacks of a textbook beside."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.chance = digits()
        self.undo: list[list[str]] = []
        self.redo: list[list[str]] = []

    def mark(self, *entries: str) -> None:
        self.journal = self.journal.recorded(list(map(mark, entries)), self.chance)
        self.undo.append(list(entries))
        self.redo.clear()

    def take_back(self) -> None:
        if self.undo:
            last = steps(lived(self.journal)).undo[-1]
            self.journal = self.journal.undone((event.id for event in last), next(self.chance))
            self.redo.append(self.undo.pop())

    def do_again(self) -> None:
        if self.redo:
            last = steps(lived(self.journal)).redo[-1]
            anew = [mark(event.entry, again=event.id) for event in last]
            self.journal = self.journal.recorded(anew, self.chance)
            self.undo.append(self.redo.pop())

    def play(self, script: str) -> Sitting:
        for at, act in enumerate(script):
            match act:
                case "u":
                    self.take_back()
                case "r":
                    self.do_again()
                case _:
                    self.mark(*(f"tv-{at}{digit}" for digit in range(int(act))))
        return self


def stacks(events: Sequence[Event]) -> tuple[list[list[str]], list[list[str]]]:
    """The entries of each step that undo, and that redo, would take."""
    derived = steps(events)
    undo, redo = (
        [[event.entry for event in step] for step in stack]
        for stack in (derived.undo, derived.redo)
    )
    return undo, redo


@pytest.mark.parametrize(
    ("script", "undo", "redo"),
    [
        ("", [], []),
        ("1", [["tv-00"]], []),
        ("2", [["tv-00", "tv-01"]], []),
        ("2u", [], [["tv-00", "tv-01"]]),
        ("2ur", [["tv-00", "tv-01"]], []),
        ("11u", [["tv-00"]], [["tv-10"]]),
        ("11uu", [], [["tv-10"], ["tv-00"]]),
        ("11uur", [["tv-00"]], [["tv-10"]]),
        ("11uu1", [["tv-40"]], []),
        ("1uru", [], [["tv-00"]]),
        ("1urur", [["tv-00"]], []),
    ],
)
def test_stacks(script: str, undo: list[list[str]], redo: list[list[str]]) -> None:
    """The last step is undone first, the last undone is redone first, a new mark ends redoing."""
    assert stacks(lived(Sitting().play(script).journal)) == (undo, redo)


@given(st.text("123uuurr", max_size=24))
@few
def test_stacks_are_those_of_a_textbook(script: str) -> None:
    """Undo and redo have no limit, and what the journal says of them is what happened."""
    sitting = Sitting().play(script)
    assert stacks(lived(sitting.journal)) == (sitting.undo, sitting.redo)


@given(st.text("123uuurr", max_size=12), st.text("123uuurr", max_size=12))
@few
def test_an_old_copy_does_not_disturb_the_stacks(before: str, after: str) -> None:
    """Undo and redo survive a join with an older copy of the journal."""
    sitting = Sitting().play(before)
    old = sitting.journal
    now = sitting.play(after).journal
    assert stacks(lived(old.joined(now))) == stacks(lived(now)) == (sitting.undo, sitting.redo)


def test_half_a_step_can_be_redone() -> None:
    """A step whose first event was lost with half a file is redone once, not for ever."""
    half = mark("tv-02", batch="00000001-00000001", undone="00000003-00000003")
    there = Journal({"00000002-00000002": half})
    assert stacks(lived(there)) == ([], [["tv-02"]])
    again = there.recorded([mark("tv-02", again="00000002-00000002")], digits())
    assert stacks(lived(again)) == ([["tv-02"]], [])


def test_a_clear_is_a_step() -> None:
    """Clearing and the first answers can be undone as marking can; reading a note cannot."""
    there = journal(mark("tv-01", "cleared"), mark("", "read", note="seen"), mark("", "told"))
    assert stacks(lived(there)) == ([["tv-01"], [""]], [])


def test_reading_a_note_does_not_end_redoing() -> None:
    """A note that opens between undo and redo costs nothing."""
    there = Sitting().play("1u").journal.recorded([mark("", "read", note="seen")], digits())
    assert stacks(lived(there)) == ([], [["tv-00"]])


@pytest.mark.parametrize(
    ("event_id", "stands"),
    [("a", "c"), ("b", "c"), ("c", "c"), ("z", "z")],
)
def test_heir(event_id: str, stands: str) -> None:
    """What was redone twice stands as the event it became last."""
    assert heirs_of(event_id, {"a": ["b"], "b": ["c"]}) == {stands}


def test_heirs_on_two_machines() -> None:
    """What two machines redid stands as both events that it became."""
    assert heirs_of("a", {"a": ["b", "c"], "b": ["d"]}) == {"c", "d"}


def test_redoing_leaves_an_heir() -> None:
    """Each redoing passes the event on to a new one."""
    script = Sitting().play("1urur").journal
    assert heirs_of("00000001-00000001", steps(lived(script)).heirs) == {max(script.events)}


@pytest.mark.parametrize("again", [("1", "2"), ("2", "1"), ("2", "2"), ("1", "1")])
def test_heirs_that_chase_each_other(again: tuple[str, str]) -> None:
    """Events that claim to redo each other, or themselves, cannot hang the search for the heir."""
    first, second = (f"0000000{number}-0000000{number}" for number in again)
    there = journal(mark("tv-01", again=first), mark("tv-01", again=second))
    for event_id in there.events:
        assert heirs_of(event_id, steps(lived(there)).heirs) <= there.events.keys()


def undone_next(*happened: Fields) -> list[str]:
    """What undo takes back next, as entries with what was done."""
    return [
        f"{event.do} {event.entry}" for step in to_undo(lived(journal(*happened))) for event in step
    ]


ONE, OTHER = "2026-11-22T21:00:00+01:00", "2026-11-22T21:07:00+01:00"


@pytest.mark.parametrize(
    ("happened", "taken"),
    [
        ([mark("a", at=ONE), mark("a", at=OTHER)], ["watched a", "watched a"]),
        ([mark("a", at=ONE), mark("a", at="2026-11-21", recorded=ONE)], ["watched a"]),
        ([mark("b"), mark("a"), mark("a", "skipped")], ["watched a", "skipped a"]),
        ([mark("a", "stopped", position=60), mark("a", "skipped")], ["skipped a"]),
        ([mark("", "began", **{"pass": 2})] * 2, ["began ", "began "]),
        ([mark("a"), *[mark("a", "cleared", clears=["00000001-00000001"])] * 2], ["cleared a"] * 2),
        ([mark("a", "rated", rating=8)] * 2, ["rated a", "rated a"]),
        ([mark("a", "rated", rating=7), mark("a", "rated", rating=8)], ["rated a"]),
        ([mark("a", "remarked", text="Good.", clears=[])] * 2, ["remarked a"]),
        ([mark("a", "rated")], []),
    ],
)
def test_what_shows_nothing_is_undone_with_what_does(
    happened: list[Fields], taken: list[str]
) -> None:
    """Undo takes back as many steps as it takes for something to look different, or none."""
    assert undone_next(*happened) == taken


def test_what_was_undone_in_one_go_is_redone_in_one_go() -> None:
    """Two steps undone at one moment are one step of redo."""
    there = journal(mark("a", at=ONE), mark("a", at=OTHER))
    gone = there.undone([event.id for step in to_undo(lived(there)) for event in step], "0000000a")
    assert stacks(lived(gone)) == ([], [["a", "a"]])
    anew = [mark("a", again=event.id) for event in steps(lived(gone)).redo[-1]]
    assert stacks(lived(gone.recorded(anew, digits()))) == ([["a", "a"]], [])


def test_a_made_up_number_does_not_turn_the_order_round() -> None:
    """What bears an impossible number is undone first, and then what was done last."""
    there = Journal({"99999999-0000000f": mark("a"), "00000001-00000001": mark("b")})
    there = there.recorded([mark("c")], digits())
    order = []
    for at in range(3):
        (step,) = to_undo(lived(there))
        order.append(step[0].entry)
        there = there.undone([step[0].id], f"{at:08x}")
    assert order == ["a", "c", "b"]
    assert to_undo(lived(there)) == ()


STAMPS = [f"0000000{number}-0000000a" for number in range(1, 9)]
stamps = st.sampled_from(STAMPS)
happenings = st.builds(
    Event,
    id=stamps,
    do=st.sampled_from([*sorted(UNDOABLE), "chose", "read"]),
    number=st.integers(1, 3),
    entry=st.sampled_from(["a", "b"]),
    at=st.sampled_from([ONE, OTHER, "2026-11-21"]),
    recorded=st.sampled_from(["", ONE]),
    clears=st.none() | st.lists(stamps, max_size=2).map(tuple),
    batch=st.just("") | stamps,
    again=st.just("") | stamps,
    undone=st.just("") | stamps,
    seen=st.booleans(),
    text=st.sampled_from(["", "Good."]),
    rating=st.integers(0, 2),
)
lives = st.lists(happenings, unique_by=lambda event: event.id).map(sorted)
"""What two machines and a broken clock may have made of a few things that happened."""


def by_the_acts(events: Sequence[Event]) -> tuple[list[list[str]], list[list[str]]]:
    """Both stacks as ids, from all doing and undoing in one line: as they are defined."""
    acts = [(event.id, False, event) for event in events if event.do in UNDOABLE]
    acts += [(max(event.undone, event.id), True, event) for _, _, event in acts if event.undone]
    undone = {event.id: event.undone for _, _, event in acts}
    undo: dict[str, list[str]] = {}
    redo: dict[str, list[str]] = {}
    for _, is_undoing, event in sorted(acts):
        if is_undoing:
            undo.pop(event.step, None)
            redo.setdefault(event.undone, []).append(event.id)
            continue
        undo.setdefault(event.step, []).append(event.id)
        if event.again:
            redo.pop(undone.get(event.again, ""), None)
        elif event.do != "told":
            redo.clear()
    return [*undo.values()], [*redo.values()]


@few
@given(lives)
def test_both_stacks_are_as_defined(events: Sequence[Event]) -> None:
    """Whatever the stamps say, the stacks are those of all acts in their order."""
    derived = steps(events)
    assert by_the_acts(events) == tuple(
        [[event.id for event in step] for step in stack] for stack in (derived.undo, derived.redo)
    )


CLEARED_FROM_AFAR = [
    Event(STAMPS[0], "watched", entry="a"),
    Event(STAMPS[1], "cleared", number=2, entry="a", clears=(STAMPS[0],)),
    Event(STAMPS[2], "watched", entry="a"),
]
"""What a clear of another pass takes back does not stand in for what is undone."""
ANSWERED_TWICE = [Event(STAMPS[at], "told", number=at + 1, seen=True) for at in (0, 1)]
"""The same answer in two passes is one answer."""


@few
@given(lives)
@example(CLEARED_FROM_AFAR)
@example(ANSWERED_TWICE)
def test_undo_looks_at_all_that_could_look_different(events: Sequence[Event]) -> None:
    """It takes what it would take if every pass were compared, and not only those touched."""
    undo, now, taken = steps(events).undo, visible(events), set[str]()
    expected: tuple[tuple[Event, ...], ...] = ()
    for at in reversed(range(len(undo))):
        taken |= {event.id for event in undo[at]}
        if visible(event for event in events if event.id not in taken) != now:
            expected = undo[at:]
            break
    assert to_undo(events) == expected

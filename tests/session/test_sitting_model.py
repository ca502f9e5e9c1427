"""Random lives over years and passes on two machines, against the rules on paper.

The rules are told from the lines of the journal alone: what was neither undone nor taken back
stands, each pass for itself. What every verb makes of a pass is said beside its rule.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support import SMALL, Clock, session
from tracker.domain.dates import evening
from tracker.domain.guide import Entry, Note
from tracker.domain.passes import Pass
from tracker.domain.progress import Progress
from tracker.domain.spoilers import LEVELS, Level
from tracker.session.sitting import Session
from tracker.session.view import Done

SECONDS = {"tv-01": 24 * 60, "tv-02": 24 * 60, "tv-03": 24 * 60, "ova-1": 50 * 60}
COUNTING = ("tv-01", "tv-02", "ova-1")
"""What the small guide does not leave out, in order."""
MARKS = ("watched", "skipped", "stopped")
STAYS = ("began", "remarked", "rated")
"""What no clear takes back."""
BEGINS = (*MARKS, *STAYS)
"""What makes a pass be one."""
UNDOABLE = (*BEGINS, "cleared")

MACHINES = ("here", "there")

machines = st.sampled_from(MACHINES)
entries = st.sampled_from(SMALL.entries)
several = st.lists(entries, min_size=1, max_size=4, unique=True).map(
    lambda some: sorted(some, key=lambda one: SMALL.place[one.id])
)
days = st.dates(date(1999, 1, 1), date(2026, 11, 22))
texts = st.sampled_from(["", "Good.", "Better than then.", "Two\nlines."])

Lines = Mapping[str, Mapping[str, Any]]
"""The events as they are saved, by id, in order."""
Mark = tuple[str, int, str]
"""What was done, the position, when."""
Viewing = tuple[int, str]
"""A pass and an entry that is watched in it."""


class Told(NamedTuple):
    """What stands of one pass."""

    marks: Mapping[str, tuple[Mark, ...]]
    """The marks of each entry, one on the other."""
    remarks: Mapping[str, tuple[str, ...]]
    ratings: Mapping[str, int]
    read: frozenset[str]
    levels: tuple[str, ...]
    """Several where both machines chose at once."""

    def mark(self, entry: str) -> Mark:
        """The mark that counts: the last by which it was watched, else the last."""
        marks = self.marks[entry]
        return [mark for mark in marks if mark[0] == "watched" or self.state(entry) != "watched"][
            -1
        ]

    def state(self, entry: str) -> str:
        """What the entry is marked as; empty if it is not."""
        done = [do for do, _, _ in self.marks.get(entry, ())]
        return "watched" if "watched" in done else done[-1] if done else ""

    def marked(self, some: Iterable[Entry], mark: Mark) -> Told:
        """This pass with one more mark on each of those entries."""
        more = {one.id: (*self.marks.get(one.id, ()), mark) for one in some}
        return self._replace(marks={**self.marks, **more})

    def cleared(self, some: Iterable[Entry], *what: str) -> Told:
        """This pass without such marks of those entries."""
        ids = {one.id for one in some}
        left = {
            entry: tuple(one for one in marks if entry not in ids or one[0] not in what)
            for entry, marks in self.marks.items()
        }
        return self._replace(marks={entry: marks for entry, marks in left.items() if marks})


NOTHING = Told({}, {}, {}, frozenset(), ())


def lines(one: Session) -> Lines:
    """The events of a session's journal, in order."""
    events: Any = one.journal.events
    return {key: events[key] for key in sorted(events)}


def live(known: Lines) -> Lines:
    """What is not undone."""
    return {key: event for key, event in known.items() if "undone" not in event}


def taken_back(known: Lines) -> set[str]:
    """What a clear took back, or a later remark replaced."""
    return {one for event in live(known).values() for one in event.get("clears", ())}


def standing(known: Lines) -> Lines:
    """What is neither undone nor taken back."""
    gone = taken_back(known)
    return {key: event for key, event in live(known).items() if key not in gone}


def on_paper(one: Session) -> dict[int, Told]:
    """What stands of each pass, first to last."""
    return paper(lines(one))


def paper(known: Lines) -> dict[int, Told]:
    """The same, of the events."""
    stand = standing(known).values()
    begun = {1, *(event["pass"] for event in stand if event["do"] in BEGINS)}
    told = {}
    for number in sorted(begun):
        marks: dict[str, tuple[Mark, ...]] = {}
        remarks: dict[str, tuple[str, ...]] = {}
        ratings: dict[str, int] = {}
        read, levels = set(), []
        for event in stand:
            if event["pass"] != number:
                continue
            if event["do"] in MARKS:
                mark = event["do"], event.get("position", 0), event["at"]
                marks[event["entry"]] = (*marks.get(event["entry"], ()), mark)
            elif event["do"] == "remarked" and event["text"]:
                remarks[event["entry"]] = (*remarks.get(event["entry"], ()), event["text"])
            elif event["do"] == "rated":
                ratings[event["entry"]] = event.get("rating", 0)
            elif event["do"] == "read":
                read.add(event["note"])
            elif event["do"] == "chose":
                levels.append(event["level"])
        given = {entry: rating for entry, rating in ratings.items() if rating}
        told[number] = Told(marks, remarks, given, frozenset(read), tuple(levels))
    return told


def seen(known: Lines) -> Any:  # noqa: ANN401  # compared only
    """What a viewer sees of the passes: of a time that nobody named, the evening."""
    marks: dict[Viewing, Any] = {}
    for event in standing(known).values():
        where = event["pass"], event.get("entry", "")
        if event["do"] in MARKS and (
            event["do"] == "watched" or "watched" not in marks.get(where, ())
        ):
            at = event["at"] if "recorded" in event else evening(event["at"])
            marks[where] = event["do"], event.get("position", 0), at
    return marks, {number: (told.remarks, told.ratings) for number, told in paper(known).items()}


def latest(one: Session) -> str | None:
    """The entry of this pass that came to be watched last: a new date for it is no new viewing."""
    since: dict[str, str] = {}
    number = max(on_paper(one))
    for key, event in standing(lines(one)).items():
        if event["do"] == "watched" and event["pass"] == number:
            since.setdefault(event["entry"], key)
    return max(since, key=since.__getitem__, default=None)


def viewings(one: Session) -> set[Viewing]:
    """What was watched in which pass."""
    return {
        (event["pass"], event["entry"])
        for event in standing(lines(one)).values()
        if event["do"] == "watched"
    }


def left_to_watch(now: Told) -> list[str]:
    """What counts and was neither watched nor skipped, in order."""
    return [entry for entry in COUNTING if now.state(entry) not in ("watched", "skipped")]


def steps(known: Lines) -> dict[str, list[str]]:
    """The ids of what undo and redo deal in, by step, in the order they began."""
    found: dict[str, list[str]] = {}
    for key, event in known.items():
        if event["do"] in UNDOABLE:
            found.setdefault(event.get("batch", key), []).append(key)
    return found


def to_undo(known: Lines) -> list[str]:
    """Of the steps that stand the last, and those before it up to one that shows."""
    stand = [step for step in steps(known).values() if all(one in live(known) for one in step)]
    taken: list[str] = []
    for step in reversed(stand):
        taken += step
        if seen({key: known[key] for key in known if key not in taken}) != seen(known):
            return sorted(taken)
    return []


def to_redo(known: Lines) -> list[str]:
    """What was undone last, in one go, if nothing new was done since, nor that redone."""
    deeds = {key: event for key, event in known.items() if event["do"] in UNDOABLE}
    fresh = max((key for key, event in deeds.items() if "again" not in event), default="")
    undone: dict[str, list[str]] = {}
    for key, event in deeds.items():
        if event.get("undone", "") > fresh:
            undone.setdefault(event["undone"], []).append(key)
    waiting = {
        moment: keys
        for moment, keys in undone.items()
        if not any(event.get("again") in keys and key > moment for key, event in deeds.items())
    }
    return waiting[max(waiting)] if waiting else []


def apart(known: Lines, step: Sequence[str]) -> bool:
    """Whether no deed of another machine stands between those of a step, or after them."""
    deeds = {key for key, event in live(known).items() if event["do"] in UNDOABLE}
    return not any(key > step[0] for key in deeds - set(step))


def unhidden(one: Session) -> Progress:
    """The progress, with nothing of an earlier pass hidden."""
    chosen, one.level = one.level, "off"
    now = one.view.progress
    one.level = chosen
    return now


def passes(one: Session) -> dict[int, Pass]:
    """The passes as they are shown, by number."""
    return {each.number: each for each in unhidden(one).passes}


def shown(one: Session) -> Any:  # noqa: ANN401  # compared only
    """All that is derived, but for the ids."""
    now = unhidden(one)
    return tuple(map(plain, now.passes)), now.number, now.next_up, now.latest, now.tally, now.seen


def plain(one: Pass) -> Any:  # noqa: ANN401  # compared only
    """A pass as it is shown, without ids."""
    return (
        {entry: (mark.do, mark.position, mark.at) for entry, mark in one.marks.items()},
        {entry: mark.at for entry, mark in one.watched.items()},
        {entry: tuple(event.text for event in kept) for entry, kept in one.remarks.items()},
        dict(one.ratings),
        one.read,
        one.levels,
    )


def as_told(one: Told) -> Any:  # noqa: ANN401  # compared only
    """A pass as it should be shown, without ids."""
    marks = {entry: one.mark(entry) for entry in one.marks}
    return (
        marks,
        {entry: at for entry, (do, _, at) in marks.items() if do == "watched"},
        one.remarks,
        one.ratings,
        one.read,
        one.levels,
    )


def total(one: Session) -> tuple[int, int]:
    """What was watched over all passes: how many times, how long."""
    lived = one.history()
    return lived.entries, lived.seconds


class Lives(RuleBasedStateMachine):
    """One viewer on two machines that exchange their journals now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = ExitStack()
        self.clocks = {at: Clock() for at in MACHINES}
        # Nothing is saved, so the directory stays a name.
        home = Path("there-is-no-such-directory")
        self.sittings = {at: session(home, clock=clock) for at, clock in self.clocks.items()}
        self.here, self.there = self.sittings.values()

    @initialize(seed=st.integers(0, 1 << 16))
    def begin(self, seed: int) -> None:
        # Chance must fall the same way again, or no failure could be made smaller.
        self.patches.enter_context(patch("os.urandom", random.Random(seed).randbytes))

    def teardown(self) -> None:
        self.patches.close()

    @staticmethod
    def pass_of(one: Session) -> Told:
        """What stands of the current pass."""
        return list(on_paper(one).values())[-1]

    def live(self, one: Session, verb: Callable[[], Done | None], becomes: Told) -> None:
        """Use a verb: the current pass becomes so, earlier ones stay, and no total falls."""
        before, were, had = on_paper(one), passes(one), total(one)
        number = max(before)
        begun = [event["do"] for event in standing(lines(one)).values() if event["pass"] == number]
        done = verb()
        expected = {**before, number: becomes}
        if number > 1 and not becomes.marks and {*begun}.isdisjoint(STAYS):
            # Its beginning was undone, and the last mark that kept it is gone.
            del expected[number]
        assert on_paper(one) == expected
        assert done is None or done.changed == (becomes != before[number])
        were.pop(number)
        self.stay(one, were)
        lost = [
            entry
            for entry, marks in before[number].marks.items()
            if any(do == "watched" for do, _, _ in marks) and entry not in becomes.marks
        ]
        count, seconds = total(one)
        assert count >= had[0] - len(lost)
        assert seconds >= had[1] - sum(SECONDS[entry] for entry in lost)

    def is_under_way(self) -> bool:
        """Whether enough was marked in this pass that another is worth beginning."""
        return any(len(self.pass_of(one).marks) > 1 for one in (self.here, self.there))

    @staticmethod
    def stay(one: Session, were: Mapping[int, Pass]) -> None:
        """Those passes are as they were: marks, dates, remarks, ratings."""
        now = passes(one)
        assert {number: now.get(number) for number in were} == were

    # What happens in a pass

    @rule(at=machines, some=several, when=st.none() | days)
    def watched(self, at: str, some: Sequence[Entry], when: date | None) -> None:
        one = self.sittings[at]
        now = self.pass_of(one)
        mark = ("watched", 0, (when or one.now()).isoformat())
        fresh = [
            entry
            for entry in some
            if now.state(entry.id) != "watched" or (when and now.mark(entry.id) != mark)
        ]
        self.live(one, lambda: one.watched(some, when), now.marked(fresh, mark))

    @rule(at=machines, entry=entries, position=st.integers(1, 1440), when=st.none() | days)
    def stopped(self, at: str, entry: Entry, position: int, when: date | None) -> None:
        one = self.sittings[at]
        now = self.pass_of(one)
        mark = ("stopped", position, (when or one.now()).isoformat())
        becomes = now if now.state(entry.id) == "watched" else now.marked([entry], mark)
        if now.state(entry.id) == "stopped":
            _, _, known = now.mark(entry.id)
            alike = known == mark[2] if when else evening(known) == evening(mark[2])
            if alike and now.mark(entry.id)[:2] == mark[:2]:
                becomes = now
        self.live(one, lambda: one.stopped(entry, position, when), becomes)

    @rule(at=machines, some=several)
    def skip(self, at: str, some: Sequence[Entry]) -> None:
        one = self.sittings[at]
        now = self.pass_of(one)
        open_ones = [
            entry
            for entry in some
            if now.state(entry.id) == "stopped"
            or (entry.id in COUNTING and not now.state(entry.id))
        ]
        mark = ("skipped", 0, one.now().isoformat())
        self.live(one, lambda: one.skip(some), now.marked(open_ones, mark))

    @rule(at=machines, entry=entries)
    def unskip(self, at: str, entry: Entry) -> None:
        one = self.sittings[at]
        now = self.pass_of(one)
        becomes = now.cleared([entry], "skipped") if now.state(entry.id) == "skipped" else now
        self.live(one, lambda: one.unskip(entry), becomes)

    @rule(at=machines, some=several)
    def clear(self, at: str, some: Sequence[Entry]) -> None:
        one = self.sittings[at]
        had, number = viewings(one), max(on_paper(one))
        self.live(one, lambda: one.clear(some), self.pass_of(one).cleared(some, *MARKS))
        assert had - viewings(one) == had & {(number, entry.id) for entry in some}

    @rule(at=machines, entry=entries, when=days)
    def redate(self, at: str, entry: Entry, when: date) -> None:
        one = self.sittings[at]
        now, was = self.pass_of(one), latest(one)
        known = now.mark(entry.id) if entry.id in now.marks else ("watched", 0, "")
        mark = (*known[:2], when.isoformat())
        becomes = now if known == mark else now.marked([entry], mark)
        self.live(one, lambda: one.redate(entry, when), becomes)
        assert latest(one) == (was if entry.id in now.marks else entry.id)

    @rule(at=machines, entry=entries, text=texts)
    def remark(self, at: str, entry: Entry, text: str) -> None:
        one = self.sittings[at]
        now = self.pass_of(one)
        kept = {key: said for key, said in now.remarks.items() if key != entry.id}
        becomes = now._replace(remarks={**kept, entry.id: (text,)} if text else kept)
        if text == "\n\n".join(now.remarks.get(entry.id, ())):
            becomes = now
        self.live(one, lambda: one.remark(entry, text), becomes)

    @rule(at=machines, entry=entries, rating=st.integers(0, 10))
    def rate(self, at: str, entry: Entry, rating: int) -> None:
        one = self.sittings[at]
        now = self.pass_of(one)
        kept = {key: given for key, given in now.ratings.items() if key != entry.id}
        becomes = now._replace(ratings={**kept, entry.id: rating} if rating else kept)
        self.live(one, lambda: one.rate(entry, rating), becomes)

    @rule(at=machines, level=st.sampled_from([*LEVELS]))
    def choose(self, at: str, level: Level) -> None:
        one = self.sittings[at]
        self.live(one, lambda: one.choose(level), self.pass_of(one)._replace(levels=(level,)))

    @rule(at=machines, note=st.sampled_from(SMALL.notes))
    def read(self, at: str, note: Note) -> None:
        one = self.sittings[at]
        now = self.pass_of(one)
        self.live(one, lambda: one.read([note]), now._replace(read=now.read | {note.id}))

    # Passes, steps, time

    @precondition(lambda self: self.is_under_way())
    @rule(at=machines)
    def rewatch(self, at: str) -> None:
        one = self.sittings[at]
        were, had = passes(one), total(one)
        assert one.rewatch().changed
        assert list(passes(one)) == [*were, max(were) + 1]
        self.stay(one, were)
        assert total(one) == had
        now = self.pass_of(one)
        # Notes and a level may be left of a rewatch that was undone.
        assert now == NOTHING._replace(read=now.read, levels=now.levels)

    @rule(at=machines, notes=st.lists(st.sampled_from(SMALL.notes), max_size=2, unique=True))
    def rewatch_by_mistake(self, at: str, notes: Sequence[Note]) -> None:
        one = self.sittings[at]
        were = passes(one)
        one.rewatch()
        one.read(notes)
        assert self.undo_in(one)
        assert passes(one) == were

    @rule(at=machines)
    def undo(self, at: str) -> None:
        self.undo_in(self.sittings[at])

    def undo_in(self, one: Session) -> bool:
        """Undo, whether that did anything."""
        before, were, had = lines(one), passes(one), viewings(one)
        step = to_undo(before)
        done = one.undo()
        after = lines(one)
        assert done.changed == bool(step)
        assert [key for key in after if after[key] != before.get(key)] == step
        self.touched(one, were, [before[key] for key in step])
        self.went(had - viewings(one), [before[key] for key in step], "watched")
        self.went(viewings(one) - had, [before[key] for key in step], "cleared")
        return done.changed

    @rule(at=machines)
    def redo(self, at: str) -> None:
        self.redo_in(self.sittings[at])

    def redo_in(self, one: Session) -> None:
        """Redo: the same is done anew, with the time it had."""
        before, were, had = lines(one), passes(one), viewings(one)
        step = to_redo(before)
        done = one.redo()
        after = lines(one)
        assert done.changed == bool(step)
        anew = [after[key] for key in after if key not in before]
        assert [event["again"] for event in anew] == step
        for event, old in zip(anew, [before[key] for key in step], strict=True):
            for field in {*old} - {"undone", "batch", "clears", "recorded", "again"}:
                assert event[field] == old[field]
        self.touched(one, were, anew)
        self.went(had - viewings(one), anew, "cleared")
        self.went(viewings(one) - had, anew, "watched")

    def touched(
        self, one: Session, were: Mapping[int, Pass], step: Iterable[Mapping[str, Any]]
    ) -> None:
        """No pass changed but that of the step."""
        belongs = {event["pass"] for event in step}
        self.stay(one, {number: was for number, was in were.items() if number not in belongs})
        assert passes(one).keys() - were.keys() <= belongs

    @staticmethod
    def went(what: set[Viewing], step: Iterable[Mapping[str, Any]], do: str) -> None:
        """Those viewings were of the deeds of that kind in a step."""
        assert what <= {(event["pass"], event["entry"]) for event in step if event["do"] == do}

    @rule(at=machines, many=st.integers(1, 5))
    def undo_and_redo(self, at: str, many: int) -> None:
        self.back_and_forth(self.sittings[at], many)

    @rule(at=machines, entry=entries, many=st.integers(1, 5))
    def second_thoughts(self, at: str, entry: Entry, many: int) -> None:
        one = self.sittings[at]
        count = len(one.journal.events)
        one.stopped(entry, 600)
        one.remark(entry, f"First, {count}.")
        one.remark(entry, f"Then, {count}.")
        one.clear([entry])
        self.back_and_forth(one, many)

    def back_and_forth(self, one: Session, many: int) -> None:
        """Undo so many steps and redo them: all is as it was, at each step on the way."""
        states, comparable = [shown(one)], True
        for _ in range(many):
            # What another machine did in the same moment may stand between the deeds of a step;
            # done anew it comes after that.
            step = to_undo(lines(one))
            comparable = comparable and bool(step) and apart(lines(one), step)
            if not self.undo_in(one):
                break
            states.append(shown(one))
        for state in reversed(states[:-1]):
            self.redo_in(one)
            assert not comparable or shown(one) == state

    @rule(at=machines, ahead=st.integers(-500, 1500), hours=st.integers(0, 23))
    def time_goes(self, at: str, ahead: int, hours: int) -> None:
        self.clocks[at].now += timedelta(days=ahead, hours=hours)

    # Two machines

    @rule()
    def join(self) -> None:
        here, there = self.here.journal, self.there.journal
        stood = {
            key for one in (self.here, self.there) for key in standing(lines(one))
        } - self.gone()
        both = here.joined(there)
        for other in (there.joined(here), both.joined(here), there.joined(both), both.joined(both)):
            assert other == both
        for one in (self.here, self.there):
            one.join(both)
        assert stood <= standing(lines(self.here)).keys()
        assert unhidden(self.here) == unhidden(self.there)
        assert total(self.here) == total(self.there)

    def gone(self) -> set[str]:
        """What was undone or taken back on either machine."""
        known = [lines(one) for one in (self.here, self.there)]
        return {key for one in known for key in one if key not in standing(one)}

    @precondition(lambda self: self.is_under_way())
    @rule()
    def rewatch_on_both(self) -> None:
        self.join()
        known = passes(self.here)
        for one in (self.here, self.there):
            assert one.rewatch().changed
        self.join()
        assert list(passes(self.here)) == [*known, max(known) + 1]
        self.stay(self.here, known)

    @precondition(lambda self: self.is_under_way())
    @rule(entry=entries)
    def rewatch_undone_on_one(self, entry: Entry) -> None:
        self.join()
        number = max(passes(self.here))
        self.here.rewatch()
        self.join()
        self.there.watched([entry])
        assert self.here.undo().text == f"Undone: began pass {number + 1}"
        assert max(passes(self.here)) == number
        self.join()
        for one in (self.here, self.there):
            assert one.view.progress.number == number + 1
            assert self.pass_of(one).state(entry.id) == "watched"

    @rule(entry=entries, at=machines, replace=st.booleans())
    def remarks_at_once(self, entry: Entry, at: str, replace: bool) -> None:  # noqa: FBT001  # drawn
        self.join()
        count = len(self.here.journal.events)
        self.here.remark(entry, f"Here, {count}.")
        self.there.remark(entry, f"There, {count}.")
        self.join()
        for one in (self.here, self.there):
            kept = one.view.progress.current.remarks[entry.id]
            assert {event.text for event in kept} == {f"Here, {count}.", f"There, {count}."}
        if replace:
            self.sittings[at].remark(entry, f"Both, {count}.")
            self.join()
            for one in (self.here, self.there):
                (only,) = one.view.progress.current.remarks[entry.id]
                assert only.text == f"Both, {count}."

    # What always holds

    @invariant()
    def all_is_shown_as_it_is_on_paper(self) -> None:
        for one in (self.here, self.there):
            paper, now = on_paper(one), passes(one)
            assert list(now) == list(paper)
            for number, told in paper.items():
                assert plain(now[number]) == as_told(told)
            self.progress_is_right(one, paper)

    def progress_is_right(self, one: Session, paper: Mapping[int, Told]) -> None:
        """Next up, counts and level are those of the current pass; the totals those of all."""
        now, view, current = unhidden(one), one.view, paper[max(paper)]
        open_ones = left_to_watch(current)
        for seen in (now, view.progress):
            assert seen.number == max(paper)
            assert seen.next_up == (open_ones[0] if open_ones else None)
        done = [entry for entry in COUNTING if current.state(entry) == "watched"]
        assert now.tally[:2] == (len(done), len(done) + len(open_ones))
        assert now.latest == latest(one)
        finished = any(not left_to_watch(told) for told in paper.values())
        assert now.seen == finished
        usual = "off" if finished else "titles"
        assert view.level == max(current.levels, key=[*map(str, LEVELS)].index, default=usual)
        watched = viewings(one)
        assert total(one) == (len(watched), sum(SECONDS[entry] for _, entry in watched))


def told_as_lived(lives: int, steps: int) -> settings:
    """So many lives of so many steps; to look for a shorter one that fails can take minutes."""
    return settings(max_examples=lives, stateful_step_count=steps, phases=[Phase.generate])


def test_lives_over_years_and_passes() -> None:
    """No total falls and no earlier pass changes, whatever two machines go through.

    Undo then redo is nothing, machines that joined their journals agree, and what is next up is
    next up in its pass.
    """
    run_state_machine_as_test(Lives, settings=told_as_lived(40, 30))


@pytest.mark.slow
def test_long_lives_over_years_and_passes() -> None:
    """As above, with longer lives and many more of them."""
    run_state_machine_as_test(Lives, settings=told_as_lived(150, 60))

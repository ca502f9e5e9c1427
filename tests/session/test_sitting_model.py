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
    lambda some: sorted(some, key=lambda entry: SMALL.place[entry.id])
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
        more = {entry.id: (*self.marks.get(entry.id, ()), mark) for entry in some}
        return self._replace(marks={**self.marks, **more})

    def cleared(self, some: Iterable[Entry], *what: str) -> Told:
        """This pass without such marks of those entries."""
        ids = {entry.id for entry in some}
        left = {
            entry: tuple(mark for mark in marks if entry not in ids or mark[0] not in what)
            for entry, marks in self.marks.items()
        }
        return self._replace(marks={entry: marks for entry, marks in left.items() if marks})


NOTHING = Told({}, {}, {}, frozenset(), ())


def lines(sitting: Session) -> Lines:
    """The events of a session's journal, in order."""
    events: Any = sitting.journal.events
    return {key: events[key] for key in sorted(events)}


def live(known: Lines) -> Lines:
    """What is not undone."""
    return {key: event for key, event in known.items() if "undone" not in event}


def taken_back(known: Lines) -> set[str]:
    """What a clear took back, or a later remark replaced."""
    return {key for event in live(known).values() for key in event.get("clears", ())}


def standing(known: Lines) -> Lines:
    """What is neither undone nor taken back."""
    gone = taken_back(known)
    return {key: event for key, event in live(known).items() if key not in gone}


def on_paper(sitting: Session) -> dict[int, Told]:
    """What stands of each pass, first to last."""
    return paper(lines(sitting))


def paper(known: Lines) -> dict[int, Told]:
    """The same, of the events."""
    stand = standing(known).values()
    begun = {1, *(event["pass"] for event in stand if event["do"] in BEGINS)}
    pages = {}
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
        pages[number] = Told(marks, remarks, given, frozenset(read), tuple(levels))
    return pages


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
    return marks, {number: (page.remarks, page.ratings) for number, page in paper(known).items()}


def latest(sitting: Session) -> str | None:
    """The entry of this pass that came to be watched last: a new date for it is no new viewing."""
    since: dict[str, str] = {}
    number = max(on_paper(sitting))
    for key, event in standing(lines(sitting)).items():
        if event["do"] == "watched" and event["pass"] == number:
            since.setdefault(event["entry"], key)
    return max(since, key=since.__getitem__, default=None)


def viewings(sitting: Session) -> set[Viewing]:
    """What was watched in which pass."""
    return {
        (event["pass"], event["entry"])
        for event in standing(lines(sitting)).values()
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
    stand = [step for step in steps(known).values() if all(key in live(known) for key in step)]
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


def unhidden(sitting: Session) -> Progress:
    """The progress, with nothing of an earlier pass hidden."""
    chosen, sitting.level = sitting.level, "off"
    now = sitting.view.progress
    sitting.level = chosen
    return now


def passes(sitting: Session) -> dict[int, Pass]:
    """The passes as they are shown, by number."""
    return {each.number: each for each in unhidden(sitting).passes}


def shown(sitting: Session) -> Any:  # noqa: ANN401  # compared only
    """All that is derived, but for the ids."""
    now = unhidden(sitting)
    return tuple(map(plain, now.passes)), now.number, now.next_up, now.latest, now.tally, now.seen


def plain(each: Pass) -> Any:  # noqa: ANN401  # compared only
    """A pass as it is shown, without ids."""
    return (
        {entry: (mark.do, mark.position, mark.at) for entry, mark in each.marks.items()},
        {entry: mark.at for entry, mark in each.watched.items()},
        {entry: tuple(event.text for event in kept) for entry, kept in each.remarks.items()},
        dict(each.ratings),
        each.read,
        each.levels,
    )


def as_told(page: Told) -> Any:  # noqa: ANN401  # compared only
    """A pass as it should be shown, without ids."""
    marks = {entry: page.mark(entry) for entry in page.marks}
    return (
        marks,
        {entry: at for entry, (do, _, at) in marks.items() if do == "watched"},
        page.remarks,
        page.ratings,
        page.read,
        page.levels,
    )


def total(sitting: Session) -> tuple[int, int]:
    """What was watched over all passes: how many times, how long."""
    lived = sitting.history()
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
    def pass_of(sitting: Session) -> Told:
        """What stands of the current pass."""
        return list(on_paper(sitting).values())[-1]

    def live(self, sitting: Session, verb: Callable[[], Done | None], becomes: Told) -> None:
        """Use a verb: the current pass becomes so, earlier ones stay, and no total falls."""
        before, were, had = on_paper(sitting), passes(sitting), total(sitting)
        number = max(before)
        begun = [
            event["do"] for event in standing(lines(sitting)).values() if event["pass"] == number
        ]
        done = verb()
        expected = {**before, number: becomes}
        if number > 1 and not becomes.marks and {*begun}.isdisjoint(STAYS):
            # Its beginning was undone, and the last mark that kept it is gone.
            del expected[number]
        assert on_paper(sitting) == expected
        assert done is None or done.changed == (becomes != before[number])
        were.pop(number)
        self.stay(sitting, were)
        lost = [
            entry
            for entry, marks in before[number].marks.items()
            if any(do == "watched" for do, _, _ in marks) and entry not in becomes.marks
        ]
        count, seconds = total(sitting)
        assert count >= had[0] - len(lost)
        assert seconds >= had[1] - sum(SECONDS[entry] for entry in lost)

    def is_under_way(self) -> bool:
        """Whether enough was marked in this pass that another is worth beginning."""
        return any(len(self.pass_of(sitting).marks) > 1 for sitting in (self.here, self.there))

    @staticmethod
    def stay(sitting: Session, were: Mapping[int, Pass]) -> None:
        """Those passes are as they were: marks, dates, remarks, ratings."""
        now = passes(sitting)
        assert {number: now.get(number) for number in were} == were

    # What happens in a pass

    @rule(at=machines, some=several, when=st.none() | days)
    def watched(self, at: str, some: Sequence[Entry], when: date | None) -> None:
        sitting = self.sittings[at]
        now = self.pass_of(sitting)
        mark = ("watched", 0, (when or sitting.now()).isoformat())
        fresh = [
            entry
            for entry in some
            if now.state(entry.id) != "watched" or (when and now.mark(entry.id) != mark)
        ]
        self.live(sitting, lambda: sitting.watched(some, when), now.marked(fresh, mark))

    @rule(at=machines, entry=entries, position=st.integers(1, 1440), when=st.none() | days)
    def stopped(self, at: str, entry: Entry, position: int, when: date | None) -> None:
        sitting = self.sittings[at]
        now = self.pass_of(sitting)
        mark = ("stopped", position, (when or sitting.now()).isoformat())
        becomes = now if now.state(entry.id) == "watched" else now.marked([entry], mark)
        if now.state(entry.id) == "stopped":
            _, _, known = now.mark(entry.id)
            alike = known == mark[2] if when else evening(known) == evening(mark[2])
            if alike and now.mark(entry.id)[:2] == mark[:2]:
                becomes = now
        self.live(sitting, lambda: sitting.stopped(entry, position, when), becomes)

    @rule(at=machines, some=several)
    def skip(self, at: str, some: Sequence[Entry]) -> None:
        sitting = self.sittings[at]
        now = self.pass_of(sitting)
        open_ones = [
            entry
            for entry in some
            if now.state(entry.id) == "stopped"
            or (entry.id in COUNTING and not now.state(entry.id))
        ]
        mark = ("skipped", 0, sitting.now().isoformat())
        self.live(sitting, lambda: sitting.skip(some), now.marked(open_ones, mark))

    @rule(at=machines, entry=entries)
    def unskip(self, at: str, entry: Entry) -> None:
        sitting = self.sittings[at]
        now = self.pass_of(sitting)
        becomes = now.cleared([entry], "skipped") if now.state(entry.id) == "skipped" else now
        self.live(sitting, lambda: sitting.unskip(entry), becomes)

    @rule(at=machines, some=several)
    def clear(self, at: str, some: Sequence[Entry]) -> None:
        sitting = self.sittings[at]
        had, number = viewings(sitting), max(on_paper(sitting))
        self.live(sitting, lambda: sitting.clear(some), self.pass_of(sitting).cleared(some, *MARKS))
        assert had - viewings(sitting) == had & {(number, entry.id) for entry in some}

    @rule(at=machines, entry=entries, when=days)
    def redate(self, at: str, entry: Entry, when: date) -> None:
        sitting = self.sittings[at]
        now, was = self.pass_of(sitting), latest(sitting)
        known = now.mark(entry.id) if entry.id in now.marks else ("watched", 0, "")
        mark = (*known[:2], when.isoformat())
        becomes = now if known == mark else now.marked([entry], mark)
        self.live(sitting, lambda: sitting.redate(entry, when), becomes)
        assert latest(sitting) == (was if entry.id in now.marks else entry.id)

    @rule(at=machines, entry=entries, text=texts)
    def remark(self, at: str, entry: Entry, text: str) -> None:
        sitting = self.sittings[at]
        now = self.pass_of(sitting)
        kept = {key: said for key, said in now.remarks.items() if key != entry.id}
        becomes = now._replace(remarks={**kept, entry.id: (text,)} if text else kept)
        if text == "\n\n".join(now.remarks.get(entry.id, ())):
            becomes = now
        self.live(sitting, lambda: sitting.remark(entry, text), becomes)

    @rule(at=machines, entry=entries, rating=st.integers(0, 10))
    def rate(self, at: str, entry: Entry, rating: int) -> None:
        sitting = self.sittings[at]
        now = self.pass_of(sitting)
        kept = {key: given for key, given in now.ratings.items() if key != entry.id}
        becomes = now._replace(ratings={**kept, entry.id: rating} if rating else kept)
        self.live(sitting, lambda: sitting.rate(entry, rating), becomes)

    @rule(at=machines, level=st.sampled_from([*LEVELS]))
    def choose(self, at: str, level: Level) -> None:
        sitting = self.sittings[at]
        self.live(
            sitting, lambda: sitting.choose(level), self.pass_of(sitting)._replace(levels=(level,))
        )

    @rule(at=machines, note=st.sampled_from(SMALL.notes))
    def read(self, at: str, note: Note) -> None:
        sitting = self.sittings[at]
        now = self.pass_of(sitting)
        self.live(sitting, lambda: sitting.read([note]), now._replace(read=now.read | {note.id}))

    # Passes, steps, time

    @precondition(lambda self: self.is_under_way())
    @rule(at=machines)
    def rewatch(self, at: str) -> None:
        sitting = self.sittings[at]
        were, had = passes(sitting), total(sitting)
        assert sitting.rewatch().changed
        assert list(passes(sitting)) == [*were, max(were) + 1]
        self.stay(sitting, were)
        assert total(sitting) == had
        now = self.pass_of(sitting)
        # Notes and a level may be left of a rewatch that was undone.
        assert now == NOTHING._replace(read=now.read, levels=now.levels)

    @rule(at=machines, notes=st.lists(st.sampled_from(SMALL.notes), max_size=2, unique=True))
    def rewatch_by_mistake(self, at: str, notes: Sequence[Note]) -> None:
        sitting = self.sittings[at]
        were = passes(sitting)
        sitting.rewatch()
        sitting.read(notes)
        assert self.undo_in(sitting)
        assert passes(sitting) == were

    @rule(at=machines)
    def undo(self, at: str) -> None:
        self.undo_in(self.sittings[at])

    def undo_in(self, sitting: Session) -> bool:
        """Undo, whether that did anything."""
        before, were, had = lines(sitting), passes(sitting), viewings(sitting)
        step = to_undo(before)
        done = sitting.undo()
        after = lines(sitting)
        assert done.changed == bool(step)
        assert [key for key in after if after[key] != before.get(key)] == step
        self.touched(sitting, were, [before[key] for key in step])
        self.went(had - viewings(sitting), [before[key] for key in step], "watched")
        self.went(viewings(sitting) - had, [before[key] for key in step], "cleared")
        return done.changed

    @rule(at=machines)
    def redo(self, at: str) -> None:
        self.redo_in(self.sittings[at])

    def redo_in(self, sitting: Session) -> None:
        """Redo: the same is done anew, with the time it had."""
        before, were, had = lines(sitting), passes(sitting), viewings(sitting)
        step = to_redo(before)
        done = sitting.redo()
        after = lines(sitting)
        assert done.changed == bool(step)
        anew = [after[key] for key in after if key not in before]
        assert [event["again"] for event in anew] == step
        for event, old in zip(anew, [before[key] for key in step], strict=True):
            for field in {*old} - {"undone", "batch", "clears", "recorded", "again"}:
                assert event[field] == old[field]
        self.touched(sitting, were, anew)
        self.went(had - viewings(sitting), anew, "cleared")
        self.went(viewings(sitting) - had, anew, "watched")

    def touched(
        self, sitting: Session, were: Mapping[int, Pass], step: Iterable[Mapping[str, Any]]
    ) -> None:
        """No pass changed but that of the step."""
        belongs = {event["pass"] for event in step}
        self.stay(sitting, {number: was for number, was in were.items() if number not in belongs})
        assert passes(sitting).keys() - were.keys() <= belongs

    @staticmethod
    def went(what: set[Viewing], step: Iterable[Mapping[str, Any]], do: str) -> None:
        """Those viewings were of the deeds of that kind in a step."""
        assert what <= {(event["pass"], event["entry"]) for event in step if event["do"] == do}

    @rule(at=machines, many=st.integers(1, 5))
    def undo_and_redo(self, at: str, many: int) -> None:
        self.back_and_forth(self.sittings[at], many)

    @rule(at=machines, entry=entries, many=st.integers(1, 5))
    def second_thoughts(self, at: str, entry: Entry, many: int) -> None:
        sitting = self.sittings[at]
        count = len(sitting.journal.events)
        sitting.stopped(entry, 600)
        sitting.remark(entry, f"First, {count}.")
        sitting.remark(entry, f"Then, {count}.")
        sitting.clear([entry])
        self.back_and_forth(sitting, many)

    def back_and_forth(self, sitting: Session, many: int) -> None:
        """Undo so many steps and redo them: all is as it was, at each step on the way."""
        states, comparable = [shown(sitting)], True
        for _ in range(many):
            # What another machine did in the same moment may stand between the deeds of a step;
            # done anew it comes after that.
            step = to_undo(lines(sitting))
            comparable = comparable and bool(step) and apart(lines(sitting), step)
            if not self.undo_in(sitting):
                break
            states.append(shown(sitting))
        for state in reversed(states[:-1]):
            self.redo_in(sitting)
            assert not comparable or shown(sitting) == state

    @rule(at=machines, ahead=st.integers(-500, 1500), hours=st.integers(0, 23))
    def time_goes(self, at: str, ahead: int, hours: int) -> None:
        self.clocks[at].now += timedelta(days=ahead, hours=hours)

    # Two machines

    @rule()
    def join(self) -> None:
        here, there = self.here.journal, self.there.journal
        stood = {
            key for sitting in (self.here, self.there) for key in standing(lines(sitting))
        } - self.gone()
        both = here.joined(there)
        for other in (there.joined(here), both.joined(here), there.joined(both), both.joined(both)):
            assert other == both
        for sitting in (self.here, self.there):
            sitting.join(both)
        assert stood <= standing(lines(self.here)).keys()
        assert unhidden(self.here) == unhidden(self.there)
        assert total(self.here) == total(self.there)

    def gone(self) -> set[str]:
        """What was undone or taken back on either machine."""
        known = [lines(sitting) for sitting in (self.here, self.there)]
        return {key for events in known for key in events if key not in standing(events)}

    @precondition(lambda self: self.is_under_way())
    @rule()
    def rewatch_on_both(self) -> None:
        self.join()
        known = passes(self.here)
        for sitting in (self.here, self.there):
            assert sitting.rewatch().changed
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
        for sitting in (self.here, self.there):
            assert sitting.view.progress.number == number + 1
            assert self.pass_of(sitting).state(entry.id) == "watched"

    @rule(entry=entries, at=machines, replace=st.booleans())
    def remarks_at_once(self, entry: Entry, at: str, replace: bool) -> None:  # noqa: FBT001  # drawn
        self.join()
        count = len(self.here.journal.events)
        self.here.remark(entry, f"Here, {count}.")
        self.there.remark(entry, f"There, {count}.")
        self.join()
        for sitting in (self.here, self.there):
            kept = sitting.view.progress.current.remarks[entry.id]
            assert {event.text for event in kept} == {f"Here, {count}.", f"There, {count}."}
        if replace:
            self.sittings[at].remark(entry, f"Both, {count}.")
            self.join()
            for sitting in (self.here, self.there):
                (only,) = sitting.view.progress.current.remarks[entry.id]
                assert only.text == f"Both, {count}."

    # What always holds

    @invariant()
    def all_is_shown_as_it_is_on_paper(self) -> None:
        for sitting in (self.here, self.there):
            paper, now = on_paper(sitting), passes(sitting)
            assert list(now) == list(paper)
            for number, page in paper.items():
                assert plain(now[number]) == as_told(page)
            self.progress_is_right(sitting, paper)

    def progress_is_right(self, sitting: Session, paper: Mapping[int, Told]) -> None:
        """Next up, counts and level are those of the current pass; the totals those of all."""
        now, view, current = unhidden(sitting), sitting.view, paper[max(paper)]
        open_ones = left_to_watch(current)
        for seen in (now, view.progress):
            assert seen.number == max(paper)
            assert seen.next_up == (open_ones[0] if open_ones else None)
        done = [entry for entry in COUNTING if current.state(entry) == "watched"]
        assert now.tally[:2] == (len(done), len(done) + len(open_ones))
        assert now.latest == latest(sitting)
        finished = any(
            not left_to_watch(page) and page.state(COUNTING[-1]) == "watched"
            for page in paper.values()
        )
        assert now.seen == finished
        usual = "off" if finished else "titles"
        assert view.level == max(current.levels, key=[*map(str, LEVELS)].index, default=usual)
        watched = viewings(sitting)
        assert total(sitting) == (len(watched), sum(SECONDS[entry] for _, entry in watched))


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

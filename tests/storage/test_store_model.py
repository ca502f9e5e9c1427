"""Whole lives of the file: sittings, machines, deaths and old copies, against a plain model.

The model knows an event as a line and an undo as a stamp on it. What a session shows, what lies in
the file and what a save promised is told from that alone, so that session, store and journal
together are compared with something that has none of their parts.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support import EVENING, SMALL, Clock, session
from tracker.domain.dates import When, evening
from tracker.domain.guide import Entry
from tracker.domain.journal import Journal
from tracker.domain.progress import State
from tracker.session.sitting import Session
from tracker.session.view import Done

MARKS = ("watched", "skipped", "stopped")
SECONDS = {"tv-01": 24 * 60, "tv-02": 24 * 60, "tv-03": 24 * 60, "ova-1": 50 * 60}
COUNTING = ("tv-01", "tv-02", "ova-1")
"""What the small guide does not leave out, in order."""
STATES = {"watched": State.WATCHED, "skipped": State.SKIPPED, "stopped": State.STOPPED}

entries = st.sampled_from(SMALL.entries)
several = st.lists(entries, min_size=1, max_size=4, unique=True).map(
    lambda some: sorted(some, key=lambda entry: SMALL.place[entry.id])
)
days = st.none() | st.dates(date(1999, 1, 1), date(2026, 11, 22))
positions = st.integers(1, 24 * 60)


class Act(NamedTuple):
    """An event as the model knows it; it never changes."""

    id: str
    do: str
    entry: str = ""
    note: str = ""
    at: str = ""
    position: int = 0
    clears: tuple[str, ...] = ()
    batch: str = ""
    again: str = ""
    recorded: str = ""


Replica = Mapping[str, str]
"""The ids of the acts in one place, each with the moment it was undone or an empty text."""

Mark = tuple[str, int, str]
"""What is done, the position, when."""


class Dead(BaseException):
    """The program was killed. No handler for errors may catch it."""


def filled(mine: Replica, theirs: Replica) -> Replica:
    """Mine, and what only they have."""
    return {
        key: mine.get(key, "") or theirs.get(key, "") for key in sorted(mine.keys() | theirs.keys())
    }


def joined(mine: Replica, theirs: Replica) -> Replica:
    """Both alike: of two moments the later."""
    return {
        key: max(mine.get(key, ""), theirs.get(key, ""))
        for key in sorted(mine.keys() | theirs.keys())
    }


def read_back(events: Mapping[str, Any]) -> tuple[Replica, dict[str, Act]]:
    """What a table of events says, in the model's terms."""
    replica, acts = {}, {}
    for key, event in events.items():
        replica[key] = event.get("undone", "")
        acts[key] = Act(
            key,
            event["do"],
            event.get("entry", ""),
            event.get("note", ""),
            event["at"],
            event.get("position", 0),
            tuple(event.get("clears", ())),
            event.get("batch", ""),
            event.get("again", ""),
            event.get("recorded", ""),
        )
    return replica, acts


def canonical(events: Mapping[str, Any]) -> str:
    """The one text of a document with those events."""
    lines = [f'"{key}": {json.dumps(event, sort_keys=True)}' for key, event in events.items()]
    return (
        '{\n"format": "layzner-progress",\n"schema": 1,\n"events": {\n'
        + ",\n".join(sorted(lines))
        + "\n}\n}\n"
    )


class Sitting:
    """A session, and what the model believes that it knows."""

    def __init__(self, real: Session, knows: Replica) -> None:
        self.real = real
        self.knows = self.saved = knows


def state_of(file: Path) -> tuple[int, int, int] | None:
    """What changes when a file is written, and not when it is read."""
    if not file.exists():
        return None
    now = os.stat(file)
    return now.st_ino, now.st_size, now.st_mtime_ns


class Machine:
    """One computer: a directory, its clock, two sittings, and what was promised on it."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir()
        self.directory = directory
        self.file = directory / "progress.json"
        self.clock = Clock()
        self.in_file: Replica | None = None
        self.mirror: Replica = {}
        self.copies: dict[str, Replica] = {}
        """The conflict copies beside the file."""
        self.promised: Replica = {}
        """What saves have acknowledged here."""
        self.past: list[tuple[bytes, Replica]] = []
        """What the file was."""
        self.sittings = [self.opened(), self.opened()]

    def opened(self) -> Sitting:
        """A new session."""
        return Sitting(session(self.directory, clock=self.clock), self.known())

    def known(self) -> Replica:
        """What anybody who opens the file here must see."""
        known = filled(self.in_file or {}, self.mirror)
        for name in sorted(self.copies):
            known = joined(known, self.copies[name])
        return known

    def after_saving(self, sitting: Sitting) -> Replica:
        """What a save of this sitting must put into the file."""
        known = filled(filled(self.in_file or {}, sitting.knows), self.mirror)
        for name in sorted(self.copies):
            known = joined(known, self.copies[name])
        return known

    def lies(self) -> Replica | None:
        """What is in the file now, which is whole and in its one form."""
        if not self.file.exists():
            return None
        return whole(self.file.read_bytes())


def whole(data: bytes) -> Replica:
    """What the bytes say; an error if they are not the one form of what they say."""
    text = data.decode("ascii")
    events = json.loads(text)["events"]
    assert text == canonical(events)
    return read_back(events)[0]


class Lives(RuleBasedStateMachine):
    """Two machines, each with two sessions on its file."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.acts: dict[str, Act] = {}
        self.patches = ExitStack()
        self.machines: list[Machine] = []

    @initialize(seed=st.integers(0, 1 << 16))
    def begin(self, seed: int) -> None:
        # Chance must fall the same way again, or no failure could be made smaller.
        self.patches.enter_context(patch("os.urandom", random.Random(seed).randbytes))
        self.machines = [Machine(self.home / "a"), Machine(self.home / "b")]

    def teardown(self) -> None:
        self.patches.close()
        shutil.rmtree(self.home)

    # What the model makes of acts

    def standing(self, knows: Replica) -> list[Act]:
        """The marks that count, in order."""
        live = [self.acts[key] for key in sorted(knows) if not knows[key]]
        cleared = {mark for act in live if act.do == "cleared" for mark in act.clears}
        return [act for act in live if act.do in MARKS and act.id not in cleared]

    def marks(self, knows: Replica) -> dict[str, Act]:
        """The mark of each entry: the last by which it was watched, else the last."""
        marks: dict[str, Act] = {}
        for act in self.standing(knows):
            if act.do == "watched" or act.entry not in marks or marks[act.entry].do != "watched":
                marks[act.entry] = act
        return {act.entry: marks[act.entry] for act in self.standing(knows)}

    def seen(self, knows: Replica) -> dict[str, tuple[str, int, object]]:
        """What is seen of the marks: of a time that nobody named, the evening."""
        return {
            entry: (act.do, act.position, act.at if act.recorded else evening(act.at))
            for entry, act in self.marks(knows).items()
        }

    def steps(self, knows: Replica) -> dict[str, list[Act]]:
        """What undo and redo deal in, in the order it began."""
        steps: dict[str, list[Act]] = {}
        for key in sorted(knows):
            act = self.acts[key]
            if act.do in (*MARKS, "cleared"):
                steps.setdefault(act.batch or act.id, []).append(act)
        return steps

    def to_undo(self, knows: Replica) -> list[Act]:
        """Of the steps that stand the one begun last, and those before it up to one that shows."""
        stand = [step for step in self.steps(knows).values() if not any(knows[a.id] for a in step)]
        taken: list[Act] = []
        for step in reversed(stand):
            taken = [*step, *taken]
            gone = {act.id for act in taken}
            if self.seen({key: knows[key] for key in knows if key not in gone}) != self.seen(knows):
                return taken
        return []

    def to_redo(self, knows: Replica) -> list[Act]:
        """What was undone last in one go, if nothing new was done since, nor that redone."""
        acts = [act for step in self.steps(knows).values() for act in step]
        fresh = max((act.id for act in acts if not act.again), default="")
        undone: dict[str, list[Act]] = {}
        for act in sorted(acts):
            if knows[act.id] > fresh:
                undone.setdefault(knows[act.id], []).append(act)
        waiting = {
            moment: some
            for moment, some in undone.items()
            if not any(
                later.again == act.id and later.id > moment for act in some for later in acts
            )
        }
        return waiting[max(waiting)] if waiting else []

    def heirs(self, knows: Replica, mark: str, since: str) -> set[str]:
        """Every mark that a mark became by being redone, here and on other machines."""
        next_ones = {key for key in knows if self.acts[key].again == mark and key > since}
        return set().union(*(self.heirs(knows, key, since) for key in next_ones)) or {mark}

    # Doing, and looking whether just that was done

    def do(self, sitting: Sitting, verb: Callable[[], Done | None], happens: list[Act]) -> None:
        """Do something after which these acts, and no others, are new."""
        before = sitting.knows
        done = verb()
        after, acts = read_back(sitting.real.journal.events)
        new = sorted(after.keys() - before.keys())
        assert len(new) == len(happens)
        assert all(key > other for key in new for other in (*before, *before.values()))
        batch = new[0] if len(new) > 1 else ""
        self.acts |= {key: acts[key] for key in new}
        for key, act in zip(new, happens, strict=True):
            clears = tuple(sorted(acts[key].clears))
            assert acts[key]._replace(clears=clears) == act._replace(id=key, batch=batch)
        assert {key: after[key] for key in before} == before
        assert not any(after[key] for key in new)
        assert done is None or done.changed == bool(happens)
        sitting.knows = after

    def act(self, at: Machine, do: str, entry: Entry, when: When | None = None, **more: Any) -> Act:  # noqa: ANN401
        """An act of now, or of another time."""
        recorded = at.clock().isoformat() if when else ""
        stamp = (when or at.clock()).isoformat()
        return Act("", do, entry.id, at=stamp, recorded=recorded, **more)

    @rule(a=st.data(), some=several, when=days)
    def watched(self, a: st.DataObject, some: Sequence[Entry], when: date | None) -> None:
        at, sitting = self.pick(a)
        marks = self.marks(sitting.knows)
        fresh = [
            entry
            for entry in some
            if entry.id not in marks
            or marks[entry.id].do != "watched"
            or (when and marks[entry.id].at != when.isoformat())
        ]
        acts = [self.act(at, "watched", entry, when) for entry in fresh]
        self.do(sitting, lambda: sitting.real.watched(some, when), acts)

    @rule(a=st.data(), entry=entries, seconds=positions, when=days)
    def stopped(self, a: st.DataObject, entry: Entry, seconds: int, when: date | None) -> None:
        at, sitting = self.pick(a)
        act, known = (
            self.act(at, "stopped", entry, when, position=seconds),
            self.marks(sitting.knows),
        )
        mark = known.get(entry.id, Act("", ""))
        alike = mark.at == act.at if when else evening(mark.at) == evening(act.at)
        same = alike and (mark.do, mark.position) == ("stopped", seconds)
        happens = [] if mark.do == "watched" or same else [act]
        self.do(sitting, lambda: sitting.real.stopped(entry, seconds, when), happens)

    @rule(a=st.data(), some=several)
    def skip(self, a: st.DataObject, some: Sequence[Entry]) -> None:
        at, sitting = self.pick(a)
        marks = self.marks(sitting.knows)
        fresh = [
            entry
            for entry in some
            if (entry.id in COUNTING if entry.id not in marks else marks[entry.id].do == "stopped")
        ]
        self.do(
            sitting,
            lambda: sitting.real.skip(some),
            [self.act(at, "skipped", entry) for entry in fresh],
        )

    @rule(a=st.data(), entry=entries)
    def unskip(self, a: st.DataObject, entry: Entry) -> None:
        at, sitting = self.pick(a)
        marks = self.marks(sitting.knows)
        skipped = entry.id in marks and marks[entry.id].do == "skipped"
        acts = self.clearing(at, sitting, [entry], ("skipped",) if skipped else ())
        self.do(sitting, lambda: sitting.real.unskip(entry), acts)

    @rule(a=st.data(), some=several)
    def clear(self, a: st.DataObject, some: Sequence[Entry]) -> None:
        at, sitting = self.pick(a)
        acts = self.clearing(at, sitting, some, MARKS)
        self.do(sitting, lambda: sitting.real.clear(some), acts)

    def clearing(
        self, at: Machine, sitting: Sitting, some: Iterable[Entry], what: Sequence[str]
    ) -> list[Act]:
        """The acts that take back every such mark of those entries."""
        acts = []
        for entry in some:
            marks = [
                act.id
                for act in self.standing(sitting.knows)
                if act.entry == entry.id and act.do in what
            ]
            if marks:
                acts.append(self.act(at, "cleared", entry, clears=tuple(marks)))
        return acts

    @rule(a=st.data(), note=st.sampled_from(SMALL.notes))
    def read(self, a: st.DataObject, note: Any) -> None:  # noqa: ANN401  # a note
        at, sitting = self.pick(a)
        known = {self.acts[act].note for act in sitting.knows}
        acts = [Act("", "read", note=note.id, at=at.clock().isoformat())]
        self.do(sitting, lambda: sitting.real.read([note]), [] if note.id in known else acts)

    @rule(a=st.data())
    def undo(self, a: st.DataObject) -> None:
        self.undo_in(self.pick(a)[1])

    def undo_in(self, sitting: Sitting) -> bool:
        """Undo, whether that did anything."""
        step = {act.id for act in self.to_undo(sitting.knows)}
        before = sitting.knows
        done = sitting.real.undo()
        after, _ = read_back(sitting.real.journal.events)
        assert done.changed == bool(step)
        assert {key for key in after if after[key] != before.get(key)} == step
        moments = {after[key] for key in step}
        assert all(moment > max((*before, *before.values())) for moment in moments)
        assert len(moments) <= 1
        sitting.knows = after
        return done.changed

    @rule(a=st.data())
    def redo(self, a: st.DataObject) -> None:
        self.redo_in(*self.pick(a))

    def redo_in(self, at: Machine, sitting: Sitting) -> None:
        """Redo: the same happens again, with the time it had."""
        acts = []
        for act in self.to_redo(sitting.knows):
            marks = set().union(
                *(self.heirs(sitting.knows, mark, sitting.knows[act.id]) for mark in act.clears)
            )
            clears, now = tuple(sorted(marks)), at.clock().isoformat()
            acts.append(act._replace(clears=clears, again=act.id, recorded=now))
        self.do(sitting, sitting.real.redo, acts)

    @rule(a=st.data())
    def undo_and_redo(self, a: st.DataObject) -> None:
        at, sitting = self.pick(a)
        before = self.shown(sitting)
        step = self.to_undo(sitting.knows)
        # What another machine did in the same moment may stand between the acts of a step; done
        # anew it comes after that.
        last = max((act.id for act in step), default="")
        alone = {act.id for act in step} == {
            act.id
            for act in self.standing(sitting.knows)
            if act.entry in {mine.entry for mine in step} and act.id >= step[0].id
        }
        is_clear = any(act.do == "cleared" for act in step)
        if self.undo_in(sitting):
            self.redo_in(at, sitting)
            if alone or is_clear or last == max(self.marks_of(sitting), default=last):
                assert self.shown(sitting) == before

    def marks_of(self, sitting: Sitting) -> list[str]:
        """The ids of the standing marks."""
        return [act.id for act in self.standing(sitting.knows)]

    @staticmethod
    def shown(sitting: Sitting) -> Any:  # noqa: ANN401  # compared only
        """All that the progress says of the entries."""
        now = sitting.real.view.progress
        marks = {entry: (mark.do, mark.position, mark.at) for entry, mark in now.marks.items()}
        return marks, now.tally, now.next_up, now.read

    # Saving, dying, other machines

    @rule(a=st.data())
    def save(self, a: st.DataObject) -> None:
        self.save_in(*self.pick(a))

    def save_in(self, at: Machine, sitting: Sitting) -> None:
        """Save, and hold the save to its word."""
        known = at.after_saving(sitting)
        sitting.real.save()
        if known or at.in_file is not None:
            # Where nothing is and nothing happened, no file is made.
            at.in_file = at.mirror = known
        at.copies = {}
        at.promised = filled(at.promised, known)
        sitting.knows = sitting.saved = known
        assert not sitting.real.pending
        assert not sitting.real.changed_elsewhere
        self.keep_past(at)

    @staticmethod
    def keep_past(at: Machine) -> None:
        """Remember what the file is, to put it back one day."""
        if at.in_file is not None and at.file.exists():
            at.past.append((at.file.read_bytes(), at.in_file))

    @rule(a=st.data(), step=st.integers(1, 60), after=st.booleans())
    def die_while_saving(self, a: st.DataObject, step: int, after: bool) -> None:  # noqa: FBT001  # drawn
        at, sitting = self.pick(a)
        known = at.after_saving(sitting)
        try:
            with death(step, after=after):
                sitting.real.save()
        except Dead:
            now = at.lies()
            assert now in (at.in_file, known)
            mirror = at.directory / "state/mirror.json"
            if mirror.exists():
                copied = whole(mirror.read_bytes())
                assert copied in (at.mirror, known)
                at.mirror = copied
            left = {name for name in at.copies if (at.directory / name).exists()}
            assert now == known or left == at.copies.keys()
            at.copies = {name: at.copies[name] for name in left}
            at.in_file = now
            self.keep_past(at)
            at.sittings[at.sittings.index(sitting)] = at.opened()
        else:
            nothing = at.in_file is None and not known
            if nothing or at.in_file == known:
                self.save_in(at, sitting)
            else:
                self.saved_whole(at, sitting, known)

    def saved_whole(self, at: Machine, sitting: Sitting, known: Replica) -> None:
        """A save that was quicker than its death."""
        assert at.lies() == known
        at.in_file = at.mirror = known
        at.copies = {}
        self.save_in(at, sitting)

    @rule(a=st.data())
    def drop_and_open(self, a: st.DataObject) -> None:
        at, sitting = self.pick(a)
        at.sittings[at.sittings.index(sitting)] = at.opened()

    @rule(a=st.data(), name=st.sampled_from(["20260101-120000-ABCDEFG", "20260102-120000-HIJKLMN"]))
    def send(self, a: st.DataObject, name: str) -> None:
        at, _ = self.pick(a)
        self.copy_to(self.other(at), at, name)

    @rule()
    def exchange(self) -> None:
        for at in self.machines:
            for sitting in at.sittings:
                self.save_in(at, sitting)
        here, there = self.machines
        if here.in_file is None or there.in_file is None:
            return
        for at in self.machines:
            self.copy_to(self.other(at), at, "20260103-120000-OPQRSTU")
        for at in self.machines:
            assert at.sittings[0].real.changed_elsewhere
            self.save_in(at, at.sittings[0])
        assert here.file.read_bytes() == there.file.read_bytes()
        # Joined machines are at rest: what would be sent next is nothing new.
        before = [os.stat(at.file) for at in self.machines]
        for at in self.machines:
            self.copy_to(self.other(at), at, "20260104-120000-OPQRSTU")
        for at in self.machines:
            self.save_in(at, at.sittings[1])
        assert [os.stat(at.file).st_ino for at in self.machines] == [
            status.st_ino for status in before
        ]

    def other(self, at: Machine) -> Machine:
        """The other machine."""
        return self.machines[at is self.machines[0]]

    @staticmethod
    def copy_to(to: Machine, at: Machine, name: str) -> None:
        """Put this machine's file beside the other's, as a sync program does."""
        if at.in_file is not None:
            file = f"progress.sync-conflict-{name}.json"
            (to.directory / file).write_bytes(at.file.read_bytes())
            to.copies[file] = at.in_file

    @rule(a=st.data())
    def delete_the_file(self, a: st.DataObject) -> None:
        at, _ = self.pick(a)
        at.file.unlink(missing_ok=True)
        at.in_file = None

    @precondition(lambda self: any(at.past for at in self.machines))
    @rule(a=st.data())
    def restore_an_old_file(self, a: st.DataObject) -> None:
        at = a.draw(st.sampled_from([at for at in self.machines if at.past]))
        data, replica = a.draw(st.sampled_from(at.past))
        draft = at.directory / "restored"
        draft.write_bytes(data)
        draft.replace(at.file)
        at.in_file = replica

    @rule(a=st.data(), days=st.integers(-400, 400))
    def time_goes(self, a: st.DataObject, days: int) -> None:
        self.pick(a)[0].clock.now = EVENING + timedelta(days=days)

    def pick(self, a: st.DataObject) -> tuple[Machine, Sitting]:
        """A machine and one of its sessions."""
        at = self.machines[a.draw(st.integers(0, 1), "machine")]
        return at, at.sittings[a.draw(st.integers(0, 1), "session")]

    # What always holds

    @invariant()
    def the_file_is_whole_and_as_expected(self) -> None:
        for at in self.machines:
            assert at.lies() == at.in_file
            names = {name for name in os.listdir(at.directory) if "conflict" in name}
            assert names == at.copies.keys()

    @invariant()
    def every_promise_is_kept(self) -> None:
        for at in self.machines:
            before = state_of(at.file)
            opened = session(at.directory, clock=at.clock)
            found, _ = read_back(opened.journal.events)
            assert found == at.known()
            assert at.promised.keys() <= found.keys()
            assert all(found[key] for key, moment in at.promised.items() if moment)
            assert state_of(at.file) == before

    @invariant()
    def sessions_show_what_they_know(self) -> None:
        for at in self.machines:
            for sitting in at.sittings:
                assert read_back(sitting.real.journal.events)[0] == sitting.knows
                self.view_is_right(sitting)

    def view_is_right(self, sitting: Sitting) -> None:
        """States, tally, next up, read notes and unsaved marks are those of the model."""
        view, marks = sitting.real.view, self.marks(sitting.knows)
        now = view.progress
        assert {entry: mark.id for entry, mark in now.marks.items()} == {
            entry: act.id for entry, act in marks.items()
        }
        assert [(m.do, m.position, m.at) for m in now.marks.values()] == [
            (marks[entry].do, marks[entry].position, marks[entry].at) for entry in now.marks
        ]
        for entry in SMALL.entries:
            unmarked = State.TO_WATCH if entry.id in COUNTING else State.LEFT_OUT
            act = marks.get(entry.id)
            assert now.state(entry) is (STATES[act.do] if act else unmarked)
        done = [
            counted for counted in COUNTING if counted in marks and marks[counted].do == "watched"
        ]
        skipped = [
            counted for counted in COUNTING if counted in marks and marks[counted].do == "skipped"
        ]
        still = [counted for counted in COUNTING if counted not in done and counted not in skipped]
        assert now.next_up == (still[0] if still else None)
        assert now.tally.watched == len(done)
        assert now.tally.total == len(done) + len(still)
        assert now.tally.left == sum(
            SECONDS[counted] - (marks[counted].position if counted in marks else 0)
            for counted in still
        )
        assert now.tally.jumped == sum(
            counted in still
            and any(COUNTING.index(counted) < COUNTING.index(other) for other in done)
            for counted in COUNTING
        )
        assert now.read == {self.acts[key].note for key in sitting.knows} - {""}
        assert view.unsaved == {
            entry for entry, act in marks.items() if act.id not in sitting.saved
        }
        assert sitting.real.pending or sitting.knows == sitting.saved


CALLS = (
    *("open", "read", "write", "fsync", "fchmod", "fchown", "replace", "link", "unlink"),
    *("stat", "fstat", "lstat", "listdir", "mkdir", "makedirs"),
)


@contextmanager
def death(step: int, *, after: bool) -> Iterator[None]:
    """The program dies before or after that call to the system.

    The dead call nothing any more, so nothing is cleaned up; but the system closes their files.
    """
    files: set[int] = set()
    calls = 0
    dead = False

    def deadly(call: Callable[..., Any], *, opens: bool) -> Callable[..., Any]:
        def wrapped(*args: object, **named: object) -> Any:  # noqa: ANN401  # the call's own
            nonlocal calls, dead
            if dead:
                raise Dead
            calls += 1
            dead = calls == step
            if dead and not after:
                raise Dead
            answer = call(*args, **named)
            if opens:
                files.add(answer)
            if dead:
                raise Dead
            return answer

        return wrapped

    really_close = os.close

    def close(file: int) -> None:
        files.discard(file)
        really_close(file)

    with ExitStack() as patches:
        for name in CALLS:
            call = getattr(os, name)
            patches.enter_context(patch(f"os.{name}", deadly(call, opens=name == "open")))
        patches.enter_context(patch("os.close", close))
        try:
            yield
        finally:
            for file in files:
                really_close(file)


def test_no_life_loses_a_saved_mark() -> None:
    """Whatever two sessions on each of two machines go through, no saved mark is lost.

    Next up, tally and states are those of a plain model after every step; the file is always whole
    and in its one form; machines that exchanged their files agree byte for byte.
    """
    run_state_machine_as_test(
        Lives, settings=settings(deadline=None, max_examples=40, stateful_step_count=40)
    )


@pytest.mark.slow
def test_no_long_life_loses_a_saved_mark() -> None:
    """As above, with longer lives and many more of them."""
    # A life that fails is told as it was lived: to look for a shorter one can take many minutes.
    lived = settings(
        deadline=None, max_examples=250, stateful_step_count=60, phases=[Phase.generate]
    )
    run_state_machine_as_test(Lives, settings=lived)


# A single sitting, against the states it went through

Verb = Callable[[Session], Done]
few = settings(deadline=None, max_examples=100)
many = settings(deadline=None, max_examples=2000)


def marks_in(session: Session) -> dict[str, Mark]:
    """Each entry's mark: what, where, when."""
    marks = session.view.progress.marks
    return {entry: (mark.do, mark.position, mark.at) for entry, mark in marks.items()}


def verb(name: str, *given: Any) -> Verb:  # noqa: ANN401  # whatever the verb takes
    """A verb to be done later, that shows what it is when a test fails."""

    class Later:
        def __call__(self, session: Session) -> Done:
            done: Done = getattr(session, name)(*given)
            return done

        def __repr__(self) -> str:
            return (
                f"{name}{tuple(value.id if isinstance(value, Entry) else value for value in given)}"
            )

    return Later()


verbs = st.one_of(
    st.builds(verb, st.just("watched"), several, days),
    st.builds(verb, st.just("stopped"), entries, positions, days),
    st.builds(verb, st.just("skip"), several),
    st.builds(verb, st.just("unskip"), entries),
    st.builds(verb, st.just("clear"), several),
)
steps_back = st.one_of(st.builds(verb, st.just("undo")), st.builds(verb, st.just("redo")))
lives = st.lists(st.one_of(verbs, verbs, steps_back), max_size=20)


def nowhere() -> Session:
    """A session that is never saved; opening writes nothing."""
    return session(Path("there-is-no-such-directory"))


def undone_and_redone(life: Sequence[Verb], many: int) -> None:
    """Live, undo so many steps, redo as many as there were."""
    sitting = nowhere()
    for step in life:
        step(sitting)
    before = marks_in(sitting)
    undone = [done for done in (sitting.undo() for _ in range(many)) if done.changed]
    for _ in undone:
        assert sitting.redo().changed
    assert marks_in(sitting) == before


def lived_and_gone_back(life: Sequence[Verb]) -> None:
    """Live, undo everything, and be in each state again on the way; then redo all."""
    sitting = nowhere()
    states = [marks_in(sitting)]
    for step in life:
        if step(sitting).changed:
            states.append(marks_in(sitting))
    for state in reversed(states[:-1]):
        assert sitting.undo().changed
        assert marks_in(sitting) == state
    assert not sitting.undo().changed
    for state in states[1:]:
        assert sitting.redo().changed
        assert marks_in(sitting) == state
    assert not sitting.redo().changed


def an_editors_undo(life: Sequence[Verb]) -> None:
    """Live, and compare each moment with a list of states and a place in it."""
    with tempfile.TemporaryDirectory() as home:
        sitting = session(Path(home))
        states, at = [marks_in(sitting)], 0
        for number, step in enumerate(life):
            changed = step(sitting).changed
            if repr(step) == "undo()":
                assert changed == (at > 0)
                at -= changed
            elif repr(step) == "redo()":
                assert changed == (at < len(states) - 1)
                at += changed
            elif changed:
                states[at + 1 :] = [marks_in(sitting)]
                at += 1
            assert marks_in(sitting) == states[at]
            if number % 5 == 4:
                sitting.save()
                sitting = session(Path(home))
                assert marks_in(sitting) == states[at]


@given(lives, st.integers(1, 12))
@few
def test_undos_and_as_many_redos_change_nothing(life: Sequence[Verb], many: int) -> None:
    """So many undos and as many redos give the same marks: what, where and when."""
    undone_and_redone(life, many)


@given(st.lists(verbs, max_size=12))
@few
def test_undo_goes_back_through_every_state(life: Sequence[Verb]) -> None:
    """So many undos get back what was so many steps before, and redos what was after."""
    lived_and_gone_back(life)


@given(lives)
@few
def test_undo_is_an_editors(life: Sequence[Verb]) -> None:
    """Undo and redo walk through the states as in an editor, also after a restart."""
    an_editors_undo(life)


@pytest.mark.slow
@given(lives, st.integers(1, 12))
@many
def test_undos_and_redos_of_many_lives(life: Sequence[Verb], many: int) -> None:
    """As above, for many more lives."""
    undone_and_redone(life, many)
    lived_and_gone_back([step for step in life if repr(step) not in ("undo()", "redo()")])


def test_a_clear_redone_takes_back_what_two_machines_redid(tmp_path: Path) -> None:
    """A clear that is redone takes back its mark, also if two machines had redone that mark."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    alpha = SMALL.entries[:1]
    here = session(tmp_path / "a")
    here.watched(alpha)
    here.clear(alpha)
    here.undo()
    here.undo()
    here.save()
    shutil.copy(tmp_path / "a/progress.json", tmp_path / "b/progress.json")
    there = session(tmp_path / "b")
    for machine in (here, there):
        assert machine.redo().text == "Redone: watched episode 1"
        machine.save()
    copy = "progress.sync-conflict-20260101-120000-ABCDEFG.json"
    shutil.copy(tmp_path / "b/progress.json", tmp_path / "a" / copy)
    here.save()
    assert here.redo().text == "Redone: cleared episode 1"
    assert marks_in(here) == {}


def test_what_a_session_took_in_survives_the_file(tmp_path: Path) -> None:
    """A save makes the copy whole too: what a dead program left in the file alone is kept by it.

    The program died between the file and its copy; another session took the mark in, saved, and
    then the file was deleted.
    """
    first = session(tmp_path)
    first.watched(SMALL.entries[:1])
    first.save()
    second = session(tmp_path)
    second.watched(SMALL.entries[1:2])
    with patch("tracker.storage.copies.Copies.reflect", side_effect=Dead), pytest.raises(Dead):
        second.save()
    first.save()
    assert marks_in(first).keys() == {"tv-01", "tv-02"}
    (tmp_path / "progress.json").unlink()
    assert marks_in(session(tmp_path)).keys() == {"tv-01", "tv-02"}


def test_a_verb_and_a_save_do_not_overtake_each_other(tmp_path: Path) -> None:
    """A mark that is made just when a save takes in another's loses neither of the two."""
    here, there = session(tmp_path), session(tmp_path)
    there.watched(SMALL.entries[1:2])
    there.save()
    saving = threading.Thread(target=here.save)
    recorded = Journal.recorded

    def overtaken(*given: Any) -> Journal:  # noqa: ANN401  # passed on
        saving.start()
        saving.join(0.2)
        return recorded(*given)

    with patch.object(Journal, "recorded", overtaken):
        here.watched(SMALL.entries[:1])
    saving.join()
    assert marks_in(here).keys() == {"tv-01", "tv-02"}
    here.save()
    assert marks_in(session(tmp_path)).keys() == {"tv-01", "tv-02"}

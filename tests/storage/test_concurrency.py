"""Others at the same time, and time itself (catalogue 2.3)."""

from __future__ import annotations

import fcntl
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage import faults
from tests.storage.faults import Calls, contents, drafts, marked, marks, on_disk
from tests.support import SMALL, Clock, session, store
from tracker.domain.dates import evening
from tracker.domain.guide import Note
from tracker.domain.journal import Journal
from tracker.domain.outlook import figures, last_time
from tracker.domain.progress import State
from tracker.domain.steps import steps
from tracker.storage.document import Writer
from tracker.storage.files import StoreError, write_whole
from tracker.storage.store import TRIES


def document(*entries: str, journal: Journal | None = None) -> bytes:
    """A file with marks of those entries."""
    return Writer().written(marked(journal or Journal(), *entries))


def started(*works: Callable[[], object]) -> None:
    """Do all of it at once, each in a process of its own, and wait."""
    for child in [faults.forked(work) for work in works]:
        assert faults.outcome(child) == 0


def marking(directory: Path, name: str, number: int) -> None:
    """Mark and save as often as that, opening the file again now and then."""
    place = store(directory)
    journal = place.open().journal
    for mark in range(number):
        if mark % 100 == 99:
            place = store(directory)
            journal = place.open().journal
        journal = place.save(marked(journal, f"{name}{mark}"))


@pytest.mark.slow
def test_two_programs_mark_a_thousand_times_each(tmp_path: Path) -> None:
    """Row 24: two programs that save as fast as they can lose none of each other's marks."""
    started(*(lambda name=name: marking(tmp_path, name, 1_000) for name in "ab"))
    assert on_disk(store(tmp_path)) == {f"{name}{mark}" for name in "ab" for mark in range(1_000)}
    assert drafts(tmp_path) == []


def test_four_programs_begin_at_once(tmp_path: Path) -> None:
    """Row 24: so do four that begin with no file at all."""
    started(*(lambda name=name: marking(tmp_path, name, 20) for name in "abcd"))
    assert on_disk(store(tmp_path)) == {f"{name}{mark}" for name in "abcd" for mark in range(20)}


def test_what_a_snapshot_would_lose(tmp_path: Path) -> None:
    """Row 24: a program that renames its own snapshot over the file does lose marks there."""
    file = tmp_path / "progress.json"

    def blind(name: str) -> None:
        journal, writer = Journal(), Writer()
        for mark in range(50):
            journal = marked(journal, f"{name}{mark}")
            write_whole(str(file), writer.written(journal))

    started(lambda: blind("a"), lambda: blind("b"))
    assert len(marks(faults.whole(file.read_bytes()))) < 100


def test_two_windows_take_turns(tmp_path: Path) -> None:
    """Row 24: each save takes in what the other window saved since, and says so in the view."""
    first, other = session(tmp_path), session(tmp_path)
    first.watched(SMALL.entries[:1])
    first.save()
    assert other.changed_elsewhere
    other.skip(SMALL.entries[3:])
    other.save()
    assert set(other.view.progress.marks) == {SMALL.entries[0].id, SMALL.entries[3].id}
    assert not other.changed_elsewhere
    first.save()
    assert first.view.progress.marks == other.view.progress.marks
    before = contents(tmp_path)
    first.save()
    other.save()
    assert contents(tmp_path) == before


def test_two_windows_undo_the_same(tmp_path: Path) -> None:
    """Row 24: an undo in one window is one in the other, whatever is marked there meanwhile."""
    first = session(tmp_path)
    first.watched(SMALL.entries[:1])
    first.save()
    other = session(tmp_path)
    other.watched(SMALL.entries[3:])
    first.undo()
    first.save()
    other.save()
    first.save()
    for window in (first, other):
        assert set(window.view.progress.marks) == {SMALL.entries[3].id}


def test_marks_are_made_while_a_thread_saves(tmp_path: Path) -> None:
    """Row 25: of 2,000 marks made while another thread saves, all are in the file."""
    sitting = session(tmp_path)
    done = threading.Event()
    failed: list[Exception] = []

    def saving() -> None:
        try:
            while not done.is_set():
                sitting.save()
        except StoreError as error:
            failed.append(error)

    thread = threading.Thread(target=saving)
    thread.start()
    try:
        for minutes in range(500):
            when = datetime(2026, 11, 20, 21, 30) - timedelta(minutes=minutes)  # noqa: DTZ001
            sitting.watched(SMALL.entries, when)
    finally:
        done.set()
        thread.join()
    sitting.save()
    assert failed == []
    assert not sitting.pending
    assert len(faults.whole(Path(sitting.store.path).read_bytes()).events) == 2_000


def test_a_view_taken_while_a_thread_saves_is_not_the_last_word(tmp_path: Path) -> None:
    """Row 25: what another window saved shows, also when it is taken in while the view is made."""
    other = session(tmp_path)
    other.watched(SMALL.entries[:1])
    saves: list[Callable[[], None]] = []

    class Notes(tuple[Note, ...]):
        def __iter__(self) -> Iterator[Note]:
            while saves:
                saves.pop()()
            return super().__iter__()

    sitting = session(tmp_path, SMALL._replace(notes=Notes(SMALL.notes)))
    sitting.skip(SMALL.entries[3:])
    other.save()
    saves.append(sitting.save)
    _ = sitting.view
    assert saves == []
    assert set(sitting.view.progress.marks) == {SMALL.entries[0].id, SMALL.entries[3].id}
    assert sitting.view.unsaved == frozenset()


def renamed(file: Path) -> None:
    """As most editors save."""
    data = document("theirs", journal=faults.whole(file.read_bytes()) if file.exists() else None)
    (file.parent / "new").write_bytes(data)
    (file.parent / "new").replace(file)


def in_place(file: Path) -> None:
    """As the others save."""
    file.write_bytes(document("theirs", journal=faults.whole(file.read_bytes())))


def same_size(file: Path) -> None:
    """An edit that changes one letter."""
    data = file.read_bytes().replace(b'"one"', b'"two"')
    (file.parent / "new").write_bytes(data)
    (file.parent / "new").replace(file)


@pytest.mark.parametrize(
    ("edit", "before", "then"),
    [
        (renamed, {"one"}, {"one", "mine", "theirs"}),
        (in_place, {"one"}, {"one", "mine", "theirs"}),
        (same_size, {"one"}, {"two", "mine"}),
        (Path.unlink, {"one"}, {"one", "mine"}),
        (renamed, set(), {"mine", "theirs"}),
    ],
)
def test_an_editor_saves_while_we_do(
    tmp_path: Path, edit: Callable[[Path], None], before: set[str], then: set[str]
) -> None:
    """Row 26: a file that changes between our reading and our renaming is read again."""
    place, file = store(tmp_path), tmp_path / "progress.json"
    journal = place.save(marked(Journal(), *before)) if before else Journal()
    forced = Calls(lambda call: call.name == "fsync", faults.meanwhile(lambda: edit(file)))
    with forced:
        saved = place.save(marked(journal, "mine"))
    assert forced.struck
    assert on_disk(place) == marks(saved) == then
    assert drafts(tmp_path) == []


def test_an_editor_that_never_stops(tmp_path: Path) -> None:
    """Row 26: who keeps writing the file is named, and is not written over."""
    place, file = store(tmp_path), tmp_path / "progress.json"
    edit = faults.meanwhile(lambda: renamed(file))
    with (
        Calls(lambda call: call.name == "fsync", edit, always=True) as calls,
        pytest.raises(StoreError, match="another program keeps writing to it"),
    ):
        place.save(marked(Journal(), "mine"))
    assert len(calls.names("fsync")) == TRIES
    assert on_disk(place) == {"theirs"}
    assert drafts(tmp_path) == []


@pytest.mark.parametrize("wait", [1, 2, 3])
@pytest.mark.parametrize("begins", ["before", "during"])
def test_an_editor_halfway(tmp_path: Path, wait: int, begins: str) -> None:
    """Row 27: a file that is still being written gets 300 ms to be whole, also during a save."""
    place, file = store(tmp_path), tmp_path / "progress.json"
    journal = place.save(marked(Journal(), "one"))
    theirs = document("theirs", journal=journal)
    naps: list[float] = []

    def halfway() -> None:
        file.write_bytes(theirs[:50])

    def edit(call: faults.Call, real: faults.Real, given: faults.Given) -> object:
        if call.name == "fsync" and not naps:
            halfway()
        if call.name == "sleep":
            naps.append(float(str(given[0])))
            if len(naps) == wait:
                file.write_bytes(theirs)
        return real(*given)

    if begins == "before":
        halfway()
    times = ("sleep",) if begins == "before" else ("fsync", "sleep")
    with Calls(lambda call: call.name in times, edit, always=True):
        saved = place.save(marked(journal, "mine"))
    assert sum(naps) == pytest.approx(wait / 10)
    assert on_disk(place) == marks(saved) == {"one", "theirs", "mine"}
    assert list((tmp_path / "state").glob("damaged-*")) == []


def test_opening_waits_for_an_editor(tmp_path: Path) -> None:
    """Row 27: opening a half-written file waits as well, and has then nothing to complain of."""
    file = tmp_path / "progress.json"
    data = document("one")
    file.write_bytes(data[:50])
    finish = faults.meanwhile(lambda: file.write_bytes(data))
    with Calls(lambda call: call.name == "sleep", finish):
        opened = store(tmp_path).open()
    assert marks(opened.journal) == {"one"}
    assert opened.notices == ()


@pytest.mark.slow
def test_a_program_that_stands_still(tmp_path: Path) -> None:
    """Row 28: while a stopped program holds the lock, a save gives up, and says why."""
    sitting = session(tmp_path)
    sitting.watched(SMALL.entries[:1])

    def stands_still() -> None:
        place = store(tmp_path)
        with Calls(lambda call: call.name == "fsync", faults.stopped_before):
            place.save(marked(Journal(), "theirs"))

    child = faults.forked(stands_still)
    assert os.WIFSTOPPED(os.waitpid(child, os.WUNTRACED)[1])
    try:
        with pytest.raises(StoreError, match="another layzner is saving"):
            sitting.save()
        assert sitting.pending
    finally:
        os.kill(child, signal.SIGCONT)
        assert faults.outcome(child) == 0
    sitting.save()
    assert not sitting.pending
    assert on_disk(sitting.store) == {"theirs", SMALL.entries[0].id}


def test_a_lock_that_is_held_for_a_moment(tmp_path: Path) -> None:
    """Row 28: a save waits for the lock of another, and the lock is never removed."""
    place = store(tmp_path)
    journal = place.save(marked(Journal(), "one"))
    lock = tmp_path / "state/lock"
    inode = lock.stat().st_ino
    held = os.open(lock, os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX)
    release = faults.meanwhile(lambda: os.close(held))
    with Calls(lambda call: call.name == "sleep", release) as calls:
        place.save(marked(journal, "two"))
    assert calls.struck
    assert [call for call in calls.made if call.name == "unlink" and call.path == str(lock)] == []
    assert lock.stat().st_ino == inode
    assert on_disk(place) == {"one", "two"}


CONFLICTS = [
    "progress.sync-conflict-20261122-201300-ABCDEFG.json",
    "progress (Anna's conflicted copy 2026-11-22).json",
    "progress (conflicted copy 2026-11-22 201300).json",
    "progress_conflict-20261122-201300.json",
    "progress (Case Conflict).json",
    "progress (Case Conflict 1).json",
]
"""Syncthing, Dropbox, Nextcloud, ownCloud, Dropbox again."""


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_copy(tmp_path: Path, name: str) -> None:
    """Row 29: a sync program's copy is shown at once, joined with the next save, then removed."""
    place = store(tmp_path)
    place.save(marked(Journal(), "mine"))
    copy = tmp_path / name
    copy.write_bytes(document("theirs"))
    place = store(tmp_path)
    opened = place.open()
    assert marks(opened.journal) == {"mine", "theirs"}
    assert copy.exists()
    assert place.changed()
    with Calls() as calls:
        place.save(opened.journal)
    assert not copy.exists()
    assert on_disk(place) == {"mine", "theirs"}
    forced = [n for n, call in enumerate(calls.made) if call[:2] == ("fsync", str(tmp_path))]
    assert forced[-1] < calls.first("unlink", name)
    assert not place.changed()


NEIGHBOURS = {
    "progress.sync-conflict-20261122-201300-NEWER11.json": (
        b'{"format": "layzner-progress", "schema": 2, "events": {}}'
    ),
    "progress.sync-conflict-20261122-201300-TORN111.json": document("torn")[:-20],
    "progress (conflict resolution).json": b'{"meeting": "on Tuesday"}',
    "progress-anna.sync-conflict-20261122-201300-ABCDEFG.json": document("anna"),
    "progress2 (conflicted copy 2026-11-22).json": document("second"),
    "progress.sync-conflict-20261122-201300-ABCDEFG.txt": document("text"),
    "my progress (conflicted copy).json": document("other"),
    "progress.json.bak": document("backup"),
    "progress (copy).json": document("copy"),
}
"""What is no copy of this file, or cannot be taken in whole."""


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_a_foreign_neighbour(tmp_path: Path, name: str) -> None:
    """Row 29: a neighbour that is no whole conflict copy of this file stays as it is."""
    (tmp_path / name).write_bytes(NEIGHBOURS[name])
    place = store(tmp_path)
    before = contents(tmp_path)[str(tmp_path / name)]
    place.save(marked(place.open().journal, "mine"))
    assert on_disk(place) == {"mine"}
    assert contents(tmp_path)[str(tmp_path / name)] == before
    assert not place.changed()


def test_a_conflict_copy_that_changes_while_we_save(tmp_path: Path) -> None:
    """Row 29: a copy that is not what was read any more is not removed."""
    place, copy = store(tmp_path), tmp_path / CONFLICTS[0]
    copy.write_bytes(document("theirs"))
    more = document("theirs", "more")
    with Calls(
        lambda call: call.name == "fsync", faults.meanwhile(lambda: copy.write_bytes(more))
    ) as calls:
        journal = place.save(marked(Journal(), "mine"))
    assert calls.struck
    place.save(journal)
    assert on_disk(place) == {"mine", "theirs", "more"}
    assert not copy.exists()


def test_a_conflict_copy_that_comes_while_we_save(tmp_path: Path) -> None:
    """Row 29: a copy that came too late for this save is noticed after it."""
    place, copy = store(tmp_path), tmp_path / CONFLICTS[0]
    theirs = document("theirs")
    with Calls(
        lambda call: call.name == "fsync", faults.meanwhile(lambda: copy.write_bytes(theirs))
    ):
        journal = place.save(marked(Journal(), "mine"))
    assert place.changed()
    place.save(journal)
    assert on_disk(place) == {"mine", "theirs"}


class Machine:
    """One of two machines with a synced folder."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir()
        self.place = store(directory)
        self.file = directory / "progress.json"
        self.journal = self.place.open().journal
        self.seen: set[str] = set()

    def mark(self, entry: str) -> None:
        self.journal = self.place.save(marked(self.journal, entry))

    def undo(self) -> None:
        lived = steps(self.journal.lived("small", "")).undo
        if lived:
            ids = [event.id for event in lived[-1]]
            self.journal = self.place.save(self.journal.undone(ids, os.urandom(4).hex()))

    def receive(self, data: bytes, name: str) -> None:
        (self.file.parent / name).write_bytes(data)

    def take_in(self) -> None:
        self.journal = self.place.save(self.journal)


def synced(machines: Sequence[Machine], names: Iterable[str]) -> None:
    """Exchange the files as conflict copies, until nothing is new."""
    machine, other = machines
    for name in names:
        ours, theirs = (m.file.read_bytes() if m.file.exists() else b"" for m in (machine, other))
        if ours == theirs:
            break
        if theirs:
            machine.receive(theirs, name)
        if ours:
            other.receive(ours, name)
        machine.take_in()
        other.take_in()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from("mmmus")), max_size=12), st.data())
def test_two_machines_converge(script: list[tuple[bool, str]], data: st.DataObject) -> None:
    """Row 29: after an exchange of copies two machines have the same bytes, and go on so."""
    with tempfile.TemporaryDirectory() as directory:
        machines = [Machine(Path(directory) / name) for name in "ab"]
        made = set()
        for number, (first, act) in enumerate(script):
            machine = machines[first]
            if act == "m":
                machine.mark(f"{number}")
                made.add(f"{number}")
            elif act == "u":
                machine.undo()
            else:
                synced(machines, data.draw(st.permutations(CONFLICTS)))
        synced(machines, CONFLICTS)
        if made:
            assert machines[0].file.read_bytes() == machines[1].file.read_bytes()
            assert on_disk(machines[0].place) == made
            before = contents(Path(directory))
            for machine in machines:
                machine.take_in()
            assert contents(Path(directory)) == before
            assert not any("conflict" in path for path in before)


def test_two_machines_undo_the_same(tmp_path: Path) -> None:
    """Row 29: where both machines changed the same event, both end with the same of the two."""
    machines = [Machine(tmp_path / name) for name in "ab"]
    machines[0].mark("one")
    synced(machines, CONFLICTS)
    for machine in machines:
        machine.undo()
    assert machines[0].file.read_bytes() != machines[1].file.read_bytes()
    synced(machines, CONFLICTS)
    assert machines[0].file.read_bytes() == machines[1].file.read_bytes()


def test_a_clock_that_jumps(tmp_path: Path) -> None:
    """Row 30: the order of marks is that of marking, whatever the clock said."""
    clock = Clock()
    sitting = session(tmp_path, clock=clock)
    for year, entry in zip((2026, 1969, 9998, 2026), SMALL.entries, strict=True):
        clock.now = clock.now.replace(year=year)
        sitting.watched([entry])
        sitting.save()
    again = session(tmp_path, clock=clock)
    assert [event.entry for event in again.lived()] == [entry.id for entry in SMALL.entries]
    assert again.view.progress.latest == SMALL.entries[-1].id
    again.undo()
    assert SMALL.entries[-1].id not in again.view.progress.marks


@pytest.mark.parametrize(
    "at",
    [
        *("", "junk", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0001-01-01"),
        *("9999-12-31", "1969-12-31T23:59:59+00:00", "2026-02-30T25:61:00+99:99", "12" * 500_000),
    ],
    ids=lambda at: at[:12],
)
def test_a_junk_date(tmp_path: Path, at: str) -> None:
    """Row 30: a mark with any date counts, and stays as it is in the file."""
    entry = SMALL.entries[0]
    fields = {"do": "watched", "guide": "small", "entry": entry.id, "at": at}
    journal = Journal().recorded([fields], ["00000000"])
    store(tmp_path).save(journal)
    sitting = session(tmp_path)
    assert sitting.view.progress.state(entry) is State.WATCHED
    last_time(sitting.view.progress, sitting.view.today)
    figures(sitting.view.progress)
    sitting.undo()
    sitting.save()
    (event,) = faults.whole(Path(sitting.store.path).read_bytes()).events.values()
    assert isinstance(event, dict)
    assert event["at"] == at


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a file system with 64-bit times")
@pytest.mark.parametrize("seconds", [10**12, -(10**11)])
def test_a_copy_with_a_junk_date(seconds: int) -> None:
    """Row 30: what a local copy holds does not depend on when the file system says it is from."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as directory:
        place = store(Path(directory))
        place.save(marked(Journal(), "one"))
        os.unlink(place.path)
        os.utime(place.copies.mirror, (seconds, seconds))
        place = store(Path(directory))
        assert marks(place.open().journal) == {"one"}


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Move the machine to another time zone."""

    def to(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield to
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("name", ["America/St_Johns", "", "Garbage", "Europe/Berlin"])
def test_any_time_zone(tmp_path: Path, zone: Callable[[str], None], name: str) -> None:
    """Row 30: any value of TZ, also none that means anything, lets a mark be saved and read."""
    zone(name)
    now = datetime.now(UTC).astimezone()
    sitting = session(tmp_path, clock=Clock(now))
    sitting.watched(SMALL.entries[:1], datetime(2026, 7, 1, 21, 30))  # noqa: DTZ001
    sitting.save()
    (event,) = session(tmp_path).lived()
    assert event.at.startswith("2026-07-01T21:30:00")
    assert datetime.fromisoformat(event.at).utcoffset() is not None


@pytest.mark.parametrize(
    ("local", "fold", "at"),
    [
        ("2026-03-29T01:30:00", 0, "2026-03-29T01:30:00+01:00"),
        ("2026-03-29T03:30:00", 0, "2026-03-29T03:30:00+02:00"),
        ("2026-10-25T02:30:00", 0, "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T02:30:00", 1, "2026-10-25T02:30:00+01:00"),
        ("2026-10-25T03:30:00", 0, "2026-10-25T03:30:00+01:00"),
    ],
)
def test_around_a_switch_of_the_clocks(
    tmp_path: Path, zone: Callable[[str], None], local: str, fold: int, at: str
) -> None:
    """Row 31: a local time is kept with the offset it had, and read alike in another zone."""
    zone("Europe/Berlin")
    sitting = session(tmp_path)
    sitting.watched(SMALL.entries[:1], datetime.fromisoformat(local).replace(fold=fold))
    sitting.save()
    zone("America/St_Johns")
    (event,) = session(tmp_path).lived()
    assert event.at == at
    assert evening(event.at) == datetime.fromisoformat(local).date() - timedelta(days=1)


def test_the_night_the_clocks_go_back(tmp_path: Path) -> None:
    """Row 31: marks in the hour that comes twice stand in the order they were made."""
    clock = Clock()
    sitting = session(tmp_path, clock=clock)
    for offset, entry in zip((2, 1), SMALL.entries, strict=False):
        clock.now = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=offset)))
        sitting.watched([entry])
    sitting.save()
    lived = session(tmp_path).lived()
    assert [event.at for event in lived] == [
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ]
    assert [event.entry for event in lived] == [entry.id for entry in SMALL.entries[:2]]

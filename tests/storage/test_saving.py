"""Dying and failing while saving (catalogue 2.1), and whom the file belongs to (rows 42 and 43)."""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import resource
import select
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from errno import (
    EACCES,
    EDQUOT,
    EFBIG,
    EINVAL,
    EIO,
    EMFILE,
    ENOLCK,
    ENOSPC,
    ENOSYS,
    ENOTSUP,
    EPERM,
    EROFS,
    errorcode,
)
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.storage import faults
from tests.storage.faults import Calls, contents, drafts, marked, marks, on_disk
from tests.support import SMALL, Clock, chance, mostly_slow, store
from tracker.domain.journal import Journal
from tracker.session.sitting import Session
from tracker.storage.document import Writer, load
from tracker.storage.files import AlreadyThere, StoreError, write_new
from tracker.storage.store import Store

ROOT = os.geteuid() == 0
NOBODY = 65534
STRANGER = 12345
DEAD = ".progress.json.0badcafe.tmp"


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Path]:
    """A directory in memory, where there is such: hundreds of saves to a disk would take long."""
    memory = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else tmp_path))
    yield place
    shutil.rmtree(place)


class Sitting(NamedTuple):
    """A file in some state, and somebody who is about to save one mark more."""

    store: Store
    journal: Journal
    """All that is known, with the mark ``new``."""
    before: set[str]
    """The marks that are safe already, wherever they lie."""
    raw: bytes = b""
    """What a damaged file held."""


def first(directory: Path) -> Sitting:
    """Nothing is there yet, not even the directory."""
    place = Store(
        str(directory / "a/b/progress.json"), lambda _: str(directory / "c/state"), Clock()
    )
    return Sitting(place, marked(place.open().journal, "new"), set())


def plain(directory: Path) -> Sitting:
    """The file was saved a moment ago."""
    place = store(directory)
    journal = place.save(marked(place.open().journal, "one", "two"))
    return Sitting(place, marked(journal, "new"), {"one", "two"})


def busy(directory: Path) -> Sitting:
    """An old version was put back; conflict copies, old days and a dead draft lie around."""
    place = store(directory)
    place.save(marked(Journal(), "one"))
    state = Path(place.copies.directory)
    for day in range(11):
        (state / f"day-202611{day + 10}.json").write_bytes(b"{}")
    later = marked(Journal(), "two", "three")
    (state / "mirror.json").write_bytes(Writer().written(later))
    theirs = Writer().written(marked(Journal(), "theirs"))
    (directory / "progress.sync-conflict-20261122-201300-ABCDEFG.json").write_bytes(theirs)
    dead = directory / DEAD
    dead.write_bytes(b"{")
    os.utime(dead, (0, 0))
    place = store(directory)
    return Sitting(place, marked(place.open().journal, "new"), {"one", "two", "three", "theirs"})


def unaware(directory: Path) -> Sitting:
    """As `busy`, and the one who saves has seen none of it: the others' marks lie there alone."""
    sitting = busy(directory)
    place = store(directory)
    return sitting._replace(store=place, journal=marked(Journal(), "new"))


def damaged(directory: Path) -> Sitting:
    """The file is torn, and the mirror is lost."""
    sitting = plain(directory)
    file = Path(sitting.store.path)
    raw = file.read_bytes()[:-30]
    file.write_bytes(raw)
    os.unlink(sitting.store.copies.mirror)
    place = store(directory)
    with Calls():
        journal = place.open().journal
    return Sitting(place, marked(journal, "new"), marks(journal), raw)


def linked(directory: Path) -> Sitting:
    """The file is a link into another directory."""
    (directory / "elsewhere").mkdir()
    (directory / "progress.json").symlink_to("elsewhere/real.json")
    return plain(directory)


SCENES: list[Callable[[Path], Sitting]] = [first, plain, busy, unaware, damaged, linked]


def sat_down(directory: Path, make: Callable[[Path], Sitting]) -> Sitting:
    """That state, in a directory of its own."""
    directory.mkdir()
    return make(directory)


def check(sitting: Sitting, directory: Path, *, acknowledged: bool) -> None:
    """However a save ended: the file is whole, and every mark lies somewhere."""
    file = Path(sitting.store.path)
    data = file.read_bytes() if file.exists() else b""
    reading = load(data)
    assert not reading.damage or data == sitting.raw
    assert "new" in marks(reading.journal) or not acknowledged
    if data != sitting.raw:
        kept = [path.read_bytes() for path in directory.rglob("damaged-*.json")]
        assert not sitting.raw or sitting.raw in kept
    assert file.is_symlink() == (directory / "elsewhere").exists()
    with Calls():
        assert sitting.before <= marks(again(sitting).open().journal)


def again(sitting: Sitting) -> Store:
    """The same file, used by a program that was started anew."""
    return Store(sitting.store.path, lambda _: sitting.store.copies.directory, Clock())


def check_next(sitting: Sitting, place: Store, journal: Journal) -> None:
    """The next save works, and all is in the file."""
    with Calls():
        place.save(journal)
    assert sitting.before <= on_disk(place)
    assert not any(Path(place.path).parent.glob("*conflict*"))


@pytest.mark.parametrize(
    ("make", "error"),
    [(busy, error) for error in (ENOSPC, EACCES, EDQUOT, EROFS)]
    + [(scene, EIO) for scene in SCENES],
    ids=lambda value: errorcode.get(value, getattr(value, "__name__", None)),
)
def test_any_call_may_fail(quick: Path, make: Callable[[Path], Sitting], error: int) -> None:
    """Row 3: whichever call of a save fails, it says so, loses nothing and leaves no draft."""
    for number in count(1):
        directory = quick / f"{number}"
        sitting = sat_down(directory, make)
        said = ""
        with Calls(number, faults.failing(error)) as calls:
            try:
                sitting.store.save(sitting.journal)
            except StoreError as failure:
                said = str(failure)
        if not calls.struck:
            assert number > 30
            break
        assert [path for path in drafts(directory) if path.name != DEAD] == []
        assert said == "" or said.startswith(f"cannot save {sitting.store.path}: ")
        check(sitting, directory, acknowledged=not said)
        check_next(sitting, sitting.store, sitting.journal)
        assert "new" in on_disk(sitting.store)
        shutil.rmtree(directory)


def test_a_mark_is_pending_until_it_is_saved(quick: Path) -> None:
    """Row 3: a mark whose save failed, at any call, is still there and still unsaved."""
    for number in count(1):
        sitting = Session(SMALL, store(quick / f"{number}"), Clock(), chance)
        sitting.watched(SMALL.entries[:1])
        with Calls(number, faults.failing(ENOSPC)) as calls:
            try:
                sitting.save()
            except StoreError:
                assert sitting.pending
                assert sitting.view.unsaved == {SMALL.entries[0].id}
        if not calls.struck:
            break
        sitting.save()
        assert not sitting.pending
        assert sitting.view.unsaved == frozenset()
        assert on_disk(sitting.store) == {SMALL.entries[0].id}


@pytest.mark.parametrize(
    ("make", "fault"),
    # Between two calls nothing changes on the disk, so one scene is enough for what comes after.
    mostly_slow(
        [(scene, faults.killed_before) for scene in SCENES if scene is not busy]
        + [(plain, faults.killed_after)],
        (plain, faults.killed_before),
        (plain, faults.killed_after),
        several=True,
    ),
)
def test_any_call_may_be_the_last(
    quick: Path, make: Callable[[Path], Sitting], fault: faults.Fault
) -> None:
    """Row 1: killed before or after any call, a save leaves the old document or the new one."""
    for number in count(1):
        directory = quick / f"{number}"
        sitting = sat_down(directory, make)

        def saved(sitting: Sitting = sitting, number: int = number) -> None:
            with Calls(number, fault) as calls:
                sitting.store.save(sitting.journal)
            assert not calls.struck

        if ended := faults.outcome(faults.forked(saved)):
            assert ended == -signal.SIGKILL
        check(sitting, directory, acknowledged=ended == 0)
        next_time = again(sitting)
        with Calls():
            opened = next_time.open().journal
        check_next(sitting, next_time, marked(opened, "next"))
        if ended == 0:
            assert number > 30
            break
        shutil.rmtree(directory)


@pytest.mark.parametrize("make", SCENES)
def test_a_write_may_be_torn(quick: Path, make: Callable[[Path], Sitting]) -> None:
    """Row 2: a program that dies with half of a draft written leaves the file whole."""
    for number in count(1):
        directory = quick / f"{number}"
        sitting = sat_down(directory, make)
        numbers = count(1)

        def saved(
            sitting: Sitting = sitting, number: int = number, numbers: Iterator[int] = numbers
        ) -> None:
            with Calls(lambda call: call.name == "write" and next(numbers) == number, faults.torn):
                sitting.store.save(sitting.journal)

        ended = faults.outcome(faults.forked(saved))
        check(sitting, directory, acknowledged=ended == 0)
        if ended == 0:
            assert number > 2
            break
        check_next(sitting, again(sitting), sitting.journal)


def test_a_write_may_be_short(tmp_path: Path) -> None:
    """Row 2: a system that takes seven bytes at a time gets all of them."""
    sitting = plain(tmp_path)
    with Calls(lambda call: call.name == "write", faults.short, always=True) as calls:
        sitting.store.save(sitting.journal)
    assert len(calls.names("write")) > 20
    assert on_disk(sitting.store) == {"one", "two", "new"}
    assert Path(sitting.store.copies.mirror).read_bytes() == Path(sitting.store.path).read_bytes()


@pytest.mark.parametrize("make", SCENES)
def test_the_order_of_a_save(tmp_path: Path, make: Callable[[Path], Sitting]) -> None:
    """Row 9: all that a power cut could undo is forced to the disk before anything relies on it.

    A draft is forced, renamed, and the directory forced; only then are the mirror written and the
    conflict copies removed. What was damaged is kept, and forced, before all that. The lock is held
    from the first look at the file to the end.
    """
    sitting = sat_down(tmp_path / "here", make)
    target = os.path.realpath(sitting.store.path)
    directory = os.path.dirname(target)
    with Calls() as calls:
        sitting.store.save(sitting.journal)
    renamed = calls.first("replace", target)
    draft = calls.made[renamed].path
    assert calls.made[calls.first("open", draft)].mode & os.O_EXCL
    wrote = calls.first("write", draft)
    forced = calls.first("fsync", draft)
    entered = [place for place, call in enumerate(calls.made) if call[:2] == ("fsync", directory)]
    assert wrote < forced < renamed < entered[-1]
    assert entered[-1] < calls.first("replace", sitting.store.copies.mirror)
    kept = list((tmp_path / "here").rglob("damaged-*.json"))
    assert bool(kept) == bool(sitting.raw)
    for path in kept:
        assert calls.first("fsync", calls.made[calls.first("replace", str(path))].path) < wrote
        assert calls.first("fsync", str(path.parent)) < wrote
    for place, call in enumerate(calls.made):
        if call.name == "unlink" and "conflict" in call.path:
            assert place > entered[-1]
    locks = [place for place, call in enumerate(calls.made) if call.name == "flock"]
    looks = [place for place, call in enumerate(calls.made) if call.path == sitting.store.path]
    assert calls.made[locks[0]].mode == fcntl.LOCK_EX | fcntl.LOCK_NB
    assert calls.made[locks[-1]].mode == fcntl.LOCK_UN
    stats = [place for place in looks if calls.made[place].name == "stat"]
    assert locks[0] < stats[0]
    assert stats[0] < entered[-1] < locks[-1]
    assert forced < max(place for place in stats if place < renamed)


def test_a_save_that_is_tried_again_forces_the_disk_again(tmp_path: Path) -> None:
    """Row 9: after a failure to force the renaming to the disk, no save is acknowledged without."""
    sitting = plain(tmp_path)
    directory = str(tmp_path)
    with (
        Calls(lambda call: call[:2] == ("fsync", directory), faults.failing(EIO)),
        pytest.raises(StoreError),
    ):
        sitting.store.save(sitting.journal)
    with Calls() as calls:
        sitting.store.save(sitting.journal)
    assert [call for call in calls.names("fsync") if call.path == directory]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 32 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(place)]
    if not ROOT or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def remount(place: Path, options: str) -> None:
    """Mount a disk again with other options."""
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)


def full(place: Store) -> tuple[Journal, str]:
    """Mark until it cannot be saved any more; what is in memory, and what was said."""
    journal = place.open().journal
    for number in range(2_000):
        journal = marked(journal, f"{number}")
        try:
            place.save(journal)
        except StoreError as error:
            return journal, str(error)
    raise AssertionError("that disk is never full")


def test_a_full_disk(tmp_path: Path, small_disk: Path) -> None:
    """Row 4: a full disk is named, costs no mark, and is over when there is room again."""
    place = Store(str(small_disk / "progress.json"), lambda _: str(tmp_path / "state"), Clock())
    journal, said = full(place)
    assert said == f"cannot save {place.path}: No space left on device"
    assert drafts(tmp_path) == []
    assert on_disk(place) == {f"{number}" for number in range(len(journal.events) - 1)}
    remount(small_disk, "size=256k")
    place.save(journal)
    assert on_disk(place) == marks(journal)


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """Row 4: the same without the right to mount: a limit on the size of files."""
    child = faults.forked(lambda: _grow(tmp_path))
    assert faults.outcome(child) == 0


def _grow(directory: Path) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, resource.RLIM_INFINITY))
    place = store(directory)
    journal, said = full(place)
    assert said == f"cannot save {place.path}: {os.strerror(EFBIG)}"
    assert drafts(directory) == []
    assert on_disk(place) == {f"{number}" for number in range(len(journal.events) - 1)}
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    place.save(journal)
    assert on_disk(place) == marks(journal)


def test_a_read_only_disk(tmp_path: Path, small_disk: Path) -> None:
    """Row 5: on a file system that is read-only the mark waits until it is no more."""
    place = Store(str(small_disk / "progress.json"), lambda _: str(tmp_path / "state"), Clock())
    sitting = Session(SMALL, place, Clock(), chance)
    sitting.watched(SMALL.entries[:1])
    sitting.save()
    remount(small_disk, "ro")
    sitting.watched(SMALL.entries[1:])
    with pytest.raises(StoreError, match="Read-only file system"):
        sitting.save()
    assert sitting.pending
    remount(small_disk, "rw")
    sitting.save()
    assert not sitting.pending
    assert on_disk(place) == {entry.id for entry in SMALL.entries}


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A directory that every user can reach."""
    place = Path(tempfile.mkdtemp(prefix="layzner-"))
    place.chmod(0o755)
    yield place
    place.chmod(0o755)
    shutil.rmtree(place)


def test_no_permission(tmp_path: Path, open_place: Path) -> None:
    """Row 6: in a directory of somebody else the mark stays pending, and the reason is named."""
    place = Store(str(open_place / "progress.json"), lambda _: str(tmp_path / "unused"), Clock())
    place.save(marked(Journal(), "one"))
    Path(place.path).chmod(0o644)
    states = Path(tempfile.mkdtemp(dir=open_place))
    states.chmod(0o777)
    if not ROOT:
        open_place.chmod(0o555)
    child = faults.forked(lambda: _save_as_nobody(open_place, str(states / "state")))
    assert faults.outcome(child) == 0
    assert on_disk(place) == {"one"}
    assert drafts(open_place) == []


def _save_as_nobody(directory: Path, state: str) -> None:
    if ROOT:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    sitting = Session(
        SMALL, Store(str(directory / "progress.json"), lambda _: state, Clock()), Clock(), chance
    )
    sitting.watched(SMALL.entries[:1])
    with pytest.raises(StoreError, match="Permission denied"):
        sitting.save()
    assert sitting.pending


def test_no_descriptor_left(tmp_path: Path) -> None:
    """Row 7: out of descriptors, a save fails and the next one works."""
    sitting = plain(tmp_path)
    assert faults.outcome(faults.forked(lambda: _without_descriptors(sitting))) == 0
    assert on_disk(sitting.store) == {"one", "two", "new"}


def _without_descriptors(sitting: Sitting) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    taken: list[int] = []
    with contextlib.suppress(OSError):
        while True:
            taken.append(os.open(os.devnull, os.O_RDONLY))
    with pytest.raises(StoreError, match=os.strerror(EMFILE)):
        sitting.store.save(sitting.journal)
    for file in taken:
        os.close(file)
    sitting.store.save(sitting.journal)


@pytest.mark.slow
def test_killed_at_random(tmp_path: Path) -> None:
    """Row 8: of 500 programs killed at random, every mark they acknowledged is in the file."""
    chance = random.Random(8)
    known: set[str] = set()
    for number in range(500):
        if number % 50 == 0:
            known, directory = set(), tmp_path / f"{number}"
            directory.mkdir()
        acknowledged = _until_killed(directory, number, chance.uniform(0, 0.03))
        file = directory / "progress.json"
        found = marks(faults.whole(file.read_bytes())) if file.exists() else set()
        assert known | acknowledged <= found
        assert len(found - known - acknowledged) <= 1
        known = found


def _until_killed(directory: Path, number: int, after: float) -> set[str]:
    """Let a child mark and acknowledge for that many seconds; what it acknowledged."""
    reading, writing = os.pipe()

    def work() -> None:
        place = store(directory)
        journal = place.open().journal
        for mark in count():
            journal = place.save(marked(journal, f"{number}-{mark}"))
            os.write(writing, b"%d\n" % mark)

    child = faults.forked(work)
    os.close(writing)
    end = time.monotonic() + after
    said = b""
    while (left := end - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            said += os.read(reading, 1 << 16)
    os.kill(child, signal.SIGKILL)
    assert faults.outcome(child) == -signal.SIGKILL
    while more := os.read(reading, 1 << 16):
        said += more
    os.close(reading)
    return {f"{number}-{mark.decode()}" for mark in said.split()}


def test_a_directory_that_vanishes(tmp_path: Path) -> None:
    """Row 10: a drive that is unmounted is not made anew, and has the mark when it is back."""
    place = Store(str(tmp_path / "drive/progress.json"), lambda _: str(tmp_path / "state"), Clock())
    journal = place.save(marked(place.open().journal, "one"))
    (tmp_path / "drive").rename(tmp_path / "away")
    with pytest.raises(StoreError, match="No such file or directory"):
        place.save(marked(journal, "two"))
    assert not (tmp_path / "drive").exists()
    (tmp_path / "away").rename(tmp_path / "drive")
    place.save(marked(journal, "two"))
    assert on_disk(place) == {"one", "two"}


def test_a_dead_draft_is_removed_when_it_is_old(tmp_path: Path) -> None:
    """Row 1: what a killed save left is removed after an hour, and not before."""
    old, fresh = tmp_path / ".progress.json.00000000.tmp", tmp_path / ".progress.json.11111111.tmp"
    for draft in (old, fresh):
        draft.touch()
    os.utime(old, (0, 0))
    plain(tmp_path)
    assert drafts(tmp_path) == [fresh]


@pytest.fixture
def no_umask() -> Iterator[None]:
    """Nothing but the program itself keeps others out."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("no_umask")
def test_permissions_of_what_is_new(tmp_path: Path) -> None:
    """Row 42: files are the viewer's alone, and so is every directory on the way, at umask 0."""
    sitting = sat_down(tmp_path / "here", first)
    sitting.store.save(sitting.journal)
    modes = {
        str(path.relative_to(tmp_path / "here")): stat.S_IMODE(path.stat().st_mode)
        for path in (tmp_path / "here").rglob("*")
    }
    for path, mode in modes.items():
        assert mode == (0o600 if "." in path or path.endswith("lock") else 0o700), path


@pytest.mark.usefixtures("no_umask")
def test_permissions_that_the_user_set(tmp_path: Path) -> None:
    """Row 42: the file keeps its mode, and the owner whom root is no substitute for."""
    sitting = plain(tmp_path)
    file = Path(sitting.store.path)
    file.chmod(0o640)
    if ROOT:
        os.chown(file, STRANGER, NOBODY)
    before = file.stat()
    sitting.store.save(sitting.journal)
    after = file.stat()
    assert before.st_ino != after.st_ino
    assert stat.S_IMODE(after.st_mode) == 0o640
    assert (before.st_uid, before.st_gid) == (after.st_uid, after.st_gid)


@pytest.mark.skipif(not ROOT, reason="makes links of another user")
@pytest.mark.parametrize("planted", ["progress.json", "state", "state/lock", "draft"])
def test_a_planted_link(open_place: Path, planted: str) -> None:
    """Row 43: a link that another user planted is refused, wherever it is; its target unharmed."""
    open_place.chmod(0o1777)
    victim = open_place / "victim"
    victim.mkdir() if planted == "state" else victim.write_bytes(b"precious")
    before = contents(open_place)
    link = open_place / planted
    place = store(open_place)
    if planted == "draft":
        # The name of a draft is not foreseeable; here the other user is lucky, just in time.
        seen = Calls(
            lambda call: call.name == "open" and call.path.endswith(".tmp"),
            faults.meanwhile(lambda: _plant(Path(seen.made[-1].path), victim)),
        )
    else:
        seen = Calls()
        link.parent.mkdir(mode=0o700, exist_ok=True)
        _plant(link, victim)
    with seen, pytest.raises(StoreError):
        place.save(marked(Journal(), "new"))
    assert {path: it for path, it in contents(open_place).items() if "victim" in path} == before
    assert victim.is_file() or os.listdir(victim) == []


def _plant(link: Path, victim: Path) -> None:
    link.symlink_to(victim)
    os.lchown(link, STRANGER, STRANGER)


NICETIES: dict[str, Callable[[faults.Call], bool]] = {
    "the mode": lambda call: call.name == "fchmod",
    "the owner": lambda call: call.name == "fchown",
    "forcing a file": lambda call: call.name == "fsync" and call.path.endswith(".tmp"),
    "forcing a directory": lambda call: call.name == "fsync" and not call.path.endswith(".tmp"),
    "opening a directory": lambda call: call.name == "open" and Path(call.path).is_dir(),
    "a link": lambda call: call.name == "link",
    "a date": lambda call: call.name == "utime",
    "a lock": lambda call: call.name == "flock",
    "opening no link": lambda call: call.name == "open" and bool(call.mode & os.O_NOFOLLOW),
}
"""Steps that some file systems do not know."""


@pytest.mark.parametrize("error", [EPERM, ENOTSUP, EINVAL, ENOLCK, ENOSYS], ids=errorcode.get)
@pytest.mark.parametrize("step", NICETIES)
@pytest.mark.parametrize("make", [first, plain, busy, linked])
def test_a_refused_nicety(
    quick: Path, make: Callable[[Path], Sitting], step: str, error: int
) -> None:
    """Row 50: without the step the mark is kept, the next one too, and nothing untrue is said."""
    sitting = sat_down(quick / "here", make)
    with Calls(NICETIES[step], faults.failing(error), always=True) as calls:
        for entry in ("next", "after"):
            journal = sitting.store.save(marked(sitting.journal, entry))
            sitting = sitting._replace(journal=journal)
            assert sitting.store.notices == ()
    assert calls.struck or step in ("the owner", "a date", "a link")
    assert on_disk(sitting.store) >= sitting.before | {"new", "next", "after"}
    days = list(Path(sitting.store.copies.directory).glob("day-20261122.json"))
    assert len(days) == 1
    assert drafts(quick) == [path for path in drafts(quick) if path.name == DEAD]


@pytest.mark.parametrize("step", ["forcing a file", "forcing a directory", "a lock", "the mode"])
def test_a_failure_is_no_refusal(quick: Path, step: str) -> None:
    """Row 50: what fails though the system knows it is an error, and is said."""
    sitting = sat_down(quick / "here", plain)
    with (
        Calls(NICETIES[step], faults.failing(EIO)),
        pytest.raises(StoreError, match="output error"),
    ):
        sitting.store.save(sitting.journal)
    sitting.store.save(sitting.journal)
    assert "new" in on_disk(sitting.store)


@pytest.mark.parametrize("error", [EPERM, ENOTSUP, EINVAL, ENOLCK, ENOSYS], ids=errorcode.get)
def test_forgetting_where_a_date_cannot_be_kept(quick: Path, error: int) -> None:
    """Row 50: a copy that was rewritten has the date of that, and nothing is said of it."""
    sitting = sat_down(quick / "here", plain)
    ids = sorted(sitting.journal.events)[:1]
    with Calls(NICETIES["a date"], faults.failing(error), always=True) as calls:
        sitting.store.save(sitting.journal.without(ids))
    assert calls.struck
    assert sitting.store.notices == ()
    assert "one" not in on_disk(sitting.store)


def test_a_name_that_was_guessed(tmp_path: Path) -> None:
    """Row 43: every save uses another draft."""
    sitting = plain(tmp_path)
    with Calls() as calls:
        for number in range(3):
            sitting.store.save(marked(sitting.journal, f"{number}"))
    names = {call.path for call in calls.names("open") if call.path.endswith(".tmp")}
    assert len(names) == 6


def test_a_new_file_is_never_written_over(tmp_path: Path) -> None:
    """What is there stays as it is, a link that leads nowhere too, and no draft is left."""
    here = tmp_path / "pictures"
    here.mkdir()
    file, link = here / "card.png", here / "link.png"
    write_new(str(file), b"first")
    os.symlink("nowhere", link)
    for taken in (file, link, here):
        with pytest.raises(AlreadyThere, match=f"there is a {taken} already"):
            write_new(str(taken), b"second")
    assert file.read_bytes() == b"first"
    assert not (here / "nowhere").exists()
    assert sorted(path.name for path in here.iterdir()) == ["card.png", "link.png"]
    with pytest.raises(StoreError, match=r"cannot write .*: No such file"):
        write_new(str(tmp_path / "no" / "card.png"), b"third")


def test_a_file_that_appears_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked for again at the last moment, when all is written."""
    here = tmp_path / "pictures"
    here.mkdir()
    file, lexists, looked = here / "card.png", os.path.lexists, count()

    def appears(path: str) -> bool:
        if path == str(file) and next(looked):
            file.write_bytes(b"theirs")
        return lexists(path)

    monkeypatch.setattr(os.path, "lexists", appears)
    with pytest.raises(AlreadyThere):
        write_new(str(file), b"mine")
    assert file.read_bytes() == b"theirs"
    assert [path.name for path in here.iterdir()] == ["card.png"]

"""The copies of the file on this machine, whatever else lies in their place."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.storage.faults import Calls, contents, marked, marks, on_disk
from tests.storage.test_damage import seconds
from tests.support import REAL, Clock, entries, session, store
from tracker.cli.answers import doctor
from tracker.cli.main import main
from tracker.domain.journal import Journal
from tracker.session import care
from tracker.storage.copies import DAYS
from tracker.storage.document import Writer
from tracker.storage.places import state_directory
from tracker.storage.store import Store

DATA = Writer().written(marked(Journal(), "theirs"))


def days(place: Store) -> list[str]:
    """The dates of the daily copies, newest first."""
    return [name.removeprefix("day-").removesuffix(".json") for name in place.copies.days()]


def test_days_that_a_wrong_clock_dated_ahead(tmp_path: Path) -> None:
    """Row 50a: ten copies of days to come do not crowd out those of today and tomorrow."""
    clock = Clock()
    place = store(tmp_path, clock)
    state = Path(place.copies.directory)
    state.mkdir()
    for day in range(10, 20):
        (state / f"day-209901{day}.json").write_bytes(DATA)
    journal = place.save(marked(Journal(), "one"))
    assert days(place) == [*(f"209901{day}" for day in range(19, 10, -1)), "20261122"]
    for past in range(1, DAYS + 3):
        clock.now += timedelta(days=1)
        journal = place.save(marked(journal, f"{past}"))
    assert [day for day in days(place) if day.startswith("2099")] == []
    assert days(place)[0] == f"{clock.now:%Y%m%d}"
    assert len(days(place)) == DAYS


def as_directory(path: Path) -> None:
    """A directory."""
    path.mkdir()


def as_device(path: Path) -> None:
    """Something that never ends."""
    path.symlink_to("/dev/zero")


def as_newer(path: Path) -> None:
    """What a later version wrote."""
    path.write_bytes(DATA.replace(b'"schema": 1', b'"schema": 2'))


WEAPONS: list[Callable[[Path], object]] = [as_directory, as_device, os.mkfifo, as_newer]


@pytest.mark.parametrize("weapon", WEAPONS, ids=lambda weapon: weapon.__name__)
def test_a_mirror_that_cannot_be_read(tmp_path: Path, weapon: Callable[[Path], object]) -> None:
    """Row 50a: nothing hangs, no mark is lost, it stays as it is, and it is said, by doctor too."""
    sitting = session(tmp_path, REAL)
    sitting.watched(entries(REAL, "1"))
    sitting.save()
    mirror = Path(sitting.store.copies.mirror)
    mirror.unlink()
    weapon(mirror)
    before = os.lstat(mirror)
    with seconds(5):
        sitting = session(tmp_path, REAL, Clock(Clock().now + timedelta(days=1)))
        (notice,) = sitting.notices
        assert "no local copy of your marks is kept" in notice
        assert str(mirror) in notice
        sitting.watched(entries(REAL, "2"))
        sitting.save()
        assert sitting.notices == (notice,)
        said = doctor(sitting).text
        care.restore(sitting, care.copy_named(sitting, "day-20261123"))
    assert "No local copy of your marks is kept" in said
    assert os.lstat(mirror)[:2] == before[:2]
    assert "Nothing is wrong" not in said
    assert on_disk(sitting.store) == {"tv-01", "tv-02"}
    assert days(sitting.store) == ["20261123", "20261122"], "the days are kept without it"


@pytest.mark.parametrize("weapon", WEAPONS[:3], ids=lambda weapon: weapon.__name__)
def test_what_is_named_like_a_draft(tmp_path: Path, weapon: Callable[[Path], object]) -> None:
    """Row 50a: what is no file, though it is named like a draft, stays and hinders nothing."""
    place = store(tmp_path)
    path = tmp_path / ".progress.json.0badcafe.tmp"
    weapon(path)
    os.utime(path, (0, 0), follow_symlinks=False)
    place.save(marked(Journal(), "one"))
    assert place.notices == ()
    assert os.path.lexists(path)


@pytest.mark.parametrize("weapon", WEAPONS[:3], ids=lambda weapon: weapon.__name__)
@pytest.mark.parametrize("name", ["day-20261122", "unsaved-x", "archive-x", "damaged-x"])
def test_what_is_named_like_a_copy(
    tmp_path: Path, name: str, weapon: Callable[[Path], object]
) -> None:
    """Row 50a: what is no copy, though it is named like one, hinders neither a save nor doctor."""
    sitting = session(tmp_path, REAL)
    state = Path(sitting.store.copies.directory)
    state.mkdir()
    weapon(state / f"{name}.json")
    with seconds(5), Calls():
        sitting = session(tmp_path, REAL)
        sitting.watched(entries(REAL, "1-2"))
        sitting.save()
        care.forget_entry(sitting, REAL.entry("tv-02"))
        doctor(sitting)
    assert on_disk(sitting.store) == {"tv-01"}


def test_what_could_not_be_saved_is_joined(tmp_path: Path) -> None:
    """Each file of unsaved marks, whoever wrote it, is known at once, and goes once durable."""
    place = store(tmp_path)
    journal = place.save(marked(Journal(), "one"))
    state = Path(place.copies.directory)
    for name in ("unsaved-a", "unsaved-b"):
        (state / f"{name}.json").write_bytes(Writer().written(marked(Journal(), name)))
    (state / "unsaved-torn.json").write_bytes(DATA[:-9])
    place = store(tmp_path)
    opened = place.open()
    assert marks(opened.journal) == {"one", "unsaved-a", "unsaved-b"}
    assert opened.unsettled
    with Calls() as calls:
        place.save(journal)
    assert on_disk(place) == {"one", "unsaved-a", "unsaved-b"}
    assert [path.name for path in state.glob("unsaved-*")] == ["unsaved-torn.json"]
    forced = [at for at, call in enumerate(calls.made) if call[:2] == ("fsync", str(tmp_path))]
    assert forced[-1] < calls.first("unlink", "unsaved-a.json")
    assert not store(tmp_path).open().unsettled


READING = [
    ["next"],
    ["status"],
    ["list"],
    ["stats"],
    ["passes"],
    ["doctor"],
    ["restore"],
    ["where"],
]
IDLE = [["watched", "1"], ["clear", "30"], ["redo"], ["restore", "mirror"], ["remark", "30", ""]]


def an_older_file(directory: Path) -> tuple[Path, bytes]:
    """A file in the place of which an old version was put back; what it should hold."""
    sitting = session(directory, REAL)
    state = Path(state_directory(sitting.store.path))
    sitting.watched(entries(REAL, "1"))
    sitting.save()
    file = directory / "progress.json"
    old = file.read_bytes()
    sitting.watched(entries(REAL, "2"))
    sitting.save()
    whole = file.read_bytes()
    state.parent.mkdir(parents=True)
    (directory / "state").rename(state)
    file.write_bytes(old)
    return file, whole


@pytest.mark.parametrize("words", IDLE, ids=" ".join)
def test_a_verb_that_changes_nothing_settles_an_older_file(
    tmp_path: Path, words: list[str]
) -> None:
    """Row 45: what it did not change is joined all the same."""
    file, whole = an_older_file(tmp_path)
    assert main([*words, "--data-dir", str(tmp_path)]) == 0
    assert file.read_bytes() == whole


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_reading_an_older_file_writes_nothing(tmp_path: Path, words: list[str]) -> None:
    """Row 45: an answer is no reason to write."""
    an_older_file(tmp_path)
    before = contents(tmp_path)
    assert main([*words, "--data-dir", str(tmp_path)]) == 0
    assert contents(tmp_path) == before

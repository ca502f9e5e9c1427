"""What is forgotten is gone from the file and from every copy of it here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from errno import EIO
from itertools import count
from pathlib import Path

import pytest

from tests.storage import faults
from tests.storage.faults import Calls, marked, marks, on_disk
from tests.storage.test_saving import quick
from tests.support import store
from tracker.domain.journal import FORGOTTEN, Journal
from tracker.storage.document import Writer, load
from tracker.storage.forgetting import holding, without
from tracker.storage.store import Store

__all__ = ["quick"]

NAMES = [f"e{number}" for number in range(6)]
JOURNAL = marked(Journal(), *NAMES)
WHOLE = Writer().written(JOURNAL)
IDS = sorted(JOURNAL.events)
SECRET = b'"e2"'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_in_a_whole_copy_the_event_becomes_a_forgotten_one(encoding: str) -> None:
    """However a whole copy is encoded, the events go and the others stay."""
    left = load(without(WHOLE.decode().encode(encoding), [IDS[2]])).journal
    assert left == JOURNAL.without([IDS[2]])
    assert left.events[IDS[2]] == FORGOTTEN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-be"])
def test_in_a_damaged_copy_only_the_bytes_of_the_event_go(encoding: str) -> None:
    """From its id to the next; the rest stays byte for byte, whatever is wrong with it."""
    lines = WHOLE.decode().splitlines(keepends=True)
    torn, left = "".join(lines[:-2])[:-3], "".join([*lines[:6], *lines[7:-2]])[:-3]
    assert without(torn.encode(encoding), [IDS[2]]) == left.encode(encoding)
    last = "".join(lines[:9])
    assert without(torn.encode(encoding), [IDS[5]]) == last.encode(encoding)
    assert without(torn.encode(encoding), ["00000099-00000000"]) == torn.encode(encoding)


def test_what_holds_none_of_it_stays_as_it_is() -> None:
    """A copy without the events, however it is written, and one of a newer version."""
    spaced = WHOLE.replace(b": ", b" :   ")
    newer = WHOLE.replace(b'"schema": 1', b'"schema": 2')
    for data in (spaced, b"", b"{", b"no progress at all", Writer().written(Journal())):
        assert without(data, ["00000099-00000000"]) == data
    assert without(newer, IDS) == newer


def test_files_that_still_hold_it(tmp_path: Path) -> None:
    """Of the files of a directory those that have the event are named, whatever lies there."""
    (tmp_path / "backup").write_bytes(WHOLE)
    (tmp_path / "utf16.json").write_bytes(WHOLE.decode().encode("utf-16"))
    (tmp_path / "torn.bak").write_bytes(WHOLE[:-40])
    (tmp_path / "without.json").write_bytes(without(WHOLE, [IDS[2]]))
    (tmp_path / "photo.jpg").write_bytes(os.urandom(999))
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "nowhere").symlink_to("gone")
    found = holding(str(tmp_path), [IDS[2]])
    assert [Path(path).name for path in found] == ["backup", "torn.bak", "utf16.json"]


def kept(directory: Path) -> Store:
    """A file with every kind of copy that there can be."""
    place = store(directory)
    place.save(JOURNAL)
    state = Path(place.copies.directory)
    data = Path(place.path).read_bytes()
    (state / "archive-20261120T203000Z-1a2b").mkdir()
    for name in ("day-20261101", "aside-x", "unsaved-x", "archive-20261120T203000Z-1a2b/mirror"):
        (state / f"{name}.json").write_bytes(data)
    (state / "damaged-x.json").write_bytes(data[:-9])
    (state / ".mirror.json.0badcafe.tmp").write_bytes(data)
    conflict = directory / "progress.sync-conflict-20261122-201300-ABCDEFG.json"
    conflict.write_bytes(data)
    return store(directory)


def holders(directory: Path) -> list[str]:
    """The files in which the secret can still be read."""
    files = (path for path in directory.rglob("*") if path.is_file())
    return sorted(path.name for path in files if SECRET in path.read_bytes())


def forget(place: Store) -> None:
    """Forget the secret."""
    place.save(place.open().journal.without([IDS[2]]))


def test_every_copy_is_rewritten(tmp_path: Path) -> None:
    """Days, what was kept aside or could not be saved, damaged files and archives lose it."""
    place = kept(tmp_path)
    state = Path(place.copies.directory)
    os.utime(state / "day-20261101.json", (1_000_000, 1_000_000))
    assert len(holders(tmp_path)) == 10
    forget(place)
    assert holders(tmp_path) == []
    assert on_disk(place) == set(NAMES) - {"e2"}
    assert (state / "day-20261101.json").stat().st_mtime == 1_000_000
    assert (state / "damaged-x.json").read_bytes().count(b'"do"') == len(NAMES) - 1


def test_once_it_is_done_no_copy_is_looked_at_again(tmp_path: Path) -> None:
    """The next save, also of another program, does not read every copy for it."""
    place = kept(tmp_path)
    forget(place)
    for again in (place, store(tmp_path)):
        with Calls() as calls:
            again.save(marked(again.open().journal, "next"))
        assert not [call for call in calls.names("open") if "aside-x" in call.path]


def test_a_copy_that_comes_to_be_later_has_nothing_of_it(tmp_path: Path) -> None:
    """A damaged file with the event in it is kept aside without it."""
    place = kept(tmp_path)
    forget(place)
    Path(place.path).write_bytes(WHOLE[:-9])
    again = store(tmp_path)
    with Calls():
        again.save(marked(again.open().journal, "next"))
    assert on_disk(again) == {*NAMES, "next"} - {"e2"}
    assert holders(tmp_path) == []


@pytest.mark.slow
def test_a_forgetting_that_is_cut_short_is_done_by_the_next_save(quick: Path) -> None:
    """Killed at whichever call: nothing else is lost, and once it is known it goes everywhere."""
    for number in count(1):
        directory = quick / f"{number}"
        directory.mkdir()
        place = kept(directory)

        def saved(place: Store = place, number: int = number) -> None:
            with Calls(number, faults.killed_before) as calls:
                forget(place)
            assert not calls.struck

        ended = faults.outcome(faults.forked(saved))
        again = store(directory)
        opened = again.open().journal
        assert marks(opened) >= set(NAMES) - {"e2"}
        with Calls():
            again.save(marked(opened, "next"))
        assert on_disk(again) >= {*NAMES, "next"} - {"e2"}
        assert holders(directory) == [] or "e2" in on_disk(again)
        shutil.rmtree(directory)
        if ended == 0:
            assert number > 50
            break


def refused(path: Path) -> None:
    """A directory in its place."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [refused, lambda path: path.write_bytes(b"")])
def test_a_copy_that_cannot_be_read_hinders_nothing(
    tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    """The others lose it all the same."""
    place = kept(tmp_path)
    harm(Path(place.copies.directory) / "aside-x.json")
    forget(place)
    assert holders(tmp_path) == []
    assert "e2" not in on_disk(place)


def test_a_copy_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """It is said which copy may still hold what is forgotten; the others lose it."""
    place = kept(tmp_path)
    failed = Calls(
        lambda call: call.name == "replace" and "aside-x" in call.to, faults.failing(EIO)
    )
    with failed:
        forget(place)
    assert failed.struck
    (said,) = [notice for notice in place.notices if "forgotten" in notice]
    assert "aside-x.json" in said or str(place.copies.directory) in said
    assert holders(tmp_path) == ["aside-x.json"]

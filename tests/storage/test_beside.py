"""What lies beside the file: which of it is joined, moved aside, left alone, and named."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from errno import EIO
from pathlib import Path

import pytest

from tests.storage import faults
from tests.storage.faults import Calls, contents, marked, marks, on_disk
from tests.support import REAL, entries, session, store
from tracker.cli.answers import doctor
from tracker.domain.journal import Journal
from tracker.storage.beside import is_conflict
from tracker.storage.document import Writer
from tracker.storage.store import Store

SYNCTHING = "progress.sync-conflict-20261122-201300-ABCDEFG.json"
CONFLICTS = [
    SYNCTHING,
    "progress.sync-conflict-20261122-201300-ABCDEFG.sync-conflict-20261123-080000-HIJKLMN.json",
    "progress (Anna's conflicted copy 2026-11-22).json",
    "progress (Anna's conflicted copy 2026-11-22 (1)).json",
    "progress (conflicted copy 2026-11-22 201300).json",
    "progress (conflicted copy anna 2026-11-22 201300).json",
    "progress (Case Conflict).json",
    "progress (Case Conflict 2).json",
    "progress_conflict-20261122-201300.json",
    "progress_conflict-anna-20261122-201300.json",
    "progress_DiskStation_Nov-22-201300-2026_Conflict.json",
    "progress_Conflict.json",
    "progress.Conflict.json",
    "progress.conflict1.json",
    "progress.json.conflict1",
    "progress.json..path1",
    "progress (conflict_on_2026-11-22).json",
    "progress (conflict #1_on_2026-11-22).json",
    "PROGRESS.SYNC-CONFLICT-20261122-201300-ABCDEFG.JSON",
]
"""What Syncthing, Dropbox, Nextcloud, ownCloud, Synology, Resilio, rclone and Unison say."""
SHARING = [
    "progress-DESKTOP-ABC.json",
    "progress 2.json",
    "progress (1).json",
    "progress (Annas in Konflikt stehende Kopie 2026-11-22).json",
    "progress (Copie en conflit de Anna 2026-11-22).json",
    "progress(Anna の競合コピー 2026-11-22).json",
    "progress (backup before the conflict).json",
    "progress_before_conflict.json",
    "progress conflict.json",
    "progress.json.bak",
    "progress.json~",
    "Progress.json",
]
"""What OneDrive, iCloud, Drive, Dropbox elsewhere, editors and viewers make."""


def document(*names: str, shared: Journal | None = None) -> bytes:
    """A file with marks of those, and with what is shared."""
    return Writer().written(marked(shared or Journal(), *names))


@pytest.fixture
def place(tmp_path: Path) -> Store:
    """A file with a mark."""
    place = store(tmp_path)
    place.save(marked(Journal(), "mine"))
    return place


def asides(directory: Path) -> list[Path]:
    """What was moved aside."""
    return sorted((directory / "state").glob("aside-*.json"))


@pytest.mark.parametrize("name", CONFLICTS)
def test_conflict_names_of_every_engine(tmp_path: Path, place: Store, name: str) -> None:
    """Row 46: what has a sync program's form of a conflict is joined, then moved aside."""
    copy, theirs = tmp_path / name, document("theirs")
    copy.write_bytes(theirs)
    assert is_conflict("progress.json", name)
    opened = store(tmp_path).open()
    assert marks(opened.journal) == {"mine", "theirs"}
    assert (marks(opened.known), opened.unsettled) == ({"mine"}, True)
    assert place.changed()
    place.save(opened.journal)
    assert on_disk(place) == {"mine", "theirs"}
    assert not copy.exists()
    assert [path.read_bytes() for path in asides(tmp_path)] == [theirs]
    assert not place.changed()
    assert not store(tmp_path).open().unsettled


@pytest.mark.parametrize("name", SHARING)
def test_what_shares_an_event(tmp_path: Path, place: Store, name: str) -> None:
    """Row 46: it is joined, stays as it is, and is read again only when it has changed."""
    shared, copy = place.open().journal, tmp_path / name
    copy.write_bytes(document("theirs", shared=shared))
    before = contents(tmp_path)[str(copy)]
    opened = store(tmp_path).open()
    assert marks(opened.journal) == {"mine", "theirs"}
    assert opened.unsettled
    place.save(opened.journal)
    assert on_disk(place) == {"mine", "theirs"}
    assert contents(tmp_path)[str(copy)] == before
    assert asides(tmp_path) == []
    assert not place.changed()
    for again in (place, store(tmp_path)):
        with Calls() as calls:
            opened = again.open()
            again.save(marked(opened.journal, "next"))
        assert not [call for call in calls.names("open") if call.path == str(copy)]
        assert not opened.unsettled
    copy.write_bytes(document("theirs", "more", shared=shared))
    assert place.changed()
    assert marks(store(tmp_path).open().journal) == {"mine", "theirs", "next", "more"}


@pytest.mark.parametrize("name", SHARING)
def test_what_shares_nothing(tmp_path: Path, place: Store, name: str) -> None:
    """Row 46: another viewer's file is left alone, and named with what would join it."""
    copy = tmp_path / name
    copy.write_bytes(document("theirs"))
    before = contents(tmp_path)[str(copy)]
    opened = store(tmp_path).open()
    (notice,) = opened.notices
    assert f"; layzner join {shlex.quote(str(copy))} would" in notice
    assert (marks(opened.journal), opened.unsettled) == ({"mine"}, False)
    place.save(marked(opened.journal, "next"))
    assert on_disk(place) == {"mine", "next"}
    assert contents(tmp_path)[str(copy)] == before
    assert not place.changed()
    assert store(tmp_path).open().notices == (), "it is said until it was seen"


def test_one_that_shares_through_another(tmp_path: Path, place: Store) -> None:
    """Row 46: what shares an event only with what is joined beside it is joined as well."""
    first = marked(place.open().journal, "first")
    second = marked(Journal({k: v for k, v in first.events.items() if "first" in str(v)}), "second")
    (tmp_path / "progress 2.json").write_bytes(Writer().written(second))
    (tmp_path / "progress 3.json").write_bytes(Writer().written(first))
    assert marks(place.save(Journal())) == {"mine", "first", "second"}


def test_the_file_outweighs_a_backup(tmp_path: Path, place: Store) -> None:
    """Row 46: an edit by hand stands, though the backup of the editor lies beside it."""
    file = Path(place.path)
    (tmp_path / "progress.json~").write_bytes(file.read_bytes().replace(b'"mine"', b'"zzzz"'))
    assert on_disk(place) == {"mine"}
    assert marks(store(tmp_path).save(Journal())) == {"mine"}


def torn(data: bytes) -> bytes:
    """Cut short."""
    return data[:-9]


def newer(data: bytes) -> bytes:
    """Of a later version."""
    return data.replace(b'"schema": 1', b'"schema": 2')


def foreign(_data: bytes) -> bytes:
    """Another program's."""
    return b'{"meeting": "on Tuesday"}'


@pytest.mark.parametrize("name", [*SHARING, *CONFLICTS])
@pytest.mark.parametrize("harm", [torn, newer, foreign])
def test_what_cannot_be_taken_in_whole(
    tmp_path: Path, place: Store, name: str, harm: Callable[[bytes], bytes]
) -> None:
    """Row 46: what is torn, newer or another program's stays as it is."""
    copy = tmp_path / name
    copy.write_bytes(harm(document("theirs", shared=place.open().journal)))
    before = contents(tmp_path)[str(copy)]
    for again in (store(tmp_path), store(tmp_path)):
        again.save(marked(again.open().journal, "next"))
        assert on_disk(again) == {"mine", "next"}
        assert contents(tmp_path)[str(copy)] == before
        assert not again.changed()


def test_where_the_file_itself_is_gone(tmp_path: Path, place: Store) -> None:
    """Row 46: rclone may rename both sides, and leaves no file."""
    file = Path(place.path)
    shared = place.open().journal
    (tmp_path / "progress.json..path1").write_bytes(document("one", shared=shared))
    (tmp_path / "progress.json..path2").write_bytes(document("two", shared=shared))
    file.unlink()
    again = store(tmp_path)
    opened = again.open()
    assert opened.unsettled
    again.save(opened.journal)
    assert on_disk(again) == {"mine", "one", "two"}
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["progress.json"]
    assert len(asides(tmp_path)) == 2


NOT_CONFLICTS = [
    *SHARING,
    *("progress.conflict.txt", "progress (conflict).json", "progress-conflict.json"),
    *("progress2 (conflicted copy 2026-11-22).json", "progress.sync-conflict-1-2-A.json"),
    *("my progress (Case Conflict).json", "progress (Case Conflict) old.json", "progress.json"),
    *("progress.json.conflict", "progress.json.path1", "progress (conflicted copy).json"),
]


@pytest.mark.parametrize("name", NOT_CONFLICTS)
def test_the_word_alone_is_no_conflict(name: str) -> None:
    """Row 46: a name that merely speaks of a conflict may be the viewer's own."""
    assert not is_conflict("progress.json", name)


def test_doctor_names_what_lies_beside(tmp_path: Path) -> None:
    """Row 46: each with what becomes of it, and nothing is called wrong that is not."""
    sitting = session(tmp_path, REAL)
    sitting.watched(entries(REAL, "1"))
    sitting.save()
    shared = (tmp_path / "progress.json").read_bytes()
    (tmp_path / "progress 2.json").write_bytes(shared)
    (tmp_path / "progress-anna.json").write_bytes(document("anna"))
    (tmp_path / "progress.png").write_bytes(b"\x89PNG")
    (tmp_path / "progress tax.json").write_bytes(b"[1]")
    (tmp_path / "progress.json.new").write_bytes(newer(shared))
    said = doctor(session(tmp_path, REAL))
    assert "\nbeside  progress 2.json  is joined whenever it changes" in said.text
    assert "\n        progress.json.new  is left alone: written by a newer version" in said.text
    anna = tmp_path / "progress-anna.json"
    assert f"\n        progress-anna.json  shares nothing: layzner join {anna} " in said.text
    assert said.text.endswith("Nothing is wrong.")
    assert "progress tax" not in said.text
    assert "progress.png" not in said.text
    (tmp_path / SYNCTHING).write_bytes(document("theirs"))
    said = doctor(session(tmp_path, REAL))
    assert f"\nbeside  {SYNCTHING}  a conflict copy: the next mark joins it" in said.text
    assert "A sync program left 1 conflict copy beside it" in said.text


def test_a_copy_that_could_not_be_read_is_tried_again(tmp_path: Path, place: Store) -> None:
    """Row 46: a moment in which it cannot be read is no reason to forget about it."""
    copy = tmp_path / "progress 2.json"
    copy.write_bytes(document("theirs", shared=place.open().journal))
    failing = Calls(
        lambda call: call.name == "open" and call.path == str(copy), faults.failing(EIO)
    )
    with failing:
        assert marks(place.save(Journal())) == {"mine"}
    assert failing.struck
    assert marks(store(tmp_path).open().journal) == {"mine", "theirs"}


@pytest.mark.parametrize("call", ["unlink", "replace"])
def test_a_copy_that_cannot_be_moved(tmp_path: Path, place: Store, call: str) -> None:
    """Row 46: it is joined all the same and said, and the next program tries again."""
    copy = tmp_path / SYNCTHING
    copy.write_bytes(document("theirs"))
    failing = Calls(
        lambda made: made.name == call and (SYNCTHING in made.path or "aside-" in made.to),
        faults.failing(EIO),
        always=True,
    )
    with failing:
        place.save(Journal())
        assert failing.struck
        (notice,) = place.notices
        assert "a conflict copy stays where it is" in notice
        assert not place.changed(), "it is not tried again every two seconds"
    assert on_disk(place) == {"mine", "theirs"}
    again = store(tmp_path)
    opened = again.open()
    assert opened.unsettled
    again.save(opened.journal)
    assert not copy.exists()


def test_what_is_forgotten_is_not_moved_aside(tmp_path: Path, place: Store) -> None:
    """Row 46: a conflict copy with what is forgotten here goes aside without it."""
    journal = marked(place.open().journal, "secret")
    place.save(journal)
    (tmp_path / SYNCTHING).write_bytes(Path(place.path).read_bytes())
    secret = [key for key, event in journal.events.items() if "secret" in str(event)]
    place.save(journal.without(secret))
    assert len(asides(tmp_path)) == 1
    held = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in held if b"secret" in path.read_bytes()]


SEEN: list[bytes] = [
    *(b"", b"[]", b"{", b'{"x": 1}', b'{"x": [1, 2]}', b'{"x": ["a", 1, 2, 3]}', b"\xff" * 9),
    b"[" * 100_000,
]


@pytest.mark.parametrize("data", SEEN, ids=lambda data: data[:9].decode("latin-1"))
def test_what_was_seen_is_whole_or_ignored(tmp_path: Path, place: Store, data: bytes) -> None:
    """Row 50a: where the list of what was dealt with is nonsense, all is looked at again."""
    (tmp_path / "progress 2.json").write_bytes(document("theirs", shared=place.open().journal))
    (tmp_path / "state/seen").write_bytes(data)
    assert marks(store(tmp_path).open().journal) == {"mine", "theirs"}
    (tmp_path / "state/seen").unlink()
    os.mkfifo(tmp_path / "state/seen")
    place.save(store(tmp_path).open().journal)
    assert on_disk(place) == {"mine", "theirs"}

"""What the file may turn out to be (catalogue 2.2)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.storage.faults import Calls, contents, drafts, marked, marks, on_disk, whole
from tests.support import SMALL, session, store
from tracker.domain.journal import Journal
from tracker.domain.outlook import figures, last_time
from tracker.domain.union import DEEPEST, Json
from tracker.storage.document import Writer, load
from tracker.storage.files import StoreError
from tracker.storage.store import Store

CONFLICT = "progress.sync-conflict-20261122-201300-ABCDEFG.json"
NAMES = [f"e{number}" for number in range(6)]
WHOLE = Writer().written(marked(Journal(), *NAMES))
LINES = WHOLE.splitlines(keepends=True)
MIDDLE = LINES[6]
"""The line of the event e2."""

some = settings(deadline=None, max_examples=300)
few = settings(deadline=None, max_examples=40)


@contextmanager
def seconds(number: float) -> Iterator[None]:
    """What takes longer is ended by a signal, also if it hangs in the system."""

    def late(*_: object) -> None:
        raise AssertionError(f"takes more than {number} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, number)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def holding(directory: Path, data: bytes) -> Store:
    """A store whose file holds that."""
    directory.mkdir(exist_ok=True)
    (directory / "progress.json").write_bytes(data)
    return store(directory)


def kept_aside(place: Store) -> list[bytes]:
    """What was kept of damaged files."""
    return [path.read_bytes() for path in Path(place.copies.directory).glob("damaged-*.json")]


def check_recovery(directory: Path, data: bytes, legible: set[str]) -> str:
    """A damaged file is opened, told of, kept and repaired; what the mirror knows comes back.

    What is said of it.
    """
    place = store(directory)
    place.save(whole(WHOLE))
    (directory / "progress.json").write_bytes(data)
    (directory / "state").rename(directory / "kept")
    before = contents(directory)
    with Calls():
        opened = store(directory).open()
    assert contents(directory) == before
    assert legible <= marks(opened.journal)
    (directory / "kept").rename(directory / "state")
    with Calls():
        place = store(directory)
        before = contents(directory)
        opened = place.open()
        assert contents(directory) == before
        assert set(NAMES) <= marks(opened.journal)
        place.save(marked(opened.journal, "next"))
    assert on_disk(place) >= {*NAMES, "next"}
    assert kept_aside(place) == [data]
    assert [Path(said.split()[-1]).read_bytes() for said in place.notices] == [data]
    (said,) = opened.notices
    assert place.path in said
    return said


@pytest.mark.parametrize(
    ("data", "legible"),
    [
        (b"", set()),
        (b"{", set()),
        (WHOLE[:1], set()),
        (WHOLE[:-1][: len(WHOLE) // 2], set(NAMES[:2])),
        (b"".join(LINES[:-2])[:-2], set(NAMES[:5])),
        (b"\0" * len(WHOLE), set()),
        (WHOLE[:-60] + b"\0" * 60, set(NAMES[:4])),
        (b"\0" * 100 + WHOLE[100:], set(NAMES[2:])),
        (WHOLE[:1] + b"\0" + WHOLE[2:], set(NAMES)),
    ],
    ids=["empty", "{", "1", "half", "end", "NULs", "NUL tail", "NUL head", "second NUL"],
)
def test_a_torn_file(tmp_path: Path, data: bytes, legible: set[str]) -> None:
    """Row 11: of a torn file every complete event counts; the rest comes from the mirror."""
    said = check_recovery(tmp_path, data, legible)
    assert "is damaged" in said
    assert ("restored from the local copy of" in said) == (legible != set(NAMES))


@some
@given(st.integers(0, len(WHOLE)))
def test_a_cut_at_any_offset(cut: int) -> None:
    """Row 11: wherever a file is cut, every event before the cut is read, and nothing invented."""
    found = load(WHOLE[:cut])
    complete = {name for name, line in zip(NAMES, LINES[4:], strict=False) if _ends(line) <= cut}
    assert marks(found.journal) == complete
    assert bool(found.damage) == (cut < len(WHOLE) - 1)
    events = whole(WHOLE).events
    assert all(events[key] == event for key, event in found.journal.events.items())


def _ends(line: bytes) -> int:
    return WHOLE.index(line) + len(line.rstrip(b",\n"))


@some
@given(
    st.integers(0, len(WHOLE)), st.integers(1, len(WHOLE)), st.sampled_from([b"\0", b"\xff", b"x"])
)
@example(0, 1, b"\0")
@example(1, 1, b"\0")
def test_a_lost_block_anywhere(start: int, length: int, filled: bytes) -> None:
    """Row 11: every event outside a block that was lost is read, wherever the block lies."""
    end = min(start + length, len(WHOLE))
    data = WHOLE[:start] + filled * (end - start) + WHOLE[end:]
    spared = {
        name
        for name, line in zip(NAMES, LINES[4:], strict=False)
        if _ends(line) <= start or WHOLE.index(line) >= end
    }
    assert spared <= marks(load(data).journal)


ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_another_encoding(tmp_path: Path, encoding: str) -> None:
    """Row 12: a file that an editor saved in another encoding is read without complaint."""
    place = holding(tmp_path, WHOLE.decode().encode(encoding))
    opened = place.open()
    assert opened.journal == whole(WHOLE)
    assert opened.notices == ()
    place.save(marked(opened.journal, "next"))
    assert Path(place.path).read_bytes().isascii()
    assert on_disk(place) == {*NAMES, "next"}
    assert kept_aside(place) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_torn_file_in_another_encoding(encoding: str) -> None:
    """Row 12: what is legible of it counts there as well."""
    data = WHOLE.decode().encode(encoding)
    assert marks(load(data[: len(data) * 3 // 4 + 1]).journal) >= set(NAMES[:3])


@pytest.mark.parametrize(
    "junk",
    [
        *(b'"\xff\xfe"', b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-1e999"),
        *(b"9" * 5_000, b"[" * 200_000, b'{"a":' * 200_000, b'"\xed\xa0\x80"', b"0x10", b"'"),
    ],
    ids=lambda junk: repr(junk[:8]),
)
def test_one_bad_value(tmp_path: Path, junk: bytes) -> None:
    """Row 13: a value that is no JSON, or none that can be kept, affects its own event alone."""
    bad = MIDDLE.replace(b'"watched"', b'"watched", "bad": ' + junk)
    said = check_recovery(tmp_path, WHOLE.replace(MIDDLE, bad), set(NAMES) - {"e2"})
    assert "not readable as JSON" in said


@pytest.mark.parametrize("opening", ['{"a": ', "["], ids=["objects", "lists"])
def test_deep_nesting(tmp_path: Path, opening: str) -> None:
    """Row 13: as deep as 200 levels a file is whole, also joined with a copy that differs inside.

    Deeper, the event is illegible: on every Python, however deep it can read itself.
    """
    closing = "]" if opening == "[" else "}"
    within = DEEPEST - len(["the document", "its events", "the event"])
    for depth in (40, within, within + 1, *range(300, 1_000, 99), 5_000, 100_000):
        directory = tmp_path / f"{depth}"
        nested = [f'"watched", "x": {opening * depth}{leaf}{closing * depth}' for leaf in "12"]
        ours, theirs = (
            WHOLE.replace(MIDDLE, MIDDLE.replace(b'"watched"', deep.encode())) for deep in nested
        )
        place = holding(directory, ours)
        (directory / CONFLICT).write_bytes(theirs)
        with Calls():
            opened = place.open()
            place.save(marked(opened.journal, "next"))
        is_whole = depth <= within
        assert on_disk(place) == {*NAMES, "next"} - (set() if is_whole else {"e2"})
        assert opened.notices == () if is_whole else "nested too deeply" in opened.notices[0]
        assert kept_aside(place) == ([] if is_whole else [ours])


@pytest.mark.parametrize("spaced", [False, True])
def test_nesting_of_a_torn_file(spaced: bool) -> None:  # noqa: FBT001  # drawn
    """Row 13: what is salvaged is bounded alike, and so is a file that was spaced by hand."""
    within = DEEPEST - 3
    for depth in (within, within + 1):
        deep = b'"watched", "x": ' + b"[" * depth + b"]" * depth
        data = WHOLE.replace(MIDDLE, MIDDLE.replace(b'"watched"', deep))
        data = data.replace(b'"schema":', b'"schema" :') if spaced else data[:-3]
        assert marks(load(data).journal) == set(NAMES) - (set() if depth == within else {"e2"})


def test_a_key_that_stands_twice(tmp_path: Path) -> None:
    """Row 14: two tables of events, as a merge by hand leaves them, are joined."""
    first, other = (Writer().written(marked(Journal(), name)).decode() for name in ("one", "other"))
    tables = [text[text.index('"events"') :].rsplit("}", 1)[0] for text in (first, other)]
    twice = '{"format": "layzner-progress", "schema": 1, ' + ", ".join(tables) + "}"
    place = holding(tmp_path, twice.encode())
    opened = place.open()
    assert marks(opened.journal) == {"one", "other"}
    assert opened.notices == ()
    place.save(marked(opened.journal, "next"))
    assert on_disk(place) == {"one", "other", "next"}


def test_an_event_that_stands_twice(tmp_path: Path) -> None:
    """Row 14: of an event that stands twice, what either says is kept."""
    key = '"00000001-00000000"'
    twice = (
        '{"format": "layzner-progress", "schema": 1, "events": {'
        f'{key}: {{"do": "watched", "guide": "small", "entry": "one", "x": 1}},'
        f'{key}: {{"do": "watched", "guide": "small", "entry": "one", "y": 2}}}}}}'
    )
    for text in (twice, twice[:-1]):
        (event,) = load(text.encode()).journal.events.values()
        assert event == {"do": "watched", "guide": "small", "entry": "one", "x": 1, "y": 2}
    assert holding(tmp_path, twice.encode()).open().notices == ()


def test_keys_that_stand_twice_however_they_are_written() -> None:
    """Row 14: so too if one of them is spaced as no program would."""
    line = '"00000001-00000000": {"do": "watched", "guide": "small", "entry": "one", "x": 1}'
    for space in (" ", "\t", "\n", "\r"):
        other = line.replace('"x": 1', '"y": 2').replace('":', f'"{space}:')
        for events in (f"{line}, {other}", f"{other}, {line}"):
            text = f'{{"format": "layzner-progress", "schema": 1, "events": {{{events}}}}}'
            (event,) = load(text.encode()).journal.events.values()
            assert event == {"do": "watched", "guide": "small", "entry": "one", "x": 1, "y": 2}


ODD: list[Json] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        10**30,
        "",
        "x" * 1_000_000,
        [],
        {},
        "\ud800",
        "\0",
        "\x1b[2J",
    ),
    [1, "x", None],
    {"do": {"do": 1}},
]
FIELDS = ["do", "guide", "who", "pass", "entry", "note", "at", "position", "clears", "batch"]
FIELDS += ["again", "undone", "seen", "recorded"]
GOOD: dict[str, Json] = {"do": "watched", "guide": "small", "entry": "tv-01", "pass": 1}
GOOD |= {"at": "2026-11-22T21:30:00+01:00"}
JSON: st.SearchStrategy[Json] = st.recursive(
    st.sampled_from(ODD[:9] + ODD[9:])
    | st.text(max_size=3)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


def check_odd(directory: Path, events: Json, **beside: Json) -> None:
    """A file of any content is opened, lived through, marked in and saved; it keeps all it had."""
    document: dict[str, Json] = {"format": "layzner-progress", "schema": 1, **beside}
    document["events"] = events
    holding(directory, json.dumps(document).encode())
    with Calls():
        sitting = session(directory)
        last_time(sitting.view.progress, sitting.view.today)
        figures(sitting.view.progress)
        sitting.watched(SMALL.entries[3:], None)
        sitting.undo()
        sitting.redo()
        sitting.undo()
        sitting.save()
    saved = json.loads((directory / "progress.json").read_bytes())
    if isinstance(events, dict):
        for key, event in events.items():
            if isinstance(event, dict):
                for field, value in event.items():
                    assert field == "undone" or saved["events"][key][field] == value
            else:
                assert saved["events"][key] == event
    for key, value in beside.items():
        if key not in ("format", "schema"):
            assert saved[key] == value


@pytest.mark.parametrize("field", FIELDS)
def test_a_wrong_type_in_any_field(tmp_path: Path, field: str) -> None:
    """Row 15: whatever stands in a field, the file opens, and keeps it when it is saved."""
    for number, odd in enumerate(ODD):
        events: dict[str, Json] = {
            "00000001-00000000": {**GOOD, field: odd},
            "00000002-00000000": GOOD,
        }
        check_odd(tmp_path / f"{number}", events)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:12])
def test_a_wrong_type_in_place_of_an_event(tmp_path: Path, odd: Json) -> None:
    """Row 15: so for what stands in an event's place, under any id, or beside the events."""
    events = {"00000001-00000000": odd, "": odd, "x": GOOD, "99999999-ffffffff": odd}
    check_odd(tmp_path / "1", events, later=odd)


@pytest.mark.parametrize(
    ("key", "odd"),
    [
        (key, odd)
        for key in ("format", "schema", "events")
        for odd in ODD
        # A table is what belongs there, and a large number is a newer schema: row 17.
        if not (key == "events" and isinstance(odd, dict))
        and not (key == "schema" and odd == 10**30)
    ],
    ids=lambda value: repr(value)[:12],
)
def test_a_wrong_type_in_the_head(tmp_path: Path, key: str, odd: Json) -> None:
    """Row 15: a head of another type is damage: the file is kept aside, what is in it counts."""
    document = json.loads(WHOLE)
    document[key] = odd
    data = json.dumps(document).encode()
    check_recovery(tmp_path, data, set(NAMES) if key != "events" else set())


@few
@given(st.dictionaries(st.sampled_from(FIELDS), JSON), JSON)
def test_any_json_anywhere(fields: dict[str, Json], other: Json) -> None:
    """Row 15: so for any JSON in several fields and places at once."""
    with tempfile.TemporaryDirectory() as directory:
        events: dict[str, Json] = {"00000001-00000000": {**GOOD, **fields}, "x": other}
        check_odd(Path(directory) / "1", events, later=other)


@pytest.mark.parametrize(
    ("data", "legible"),
    [
        (b'{"some": "other", "program": ["x"]}', set()),
        (b"[1, 2, 3]", set()),
        (b"null", set()),
        (b'"a text"', set()),
        (b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", set()),
        (WHOLE.replace(b'"\n}\n}', b'",\n}\n}').replace(b"}\n}\n}", b"},\n}\n}"), set(NAMES)),
        (
            b"".join(
                [
                    *(*LINES[:5], b"<<<<<<< HEAD\n", *LINES[5:7], b"=======\n", *LINES[7:9]),
                    *(b">>>>>>> theirs\n", *LINES[9:]),
                ]
            ),
            set(NAMES),
        ),
        (WHOLE.replace(b"layzner-progress", b"another-program"), set(NAMES)),
        (WHOLE + WHOLE, set(NAMES)),
    ],
    ids=["object", "list", "null", "text", "HTML", "comma", "merge", "format", "twice"],
)
def test_something_else(tmp_path: Path, data: bytes, legible: set[str]) -> None:
    """Row 16: what is no journal is kept aside; legible events count, the mirror has the rest."""
    assert "is damaged" in check_recovery(tmp_path, data, legible)


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.replace(b'"schema": 1', b'"schema": 2'),
        b'{"format": "layzner-progress", "schema": 2, "log": [{"do": "watched"}]}',
        b'{"format": "layzner-progress", "schema": 3, "events": [["00000001", {"do": "x"}]]}',
    ],
    ids=["same form", "without events", "another form"],
)
def test_a_newer_schema(tmp_path: Path, data: bytes) -> None:
    """Row 17: a file of a newer schema is told of and left alone; a mark stays pending."""
    holding(tmp_path, data)
    before = contents(tmp_path)
    with Calls():
        sitting = session(tmp_path)
    assert len(sitting.notices) == 1
    assert "written by a newer version" in sitting.notices[0]
    sitting.watched(SMALL.entries[:1])
    with Calls(), pytest.raises(StoreError, match=r"newer version of layzner; nothing was saved"):
        sitting.save()
    assert sitting.pending
    after = contents(tmp_path)
    assert {path: after[path] for path in before} == before
    assert kept_aside(sitting.store) == []


def test_what_a_later_version_wrote(tmp_path: Path) -> None:
    """Row 18: keys, fields and kinds of event that a later version wrote survive a rewrite."""
    document = json.loads(WHOLE)
    document["settings"] = {"colour": "blue", "deep": [{"x": None}]}
    document["events"]["00000003-ffffffff"] = {"do": "rated", "stars": 5, "entry": "e9"}
    document["events"]["note"] = "no event at all"
    first = min(document["events"])
    document["events"][first]["mood"] = {"before": 1, "after": 2.5}
    place = holding(tmp_path, json.dumps(document).encode())
    opened = place.open()
    assert opened.notices == ()
    place.save(marked(opened.journal, "next"))
    saved = json.loads(Path(place.path).read_bytes())
    (new,) = set(saved["events"]) - set(document["events"])
    del saved["events"][new]
    assert saved == document


def test_a_huge_file(tmp_path: Path) -> None:
    """Row 19: a file of 100 MB is refused within a second, and stays as it is."""
    place = holding(tmp_path, WHOLE)
    os.truncate(place.path, 100 << 20)
    before = Path(place.path).stat()
    with seconds(1):
        with pytest.raises(StoreError, match="larger than 64 MB"):
            place.open()
        with pytest.raises(StoreError, match="larger than 64 MB"):
            place.save(marked(Journal(), "next"))
    assert Path(place.path).stat()[:9] == before[:9]
    assert drafts(tmp_path) == []


def bound(path: Path) -> None:
    """A socket's name in the file system."""
    with socket.socket(socket.AF_UNIX) as listener:
        # The path itself may be longer than an address can be.
        home = os.open(path.parent, os.O_RDONLY)
        listener.bind(f"/proc/self/fd/{home}/{path.name}")
        os.close(home)


def device(path: Path) -> None:
    """The device that is always full."""
    if os.geteuid() != 0:
        pytest.skip("makes a device")
    os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 7))


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, device, bound])
@pytest.mark.parametrize("where", ["progress.json", "state/mirror.json", CONFLICT])
def test_no_file_at_all(tmp_path: Path, make: Callable[[Path], None], where: str) -> None:
    """Row 20: a directory, FIFO, device or socket never hangs; as the file it is refused."""
    (tmp_path / "state").mkdir()
    make(tmp_path / where)
    before = (tmp_path / where).lstat().st_ino
    place = store(tmp_path)
    journal = marked(Journal(), "one")
    with seconds(5):
        if where == "progress.json":
            with pytest.raises(StoreError, match=r"is not a file|No such device"):
                place.open()
            with pytest.raises(StoreError, match=r"is not a file|No such device"):
                place.save(journal)
        else:
            assert place.open().journal == Journal()
            place.save(journal)
            assert on_disk(place) == {"one"}
    if where != "state/mirror.json":
        assert (tmp_path / where).lstat().st_ino == before
    assert drafts(tmp_path) == []


@pytest.fixture
def other_disk() -> Iterator[Path]:
    """A directory on another file system."""
    if not Path("/dev/shm").is_dir():
        pytest.skip("needs another file system")
    place = Path(tempfile.mkdtemp(dir="/dev/shm"))
    yield place
    shutil.rmtree(place)


def test_a_link_to_another_disk(tmp_path: Path, other_disk: Path) -> None:
    """Row 21: a link stays a link; what it names is replaced, by a draft made beside it."""
    target = other_disk / "real.json"
    target.write_bytes(WHOLE)
    (tmp_path / "progress.json").symlink_to(target)
    place = store(tmp_path)
    before = target.stat().st_ino
    with Calls() as calls:
        place.save(marked(place.open().journal, "next"))
    assert Path(place.path).readlink() == target
    assert on_disk(place) == marks(whole(target.read_bytes())) == {*NAMES, "next"}
    assert target.stat().st_ino != before
    made = [call.path for call in calls.names("open") if ".real.json." in call.path]
    assert [Path(path).parent for path in made] == [other_disk]
    assert drafts(other_disk) == drafts(tmp_path) == []


def test_a_conflict_copy_beside_the_target(tmp_path: Path, other_disk: Path) -> None:
    """Row 21: the sync program works where the target is; its copies are found there."""
    (other_disk / "real.json").write_bytes(WHOLE)
    copy = other_disk / "real.sync-conflict-20261122-201300-ABCDEFG.json"
    copy.write_bytes(Writer().written(marked(Journal(), "theirs")))
    (tmp_path / "progress.json").symlink_to(other_disk / "real.json")
    place = store(tmp_path)
    place.save(place.open().journal)
    assert on_disk(place) == {*NAMES, "theirs"}
    assert not copy.exists()


def test_a_dangling_link(tmp_path: Path, other_disk: Path) -> None:
    """Row 21: a link to nothing is filled, not replaced."""
    (tmp_path / "progress.json").symlink_to(other_disk / "real.json")
    place = store(tmp_path)
    assert place.open() == (Journal(), Journal(), (), False, False)
    place.save(marked(Journal(), "one"))
    assert Path(place.path).is_symlink()
    assert marks(whole((other_disk / "real.json").read_bytes())) == {"one"}


def test_a_loop_of_links(tmp_path: Path) -> None:
    """Row 21: links that lead to each other are an error, not a wait."""
    (tmp_path / "progress.json").symlink_to("other")
    (tmp_path / "other").symlink_to("progress.json")
    place = store(tmp_path)
    with seconds(5):
        with pytest.raises(StoreError, match="Too many levels of symbolic links"):
            place.open()
        with pytest.raises(StoreError, match="Too many levels of symbolic links"):
            place.save(marked(Journal(), "one"))


@pytest.mark.parametrize(
    "text",
    [
        b'"00000001-aaaaaaaa": {"do": ' * 400_000,
        b"".join(b'"%08d-aaaaaaaa": {"do": ' % number for number in range(400_000)),
        b"".join(b'"%08d-aaaaaaaa": {"x": [[' % number for number in range(400_000)),
        b"".join(b'"00000001-aaaaaaaa": {"x%d": 1}\n' % number for number in range(400_000)),
        b'{"a": 1, '
        + b", ".join(b'"events": {"x%d": 1}' % number for number in range(400_000))
        + b"}",
        b'"00000001-aaaaaaaa"' + b" " * 5_000_000,
        b'"00000001-aaaaaaaa": {' + b"[" * 5_000_000,
        b'"00000001-aaaaaaaa": "' + b"\\" * 5_000_000,
    ],
    ids=["same", "ids", "lists", "one id", "one key", "spaces", "brackets", "backslashes"],
)
@pytest.mark.slow
def test_hostile_salvage(text: bytes) -> None:
    """Row 22: 400,000 half events, and the like, are read in a time that grows with the text."""
    with seconds(20):
        assert load(text).damage


def test_a_deleted_file(tmp_path: Path) -> None:
    """Row 23: a deleted file comes back from the mirror with the next mark, and that is said."""
    place = store(tmp_path)
    place.save(whole(WHOLE))
    os.unlink(place.path)
    place, before = store(tmp_path), contents(tmp_path)
    opened = place.open()
    assert contents(tmp_path) == before
    assert opened.journal == whole(WHOLE)
    (said,) = opened.notices
    assert f"{place.path} is gone: 6 restored from the local copy of" in said
    place.save(marked(opened.journal, "next"))
    assert on_disk(place) == {*NAMES, "next"}


def test_a_file_that_is_deleted_meanwhile(tmp_path: Path) -> None:
    """Row 23: so does one that is deleted while the program runs."""
    place = store(tmp_path)
    journal = place.save(whole(WHOLE))
    os.unlink(place.path)
    assert place.changed()
    place.save(journal)
    assert on_disk(place) == set(NAMES)


def test_an_old_version_put_back(tmp_path: Path) -> None:
    """Row 23: an old version lacks nothing: the mirror fills it up, and that is said."""
    place = store(tmp_path)
    journal = place.save(marked(Journal(), "one"))
    old = Path(place.path).read_bytes()
    place.save(marked(journal, "two", "three"))
    place = holding(tmp_path, old)
    opened = place.open()
    assert marks(opened.journal) == {"one", "two", "three"}
    (said,) = opened.notices
    assert f"{place.path} is older than this machine remembers: 2 restored" in said
    place.save(opened.journal)
    assert on_disk(place) == {"one", "two", "three"}


def test_an_old_version_put_back_meanwhile(tmp_path: Path) -> None:
    """Row 23: a program that knows nothing of the lost marks saves them from the mirror too."""
    place = store(tmp_path)
    journal = place.save(marked(Journal(), "one"))
    old = Path(place.path).read_bytes()
    window = store(tmp_path)
    known = window.open().journal
    place.save(marked(journal, "two"))
    (tmp_path / "progress.json").write_bytes(old)
    window.save(marked(known, "three"))
    assert on_disk(window) == {"one", "two", "three"}


def test_a_file_that_is_away_for_a_moment(tmp_path: Path) -> None:
    """Row 23: opened while a sync program has the file away, nothing is written, nothing lost."""
    holding(tmp_path, WHOLE)
    (tmp_path / "progress.json").rename(tmp_path / "away")
    sitting = session(tmp_path)
    assert sitting.view.new
    assert sorted(path.name for path in tmp_path.iterdir()) == ["away", "home"]
    sitting.watched(SMALL.entries[:1])
    (tmp_path / "away").rename(tmp_path / "progress.json")
    sitting.save()
    assert on_disk(sitting.store) == {*NAMES, SMALL.entries[0].id}


def test_nothing_to_save_writes_nothing(tmp_path: Path) -> None:
    """Row 23: absence is not emptiness: where nothing is and nothing happened, no file is made."""
    place = store(tmp_path)
    place.save(place.open().journal)
    assert not Path(place.path).exists()


def test_opening_writes_nothing(tmp_path: Path) -> None:
    """Row 23: opening asks the system for nothing that could change a file."""
    place = store(tmp_path)
    place.save(whole(WHOLE))
    (tmp_path / CONFLICT).write_bytes(WHOLE[:-70])
    for data in (WHOLE, WHOLE[:-30], None):
        if data is None:
            os.unlink(place.path)
        else:
            Path(place.path).write_bytes(data)
        with Calls() as calls:
            store(tmp_path).open()
        assert {call.name for call in calls.made} <= {
            *("stat", "lstat", "fstat", "readlink", "open", "read", "close", "listdir", "sleep")
        }
        writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
        assert not any(call.mode & writing for call in calls.names("open"))


def test_no_file_and_no_mirror(tmp_path: Path) -> None:
    """Row 23: of a file that is beyond reading, with the mirror lost, the daily copies tell."""
    place = store(tmp_path)
    place.save(whole(WHOLE))
    os.unlink(place.copies.mirror)
    place = holding(tmp_path, b"\0" * 100)
    with Calls():
        opened = place.open()
        place.save(marked(opened.journal, "next"))
    assert "6 restored from the local copies" in opened.notices[0]
    assert on_disk(place) == {*NAMES, "next"}

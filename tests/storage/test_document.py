"""The saved form."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.faults import marked, marks
from tests.support import store
from tracker.domain.journal import Journal
from tracker.domain.steps import steps
from tracker.domain.union import Json
from tracker.storage.document import Reading, Writer, load

few = settings(deadline=None, max_examples=100)

SCHEMA1 = (Path(__file__).parent / "schema1.json").read_bytes()
"""A file as the first version wrote it. It is never changed."""

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=4)
    | st.sampled_from(["日本", "\ud800"])
)
JSON: st.SearchStrategy[Json] = st.recursive(
    LEAVES | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
IDS = st.from_regex(r"[0-9]{8}-[0-9a-f]{8}", fullmatch=True) | st.text(max_size=5)
TABLES = st.dictionaries(IDS, JSON, max_size=6)
REST = st.dictionaries(
    st.text(max_size=5).filter(lambda key: key not in ("format", "schema", "events")),
    JSON,
    max_size=3,
)
JOURNALS = st.builds(Journal, TABLES, REST)


def written(journal: Journal) -> bytes:
    """The document of a journal, by a writer that remembers nothing."""
    return Writer().written(journal)


def canonical(journal: Journal) -> str:
    """The journal such that 1, 1.0 and true differ."""
    return json.dumps([dict(journal.events), dict(journal.rest)], sort_keys=True)


@few
@given(JOURNALS)
def test_what_is_written_is_read(journal: Journal) -> None:
    """A document holds all of its journal, and the document of that is the same."""
    data = written(journal)
    found = load(data)
    assert found == Reading(found.journal)
    assert canonical(found.journal) == canonical(journal)
    assert written(found.journal) == data


@few
@given(JOURNALS)
def test_a_document_is_ascii_with_an_event_a_line(journal: Journal) -> None:
    """Whatever is in a journal, its document is plain ASCII, and each event has its own line."""
    data = written(journal)
    assert all(byte == 0x0A or 0x20 <= byte < 0x7F for byte in data)
    lines = data.decode().splitlines()
    assert lines[:3] == ["{", '"format": "layzner-progress",', '"schema": 1,']
    begin = lines.index('"events": {') + 1
    found = [json.loads("{" + line.removesuffix(",") + "}") for line in lines[begin:-2] if line]
    assert [key for event in found for key in event] == sorted(journal.events)
    assert lines[-2:] == ["}", "}"]


@few
@given(JOURNALS, st.data())
def test_the_same_events_have_the_same_bytes(journal: Journal, data: st.DataObject) -> None:
    """The order in which events came to be known leaves no trace."""
    events, rest = (
        dict(data.draw(st.permutations(list(table.items())))) if table else {} for table in journal
    )
    assert written(Journal(events, rest)) == written(journal)


@few
@given(JOURNALS, JOURNALS, JOURNALS)
def test_joins_have_the_same_bytes(a: Journal, b: Journal, c: Journal) -> None:
    """Machines that joined the same journals, in any order and often, have the same bytes."""
    data = written(a.joined(b).joined(c))
    assert data == written(c.joined(a.joined(b))) == written(b.joined(c).joined(a).joined(b))
    assert data == written(load(data).journal.joined(a))


def test_recording_and_joining_have_the_same_bytes(tmp_path: Path) -> None:
    """Marks recorded on two machines have the same bytes there, whoever joined first."""
    base = marked(Journal(), "base")
    mine, other = marked(base, "one", "two"), marked(base, "three")
    places = [store(tmp_path / name) for name in ("a", "b")]
    for place, journals in zip(places, ((mine, other), (other, mine)), strict=True):
        for journal in journals:
            place.save(place.open().journal.joined(journal))
    first, second = (Path(place.path).read_bytes() for place in places)
    assert first == second == written(mine.joined(other))


def test_the_order_of_fields_leaves_no_trace() -> None:
    """An event has the same line whichever field of it was set first."""
    event: dict[str, Json] = {"b": 1, "a": 2}
    other: dict[str, Json] = {"a": 2, "b": 1}
    assert written(Journal({"x": event})) == written(Journal({"x": other}))


def test_a_changed_event_has_another_line() -> None:
    """A writer that has written an event writes it anew when it was undone."""
    writer = Writer()
    journal = marked(Journal(), "one")
    writer.written(journal)
    undone = journal.undone(journal.events, "00000000")
    assert writer.written(undone) == written(undone)


@settings(deadline=None, max_examples=40)
@given(st.lists(JOURNALS, max_size=5), st.data())
def test_remembered_lines_are_never_stale(journals: list[Journal], data: st.DataObject) -> None:
    """A writer that has written other journals writes as a fresh one does, at the same ids too."""
    writer = Writer()
    known: list[str] = []
    for journal in journals:
        for key in data.draw(st.lists(st.sampled_from(known), max_size=3)) if known else []:
            journal = journal._replace(events={**journal.events, key: data.draw(JSON)})  # noqa: PLW2901
        known += journal.events
        assert writer.written(journal) == written(journal)
        undone = journal.undone(journal.events, "00000000")
        assert writer.written(undone) == written(undone)


def test_the_first_schema_is_read_for_ever() -> None:
    """A file of schema 1 means what it meant when it was written."""
    found = load(SCHEMA1)
    assert (found.damage, found.newer) == ("", None)
    lived = found.journal.lived("small", "")
    assert [(event.do, event.entry) for event in lived] == [
        ("told", ""),
        ("watched", "tv-01"),
        ("skipped", "tv-02"),
        ("skipped", "tv-03"),
        ("stopped", "ova-1"),
        ("cleared", "tv-01"),
        ("read", ""),
        ("skipped", "tv-03"),
    ]
    assert [(event.entry, event.at) for event in found.journal.lived("small", "anna")] == [
        ("tv-01", "2026-11-20")
    ]
    assert lived[4].position == 822
    assert lived[5].clears == ("00000002-22222222",)
    assert lived[6].note == "n"
    assert lived[7].again == "00000004-44444444"
    undo = [[event.entry for event in step] for step in steps(lived).undo]
    assert undo == [[""], ["tv-01"], ["ova-1"], ["tv-01"], ["tv-03"]]
    assert found.journal.rest == {
        "later": {"a field of a later version": [1, 2.5, None, True, "正雪"]}
    }


def test_the_first_schema_is_written_for_ever(tmp_path: Path) -> None:
    """A file of schema 1 that nothing was added to is written byte for byte as it was."""
    assert written(load(SCHEMA1).journal) == SCHEMA1
    (tmp_path / "progress.json").write_bytes(SCHEMA1)
    place = store(tmp_path)
    place.save(marked(place.open().journal, "next"))
    lines = Path(place.path).read_bytes().replace(b",\n", b"\n").splitlines()
    kept = SCHEMA1.replace(b",\n", b"\n").splitlines()
    assert [line for line in lines if line in kept] == kept
    assert len(lines) == len(kept) + 1


@few
@given(REST, st.dictionaries(st.text(max_size=5), JSON), JSON)
def test_what_is_unknown_survives(rest: dict[str, Json], fields: dict[str, Json], do: Json) -> None:
    """Unknown keys beside the events, fields of events and kinds of event are written again."""
    event: dict[str, Json] = {**fields, "do": do}
    data = json.dumps(
        {"format": "layzner-progress", "schema": 1, **rest, "events": {"00000001-00000000": event}}
    ).encode()
    journal = marked(load(data).journal, "next")
    found = load(written(journal)).journal
    assert canonical(Journal({"x": found.events["00000001-00000000"]}, found.rest)) == canonical(
        Journal({"x": event}, rest)
    )
    assert "next" in marks(found)

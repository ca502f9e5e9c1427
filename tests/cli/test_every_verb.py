"""Every verb, whatever state the file is in: no event is lost but what the verb names."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from errno import EACCES
from pathlib import Path
from typing import Any

import pytest

from tests.formats.samples import play, trakt
from tests.storage import faults
from tests.storage.faults import Calls
from tests.support import REAL, entries, mostly_slow, session
from tracker.cli.main import main
from tracker.cli.verbs import VERBS
from tracker.domain.journal import FORGOTTEN
from tracker.domain.union import Json
from tracker.storage.document import Writer, load
from tracker.storage.places import state_directory

CONFLICT = "progress.sync-conflict-20261122-201300-ABCDEFG.json"
COMMANDS: dict[str, list[list[str]]] = {
    "watched": [[], ["30"], ["1"], ["1-5", "--at", "2026-11-01"]],
    "stopped": [["13:42"], ["13:42", "1"]],
    "skip": [[], ["1"]],
    "clear": [["1-3"], ["30"]],
    "remark": [["2"], ["2", "More."]],
    "rate": [["2", "7"]],
    "rewatch": [["--yes"]],
    "notes": [[], ["--all"]],
    "plan": [["--per-week", "5"]],
    "spoilers": [[], ["strict"]],
    "restore": [[], ["mirror"], ["mirror", "--replace"], ["day", "--replace"]],
    "forget": [["2", "--yes"], ["Anna", "--yes"]],
    "reset": [["--yes"]],
    "completion": [["bash"]],
    "join": [["other", "--yes"], ["other"]],
    "move": [["Sync", "--yes"], ["Sync"], ["--back"]],
    "import": [["history", "--yes"], ["history"], ["other", "--yes"]],
    "export": [["--to", "csv"], ["--to", "json"], ["--to", "md"], ["--to", "mal"]],
}
"""What each verb is given, where that is anything.

A ``day`` is the oldest copy there is, ``history`` another program's file, ``other`` a file and
``Sync`` a directory with one, of another machine.
"""
EVERY = [[verb, *words] for verb in VERBS for words in COMMANDS.get(verb, [[]])]


def lived(directory: Path) -> None:
    """A file with marks, words and ratings of two viewers, over three saves."""
    sitting = session(directory, REAL)
    for first in (1, 4, 7):
        sitting.watched(entries(REAL, f"{first}-{first + 2}"))
        sitting.save()
    sitting.remark(REAL.entry("tv-02"), "Good.")
    sitting.rate(REAL.entry("tv-02"), 9)
    sitting.switch("Anna")
    sitting.watched(entries(REAL, "1-2"))
    sitting.save()
    state = Path(state_directory(str(directory / "progress.json")))
    state.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(directory / "state", state)


def whole(_file: Path) -> None:
    """As it was saved."""


def older(file: Path) -> None:
    """The first half of what was saved."""
    journal = load(file.read_bytes()).journal
    early = sorted(journal.events)[: len(journal.events) // 2]
    file.write_bytes(
        Writer().written(journal._replace(events={k: journal.events[k] for k in early}))
    )


def torn(file: Path) -> None:
    """Cut in the middle."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def torn_and_alone(file: Path) -> None:
    """Cut near its end, and the mirror is lost."""
    file.write_bytes(file.read_bytes()[:-40])
    (Path(state_directory(str(file))) / "mirror.json").unlink()


def gone(file: Path) -> None:
    """Deleted."""
    file.unlink()


def foreign(file: Path) -> None:
    """Another program's."""
    file.write_bytes(b'{"some": "other", "program": ["x"]}')


def newer(file: Path) -> None:
    """Of a later version."""
    file.write_bytes(file.read_bytes().replace(b'"schema": 1', b'"schema": 2'))


def elsewhere(directory: Path) -> bytes:
    """A file with what nobody here knows."""
    sitting = session(directory / "elsewhere", REAL)
    sitting.watched(entries(REAL, "20-22"))
    sitting.save()
    data = (directory / "elsewhere/progress.json").read_bytes()
    shutil.rmtree(directory / "elsewhere")
    return data


def meant(words: list[str], directory: Path, oldest: str) -> list[str]:
    """The words of a command, with what they name made in that directory."""
    places = {word: directory / word for word in ("other", "Sync", "history")}
    if "history" in words:
        places["history"].write_bytes(trakt(play(20, "2025-09-01T19:00:00.000Z")))
    if "other" in words:
        places["other"].write_bytes(elsewhere(directory))
    if "Sync" in words:
        places["Sync"].mkdir()
        (places["Sync"] / "progress.json").write_bytes(elsewhere(directory))
    given = {"day": oldest, **{word: str(place) for word, place in places.items()}}
    return [given.get(word, word) for word in words]


def beside(file: Path) -> None:
    """Older, and a conflict copy beside it has what nobody here knows."""
    (file.parent / CONFLICT).write_bytes(elsewhere(file.parent))
    older(file)


def unsaved(file: Path) -> None:
    """Marks that could not be saved in their time wait in a file of their own."""
    waiting = Path(state_directory(str(file))) / "unsaved-20261122T203000Z-1a2b.json"
    waiting.write_bytes(elsewhere(file.parent))


def locked_up(_file: Path) -> None:
    """Not to be read nor written."""


STATES: list[Callable[[Path], None]] = [
    *(whole, older, torn, torn_and_alone, gone, foreign, newer, beside, unsaved, locked_up),
]


def content(event: Any) -> Any:  # noqa: ANN401  # compared only
    """An event without its undoing, which may come to it."""
    return {key: value for key, value in event.items() if key != "undone"}


def known(paths: Iterator[Path] | list[Path]) -> dict[str, Json]:
    """Every event that can be read in those files."""
    found: dict[str, Json] = {}
    for path in paths:
        for key, event in load(path.read_bytes()).journal.events.items():
            if event != FORGOTTEN:
                found[key] = event
    return found


def named_by_doctor(capsys: pytest.CaptureFixture[str], where: list[str]) -> list[Path]:
    """The files that doctor knows of."""
    capsys.readouterr()
    with Calls():
        assert main(["doctor", "--json", *where]) == 0
    said = json.loads(capsys.readouterr().out)
    copies = [copy["path"] for copy in said["copies"]]
    paths = map(Path, [said["file"], *copies, *said["conflict_copies"]])
    return [path for path in paths if path.exists()]


@contextmanager
def refused(file: Path) -> Iterator[None]:
    """The system lets nobody open the file."""
    with Calls(
        lambda call: call.name in ("open", "replace") and str(file) in (call.path, call.to),
        faults.failing(EACCES),
        always=True,
    ):
        yield


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
@pytest.mark.parametrize("state", mostly_slow(STATES, STATES[0]), ids=lambda state: state.__name__)
def test_no_verb_loses_an_event(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    state: Callable[[Path], None],
    command: list[str],
) -> None:
    """Row 44: every event but what the verb names is in some file then, and doctor knows where."""
    file = tmp_path / "progress.json"
    lived(tmp_path)
    state(file)
    where = ["--data-dir", str(tmp_path)]
    everything = [*tmp_path.glob("*.json"), *Path(state_directory(str(file))).glob("*.json")]
    before = known(everything)
    assert len(before) >= 12
    raw = file.read_bytes() if file.exists() else b""
    oldest = sorted(path.stem for path in everything if path.name.startswith("day-"))[0]
    words = meant(command, tmp_path, oldest)
    with refused(file) if state is locked_up else nullcontext(), Calls():
        code = main([*words, *where])
    said = capsys.readouterr()
    is_to_be_asked = command == ["move", "Sync"]
    assert code in (0, 1) or is_to_be_asked or (state, command[1:2]) == (torn_and_alone, ["mirror"])
    assert code == 1 or state is not locked_up
    assert "Traceback" not in said.err
    assert code == 0 or said.err.count("\n") >= 1
    after = known(named_by_doctor(capsys, where))

    def goes(event: Any) -> bool:  # noqa: ANN401  # an event
        if command[0] != "forget" or code:
            return False
        who = event.get("who", "")
        return who == "Anna" if command[1] == "Anna" else (who, event.get("entry")) == ("", "tv-02")

    assert {key for key, event in before.items() if key not in after} == {
        key for key, event in before.items() if goes(event)
    }
    assert all(content(after[key]) == content(before[key]) for key in before.keys() & after.keys())
    if state in (newer, locked_up):
        assert file.read_bytes() == raw
    if state in (newer, locked_up) and command[0] in ("forget", "reset"):
        assert code == 1

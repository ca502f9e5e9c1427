"""Streams that are closed, broken or full: what is asked for is done, without a traceback."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.test_every_verb import EVERY, meant
from tests.storage.faults import contents
from tests.support import REAL, entries, mostly_slow, session
from tracker.cli.main import main
from tracker.storage.document import load
from tracker.storage.files import StoreError, write_named
from tracker.storage.places import state_directory

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a shell")

STREAMS = {
    "closed in": "<&-",
    "closed out": ">&-",
    "closed err": "2>&-",
    "all closed": "<&- >&- 2>&-",
    "full out": "> /dev/full",
    "full err": "2> /dev/full",
    "both full": "> /dev/full 2> /dev/full",
    "broken": "| true",
}


def lived(directory: Path) -> Path:
    """A progress file with something in it."""
    sitting = session(directory, REAL)
    sitting.watched(entries(REAL, "1-3"))
    sitting.remark(REAL.entry("tv-02"), "Good.")
    sitting.switch("Anna")
    sitting.watched(entries(REAL, "1"))
    sitting.save()
    state = Path(state_directory(sitting.store.path))
    state.parent.mkdir(parents=True, exist_ok=True)
    (directory / "state").rename(state)
    return directory / "progress.json"


def shell(directory: Path, words: list[str], stream: str) -> subprocess.CompletedProcess[str]:
    """A command in a shell, with a stream in that state."""
    command = [sys.executable, "-m", "tracker", *words, "--data-dir", str(directory)]
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {shlex.join(command)} {STREAMS.get(stream, '')}"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def check(directory: Path, words: list[str], stream: str) -> None:
    """Nothing is lost, nothing is a traceback, and the exit code is that of what was done."""
    directory.mkdir()
    file = lived(directory)
    whole = directory.parent / f"{directory.name}-whole"
    whole.mkdir()
    lived(whole)
    usual = shell(whole, meant(words, whole, "day-20261122"), "as usual")
    said = shell(directory, meant(words, directory, "day-20261122"), stream)
    assert "Traceback" not in said.stderr + said.stdout
    assert len(said.stderr.splitlines()) <= len(usual.stderr.splitlines()) + 1
    is_full = stream in ("full out", "both full")
    assert said.returncode == (1 if is_full and usual.returncode == 0 else usual.returncode)
    events, wanted = (
        load((place / "progress.json").read_bytes()).journal for place in (directory, whole)
    )
    assert sorted(map(str, map(doings, events.events.values()))) == sorted(
        map(str, map(doings, wanted.events.values()))
    )
    assert len(whole.joinpath("progress.json").read_bytes()) == len(file.read_bytes())


def doings(event: object) -> object:
    """What an event says, but for ids and times."""
    if not isinstance(event, dict):
        return event
    gone = ("undone", "batch", "again", "clears", "at", "recorded")
    return {key: value for key, value in event.items() if key not in gone}


NAMED = [
    ["watched"],
    ["notes"],
    ["rewatch"],
    ["remark", "1", "-"],
    [],
    ["status"],
    ["list"],
    ["nonsense"],
]


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("words", mostly_slow(NAMED, ["watched"], ["status"]), ids=" ".join)
def test_a_stream_that_takes_or_gives_nothing(
    tmp_path: Path, words: list[str], stream: str
) -> None:
    """Row 50b: what is asked for is done, whatever becomes of the saying."""
    if words[:1] == ["remark"] and stream in ("closed in", "all closed"):
        pytest.skip("then there is nothing to write down: see the next test")
    check(tmp_path / "here", words, stream)


@pytest.mark.slow
@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_verb_with_every_stream(tmp_path: Path, words: list[str]) -> None:
    """Row 50b: the same for every verb there is."""
    for stream in STREAMS:
        check(tmp_path / stream.replace(" ", "-"), words, stream)


def test_words_from_nowhere(tmp_path: Path) -> None:
    """Row 50b: a remark from a closed stdin is no empty remark: what was written stays."""
    file = lived(tmp_path)
    before = file.read_bytes()
    said = shell(tmp_path, ["remark", "2", "-"], "closed in")
    assert (said.returncode, said.stdout) == (1, "")
    assert (
        said.stderr
        == "layzner: stdin is closed, so there is nothing to read; nothing was recorded\n"
    )
    assert file.read_bytes() == before


def test_words_that_are_no_text(tmp_path: Path) -> None:
    """Bytes of no text are written down as what nobody knows."""
    lived(tmp_path)
    command = [sys.executable, "-m", "tracker", "remark", "2", "-", "--data-dir", str(tmp_path)]
    run = subprocess.run(command, input=b"G\xffod\x00.", capture_output=True, check=True)
    assert b"Kept your remark" in run.stdout
    (kept,) = session(tmp_path, REAL).remarks(REAL.entry("tv-02"))
    assert kept.text == "G\ufffdod\ufffd."


# What the viewer names to be written into


def test_a_fifo_is_written_into(tmp_path: Path) -> None:
    """Row 50a: a FIFO stays one; its reader gets all of it, and nobody waits for one."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    data = os.urandom(300_000)
    with pytest.raises(StoreError, match=f"cannot write {fifo}: nothing is reading from it"):
        write_named(str(fifo), data)
    # Open for both, so that there is a reader from the first moment on.
    file = os.open(fifo, os.O_RDWR)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(read_all(file, len(data))))
    reader.start()
    assert write_named(str(fifo), data)
    reader.join()
    os.close(file)
    assert got == [data]
    assert fifo.is_fifo()


def read_all(file: int, size: int) -> bytes:
    """So many bytes."""
    data = b""
    while len(data) < size:
        data += os.read(file, 1 << 16)
    return data


def test_a_device_is_written_into() -> None:
    """Row 50a: what is no regular file is never replaced."""
    before = os.stat("/dev/null")
    assert write_named("/dev/null", b"anything")
    assert os.stat("/dev/null")[:3] == before[:3]
    with pytest.raises(StoreError, match="cannot write /dev/full: No space left on device"):
        write_named("/dev/full", b"anything")


@pytest.mark.parametrize(
    "name", mostly_slow(["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"], "/dev/stdout")
)
@pytest.mark.parametrize(
    "words", [["card", "--svg"], ["card", "--png"], ["plan", "--per-week", "5", "--ics"]]
)
def test_what_was_given_open_is_written_into(tmp_path: Path, words: list[str], name: str) -> None:
    """Row 50a: into a pipe or a file, from where that stands, and nothing else is said there."""
    command = [sys.executable, "-m", "tracker", *words]
    where = ["--data-dir", str(tmp_path)]
    kept = tmp_path / "kept"
    subprocess.run([*command, str(kept), *where], check=True, capture_output=True)
    piped = subprocess.run([*command, name, *where], check=True, capture_output=True)
    out = tmp_path / "out"
    with out.open("wb") as file:
        file.write(b"before\n")
        file.flush()
        subprocess.run([*command, name, *where], check=True, stdout=file)
    assert len(piped.stdout) == len(kept.read_bytes())
    assert out.read_bytes().startswith(b"before\n")
    assert len(out.read_bytes()) == len(kept.read_bytes()) + len(b"before\n")


@pytest.mark.parametrize("words", [["card", "--svg"], ["plan", "--per-week", "5", "--ics"]])
def test_what_cannot_be_written_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """Row 50a: a directory, a file that is given to nobody: one line, exit code 1."""
    for name in (str(tmp_path), "/dev/fd/977", str(tmp_path / "no/such/place")):
        before = contents(tmp_path)
        assert main([*words, name, "--data-dir", str(tmp_path)]) == 1
        said = capsys.readouterr()
        assert said.err.startswith(f"layzner: cannot write {name}: ")
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert contents(tmp_path) == before

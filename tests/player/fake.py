"""An mpv that does as it is told: a program of that name, with a script of what it says."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

LIMIT = 20.0
"""Seconds that anything may take before the test fails."""

_HEAD = """#!{python} -ISE
import json, os, signal, socket, sys, time
here = {here!r}
with open(here + "/draft-arguments", "wb") as file:
    file.write(b"\\0".join(map(os.fsencode, sys.argv[1:])))
os.replace(here + "/draft-arguments", here + "/arguments")
server = [word.partition("=")[2] for word in sys.argv if word.startswith("--input-ipc-server=")]
path = sys.argv[-2]

def listen():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(server[0])
    listener.listen()
    link = listener.accept()[0]
    heard = b""
    while heard.count(b"\\n") < 6:
        heard += link.recv(4096)
    return link

def tell(link, **message):
    link.sendall(json.dumps(message).encode() + b"\\n")

def put(link, name, data):
    tell(link, event="property-change", name=name, data=data)

def opened(link, name=path, length=1440.0):
    tell(link, event="start-file")
    put(link, "path", name)
    put(link, "duration", length)

def plays(link, first, last):
    at = float(first)
    while at < last:
        put(link, "time-pos", at)
        at += 4
    put(link, "time-pos", float(last))

def wait(name):
    # Not for ever: the test may have failed.
    end = time.monotonic() + 60
    while not os.path.exists(here + "/" + name) and time.monotonic() < end:
        time.sleep(0.002)

def ends(link, reason="quit"):
    tell(link, event="end-file", reason=reason)

"""


class Fake:
    """The program, and what a test tells it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.runtime = directory
        """Where it may listen."""
        directory.mkdir(exist_ok=True)

    def plays(self, script: str) -> None:
        """Be an mpv that does this from now on. Names in the script are those of the head."""
        head = _HEAD.format(python=sys.executable, here=str(self.directory))
        program = self.directory / "mpv"
        draft = self.directory / "draft"
        draft.write_text(head + script, encoding="utf-8")
        draft.chmod(0o700)
        draft.replace(program)
        (self.directory / "arguments").unlink(missing_ok=True)

    def go(self, name: str) -> None:
        """Let it pass where it waits for that."""
        (self.directory / name).touch()

    @property
    def arguments(self) -> list[str]:
        """What it was started with."""
        end = time.monotonic() + LIMIT
        while not (self.directory / "arguments").exists():
            assert time.monotonic() < end, "it was never started"
        held = (self.directory / "arguments").read_bytes()
        return [os.fsdecode(word) for word in held.split(b"\0")]


@contextmanager
def installed(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    """A fake mpv, first in PATH, with a display to play on."""
    fake = Fake(directory / "bin")
    monkeypatch.setenv("PATH", f"{fake.directory}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    # Of a short name: the path of a socket may not be long.
    with TemporaryDirectory(prefix="run-") as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        fake.runtime = Path(runtime)
        yield fake


def films(directory: Path, *names: str) -> Path:
    """A folder with videos of those names, empty as they are."""
    folder = directory / "Layzner"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).touch()
    return folder


def left(state: Path, **more: object) -> None:
    """What a layzner wrote down that was killed while episode 4 played at 13:42."""
    playing = {"entry": "tv-04", "position": 822.0, "length": 1440.0, "played": 822.0}
    state.mkdir(parents=True, exist_ok=True)
    held = {"who": "", "pass": 1, "playings": [{**playing, "advanced": 822.0, **more}]}
    (state / "playing.json").write_text(json.dumps(held), encoding="ascii")

"""The real mpv, without a window, on films that ffmpeg makes: what was found about it holds."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests import terminal
from tests.player.fake import LIMIT
from tracker.storage.places import state_directory

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("mpv") and shutil.which("ffmpeg")), reason="needs mpv and ffmpeg"
    ),
]

LENGTH = 240
_MAKE = (
    "ffmpeg -v error -y -f lavfi -i testsrc=duration=240:size=64x48:rate=10"
    " -f lavfi -i anullsrc=r=8000:cl=mono -t 240 -c:v mpeg4 -c:a aac"
)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of four minutes."""
    path = tmp_path_factory.mktemp("film") / "film.mkv"
    subprocess.run([*_MAKE.split(), str(path)], check=True)
    return path


class Evening:
    """A viewer with the real mpv, and a second way to it."""

    def __init__(self, directory: Path, runtime: Path, film: Path) -> None:
        self.runtime, self.folder = runtime, directory / "Layzner"
        self.folder.mkdir()
        for number in (1, 2, 3):
            shutil.copy(film, self.folder / f"Layzner - 0{number}.mkv")
        self.where = ["--data-dir", str(directory / "data")]
        self.state = Path(state_directory(str(directory / "data/progress.json")))
        self._config = directory / "home/.config/mpv/mpv.conf"
        self._config.parent.mkdir(parents=True)
        self.at_speed("speed=40")
        self.says("files", str(self.folder))

    def at_speed(self, line: str) -> None:
        """Have mpv play like that, with neither window nor sound."""
        self._config.write_text(f"vo=null\nao=null\n{line}\n", encoding="ascii")

    def command(self, *words: str) -> list[str]:
        """The program, with those words."""
        return [sys.executable, "-m", "tracker", *words, *self.where]

    def says(self, *words: str, code: int = 0) -> Any:  # noqa: ANN401  # JSON
        """What it answers; where it ends with another code, what it complains about."""
        run = subprocess.run(
            self.command(*words, "--json"), capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip
        assert (run.returncode, "Traceback" in run.stderr) == (code, False), run
        return json.loads(run.stdout) if not code else run.stderr

    def plays(self, *words: str) -> subprocess.Popen[str]:
        """The program while it plays."""
        return subprocess.Popen(
            self.command("play", "--json", *words), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def stopped(self, entry: str) -> int:
        """Where an entry stands as stopped, 0 if it does not."""
        entries = self.says("list")["entries"]
        [position] = [each["position"] for each in entries if each["id"] == entry]
        return position or 0


class Remote:
    """A second client of an mpv."""

    def __init__(self, runtime: Path) -> None:
        self._link = socket.socket(socket.AF_UNIX)
        until(lambda: self._reached(runtime))
        self._file = self._link.makefile("rb")

    def _reached(self, runtime: Path) -> bool:
        for path in runtime.glob("layzner-*/mpv"):
            with suppress(OSError):
                self._link.connect(str(path))
                return True
        return False

    def does(self, *command: object) -> Any:  # noqa: ANN401  # JSON
        """Have something done; what it answers, None if it does not."""
        self._link.sendall(json.dumps({"command": command, "request_id": 7}).encode() + b"\n")
        for line in self._file:
            message = json.loads(line)
            if message.get("request_id") == 7:
                return message.get("data")
        return None

    def at(self) -> float:
        """Where it is."""
        return self.does("get_property", "time-pos") or 0.0

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self._link.close()


def until(is_so: Callable[[], object]) -> None:
    """Wait for something."""
    end = time.monotonic() + LIMIT
    while not is_so():
        assert time.monotonic() < end, "it is never so"
        time.sleep(0.01)


@pytest.fixture
def evening(tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evening]:
    """A viewer with three films."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with TemporaryDirectory(prefix="run-") as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        yield Evening(tmp_path, Path(runtime), film)


def ended(program: subprocess.Popen[str]) -> Any:  # noqa: ANN401  # JSON
    """What a program answers that plays one film, when it ends."""
    out, err = program.communicate(timeout=60)
    assert program.returncode == 0, err
    [played] = json.loads(out)["played"]
    return played


def watched_until(evening: Evening, *words: str, do: Callable[[Remote], object]) -> Any:  # noqa: ANN401  # JSON
    """Play, do something with mpv, and what is answered."""
    program = evening.plays(*words)
    remote = Remote(evening.runtime)
    until(lambda: remote.at() > 0)
    do(remote)
    remote.close()
    return ended(program)


def quits(remote: Remote) -> None:
    """Close mpv."""
    remote.does("quit")


def test_played_to_the_end(evening: Evening) -> None:
    """On a terminal it is asked; with --yes it is marked, without anybody the place is kept."""
    with terminal.opened(evening.command("play")) as screen:
        screen.wait_for("Watched to the end. Mark episode 1 as watched? [y/N]")
        screen.press("y\r")
        screen.wait_for("Watched episode 1.")
        assert screen.ended() == 0
    played = ended(evening.plays("--yes"))
    assert (played["entry"], played["state"], played["finished"]) == ("tv-02", "watched", True)
    played = ended(evening.plays())
    assert (played["entry"], played["state"], played["finished"]) == ("tv-03", "stopped", True)
    assert not [*evening.runtime.iterdir()]


def test_closed_half_way_and_resumed(evening: Evening) -> None:
    """The second is kept; the next play starts there, within a second; finished, it is whole."""

    def half(remote: Remote) -> None:
        until(lambda: remote.at() > 130)
        remote.does("quit")

    played = watched_until(evening, do=half)
    assert (played["state"], played["finished"]) == ("stopped", False)
    stopped = evening.stopped("tv-01")
    assert 130 <= stopped <= 200
    evening.at_speed("pause=yes")
    at = []

    def look(remote: Remote) -> None:
        at.append(remote.at())
        remote.does("quit")

    watched_until(evening, do=look)
    assert abs(at[0] - stopped) <= 1
    assert evening.stopped("tv-01") == stopped
    evening.at_speed("speed=40")
    played = ended(evening.plays("--yes"))
    assert (played["state"], played["played"] > 220) == ("watched", True)


def test_sought_to_the_end(evening: Evening) -> None:
    """It is asked about, with what was really played; --yes does not mark it."""
    evening.at_speed("speed=4")

    def seek(remote: Remote) -> None:
        until(lambda: remote.at() > 20)
        remote.does("seek", 225, "absolute", "exact")
        until(lambda: remote.at() > 226)
        remote.does("quit")

    played = watched_until(evening, "--yes", do=seek)
    assert (played["state"], played["finished"]) == ("stopped", True)
    assert 15 <= played["played"] <= 40
    evening.says("clear", "1")
    with terminal.opened(evening.command("play")) as screen:
        remote = Remote(evening.runtime)
        seek(remote)
        remote.close()
        screen.wait_for("of 4 min, to 9")
        screen.wait_for("Mark episode 1 as watched? [y/N]")
        screen.press("n\r")
        assert screen.ended() == 0
    assert evening.stopped("tv-01") >= 225


def test_small_seeks(evening: Evening) -> None:
    """Sixty seeks of a second are not a minute played."""
    evening.at_speed("pause=yes")

    def seek(remote: Remote) -> None:
        for _ in range(60):
            before = remote.at()
            remote.does("seek", 1, "relative", "exact")
            until(lambda before=before: remote.at() != before)  # type: ignore[misc]  # a default binds it
        remote.does("quit")

    played = watched_until(evening, do=seek)
    assert 55 <= played["position"] <= 65
    assert played["played"] < 3


def test_a_file_that_ends_early(evening: Evening) -> None:
    """Half a download is asked about, and never marked."""
    file = evening.folder / "Layzner - 01.mkv"
    os.truncate(file, file.stat().st_size // 2)
    played = ended(evening.plays("--yes"))
    assert (played["state"], played["finished"]) == ("stopped", False)
    assert 90 <= played["position"] <= 150
    assert played["length"] >= LENGTH
    evening.says("clear", "1")
    with terminal.opened(evening.command("play")) as screen:
        screen.wait_for("The file ended at ")
        screen.wait_for(" of 4:00. Mark episode 1 as watched? [y/N]")
        screen.press("\r")
        assert screen.ended() == 0


def test_a_player_that_is_killed(evening: Evening) -> None:
    """The last place is kept."""

    def kill(remote: Remote) -> None:
        until(lambda: remote.at() > 60)
        os.kill(remote.does("get_property", "pid"), 9)

    played = watched_until(evening, do=kill)
    assert played["position"] >= 60
    assert evening.stopped("tv-01") == played["position"]


def test_what_is_no_video(evening: Evening) -> None:
    """One line says what mpv says, and nothing changes; nor if the folder is gone."""
    (evening.folder / "Layzner - 01.mkv").write_bytes(b"no video")
    said = evening.says("play", code=1)
    assert said == "layzner: episode 1 was not played: Failed to recognize file format\n"
    evening.folder.rename(evening.folder.with_name("elsewhere"))
    assert "is its disk connected?" in evening.says("play", code=1)
    assert evening.stopped("tv-01") == 0


def test_a_layzner_that_is_killed(evening: Evening) -> None:
    """Mpv plays on, and the next start offers the place, at most 30 seconds old."""
    program = evening.plays()
    remote = Remote(evening.runtime)
    until((evening.state / "playing.json").exists)
    program.kill()
    program.communicate()
    held = json.loads((evening.state / "playing.json").read_bytes())
    [playing] = held["playings"]
    # At forty times the speed, 30 seconds are 1,200 of the film.
    assert playing["position"] >= 30
    before = remote.at()
    until(lambda: remote.at() > before)
    remote.does("quit")
    remote.close()
    place = int(playing["position"])
    with terminal.opened(evening.command("play", "2")) as screen:
        screen.wait_for(f"mpv was at {place // 60}:{place % 60:02} of episode 1 when layzner ended")
        screen.press("y\r")
        screen.wait_for("Stopped episode 1 at")
        screen.wait_for("Mark episode 2 as watched?")
        screen.press("\r")
        assert screen.ended() == 0
    assert evening.stopped("tv-01") == place


@pytest.mark.parametrize(
    "name",
    [b"-Layzner 01.mkv", b"Layzner 01 $(touch EVIL) `x` '\".mkv", b"Layzner 01\n.mkv",
     b"Layzner - 01 \xff\xfe.mkv", b"Layzner 01 " + b"x" * 240 + b".mkv",
     b"Layzner 01 %n% ${path}.mkv"],
)  # fmt: skip
def test_any_name_is_played(evening: Evening, name: bytes) -> None:
    """Whatever the bytes of a name are, mpv plays it and says so."""
    folder = os.fsencode(evening.folder)
    os.rename(folder + b"/Layzner - 01.mkv", folder + b"/" + name)
    evening.at_speed("speed=100")
    played = ended(evening.plays("--yes"))
    assert played["entry"] == "tv-01"
    assert played["finished"]
    assert not [*evening.folder.parent.rglob("EVIL")]

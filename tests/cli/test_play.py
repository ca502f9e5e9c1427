"""play and files: what is played, what comes of it, and what is said where nothing can be."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests import terminal
from tests.player.fake import Fake, films, left
from tracker.cli.main import main
from tracker.player import folder as folders
from tracker.storage import machine
from tracker.storage.files import StoreError
from tracker.storage.places import state_directory

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs sockets that are files")

TO_THE_END = 'link = listen(); opened(link); plays(link, 0, 1439); ends(link, "eof")'
HALF_WAY = "link = listen(); opened(link); plays(link, 0, 822); ends(link)"
SOUGHT = """
link = listen(); opened(link); plays(link, 0, 60)
tell(link, event="seek"); tell(link, event="playback-restart"); plays(link, 1400, 1430)
"""
EARLY = 'link = listen(); opened(link); plays(link, 0, 900); ends(link, "eof")'


class Viewer:
    """Somebody at the command line."""

    def __init__(self, directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.directory, self._capsys = directory / "data", capsys
        self.where = ["--data-dir", str(self.directory)]
        self.state = Path(state_directory(str(self.directory / "progress.json")))
        self.err = ""

    def does(self, *words: str, code: int = 0) -> str:
        """Run a command, which must end so; what it answers."""
        ended = main([*words, *self.where])
        said = self._capsys.readouterr()
        self.err = said.err
        assert (ended, "Traceback" in said.err) == (code, False), said
        return said.out

    def asks(self, *words: str, code: int = 0) -> Any:  # noqa: ANN401  # JSON
        """The same, answered as JSON."""
        return json.loads(self.does(*words, "--json", code=code))

    def stopped(self, entry: str) -> int | None:
        """Where an entry stands as stopped."""
        entries = self.asks("list", "--spoilers", "off")["entries"]
        found: int | None = next(each["position"] for each in entries if each["id"] == entry)
        return found

    def events(self) -> list[str]:
        """What was marked, in order."""
        file = self.directory / "progress.json"
        if not file.exists():
            return []
        events = json.loads(file.read_bytes())["events"]
        marks = [events[key] for key in sorted(events) if "entry" in events[key]]
        return [f"{mark['do']} {mark['entry']}" for mark in marks]


@pytest.fixture
def viewer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Viewer:
    """A viewer with three files in a folder, and nothing watched."""
    viewer = Viewer(tmp_path, capsys)
    folder = films(tmp_path, "Layzner - 01.mkv", "Layzner - 02.mkv", "Layzner - 30 Secret.mkv")
    viewer.does("files", str(folder))
    return viewer


def test_played_to_the_end_without_a_terminal(fake_mpv: Fake, viewer: Viewer) -> None:
    """Nobody can be asked, so the place is kept; --yes marks it; next time mpv begins there."""
    fake_mpv.plays(TO_THE_END)
    said = viewer.asks("play")
    [played] = said["played"]
    assert (played["finished"], played["state"], played["position"]) == (True, "stopped", 1439)
    assert 1430 <= played["played"] <= 1440
    assert viewer.events() == ["stopped tv-01"]
    fake_mpv.plays(TO_THE_END)
    assert "Watched episode 1." in viewer.does("play", "--yes")
    assert "--start=1439" in fake_mpv.arguments
    assert viewer.events() == ["stopped tv-01", "watched tv-01"]
    assert viewer.asks("undo")["said"] == "Undone: watched episode 1"


def test_closed_half_way(fake_mpv: Fake, viewer: Viewer) -> None:
    """The second is kept and nothing asked, also with --yes; the next play starts there."""
    for words in ((), ("--yes",)):
        fake_mpv.plays(HALF_WAY)
        said = viewer.asks("play", *words)
        assert said["played"][0]["state"] == "stopped"
    assert viewer.stopped("tv-01") == 822
    assert fake_mpv.arguments[-3] == "--start=822"
    assert not (viewer.state / "playing.json").exists()


@pytest.mark.parametrize(
    ("script", "kept"), [(SOUGHT, 1430), (EARLY, 900)], ids=["sought", "early"]
)
def test_yes_marks_only_what_was_seen(
    fake_mpv: Fake, viewer: Viewer, script: str, kept: int
) -> None:
    """Sought to the end, or a file that ends early: the place is kept, and nothing marked."""
    fake_mpv.plays(script)
    assert viewer.asks("play", "--yes")["played"][0]["state"] == "stopped"
    assert viewer.stopped("tv-01") == kept


def test_resumed_and_finished(fake_mpv: Fake, viewer: Viewer) -> None:
    """What was seen the evening before counts."""
    viewer.does("stopped", "13:42")
    fake_mpv.plays(TO_THE_END.replace("plays(link, 0", "plays(link, 822"))
    assert viewer.asks("play", "--yes")["played"][0]["state"] == "watched"


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        (TO_THE_END, "Watched to the end. Mark episode 1 as watched? [y/N]"),
        (SOUGHT, "Played 1 of 24 min, to 99 %. Mark episode 1 as watched? [y/N]"),
        (EARLY, "The file ended at 15:00 of 24:00. Mark episode 1 as watched? [y/N]"),
        (TO_THE_END.replace("1439", "1300").replace("eof", "quit"), "Watched to 90 %. Mark"),
    ],
    ids=["whole", "sought", "early", "most"],
)
def test_on_a_terminal_it_is_asked(fake_mpv: Fake, viewer: Viewer, script: str, asked: str) -> None:
    """The question says what was seen; yes marks, anything else keeps the place."""
    for answer, event in (("\r", "stopped tv-01"), ("y\r", "watched tv-01")):
        viewer.does("clear", "1")
        fake_mpv.plays(script)
        command = [sys.executable, "-m", "tracker", "play", *viewer.where]
        with terminal.opened(command) as screen:
            screen.wait_for(asked)
            screen.press(answer)
            assert screen.ended() == 0
        assert viewer.events()[-1] == event


def test_ctrl_c_keeps_the_place(fake_mpv: Fake, viewer: Viewer) -> None:
    """It ends the waiting, not mpv."""
    fake_mpv.plays("link = listen(); opened(link); put(link, 'time-pos', 822.0); wait('go'); "
                   "open(here + '/alive', 'w').close()")  # fmt: skip
    command = [sys.executable, "-m", "tracker", "play", *viewer.where]
    with terminal.opened(command) as screen:
        screen.wait_for("Episode 1 is playing in mpv")
        _until(lambda: "822" in _text(viewer.state / "playing.json"))
        screen.press("\x03")
        screen.wait_for("Stopped episode 1 at 13:42. mpv keeps playing.")
        assert screen.ended() == 130
    assert viewer.stopped("tv-01") == 822
    fake_mpv.go("go")
    _until((fake_mpv.directory / "alive").exists)


def _until(is_so: Any) -> None:  # noqa: ANN401  # anything to be called
    import time  # noqa: PLC0415  # here alone

    end = time.monotonic() + terminal.LIMIT
    while not is_so():
        assert time.monotonic() < end, "it is never so"
        time.sleep(0.005)


def _text(path: Path) -> str:
    return path.read_text(encoding="ascii") if path.exists() else ""


def test_too_little_is_nothing(fake_mpv: Fake, viewer: Viewer) -> None:
    """Under half a minute nothing is kept, and an end at once is none."""
    for script in (
        "link = listen(); opened(link); plays(link, 0, 29); ends(link)",
        "link = listen(); opened(link); ends(link, 'eof')",
        "link = listen(); opened(link); ends(link)",
    ):
        fake_mpv.plays(script)
        viewer.does("play")
        assert viewer.events() == []


def test_a_place_behind_the_end(fake_mpv: Fake, viewer: Viewer) -> None:
    """Where a file has nothing after the place, that is said, and how to begin anew."""
    viewer.does("stopped", "25:00")
    fake_mpv.plays("""
link = listen(); opened(link); tell(link, event="seek"); put(link, "time-pos", 1500.0)
ends(link, "eof")
""")
    said = "The file of episode 1 has nothing after 25:00; clear it to start over"
    assert viewer.asks("play", "--yes")["said"] == said
    assert viewer.stopped("tv-01") == 1500


def test_what_is_watched_is_left_alone(fake_mpv: Fake, viewer: Viewer) -> None:
    """An entry that is watched by then, by whomever, is neither asked about nor kept."""
    fake_mpv.plays(HALF_WAY)
    viewer.does("watched", "1")
    assert viewer.asks("play", "1")["changed"] is False
    assert viewer.events() == ["watched tv-01"]
    assert "--start=none" in fake_mpv.arguments


def test_several_files_in_one_player(fake_mpv: Fake, viewer: Viewer, tmp_path: Path) -> None:
    """Each file is marked by its own entry; one that is none is left out."""
    second, other = (str(tmp_path / f"Layzner/{name}") for name in ("Layzner - 02.mkv", "x.mkv"))
    fake_mpv.plays(f"""
link = listen(); opened(link); plays(link, 0, 1439); ends(link, "eof")
opened(link, {other!r}); plays(link, 0, 100); ends(link, "eof")
opened(link, {second!r}); plays(link, 0, 300); ends(link)
""")
    said = viewer.asks("play", "--yes")
    assert [(each["entry"], each["state"]) for each in said["played"]] == [
        ("tv-01", "watched"),
        ("tv-02", "stopped"),
    ]
    assert said["said"] == "Watched episode 1. Stopped episode 2 at 5:00"


def test_a_killed_player_and_one_that_plays_nothing(fake_mpv: Fake, viewer: Viewer) -> None:
    """Killed, the last place is kept; what is no video is one line, exit 1, and nothing changed."""
    fake_mpv.plays(HALF_WAY.replace("ends(link)", "os.kill(os.getpid(), 9)"))
    viewer.does("play")
    assert viewer.stopped("tv-01") == 822
    before = viewer.events()
    fake_mpv.plays("print('Failed to recognize file format.\\nExiting...'); sys.exit(2)")
    viewer.does("play", code=1)
    assert viewer.err == "layzner: episode 1 was not played: Failed to recognize file format\n"
    assert viewer.events() == before


def test_a_layzner_that_was_killed(fake_mpv: Fake, viewer: Viewer) -> None:
    """While mpv plays, the place is written down; the next layzner asks, or keeps it."""
    fake_mpv.plays("link = listen(); opened(link); put(link, 'time-pos', 822.0); wait('go')")
    command = [sys.executable, "-m", "tracker", "play", *viewer.where]
    with terminal.opened(command) as screen:
        _until(lambda: "822" in _text(viewer.state / "playing.json"))
        viewer.does("play", code=1)
        assert "mpv is already playing, and another layzner follows it" in viewer.err
        screen.signal("SIGKILL")
        screen.ended()
    fake_mpv.go("go")
    assert viewer.events() == []
    fake_mpv.plays("link = listen(); opened(link); ends(link)")
    with terminal.opened(command) as screen:
        screen.wait_for(
            "mpv was at 13:42 of episode 1 when layzner ended. Keep that position? [y/N]"
        )
        screen.press("y\r")
        screen.wait_for("Stopped episode 1 at 13:42")
        assert screen.ended() == 0
    assert viewer.stopped("tv-01") == 822
    assert fake_mpv.arguments[-3] == "--start=822"
    assert not (viewer.state / "playing.json").exists()


def test_what_was_left_is_kept_where_nobody_can_be_asked(fake_mpv: Fake, viewer: Viewer) -> None:
    """Without a terminal the place is kept; another profile's is not touched."""
    fake_mpv.plays("link = listen(); opened(link); ends(link)")
    left(viewer.state)
    viewer.does("play", "1", "--profile", "Anna")
    assert viewer.events() == []
    assert (viewer.state / "playing.json").exists()
    viewer.does("play", "1")
    assert viewer.events() == ["stopped tv-04"]
    assert not (viewer.state / "playing.json").exists()


@pytest.mark.parametrize(
    "held",
    [b"", b"{", b"[]", b'{"who": "", "pass": 1}', b'{"who": "", "pass": 1, "playings": 7}',
     b'{"who": "", "pass": 1, "playings": [7, {}, {"entry": []}, {"entry": "tv-99"}]}',
     b'{"who": "", "pass": 1, "playings": [{"entry": "tv-04", "position": "x"}]}',
     b'{"who": "", "pass": 1, "playings": [{"entry": "tv-04", "position": 1e400}]}',
     b'{"who": "", "pass": 9, "playings": [{"entry": "tv-04", "position": 822}]}'],
)  # fmt: skip
def test_what_was_left_may_be_anything(fake_mpv: Fake, viewer: Viewer, held: bytes) -> None:
    """Whatever the small file holds, nothing comes of what is not understood."""
    fake_mpv.plays("link = listen(); opened(link); ends(link)")
    (viewer.state / "playing.json").write_bytes(held)
    viewer.does("play")
    assert viewer.events() == []


def test_a_full_disk(fake_mpv: Fake, viewer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written down meanwhile is said in one line, and the end is kept."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    fake_mpv.plays(HALF_WAY)
    monkeypatch.setattr(machine, "store_left", full)
    viewer.does("play")
    assert "the position could not be kept while it played: No space left" in viewer.err
    assert viewer.err.count("\n") == 1
    assert viewer.stopped("tv-01") == 822


def test_a_save_that_fails(fake_mpv: Fake, viewer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then one line says so, and the next start offers the place again."""

    def full(*_: object) -> None:
        raise StoreError("cannot save: No space left on device")

    fake_mpv.plays(HALF_WAY)
    with monkeypatch.context() as disk:
        disk.setattr("tracker.storage.store.Store.save", full)
        viewer.does("play", code=1)
        assert viewer.err == "layzner: cannot save: No space left on device\n"
    assert viewer.events() == []
    fake_mpv.plays("link = listen(); opened(link); ends(link)")
    viewer.does("play")
    assert viewer.stopped("tv-01") == 822


Words = Sequence[str]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("play", "3"),
            "layzner: no file of episode 3 was found in {folder}; name it with layzner files tv-03",
        ),
        (("play", "1-2"), "layzner: “1-2” is more than one entry; name one"),
        (("files", "/nowhere"), "layzner: “/nowhere” is not a folder; nothing has changed"),
        (
            ("files", "1", "/nowhere.mkv"),
            "layzner: “/nowhere.mkv” is not a file; nothing has changed",
        ),
        (("files", "99", "/nowhere.mkv"), "layzner: no entry “99”"),
        (("files", "1", "2", "3"), "layzner: files takes a folder, or an entry and its file"),
    ],
)
def test_what_cannot_be(
    fake_mpv: Fake, viewer: Viewer, tmp_path: Path, words: Words, said: str
) -> None:
    """One line says what, where and what to do, and nothing has changed."""
    fake_mpv.plays("")
    before = (viewer.state / "files.json").read_bytes()
    code = main([*words, *viewer.where])
    assert code in (1, 2)
    err = viewer._capsys.readouterr().err
    assert err.startswith(said.format(folder=tmp_path / "Layzner"))
    assert err.count("\n") == 1
    assert (viewer.state / "files.json").read_bytes() == before
    assert not (fake_mpv.directory / "arguments").exists()


def test_a_folder_that_is_gone(fake_mpv: Fake, viewer: Viewer, tmp_path: Path) -> None:
    """A disk that is not there is named, by both verbs."""
    (tmp_path / "Layzner").rename(tmp_path / "elsewhere")
    for verb in ("play", "files"):
        viewer.does(verb, code=1)
        assert viewer.err == (
            f"layzner: the folder {tmp_path / 'Layzner'} cannot be read"
            " (No such file or directory); is its disk connected?\n"
        )
    (tmp_path / "elsewhere").rename(tmp_path / "Layzner")
    fake_mpv.plays(HALF_WAY)
    viewer.does("play")


def test_nobody_said_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before a folder is named, one line says how."""
    viewer = Viewer(tmp_path, capsys)
    viewer.does("play", code=1)
    assert "name it with layzner files DIR" in viewer.err
    assert "name it with layzner files DIR" in viewer.does("files")
    assert viewer.asks("files")["folder"] is None
    assert not viewer.directory.exists()


def test_no_player(viewer: Viewer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without mpv, one line says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    viewer.does("play", code=1)
    assert viewer.err.startswith("layzner: playing needs mpv: see your system's packages")
    assert viewer.events() == []


def test_files_are_told_as_far_as_they_may_be(viewer: Viewer, tmp_path: Path) -> None:
    """Names of what is still hidden are told with the spoilers off alone."""
    films(tmp_path, "Layzner the Secret end.mkv")
    said = viewer.does("files")
    assert "    1  Layzner - 01.mkv" in said
    assert "    2  found" in said
    assert "Missing: episodes 3–29 and 31–37 and Acts I–III" in said
    assert "1 file matches no entry; layzner files --spoilers off names them." in said
    assert "Secret" not in said
    assert "Secret" not in json.dumps(viewer.asks("files"))
    shown = viewer.does("files", "--spoilers", "off")
    assert "   30  Layzner - 30 Secret.mkv" in shown
    assert "  Layzner the Secret end.mkv" in shown
    strict = viewer.asks("files", "--spoilers", "strict")
    assert len(strict["entries"]) == 25
    assert "30" not in viewer.does("files", "--spoilers", "strict").replace("layzner files", "")


def test_a_hidden_title_is_not_shown_by_mpv(fake_mpv: Fake, viewer: Viewer, tmp_path: Path) -> None:
    """Its title is that of what may be shown, and else the name of the entry alone."""
    films(tmp_path, "Layzner - 35.mkv")
    for words, title in (
        (["35"], "Episode 35"),
        (["35", "--spoilers", "off"], "Episode 35 · The Seal of Grados"),
        (["1"], "Episode 1 · On the Red Planet"),
    ):
        fake_mpv.plays("")
        viewer.does("play", *words)
        assert f"--force-media-title={title}" in fake_mpv.arguments


def test_no_message_names_a_hidden_file(fake_mpv: Fake, viewer: Viewer, tmp_path: Path) -> None:
    """Neither mpv's own words nor ours tell the name of a file that is still hidden."""
    fake_mpv.plays("print('Cannot open ' + path); sys.exit(2)")
    viewer.does("play", "30", code=1)
    assert viewer.err == "layzner: episode 30 was not played: Cannot open the file\n"
    films(tmp_path, "[B] Layzner - 30 Secret.mkv")
    viewer.does("play", "30", code=1)
    assert viewer.err == (
        "layzner: 2 files could be episode 30; layzner files tv-30 FILE says which\n"
    )
    named = tmp_path / "Secret.mkv"
    named.touch()
    viewer.does("files", "30", str(named))
    named.unlink()
    viewer.does("play", "30", code=1)
    assert viewer.err == "layzner: the file of episode 30 is no longer there\n"


def test_files_settled_by_hand(fake_mpv: Fake, viewer: Viewer, tmp_path: Path) -> None:
    """A file that is named by hand goes before the folder; one that moved is found again."""
    named = tmp_path / "red planet.mkv"
    named.touch()
    assert f"Episode 1 now plays {named}." in viewer.does("files", "1", str(named))
    fake_mpv.plays("")
    viewer.does("play", "1")
    assert fake_mpv.arguments[-2] == str(named)
    named.rename(tmp_path / "Layzner/red planet.mkv")
    fake_mpv.plays("")
    viewer.does("play", "1")
    assert fake_mpv.arguments[-2] == str(tmp_path / "Layzner/red planet.mkv")
    viewer.does("files", "2", "https://example.org/a.m3u8")
    fake_mpv.plays("")
    viewer.does("play", "2")
    assert fake_mpv.arguments[-2] == "https://example.org/a.m3u8"


def test_two_files_and_one_for_two(fake_mpv: Fake, viewer: Viewer, tmp_path: Path) -> None:
    """Neither is played by itself: one line names them, and what to say."""
    fake_mpv.plays("")
    films(tmp_path, "[B] Layzner - 01.mkv", "Layzner 03-04.mkv")
    viewer.does("play", code=1)
    assert "Layzner - 01.mkv and [B] Layzner - 01.mkv could be episode 1" in viewer.err
    viewer.does("play", "3", code=1)
    assert "episode 3 shares a file with others" in viewer.err.lower()
    assert "One file holds episodes 3–4" in viewer.does("files")


def test_no_name_is_ever_run(fake_mpv: Fake, viewer: Viewer, tmp_path: Path) -> None:
    """Names of any bytes are listed as text and played as they are."""
    folder = tmp_path / "Layzner"
    names = [
        b"Layzner - 03\n.mkv", b"-Layzner 04.mkv", b"Layzner 05 $(touch EVIL) `touch EVIL`.mkv",
        b"Layzner 06 '\".mkv", b"Layzner - 07 \xff\xfe.mkv",
        b"Layzner - 08 " + b"x" * 238 + b".mkv",
        b"Layzner 09 \x1b]0;EVIL\x07.mkv",
    ]  # fmt: skip
    for name in names:
        open(os.fsencode(folder) + b"/" + name, "wb").close()
    listed = viewer.does("files", "--spoilers", "off")
    assert "\x1b" not in listed
    assert len(listed.splitlines()) == 1 + 10 + 2
    for number, name in enumerate(names, start=3):
        fake_mpv.plays(HALF_WAY)
        viewer.does("play", str(number))
        assert os.fsencode(fake_mpv.arguments[-2]) == os.fsencode(folder) + b"/" + name
        assert viewer.stopped(f"tv-{number:02}") == 822
    assert not [*tmp_path.rglob("EVIL")]


def test_how_far_a_folder_is_looked_through(
    viewer: Viewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four folders down and no further, links to folders are not followed, hidden is hidden."""
    folder = tmp_path / "Layzner"
    for deep in range(3, 8):
        below = folder.joinpath(*["TV"] * deep)
        below.mkdir(parents=True, exist_ok=True)
        (below / f"Layzner - 0{deep}.mkv").touch()
    (folder / "round").symlink_to(folder)
    (folder / ".hidden").mkdir()
    (folder / ".hidden/Layzner - 08.mkv").touch()
    found = {each["id"] for each in viewer.asks("files")["entries"] if each["found"]}
    assert found == {"tv-01", "tv-02", "tv-03", "tv-04", "tv-30"}
    monkeypatch.setattr(folders, "MOST", 2)
    assert viewer.asks("files")["complete"] is False
    assert "the rest were not looked at" in viewer.does("files")

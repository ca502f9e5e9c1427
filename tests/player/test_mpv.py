"""mpv: how it is started and followed, against a program that does as it is told."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from tests.player.fake import Fake
from tracker.player import mpv
from tracker.player.mpv import Film, NotPlaying, Running
from tracker.player.watching import Playing

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs sockets that are files")

FILM = Film("/films/Layzner - 12.mkv", 0, {"/films/Layzner - 12.mkv": "Episode 12"}, "Layzner")


def followed(film: Film = FILM) -> Running:
    """Play to the end."""
    running = mpv.start(film)
    for _ in running.states():
        pass
    return running


def only(running: Running) -> Playing:
    """The only file that was played."""
    [playing] = running.watching.playings
    return playing


def test_how_it_is_started(fake_mpv: Fake) -> None:
    """Each argument is one of a list, the start is that of the file alone, and the file is last."""
    fake_mpv.plays("")
    followed(FILM._replace(start=822))
    server, *rest = fake_mpv.arguments
    assert server.startswith("--input-ipc-server=")
    assert rest == [
        "--force-window=yes", "--idle=no", "--loop-file=no", "--loop-playlist=no",
        "--no-resume-playback", "--msg-level=all=error", "--force-media-title=Episode 12",
        "--{", "--start=822", "/films/Layzner - 12.mkv", "--}",
    ]  # fmt: skip
    assert "--start=none" in mpv.arguments(FILM, "/s")
    assert "--force-media-title=Layzner" in mpv.arguments(FILM._replace(titles={}), "/s")


@pytest.mark.parametrize(
    "name",
    ["-12.mkv", "--vo=x.mkv", "12\n.mkv", "12 $(touch EVIL) `touch EVIL`.mkv", "12 '\"\\.mkv",
     "--}.mkv", "%n%.mkv", "${path}.mkv", os.fsdecode(b"12 \xff\xfe.mkv"), "x" * 251 + ".mkv"],
)  # fmt: skip
def test_any_name_is_one_argument(fake_mpv: Fake, name: str, tmp_path: Path) -> None:
    """No name is an option, a list or a command: it reaches mpv as it is, and comes back so."""
    fake_mpv.plays("link = listen(); opened(link); plays(link, 0, 60); ends(link)")
    path = str(tmp_path / name)
    running = followed(FILM._replace(path=path))
    assert fake_mpv.arguments[-2] == path
    assert only(running).path == path
    assert only(running).at() == 60
    assert not [*tmp_path.rglob("EVIL")]


def test_where_it_listens(fake_mpv: Fake) -> None:
    """The socket is in a directory of the viewer alone, and is gone afterwards."""
    fake_mpv.plays("link = listen(); opened(link); wait('go')")
    running = mpv.start(FILM)
    server = Path(fake_mpv.arguments[0].partition("=")[2])
    assert server.parent.parent == fake_mpv.runtime
    assert stat.S_IMODE(server.parent.stat().st_mode) == 0o700
    fake_mpv.go("go")
    for _ in running.states():
        pass
    assert not [*fake_mpv.runtime.iterdir()]


def test_lines_garbage_and_sudden_ends(fake_mpv: Fake) -> None:
    """Half lines, garbage, bytes that are no text and a close in a line leave the last place."""
    fake_mpv.plays("""
link = listen(); opened(link); plays(link, 0, 100)
link.sendall(b'\\xff\\xfe\\n{"event":\\n[[[[\\n7\\n')
for byte in b'{"event":"property-change","name":"time-pos","data":104.5}\\n':
    link.sendall(bytes([byte]))
link.sendall(b'{"event":"property-change","name":"time-pos","data":9')
""")
    running = followed()
    assert only(running).at() == 104
    assert not only(running).is_lost
    assert running.wrong() == ""


def test_ten_thousand_events_a_second(fake_mpv: Fake) -> None:
    """A flood is followed without falling behind, and shown a few times a second at most."""
    fake_mpv.plays("""
link = listen(); opened(link)
lines = b"".join(json.dumps({"event": "property-change", "name": "time-pos", "data": at / 100})
                 .encode() + b"\\n" for at in range(100_001))
link.sendall(lines)
ends(link)
""")
    running = mpv.start(FILM)
    began, shown = time.process_time(), sum(1 for _ in running.states())
    assert only(running).at() == 1000
    assert 999 <= only(running).played <= 1001
    assert shown <= 1001
    # A tenth of the ten seconds that so many events take to come.
    assert time.process_time() - began < 5


def test_nothing_is_burnt_while_nothing_is_said(fake_mpv: Fake) -> None:
    """While mpv is silent, what follows it sleeps."""
    fake_mpv.plays("link = listen(); opened(link); plays(link, 0, 60); time.sleep(0.6)")
    running = mpv.start(FILM)
    states = running.states()
    next(states)
    before = time.thread_time()
    for _ in states:
        pass
    assert time.thread_time() - before < 0.1


def test_a_player_that_reads_nothing(fake_mpv: Fake) -> None:
    """One that asks for answers and never takes them does not stop us."""
    fake_mpv.plays("""
link = listen(); opened(link)
for _ in range(20_000):
    tell(link, event="file-loaded")
plays(link, 0, 60)
""")
    assert only(followed()).at() == 60


def test_a_player_that_never_answers(fake_mpv: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for; how far it came is not known, and nothing is wrong."""
    monkeypatch.setattr(mpv, "PATIENCE", 0.1)
    monkeypatch.setattr(mpv, "LOOK", 0.05)
    fake_mpv.plays("wait('go')")
    running = mpv.start(FILM)
    fake_mpv.arguments  # noqa: B018  # wait until it is there
    states = running.states()
    monkeypatch.setattr(running._process, "wait", _passing(running, fake_mpv))
    assert [*states] == []
    assert (only(running).at(), only(running).is_lost, running.wrong()) == (None, True, "")


def _passing(running: Running, fake_mpv: Fake) -> object:
    """A wait that lets the player end when it has lasted too long."""
    wait = running._process.wait

    def waits(timeout: float | None = None) -> int:
        if timeout is None:
            fake_mpv.go("go")
        return wait(timeout)

    return waits


def test_a_socket_that_closes_while_it_plays(
    fake_mpv: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last place is kept, and that it may have come further."""
    monkeypatch.setattr(mpv, "LOOK", 0.05)
    fake_mpv.plays("link = listen(); opened(link); plays(link, 0, 300); link.close(); wait('go')")
    running = mpv.start(FILM)
    monkeypatch.setattr(running._process, "wait", _passing(running, fake_mpv))
    for _ in running.states():
        pass
    assert (only(running).at(), only(running).is_lost) == (300, True)


def test_a_player_that_is_killed(fake_mpv: Fake) -> None:
    """The last place is kept, and nothing is wrong."""
    fake_mpv.plays("link = listen(); opened(link); plays(link, 0, 300); os.kill(os.getpid(), 9)")
    running = followed()
    assert (only(running).at(), running.wrong()) == (300, "")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("print('Failed to open ' + path + '.\\nExiting... (Errors)'); sys.exit(2)",
         "Failed to open the file"),
        ("print('[file] ' + os.path.basename(path) + ': EVIL', file=sys.stderr); sys.exit(2)",
         "[file] the file: EVIL"),
        ("sys.exit(1)", "mpv ended with code 1"),
        ("link = listen(); opened(link);"
         " tell(link, event='end-file', reason='error', file_error='no format'); sys.exit(2)",
         "no format"),
        ("link = listen(); opened(link); tell(link, event='end-file', reason='error')",
         "it cannot be played"),
    ],
)  # fmt: skip
def test_what_went_wrong(fake_mpv: Fake, script: str, said: str) -> None:
    """It is mpv's last word, without the name of the file, which may tell too much."""
    fake_mpv.plays(script)
    assert followed().wrong() == said


def test_much_is_written_and_nothing_stops(fake_mpv: Fake) -> None:
    """What mpv prints goes into a file: a pipe that nobody reads would stop it."""
    fake_mpv.plays("print('x' * 1_000_000, flush=True); link = listen(); opened(link);"
               " plays(link, 0, 60)")  # fmt: skip
    assert only(followed()).at() == 60


def test_other_files_have_their_own_titles(fake_mpv: Fake) -> None:
    """When mpv goes on to another file, the name of that is not shown either."""
    other = "/films/Layzner - 13.mkv"
    fake_mpv.plays(f"""
link = listen(); opened(link); plays(link, 0, 60); ends(link, "eof")
opened(link, {other!r}); plays(link, 0, 40)
heard = link.recv(4096)
open(here + "/heard", "wb").write(heard)
""")
    running = followed(FILM._replace(titles={**FILM.titles, other: "Episode 13"}))
    assert [playing.at() for playing in running.watching.playings] == [60, 40]
    assert (
        b'["set_property", "force-media-title", "Episode 13"]'
        in (fake_mpv.directory / "heard").read_bytes()
    )


def test_it_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One line says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotPlaying, match="playing needs mpv"):
        mpv.start(FILM)


def test_it_cannot_be_started(fake_mpv: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system says against it is one line, and nothing is left."""
    fake_mpv.plays("")
    monkeypatch.setattr("tempfile.mkdtemp", _full)
    with pytest.raises(NotPlaying, match="could not start mpv: No space left on device"):
        mpv.start(FILM)


def _full(**_: object) -> str:
    raise OSError(28, "No space left on device")


def test_no_display(fake_mpv: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a display nothing is started, unless the viewer told mpv to do without."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    fake_mpv.plays("")
    with pytest.raises(NotPlaying, match="no display"):
        mpv.start(FILM)
    assert not [*fake_mpv.runtime.iterdir()]
    config = tmp_path / "home/.config/mpv/mpv.conf"
    config.parent.mkdir(parents=True)
    config.write_text("# vo=gpu\nvolume=50\n", encoding="utf-8")
    with pytest.raises(NotPlaying):
        mpv.start(FILM)
    config.write_text("volume=50\nvo=null\n", encoding="utf-8")
    assert followed().wrong() == ""


def test_a_path_that_is_too_long_for_a_socket(
    fake_mpv: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Then mpv plays without one."""
    deep = tmp_path / ("d" * 90)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    monkeypatch.setattr(mpv, "PATIENCE", 0.1)
    fake_mpv.plays("")
    assert followed().wrong() == ""
    assert fake_mpv.arguments[0] == "--force-window=yes"

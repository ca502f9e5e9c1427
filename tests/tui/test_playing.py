"""Playing in the interface: nothing blocks, one question afterwards, and nothing is lost."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.player.fake import LIMIT, Fake, films, left
from tests.support import REAL, Clock, entries, session
from tests.tui.screen import Walk, closed, lines, press, saved, text
from tracker.session.films import Library
from tracker.session.sitting import Session
from tracker.storage import machine
from tracker.tui import app as app_module
from tracker.tui.app import LayznerApp
from tracker.tui.playing import player_of
from tracker.tui.questions import Played

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs sockets that are files")

TO_THE_END = """
link = listen(); opened(link); put(link, "time-pos", 0.0); wait("go")
plays(link, 0, 1439); ends(link, "eof")
"""
HALF_WAY = "link = listen(); opened(link); put(link, 'time-pos', 723.0); wait('go'); ends(link)"


def sitting_at(directory: Path, *watched: str, clock: Clock | None = None) -> Session:
    """A viewer who has read all notes so far, with files in a folder."""
    sitting = session(directory, REAL, clock)
    sitting.tell(seen=False)
    if watched:
        sitting.watched(entries(REAL, *watched))
    sitting.read(sitting.view.due)
    return sitting


def with_files(sitting: Session, directory: Path) -> Session:
    """The same, with files in a folder."""
    names = [f"Layzner - {number:02}.mkv" for number in (4, 5, 25, 26, 27)]
    Library(sitting).remember(str(films(directory, *names)))
    return sitting


@asynccontextmanager
async def walking(
    sitting: Session, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[tuple[LayznerApp, Walk]]:
    """The interface."""
    app = LayznerApp(sitting)
    async with app.run_test(size=size) as pilot:
        try:
            yield app, pilot
        finally:
            app.writer.close()
            app.leave()


async def shows(pilot: Walk, shown: str) -> None:
    """Wait until the screen shows a text: what a thread and a process do takes its time."""
    end = time.monotonic() + LIMIT
    while shown not in text(pilot.app):
        assert time.monotonic() < end, f"{shown!r} is never shown:\n{text(pilot.app)}"
        await pilot.pause(0.005)


async def asked(pilot: Walk, question: str) -> None:
    """Wait for a question, until it takes keys."""
    await shows(pilot, question)
    app = pilot.app
    assert isinstance(app, LayznerApp)
    assert isinstance(app.prompt.question, Played)
    app.prompt.question.since -= app_module.UNSEEN


async def idle(app: LayznerApp, pilot: Walk) -> None:
    """Wait until nothing plays."""
    end = time.monotonic() + LIMIT
    while player_of(app)._playback is not None:
        assert time.monotonic() < end, "it plays for ever"
        await pilot.pause(0.005)


async def forgotten(pilot: Walk, directory: Path) -> None:
    """Wait until what was written down is removed: nothing more is to be asked."""
    end = time.monotonic() + LIMIT
    while (directory / "state/playing.json").exists():
        assert time.monotonic() < end, "it is never removed"
        await pilot.pause(0.005)


async def test_played_live(fake_mpv: Fake, tmp_path: Path) -> None:
    """While it plays, row and card say how far, and every key works."""
    fake_mpv.plays(HALF_WAY)
    async with walking(with_files(sitting_at(tmp_path, "1-3"), tmp_path)) as (app, pilot):
        await press(pilot, "w")
        await shows(pilot, "mpv is playing episode 4; close it to come back")
        await shows(pilot, "▶ 12:03 of 24:00")
        row, card = (line for line in lines(app) if "▶ 12:03 of 24:00" in line)
        assert row.split()[:2] == ["▶", "4"]
        assert "▏  ▶ 12:03 of 24:00" in row + card
        await press(pilot, "asterisk", "8")
        assert "8/10 for episode 4" in text(app)
        await press(pilot, "h")
        await press(pilot, "escape", "j", "j", "w")
        assert "mpv is playing episode 4; close it to come back" in text(app)
        other = session(tmp_path, REAL)
        await saved(pilot)
        other.watched(entries(REAL, "20"))
        other.save()
        app._look_elsewhere()
        await shows(pilot, "4 of 40")
        fake_mpv.go("go")
        await shows(pilot, "Stopped episode 4 at 12:03")
        assert "▶ 12:03" not in text(app)
        assert app.cursor == "tv-06"
        await forgotten(pilot, tmp_path)


async def test_the_question(fake_mpv: Fake, tmp_path: Path) -> None:
    """At the end it is asked: y marks and goes on, n keeps the place, no other key answers."""
    for answer, said, cursor in (
        ("n", "Stopped episode 4 at 23:59", "tv-04"),
        ("y", "Watched episode 4", "tv-05"),
    ):
        fake_mpv.plays(TO_THE_END)
        fake_mpv.go("go")
        here = tmp_path / answer
        here.mkdir()
        async with walking(with_files(sitting_at(here, "1-3"), here)) as (app, pilot):
            await press(pilot, "w")
            await asked(pilot, "Watched to the end. Mark episode 4 as watched?")
            assert "n keep 23:59" in text(app)
            for key in ("j", "enter", "backspace", "x", "q", "down"):
                await press(pilot, key)
            assert isinstance(app.prompt.question, Played)
            await press(pilot, answer)
            assert said in text(app)
            assert app.cursor == cursor
            await press(pilot, "u")
            assert app.session.view.progress.tally.watched == 3
            assert "tv-04" not in app.session.view.progress.marks


async def test_nobody_answers_what_was_not_seen(fake_mpv: Fake, tmp_path: Path) -> None:
    """The question takes no key at first: whoever types while mpv closes has not seen it."""
    fake_mpv.plays(TO_THE_END)
    fake_mpv.go("go")
    async with walking(with_files(sitting_at(tmp_path, "1-3"), tmp_path)) as (app, pilot):
        await press(pilot, "w")
        await shows(pilot, "Mark episode 4 as watched?")
        question = app.prompt.question
        assert isinstance(question, Played)
        question.since = time.monotonic() + 1
        await press(pilot, "space", "y", "n", "escape")
        assert app.prompt.question is question
        assert app.session.view.progress.tally.watched == 3
        question.since = 0
        await press(pilot, "space")
        assert app.session.view.progress.tally.watched == 4


@pytest.mark.parametrize("keys", [("slash", "1", "2"), ("r", "1", "2"), ("h",), ("x",)])
async def test_the_question_waits_its_turn(
    fake_mpv: Fake, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    """It never covers what the viewer is at: a question, a remark, a page."""
    fake_mpv.plays(TO_THE_END)
    async with walking(with_files(sitting_at(tmp_path, "1-3"), tmp_path)) as (app, pilot):
        await press(pilot, "w")
        await shows(pilot, "▶ 0:00 of 24:00")
        await press(pilot, *keys)
        before = app.prompt.question
        fake_mpv.go("go")
        end = time.monotonic() + LIMIT
        while not player_of(app)._asks:
            assert time.monotonic() < end
            await pilot.pause(0.005)
        player_of(app)._ask()
        assert app.prompt.question is before
        assert app.prompt.text == ("12" if before else "")
        await press(pilot, "escape")
        await asked(pilot, "Mark episode 4 as watched?")
        await press(pilot, "y")
        assert "Watched episode 4" in text(app)


async def test_what_is_marked_meanwhile_is_not_asked(fake_mpv: Fake, tmp_path: Path) -> None:
    """Whoever marks it while it plays is asked nothing, and nothing is kept."""
    fake_mpv.plays(TO_THE_END)
    async with walking(with_files(sitting_at(tmp_path, "1-3"), tmp_path)) as (app, pilot):
        await press(pilot, "w")
        await shows(pilot, "▶ 0:00 of 24:00")
        await press(pilot, "space")
        await closed(pilot)
        fake_mpv.go("go")
        await idle(app, pilot)
        assert app.prompt.question is None
        assert app.session.view.progress.marks["tv-04"].do == "watched"


async def test_the_first_time(fake_mpv: Fake, tmp_path: Path) -> None:
    """The first w asks for the folder; a wrong one is named, the right one plays at once."""
    fake_mpv.plays(HALF_WAY)
    folder = films(tmp_path, "Layzner - 04.mkv")
    async with walking(sitting_at(tmp_path, "1-3")) as (app, pilot):
        await press(pilot, "w")
        assert "Folder with your files of the show" in text(app)
        await press(pilot, *"/nowhere", "enter")
        await shows(pilot, "“/nowhere” is not a folder; nothing has changed")
        await press(pilot, "w")
        app.prompt.type(f"'{folder}'")
        await press(pilot, "enter")
        await shows(pilot, "▶ 12:03 of 24:00")
        fake_mpv.go("go")
        await shows(pilot, "Stopped episode 4 at 12:03")


async def test_another_folder(fake_mpv: Fake, tmp_path: Path) -> None:
    """The palette asks where the files are, also while something plays, and that plays on."""
    fake_mpv.plays(HALF_WAY)
    async with walking(with_files(sitting_at(tmp_path, "1-3"), tmp_path)) as (app, pilot):
        await press(pilot, "w")
        await shows(pilot, "▶ 12:03 of 24:00")
        for folder, said in (
            ("/nowhere", "“/nowhere” is not a folder"),
            (str(tmp_path / "Layzner"), "Found files for 5 entries; w plays one"),
        ):
            await press(pilot, "ctrl+p", *"folder of your", "down", "enter")
            await shows(pilot, "Folder with your files of the show")
            app.prompt.type(folder)
            await press(pilot, "enter")
            await shows(pilot, said)
        await press(pilot, "w")
        assert "mpv is playing episode 4; close it to come back" in text(app)
        fake_mpv.go("go")
        await shows(pilot, "Stopped episode 4 at 12:03")


@pytest.mark.parametrize(
    ("key", "said"),
    [("j", "No file of episode 5 was found in"), ("k", "Episode 3 was not played: no video")],
)
async def test_nothing_plays(fake_mpv: Fake, tmp_path: Path, key: str, said: str) -> None:
    """One line says why, and the next w is as good as the first."""
    fake_mpv.plays("print('no video'); sys.exit(2)")
    sitting = sitting_at(tmp_path, "1-3")
    Library(sitting).remember(str(films(tmp_path, "Layzner - 03.mkv", "Layzner - 04.mkv")))
    async with walking(sitting) as (app, pilot):
        await press(pilot, key, "w")
        await shows(pilot, said)
        await idle(app, pilot)
        assert app.session.view.playing is None
        fake_mpv.plays(HALF_WAY)
        fake_mpv.go("go")
        await press(pilot, "full_stop", "w")
        await shows(pilot, "Stopped episode 4 at 12:03")


async def test_no_player(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without mpv nothing looks different, and w says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    async with walking(with_files(sitting_at(tmp_path, "1-3"), tmp_path)) as (_, pilot):
        await press(pilot, "w")
        await shows(pilot, "Playing needs mpv: see your system's packages")


async def test_one_of_two_files_is_chosen(fake_mpv: Fake, tmp_path: Path) -> None:
    """Where two files could be it, a digit says which, for good."""
    fake_mpv.plays(HALF_WAY)
    fake_mpv.go("go")
    sitting = with_files(sitting_at(tmp_path, "1-3"), tmp_path)
    films(tmp_path, "[B] Layzner - 04.mkv")
    async with walking(sitting) as (_, pilot):
        await press(pilot, "w")
        await shows(pilot, "Which file is episode 4?")
        await press(pilot, "2")
        await shows(pilot, "Stopped episode 4 at 12:03")
    assert fake_mpv.arguments[-2] == str(tmp_path / "Layzner/[B] Layzner - 04.mkv")


async def test_leaving_while_it_plays(fake_mpv: Fake, tmp_path: Path) -> None:
    """Leaving keeps the place and leaves mpv playing."""
    fake_mpv.plays(HALF_WAY + "; open(here + '/alive', 'w').close()")
    async with walking(with_files(sitting_at(tmp_path, "1-3"), tmp_path)) as (_, pilot):
        await press(pilot, "w")
        await shows(pilot, "▶ 12:03 of 24:00")
        await press(pilot, "q")
    assert session(tmp_path, REAL).view.progress.marks["tv-04"].position == 723
    assert not (tmp_path / "state/playing.json").exists()
    fake_mpv.go("go")
    end = time.monotonic() + LIMIT
    while not (fake_mpv.directory / "alive").exists():
        assert time.monotonic() < end
        time.sleep(0.005)


async def test_what_a_killed_layzner_left(tmp_path: Path) -> None:
    """The next start asks; y keeps the place, and it is asked once; another window stays silent."""
    left(tmp_path / "state")
    with machine.playing(str(tmp_path / "state")) as is_free:
        assert is_free
        async with walking(sitting_at(tmp_path, "1-3")) as (app, pilot):
            assert app.prompt.question is None
            await press(pilot, "j")
            assert app.cursor == "tv-05"
    async with walking(session(tmp_path, REAL)) as (app, pilot):
        await asked(pilot, "mpv was at 13:42 of episode 4 when layzner ended. Keep that position?")
        await press(pilot, "y")
        assert "Stopped episode 4 at 13:42" in text(app)
        await forgotten(pilot, tmp_path)


async def test_another_viewer_meanwhile(fake_mpv: Fake, tmp_path: Path) -> None:
    """What one viewer played is never another's: it is asked when the first comes back."""
    fake_mpv.plays(HALF_WAY)
    async with walking(with_files(sitting_at(tmp_path, "1-3"), tmp_path)) as (app, pilot):
        await press(pilot, "w")
        await shows(pilot, "▶ 12:03 of 24:00")
        app.switch("Anna")
        await pilot.pause()
        fake_mpv.go("go")
        await idle(app, pilot)
        assert app.session.view.progress.marks == {}
    assert (tmp_path / "state/playing.json").exists()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 15)])
async def test_the_question_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    """Question and keys can be read whole, however long the one is."""
    left(tmp_path / "state", position=1400.0)
    async with walking(sitting_at(tmp_path, "1-3"), size) as (app, pilot):
        await asked(pilot, "mpv was at 23:20 of episode 4 when")
        foot = " ".join(" ".join(lines(app)[-4:]).split())
        assert "when layzner ended. Mark it as watched?" in foot
        assert "y mark it n keep 23:20" in foot
        await pilot.click(app.prompt, offset=(2, app.prompt.size.height - 1))
        assert "Watched episode 4" in text(app)


async def test_a_whole_evening(fake_mpv: Fake, tmp_path: Path) -> None:
    """w, end, y, the note of 25, w, half-way, q; the next evening w resumes, end, y, u and u."""
    clock = Clock()
    sitting = with_files(sitting_at(tmp_path, "1-24", clock=clock), tmp_path)
    fake_mpv.plays(TO_THE_END)
    fake_mpv.go("go")
    async with walking(sitting) as (app, pilot):
        await press(pilot, "w")
        await asked(pilot, "Watched to the end. Mark episode 25 as watched?")
        clock.now += timedelta(minutes=24)
        await press(pilot, "y")
        await shows(pilot, "Part 1 ends here")
        await closed(pilot)
        assert app.cursor == "tv-26"
        fake_mpv.plays(HALF_WAY)
        await press(pilot, "w")
        await shows(pilot, "Stopped episode 26 at 12:03")
        await press(pilot, "q")
    clock.now += timedelta(days=1)
    fake_mpv.plays(TO_THE_END.replace("plays(link, 0", "plays(link, 723"))
    async with walking(session(tmp_path, REAL, clock)) as (app, pilot):
        await closed(pilot)
        await press(pilot, "w")
        await asked(pilot, "Watched to the end. Mark episode 26 as watched?")
        assert fake_mpv.arguments[-3] == "--start=723"
        await press(pilot, "y")
        await closed(pilot)
        fake_mpv.plays(HALF_WAY)
        await press(pilot, "w")
        await shows(pilot, "Stopped episode 27 at 12:03")
        marks = app.session.view.progress.marks
        done = [(marks[name].do, marks[name].at[:16]) for name in ("tv-25", "tv-26", "tv-27")]
        assert done == [
            ("watched", "2026-11-22T21:54"),
            ("watched", "2026-11-23T21:54"),
            ("stopped", "2026-11-23T21:54"),
        ]
        assert marks["tv-27"].position == 723
        for said in ("stopped episode 27", "watched episode 26", "stopped episode 26",
                     "watched episode 25"):  # fmt: skip
            await press(pilot, "u")
            assert f"Undone: {said}" in text(app)
            await closed(pilot)
        assert app.session.view.progress.tally.watched == 24

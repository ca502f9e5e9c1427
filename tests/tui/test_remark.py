"""Writing remarks: in the field over the walk, in an editor, faster than any focus, to the end."""

from __future__ import annotations

import json
import os
import stat
import time
from pathlib import Path

import pytest

from tests import terminal
from tests.support import REAL, mostly_slow, session
from tests.terminal import Terminal
from tests.tui.screen import opened, press, saved, text, until
from tests.tui.test_leaving import command, prepared
from tracker.tui.remark import RemarkSheet, edited

posix = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


@pytest.fixture(autouse=True)
def _true_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window's size is that of the terminal, not of the one the tests were started in."""
    for name in ("COLUMNS", "LINES", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


def written(path: str) -> list[str]:
    """The remarks in the file that were not undone, in order."""
    events = json.loads(Path(path).read_bytes())["events"]
    return [
        event["text"]
        for _, event in sorted(events.items())
        if event["do"] == "remarked" and "undone" not in event
    ]


def editor(directory: Path, script: str) -> str:
    """An editor that does what the script says with the file it is given."""
    program = directory / "my editor"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return f"'{program}' --wait"


def edit(screen: Terminal) -> None:
    """Press e, and wait until the editor has the terminal."""
    screen.press("e")
    while b"\x1b[?1049l" not in screen.output.rpartition(b"\x1b[?1049h")[2]:
        assert screen._read(time.monotonic() + terminal.LIMIT)


async def test_a_remark_is_written_and_shown(tmp_path: Path) -> None:
    """R opens a field of many lines; what is written is kept and stands on the card."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "k", "r", *"A [/] start", "enter", "enter", *"q u U")
        assert isinstance(app.screen, RemarkSheet)
        await press(pilot, "escape")
        await until(pilot, "Kept your remark on episode 3")
        assert "A [/] start" in text(app)
        await saved(pilot)
        kept = session(tmp_path, REAL).view.progress.current.remarks["tv-03"]
        assert [event.text for event in kept] == ["A [/] start\n\nq u U"]
        await press(pilot, "r", *" yes", "ctrl+s")
        # What was said of the first remark still stands behind the field.
        for _ in range(500):
            await pilot.pause()
            if len(app.screen_stack) == 1:
                break
        await until(pilot, "q u U yes")
        await until(pilot, "Kept your remark")
        await press(pilot, "u")
        assert "Undone: remarked on episode 3" in text(app)
        assert "q u U yes" not in text(app)


async def test_a_remark_left_as_it_was_is_no_step(tmp_path: Path) -> None:
    """Opening and closing the field changes nothing."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "r", "escape")
        await until(pilot, "The remark on episode 4 is empty")
        await press(pilot, "u")
        assert "Undone: watched episodes 1–3" in text(app)


async def test_a_remark_that_is_too_long_stays_in_the_field(tmp_path: Path) -> None:
    """The field does not close on a text that cannot be kept, and says why."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "r")
        screen = app.screen
        assert isinstance(screen, RemarkSheet)
        screen.query_one("#words").text = "x" * 65_537  # type: ignore[attr-defined]
        await press(pilot, "escape")
        await until(pilot, "A remark has at most 65,536 characters")
        assert app.screen is screen


async def test_what_is_being_written_is_kept_on_leaving(tmp_path: Path) -> None:
    """A field that is open when the program is left is kept like one that was closed."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "r", *"half a th")
        app.leave()
        assert app.session.view.progress.current.remarks["tv-04"][0].text == "half a th"
        assert app.writing is None


async def test_an_editor_needs_a_terminal(tmp_path: Path) -> None:
    """Where the terminal cannot be left, e says so and nothing was changed."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "e")
        assert "This terminal cannot be left for an editor" in text(app)
        assert not app.session.view.progress.current.remarks


@posix
def test_what_is_typed_in_a_burst_is_written(tmp_path: Path) -> None:
    """Letters that follow r at once are text and no commands, every one of them, in order."""
    path = prepared(tmp_path / "data")
    with terminal.opened(command(path)) as screen:
        screen.wait_for("0 of 40")
        screen.press("rquick as a blue comet, u and U\rand q\x13")
        screen.wait_for("Kept your remark on episode 1")
        screen.press("q")
        assert screen.ended() == 0
    assert written(path) == ["quick as a blue comet, u and U\nand q"]


@posix
@pytest.mark.parametrize("way", ["SIGTERM", "SIGHUP", "window", "ctrl+q"])
def test_what_is_being_written_survives(tmp_path: Path, way: str) -> None:
    """However the program ends while something is written, it is kept."""
    path = prepared(tmp_path / "data")
    with terminal.opened(command(path)) as screen:
        screen.wait_for("0 of 40")
        screen.press("rhalf a thought")
        screen.wait_for("half a thought")
        if way == "window":
            screen.hang_up()
        elif way == "ctrl+q":
            screen.press("\x11")
        else:
            screen.signal(way)
        if way == "window":
            os.waitpid(screen._pid, 0)
            screen._code = 0
        else:
            screen.ended()
            assert not screen.is_in_use()
    assert written(path) == ["half a thought"]


@posix
def test_an_editor_writes(tmp_path: Path) -> None:
    """E hands the terminal to the viewer's editor, and takes what it wrote."""
    path = prepared(tmp_path / "data")
    script = 'read line; echo "$line" >> "$2"; printf "  two\\033[31m\\n\\n" >> "$2"'
    wanted = editor(tmp_path, script)
    with terminal.opened(command(path), EDITOR=wanted) as screen:
        screen.wait_for("0 of 40")
        edit(screen)
        screen.press("one\r")
        screen.wait_for("Kept your remark on episode 1")
        edit(screen)
        screen.press("three\r")
        screen.wait_for("three")
        screen.wait_for("Kept your remark")
        screen.press("q")
        assert screen.ended() == 0
        assert not screen.is_in_use()
    first = "one\n  two\ufffd[31m"
    assert written(path) == [first, f"{first}\nthree\n  two\ufffd[31m"]


@posix
@pytest.mark.parametrize(
    ("script", "said"),
    mostly_slow(
        [
            ("exit 3", "my editor' --wait” failed (3); nothing was changed"),
            ('echo lost >> "$2"; exit 1', "failed (1); what it wrote is kept in "),
            ('rm "$2"', "could not be used: No such file or directory"),
            (None, "“/no/editor --wait” could not be used: No such file or directory; set"),
            ("'", "EDITOR, “'”, is not a command: No closing quotation"),
        ],
        ("exit 3", "my editor' --wait” failed (3); nothing was changed"),
        several=True,
    ),
)
def test_an_editor_that_fails_loses_nothing(tmp_path: Path, script: str | None, said: str) -> None:
    """Whatever becomes of the editor, the walk goes on, and the line at the foot says what was."""
    path = prepared(tmp_path / "data")
    wanted = (
        script if script == "'" else editor(tmp_path, script) if script else "/no/editor --wait"
    )
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    with terminal.opened(command(path), 300, EDITOR=wanted, TMPDIR=str(drafts)) as screen:
        screen.wait_for("0 of 40")
        screen.press("e")
        screen.wait_for(said)
        screen.press(" ")
        screen.wait_for("1 of 40")
        screen.press("q")
        assert screen.ended() == 0
    assert written(path) == []
    kept = [draft.read_text(encoding="utf-8") for draft in drafts.iterdir()]
    assert kept == (["lost\n"] if "kept in" in said else [] if script else kept)


@posix
def test_what_is_too_long_is_kept_in_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text longer than a remark may be is not taken, and not lost."""
    monkeypatch.setenv("EDITOR", editor(tmp_path, 'head -c 70000 /dev/zero | tr "\\0" x > "$2"'))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    message = str(edited(""))
    assert (
        "a remark has at most 65,536 characters; this one has 70,000; what you wrote is" in message
    )
    assert Path(message.rpartition(" ")[2]).read_text(encoding="utf-8") == "x" * 70_000

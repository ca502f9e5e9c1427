"""Nothing surprises the hand: held keys, the wheel, what is said, and what has to be in sight."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.events import Event, Key, MouseEvent, MouseScrollDown, MouseScrollUp

from tests import terminal
from tests.support import REAL, mostly_slow, session
from tests.tui.screen import Walk, closed, lines, lived, opened, press, saved, text, until
from tests.tui.test_leaving import prepared, watched
from tracker.storage.settings import Settings
from tracker.tui.app import LET_GO, LayznerApp
from tracker.tui.commands import Commands
from tracker.tui.order import OrderList
from tracker.tui.remark import RemarkSheet
from tracker.tui.sheets import ChoiceSheet, NoteSheet

REPEAT = 0.03
"""Seconds between two strokes of a key that is held."""


class Keyboard:
    """Presses keys at moments of its own."""

    def __init__(self, app: LayznerApp, pilot: Walk) -> None:
        self._app, self._pilot = app, pilot
        self.now = Event().time + 1000

    async def press(self, key: str, times: int = 1, every: float = REPEAT) -> None:
        """Press a key again and again, and let it take effect each time."""
        for _ in range(times):
            self.now += every
            stroke = Key(key, {"space": " "}.get(key, key if len(key) == 1 else None))
            stroke.time = self.now
            self._app.post_message(stroke)
            await self._pilot.pause()


@asynccontextmanager
async def typing(
    directory: Path, *watched: str
) -> AsyncIterator[tuple[LayznerApp, Walk, Keyboard]]:
    """The interface, and a keyboard whose time is told."""
    async with opened(directory, REAL, *watched) as (app, pilot):
        yield app, pilot, Keyboard(app, pilot)


async def test_a_held_key_neither_closes_a_note_unread_nor_marks_on(tmp_path: Path) -> None:
    """Held on, space marks one entry and no more, however many notes come up."""
    async with typing(tmp_path, "1") as (app, _, keyboard):
        await keyboard.press("space", 40)
        assert app.session.view.progress.tally.watched == 2
        assert isinstance(app.screen, NoteSheet), "it came up by itself, and nobody has read it"
        pages = len(app.screen.notes)
        await keyboard.press("space", pages, every=2 * LET_GO)
        assert len(app.screen_stack) == 1
        await keyboard.press("space", 40)
        assert app.session.view.progress.tally.watched == 2, "the key that closed it is still down"
        await keyboard.press("space", every=2 * LET_GO)
        assert app.session.view.progress.tally.watched == 3


async def test_a_burst_on_the_walk_stays_a_burst(tmp_path: Path) -> None:
    """Where no page comes up each stroke counts, however quick."""
    async with typing(tmp_path, "1-5") as (app, _, keyboard):
        app.session.read(REAL.notes)
        await keyboard.press("space", 6, every=0.001)
        assert app.session.view.progress.tally.watched == 11
        await keyboard.press("u", 3, every=0.001)
        assert app.session.view.progress.tally.watched == 8


async def test_the_key_of_an_answer_is_no_command_behind_it(tmp_path: Path) -> None:
    """The s that chose a level skips nothing while it is held; another key acts at once."""
    async with typing(tmp_path, "1-5") as (app, _, keyboard):
        await keyboard.press("x")
        assert isinstance(app.screen, ChoiceSheet)
        await keyboard.press("s", 20)
        assert app.session.view.level == "strict"
        assert not [
            mark for mark in app.session.view.progress.marks.values() if mark.do == "skipped"
        ]
        await keyboard.press("j")
        assert app.cursor == "tv-07"
        await keyboard.press("s")
        assert app.session.view.progress.marks["tv-07"].do == "skipped"


async def test_what_is_typed_into_a_page_that_was_asked_for_is_taken(tmp_path: Path) -> None:
    """The letter that opens the field may be the first of what is written in it."""
    async with typing(tmp_path, "1-5") as (app, _, keyboard):
        await keyboard.press("r", 3, every=0.01)
        assert isinstance(app.screen, RemarkSheet)
        assert app.screen.written == "rr"


async def test_escape_and_a_letter_in_one_read_type_no_letter(tmp_path: Path) -> None:
    """They look like alt and the letter: a question is left, and nothing else happens."""
    async with typing(tmp_path, "1-5") as (app, pilot, keyboard):
        await press(pilot, "slash", "1", "2")
        await keyboard.press("alt+u")
        assert (app.prompt.question, app.cursor) == (None, "tv-06")
        assert app.session.view.progress.tally.watched == 5
        await press(pilot, "n")
        await keyboard.press("alt+j")
        assert len(app.screen_stack) == 1


async def test_alt_and_a_letter_can_be_a_command(tmp_path: Path) -> None:
    """A viewer who chose it has it."""
    app = LayznerApp(lived(tmp_path), Settings(keys={"notes": "alt+n"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "alt+n")
        assert len(app.screen_stack) == 2


def turned(wheel: type[MouseEvent], order: OrderList) -> MouseEvent:
    """The wheel is turned by a notch over the list."""
    return wheel(
        order, x=5, y=5, delta_x=0, delta_y=1, button=0, shift=False, meta=False, ctrl=False
    )


async def test_the_wheel_takes_the_cursor_along(tmp_path: Path) -> None:
    """However far the list is scrolled, what space would mark is to be seen."""
    async with opened(tmp_path, REAL, "1-5", size=(80, 24)) as (app, pilot):
        order = app.query_one(OrderList)
        for wheel, times in ((MouseScrollDown, 9), (MouseScrollUp, 30), (MouseScrollDown, 2)):
            for _ in range(times):
                order.post_message(turned(wheel, order))
                await pilot.pause()
                label = app.entry.label
                assert any(re.match(rf" .  +{label} ", line) for line in lines(app)), label
        at = app.cursor
        await press(pilot, "space")
        assert app.session.view.progress.latest == at


async def test_the_wheel_moves_nothing_while_the_cursor_is_in_sight(tmp_path: Path) -> None:
    """A line or two of looking about is no choice of another entry."""
    async with opened(tmp_path, REAL, "1-9", size=(80, 24)) as (app, pilot):
        order = app.query_one(OrderList)
        order.post_message(turned(MouseScrollDown, order))
        await pilot.pause()
        assert order.scroll_offset.y > 0
        assert app.cursor == "tv-10"


async def test_what_was_said_goes_with_the_next_move(tmp_path: Path) -> None:
    """A status is of where the viewer was; while several are chosen, what to do stays."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "c")
        assert "Episode 4 has no mark to clear" in text(app)
        await press(pilot, "k")
        assert "no mark" not in text(app)
        await press(pilot, "u")
        assert "Undone: watched episodes 1–3" in text(app)
        await closed(pilot)
        await press(pilot, "v", "j")
        assert "Go to the other end" in text(app)


async def test_not_saved_stays(tmp_path: Path) -> None:
    """That something is not on the disk is said until it is, whatever is done meanwhile."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await saved(pilot)
        file = tmp_path / "progress.json"
        file.rename(tmp_path / "aside")
        file.mkdir()
        await press(pilot, "space")
        await until(pilot, "NOT SAVED, 1 mark kept, retrying:")
        for key in ("k", "y", "c", "G", "1", "escape"):
            await press(pilot, key)
            assert "NOT SAVED" in text(app), key
        file.rmdir()
        await press(pilot, "full_stop", "space")
        await saved(pilot)
        await until(pilot, "Saved")
        await press(pilot, "k")
        assert "Saved" not in text(app)


async def test_the_last_time_is_told_where_the_walk_goes_on(tmp_path: Path) -> None:
    """At the foot on opening, until a key; and again with the key that goes to what is next up."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        assert "Last time: yesterday" in text(app)
        await press(pilot, "k")
        assert "Last time" not in text(app)
        await press(pilot, "full_stop")
        assert "Last time: yesterday" in text(app)


async def test_the_palette_opens_on_what_is_used_most(tmp_path: Path) -> None:
    """What does harm stands last and is not to be run unseen; keys stand beside the commands."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "space")
        await closed(pilot)
        await saved(pilot)
        await press(pilot, "ctrl+p")
        await until(pilot, "Find an entry")
        shown = text(app)
        found = [shown.index(name) for name in ("Watched   space", "Find   /", "Notes   n")]
        assert found == sorted(found)
        assert not re.search(r"UTC|\.json|mirror|day-\d|Clear|Rewatch|Go back", shown)
        await press(pilot, "enter")
        await closed(pilot)
        assert app.session.view.progress.tally.watched == 5


HARM = ("Clear", "Rewatch", "Go back", "Suspend", "Quit")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        *(("re", "Redo"), ("c", "Copy"), ("cl", "Theme"), ("q", "Quit"), ("su", "Episode")),
        *(("clear", "Clear"), ("rewa", "Rewatch"), ("go back to day", "Go back to day")),
    ],
)
async def test_what_does_harm_comes_after_all_else(tmp_path: Path, typed: str, first: str) -> None:
    """It stands first only where it is all that is meant."""
    async with opened(tmp_path, REAL, "1-3") as (app, _):
        app.session.save()
        app.session.watched([REAL.entry("tv-04")])
        app.session.save()
        provider = Commands(app.screen)
        hits = [hit async for hit in provider.search(typed)]
        ranked = sorted(hits, key=lambda hit: hit.score, reverse=True)
        titles = [str(hit.text) for hit in ranked]
        harm = [title.startswith(HARM) for title in titles]
        assert harm == sorted(harm), titles
        assert titles[0].startswith(first), titles


NAMES = {" ": "space", "/": "slash", ":": "colon"}
LEAST = (60, 15)
SCREENS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "walk": ((), ("space watched", "? help", "q quit")),
    "find": (("slash", *"is:opne", "enter"), ("No state", "enter stay", "esc go back")),
    "stopped": (("t", *"99:00", "enter"), ("runs 24 minutes", "enter done", "esc leave it")),
    "date": (("d", *"11/20/2026", "enter"), ("type 2026-11-20", "enter done", "esc leave it")),
    "late": (("d", *"24 December 2031", "enter"), ("watched then", "enter done", "esc leave it")),
    "plan": (
        ("o", *"last Wednesday evening", "enter"),
        ("is in the past", "enter done", "esc leave it"),
    ),
    "no plan": (("o", *"soonish", "enter"), ("in 2 weeks", "enter done", "esc leave it")),
    "long": (("slash", *("abcdefghij" * 9)), ("no match", "enter stay", "esc go back")),
    "rate": (("asterisk",), ("Rate episode 15", "0 is 10", "esc leave it")),
    "rate all": (("g", "v", "G", "asterisk"), ("Rate episodes 1–37", "0 is 10", "esc leave it")),
    "range": (("v",), ("space, s, c or * applies to all of them", "v again ends it")),
    "spoilers": (("x",), ("o  off", "s  strict", "esc leave it as it is")),
    "rewatch": (("R",), ("y  begin pass 3", "esc leave it as it is")),
    "help": (("question_mark",), ("tab the tour", "esc close", "j k scroll")),
    "notes": (("n",), ("space close", "j k scroll")),
    "card": (("g", "enter"), ("space close", "j k scroll")),
    "passes": (("p",), ("h l other passes, 2 of 2", "space close", "j k scroll")),
    "planned": (("o", *"5 a week", "enter"), ("space close", "j k scroll")),
    "history": (("h",), ("h j k l day", "[ ] year", "? help", "esc close")),
    "passes of the history": (("h", "tab"), ("h j k l day", "[ ] pass", "esc close")),
    "given": (("h", "tab", "tab"), ("h l entry", "tab calendar", "esc close")),
    "remark": (("r",), ("What you think of episode 15", "esc keep and close", "takes it back")),
    "palette": (("ctrl+p",), ("Watched   space", "Find   /")),
}
"""The keys that lead to each screen, and what has to be in sight there."""


@pytest.mark.parametrize("name", mostly_slow(SCREENS, "help", "palette", "remark", "planned"))
async def test_what_must_be_seen_is_seen_in_the_least_window(tmp_path: Path, name: str) -> None:
    """At 60x15 no key and no error lies outside its box, on any screen."""
    keys, wanted = SCREENS[name]
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=LEAST) as pilot:
        await closed(pilot)
        await press(
            pilot, *({" ": "space", "/": "slash", ":": "colon"}.get(key, key) for key in keys)
        )
        for words in wanted:
            # A line may break between words.
            pattern = r"[\s│▏┃▊▎]+".join(map(re.escape, words.split()))
            for _ in range(100):
                if re.search(pattern, text(app)):
                    break
                await pilot.pause()
            assert re.search(pattern, text(app)), f"{words}\n{text(app)}"


async def test_an_error_where_one_writes_stands_above_the_keys(tmp_path: Path) -> None:
    """What is too long is said, and how to close stays."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=LEAST) as pilot:
        await closed(pilot)
        await press(pilot, "r")
        assert isinstance(app.screen, RemarkSheet)
        app.screen._area.insert("x" * 70_000)
        await press(pilot, "escape")
        await until(pilot, "65,536")
        assert "esc keep and close" in text(app)


@pytest.mark.skipif(os.name != "posix", reason="needs a shell with job control")
def test_ctrl_z_suspends_and_fg_comes_back_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was marked before it is on the disk; what is typed behind it in one breath is not."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("LINES", raising=False)
    path = prepared(tmp_path)
    command = f"{sys.executable} -m tracker --data-dir {tmp_path}"
    with terminal.opened(["bash", "--norc", "-i"], 80, 24, PS1="READY> ") as screen:
        screen.wait_for("READY>")
        screen.press(f"{command}\r")
        screen.wait_for("0 of 40")
        screen.press(" \x1a  ")
        screen.wait_for("Stopped")
        assert watched(path) == 1
        at = len(screen.output)
        screen.press("\x15fg\r")
        # All of it is drawn again.
        screen.wait_for_output(b"Episode 2", at)
        screen.wait_for("Watched episode 1")
        screen.wait_for("1 of 40")
        screen.press("q")
        screen.wait_for("READY>")
        screen.press("exit\r")
        screen.ended()
    assert watched(path) == 1
    assert session(tmp_path, REAL).view.progress.latest == "tv-01"

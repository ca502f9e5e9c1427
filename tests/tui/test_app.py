"""What each key does, with right and wrong input."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import REAL, SMALL, Clock, entries, session
from tests.tui.screen import Walk, compare, lines, press, saved, text, until
from tracker.domain.guide import Guide
from tracker.domain.progress import State
from tracker.session.sitting import Session
from tracker.tui.app import LayznerApp
from tracker.tui.keys import KEYS
from tracker.tui.lines import KeyLine, Prompt
from tracker.tui.order import OrderList
from tracker.tui.sheets import FinishSheet, NotesSheet
from tracker.tui.welcome import Welcome


@asynccontextmanager
async def opened(
    directory: Path,
    guide: Guide = REAL,
    *watched: str,
    size: tuple[int, int] = (120, 36),
    now: timedelta = timedelta(),
) -> AsyncIterator[tuple[LayznerApp, Walk]]:
    """The interface after those entries were watched, all notes closed."""
    clock = Clock()
    sitting = session(directory, guide, clock)
    sitting.tell(seen=False)
    if watched:
        sitting.watched(entries(guide, *watched))
    clock.now += now
    app = LayznerApp(sitting)
    async with app.run_test(size=size) as pilot:
        while len(app.screen_stack) > 1:
            await press(pilot, "escape")
        yield app, pilot


def states(sitting: Session) -> list[State]:
    """The state of each entry of the small guide."""
    return [sitting.view.progress.state(entry) for entry in SMALL.entries]


async def test_space_marks_the_entry_and_goes_on(tmp_path: Path) -> None:
    """What space marks is on the disk, and the next entry is highlighted."""
    async with opened(tmp_path) as (app, pilot):
        await press(pilot, "space")
        await saved(pilot)
        assert app.cursor == "tv-02"
        assert session(tmp_path, REAL).view.progress.latest == "tv-01"


async def test_marking_out_of_order_hides_nothing(tmp_path: Path) -> None:
    """What was jumped over stays open, and the progress line says so."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "j", "j", "space")
        assert app.session.view.progress.next_up == "tv-04"
        assert app.cursor == "tv-07"
        assert "4 of 40 · 10 % · 16 h 00 left · 2 jumped over" in text(app)


async def test_space_on_a_watched_entry_changes_nothing(tmp_path: Path) -> None:
    """An entry that is watched keeps its mark; the message says so."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        marks = app.session.view.progress.marks
        await press(pilot, "g", "space")
        assert app.session.view.progress.marks == marks
        assert "Episode 1 is watched already" in text(app)


async def test_skip_toggles_and_is_never_next_up(tmp_path: Path) -> None:
    """A skipped entry is passed over and not counted, until it is no longer skipped."""
    async with opened(tmp_path, SMALL, "1") as (app, pilot):
        await press(pilot, "s")
        assert app.session.view.progress.next_up == "ova-1"
        assert app.session.view.progress.tally.total == 2
        await press(pilot, "escape", "k", "k", "s")
        assert app.session.view.progress.next_up == "tv-02"
        assert app.cursor == "tv-02"


async def test_watched_and_left_out_entries_are_not_skipped(tmp_path: Path) -> None:
    """Skipping never takes a mark away; the message says what to do instead."""
    async with opened(tmp_path, SMALL, "1") as (app, pilot):
        await press(pilot, "g", "s")
        assert "Episode 1 is watched; clear it first" in text(app)
        await press(pilot, "G", "k", "s")
        assert "Episode 3 is left out by the guide already" in text(app)
        assert states(app.session)[:3] == [State.WATCHED, State.TO_WATCH, State.LEFT_OUT]


async def test_left_out_entries_can_be_watched_anyway(tmp_path: Path) -> None:
    """Whoever watches 38 has it marked; the total stays that of the order."""
    async with opened(tmp_path, SMALL, "1-2") as (app, pilot):
        await press(pilot, "g", "j", "j", "space")
        assert states(app.session)[2] is State.WATCHED
        assert app.session.view.progress.tally[:2] == (2, 3)


async def test_clear_takes_every_mark_back(tmp_path: Path) -> None:
    """A cleared entry is open again, and the walk goes back to it."""
    async with opened(tmp_path, SMALL, "1-2") as (app, pilot):
        await press(pilot, "g", "c")
        assert app.session.view.progress.next_up == "tv-01"
        await press(pilot, "escape", "c")
        assert "Episode 1 has no mark to clear" in text(app)


async def test_undo_and_redo_say_what_and_go_there(tmp_path: Path) -> None:
    """Undo and redo reach back over sittings, without limit."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "u")
        assert "Undone: watched episodes 1–3" in text(app)
        assert app.cursor == "tv-01"
        await press(pilot, "escape", "u")
        assert "Nothing to undo" in text(app)
        await press(pilot, "U")
        assert "Redone: watched episodes 1–3" in text(app)
        await press(pilot, "U")
        assert "Nothing to redo" in text(app)
        await saved(pilot)
        assert session(tmp_path, REAL).view.progress.next_up == "tv-04"


async def test_stopped_asks_again_until_it_understands(tmp_path: Path) -> None:
    """A wrong position is named and nothing is recorded; the right one is."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "t", *"99:00", "enter")
        assert "Episode 4 runs 24 minutes" in text(app)
        await press(pilot, *["backspace"] * 5, *"soon", "enter")
        assert "type minutes and seconds, 13:42" in text(app)
        await press(pilot, *["backspace"] * 4, *"13:42", "enter")
        assert "Stopped Episode 4 at 13:42" in text(app)
        assert "at 13:42" in text(app)
        await press(pilot, "t", "escape")
        assert app.query_one(Prompt).question is None
        assert app.session.view.progress.marks["tv-04"].position == 13 * 60 + 42


async def test_keys_are_letters_while_typing(tmp_path: Path) -> None:
    """What is typed into a question is text, whatever key it would be elsewhere."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "slash", *"sqtuUcn", "question_mark", "space", "slash")
        assert app.query_one(Prompt).text == "sqtuUcn? /"
        assert len(app.screen_stack) == 1
        assert app.session.view.progress.next_up == "tv-04"


async def test_find_goes_there_while_typing_and_back(tmp_path: Path) -> None:
    """Find follows each letter, says when nothing matches, and escape returns."""
    async with opened(tmp_path, REAL, "1-20") as (app, pilot):
        await press(pilot, "slash", *"blue")
        assert app.cursor == "tv-15"
        await press(pilot, "x")
        assert "no match" in text(app)
        assert app.cursor == "tv-21"
        await press(pilot, "escape", "slash", *"eiji", "down")
        assert app.cursor == "tv-10"
        assert "2 of 3" in text(app)
        await press(pilot, "escape")
        assert app.cursor == "tv-21"
        await press(pilot, "slash", *"12", "enter")
        assert app.cursor == "tv-12"


async def test_find_leaves_only_the_entries_of_a_state(tmp_path: Path) -> None:
    """A state narrows the search; an unknown one is named, with those there are."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "slash", *"is:left", "down")
        assert app.cursor == "tv-38"
        assert "1 of 1" in text(app)
        await press(pilot, "ctrl+u", *"is:watched eiji")
        assert app.cursor == "tv-02"
        await press(pilot, "ctrl+u", *"is:opne", "enter")
        assert app.query_one(Prompt).hint == (
            "No state “opne”; did you mean open?; there are "
            "open, skipped, watched, stopped, left-out, remarked, rated"
        )
        assert app.cursor == "tv-04"
        await press(pilot, "ctrl+u", *"[/]", "enter")
        assert app.query_one(Prompt).question is None
        assert app.cursor == "tv-04"


async def test_find_knows_no_later_title(tmp_path: Path) -> None:
    """A title still to come cannot be found, nor its Japanese."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        for word in ("fouron", "cain", "コマ", "seal"):
            await press(pilot, "slash", *word)
            assert app.cursor == "tv-04"
            assert "no match" in text(app)
            await press(pilot, "escape")


async def test_movement_stays_inside_the_order(tmp_path: Path) -> None:
    """Every movement key stops at the first and the last entry."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        for keys, entry in {
            ("k", "k", "k", "k", "up"): "tv-01",
            ("j", "down"): "tv-03",
            ("G", "j"): "ova-3",
            ("home",): "tv-01",
            ("end",): "ova-3",
            ("pageup", "pageup", "pageup"): "tv-01",
            ("pagedown", "pagedown", "pagedown"): "ova-3",
            ("g",): "tv-01",
            ("full_stop",): "tv-04",
        }.items():
            await press(pilot, *keys)
            assert app.cursor == entry
            assert any(line.startswith(" ") for line in lines(app))


async def test_the_highlighted_entry_is_always_in_sight(tmp_path: Path) -> None:
    """Wherever the cursor goes, its line is on the screen."""
    async with opened(tmp_path, REAL, "1-37", size=(80, 24)) as (app, pilot):
        for entry in reversed(REAL.entries):
            assert app.cursor
            app.cursor = entry.id
            await pilot.pause()
            label = f"{entry.label:>3}  "
            assert any(label in line[:42] for line in lines(app)), entry.id


async def test_notes_are_read_again_by_part(tmp_path: Path) -> None:
    """N shows every note so far and how many are ahead; enter those of the entry."""
    async with opened(tmp_path, REAL, "1-26") as (app, pilot):
        await press(pilot, "n")
        assert isinstance(app.screen, NotesSheet)
        assert "7 notes still ahead" in text(app)
        await press(pilot, "g")
        assert "Welcome aboard  before episode 1" in text(app)
        await press(pilot, "q", "g", "enter")
        assert "Welcome aboard" in text(app)
        await press(pilot, "space", "G", "enter")
        assert "Act III" in text(app)
        assert "true ending" not in text(app)


async def test_finishing_is_a_moment(tmp_path: Path) -> None:
    """The last mark says what the pass took and what to watch next, once."""
    async with opened(tmp_path, SMALL, "1-2", now=timedelta(days=3)) as (app, pilot):
        await press(pilot, "space")
        assert isinstance(app.screen, FinishSheet)
        shown = text(app)
        for words in (
            "You have walked the whole order",
            "3 watched, 1 h 38 in all",
            "22 November 2026 to 25 November 2026",
            "2 evenings",
            "Left out or skipped, if you are curious: Episode 3",
            "Echo. More of it.",
        ):
            assert words in shown
        await press(pilot, "space", "space", "space")
        assert len(app.screen_stack) == 1
        assert "3 of 3 · 100 % · all watched" in text(app)


async def test_markup_is_text_everywhere(tmp_path: Path) -> None:
    """Brackets in titles and notes stand on every screen as they are."""
    async with opened(tmp_path, SMALL, "1") as (app, pilot):
        assert text(app).count("[Bravo] the [/] second") == 2
        await press(pilot, "slash", *"[/]", "enter", "space", "escape", "n")
        assert "How to go [b]about[/b] it." in text(app)
        await press(pilot, "escape", "u")
        assert "Undone: watched episode 2" in text(app)


async def test_the_mouse_picks_lines_and_keys(tmp_path: Path) -> None:
    """A click on a line highlights its entry; a click on a key does what the key does."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await pilot.click(OrderList, offset=(10, 10))
        assert app.cursor == "tv-10"
        await pilot.click(OrderList, offset=(10, 0))
        assert app.cursor == "tv-10", "a heading is no entry"
        await pilot.click(KeyLine, offset=(4, 0))
        await pilot.pause()
        assert app.session.view.progress.latest == "tv-10"


async def test_the_palette_offers_every_command(tmp_path: Path) -> None:
    """Each key but those that move is a command of the palette, and does the same."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        assert {"Watched", "Skip", "Stopped at", "Clear", "Undo", "Redo", "Find"} < set(commands)
        await press(pilot, "ctrl+p", *"undo", "down", "enter")
        await pilot.pause()
        assert "Undone: watched episodes 1–3" in text(app)


async def test_a_failed_save_says_so_and_keeps_the_mark(tmp_path: Path) -> None:
    """What could not be saved is named and drawn as unsaved, and is saved with the next mark."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await saved(pilot)
        file = tmp_path / "progress.json"
        file.rename(tmp_path / "aside")
        file.mkdir()
        await press(pilot, "space")
        await until(pilot, "NOT SAVED, 1 mark kept, retrying:")
        assert "◌   4" in text(app)
        assert app.session.view.progress.next_up == "tv-05"
        file.rmdir()
        await press(pilot, "space")
        await saved(pilot)
        await until(pilot, "✓   4")
        assert "NOT SAVED" not in text(app)
        assert session(tmp_path, REAL).view.progress.next_up == "tv-06"


async def test_what_another_window_marks_is_shown(tmp_path: Path) -> None:
    """A mark made elsewhere appears by itself, and the cursor stays where it is."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "j", "j", "j")
        other = session(tmp_path, REAL)
        other.watched(entries(REAL, "4"))
        other.save()
        await until(pilot, "4 of 40")
        assert app.cursor == "tv-07"
        await press(pilot, "space")
        await saved(pilot)
        assert session(tmp_path, REAL).view.progress.tally.watched == 5


@pytest.mark.parametrize("answers", ["first", "rewatch", "under way", "skipped", "wrong"])
async def test_first_start(tmp_path: Path, answers: str) -> None:
    """Two questions, skippable: whether it was seen before, and where to begin."""
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(120, 36)) as pilot:
        assert isinstance(app.screen, Welcome)
        keys = {
            "first": ["enter"],
            "rewatch": ["down", "enter"],
            "under way": [*"12", "enter"],
            "skipped": ["escape"],
            "wrong": [*"77", "enter"],
        }[answers]
        await press(pilot, *keys)
        if answers == "wrong":
            assert "No entry “77”; there are 1 to 38" in text(app)
            return
        told = [note.id for note in app.session.view.due]
        while len(app.screen_stack) > 1:
            await press(pilot, "escape")
        await saved(pilot)
        view = session(tmp_path, REAL).view
        assert ("second-look" in told) is (answers == "rewatch")
        assert ("Showdown with Fouron" in text(app)) is (answers == "rewatch")
        assert view.progress.next_up == ("tv-13" if answers == "under way" else "tv-01")
        assert app.cursor == view.progress.next_up
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(120, 36)):
        assert not isinstance(app.screen, Welcome), "it is asked once"


async def test_every_size_shows_something(tmp_path: Path) -> None:
    """From one cell to a wall of them, live: nothing crashes, and the next entry is named."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        for size in ((1, 1), (3, 100), (59, 14), (60, 15), (79, 24), (120, 36), (300, 100)):
            await pilot.resize_terminal(*size)
            await press(pilot, "k", "j")
            assert len(lines(app)) == size[1]
            if size >= (59, 14):
                assert "Episode 4" in text(app) or "An Escape With" in text(app)
        await pilot.resize_terminal(40, 10)
        await press(pilot, "n", "escape", "question_mark", "escape", "space", "escape")
        assert app.session.view.progress.latest == "tv-04"


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (60, 15), (40, 10)])
async def test_picture_of_the_walk(tmp_path: Path, size: tuple[int, int]) -> None:
    """The walk looks as it was approved, at every breakpoint."""
    clock = Clock()
    sitting = session(tmp_path, REAL, clock)
    sitting.tell(seen=False)
    sitting.watched(entries(REAL, "1-11"), clock.now.date() - timedelta(days=30))
    sitting.watched(entries(REAL, "12-14"), clock.now.date() - timedelta(days=5))
    sitting.stopped(REAL.entry("tv-15"), 822, clock.now.date() - timedelta(days=5))
    sitting.skip(entries(REAL, "ova-1"))
    sitting.save()
    app = LayznerApp(sitting)
    async with app.run_test(size=size) as pilot:
        while len(app.screen_stack) > 1:
            await press(pilot, "escape")
        compare(app, f"walk-{size[0]}x{size[1]}")


@pytest.mark.parametrize("sheet", ["welcome", "note", "must", "notes", "help", "finish"])
async def test_picture_of_each_sheet(tmp_path: Path, sheet: str) -> None:
    """Each sheet looks as it was approved."""
    sitting = session(tmp_path, REAL)
    watched = {"note": "1-8", "must": "1-25", "notes": "1-3", "finish": "1-ova2"}.get(sheet)
    if watched:
        sitting.watched(entries(REAL, watched))
    if sheet == "help":
        sitting.tell(seen=False)
    if sheet != "welcome":
        sitting.save()
    app = LayznerApp(sitting)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        if sheet == "must":
            await press(pilot, "space")
        elif sheet in ("notes", "help", "finish"):
            while len(app.screen_stack) > 1:
                await press(pilot, "escape")
            await press(pilot, {"notes": "n", "help": "question_mark", "finish": "space"}[sheet])
        await saved(pilot)
        compare(app, sheet)


def test_every_key_has_an_id_and_says_what_it_does() -> None:
    """Each key is written once, with all that footer, help and palette need."""
    assert len({key.id for key in KEYS}) == len(KEYS)
    assert all(key.id and key.description and key.tooltip for key in KEYS)
    pressed = [one for key in KEYS for one in key.key.split(",")]
    assert len(set(pressed)) == len(pressed)


async def test_copies_come_back_from_the_palette(tmp_path: Path) -> None:
    """The palette checks the file, joins a copy back, and goes back to one after asking."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await saved(pilot)
        await press(pilot, "space")
        await saved(pilot)
        await press(pilot, "ctrl+p", *"doctor", "down", "enter")
        await until(pilot, "Nothing is wrong.")
        await press(pilot, "escape", "ctrl+p", *"go back to day", "down", "enter")
        await until(pilot, "watched becomes 3 of 40. Go back?")
        await press(pilot, "n")
        assert "4 of 40" in text(app)
        await press(pilot, "ctrl+p", *"go back to day", "down", "enter")
        await until(pilot, "Go back?")
        await press(pilot, "y")
        await until(pilot, "3 of 40")
        await press(pilot, "u")
        await until(pilot, "4 of 40")
        await saved(pilot)
        assert session(tmp_path, REAL).view.progress.tally.watched == 4

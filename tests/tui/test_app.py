"""What each key does on the walk, with right and wrong input."""

from __future__ import annotations

from pathlib import Path

from tests.support import REAL, SMALL, entries, session
from tests.tui.screen import lines, lived, opened, press, saved, text, until
from tracker.domain.progress import State
from tracker.session.sitting import Session
from tracker.tui.app import LayznerApp
from tracker.tui.lines import KeyLine
from tracker.tui.order import OrderList


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
    """What was jumped over stays open, and what is said tells of it."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "j", "j", "space")
        assert app.session.view.progress.next_up == "tv-04"
        assert app.cursor == "tv-07"
        assert "4 of 40 · 16 h 00 left" in text(app)
        assert "that jumps over 2; u takes it back" in text(app)


async def test_space_on_a_watched_entry_changes_nothing(tmp_path: Path) -> None:
    """An entry that is watched keeps its mark; the message says so."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        marks = app.session.view.progress.marks
        await press(pilot, "g", "space")
        assert app.session.view.progress.marks == marks
        assert "Episode 1 is already watched" in text(app)


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
        assert "Episode 3 is already left out by the guide" in text(app)
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
        assert "Have you seen it before?" in text(app), "the first answers were a step, too"
        await press(pilot, "escape", "U")
        assert "Redone: your first answers" in text(app)
        await press(pilot, "U")
        assert "Redone: watched episodes 1–3" in text(app)
        await press(pilot, "U")
        assert "Nothing to redo" in text(app)
        await saved(pilot)
        assert session(tmp_path, REAL).view.progress.next_up == "tv-04"


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


async def test_lines_and_notes_are_copied(tmp_path: Path) -> None:
    """Y copies the line of the entry, of all that are chosen, or what a page says."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "y")
        assert app.clipboard == "Episode 15 · Become a Blue Comet · 24 min"
        await press(pilot, "v", "j", "y")
        assert app.clipboard.splitlines()[1:] == ["Episode 16 · Moon, Give Us Shelter! · 24 min"]
        assert "Copied 2 lines" in text(app)
        await press(pilot, "escape", "n", "y")
        assert app.clipboard.startswith("Part 1")
        assert "copied · " in text(app)


async def test_a_mistyped_line_tells_nothing(tmp_path: Path) -> None:
    """A mark far beyond the walk opens no page; what it jumps over is said, and how to go back."""
    async with opened(tmp_path, REAL, "1-5") as (app, pilot):
        await press(pilot, "slash", *"26", "enter", "space")
        assert len(app.screen_stack) == 1
        said = "Watched episode 26: that jumps over 20; u takes it back. 3 notes wait until"
        assert said in text(app)
        assert app.session.view.due == ()

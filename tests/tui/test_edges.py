"""Where one thing happens in the middle of another: pages, pastes, other windows, leaving."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.events import AppFocus, Key, Paste
from textual.widgets import TextArea

from tests.storage.faults import contents, marks, whole
from tests.storage.test_moving import Machine
from tests.support import REAL, entries, mostly_slow, session
from tests.tui.screen import Walk, opened, press, saved, text, until
from tracker.domain.progress import State
from tracker.session import bring
from tracker.session.sitting import Session
from tracker.storage.document import Writer
from tracker.tui.app import UNSEEN, LayznerApp
from tracker.tui.lines import Prompt
from tracker.tui.remark import WAITS, RemarkSheet
from tracker.tui.sheets import NoteSheet

ONE, TWO = REAL.entries[:2]


def texts(sitting: Session) -> list[str]:
    """What stands on the second episode."""
    return [event.text for event in sitting.remarks(TWO)]


async def writing(app: LayznerApp, pilot: Walk) -> RemarkSheet:
    """The sheet to write on, once it takes keys itself."""
    await press(pilot, "r")
    for _ in range(500):
        await pilot.pause()
        if isinstance(app.screen, RemarkSheet) and app.screen.query(TextArea).first().has_focus:
            return app.screen
    raise AssertionError("nothing to write on")


async def closed(app: LayznerApp, pilot: Walk) -> None:
    """Wait until no page is open."""
    for _ in range(500):
        await pilot.pause()
        if len(app.screen_stack) == 1:
            return
    raise AssertionError(f"{app.screen} does not close")


async def test_a_remark_that_arrives_while_one_is_written(tmp_path: Path) -> None:
    """Row 49: what another window writes on the entry meanwhile stands beside one's own."""
    async with opened(tmp_path, REAL, "1-2") as (app, pilot):
        app.cursor = "tv-02"
        app.session.remark(TWO, "Before.")
        app.session.save()
        await writing(app, pilot)
        other = session(tmp_path, REAL)
        other.remark(TWO, "Theirs.", [])
        other.save()
        app.session.save()
        await press(pilot, *"Mine.", "escape")
        await closed(app, pilot)
        await saved(pilot)
        assert sorted(texts(app.session)) == ["Before.Mine.", "Theirs."]
    assert sorted(texts(session(tmp_path, REAL))) == ["Before.Mine.", "Theirs."]


async def test_a_remark_that_arrives_before_one_leaves_in_the_middle_of_writing(
    tmp_path: Path,
) -> None:
    """Row 49: the same where the program is left with the sheet open."""
    async with opened(tmp_path, REAL, "1-2") as (app, pilot):
        app.cursor = "tv-02"
        await writing(app, pilot)
        await press(pilot, *"Mine.")
        other = session(tmp_path, REAL)
        other.remark(TWO, "Theirs.")
        other.save()
        app.session.save()
        app.leave()
    assert sorted(texts(session(tmp_path, REAL))) == ["Mine.", "Theirs."]


def test_only_what_was_known_is_replaced(tmp_path: Path) -> None:
    """Row 49: as an editor does that was open for minutes."""
    sitting = session(tmp_path, REAL)
    sitting.remark(TWO, "Before.")
    known = sitting.remarks(TWO)
    other = session(tmp_path, REAL)
    other.remark(TWO, "Theirs.")
    sitting.join(other.journal)
    assert sitting.remark(TWO, "Before. And after.", known).changed
    assert sorted(texts(sitting)) == ["Before. And after.", "Theirs."]
    assert not sitting.remark(TWO, "Before.", known[:1]).changed


@pytest.mark.parametrize("waits", mostly_slow(range(4), 0))
async def test_writing_is_closed_once(tmp_path: Path, waits: int) -> None:
    """Two keys that close, the second while the first still waits, close the sheet and no more."""
    async with opened(tmp_path, REAL, "1-2") as (app, pilot):
        app.cursor = "tv-02"
        sheet = await writing(app, pilot)
        await press(pilot, *"Good.")
        sheet.action_keep()
        while sheet._waited < WAITS - 3 + waits:
            await asyncio.sleep(0)
        sheet.action_keep()
        await closed(app, pilot)
        await pilot.pause(0.1)
        assert texts(app.session) == ["Good."]
    assert app.crash == ""


async def test_a_paste_goes_in_once(tmp_path: Path) -> None:
    """What is pasted where one writes is written once, before and after the field has the focus."""
    async with opened(tmp_path, REAL, "1-2") as (app, pilot):
        app.cursor = "tv-02"
        await press(pilot, "r")
        assert isinstance(app.screen, RemarkSheet)
        area = app.screen.query(TextArea).first()
        app.screen.set_focus(None)
        app.post_message(Paste("Early. "))
        await pilot.pause()
        app.screen.set_focus(area)
        await pilot.pause()
        app.post_message(Paste("Late.\n" * 10))
        await pilot.pause()
        assert area.text == "Early. " + "Late.\n" * 10


async def test_leaving_while_a_note_opens(tmp_path: Path) -> None:
    """A page that comes up just as the program ends is no reason to crash."""
    for turns in range(12):
        async with opened(tmp_path / f"{turns}", REAL, "1") as (app, pilot):
            app.push_screen(NoteSheet(REAL.notes[:1]))
            for _ in range(turns):
                await asyncio.sleep(0)
            app.exit()
            await pilot.pause()
        assert app.crash == ""


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_leaving_right_behind_a_mark_that_brings_a_note(tmp_path: Path, key: str) -> None:
    """Who marks and leaves in one breath has left; the note comes again next time."""
    async with opened(tmp_path, REAL, "1") as (app, pilot):
        await press(pilot, "space")
        assert isinstance(app.screen, NoteSheet)
        quick = Key(key, None)
        quick.time = app._pressed + UNSEEN / 2
        app.post_message(quick)
        await pilot.pause()
        assert app._exit
        assert "eiji" in {note.id for note in app.session.view.due}


async def test_a_note_that_was_seen_is_closed_by_the_same_key(tmp_path: Path) -> None:
    """Later the key is meant for the page, and the program stays open."""
    async with opened(tmp_path, REAL, "1") as (app, pilot):
        await press(pilot, "space")
        assert isinstance(app.screen, NoteSheet)
        late = Key("q", "q")
        late.time += UNSEEN
        app.post_message(late)
        await pilot.pause()
        assert not app._exit
        assert len(app.screen_stack) == 1


async def test_a_watched_entry_is_not_stopped(tmp_path: Path) -> None:
    """`t` on a watched entry says what to do, and asks nothing."""
    async with opened(tmp_path, REAL, "1-2") as (app, pilot):
        await press(pilot, "g", "t")
        assert app.query_one(Prompt).question is None
        assert "Episode 1 is watched; clear it first" in text(app)
        assert app.session.view.progress.state(ONE) is State.WATCHED


CONFLICT = "progress.sync-conflict-20261122-201300-ABCDEFG.json"


def older(file: Path) -> None:
    """An old version of the file is put back."""
    journal = session(file.parent, REAL).journal
    first = dict(sorted(journal.events.items())[:2])
    file.write_bytes(Writer().written(journal._replace(events=first)))


def beside(file: Path) -> None:
    """A sync program left a copy beside it, with what nobody here knows."""
    other = session(file.parent / "other", REAL)
    other.watched(entries(REAL, "30"))
    other.save()
    (file.parent / CONFLICT).write_bytes((file.parent / "other/progress.json").read_bytes())


def alone(file: Path) -> None:
    """The file is gone, and only the copy is left, as after rclone."""
    beside(file)
    file.unlink()


@pytest.mark.parametrize("harm", [older, beside, alone])
async def test_an_older_file_is_settled_as_the_interface_opens(
    tmp_path: Path, harm: object
) -> None:
    """Row 45: with no key touched the file holds all that is known, and no copy is left."""
    sitting = session(tmp_path, REAL)
    sitting.tell(seen=False)
    sitting.read(REAL.notes)
    sitting.watched(entries(REAL, "1-5"))
    sitting.save()
    file = tmp_path / "progress.json"
    assert callable(harm)
    harm(file)
    app = LayznerApp(session(tmp_path, REAL))
    known = app.session.journal
    async with app.run_test(size=(120, 36)) as pilot:
        for _ in range(500):
            await pilot.pause()
            if not app.session.unsettled:
                break
    assert session(tmp_path, REAL).journal == known
    assert len(known.events) > len(sitting.journal.events) or harm is older
    assert file.read_bytes() == Writer().written(known)
    assert not (tmp_path / CONFLICT).exists()


def torn(file: Path) -> None:
    """Cut short."""
    file.write_bytes(file.read_bytes()[:-30])


def gone(file: Path) -> None:
    """Deleted."""
    file.unlink()


@pytest.mark.parametrize("harm", [torn, gone])
async def test_what_is_damaged_or_gone_waits_for_a_mark(tmp_path: Path, harm: object) -> None:
    """Row 45: opening the interface on it writes nothing."""
    sitting = session(tmp_path, REAL)
    sitting.tell(seen=False)
    sitting.read(REAL.notes)
    sitting.watched(entries(REAL, "1-5"))
    sitting.save()
    assert callable(harm)
    harm(tmp_path / "progress.json")
    before = contents(tmp_path)
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, "5 of 40")
        await pilot.pause()
    assert contents(tmp_path) == before


def another(directory: Path, *watched: str) -> Session:
    """What another machine or window marks."""
    other = session(directory, REAL)
    other.watched(entries(REAL, *watched))
    other.save()
    return other


async def test_what_comes_from_elsewhere_is_said_once(tmp_path: Path) -> None:
    """What another machine marked is said in the foot, and not again; one's own marks are not."""
    async with opened(tmp_path, REAL, "1-5") as (app, pilot):
        app.session.save()
        other = another(tmp_path, "7-9")
        app._look_elsewhere()
        await until(pilot, "3 marks from elsewhere")
        await press(pilot, "j")
        app.say("")
        app.writer.kick()
        await press(pilot, "space")
        await saved(pilot)
        assert "from elsewhere" not in text(app)
        other.save()
        other.clear(entries(REAL, "7-8"))
        other.watched(entries(REAL, "11"))
        other.save()
        app._look_elsewhere()
        await until(pilot, "1 mark from elsewhere, 2 taken back")


async def test_who_comes_back_to_the_window_sees_at_once_what_another_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The focus is a reason to look; the next look in turn is not waited for."""
    monkeypatch.setattr("tracker.tui.app.POLL", 3600.0)
    async with opened(tmp_path, REAL, "1-5") as (app, pilot):
        app.session.save()
        another(tmp_path, "7-9")
        app.post_message(AppFocus())
        await until(pilot, "3 marks from elsewhere")


async def test_what_a_copy_brings_at_the_start_is_said(tmp_path: Path) -> None:
    """What lay beside the file as the interface opened is said as it is joined."""
    sitting = session(tmp_path, REAL)
    sitting.tell(seen=False)
    sitting.read(REAL.notes)
    sitting.watched(entries(REAL, "1-5"))
    sitting.save()
    beside(tmp_path / "progress.json")
    async with opened_on(session(tmp_path, REAL)) as pilot:
        await until(pilot, "1 mark from elsewhere")
        assert not (tmp_path / CONFLICT).exists()


@asynccontextmanager
async def opened_on(sitting: Session) -> AsyncIterator[Walk]:
    """The interface on a session."""
    async with LayznerApp(sitting).run_test(size=(120, 36)) as pilot:
        yield pilot


async def test_an_open_interface_follows_the_move(tmp_path: Path) -> None:
    """Moved and marked meanwhile: it shows all, and saves where the link leads."""
    here, there = (Machine(tmp_path / name, tmp_path / "Sync") for name in ("here", "there"))
    there.mark("7")
    there.move()
    sitting = here.sitting()
    sitting.tell(seen=False)
    sitting.read(REAL.notes)
    sitting.watched(entries(REAL, "1-5"))
    sitting.save()
    async with opened_on(sitting) as pilot:
        here.move()
        assert isinstance(pilot.app, LayznerApp)
        pilot.app._look_elsewhere()
        await until(pilot, "1 mark from elsewhere")
        await press(pilot, "space")
        await saved(pilot)
    assert here.file.is_symlink()
    assert {"tv-06", "tv-07"} <= marks(whole(here.target.read_bytes()))
    assert there.watched >= {"tv-06", "tv-07"}


async def test_other_viewers_are_of_no_interest(tmp_path: Path) -> None:
    """What somebody else marks in the same file is not said."""
    async with opened(tmp_path, REAL, "1-5") as (app, _):
        app.session.save()
        anna = session(tmp_path, REAL)
        anna.switch("Anna")
        anna.watched(entries(REAL, "1-3"))
        anna.save()
        app.session.save()
        assert bring.came(app.session) == ""
        assert len(app.session.profiles()) == 2

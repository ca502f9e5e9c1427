"""Import and export in the interface: a file, a page with the plan, and a key that does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.samples import TV, TV_TIME, mal, play, trakt
from tests.support import REAL, entries, session
from tests.tui.screen import opened, press, saved, text, until
from tracker.tui.app import LayznerApp
from tracker.tui.lines import Prompt
from tracker.tui.welcome import Welcome


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a test are named as they are where it runs."""
    monkeypatch.chdir(tmp_path)


def named(path: Path) -> str:
    """The keys that type the name of a file."""
    return path.name


async def test_import_from_the_palette(tmp_path: Path) -> None:
    """The plan comes first; leaving it changes nothing, space takes it in, and u takes it back."""
    file = tmp_path / "list"
    file.write_bytes(mal({"mal": TV, "n": 9, "start_date": "2025-12-28"}))
    async with opened(tmp_path) as (app, pilot):
        for key, watched in (("escape", 0), ("space", 9)):
            await press(pilot, "ctrl+p", *"import", "down", "enter")
            await until(pilot, "MyAnimeList, AniList, Trakt")
            await press(pilot, *named(file), "enter")
            await until(pilot, "list: 9 new marks in pass 1")
            assert "MAL 3079: 9 watched is taken as episodes 1–9" in text(app)
            assert "space import it · esc leave it" in text(app)
            await press(pilot, key)
            await pilot.pause()
            assert app.session.view.progress.tally.watched == watched
        await until(pilot, "Imported 9 new marks in pass 1")
        assert len(app.screen_stack) == 1, "no note opens by itself"
        assert app.cursor == "tv-10"
        await saved(pilot)
        await press(pilot, "u")
        await until(pilot, "Undone: the import of 9 events from mal")
        assert app.session.view.progress.tally.watched == 0


async def test_import_that_cannot_be(tmp_path: Path) -> None:
    """What cannot be read is said below the question, which stays; nothing new has no key."""
    other, known = tmp_path / "other", tmp_path / "known"
    other.write_bytes(TV_TIME)
    known.write_bytes(trakt(play(1, None)))
    async with opened(tmp_path, REAL, "1") as (app, pilot):
        app.action_open("import")
        await press(pilot, "enter", *named(tmp_path / "gone"), "enter")
        assert "No such file or directory" in text(app)
        await press(pilot, "ctrl+u", *named(other), "enter")
        hint = app.query_one(Prompt).hint
        assert "the format is not known; layzner reads layzner's own CSV" in hint
        await press(pilot, "ctrl+u", *named(known), "enter")
        await until(pilot, "known: nothing new")
        assert "import it" not in text(app)
        before = app.session.journal
        await press(pilot, "space")
        assert app.session.journal is before


async def test_a_progress_file_is_joined(tmp_path: Path) -> None:
    """A progress file is joined, with its own preview."""
    there = session(tmp_path / "there", REAL)
    there.watched(entries(REAL, "5-6"))
    there.save()
    other = (tmp_path / "there/progress.json").rename(tmp_path / "other")
    async with opened(tmp_path, REAL, "1") as (app, pilot):
        await saved(pilot)
        app.action_open("import")
        await press(pilot, *named(other), "enter")
        await until(pilot, "other: brings 2 marks")
        await press(pilot, "space")
        await until(pilot, "Joined: brings 2 marks")
        assert app.session.view.progress.tally.watched == 3


async def test_export_from_the_palette(tmp_path: Path) -> None:
    """The page says what is lost, and what it writes over; a name must say its format."""
    async with opened(tmp_path, REAL, "1-37") as (app, pilot):
        await press(pilot, "ctrl+p", *"export", "down", "enter")
        await until(pilot, "for MyAnimeList")
        file = tmp_path / "list.xml"
        await press(pilot, *named(tmp_path / "list"), "enter")
        assert "Say which format" in text(app)
        await press(pilot, *".xml", "enter")
        await until(pilot, "list.xml: 2 works for MyAnimeList")
        assert "Episodes stay Watching at 37 of 38" in text(app)
        assert not file.exists()
        await press(pilot, "space")
        await until(pilot, "Wrote 2 works for MyAnimeList")
        assert file.read_bytes().startswith(b"<?xml")
        app.action_open("export")
        await press(pilot, *named(file), "enter")
        await until(pilot, "Overwrites")
        await press(pilot, "escape")


async def test_a_first_start_with_a_history_elsewhere(tmp_path: Path) -> None:
    """The third answer of the first start asks for the file; what it brings answers the others."""
    file = tmp_path / "list"
    file.write_bytes(mal({"mal": TV, "n": 3}))
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(80, 24)) as pilot:
        assert isinstance(app.screen, Welcome)
        await press(pilot, "down", "down", "down")
        assert "(•) Some or all, and another program knows" in text(app)
        await press(pilot, "enter")
        await until(pilot, "Import")
        await press(pilot, *named(file), "enter")
        await until(pilot, "3 new marks")
        await press(pilot, "space")
        await until(pilot, "Imported 3 new marks")
        await saved(pilot)
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(80, 24)):
        assert not isinstance(app.screen, Welcome)

"""The whole walk on the real guide, with space alone, over several evenings."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import REAL, SMALL, Clock, session
from tests.tui.screen import Walk, lines, press, text, words_in
from tracker.domain.guide import Note
from tracker.domain.progress import Progress
from tracker.domain.words import MONTHS, WEEKDAYS
from tracker.session.sitting import Session
from tracker.tui.app import LayznerApp
from tracker.tui.finish import FinishPage
from tracker.tui.help import HelpPage
from tracker.tui.sheets import NoteSheet
from tracker.tui.welcome import Welcome

SIZE = (120, 36)


class Watcher:
    """Looks at every screen of a walk: which notes are told, and what is given away."""

    def __init__(self, vocabulary: set[str]) -> None:
        self.told: list[str] = []
        self.finished = 0
        self._vocabulary = vocabulary
        self._open: tuple[object, str] | None = None

    def look(self, app: LayznerApp) -> None:
        """Look at the screen once."""
        progress = app.session.view.progress
        if isinstance(app.screen, NoteSheet):
            note = app.screen.note
            if self._open != (app.screen, note.id):
                self._open = (app.screen, note.id)
                self.told.append(note.id)
                assert note.title in text(app)
                self._is_at_its_anchor(note, progress)
        self.finished += isinstance(app.screen, FinishPage)
        # What a page cuts off is no word.
        shown = words_in(re.sub(r"\w*│\w*", " ", text(app)))
        given_away = shown & (hidden_words(app.session) - self._vocabulary)
        assert not given_away, f"at {progress.next_up}: {given_away}"

    @staticmethod
    def _is_at_its_anchor(note: Note, progress: Progress) -> None:
        here = progress.next_up if note.side == "before" else progress.latest
        assert note.entry == here, note.id


def hidden_words(sitting: Session) -> set[str]:
    """Every word that only later titles, arcs and notes of the real guide hold."""
    view = sitting.view
    progress, place = view.progress, REAL.place
    up = place[progress.next_up] if progress.next_up else len(REAL.entries)
    known = " ".join(
        f"{entry.title} {entry.title_ja} {entry.romaji} {entry.other_titles} {entry.arc}"
        f" {entry.reason}"
        for entry in REAL.entries[: up + 1]
        if entry.id != progress.next_up
    )
    if up < len(REAL.entries):
        following = REAL.entries[up]
        known += f" {following.title} {following.title_ja} {following.romaji}"
        known += f" {following.other_titles}"
    reasons = " ".join(entry.reason or "" for entry in REAL.entries)
    come = [
        note
        for note in REAL.notes
        if note.audience == "all"
        and (place[note.entry] < up or (place[note.entry] == up and note.side == "before"))
    ]
    known += " ".join(f" {note.title} {note.text}" for note in come)
    later = " ".join(
        f"{entry.title} {entry.title_ja} {entry.romaji} {entry.arc}" for entry in REAL.entries[up:]
    )
    later += " ".join(
        f" {note.title} {note.text} {note.rewatch}" for note in REAL.notes if note not in come
    )
    return words_in(later) - words_in(f"{known} {reasons} {REAL.title} {REAL.title_ja} None")


@pytest.fixture
async def vocabulary(tmp_path: Path) -> set[str]:
    """The words of the interface itself, read off a walk through a guide of other words."""
    seen: set[str] = set()
    clock = Clock()
    app = LayznerApp(session(tmp_path / "other", SMALL, clock))
    async with app.run_test(size=SIZE) as pilot:
        seen |= words_in(text(app))
        await press(pilot, "escape", "question_mark")
        seen |= words_in(text(app))
        await press(pilot, "escape", "t", "1", "enter")
        for _ in range(14):
            clock.now += timedelta(days=1)
            await press(pilot, "space")
            seen |= words_in(text(app))
        assert app.session.view.progress.next_up is None
    return (
        seen
        | {*WEEKDAYS, *MONTHS}
        | {entry.name.split()[-1] for entry in REAL.entries}
        | {"Part", "three", "acts"}
    )


async def walk_until(pilot: Walk, watcher: Watcher, there: Callable[[Progress], bool]) -> None:
    """Press space until the walk is there and every note of the moment is closed."""
    app = pilot.app
    assert isinstance(app, LayznerApp)
    watcher.look(app)
    for _ in range(80):
        if there(app.session.view.progress) and len(app.screen_stack) == 1:
            return
        await press(pilot, "space")
        watcher.look(app)
    pytest.fail("space alone does not lead there")


@pytest.mark.slow
async def test_space_alone_leads_through_the_whole_order(
    tmp_path: Path, vocabulary: set[str]
) -> None:
    """37 episodes and three acts, five sittings: every note once, at its anchor; no spoiler."""
    watcher, clock = Watcher(vocabulary), Clock()

    def arrived_at(entry: str | None) -> Callable[[Progress], bool]:
        return lambda progress: progress.next_up == entry

    # In the middle of an episode.
    app = LayznerApp(session(tmp_path, REAL, clock))
    async with app.run_test(size=SIZE) as pilot:
        assert isinstance(app.screen, Welcome)
        watcher.look(app)
        await press(pilot, "enter")
        await walk_until(pilot, watcher, arrived_at("tv-15"))
        await press(pilot, "t", *"13:42", "enter")
        watcher.look(app)
        await press(pilot, "q")

    # At the time skip, before 38 and between the acts.
    for last_time, entry in (
        ("Last time: yesterday, episodes 1–14; stopped at 13:42 of 15", "tv-26"),
        ("Last time: yesterday, episodes 15–25", "ova-1"),
        ("Last time: yesterday, episodes 26–37", "ova-2"),
    ):
        clock.now += timedelta(days=1)
        app = LayznerApp(session(tmp_path, REAL, clock))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            assert app.cursor == app.session.view.progress.next_up
            assert lines(app)[-2] == f" {last_time}"
            await walk_until(pilot, watcher, arrived_at(entry))
            await press(pilot, "q")

    clock.now += timedelta(days=1)
    app = LayznerApp(session(tmp_path, REAL, clock))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert lines(app)[-2] == " Last time: yesterday, act I"
        await walk_until(pilot, watcher, arrived_at(None))

    # At the end.
    app = LayznerApp(session(tmp_path, REAL, clock))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert len(app.screen_stack) == 1, "nothing is told again"
        assert "Pass 1 · 40 of 40 · 17 h 36" in text(app)
        watcher.look(app)

    everything = [note.id for note in REAL.notes if note.audience == "all"]
    assert watcher.told == everything
    assert watcher.finished == 1
    marks = app.session.view.progress.marks
    assert list(marks) == [marked.id for marked in REAL.entries if marked.id != "tv-38"]


async def test_words_given_away_are_noticed(tmp_path: Path, vocabulary: set[str]) -> None:
    """The look at each screen finds a later title: it is not blind."""
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=SIZE):
        for word in ("Fouron", "Grados", "Cain", "heaters", "1999", "V-MAX"):
            assert word in hidden_words(app.session) - vocabulary


@pytest.mark.parametrize("entry", ["tv-01", "tv-13", "tv-26", "tv-37", "ova-1", "ova-2"])
async def test_list_names_no_later_title(tmp_path: Path, entry: str) -> None:
    """Wherever the walk is, later entries stand in the list without their titles."""
    sitting = session(tmp_path, REAL)
    place = REAL.place[entry]
    sitting.watched([earlier for earlier in REAL.entries[:place] if earlier.advice != "skip"])
    app = LayznerApp(sitting)
    async with app.run_test(size=(120, 60)) as pilot:
        while len(app.screen_stack) > 1:
            await press(pilot, "escape")
        rows = {line[:56].rstrip() for line in lines(app)}
        for later in REAL.entries[place + 1 :]:
            assert any(f"{later.label:>3}  {later.name}" in row for row in rows)


async def test_a_note_that_was_not_closed_opens_again(tmp_path: Path) -> None:
    """A window that goes away while a note is open does not swallow the note."""
    sitting = session(tmp_path, REAL)
    sitting.watched(REAL.entries[:25])
    sitting.save()
    for _ in range(2):
        app = LayznerApp(session(tmp_path, REAL))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, NoteSheet)
            assert [note.id for note in app.screen.notes] == ["part-one-ends", "time-skip"]


async def test_escape_does_not_pass_over_what_nobody_may_miss(tmp_path: Path) -> None:
    """Escape closes the notes of the moment, but the time skip is told all the same."""
    sitting = session(tmp_path, REAL)
    sitting.watched(REAL.entries[:25])
    app = LayznerApp(sitting)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "escape")
        assert "The story now jumps three years" in text(app)
        assert "▶  26" not in text(app), "it fills the screen"
        await press(pilot, "escape")
        assert len(app.screen_stack) == 1


async def test_undo_over_a_note_does_not_tell_it_again(tmp_path: Path) -> None:
    """A note is told once a pass, however often its moment comes."""
    sitting = session(tmp_path, REAL)
    sitting.watched(REAL.entries[:2])
    app = LayznerApp(sitting)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "escape", "space", "escape", "u", "space")
        assert app.session.view.progress.next_up == "tv-04"
        assert len(app.screen_stack) == 1


async def test_help_is_a_key_away(tmp_path: Path) -> None:
    """The question mark shows every key, and goes away again."""
    app = LayznerApp(session(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "escape", "escape", "question_mark")
        assert isinstance(app.screen, HelpPage)
        await press(pilot, "question_mark")
        assert len(app.screen_stack) == 1

"""The commands of the palette: every key, and the care for the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tracker.domain import words
from tracker.domain.guide import Note
from tracker.session import care
from tracker.storage.copies import Copy
from tracker.storage.files import StoreError
from tracker.tui.keys import KEYS, of_place
from tracker.tui.sheets import ChoiceSheet, DoctorSheet, NoteSheet

if TYPE_CHECKING:
    from tracker.tui.walk import Walk


class Commands(Provider):
    """The palette's commands. Their names are data: Textual's own provider reads them as markup."""

    async def discover(self) -> Hits:
        """Every command, before anything is typed."""
        offered = sorted(self.app.get_system_commands(self.screen), key=lambda row: row.title)
        for name, about, run, is_offered in offered:
            if not is_offered:
                continue
            yield DiscoveryHit(Content(name), run, text=name, help=Content(about))  # type: ignore[arg-type]  # Content serves

    async def search(self, query: str) -> Hits:
        """The commands that match, with the letters that do."""
        matcher = self.matcher(query)
        for name, about, run, _ in self.app.get_system_commands(self.screen):
            score, offsets = matcher.fuzzy_search.match(query, name)
            if score > 0:
                display = Content(name)
                for at in offsets:
                    display = display.stylize(matcher.match_style, at, at + 1)
                yield Hit(score, display, run, text=name, help=Content(about))  # type: ignore[arg-type]  # Content serves


_MOVES = ("palette", "up", "down", "page_up", "page_down")


def commands(walk: Walk) -> Iterator[SystemCommand]:
    """Every command, with its description."""
    for key in of_place(KEYS, walk.keys):
        if key.id not in _MOVES:
            run = partial(walk.run_action, key.action)
            yield SystemCommand(words.upper(key.description), key.tooltip, run)
    yield from _places(walk)
    for theme in sorted(walk.available_themes):
        yield SystemCommand(f"Theme: {theme}", "Change the colours", partial(_paint, walk, theme))
    yield SystemCommand("Doctor", "Check the file and its copies", partial(_check, walk))
    for name in walk.session.profiles():
        if name != walk.session.who:
            called = words.clean(name) or "yours"
            yield SystemCommand(
                f"Profile: {called}", "Go on as this viewer", partial(walk.switch, name)
            )
    yield SystemCommand(
        "New profile", "Another viewer in the same file", partial(walk.action_open, "profile")
    )
    yield SystemCommand(
        "Folder of your files", "Where mpv finds what it plays", partial(walk.action_open, "folder")
    )
    for copy in walk.session.store.copies.all():
        name, line = words.clean(copy.name), " ".join(care.copy_line(walk.session, copy).split())
        yield SystemCommand(f"Restore {name}", f"Join it back: {line}", partial(_join, walk, copy))
        yield SystemCommand(
            f"Go back to {name}", f"Lose what came later: {line}", partial(_go_back, walk, copy)
        )


def _places(walk: Walk) -> Iterator[SystemCommand]:
    """Every entry and every note read, as far as they may be shown."""
    guide = walk.session.view.guide
    for entry in guide.entries:
        title = f"{entry.name} · {entry.title}" if entry.title else entry.name
        yield SystemCommand(title, "Go there", partial(walk.go, entry.id), discover=False)
    for note in guide.notes:
        where = f"Read the note {note.side} {words.lower(guide.entry(note.entry).name)}"
        yield SystemCommand(
            f"Note: {note.title}", where, partial(_read, walk, note), discover=False
        )


def _read(walk: Walk, note: Note) -> None:
    """Show a note once more."""
    walk.push_screen(NoteSheet([note]), lambda _: walk.read([note]))


def _paint(walk: Walk, theme: str) -> None:
    """Change the colours."""
    walk.theme = theme


def _check(walk: Walk) -> None:
    """Show the state of the file."""
    try:
        report = care.report(walk.session, walk.session.store.examine())
    except StoreError as error:
        report = (words.clean(str(error)),)
    walk.push_screen(DoctorSheet(report))


def _join(walk: Walk, copy: Copy) -> None:
    """Join a copy back."""
    walk.did(care.restore(walk.session, copy), walk.cursor)


def _go_back(walk: Walk, copy: Copy) -> None:
    """Go back to a copy, after saying what that loses."""

    def answered(key: str | None) -> None:
        if key == "y":
            done = care.go_back(walk.session, copy)
            walk.did(done, walk.session.view.progress.next_up or walk.cursor)

    lost = care.lost_by(walk.session, copy)
    walk.push_screen(ChoiceSheet(f"Going back loses {lost}. Go back?", {"y": "go back"}), answered)

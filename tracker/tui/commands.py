"""The commands of the palette: every key, and the care for the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from tracker import care
from tracker.domain import words
from tracker.storage.copies import Copy
from tracker.storage.files import StoreError
from tracker.tui.keys import KEYS
from tracker.tui.sheets import ConfirmSheet, DoctorSheet

if TYPE_CHECKING:
    from tracker.tui.app import LayznerApp

_MOVES = ("palette", "up", "down", "page_up", "page_down")


def commands(app: LayznerApp) -> Iterator[SystemCommand]:
    """Every command, with its description."""
    for key in KEYS:
        if key.id not in _MOVES:
            run = partial(app.run_action, key.action)
            yield SystemCommand(words.upper(key.description), key.tooltip, run)
    yield SystemCommand("Theme", "Change the colours", app.action_change_theme)
    yield SystemCommand("Doctor", "Check the file and its copies", partial(_check, app))
    for copy in app.session.store.copies.all():
        name, line = words.clean(copy.name), " ".join(care.copy_line(app.session, copy).split())
        yield SystemCommand(f"Restore {name}", f"Join it back: {line}", partial(_join, app, copy))
        yield SystemCommand(
            f"Go back to {name}", f"Lose what came later: {line}", partial(_go_back, app, copy)
        )


def _check(app: LayznerApp) -> None:
    """Show the state of the file."""
    try:
        report = care.report(app.session, app.session.store.examine())
    except StoreError as error:
        report = (words.clean(str(error)),)
    app.push_screen(DoctorSheet(report))


def _join(app: LayznerApp, copy: Copy) -> None:
    """Join a copy back."""
    app.did(care.restore(app.session, copy), app.cursor)


def _go_back(app: LayznerApp, copy: Copy) -> None:
    """Go back to a copy, after saying what that loses."""

    def answered(yes: bool | None) -> None:  # noqa: FBT001  # Textual's signature
        if not yes:
            return
        try:
            done = care.go_back(app.session, copy)
        except StoreError as error:
            app.say(words.clean(str(error)), wrong=True)
        else:
            app.did(done, app.session.view.progress.next_up or app.cursor)

    lost = care.lost_by(app.session, copy)
    app.push_screen(ConfirmSheet(f"Going back loses {lost}. Go back?"), answered)

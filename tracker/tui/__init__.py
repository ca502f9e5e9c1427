"""The interface in the terminal. The only place that imports Textual."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from tracker.domain.words import clean
from tracker.storage.places import remove_old_cache
from tracker.storage.settings import Settings, load, remember_theme
from tracker.tui.early import Inks, is_fit

if TYPE_CHECKING:
    from tracker.domain.union import Json
    from tracker.session.sitting import Session
    from tracker.tui.terminal import Terminal


def run(
    session: Session,
    settings_file: str | None = None,
    *,
    plain: bool = False,
    terminal: Terminal | None = None,
) -> int:
    """Open the interface, and return the exit code when the viewer leaves.

    ``plain`` draws without boxes and signs, whatever the settings say; ``terminal`` is given back
    as it was by whoever has it. However it is left, what is not saved yet is saved before this
    returns; raises `StoreError` if that fails.
    """
    settings = load(settings_file) if settings_file else Settings()
    if plain:
        settings = settings._replace(ascii=True)
    inks = Inks(settings, os.environ)
    if terminal is not None and is_fit(session, settings, os.environ):
        terminal.paint(inks.frame(session, os.get_terminal_size()))
    # The framework takes longer to load than all the rest to be done.
    from tracker.tui.app import LayznerApp  # noqa: PLC0415
    from tracker.tui.keys import COMMANDS  # noqa: PLC0415

    if terminal is not None:
        terminal.let_interrupt()
    # What was imported stays for good, and need not be gone through again.
    gc.freeze()

    def remember(theme: str) -> None:
        if settings_file:
            remember_theme(settings_file, theme, {name: key.key for name, key in COMMANDS.items()})

    app = LayznerApp(session, settings, remember)
    app.terminal = terminal

    def keep(found: Json) -> None:
        if app.theme == settings.theme:
            inks.keep(found)

    app.keep_inks = None if inks.are_known else keep
    try:
        app.run()
    finally:
        app.writer.close()
        app.leave()
        remove_old_cache()
    if app.crash:
        sys.stderr.write(_crashed(session.store.copies.log(app.crash, session.now())))
    return app.return_code or 0


def _crashed(log: str) -> str:
    return (
        "layzner: something went wrong in the program, and it had to end. All marks are saved.\n"
        f"layzner: what happened is in {clean(log)}\n"
    )

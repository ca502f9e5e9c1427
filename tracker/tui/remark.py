"""Where the viewer writes: a field over the walk, or an editor of the viewer's own."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key, Paste
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tracker.domain import asked
from tracker.domain.guide import Entry
from tracker.domain.words import clean, upper
from tracker.tui.frame import key_names, key_of
from tracker.tui.keys import REMARK_KEYS

WAIT, WAITS = 0.05, 20
"""Seconds, and how often, that closing waits for a field that has no focus yet."""
EDITORS = ("nano", "vim", "vi", "notepad")
"""Tried in turn where neither VISUAL nor EDITOR says anything."""


class Words(TextArea):
    """The field that is written in."""

    def on_paste(self, event: Paste) -> None:
        """The field takes what is pasted itself; the sheet need not hear of it too."""
        event.stop()


class RemarkSheet(ModalScreen[str]):
    """A field for the viewer's words on an entry. What is written is kept, however it is left."""

    BINDINGS = [replace(key, priority=True) for key in REMARK_KEYS]

    def __init__(self, entry: Entry, text: str, record: Callable[[str], object]) -> None:
        super().__init__()
        self.record = record
        """Keeps the words, where the program is left before the sheet is closed."""
        self._entry = entry
        self._waited = 0
        self._ending = False
        """The viewer has written to the end: another key that says so says nothing new."""
        self._area = Words(text, soft_wrap=True, show_line_numbers=False, id="words")
        self._turn = Static(id="turn")

    def compose(self) -> ComposeResult:
        """What it is about, the field, the keys."""
        with Vertical(id="sheet"):
            yield Static(Content(f"What you think of {self._entry.in_sentence}"), id="about")
            yield self._area
            self._turn.update(Content(self._keys()))
            yield self._turn

    def _keys(self) -> str:
        keep, undo = key_of(self, "remark_keep"), key_of(self, "undo")
        return f"{keep} keep and close · {undo} takes it back later"

    def on_mount(self) -> None:
        """Go on at the end of what is written."""
        self._area.move_cursor(self._area.document.end)
        self.set_focus(self._area)

    def on_key(self, event: Key) -> None:
        """Take a key that came before the field had the focus."""
        self.take(event)

    def take(self, event: Key) -> None:
        """Write what was typed before there was a field that could take it itself."""
        if event.key == "enter":
            self._area.insert("\n")
        elif event.is_printable and event.character:
            self._area.insert(event.character)
        elif event.key in key_names(self, "remark_keep"):
            self.action_keep()
        event.stop()

    def on_paste(self, event: Paste) -> None:
        """The same for what is pasted."""
        self._area.insert(event.text)

    @property
    def written(self) -> str:
        """What stands there now."""
        return self._area.text

    def on_descendant_focus(self) -> None:
        """From now on the field takes all that is typed; a little is still under way."""
        self._waited = max(self._waited, WAITS - 3)

    def action_keep(self) -> None:
        """Close with what is written, unless it is too long."""
        if not self._ending:
            self._ending = True
            self._end()

    def _end(self) -> None:
        """Close, once what was typed before the field had the focus is in it too."""
        if self._waited < WAITS:
            self._waited += 1
            self.set_timer(WAIT, self._end)
            return
        try:
            self.dismiss(asked.remark(self._area.text))
        except asked.NotUnderstood as error:
            self._ending = False
            self._turn.update(Content(f"{upper(str(error))}\n{self._keys()}"))


class NotEdited(Exception):
    """The editor could not be used. The message is one line for the viewer."""


def edited(text: str) -> str | NotEdited:
    """The text as the viewer's editor left it, or why there is none. Never raises."""
    # ctrl+c is the editor's as long as it has the terminal.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return _edited(text)
    except NotEdited as error:
        return error
    except OSError as error:
        return NotEdited(f"the editor could not be used: {error.strerror}")
    finally:
        signal.signal(signal.SIGINT, before)


def _edited(text: str) -> str:
    """The same; raises `NotEdited` or OSError.

    What the editor had written when it failed, or what is too long, is kept in the file it names.
    """
    wanted, command = _editor()
    file, path = tempfile.mkstemp(prefix="layzner-", suffix=".txt")
    with open(file, "w", encoding="utf-8") as draft:
        draft.write(f"{text}\n" if text else "")
    try:
        code = subprocess.run([*command, path], check=False).returncode  # noqa: S603  # the viewer's own
    except OSError as error:
        os.unlink(path)
        raise NotEdited(f"{wanted} could not be used: {error.strerror}; set EDITOR") from error
    written = Path(path).read_text(encoding="utf-8", errors="replace").strip("\n")
    if code and written != text:
        raise NotEdited(f"{wanted} failed ({code}); what it wrote is kept in {path}")
    try:
        asked.remark(written)
    except asked.NotUnderstood as error:
        raise NotEdited(f"{error}; what you wrote is kept in {path}") from error
    os.unlink(path)
    if code:
        raise NotEdited(f"{wanted} failed ({code}); nothing was changed")
    return written


def _editor() -> tuple[str, list[str]]:
    """The viewer's editor as it was written, and as a command."""
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if wanted:
        try:
            command = shlex.split(wanted, posix=os.name == "posix")
        except ValueError as error:
            raise NotEdited(f"EDITOR, “{clean(wanted)}”, is not a command: {error}") from error
        if command:
            return f"“{clean(wanted)}”", command
    for name in EDITORS:
        if found := shutil.which(name):
            return name, [found]
    raise NotEdited("no editor was found; set EDITOR")

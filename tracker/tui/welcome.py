"""The first start: one screen, two questions, and it can be skipped."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, Key
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker.domain import asked, words
from tracker.domain.guide import Entry
from tracker.session.view import View
from tracker.tui.looks import look


class Answers(NamedTuple):
    """What the viewer said at the first start."""

    seen: bool
    up_to: Entry | None


class Welcome(ModalScreen[Answers | None]):
    """Asks whether it is the first time, and where to begin."""

    COMPONENT_CLASSES = {
        "welcome--title",
        "welcome--quiet",
        "welcome--chosen",
        "welcome--typed",
        "welcome--wrong",
    }
    CHOICES = ("First time: hide the titles to come", "Rewatch: show everything")

    seen: reactive[bool] = reactive(default=False)
    typed: reactive[str] = reactive("")
    wrong: reactive[str] = reactive("")

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view
        self._text = Static(id="text")

    def compose(self) -> ComposeResult:
        """One page."""
        self._text.update(self.text())
        with Vertical():
            yield self._text

    def on_key(self, event: Key) -> None:
        """Take the answers, both at once: up and down choose, digits are the number."""
        event.stop()
        if event.key in ("up", "k", "left"):
            self.seen = False
        elif event.key in ("down", "j", "right"):
            self.seen = True
        elif event.key in ("space", "tab"):
            self.seen = not self.seen
        elif event.key in ("backspace", "ctrl+h"):
            self.typed = self.typed[:-1]
        elif event.character and event.character.isdecimal() and len(self.typed) < 4:
            self.typed += event.character
        elif event.key == "enter":
            self._answer()
        elif event.key in ("escape", "q"):
            self.dismiss(None)
        elif event.key == "ctrl+c":
            self.app.exit()
        if event.key != "enter":
            self.wrong = ""
        self._text.update(self.text())

    def on_click(self, event: Click) -> None:
        """A click on an answer chooses it, one on the line of keys goes on."""
        lines = self.text().plain.splitlines()
        at = event.screen_y - self._text.region.y
        if event.screen_y == self._text.region.bottom - 1:
            self._answer()
        elif 0 <= at < len(lines) and lines[at].startswith("("):
            self.seen = lines[at].endswith(self.CHOICES[True])
        self._text.update(self.text())

    def text(self) -> Content:
        """Title, two questions, and how to answer them."""
        guide, tally = self._view.guide, self._view.progress.tally
        choices = [
            (f"({'•' if seen is self.seen else ' '}) {self.CHOICES[seen]}\n", seen is self.seen)
            for seen in (False, True)
        ]
        quiet, chosen = look(self, "welcome--quiet"), look(self, "welcome--chosen")
        return Content.assemble(
            (f"{guide.title}\n", look(self, "welcome--title")),
            (f"{guide.title_ja}\n" if guide.title_ja else "", quiet),
            f"\n{tally.total} to watch, {words.duration(tally.left)} in all.\n",
            "\nHave you seen it before?\n",
            *((text, chosen if now else quiet) for text, now in choices),
            "\nAlready under way? The number of the last one you watched:\n",
            (f" {self.typed or '–'} ", look(self, "welcome--typed")),
            (f"  {self.wrong}\n", look(self, "welcome--wrong")),
            ("\n↑ ↓ choose · digits · enter go on · esc skip", quiet),
        )

    def _answer(self) -> None:
        """Close with both answers, or say what is wrong with the second."""
        try:
            up_to = asked.entry(self._view.guide, self.typed) if self.typed else None
        except asked.NotUnderstood as error:
            self.wrong = words.upper(str(error))
        else:
            self.dismiss(Answers(self.seen, up_to))

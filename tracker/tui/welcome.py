"""The first start: one screen, two questions, and it can be skipped."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, Key, Paste
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker.domain import asked, words
from tracker.domain.find import Finder
from tracker.domain.guide import Entry
from tracker.session.view import View
from tracker.tui.looks import look

LONGEST = 24
"""Characters of what is typed."""
LOW = 18
"""Below so many rows only what is needed is shown."""


class Answers(NamedTuple):
    """What the viewer said at the first start."""

    seen: bool = False
    up_to: Entry | None = None
    """The last one watched."""
    elsewhere: bool = False
    """There is a history in another program: neither of the others is answered."""


class Welcome(ModalScreen[Answers]):
    """Asks whether it is the first time, and where to begin."""

    COMPONENT_CLASSES = {
        "welcome--title",
        "welcome--quiet",
        "welcome--chosen",
        "welcome--typed",
        "welcome--wrong",
    }
    CHOICES = (
        "No, the first time: hide the titles to come",
        "Yes, a rewatch: show all, the ending too",
        "Some or all, and another program knows: import it",
    )

    choice: reactive[int] = reactive(0)
    """Which of these."""
    typed: reactive[str] = reactive("")

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view
        self._finder = Finder(view.progress)
        self._text = Static(id="text")

    def compose(self) -> ComposeResult:
        """One page."""
        with Vertical():
            yield self._text

    def on_resize(self) -> None:
        """Show what there is room for."""
        self._text.update(self.text())

    def on_key(self, event: Key) -> None:
        """Take the answers, both at once: up and down choose, all else is typed."""
        event.stop()
        if event.key in ("up", "left"):
            self.choice = max(0, self.choice - 1)
        elif event.key in ("down", "right"):
            self.choice = min(len(self.CHOICES) - 1, self.choice + 1)
        elif event.key == "tab":
            self.choice = (self.choice + 1) % len(self.CHOICES)
        elif event.key in ("backspace", "ctrl+h"):
            self.typed = self.typed[:-1]
        elif event.key == "enter":
            self._answer()
        elif event.key == "escape":
            self.dismiss(Answers())
        elif event.key in ("ctrl+c", "ctrl+q"):
            self.app.exit()
        elif event.character and event.is_printable:
            self._type(event.character)
        self._text.update(self.text())

    def on_paste(self, event: Paste) -> None:
        """What is pasted is typed."""
        event.stop()
        self._type(words.clean(event.text))
        self._text.update(self.text())

    def on_click(self, event: Click) -> None:
        """A click on an answer chooses it, one on the line of keys goes on."""
        lines = self.text().plain.splitlines()
        at = event.screen_y - self._text.region.y
        if event.screen_y == self._text.region.bottom - 1:
            self._answer()
        elif 0 <= at < len(lines) and lines[at].startswith("("):
            self.choice = next(
                at_ for at_, said in enumerate(self.CHOICES) if lines[at].endswith(said)
            )
        self._text.update(self.text())

    def text(self) -> Content:
        """Title, two questions, and how to answer them."""
        guide, tally = self._view.guide, self._view.progress.tally
        is_low = self.app.size.height < LOW
        choices = [
            (f"({'•' if at == self.choice else ' '}) {said}\n", at == self.choice)
            for at, said in enumerate(self.CHOICES)
        ]
        quiet, chosen = look(self, "welcome--quiet"), look(self, "welcome--chosen")
        entry, wrong = self._understood()
        return Content.assemble(
            (f"{guide.title}\n", look(self, "welcome--title")),
            (f"{guide.title_ja}\n\n" if guide.title_ja and not is_low else "", quiet),
            f"{tally.total} to watch, {words.duration(tally.left)} in all.\n",
            "\nHave you seen it before?\n",
            *((text, chosen if now else quiet) for text, now in choices),
            "\nAlready under way? The last one you watched:\n",
            (f" {self.typed or '–'} ", look(self, "welcome--typed")),
            (f"  {words.line(entry)}" if entry else "", chosen),
            (f"  {wrong}" if wrong else "", look(self, "welcome--wrong")),
            ("\n" if is_low else "\n\n", quiet),
            ("↑ ↓ choose · type a number · enter go on · esc skip", quiet),
        )

    def _type(self, text: str) -> None:
        self.typed = (self.typed + text).lstrip()[:LONGEST]

    def _understood(self) -> tuple[Entry | None, str]:
        """The entry that is meant by what is typed, and why there is none."""
        try:
            found = self._finder.find(self.typed)
        except asked.NotUnderstood as error:
            return None, words.upper(str(error))
        if found or not self.typed:
            return next(iter(found), None), ""
        return None, "no match"

    def _answer(self) -> None:
        """Close with both answers, if the second is understood."""
        entry, wrong = self._understood()
        if self.choice == 2:
            self.dismiss(Answers(elsewhere=True))
        elif not wrong:
            self.dismiss(Answers(self.choice == 1, entry))

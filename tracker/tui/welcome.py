"""The first start: one screen, two questions, and it can be skipped."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from tracker.domain import asked, words
from tracker.domain.guide import Entry
from tracker.session import View


class Answers(NamedTuple):
    """What the viewer said at the first start."""

    seen: bool
    up_to: Entry | None


class Choice(Widget, can_focus=True):
    """First time or rewatch."""

    COMPONENT_CLASSES = {"choice--chosen"}
    BINDINGS = [
        Binding("up,k,f,left", "choose(False)", show=False),
        Binding("down,j,r,right", "choose(True)", show=False),
        Binding("enter,space", "screen.focus_next", show=False),
    ]
    ANSWERS = ("First time: hide the titles to come", "Rewatch: show everything")

    seen: reactive[bool] = reactive(default=False)

    def render(self) -> Content:
        """Both answers, one a line."""
        chosen = self.get_visual_style("choice--chosen", partial=True)
        lines = [
            Content.styled(f"(•) {text}", chosen)
            if self.seen is bool(at)
            else Content(f"( ) {text}")
            for at, text in enumerate(self.ANSWERS)
        ]
        return Content("\n").join(lines)

    def action_choose(self, seen: bool) -> None:  # noqa: FBT001  # an action's argument
        """Take an answer."""
        self.seen = seen


class Welcome(ModalScreen[Answers | None]):
    """Asks whether it is the first time, and where to begin."""

    BINDINGS = [
        Binding("escape", "skip", show=False),
        Binding("ctrl+c", "app.quit", show=False),
    ]

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view

    def compose(self) -> ComposeResult:
        """Title, two questions, and how to answer them."""
        guide, tally = self._view.guide, self._view.progress.tally
        with Vertical():
            yield Static(Content(guide.title), classes="title")
            yield Static(Content(guide.title_ja or ""), classes="quiet")
            yield Static(
                Content(f"\n{tally.total} to watch, {words.duration(tally.left)} in all.\n"),
            )
            yield Static("Have you seen it before?", markup=False, classes="question")
            yield Choice()
            yield Static(
                "\nAlready under way? Number of the last one you watched,\n"
                "or empty to begin at the beginning.",
                markup=False,
                classes="question",
            )
            field = Input(compact=True, placeholder="12")
            field.cursor_blink = False
            yield field
            yield Static("", markup=False, classes="hint")
            yield Static("enter go on · esc skip the questions", markup=False, id="turn")

    def on_mount(self) -> None:
        """Begin with the first question."""
        self.query_one(Choice).focus()

    def on_input_changed(self) -> None:
        """A wrong answer is forgotten once it is changed."""
        self.query_one(".hint", Static).update(Content())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take both answers, or say what is wrong with the second."""
        guide, text = self._view.guide, event.value.strip()
        try:
            up_to = asked.entry(guide, text) if text else None
        except asked.NotUnderstood as error:
            self.query_one(".hint", Static).update(Content(words.upper(str(error))))
            return
        self.dismiss(Answers(self.query_one(Choice).seen, up_to))

    def action_skip(self) -> None:
        """Answer neither."""
        self.dismiss(None)

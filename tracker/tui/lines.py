"""The lines at the foot: what was just done, a question, and the keys that matter."""

from __future__ import annotations

from typing import Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from tracker.tui.keys import KEYS, shown

Purpose = Literal["find", "stopped"]


class SayLine(Widget):
    """What was just done, or what went wrong."""

    said: reactive[str] = reactive("")

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say it until something else is said."""
        self.set_class(wrong, "-wrong")
        self.said = text

    def render(self) -> Content:
        """The words alone."""
        return Content(self.said)


class KeyLine(Widget):
    """The few keys that matter; a click is as good as the key."""

    COMPONENT_CLASSES = {"keys--key", "keys--what"}

    def render(self) -> Content:
        """As many keys as fit; help and quit always come first."""
        key, what = (
            self.get_visual_style("keys--key", partial=True),
            self.get_visual_style("keys--what", partial=True),
        )
        parts: list[Content] = []
        for binding in fitting(self.size.width):
            parts.append(Content.assemble((shown(binding), key), (f" {binding.description}", what)))
        return Content("  ").join(parts)

    async def on_click(self, event: Click) -> None:
        """Do what the key would."""
        at = 0
        for binding in fitting(self.size.width):
            at += _width(binding)
            if event.x < at:
                await self.app.run_action(binding.action)
                return


def fitting(width: int) -> list[Binding]:
    """The keys of the line that fit into so many cells, in their order."""
    wanted = [binding for binding in KEYS if binding.show]
    kept: list[Binding] = []
    for binding in sorted(wanted, key=lambda binding: binding.id not in ("help", "quit")):
        width -= _width(binding)
        if width >= -2:
            kept.append(binding)
    return [binding for binding in wanted if binding in kept]


def _width(binding: Binding) -> int:
    return len(shown(binding)) + len(binding.description) + 3


class Prompt(Horizontal):
    """A question in one line."""

    BINDINGS = [
        Binding("escape", "leave", show=False),
        Binding("down", "other(1)", show=False),
        Binding("up", "other(-1)", show=False),
    ]

    class Typed(Message):
        """The viewer changed what is in the field."""

        def __init__(self, purpose: Purpose, text: str) -> None:
            super().__init__()
            self.purpose, self.text = purpose, text

    class Entered(Typed):
        """The viewer pressed enter."""

    class Left(Message):
        """The viewer pressed escape."""

        def __init__(self, purpose: Purpose) -> None:
            super().__init__()
            self.purpose = purpose

    class Other(Message):
        """The viewer wants another match."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self, purpose: Purpose, question: str, text: str = "") -> None:
        super().__init__()
        self.purpose = purpose
        self._question, self._text = question, text

    def compose(self) -> ComposeResult:
        """Question, field, and room for an answer to what is typed."""
        yield Static(self._question, markup=False, classes="question")
        field = Input(self._text, compact=True, select_on_focus=False)
        field.cursor_blink = False
        yield field
        yield Static("", markup=False, classes="hint")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def hint(self, text: str) -> None:
        """Say something about what is typed."""
        self.query_one(".hint", Static).update(Content(text))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        self.post_message(self.Typed(self.purpose, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell that it is done."""
        event.stop()
        self.post_message(self.Entered(self.purpose, event.value))

    def action_leave(self) -> None:
        """Ask no more."""
        self.post_message(self.Left(self.purpose))

    def action_other(self, step: int) -> None:
        """Ask for another match."""
        self.post_message(self.Other(step))

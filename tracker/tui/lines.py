"""The lines at the foot: what was just done, a question, and the keys that matter."""

from __future__ import annotations

from typing import Literal

from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from tracker.tui.keys import KEYS, shown
from tracker.tui.looks import look

Purpose = Literal["find", "stopped"]
Taken = Literal["typed", "entered", "left", "next", "previous"]
"""What a key meant to a question."""


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
        key, what = look(self, "keys--key"), look(self, "keys--what")
        return Content("  ").join(
            Content.assemble((shown(binding), key), (f" {binding.description}", what))
            for binding in fitting(self.size.width)
        )

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


class Prompt(Widget):
    """
    A question in one line, and what is typed to answer it.

    It takes keys from the app one by one rather than having the focus: a focus follows some
    moments after the key that asked for it, and what is typed in these moments would be commands.
    """

    COMPONENT_CLASSES = {"prompt--question", "prompt--text", "prompt--cursor", "prompt--hint"}

    purpose: Purpose | None = None
    """What is asked, None while nothing is."""
    question: reactive[str] = reactive("")
    text: reactive[str] = reactive("")
    hint: reactive[str] = reactive("")
    """Something about what is typed."""

    def ask(self, purpose: Purpose, question: str, text: str = "") -> None:
        """Begin to ask."""
        self.purpose, self.question, self.text, self.hint = purpose, question, text, ""

    def take(self, key: str, character: str | None) -> Taken:
        """Take a key, and say what it meant."""
        if key in _MEANS:
            return _MEANS[key]
        if key in ("backspace", "ctrl+h"):
            self.text = self.text[:-1]
        elif key == "ctrl+w":
            self.text = " ".join(self.text.split(" ")[:-1])
        elif key == "ctrl+u":
            self.text = ""
        elif character and character.isprintable():
            self.text += character
        return "typed"

    def render(self) -> Content:
        """Question, text with its cursor, hint."""
        return Content.assemble(
            (f"{self.question} ", look(self, "prompt--question")),
            (self.text, look(self, "prompt--text")),
            (" ", look(self, "prompt--cursor")),
            (f"  {self.hint}", look(self, "prompt--hint")),
        )


_MEANS: dict[str, Taken] = {"enter": "entered", "escape": "left", "down": "next", "up": "previous"}

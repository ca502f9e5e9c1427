"""The lines at the foot: what was just done, a question, and the keys that matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tracker.drawing import Line, Run, cells
from tracker.drawing.cells import wrapped
from tracker.drawing.keys import Key, drawn, fitting
from tracker.session.view import View
from tracker.tui.keys import shown
from tracker.tui.looks import look

if TYPE_CHECKING:
    from tracker.tui.questions import Question


ANSWERS = tuple("0123456789-")
"""The keys that answer a question that takes one."""
MOST_HINTS = 3
"""Lines of a hint; what is said of a wrong answer is no longer at the least width."""


class SayLine(Widget):
    """What was just done, or what went wrong."""

    said: reactive[str] = reactive("")

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say it until something else is said."""
        self.set_class(wrong, "-wrong")
        before, self.said = self.said, text
        if self._height(before) != self._height(text):
            self.refresh(layout=True)

    @property
    def is_wrong(self) -> bool:
        """Whether it is something that went wrong."""
        return self.has_class("-wrong")

    def _height(self, text: str) -> int:
        return len(wrapped(text, max(1, self.content_size.width)))

    def render(self) -> Content:
        """The words alone."""
        return Content(self.said)


class KeyLine(Widget):
    """The few keys that matter; a click is as good as the key."""

    COMPONENT_CLASSES = {"keys--key", "keys--what"}

    def __init__(self, keys: Sequence[Binding]) -> None:
        super().__init__()
        self.keys = line_keys(keys)
        """Those that could stand there, as the viewer has them."""
        self._actions = {binding.id: binding.action for binding in keys}

    def render(self) -> Content:
        """As many keys as fit; help and quit always come first."""
        return Content.assemble(
            *(
                (text, look(self, f"keys--{name}"))
                for text, name in drawn(self.keys, self.size.width)
            )
        )

    async def on_click(self, event: Click) -> None:
        """Do what the key would."""
        at = 0
        for key in fitting(self.keys, self.size.width):
            at += key.width
            if event.x < at:
                await self.app.run_action(self._actions[key.name])
                return


def line_keys(keys: Iterable[Binding]) -> list[Key]:
    """The keys that could stand in the line at the foot."""
    return [
        Key(binding.id or "", shown(binding), binding.description)
        for binding in keys
        if binding.show
    ]


class TooSmall(Widget):
    """All there is room for in a very small window: what is next up."""

    view: reactive[View | None] = reactive(None)

    def render(self) -> Content:
        """The next entry, and how to see more."""
        if self.view is None:
            return Content()
        up = self.view.progress.next_up
        text = f"Next: {self.view.guide.entry(up).name}" if up else "All watched"
        return Content(f"{text}\n(there is room for more at 60x15)")


class Prompt(Widget):
    """A question in one line, and what is typed to answer it.

    It is given keys one by one rather than the focus: a focus follows some moments after the key
    that asked for it, and what is typed in these moments would be commands.
    """

    COMPONENT_CLASSES = {
        "prompt--question",
        "prompt--text",
        "prompt--cursor",
        "prompt--hint",
        "prompt--wrong",
        "prompt--key",
        "prompt--what",
    }

    question: reactive[Question | None] = reactive(None)
    """What is asked, None while nothing is."""
    text: reactive[str] = reactive("")
    hint: reactive[str] = reactive("")
    """Something about what is typed."""

    def watch_question(self, question: Question | None) -> None:
        """Begin or end to ask, in the place of what was said last."""
        self.screen.set_class(question is not None, "-asking")
        if question is not None:
            self.text, self.hint = question.text, question.hint

    def watch_text(self) -> None:
        """Make room for what is typed."""
        self._make_room()

    def watch_hint(self) -> None:
        """Make room for what is said about it."""
        self._make_room()

    def _make_room(self) -> None:
        if self.question is not None and len(self._rows()) != self.size.height:
            self.refresh(layout=True)

    def take(self, key: str, character: str | None) -> bool:
        """Take a key: a command of the question, or a part of the answer. Whether it is one."""
        question = self.question
        if question is None:
            return False
        if (is_answered := question.pressed(key)) is not None:
            self.question = None if is_answered else question
            return True
        is_answer = character is not None and character in ANSWERS
        if key == "escape" or (question.is_one_key and not is_answer):
            self.question = None
            question.left()
            return key == "escape"
        if question.is_one_key:
            self.text = character or ""
        if key == "enter" or question.is_one_key:
            self.hint = question.entered(self.text) or ""
            if not self.hint:
                self.question = None
            self.text = question.instead or self.text
        elif key in ("down", "up"):
            self.hint = question.step(1 if key == "down" else -1)
        elif key in _ERASED:
            self.type(_ERASED[key](self.text))
        elif character and character.isprintable():
            self.type(self.text + character)
        return True

    def on_click(self, event: Click) -> None:
        """A click on a key in the line below is as good as the key."""
        at, is_on_keys = 0, event.y == self.size.height - 1
        for key, written, does in self.question.keys if self.question and is_on_keys else ():
            at += len(written) + len(does) + 3
            if event.x < at:
                self.take(key, None)
                return

    def type(self, text: str) -> None:
        """Have that typed."""
        if self.question is not None and self.question.is_typed:
            self.text, self.hint = text, self.question.typed(text)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's signature
        """As many lines as there are."""
        return len(self._rows(width))

    def render(self) -> Content:
        """Question, text with its cursor, hint; and below the keys that are good now."""
        return Content("\n").join(
            Content.assemble(*((text, look(self, f"prompt--{name}")) for text, name in row))
            for row in self._rows()
        )

    def _rows(self, width: int = 0) -> list[Line]:
        """The lines: a hint that has no room beside the answer stands below it, above the keys."""
        from tracker.tui.questions import Wrong  # noqa: PLC0415  # there is one by then

        question, width = self.question, width or self.content_size.width
        if question is None or not width:
            return []
        *above, last = wrapped(question.title, width)
        first: list[Line] = [((line, "question"),) for line in above]
        title = f"{last} "
        typed = self.text
        while typed and cells.width(title) + cells.width(typed) >= width:
            typed = typed[1:]
        asked: Line = ((title, "question"), (typed, "text"), (" ", "cursor"))
        keys: list[Run] = []
        for _, written, does in question.keys:
            keys += [("  " if keys else "", "what"), (written, "key"), (f" {does}", "what")]
        beside = f"  {self.hint}"
        look = "wrong" if isinstance(self.hint, Wrong) else "hint"
        if sum(cells.width(text) for text, _ in asked) + cells.width(beside) <= width:
            return [*first, (*asked, (beside, look)), tuple(keys)]
        below = wrapped(self.hint, width)[:MOST_HINTS]
        return [*first, asked, *(((line, look),) for line in below), tuple(keys)]


_ERASED: dict[str, Callable[[str], str]] = {
    "backspace": lambda text: text[:-1],
    "ctrl+h": lambda text: text[:-1],
    "ctrl+w": lambda text: text.rstrip().rpartition(" ")[0],
    "ctrl+u": lambda _: "",
}
"""What the keys that erase leave of a text."""

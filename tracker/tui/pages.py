"""A page over the whole window: a line above, lines that scroll, and keys at the foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.app import ComposeResult
from textual.events import Click, Key, Paste
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tracker.domain.words import clean
from tracker.drawing import Line, Run, cells, plain
from tracker.tui.frame import key_of
from tracker.tui.keys import COMMANDS, of_page
from tracker.tui.lines import Prompt, SayLine
from tracker.tui.looks import Inked

STAYS = ("page_close", "history_view_on", "history_help", "history_close")
"""The commands whose keys have room before others have."""
LOOKS = {f"page--{name}" for name in ("title", "text", "quiet", "strong", "key", "chosen")}


class Scrolled(ModalScreen[None]):
    """What opens over the walk, and is scrolled and closed with the usual keys."""

    BINDINGS = [*of_page()]

    _scroll: Widget
    """What is scrolled."""

    def action_turn(self) -> None:
        """Go on: here, close."""
        self.action_close()

    def action_close(self) -> None:
        """Close it."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._scroll.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        lines = pages * max(1, self._scroll.size.height - 1)
        self._scroll.scroll_relative(y=lines, animate=False)

    def action_top(self) -> None:
        """Scroll to the top."""
        self._scroll.scroll_home(animate=False)

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self._scroll.scroll_end(animate=False)


class Headline(Inked):
    """The line above."""

    COMPONENT_CLASSES = LOOKS

    def __init__(self, draw: Callable[[int], Line]) -> None:
        """``draw`` makes the line, so many cells wide."""
        super().__init__()
        self._drawn_by = draw

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # Textual's signature
        """All there is."""
        width = self.content_size.width
        return self.strip(self._drawn_by(width) if width else (), "page", width)


class Lines(Inked, ScrollView, can_focus=False):
    """Lines that are drawn for the window, and scroll."""

    COMPONENT_CLASSES = LOOKS

    def __init__(self, draw: Callable[[int, int], Sequence[Line]]) -> None:
        """``draw`` makes the lines for a window so wide, of which so many can be seen at once."""
        super().__init__()
        self._drawn_by = draw
        self.lines: Sequence[Line] = ()
        """What stands there, in sight or not."""

    def on_resize(self) -> None:
        """Fit the lines to the window."""
        self.write()

    def write(self) -> None:
        """Draw what is so now."""
        width, height = self.outer_size
        self.lines = self._drawn_by(width, height) if width and height else ()
        self.virtual_size = Size(0, len(self.lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line."""
        at = y + self.scroll_offset.y
        line = self.lines[at] if at < len(self.lines) else ()
        return self.strip(line, "page", self.scrollable_content_region.width)


class PageKeys(Inked):
    """The keys of a page, each with what it does; a click is as good as the key."""

    COMPONENT_CLASSES = LOOKS

    def __init__(self, keys: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """``keys`` are ids of commands, parted by blanks, each with what they do."""
        super().__init__()
        self._keys = keys

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # Textual's signature
        """As many as there is room for."""
        line: list[Run] = []
        for _, written, does in self._fitting():
            line += [("  " if line else "", "text"), (written, "key"), (f" {does}", "quiet")]
        return self.strip(tuple(line), "page", self.content_size.width)

    async def on_click(self, event: Click) -> None:
        """Do what the key would."""
        at = 1
        for key in self._fitting():
            at += _width(key)
            if event.x < at:
                await self.screen.run_action(COMMANDS[key[0]].action)
                return

    def _fitting(self) -> list[tuple[str, str, str]]:
        """The first command of each, its keys, and what they do."""
        every = [
            (names.split()[0], " ".join(key_of(self, name) for name in names.split()), does)
            for names, does in self._keys()
        ]
        room = self.content_size.width + 2 - sum(_width(key) for key in every if key[0] in STAYS)
        fit = []
        for key in every:
            room -= 0 if key[0] in STAYS else _width(key)
            if key[0] in STAYS or room >= 0:
                fit.append(key)
        return fit


def _width(key: tuple[str, str, str]) -> int:
    """How many cells a key takes with what it does, and the space behind it."""
    return cells.width(key[1]) + len(key[2]) + 3


class Page(Scrolled):
    """A page over the whole window. Something can be asked on it, and said."""

    def __init__(self) -> None:
        super().__init__()
        self._head, self._lines = Headline(self.head), Lines(self.lines)
        self._scroll = self._lines
        self._said, self._keys = SayLine(), PageKeys(self._told)
        self.prompt = Prompt()
        """Where a question is asked."""

    def compose(self) -> ComposeResult:
        """The line above, the lines, what is said or asked, the keys."""
        yield self._head
        yield self._lines
        yield self._said
        yield self.prompt
        yield self._keys

    def head(self, width: int) -> Line:
        """The line above, in so many cells."""
        raise NotImplementedError

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The page, for a window so wide, of which so many lines can be seen at once."""
        raise NotImplementedError

    def keys(self) -> Sequence[tuple[str, str]]:
        """What is told of its keys: ids of commands, and what they do. The last is the way out."""
        raise NotImplementedError

    def _told(self) -> list[tuple[str, str]]:
        """The same, without those that scroll where there is nothing to scroll."""
        is_long = self._lines.max_scroll_y > 0
        return [key for key in self.keys() if is_long or key[1] != "scroll"]

    def on_resize(self) -> None:
        """What there is to scroll is known once the lines are drawn."""
        self.call_after_refresh(self._keys.refresh)

    def write(self) -> None:
        """Draw what is so now."""
        self._head.refresh()
        self._lines.write()
        self.call_after_refresh(self._keys.refresh)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something in the line at the foot."""
        self._said.say(text, wrong=wrong)

    def action_copy(self) -> None:
        """Copy what the page says."""
        said = "\n".join(plain(line)[1:] for line in self._lines.lines)
        self.app.copy_to_clipboard(said.strip("\n"))
        self.say("Copied")

    def on_key(self, event: Key) -> None:
        """While a question is open, every key is part of that."""
        if self.prompt.question and self.prompt.take(event.key, event.character):
            event.prevent_default().stop()

    def on_paste(self, event: Paste) -> None:
        """What is pasted is typed."""
        event.stop()
        self.prompt.type(self.prompt.text + clean(event.text))

"""What the prompt can ask, and what the answers do."""

from __future__ import annotations

from collections.abc import Callable

from tracker.domain import asked, words
from tracker.domain.guide import Entry, Guide


class Question:
    """A question in one line. Each method returns what to say about what is typed."""

    title: str
    text = ""
    """What the field holds at first."""
    hint = ""

    def typed(self, text: str) -> str:
        """Follow what is typed so far."""
        raise NotImplementedError

    def entered(self, text: str) -> str | None:
        """Take the answer; None when it is understood and the question done."""
        raise NotImplementedError

    def left(self) -> None:
        """Be asked no more."""

    def step(self, _by: int) -> str:
        """Go to another match."""
        return self.hint


class Find(Question):
    """Goes to an entry while it is typed, and back if it is not wanted."""

    title = "Find"

    def __init__(self, guide: Guide, here: str, go: Callable[[str], None]) -> None:
        self._guide, self._here, self._go = guide, here, go
        self._found: tuple[Entry, ...] = ()
        self._at = 0

    def typed(self, text: str) -> str:
        """Go to the best match, or back where none is."""
        self._found, self._at = asked.find(self._guide, text), 0
        if not self._found:
            self._go(self._here)
            return "no match" if text.strip() else ""
        return self.step(0)

    def entered(self, _text: str) -> None:
        """Stay there."""

    def left(self) -> None:
        """Go back to where the viewer was."""
        self._go(self._here)

    def step(self, by: int) -> str:
        """Go to the next or the previous match."""
        if not self._found:
            return ""
        self._at = (self._at + by) % len(self._found)
        self._go(self._found[self._at].id)
        return f"{self._at + 1} of {len(self._found)}"


class Stopped(Question):
    """Asks where an entry was stopped, until the answer is a position in it."""

    hint = "minutes:seconds"

    def __init__(self, entry: Entry, known: int, note: Callable[[int], None]) -> None:
        self.title = f"Stopped {entry.name} at"
        self.text = words.position(known) if known else ""
        self._entry, self._note = entry, note

    def typed(self, _text: str) -> str:
        """Say again what is wanted."""
        return self.hint

    def entered(self, text: str) -> str | None:
        """Note the position, or say what is wrong with it."""
        try:
            seconds = asked.stopped(text, self._entry)
        except asked.NotUnderstood as error:
            return words.upper(str(error))
        self._note(seconds)
        return None

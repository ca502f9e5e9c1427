"""What the prompt can ask, and what the answers do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tracker.domain import asked, times, words
from tracker.domain.dates import PartialDate, When
from tracker.domain.find import Finder
from tracker.domain.guide import Entry
from tracker.domain.journal import Event
from tracker.domain.plan import Plan, made
from tracker.domain.progress import Progress
from tracker.session.view import View


class Wrong(str):
    """What is wrong with what is typed: it looks unlike a hint."""

    __slots__ = ()


class Question:
    """A question in one line. Each method returns what to say about what is typed."""

    title: str
    text = ""
    """What the field holds at first."""
    hint = ""
    instead = ""
    """What stands in the field after a wrong answer; empty to leave what was typed."""
    keys: tuple[tuple[str, str, str], ...] = (
        ("enter", "enter", "done"),
        ("escape", "esc", "leave it"),
    )
    """The keys that are good while it is asked, how they are written, and what they do."""
    since = 0.0
    """When it came up by itself, on the clock of events: nobody answers what was not seen."""
    is_typed = True
    """Whether the answer is typed; else a key is the answer."""

    def pressed(self, _key: str) -> bool | None:
        """Take a key by itself: whether that was the answer. None where answers are typed."""
        return None

    is_one_key = False
    """The first key is the answer; any other ends the question, and does what it always does."""

    def typed(self, _text: str) -> str:
        """Follow what is typed so far."""
        return self.hint

    def entered(self, text: str) -> str | None:
        """Take the answer; None when it is understood and the question done."""
        try:
            self.answered(text)
        except asked.NotUnderstood as error:
            return Wrong(words.upper(str(error)))
        return None

    def answered(self, text: str) -> None:
        """Do what the answer asks for; raises `NotUnderstood`."""
        raise NotImplementedError

    def left(self) -> None:
        """End without an answer."""

    def step(self, _by: int) -> str:
        """Go to another match."""
        return self.hint


class Find(Question):
    """Goes to an entry while it is typed, and back if it is not wanted."""

    title = "Find"
    keys = (
        ("enter", "enter", "stay there"),
        ("down", "↓ ↑", "other matches"),
        ("escape", "esc", "go back"),
    )

    def __init__(self, progress: Progress, here: str, go: Callable[[str], None]) -> None:
        self._finder, self._here, self._go = Finder(progress), here, go
        self._found: tuple[Entry, ...] = ()
        self._at = 0
        self._wrong = ""

    def typed(self, text: str) -> str:
        """Go to the best match, or back where none is."""
        self._found, self._at, self._wrong = (), 0, ""
        try:
            self._found = self._finder.find(text)
        except asked.NotUnderstood as error:
            self._wrong = Wrong(words.upper(str(error)))
        if not self._found:
            self._go(self._here)
            return self._wrong or (Wrong("no match") if text.strip() else "")
        return self.step(0)

    def entered(self, _text: str) -> str | None:
        """Stay there, or say again which states there are."""
        return self._wrong or None

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
        self.title = f"Stopped {entry.in_sentence} at"
        self.text = words.position(known) if known else ""
        self._entry, self._note = entry, note

    def answered(self, text: str) -> None:
        """Note the position."""
        self._note(asked.stopped(text, self._entry))


class Dated(Question):
    """Asks when an entry was watched, or whatever its mark says, until the answer is a time."""

    hint = "yesterday, Tuesday, 2026-11-20 21:30"

    def __init__(
        self, entry: Entry, mark: Event | None, now: datetime, note: Callable[[When], None]
    ) -> None:
        self.title = f"{entry.name} {mark.do if mark else 'watched'}"
        self._now, self._note = now, note

    def typed(self, text: str) -> str:
        """Say how what is typed so far is understood."""
        if not text.strip():
            return self.hint
        try:
            return _in_words(times.past(text, self._now))
        except asked.NotUnderstood:
            return "…"

    def answered(self, text: str) -> None:
        """Note the time."""
        self._note(times.past(text, self._now))


class Rated(Question):
    """Asks for a rating: a digit, or a hyphen for none."""

    is_one_key = True
    hint = "1 to 9, 0 is 10, - removes it"
    keys = (("escape", "esc", "leave it"),)

    def __init__(self, what: str, note: Callable[[int], None]) -> None:
        self.title = f"Rate {what}"
        self._note = note

    def answered(self, text: str) -> None:
        """Note the rating."""
        self._note(asked.rating("10" if text == "0" else text))


class Named(Question):
    """Asks for the name of a profile."""

    title = "Name of the new profile"

    def __init__(self, switch: Callable[[str], None]) -> None:
        self._switch = switch

    def answered(self, text: str) -> None:
        """Go on as that viewer."""
        self._switch(asked.profile(text))


class FolderNamed(Question):
    """Asks for the folder with the viewer's files."""

    title = "Folder with your files of the show"
    hint = "~/Videos/Layzner"

    def __init__(self, look: Callable[[str], None]) -> None:
        self._look = look

    def typed(self, text: str) -> str:
        """Say what is wanted, while nothing is there."""
        return "" if text.strip() else self.hint

    def entered(self, text: str) -> str | None:
        """Look through it; a terminal that a folder is dropped on may quote its name."""
        if not text.strip():
            return self.hint
        self._look(text.strip().strip("'\""))
        return None


class Played(Question):
    """Asks what is to become of what was played. A key is the answer."""

    is_typed = False
    YES, NO = ("y", "space"), ("n", "escape")

    def __init__(
        self, asks: str, yes: str, no: str, since: float, answer: Callable[..., None]
    ) -> None:
        """``answer`` is called with whether it is yes."""
        self.title, self.since, self._answer = asks, since, answer
        self.keys = (("y", "y", yes), ("n", "n", no))

    def pressed(self, key: str) -> bool | None:
        """Take an answer; any other key is none."""
        if key in self.YES or key in self.NO:
            self._answer(is_yes=key in self.YES)
            return True
        return False


class Planning(Question):
    """Asks by when all is to be watched, or how many a week, and says what that would mean."""

    title = "Be done by"
    hint = "24 December, Friday, in 3 weeks, or: 5 a week"

    def __init__(self, view: View, show: Callable[[Plan], None]) -> None:
        self._view, self._show = view, show

    def typed(self, text: str) -> str:
        """Say what the plan would be."""
        if not text.strip():
            return self.hint
        try:
            return words.plan(self._planned(text), self._view.level, self._view.today)
        except asked.NotUnderstood:
            return "…"

    def answered(self, text: str) -> None:
        """Show the plan."""
        self._show(self._planned(text))

    def _planned(self, text: str) -> Plan:
        today = self._view.today
        return made(self._view.progress, today, times.plan(text, today))


def _in_words(when: When) -> str:
    if isinstance(when, PartialDate):
        return words.upper(words.full_date(when))
    day = when.date() if isinstance(when, datetime) else when
    at = f", {when:%H:%M}" if isinstance(when, datetime) else ""
    return f"{words.WEEKDAYS[day.weekday()]} {words.full_date(day)}{at}"

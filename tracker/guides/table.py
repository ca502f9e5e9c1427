"""A table of a guide file, whose values are taken one by one, and what is wrong with them.

Nothing is raised: each mistake is noted with its place, and something of the right type is returned
instead, so that an author hears of everything at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tracker.domain.asked import nearest
from tracker.domain.guide import Fact
from tracker.domain.words import clean

if TYPE_CHECKING:
    from tracker.guides.source import Source

LINE, PARAGRAPH, ID = 200, 4_000, 60
"""Characters of a text, at most."""
MOST = {"entry": 10_000, "part": 500, "note": 1_000}
"""Tables of each name, at most."""
MARKS = 4
"""Combining marks on one character, at most: more of them spill over the lines around."""
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Invisible letters and marks."""
HINTS = 20
"""How many problems are named with the nearest right word."""

EMPTY = "is empty; leave it out instead"

_Value = TypeVar("_Value")


class Problem(NamedTuple):
    """What is wrong with a guide file, and where."""

    line: int
    place: str
    """``entry tv-01``, ``the guide``."""
    reason: str


class Problems:
    """All that is wrong with a guide file."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._source: Source | None = None
        self.all: list[Problem] = []

    def add(self, line: int, place: str, reason: str) -> None:
        """Note a problem; what it quotes from the file is made harmless."""
        self.all.append(Problem(line, clean(place), clean(reason)))

    def nearest(self, text: str, words: Iterable[str], least: float = 0.5) -> str:
        """``; did you mean tv-01?``, for the first problems only: searching takes time."""
        return nearest(text, words, least) if len(self.all) < HINTS else ""

    @property
    def source(self) -> Source:
        """Where things are in the file: only needed if anything is wrong."""
        if self._source is None:
            from tracker.guides.source import Source  # noqa: PLC0415  # only for mistakes

            self._source = Source(self._text)
        return self._source


class Table:
    """A TOML table whose keys are taken one by one, so that unknown ones are noticed."""

    def __init__(
        self, table: object, place: str, problems: Problems, header: tuple[str, int] = ("", 0)
    ) -> None:
        """``header`` is the name of its header, and how many of that name come before it."""
        self.place, self.problems, self._header = place, problems, header
        self._known: list[str] = []
        """Every key that it can have."""
        self._left: dict[str, object] = {}
        self.is_one = isinstance(table, dict)
        """Whether it is a table at all; if not, that is said once."""
        if isinstance(table, dict):
            self._left = dict(table)
        else:
            problems.add(problems.source.line(*header), place, "is not a table")

    def wrong(self, reason: str, key: str = "") -> None:
        """Note what is wrong with it, or with a key in it."""
        if self.is_one:
            line = self.problems.source.line(*self._header, key)
            self.problems.add(line, self.place, reason)

    def has(self, key: str) -> bool:
        """Whether the file gives it that key, and it has not been taken yet."""
        self._known.append(key)
        return key in self._left

    def text(self, key: str, longest: int = LINE) -> str:
        """A text on one line, which has to be there."""
        if not self._is_there(key):
            return ""
        value = self._take(key, str, "")
        return self._checked(key, value, longest, "is empty") if value is not None else ""

    def any_text(self, key: str, longest: int = LINE) -> str | None:
        """A text on one line, if it is there."""
        value = self._take(key, str, "")
        return self._checked(key, value, longest) if value is not None else None

    def paragraphs(self, key: str) -> str:
        """A text that has to be there, each paragraph on one line, with an empty line between."""
        return (self.any_paragraphs(key, "is empty") or "") if self._is_there(key) else ""

    def any_paragraphs(self, key: str, if_empty: str = EMPTY) -> str | None:
        """The same, if it is there."""
        value = self._take(key, str, "")
        if value is None:
            return None
        parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", value.strip()))
        return "\n\n".join(self._checked(key, part, PARAGRAPH, if_empty) for part in parts)

    def worded(self, key: str, same: str | None) -> str | None:
        """Another wording of a text, if it is there; true means the same wording."""
        if self._left.get(key) is True:
            self._known.append(key)
            del self._left[key]
            return same
        return self.any_paragraphs(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, which should not be there if it is empty."""
        values = self._take(key, list, [])
        if values is None:
            return ()
        if not values:
            self.wrong(f"{key} is empty; leave it out instead", key)
        if not all(isinstance(value, str) for value in values):
            self.wrong(f"{key} holds something that is not text", key)
            return ()
        return tuple(self._checked(key, value, LINE) for value in values)

    def number(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number; without a default, it has to be there."""
        if default is None and not self._is_there(key):
            return least
        value = self._take(key, int, least)
        if value is None:
            return least if default is None else default
        if not least <= value <= most:
            self.wrong(f"{key} is {value}; it can be {least} to {most}", key)
        return value

    def truth(self, key: str) -> bool:
        """True or false; false if it is not there."""
        return bool(self._take(key, bool, default=False))

    def day(self, key: str) -> date | None:
        """A date, if it is there."""
        return self._take(key, date, date.min)

    def one_of(self, key: str, words: Sequence[str]) -> Any:  # noqa: ANN401  # a Literal, or None
        """One of those words, if it is there."""
        value = self.any_text(key)
        if value and value not in words:
            near = self.problems.nearest(value, words)
            self.wrong(f"{key} is {value[:ID]!r}; it can be {', '.join(words)}{near}", key)
            return None
        return value or None

    def matching(self, key: str, pattern: str, means: str) -> re.Match[str] | None:
        """A text that has to be there and match a pattern, described by ``means``."""
        before = len(self.problems.all)
        value = self.text(key, ID)
        found = re.fullmatch(pattern, value)
        if found is None and len(self.problems.all) == before:
            self.wrong(f"{key} is {value[:ID]!r}; it can be {means}", key)
        return found

    def tables(self, key: str, called: str, before: int = 0) -> Iterator[Table]:
        """Every table of a list; ``before`` is how many of that name are in earlier lists."""
        header = f"{self._header[0]}.{key}".lstrip(".")
        for at, table in enumerate(self._take(key, list, []) or []):
            name = table.get("id") if isinstance(table, dict) else None
            place = f"{called} {str(name)[:ID] if name else f'number {at + 1}'}"
            yield Table(table, place, self.problems, (header, before + at))

    def table(self, key: str) -> Table:
        """The table of that key; an empty one if it is not there."""
        self._known.append(key)
        header = f"{self._header[0]}.{key}".lstrip(".")
        value = self._left.pop(key, {})
        if not isinstance(value, dict):
            self.wrong(f"{key} is not a table", key)
            value = {}
        return Table(value, key, self.problems, (header, 0))

    def facts(self, key: str) -> Mapping[str, Fact]:
        """Texts, numbers and dates by name."""
        facts = self._take(key, dict, {}) or {}
        header = (f"{self._header[0]}.{key}".lstrip("."), 0)
        for name, fact in facts.items():
            reason = "" if type(fact) in (int, date) else "is not text, a number or a date"
            if isinstance(fact, str):
                reason = _wrong_with(fact, LINE) if fact.strip() else EMPTY
            if reason:
                line = self.problems.source.line(*header, name)
                self.problems.add(line, self.place, f"{key}.{name} {reason}")
        return MappingProxyType(facts)

    def done(self) -> None:
        """Note every key that was not taken."""
        for key in sorted(self._left):
            near = self.problems.nearest(key, self._known, 0.6)
            self.wrong(f"{key} is not a key of the schema{near}", key)

    def many(self, key: str) -> int:
        """How many items a list has."""
        value = self._left.get(key)
        return len(value) if isinstance(value, list) else 0

    def _is_there(self, key: str) -> bool:
        if key in self._left:
            return True
        self._known.append(key)
        self.wrong(f"{key} is missing")
        return False

    def _take(self, key: str, kind: type[_Value], default: _Value) -> _Value | None:  # noqa: ARG002  # tells the type
        """The value of a key; None if it is not there, or not of that type."""
        self._known.append(key)
        if key not in self._left:
            return None
        value = self._left.pop(key)
        if type(value) is not kind:
            how = f"; write it as [[{key}]]" if isinstance(value, dict) else ""
            self.wrong(f"{key} is not {_CALLED[kind]}{how}", key)
            return None
        return value

    def _checked(self, key: str, value: str, longest: int, if_empty: str = EMPTY) -> str:
        value = value.strip()
        if reason := _wrong_with(value, longest) if value else if_empty:
            self.wrong(f"{key} {reason}", key)
        return value


def _wrong_with(text: str, longest: int) -> str:
    """Why a text that is not empty cannot be shown; empty if it can."""
    if len(text) > longest:
        return f"has {len(text):,} characters; it can have {longest:,}"
    if text.isascii() and text.isprintable():
        return ""
    if clean(text) != text:
        return "holds a character that is not text"
    if any(char in BLANK for char in text):
        return "holds an invisible character"
    kinds = [unicodedata.category(char) for char in text]
    if all(kind[0] in "CZM" for kind in kinds):
        return "holds nothing visible"
    if re.search(rf"m{{{MARKS + 1}}}", "".join("m" if kind[0] == "M" else "." for kind in kinds)):
        return f"has more than {MARKS} marks on one character"
    return ""


def more_than(table: str) -> str:
    """``more than 500 parts``."""
    plural = {"entry": "entries"}.get(table, f"{table}s")
    return f"more than {MOST[table]:,} {plural}"


_CALLED: Mapping[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    date: "a date",
    list: "a list",
    dict: "a table",
}

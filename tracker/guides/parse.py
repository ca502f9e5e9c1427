"""What a guide file may say, and how it becomes a Guide.

The schema is written down at the head of ``layzner.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, get_args

from tracker.domain.guide import (
    Advice,
    Audience,
    Beyond,
    Entry,
    Fact,
    Guide,
    Kind,
    Note,
    Part,
    Side,
    Topic,
)
from tracker.domain.words import clean

SCHEMA = 1
SURE = ("high", "official", "medium", "low", "view")
"""How sure a fact is, from two independent sources down to somebody's view."""

_ID = r"[a-z]+(-[a-z0-9]+)*"
_ENTRY_ID = r"([a-z]+)-([0-9]{1,6})"
_ANCHOR = r"(before|after) (\S+)"
_MISSING: Any = object()


class GuideError(ValueError):
    """A guide that cannot be used. The message is one line: file, place, reason."""


def parse(text: str, file: str) -> Guide:
    """The guide that the text of a guide file describes; ``file`` names it in errors."""
    import tomllib  # noqa: PLC0415  # a guide is parsed once

    try:
        return _guide(_Table(tomllib.loads(text), "the guide"))
    except RecursionError:
        raise GuideError(f"{file}: the guide: is nested too deeply") from None
    except ValueError as error:
        raise GuideError(f"{file}: {clean(str(error))}") from None


class _Wrong(ValueError):
    """What is wrong, with its place."""


class _Table:
    """A TOML table whose keys are taken one by one, so that an unknown one is noticed."""

    def __init__(self, table: object, where: str) -> None:
        if not isinstance(table, dict):
            raise _Wrong(f"{where}: is not a table")
        self._left = dict(table)
        self.where = where

    def wrong(self, reason: str) -> _Wrong:
        return _Wrong(f"{self.where}: {reason}")

    def take(self, key: str, kind: type, default: Any = _MISSING) -> Any:  # noqa: ANN401  # any TOML value
        value = self._left.pop(key, default)
        if value is _MISSING:
            raise self.wrong(f"{key} is missing")
        if value is not default and type(value) is not kind:
            raise self.wrong(f"{key} is not {_CALLED[kind]}")
        return value

    def text(self, key: str, default: Any = _MISSING) -> Any:  # noqa: ANN401  # str, or the default
        """A text in one line."""
        value = self.take(key, str, default)
        return value if value is default else self._checked(key, value)

    def paragraphs(self, key: str, default: Any = _MISSING) -> Any:  # noqa: ANN401  # the same
        """A text of paragraphs, each in one line, parted by one empty line."""
        value = self.take(key, str, default)
        if value is default:
            return value
        parts = re.split(r"\n\s*\n", value.strip())
        return "\n\n".join(self._checked(key, " ".join(part.split())) for part in parts)

    def worded(self, key: str, same: str | None) -> str | None:
        """Another wording of a text; True means the same, and none is None."""
        if self._left.get(key) is True:
            del self._left[key]
            return same
        worded: str | None = self.paragraphs(key, None)
        return worded

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.take(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(f"{key} holds something that is not text")
        return tuple(self._checked(key, value) for value in values)

    def one_of(self, key: str, words: tuple[str, ...], default: Any = _MISSING) -> Any:  # noqa: ANN401  # a Literal
        value = self.text(key, default)
        if value is not default and value not in words:
            raise self.wrong(f"{key} is {value!r}; it can be {', '.join(words)}")
        return value

    def _checked(self, key: str, value: str) -> str:
        value = value.strip()
        if not value:
            raise self.wrong(f"{key} is empty; leave it out instead")
        if clean(value) != value:
            raise self.wrong(f"{key} holds a character that is not text")
        return value

    def tables(self, key: str, called: str) -> Iterator[_Table]:
        for at, table in enumerate(self.take(key, list, []), start=1):
            name = table.get("id") if isinstance(table, dict) else None
            yield _Table(table, f"{called} {name or f'number {at}'}")

    def facts(self, key: str) -> Mapping[str, Fact]:
        facts = self.take(key, dict, {})
        if wrong := [name for name, fact in facts.items() if type(fact) not in (str, int, date)]:
            raise self.wrong(f"{key}.{wrong[0]} is not a text, a number or a date")
        for name, fact in facts.items():
            if isinstance(fact, str):
                self._checked(f"{key}.{name}", fact)
        return MappingProxyType(facts)

    def done(self) -> None:
        if self._left:
            raise self.wrong(f"{min(self._left)} is not a key of the schema")


_CALLED = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    date: "a date",
    list: "a list",
    dict: "a table",
}


def _guide(table: _Table) -> Guide:
    if table.take("schema", int) != SCHEMA:
        raise table.wrong(f"schema is not {SCHEMA}; a newer version of the program reads it")
    minutes: dict[str, int] = {}
    kinds = {kind.id: kind for kind in _kinds(table, minutes)}
    parts: list[Part] = []
    entries: dict[str, Entry] = {}
    for part in table.tables("part", "part"):
        parts.append(Part(_id(part, {known.id for known in parts}), part.text("name")))
        for row in part.tables("entry", "entry"):
            entry = _entry(row, kinds, minutes, parts[-1].id)
            if entry.id in entries:
                raise row.wrong("the id is used twice")
            entries[entry.id] = entry
        part.done()
    if not entries:
        raise table.wrong("there is no entry")
    place = {entry: at for at, entry in enumerate(entries)}
    notes: dict[str, Note] = {}
    for row in table.tables("note", "note"):
        note = _note(row, place, notes)
        notes[note.id] = note
    guide = Guide(
        id=_id(table),
        title=table.text("title"),
        title_ja=table.text("title_ja", None),
        parts=tuple(parts),
        entries=tuple(entries.values()),
        notes=tuple(
            sorted(notes.values(), key=lambda note: (place[note.entry], note.side == "after"))
        ),
        beyond=tuple(_beyond(row) for row in table.tables("beyond", "beyond")),
        broadcast=table.facts("broadcast"),
        ids=_catalogues(_Table(table.take("ids", dict, {}), "ids"), kinds),
        place=MappingProxyType(place),
    )
    table.text("titles_from", None)
    table.done()
    return guide


def _kinds(table: _Table, minutes: dict[str, int]) -> Iterator[Kind]:
    for row in table.tables("kind", "kind"):
        kind = Kind(_id(row, minutes), row.text("name"), row.text("plural"))
        minutes[kind.id] = _minutes(row, _MISSING)
        row.done()
        yield kind


def _catalogues(table: _Table, kinds: Iterable[str]) -> Mapping[str, Mapping[str, Fact]]:
    ids = {kind: table.facts(kind) for kind in kinds}
    table.done()
    return MappingProxyType(ids)


def _entry(table: _Table, kinds: Mapping[str, Kind], minutes: dict[str, int], part: str) -> Entry:
    entry_id = table.text("id")
    match = re.fullmatch(_ENTRY_ID, entry_id)
    if match is None or match[1] not in kinds:
        raise table.wrong("the id is not that of a kind and a number, such as tv-01")
    number = int(match[2])
    advice = table.one_of("advice", get_args(Advice), "watch")
    reason = table.text("reason", None)
    entry = Entry(
        id=entry_id,
        kind=kinds[match[1]],
        label=table.text("label", str(number)),
        number=number,
        part=part,
        minutes=_minutes(table, minutes[match[1]]),
        title=table.text("title", None),
        title_ja=table.text("title_ja", None),
        romaji=table.text("romaji", None),
        other_titles=table.texts("other_titles"),
        arc=table.text("arc", None),
        aired=table.take("aired", date, None),
        advice=advice,
        reason=reason,
        strict=table.worded("strict", reason),
    )
    for key in ("title_ja_sure", "aired_sure", "minutes_sure"):
        table.one_of(key, SURE, None)
    if (entry.reason is None) != (advice == "watch"):
        raise table.wrong("optional and skip need a reason, watch has none")
    if entry.strict and entry.reason is None:
        raise table.wrong("strict needs a reason")
    table.done()
    return entry


def _minutes(table: _Table, default: object) -> int:
    minutes: int = table.take("minutes", int, default)
    if not 1 <= minutes <= 600:
        raise table.wrong(f"minutes is {minutes}; it can be 1 to 600")
    return minutes


def _note(table: _Table, place: Mapping[str, int], known: Container[str]) -> Note:
    anchor = table.text("anchor")
    match = re.fullmatch(_ANCHOR, anchor)
    if match is None:
        raise table.wrong(f"anchor is {anchor!r}; it can be before or after and the id of an entry")
    if match[2] not in place:
        raise table.wrong(f"anchor names no entry: {match[2]}")
    side: Side = "before" if match[1] == "before" else "after"
    text = table.paragraphs("text")
    note = Note(
        id=_id(table, known),
        title=table.text("title"),
        text=text,
        side=side,
        entry=match[2],
        topic=table.one_of("topic", get_args(Topic)),
        audience=table.one_of("audience", get_args(Audience), "all"),
        rewatch=table.paragraphs("rewatch", None),
        must=table.take("must", bool, default=False),
        sources=table.texts("sources"),
        rewatch_sources=table.texts("rewatch_sources"),
        strict=table.worded("strict", text),
        strict_title=table.text("strict_title", None),
    )
    if not note.sources:
        raise table.wrong("sources is missing")
    if note.rewatch_sources and note.rewatch is None:
        raise table.wrong("rewatch_sources needs rewatch")
    if note.strict_title and note.strict is None:
        raise table.wrong("strict_title needs strict")
    for source in (*note.sources, *note.rewatch_sources):
        if source.partition(":")[0] not in SURE or ":" not in source:
            raise table.wrong(f"a source does not begin with {', '.join(SURE)} and a colon")
    table.done()
    return note


def _beyond(table: _Table) -> Beyond:
    beyond = Beyond(table.text("title"), table.text("reason"))
    table.done()
    return beyond


def _id(table: _Table, known: Container[str] = ()) -> str:
    value: str = table.text("id")
    if value in known:
        raise table.wrong("the id is used twice")
    if not re.fullmatch(_ID, value):
        raise table.wrong(f"id is {value!r}; it can be small letters, digits and hyphens")
    return value

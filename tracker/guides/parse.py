"""What a guide file may say, and how it becomes a Guide.

The schema is written down at the head of ``layzner.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType
from typing import get_args

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
from tracker.domain.words import cells, clean
from tracker.guides.table import ID, MOST, Problem, Problems, Table, more_than

SCHEMA = 2
SURE = ("high", "official", "medium", "low", "view")
"""How sure a fact is, from two independent sources down to somebody's view."""
LABEL, MUST = 8, 20
"""At most: cells of a label, and notes that are must."""

_ID = r"[a-z]+(-[a-z0-9]+)*"
_ENTRY_ID = r"([a-z]+)-([0-9]{1,6})"
_WAS = r"[a-z]+(-[a-z0-9.]+)+"
_ANCHOR = r"(before|after) (\S+)"
_NO_KIND = Kind("", "", "")


class GuideError(ValueError):
    """A guide that cannot be used. The message is one line: file, line, place, reason."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file, self.problems = file, tuple(problems)
        first, *more = self.lines
        also = f" (and {len(more)} more: layzner guide check {file})" if more else ""
        super().__init__(f"{first}{also}")

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything that is wrong, a line each."""
        return tuple(
            f"{self.file}:{problem.line}: {problem.place}: {problem.reason}"
            if problem.line
            else f"{self.file} {problem.reason}"
            for problem in self.problems
        )


def parse(text: str, file: str, reserved: Container[str] = ()) -> Guide:
    """The guide that the text of a guide file describes; ``file`` names it in errors.

    It must not have an id that is ``reserved``.
    """
    import tomllib  # noqa: PLC0415  # a guide is parsed once

    problems = Problems(text)
    guide = None
    try:
        # The parser accepts no lone carriage return, and no byte order mark.
        table = tomllib.loads(text)
    except RecursionError:
        problems.add(1, "the guide", "is nested too deeply")
    except ValueError as error:
        problems.add(*_not_toml(str(error), problems))
    else:
        guide = _Reader(problems, reserved).guide(Table(table, "the guide", problems))
    if problems.all or guide is None:
        raise GuideError(file, sorted(problems.all, key=lambda problem: problem.line))
    return guide


def _not_toml(error: str, problems: Problems) -> tuple[int, str, str]:
    """Where a file is not TOML, and why."""
    at = re.search(r" \(at line (\d+), column (\d+)\)$", error)
    reason = error[: at.start()] if at else error.removesuffix(" (at end of document)")
    reason = f"this is not TOML: {clean(reason[:1].lower() + reason[1:])}"
    if reason.endswith("invalid value"):
        reason += "; text goes in quotes, a date is 1985-10-03"
    if at:
        return int(at[1]), f"column {at[2]}", reason
    return problems.source.last, "the end", reason


class _Reader:
    """Reads the tables of a guide, and remembers what was in those before."""

    def __init__(self, problems: Problems, reserved: Container[str]) -> None:
        self._problems, self._reserved = problems, reserved
        self._kinds: dict[str, Kind] = {}
        self._minutes: dict[str, int] = {}
        self._parts: dict[str, Part] = {}
        self._entries: dict[str, Entry] = {}
        self._place: dict[str, int] = {}
        self._was: dict[str, str] = {}
        self._notes: dict[str, Note] = {}
        self._anchors = Counter[str]()
        self._rows = 0
        """How many entries the file had so far, right or wrong."""
        self._knows_kinds = True
        """Whether all kinds were read without a mistake, so that another one is unknown."""
        self._renamers: dict[str, Table] = {}
        """The entry that names each earlier id."""

    def guide(self, table: Table) -> Guide | None:
        """The guide; None if there is no point in reading further."""
        schema = table.number("schema", 0, 1_000)
        if schema != SCHEMA:
            what = f"it has to be {SCHEMA}"
            what = "a newer version of layzner reads it" if schema > SCHEMA else what
            if not self._problems.all:
                table.wrong(f"schema is {schema}; {what}", "schema")
            return None
        if many := next((key for key in ("part", "note") if table.many(key) > MOST[key]), None):
            table.wrong(f"has {more_than(many)}", many)
            return None
        guide_id = self._id(table)
        if guide_id in self._reserved:
            table.wrong(f"id is {guide_id!r}, which is that of a built-in guide", "id")
        before = len(self._problems.all)
        for row in table.tables("kind", "kind"):
            self._kind(row)
        self._knows_kinds = len(self._problems.all) == before
        before = len(self._problems.all)
        for row in table.tables("part", "part"):
            self._part(row)
        self._check_entries(table, is_known=len(self._problems.all) == before)
        for row in table.tables("note", "note"):
            self._note(row)
        if sum(note.must for note in self._notes.values()) > MUST:
            table.wrong(f"more than {MUST} notes are must", "note")
        return self._guide(table, guide_id)

    def _guide(self, table: Table, guide_id: str) -> Guide:
        place = self._place
        in_order = sorted(
            self._notes.values(), key=lambda note: (place.get(note.entry, 0), note.side == "after")
        )
        guide = Guide(
            id=guide_id,
            title=table.text("title"),
            title_ja=table.any_text("title_ja"),
            parts=tuple(self._parts.values()),
            entries=tuple(self._entries.values()),
            notes=tuple(in_order),
            beyond=tuple(map(_beyond, table.tables("beyond", "beyond"))),
            broadcast=table.facts("broadcast"),
            ids=self._catalogues(table.table("ids")),
            place=MappingProxyType(place),
            about=table.any_text("about"),
            by=table.any_text("by"),
            was=MappingProxyType(self._was),
        )
        table.any_text("titles_from")
        table.done()
        return guide

    def _kind(self, row: Table) -> None:
        kind = Kind(self._id(row, self._kinds), row.text("name"), row.text("plural"))
        self._minutes[kind.id] = row.number("minutes", 1, 600)
        self._kinds[kind.id] = kind
        row.done()

    def _part(self, row: Table) -> None:
        part = Part(self._id(row, self._parts), row.text("name"))
        self._parts[part.id] = part
        before, self._rows = self._rows, self._rows + row.many("entry")
        if self._rows > MOST["entry"]:
            row.wrong(f"makes {more_than('entry')}", "entry")
            return
        for entry in row.tables("entry", "entry", before):
            self._entry(entry, part.id)
        row.done()

    def _check_entries(self, table: Table, *, is_known: bool) -> None:
        if not self._entries and is_known:
            table.wrong("there are no entries")
        self._place = {entry: at for at, entry in enumerate(self._entries)}
        for old in self._was.keys() & self._place.keys():
            self._renamers[old].wrong(f"was is {old}, which is an entry of its own", "was")

    def _entry(self, row: Table, part: str) -> None:
        kind, number, entry_id = self._entry_id(row)
        advice, reason = self._advice(row)
        label = row.any_text("label")
        if label and cells(label) > LABEL:
            row.wrong(f"label takes {cells(label)} cells; it can take {LABEL}", "label")
        entry = Entry(
            id=entry_id,
            kind=kind,
            label=label or str(number),
            number=number,
            part=part,
            minutes=row.number("minutes", 1, 600, self._minutes.get(kind.id, 1)),
            title=row.any_text("title"),
            title_ja=row.any_text("title_ja"),
            romaji=row.any_text("romaji"),
            other_titles=row.texts("other_titles"),
            arc=row.any_text("arc"),
            aired=row.day("aired"),
            advice=advice,
            reason=reason,
            strict=row.worded("strict", reason),
        )
        if entry.strict and reason is None:
            row.wrong("strict needs a reason", "strict")
        for key in ("title_ja_sure", "aired_sure", "minutes_sure"):
            row.one_of(key, SURE)
        self._renamed(row, entry_id)
        row.done()
        self._entries.setdefault(entry_id, entry)

    @staticmethod
    def _advice(row: Table) -> tuple[Advice, str | None]:
        """What the guide advises, and why, if that is anything other than watching it."""
        is_advised, is_reasoned = row.has("advice"), row.has("reason")
        advice: Advice | None = row.one_of("advice", get_args(Advice))
        reason = row.any_text("reason")
        if is_reasoned and not is_advised:
            row.wrong("has a reason but no advice, which can be optional or skip", "reason")
        elif is_reasoned and advice == "watch":
            row.wrong("has a reason, but the advice is watch, which needs none", "reason")
        elif advice in ("optional", "skip") and not is_reasoned:
            row.wrong(f"advice is {advice}, but the reason is missing", "advice")
        return advice or "watch", reason

    def _entry_id(self, row: Table) -> tuple[Kind, int, str]:
        """The kind, the number and the id of an entry."""
        match = row.matching("id", _ENTRY_ID, "a kind, a hyphen and a number, such as tv-01")
        if match is None:
            return _NO_KIND, 0, ""
        if match[0] in self._entries:
            row.wrong("the id is used twice", "id")
        if match[1] not in self._kinds and self._knows_kinds:
            near = self._problems.nearest(match[1], self._kinds)
            kinds = ", ".join(self._kinds) or "none"
            row.wrong(f"{match[1]!r} is not a kind of the guide, which has {kinds}{near}", "id")
        return self._kinds.get(match[1], _NO_KIND), int(match[2]), match[0]

    def _renamed(self, row: Table, entry_id: str) -> None:
        for old in row.texts("was"):
            if len(old) > ID or not re.fullmatch(_WAS, old):
                row.wrong(f"was is {old[:ID]!r}; it can be ids that entries had before", "was")
            elif old in self._was:
                row.wrong(f"{old} already was another entry", "was")
            else:
                self._was[old], self._renamers[old] = entry_id, row

    def _note(self, row: Table) -> None:
        side, entry = self._anchor(row)
        text = row.paragraphs("text")
        note = Note(
            id=self._id(row, self._notes) if row.has("id") else self._own_id(side, entry),
            title=row.text("title"),
            text=text,
            side=side,
            entry=entry,
            topic=row.one_of("topic", get_args(Topic)),
            audience=row.one_of("audience", get_args(Audience)) or "all",
            rewatch=row.any_paragraphs("rewatch"),
            must=row.truth("must"),
            sources=_sources(row, "sources"),
            rewatch_sources=_sources(row, "rewatch_sources"),
            strict=row.worded("strict", text),
            strict_title=row.any_text("strict_title"),
        )
        if note.rewatch_sources and note.rewatch is None:
            row.wrong("rewatch_sources needs rewatch", "rewatch_sources")
        if note.strict_title and note.strict is None:
            row.wrong("strict_title needs strict", "strict_title")
        row.done()
        self._notes[note.id] = note

    def _anchor(self, row: Table) -> tuple[Side, str]:
        means = "before or after and the id of an entry"
        match = row.matching("anchor", _ANCHOR, means)
        if match is None:
            return "before", ""
        if match[2] not in self._place and self._entries:
            near = self._problems.nearest(match[2], self._place, 0.6)
            row.wrong(f"anchor names no entry: {match[2]}{near}", "anchor")
        return ("before" if match[1] == "before" else "after"), match[2]

    def _own_id(self, side: Side, entry: str) -> str:
        """The id of a note that has none: it comes from its anchor."""
        self._anchors[f"{side}-{entry}"] += 1
        number = self._anchors[f"{side}-{entry}"]
        return f"{side} {entry}" + (f" {number}" if number > 1 else "")

    def _catalogues(self, table: Table) -> Mapping[str, Mapping[str, Fact]]:
        ids = {kind: table.facts(kind) for kind in self._kinds}
        table.done()
        return MappingProxyType(ids)

    @staticmethod
    def _id(row: Table, known: Container[str] = ()) -> str:
        match = row.matching("id", _ID, "small letters, digits and hyphens")
        if match and match[0] in known:
            row.wrong("the id is used twice", "id")
        return match[0] if match else ""


def _sources(row: Table, key: str) -> tuple[str, ...]:
    sources = row.texts(key)
    if any(source.partition(":")[0] not in SURE or ":" not in source for source in sources):
        row.wrong(f"a source does not begin with {', '.join(SURE)} and a colon", key)
    return sources


def _beyond(row: Table) -> Beyond:
    beyond = Beyond(row.text("title"), row.text("reason"))
    row.done()
    return beyond

"""What there is to watch, in what order, and what to say when."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

# Named tuples throughout: one costs 0.1 ms of every start, a frozen dataclass 0.7. Annotations are
# evaluated here: as strings, those of a named tuple are compiled at every start.

Advice = Literal["watch", "optional", "skip"]
Side = Literal["before", "after"]
Topic = Literal["guide", "story", "making", "legacy"]
Audience = Literal["all", "rewatch"]
Fact = str | int | date


class Kind(NamedTuple):
    """What entries whose ids share a prefix are called: ``episode``, ``act``, ``Naruto``.

    Written as inside a sentence; standing alone, it gets a capital first letter.
    """

    id: str
    name: str
    plural: str


class Part(NamedTuple):
    """A stretch of the order under one heading; its name is written as inside a sentence."""

    id: str
    name: str


class Entry(NamedTuple):
    """One thing to watch. Its id is its name for good: ``tv-01``, ``ova-3``."""

    id: str
    kind: Kind
    label: str
    """What follows the kind's name: ``12``, ``III``."""
    number: int
    """The number in the id; what the viewer types."""
    part: str
    minutes: int
    title: str | None = None
    title_ja: str | None = None
    romaji: str | None = None
    other_titles: tuple[str, ...] = ()
    arc: str | None = None
    aired: date | None = None
    advice: Advice = "watch"
    reason: str | None = None
    """Why the guide advises anything other than watching it."""
    strict: str | None = None
    """The reason while later parts are hidden; None if it has to wait."""

    @property
    def name(self) -> str:
        """``Episode 12``, standing alone; never a spoiler."""
        name = self.in_sentence
        return name[:1].upper() + name[1:]

    @property
    def in_sentence(self) -> str:
        """``episode 12``, ``Naruto 12``: the name inside a sentence."""
        return f"{self.kind.name} {self.label}"

    @property
    def is_left_out(self) -> bool:
        """Whether the guide advises skipping it: then it is never next up, and does not count."""
        return self.advice == "skip"

    @property
    def seconds(self) -> int:
        """The running time in seconds."""
        return self.minutes * 60


class Note(NamedTuple):
    """A context note, told when its moment has come."""

    id: str
    title: str
    text: str
    """Paragraphs, separated by an empty line."""
    side: Side
    entry: str
    topic: Topic | None = None
    audience: Audience = "all"
    rewatch: str | None = None
    """A closing paragraph for those who have finished the guide once."""
    must: bool = False
    """Nobody should miss it: it fills the screen, even if its moment was jumped over."""
    sources: tuple[str, ...] = ()
    rewatch_sources: tuple[str, ...] = ()
    """Those of the closing paragraph."""
    strict: str | None = None
    """The text while later parts are hidden; None if the note has to wait."""
    strict_title: str | None = None
    """The title of that text, if the other says too much."""


class Beyond(NamedTuple):
    """What to watch when everything has been watched."""

    title: str
    reason: str


class Guide(NamedTuple):
    """The order and its notes. ``entries`` are in the order to watch them in."""

    id: str
    title: str
    title_ja: str | None
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]
    """In the order of their anchors, ``before`` ahead of ``after``."""
    beyond: tuple[Beyond, ...]
    broadcast: Mapping[str, Fact]
    """Facts of the first broadcast, by name."""
    ids: Mapping[str, Mapping[str, Fact]]
    """The ids of other catalogues, by kind of entry."""
    place: Mapping[str, int]
    """Where in the order each entry stands."""
    about: str | None = None
    """What it is, in one sentence."""
    by: str | None = None
    """Who wrote it."""
    was: Mapping[str, str] = MappingProxyType({})
    """The present id of an entry for each id it had earlier."""

    @property
    def milestones(self) -> frozenset[str]:
        """The ids of the entries that stand out.

        They have a note that nobody may miss, or one that says more to those who know the end.
        """
        return frozenset(
            note.entry
            for note in self.notes
            if note.must or note.rewatch or note.audience == "rewatch"
        )

    def entry(self, entry_id: str) -> Entry:
        """The entry with that id; KeyError if the guide has none."""
        return self.entries[self.place[entry_id]]

    def between(self, first: Entry, last: Entry) -> tuple[Entry, ...]:
        """A range of entries, from either end; what is left out only if it is an end."""
        begin, end = sorted((self.place[first.id], self.place[last.id]))
        return tuple(
            entry
            for entry in self.entries[begin : end + 1]
            if not entry.is_left_out or entry.id in (first.id, last.id)
        )

    def by_part(self) -> Iterator[tuple[Part, tuple[Entry, ...]]]:
        """Each part with its entries, in order."""
        held: dict[str, list[Entry]] = {part.id: [] for part in self.parts}
        for entry in self.entries:
            held[entry.part].append(entry)
        for part in self.parts:
            yield part, tuple(held[part.id])

    def notes_at(self, entry_id: str) -> tuple[Note, ...]:
        """The notes anchored to an entry."""
        return tuple(note for note in self.notes if note.entry == entry_id)

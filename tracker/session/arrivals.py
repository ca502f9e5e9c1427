"""Which entries and which viewings the rows of a file mean, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from math import inf
from typing import NamedTuple

from tracker.domain import words
from tracker.domain.dates import evening
from tracker.domain.guide import Entry, Guide
from tracker.formats.rows import Count, Ids, Left, Reading, Row

ONE_PLAY = timedelta(minutes=30)
"""Two plays of an entry within that time are one: players report twice."""

# The weak ones are ids of a whole show, and mean something only together with a season.
_STRONG, _WEAK = ("mal", "anilist", "anidb"), ("tvdb", "trakt", "tmdb_tv")

Mapped = Mapping[tuple[int, int], Entry]
"""Which entry a number of a season is, as the viewer says."""


class Mark(NamedTuple):
    """What a file says about an entry."""

    entry: str
    source: str
    where: str
    do: str = "watched"
    at: str = ""
    position: int = 0
    text: str = ""
    rating: int = 0


class Arrived(NamedTuple):
    """What a file says about this guide."""

    viewings: Mapping[int, Sequence[Mark]]
    others: tuple[str, ...]
    """Where in the file things stand that belong to no entry of this guide."""
    left: tuple[Left, ...]
    """What was not understood."""
    reported: tuple[Left, ...]
    """What has no place here, or is not believed."""
    said: tuple[str, ...]
    """What had to be decided about the rest, to tell the viewer."""


def arrived(reading: Reading, guide: Guide, shown: Guide, mapped: Mapped, now: datetime) -> Arrived:
    """What the rows of a file mean in this guide; only entries that are ``shown`` are named."""
    return _Arriving(guide, shown, mapped, now).all(reading)


def instant(at: str) -> float:
    """The key to sort dates of plays by: unknown ones come first."""
    try:
        return datetime.fromisoformat(f"{at}{'0000-01-01'[len(at) :]}").timestamp()
    except (ValueError, OverflowError, OSError):
        return -inf


def is_one_play(at: str, other: str) -> bool:
    """Whether two times are so close that it was the same play; False if one is a date."""
    try:
        return abs(datetime.fromisoformat(at) - datetime.fromisoformat(other)) <= ONE_PLAY and (
            len(at) > 10 and len(other) > 10
        )
    except (ValueError, TypeError, OverflowError):
        return False


class _Arriving:
    """The rows of a file, while they are taken one by one."""

    def __init__(self, guide: Guide, shown: Guide, mapped: Mapped, now: datetime) -> None:
        self._guide, self._shown, self._mapped = guide, shown, mapped
        self._latest = (now + timedelta(days=1)).date()
        self._numbered = {(entry.kind.id, entry.number): entry for entry in guide.entries}
        self._others: list[str] = []
        self._left: list[Left] = []
        self._reported: list[Left] = []
        self._said: list[str] = []
        self._viewings: dict[int, dict[tuple[str, str], Mark]] = {}
        self._plays: dict[str, list[Mark]] = {}
        self._season_0: set[str] = set()
        self._kinds: dict[tuple[int, int], tuple[bool, str | None, int]] = {}
        """What each show is, by the identity of its table of ids: many rows share one."""

    def all(self, reading: Reading) -> Arrived:
        self._others += reading.others
        self._left += reading.left
        self._said += reading.said
        for row in reading.rows:
            self._row(row)
        counted: set[tuple[str, int]] = set()
        for count in reading.counts:
            if (count.source, count.viewing) in counted:
                self._reported.append(Left(count.where, "it is listed twice: the first counts"))
                continue
            counted.add((count.source, count.viewing))
            self._count(count)
        for aside in reading.asides:
            # Whose show it is does not depend on the season.
            if self._kind(aside.ids, 0)[0]:
                self._reported.append(Left(aside.where, aside.text))
        for plays in self._plays.values():
            self._share_out(plays)
        if self._season_0:
            taken = [entry for entry in self._shown.entries if entry.id in self._season_0]
            named = f": {words.span(taken, self._guide.entries)}" if taken else ""
            self._said.append(f"season 0 is taken by number{named}; --map can change that")
        viewings = {number: tuple(held.values()) for number, held in self._viewings.items()}
        return Arrived(
            viewings,
            tuple(self._others),
            tuple(self._left),
            tuple(dict.fromkeys(self._reported)),
            tuple(self._said),
        )

    def _row(self, row: Row) -> None:
        """One thing that happened."""
        if "guide" in row.ids:
            entry = self._guide.place.get(row.entry)
            if row.ids["guide"] != self._guide.id or (row.entry and entry is None):
                self._others.append(row.where)
            elif row.do == "began":
                self._viewings.setdefault(row.viewing, {})
            else:
                self._add(row.viewing, self._mark(row, row.entry, row.at))
            return
        is_ours, found = self._entry(row.ids, row.season, row.number)
        if not is_ours:
            self._others.append(row.where)
        elif found is None:
            named = f"S{row.season:02}E{row.number:02}"
            why = f"{named} is not an entry here; --map {named}=ENTRY says which it is"
            self._left.append(Left(row.where, why))
        else:
            if not row.season and (row.season, row.number) not in self._mapped:
                self._season_0.add(found.id)
            mark = self._mark(row, found.id, self._believed(row.where, row.at))
            if row.viewing:
                self._add(row.viewing, mark)
            else:
                self._plays.setdefault(found.id, []).append(mark)

    def _count(self, count: Count) -> None:
        """That many of a kind, from the first."""
        is_ours, kind, _ = self._kind(count.ids, count.season)
        if not is_ours or kind is None:
            self._others.append(count.where)
            return
        numbers = sorted(number for of, number in self._numbered if of == kind)
        needed = [at for at in numbers if not self._numbered[kind, at].is_left_out]
        taken = [at for at in numbers if at <= count.watched]
        if count.is_whole and not count.watched:
            taken = needed
        if count.watched > numbers[-1]:
            self._left.append(Left(count.where, f"{count.watched} of {numbers[-1]} is impossible"))
            return
        if count.claim and taken != numbers:
            why = f"it says {count.claim}, but {count.watched} watched: only these are believed"
            self._reported.append(Left(count.where, why))
        if not taken:
            return
        entries = [self._entry(count.ids, count.season, at)[1] for at in taken]
        dates = {at: self._believed(count.where, when) for at, when in count.dates.items()}
        if count.start and evening(dates.get(1, "")) != evening(count.start):
            dates[1] = self._believed(count.where, count.start)
        if count.finish and taken[-1] >= needed[-1]:
            finish = self._believed(count.where, count.finish)
            if evening(dates.get(taken[-1], "")) != evening(finish) or len(taken) == 1:
                dates[taken[-1]] = finish
        for at, entry in zip(taken, entries, strict=True):
            if entry:
                mark = Mark(entry.id, count.source, count.where, at=dates.get(at, ""))
                self._add(count.viewing, mark)
        seen = [entry for entry in entries if entry and entry.id in self._shown.place]
        more = f" and {len(taken) - len(seen)} more" if len(seen) < len(taken) else ""
        what = (
            f"{words.span_in_sentence(seen, self._guide.entries)}{more}"
            if seen
            else f"1–{taken[-1]}"
        )
        self._said.append(f"{count.where}: {len(taken)} watched is taken as {what}")

    def _share_out(self, plays: list[Mark]) -> None:
        """Assign the plays of an entry to viewings, in the order of time."""
        in_time = sorted(plays, key=lambda mark: instant(mark.at))
        before, viewing = None, 0
        for mark in in_time:
            if before and is_one_play(before.at, mark.at):
                text = f"within half an hour of {before.where}: the same play"
                self._reported.append(Left(mark.where, text))
                continue
            before, viewing = mark, viewing + 1
            self._add(viewing, mark)

    def _add(self, viewing: int, mark: Mark) -> None:
        held = self._viewings.setdefault(viewing, {})
        what = "marked" if mark.do in ("watched", "skipped", "stopped") else mark.do
        key = (mark.entry, f"{what} {mark.text}" if what == "remarked" else what)
        known = held.setdefault(key, mark)
        if known is not mark and known._replace(where="", source="") != mark._replace(
            where="", source=""
        ):
            self._reported.append(
                Left(mark.where, f"{known.where} says otherwise, and comes first")
            )

    def _mark(self, row: Row, entry: str, at: str) -> Mark:
        return Mark(entry, row.source, row.where, row.do, at, row.position, row.text, row.rating)

    def _believed(self, where: str, at: str) -> str:
        """A date as it is saved, UTC as local time; none for a date that is still to come."""
        if len(at) <= len("2026-11-22"):
            is_believed = at <= self._latest.isoformat()
        else:
            known = datetime.fromisoformat(at)
            if known.tzinfo in (None, UTC):
                with suppress(OverflowError):
                    known = known.astimezone()
                at = known.isoformat()
            is_believed = known.date() <= self._latest
        if not is_believed:
            self._reported.append(Left(where, f"{at} is still to come: taken without a date"))
            return ""
        return at

    def _entry(self, ids: Ids, season: int, number: int) -> tuple[bool, Entry | None]:
        """Whether it belongs to this guide, and which entry it is."""
        is_ours, kind, first = self._kind(ids, season)
        if kind is not None and any(name in ids for name in _STRONG):
            facts = self._guide.ids[kind]
            known = [facts.get(f"{name}_season") for name in ("tvdb", "trakt", "tmdb")]
            season = next((each for each in known if isinstance(each, int)), -1)
        if is_ours and (season, number) in self._mapped:
            return True, self._mapped[season, number]
        return is_ours, self._numbered.get((kind or "", number - first + 1))

    def _kind(self, ids: Ids, season: int) -> tuple[bool, str | None, int]:
        """Whether the show belongs to this guide, its kind, and the number of its first entry."""
        key = id(ids), season
        if key not in self._kinds:
            self._kinds[key] = _kind(self._guide, ids, season)
        return self._kinds[key]


def _kind(guide: Guide, ids: Ids, season: int) -> tuple[bool, str | None, int]:
    strong = [name for name in _STRONG if name in ids]
    is_ours = False
    for name in strong or [name for name in _WEAK if name in ids]:
        catalogue = name.removesuffix("_tv")
        for kind, facts in guide.ids.items():
            if str(facts.get(name)) != ids[name]:
                continue
            is_ours = True
            if strong or facts.get(f"{catalogue}_season", 1) == season:
                first = str(facts.get(f"{catalogue}_numbers", "1")).partition("-")[0]
                return True, kind, int(first) if first.isdecimal() else 1
    return is_ours, None, 1

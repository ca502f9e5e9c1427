"""What the marks of a file mean, compared with what stands in the journal.

Nothing is ever cleared or unwatched, and if both say something, the journal is right. Events name
where they came from, so that the same file brings nothing twice; what the viewer cleared since
stays cleared, except by a reset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

from tracker.domain import words
from tracker.domain.dates import AnyDate, dated, evening, extent
from tracker.domain.guide import Guide
from tracker.domain.journal import Event
from tracker.domain.passes import MARKS, Pass, passes, standing
from tracker.domain.union import Fields, Json
from tracker.formats.rows import Left
from tracker.session.arrivals import Arrived, Mark, instant, is_one_play

NEW = "new"
"""Says that a viewing is to be a pass of its own."""


class Weighed(NamedTuple):
    """What is new in a file, and what becomes of the rest."""

    happened: tuple[Fields, ...]
    """What has to be recorded, as one step."""
    new: int
    dated: int
    """How many marks that already stand get a more exact date."""
    there: int
    left_alone: tuple[Left, ...]
    passes: tuple[int, ...]
    first: AnyDate | None
    last: AnyDate | None


def weighed(
    arrived: Arrived, guide: Guide, lived: Sequence[Event], wish: int | str | None, now: str
) -> Weighed:
    """What in a file is new to a viewer with these events, and in which passes.

    ``wish`` is the pass for the first viewing of the file, or `NEW`.
    """
    return _Weighing(guide, lived, now).all(arrived, wish)


def same(at: str, other: str) -> bool:
    """Whether two dates agree as far as the less exact one goes; no date agrees with any."""
    if len(at) > len(other):
        at, other = other, at
    if len(at) > len("2026-11-22"):
        return at == other or is_one_play(at, other)
    days = {other[:10], str(evening(other))}
    return any(day.startswith(at) for day in days)


def is_finer(at: str, other: str) -> bool:
    """Whether a date is more exact than another."""
    return min(len(at), 11) > min(len(other), 11)


class _Weighing:
    """The marks of a file, while they are compared with a viewer's events."""

    def __init__(self, guide: Guide, lived: Sequence[Event], now: str) -> None:
        self._guide, self._now = guide, now
        self._passes = {each.number: each for each in passes(lived)}
        self._before = dict(self._passes)
        """Those that were there: a pass that the file itself opens takes no other viewing."""
        self._last = max(self._passes)
        stands = {event.id for event in standing(lived)}
        here = [event for event in lived if not event.undone]
        # A clear that names no entry is a reset: what it cleared is as if it had never been.
        reset = {
            key
            for event in here
            if event.do == "cleared" and not event.entry
            for key in event.clears or ()
        }
        self._known: dict[tuple[int, str], list[Event]] = {}
        for event in here:
            if event.id in stands or event.id not in reset:
                self._known.setdefault((event.number, event.entry), []).append(event)
        last = self._passes[self._last]
        self._under_way = self._last if self._is_under_way(last) else None
        """The pass that no older viewing may complete."""
        self._is_empty = not any(each.marks for each in self._passes.values())
        self._happened: list[Fields] = []
        self._alone: list[Left] = []
        self._there = self._dated = self._new = 0
        self._days: list[AnyDate] = []
        self._touched: set[int] = set()

    def all(self, arrived: Arrived, wish: int | str | None) -> Weighed:
        held = False
        taken: set[int] = set()
        for at, (viewing, marks) in enumerate(sorted(arrived.viewings.items())):
            number: int | str
            if isinstance(wish, int):
                number = wish + at
            elif wish == NEW:
                number = self._as_new(marks)
            else:
                number = self._placed(viewing, marks, taken, after_held=held)
            if isinstance(number, str):
                held = True
                self._alone += [Left(mark.where, number) for mark in marks]
                continue
            taken.add(number)
            self._take(number, marks)
        first, last = extent(set(self._days))
        return Weighed(
            tuple(self._happened),
            self._new,
            self._dated,
            self._there,
            tuple(self._alone),
            tuple(sorted(self._touched)),
            first,
            last,
        )

    # Which pass

    def _placed(
        self, viewing: int, marks: Sequence[Mark], taken: set[int], *, after_held: bool
    ) -> int | str:
        """The pass that a viewing is: the one of its number, or one with the same dates.

        Or why it has to wait.
        """
        mine = self._passes.get(viewing)
        if mine and viewing not in taken and not self._is_another(marks, mine):
            return viewing
        for number, each in self._before.items():
            if number not in taken:
                alike, otherwise = self._likeness(marks, each)
                if alike > otherwise:
                    return number
        if mine:
            return self._another(mine)
        last = self._passes[self._last]
        would_end = last.number == self._under_way and self._is_under_way(last)
        if would_end and (after_held or self._is_older(marks, last)):
            return self._another(last)
        return viewing

    def _as_new(self, marks: Sequence[Mark]) -> int | str:
        """The number of a new pass, or of one that already is this viewing; or why it waits."""
        wanted = {(mark.entry, mark.source, mark.at) for mark in marks if mark.do in MARKS}
        for number, each in self._before.items():
            known = {(e.entry, e.source, e.at) for e in each.marks.values() if e.source}
            if wanted and wanted == known:
                return number
        if self._is_empty and not self._touched:
            return self._last
        if self._last == self._under_way:
            return f"a new pass has to wait until pass {self._last} is finished"
        return self._last + 1

    def _is_another(self, marks: Sequence[Mark], pass_: Pass) -> bool:
        alike, otherwise = self._likeness(marks, pass_)
        return otherwise > alike

    def _likeness(self, marks: Sequence[Mark], pass_: Pass) -> tuple[int, int]:
        """How many entries have the same date in a file and a pass, and how many another."""
        alike = otherwise = 0
        for mark in marks:
            known = pass_.viewing(mark.entry)
            if mark.do != "watched" or not known or not mark.at or not dated(known.at):
                continue
            if same(mark.at, known.at) or _is_a_day_off(mark.at, known.at):
                alike += 1
            else:
                otherwise += 1
        return alike, otherwise

    def _another(self, pass_: Pass) -> str:
        number = pass_.number
        under_way = self._is_under_way(pass_)
        how = f"once pass {number} is finished" if under_way else "as a pass of its own"
        return f"by its dates, not the viewing of pass {number}: --pass new takes it {how}"

    def _is_under_way(self, pass_: Pass) -> bool:
        return bool(pass_.marks) and bool(pass_.to_watch(self._guide))

    @staticmethod
    def _is_older(marks: Sequence[Mark], pass_: Pass) -> bool:
        theirs = max((instant(mark.at) for mark in marks if mark.at), default=None)
        ours = max((instant(mark.at) for mark in pass_.marks.values() if mark.at), default=None)
        return theirs is not None and ours is not None and theirs < ours

    # What is new

    def _take(self, number: int, marks: Sequence[Mark]) -> None:
        """Record what its pass lacks of a viewing."""
        if number not in self._passes:
            source = next((mark.source for mark in marks), "csv")
            self._happened.append(self._event("began", number, source))
            self._touched.add(number)
            self._passes[number] = Pass(number, {}, {}, {}, {})
            self._last = max(self._last, number)
        pass_ = self._passes[number]
        watched = dict(pass_.marks)
        for mark in self._in_order(marks):
            why, is_dated = self._against(mark, pass_)
            if why is None:
                self._there += 1
            elif why:
                self._alone.append(Left(mark.where, why))
            else:
                self._happened.append(self._event(mark.do, number, mark.source, mark))
                self._touched.add(number)
                self._dated += is_dated
                self._new += not is_dated
                if mark.do in MARKS:
                    watched[mark.entry] = Event("", mark.do, entry=mark.entry, at=mark.at)
                if mark.do == "watched" and (when := dated(mark.at)):
                    self._days.append(when)
        self._passes[number] = pass_._replace(marks=watched)

    def _in_order(self, marks: Sequence[Mark]) -> list[Mark]:
        """In the order of time; marks without a date follow the one before them in the guide."""
        place, reached = self._guide.place, -inf
        when = {}
        for mark in sorted(marks, key=lambda mark: place[mark.entry]):
            reached = instant(mark.at) if mark.at else reached
            when[mark] = reached
        is_ours = any(mark.source == "csv" or mark.do != "watched" for mark in marks)
        # Our own file has them in the order in which they were made.
        return (
            [*marks] if is_ours else sorted(when, key=lambda mark: (when[mark], place[mark.entry]))
        )

    def _against(self, mark: Mark, pass_: Pass) -> tuple[str | None, bool]:
        """Why a mark is left alone: empty if it is new, None if it is already there.

        And whether it is new only as a more exact date.
        """
        known = self._known.get((pass_.number, mark.entry), [])
        if mark.do in ("rated", "remarked"):
            return self._against_words(mark, [each for each in known if each.do == mark.do]), False
        stands = pass_.marks.get(mark.entry)
        brought = [each for each in known if each.source and each.do in MARKS]
        if stands is None:
            return ("you cleared it here" if brought else ""), False
        if mark.do != "watched":
            return None if stands.do == mark.do else f"it is {stands.do} here", False
        if stands.do != "watched":
            return "", False
        if not mark.at or any(
            each.source == mark.source
            and each.do == "watched"
            and same(mark.at, each.at)
            and not is_finer(mark.at, each.at)
            for each in brought
        ):
            return None, False
        if dated(stands.at) is None:
            return "", True
        if same(mark.at, stands.at):
            return ("", True) if is_finer(mark.at, stands.at) else (None, False)
        return f"{_when(mark.at)} there, {_when(stands.at)} here, which stays", False

    @staticmethod
    def _against_words(mark: Mark, known: Sequence[Event]) -> str | None:
        """The same for a rating or a remark: what the viewer said or removed here stays."""
        if not known:
            return ""
        is_same = (known[-1].rating, mark.text) == (mark.rating, mark.text)
        if mark.do == "remarked":
            is_same = any(each.text == mark.text for each in known)
        return None if is_same else f"you {mark.do} it differently here"

    def _event(self, do: str, number: int, source: str, mark: Mark | None = None) -> Fields:
        """An event: without a date if none is known, but with the time it was recorded."""
        fields: dict[str, Json] = {"do": do, "guide": self._guide.id, "pass": number}
        if mark:
            fields |= {"entry": mark.entry}
            given: Mapping[str, Json] = {
                "at": mark.at,
                "position": mark.position if do == "stopped" else 0,
                "text": mark.text if do == "remarked" else "",
                "rating": mark.rating if do == "rated" else 0,
            }
            fields |= {name: value for name, value in given.items() if value}
        return {**fields, "recorded": self._now, "from": source}


def _is_a_day_off(at: str, other: str) -> bool:
    """Whether two evenings are at most a day apart: in another time zone it was another day."""
    mine, theirs = evening(at), evening(other)
    return mine is not None and theirs is not None and abs((mine - theirs).days) <= 1


def _when(at: str) -> str:
    """A date in a line, with its time if it has one."""
    when = dated(at)
    said = words.short_full_date(when) if when else at
    return f"{said}, {at[11:16]}" if len(at) > len("2026-11-22") else said

"""Where one goes in the history: what is chosen after a step, in each of its views."""

from __future__ import annotations

from datetime import date

from textual.geometry import Size

from tracker.domain.history import History, monday
from tracker.drawing import evenings, passes
from tracker.drawing.page import CALENDAR, GAVE, PASSES, VIEWS, Chosen, is_roomy
from tracker.session.view import View

LEAP = 2
"""The month with a day that only leap years have, and the last day that it always has."""
LAST_IN_ALL = 28


class Roaming:
    """What can be gone to: days, weeks and years, passes, entries."""

    def __init__(self, view: View, lived: History) -> None:
        self._view, self._history, self._today = view, lived, view.today
        past = [day for day in lived.evenings if day <= view.today]
        self._first_year = min([*(day.year for day in past), view.today.year])
        self.begin = Chosen(
            CALENDAR, max(past, default=view.today), at=len(lived.diaries) - 1, entry=self._entry()
        )
        """What is chosen at first: the last evening, the last pass, what was rated last."""

    def turned(self, now: Chosen, to: str) -> Chosen:
        """Another view; the chosen day stays the same as far as that is in it."""
        if to == PASSES:
            return self.to_pass(now._replace(page=to), self._pass_of(now.day))
        if to == CALENDAR:
            day = min(now.day, self._today)
            return now._replace(page=to, day=day, year=None if now.year is None else day.year)
        return now._replace(page=to)

    def next_view(self, now: Chosen, by: int) -> Chosen:
        """The next view, or the one before; after the last comes the first."""
        return self.turned(now, VIEWS[(VIEWS.index(now.page) + by) % len(VIEWS)])

    def moved(self, now: Chosen, right: int, down: int, size: Size) -> Chosen:
        """What stands so far to the right and down."""
        if now.page == CALENDAR:
            return self.to_day(now, now.day.toordinal() + 7 * right + down, size)
        if now.page == GAVE:
            return self.to_entry(now, now.entry + right + down)
        if not down:
            return self.to_day_of_pass(now, _after(now.day, right), right)
        weeks, begins = passes.mondays(self._view, self._history, now.at), monday(now.day)
        if begins not in weeks:
            return now
        to = max(0, min(len(weeks) - 1, weeks.index(begins) + down))
        return self.to_day_of_pass(now, _after(weeks[to], (now.day - begins).days), 0)

    def far(self, now: Chosen, by: int) -> Chosen:
        """A year on or back in the calendar, a pass in the passes."""
        if now.page == PASSES:
            return self.to_pass(now, max(0, min(len(self._history.diaries) - 1, now.at + by)))
        if now.page == GAVE:
            return now
        year, day, today = (now.year or now.day.year) + by, now.day, self._today
        if year > today.year:
            return now._replace(year=None, day=day if day.year == today.year else today)
        year = max(self._first_year, year)
        within = min(day.day, LAST_IN_ALL) if day.month == LEAP else day.day
        return now._replace(year=year, day=min(day.replace(year=year, day=within), today))

    def to_end(self, now: Chosen, size: Size, *, last: bool) -> Chosen:
        """The first day, or today; the first evening of a pass, or its last; so with entries."""
        if now.page == GAVE:
            return self.to_entry(now, len(self._view.guide.entries) if last else 0)
        if now.page == CALENDAR:
            if last:
                return now._replace(day=self._today, year=None)
            return self.to_day(now, 0, size)
        days = [*self._history.diaries[now.at].evenings]
        return now._replace(day=days[-1 if last else 0]) if days else now

    def to_day(self, now: Chosen, ordinal: int, size: Size) -> Chosen:
        """A day in the calendar, between its first day and today."""
        shown = evenings.span(self._today, self._today, None, size.width)
        first = min(date(self._first_year, 1, 1), shown.first).toordinal()
        day = date.fromordinal(max(first, min(self._today.toordinal(), ordinal)))
        if now.year is None:
            return now._replace(day=day)
        both = (now.year, now.year - 1) if is_roomy(*size) else (now.year,)
        return now._replace(day=day, year=now.year if day.year in both else day.year)

    def to_pass(self, now: Chosen, at: int) -> Chosen:
        """A pass: the chosen day if that is in it, else its last evening."""
        weeks = passes.mondays(self._view, self._history, at)
        if not weeks or monday(now.day) in weeks:
            return now._replace(at=at)
        return now._replace(at=at, day=max(self._history.diaries[at].evenings))

    def to_day_of_pass(self, now: Chosen, day: date, direction: int) -> Chosen:
        """A day of the chosen pass; over weeks that are no rows, in that direction."""
        weeks = passes.mondays(self._view, self._history, now.at)
        if not weeks:
            return now
        if monday(day) not in weeks:
            after = [week for week in weeks if week > day]
            before = [_after(week, 6) for week in weeks if week < day]
            beyond = after[:1] if direction > 0 else before[-1:]
            if not beyond:
                return now
            day = beyond[0]
        last = max(self._today, *self._history.diaries[now.at].evenings)
        return now._replace(day=min(day, last))

    def to_entry(self, now: Chosen, at: int) -> Chosen:
        """An entry, by its place in the order."""
        return now._replace(entry=max(0, min(len(self._view.guide.entries) - 1, at)))

    def here(self, now: Chosen) -> str | None:
        """The id of the first entry of the chosen evening, or of the chosen entry."""
        if now.page == GAVE:
            return self._view.guide.entries[now.entry].id
        evening = self._history.evenings.get(now.day)
        entries = evening.entries if evening else ()
        if now.page == PASSES:
            entries = self._history.diaries[now.at].evenings.get(now.day, ())
        return entries[0].id if entries else None

    def _entry(self) -> int:
        """The last entry that was rated in this pass, or before; the first where none was."""
        place, given = self._view.guide.place, self._history.given
        return max((place[at] for at in given.now or given.then if at in place), default=0)

    def _pass_of(self, day: date) -> int:
        """The pass in which something was watched on a day, else the last that had begun."""
        diaries = [*enumerate(self._history.diaries)][::-1]
        watched = (at for at, diary in diaries if day in diary.evenings)
        begun = (at for at, diary in diaries if diary.evenings and min(diary.evenings) <= day)
        return next(watched, next(begun, len(diaries) - 1))


def _after(day: date, days: int) -> date:
    """So many days after a day, or the first or the last that there is."""
    ordinal = day.toordinal() + days
    return date.fromordinal(max(date.min.toordinal(), min(date.max.toordinal(), ordinal)))

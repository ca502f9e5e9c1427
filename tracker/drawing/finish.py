"""The end of a pass: the course complete, its figures, the best of it, and what comes after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from tracker.domain import outlook, words
from tracker.domain.dates import AnyDate
from tracker.domain.history import Diary
from tracker.domain.progress import State
from tracker.drawing import Line, cells
from tracker.drawing.course import drawn
from tracker.drawing.gave import ranked
from tracker.drawing.lines import beside
from tracker.drawing.rim import Light
from tracker.session.view import View

PROSE = 76
"""Cells of a line of prose."""
THREE, TWO, LOW = 120, 80, 18
"""From so many cells on there are three columns, or two; under so many lines there is no course."""
_HUGE = (180, 50)
"""Cells and lines of a window that has room for a larger course."""
NAME = 11
"""Cells of the name of a figure."""
BEST = 5
"""How many of the best are told."""
_REMARK = 6
"""Lines of what was written last, where it stands in a column."""


def finish(view: View, diary: Diary, width: int, height: int, light: Light) -> list[Line]:
    """The lines of the page, for a window so wide of which so many lines are to be seen."""
    wide, high = _course_size(width, height)
    left = (width - wide) // 2 if width >= TWO else 1
    lines: list[Line] = []
    if width >= TWO and height >= LOW:
        inside = ("All of it", words.span_of_days(diary.first, diary.last) if diary.first else "")
        rows = drawn(view.course, wide, high, light, inside if diary.done else None)
        lines += [((" " * left, "text"), *row) for row in rows]
        lines += [()] * (2 if height >= high + 20 else 1)
    if width >= THREE:
        at = (left, left + wide * 35 // 100, left + wide * 69 // 100)
        rooms = (at[1] - at[0] - 2, at[2] - at[1] - 2, wide * 31 // 100)
        columns = _figures(view, diary, rooms[0]), _best(view, rooms[1]), _written(view, rooms[2])
        # An empty column leaves no gap.
        lines += beside([*filter(None, columns)], at)
    elif width >= TWO:
        second = left + (wide + 4) // 2
        figures = _figures(view, diary, second - left - 2)
        lines += beside([figures, _best(view, width - second - 1)], (left, second))
        lines += _written_below(view, left, width)
    else:
        lines += _under([_figures(view, diary, width - 2), _best(view, width - 2)])
        lines += _written_below(view, left, width)
    lines.append(())
    return [*lines, *_afterwards(view, left, max(1, min(PROSE, width - left - 1)))]


def _course_size(width: int, height: int) -> tuple[int, int]:
    """How large the course is in a window."""
    if width >= _HUGE[0] and height >= _HUGE[1]:
        return width - 24, 26
    return (100 if width >= THREE else width - 2), max(8, min(14, height - 18))


def _figures(view: View, diary: Diary, width: int) -> list[Line]:
    """What the pass took, each figure with its name."""
    evenings = outlook.evenings(view.progress)
    seconds = Counter[date]()
    for entry, when in evenings.items():
        if entry in view.guide.place and view.progress.marks[entry].do == "watched":
            seconds[when] += view.guide.entry(entry).seconds
    named: list[tuple[str, str]] = []
    if seconds:
        many = f"{len(seconds)}"
        days = f", in {words.count(diary.length, 'day')}" if diary.length > 1 else ""
        longest = max(sorted(seconds), key=lambda when: seconds[when])
        named = [
            ("Evenings", f"{many}{days}"),
            (
                "Longest",
                f"{words.duration(seconds[longest])} on {words.near_date(longest, view.today)}",
            ),
        ]
    if diary.first and diary.last:
        named += [
            ("First", _weekday(diary.first, view.today)),
            ("Last", _weekday(diary.last, view.today)),
        ]
    if diary.ratings:
        named.append(("Given", words.average(diary.ratings.values())))
    named = named or [("Watched", words.undated(diary.entries))]
    return [
        (("This pass", "title"),),
        *(
            ((f"{name:{NAME}}", "quiet"), (cells.shortened(said, max(1, width - NAME)), "text"))
            for name, said in named
        ),
    ]


def _best(view: View, width: int) -> list[Line]:
    """What was given most; nothing where nothing was given."""
    given, guide = view.progress.passes[-1].ratings, view.guide
    rated = [entry for entry in guide.entries if entry.id in given]
    best = sorted(rated, key=lambda entry: -given[entry.id])[:BEST]
    lines: list[Line] = [(("The best", "title"),)] if best else []
    return [*lines, *ranked(best, given, ("key", "strong"), width)]


def _latest(view: View) -> tuple[str, str]:
    """What was written last in the pass, and on what; empty where nothing was."""
    remarks = view.progress.passes[-1].remarks
    written = [
        (event, entry)
        for entry in view.guide.entries
        for event in remarks.get(entry.id, ())
        if event.text
    ]
    if not written:
        return "", ""
    last, entry = max(written, key=lambda pair: (pair[0].at, pair[0].id))
    when = date.fromisoformat(last.at[:10]) if len(last.at) >= len("2026-11-22") else None
    said = words.remark_line([last])
    return f"{entry.name} · {words.near_date(when, view.today)}" if when else entry.name, said


def _written(view: View, width: int) -> list[Line]:
    """What was written last, in a column."""
    on, said = _latest(view)
    if not said:
        return []
    wrapped = list(cells.wrapped(said, width))
    if len(wrapped) > _REMARK:
        rest = f"{wrapped[_REMARK - 1]} {wrapped[_REMARK]}"
        wrapped = [*wrapped[: _REMARK - 1], cells.shortened(rest, width)]
    head: list[Line] = [(("What you wrote last", "title"),), ((on, "quiet"),)]
    return [*head, *(((line, "text"),) for line in wrapped)]


def _written_below(view: View, left: int, width: int) -> list[Line]:
    """The same where there is no room for a column of it."""
    _, said = _latest(view)
    if not said:
        return []
    name = f"{'You wrote':{NAME}}"
    wrapped = cells.wrapped(said, max(1, min(PROSE, width - left - 1) - len(name)))
    return [
        (),
        *(
            ((" " * left, "text"), (name if not at else " " * len(name), "quiet"), (line, "text"))
            for at, line in enumerate(wrapped)
        ),
    ]


def _afterwards(view: View, left: int, width: int) -> list[Line]:
    """That all is kept, what another pass brings, what was left out, and what to watch next."""
    guide, progress = view.guide, view.progress
    before = "this time" if progress.number == 1 else "in the passes before"
    said = f"Everything is kept. Another pass begins at {guide.entries[0].in_sentence} and shows"
    said += f" what you gave and wrote {before}"
    more = any(note.rewatch or note.audience == "rewatch" for note in guide.notes)
    is_new = progress.number == 1 and more
    said += "; a few notes are added that only make sense once the end is known." if is_new else "."
    out = [
        entry.in_sentence
        for entry in guide.entries
        if progress.state(entry) in (State.LEFT_OUT, State.SKIPPED)
    ]
    if out:
        said += f" Left out or skipped, if you are curious: {words.series(out)}."
    lines = [(("Afterwards", "title"),), *_prose(said, width)]
    if guide.beyond:
        lines += [(), (("What to watch next", "title"),)]
    for beyond in guide.beyond:
        first, *rest = cells.wrapped(f"{beyond.title}. {beyond.reason}", width)
        name = first[: len(beyond.title) + 1]
        lines.append(((name, "strong"), (first[len(name) :], "text")))
        lines += [((line, "text"),) for line in rest]
    return [((" " * left, "text"), *line) if line else () for line in lines]


def _prose(said: str, width: int) -> list[Line]:
    return [((line, "text"),) for line in cells.wrapped(said, width)]


def _under(columns: Sequence[Sequence[Line]]) -> list[Line]:
    """Columns one under the other."""
    lines: list[Line] = []
    for column in filter(None, columns):
        lines += [*([()] if lines else []), *(((" ", "text"), *line) for line in column)]
    return lines


def _weekday(when: AnyDate, today: date) -> str:
    """``Saturday 4 October``, or as much of it as is known."""
    return words.weekday(when, today) if isinstance(when, date) else words.full_date(when)

"""The card of an entry: what there is to know about it, and below it the outlook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

from tracker.domain import charts, dates, outlook, words
from tracker.domain.guide import Entry
from tracker.domain.passes import Pass
from tracker.domain.progress import State
from tracker.drawing import Run
from tracker.drawing.cells import wrapped
from tracker.drawing.order import NEXT_UP, playing
from tracker.session.view import View

DAYS = 56
"""How many days the outlook looks back."""
ROOMY = 28
"""From so many lines on, there is room for the outlook below the card."""


class Cards:
    """The cards of all entries of a view. What is the same for every entry is worked out once."""

    def __init__(self, view: View, key_of: Callable[[str], str]) -> None:
        """``key_of`` tells the viewer's key for a command."""
        self._view, self._key_of = view, key_of
        self._recalled: dict[bool, str] = {}
        """What is recalled of the last time, briefly or not."""
        self._outlooks: dict[int, list[Run]] = {}
        """The outlook, by its width."""

    def drawn(
        self, entry: Entry, width: int, height: int, *, is_resuming: bool, is_wide: bool
    ) -> list[Run]:
        """The card in lines of so many cells, as much of it as goes into so many lines.

        ``is_resuming`` recalls the last time, ``is_wide`` shows the outlook where there is room.
        """
        foot: list[Run] = []
        if is_wide and height >= ROOMY:
            foot = self._outlook(width)
            height -= len(foot) + bool(foot)
        lines = self._lines(entry, width, is_resuming=is_resuming)
        if len(lines) > height and is_resuming:
            lines = self._lines(entry, width, is_resuming=True, briefly=True)
        if len(lines) > height:
            lines = [(text, look) for text, look in lines if text]
        if len(lines) > height > 0:
            lines = [*lines[: height - 1], (f"… {self._key_of('read')} reads on", "quiet")]
        if foot:
            lines += [("", "text")] * (height - len(lines) + 1) + foot
        return [(text.rstrip(), look if text else "text") for text, look in lines]

    def _lines(
        self, entry: Entry, width: int, *, is_resuming: bool, briefly: bool = False
    ) -> list[Run]:
        progress = self._view.progress
        # What was last is of use where the walk goes on, and in the way everywhere else.
        is_resuming = is_resuming and entry.id == (progress.next_up or progress.latest)
        if is_resuming and briefly not in self._recalled:
            self._recalled[briefly] = recall(self._view, briefly=briefly)
        recalled = self._recalled[briefly] if is_resuming else ""
        return [
            (line, look)
            for text, look in card(self._view, entry, recalled)
            for line in wrapped(text, width)
        ]

    def _outlook(self, width: int) -> list[Run]:
        if width not in self._outlooks:
            self._outlooks[width] = [*ahead(self._view, width, self._key_of("outlook"))]
        return self._outlooks[width]


def card(view: View, entry: Entry, recalled: str = "") -> list[Run]:
    """The paragraphs of an entry's card, below what is recalled of the last time."""
    progress = view.progress
    lines: list[Run] = []
    if recalled:
        lines += [(recalled, "resume"), ("", "text")]
    minutes = f"{entry.minutes} min"
    lines.append((f"{entry.name} · {minutes}" if entry.title else minutes, "name"))
    lines.append((entry.title or entry.name, "title"))
    japanese = " · ".join(text for text in (entry.title_ja, entry.romaji) if text)
    if japanese:
        lines.append((japanese, "quiet"))
    if entry.other_titles:
        lines.append((f"also: {words.series(entry.other_titles)}", "quiet"))
    about = " · ".join(
        text for text in (entry.arc, entry.aired and words.full_date(entry.aired)) if text
    )
    if about:
        lines.append((about, "quiet"))
    lines += [("", "text"), (state(view, entry), "state")]
    if entry.reason:
        lines.append((entry.reason, "text"))
    *earlier, now = progress.passes
    if remark := words.remark(now.remarks.get(entry.id, ())):
        lines += [("", "text"), *((line, "remark") for line in remark.splitlines())]
    for before in reversed(earlier):
        lines += _earlier(before, entry)
    for note in view.guide.notes_at(entry.id):
        lines += [("", "text"), (note.title, "note-title")]
        lines += [
            (part, "text") for text in words.note_text(note).split("\n\n") for part in (text, "")
        ][:-1]
    if progress.next_up is None and entry.id == progress.latest:
        lines += [("", "text"), (f"{words.all_watched(progress)}.", "note-title")]
        lines += [(text, "text") for text in words.figures(outlook.figures(progress))]
    return lines


def ahead(view: View, width: int, key: str) -> Iterator[Run]:
    """The outlook: the entries of each of the last days as bars, and when all will be done.

    ``key`` is what opens the plan.
    """
    progress, today = view.progress, view.today
    watched = Counter((today - day).days for day in outlook.evenings(progress).values())
    days = min(DAYS, width)
    counts = [watched[ago] for ago in reversed(range(days))]
    if not any(counts):
        return
    first = words.short_day(today - timedelta(days=days - 1))
    yield "Outlook", "note-title"
    for bar in charts.bars(counts, 2):
        yield bar, "bar"
    yield f"{first:{days - 5}}today", "quiet"
    if progress.tally.left:
        yield f"{words.duration(progress.tally.left)} left; {key} plans them", "text"
    if forecast := words.forecast(progress, view.level, today):
        yield words.upper(forecast), "text"


def recall(view: View, *, briefly: bool = False) -> str:
    """``Last time: Tuesday, episodes 12–14``, and what was written; empty before there was one."""
    last = outlook.last_time(view.progress, view.today)
    if last is None:
        return ""
    said = words.last_time(last, view.progress, view.today)
    if briefly:
        return said
    remarks = view.progress.current.remarks
    wrote = [
        text
        for entry in (*last.watched, *((last.stopped,) if last.stopped else ()))
        if (text := words.remark(remarks.get(entry.id, ())))
    ]
    return f"{said}. You wrote: {words.shortened(wrote[-1], 80)}" if wrote else said


def state(view: View, entry: Entry) -> str:
    """The entry's state in words, with the glyph it has in the list."""
    progress = view.progress
    if view.playing and view.playing.entry == entry.id:
        return f"{playing(view.playing)}{', paused' if view.playing.is_paused else ''}"
    now, mark = progress.state(entry), progress.marks.get(entry.id)
    glyph = NEXT_UP if entry.id == progress.next_up else words.SIGNS[now].glyph
    said = words.state(progress, entry)
    if now is State.STOPPED:
        said += f", {words.duration(progress.left(entry))} left"
    elif mark and (when := dates.dated(mark.at)):
        said += f" {words.day(when, view.today)}"
    elif now is State.LEFT_OUT:
        said += " by the guide"
    if entry.id in progress.current.ratings:
        said += f" · {words.rating(progress.current.ratings[entry.id])}"
    return f"{glyph} {words.upper(said)}".strip()


def _earlier(before: Pass, entry: Entry) -> list[Run]:
    """When an entry was watched in an earlier pass, and what the viewer wrote and gave."""
    watched = before.viewing(entry.id)
    when = watched and dates.dated(watched.at)
    rating = before.ratings.get(entry.id, 0)
    remark = words.remark(before.remarks.get(entry.id, ()))
    if not (watched or remark or rating):
        return []
    texts = [
        f"Pass {before.number}",
        words.full_date(when) if when else "",
        words.rating(rating) if rating else "",
    ]
    about = " · ".join(text for text in texts if text)
    return [("", "text"), (about, "quiet"), *((line, "earlier") for line in remark.splitlines())]

"""The card of an entry: what there is to know about it, and below it the course."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.domain import dates, outlook, words
from tracker.domain.guide import Entry
from tracker.domain.passes import Pass
from tracker.domain.progress import Progress, State
from tracker.drawing import Line, Run, cells
from tracker.drawing.cells import wrapped
from tracker.drawing.order import NEXT_UP, playing
from tracker.drawing.outlook import BLANK, course, evenings, written
from tracker.drawing.rim import Light
from tracker.session.view import View

LONGEST = 76
"""Cells of a line of prose at most."""
TIGHT = 10
"""Lines below which a card leaves out what is not said of the pass."""
WIDE, HUGE = 59, 90
"""Cells from which on the course has room to be higher, and there is some for the last evenings."""
ROWS = (6, 8, 11, 14)
"""How high the course is at least; and at most, up to WIDE, up to HUGE, and from there on."""
TEXT = 15
"""Lines of a card that the course makes room for. By these alone it is as high as it is: it keeps
still from card to card, and yields only to a longer one."""
LEAST = (48, 26)
"""The cells and lines from which on it always stands."""
BROADEST = 100
EVENINGS = 3
"""Rows of the bars of the last evenings."""


class Cards:
    """The cards of all entries of a view. What is the same for every entry is worked out once."""

    def __init__(self, view: View, key: str, light: Light) -> None:
        """``key`` opens the whole of a card."""
        self._view, self._key, self._light = view, key, light
        self._feet: dict[tuple[int, int, bool], list[Line]] = {}
        """What stands below a card, by its width and height."""

    def drawn(self, entry: Entry, width: int, height: int, *, alone: bool) -> list[Line]:
        """The card in so many lines of so many cells: its text, and below it the course.

        As much of the text as there is room for. ``alone``: what stands below it has a place of
        its own, and there is room for what was written lately.
        """
        lines = self._text(entry, min(width, LONGEST), height, is_cut=False)
        if alone:
            text = self._text(entry, min(width, LONGEST), height, is_cut=True)
            return written(self._view, entry.id, text, width, height)
        foot = self._foot(width, height, height - len(lines))
        lines = self._text(entry, min(width, LONGEST), height - len(foot), is_cut=True)
        return [*lines, *[BLANK] * (height - len(lines) - len(foot)), *foot]

    def _text(self, entry: Entry, width: int, height: int, *, is_cut: bool) -> list[Line]:
        lines = _wrapped(card(self._view, entry), width, height)
        if height < TIGHT and len(lines) > height:
            paragraphs = (
                (text, look) for text, look in card(self._view, entry) if look != "detail"
            )
            lines = _wrapped(paragraphs, width, height)
        if height < TIGHT and len(lines) > height:
            lines = [line for line in lines if line]
        if is_cut and len(lines) > height > 0:
            lines = [*lines[: height - 1], ((f"… {self._key}: the whole card", "quiet"),)]
        return lines

    def _foot(self, width: int, height: int, left: int) -> list[Line]:
        """The course, as high as the window has room for, and the last evenings below it."""
        is_sure = width >= LEAST[0] and height >= LEAST[1]
        most = ROWS[1 + (width >= WIDE) + (width >= HUGE)]
        lately = [BLANK, *evenings(self._view, EVENINGS)] if width >= WIDE else []
        lately = lately if len(lately) > 1 else []
        rows = max(ROWS[0], min(most, height - TEXT - 3 - len(lately)))
        if left < rows + 3 + len(lately):
            lately = []
        if left < rows + 3:
            rows = ROWS[0]
        if left < rows + 3 and not is_sure:
            return []
        key = (width, rows, bool(lately))
        if key not in self._feet:
            drawn = course(self._view, min(width, BROADEST), rows, self._light)
            self._feet[key] = [BLANK, *drawn, *lately]
        return self._feet[key]


def _wrapped(paragraphs: Iterable[Run], width: int, height: int) -> list[Line]:
    """Paragraphs in lines of at most so many cells, until there are more than so many with text."""
    lines: list[Line] = []
    written = 0
    for text, look in paragraphs:
        if written > height:
            break
        broken = wrapped(text, width)
        lines += [((line, look),) if line else BLANK for line in broken]
        written += sum(map(bool, broken))
    return lines


def card(view: View, entry: Entry) -> Iterator[Run]:
    """The paragraphs of an entry's card, found as far as they are asked for."""
    progress = view.progress
    minutes = f"{entry.minutes} min"
    yield f"{entry.name} · {minutes}" if entry.title else minutes, "name"
    yield entry.title or entry.name, "title"
    japanese = " · ".join(text for text in (entry.title_ja, entry.romaji) if text)
    if japanese:
        yield japanese, "detail"
    if entry.other_titles:
        yield f"also: {words.series(entry.other_titles)}", "detail"
    about = " · ".join(
        text for text in (entry.arc, entry.aired and words.full_date(entry.aired)) if text
    )
    if about:
        yield about, "detail"
    yield "", "text"
    yield state(view, entry), "state" if _is_told(progress, entry) else "quiet"
    if entry.reason:
        yield entry.reason, "text"
    *earlier, now = progress.passes
    if remark := words.remark(now.remarks.get(entry.id, ())):
        yield "", "text"
        yield from ((line, "remark") for line in remark.splitlines())
    for before in reversed(earlier):
        yield from _earlier(before, entry)
    for note in view.guide.notes_at(entry.id):
        yield "", "text"
        yield note.title, "heading"
        for at, text in enumerate(words.note_text(note).split("\n\n")):
            if at:
                yield "", "text"
            yield text, "text"


def recall(view: View, width: int) -> str:
    """``Last time: Tuesday, episodes 12–14``, and in a wide window what was written.

    Empty before there was a last time.
    """
    last = outlook.last_time(view.progress, view.today)
    if last is None:
        return ""
    said = words.last_time(last, view.progress, view.today)
    remarks = view.progress.current.remarks
    wrote = [
        text
        for entry in (*last.watched, *((last.stopped,) if last.stopped else ()))
        if (text := words.remark_line(remarks.get(entry.id, ())))
    ]
    longer = f"{said}. You wrote: {cells.shortened(wrote[-1], 80)}" if wrote else said
    return longer if cells.width(longer) <= width else said


def _is_told(progress: Progress, entry: Entry) -> bool:
    """Whether there is something to be said of how an entry stands."""
    return entry.id == progress.next_up or progress.state(entry) is not State.TO_WATCH


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

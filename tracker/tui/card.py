"""The card of the highlighted entry, and the line above that says how far."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import lru_cache
from itertools import zip_longest

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer

from tracker.domain import charts, dates, outlook, words
from tracker.domain.guide import Entry
from tracker.domain.passes import Pass
from tracker.domain.progress import State
from tracker.session.view import View
from tracker.tui.frame import key_of
from tracker.tui.looks import Inked
from tracker.tui.order import NEXT_UP, regions

DAYS = 56
"""How many days the outlook looks back."""
ROOMY = 28
"""From so many lines on, there is room for the outlook below the card."""
LEAST_BAR = 8
"""Cells of the bar for which the rest of its line is shortened."""
GLOW = 0.6
"""Seconds that the bar glows when a mark lands."""
Line = tuple[str, str]
"""A text and the component class that it is drawn with."""


class Card(Inked):
    """What there is to know about the highlighted entry."""

    COMPONENT_CLASSES = {
        "card--resume",
        "card--name",
        "card--title",
        "card--quiet",
        "card--state",
        "card--remark",
        "card--earlier",
        "card--bar",
        "card--note-title",
        "card--text",
    }

    view: reactive[View | None] = reactive(None, repaint=False)
    cursor: reactive[str] = reactive("", repaint=False)
    resuming: reactive[bool] = reactive(default=True, repaint=False)
    """Whether to recall the last time: until something is marked in this sitting."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._recalled: dict[bool, str] = {}
        self._ahead: dict[int, list[Line]] = {}
        # What is the same for every entry of a view: found once, however long the history.

    def watch_view(self) -> None:
        """Draw what is so now."""
        self._recalled, self._ahead = {}, {}
        self._draw()

    def watch_cursor(self) -> None:
        """Draw another entry."""
        self._draw()

    def watch_resuming(self) -> None:
        """Recall, or no longer."""
        self._draw()

    def on_resize(self) -> None:
        """Fit the lines to the window."""
        self._draw()

    def render_line(self, y: int) -> Strip:
        """One line of the card."""
        text, component = self._lines[y] if y < len(self._lines) else ("", "text")
        style = self.ink(f"card--{component}")
        return Strip([Segment(text, style)]).adjust_cell_length(self.content_size.width, style)

    def _draw(self) -> None:
        """Repaint the lines that are not as they were: a key over a slow line sends only these."""
        before, self._lines = self._lines, self._wrapped()
        width, nothing = self.content_size.width, ("", "text")
        pairs = zip_longest(before, self._lines, fillvalue=nothing)
        changed = [y for y, (old, new) in enumerate(pairs) if old != new]
        if changed:
            self.refresh(*regions(changed, width))

    def _wrapped(self) -> list[Line]:
        """The card in lines, as much of it as there is room for."""
        width, height = self.content_size
        if self.view is None or self.cursor not in self.view.guide.place or not width:
            return []
        entry = self.view.guide.entry(self.cursor)
        foot: list[Line] = []
        if self.screen.has_class("-wide") and height >= ROOMY:
            if width not in self._ahead:
                self._ahead = {width: ahead(self.view, width, key_of(self, "outlook"))}
            foot = self._ahead[width]
            height -= len(foot) + bool(foot)
        lines = self._fitted(self.view, entry, width)
        if len(lines) > height and self.resuming:
            lines = self._fitted(self.view, entry, width, briefly=True)
        if len(lines) > height:
            lines = [(text, component) for text, component in lines if text]
        if len(lines) > height > 0:
            lines = [*lines[: height - 1], (f"… {key_of(self, 'read')} reads on", "quiet")]
        if foot:
            lines += [("", "text")] * (height - len(lines) + 1) + foot
        return [(text.rstrip(), component if text else "text") for text, component in lines]

    def _fitted(self, view: View, entry: Entry, width: int, *, briefly: bool = False) -> list[Line]:
        """The card in lines of so many cells."""
        if self.resuming and briefly not in self._recalled:
            self._recalled[briefly] = recall(view, briefly=briefly)
        recalled = self._recalled[briefly] if self.resuming else ""
        return [
            (line, component)
            for text, component in card(view, entry, recalled)
            for line in wrapped(text, width)
        ]


class ProgressLine(Inked):
    """How far, in one line."""

    COMPONENT_CLASSES = {
        "progress--title",
        "progress--done",
        "progress--glow",
        "progress--open",
        "progress--text",
    }

    view: reactive[View | None] = reactive(None, repaint=False)
    glowing: reactive[bool] = reactive(default=False)
    """Whether the bar glows, because a mark has just landed on the disk."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: list[Line] = []
        self._landed: tuple[str, int, int] | None = None
        # Whose marks were on the disk, of which pass, and how many.
        self._ember: Timer | None = None

    def watch_view(self, view: View | None) -> None:
        """Draw what is so now, if it is another; a mark that has landed glows."""
        if view is None:
            return
        self._draw()
        if not view.unsaved:
            before, progress = self._landed, view.progress
            self._landed = view.who, progress.number, progress.tally.watched
            if before and before[:2] == self._landed[:2] and before[2] < self._landed[2]:
                self._glow()

    def on_resize(self) -> None:
        """Fit the line to the window."""
        self._draw()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # Textual's signature
        """Title, bar and tally, as far as they fit."""
        glowing = {"done": "glow"} if self.glowing else {}
        parts = [
            Segment(text, self.ink(f"progress--{glowing.get(component, component)}"))
            for text, component in self._drawn
        ]
        return Strip(parts).adjust_cell_length(self.content_size.width, self.ink("progress--text"))

    def _draw(self) -> None:
        if (texts := self._texts()) != self._drawn:
            self._drawn = texts
            self.refresh()

    def _glow(self) -> None:
        """Glow for a moment. Nothing waits for it, and one frame ends it."""
        if self.app.animation_level != "none":
            if self._ember is not None:
                self._ember.stop()
            self.glowing = True
            self._ember = self.set_timer(GLOW, self._fade)

    def _fade(self) -> None:
        self.glowing = False

    def _texts(self) -> list[Line]:
        """The parts of the line, and what each is."""
        if self.view is None:
            return []
        view, width = self.view, self.content_size.width
        tally, texts = view.progress.tally, words.how_far(view.progress, view.level, view.today)
        while len(texts) > 1 and len(" · ".join(texts)) + 2 + LEAST_BAR > width:
            texts = texts[:-1]
        text, title = " · ".join(texts), view.guide.title
        if view.who:
            title = f"{words.clean(view.who)} · {title}"
        room = width - len(text) - 2
        if room < cell_len(title) + 3 + LEAST_BAR:
            title = ""
        bar = max(0, min(40, room - (cell_len(title) + 3 if title else 0)))
        done = bar * tally.watched // tally.total if tally.total else bar
        return [
            (f"{title}   " if title else "", "title"),
            ("━" * done, "done"),
            ("╌" * (bar - done), "open"),
            ("  " if bar else "", "text"),
            (text, "text"),
        ]


@lru_cache(maxsize=512)
def wrapped(text: str, width: int) -> tuple[str, ...]:
    """A paragraph in lines of so many cells; a card is seen again and again."""
    return tuple(line.plain for line in Content(text).wrap(width)) or ("",)


def card(view: View, entry: Entry, recalled: str = "") -> list[Line]:
    """The paragraphs of an entry's card, below what is recalled of the last time."""
    progress = view.progress
    lines: list[Line] = []
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
    for one in reversed(earlier):
        lines += before(one, entry)
    for note in view.guide.notes_at(entry.id):
        lines += [("", "text"), (note.title, "note-title")]
        lines += [
            (part, "text") for text in words.note_text(note).split("\n\n") for part in (text, "")
        ][:-1]
    if progress.next_up is None and entry.id == progress.latest:
        lines += [("", "text"), ("You have watched it all.", "note-title")]
        lines += [(text, "text") for text in words.figures(outlook.figures(progress))]
    return lines


def ahead(view: View, width: int, key: str) -> list[Line]:
    """The outlook: the entries of each of the last days as bars, and when all will be done.

    ``key`` is what opens the plan.
    """
    progress, today = view.progress, view.today
    watched = Counter((today - day).days for day in outlook.evenings(progress).values())
    days = min(DAYS, width)
    counts = [watched[ago] for ago in reversed(range(days))]
    if not any(counts):
        return []
    first = words.short_day(today - timedelta(days=days - 1))
    lines = [("Outlook", "note-title")]
    lines += [(row, "bar") for row in charts.bars(counts, 2)]
    lines.append((f"{first:{days - 5}}today", "quiet"))
    if progress.tally.left:
        lines.append((f"{words.duration(progress.tally.left)} left; {key} plans them", "text"))
    if forecast := words.forecast(progress, view.level, today):
        lines.append((words.upper(forecast), "text"))
    return lines


def recall(view: View, *, briefly: bool = False) -> str:
    """``Last time: Tuesday, episodes 12–14``, and what was written; empty before there was one."""
    last = outlook.last_time(view.progress)
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


def before(one: Pass, entry: Entry) -> list[Line]:
    """When an entry was watched in an earlier pass, and what the viewer wrote and gave."""
    watched = one.viewing(entry.id)
    when = watched and dates.evening(watched.at)
    texts = [
        f"Pass {one.number}",
        words.full_date(when) if when else "",
        words.rating(one.ratings[entry.id]) if entry.id in one.ratings else "",
    ]
    remark = words.remark(one.remarks.get(entry.id, ()))
    if not (watched or remark or texts[2]):
        return []
    about = " · ".join(text for text in texts if text)
    return [("", "text"), (about, "quiet"), *((line, "earlier") for line in remark.splitlines())]


def state(view: View, entry: Entry) -> str:
    """The entry's state in words, with the glyph it has in the list."""
    now = view.progress.state(entry)
    mark = view.progress.marks.get(entry.id)
    is_next = entry.id == view.progress.next_up
    glyph = NEXT_UP if is_next else words.GLYPHS[now]
    said = "next up" if is_next and now is State.TO_WATCH else now.value
    if mark and now is State.STOPPED:
        said += f" at {words.position(mark.position)}"
        said += f", {words.duration(max(0, entry.seconds - mark.position))} left"
    elif mark and (when := dates.evening(mark.at)):
        said += f" {words.day(when, view.today)}"
    elif now is State.LEFT_OUT:
        said += " by the guide"
    if now is State.TO_WATCH and entry.advice == "optional":
        said += ", optional"
    if entry.id in view.progress.current.ratings:
        said += f" · {words.rating(view.progress.current.ratings[entry.id])}"
    return f"{glyph} {words.upper(said)}".strip()

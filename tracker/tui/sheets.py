"""What opens over the walk: notes, cards, passes, plans. Each closes with a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click, Key
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker.domain import words
from tracker.domain.guide import Entry, Note
from tracker.domain.history import Diary
from tracker.domain.plan import Plan
from tracker.drawing import cells
from tracker.drawing.card import card
from tracker.drawing.diary import pages_of
from tracker.session.view import View
from tracker.tui.frame import key_of
from tracker.tui.keys import PASSES, of_page
from tracker.tui.looks import look
from tracker.tui.pages import Scrolled

WIDTH = 76
"""Cells of a sheet, where there is room; the style sheet says the same."""


class _Measured(VerticalScroll):
    """What scrolls on a sheet, as high as its text is beside the room of the scroll bar."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The height of the text. Textual would break its lines as if there were no bar."""
        room = width - self.styles.scrollbar_size_vertical
        return super().get_content_height(container, viewport, room)


class Sheet(Scrolled):
    """A page over the walk. Any of the usual keys turns it."""

    COMPONENT_CLASSES = {
        "sheet--title",
        "sheet--quiet",
        "sheet--key",
        "sheet--text",
        "sheet--remark",
    }

    def __init__(self) -> None:
        super().__init__()
        # Held, not looked for: on leaving a sheet may come to be without them.
        self._text, self._turn = Static(id="text"), Static(id="turn")
        self._scroll = _Measured(self._text, can_focus=False)

    def compose(self) -> ComposeResult:
        """The text, and under it the keys."""
        with Vertical(id="sheet"):
            yield self._scroll
            yield self._turn

    def on_mount(self) -> None:
        """Write the page."""
        self.write()

    def write(self) -> None:
        """Put the text of the page on the sheet."""
        self._text.update(self.text())
        self._tell_keys()
        self.call_after_refresh(self._tell_keys)

    def _tell_keys(self, before: str = "") -> None:
        """Write what the keys do; whether there is anything to scroll is known once it is drawn."""
        keys = f" · {key_of(self, 'page_down_line')} {key_of(self, 'page_up_line')} scroll"
        scroll = keys if self._scroll.max_scroll_y else ""
        self._turn.update(Content(f"{before}{self.keys()}{scroll}{self.about()}"))

    def text(self) -> Content:
        """What the page says."""
        raise NotImplementedError

    def keys(self) -> str:
        """What its keys do."""
        return f"{key_of(self, 'page_turn')} close"

    def about(self) -> str:
        """What stands behind the keys."""
        return ""

    def styled(self, *parts: tuple[str, str]) -> Content:
        """Texts, each with the component class it is drawn with, without an empty end."""
        return Content.assemble(
            *((text, look(self, f"sheet--{component}")) for text, component in parts)
        ).rstrip()

    def on_click(self, event: Click) -> None:
        """A click on the line of keys, or beside the sheet, turns the page."""
        under, _ = self.get_widget_at(*event.screen_offset)
        if under is self or under.id == "turn":
            self.action_turn()

    def action_copy(self) -> None:
        """Copy what the page says."""
        self.app.copy_to_clipboard(self.text().plain.strip())
        self._tell_keys("copied · ")


class NoteSheet(Sheet):
    """Notes whose moment has come, one a page."""

    def __init__(self, notes: Sequence[Note]) -> None:
        super().__init__()
        self.notes = tuple(notes)
        self._page = 0

    @property
    def note(self) -> Note:
        """The note of this page."""
        return self.notes[self._page]

    def text(self) -> Content:
        """What the note of this page says."""
        note = self.note
        self.set_class(note.must, "-must")
        return self.styled((f"{note.title}\n\n", "title"), (f"{words.note_text(note)}\n", "text"))

    def keys(self) -> str:
        """Which note of how many."""
        many = f" · {self._page + 1} of {len(self.notes)}" if len(self.notes) > 1 else ""
        does = "next" if self._page + 1 < len(self.notes) else "go on"
        return f"{key_of(self, 'page_turn')} {does}{many}"

    def action_turn(self) -> None:
        """Go on to the next note, and close after the last."""
        self._turn_to(self._page + 1)

    def action_close(self) -> None:
        """Close, but for a note that nobody may miss."""
        later = range(self._page + 1, len(self.notes))
        self._turn_to(next((page for page in later if self.notes[page].must), len(self.notes)))

    def _turn_to(self, page: int) -> None:
        if page == len(self.notes):
            self.dismiss(None)
            return
        self._page = page
        self.write()
        self.action_top()


class CardSheet(Sheet):
    """All of an entry's card, however long."""

    LOOKS = {
        "title": "title",
        "heading": "title",
        "state": "key",
        "text": "text",
        "remark": "remark",
    }
    """The looks of its paragraphs; all others are quiet."""

    def __init__(self, view: View, entry: Entry) -> None:
        super().__init__()
        self._view, self._entry = view, entry

    def text(self) -> Content:
        """The paragraphs of the card."""
        paragraphs = card(self._view, self._entry)
        return self.styled(
            *((f"{text}\n", self.LOOKS.get(component, "quiet")) for text, component in paragraphs)
        )


class NotesSheet(Sheet):
    """Every note so far, by part."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view

    def on_mount(self) -> None:
        """Begin with the latest."""
        self.call_after_refresh(self.action_bottom)

    def text(self) -> Content:
        """All notes, and how many are still ahead."""
        guide, parts = self._view.guide, []
        for part, entries in guide.by_part():
            notes = [note for entry in entries for note in guide.notes_at(entry.id)]
            if notes:
                parts.append((f"{words.upper(part.name)}\n\n", "quiet"))
            for note in notes:
                where = f"{note.side} {guide.entry(note.entry).in_sentence}"
                parts += [(note.title, "title"), (f"  {where}\n", "quiet")]
                parts.append((f"{words.note_text(note)}\n\n", "text"))
        ahead = self._view.ahead
        rest = f"{words.count(ahead, 'note')} still ahead" if ahead else "That is all of them"
        return self.styled(*parts, (f"{rest}\n", "quiet"))


class PassSheet(Sheet):
    """All of a pass to read, and from there those before and after it."""

    BINDINGS = [*of_page(PASSES)]

    def __init__(self, view: View, diaries: Sequence[Diary]) -> None:
        super().__init__()
        self._view, self._diaries = view, diaries
        self._at = len(diaries) - 1

    def text(self) -> Content:
        """The pass in figures, then entry by entry."""
        pass_, diary = self._view.progress.passes[self._at], self._diaries[self._at]
        looks = {"part": "title", "entry": "text", "remark": "remark"}
        # What the sheet itself takes of the window: border, padding and scroll bar.
        width = min(WIDTH, self.app.size.width) - 8
        figures = "\n".join(cells.packed(words.diary(diary).split(" · "), " · ", width))
        parts = [(f"Pass {pass_.number}\n", "title"), (f"{figures}\n", "quiet")]
        for text, what in pages_of(pass_, self._view.guide, width):
            parts.append((f"\n{text}\n" if what == "part" else f"{text}\n", looks[what]))
        return self.styled(*parts)

    def keys(self) -> str:
        """Which pass of how many."""
        many = len(self._diaries)
        before, after = key_of(self, "page_before"), key_of(self, "page_after")
        turn = f"{before} {after} other passes, {self._at + 1} of {many} · " if many > 1 else ""
        return f"{turn}{super().keys()}"

    def on_resize(self) -> None:
        """Fit the lines to the window."""
        self.write()

    def action_other(self, by: int) -> None:
        """Turn to another pass."""
        self._at = max(0, min(len(self._diaries) - 1, self._at + by))
        self.write()
        self.action_top()


class PlanSheet(Sheet):
    """Which evening which entries."""

    def __init__(self, view: View, planned: Plan) -> None:
        super().__init__()
        self._view, self._planned = view, planned

    def text(self) -> Content:
        """The plan in a sentence, then evening by evening."""
        view = self._view
        said = words.plan(self._planned, view.level, view.today)
        rows = "\n".join(words.plan_rows(self._planned, view.guide))
        return self.styled((f"{said}\n\n", "title"), (f"{rows}\n" if rows else "", "text"))

    def about(self) -> str:
        """Where the plan can be had for a calendar."""
        return " · layzner plan --ics for your calendar"


class DoctorSheet(Sheet):
    """The state of the file and its copies."""

    def __init__(self, report: Sequence[str]) -> None:
        super().__init__()
        self._report = report

    def text(self) -> Content:
        """The report, as the command line prints it."""
        return self.styled(("The file\n\n", "title"), ("\n".join(self._report) + "\n", "text"))


class ChoiceSheet(ModalScreen[str | None]):
    """A question with a few answers, a key each. Anything else is no answer."""

    def __init__(self, question: str, answers: Mapping[str, str]) -> None:
        """``answers`` are what each key means."""
        super().__init__()
        self._question, self._answers = question, answers

    def compose(self) -> ComposeResult:
        """The question and its keys."""
        with Vertical(id="sheet"):
            yield Static(Content(f"{self._question}\n"), id="text")
            for key, means in self._answers.items():
                yield Static(Content(f"{key}  {means}"), name=key, classes="answer")
            yield Static(Content("\nesc leave it as it is"), id="leave")

    def on_click(self, event: Click) -> None:
        """A click on an answer is as good as its key; one beside the sheet is no answer."""
        under, _ = self.get_widget_at(*event.screen_offset)
        if under is self or under.id == "leave":
            self.dismiss(None)
        elif under.name in self._answers:
            self.dismiss(under.name)

    def on_key(self, event: Key) -> None:
        """Close with the key of an answer, or with none."""
        event.stop()
        if event.key == "ctrl+c":
            self.app.exit()
        elif event.character in self._answers:
            self.dismiss(event.character)
        elif event.key in ("escape", "q", "n"):
            self.dismiss(None)

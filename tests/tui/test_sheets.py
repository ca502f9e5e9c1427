"""What opens over the walk: each sheet says what it has to, and closes with a key."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.containers import ScrollableContainer, VerticalScroll
from textual.screen import Screen
from textual.widgets import TextArea

from tests.support import REAL, SMALL, entries, mostly_slow, session
from tests.tui.screen import Host, Walk, compare, lived, opened, press, saved, text
from tracker.domain.guide import Note
from tracker.domain.plan import made
from tracker.drawing import cells
from tracker.session.sitting import Session
from tracker.storage.settings import Settings
from tracker.tui.app import LayznerApp
from tracker.tui.frame import DEFAULT
from tracker.tui.looks import look
from tracker.tui.remark import RemarkSheet
from tracker.tui.sheets import (
    CardSheet,
    ChoiceSheet,
    DoctorSheet,
    NoteSheet,
    NotesSheet,
    PassSheet,
    PlanSheet,
    Sheet,
)
from tracker.tui.welcome import Welcome

LONG = "\n\n".join(f"Paragraph {number} of a note that goes on." for number in range(40))
SHEETS: dict[str, Callable[[Session], Sheet]] = {
    "note": lambda sitting: NoteSheet(sitting.view.guide.notes[:1]),
    "must": lambda _: NoteSheet([note for note in REAL.notes if note.must]),
    "card": lambda sitting: CardSheet(sitting.view, REAL.entry("tv-08")),
    "notes": lambda sitting: NotesSheet(sitting.view),
    "passes": lambda sitting: PassSheet(sitting.view, sitting.history().diaries),
    "plan": lambda sitting: PlanSheet(
        sitting.view, made(sitting.view.progress, sitting.view.today, 5)
    ),
    "doctor": lambda _: DoctorSheet([f"Line {number} of the report." for number in range(60)]),
}
"""A sheet of each kind, as a viewer in the second pass has it."""


@asynccontextmanager
async def over(
    sheet: Screen[Any], size: tuple[int, int] = (80, 24), settings: Settings = DEFAULT
) -> AsyncIterator[tuple[Walk, list[object]]]:
    """A sheet over nothing; and what it was closed with, once it is."""
    app, closed_with = Host(settings=settings), list[object]()
    async with app.run_test(size=size) as pilot:
        await app.push_screen(sheet, closed_with.append)
        await pilot.pause()
        await pilot.pause()
        yield pilot, closed_with


def notes(*texts: str, must: str = "") -> list[Note]:
    """Notes that say these texts; nobody may miss those that ``must`` has the letter of."""
    note = SMALL.notes[0]
    return [
        note._replace(id=said, title=f"Note {said[0]}", text=said, must=said[0] in must)
        for said in texts
    ]


SIZES = (
    (20, 6), (40, 10), (59, 14), (60, 15), (60, 30), (79, 24), (80, 19), (80, 24), (100, 30),
    (119, 36), (120, 36), (160, 50), (200, 60), (240, 70),
)  # fmt: skip
BOXES: dict[str, Callable[[Session], Screen[Any]]] = {
    **SHEETS,
    "choice": lambda _: ChoiceSheet("Which?", {"y": "this", "b": "that"}),
    "remark": lambda _: RemarkSheet(REAL.entry("tv-08"), LONG, lambda _: None),
    "welcome": lambda sitting: Welcome(sitting.view),
}
"""Everything that has a frame."""


def margins(sheet: Screen[Any]) -> Iterator[tuple[str, int, int]]:
    """How far the texts of a box stand from its edges, left and right; a scroll bar is no text."""
    box = next(iter(sheet.query("#sheet") or sheet.query("Welcome > Vertical")))
    for widget in box.query("#text, #turn, #about, #words, .answer, #leave"):
        inside = widget.content_region
        if isinstance(widget, ScrollableContainer | TextArea):
            inside = widget.scrollable_content_region
        yield str(widget), inside.x - box.region.x, box.region.right - inside.right


@pytest.mark.parametrize("name", mostly_slow(BOXES, "note", "plan"))
async def test_no_box_has_unequal_margins(tmp_path: Path, name: str) -> None:
    """Left and right, whatever the window, whether there is anything to scroll or not."""
    sheet = BOXES[name](lived(tmp_path))
    async with over(sheet) as (pilot, _):
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            found = [*margins(sheet)]
            assert found
            for widget, left, right in found:
                assert left == right, f"{widget} at {size}"
            shown = text(pilot.app).splitlines()
            assert len(shown) <= size[1]
            assert all(cells.width(line) <= size[0] for line in shown)


@pytest.mark.parametrize("name", mostly_slow(SHEETS, "note"))
async def test_as_much_is_free_below_the_keys_as_above_the_text(tmp_path: Path, name: str) -> None:
    """At the top and at the foot, and between the two an empty line parts text and keys."""
    sheet = SHEETS[name](lived(tmp_path))
    async with over(sheet) as (pilot, _):
        for size in SIZES[3:]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            box = sheet.query_one("#sheet").region
            keys, shown = sheet.query_one("#turn"), sheet.query_one(VerticalScroll).region
            said = shown.intersection(sheet.query_one("#text").region)
            assert said.y - box.y == box.bottom - keys.content_region.bottom, size
            assert keys.content_region.y - said.bottom == 1, size
            assert said.height == sheet.query_one("#text").size.height or box.height == size[1]


@pytest.mark.parametrize("name", mostly_slow(["note", "card", "notes", "passes", "plan"], "card"))
async def test_no_line_is_cut_in_a_word(tmp_path: Path, name: str) -> None:
    """What a sheet says stands in whole words, at every size that has room for the longest."""
    sheet = SHEETS[name](lived(tmp_path))
    async with over(sheet) as (pilot, _):
        for size in SIZES[3:]:
            await pilot.resize_terminal(*size)
            await press(pilot, "g")
            known = {*sheet.text().plain.replace("…", " ").split(), *sheet.keys().split()}
            known |= {*sheet.about().split(), "j", "k", "scroll", "·"}
            for line in text(pilot.app).splitlines()[1:-1]:
                for word in re.sub("[│▐╭╮╰╯─]", " ", line).replace("…", " ").split():
                    assert word in known, f"{word} at {size}"


@pytest.mark.parametrize("size", mostly_slow([(80, 24), (60, 15)], (60, 15)))
@pytest.mark.parametrize("name", SHEETS)
async def test_every_sheet_can_be_read_to_its_end(
    tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    """Page by page every word of it comes in sight, and its keys are always there."""
    sheet = SHEETS[name](lived(tmp_path))
    async with over(sheet, size) as (pilot, _):
        await press(pilot, "g")
        read, y = "", -1.0
        while y < sheet._scroll.scroll_y:
            y = sheet._scroll.scroll_y
            assert sheet.keys().split(" · ")[0] in text(pilot.app)
            read += text(pilot.app).replace("▐", " ")
            sheet.action_page(1)
            await pilot.pause()
        assert y == sheet._scroll.max_scroll_y
        assert set(sheet.text().plain.split()) <= set(read.split())


async def test_the_whole_card_has_headings(tmp_path: Path) -> None:
    """The titles of an entry's notes look like titles."""
    view = lived(tmp_path).view
    note = view.guide.notes[0]
    sheet = CardSheet(view, view.guide.entry(note.entry))
    async with over(sheet):
        content = sheet.text()
        at = content.plain.index(note.title)
        looks = [span.style for span in content.spans if span.start == at]
        assert looks == [look(sheet, "sheet--title")]


@pytest.mark.parametrize("name", mostly_slow(SHEETS, "notes", "passes"))
async def test_every_sheet_is_drawn_at_every_size(tmp_path: Path, name: str) -> None:
    """From one cell to a wall of them, live, and then it is closed with a key."""
    sheet = SHEETS[name](lived(tmp_path))
    async with over(sheet) as (pilot, closed_with):
        for size in ((1, 1), (5, 3), (12, 6), (45, 12), (300, 100), (60, 15)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert len(text(pilot.app).splitlines()) <= size[1]
        assert sheet.keys().split(" · ")[0] in text(pilot.app)
        await press(pilot, *["escape"] * (2 if name == "must" else 1))
        assert closed_with == [None]


async def test_a_sheet_is_scrolled_with_keys(tmp_path: Path) -> None:
    """By line, by page, to the end and to the top; never past either."""
    sheet = SHEETS["doctor"](lived(tmp_path))
    async with over(sheet) as (pilot, _):
        end, page = sheet._scroll.max_scroll_y, sheet._scroll.size.height - 1
        for key, y in (
            ("k", 0), ("j", 1), ("down", 2), ("up", 1), ("g", 0), ("pageup", 0), ("pagedown", page),
            ("G", end), ("j", end), ("pagedown", end), ("pageup", end - page), ("home", 0),
            ("end", end),
        ):  # fmt: skip
            await press(pilot, key)
            assert sheet._scroll.scroll_y == y, key


async def test_a_note_sheet_turns_its_pages() -> None:
    """A key goes on from note to note, each from its top, and after the last the sheet closes."""
    sheet = NoteSheet(notes("a", f"b {LONG}", f"c {LONG}"))
    async with over(sheet) as (pilot, closed_with):
        assert sheet.note.id == "a"
        assert "space next · 1 of 3" in text(pilot.app)
        await press(pilot, "space", "G")
        assert "Note b" not in text(pilot.app)
        assert "space next · 2 of 3" in text(pilot.app)
        await press(pilot, "enter")
        assert "Note c" in text(pilot.app)
        assert "space go on · 3 of 3" in text(pilot.app)
        assert closed_with == []
        await press(pilot, "space")
        assert closed_with == [None]


@pytest.mark.parametrize(
    ("must", "pages"),
    [("", "a"), ("a", "a"), ("c", "ac"), ("bd", "abd"), ("abcd", "abcd")],
)
async def test_closing_skips_to_what_nobody_may_miss(must: str, pages: str) -> None:
    """The key that closes passes over notes, but for those that are for everybody."""
    sheet = NoteSheet(notes(*"abcd", must=must))
    seen = ""
    async with over(sheet) as (pilot, closed_with):
        while not closed_with:
            seen += sheet.note.id
            assert sheet.has_class("-must") is (sheet.note.id in must)
            await press(pilot, "escape")
    assert seen == pages


async def test_one_note_says_nothing_of_others() -> None:
    """Where there is one page, none is counted."""
    async with over(NoteSheet(notes("a"))) as (pilot, _):
        assert "space go on" in text(pilot.app)
        assert "1 of 1" not in text(pilot.app)


async def test_scrolling_is_told_page_by_page() -> None:
    """A note that fits says nothing of scrolling, a longer one does, in the viewer's keys."""
    keys = Settings(keys={"page_down_line": "d", "page_up_line": "f3"})
    async with over(NoteSheet(notes("a", LONG, "c")), settings=keys) as (pilot, _):
        for scrolls in (False, True, False):
            assert ("d f3 scroll" in text(pilot.app)) is scrolls
            await press(pilot, "space")
            await pilot.pause()


async def test_a_sheet_is_copied() -> None:
    """Y copies all that the page says, says so, and leaves the sheet open."""
    async with over(NoteSheet(notes(LONG, "b"))) as (pilot, closed_with):
        await press(pilot, "y")
        assert pilot.app.clipboard == f"Note P\n\n{LONG}"
        assert "copied · space next · 1 of 2 · j k scroll" in text(pilot.app)
        await press(pilot, "space", "y")
        assert pilot.app.clipboard == "Note b\n\nb"
        assert closed_with == []


async def test_a_click_turns_a_page_or_is_for_the_text() -> None:
    """On the keys, or beside the sheet, it goes on; on the text it does nothing."""
    sheet = NoteSheet(notes("a", "b", "c"))
    async with over(sheet) as (pilot, closed_with):
        await pilot.click("#text")
        assert sheet.note.id == "a"
        await pilot.click("#turn", offset=(2, 1))
        assert sheet.note.id == "b"
        await pilot.click(offset=(0, 0))
        assert sheet.note.id == "c"
        assert closed_with == []


async def test_a_card_sheet_says_all_of_a_card(tmp_path: Path) -> None:
    """What is written on the entry, and what was in an earlier pass, stands there as a whole."""
    sitting = lived(tmp_path)
    sitting.remark(REAL.entry("tv-08"), f"[/] {LONG}")
    async with over(CardSheet(sitting.view, REAL.entry("tv-08")), (80, 60)) as (pilot, _):
        assert "[/] Paragraph 0 of a note" in text(pilot.app)
        await press(pilot, "G")
        assert "I put it off for a week." in text(pilot.app)


async def test_notes_begin_with_the_latest(tmp_path: Path) -> None:
    """The notes so far open at their end; when none is to come, that is all of them."""
    sitting = session(tmp_path, REAL)
    ahead = sitting.view.ahead
    async with over(NotesSheet(sitting.view)) as (pilot, _):
        assert f"{ahead} notes still ahead" in text(pilot.app)
    sitting.watched(REAL.entries)
    async with over(NotesSheet(sitting.view)) as (pilot, _):
        assert "That is all of them" in text(pilot.app)


async def test_passes_stop_at_the_first_and_the_last(tmp_path: Path) -> None:
    """The arrows turn to the passes there are, each from its top; one alone has no others."""
    async with over(SHEETS["passes"](lived(tmp_path)), (80, 15)) as (pilot, _):
        for key, at in (("h", 1), ("l", 2), ("right", 2), ("G", 2), ("left", 1), ("h", 1)):
            await press(pilot, key)
            assert f"h l other passes, {at} of 2" in text(pilot.app)
            assert (f"Pass {at}" in text(pilot.app)) is (key != "G")
    sitting = session(tmp_path / "new", REAL)
    sitting.watched(entries(REAL, "1"))
    async with over(PassSheet(sitting.view, sitting.history().diaries)) as (pilot, _):
        assert "other passes" not in text(pilot.app)
        assert "1 watched, 24 min" in text(pilot.app)


async def test_a_report_is_text() -> None:
    """What the report names is never markup."""
    async with over(DoctorSheet(["[b]/home/a[/]b[/] is fine"])) as (pilot, _):
        assert "[b]/home/a[/]b[/] is fine" in text(pilot.app)


async def test_a_plan_says_where_a_calendar_has_it(tmp_path: Path) -> None:
    """The plan stands evening by evening, with the command that puts it into a calendar."""
    async with over(SHEETS["plan"](lived(tmp_path)), (100, 40)) as (pilot, _):
        assert "layzner plan --ics for your calendar" in text(pilot.app)
        assert "episode 15" in text(pilot.app).lower()


@pytest.mark.parametrize(
    ("key", "answer"),
    [("y", "y"), ("b", "b"), ("escape", None), ("q", None), ("n", None)],
)
async def test_a_choice_is_made_with_a_key(key: str, answer: str | None) -> None:
    """The key of an answer gives it, those that close give none, and all others do nothing."""
    async with over(ChoiceSheet("[b]Which[/]?", {"y": "this", "b": "[that]"})) as (pilot, answers):
        for said in ("[b]Which[/]?", "y  this", "b  [that]", "esc leave it as it is"):
            assert said in text(pilot.app)
        await press(pilot, "x", "space", "enter", "B")
        assert answers == []
        await press(pilot, key)
        assert answers == [answer]


async def test_n_can_be_an_answer() -> None:
    """A key that is of an answer is no refusal."""
    async with over(ChoiceSheet("Which?", {"n": "no more"})) as (pilot, answers):
        await press(pilot, "n")
        assert answers == ["n"]


@pytest.mark.parametrize(
    ("where", "answer"), [(".answer", ["y"]), ("#leave", [None]), ("#text", []), (None, [None])]
)
async def test_a_choice_is_made_with_the_mouse(where: str | None, answer: list[object]) -> None:
    """A click on an answer gives it, one on the question nothing, one elsewhere none."""
    async with over(ChoiceSheet("Which?", {"y": "this"})) as (pilot, answers):
        await pilot.click(where, offset=(0, 1 if where == "#leave" else 0))
        await pilot.pause()
        assert answers == answer


async def test_notes_are_read_again_by_part(tmp_path: Path) -> None:
    """N shows every note so far and how many are ahead; enter those of the entry."""
    async with opened(tmp_path, REAL, "1-26") as (app, pilot):
        await press(pilot, "n")
        assert isinstance(app.screen, NotesSheet)
        assert "6 notes still ahead" in text(app)
        await press(pilot, "g")
        assert "Welcome aboard  before episode 1" in text(app)
        await press(pilot, "q", "g", "enter")
        assert "Welcome aboard" in text(app)
        await press(pilot, "space", "G", "enter")
        assert "Act III" in text(app)
        assert "true ending" not in text(app)


@pytest.mark.parametrize("sheet", ["welcome", "note", "must", "notes"])
async def test_picture_of_each_sheet(tmp_path: Path, sheet: str) -> None:
    """Each sheet looks as it was approved."""
    sitting = session(tmp_path, REAL)
    watched = {"note": "1-8", "must": "1-25", "notes": "1-3"}.get(sheet)
    if watched:
        sitting.watched(entries(REAL, watched))
    if sheet != "welcome":
        sitting.save()
    app = LayznerApp(sitting)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        if sheet == "must":
            await press(pilot, "space")
        elif sheet == "notes":
            while len(app.screen_stack) > 1:
                await press(pilot, "escape")
            await press(pilot, "n")
        await saved(pilot)
        compare(app, sheet)


async def test_keys_that_scroll_are_told_where_there_is_more(tmp_path: Path) -> None:
    """A page that fits says nothing of scrolling."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        assert "space close" in text(app)
        assert "scroll" not in text(app)
        await press(pilot, "escape", "n")
        await pilot.pause()
        assert "space close · j k scroll" in text(app)


async def test_sheets_answer_to_the_mouse(tmp_path: Path) -> None:
    """A click on an answer gives it; one on the keys, or beside a sheet, closes the sheet."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "x")
        lines = text(app).splitlines()
        strict = next(at for at, line in enumerate(lines) if "s  strict:" in line)
        await pilot.click(offset=(30, strict))
        await pilot.pause()
        assert app.session.view.level == "strict"
        for where in ((2, 2), (30, 34)):
            await press(pilot, "n")
            await pilot.click(offset=where)
            await pilot.pause()
            assert len(app.screen_stack) == 1
        await press(pilot, "R")
        await pilot.click(offset=(2, 2))
        await pilot.pause()
        assert len(app.screen_stack) == 1
        assert app.session.view.progress.number == 2

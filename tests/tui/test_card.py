"""The card and the line above it: what they say, that it fits, and what is drawn again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.geometry import Size

from tests.support import REAL, entries, session
from tests.tui.screen import Host, card_text, lines, lived, press, text
from tracker.domain.guide import Entry
from tracker.drawing.card import TIGHT, Cards, card
from tracker.drawing.cells import wrapped
from tracker.session.view import View
from tracker.storage.settings import Settings
from tracker.tui.app import LayznerApp
from tracker.tui.card import Card, ProgressLine, Sight
from tracker.tui.frame import DEFAULT


class Carded(Host):
    """The card alone."""

    def __init__(self, view: View, settings: Settings = DEFAULT) -> None:
        self.card = Card()
        super().__init__(self.card, settings=settings)
        self.card.sight = Sight(view, view.here)

    @property
    def drawn(self) -> list[str]:
        """What the card draws, line by line."""
        width, height = self.card.content_size
        strips = [self.card.render_line(y) for y in range(height)]
        assert all(strip.cell_length == width for strip in strips)
        return [strip.text.rstrip() for strip in strips]


class Headed(Host):
    """The line above the walk, alone."""

    def __init__(self, settings: Settings = DEFAULT) -> None:
        self.line = ProgressLine()
        super().__init__(self.line, settings=settings)


def letters(text: str) -> str:
    """A text without what breaking it into lines may change."""
    return "".join(text.split())


def whole(view: View, entry: Entry, *, with_details: bool) -> str:
    """All that a card says of an entry; the details are left out where there is little room."""
    said = [text for text, look in card(view, entry) if with_details or look != "detail"]
    return letters("".join(said))


@pytest.mark.parametrize("size", [(120, 36), (120, 20), (80, 24), (80, 9), (60, 15), (30, 12)])
async def test_a_card_fits_and_says_when_there_is_more(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """Every entry's card fills no more than its room; what is cut off is said, and only then."""
    sitting = lived(tmp_path)
    view, cut = sitting.view, 0
    app = Carded(view)
    async with app.run_test(size=size):
        for entry in view.guide.entries:
            app.card.sight = Sight(view, entry.id)
            shown = letters("".join(app.drawn))
            is_tight = app.card.content_size.height < TIGHT
            is_whole = any(
                whole(view, entry, with_details=details) in shown
                for details in (True, not is_tight)
            )
            assert ("…enter:thewholecard" in shown) is not is_whole, entry.id
            cut += not is_whole
    assert cut or size[0] == 120


@pytest.mark.parametrize("size", [(12, 4), (8, 2), (5, 3), (3, 1), (1, 1)])
async def test_a_card_of_a_few_cells(tmp_path: Path, size: tuple[int, int]) -> None:
    """With next to no room a card still draws what there is room for, and does not fail."""
    app = Carded(lived(tmp_path).view)
    async with app.run_test(size=size) as pilot:
        assert len(app.drawn) <= size[1]
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Become a Blue Comet" in app.drawn


async def test_a_card_that_is_cut_off_says_the_viewers_key(tmp_path: Path) -> None:
    """The key of the whole card is the one from the settings."""
    app = Carded(lived(tmp_path).view, Settings(keys={"read": "f2"}))
    async with app.run_test(size=(80, 3)):
        assert app.drawn[-1] == "… f2: the whole card"


async def test_a_card_of_what_is_not_there_is_empty(tmp_path: Path) -> None:
    """An entry that may not be shown now, or that there never was, has no card."""
    sitting = session(tmp_path, REAL)
    app = Carded(sitting.view)
    async with app.run_test(size=(80, 24)):
        for cursor in ("ova-3", "", "tv-99"):
            app.card.sight = Sight(sitting.view, cursor)
            assert any(app.drawn) is (cursor == "ova-3")
        app.card.sight = Sight(sitting.view, "ova-3")
        sitting.choose("strict")
        app.card.sight = Sight(sitting.view, "ova-3")
        assert not any(app.drawn)


async def test_a_card_that_stays_as_it_is_draws_nothing(tmp_path: Path) -> None:
    """What happens to another entry draws no line again, and what is drawn is what is so."""
    sitting = session(tmp_path, REAL)
    sitting.watched(entries(REAL, "1-3"))
    app = Carded(sitting.view)
    async with app.run_test(size=(80, 8)) as pilot:
        await pilot.pause()
        sitting.watched(entries(REAL, "6"))
        app.card.sight = Sight(sitting.view, "tv-04")
        assert not app.card._repaint_regions
        sitting.rate(REAL.entry("tv-04"), 7)
        app.card.sight = Sight(sitting.view, "tv-04")
        assert sum(region.height for region in app.card._repaint_regions) == 1
        await pilot.pause()
        assert "▶ Next up · 7/10" in app.drawn
        left = app.card.content_region.x
        assert [line[left:] for line in lines(app)] == app.drawn


async def test_the_line_above_fills_its_width(tmp_path: Path) -> None:
    """It is one line, as wide as its room, whatever the window; a tiny one has no room for it."""
    app = Headed()
    app.line.view = lived(tmp_path).view
    async with app.run_test(size=(80, 24)) as pilot:
        for width in (1, 30, 59, 60, 61, 79, 80, 95, 119, 120, 200, 300, 60):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            assert app.line.size == (Size(width - 2, 1) if width >= 60 else Size(0, 0))
            assert app.line.render_line(0).cell_length == app.line.content_size.width


async def test_a_line_above_that_stays_as_it_is_draws_nothing(tmp_path: Path) -> None:
    """A view that says the same in it draws no line again."""
    sitting, app = session(tmp_path, REAL), Headed()
    app.line.view = sitting.view
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        sitting.rate(REAL.entry("tv-01"), 7)
        app.line.view = sitting.view
        assert not app.line._repaint_regions
        sitting.watched(entries(REAL, "1"))
        app.line.view = sitting.view
        assert app.line._repaint_regions


async def test_a_card_recalls_the_earlier_passes(tmp_path: Path) -> None:
    """On a rewatch the card shows when it was watched before, what was written and given."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "slash", *"8", "enter")
        shown = card_text(app)
        for said in ("✓ Watched Wednesday", "Cold hands. I put it off for a week."):
            assert said in shown
        assert re.search(r"Pass 1 · \d+ October 2025", shown)
        await press(pilot, "slash", *"30", "enter")
        assert "The gate, again." in text(app)
        await press(pilot, "x", "t")
        assert "Spoiler level titles: hide titles past the next one" in text(app)
        assert "The gate, again." not in text(app)


async def test_opening_recalls_what_was_written_last(tmp_path: Path) -> None:
    """The line at the foot says what was watched last and what was written then, until a key."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        said = "Last time: yesterday, episodes 13–14. You wrote: Better than I remembered."
        assert lines(app)[-2] == f" {said}"
        await press(pilot, "j")
        assert not lines(app)[-2]


async def test_opening_recalls_briefly_where_there_is_little_room(tmp_path: Path) -> None:
    """What was written last time is left out where it has no room in the line."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(60, 15)):
        assert lines(app)[-2] == " Last time: yesterday, episodes 13–14"


async def test_what_stands_below_a_card(tmp_path: Path) -> None:
    """The course at 100 columns and more; below that where the card leaves room for it."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        assert "The course" in text(app)
        assert "Last evenings" in text(app)
        for size, has_course in (((100, 30), True), ((80, 24), True), ((80, 20), False)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert ("The course" in text(app)) is has_course, size
            assert "Last evenings" not in text(app)
        await pilot.resize_terminal(200, 60)
        await pilot.pause()
        for heading in ("The course", "Last evenings", "Outlook", "Written lately"):
            assert text(app).count(heading) == 1, heading


async def test_a_mark_repaints_what_it_changes(tmp_path: Path) -> None:
    """A mark on an entry whose note makes its card long does not draw the course twice."""
    sitting = session(tmp_path, REAL)
    sitting.watched(entries(REAL, "1-12"))
    sitting.read(REAL.notes)
    app = LayznerApp(sitting)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        card = app.query_one(Card)
        card._exchange_repaint_regions()
        app.action_watched()
        assert app.cursor == "tv-14"
        sent = sum(region.area for region in card._repaint_regions)
        assert 0 < sent < card.size.area / 4


async def test_the_course_moves_with_a_mark_alone(tmp_path: Path) -> None:
    """A move up or down leaves it as it is; a mark moves the comet, and undo brings it back."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:

        def course() -> list[str]:
            shown = [line[58:] for line in lines(app)[:-2]]
            return shown[next(at for at, line in enumerate(shown) if "The course" in line) :]

        before = course()
        assert any("●" in line for line in before)
        await press(pilot, "j")
        assert course() == before
        await press(pilot, "k", "space")
        assert course() != before
        await press(pilot, "u")
        assert course() == before


@pytest.mark.parametrize(
    ("width", "least", "said"),
    [
        (60, 12, "Pass 2 · 14 of 40"),
        (80, 16, "Pass 2 · 14 of 40 · 12 h 00 left"),
        (100, 24, "Pass 2 · 14 of 40 · 12 h 00 left"),
        (120, 24, "Pass 2 · 14 of 40 · 12 h 00 left · done on 6 December"),
        (200, 24, "Pass 2 · 14 of 40 · 12 h 00 left · done on 6 December"),
    ],
)
async def test_the_line_above_keeps_its_bar(
    width: int, least: int, said: str, tmp_path: Path
) -> None:
    """The name always stands, the bar has room, and the line ends where the card does."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(width, 24)):
        line = lines(app)[0]
        assert line.startswith(" Blue Comet SPT Layzner   ")
        assert line.endswith(f"   {said}")
        assert len(line) == width - 1
        assert line.count("━") + line.count("╌") + line.count("●") >= least


async def test_a_line_that_stays_is_not_sent_again(tmp_path: Path) -> None:
    """A move repaints the lines of the card that change, and at most one between two of them."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "g")
        card = app.query_one(Card)
        card._exchange_repaint_regions()
        await press(pilot, "k")
        assert not card._exchange_repaint_regions()
        before = list(card._lines)
        app.cursor = "tv-02"
        sent = {y for region in card._repaint_regions for y in region.line_range}
        differing = {y for y in range(36) if before[y : y + 1] != card._lines[y : y + 1]}
        assert differing <= sent
        assert all(y in differing or {y - 1, y + 1} <= differing for y in sent)
        assert len(sent) < card.size.height


def test_what_lies_below_the_end_of_a_card_is_not_looked_for(tmp_path: Path) -> None:
    """Of decades of remarks on an entry only those are broken into lines that there is room for."""
    sitting = session(tmp_path, REAL)
    entry = REAL.entry("tv-01")
    for number in range(40):
        if number:
            sitting.rewatch()
        sitting.watched([entry])
        sitting.remark(entry, f"Pass {number}: {'again and again ' * 20}")
    cards = Cards(sitting.view, "enter", "full")
    before = wrapped.cache_info().misses
    drawn = cards.drawn(entry, 50, 20, alone=False)
    assert wrapped.cache_info().misses - before < 20
    assert len(drawn) == 20
    assert drawn[-1] == (("… enter: the whole card", "quiet"),)
    assert list(card(sitting.view, entry))[-1][0]

"""The card and the line above it: what they say, that it fits, and what is drawn again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.geometry import Size

from tests.support import REAL, entries, session
from tests.tui.screen import Host, card_text, lines, lived, press, saved, text
from tracker.domain.guide import Entry
from tracker.drawing.card import card, recall
from tracker.session.view import Done, View
from tracker.storage.settings import Settings
from tracker.tui.app import LayznerApp
from tracker.tui.card import Card, ProgressLine
from tracker.tui.frame import DEFAULT


class Carded(Host):
    """The card alone."""

    def __init__(self, view: View, settings: Settings = DEFAULT) -> None:
        self.card = Card()
        super().__init__(self.card, settings=settings)
        self.card.view = view
        self.card.cursor = view.progress.next_up or view.guide.entries[0].id

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


def whole(view: View, entry: Entry) -> str:
    """All that a card says of an entry."""
    return letters("".join(text for text, _ in card(view, entry)))


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
            app.card.cursor = entry.id
            shown = letters("".join(app.drawn))
            is_whole = whole(view, entry) in shown
            assert ("…enterreadson" in shown) is not is_whole, entry.id
            is_next = entry.id == view.progress.next_up
            assert (letters(recall(view, briefly=True)) in shown) is is_next
            cut += not is_whole
    assert bool(cut) is (size != (120, 36))


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
    """The key that reads on is the one from the settings."""
    app = Carded(lived(tmp_path).view, Settings(keys={"read": "f2"}))
    async with app.run_test(size=(80, 6)):
        assert app.drawn[-1] == "… f2 reads on"


async def test_a_card_recalls_until_something_is_marked(tmp_path: Path) -> None:
    """What was watched last time stands first, until it is no longer what one resumes from."""
    app = Carded(lived(tmp_path).view)
    async with app.run_test(size=(80, 24)):
        assert app.drawn[0].startswith("Last time: yesterday, episodes 13–14")
        app.card.resuming = False
        assert app.drawn[0] == "Episode 15 · 24 min"


async def test_a_card_of_what_is_not_there_is_empty(tmp_path: Path) -> None:
    """An entry that may not be shown now, or that there never was, has no card."""
    sitting = session(tmp_path, REAL)
    app = Carded(sitting.view)
    async with app.run_test(size=(80, 24)):
        for cursor in ("ova-3", "", "tv-99"):
            app.card.cursor = cursor
            assert any(app.drawn) is (cursor == "ova-3")
        app.card.cursor = "ova-3"
        sitting.choose("strict")
        app.card.view = sitting.view
        assert not any(app.drawn)


async def test_a_card_that_stays_as_it_is_draws_nothing(tmp_path: Path) -> None:
    """What happens to another entry draws no line again, and what is drawn is what is so."""
    sitting = session(tmp_path, REAL)
    sitting.watched(entries(REAL, "1-3"))
    app = Carded(sitting.view)
    async with app.run_test(size=(80, 24)) as pilot:
        app.card.resuming = False
        await pilot.pause()
        sitting.watched(entries(REAL, "6"))
        app.card.view = sitting.view
        assert not app.card._repaint_regions
        sitting.rate(REAL.entry("tv-04"), 7)
        app.card.view = sitting.view
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


async def test_the_line_above_glows_in_another_ink(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mark that is on the disk lights up what is done of the bar; by itself it fades again."""
    monkeypatch.setattr("tracker.tui.card.GLOW", 0.01)
    sitting, app = session(tmp_path, REAL), Headed()

    def done() -> object:
        return next(part.style for part in app.line.render_line(0) if "━" in part.text)

    async with app.run_test(size=(120, 24)) as pilot:
        sitting.watched(entries(REAL, "1-10"))
        sitting.save()
        app.line.view = sitting.view
        assert not app.line.glowing, "that is how it was found"
        cold = done()
        sitting.watched(entries(REAL, "11"))
        app.line.view = sitting.view
        assert not app.line.glowing, "it is not on the disk"
        sitting.save()
        app.line.view = sitting.view
        assert app.line.glowing
        assert done() != cold
        for _ in range(500):
            await pilot.pause(0.01)
            if not app.line.glowing:
                break
        assert done() == cold


async def test_the_line_above_glows_for_marks_alone(tmp_path: Path) -> None:
    """Fewer marks, the same ones, another pass or another viewer light nothing."""
    sitting, app = session(tmp_path, REAL), Headed()
    async with app.run_test(size=(120, 24)):
        sitting.watched(entries(REAL, "1-10"))
        sitting.save()
        app.line.view = sitting.view
        others = session(tmp_path / "other", REAL)
        others.watched(entries(REAL, "1-20"))
        others.save()
        second = lived(tmp_path / "second").view
        for view in (
            sitting.view,
            others.view._replace(who="Anna"),
            sitting.view,
            second,
            sitting.view,
        ):
            app.line.view = view
            assert not app.line.glowing
        app.animation_level = "none"
        app.line.view = others.view
        assert not app.line.glowing, "nor where nothing shall move"


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
    """The resume card says what was watched last and what was written then."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)):
        assert "episodes 13–14. You wrote: Better than I remembered." in card_text(app)


async def test_a_small_card_recalls_briefly(tmp_path: Path) -> None:
    """What was written last time is left out where there is no room for it."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        app.session.remark(app.session.view.guide.entry("tv-14"), "Everyone on the run again.")
        app.did(Done("", changed=False), "tv-15")
        await pilot.pause()
        assert "You wrote: Everyone" in card_text(app)
        await pilot.resize_terminal(60, 15)
        await pilot.pause()
        assert "Last time:" in text(app)
        assert "You wrote:" not in text(app)


async def test_a_wide_window_looks_ahead(tmp_path: Path) -> None:
    """From 120 columns on, with room below the card, the last weeks and the outlook stand there."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        assert "Outlook" in text(app)
        assert "At this pace done on" in text(app)
        for size in ((119, 36), (120, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "Outlook" not in text(app)


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


async def test_a_mark_that_has_landed_glows(tmp_path: Path) -> None:
    """The bar glows when a mark is on the disk, for a moment; nothing else makes it glow."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        line = app.query_one(ProgressLine)
        for key in ("j", "s", "u", "t", "escape"):
            await press(pilot, key)
            await saved(pilot)
            assert not line.glowing, key
        await press(pilot, "space")
        await saved(pilot)
        assert line.glowing
        for _ in range(100):
            await pilot.pause(0.05)
            if not line.glowing:
                break
        assert not line.glowing
        await press(pilot, "u")
        await saved(pilot)
        assert not line.glowing


@pytest.mark.parametrize("width", [60, 70, 80, 90, 100, 120, 200])
async def test_the_line_above_keeps_its_bar(width: int, tmp_path: Path) -> None:
    """However much there is to say, the bar has room."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        line = text(app).splitlines()[0]
        assert len(line) <= width
        assert line.count("━") + line.count("╌") >= 8
        assert "14 of 40" in line

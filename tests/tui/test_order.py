"""The order as a list: in sight, under the mouse, and drawn no more than it must."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style

from tests.support import REAL, SMALL, entries, session
from tests.tui.screen import Host, lines, lived, opened
from tracker.drawing.order import Row
from tracker.session.view import View
from tracker.storage.settings import Settings
from tracker.tui.app import LayznerApp
from tracker.tui.frame import DEFAULT
from tracker.tui.order import OrderList


class Listed(Host):
    """The order alone, and what was picked in it."""

    def __init__(self, view: View, settings: Settings = DEFAULT) -> None:
        self.order = OrderList()
        super().__init__(self.order, settings=settings)
        self.order.view = view
        self.picked: list[str] = []

    def on_order_list_picked(self, message: OrderList.Picked) -> None:
        """Note what the viewer picked."""
        self.picked.append(message.entry)


def shown(app: Listed) -> dict[str, int]:
    """The entries in sight, and the line of the screen that each is on."""
    texts = [app.order.render_line(y).text for y in range(app.order.size.height)]
    rows = {shown[3:8]: y for y, shown in enumerate(texts)}
    labels = {entry.id: f"{entry.label:>3}  " for entry in REAL.entries}
    return {entry: rows[label] for entry, label in labels.items() if label in rows}


def repainted(order: OrderList) -> set[int]:
    """The lines that are to be drawn again."""
    return {y for region in order._repaint_regions for y in region.line_range}


def inks(order: OrderList) -> list[Style]:
    """What the title of each line in sight is drawn with, or all of a line that has none."""
    strips = [[*order.render_line(y)] for y in range(order.size.height)]
    return [
        strip[-1 if len(strip) == 1 else 1 if strip[0].text == " " else 2].style or Style()
        for strip in strips
    ]


@pytest.mark.parametrize("height", [1, 2, 3, 5, 12, 60])
async def test_the_list_scrolls_its_cursor_into_sight(tmp_path: Path, height: int) -> None:
    """At once, in a window of any height: the line, and its neighbours where there is room."""
    app = Listed(session(tmp_path, REAL).view)
    margin = min(2, (height - 1) // 2)
    async with app.run_test(size=(80, height)):
        for entry in (*REAL.entries, *reversed(REAL.entries)):
            app.order.cursor = entry.id
            at, end = shown(app)[entry.id], app.order.max_scroll_y
            assert at >= min(margin, app.order.scroll_offset.y), entry.id
            assert at < height - min(margin, end - app.order.scroll_offset.y), entry.id


async def test_another_window_keeps_the_cursor_in_sight(tmp_path: Path) -> None:
    """However the window is drawn larger and smaller, the highlighted line stays on it."""
    app = Listed(session(tmp_path, REAL).view)
    async with app.run_test(size=(80, 60)) as pilot:
        for entry in ("tv-01", "tv-20", "ova-3"):
            app.order.cursor = entry
            for width, height in ((80, 9), (60, 3), (120, 1), (80, 24), (59, 10), (120, 60)):
                await pilot.resize_terminal(width, height)
                await pilot.pause()
                assert entry in shown(app), (width, height)


async def test_a_click_tells_the_entry_under_it(tmp_path: Path) -> None:
    """The list says which entry was picked and does no more; a heading, or nothing, is none."""
    app = Listed(session(tmp_path, REAL).view)
    async with app.run_test(size=(80, 10)) as pilot:
        for cursor in ("tv-01", "ova-3"):
            app.order.cursor = cursor
            await pilot.pause()
            for y in range(10):
                await pilot.click(OrderList, offset=(10, y))
            assert app.picked == [*shown(app)], cursor
            assert app.order.cursor == cursor
            app.picked.clear()
        await pilot.resize_terminal(80, 60)
        await pilot.pause()
        await pilot.click(OrderList, offset=(10, 55))
        assert not app.picked


async def test_a_move_draws_two_lines(tmp_path: Path) -> None:
    """The line that was highlighted and the one that is; the same again draws nothing."""
    sitting = session(tmp_path, REAL)
    app = Listed(sitting.view)
    async with app.run_test(size=(80, 20)) as pilot:
        order = app.order
        order.cursor = "tv-03"
        await pilot.pause()
        for cursor, chosen, drawn in (
            ("tv-03", {}, set()),
            ("tv-05", {}, {3, 4, 5}),  # one region, the line between with it
            ("tv-09", {}, {5, 9}),
            ("tv-09", {"tv-11", "tv-12"}, {11, 12}),
            ("tv-09", {"tv-12", "tv-30"}, {11}),  # 30 is not in sight
        ):
            order.cursor, order.chosen = cursor, frozenset(chosen)
            assert repainted(order) == drawn, (cursor, chosen)
            await pilot.pause()
        sitting.watched(entries(REAL, "30"))
        order.view = sitting.view
        assert repainted(order) == set(), "nor is its mark"


async def test_each_state_has_its_look(tmp_path: Path) -> None:
    """What is skipped is slanted, what is left out struck, what is chosen lies on a tint."""
    sitting = session(tmp_path)
    sitting.level = "off"
    sitting.watched(entries(SMALL, "1"))
    sitting.save()
    app = Listed(sitting.view)
    async with app.run_test(size=(80, 20)):
        part, watched, up, _, _, left_out, open_, *_ = inks(app.order)
        assert part.bold
        assert up.bold
        assert left_out.strike
        assert len({part.color, watched.color, open_.color}) == 3
        assert (up.color, open_.bold or False) == (open_.color, False)
        assert left_out.color == watched.color
        sitting.skip(entries(SMALL, "2"))
        sitting.stopped(SMALL.entry("ova-1"), 600)
        app.order.view = sitting.view
        assert app.order.render_line(6).text.startswith(" ◌   I  Delta")
        sitting.save()
        app.order.view = sitting.view
        assert app.order.render_line(6).text.startswith(" ▶   I  Delta")
        assert inks(app.order)[2].italic
        app.order.chosen = frozenset({"tv-01", "tv-02"})
        plain, *tinted, below = (ink.bgcolor for ink in inks(app.order)[:4])
        assert plain == below
        assert tinted[0] == tinted[1] != plain


async def test_what_is_chosen_is_underlined_without_colours(tmp_path: Path) -> None:
    """Where a terminal has colours of its own, or none, a line under it is all there is."""
    app = Listed(session(tmp_path, REAL).view, Settings(theme="ansi-dark"))
    async with app.run_test(size=(80, 20)) as pilot:
        app.order.chosen = frozenset({"tv-01", "tv-02"})
        await pilot.pause()
        drawn = [ink.underline or False for ink in inks(app.order)[:4]]
        assert drawn == [False, True, True, False]


async def test_an_evening_stands_once(tmp_path: Path) -> None:
    """At its first entry, after a heading, and in the first line in sight."""
    sitting = session(tmp_path, REAL)
    sitting.watched(entries(REAL, "1-30"))
    app = Listed(sitting.view)
    async with app.run_test(size=(80, 12)) as pilot:

        def dated() -> list[str]:
            shown = (app.order.render_line(y).text for y in range(12))
            return [line[3:6].strip() for line in shown if "Nov" in line]

        app.order.cursor = "tv-01"
        await pilot.pause()
        assert dated() == ["1"]
        app.order.cursor = "tv-28"
        await pilot.pause()
        top = app.order.render_line(0).text[3:6].strip()
        assert dated() == [top, "26"]
        app.order.cursor = "tv-29"
        await pilot.pause()
        assert dated() == [str(int(top) + 1), "26"]


async def test_ratings_have_a_column(tmp_path: Path) -> None:
    """From 100 columns on, once anything was rated: right-aligned, 9 and 10 brighter."""
    sitting = session(tmp_path, REAL)
    sitting.watched(entries(REAL, "1-4"))
    app = Listed(sitting.view)
    async with app.run_test(size=(100, 12)) as pilot:
        assert app.order.render_line(1).text.endswith("Red Planet        18 Nov ") is False
        for rating, entry in ((10, "tv-01"), (8, "tv-03")):
            sitting.rate(REAL.entry(entry), rating)
        app.order.view = sitting.view
        await pilot.pause()
        rows = [app.order.render_line(y) for y in range(1, 4)]
        assert [row.text[-11:-9] for row in rows] == ["10", "  ", " 8"]
        looks = {part.text: part.style for part in (*rows[0], *rows[2]) if part.style}
        assert looks["10"].bold
        assert not looks[" 8"].bold
        await pilot.resize_terminal(80, 12)
        await pilot.pause()
        assert "10" not in app.order.render_line(1).text


@pytest.mark.parametrize("theme", ["layzner", "layzner-light", "violet", "nord", "ansi-dark"])
async def test_the_highlighted_line_stands_out(tmp_path: Path, theme: str) -> None:
    """All its cells lie on another ground; where the terminal has its own colours, reversed."""
    app = Listed(session(tmp_path, REAL).view, Settings(theme=theme))
    async with app.run_test(size=(80, 20)) as pilot:
        app.order.cursor = "tv-04"
        await pilot.pause()
        drawn = [(ink.bgcolor, ink.reverse or False) for ink in inks(app.order)]
        assert [y for y in range(20) if drawn[y] != drawn[0]] == [4]
        assert drawn[4][1] is (theme == "ansi-dark")
        assert app.order.render_line(4).cell_length == app.order.scrollable_content_region.width


async def test_an_order_that_is_shorter_now(tmp_path: Path) -> None:
    """Where less may be shown than before, nothing is left of the rest, drawn or to be picked."""
    sitting = session(tmp_path, REAL)
    app = Listed(sitting.view)
    async with app.run_test(size=(80, 60)) as pilot:
        assert len(shown(app)) == len(REAL.entries)
        sitting.choose("strict")
        app.order.view = sitting.view
        await pilot.pause()
        assert len(shown(app)) == len(sitting.view.guide.entries) < len(REAL.entries)
        assert set(lines(app)[len(shown(app)) + 1 :]) == {""}
        await pilot.click(OrderList, offset=(10, len(shown(app)) + 3))
        assert not app.picked


async def test_what_is_drawn_is_what_is_so(tmp_path: Path) -> None:
    """However little is drawn again, each line on the screen is as it would be drawn anew."""
    sitting = session(tmp_path, REAL)
    app = Listed(sitting.view)
    async with app.run_test(size=(80, 10)) as pilot:
        for step, cursor, chosen in (
            (lambda: sitting.watched(entries(REAL, "1-3")), "tv-04", {}),
            (lambda: None, "tv-05", {"tv-04", "tv-05"}),
            (lambda: sitting.skip(entries(REAL, "4-5")), "tv-06", {}),
            (sitting.save, "tv-07", {}),
            (sitting.undo, "tv-04", {}),
            (lambda: sitting.choose("off"), "ova-3", {"ova-1", "ova-2", "ova-3"}),
            (lambda: sitting.choose("strict"), "tv-03", {}),
            (lambda: sitting.watched(entries(REAL, "4-25")), "tv-26", {}),
            (sitting.rewatch, "tv-01", {}),
        ):
            step()
            app.order.view, app.order.cursor = sitting.view, cursor
            app.order.chosen = frozenset(chosen)
            await pilot.pause()
            width = app.order.scrollable_content_region.width
            on_screen = [line[:width].rstrip() for line in lines(app)]
            anew = [app.order.render_line(y).text.rstrip() for y in range(10)]
            assert on_screen == anew, cursor
            assert cursor in shown(app)


async def test_the_highlighted_entry_is_always_in_sight(tmp_path: Path) -> None:
    """Wherever the cursor goes, its line is on the screen."""
    async with opened(tmp_path, REAL, "1-37", size=(80, 24)) as (app, pilot):
        for entry in reversed(REAL.entries):
            assert app.cursor
            app.cursor = entry.id
            await pilot.pause()
            label = f"{entry.label:>3}  "
            assert any(label in line[:42] for line in lines(app)), entry.id


async def test_the_mouse_still_finds_its_lines(tmp_path: Path) -> None:
    """At the strictest level a click picks the entry that stands there."""
    app = LayznerApp(lived(tmp_path, "strict"))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.click(OrderList, offset=(10, 10))
        assert app.cursor == "tv-10"


async def test_only_lines_that_changed_are_drawn_again(tmp_path: Path) -> None:
    """A mark repaints the lines of the order that it changes, and leaves the others."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        order = app.query_one(OrderList)
        app.go("tv-15")
        await pilot.pause()
        assert not order._exchange_repaint_regions()
        before = [strip.text for strip in order.render_lines(order.size.region)]
        app.action_watched()
        sent = {y for region in order._repaint_regions for y in region.line_range}
        now = [strip.text for strip in order.render_lines(order.size.region)]
        differing = {y for y, line in enumerate(now) if line != before[y]}
        assert len(differing) == 3, "the heading, the mark, the next one"
        assert sent == differing


@pytest.mark.parametrize(
    "title",
    [
        "蒼き流星SPTレイズナー、歪む宇宙、そして蒼き流星となって",
        "e\u0301e\u0301".join("Cafe") * 6,
        "כוכב שביט כחול " * 4,
        "👩‍🚀👨‍👩‍👧" * 8,
        "ｶﾞｷﾞ" * 12,
        "An Escape With the Heart Left Behind, and Then Some More of It",
    ],
    ids=["japanese", "combining", "hebrew", "emoji", "half-width", "long"],
)
def test_no_title_breaks_its_line(title: str) -> None:
    """Whatever a title is made of, its line fills its cells, and what stands at the end stays."""
    row = Row("tv-01", "✓", "12", title, "13 Nov", "watched")
    for width in range(1, 140):
        line = "".join(text for text, _ in row.drawn(width))
        assert "\n" not in line
        if width >= 9:
            assert cell_len(line) == width, width
        if width >= 30:
            assert line.endswith("13 Nov ")
            kept = line.removesuffix("13 Nov ")[8:].rstrip()
            assert title.startswith(kept.removesuffix("…").rstrip())


@pytest.mark.parametrize("aside", ["", "9 Nov"])
def test_a_long_title_ends_where_a_date_does(aside: str) -> None:
    """With a date behind it or without, a blank is left at the edge."""
    row = Row("x", "✓", "1", "W" * 60, aside, "text")
    line = "".join(text for text, _ in row.drawn(40))
    assert len(line) == 40
    assert line.endswith(f"W… {aside}".rstrip() + " ")

"""Looks: every theme can be read, every sign can be plain, and every size shows something."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.color import Color
from textual.widget import Widget

from tests.support import REAL, Clock, entries, mostly_slow, session
from tests.tui.screen import Walk, closed, compare, lines, lived, opened, press, text
from tracker.domain.plain import plain
from tracker.storage.settings import Settings, load, remember_theme
from tracker.tui.app import LayznerApp
from tracker.tui.card import Card
from tracker.tui.looks import CONTRAST, THEMES, contrast, legible

GRAPHIC = {"prompt--cursor"}
"""What is drawn and not read."""
PROSE = {"text", "remark", "earlier"}
"""The looks of sentences."""
OURS = {"progress", "order", "card", "keys", "prompt", "sheet", "welcome", "history", "page"}
"""Whose looks these are: the first word of their names."""


def texts(app: LayznerApp) -> Iterator[tuple[str, Color, Color]]:
    """Every look that text on this screen can have: its name, its colour and its ground."""
    for widget in [app.screen, *app.screen.query(Widget)]:
        for name in sorted(widget._get_component_classes()):
            if "--" in name and name.partition("--")[0] in OURS:
                style = widget.get_component_styles(name)
                if not style.has_rule("color"):
                    continue  # then it is drawn as the widget is
                ground = widget.background_colors[1]
                yield name, style.color, ground + style.background
        _, _, ground, ink = widget.colors
        if widget.__class__.__module__.startswith("tracker."):
            yield widget.__class__.__name__, ink, ground


async def every_screen(pilot: Walk) -> AsyncIterator[None]:
    """Go from screen to screen."""
    yield
    for key in ("question_mark", "n", "p", "h", "x", "r"):
        await press(pilot, key)
        yield
        await closed(pilot)


def themes() -> list[str]:
    """Every theme whose colours are known: the terminal's own sixteen are the viewer's."""
    from textual.theme import BUILTIN_THEMES  # noqa: PLC0415  # the one use

    named = {theme.name: theme for theme in THEMES} | BUILTIN_THEMES
    return [name for name, theme in named.items() if not theme.ansi]


async def test_every_theme_can_be_read(tmp_path: Path) -> None:
    """On every screen, in every theme, the contrast of every text is at least 4.5."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        for theme in themes():
            app.theme = theme
            await pilot.pause()
            assert len(list(texts(app))) > 20
            for name, ink, ground in texts(app):
                if name not in GRAPHIC:
                    assert contrast(ground + ink, ground) >= CONTRAST, f"{name} in {theme}"


@pytest.mark.slow
async def test_every_screen_of_every_theme_can_be_read(tmp_path: Path) -> None:
    """The same on what opens over the walk."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        async for _ in every_screen(pilot):
            for theme in themes():
                app.theme = theme
                await pilot.pause()
                for name, ink, ground in texts(app):
                    if name not in GRAPHIC:
                        assert contrast(ground + ink, ground) >= CONTRAST, f"{name} in {theme}"


@pytest.mark.parametrize(
    ("settings", "bar", "ink"),
    [
        (Settings(), "▐", "#18253f"),
        (Settings(theme="layzner-light"), "▐", "#cfdcec"),
        (Settings(theme="violet"), "▐", "#2b1d47"),
        (Settings(theme="ansi-dark"), "▕", None),
        (Settings(ascii=True), "|", "#18253f"),
    ],
)
async def test_scroll_bars_are_quiet(
    tmp_path: Path, settings: Settings, bar: str, ink: str | None
) -> None:
    """Half a cell in the colour of panels, a line where there is none, and never a track."""
    app = LayznerApp(lived(tmp_path), settings)
    async with app.run_test(size=(80, 24)) as pilot:
        for key, shown in (
            (None, "OrderList"),
            ("n", "VerticalScroll"),
            ("question_mark", "Lines"),
        ):
            if key:
                await press(pilot, key)
            widget = next(iter(app.screen.query(shown)))
            rows = widget.vertical_scrollbar.render_lines(widget.vertical_scrollbar.size.region)
            cells = [segment for strip in rows for segment in strip]
            assert {cell.text for cell in cells} == {bar, " "}, shown
            assert len({str(cell.style.bgcolor) for cell in cells if cell.style}) == 1
            if ink:
                inked = {cell.style.color for cell in cells if cell.style and cell.text == bar}
                assert [Color.from_rich_color(each).hex.lower() for each in inked] == [ink]
            await closed(pilot)


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "nord", "textual-light"])
async def test_a_theme_can_be_chosen(tmp_path: Path, theme: str) -> None:
    """Each theme of the framework draws the walk and what opens over it."""
    app = LayznerApp(lived(tmp_path), Settings(theme=theme))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == theme
        await press(pilot, "h", "escape", "p", "escape")
        assert "14 of 40" in text(app)


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21, a colour on itself 1, and grey #767676 just passes on white."""
    white, black = Color(255, 255, 255), Color(0, 0, 0)
    assert contrast(white, black) == pytest.approx(21)
    assert contrast(black, black) == 1
    assert contrast(Color.parse("#767676"), white) == pytest.approx(4.54, abs=0.01)
    assert contrast(Color.parse("#777777"), white) < CONTRAST


def test_an_ink_moves_no_further_than_it_must() -> None:
    """What can be read already stays as it is; what cannot moves until it can."""
    ground, fine = Color.parse("#0a1020"), Color.parse("#53e0ff")
    assert legible(fine, [ground]) == fine
    moved = legible(Color.parse("#203050"), [ground])
    assert CONTRAST <= contrast(moved, ground) < CONTRAST + 1.5


async def test_a_theme_is_remembered(tmp_path: Path) -> None:
    """The theme that is chosen is in the settings at the next start."""
    path = str(tmp_path / "config" / "settings.toml")

    def remember(theme: str) -> None:
        remember_theme(path, theme, {})

    app = LayznerApp(lived(tmp_path), Settings(), remember)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not Path(path).exists(), "starting writes nothing"
        app.theme = "violet"
        await pilot.pause()
        assert load(path) == Settings(theme="violet")
    again = LayznerApp(session(tmp_path, REAL), load(path))
    assert again.theme == "violet"


async def test_an_unknown_theme_is_named(tmp_path: Path) -> None:
    """A theme that there is not is said with the nearest, and the default is used."""
    app = LayznerApp(lived(tmp_path), Settings(theme="voilet"))
    async with app.run_test(size=(120, 36)):
        assert app.theme == "layzner"
        assert "settings.toml: no theme is named “voilet”; did you mean violet?" in text(app)


@pytest.mark.parametrize(
    "size",
    mostly_slow(
        [
            *((60, 15), (60, 40), (79, 24), (80, 24), (80, 60), (99, 30), (100, 30), (119, 40)),
            *((120, 24), (120, 36), (160, 48), (199, 50), (200, 40), (200, 60)),
        ],
        (80, 24),
        (200, 60),
    ),
)
async def test_a_figure_stands_once(tmp_path: Path, size: tuple[int, int]) -> None:
    """How far, what is left and by when: each once on the walk; nothing reaches out of it.

    A title is cut off after a word, and no line of prose is longer than can be read.
    """
    width, height = size
    titles = [entry.title.removesuffix("…").split() for entry in REAL.entries if entry.title]
    starts = {" ".join(words[:many]) for words in titles for many in range(1, len(words) + 1)}
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=size) as pilot:
        for key in ("full_stop", "k", "g", "G"):
            await press(pilot, key)
            shown = lines(app)
            assert len(shown) <= height
            assert all(cell_len(line) <= width for line in shown)
            said = "\n".join(shown)
            assert said.count("14 of 40") == 1
            assert said.count("h 00 left") == (width >= 79)
            assert said.count("done on") == (width >= 120)
            assert set(re.findall(r"\d  ([^\d│▏\n]+)…", said)) <= starts
            card = app.query_one(Card)
            drawn = [run for line in card._lines for run in line if run[1] in PROSE]
            assert all(cell_len(said.strip()) <= 76 for said, _ in drawn)


async def test_nothing_moves_where_nothing_shall(tmp_path: Path) -> None:
    """With animations off, none is played."""
    app = LayznerApp(lived(tmp_path), Settings(animations=False))
    async with app.run_test(size=(80, 24)):
        assert app.animation_level == "none"


@pytest.mark.parametrize("size", mostly_slow([(120, 36), (80, 24), (60, 15)], (80, 24)))
async def test_without_signs_there_are_none(tmp_path: Path, size: tuple[int, int]) -> None:
    """With ascii on, every screen is drawn in plain characters, Japanese titles apart."""
    app = LayznerApp(lived(tmp_path), Settings(ascii=True))
    async with app.run_test(size=size) as pilot:
        for keys in ((), ("question_mark",), ("n",), ("p",), ("h",), ("R",), ("slash", "1")):
            await press(pilot, *keys)
            signs = {char for char in text(app) if not char.isascii() and not char.isalpha()}
            assert signs <= set("ー々"), keys
            await press(pilot, "escape")


def test_plain_text_is_as_long_as_before() -> None:
    """Each sign becomes one plain character, so that no column moves; words stay words."""
    signs = "✓▶◐»×◌━╌│╭╯█▓▒░·…–←→“”◆▘▟"
    assert plain(signs).isascii()
    assert len(plain(signs)) == len(signs)
    assert plain("あかい星にて, Melos no Yō ni") == "あかい星にて, Melos no Yo ni"


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (60, 15), (40, 10)])
async def test_picture_of_the_walk(tmp_path: Path, size: tuple[int, int]) -> None:
    """The walk looks as it was approved, at every breakpoint."""
    clock = Clock()
    sitting = session(tmp_path, REAL, clock)
    sitting.tell(seen=False)
    sitting.watched(entries(REAL, "1-11"), clock.now.date() - timedelta(days=30))
    sitting.watched(entries(REAL, "12-14"), clock.now.date() - timedelta(days=5))
    sitting.stopped(REAL.entry("tv-15"), 822, clock.now.date() - timedelta(days=5))
    sitting.skip(entries(REAL, "ova-1"))
    sitting.save()
    app = LayznerApp(sitting)
    async with app.run_test(size=size) as pilot:
        while len(app.screen_stack) > 1:
            await press(pilot, "escape")
        compare(app, f"walk-{size[0]}x{size[1]}")


async def test_every_size_shows_something(tmp_path: Path) -> None:
    """From one cell to a wall of them, live: nothing crashes, and the next entry is named."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        for size in ((1, 1), (3, 100), (59, 14), (60, 15), (79, 24), (120, 36), (300, 100)):
            await pilot.resize_terminal(*size)
            await press(pilot, "k", "j")
            assert len(lines(app)) == size[1]
            if size >= (59, 14):
                assert "Episode 4" in text(app) or "An Escape With" in text(app)
        await pilot.resize_terminal(40, 10)
        await press(pilot, "n", "escape", "question_mark", "escape", "space", "escape")
        assert app.session.view.progress.latest == "tv-04"


@pytest.mark.slow
async def test_every_size_can_be_drawn(tmp_path: Path) -> None:
    """From one cell to 300 by 100, live, whatever is open: nothing fails."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in ("", "h", "p", "r", "slash"):
            if keys:
                await press(pilot, keys)
            for width in (1, 3, 9, 59, 60, 120, 300):
                for height in (1, 5, 15, 36, 100):
                    await pilot.resize_terminal(width, height)
                    assert len(text(app).splitlines()) <= height
            await pilot.resize_terminal(80, 24)
            await press(pilot, "escape")
            await closed(pilot)

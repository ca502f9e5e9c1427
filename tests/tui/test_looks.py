"""Looks and hands: every theme can be read, every sign can be plain, every key another."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.binding import Binding
from textual.color import Color
from textual.widget import Widget

from tests.support import REAL, session
from tests.tui.screen import Walk, card_text, press, saved, text
from tests.tui.test_rewatches import closed, lived
from tracker.domain.plain import plain
from tracker.drawing.order import Row
from tracker.session.view import Done
from tracker.storage.settings import Settings, read, remember_theme
from tracker.tui.app import LayznerApp
from tracker.tui.card import Card, ProgressLine
from tracker.tui.keys import KEYS, PLACES, key_name, remapped, told
from tracker.tui.lines import KeyLine, Prompt
from tracker.tui.looks import CONTRAST, THEMES, contrast, legible
from tracker.tui.order import OrderList
from tracker.tui.sheets import HelpSheet
from tracker.tui.welcome import Welcome
from tracker.tui.writer import Writer

NOTHING = Settings()
GRAPHIC = {"progress--open", "prompt--cursor"}
"""What is drawn and not read."""


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


OURS = {"progress", "order", "card", "keys", "prompt", "sheet", "welcome", "history"}


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


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "nord", "textual-light"])
async def test_a_theme_can_be_chosen(tmp_path: Path, theme: str) -> None:
    """Each theme of the framework draws the walk and what opens over it."""
    app = LayznerApp(lived(tmp_path), NOTHING._replace(theme=theme))
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

    app = LayznerApp(lived(tmp_path), NOTHING, remember)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not Path(path).exists(), "starting writes nothing"
        app.theme = "fouron"
        await pilot.pause()
        assert read(path) == NOTHING._replace(theme="fouron")
    again = LayznerApp(session(tmp_path, REAL), read(path))
    assert again.theme == "fouron"


async def test_an_unknown_theme_is_named(tmp_path: Path) -> None:
    """A theme that there is not is said with the nearest, and the default is used."""
    app = LayznerApp(lived(tmp_path), NOTHING._replace(theme="fuoron"))
    async with app.run_test(size=(120, 36)):
        assert app.theme == "layzner"
        assert "settings.toml: no theme “fuoron”; did you mean fouron?" in text(app)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 15)])
async def test_without_signs_there_are_none(tmp_path: Path, size: tuple[int, int]) -> None:
    """With ascii on, every screen is drawn in plain characters, Japanese titles apart."""
    app = LayznerApp(lived(tmp_path), NOTHING._replace(ascii=True))
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


async def test_keys_can_be_others(tmp_path: Path) -> None:
    """A key from the settings does what its command does, and is shown wherever keys are."""
    chosen = {"watched": "w,f5", "notes": "/", "find": "ctrl+f"}
    app = LayznerApp(lived(tmp_path), NOTHING._replace(keys=chosen))
    async with app.run_test(size=(120, 36)) as pilot:
        assert "w f5 watched" in text(app)
        await press(pilot, "space")
        assert app.session.view.progress.tally.watched == 14
        await press(pilot, "w")
        await closed(pilot)
        assert app.session.view.progress.tally.watched == 15
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpSheet)
        assert "w f5 " in text(app)
        await press(pilot, "escape", "ctrl+f", *"13", "enter")
        assert app.cursor == "tv-13"


@pytest.mark.parametrize(
    ("chosen", "wrong"),
    [
        ({"wathced": "w"}, "settings.toml: no command “wathced”; did you mean watched?"),
        ({"watched": "foo"}, "settings.toml: “foo” is no key; watched keeps space"),
        ({"watched": ""}, "settings.toml: “” is no key; watched keeps space"),
        ({"watched": "w,,x"}, "settings.toml: “” is no key; watched keeps space"),
        ({"watched": "s"}, "settings.toml: “s” is the key of skip; watched keeps its own"),
        ({"watched": "w", "skip": "w"}, "settings.toml: “w” is the key of skip; watched keeps"),
    ],
)
def test_odd_keys_are_named(chosen: dict[str, str], wrong: str) -> None:
    """What is unknown, odd or taken is said, and the command keeps its key."""
    keys, said = remapped(chosen)
    assert len(said) == 1
    assert said[0].startswith(wrong)
    assert keys["watched"] == KEYS[0]


def test_two_commands_can_swap_keys() -> None:
    """A key that its command gives up is free."""
    keys, wrong = remapped({"skip": "t", "stopped": "s"})
    assert wrong == ()
    assert (keys["skip"].key, keys["stopped"].key) == ("t", "s")


def test_places_share_keys() -> None:
    """The same key may be another command's in another place, but not in the same."""
    assert remapped({"page_close": "s", "history_close": "s"})[1] == ()
    assert remapped({"page_close": "y"})[1] == (
        "settings.toml: “y” is the key of page_copy; page_close keeps its own",
    )


def test_every_key_can_be_named_and_told() -> None:
    """Every command has an id of its own, a description, and a sentence about it."""
    keys = [key for place in PLACES.values() for key in place]
    assert len({key.id for key in keys}) == len(keys)
    assert all(key.id and key.description and key.tooltip for key in keys)


async def test_keys_of_pages_can_be_others(tmp_path: Path) -> None:
    """A page, the history and the field answer to the keys that the viewer wants, and say so."""
    keys = {"page_close": "z", "page_turn": "w", "history_close": "z", "remark_keep": "ctrl+w"}
    app = LayznerApp(lived(tmp_path), NOTHING._replace(keys=keys))
    async with app.run_test(size=(100, 30)) as pilot:
        for opens, closes, says in (
            ("question_mark", "z", "w close"),
            ("enter", "w", "w close"),
            ("h", "z", "z close"),
            ("r", "ctrl+w", "ctrl+w keep and close"),
        ):
            await press(pilot, opens)
            assert says in text(app), opens
            if opens != "r":
                await press(pilot, "escape")
                assert len(app.screen_stack) == 2, opens
            await press(pilot, closes)
            for _ in range(200):
                await pilot.pause()
                if len(app.screen_stack) == 1:
                    break
            assert len(app.screen_stack) == 1, opens


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("w", "w"), ("W", "W"), ("/", "slash"), ("?", "question_mark"), ("é", "é"),
        ("slash", "slash"), ("space", "space"), ("f5", "f5"), ("ctrl+w", "ctrl+w"),
        ("ctrl+shift+left", "ctrl+shift+left"), ("enter", "enter"),
        ("", None), (" ", None), ("foo", None), ("ctrl+", None), ("hyper+w", None), ("\x1b", None),
    ],
)  # fmt: skip
def test_key_names(typed: str, name: str | None) -> None:
    """A key is a character, or a name that the framework knows, with modifiers."""
    assert key_name(typed) == name


def test_keys_are_told_as_they_are() -> None:
    """Every command is told once, keys of a group together."""
    assert len(told()) == len(KEYS) - 10
    assert all(isinstance(key, Binding) for key in KEYS)


@pytest.mark.parametrize("theme", ["layzner", "fouron", "textual-light", "ansi-dark"])
async def test_where_is_typed_can_be_seen(theme: str, tmp_path: Path) -> None:
    """In every theme the cell after what is typed is reversed; the keys below are the prompt's."""
    app = LayznerApp(lived(tmp_path), NOTHING._replace(theme=theme))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", "m", "o")
        strip = app.prompt.render_lines(app.prompt.size.region)[0]
        reversed_at = [segment.text for segment in strip if segment.style and segment.style.reverse]
        assert reversed_at == [" "]
        assert strip.text.startswith(" Find mo  ")
        assert "enter stay there" in text(app)
        assert "space watched" not in text(app)
        await press(pilot, "escape")
        assert "space watched" in text(app)


async def test_keys_that_scroll_are_told_where_there_is_more(tmp_path: Path) -> None:
    """A page that fits says nothing of scrolling."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        assert "space close" in text(app)
        assert "scroll" not in text(app)
        await press(pilot, "escape", "question_mark")
        await pilot.pause()
        assert "space close · j k scroll" in text(app)


async def test_the_tour_speaks_of_the_viewers_keys(tmp_path: Path) -> None:
    """Where a command has another key, the tour and every hint say that one."""
    keys = {"watched": "w", "undo": "z", "range": "b", "outlook": "f6"}
    app = LayznerApp(lived(tmp_path), NOTHING._replace(keys=keys))
    async with app.run_test(size=(120, 40)) as pilot:
        assert "left; f6 plans them" in text(app)
        await press(pilot, "b")
        assert "then w, s or c is for all. b again for none" in text(app)
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpSheet)
        assert "press w, and it goes on." in app.screen.text().plain
        assert "z takes it back" in app.screen.text().plain


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


async def test_nothing_moves_where_nothing_shall(tmp_path: Path) -> None:
    """With animations off, none is played, and no mark glows."""
    app = LayznerApp(lived(tmp_path), NOTHING._replace(animations=False))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.animation_level == "none"
        await press(pilot, "space")
        await saved(pilot)
        assert not app.query_one(ProgressLine).glowing


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
        line = row.fitted(width)
        assert cell_len(line) == width, width
        assert "\n" not in line
        if width >= 30:
            assert line.endswith("13 Nov ")
            kept = line.removesuffix("13 Nov ")[8:].rstrip()
            assert title.startswith(kept.removesuffix("…").rstrip())


async def test_a_quick_disk_needs_no_second_frame(tmp_path: Path) -> None:
    """A mark that is on the disk before it is drawn is never drawn as unsaved."""
    app = LayznerApp(lived(tmp_path))
    drawn: list[frozenset[str]] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch(app, "view", lambda view: drawn.append(view.unsaved))
        await press(pilot, "space")
        await saved(pilot)
        assert drawn
        assert not drawn[-1]


def test_a_slow_disk_holds_no_key_up() -> None:
    """The writer is waited for as long as was said and no longer, and says whether it is done."""
    go = threading.Event()
    tried: list[str] = []

    def save() -> None:
        go.wait(60)

    writer = Writer(save, tried.append)
    writer.start()
    assert not writer.rested(0.0)
    writer.kick()
    assert not writer.rested(0.01)
    assert not tried
    go.set()
    assert writer.rested(60)
    assert tried == [""]
    writer.close()
    assert not writer.rested(60)


async def test_the_mouse_works_on_keys_that_are_others(tmp_path: Path) -> None:
    """A click on a key in the line at the foot does what the key does."""
    app = LayznerApp(lived(tmp_path), NOTHING._replace(keys={"watched": "f5"}))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.click(KeyLine, offset=(2, 0))
        await pilot.pause()
        assert app.session.view.progress.tally.watched == 15


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("adrift", "Adrift in Space"),
        ("episode 30", "Episode 30"),
        ("time skip", "The story now jumps three years"),
        ("theme fouron", "14 of 40"),
    ],
)
async def test_the_palette_goes_everywhere(tmp_path: Path, typed: str, shown: str) -> None:
    """Every entry, every note that was read and every theme is a command of the palette."""
    sitting = lived(tmp_path)
    sitting.watched([REAL.entry("tv-25")])
    app = LayznerApp(sitting)
    async with app.run_test(size=(120, 36)) as pilot:
        await closed(pilot)
        if "skip" in typed:
            sitting.watched(REAL.entries[14:25])
        keys = ["space" if char == " " else char for char in typed]
        await press(pilot, "ctrl+p", *keys, "down", "enter")
        await pilot.pause()
        assert shown in text(app) or app.theme == "fouron"


async def test_several_entries_are_chosen(tmp_path: Path) -> None:
    """V chooses from here to where one goes; the next key is for all, and undoes as one."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "v", "j", "j", "j")
        assert app.chosen == {"tv-15", "tv-16", "tv-17", "tv-18"}
        await press(pilot, "space")
        await closed(pilot)
        assert "Watched episodes 15–18" in text(app)
        assert app.chosen == frozenset()
        assert app.cursor == "tv-19"
        await press(pilot, "u")
        await closed(pilot)
        assert app.session.view.progress.tally.watched == 14
        await press(pilot, "v", "k", "k", "c")
        assert "Cleared episodes 13–14" in text(app)
        await press(pilot, "u", "v", "j", "j", "s")
        assert "Skipped episodes 13–15" not in text(app)
        await press(pilot, "v", "j", "escape")
        assert app.chosen == frozenset()
        await press(pilot, "v", "v", "j")
        assert app.chosen == frozenset()


async def test_a_range_passes_over_what_is_left_out(tmp_path: Path) -> None:
    """What the guide leaves out is chosen only where the range begins or ends with it."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        app.cursor = "tv-37"
        await press(pilot, "v", "j")
        assert app.chosen == {"tv-37", "tv-38"}
        await press(pilot, "j")
        assert app.chosen == {"tv-37", "ova-1"}


async def test_lines_and_notes_are_copied(tmp_path: Path) -> None:
    """Y copies the line of the entry, of all that are chosen, or what a page says."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "y")
        assert app.clipboard == "Episode 15 · Become a Blue Comet · 24 min"
        await press(pilot, "v", "j", "y")
        assert app.clipboard.splitlines()[1:] == ["Episode 16 · Moon, Give Us Shelter! · 24 min"]
        assert "Copied 2 lines" in text(app)
        await press(pilot, "escape", "n", "y")
        assert app.clipboard.startswith("Part 1")
        assert "copied · " in text(app)


async def test_questions_answer_to_the_mouse(tmp_path: Path) -> None:
    """A click on a key below a question is as good as the key."""
    app = LayznerApp(lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", "1")
        assert "1 of" in text(app)
        await pilot.click(Prompt, offset=(19, 1))
        assert "2 of" in text(app)
        await pilot.click(Prompt, offset=(42, 1))
        assert app.cursor == "tv-15"
        assert app.prompt.question is None
        await press(pilot, "slash", "1", "2")
        await pilot.click(Prompt, offset=(2, 0))
        assert app.prompt.question is not None
        await pilot.click(Prompt, offset=(2, 1))
        assert app.prompt.question is None
        assert app.cursor == "tv-12"


async def test_the_first_start_answers_to_the_mouse(tmp_path: Path) -> None:
    """A click chooses an answer, and one on the line of keys goes on."""
    app = LayznerApp(session(tmp_path, REAL))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = text(app).splitlines()
        [rewatch] = [y for y, row in enumerate(rows) if "Rewatch: show" in row]
        [first] = [y for y, row in enumerate(rows) if "First time: hide" in row]
        [keys] = [y for y, row in enumerate(rows) if "enter go on" in row]
        for y, seen in ((rewatch, True), (first, False), (rewatch, True)):
            await pilot.click(offset=(12, y))
            assert isinstance(app.screen, Welcome)
            assert app.screen.seen is seen
        await pilot.click(offset=(12, keys))
        await pilot.pause()
        assert app.session.view.level == "off"


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
            await press(pilot, "question_mark")
            await pilot.click(offset=where)
            await pilot.pause()
            assert len(app.screen_stack) == 1
        await press(pilot, "R")
        await pilot.click(offset=(2, 2))
        await pilot.pause()
        assert len(app.screen_stack) == 1
        assert app.session.view.progress.number == 2


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

"""The pages over the whole window: the help, and the end of a pass."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import EVENING, REAL, SMALL, Clock, entries, mostly_slow, session
from tests.tui.screen import closed, compare, lines, lived, opened, press, saved, text, until
from tests.tui.test_sheets import SIZES, over
from tracker.domain import words
from tracker.drawing import cells, plain
from tracker.session.sitting import Session
from tracker.storage.settings import Settings
from tracker.tui.app import LayznerApp
from tracker.tui.finish import FinishPage
from tracker.tui.help import HelpPage
from tracker.tui.history import HistoryScreen
from tracker.tui.keys import COMMANDS, FINISH_KEYS, HELP, KEYS, PAGE_KEYS, TOGETHER, remapped
from tracker.tui.pages import Page
from tracker.tui.sheets import ChoiceSheet, PassSheet


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are written where the test runs."""
    monkeypatch.chdir(tmp_path)


def done(directory: Path) -> Session:
    """A viewer who has just watched the last one."""
    clock = Clock(EVENING - timedelta(days=42))
    sitting = session(directory, REAL, clock)
    sitting.tell(seen=False)
    for at, entry in enumerate(entries(REAL, "1-ova3")):
        clock.now += timedelta(days=3 * (at % 3 == 0))
        sitting.watched([entry])
        sitting.rate(entry, 6 + at % 5)
    sitting.remark(REAL.entry("ova-3"), "So that is how it ends. I sat there for a while.")
    sitting.read(REAL.notes)
    sitting.save()
    return sitting


def pages(directory: Path) -> dict[str, Page]:
    """A page of each kind."""
    sitting = done(directory)
    tour = HelpPage(COMMANDS)
    tour._tab = 1
    return {
        "help": HelpPage(COMMANDS),
        "tour": tour,
        "finish": FinishPage(sitting.view, sitting.history().diaries[-1]),
    }


@pytest.mark.parametrize("name", mostly_slow(["help", "tour", "finish"], "finish"))
async def test_every_page_is_drawn_at_every_size(tmp_path: Path, name: str) -> None:
    """Nothing is drawn outside the window, the way out is always told, and words stay whole."""
    page = pages(tmp_path)[name]
    async with over(page) as (pilot, closed_with):
        for size in ((1, 1), (5, 3), *SIZES):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.pause()
            shown = text(pilot.app).splitlines()
            assert len(shown) <= size[1]
            assert all(cells.width(line) <= size[0] for line in shown)
            if size >= (20, 6):
                assert "esc" in shown[-1]
            if size >= (60, 15):
                known = set(re.findall(r"\S+", " ".join(plain(line) for line in page._lines.lines)))
                body = re.sub("[▐]", " ", "\n".join(shown[2:-1]))
                read = {word for word in body.split() if any(map(str.isalpha, word))}
                assert read <= known, size
        await press(pilot, "escape")
        assert closed_with == [None]


@pytest.mark.parametrize("size", mostly_slow([(80, 24), (60, 15), (120, 36)], (60, 15)))
@pytest.mark.parametrize("name", ["help", "tour", "finish"])
async def test_every_page_can_be_read_to_its_end(
    tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    """Page by page every word of it comes in sight."""
    page = pages(tmp_path)[name]
    async with over(page, size) as (pilot, _):
        read, y = "", -1.0
        while y < page._lines.scroll_y:
            y = page._lines.scroll_y
            read += text(pilot.app).replace("▐", " ") + "\n"
            page.action_page(1)
            await pilot.pause()
        assert y == page._lines.max_scroll_y
        said = [plain(line).strip() for line in page._lines.lines]
        assert all(line in read for line in said)
        assert ("j k scroll" in text(pilot.app)) is (page._lines.max_scroll_y > 0)


def test_every_key_of_the_walk_is_in_one_group() -> None:
    """No command is forgotten by the help, and none is of two groups."""
    told = [
        (name, key)
        for name, group in HELP.items()
        for written, _ in group
        for key in re.findall(r"{(\w+)}", written)
    ]
    assert {key for _, key in told} == {key.id for key in KEYS}
    # A number and the key for the last one, or the card, go to an entry.
    groups = {key: {name for name, other in told if other == key} for _, key in told}
    assert all(len(held) == 1 for held in groups.values())


async def test_the_help_has_every_key_and_sign(tmp_path: Path) -> None:
    """Every command of every place is told, and the signs with what they mean."""
    page = pages(tmp_path)["help"]
    async with over(page, (80, 24)):
        said = "\n".join(plain(line) for line in page._lines.lines)
        for place in ("Mark", "On a page", "At the end of a pass", "In the history", "Writing"):
            assert place in said
        for key in (*PAGE_KEYS, *FINISH_KEYS):
            assert words.lower(key.tooltip) in said, key.id
        for sign in ("▶", "✓", "◐", "»", "×", "◌"):
            assert f"{sign}       " in said, sign


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 36)])
async def test_the_first_screen_of_the_help_shows_twenty(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """The keys that matter most are there before anything is scrolled."""
    async with over(pages(tmp_path)["help"], size) as (pilot, _):
        shown = text(pilot.app)
        told = [does for group in HELP.values() for _, does in group]
        assert sum(does in shown for does in told) >= 20
        for does in ("watched, and go on", "give it 8 of 10", "to number 12", "the whole card"):
            assert does in shown


async def test_tab_turns_to_the_tour_and_back() -> None:
    """The tabs stand above, the present one underlined; the other is told at the foot."""
    page = HelpPage(COMMANDS)
    async with over(page, (80, 24)) as (pilot, _):
        assert "tab the tour" in lines(pilot.app)[-1]
        await press(pilot, "G", "tab")
        assert page._lines.scroll_y == 0
        assert "It opens on what is next up." in text(pilot.app)
        assert "tab the keys" in lines(pilot.app)[-1]
        await press(pilot, "shift+tab")
        assert "Mark" in text(pilot.app)
        assert "It opens on" not in text(pilot.app)


async def test_a_page_is_copied_and_clicked() -> None:
    """Y copies all of it and says so; a click on a key at the foot is as good as the key."""
    page = HelpPage(COMMANDS)
    async with over(page, (80, 24)) as (pilot, closed_with):
        await press(pilot, "y")
        assert pilot.app.clipboard.startswith("Mark")
        assert "next up" in pilot.app.clipboard
        assert "Copied" in text(pilot.app)
        await pilot.click(offset=(14, 23))
        await pilot.pause()
        assert "It opens on" in text(pilot.app)
        where = lines(pilot.app)[-1].index("esc")
        await pilot.click(offset=(where, 23))
        await pilot.pause()
        assert closed_with == [None]


async def test_finishing_is_a_moment(tmp_path: Path) -> None:
    """The last mark brings the end up by itself, once, over the whole window."""
    async with opened(tmp_path, SMALL, "1-2", now=timedelta(days=3)) as (app, pilot):
        await press(pilot, "space")
        assert isinstance(app.screen, FinishPage)
        shown = text(app)
        for said in (
            "Pass 1 · 3 of 3 · 1 h 38",
            "All of it",
            "22 to 25 November 2026",
            "Evenings   2, in 4 days",
            "Left out or skipped, if you are curious: episode 3.",
            "Echo. More of it.",
        ):
            assert said in shown
        await press(pilot, "escape", "space", "space")
        assert len(app.screen_stack) == 1


async def test_the_end_can_be_seen_again(tmp_path: Path) -> None:
    """The palette offers it where the pass is done, and only there."""
    app = LayznerApp(done(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await closed(pilot)
        await press(pilot, "ctrl+p", *"endofthepass")
        await until(pilot, "What it took, and the best of it")
        await press(pilot, "enter")
        await until(pilot, "What you wrote last")
        for key, kind in (("p", PassSheet), ("h", HistoryScreen), ("R", ChoiceSheet)):
            await press(pilot, key)
            assert isinstance(app.screen, kind), key
            await press(pilot, "escape")
            assert isinstance(app.screen, FinishPage), key
    async with opened(tmp_path / "new", SMALL, "1") as (app, pilot):
        await press(pilot, "ctrl+p", *"endofthepass")
        await pilot.pause()
        assert "What it took, and the best of it" not in text(app)


async def test_another_pass_begins_from_the_end(tmp_path: Path) -> None:
    """What is due in it is told once, on the walk."""
    async with opened(tmp_path, REAL, "1-ova2") as (app, pilot):
        await press(pilot, "space")
        while not isinstance(app.screen, FinishPage):
            await press(pilot, "escape")
        await press(pilot, "R", "y")
        await pilot.pause()
        assert app.session.view.progress.number == 2
        assert not [page for page in app.screen_stack if isinstance(page, FinishPage)]
        assert len(app.screen_stack) == 2
        await closed(pilot)
        assert app.session.view.due == ()


async def test_a_share_card_is_saved_and_nothing_written_over(tmp_path: Path) -> None:
    """A name is proposed; one that is taken is said, and another proposed in its place."""
    sitting = done(tmp_path)
    page = FinishPage(sitting.view, sitting.history().diaries[-1])
    async with over(page, (80, 24)) as (pilot, closed_with):
        await press(pilot, "s")
        assert "Share card as layzner.png" in text(pilot.app)
        await press(pilot, "enter")
        first = (tmp_path / "layzner.png").read_bytes()
        assert first.startswith(b"\x89PNG")
        assert "Wrote the share card to" in text(pilot.app)
        await press(pilot, "s")
        assert "Share card as layzner-2.png" in text(pilot.app)
        await press(pilot, "ctrl+u", *"layzner.png", "enter")
        assert "There is a layzner.png already, and it stays as it is" in text(pilot.app)
        assert "Share card as layzner-2.png" in text(pilot.app)
        await press(pilot, "enter")
        assert (tmp_path / "layzner-2.png").read_bytes() == first
        await press(pilot, "s", "escape", "escape")
        assert closed_with == [None]
    assert (tmp_path / "layzner.png").read_bytes() == first


@pytest.mark.parametrize(
    ("name", "said"),
    mostly_slow(
        [
            ("card", "End the name in .png, .svg or .txt"),
            ("no/such/card.svg", "Cannot write no/such/card.svg: No such file"),
            ("", ".png, .svg or .txt"),
        ],
        ("card", "End the name in .png, .svg or .txt"),
        several=True,
    ),
)
async def test_a_picture_that_cannot_be_written(tmp_path: Path, name: str, said: str) -> None:
    """It is said, and asked again."""
    async with opened(tmp_path, SMALL, "1") as (app, pilot):
        app.action_open("share")
        await press(pilot, "ctrl+u", *name, "enter")
        assert said in text(app)
        assert app.prompt.question is not None
        for form in (".svg", ".txt"):
            await press(pilot, "ctrl+u", *f"way{form}", "enter")
            assert (tmp_path / f"way{form}").exists()
            app.action_open("share")


async def test_the_keys_of_the_end_are_the_viewers(tmp_path: Path) -> None:
    """They can be others; one that is wanted for two on that page stays with the first."""
    app = LayznerApp(done(tmp_path), Settings(keys={"finish_share": "f6", "page_close": "z"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await closed(pilot)
        app.action_open("ended")
        await pilot.pause()
        assert "f6 share card" in lines(app)[-1]
        assert "z the order" in lines(app)[-1]
        await press(pilot, "f6")
        assert "Share card as" in text(app)
        await press(pilot, "escape", "z")
        assert len(app.screen_stack) == 1
    keys, wrong = remapped({"page_down_line": "s"})
    assert not wrong
    assert keys["finish_share"].tooltip.endswith("(s is your page_down_line)")
    assert all(len({key.id for key in place}) == len(place) for place in TOGETHER)


@pytest.mark.parametrize("page", ["help", "finish"])
async def test_picture_of_each_page(tmp_path: Path, page: str) -> None:
    """Each page looks as it was approved."""
    app = LayznerApp(done(tmp_path) if page == "finish" else lived(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await closed(pilot)
        app.action_open("ended" if page == "finish" else page)
        await pilot.pause()
        await pilot.pause()
        await saved(pilot)
        compare(app, page)

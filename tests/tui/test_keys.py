"""Keys: each is told and named once, and every one can be another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.screen import closed, lines, lived, opened, press, text
from tracker.storage.settings import Settings
from tracker.tui.app import LayznerApp
from tracker.tui.help import HelpPage
from tracker.tui.keys import KEYS, PLACES, key_name, remapped, shown
from tracker.tui.sheets import NotesSheet


def test_every_key_has_an_id_and_says_what_it_does() -> None:
    """Each key is written once, with all that footer, help and palette need."""
    assert len({key.id for key in KEYS}) == len(KEYS)
    assert all(key.id and key.description and key.tooltip for key in KEYS)
    pressed = [stroke for key in KEYS for stroke in key.key.split(",")]
    assert len(set(pressed)) == len(pressed)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((120, 36), "space t w u / n r h o s ? q"),
        ((100, 30), "space t w u / n r h ? q"),
        ((80, 24), "space t w u / n ? q"),
        ((60, 15), "space t w ? q"),
    ],
)
async def test_the_key_line_is_in_order_of_use(
    tmp_path: Path, size: tuple[int, int], said: str
) -> None:
    """What is used most comes first, and as much as there is room for; help and quit stay."""
    async with opened(tmp_path, size=size) as (app, _):
        line = lines(app)[-1]
        written = [shown(key) for key in KEYS if f" {shown(key)} {key.description}" in line]
        assert written == said.split()
        assert line.split() == [
            word
            for key in KEYS
            if shown(key) in written
            for word in (shown(key), *key.description.split())
        ]


def test_every_key_can_be_named_and_told() -> None:
    """Every command has an id of its own, a description, and a sentence about it."""
    keys = [key for place in PLACES.values() for key in place]
    assert len({key.id for key in keys}) == len(keys)
    assert all(key.id and key.description and key.tooltip for key in keys)


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


@pytest.mark.parametrize(
    ("chosen", "wrong"),
    [
        ({"wathced": "w"}, "settings.toml: no command is named “wathced”; did you mean watched?"),
        ({"watched": "foo"}, "settings.toml: “foo” is not a key; watched keeps space"),
        ({"watched": ""}, "settings.toml: “” is not a key; watched keeps space"),
        ({"watched": "w,,x"}, "settings.toml: “” is not a key; watched keeps space"),
    ],
)
def test_odd_keys_are_named(chosen: dict[str, str], wrong: str) -> None:
    """What is unknown, odd or taken is said, and the command keeps its key."""
    keys, said = remapped(chosen)
    assert len(said) == 1
    assert said[0].startswith(wrong)
    assert keys["watched"] == KEYS[0]


def test_a_key_is_chosen_for_one_command_alone() -> None:
    """Of two commands that are to have the same key the first has it, and that is said."""
    keys, said = remapped({"skip": "w", "watched": "w"})
    assert said == ("settings.toml: “w” is chosen for watched too; skip keeps its own",)
    assert (keys["watched"].key, keys["skip"].key) == ("w", "s")


def test_a_default_yields_to_a_chosen_key() -> None:
    """A key that the viewer chose is never taken by a default, which then says whose it is."""
    keys, wrong = remapped({"watched": "s,j", "notes": "ctrl+z"})
    assert wrong == ()
    assert keys["watched"].key == "s,j"
    assert (keys["down"].key, shown(keys["down"])) == ("down", "down")
    assert keys["down"].tooltip == "Go down (j is your watched)"
    assert keys["skip"].tooltip == "Skip it, or no longer skip it (s is your watched)"
    assert (shown(keys["skip"]), keys["skip"].show) == ("–", False)
    assert keys["suspend"].tooltip.endswith("(ctrl+z is your notes)")


@pytest.mark.parametrize("rating", range(11))
def test_the_keys_of_ratings_are_passed_over(rating: int) -> None:
    """What version 1.0.0 wrote into the settings is no mistake, though its commands are gone."""
    keys, wrong = remapped({f"rate_{rating}": "f5", "watched": "w"})
    assert wrong == ()
    assert keys["watched"].key == "w"
    assert not [key for key in keys.values() if key.key == "f5"]


async def test_a_key_that_was_chosen_is_the_viewers(tmp_path: Path) -> None:
    """It does what it was chosen for, a digit too, and the help says which default has yielded."""
    app = LayznerApp(lived(tmp_path), Settings(keys={"watched": "s", "notes": "7"}))
    async with app.run_test(size=(120, 60)) as pilot:
        assert "skip" not in lines(app)[-1]
        await press(pilot, "s")
        await closed(pilot)
        assert app.session.view.progress.tally.watched == 15
        await press(pilot, "7")
        assert isinstance(app.screen, NotesSheet)
        await press(pilot, "escape", "question_mark")
        assert isinstance(app.screen, HelpPage)
        said = " ".join(text(app).split())
        assert "– skip it (s is your watched)" in said


def test_two_commands_can_swap_keys() -> None:
    """A key that its command gives up is free."""
    keys, wrong = remapped({"skip": "t", "stopped": "s"})
    assert wrong == ()
    assert (keys["skip"].key, keys["stopped"].key) == ("t", "s")


def test_places_share_keys() -> None:
    """The same key may be another command's in another place, but not in the same."""
    assert remapped({"page_close": "s", "history_close": "s"})[1] == ()
    keys, wrong = remapped({"page_close": "y"})
    assert wrong == ()
    assert keys["page_copy"].tooltip == "Copy the page (y is your page_close)"
    assert keys["copy"].key == "y"


async def test_keys_can_be_others(tmp_path: Path) -> None:
    """A key from the settings does what its command does, and is shown wherever keys are."""
    chosen = {"watched": "m,f5", "notes": "/", "find": "ctrl+f"}
    app = LayznerApp(lived(tmp_path), Settings(keys=chosen))
    async with app.run_test(size=(120, 36)) as pilot:
        assert "m f5 watched" in text(app)
        await press(pilot, "space")
        assert app.session.view.progress.tally.watched == 14
        await press(pilot, "m")
        await closed(pilot)
        assert app.session.view.progress.tally.watched == 15
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpPage)
        assert "m f5 " in text(app)
        await press(pilot, "escape", "ctrl+f", *"13", "enter")
        assert app.cursor == "tv-13"


async def test_keys_of_pages_can_be_others(tmp_path: Path) -> None:
    """A page, the history and the field answer to the keys that the viewer wants, and say so."""
    keys = {"page_close": "z", "page_turn": "w", "history_close": "z", "remark_keep": "ctrl+w"}
    app = LayznerApp(lived(tmp_path), Settings(keys=keys))
    async with app.run_test(size=(100, 30)) as pilot:
        for opens, closes, says in (
            ("question_mark", "z", "z close"),
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


async def test_the_tour_speaks_of_the_viewers_keys(tmp_path: Path) -> None:
    """Where a command has another key, the tour and every hint say that one."""
    keys = {"watched": "m", "undo": "z", "range": "b", "outlook": "f6"}
    app = LayznerApp(lived(tmp_path), Settings(keys=keys))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "b")
        assert "then m, s, c or * applies to all of them. b again ends it" in text(app)
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpPage)
        await press(pilot, "tab")
        assert "press m, and it goes on." in text(app)
        assert "z takes it back" in text(app)

"""The lines at the foot: a question and what is typed, and the keys that matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import REAL, mostly_slow
from tests.tui.screen import lived, opened, press, text
from tracker.storage.settings import Settings
from tracker.tui.app import LayznerApp
from tracker.tui.lines import KeyLine, Prompt


async def test_keys_are_letters_while_typing(tmp_path: Path) -> None:
    """What is typed into a question is text, whatever key it would be elsewhere."""
    async with opened(tmp_path, REAL, "1-3") as (app, pilot):
        await press(pilot, "slash", *"sqtuUcn", "question_mark", "space", "slash")
        assert app.query_one(Prompt).text == "sqtuUcn? /"
        assert len(app.screen_stack) == 1
        assert app.session.view.progress.next_up == "tv-04"


@pytest.mark.parametrize("theme", ["layzner", "violet", "textual-light", "ansi-dark"])
async def test_where_is_typed_can_be_seen(theme: str, tmp_path: Path) -> None:
    """In every theme the cell after what is typed is reversed; the keys below are the prompt's."""
    app = LayznerApp(lived(tmp_path), Settings(theme=theme))
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


async def test_the_mouse_works_on_keys_that_are_others(tmp_path: Path) -> None:
    """A click on a key in the line at the foot does what the key does."""
    app = LayznerApp(lived(tmp_path), Settings(keys={"watched": "f5"}))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.click(KeyLine, offset=(2, 0))
        await pilot.pause()
        assert app.session.view.progress.tally.watched == 15


def looks_of(app: LayznerApp, said: str) -> set[tuple[str, bool]]:
    """The colours, and whether bold, in which the prompt says that."""
    strips = app.prompt.render_lines(app.prompt.size.region)
    return {
        (str(segment.style.color), bool(segment.style.bold))
        for strip in strips
        for segment in strip
        if segment.style and said in segment.text
    }


@pytest.mark.parametrize(
    "theme",
    mostly_slow(["layzner", "layzner-light", "violet", "ansi-dark"], "layzner", "ansi-dark"),
)
async def test_a_hint_and_what_is_wrong_look_different(tmp_path: Path, theme: str) -> None:
    """A hint waits for an answer; what is wrong is in another ink, and bold where there is none."""
    app = LayznerApp(lived(tmp_path), Settings(theme=theme))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "t")
        [(hint, is_bold)] = looks_of(app, "minutes:seconds")
        assert not is_bold
        await press(pilot, "ctrl+u", *"nonsense", "enter")
        wrong = looks_of(app, "nonsense") - looks_of(app, "Stopped")
        assert [bold for ink, bold in wrong if ink != hint and bold] == [True]
        await press(pilot, "x")
        assert looks_of(app, "minutes:seconds") == {(hint, False)}
        await press(pilot, "escape", "slash", *"zzzz")
        [(ink, is_bold)] = looks_of(app, "no match")
        assert ink != hint
        assert is_bold

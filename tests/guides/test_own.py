"""Guides of other works, each walked to its end in the interface and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.guides.own import (
    EVERY,
    FILLERS,
    LACKING,
    LEFT_OUT,
    LONG,
    ORDER,
    RELEASE,
    RENAMED,
    STORY,
    TWINS,
    WORDS,
    made,
)
from tests.support import entries, mostly_slow, session
from tests.tui.screen import closed, compare, lines, opened, press, text
from tracker.cli.main import main
from tracker.domain import asked, plan, words
from tracker.domain.asked import NotUnderstood
from tracker.domain.progress import State
from tracker.session import several
from tracker.tui.app import LayznerApp
from tracker.tui.welcome import Welcome

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that is understood, on a progress file of its own."""

    def command(*given: str) -> str:
        code = main([*given, "--data-dir", str(tmp_path)])
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out

    return command


def ids(guide: str, *texts: str) -> list[str]:
    """The ids of the entries so named in a guide."""
    return [entry.id for entry in entries(made(guide), *texts)]


@pytest.mark.parametrize(
    ("guide", "texts", "found"),
    [
        (ORDER, ["1-3"], ["tv-01", "tv-02", "tv-03"]),
        (ORDER, ["3-5"], ["tv-03", "tv-05", "tv-04"]),
        (ORDER, ["6-8"], ["tv-07", "tv-06", "tv-08"]),
        (TWINS, ["n-5-s-2"], ["n-5", "n-6", "s-1", "s-2"]),
        (TWINS, ["s-5-20"], ["s-5", "s-6", "s-20"]),
        (TWINS, ["20"], ["s-20"]),
        (TWINS, ["3"], ["n-3"]),
        (TWINS, ["Shippuden 3"], ["s-3"]),
        (WORDS, ["2x16"], ["tcw-216"]),
        (WORDS, ["S02E16"], ["tcw-216"]),
        (WORDS, ["s1e1", "s1e2"], ["tcw-101", "tcw-102"]),
        (WORDS, ["IV"], ["film-4"]),
        (WORDS, ["iv–v"], ["film-4", "film-5"]),
        (WORDS, ["21′"], ["film-21"]),
        (WORDS, ["21'"], ["film-21"]),
        (WORDS, ["Clone Wars 1x1-Clone Wars 1x16"], ["tcw-116", "tcw-101", "tcw-102"]),
        (FILLERS, ["9-61"], ["f-9", "f-60", "f-61"]),
    ],
)
def test_what_is_typed(guide: str, texts: Sequence[str], found: Sequence[str]) -> None:
    """In one kind a range is of numbers, and whatever a list shows can be typed."""
    assert ids(guide, *texts) == found


@pytest.mark.parametrize("guide", EVERY.values(), ids=EVERY)
def test_what_is_printed_can_be_typed(guide: str) -> None:
    """Of every entry the id, the name and a label that no other has."""
    read = made(guide)
    labels = [entry.label for entry in read.entries]
    for each in read.entries:
        assert asked.entry(read, each.id) == each
        assert asked.entry(read, each.name) == each
        if labels.count(each.label) == 1:
            assert asked.entry(read, each.label) == each


@pytest.mark.parametrize(
    ("guide", "typed", "said"),
    [
        (TWINS, "7", "no entry “7”; type 1 to 6, s-1 to s-6, s-20"),
        (ORDER, "5-3", "“5-3” runs backwards: episode 5 comes after episode 3"),
        (TWINS, "s-2-n-5", "“s-2-n-5” runs backwards: Shippuden 2 comes after Naruto 5"),
        (
            WORDS,
            "film-6",
            "no entry “film-6”; type 101 to 102, 116, 216, film-4 to film-5, film-21",
        ),
    ],
)
def test_what_there_is_is_told_as_it_is(guide: str, typed: str, said: str) -> None:
    """Who names no entry hears of the numbers that there are, and of no others."""
    with pytest.raises(NotUnderstood) as error:
        ids(guide, typed)
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("guide", "texts", "said"),
    [
        (ORDER, ["1-8"], "Episodes 1–2, 7, 3, 5–6, 4 and 8"),
        (TWINS, ["n-5-s-2"], "Naruto 5–6 and Shippuden 1–2"),
        (WORDS, ["2x16-2x16", "1x16"], "Clone Wars 2x16 and 1x16"),
        (WORDS, ["1x2-V"], "Clone Wars 1x2 and Films IV–V"),
    ],
)
def test_a_dash_joins_neighbours_alone(guide: str, texts: Sequence[str], said: str) -> None:
    """A span is joined where place and number go up by one, and nowhere else."""
    read = made(guide)
    assert words.span(entries(read, *texts), read.entries) == said


def test_names_stay_as_the_guide_writes_them(tmp_path: Path) -> None:
    """A name keeps its capital inside a sentence; a word gets one where it stands alone."""
    sitting = session(tmp_path, made(TWINS))
    assert sitting.watched(entries(made(TWINS), "n-1-n-2")).text == "Watched Naruto 1–2"
    assert sitting.remark(made(TWINS).entry("s-1"), "Yes").text == "Kept your remark on Shippuden 1"
    assert made(WORDS).entry("film-4").name == "Film IV"
    planned = plan.per_week(sitting.view.progress, date(2026, 11, 22), 7)
    assert words.milestone(planned[4]) == "on to Shippuden"


@pytest.mark.parametrize("name", mostly_slow(EVERY, "order", "twins"))
def test_the_command_line_walks_it_to_its_end(name: str, run: Run, tmp_path: Path) -> None:
    """Marks, undo, plan, history, card and list, and the end of a pass."""
    file = tmp_path / f"{name}.toml"
    file.write_text(EVERY[name], encoding="utf-8")
    run("guide", "add", str(file))
    run("guide", "use", name)
    guide = made(EVERY[name])
    watch = [entry for entry in guide.entries if not entry.is_left_out]
    assert run("next").startswith(watch[0].name)
    assert run("watched").startswith(f"Watched {watch[0].in_sentence}.")
    assert run("undo").startswith("Undone: ")
    run("redo")
    assert run("plan", "--per-week", "5")
    for entry in watch[1:6]:
        run("watched", entry.id)
    if len(watch) > 6:
        run("watched", *(entry.id for entry in watch[6:]))
    assert run("next") == "Nothing: you have watched it all.\n"
    listed: dict[str, Any] = json.loads(run("list", "--json"))
    states = {entry["id"]: entry["state"] for entry in listed["entries"]}
    assert all(states[entry.id] == "watched" for entry in watch)
    assert run("stats").startswith(guide.title)
    assert all(len(line) <= 60 for line in run("card").splitlines())
    assert run("passes", "1").count("\n") > len(watch)
    said = json.loads(run("guide", name, "--json"))
    assert (said["watched"], said["total"]) == (len(watch), len(watch))


@pytest.mark.parametrize("name", mostly_slow(EVERY, "order", "twins"))
async def test_the_interface_walks_it_to_its_end(name: str, tmp_path: Path) -> None:
    """Keys mark, undo, find, plan and look back, and the end is told as the end."""
    guide = made(EVERY[name])
    watch = [entry for entry in guide.entries if not entry.is_left_out]
    async with opened(tmp_path, guide) as (app, pilot):
        assert app.cursor == watch[0].id
        await press(pilot, "space", "u", "U", "full_stop", "space")
        assert app.session.view.progress.tally.watched == 2
        await press(pilot, "slash", *watch[2].id.replace("-", ""), "enter")
        assert app.cursor == watch[2].id
        for key in ("h", "p", "question_mark"):
            await press(pilot, key)
            assert len(app.screen_stack) == 2
            await press(pilot, "escape")
        await press(pilot, "full_stop", "v", "G", "space")
        await closed(pilot)
        progress = app.session.view.progress
        assert (progress.next_up, progress.is_done) == (None, True)
        total = app.session.view.progress.tally.total
        assert f"Pass 1 · {total} of {total}" in lines(app)[0]
        assert progress.tally.watched == len(watch)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"])
@pytest.mark.parametrize("name", mostly_slow(EVERY, "order", "twins"))
async def test_how_it_looks(name: str, size: tuple[int, int], tmp_path: Path) -> None:
    """Each is as in its picture, in the middle of its order."""
    guide = made(EVERY[name])
    watch = [entry.id for entry in guide.entries if not entry.is_left_out]
    sitting = session(tmp_path, guide)
    sitting.tell(seen=False)
    sitting.watched(entries(guide, *watch[: len(watch) // 2]))
    sitting.save()
    app = LayznerApp(sitting)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        compare(app, f"guide-{name}-{size[0]}x{size[1]}")


async def test_a_stretch_left_out_is_a_line_until_somebody_looks(tmp_path: Path) -> None:
    """It opens when the cursor enters, by key, by find and by a click, and closes behind it."""
    async with opened(tmp_path, made(FILLERS), "1-8") as (app, pilot):
        assert "      10–59 left out" in text(app)
        assert "Chapter of 10" not in text(app)
        await press(pilot, "j")
        assert app.cursor == "f-10"
        assert "10–59 left out" not in text(app)
        # The line stays where it was, and the titles that are hidden stay hidden.
        assert "  11  Chapter 11" in text(app)
        await press(pilot, "k")
        assert "10–59 left out" in text(app)
        await press(pilot, "slash", *"205", "enter")
        assert app.cursor == "f-205"
        assert "205  Chapter 205" in text(app)
        assert "200–329 left out" not in text(app)
        await press(pilot, "full_stop")
        [line] = [y for y, shown in enumerate(lines(app)) if "10–59 left out" in shown]
        await pilot.click(offset=(12, line))
        assert app.cursor == "f-10"


async def test_two_left_out_are_two_lines(tmp_path: Path) -> None:
    """From three on it is a stretch."""
    plain = ORDER.replace('id = "tv-02"', 'id = "tv-02"\nadvice = "skip"\nreason = "No."').replace(
        'id = "tv-07"', 'id = "tv-07"\nadvice = "skip"\nreason = "No."'
    )
    async with opened(tmp_path, made(plain)) as (app, _):
        assert sum("left out" in line for line in lines(app)) == 2


async def test_the_welcome_takes_what_find_takes(tmp_path: Path) -> None:
    """``s-3`` is of the second kind, and is shown before anything is marked."""
    guide = made(TWINS)
    sitting = session(tmp_path, guide)
    app = LayznerApp(sitting)
    async with app.run_test(size=(120, 36)) as pilot:
        assert isinstance(app.screen, Welcome)
        await press(pilot, *"s-3")
        assert "Shippuden 3" in text(app)
        assert not sitting.journal.events
        await press(pilot, "enter")
        assert sitting.view.progress.next_up == "s-4"
        assert sitting.view.progress.tally.watched == 9


def test_two_orders_share_their_progress(run: Run, tmp_path: Path) -> None:
    """Who goes over to the other order of a work has watched what was watched."""
    for name, text_ in (("release", RELEASE), ("story", STORY)):
        file = tmp_path / f"{name}.toml"
        file.write_text(text_, encoding="utf-8")
        run("guide", "add", str(file))
    run("watched", "--guide", "release")
    assert run("next", "--guide", "release").startswith("Episode 2")
    assert run("next", "--guide", "story").startswith("Episode 3")
    assert run("undo", "--guide", "story").startswith("Undone: watched episode 1.")


def test_a_renamed_entry_keeps_its_marks(tmp_path: Path) -> None:
    """Marks, words and ratings on an earlier id are on the entry; undo and forget know it."""
    before = session(tmp_path, made(RELEASE))
    before.watched(entries(made(RELEASE), "1-2"))
    before.rate(made(RELEASE).entry("tv-2"), 9)
    before.remark(made(RELEASE).entry("tv-2"), "Good.")
    before.save()
    now = session(tmp_path, made(RENAMED))
    progress = now.view.progress
    assert progress.marks["tv-22"].do == "watched"
    assert (progress.next_up, progress.tally.watched) == ("tv-3", 2)
    assert progress.current.ratings == {"tv-22": 9}
    assert now.lacking == ()
    assert now.clear([made(RENAMED).entry("tv-22")]).text == "Cleared episode 22"
    assert now.view.progress.state(made(RENAMED).entry("tv-22")) is State.TO_WATCH
    assert now.undo().text == "Undone: cleared episode 22"
    assert now.ids_of(made(RENAMED).entry("tv-22")) == {"tv-2", "tv-22"}


def test_marks_that_a_guide_lacks_are_named_and_kept(tmp_path: Path) -> None:
    """They count nowhere until the guide knows them again."""
    before = session(tmp_path, made(RELEASE))
    before.watched(entries(made(RELEASE), "1-2"))
    before.save()
    now = session(tmp_path, made(LACKING))
    assert now.view.progress.tally[:2] == (1, 3)
    assert several.lacking(now) == (
        "You marked tv-2, which the guide does not have: the marks are kept, but do not count",
    )
    assert session(tmp_path, made(RENAMED)).view.progress.tally.watched == 2


def test_a_long_guide_is_by_part_in_one_go() -> None:
    """The parts of a guide are gathered without going through its entries for each."""
    guide = made(LONG)
    assert [len(held) for _, held in guide.by_part()] == [50] * 24


def test_stretches_are_what_they_are_said_to_be() -> None:
    """There are 300 left out, in three stretches."""
    assert len(LEFT_OUT) == 300
    guide = made(FILLERS)
    assert {entry.number for entry in guide.entries if entry.is_left_out} == LEFT_OUT

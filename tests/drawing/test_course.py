"""The course and what stands beside the card, drawn."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import REAL, Clock, entries, session
from tests.tui.screen import lived
from tracker.domain.charts import bars
from tracker.drawing import Line, cells, plain
from tracker.drawing.card import Cards
from tracker.drawing.course import caption, drawn
from tracker.drawing.outlook import evenings, margin, written
from tracker.drawing.rim import NOTHING, Column, Light, joined, put_comet, rim
from tracker.session.sitting import Session
from tracker.session.view import View

LIGHTS: tuple[Light, ...] = ("full", "band", "signs")


def walked(directory: Path, watched: str) -> Session:
    """Somebody who watched that an evening ago."""
    clock = Clock()
    sitting = session(directory, REAL, clock)
    if watched:
        sitting.watched(entries(REAL, *watched.split()))
    clock.now += timedelta(days=1)
    return sitting


def looks(lines: list[Line]) -> set[str]:
    """Every look, without its level."""
    return {look.partition(".")[0] for line in lines for text, look in line if text.strip()}


def test_a_rim_is_lit_from_above() -> None:
    """The cell at the rim is of its ink, those below go step by step into the dark, and end."""
    [top, *below] = rim([Column(13, "done", 30)], 4, "full")[2:]
    grid = rim([Column(29, "done", 30)], 5, "full")
    assert [row[0] for row in grid] == [
        (" ", "text"),
        ("▅", "done.0"),
        ("█", "done.4"),
        ("█", "done.7"),
        ("█", "done.10"),
    ]
    assert top[0] == ("▅", "done.0")
    assert below[0][0] == ("█", "done.4")


def test_a_rim_without_light() -> None:
    """Without true colours it is a band, and a dot where it is ahead; or a sign a column."""
    columns = [Column(8, "done", 30), Column(16, "glow2", 30), Column(16, "ahead", 18)]
    assert ["".join(char for char, _ in row) for row in rim(columns, 3, "band")] == [
        "   ",
        " █·",
        "██ ",
    ]
    assert ["".join(char for char, _ in row) for row in rim(columns, 2, "signs")] == [" #.", "=  "]


@pytest.mark.parametrize(
    ("eighths", "light", "row"),
    [(12, "full", 2), (13, "full", 2), (14, "full", 1), (14, "signs", 2), (32, "full", 0)],
)
def test_where_the_comet_stands(eighths: int, light: Light, row: int) -> None:
    """It is in the cell in which its column ends, or above that where it is nearly full."""
    grid = [[NOTHING] for _ in range(4)]
    put_comet(grid, 0, eighths, light)
    assert [y for y, (cell,) in enumerate(grid) if cell != NOTHING] == [row]


def test_a_column_without_ink_is_dark() -> None:
    """So is one without height; none reaches above the first row."""
    assert joined(rim([Column(9, "", 30), Column(0, "done", 30)], 1, "full")[0]) == (
        ("  ", "text"),
    )
    assert rim([Column(99, "done", 30)], 2, "full")[0][0] == ("▃", "done.0")


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("size", [(59, 8), (37, 6), (100, 14), (20, 4)])
def test_a_course_fills_its_room(tmp_path: Path, size: tuple[int, int], light: Light) -> None:
    """It is as many lines as rows and one of names, each as wide as asked, one comet in all."""
    width, height = size
    for watched in ("", "1-12", "1-25", "1-37 ova1-ova3", "1-38"):
        way = walked(tmp_path / watched, watched).view.course
        lines = drawn(way, width, height, light)
        assert len(lines) == height + 1
        assert {cells.width("".join(text for text, _ in line)) for line in lines} == {width}
        assert sum(text.count("@" if light == "signs" else "●") for text in map(plain, lines)) == 1


def test_the_course_at_the_time_skip(tmp_path: Path) -> None:
    """Half of the way is the top; a slit parts the parts, a cross is what is left out."""
    view = walked(tmp_path, "1-25").view
    assert [plain(line) for line in drawn(view.course, 48, 8, "band")] == [
        "               ▁▂▄▅▆▇▇████▇▇ ●···",
        "           ▁▃▅▇█████████████     ····",
        "        ▁▃▆████                      ···",
        "      ▂▅███                             ··",
        "    ▃▇██                                  ×",
        "  ▃▇██            On to part 2               ·",
        "▂▆██         25 in the last 7 days            ··",
        "██",
        "1       8       15         25            37  III",
    ]


def test_each_state_has_its_ink(tmp_path: Path) -> None:
    """What was watched glows for a week, by how lately; skipped is faint, seen in part is lit."""
    clock = Clock()
    sitting = session(tmp_path, REAL, clock)
    for entry, days in (("tv-01", 6), ("tv-02", 4), ("tv-03", 2), ("tv-04", 1), ("tv-05", 0)):
        sitting.watched([REAL.entry(entry)])
        clock.now += timedelta(days=days)
    sitting.skip(entries(REAL, "7"))
    sitting.stopped(REAL.entry("tv-06"), 20 * 60)
    [row, *_] = [line for line in drawn(sitting.view.course, 430, 1, "signs") if "@" in plain(line)]
    runs = [(look, len(text)) for text, look in row if look != "text"]
    assert [look for look, _ in runs[:9]] == [
        "done", "glow1", "glow2", "glow3", "comet", "ahead", "faint", "ahead", "ahead",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("watched", "said"),
    [
        ("", "25 to the end of part 1"),
        ("1-23", "2 to the end of part 1"),
        ("1-24", "The last of part 1"),
        ("1-25", "On to part 2"),
        ("1-26", "11 to the end of part 2"),
        ("1-37", "On to the three acts"),
        ("1-37 ova1-ova3", "All of it"),
    ],
)
def test_what_is_said_inside_the_course(tmp_path: Path, watched: str, said: str) -> None:
    """How far it is to the next end that is known."""
    assert caption(walked(tmp_path, watched).view.course)[0] == said


def test_who_skips_the_end_has_not_seen_it_all(tmp_path: Path) -> None:
    """Nothing is left, but it was not all."""
    sitting = walked(tmp_path, "1-37 ova1-ova2")
    sitting.skip(entries(REAL, "ova3"))
    assert caption(sitting.view.course)[0] == "Nothing left to watch"


def test_last_evenings_come_with_the_third(tmp_path: Path) -> None:
    """Two evenings are no chart; three are, with the most as its scale, ending today."""
    clock = Clock()
    sitting = session(tmp_path, REAL, clock)
    for entry in ("1", "2-3"):
        sitting.watched(entries(REAL, entry))
        clock.now += timedelta(days=2)
    assert evenings(sitting.view, 3) == []
    sitting.watched(entries(REAL, "4-6"))
    lines = [plain(line) for line in evenings(sitting.view, 3)]
    assert lines[0] == "Last evenings"
    assert lines[1].startswith(" 3 ")
    assert lines[3].startswith(" 0 ▁ ▁")
    assert [line[-5:] for line in lines[1:4]] == ["    █", "█   █", "█ ▁ █"]
    first = (sitting.view.today - timedelta(days=27)).day
    assert lines[4].split() == [str(first), "Oct", "today"]
    assert bars([1, 2, 3], 3) == ("  █", " ██", "███")


def test_the_margin_of_the_widest_windows(tmp_path: Path) -> None:
    """Course, evenings and outlook, each once, none wider than its room; fewer where fewer fit."""
    view = lived(tmp_path).view
    for height in (0, 4, 7, 20, 30, 40, 56, 80):
        lines = margin(view, 68, height, "full")
        assert len(lines) <= height
        assert all(cells.width(plain(line)) <= 68 for line in lines)
    said = [plain(line) for line in margin(view, 68, 56, "full")]
    assert [said.count(head) for head in ("The course", "Last evenings", "Outlook")] == [1, 1, 1]
    assert said[30] == "Outlook"
    assert said[31:] == [
        "Tonight         episodes 15–16",
        "End of part 1   on Friday 27 November",
        "Pass 1 here     on 23 October 2025, on day 5; this time on day 7",
    ]


def test_before_the_third_evening_the_margin_says_so(tmp_path: Path) -> None:
    """Where there is a place of their own, nothing is left out without a word."""
    said = "\n".join(map(plain, margin(walked(tmp_path, "1").view, 68, 56, "full")))
    assert "Drawn from the third evening on." in said


def test_what_was_written_lately(tmp_path: Path) -> None:
    """The latest three remarks of this pass, but not the card's own, and only where they fit."""
    view: View = lived(tmp_path).view
    assert written(view, "tv-14", [], 66, 56) == []
    [*above, head, about, text] = [plain(line) for line in written(view, "tv-15", [], 66, 56)]
    assert above == [""] * 30
    assert head == "Written lately"
    assert about == "Episode 14 · yesterday · 9/10"
    assert text == "Better than I remembered."
    card: list[Line] = [(("text", "text"),)] * 40
    assert written(view, "tv-15", card, 66, 42) == card


@pytest.mark.parametrize(
    ("size", "heights"),
    [
        ((37, 19), {0, 6}),
        ((48, 26), {8, 6}),
        ((59, 32), {8, 6}),
        ((59, 46), {11, 6}),
        ((98, 46), {14, 6}),
    ],
)
def test_the_course_keeps_still(tmp_path: Path, size: tuple[int, int], heights: set[int]) -> None:
    """From card to card it is as high as the window lets it be; it yields to a long text alone."""
    view = lived(tmp_path).view
    cards, found = Cards(view, "enter", "full"), set()
    for entry in view.guide.entries:
        said = [plain(line) for line in cards.drawn(entry, *size, alone=False)]
        assert len(said) == size[1]
        marks = [at for at, line in enumerate(said) if line.startswith("1 ") and "37" in line]
        found.add(marks[-1] - said.index("The course") - 1 if "The course" in said else 0)
    assert found == heights

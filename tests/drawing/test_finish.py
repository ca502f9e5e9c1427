"""The end of a pass, drawn: what it took, the best of it, and what comes after."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import EVENING, REAL, SMALL, Clock, entries, session
from tracker.domain.guide import Guide
from tracker.drawing import cells, plain
from tracker.drawing.finish import PROSE, finish
from tracker.session.sitting import Session

SIZES = ((20, 2), (40, 8), (60, 11), (80, 11), (80, 20), (100, 26), (120, 32), (200, 56), (240, 66))
LONG = "So that is how it ends, and I sat there until the music was over. " * 9


def ended(directory: Path, guide: Guide = REAL) -> Session:
    """A viewer who has watched all of it on 14 evenings, and gave and wrote something."""
    clock = Clock(EVENING - timedelta(days=50))
    sitting = session(directory, guide, clock)
    sitting.tell(seen=False)
    order = [entry for entry in guide.entries if not entry.is_left_out]
    for at, entry in enumerate(order):
        clock.now += timedelta(days=3 * (at % 3 == 0))
        sitting.watched([entry])
        sitting.rate(entry, 5 + at % 6)
    sitting.remark(order[0], "Not the last.")
    clock.now += timedelta(hours=1)
    sitting.remark(order[-1], LONG)
    return sitting


def page(sitting: Session, width: int, height: int) -> list[str]:
    """The lines of the page, without looks."""
    diary = sitting.history().diaries[-1]
    return [plain(line) for line in finish(sitting.view, diary, width, height, "full")]


def test_the_end_tells_what_the_pass_took(tmp_path: Path) -> None:
    """Evenings in days, the longest, the first and the last, and what was given on average."""
    shown = page(ended(tmp_path), 120, 32)
    head = next(at for at, line in enumerate(shown) if "This pass" in line)
    assert [line[10:44].strip() for line in shown[head + 1 : head + 6]] == [
        "Evenings   14, in 40 days",
        "Longest    2 h 16 on 11 November",
        "First      Tuesday 6 October",
        "Last       Saturday 14 November",
        "Given      7.4 on average",
    ]


def test_the_best_are_told_from_the_top(tmp_path: Path) -> None:
    """Those given most, in order; of equals the earlier; five of them."""
    shown = page(ended(tmp_path), 120, 32)
    head = next(at for at, line in enumerate(shown) if "The best" in line)
    column = shown[head].index("The best")
    best = [line[column : column + 7].split() for line in shown[head + 1 : head + 6]]
    assert best == [["10", "6"], ["10", "12"], ["10", "18"], ["10", "24"], ["10", "30"]]
    assert "The best" not in "\n".join(page(unrated(tmp_path / "none"), 120, 32))


def unrated(directory: Path) -> Session:
    """A viewer who watched it all some day, and said nothing."""
    sitting = session(directory)
    sitting.watched([entry for entry in SMALL.entries if not entry.is_left_out], None)
    return sitting


def test_only_what_there_is_is_told(tmp_path: Path) -> None:
    """Where nothing was given, written or left out, and nothing comes after, none is spoken of."""
    guide = SMALL._replace(beyond=())
    sitting = session(tmp_path, guide)
    sitting.watched(guide.entries)
    shown = "\n".join(page(sitting, 120, 32))
    assert "Evenings   1\n" in f"{shown}\n"
    for absent in ("The best", "What you wrote", "Given", "curious", "What to watch next"):
        assert absent not in shown
    assert "Another pass begins at episode 1" in shown


def test_what_was_written_last_is_cut_at_a_word(tmp_path: Path) -> None:
    """In a column there is room for six lines; where there is none, all of it stands below."""
    sitting = ended(tmp_path)
    wide, narrow = page(sitting, 120, 32), page(sitting, 80, 20)
    assert any(line.endswith("…") for line in wide)
    said = " ".join(LONG.split())
    at = next(at for at, line in enumerate(narrow) if line.startswith(" You wrote"))
    end = narrow.index("", at)
    written = " ".join(line[12:].strip() for line in narrow[at:end])
    assert written == said
    assert "Not the last." not in "\n".join(wide + narrow)


def test_a_second_pass_speaks_of_those_before(tmp_path: Path) -> None:
    """The notes that only make sense afterwards are announced once."""
    sitting = ended(tmp_path)
    assert "a few notes are added" in " ".join(page(sitting, 120, 32))
    sitting.rewatch()
    sitting.watched(entries(REAL, "1-ova3"))
    shown = " ".join(page(sitting, 120, 32))
    assert "in the passes before" in shown
    assert "a few notes" not in shown


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("light", ["full", "band", "signs"])
def test_the_end_stands_in_the_window(tmp_path: Path, size: tuple[int, int], light: str) -> None:
    """No line reaches the last column of the window, and no line of prose is longer than 76."""
    sitting = ended(tmp_path)
    width, height = size
    lines = finish(
        sitting.view, sitting.history().diaries[-1], width, height,
        {"full": "full", "band": "band"}.get(light, "signs"),  # type: ignore[arg-type]  # one of those
    )  # fmt: skip
    for line in lines:
        assert cells.width(plain(line)) < width
    said = [plain(line).strip() for line in lines]
    afterwards = said[said.index("Afterwards") + 1 :]
    assert afterwards
    assert all(len(line) <= PROSE for line in afterwards)
    has_course = any(
        look.partition(".")[0] in ("done", "glow3") for line in lines for _, look in line
    )
    assert has_course is (width >= 80 and height >= 18)


def test_the_end_is_drawn_in_a_window_of_one_cell(tmp_path: Path) -> None:
    """However small the window is, there is something to draw."""
    assert page(ended(tmp_path), 1, 1)


def test_the_course_is_complete(tmp_path: Path) -> None:
    """It says so inside, with the days of the pass, and nothing of it is ahead."""
    sitting = ended(tmp_path)
    lines = finish(sitting.view, sitting.history().diaries[-1], 120, 32, "full")
    assert not any(look.startswith("ahead") for line in lines for _, look in line)
    shown = [plain(line).strip() for line in lines]
    assert any("All of it" in line for line in shown)
    assert any("October to " in line and "2026" in line for line in shown)

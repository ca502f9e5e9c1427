"""The help, drawn: groups of keys in columns."""

from __future__ import annotations

import pytest

from tracker.drawing import cells, plain
from tracker.drawing.help import columns


def group(name: str, many: int) -> dict[str, list[tuple[str, str]]]:
    """A group of so many keys."""
    return {name: [(f"{name[0]}{at}", f"number {at}") for at in range(many)]}


BANDS = [
    {**group("Mark", 7), **group("Say", 3), **group("Go", 5), **group("Look", 5)},
    {**group("Pass", 3), **group("Program", 4)},
    group("Rest", 12),
]


def drawn(width: int, height: int) -> list[str]:
    """The lines, without looks."""
    return [plain(line) for line in columns(BANDS, width, height)]


def test_two_columns_are_as_low_as_can_be() -> None:
    """Two groups each, side by side from columns 1 and 41; then the next band."""
    shown = drawn(80, 20)
    assert shown[0] == f" Mark{'':36}Go"
    assert shown[7].split()[-1] == "Look"
    assert shown[14].split() == ["Pass", "Program"]
    assert shown[13] == ""


def test_twenty_keys_stand_on_the_smallest_screen() -> None:
    """At 60 by 15 there are eleven lines: without names of groups, two keys a line."""
    shown = drawn(60, 11)
    assert not any(line.strip() in ("Mark", "Say") for line in shown)
    first = shown[:10]
    assert all(line.count("number") == 2 for line in first)
    assert [line[1:3] for line in first] == [f"M{at}" for at in range(7)] + ["S0", "S1", "S2"]
    assert [line[31:33] for line in first] == [f"G{at}" for at in range(5)] + [
        f"L{at}" for at in range(5)
    ]


@pytest.mark.parametrize(
    "size", [(20, 2), (40, 8), (60, 11), (79, 20), (80, 20), (119, 32), (120, 32), (240, 66)]
)
def test_no_group_is_parted(size: tuple[int, int]) -> None:
    """The keys of a group stand under each other, line by line, and inside the window."""
    shown = drawn(*size)
    where: dict[str, list[tuple[int, int]]] = {}
    for y, line in enumerate(shown):
        assert cells.width(line) < size[0]
        for name, many in (("M", 7), ("S", 3), ("G", 5), ("L", 5), ("R", 12)):
            for at in range(many):
                x = f"{line} ".find(f" {name}{at} ")
                if x >= 0:
                    where.setdefault(name, []).append((x, y))
    for places in where.values():
        assert len({x for x, _ in places}) == 1
        rows = [y for _, y in places]
        assert rows == list(range(rows[0], rows[0] + len(rows)))
    assert len(where) == 5


def test_a_long_key_has_room_and_words_stay_whole() -> None:
    """A key of the viewer's own may be long: what it does then takes more lines."""
    bands = [{"Mark": [("ctrl+shift+left", "watched, and on to the next")]}, {}, {}]
    assert [plain(line) for line in columns(bands[:1], 60, 11)] == [
        " ctrl+shift+left watched, and",
        f"{'':17}on to the",
        f"{'':17}next",
    ]


def test_a_long_key_moves_no_other() -> None:
    """What the keys do stands in one column; beside a long key alone it begins further right."""
    group = [("tab", "on"), ("shift+tab", "back"), ("q", "away")]
    shown = [plain(line) for line in columns([{"Look": group}], 80, 20)]
    assert shown == [" Look", " tab     on", " shift+tab back", " q       away"]

"""A pass to read, line by line."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.support import REAL, marked, watched
from tracker.drawing.diary import pages_of


@pytest.mark.parametrize(
    ("room", "title"),
    [
        (20, "His Name is Eiji"),
        (16, "His Name is Eiji"),
        (15, "His Name is…"),
        (8, "His…"),
        (1, "His…"),
    ],
)
def test_the_pages_of_a_pass(room: int, title: str) -> None:
    """Each marked entry fills a line, its title cut to the room that there is, but not below 8."""
    now = marked(
        *watched("2", at="2026-11-03"),
        {"do": "skipped", "entry": "tv-03", "at": "2026-11-04"},
        {"do": "rated", "entry": "tv-02", "rating": 8},
        {"do": "rated", "entry": "tv-04", "rating": 10},
        {"do": "remarked", "entry": "tv-04", "text": "One word\n\nand more"},
    )
    pages = [*pages_of(now.current, REAL, room + 24 + 3)]
    assert [look for _, look in pages] == ["part", *["entry"] * 3, *["remark"] * 3]
    second, third, fourth = (text for text, look in pages if look == "entry")
    wide = max(8, room)
    assert second == f"  2  {title:{wide}}   3 Nov 2026   8/10"
    assert third.endswith("      skipped")
    assert fourth.endswith(f"{' ' * 13}  10/10")
    assert {len(second), len(fourth)} == {5 + wide + 2 + 11 + 2 + 5}


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (60, ["Eiji ran away", "", "and hid"]),
        (18, ["Eiji ran away", "", "and hid"]),
        (17, ["Eiji ran", "away", "", "and hid"]),
        (1, ["Eiji ran", "away", "", "and hid"]),
    ],
)
def test_remarks_on_the_pages_of_a_pass(width: int, lines: Sequence[str]) -> None:
    """A remark is wrapped to the width, under the title, though never to less than 8 letters."""
    now = marked({"do": "remarked", "entry": "tv-01", "text": "Eiji ran away\n\nand hid"})
    _, _, *remark = pages_of(now.current, REAL, width)
    assert [text for text, _ in remark] == [f"     {line}".rstrip() for line in lines]

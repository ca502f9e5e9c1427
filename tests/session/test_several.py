"""What is said of the whole file, of which one guide is a part."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guides.own import EPISODE, entry, head, made, part
from tests.support import session
from tracker.domain.words import series
from tracker.session import several

WHOLE = made(head("gone", "Gone", EPISODE) + part("one", [entry(f"tv-{n}") for n in range(1, 9)]))
LEFT = made(head("gone", "Gone", EPISODE) + part("one", [entry("tv-8")]))


@pytest.mark.parametrize(
    ("marked", "named"),
    [
        (1, ["tv-1"]),
        (5, ["tv-1", "tv-2", "tv-3", "tv-4", "tv-5"]),
        (6, ["tv-1", "tv-2", "tv-3", "tv-4", "tv-5", "1 more"]),
        (7, ["tv-1", "tv-2", "tv-3", "tv-4", "tv-5", "2 more"]),
    ],
)
def test_what_a_guide_lacks_is_named_up_to_five(
    tmp_path: Path, marked: int, named: list[str]
) -> None:
    """Five ids are named, and of more how many."""
    before = session(tmp_path, WHOLE)
    before.watched(WHOLE.entries[:marked])
    before.save()
    assert several.lacking(session(tmp_path, LEFT)) == (
        f"You marked {series(named)}, which the guide does not have: the marks are kept,"
        " but do not count",
    )

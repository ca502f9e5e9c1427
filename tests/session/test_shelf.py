"""The guides there are, and whether they agree on what their entries are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guides.own import RELEASE, STORY, made
from tracker.session.shelf import Shelf

OTHER = RELEASE.replace("Fate 1", "Something else")
MANY = OTHER.replace("Fate 2", "More of it").replace("Fate 3", "The rest")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """The guides beside a progress file, of which ``fate`` is one."""
    file = tmp_path / "fate.toml"
    file.write_text(RELEASE, encoding="utf-8")
    shelf = Shelf(str(tmp_path / "data/progress.json"))
    shelf.add("fate", str(file))
    return shelf


@pytest.mark.parametrize(
    ("name", "text", "apart"),
    [
        ("story", STORY, ""),
        ("fate", OTHER, ""),
        ("other", OTHER, "tv-1 is another entry"),
        ("many", MANY, "tv-1, tv-2 and tv-3 are other entries"),
        ("else", OTHER.replace('id = "fate"', 'id = "else"'), ""),
    ],
)
def test_what_is_another_entry_in_another_guide(
    shelf: Shelf, name: str, text: str, apart: str
) -> None:
    """Guides of one id agree on their entries; what takes the place of one need not agree."""
    why = f"{apart} in fate.toml, which also has the id fate; give one another id"
    assert shelf.strangers(name, made(text)) == ((why,) if apart else ())

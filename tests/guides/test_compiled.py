"""A guide that was parsed once is kept, and never believed when it should not be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import REAL, SMALL
from tracker import guides
from tracker.domain.guide import Guide
from tracker.guides import compiled

MADE_FROM = ((1, 2), (3, 4))


def whole(guide: Guide) -> list[object]:
    """All of a guide with the types of its parts, so that a tuple is no entry."""
    return [
        guide,
        *map(type, guide),
        *({type(one) for one in row} for row in (guide.parts, guide.entries, guide.notes)),
        *(type(entry.kind) for entry in guide.entries),
        {kind: dict(ids) for kind, ids in guide.ids.items()},
        dict(guide.broadcast),
    ]


@pytest.mark.parametrize("guide", [SMALL, REAL], ids=["small", "real"])
def test_what_is_kept_is_the_guide(guide: Guide, tmp_path: Path) -> None:
    """The guide comes back as it was, every value of its own kind, and cannot be written to."""
    file = str(tmp_path / "a/b/some.guide")
    compiled.keep(file, MADE_FROM, guide)
    again = compiled.kept(file, MADE_FROM)
    assert again is not None
    assert whole(again) == whole(guide)
    with pytest.raises(TypeError):
        again.broadcast["first"] = 1  # type: ignore[index]  # that is the test


def test_a_guide_made_from_other_files_is_not_used(tmp_path: Path) -> None:
    """What was kept holds for just the files it was made from."""
    file = str(tmp_path / "some.guide")
    compiled.keep(file, MADE_FROM, SMALL)
    assert compiled.kept(file, ((1, 2), (3, 5))) is None


def test_a_guide_that_is_not_whole_is_not_used(tmp_path: Path) -> None:
    """Cut off anywhere, or with a byte changed anywhere, it is as if nothing was kept."""
    file = tmp_path / "some.guide"
    compiled.keep(str(file), MADE_FROM, SMALL)
    data = file.read_bytes()
    for at in range(0, len(data), 7):
        file.write_bytes(data[:at])
        assert compiled.kept(str(file), MADE_FROM) is None
        file.write_bytes(data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1 :])
        assert compiled.kept(str(file), MADE_FROM) is None


def test_loading_twice_is_loading_once(tmp_path: Path) -> None:
    """The second time there is nothing to parse, and the guide is the same."""
    code = (
        "import sys\n"
        "from tracker import guides\n"
        "guide = guides.load('layzner', sys.argv[1])\n"
        "print(len(guide.entries), 'tomllib' in sys.modules)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "cache")]
    answers = [
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        for _ in range(2)
    ]
    assert answers == [["41", "True"], ["41", "False"]]
    assert whole(guides.load("layzner", str(tmp_path / "cache"))) == whole(REAL)


@pytest.mark.parametrize("obstacle", ["a file", "a directory in its place"])
def test_a_place_where_nothing_can_be_kept_is_no_hindrance(obstacle: str, tmp_path: Path) -> None:
    """The guide is parsed, nothing is said, and nothing is left behind."""
    cache = tmp_path / "cache"
    if obstacle == "a file":
        cache.write_text("mine", encoding="utf-8")
    else:
        (cache / "layzner.guide").mkdir(parents=True)
    assert guides.load("layzner", str(cache)) == REAL
    assert obstacle != "a file" or cache.read_text(encoding="utf-8") == "mine"
    assert obstacle == "a file" or os.listdir(cache) == ["layzner.guide"]

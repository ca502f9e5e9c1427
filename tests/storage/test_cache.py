"""What was worked out is found again on the same basis, and whatever else there is, is nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tracker.domain.union import Json
from tracker.storage import cache


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Where nothing is yet."""
    return str(tmp_path / "there/cache.json")


def test_what_was_worked_out_is_found_again(path: str) -> None:
    """On the same basis, whatever the order of its parts, and on no other."""
    assert cache.load(path, {"a": 1}) is None
    cache.store(path, {"a": 1, "b": [2]}, {"found": "x"})
    assert cache.load(path, {"b": [2], "a": 1}) == {"found": "x"}
    assert cache.load(path, {"a": 1}) is None
    if os.name == "posix":
        assert os.stat(path).st_mode & 0o777 == 0o600


def test_the_latest_are_kept(path: str) -> None:
    """One for each basis, and not more than a few."""
    for number in range(20):
        cache.store(path, number, f"{number}")
    cache.store(path, 19, "anew")
    known = [cache.load(path, number) for number in range(20)]
    assert known == [*[None] * 12, *(f"{number}" for number in range(12, 19)), "anew"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"known": [[1, 2]]}',
        b'{"format": "layzner cache"}',
        b'{"format": "layzner cache", "known": {"1": 2}}',
        b'{"format": "layzner cache", "known": [1, [1], {}]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": "layzner cache", "known": [[1, 2]]}' + b" " * (cache.LARGEST + 1),
    ],
    ids=range(10),
)
def test_whatever_else_lies_there_is_nothing(path: str, data: bytes) -> None:
    """And it is written over."""
    os.mkdir(os.path.dirname(path))
    Path(path).write_bytes(data)
    assert cache.load(path, 1) is None
    cache.store(path, 1, "x")
    assert cache.load(path, 1) == "x"


@pytest.mark.parametrize("basis", [None, 1, "1", {"a": None}, [1]])
def test_a_basis_is_any_value(path: str, basis: Json) -> None:
    """What can be said in JSON."""
    cache.store(path, basis, 0)
    assert cache.load(path, basis) == 0


def test_a_directory_in_its_place_is_nothing(path: str) -> None:
    """Nothing is raised where it is looked for."""
    os.makedirs(path)
    assert cache.load(path, 1) is None
    with pytest.raises(OSError, match=r"cache\.json"):
        cache.store(path, 1, 2)

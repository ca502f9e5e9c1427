"""What is packed is opened up to its bounds, and not a byte further."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping

import pytest

from tests.formats.samples import zipped
from tracker.formats.packed import opened
from tracker.formats.rows import Unreadable

MIB = 1 << 20
WANTED = (r".*\.json",)


@pytest.mark.parametrize(
    ("sizes", "members"),
    [
        ({"a.json": 8 * MIB, "b.json": 8 * MIB}, ["a.json", "b.json"]),
        ({"a.json": 1, "b.txt": 9 * MIB, "c.json": 2}, ["a.json", "c.json"]),
        ({"folder/a.json": 1}, ["a.json"]),
        (
            dict.fromkeys(map("{}.json".format, range(2_000)), 0),
            [f"{n}.json" for n in range(2_000)],
        ),
    ],
    ids=["all there may be", "others are not opened", "a folder", "2,000 members"],
)
def test_what_may_be_packed(sizes: Mapping[str, int], members: list[str]) -> None:
    """8 MiB a member, 16 in all and 2,000 members are opened; what is not wanted does not count."""
    data = zipped({name: bytes(size) for name, size in sizes.items()})
    found = opened(data, WANTED)
    assert [name for name, _ in found] == members
    assert [len(held) for _, held in found] == [
        size for name, size in sizes.items() if name.endswith("json")
    ]


@pytest.mark.parametrize(
    ("sizes", "why"),
    [
        ({"a.json": 8 * MIB + 1}, "a.json in it is larger than 8 MiB"),
        ({"a.json": 8 * MIB, "b.json": 8 * MIB, "c.json": 1}, "it holds more than 16 MiB"),
        (dict.fromkeys(map(str, range(2_001)), 0), "it has more than 2,000 members"),
    ],
    ids=["a member", "all together", "members"],
)
def test_what_is_too_much(sizes: Mapping[str, int], why: str) -> None:
    """One byte or one member more is refused, with the bound."""
    data = zipped({name: bytes(size) for name, size in sizes.items()})
    with pytest.raises(Unreadable, match=f"^{re.escape(why)}$"):
        opened(data, WANTED)


def test_what_is_gzipped() -> None:
    """Of a gzipped file the same holds as of one that is not packed."""
    assert opened(gzip.compress(bytes(8 * MIB)), ()) == [("", bytes(8 * MIB))]
    assert opened(bytes(8 * MIB), ()) == [("", bytes(8 * MIB))]
    with pytest.raises(Unreadable, match="what is packed in it is larger than 8 MiB"):
        opened(gzip.compress(bytes(8 * MIB + 1)), ())
    with pytest.raises(Unreadable, match=r"^it is larger than 8 MiB"):
        opened(bytes(8 * MIB + 1), ())

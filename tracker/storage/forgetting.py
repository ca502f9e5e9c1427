"""Takes what was forgotten out of the copies of the file, and finds what still holds it."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from itertools import pairwise

from tracker.domain.journal import FORGOTTEN
from tracker.domain.union import Json
from tracker.storage.document import FORMAT, Writer, load
from tracker.storage.files import StoreError, load_whole, write_whole

_MARK = FORMAT.encode()


def take_out(path: str, ids: Collection[str]) -> None:
    """Take those events out of a copy, if it holds any; it keeps its date.

    Raises OSError or `StoreError`; then the copy is as it was.
    """
    before = os.stat(path)
    _, data = load_whole(path)
    left = without(data, ids)
    if left != data:
        write_whole(path, left)
        with suppress(OSError):  # the date is not essential
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def without(data: bytes, ids: Collection[str]) -> bytes:
    """The bytes of a progress file without those events; unchanged if it has none of them.

    In a whole file the events become forgotten ones. From a damaged one their bytes are cut, from
    the id of each to the next id. What a newer version wrote is left as it is.
    """
    found = load(data)
    if found.newer:
        return data
    if found.damage:
        return _cut(data, ids)
    held = _held(found.journal.events, ids)
    return Writer().written(found.journal.without(held)) if held else data


def holding(directory: str, ids: Collection[str]) -> list[str]:
    """The files of a directory that have one of those events."""
    found = []
    for name in sorted(os.listdir(directory)):
        path = os.path.join(directory, name)
        # What else lies there may be anything, and may be gone by now.
        with suppress(OSError, StoreError):
            _, data = load_whole(path)
            if _MARK in data.replace(b"\0", b"") and _held(load(data).journal.events, ids):
                found.append(path)
    return found


def _held(events: Mapping[str, Json], ids: Collection[str]) -> list[str]:
    return [event_id for event_id in ids if events.get(event_id, FORGOTTEN) != FORGOTTEN]


def _cut(data: bytes, ids: Collection[str]) -> bytes:
    for before, after in _NULS:
        places = [
            (match.start(), match[1].replace(b"\0", b""))
            for match in _pattern(b"\0" * before, b"\0" * after).finditer(data)
            # The other byte order can only seem to match one byte too late.
            if match.start() % (before + 1 + after) == 0
        ]
        places.append((len(data), b""))
        pieces, at = [], 0
        for (start, event_id), (end, _) in pairwise(places):
            if event_id.decode() in ids:
                pieces.append(data[at:start])
                at = end
        data = b"".join([*pieces, data[at:]])
    return data


def _pattern(before: bytes, after: bytes) -> re.Pattern[bytes]:
    """An event's id as a key, in an encoding that pads each character with those bytes."""

    def each(char: bytes, many: bytes = b"") -> bytes:
        return b"(?:" + before + char + after + b")" + many

    digits, hexadecimal = each(b"[0-9]", b"{8}"), each(b"[0-9a-f]", b"{8}")
    event_id = b"(" + digits + each(b"-") + hexadecimal + b")"
    return re.compile(each(b'"') + event_id + each(b'"') + each(rb"\s", b"*") + each(b":"))


_NULS = ((0, 0), (0, 1), (1, 0), (0, 3), (3, 0))
"""How many NULs pad each character, before and after, in UTF-8, UTF-16 and UTF-32."""

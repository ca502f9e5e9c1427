"""A guide as it was parsed once, kept in a cache.

Parsing and checking a guide takes as long as starting Python; this takes a tenth of that. What is
kept holds only for the very files it was made from, and where it cannot be kept, or is not whole,
the guide is parsed again: nothing depends on it.
"""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from types import MappingProxyType
from typing import Any

from tracker.domain.guide import Beyond, Entry, Fact, Guide, Kind, Note, Part

Stamp = tuple[tuple[int, int], ...]
"""The times and sizes of the files that a guide was made from."""


def stamp(*paths: str) -> Stamp:
    """What changes when one of these files does. Raises `OSError`."""
    return tuple((found.st_mtime_ns, found.st_size) for found in map(os.stat, paths))


def kept(path: str, made_from: Stamp) -> Guide | None:
    """The guide in that file, if it is whole and was made from just that."""
    try:
        with open(path, "rb") as file:
            checksum, data = int.from_bytes(file.read(4), "big"), file.read()
        if zlib.crc32(data) != checksum:
            return None
        known, packed = marshal.loads(data)  # noqa: S302  # the viewer's own, and unharmed
    except (OSError, EOFError, ValueError, TypeError):
        return None
    return _unpacked(packed) if known == made_from else None


def keep(path: str, made_from: Stamp, guide: Guide) -> None:
    """Keep the guide in that file, if that can be done."""
    data = marshal.dumps((made_from, _packed(guide)))
    draft = f"{path}.{os.getpid()}"
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(draft, "xb") as file:
            file.write(zlib.crc32(data).to_bytes(4, "big") + data)
        try:
            os.replace(draft, path)
        except OSError:
            os.unlink(draft)


_KIND, _AIRED = Entry._fields.index("kind"), Entry._fields.index("aired")


def _packed(guide: Guide) -> dict[str, Any]:
    """The guide of nothing but what `marshal` takes: no names, no dates."""
    kinds = list(dict.fromkeys(entry.kind for entry in guide.entries))
    rows = []
    for entry in guide.entries:
        row: list[Any] = list(entry)
        row[_KIND] = kinds.index(entry.kind)
        row[_AIRED] = entry.aired and entry.aired.toordinal()
        rows.append(row)
    return {
        **guide._asdict(),
        "kinds": [tuple(kind) for kind in kinds],
        "parts": [tuple(part) for part in guide.parts],
        "entries": rows,
        "notes": [tuple(note) for note in guide.notes],
        "beyond": [tuple(beyond) for beyond in guide.beyond],
        "broadcast": _packed_facts(guide.broadcast),
        "ids": {kind: _packed_facts(ids) for kind, ids in guide.ids.items()},
        "place": None,
    }


def _unpacked(packed: dict[str, Any]) -> Guide:
    kinds = [Kind(*kind) for kind in packed.pop("kinds")]
    rows: list[list[Any]] = packed["entries"]
    for row in rows:
        row[_KIND] = kinds[row[_KIND]]
        row[_AIRED] = row[_AIRED] and date.fromordinal(row[_AIRED])
    entries = tuple(map(Entry._make, rows))
    return Guide(**packed)._replace(
        parts=tuple(map(Part._make, packed["parts"])),
        entries=entries,
        notes=tuple(map(Note._make, packed["notes"])),
        beyond=tuple(map(Beyond._make, packed["beyond"])),
        broadcast=_facts(packed["broadcast"]),
        ids=MappingProxyType({kind: _facts(ids) for kind, ids in packed["ids"].items()}),
        place=MappingProxyType({entry.id: at for at, entry in enumerate(entries)}),
    )


def _packed_facts(facts: Mapping[str, Fact]) -> dict[str, Any]:
    """A date becomes a tuple of its ordinal, as no other fact is one."""
    return {
        name: (fact.toordinal(),) if isinstance(fact, date) else fact
        for name, fact in facts.items()
    }


def _facts(packed: Mapping[str, Any]) -> Mapping[str, Fact]:
    return MappingProxyType(
        {
            name: date.fromordinal(*fact) if isinstance(fact, tuple) else fact
            for name, fact in packed.items()
        }
    )

"""What was worked out once and can be worked out again, each by all that it depends on.

Whatever is wrong with the file, and whoever deletes it: then it is worked out again.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress

from tracker.domain.union import Json
from tracker.storage.files import StoreError, load_whole, make_private, write_whole

FORMAT = "layzner cache"
MOST = 8
"""Of so many that were worked out last, what was is kept."""
LARGEST = 1 << 20


def load(path: str, basis: Json) -> Json:
    """What was worked out on that basis; None if that is not known. Never raises."""
    return next((found for known, found in _load(path) if known == basis), None)


def store(path: str, basis: Json, found: Json) -> None:
    """Keep what was worked out on that basis; raises OSError."""
    others = [[known, old] for known, old in _load(path) if known != basis]
    document = {"format": FORMAT, "known": [[basis, found], *others][:MOST]}
    make_private(os.path.dirname(path))
    write_whole(path, json.dumps(document).encode(), forced=False)


def _load(path: str) -> list[tuple[Json, Json]]:
    with suppress(OSError, StoreError, ValueError, RecursionError):
        document = json.loads(load_whole(path, LARGEST, "cache")[1])
        if isinstance(document, dict) and document.get("format") == FORMAT:
            known = document.get("known")
            pairs = known if isinstance(known, list) else []
            return [
                (pair[0], pair[1]) for pair in pairs if isinstance(pair, list) and len(pair) == 2
            ]
    return []

"""
The saved form: one JSON document of format ``layzner-progress``, schema 1.

::

    {
    "format": "layzner-progress",
    "schema": 1,
    "events": {
    "00000001-68d2edb3": {"at": "2026-11-22T20:13:00+01:00", "do": "watched", ...},
    "00000002-f491e405": {...}
    }
    }

ASCII, sorted, one event a line, nothing that two machines with the same events would write
differently: the file diffs, greps and syncs well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from tracker.domain.journal import Journal, Json

FORMAT = "layzner-progress"
SCHEMA = 1

_dumps = json.JSONEncoder(sort_keys=True, allow_nan=False, separators=(", ", ": ")).encode


class Unreadable(ValueError):
    """Bytes that are not a progress document of this schema. The message says why."""


def decoded(data: bytes) -> Journal:
    """The journal in a document; raises `Unreadable`."""
    try:
        document = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not readable as JSON: {error}") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Unreadable(f"not of the format {FORMAT}")
    if document.get("schema") != SCHEMA:
        raise Unreadable(
            f"of schema {document.get('schema')}, which a newer version of layzner writes;"
            f" this one reads schema {SCHEMA}"
        )
    events = document.get("events", {})
    if not isinstance(events, dict):
        raise Unreadable("without a table of events")
    rest = {key: document[key] for key in document if key not in ("format", "schema", "events")}
    return Journal(events, cast("Mapping[str, Json]", rest))


def encoded(journal: Journal) -> bytes:
    """The document of a journal."""
    lines = [f'"format": "{FORMAT}"', f'"schema": {SCHEMA}']
    lines += [f"{_dumps(key)}: {_dumps(journal.rest[key])}" for key in sorted(journal.rest)]
    events = [f"{_dumps(key)}: {_dumps(journal.events[key])}" for key in sorted(journal.events)]
    lines.append('"events": {\n' + ",\n".join(events) + "\n}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("ascii")


def _refuse(constant: str) -> Json:
    raise ValueError(f"{constant} is no JSON number")

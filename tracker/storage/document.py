"""The saved form: one JSON document of format ``layzner-progress``, schema 1.

::

    {
    "format": "layzner-progress",
    "schema": 1,
    "events": {
    "00000001-68d2edb3": {"at": "2026-11-22T20:13:00+01:00", "do": "watched", ...},
    "00000002-f491e405": {...}
    }
    }

ASCII, sorted, one event a line, and the same bytes on any two machines with the same events: the
file diffs, greps and syncs well, and a torn one can be read line by line.
"""

import contextlib
import json
import math
import re
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from tracker.domain.journal import FORGOTTEN, Journal
from tracker.domain.union import DEEPEST, Json, is_deep, join_all

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.

FORMAT = "layzner-progress"
SCHEMA = 1
NEWER = "written by a newer version of layzner"

_dumps = json.JSONEncoder(sort_keys=True, allow_nan=False, separators=(", ", ": ")).encode
# As text: they are for damaged files, and compiling one takes as long as loading a module.
_EVENT = rf'"([0-9]{{8}}-[0-9a-f]{{8}})"\s*:\s*(?=\{{|"{FORGOTTEN}")'
_SCHEMA = r'\s*\{\s*"format"\s*:\s*"[^"]*"\s*,\s*"schema"\s*:\s*([0-9]{1,9})'


class Reading(NamedTuple):
    """What could be read from a document."""

    journal: Journal
    damage: str = ""
    """What is wrong with it; empty for a whole document. What is legible was read all the same."""
    newer: int | None = None
    """The schema of a later version: the document may be shown, but not written."""


class Writer:
    """Writes documents, and remembers the line of each event: only new events cost anything."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[Json, str]] = {}

    def written(self, journal: Journal) -> bytes:
        """The document of a journal."""
        head = [f'"format": "{FORMAT}"', f'"schema": {SCHEMA}']
        head += [f"{_dumps(key)}: {_dumps(journal.rest[key])}" for key in sorted(journal.rest)]
        known, events = self._lines, journal.events
        for key, event in events.items():
            line = known.get(key)
            if line is None or line[0] is not event:
                known[key] = (event, f"{_dumps(key)}: {_dumps(event)}")
        lines = [known[key][1] for key in sorted(events)]
        return "".join(
            ("{\n", ",\n".join(head), ',\n"events": {\n', ",\n".join(lines), "\n}\n}\n")
        ).encode("ascii")


def load(data: bytes) -> Reading:
    """What is legible in the bytes of a file, whatever they are."""
    encoding = json.detect_encoding(data)
    try:
        document = _decoded(data.decode(encoding))
    except (ValueError, RecursionError) as error:
        # A lost block at the beginning looks like another encoding.
        texts = {data.decode(name, "replace") for name in (encoding, "utf-8")}
        newer = max(map(_schema_at_the_head, texts))
        damage = f"not readable as JSON: {_reason(error)}"
        return Reading(_salvaged(texts), damage, newer if newer > SCHEMA else None)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return Reading(_salvaged({data.decode(encoding)}), f"not in the format {FORMAT}")
    schema, events = document.pop("schema", None), document.pop("events", None)
    del document["format"]
    if type(schema) is int and schema > SCHEMA:
        return Reading(Journal(events if isinstance(events, dict) else {}), newer=schema)
    if not isinstance(events, dict):
        return Reading(Journal(rest=document), "without a table of events")
    journal = Journal(events, document)
    if type(schema) is not int or schema < 1:
        return Reading(journal, "without a schema number")
    return Reading(journal)


def _decoded(text: str) -> Json:
    """The JSON value of a text, in which duplicate keys are joined.

    Checking each object for duplicates takes as long as everything else. So the text is read
    without that, and again with it if it has more keys in writing than were read. A colon after a
    quote belongs to a key; if any follows a space, counting them would prove nothing.
    """
    if not any(f"{space}:" in text for space in " \t\n\r"):
        quick: Json = _quick_decoder.decode(text)
        tables = _tables(quick)
        if sum(map(len, tables)) == text.count('":'):
            # Each table has one bracket; nesting deeply takes more of them.
            if text.count("{") + text.count("[") > len(tables) + DEEPEST - 3:
                _check_depth(quick)
            return quick
    whole: Json = _decoder.decode(text)
    _check_depth(whole)
    return whole


def _tables(document: Json) -> list[dict[str, Json]]:
    """The document, its table of events and every event, if they are objects."""
    if not isinstance(document, dict):
        return []
    events = document.get("events")
    if not isinstance(events, dict):
        return [document]
    return [document, events, *(event for event in events.values() if isinstance(event, dict))]


def _check_depth(value: Json, levels: int = DEEPEST) -> None:
    """Raise RecursionError for a value nested deeper, alike on every Python."""
    if is_deep(value, levels):
        raise RecursionError


def _schema_at_the_head(text: str) -> int:
    """The schema number of a document that is torn further down; 0 if it cannot be read."""
    match = re.match(_SCHEMA, text)
    return int(match[1]) if match else 0


def _salvaged(texts: Iterable[str]) -> Journal:
    """Every complete event in texts that are not JSON as a whole.

    A lost byte costs only the event it was in: each is searched for between its id and the next,
    so the time is proportional to the text.
    """
    found: dict[str, list[Json]] = {}
    for text in texts:
        matches = list(re.finditer(_EVENT, text))
        ends = [match.start() for match in matches] + [len(text)]
        for match, end in zip(matches, ends[1:], strict=True):
            with contextlib.suppress(ValueError, RecursionError):
                event, _ = _decoder.raw_decode(text[match.end() : end])
                _check_depth(event, DEEPEST - 2)
                found.setdefault(match[1], []).append(event)
    return Journal({event_id: join_all(events) for event_id, events in found.items()})


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """A JSON object; the values of a duplicate key, as after a merge by hand, are joined."""
    made = dict(pairs)
    if len(made) < len(pairs):
        gathered: dict[str, list[Json]] = {}
        for key, value in pairs:
            gathered.setdefault(key, []).append(value)
        made = {key: join_all(values) for key, values in gathered.items()}
    return made


def _float(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"the number {digits[:20]} is too large")
    return number


def _refuse(constant: str) -> Json:
    raise ValueError(f"{constant} is not a JSON number")


def _reason(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


_strict = partial(json.JSONDecoder, parse_float=_float, parse_constant=_refuse)
_quick_decoder = _strict()
_decoder = _strict(object_pairs_hook=_object)

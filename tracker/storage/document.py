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

ASCII, sorted, one event a line, nothing that two machines with the same events would write
differently: the file diffs, greps and syncs well, and a torn one can be read line by line.
"""

import contextlib
import json
import math
import re
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from tracker.domain.journal import DEEPEST, FORGOTTEN, Journal, Json, is_deep, join_all

# Annotations are no texts here: for a tuple with names each text would be compiled at every start.

FORMAT = "layzner-progress"
SCHEMA = 1

_dumps = json.JSONEncoder(sort_keys=True, allow_nan=False, separators=(", ", ": ")).encode
# As text: they are for what is damaged, and to compile one takes as long as to load a module.
_EVENT = rf'"([0-9]{{8}}-[0-9a-f]{{8}})"\s*:\s*(?=\{{|"{FORGOTTEN}")'
_SCHEMA = r'\s*\{\s*"format"\s*:\s*"[^"]*"\s*,\s*"schema"\s*:\s*([0-9]{1,9})'


class Reading(NamedTuple):
    """What could be read from a document."""

    journal: Journal
    damage: str = ""
    """What is wrong with it, empty for a whole document. What is legible was read all the same."""
    newer: int | None = None
    """The schema of a later version, which may be looked at and not written."""


class Writer:
    """Writes documents, and remembers the line of each event: only new ones cost anything."""

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
        # A lost block at the head looks like another encoding.
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
    """The JSON value of a text, with every key that stands twice joined.

    Looking at each object for such keys takes as long as all the rest. So it is read without, and
    again with that, if it has more keys in writing than in what was read. A colon belongs to a key
    if it follows its quote; where one follows a space, counting them would say nothing.
    """
    if not any(f"{space}:" in text for space in " \t\n\r"):
        quick: Json = _quick_decoder.decode(text)
        tables = _tables(quick)
        if sum(map(len, tables)) == text.count('":'):
            # A bracket belongs to each table; it takes more of them to nest deep.
            if text.count("{") + text.count("[") > len(tables) + DEEPEST - 3:
                _check_depth(quick)
            return quick
    whole: Json = _decoder.decode(text)
    _check_depth(whole)
    return whole


def _tables(document: Json) -> list[dict[str, Json]]:
    """The document, its table of events and every event, as far as they are objects."""
    if not isinstance(document, dict):
        return []
    events = document.get("events")
    if not isinstance(events, dict):
        return [document]
    return [document, events, *(event for event in events.values() if isinstance(event, dict))]


def _check_depth(value: Json, levels: int = DEEPEST) -> None:
    """Raise RecursionError for what is nested deeper, on every Python alike."""
    if is_deep(value, levels):
        raise RecursionError


def _schema_at_the_head(text: str) -> int:
    """The schema number of a document that is torn further on; 0 if that cannot be told."""
    match = re.match(_SCHEMA, text)
    return int(match[1]) if match else 0


def _salvaged(texts: Iterable[str]) -> Journal:
    """Every complete event in texts that are no JSON as a whole.

    A lost byte costs the event it was in and no other: each is looked for between its id and the
    next, and so the time grows with the text alone.
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
    """A JSON object; a key that stands twice, as after a merge by hand, keeps both."""
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

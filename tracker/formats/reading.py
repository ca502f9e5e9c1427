"""Which format a file has, recognised by what it holds and never by its name, and what it says.

Another format takes one more file in this folder, and one more line here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

from tracker.domain.words import series
from tracker.formats.packed import opened
from tracker.formats.rows import MOST_ROWS, Reading, Unknown, Unreadable, joined

JSON = {name: f"tracker.formats.{name}" for name in ("anilist", "trakt", "simkl")}
OTHERS = {"csv": "tracker.formats.own_csv", "mal": "tracker.formats.mal"}
FORMATS: Mapping[str, str] = {**OTHERS, **JSON}
"""The file that reads each format, by the name for ``--from``."""
PROGRESS = b"layzner-progress"
"""What a progress file says near its beginning. It is joined, and not one of the formats here."""

_MOST_VALUES = 1_000_000
"""Values of a document: each takes a hundred bytes of memory."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins."""


class Found(NamedTuple):
    """What was read from a file."""

    format: str
    reading: Reading


def is_progress(data: bytes) -> bool:
    """Whether the bytes are those of a progress file, even a damaged one."""
    head = data[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head[:1] == b"{" and PROGRESS in head


def read(data: bytes, name: str | None = None) -> Found:
    """Everything a file says, read as the format of that name, or as the one it has.

    Raises `Unreadable` for a file that is damaged or too large, `Unknown` for any other.
    """
    is_zip = data[:2] == b"PK"
    wanted = [pattern for each in JSON for pattern in _module(each).MEMBERS] if is_zip else []
    members = opened(data, wanted)
    if not members:
        raise Unknown(f"nothing packed in it can be read; {what_is_read()}")
    if any(each.startswith("watched-history") for each, _ in members):
        members = [pair for pair in members if pair[0] != "watched-shows.json"]
    found = [_read(held, name, member) for member, held in members]
    names = {each.format for each in found}
    if len(names) > 1:
        raise Unknown(f"it can be read as {series(sorted(names))}: choose one with --from")
    reading = joined(each.reading for each in found)
    if len(reading.rows) + len(reading.counts) > MOST_ROWS:
        raise Unreadable(f"it has more than {MOST_ROWS:,} rows")
    return Found(found[0].format, reading)


def what_is_read() -> str:
    """``layzner reads layzner's own CSV, ... and a progress file``."""
    texts = [str(_module(name).SAYS) for name in FORMATS]
    return f"layzner reads {series([*texts, 'a progress file of its own'])}"


def _read(data: bytes, name: str | None, member: str) -> Found:
    begins = (
        data[:200].decode("utf-16" if data[:2] in _WIDE else "utf-8-sig", "ignore").lstrip()[:1]
    )
    if name == "mal" or (name is None and begins == "<"):
        return Found("mal", _module("mal").read(data))
    if name == "csv" or (name is None and begins not in ("{", "[")):
        if name is None and not _module("csv").fits(data):
            raise Unknown(f"the format is not known; {what_is_read()}")
        return Found("csv", _module("csv").read(data))
    document = _document(data, member)
    fitting = [each for each in JSON if _module(each).fits(document)]
    if name is None and len(fitting) > 1:
        raise Unknown(f"it can be read as {series(fitting)}: choose one with --from")
    if not fitting or (name and name not in fitting):
        what = f"it is not {_module(name).SAYS}" if name else "the format is not known"
        raise Unknown(f"{what}; {what_is_read()}")
    chosen = name or fitting[0]
    return Found(chosen, _module(chosen).read(document))


def _document(data: bytes, member: str) -> object:
    """The JSON value of a file. Raises `Unreadable`, with the line."""
    inside = f"{member} in it is" if member else "it is"
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        if text.count(",") + text.count("[") + text.count("{") > _MOST_VALUES:
            raise Unreadable(f"{inside} larger than any history: more than {_MOST_VALUES:,} values")
        document: object = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        why = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise Unreadable(f"{inside} damaged: {why} in line {error.lineno}") from error
    except RecursionError:
        raise Unreadable(f"{inside} damaged: nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"{inside} damaged: {error}") from error
    return document


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not a JSON number")


def _module(name: str) -> _Format:
    """The module that reads a format, loaded only now: most starts need none of them."""
    module: _Format = import_module(FORMATS[name])  # type: ignore[assignment]  # as each of them is
    return module


class _Format:
    """What each of those modules has; ``fits`` only if it shares a kind of text with others."""

    SAYS: str
    MEMBERS: tuple[str, ...] = ()

    @staticmethod
    def fits(document: object) -> bool:
        """Whether it is that."""
        raise NotImplementedError

    @staticmethod
    def read(document: object) -> Reading:
        """What it says."""
        raise NotImplementedError

"""What the tests share: a small guide, a clock that stands still, sessions on a temporary file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tracker import guides
from tracker.domain import asked
from tracker.domain.guide import Entry, Guide
from tracker.domain.journal import Journal
from tracker.domain.progress import Progress, progress
from tracker.domain.union import Fields
from tracker.guides.parse import parse
from tracker.session.sitting import Session
from tracker.storage.store import Store

SMALL = parse(
    (Path(__file__).parent / "guides/good/small.toml").read_text(encoding="utf-8"), "small.toml"
)
REAL = guides.load("layzner")

EVENING = datetime(2026, 11, 22, 21, 30, tzinfo=timezone(timedelta(hours=1)))
"""A Sunday evening in the middle of Europe."""


class Clock:
    """Stands still until it is told otherwise."""

    def __init__(self, now: datetime = EVENING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def chance(many: int) -> bytes:
    """Chance, also where a test replaces it."""
    return os.urandom(many)


def session(directory: Path, guide: Guide = SMALL, clock: Clock | None = None) -> Session:
    """A session on the progress file of a directory."""
    clock = clock or Clock()
    return Session(guide, store(directory, clock), clock, chance)


def store(directory: Path, clock: Clock | None = None) -> Store:
    """The progress file of a directory, with its copies in another."""
    file, copies = directory / "progress.json", directory / "state"
    return Store(str(file), lambda _: str(copies), clock or Clock())


@contextmanager
def zone(name: str) -> Iterator[None]:
    """The machine stands in that time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    _read_zone()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        _read_zone()


def _read_zone() -> None:
    if sys.platform != "win32":
        time.tzset()


def entries(guide: Guide, *texts: str) -> Sequence[Entry]:
    """The entries so named."""
    return asked.entries(guide, texts)


def marked(*happened: Fields) -> Progress:
    """The progress of the real guide after those marks."""
    journal = Journal()
    for fields in happened:
        journal = journal.recorded([{"guide": "layzner", **fields}], ["00000000"])
    return progress(REAL, journal.lived("layzner", ""))


def watched(*typed: str, at: str, number: int = 1) -> list[Fields]:
    """Marks of the entries so named, all of one time and pass."""
    return [
        {"do": "watched", "entry": entry.id, "at": at, "pass": number}
        for entry in entries(REAL, *typed)
    ]


def mostly_slow(values: Iterable[object], *fast: object, several: bool = False) -> list[object]:
    """Parameters of a test that takes its time: those values alone are tried each time.

    With ``several``, each value is a tuple of as many parameters.
    """
    return [
        value
        if value in fast
        else pytest.param(*(value if several else (value,)), marks=pytest.mark.slow)  # type: ignore[misc]
        for value in values
    ]

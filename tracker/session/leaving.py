"""What leaves: passes as files for other programs, each with what has no place there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from tracker.domain import words
from tracker.domain.asked import NotUnderstood
from tracker.domain.guide import Guide
from tracker.domain.journal import Event
from tracker.domain.passes import Pass, passes, standing
from tracker.session.sitting import Session
from tracker.storage.files import StoreError, write_named

ALL = "all"
"""Says that every pass is wanted."""
_ENDINGS = {
    ".json": "json",
    ".csv": "csv",
    ".md": "md",
    ".markdown": "md",
    ".xml": "mal",
    ".xml.gz": "mal",
}


class Export(NamedTuple):
    """A file to be written."""

    format: str
    what: str
    """What is in it, in a few words."""
    data: bytes
    losses: tuple[str, ...]
    """What has no place in it, a line for each kind."""


def format_of(file: str, wanted: str | None) -> str:
    """The format that is wanted, or that the file's ending means. Raises `NotUnderstood`."""
    if wanted:
        return wanted
    found = [kind for ending, kind in _ENDINGS.items() if file.lower().endswith(ending)]
    if not found:
        raise NotUnderstood("say which format: --to json, csv, md or mal")
    return found[0]


def export(session: Session, kind: str, number: int | str | None) -> Export:
    """The passes as a file of that format. Raises `NotUnderstood`.

    ``number`` is the pass, `ALL`, or None for what is usual in that format.
    """
    lived = session.lived()
    every = passes(lived)
    chosen = [each for each in every if number in (None, ALL, each.number)]
    if kind == "json":
        return _json(session, number)
    if kind == "csv":
        return _csv(session.whole, chosen, lived)
    if kind == "md":
        return _markdown(session, number)
    return _mal(session, every, None if number in (None, ALL) else int(str(number)))


def write(export: Export, file: str, *, force: bool) -> bool:
    """Write it, whole or not at all; False if it went to stdout. Raises `StoreError`."""
    data = export.data
    if os.path.isfile(file) and not force:
        raise StoreError(f"{file} already exists; --force overwrites it")
    if export.format == "mal" and file.lower().endswith(".gz"):
        import gzip  # noqa: PLC0415  # for this alone

        data = gzip.compress(data, mtime=0)
    return write_named(file, data)


def _json(session: Session, number: int | str | None) -> Export:
    from tracker.storage.document import Writer  # noqa: PLC0415  # at hand in every session

    if number not in (None, ALL):
        raise NotUnderstood("a progress file holds every pass; --pass is for csv, md and mal")
    journal = session.journal
    what = f"a progress file of {words.count(len(journal.events), 'event')}"
    return Export("json", what, Writer().written(journal), ())


def _csv(guide: Guide, chosen: Sequence[Pass], lived: Sequence[Event]) -> Export:
    from tracker.formats import own_csv  # noqa: PLC0415  # most starts need none of it

    stands = standing(lived)
    rated = [event for event in stands if event.do == "rated" and event.rating]
    data = own_csv.write(guide, chosen, rated)
    rows = sum(
        len(each.marks) + len(each.ratings) + sum(map(len, each.remarks.values()))
        for each in chosen
    )
    read = sum(len(each.read) for each in chosen)
    levels = sum(len(each.levels) for each in chosen)
    undone = sum(bool(event.undone) for event in lived)
    counted = ((read, "read note"), (levels, "chosen spoiler level"), (undone, "undone event"))
    unplaced = [words.count(many, what) for many, what in counted if many]
    losses = (f"CSV has no place for {words.series(unplaced)}",) if unplaced else ()
    return Export("csv", words.count(rows, "event"), data, losses)


def _markdown(session: Session, number: int | str | None) -> Export:
    from tracker.formats import markdown  # noqa: PLC0415  # the same

    now = session.view.progress
    chosen = [
        (each, diary)
        for each, diary in zip(now.passes, session.history().diaries, strict=True)
        if number == ALL or each.number == (number or now.number)
    ]
    shown, diaries = zip(*chosen, strict=True)
    data = markdown.write(now.guide, shown, diaries)
    times = sum(len(mark.at) > len("2026-11-22") for each in shown for mark in each.marks.values())
    losses = [f"Markdown has no place for {words.count(times, 'time of day', 'times of day')}"]
    what = words.passes([each.number for each in shown])
    return Export("md", what, data, tuple(losses) if times else ())


def _mal(session: Session, every: Sequence[Pass], number: int | None) -> Export:
    from tracker.formats import mal_export  # noqa: PLC0415  # the same

    guide = session.whole
    listed = mal_export.works(guide, session.view.guide, every, number)
    if not listed:
        raise StoreError(f"the guide of {guide.title} has no id for MyAnimeList")
    losses = mal_export.losses(guide, listed, every, number)
    what = f"{words.count(len(listed), 'work')} for MyAnimeList"
    return Export("mal", what, mal_export.write(listed), losses)

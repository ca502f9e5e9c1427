"""Moves the file to another directory, and back: a link is left where it was.

A program that has the file open follows the link, with its lock and its copies. Nothing is replaced
before its replacement was written and read back.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from tracker.domain.journal import Journal
from tracker.storage.copies import Copies
from tracker.storage.document import NEWER, Writer, load
from tracker.storage.files import (
    StoreError,
    draft_beside,
    force_directory,
    identity,
    load_whole,
    make_private,
    reason,
    target_of,
    write_whole,
)
from tracker.storage.store import TRIES, Store


def is_same(store: Store, path: str) -> bool:
    """Whether the file is already the one at that path, through any links."""
    return os.path.realpath(store.path) == os.path.realpath(path)


def check(path: str) -> None:
    """Raise `StoreError` if the directory of that path can be neither used nor made."""
    directory = os.path.dirname(path)
    above = os.path.dirname(directory)
    if os.path.isdir(directory):
        return
    if os.path.lexists(directory):
        raise StoreError(f"{directory} is not a directory; nothing has changed")
    if not os.path.isdir(above):
        raise StoreError(f"there is no directory {above}; nothing has changed")


def move(here: Store, there: Store, journal: Journal) -> list[str]:
    """Join the file into the other place, and leave a link to it; what went wrong beside that.

    Raises `StoreError`; then the file is where it was.
    """
    with here.errors("move"), _link(here.path, there.path) as link:
        # This keeps a damaged file aside, and joins what lies beside the file.
        journal = here.save(journal)
        return _moved(here, there, journal, link)


def _moved(here: Store, there: Store, journal: Journal, link: str) -> list[str]:
    """Replace the file with the link, once the other one holds everything that is in it."""
    with here.alone():
        old = here.copies
        for _ in range(TRIES):
            found = here.find()
            if found.reading.damage:
                break
            joined = there.save(found.reading.journal.filled(journal))
            _read_back(there.path, joined)
            if identity(here.path) == found.identity:
                _replace(link, here.path)
                return _handed_over(old, there.copies, joined, here)
        raise StoreError(f"cannot move {here.path}: another program keeps writing to it")


def move_back(here: Store, journal: Journal) -> list[str]:
    """Replace the link with a file of everything that is known; what went wrong beside that.

    What the link led to stays for the other machines. Raises `StoreError`; then the link stays.
    """
    with here.errors("move"), _draft(here.path) as draft, here.alone():
        old = here.copies
        for _ in range(TRIES):
            found = here.find()
            if found.reading.newer:
                raise StoreError(f"{here.path} was {NEWER}")
            joined = found.reading.journal.filled(journal)
            data = Writer().written(joined)
            write_whole(draft, data)
            if identity(here.path) == found.identity:
                _replace(draft, here.path)
                break
        else:
            raise StoreError(f"cannot move {here.path}: another program keeps writing to it")
        _read_back(here.path, joined)
        new = Copies(here.state_of(here.path))
        new.prepare()
        wrong = _handed_over(old, new, joined, here)
        new.reflect(data)
        return wrong


def _replace(draft: str, path: str) -> None:
    os.replace(draft, path)
    force_directory(os.path.dirname(path))


@contextlib.contextmanager
def _draft(path: str) -> Iterator[str]:
    """A name for what is to replace the file; when this ends, nothing has that name."""
    draft = draft_beside(path)
    try:
        yield draft
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)


@contextlib.contextmanager
def _link(path: str, target: str) -> Iterator[str]:
    """A link to the target, ready to replace the file.

    It is made first: if links are impossible, nothing must change.
    """
    directory = os.path.dirname(path)
    make_private(directory)
    with _draft(path) as link:
        try:
            os.symlink(target, link)
        except (OSError, NotImplementedError) as error:
            why = reason(error) if isinstance(error, OSError) else str(error)
            raise StoreError(
                f"no link can be made in {directory} ({why}), and nothing has changed: set"
                f" LAYZNER_DATA_DIR to {os.path.dirname(target)} instead, and join {path} there"
            ) from error
        yield link


def _read_back(path: str, joined: Journal) -> None:
    """Raise `StoreError` unless the file now holds all of that."""
    if identity(target_of(path)) is None and not joined.events:
        return
    reading = load(load_whole(path)[1])
    if reading.damage or reading.journal.filled(joined) != reading.journal:
        raise StoreError(f"{path} does not hold what was written to it; nothing was moved")


def _handed_over(old: Copies, new: Copies, joined: Journal, here: Store) -> list[str]:
    """Move the copies along, without what is forgotten, of which they have not heard."""
    wrong = old.hand_over(new, here.now())
    if forgotten := joined.forgotten():
        wrong += new.take_out(forgotten)
    return wrong

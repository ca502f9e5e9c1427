"""What only this machine knows: where the files of the show are, and where the player was last.

Small JSON files in the directory of the copies, never synced. Losing one loses a choice, or half a
minute; one that cannot be read counts as missing.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, NamedTuple

from tracker.storage.copies import PLAYING
from tracker.storage.files import StoreError, load_whole, make_private, reason, write_whole
from tracker.storage.lock import Held, locked

FILES = "files.json"


class Settled(NamedTuple):
    """Where the files of the show are."""

    folder: str = ""
    """The folder to search; empty if none was named."""
    files: Mapping[str, str] = {}
    """Those set by hand: a full path or an address, by the id of the entry."""


def load_settled(directory: str) -> Settled:
    """What is remembered; nothing if it cannot be read."""
    found = _load(os.path.join(directory, FILES))
    folder, files = found.get("folder"), found.get("files")
    named = files.items() if isinstance(files, dict) else ()
    return Settled(
        folder if isinstance(folder, str) else "",
        {entry: path for entry, path in named if isinstance(path, str)},
    )


def store_settled(directory: str, settled: Settled) -> None:
    """Remember that. Raises `StoreError`."""
    try:
        _store(os.path.join(directory, FILES), settled._asdict())
    except OSError as error:
        raise StoreError(f"cannot remember the files in {directory}: {reason(error)}") from error


@contextmanager
def playing(directory: str) -> Iterator[bool]:
    """Be the program that follows the player; yields False if another one does."""
    with ExitStack() as held:
        try:
            make_private(directory)
            held.enter_context(locked(os.path.join(directory, "playing.lock"), 0.0))
        except Held:
            yield False
            return
        except OSError:
            # If there can be no lock, follow the player all the same.
            pass
        yield True


def load_left(directory: str) -> dict[str, Any]:
    """What a program wrote down while its player played; empty if nothing."""
    return _load(os.path.join(directory, PLAYING))


def store_left(directory: str, left: Mapping[str, object]) -> None:
    """Write down where the player is. Not forced: it is soon out of date. Raises OSError."""
    _store(os.path.join(directory, PLAYING), left)


def remove_left(directory: str) -> None:
    """Remove that."""
    with suppress(OSError):
        os.unlink(os.path.join(directory, PLAYING))


def _load(path: str) -> dict[str, Any]:
    try:
        found = json.loads(load_whole(path)[1])
    except (OSError, StoreError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _store(path: str, value: Mapping[str, object]) -> None:
    make_private(os.path.dirname(path))
    write_whole(path, json.dumps(value).encode(), forced=False)

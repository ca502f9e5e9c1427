"""What lies beside the file and may belong to it: the copies that sync programs make, and others.

If two machines write the same file, the program that syncs it keeps both, one under another name.
Every whole progress file with a similar name is looked at. A name that only a sync program gives
says what it is; any other file is ours if it shares an event with what is known here. One that
shares nothing may be another viewer's, and is left alone.
"""

import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from tracker.domain.journal import Journal
from tracker.storage.document import NEWER, load
from tracker.storage.files import Identity, StoreError, identity_of, load_whole, reason, target_of

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.

_BEFORE_THE_ENDING = (
    r"\.sync-conflict-\d{8}-\d{6}-\w{7}",  # Syncthing
    # Dropbox, Nextcloud
    r" \(([^()]+ )?conflicted copy ([^()]+ )?\d{4}-\d\d-\d\d( [\d-]{4,8})?( ?\(\d+\))?\)",
    r" \(case conflict( \d+)?\)",  # Dropbox, Nextcloud
    r"_conflict-(.+-)?\d{8}(-\d{4,6})?",  # ownCloud
    r"(_.+_[a-z]{3}-\d\d-\d{6}-\d{4})?_conflict",  # Synology
    r"\.conflict\d*",  # Resilio, rclone
    r" \(conflict( #\d+)?_on_\d{4}-\d\d-\d\d\)",  # Unison
)
_BEHIND_THE_ENDING = (r"\.conflict\d+", r"\.\.path\d+")  # rclone
# As text: compiling them takes a millisecond, and most directories have no such file.
_CONFLICT = rf"(?i)({'|'.join(_BEFORE_THE_ENDING)})+"
_RENAMED = rf"(?i)({'|'.join(_BEHIND_THE_ENDING)})+"

Seen = Mapping[str, Identity]
"""Files by path, as they were when everything in them was dealt with."""


class Neighbour(NamedTuple):
    """A progress file beside ours with a similar name, as it was when it was read."""

    path: str
    identity: Identity
    is_conflict: bool
    """Its whole name has the form that a sync program gives to a conflict."""
    journal: Journal
    """What it holds; nothing if something is wrong with it."""
    wrong: str
    """Why it is left alone; empty if nothing is wrong with it."""


class Taken(NamedTuple):
    """What is known joined with what lies beside the file, and the neighbours by what they are."""

    journal: Journal
    conflicts: tuple[Neighbour, ...]
    """Whole, and named by a sync program: they are moved aside once they are joined."""
    sharing: tuple[Neighbour, ...]
    """Whole, and with an event that is known here: they are joined, and stay."""
    strangers: tuple[Neighbour, ...]
    """With events, none of which is known here: perhaps another viewer's."""
    unread: tuple[Neighbour, ...]
    """Something is wrong with them."""


class Beside:
    """The files beside one progress file. Each is read again only when it has changed."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[Identity, Neighbour | None]] = {}
        """What was read; None for a file that is no progress file."""
        self.now: Seen = {}
        """Everything with a similar name, as it was at the last look."""
        self.settled: Seen = {}
        """Those of them that need not be read again once a save has succeeded."""

    def neighbours(self, path: str, seen: Callable[[], Seen]) -> list[Neighbour]:
        """The progress files there are, except those that were ``seen`` exactly as they are now.

        ``seen`` is called only if there are any.
        """
        name, read, unread = "", self._read, []
        with suppress(OSError):
            name = os.path.basename(target_of(path))
        self._read, self.now, self.settled = {}, here(path) if name else {}, {}
        passed = seen() if self.now else {}
        for other, now in self.now.items():
            named = is_conflict(name, os.path.basename(other))
            if named or passed.get(other) != now:
                if other in read and read[other][0] == now:
                    self._read[other] = read[other]
                else:
                    try:
                        self._read[other] = _loaded(other, named=named)
                    except (OSError, StoreError) as error:
                        why = reason(error) if isinstance(error, OSError) else str(error)
                        unread += [Neighbour(other, now, named, Journal(), why)] if named else []
                        continue
            if not named:
                self.settled[other] = now
        return [neighbour for _, neighbour in self._read.values() if neighbour] + unread


def here(path: str) -> dict[str, Identity]:
    """The files beside it with similar names, in order, each as it is now."""
    try:
        directory, name = os.path.split(target_of(path))
        names = sorted(os.listdir(directory))
    except OSError:
        return {}
    stem, ending = map(str.casefold, os.path.splitext(name))
    found = {}
    for other in names:
        if other != name and (alike := other.casefold()).startswith(stem) and ending in alike:
            beside = os.path.join(directory, other)
            with suppress(OSError):
                status = os.stat(beside)
                if stat.S_ISREG(status.st_mode):
                    found[beside] = identity_of(status)
    return found


def taken_in(known: Journal, neighbours: Iterable[Neighbour]) -> Taken:
    """What is known joined with what lies beside the file.

    In conflicts no side has more right than the other. A file that merely shares an event, such as
    an editor's backup, only fills gaps.
    """
    neighbours = tuple(neighbours)
    whole = [each for each in neighbours if not each.wrong]
    conflicts = tuple(each for each in whole if each.is_conflict)
    for each in conflicts:
        known = known.joined(each.journal)
    strangers = [each for each in whole if not each.is_conflict and each.journal.events]
    sharing: list[Neighbour] = []
    # What one of them brings, another one may share.
    while fresh := [each for each in strangers if each.journal.events.keys() & known.events.keys()]:
        for each in fresh:
            known = known.filled(each.journal)
            strangers.remove(each)
        sharing += fresh
    unread = tuple(each for each in neighbours if each.wrong)
    return Taken(known, conflicts, tuple(sharing), tuple(strangers), unread)


def how_to_join(path: str) -> str:
    """What to type to join a file that is left alone."""
    from shlex import quote  # noqa: PLC0415  # it hardly ever happens

    return f"layzner join {quote(path)}"


def is_conflict(name: str, other: str) -> bool:
    """Whether the other name is one that a sync program gives to a conflict with the first."""
    stem, ending = os.path.splitext(name)
    rest = other[len(stem) :]
    if rest[: len(ending)].casefold() == ending.casefold():
        return bool(re.fullmatch(_RENAMED, rest[len(ending) :]))
    return rest.casefold().endswith(ending.casefold()) and bool(
        re.fullmatch(_CONFLICT, rest[: -len(ending)])
    )


def _loaded(path: str, *, named: bool) -> tuple[Identity, Neighbour | None]:
    """A neighbour, and the identity under which it was read; None for no progress file.

    ``named`` says that its name is that of a conflict. Raises OSError or `StoreError`.
    """
    now, data = load_whole(path)
    found = load(data)
    wrong = f"damaged ({found.damage})" if found.damage else ""
    if found.newer:
        wrong = NEWER
    elif found.damage and not (named or found.journal.events):
        return now, None
    return now, Neighbour(path, now, named, Journal() if wrong else found.journal, wrong)

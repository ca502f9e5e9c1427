"""What comes into the journal from elsewhere, and what that means for what stands in it.

Whatever brings events in, a file that is joined or another machine, goes through here: how the
journal would be then is worked out first, and every preview counts the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain import words
from tracker.domain.journal import FORGOTTEN, Event, Journal, profile_key
from tracker.domain.passes import MARKS, standing
from tracker.storage.document import Writer, load
from tracker.storage.files import StoreError, identity, load_whole, reason, write_named

if TYPE_CHECKING:
    from tracker.session.sitting import Session

COUNTED = MARKS | {"remarked", "rated", "began"}
"""What is called a mark here; not the notes that were read, or a spoiler level."""

Lives = Iterable[tuple[str, str]]
"""Guides and viewers."""


class Change(NamedTuple):
    """What the journal would become, and what that would change."""

    before: Journal
    after: Journal
    brings: tuple[Event, ...]
    """The marks that would stand and do not yet."""
    takes_back: tuple[Event, ...]
    """The marks that stand and would no longer, though they are still known."""
    forgets: tuple[Event, ...]
    """The marks of which nothing but the id would be left, in every copy: for good."""

    @property
    def is_any(self) -> bool:
        """Whether the journal would be another, were it only by something that does not show."""
        return self.after != self.before


def change(before: Journal, after: Journal, lives: Lives | None = None) -> Change:
    """What lies between two journals: for these viewers of guides, or for all there are."""
    known = {
        (guide, profile_key(who)): (guide, who)
        for guide, who in ([*before.lives(), *after.lives()] if lives is None else lives)
    }
    brings, takes_back, forgets = list[Event](), list[Event](), list[Event]()
    for guide, who in known.values():
        lived = before.lived(guide, who)
        stood = _marks(standing(lived))
        stand = _marks(standing(after.lived(guide, who)))
        gone = {key for key in _marks(lived) if after.events.get(key) == FORGOTTEN}
        brings += [event for key, event in stand.items() if key not in stood]
        takes_back += [stood[key] for key in stood if key not in stand and key not in gone]
        forgets += [event for event in lived if event.id in gone]
    return Change(before, after, tuple(brings), tuple(takes_back), tuple(forgets))


def joining(journal: Journal, others: Iterable[Journal]) -> Change:
    """What it means to join other journals to this one."""
    after = journal
    for other in others:
        after = after.joined(other)
    return change(journal, after)


def preview(coming: Change) -> str:
    """``brings 12 marks, takes back 2 and forgets 3``."""
    texts = [f"brings {words.count(len(coming.brings), 'mark')}"] if coming.brings else []
    for does, marks in (("takes back", coming.takes_back), ("forgets", coming.forgets)):
        if marks:
            texts.append(f"{does} {_counted(marks, texts)}")
    return words.series(texts) or "changes nothing that shows"


def arrived(changes: Iterable[Change]) -> str:
    """``3 marks from elsewhere, 1 taken back, 2 forgotten``; empty where nothing shows."""
    brings = takes_back = forgets = 0
    for each in changes:
        brings += len(each.brings)
        takes_back += len(each.takes_back)
        forgets += len(each.forgets)
    texts = [f"{words.count(brings, 'mark')} from elsewhere"] if brings else []
    for many, what in ((takes_back, "taken back"), (forgets, "forgotten")):
        if many:
            texts.append(f"{many if texts else words.count(many, 'mark')} {what}")
    if texts and not brings:
        texts[0] += " elsewhere"
    return ", ".join(texts)


def load_file(path: str, *, whole: bool = False) -> tuple[Journal, str]:
    """The journal of a progress file that the viewer named, and what is wrong with it.

    Raises `StoreError` if nothing in it is legible, or, where it has to be ``whole``, not all.
    """
    if os.path.isdir(path):
        raise StoreError(f"{path} is a directory; name the progress file in it")
    try:
        _, data = load_whole(os.path.abspath(path))
    except OSError as error:
        raise StoreError(f"cannot read {path}: {reason(error)}") from error
    found = load(data)
    if found.newer:
        raise StoreError(f"{path} was written by a newer version of layzner; update layzner first")
    if data and found.damage and (whole or not found.journal.events):
        raise StoreError(f"{path} is no whole progress file ({found.damage})")
    return found.journal, found.damage if data else ""


def join_into(target: str, paths: Sequence[str]) -> None:
    """Join what the files hold into another, whole or not at all; raises `StoreError`.

    What the target holds is not lost: it is joined too, and what is no progress file is refused.
    """
    try:
        is_there = identity(target) is not None
    except OSError as error:
        raise StoreError(f"cannot read {target}: {reason(error)}") from error
    joined = Journal()
    for path in [*paths, *([target] if is_there else [])]:
        joined = joined.joined(load_file(path, whole=True)[0])
    write_named(target, Writer().written(joined))


def came(session: Session) -> str:
    """What came from elsewhere since this was asked last; empty if nothing shows.

    Other viewers of the file are of no interest here.
    """
    mine = [(session.guide_id, session.who)]
    pairs = [pair for pair in session.came() if pair[0] is not pair[1] and pair[0] != pair[1]]
    return arrived(change(*pair, mine) for pair in pairs)


def kept_as(copy: str) -> str:
    """Where to find what stood before."""
    name = os.path.basename(copy).removesuffix(".json")
    return f". What stood before is kept as {name}: see layzner restore" if copy else ""


def _marks(events: Iterable[Event]) -> dict[str, Event]:
    return {event.id: event for event in events if event.do in COUNTED}


def _counted(marks: Sequence[Event], texts: Sequence[str]) -> str:
    """Their number, and what they are where that was not said yet."""
    return str(len(marks)) if texts else words.count(len(marks), "mark")

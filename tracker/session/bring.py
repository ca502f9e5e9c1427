"""What comes into the journal from elsewhere, and what that changes in it.

Whatever brings events in, a joined file or another machine, goes through here: what the journal
would become is worked out first, so that every preview counts alike.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain import words
from tracker.domain.asked import NotUnderstood, quoted
from tracker.domain.journal import FORGOTTEN, Event, Journal, profile_key
from tracker.domain.passes import MARKS, standing
from tracker.storage.document import NEWER, Writer, load
from tracker.storage.files import StoreError, identity, load_whole, reason, write_named

if TYPE_CHECKING:
    from tracker.domain.guide import Entry
    from tracker.session.arrivals import Arrived, Mapped
    from tracker.session.imports import Weighed
    from tracker.session.sitting import Session

COUNTED = MARKS | {"remarked", "rated", "began"}
"""What is counted as a mark here; not a note that was read, or a spoiler level."""

Lives = Iterable[tuple[str, str]]
"""Guides and viewers."""


class Change(NamedTuple):
    """What the journal would become, and what that would change."""

    before: Journal
    after: Journal
    brings: tuple[Event, ...]
    """The marks that would stand and do not yet."""
    takes_back: tuple[Event, ...]
    """The marks that stand and no longer would, though they stay known."""
    forgets: tuple[Event, ...]
    """The marks of which only the id would be left, in every copy and for good."""

    @property
    def is_any(self) -> bool:
        """Whether the journal would change at all, even by something that does not show."""
        return self.after != self.before


class Import(NamedTuple):
    """What a file of another program would change."""

    format: str
    arrived: Arrived
    """What it says about this guide."""
    weighed: Weighed
    """What of that is new."""

    @property
    def is_any(self) -> bool:
        """Whether anything of it is new."""
        return bool(self.weighed.happened)


class Wish(NamedTuple):
    """How the viewer wants a file to be imported."""

    format: str | None = None
    """None to recognise it."""
    number: int | str | None = None
    """The pass for its first viewing, or `imports.NEW`; None to go by its dates."""
    mapped: Mapped = MappingProxyType({})


def change(before: Journal, after: Journal, lives: Lives | None = None) -> Change:
    """What differs between two journals, for these guides and viewers or for all there are."""
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


def staying(coming: Change, others: Iterable[Journal]) -> str:
    """How many marks stand in the files but, being taken back here, still would not; or nothing.

    A join takes in what was cleared, too, and a clear outlasts the mark it names.
    """
    gone = set[str]()
    for other in others:
        for guide, who in other.lives():
            stand = _marks(standing(coming.after.lived(guide, who)))
            here = {event.id for event in coming.after.lived(guide, who)}
            gone |= (_marks(standing(other.lived(guide, who))).keys() & here) - stand.keys()
    if not gone:
        return ""
    many = words.count(len(gone), "mark")
    were, stay = ("was", "stays") if len(gone) == 1 else ("were", "stay")
    back = "layzner undo, or layzner restore FILE --replace"
    return f"{many} in it {were} taken back here, and {stay} that way unless you say {back}"


def preview(coming: Change) -> str:
    """``brings 12 marks, takes back 2 and forgets 3``."""
    texts = [f"brings {words.count(len(coming.brings), 'mark')}"] if coming.brings else []
    for does, marks in (("takes back", coming.takes_back), ("forgets", coming.forgets)):
        if marks:
            texts.append(f"{does} {_counted(marks, texts)}")
    return words.series(texts) or "changes nothing you can see"


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

    Raises `StoreError` if nothing in it is legible, or if it must be ``whole`` and is not.
    """
    if os.path.isdir(path):
        raise StoreError(f"{path} is a directory; name the progress file in it")
    try:
        _, data = load_whole(os.path.abspath(path))
    except OSError as error:
        raise StoreError(f"cannot read {path}: {reason(error)}") from error
    return load_bytes(path, data, whole=whole)


def load_bytes(path: str, data: bytes, *, whole: bool = False) -> tuple[Journal, str]:
    """The same for bytes that were read from there."""
    found = load(data)
    if found.newer:
        raise StoreError(f"{path} was {NEWER}; update layzner first")
    if data and found.damage and (whole or not found.journal.events):
        raise StoreError(f"{path} is not a whole progress file ({found.damage})")
    return found.journal, found.damage if data else ""


def importing(session: Session, file: str, data: bytes, wish: Wish) -> Import:
    """What importing a file of another program would mean.

    Raises `NotUnderstood` for a file of no known format, `StoreError` for one that is damaged or
    holds nothing of this guide.
    """
    from tracker.formats import reading  # noqa: PLC0415  # most starts need none of it
    from tracker.formats.rows import Unknown, Unreadable  # noqa: PLC0415  # the same
    from tracker.session import arrivals, imports  # noqa: PLC0415  # the same

    try:
        found = reading.read(data, wish.format)
    except Unknown as error:
        raise NotUnderstood(f"{file}: {error}") from error
    except Unreadable as error:
        raise StoreError(f"{file}: {error}; nothing has changed") from error
    guide, shown, now = session.whole, session.view.guide, session.now()
    arrived = arrivals.arrived(found.reading, guide, shown, wish.mapped, now)
    if not arrived.viewings:
        what = words.count(len(arrived.others), "entry", "entries")
        odd = f", {len(arrived.left)} not understood" if arrived.left else ""
        others = f"{what} of other titles{odd}"
        raise StoreError(f"{file}: nothing in it belongs to {guide.title} ({others})")
    last = session.view.progress.number
    number = imports.NEW if wish.number == last + 1 else wish.number
    if isinstance(number, int) and not 1 <= number <= last:
        known = [*map(str, range(1, last + 1)), imports.NEW]
        raise NotUnderstood(f"no pass {number}; type {words.series(known, 'or')}")
    recorded = now.isoformat(timespec="seconds")
    return Import(
        found.format,
        arrived,
        imports.weighed(arrived, guide, session.lived(), number, recorded),
    )


def bring_in(session: Session, coming: Import) -> str:
    """Import it as one step, and return where a copy of the file as it was is kept."""
    copy = session.store.keep_before()
    session.bring(coming.weighed.happened)
    return copy


def mapped(session: Session, texts: Iterable[str]) -> Mapped:
    """Which entry a number of a season is, as the viewer says: ``S00E02=ova-3``.

    Raises `NotUnderstood`.
    """
    found: dict[tuple[int, int], Entry] = {}
    for text in (piece for given in texts for piece in given.split(",")):
        match = re.fullmatch(r"\s*[sS]([0-9]{1,4})[eE]([0-9]{1,4})\s*=\s*(\S.*?)\s*", text)
        if match is None:
            raise NotUnderstood(f"{quoted(text)} is not understood; type S00E02=ova-3")
        entries, key = session.entries([match[3]]), (int(match[1]), int(match[2]))
        if len(entries) != 1 or found.get(key, entries[0]).id != entries[0].id:
            raise NotUnderstood(f"{quoted(text)} is not possible: a number means one entry")
        found[key] = entries[0]
    return found


def join_into(target: str, paths: Sequence[str]) -> None:
    """Join what the files hold into another, whole or not at all. Raises `StoreError`.

    What the target holds is not lost: it is joined, too, and refused if it is no progress file.
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
    """What came from elsewhere since this was last asked, for this viewer; empty if nothing."""
    mine = [(session.guide_id, session.who)]
    pairs = [pair for pair in session.came() if pair[0] is not pair[1] and pair[0] != pair[1]]
    return arrived(change(*pair, mine) for pair in pairs)


def kept_as(copy: str) -> str:
    """Where to find the file as it was before."""
    name = os.path.basename(copy).removesuffix(".json")
    return f". What was there before is kept as {name}; see layzner restore" if copy else ""


def _marks(events: Iterable[Event]) -> dict[str, Event]:
    return {event.id: event for event in events if event.do in COUNTED}


def _counted(marks: Sequence[Event], texts: Sequence[str]) -> str:
    """Their number, and what they are unless that was already said."""
    return str(len(marks)) if texts else words.count(len(marks), "mark")

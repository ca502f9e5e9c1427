"""Care for the file: examine it and its copies, bring a copy back, move it, forget."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tracker.domain import words
from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.domain.guide import Entry
from tracker.domain.journal import Journal, profile_key
from tracker.domain.union import Json
from tracker.guides.parse import GuideError
from tracker.session import bring
from tracker.session.several import far, lacking, reached, together
from tracker.session.sitting import Session
from tracker.session.view import Done
from tracker.storage import machine, moving, places
from tracker.storage.beside import how_to_join
from tracker.storage.copies import Copy
from tracker.storage.document import NEWER
from tracker.storage.examination import Examination
from tracker.storage.files import StoreError, target_of
from tracker.storage.store import Store


def report(session: Session, found: Examination) -> tuple[str, ...]:
    """Where the file and its copies are, how far each reaches, and what is wrong, in lines."""
    if not found.exists:
        state = "not there yet"
    elif found.file.damage:
        state = "damaged"
    else:
        forgotten = len(found.file.journal.forgotten())
        state = f"whole, {words.count(len(found.file.journal.events) - forgotten, 'event')}"
        state += f", {forgotten} forgotten" if forgotten else ""
    guides = reached(session, found.file.journal)
    return (
        f"file    {words.clean(session.store.path)}",
        f"        {state}",
        *([f"guides  {together(guides)}"] if len(guides) > 1 else []),
        *_beside(found),
        f"copies  {words.clean(session.store.copies.directory)}",
        *(f"        {copy_line(session, copy)}" for copy in found.copies),
        *(all_wrong(session, found) or ("Nothing is wrong.",)),
    )


def all_wrong(session: Session, found: Examination) -> tuple[str, ...]:
    """Everything wrong with the file and its copies, with the guides, and with marks on them."""
    wrong = [*wrong_with(found), *lacking(session)]
    for found_guide in session.shelf.all().values():
        if isinstance(found_guide, GuideError):
            wrong.append(f"A guide cannot be used: {words.clean(str(found_guide))}")
    return tuple(wrong)


def wrong_with(found: Examination) -> tuple[str, ...]:
    """What an examination found wrong, each with what will be done about it."""
    wrong = []

    def then(what: str) -> str:
        return "" if found.file.newer else f"; the next mark {what}"

    if found.file.newer:
        wrong.append(
            "A newer version of layzner wrote the file, so this one only reads it: update layzner"
            " on this machine."
        )
    if found.file.damage:
        repaired = then("repairs it and keeps the damaged one aside")
        wrong.append(
            f"The file is damaged ({words.clean(found.file.damage)}). What is legible is used, and"
            f" the rest comes from the copies{repaired}."
        )
    if found.missing:
        wrong.append(
            f"The file lacks {words.count(found.missing, 'event')} that this machine remembers"
            f"{then('brings them back')}."
        )
    if found.unsaved:
        many = words.count(found.unsaved, "file")
        wrong.append(f"{many} of marks could not be saved in place{then('joins them')}.")
    if found.beside.conflicts:
        many = words.count(len(found.beside.conflicts), "conflict copy", "conflict copies")
        wrong.append(f"A sync program left {many} beside it{then('joins what is whole')}.")
    if found.mirror:
        wrong.append(f"No local copy of your marks is kept: {words.clean(found.mirror)}")
    if found.differing:
        wrong.append(
            f"The file and a copy differ in {words.count(len(found.differing), 'event')}, as after"
            f" an edit by hand or a flipped bit: {', '.join(map(words.clean, found.differing[:5]))}"
        )
    return tuple(wrong)


def _beside(found: Examination) -> tuple[str, ...]:
    """The files beside ours with similar names, each with what becomes of it."""
    beside = found.beside
    known = "is joined whenever it changes, and can be deleted"
    lines = [
        *((each, "a conflict copy: the next mark joins it") for each in beside.conflicts),
        *((each, known) for each in beside.sharing),
        *((each, f"is left alone: {each.wrong}") for each in beside.unread),
    ]
    lines += [
        (each, f"shares nothing: {how_to_join(each.path)} would take it in")
        for each in beside.strangers
    ]
    return tuple(
        f"{'beside' if not at else '':8}{words.clean(os.path.basename(each.path))}"
        f"  {words.clean(becomes)}"
        for at, (each, becomes) in enumerate(lines)
    )


def copy_line(session: Session, copy: Copy) -> str:
    """A copy's name, its date, and how far it reaches."""
    damaged = ", damaged" if copy.damage else ""
    return (
        f"{words.clean(copy.name):29} {copy.written:%Y-%m-%d %H:%M} UTC"
        f"  {far(session, copy.journal)}{damaged}"
    )


def copy_named(session: Session, name: str) -> Copy:
    """A copy by name, or any progress file by path; raises `NotUnderstood` if there is none."""
    copies = {copy.name: copy for copy in session.store.copies.all()}
    found = copies.get(name) or session.store.copies.copy(os.path.abspath(name))
    if found and found.newer:
        raise NotUnderstood(f"{quoted(name)} was {NEWER}; update layzner first")
    if found is None or (found.damage and not found.journal.events):
        near = nearest(name, copies) or "; layzner restore lists them"
        raise NotUnderstood(f"no copy {quoted(name)}{near}")
    return found


def restore(session: Session, copy: Copy) -> Done:
    """Join a copy: what it holds and the journal lacks comes back, nothing is lost."""
    name, before = words.clean(copy.name), session.journal.events
    session.join(copy.journal)
    back = sum(event != before.get(key) for key, event in session.journal.events.items())
    if not back:
        return Done(f"{name} holds nothing that is missing", changed=False)
    return Done(f"Restored {words.count(back, 'event')} from {name}", changed=True)


def lost_by(session: Session, copy: Copy) -> str:
    """What going back to a copy would lose, in words."""
    lost = len(session.journal.events.keys() - copy.journal.events.keys())
    now, then = far(session, session.journal, " watched"), far(session, copy.journal)
    return (
        f"{words.count(lost, 'event')} that {words.clean(copy.name)} does not have;"
        f" {now} becomes {then}"
    )


def go_back(session: Session, copy: Copy) -> Done:
    """Make everything as it was in a copy. That is one step: undo takes it back."""
    before, done = session.view.progress.tally.watched, session.go_back(copy.journal)
    if not done.changed:
        return done
    now, name = far(session, session.journal, f" watched, it was {before}"), words.clean(copy.name)
    return done._replace(text=f"Everything is as in {name}: {now}")


class Move(NamedTuple):
    """A move that can be made."""

    there: Store
    """The file at its new place."""
    coming: bring.Change
    """What joining what is there changes here."""
    notices: tuple[str, ...]
    """What there is to say about what is there."""


def wanted_move(session: Session, directory: str) -> Move | None:
    """What moving to that directory means; None if the file is already there.

    Raises `StoreError`, and `NoPlace` if the directory is in an unknown home.
    """
    path = places.progress_file(directory)
    with session.store.errors("move"):
        if moving.is_same(session.store, path):
            return None
        moving.check(path)
    there = Store(path, session.store.state_of, session.now)
    opened = there.open()
    if opened.newer:
        raise StoreError(f"{path} was {NEWER}; update layzner first")
    return Move(there, bring.joining(session.journal, [opened.journal]), opened.notices)


def move(session: Session, wanted: Move) -> Done:
    """Move, once the viewer agreed. Raises `StoreError`; then the file is where it was."""
    copy = session.store.keep_before() if wanted.coming.is_any else ""
    wrong = moving.move(session.store, wanted.there, session.journal)
    session.join(wanted.coming.after)
    came = ""
    if wanted.coming.is_any:
        came = f", and what was there {bring.preview(wanted.coming)}{bring.kept_as(copy)}"
    return _moved(f"The progress is now in {words.clean(wanted.there.path)}{came}", wrong)


def move_back(session: Session) -> Done:
    """Put the file back where the link to it is. Raises `StoreError`; then the link stays."""
    path = session.store.path
    with session.store.errors("move"):
        target = target_of(path)
    if target == path:
        text = f"{words.clean(path)} is not a link: nothing was moved from there"
        return Done(text, changed=False)
    wrong = moving.move_back(session.store, session.journal)
    back = f"The progress is in {words.clean(path)} again"
    return _moved(f"{back}, and {words.clean(target)} stays for other machines", wrong)


def line_for_others(wanted: Move) -> str:
    """What to type on another machine."""
    from shlex import quote  # noqa: PLC0415  # for this alone

    directory = places.short(os.path.dirname(wanted.there.path))
    is_plain = quote(directory.removeprefix("~")) == directory.removeprefix("~")
    return f"layzner move {directory if is_plain else quote(directory)}"


def overlooked(session: Session, usual: str) -> tuple[str, ...]:
    """What to say if this file is empty and the one in the usual place has marks."""
    copy = None if moving.is_same(session.store, usual) else session.store.copies.copy(usual)
    marks = bring.change(Journal(), copy.journal).brings if copy else ()
    if not marks:
        return ()
    return (
        f"nothing is marked in {os.path.dirname(session.store.path)} yet; the usual place has"
        f" {words.count(len(marks), 'mark')}, and {how_to_join(usual)} would take them in",
    )


def _moved(text: str, wrong: Sequence[str]) -> Done:
    return Done("; ".join([text, *map(words.clean, wrong)]), changed=True)


def nothing_of(session: Session, entry: Entry) -> Done | None:
    """That there is nothing of an entry to forget; None if there is."""
    if any(event.entry == entry.id for event in session.lived()):
        return None
    return Done(f"There is nothing of {entry.in_sentence} to forget", changed=False)


def forget_entry(session: Session, entry: Entry) -> Done:
    """Leave no trace of an entry for this viewer, in the file or any of its copies here."""
    who, guide, ids = profile_key(session.who), session.guide_id, session.ids_of(entry)

    def goes(event: dict[str, Json]) -> bool:
        return (
            event.get("entry") in ids
            and event.get("guide") == guide
            and profile_key(str(event.get("who") or "")) == who
        )

    return _forget(session, goes, entry.in_sentence)


def profile_named(session: Session, name: str) -> str:
    """The profile of that name, in any spelling. Raises `NotUnderstood` if there is none."""
    known = {profile_key(who): who for who in session.journal.profiles() if who}
    if profile_key(name) not in known:
        raise NotUnderstood(f"no entry or profile {quoted(name)}{nearest(name, known.values())}")
    return known[profile_key(name)]


def forget_profile(session: Session, name: str) -> Done:
    """Leave no trace of a profile, in the file or any of its copies here."""
    key = profile_key(name)
    return _forget(
        session,
        lambda event: profile_key(str(event.get("who") or "")) == key,
        f"profile {words.clean(name)}",
    )


def _forget(session: Session, goes: Callable[[dict[str, Json]], bool], what: str) -> Done:
    """Forget what is known now, here and wherever this file is synced to.

    What another machine wrote before hearing of it, or writes later, stays.
    """
    events = session.journal.events.items()
    ids = [key for key, event in events if isinstance(event, dict) and goes(event)]
    if not ids:
        return Done(f"There is nothing of {what} to forget", changed=False)
    session.forget(ids)
    session.save()
    machine.remove_left(session.store.copies.directory)
    said = (
        f"Forgot {words.count(len(ids), 'event')} of {what}. There is no undo; a machine that never"
        " syncs again, a sync program's old versions and your backups may still hold it"
    )
    if still := session.store.still_holding(ids):
        said += f". Still in {words.series(list(map(words.clean, still)))}"
    return Done(said, changed=True)

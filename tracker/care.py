"""Care for the file: look at its copies, bring one back, forget, begin anew."""

from __future__ import annotations

import os
from collections.abc import Callable

from tracker.domain import words
from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.domain.guide import Entry
from tracker.domain.journal import Journal, Json, profile_key
from tracker.session import Done, Session
from tracker.storage.copies import Copy
from tracker.storage.store import Examination


def report(session: Session, found: Examination) -> tuple[str, ...]:
    """Where the file and its copies are, how far each reaches, and what is wrong, in lines."""
    if not found.exists:
        state = "not there yet"
    elif found.file.damage:
        state = "damaged"
    else:
        state = f"whole, {words.count(len(found.file.journal.events), 'event')}"
    return (
        f"file    {words.clean(session.store.path)}",
        f"        {state}",
        f"copies  {words.clean(session.store.copies.directory)}",
        *(f"        {copy_line(session, copy)}" for copy in found.copies),
        *(wrong_with(found) or ("Nothing is wrong.",)),
    )


def wrong_with(found: Examination) -> tuple[str, ...]:
    """What an examination found, each with what it means and what will be done about it."""
    wrong = []
    if found.file.damage:
        wrong.append(
            f"The file is damaged ({words.clean(found.file.damage)}). What is legible is used, the"
            " rest comes from the copies; the next mark repairs it and keeps the bytes aside."
        )
    if found.file.newer:
        wrong.append("A newer version of layzner wrote the file; this one only looks at it.")
    if found.missing:
        wrong.append(
            f"The file lacks {words.count(found.missing, 'event')} that this machine remembers;"
            " the next mark brings them back."
        )
    if found.conflicts:
        many = words.count(len(found.conflicts), "conflict copy", "conflict copies")
        wrong.append(f"A sync program left {many} beside it; the next mark joins what is whole.")
    if found.differing:
        wrong.append(
            f"{words.count(len(found.differing), 'event')} in the file and a copy differ, as after"
            f" an edit by hand or a flipped bit: {', '.join(map(words.clean, found.differing[:5]))}"
        )
    return tuple(wrong)


def copy_line(session: Session, copy: Copy) -> str:
    """A copy's name, its date, and how far it reaches."""
    tally = session.reach(copy.journal).tally
    damaged = ", damaged" if copy.damage else ""
    return (
        f"{words.clean(copy.name):24} {copy.written:%Y-%m-%d %H:%M} UTC"
        f"  {tally.watched} of {tally.total}{damaged}"
    )


def copy_named(session: Session, name: str) -> Copy:
    """A copy by name, or any progress file by path; raises `NotUnderstood` if there is none."""
    copies = {copy.name: copy for copy in session.store.copies.all()}
    found = copies.get(name) or session.store.copies.copy(os.path.abspath(name))
    if found is None or (found.damage and not found.journal.events):
        raise NotUnderstood(
            f"no copy {quoted(name)}{nearest(name, copies)}; layzner restore lists them"
        )
    return found


def restore(session: Session, copy: Copy) -> Done:
    """Join a copy back: what it holds and the journal lacks comes back, nothing goes."""
    name = words.clean(copy.name)
    joined = session.journal.joined(copy.journal)
    if joined == session.journal:
        return Done(f"{name} holds nothing that is missing", changed=False)
    back = len(joined.events) - len(session.journal.events)
    session.adopt(joined, saved=False)
    return Done(f"Restored {words.count(back, 'event')} from {name}", changed=True)


def lost_by(session: Session, copy: Copy) -> str:
    """What going back to a copy would lose, in words."""
    lost = len(session.journal.events.keys() - copy.journal.events.keys())
    now, then = session.view.progress.tally, session.reach(copy.journal).tally
    return (
        f"{words.count(lost, 'event')} that {words.clean(copy.name)} does not have;"
        f" {now.watched} of {now.total} watched becomes {then.watched} of {then.total}"
    )


def go_back(session: Session, copy: Copy) -> Done:
    """Put a copy in the place of the journal; the file as it was is kept aside."""
    lost = lost_by(session, copy)
    aside = session.store.replace(copy.journal)
    session.adopt(copy.journal, saved=True)
    kept = words.clean(aside)
    return Done(f"Without {lost}. The file as it was is kept as {kept}", changed=True)


def forget_entry(session: Session, entry: Entry) -> Done:
    """Remove every trace of an entry for this viewer, from the file and all its copies."""
    who, guide = profile_key(session.who), session.guide_id

    def goes(event: dict[str, Json]) -> bool:
        return (
            event.get("entry") == entry.id
            and event.get("guide") == guide
            and profile_key(str(event.get("who") or "")) == who
        )

    return _forget(session, goes, entry.name)


def forget_profile(session: Session, name: str) -> Done:
    """Remove everything of a profile; raises `NotUnderstood` if there is none of that name."""
    events = [event for event in session.journal.events.values() if isinstance(event, dict)]
    names = {who for event in events if isinstance(who := event.get("who"), str)}
    known = {profile_key(who): who for who in names}
    key = profile_key(name)
    if key not in known:
        raise NotUnderstood(f"no entry or profile {quoted(name)}{nearest(name, names)}")
    return _forget(
        session,
        lambda event: profile_key(str(event.get("who") or "")) == key,
        f"profile {words.clean(known[key])}",
    )


def reset(session: Session) -> Done:
    """Begin anew: everything is moved to an archive."""
    folder = session.store.archive()
    session.adopt(Journal(), saved=True)
    return Done(f"Everything is moved to {words.clean(folder)}", changed=True)


def _forget(session: Session, goes: Callable[[dict[str, Json]], bool], what: str) -> Done:
    def change(journal: Journal) -> Journal:
        kept = {
            key: event
            for key, event in journal.events.items()
            if not (isinstance(event, dict) and goes(event))
        }
        return journal._replace(events=kept)

    left = change(session.journal)
    gone = len(session.journal.events) - len(left.events)
    session.store.rewrite(change)
    session.adopt(left, saved=True)
    return Done(f"Forgot {words.count(gone, 'event')} of {what}", changed=gone > 0)

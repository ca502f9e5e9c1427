"""The verbs of the walk: what is next, marking, remarks and ratings, another pass."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tracker.cli import answers, streams
from tracker.cli.answers import Answer
from tracker.cli.verbs.table import (
    AT,
    ENTRIES,
    ENTRIES_OR_NEXT,
    ENTRY,
    ENTRY_OR_NEXT,
    YES,
    Given,
    NotDone,
    Option,
    agree,
    verb,
)
from tracker.domain import asked, words
from tracker.domain.asked import NotUnderstood, quoted
from tracker.domain.dates import When
from tracker.domain.guide import Entry
from tracker.session.sitting import Session


@verb("next", "what to watch next", examples=("next", "next --json"))
def _next(session: Session, _: Given) -> Answer:
    return answers.next_up(session.view)


@verb(
    "status",
    "how far you are, and the last time",
    examples=("status", "status --json"),
    about="layzner alone answers the same where there is no terminal to open the interface in.",
)
def _status(session: Session, _: Given) -> Answer:
    return answers.status(session.view)


@verb(
    "list",
    "the whole order, with the state of each entry",
    examples=("list", "list --spoilers off"),
    about="A title that the spoiler level hides is missing; --spoilers off shows it this once.",
)
def _list(session: Session, _: Given) -> Answer:
    return answers.order(session.view)


@verb(
    "watched",
    "mark the next entry as watched, or the entries named",
    ENTRIES_OR_NEXT,
    AT,
    examples=("watched", "watched 12", "watched 1-12 --at yesterday", "watched ova-1 --at 21:30"),
    about="What is already watched keeps its date, unless --at gives it another. A range passes"
    " over what the guide leaves out, unless that is one of its ends. Everything named is one step"
    " for undo. Notes whose moment has come are shown with the answer.",
)
def _watched(session: Session, given: Given) -> Answer:
    done = session.watched(_entries(session, given), _when(session, given))
    notes = session.view.due if done.changed else ()
    if sys.stdout.isatty() and not given.json:
        session.read(notes)
    return answers.done(done, session, notes)


@verb(
    "stopped",
    "remember where you stopped, to resume there",
    Option("time", "TIME", "minutes and seconds, 13:42", "TIME"),
    ENTRY_OR_NEXT,
    AT,
    examples=("stopped 13:42", "stopped 13:42 15"),
    about="TIME is how far into the entry you got. It is shown until the entry is watched.",
)
def _stopped(session: Session, given: Given) -> Answer:
    if given.entries and ":" in given.entries and ":" not in given.time:
        # The other way round: it can mean nothing else.
        given.time, given.entries = given.entries, given.time
    entry = entry_named(session, given)
    seconds = asked.stopped(given.time, entry)
    return answers.done(session.stopped(entry, seconds, _when(session, given)), session)


@verb(
    "skip",
    "skip the next entry, or the entries named",
    ENTRIES_OR_NEXT,
    AT,
    examples=("skip", "skip ova-1", "skip ova-1 ova-2"),
    about="A skipped entry is never next up and does not count. clear takes the skip back. A"
    " watched entry has to be cleared before it can be skipped.",
)
def _skip(session: Session, given: Given) -> Answer:
    return answers.done(session.skip(_entries(session, given), _when(session, given)), session)


@verb(
    "clear",
    "take back every mark of the entries named",
    ENTRIES,
    examples=("clear 12", "clear 10-12"),
    about="The entries are to watch again. Your remarks and ratings stay, and so does every earlier"
    " pass.",
)
def _clear(session: Session, given: Given) -> Answer:
    return answers.done(session.clear(_entries(session, given)), session)


@verb(
    "undo",
    "take back the last step",
    about="A step is everything that one command or one key did. There is no limit, and a step can"
    " be taken back days later. The answer says what was undone.",
)
def _undo(session: Session, _: Given) -> Answer:
    return answers.done(session.undo(), session)


@verb("redo", "do again what was undone last")
def _redo(session: Session, _: Given) -> Answer:
    return answers.done(session.redo(), session)


@verb(
    "remark",
    "write down what you think of an entry, or read what you wrote",
    ENTRY,
    Option(
        "text",
        "[TEXT ...]",
        'your words; "" removes the remark, - reads stdin; without it, what you wrote',
        "TEXT",
        "*",
    ),
    examples=(
        "remark 12",
        "remark 12 What a farewell",
        'remark 12 ""',
        "remark 12 - < thoughts.txt",
    ),
    about="TEXT replaces what you wrote in this pass; earlier passes keep theirs. It needs no"
    " quotes, except around what your shell would take for itself.",
)
def _remark(session: Session, given: Given) -> Answer:
    entry = entry_named(session, given)
    if not given.text:
        from tracker.cli import reports  # noqa: PLC0415  # most starts need none of it

        return reports.remarks(session.view, entry)
    text = streams.listen() if given.text == ["-"] else " ".join(given.text)
    if text is None:
        raise NotDone("stdin is closed, so there is nothing to read; nothing was recorded")
    return answers.done(session.remark(entry, text), session)


@verb(
    "rate",
    "rate an entry from 1 to 10",
    ENTRY._replace(usage="ENTRY|RANGE", help=f"{ENTRY.help}; or a range, 1-12"),
    Option("rating", "RATING", "1 to 10, or 8/10, or none", "RATING"),
    examples=("rate 12 9", "rate 12 8/10", "rate 12 none"),
    about="An entry has one RATING in each pass: another replaces it, none (or -) removes it.",
)
def _rate(session: Session, given: Given) -> Answer:
    rating = asked.rating(given.rating)
    return answers.done(session.rate(_entries(session, given), rating), session)


@verb(
    "rewatch",
    "begin another pass",
    YES,
    examples=("rewatch", "rewatch --yes"),
    about="Everything is to watch again, with dates, remarks and ratings of its own; earlier passes"
    " stay as they are. You are asked first; without a terminal, --yes is needed.",
)
def _rewatch(session: Session, given: Given) -> Answer:
    progress = session.view.progress
    question = f"{words.as_it_stands(progress)} Begin pass {progress.number + 1}?"
    agree(question, given, "no pass was begun")
    return answers.done(session.rewatch(), session)


def _when(session: Session, given: Given) -> When | None:
    if given.at is None:
        return None
    from tracker.domain import times  # noqa: PLC0415  # most starts give no time

    return times.past(given.at, session.now())


def _entries(session: Session, given: Given) -> tuple[Entry, ...]:
    """The entries named, or the one next up; raises `NotUnderstood` if nothing is left."""
    view = session.view
    if given.entries:
        named = [given.entries] if isinstance(given.entries, str) else given.entries
        try:
            return session.entries(named)
        except NotUnderstood:
            _check_no_time(session, named[-1])
            raise
    if view.progress.next_up is None:
        raise NotUnderstood("nothing is left to watch; name an entry, or say layzner rewatch")
    return (view.guide.entry(view.progress.next_up),)


def _check_no_time(session: Session, text: str) -> None:
    """Raise `NotUnderstood` if a time was given in place of an entry: it needs --at."""
    from tracker.domain import times  # noqa: PLC0415  # only for mistakes

    try:
        times.past(text, session.now())
    except NotUnderstood:
        return
    raise NotUnderstood(f"{quoted(text)} is a time; give it with --at")


def entry_named(session: Session, given: Given) -> Entry:
    """The one entry named, or the one next up."""
    return only(_entries(session, given), given.entries)


def only(entries: Sequence[Entry], text: str) -> Entry:
    """The one entry that a text names; raises `NotUnderstood` if it names several."""
    if len(entries) > 1:
        raise NotUnderstood(f"{quoted(text)} is more than one entry; name one")
    return entries[0]

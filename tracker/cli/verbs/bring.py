"""The verbs that bring together marks from several places."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tracker.cli import answers, streams
from tracker.cli.answers import Answer
from tracker.cli.verbs.table import YES, Given, NotDone, Option, agree, verb
from tracker.domain import words
from tracker.domain.asked import NotUnderstood
from tracker.session.sitting import Session
from tracker.session.view import Done

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.journal import Journal
    from tracker.session.bring import Change

# Most starts need none of this: each verb that does imports it itself.


def _join_into(given: Given) -> bool:
    """Join without opening a journal, as git and Unison need it."""
    if given.into is None:
        return False
    from tracker.session import bring  # noqa: PLC0415  # see above

    bring.join_into(given.into, given.files)
    return True


@verb(
    "join",
    "take in everything that other progress files hold",
    Option("files", "FILE ...", "another machine's file, a backup", "FILE", "+", "file"),
    Option(
        "--into",
        "[--into FILE]",
        "write the result there instead, without a question or a word",
        "FILE",
        offers="file",
    ),
    YES,
    examples=(
        "join ~/backup/progress.json",
        "join --into progress.json mine.json theirs.json",
    ),
    about="Whatever the files hold and yours lacks is added. What was taken back or forgotten there"
    " is taken back or forgotten here too: you see how much before you are asked, and a copy of"
    " your file is kept. Without a terminal, nothing changes unless --yes is given. With --into,"
    " your own file is neither read nor changed, so that git and Unison can use this for files that"
    " two machines changed; if it fails, the exit code is 1 and FILE stays as it was.",
    early=_join_into,
)
def _join(session: Session, given: Given) -> Answer:
    from tracker.session import bring  # noqa: PLC0415  # see above

    return join_journals(session, given.files, [*map(bring.load_file, given.files)], yes=given.yes)


def join_journals(
    session: Session, paths: Sequence[str], read: Sequence[tuple[Journal, str]], *, yes: bool
) -> Answer:
    """Join what was read from those files, each with its damage, once the viewer agrees."""
    from tracker.session import bring  # noqa: PLC0415  # see above

    files = words.series([words.clean(file) for file in paths])
    journals = []
    for file, (journal, damage) in zip(paths, read, strict=True):
        if damage:
            streams.say(
                f"layzner: {words.clean(file)} is damaged ({words.clean(damage)})"
                f": {words.count(len(journal.events), 'event')} read from it",
                sys.stderr,
            )
        journals.append(journal)
    coming = bring.joining(session.journal, journals)
    if staying := bring.staying(coming, journals):
        streams.say(f"layzner: {staying}", sys.stderr)
    does = "brings" if len(journals) == 1 else "bring"
    if not coming.is_any:
        done = Done(f"{files} {does} nothing new", changed=False)
        return _answered(answers.done(done, session), coming, applied=False)
    plan = f"{files}: {bring.preview(coming)}"
    meant = yes or streams.ask(f"{plan}. Join?")
    if meant is None:
        said = f"{plan}.\nNothing has changed; add --yes to join it."
        return _answered(Answer(said, {}), coming, applied=False)
    if not meant:
        raise NotDone("nothing was joined")
    copy = session.store.keep_before()
    session.join(coming.after)
    done = Done(f"Joined {plan}{bring.kept_as(copy)}", changed=True)
    return _answered(answers.done(done, session), coming, applied=True)


def _answered(answer: Answer, coming: Change, *, applied: bool) -> Answer:
    """An answer with what came as data."""
    return answer.with_data(
        {
            "applied": applied,
            "brings": len(coming.brings),
            "takes_back": len(coming.takes_back),
            "forgets": len(coming.forgets),
        }
    )


@verb(
    "move",
    "keep the progress in another directory, such as a synced one",
    Option(
        "directory", "DIR |", "the same on every machine that syncs it", "DIR", "?", "directory"
    ),
    Option("--back", "--back", "put it where it was before; what is in DIR stays"),
    YES,
    examples=("move ~/Sync/layzner", "move --back"),
    about="What is in DIR and what is here are joined: you see what that changes and are asked"
    " first; without a terminal, --yes is needed. A link is left where the file was, and the copies"
    " move along. An open interface follows. On your other machine, the same command is all it"
    " takes.",
)
def _move(session: Session, given: Given) -> Answer:
    from tracker.session import bring, care  # noqa: PLC0415  # see above

    if given.back == bool(given.directory):
        raise NotUnderstood("say where to: layzner move DIR, or layzner move --back")
    if given.back:
        return answers.done(care.move_back(session), session)
    wanted = care.wanted_move(session, given.directory)
    if wanted is None:
        done = Done(f"It is already in {words.clean(given.directory)}", changed=False)
        return answers.done(done, session)
    for notice in wanted.notices:
        streams.say(f"layzner: {words.clean(notice)}", sys.stderr)
    if wanted.coming.is_any:
        there = words.clean(wanted.there.path)
        question = f"What is in {there} {bring.preview(wanted.coming)} here. Join and move?"
        agree(question, given, "nothing was moved")
    done = care.move(session, wanted)
    answer = answers.done(done, session)
    line = words.clean(care.line_for_others(wanted))
    return answer._replace(text=f"{answer.text}\nOn your other machine: {line}")

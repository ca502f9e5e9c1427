"""The command line: the door to the verbs and to the interface.

stdout is the answer, stderr the talk. Exit codes: 0 done, 1 could not, 2 not understood.
A start costs what it imports, so what only some verbs need is imported where it is needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime

import tracker
from tracker import guides
from tracker.cli import answers, arguments, streams
from tracker.cli.streams import say
from tracker.cli.verbs.table import VERBS, Given, NotDone
from tracker.domain import asked
from tracker.domain.asked import NotUnderstood
from tracker.domain.guide import Guide
from tracker.domain.plain import plain
from tracker.domain.words import clean
from tracker.guides.parse import GuideError
from tracker.session.sitting import Session
from tracker.storage.files import StoreError, Unsure
from tracker.storage.places import (
    NoPlace,
    chosen_file,
    chosen_guide,
    named_directory,
    progress_file,
    remove_old_cache,
    settings_file,
    state_directory,
)
from tracker.storage.store import Store

GUIDE = "layzner"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    streams.prepare()
    try:
        return _run(sys.argv[1:] if argv is None else list(argv))
    except NotUnderstood as error:
        return _refuse(error, 2)
    except (StoreError, NoPlace, GuideError, NotDone) as error:
        return _refuse(error, 1)
    except KeyboardInterrupt:
        return 130


def _run(argv: Sequence[str]) -> int:
    given = arguments.understood(argv)
    name = given.verb
    if given.help:
        return say(arguments.help_of(VERBS[name] if name else None))
    if given.version:
        return say(f"layzner {tracker.__version__}")
    if name and (early := VERBS[name].early) and early(given):
        return 0
    if name is None and not given.json:
        if _is_interactive():
            # Textual costs 200 ms, and only this needs it.
            from tracker import tui  # noqa: PLC0415
            from tracker.tui.terminal import Terminal  # noqa: PLC0415

            with Terminal() as terminal:
                is_plain = given.ascii or _has_no_signs()
                return tui.run(_session(given), settings_file(), plain=is_plain, terminal=terminal)
        if os.environ.get("TERM") == "dumb" and sys.stdin.isatty():
            say("layzner: this terminal (TERM=dumb) cannot show the interface", sys.stderr)
    session = _session(given)
    verb = VERBS[name or "status"]
    opened = session.notices
    if verb.name == "status" and session.lacking:
        from tracker.session import several  # noqa: PLC0415  # hardly any start needs it

        opened += several.lacking(session)
    answer = verb.run(session, given)
    if answer.acted or session.pending:
        _save(session)
    for notice in dict.fromkeys((*opened, *session.notices)):
        say(f"layzner: {clean(notice)}", sys.stderr)
    if given.json:
        return say(answers.as_json(answer.data)) or answer.code
    if not answer.text:
        return answer.code
    return say(plain(answer.text) if given.ascii else answer.text) or answer.code


def _session(given: Given) -> Session:
    """The sitting of whoever is asked for, on the guide and the file that are."""
    data_dir = named_directory(given.data_dir)
    path = progress_file(data_dir)
    who = os.environ.get("LAYZNER_PROFILE", "") if given.profile is None else given.profile
    store = Store(path, state_directory, _now)
    called, guide = _guide(given.guide, path, given.verb)
    session = Session(guide, store, _now, os.urandom, asked.profile(who))
    session.guide_name, session.level = called, given.spoilers
    if data_dir and not session.journal.events:
        session.notices += _overlooked(session)
    return session


def _guide(asked_for: str | None, path: str, verb: str | None) -> tuple[str, Guide]:
    """The guide to go by, and what the viewer calls it.

    The one asked for, that of the environment, the chosen one, or the built-in one. If it cannot
    be used, only the verb that looks after guides goes on.
    """
    named = asked_for or os.environ.get("LAYZNER_GUIDE")
    try:
        word = named or chosen_guide(path) or GUIDE
        if word == GUIDE:
            return GUIDE, guides.load(GUIDE)
        from tracker.session.shelf import Shelf  # noqa: PLC0415  # most viewers have one guide

        return word, Shelf(path).guide(word)
    except (GuideError, NotUnderstood, OSError, StoreError) as error:
        if asked_for:
            raise
        if verb == "guide":
            return GUIDE, guides.load(GUIDE)
        back = f"it is chosen in {chosen_file(path)}, and layzner guide use {GUIDE} goes back"
        whence = "LAYZNER_GUIDE names it" if named else f"{back} to the built-in guide"
        raise NotDone(f"{error}; {whence}") from error


def _save(session: Session) -> None:
    """Save what was done; raises `StoreError`, which then says that it was not."""
    try:
        session.settle()
    except Unsure:
        raise
    except StoreError as error:
        raise StoreError(f"{error}; nothing was recorded") from error
    remove_old_cache()


def _overlooked(session: Session) -> tuple[str, ...]:
    """For a viewer who names an empty directory while the usual place has marks."""
    from tracker.session import care  # noqa: PLC0415  # it hardly ever happens

    try:
        return care.overlooked(session, progress_file(None))
    except NoPlace:
        return ()


def _has_no_signs() -> bool:
    """The bare Linux console draws few signs, whatever the font."""
    return os.environ.get("TERM") == "linux"


def _now() -> datetime:
    return datetime.now().astimezone()


def _is_interactive() -> bool:
    """Textual draws on stderr and reads stdin; without either it would hang."""
    streams = (sys.stdin, sys.stdout, sys.__stderr__)
    return all(stream and stream.isatty() for stream in streams) and (
        os.environ.get("TERM") != "dumb"
    )


def _refuse(error: Exception, code: int) -> int:
    say(f"layzner: {clean(str(error))}", sys.stderr)
    return code

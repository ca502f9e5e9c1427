"""The command line: verbs for scripts and for people, and the door to the interface.

stdout is the answer, stderr the talk. Exit codes: 0 done, 1 could not, 2 not understood.
A start costs what it imports, so what only some verbs need is imported where they need it.
"""

from __future__ import annotations

import os
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple, NoReturn, TextIO

import tracker
from tracker import answers, care, guides
from tracker.domain import asked
from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.domain.guide import Entry
from tracker.domain.words import clean
from tracker.session import Done, Session, View
from tracker.storage.files import StoreError
from tracker.storage.places import NoPlace, progress_file, state_directory
from tracker.storage.store import Store

GUIDE = "layzner"

_TAKES_VALUE = frozenset({"--data-dir", "--profile", "--at"})

Argument = Literal["entries", "entries?", "entry?", "time", "at", "copy?", "replace", "what", "yes"]


class Verb(NamedTuple):
    """One thing the command line can do."""

    summary: str
    run: Callable[[Session, Namespace], answers.Answer]
    takes: tuple[Argument, ...] = ()
    examples: tuple[str, ...] = ()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    # A terminal that cannot show Japanese gets escapes instead of an error.
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
    try:
        return _run(sys.argv[1:] if argv is None else list(argv))
    except NotUnderstood as error:
        return _refuse(error, 2)
    except (StoreError, NoPlace, guides.GuideError) as error:
        return _refuse(error, 1)


def _run(argv: Sequence[str]) -> int:
    name = _verb_in(argv)
    given = _understood(name, argv)
    if given.version:
        return _say(f"layzner {tracker.__version__}")
    data_dir = given.data_dir or os.environ.get("LAYZNER_DATA_DIR") or None
    path = progress_file(data_dir)
    session = Session(
        guides.load(GUIDE),
        Store(path, state_directory(path), _now),
        _now,
        who=_profile(given.profile),
    )
    if name is None and not given.json:
        if _is_interactive():
            from tracker import tui  # noqa: PLC0415  # Textual costs 200 ms, and only this needs it

            return tui.run(session)
        if os.environ.get("TERM") == "dumb" and sys.stdin.isatty():
            _say("layzner: this terminal (TERM=dumb) cannot show the interface", sys.stderr)
    verb = VERBS[name or "status"]
    opened = session.notices
    answer = verb.run(session, given)
    if session.pending:
        session.save()
    for notice in dict.fromkeys((*opened, *session.notices)):
        _say(f"layzner: {clean(notice)}", sys.stderr)
    return _say(answers.as_json(answer.data) if given.json else answer.text)


def _watched(session: Session, given: Namespace) -> answers.Answer:
    when = asked.when(given.at, _now()) if given.at else None
    done = session.watched(_entries(session, given), when)
    told = session.view.due if done.changed else ()
    if sys.stdout.isatty() and not given.json:
        session.read(told)
    return answers.done(done, session, told)


def _stopped(session: Session, given: Namespace) -> answers.Answer:
    entry = _entries(session, given)[0]
    when = asked.when(given.at, _now()) if given.at else None
    return answers.done(session.stopped(entry, asked.stopped(given.time, entry), when), session)


def _restore(session: Session, given: Namespace) -> answers.Answer:
    if given.copy is None:
        return answers.copies(session)
    copy = care.copy_named(session, given.copy)
    if not given.replace:
        return answers.done(care.restore(session, copy), session)
    _say(f"layzner: going back loses {care.lost_by(session, copy)}", sys.stderr)
    return answers.done(care.go_back(session, copy), session)


def _forget(session: Session, given: Namespace) -> answers.Answer:
    if not given.yes:
        raise NotUnderstood(
            f"forgetting {quoted(given.what)} cannot be undone, not even from a copy;"
            " say --yes if you mean it"
        )
    try:
        entry = asked.entry(session.view.guide, given.what)
    except NotUnderstood:
        return answers.done(care.forget_profile(session, given.what), session)
    return answers.done(care.forget_entry(session, entry), session)


def _changing(verb: Callable[[Session, Namespace], Done]) -> Callable[..., answers.Answer]:
    return lambda session, given: answers.done(verb(session, given), session)


def _showing(answer: Callable[[View], answers.Answer]) -> Callable[..., answers.Answer]:
    return lambda session, _: answer(session.view)


VERBS: Mapping[str, Verb] = {
    "next": Verb("what to watch next", _showing(answers.next_up)),
    "status": Verb("how far you are, and the last time", _showing(answers.status)),
    "list": Verb("the whole order, with the state of each entry", _showing(answers.order)),
    "watched": Verb(
        "mark the next entry as watched, or the entries named",
        _watched,
        ("entries?", "at"),
        ("watched", "watched 12", "watched 1-12 --at yesterday", "watched ova-1 --at 21:30"),
    ),
    "stopped": Verb(
        "note where you stopped, to resume there",
        _stopped,
        ("time", "entry?", "at"),
        ("stopped 13:42", "stopped 13:42 15"),
    ),
    "skip": Verb(
        "skip the next entry, or the entries named",
        _changing(lambda session, given: session.skip(_entries(session, given))),
        ("entries?",),
        ("skip", "skip ova-1", "skip ova-1 ova-2"),
    ),
    "clear": Verb(
        "take back every mark of the entries named",
        _changing(lambda session, given: session.clear(_entries(session, given))),
        ("entries",),
        ("clear 12", "clear 10-12"),
    ),
    "undo": Verb("take back the last step", _changing(lambda session, _: session.undo())),
    "redo": Verb("do again what was undone last", _changing(lambda session, _: session.redo())),
    "notes": Verb("the notes whose moment has come", _showing(answers.notes)),
    "doctor": Verb(
        "check the file and its copies, and say what is wrong",
        lambda session, _: answers.doctor(session),
    ),
    "restore": Verb(
        "list the copies, or join one back",
        _restore,
        ("copy?", "replace"),
        ("restore", "restore day-20261120", "restore ~/backup/progress.json"),
    ),
    "forget": Verb(
        "remove every trace of an entry or a profile, for good",
        _forget,
        ("what", "yes"),
        ("forget 38", "forget Anna"),
    ),
    "reset": Verb(
        "begin anew; everything so far is moved to an archive",
        _changing(lambda session, _: care.reset(session)),
    ),
    "where": Verb(
        "where the progress is kept", lambda session, _: answers.where(session.store.path)
    ),
}


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise NotUnderstood(message)


def _verb_in(argv: Sequence[str]) -> str | None:
    """The verb, so that only its parser need be built; None if there is none."""
    words = iter(argv)
    for word in words:
        if word in _TAKES_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            if word not in VERBS:
                raise NotUnderstood(
                    f"no verb {quoted(word)}{nearest(word, VERBS) or '; see --help'}"
                )
            return word
    return None


def _understood(name: str | None, argv: Sequence[str]) -> Namespace:
    parser = _parser(name)
    given, unknown = parser.parse_known_args(argv)
    for word in unknown:
        if word.startswith("-"):
            options = (
                option for action in parser._actions for option in action.option_strings
            )  # argparse lists its options nowhere else
            raise NotUnderstood(f"no option {quoted(word)}{nearest(word, options)}")
        raise NotUnderstood(f"{quoted(word)} is one word too many; see layzner {name} --help")
    return given


def _parser(name: str | None) -> ArgumentParser:
    verb = VERBS[name] if name else None
    if verb:
        examples = [f"  layzner {example}" for example in verb.examples]
        epilog = "\n".join(["examples:", *examples]) if examples else None
        about = f"{verb.summary[0].upper()}{verb.summary[1:]}."
    else:
        verbs = [f"  {name:9}{verb.summary}" for name, verb in VERBS.items()]
        epilog = "\n".join(["verbs (layzner VERB --help says more):", *verbs, "", _WORDS])
        about = f"{tracker.__doc__}\n\nWithout a verb, layzner opens the interface."
    parser = _Parser(
        prog="layzner",
        usage=f"layzner {_usage(name, verb)}",
        description=about,
        epilog=epilog,
        # A width that is given spares argparse an import at every start.
        formatter_class=lambda prog: RawDescriptionHelpFormatter(prog, width=80),
        allow_abbrev=False,
    )
    if name and verb:
        parser.add_argument("verb", choices=[name], help=SUPPRESS)
        for argument in verb.takes:
            names, options = _ARGUMENTS[argument]
            parser.add_argument(*names, **options)
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument(
        "--data-dir", metavar="DIR", help="keep the progress there (or set LAYZNER_DATA_DIR)"
    )
    parser.add_argument("--profile", default="", metavar="NAME", help="another viewer's progress")
    parser.add_argument("--version", action="store_true", help="print the version")
    return parser


def _usage(name: str | None, verb: Verb | None) -> str:
    if name is None or verb is None:
        return "[VERB] [options]"
    shown = {
        "entries": "ENTRY|RANGE ...",
        "entries?": "[ENTRY|RANGE ...]",
        "entry?": "[ENTRY]",
        "time": "TIME",
        "at": "[--at WHEN]",
        "copy?": "[COPY]",
        "replace": "[--replace]",
        "what": "ENTRY|PROFILE",
        "yes": "--yes",
    }
    return " ".join([name, *(shown[argument] for argument in verb.takes), "[options]"])


_WORDS = """\
ENTRY is 12, tv-12, ova-3 or ova3; RANGE is 1-12. TIME is minutes and seconds, 13:42.
WHEN is 2026-11-20, "2026-11-20 21:30", 21:30, yesterday, "last night", Tuesday, "2 days ago"."""

_ENTRIES_HELP = "12, tv-12, ova-3 or ova3; or a range, 1-12"
_ARGUMENTS: Mapping[Argument, tuple[tuple[str, ...], dict[str, Any]]] = {
    "entries": (("entries",), {"metavar": "ENTRY", "nargs": "+", "help": _ENTRIES_HELP}),
    "entries?": (
        ("entries",),
        {"metavar": "ENTRY", "nargs": "*", "help": f"{_ENTRIES_HELP}; without it, the next up"},
    ),
    "entry?": (
        ("entries",),
        {"metavar": "ENTRY", "nargs": "?", "help": "12, tv-12 or ova-3; without it, the next up"},
    ),
    "time": (("time",), {"metavar": "TIME", "help": "minutes and seconds, 13:42"}),
    "at": (
        ("--at",),
        {"metavar": "WHEN", "help": "2026-11-20, 21:30, yesterday, Tuesday or 2 days ago"},
    ),
    "copy?": (
        ("copy",),
        {"metavar": "COPY", "nargs": "?", "help": "a name from the list, or a path"},
    ),
    "replace": (
        ("--replace",),
        {"action": "store_true", "help": "go back to it: what came later goes, and is kept aside"},
    ),
    "what": (("what",), {"metavar": "ENTRY|PROFILE", "help": "12, tv-12, or a profile's name"}),
    "yes": (("--yes",), {"action": "store_true", "help": "yes, for good"}),
}


def _entries(session: Session, given: Namespace) -> tuple[Entry, ...]:
    """The entries named, or the one next up; raises `NotUnderstood` if nothing is left."""
    view = session.view
    if given.entries:
        texts = [given.entries] if isinstance(given.entries, str) else given.entries
        return asked.entries(view.guide, texts)
    if view.progress.next_up is None:
        raise NotUnderstood("everything is watched; name an entry")
    return (view.guide.entry(view.progress.next_up),)


def _profile(name: str) -> str:
    name = name.strip()
    if clean(name) != name or len(name) > 80:
        raise NotUnderstood("a profile's name is at most 80 characters, all of them text")
    return name


def _now() -> datetime:
    return datetime.now().astimezone()


def _is_interactive() -> bool:
    """Textual draws on stderr and reads stdin; without either it would hang."""
    streams = (sys.stdin, sys.stdout, sys.__stderr__)
    return all(stream and stream.isatty() for stream in streams) and (
        os.environ.get("TERM") != "dumb"
    )


def _refuse(error: Exception, code: int) -> int:
    _say(f"layzner: {clean(str(error))}", sys.stderr)
    return code


def _say(text: str, stream: TextIO | None = None) -> int:
    """Print, and return the exit code: nobody listening is no error, a full disk is."""
    stream = stream or sys.stdout
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        # The interpreter would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        _say(f"layzner: cannot print: {error.strerror}", sys.stderr)
        return 1
    return 0

"""The verbs of the command line: what each takes, what it does, what it answers."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, NoReturn

import tracker
from tracker import answers, care
from tracker.domain import asked
from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.domain.guide import Entry
from tracker.domain.spoilers import LEVELS, MEANS
from tracker.session import Done, Session, View
from tracker.storage.places import settings_file

_TAKES_VALUE = frozenset(
    {
        "--data-dir",
        "--profile",
        "--spoilers",
        "--at",
        "--by",
        "--per-week",
        "--ics",
        "--svg",
        "--png",
    }
)

Argument = Literal[
    "entries", "entries?", "entry", "entry?", "time", "at", "text", "rating", "pass?", "all",
    "level?", "by", "per-week", "ics", "copy?", "replace", "what", "yes", "svg", "png",
    "shell?",
]  # fmt: skip


class NotDone(Exception):
    """Something was understood and is not to be done. The message is one line for the viewer."""


class Verb(NamedTuple):
    """One thing the command line can do."""

    summary: str
    run: Callable[[Session, Namespace], answers.Answer]
    takes: tuple[Argument, ...] = ()
    examples: tuple[str, ...] = ()
    about: str = ""
    """What its words mean and what it does not do, where the summary leaves that open."""


def _watched(session: Session, given: Namespace) -> answers.Answer:
    when = asked.when(given.at, session.now()) if given.at else None
    done = session.watched(_entries(session, given), when)
    told = session.view.due if done.changed else ()
    if sys.stdout.isatty() and not given.json:
        session.read(told)
    return answers.done(done, session, told)


def _stopped(session: Session, given: Namespace) -> answers.Answer:
    entry = _entry(session, given)
    when = asked.when(given.at, session.now()) if given.at else None
    return answers.done(session.stopped(entry, asked.stopped(given.time, entry), when), session)


def _skip(session: Session, given: Namespace) -> Done:
    when = asked.when(given.at, session.now()) if given.at else None
    return session.skip(_entries(session, given), when)


def _remark(session: Session, given: Namespace) -> answers.Answer:
    entry = _entry(session, given)
    if not given.text:
        from tracker import reports  # noqa: PLC0415  # most starts need none of it

        return reports.remarks(session.view, entry)
    text = sys.stdin.read() if given.text == ["-"] else " ".join(given.text)
    return answers.done(session.remark(entry, text), session)


def _rate(session: Session, given: Namespace) -> Done:
    return session.rate(_entry(session, given), asked.rating(given.rating))


def _rewatch(session: Session, given: Namespace) -> Done:
    view = session.view
    tally, number = view.progress.tally, view.progress.number
    question = (
        f"Pass {number} is at {tally.watched} of {tally.total} and stays as it is."
        f" Begin pass {number + 1}?"
    )
    if not given.yes:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise NotUnderstood(f"{question} Say --yes if you mean it")
        sys.stderr.write(f"{question} [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            raise NotDone("no pass was begun")
    return session.rewatch()


def _notes(session: Session, given: Namespace) -> answers.Answer:
    answer = answers.notes(session.view, every=given.all)
    if sys.stdout.isatty() and not given.json:
        session.read(session.view.guide.notes)
    return answer


def _spoilers(session: Session, given: Namespace) -> answers.Answer:
    if given.level is None:
        return answers.spoiler_level(session.view)
    return answers.done(session.choose(given.level), session)


def _passes(session: Session, given: Namespace) -> answers.Answer:
    from tracker import reports  # noqa: PLC0415  # most starts need none of it

    if given.number is None:
        return reports.passes(session)
    held = {str(one.number): one for one in session.view.progress.passes}
    if given.number not in held:
        known = ", ".join(held)
        raise NotUnderstood(f"no pass {quoted(given.number)}; there is {known}")
    return reports.diary(session.view, held[given.number])


def _stats(session: Session, _: Namespace) -> answers.Answer:
    from tracker import reports  # noqa: PLC0415  # most starts need none of it

    return reports.stats(session)


def _plan(session: Session, given: Namespace) -> answers.Answer:
    from tracker import reports  # noqa: PLC0415  # most starts need none of it
    from tracker.domain import plan  # noqa: PLC0415  # the same

    view = session.view
    if bool(given.by) == bool(given.per_week):
        raise NotUnderstood("a plan needs either --by DATE or --per-week N")
    wish = asked.coming(given.by, view.today) if given.by else asked.per_week(given.per_week)
    planned = plan.made(view.progress, view.today, wish)
    if given.ics is None:
        return reports.plan(view, planned)
    usual = session.history().usual.minute
    calendar = plan.calendar(planned, view.progress, view.who, session.now(), usual)
    return reports.calendar(view, planned, calendar, given.ics)


def _card(session: Session, given: Namespace) -> answers.Answer:
    from tracker import picture  # noqa: PLC0415  # most starts need none of it

    if given.svg is not None and given.png is not None:
        raise NotUnderstood("a card is written as --svg FILE or as --png FILE, one at a time")
    if given.png == "-":
        raise NotUnderstood("a PNG is not for the screen; say --png FILE")
    if given.svg is not None:
        return picture.svg(session.view, given.svg)
    if given.png is not None:
        return picture.png(session.view, given.png)
    return picture.text(session.view)


def _restore(session: Session, given: Namespace) -> answers.Answer:
    if given.copy is None:
        return answers.copies(session)
    copy = care.copy_named(session, given.copy)
    if not given.replace:
        return answers.done(care.restore(session, copy), session)
    sys.stderr.write(f"layzner: going back loses {care.lost_by(session, copy)}\n")
    return answers.done(care.go_back(session, copy), session)


def _forget(session: Session, given: Namespace) -> answers.Answer:
    if not given.yes:
        raise NotUnderstood(
            f"forgetting {quoted(given.what)} cannot be undone, not even from a copy;"
            " say --yes if you mean it"
        )
    try:
        [entry] = session.entries([given.what])
    except ValueError:  # no entry, or several
        return answers.done(care.forget_profile(session, given.what), session)
    return answers.done(care.forget_entry(session, entry), session)


def _completion(session: Session, given: Namespace) -> answers.Answer:
    from tracker import completion  # noqa: PLC0415  # most starts need none of it

    if given.shell == "entries":
        return completion.entries(session.view)
    if given.shell not in completion.SHELLS:
        known = ", ".join(completion.SHELLS)
        if given.shell is None:
            raise NotUnderstood(f"name the shell to complete in: {known}")
        near = nearest(given.shell, completion.SHELLS) or f"; there is {known}"
        raise NotUnderstood(f"no shell {quoted(given.shell)}{near}")
    none = completion.Known("", "", _parser(None)._actions)  # argparse lists them nowhere else
    verbs = (
        completion.Known(name, verb.summary, _parser(name)._actions) for name, verb in VERBS.items()
    )
    return completion.script(given.shell, (none, *verbs))


def _changing(verb: Callable[[Session, Namespace], Done]) -> Callable[..., answers.Answer]:
    return lambda session, given: answers.done(verb(session, given), session)


def _showing(answer: Callable[[View], answers.Answer]) -> Callable[..., answers.Answer]:
    return lambda session, _: answer(session.view)


VERBS: Mapping[str, Verb] = {
    "next": Verb("what to watch next", _showing(answers.next_up), (), ("next", "next --json")),
    "status": Verb(
        "how far you are, and the last time",
        _showing(answers.status),
        (),
        ("status", "status --json"),
        "layzner alone answers the same where there is no terminal to open the interface in.",
    ),
    "list": Verb(
        "the whole order, with the state of each entry",
        _showing(answers.order),
        (),
        ("list", "list --spoilers off"),
        "A title that the spoiler level hides is missing; --spoilers off shows it this once.",
    ),
    "watched": Verb(
        "mark the next entry as watched, or the entries named",
        _watched,
        ("entries?", "at"),
        ("watched", "watched 12", "watched 1-12 --at yesterday", "watched ova-1 --at 21:30"),
        "What is watched already keeps its date, unless --at gives it another. A range passes over"
        " what the guide leaves out, unless it is one of its ends. Everything named is one step for"
        " undo. The notes whose moment that was are told with the answer.",
    ),
    "stopped": Verb(
        "note where you stopped, to resume there",
        _stopped,
        ("time", "entry?", "at"),
        ("stopped 13:42", "stopped 13:42 15"),
        "TIME is how far into the entry you came. It is said until you mark the entry as watched.",
    ),
    "skip": Verb(
        "skip the next entry, or the entries named",
        _changing(_skip),
        ("entries?", "at"),
        ("skip", "skip ova-1", "skip ova-1 ova-2"),
        "What is skipped is never next up and does not count. clear takes the skip back. What is"
        " watched has to be cleared before it can be skipped.",
    ),
    "clear": Verb(
        "take back every mark of the entries named",
        _changing(lambda session, given: session.clear(_entries(session, given))),
        ("entries",),
        ("clear 12", "clear 10-12"),
        "The entries are to watch again. What you wrote on them and gave them stays, and so does"
        " every earlier pass.",
    ),
    "undo": Verb(
        "take back the last step",
        _changing(lambda session, _: session.undo()),
        (),
        ("undo",),
        "A step is all that one command or one key did. There is no limit, and a step can be taken"
        " back days later. The answer says what was undone.",
    ),
    "redo": Verb(
        "do again what was undone last",
        _changing(lambda session, _: session.redo()),
        (),
        ("redo",),
    ),
    "remark": Verb(
        "write down what you think of an entry, or read what you wrote",
        _remark,
        ("entry", "text"),
        ("remark 12", "remark 12 What a farewell", 'remark 12 ""', "remark 12 - < thoughts.txt"),
        "TEXT takes the place of what you wrote in this pass; earlier passes keep theirs. It needs"
        " no quotes, except around what your shell would take for itself.",
    ),
    "rate": Verb(
        "give an entry 1 to 10",
        _changing(_rate),
        ("entry", "rating"),
        ("rate 12 9", "rate 12 -"),
        "An entry has one RATING in each pass; another takes its place.",
    ),
    "rewatch": Verb(
        "begin another pass",
        _changing(_rewatch),
        ("yes",),
        ("rewatch", "rewatch --yes"),
        "Everything is to watch again, with dates, words and ratings of its own; nothing of an"
        " earlier pass changes. You are asked first; without a terminal, --yes is needed.",
    ),
    "passes": Verb(
        "every pass with its dates, or all of one",
        _passes,
        ("pass?",),
        ("passes", "passes 1"),
        "With PASS, it is read back from its first evening to its last.",
    ),
    "notes": Verb(
        "the notes whose moment has come, or all notes so far",
        _notes,
        ("all",),
        ("notes", "notes --all"),
        "On a terminal a note is told once, in a pipe as often as you ask. No note on what you have"
        " not reached is ever told.",
    ),
    "stats": Verb(
        "what you watched when, over all passes",
        _stats,
        (),
        ("stats", "stats --json"),
        "First the figures, then a year of evenings, the entries a week, and the walk of each"
        " pass.",
    ),
    "plan": Verb(
        "which evening which entries, to be done in time",
        _plan,
        ("by", "per-week", "ics"),
        ("plan --by 2026-12-24", "plan --by Friday", "plan --per-week 5 --ics layzner.ics"),
        "DATE is the day by which all is to be watched, N how many entries you want to watch in"
        " seven evenings; one of the two is needed. The plan is told, not kept: FILE is for your"
        " calendar program.",
    ),
    "card": Verb(
        "a picture of how far you are, to share, with no spoilers in it",
        _card,
        ("svg", "png"),
        ("card", "card --svg layzner.svg", "card --png layzner.png"),
        "Without FILE it is drawn as text. One picture is written at a time.",
    ),
    "spoilers": Verb(
        "what is hidden from you, or hide more or less of it",
        _spoilers,
        ("level?",),
        ("spoilers", "spoilers strict"),
        f"LEVEL is {'; '.join(f'{level} to {means}' for level, means in MEANS.items())}."
        " It holds for the pass and for every answer; --spoilers is for one answer alone.",
    ),
    "profiles": Verb(
        "the viewers who share the file",
        lambda session, _: answers.profiles(session),
        (),
        ("profiles", "watched 1 --profile Anna"),
        "A profile begins with its first mark, and never sees another's. Without --profile and"
        " LAYZNER_PROFILE you are the owner of the file.",
    ),
    "doctor": Verb(
        "check the file and its copies, and say what is wrong",
        lambda session, _: answers.doctor(session),
        (),
        ("doctor", "doctor --json"),
        "It changes nothing. What is wrong is told with what will be done about it.",
    ),
    "restore": Verb(
        "list the copies, or join one back",
        _restore,
        ("copy?", "replace"),
        ("restore", "restore day-20261120", "restore ~/backup/progress.json"),
        "What COPY holds and the file lacks comes back, and nothing goes. --replace goes back to"
        " the copy instead, and keeps the file as it was aside.",
    ),
    "forget": Verb(
        "remove every trace of an entry or a profile, for good",
        _forget,
        ("what", "yes"),
        ("forget 38", "forget Anna --yes"),
        "It goes from the file and from all its copies on this machine, and no undo brings it back:"
        " so --yes is needed. Close other windows first; other machines have to be told, too.",
    ),
    "reset": Verb(
        "begin anew; everything so far is moved to an archive",
        _changing(lambda session, _: care.reset(session)),
        (),
        ("reset",),
        "That is everything of every profile. The answer says where the archive is. Close other"
        " windows first.",
    ),
    "where": Verb(
        "where the progress is kept",
        lambda session, _: answers.where(session.store.path, settings_file()),
        (),
        ("where", "where --data-dir ~/Sync/layzner"),
        "That is DIR where --data-dir or LAYZNER_DATA_DIR gives one, else your system's place for"
        " such files.",
    ),
    "completion": Verb(
        "a script that lets bash, zsh or fish complete all this",
        _completion,
        ("shell?",),
        (
            "completion bash > ~/.layzner.bash && echo '. ~/.layzner.bash' >> ~/.bashrc",
            "completion zsh > ~/.layzner.zsh && echo '. ~/.layzner.zsh' >> ~/.zshrc",
            "completion fish > ~/.config/fish/completions/layzner.fish",
        ),
        "Each example switches completion on in one shell, from the next one you open. The script"
        " asks the program which entries there are, so that it tells no more than your spoiler"
        " level does.",
    ),
}


class _Parser(ArgumentParser):
    def format_help(self) -> str:
        from textwrap import fill  # noqa: PLC0415  # only where help is asked for

        paragraphs = (self.description or "").split("\n\n")
        self.description = "\n\n".join(fill(one, _WIDTH) for one in paragraphs)
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        raise NotUnderstood(message)


def verb_in(argv: Sequence[str]) -> str | None:
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


def understood(name: str | None, argv: Sequence[str]) -> Namespace:
    """What was typed, for that verb. Raises `NotUnderstood`."""
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
        epilog = "\n".join(["examples:", *examples])
        about = f"{verb.summary[0].upper()}{verb.summary[1:]}.\n\n{verb.about}".rstrip()
    else:
        longest = max(map(len, VERBS))
        verbs = [f"  {name:{longest}}  {verb.summary}" for name, verb in VERBS.items()]
        epilog = "\n".join(["verbs (layzner VERB --help says more):", *verbs, "", _WORDS])
        about = f"{tracker.__doc__}\n\nWithout a verb, layzner opens the interface."
    parser = _Parser(
        prog="layzner",
        usage=f"layzner {_usage(name, verb)}",
        description=about,
        epilog=epilog,
        # A width that is given spares argparse an import at every start.
        formatter_class=lambda prog: RawDescriptionHelpFormatter(prog, width=_WIDTH),
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
    parser.add_argument(
        "--profile", metavar="NAME", help="another viewer's progress (or set LAYZNER_PROFILE)"
    )
    parser.add_argument(
        "--spoilers", choices=LEVELS, metavar="LEVEL", help=f"{', '.join(LEVELS)}, this once"
    )
    parser.add_argument("--ascii", action="store_true", help="without boxes and signs")
    parser.add_argument("--version", action="store_true", help="print the version")
    return parser


def _usage(name: str | None, verb: Verb | None) -> str:
    if name is None or verb is None:
        return "[VERB] [options]"
    shown: Mapping[Argument, str] = {
        "entries": "ENTRY|RANGE ...",
        "entries?": "[ENTRY|RANGE ...]",
        "entry": "ENTRY",
        "entry?": "[ENTRY]",
        "time": "TIME",
        "at": "[--at WHEN]",
        "copy?": "[COPY]",
        "replace": "[--replace]",
        "what": "ENTRY|PROFILE",
        "yes": "[--yes]",
        "text": "[TEXT ...]",
        "rating": "RATING",
        "pass?": "[PASS]",
        "all": "[--all]",
        "level?": "[LEVEL]",
        "by": "--by DATE",
        "per-week": "| --per-week N",
        "ics": "[--ics FILE]",
        "svg": "[--svg FILE |",
        "png": "--png FILE]",
        "shell?": "SHELL",
    }
    return " ".join([name, *(shown[argument] for argument in verb.takes), "[options]"])


_WIDTH = 80
"""Columns of the help."""

_WORDS = """\
ENTRY is 12, tv-12, ova-3 or ova3; RANGE is 1-12. TIME is minutes and seconds, 13:42.
WHEN is 2026-11-20, "2026-11-20 21:30", 21:30, yesterday, "last night", Tuesday, "2 days ago".
DATE is 2026-12-24, "24 December", Friday or "in 2 weeks". RATING is 1 to 10, or - for none.

The exit code is 0 when it is done, 1 when it could not be, and 2 when it was not
understood; then nothing has changed."""

_ENTRIES_HELP = "12, tv-12, ova-3 or ova3; or a range, 1-12"
_ARGUMENTS: Mapping[Argument, tuple[tuple[str, ...], dict[str, Any]]] = {
    "entries": (("entries",), {"metavar": "ENTRY", "nargs": "+", "help": _ENTRIES_HELP}),
    "entries?": (
        ("entries",),
        {"metavar": "ENTRY", "nargs": "*", "help": f"{_ENTRIES_HELP}; without it, the next up"},
    ),
    "entry": (("entries",), {"metavar": "ENTRY", "help": "12, tv-12 or ova-3"}),
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
    "yes": (("--yes",), {"action": "store_true", "help": "yes, without being asked"}),
    "text": (
        ("text",),
        {
            "metavar": "TEXT",
            "nargs": "*",
            "help": 'your words; "" takes them away, - reads them from stdin;'
            " without it, what you wrote",
        },
    ),
    "rating": (("rating",), {"metavar": "RATING", "help": "1 to 10, or - for none"}),
    "pass?": (
        ("number",),
        {"metavar": "PASS", "nargs": "?", "help": "its number; without it, all in a line each"},
    ),
    "all": (("--all",), {"action": "store_true", "help": "those read before, too"}),
    "level?": (
        ("level",),
        {
            "metavar": "LEVEL",
            "nargs": "?",
            "choices": LEVELS,
            "help": f"{', '.join(LEVELS)}; without it, what it is now",
        },
    ),
    "by": (("--by",), {"metavar": "DATE", "help": "2026-12-24, 24 December, Friday, in 2 weeks"}),
    "per-week": (("--per-week",), {"metavar": "N", "help": "so many entries in seven evenings"}),
    "ics": (
        ("--ics",),
        {"metavar": "FILE", "help": "write it as a calendar file; - is stdout"},
    ),
    "svg": (("--svg",), {"metavar": "FILE", "help": "write it as an SVG picture; - is stdout"}),
    "png": (("--png",), {"metavar": "FILE", "help": "write it as a PNG picture"}),
    "shell?": (
        ("shell",),
        {
            "metavar": "SHELL",
            "nargs": "?",
            "help": "bash, zsh or fish; entries prints what can be typed for ENTRY now",
        },
    ),
}


def _entries(session: Session, given: Namespace) -> tuple[Entry, ...]:
    """The entries named, or the one next up; raises `NotUnderstood` if nothing is left."""
    view = session.view
    if given.entries:
        named = [given.entries] if isinstance(given.entries, str) else given.entries
        return session.entries(named)
    if view.progress.next_up is None:
        raise NotUnderstood("everything is watched; name an entry, or begin with layzner rewatch")
    return (view.guide.entry(view.progress.next_up),)


def _entry(session: Session, given: Namespace) -> Entry:
    """The one entry named, or the one next up."""
    entries = _entries(session, given)
    if len(entries) > 1:
        raise NotUnderstood(f"{quoted(given.entries)} is more than one entry; name one")
    return entries[0]

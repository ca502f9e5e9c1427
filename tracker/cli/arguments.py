"""What is typed on the command line, read with the one table of verbs."""

from __future__ import annotations

import argparse
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import tracker
from tracker.cli.verbs import VERBS, Argument, Verb
from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.domain.spoilers import LEVELS

# The program speaks English: to look for argparse's words in other languages takes 1.5 ms.
argparse._ = str  # type: ignore[attr-defined]

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
    known = parser(name)
    given, unknown = known.parse_known_args(argv)
    # The completion is made from all of them.
    given.parser_of = parser
    for word in unknown:
        if word.startswith("-"):
            options = (
                option for action in known._actions for option in action.option_strings
            )  # argparse lists its options nowhere else
            raise NotUnderstood(f"no option {quoted(word)}{nearest(word, options)}")
        raise NotUnderstood(f"{quoted(word)} is one word too many; see layzner {name} --help")
    return given


def parser(name: str | None) -> ArgumentParser:
    """What reads the words of that verb; of none, the options that all have."""
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

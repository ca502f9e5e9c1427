"""What is typed on the command line, read with the one table of verbs.

With argparse: it loads in 10 ms, click in 36, of the 40 that the whole of ``next`` takes.
"""

from __future__ import annotations

import argparse
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import Any, NoReturn

import tracker
from tracker.cli.verbs import VERBS
from tracker.cli.verbs.table import COMMON, Option, Verb
from tracker.domain.asked import NotUnderstood, nearest, quoted

# The program speaks English: to look for argparse's words in other languages takes 1.5 ms.
argparse._ = str  # type: ignore[attr-defined]

_WIDTH = 80
"""Columns of the help."""

_WORDS = """\
ENTRY is 12, tv-12, ova-3 or ova3; RANGE is 1-12. TIME is minutes and seconds, 13:42.
WHEN is 2026-11-20, "2026-11-20 21:30", 21:30, yesterday, "last night", Tuesday, "2 days ago".
DATE is 2026-12-24, "24 December", Friday or "in 2 weeks". RATING is 1 to 10, or - for none.

The exit code is 0 when it is done, 1 when it could not be, and 2 when it was not
understood; then nothing has changed."""


class _Parser(ArgumentParser):
    def format_help(self) -> str:
        from textwrap import fill  # noqa: PLC0415  # only where help is asked for

        paragraphs = (self.description or "").split("\n\n")
        self.description = "\n\n".join(fill(paragraph, _WIDTH) for paragraph in paragraphs)
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        raise NotUnderstood(message)


def verb_in(argv: Sequence[str]) -> str | None:
    """The verb, so that only its parser need be built; None if there is none."""
    options = (*COMMON, *(option for verb in VERBS.values() for option in verb.takes))
    followed = {option.name for option in options if option.is_named and option.stands}
    words = iter(argv)
    for word in words:
        if word in followed:
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
    verb = VERBS[name] if name else None
    given, unknown = _parser(verb).parse_known_args(argv)
    for word in unknown:
        if word.startswith("-"):
            takes = (*COMMON, *(verb.takes if verb else ()))
            names = ["--help", *(option.name for option in takes if option.is_named)]
            raise NotUnderstood(f"no option {quoted(word)}{nearest(word, names)}")
        raise NotUnderstood(f"{quoted(word)} is one word too many; see layzner {name} --help")
    return given


def _parser(verb: Verb | None) -> ArgumentParser:
    """What reads the words of that verb; of none, the options that all have."""
    if verb:
        usage = " ".join([verb.name, *(option.usage for option in verb.takes), "[options]"])
        about = f"{verb.summary[0].upper()}{verb.summary[1:]}.\n\n{verb.about}".rstrip()
        epilog = "\n".join(["examples:", *(f"  layzner {example}" for example in verb.examples)])
    else:
        longest = max(map(len, VERBS))
        verbs = [f"  {each.name:{longest}}  {each.summary}" for each in VERBS.values()]
        usage = "[VERB] [options]"
        about = f"{tracker.__doc__}\n\nWithout a verb, layzner opens the interface."
        epilog = "\n".join(["verbs (layzner VERB --help says more):", *verbs, "", _WORDS])
    parser = _Parser(
        prog="layzner",
        usage=f"layzner {usage}",
        description=about,
        epilog=epilog,
        # A width that is given spares argparse an import at every start.
        formatter_class=lambda prog: RawDescriptionHelpFormatter(prog, width=_WIDTH),
        allow_abbrev=False,
    )
    if verb:
        parser.add_argument("verb", choices=[verb.name], help=SUPPRESS)
    for option in (*(verb.takes if verb else ()), *COMMON):
        parser.add_argument(option.name, **_as_argparse(option))
    return parser


def _as_argparse(option: Option) -> dict[str, Any]:
    if not option.stands:
        return {"action": "store_true", "help": option.help}
    more: dict[str, Any] = {"nargs": option.many} if option.many else {}
    if option.choices:
        more["choices"] = option.choices
    return {"metavar": option.stands, "help": option.help, **more}

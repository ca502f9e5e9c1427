"""What a verb is, what it can take, and the table in which each verb registers itself."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

from tracker.cli import streams
from tracker.cli.answers import Answer
from tracker.domain.asked import NotUnderstood
from tracker.domain.spoilers import LEVELS
from tracker.session.sitting import Session

# Annotations are evaluated here: as strings, those of a named tuple are compiled at every start.


class NotDone(Exception):
    """Something was understood but cannot be done. The message is one line for the viewer."""


class Given(SimpleNamespace):
    """What was given to a verb, by the names of its options."""


class Option(NamedTuple):
    """Something that can follow a verb. Help, usage and completion are derived from this."""

    name: str
    """``--at``; without hyphens, that of a positional word."""
    usage: str
    """How the usage line shows it."""
    help: str
    stands: str = ""
    """What stands for its value in the help; empty if it has none."""
    many: str | None = None
    """How often a word may be given, as in a pattern: ``?``, ``*`` or ``+``; None for once.

    An option with hyphens and ``+`` can be given any number of times.
    """
    offers: str = ""
    """What a shell offers for it: an entry, a level, a time, a file, a directory."""
    choices: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether it has a name of its own, with hyphens."""
        return self.name.startswith("-")

    @property
    def attribute(self) -> str:
        """The attribute of `Given` that holds its value."""
        return self.name.strip("-").replace("-", "_")


class Verb(NamedTuple):
    """One thing the command line can do."""

    name: str
    summary: str
    run: Callable[[Session, Given], Answer]
    takes: tuple[Option, ...]
    examples: tuple[str, ...]
    about: str
    """What its arguments mean and what it does not do, if the summary leaves that open."""
    early: Callable[[Given], bool] | None = None
    """What it may do before any journal is opened; it returns whether that was all."""
    does_harm: bool = False
    """It takes away more than a step: no slip may lead to it."""


VERBS: dict[str, Verb] = {}
"""Every verb by its name, in the order of the help."""

Run = Callable[[Session, Given], Answer]


def verb(  # noqa: PLR0913  # everything there is to say about a verb
    name: str,
    summary: str,
    *takes: Option,
    examples: tuple[str, ...] = (),
    about: str = "",
    early: Callable[[Given], bool] | None = None,
    does_harm: bool = False,
) -> Callable[[Run], Run]:
    """Register the function below as the verb of that name."""

    def entered(run: Run) -> Run:
        takes_and_says = (takes, examples or (name,), about)
        VERBS[name] = Verb(name, summary, run, *takes_and_says, early, does_harm)
        return run

    return entered


def agree(question: str, given: Given, otherwise: str) -> None:
    """Go on only if the viewer means it: with ``--yes``, or by answering yes.

    Raises `NotUnderstood` if nobody can be asked, `NotDone` for any other answer.
    """
    meant = given.yes or streams.ask(question)
    if meant is None:
        raise NotUnderstood(f"{question} Say --yes if you mean it")
    if not meant:
        raise NotDone(otherwise)


_ENTRIES = "12, tv-12, ova-3 or ova3; or a range, 1-12"
ENTRIES = Option("entries", "ENTRY|RANGE ...", _ENTRIES, "ENTRY", "+", "entry")
ENTRIES_OR_NEXT = ENTRIES._replace(
    usage="[ENTRY|RANGE ...]", help=f"{_ENTRIES}; without it, the next up", many="*"
)
ENTRY = Option("entries", "ENTRY", "12, tv-12 or ova-3", "ENTRY", offers="entry")
ENTRY_OR_NEXT = ENTRY._replace(
    usage="[ENTRY]", help="12, tv-12 or ova-3; without it, the next up", many="?"
)
AT = Option(
    "--at",
    "[--at WHEN]",
    "2026-11-20, 20 Nov, 9pm, yesterday, Tuesday, 2 days ago, Nov 2024, unknown",
    "WHEN",
    offers="time",
)
YES = Option("--yes", "[--yes]", "yes to any question")

HELP = Option("--help", "", "show this help (-h)")
COMMON = (
    Option("--json", "", "answer as JSON"),
    Option(
        "--data-dir",
        "",
        "keep the progress there (or set LAYZNER_DATA_DIR)",
        "DIR",
        offers="directory",
    ),
    Option(
        "--guide",
        "",
        "another guide, by name or file (or set LAYZNER_GUIDE)",
        "NAME|FILE",
        offers="guide",
    ),
    Option("--profile", "", "another viewer's progress (or set LAYZNER_PROFILE)", "NAME"),
    Option(
        "--spoilers",
        "",
        f"{', '.join(LEVELS)}, this once",
        "LEVEL",
        offers="level",
        choices=tuple(LEVELS),
    ),
    Option("--ascii", "", "without boxes and signs"),
    Option("--version", "", "print the version"),
)
"""The options of every verb, which can also be given without one."""

"""Reads what was typed on the command line, by the one table of verbs.

Without argparse or click: loading them takes 10 and 36 ms, where all of ``next`` takes 40; and
their messages are written for programmers.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

import tracker
from tracker.cli.natural import no_verb
from tracker.cli.verbs.table import COMMON, HELP, VERBS, Given, Option, Verb
from tracker.domain.asked import NotUnderstood, nearest, quoted
from tracker.domain.words import series

_WIDTH = 80
"""Columns of the help."""

_WORDS = """\
ENTRY is 12, tv-12, ova-3, S01E12 or "Act III"; RANGE is 1-12, or 1-5,8.
TIME is minutes and seconds, 13:42. RATING is 1 to 10, or 8/10, or none.
WHEN is 2026-11-20, "20 Nov 21:30", 9pm, yesterday, "last night", Tuesday,
"2 days ago", "Nov 2024", 2011 or unknown.
DATE is 2026-12-24, "24 December", Friday or "in 2 weeks".

The exit code is 0 when it is done, 1 when it could not be done, and 2 when it
was not understood; then nothing has changed."""


def understood(argv: Sequence[str]) -> Given:
    """What was typed. Raises `NotUnderstood`."""
    words = list(argv)
    at = _place_of_verb(words)
    name = words[at] if at is not None else None
    if name is None:
        return _read(None, words)
    if name in VERBS:
        del words[at or 0]
    elif name[:1].isalnum() and any(char.isdigit() for char in name):
        # An entry without a verb: show it.
        name = "show"
    else:
        raise no_verb(name)
    return _read(VERBS[name], words)


def help_of(verb: Verb | None) -> str:
    """The help for a verb, or for the whole program."""
    words: tuple[str, ...]
    if verb:
        usage = " ".join([verb.name, *(option.usage for option in verb.takes), "[options]"])
        about = f"{verb.summary[0].upper()}{verb.summary[1:]}.\n\n{verb.about}".rstrip()
        takes = [option for option in verb.takes if not option.is_named]
        explained = _columns((option.stands, option.help) for option in takes)
        words = ("arguments:", *explained, "") if takes else ()
        examples = ("examples:", *(f"  layzner {example}" for example in verb.examples))
    else:
        usage = "[VERB] [options]"
        about = f"{tracker.__doc__}\n\nWithout a verb, layzner opens the interface."
        verbs = ((each.name, each.summary) for each in VERBS.values())
        words = ("verbs (layzner help VERB says more):", *_columns(verbs), "")
        examples = (_WORDS,)
    named = [option for option in (verb.takes if verb else ()) if option.is_named]
    options = _columns(
        (f"{option.name} {option.stands}".rstrip(), option.help)
        for option in (*named, HELP, *COMMON)
    )
    return "\n".join(
        (
            *(f"usage: layzner {usage}", "", *_paragraphs(about)),
            *words,
            *("options:", *options, "", *examples),
        )
    )


def _place_of_verb(words: Sequence[str]) -> int | None:
    """The place of the first word that is neither an option nor the value of one."""
    options = (*COMMON, *(option for verb in VERBS.values() for option in verb.takes))
    followed = {option.name for option in options if option.is_named and option.stands}
    places = iter(enumerate(words))
    for at, word in places:
        if word in followed:
            next(places, None)
        elif not _is_option(word):
            return at
    return None


def _read(verb: Verb | None, typed: Sequence[str]) -> Given:
    """The options and words that were given to a verb."""
    takes = (*(verb.takes if verb else ()), *COMMON, HELP)
    named = {option.name: option for option in takes if option.is_named}
    given = Given(verb=verb.name if verb else None)
    for option in named.values():
        setattr(given, option.attribute, None if option.stands else False)
    words, free = iter(typed), list[str]()
    for word in words:
        name, equals, value = word.partition("=")
        name = HELP.name if name == "-h" else name
        if word == "--":
            free.extend(words)
        elif not _is_option(word):
            free.append(word)
        elif name not in named:
            raise NotUnderstood(f"no option {quoted(name)}{nearest(name, named)}")
        elif named[name].stands:
            option, valued = named[name], value if equals else next(words, None)
            checked: object = _checked(option, valued, named)
            if option.many:
                checked = [*(getattr(given, option.attribute) or ()), checked]
            setattr(given, option.attribute, checked)
        elif equals:
            raise NotUnderstood(f"{name} takes no value")
        else:
            setattr(given, named[name].attribute, True)
    if verb:
        _place(verb, free, given)
    return given


def _place(verb: Verb, free: list[str], given: Given) -> None:
    """Assign the words that are not options, in order."""
    missing = []
    for option in (option for option in verb.takes if not option.is_named):
        if option.many in ("*", "+"):
            value: object = [_checked(option, word) for word in free]
            is_there, free = bool(free) or option.many == "*", []
        else:
            value = _checked(option, free.pop(0)) if free else None
            is_there = value is not None or option.many == "?"
        setattr(given, option.attribute, value)
        missing += [] if is_there else [option]
    if missing and not given.help:
        wanted = series([f"{_article(option.stands)} {option.stands}" for option in missing])
        optional = [
            f"{option.stands} is optional"
            for option in verb.takes
            if not option.is_named and option.many in ("?", "*")
        ]
        more = f" ({series(optional)})" if optional else ""
        raise NotUnderstood(f"{verb.name} needs {wanted}{more}: layzner {verb.examples[0]}")
    if free:
        raise NotUnderstood(
            f"{quoted(free[0])} is one word too many: layzner {verb.examples[0]};"
            f" see layzner help {verb.name}"
        )


def _checked(option: Option, value: str | None, named: Container[str] = ()) -> str:
    """The value of an option. Raises `NotUnderstood` for one that it cannot have."""
    if value is None or value in named:
        needs = f"{option.name} needs {_article(option.stands)} {option.stands}"
        raise NotUnderstood(f"{needs}: {option.help}")
    if option.choices and value not in option.choices:
        what, choices = option.stands.lower(), series(option.choices, "or")
        raise NotUnderstood(f"no {what} {quoted(value)}; type {choices}")
    return value


def _is_option(word: str) -> bool:
    """Whether a word is an option: not a lone hyphen, a negative number or a sentence."""
    name = word.partition("=")[0]
    return name.startswith("-") and name[1:2] not in ("", *"0123456789") and " " not in name


def _article(word: str) -> str:
    return "an" if word[0] in "AEIOU" else "a"


def _paragraphs(text: str) -> Iterator[str]:
    from textwrap import fill  # noqa: PLC0415  # only where help is asked for

    for paragraph in text.split("\n\n"):
        yield fill(paragraph, _WIDTH)
        yield ""


def _columns(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names, each with its meaning beside it."""
    from textwrap import wrap  # noqa: PLC0415  # the same

    listed = list(pairs)
    width = max((len(name) for name, _ in listed), default=0) + 2
    for name, means in listed:
        first, *others = wrap(means, _WIDTH - width - 2) or [""]
        yield f"  {name:{width}}{first}".rstrip()
        yield from (f"{'':{width + 2}}{line}" for line in others)

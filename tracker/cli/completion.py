"""Completion in bash, zsh and fish: a script for each, made from the table of verbs.

The scripts lie beside this file, as ``completion.bash`` and so on; each of their lines ``# @NAME@``
is replaced by the lines made here. No script contains an entry: it asks the program which there
are, and learns only what the viewer may know. What the program answers is compared and offered,
never run. ``completion.sh`` has the lines that bash and zsh share, each paragraph for one place.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracker.cli.answers import Answer
from tracker.cli.verbs.table import COMMON, HELP, VERBS, Option
from tracker.domain.spoilers import LEVELS
from tracker.domain.union import Json
from tracker.domain.words import WEEKDAYS
from tracker.session.view import View

SHELLS = ("bash", "zsh", "fish")
"""The shells that there is a script for."""

_VALUES: Mapping[str, Mapping[str, str]] = {
    "level": {name: holds.means for name, holds in LEVELS.items()},
    "shell": dict.fromkeys(SHELLS, ""),
    "time": dict.fromkeys(
        ("now", "today", "yesterday", "last night", "tonight", *WEEKDAYS, "unknown"), ""
    ),
    "day": dict.fromkeys(("today", "tomorrow", *WEEKDAYS), ""),
}
"""The choices that never change, with what each means."""
_TAKES: Mapping[str, Sequence[Option]] = {
    "": (HELP, *COMMON),
    **{verb.name: (HELP, *verb.takes, *COMMON) for verb in VERBS.values()},
}
"""What can follow each verb, and what can be typed before any."""


def entries(view: View) -> Answer:
    """What may be typed for each entry that may be shown, one a line."""
    first = view.guide.entries[0].kind
    typed: list[Json] = [
        entry.label if entry.kind == first and entry.label == str(entry.number) else entry.id
        for entry in view.guide.entries
    ]
    return Answer("\n".join(map(str, typed)), {"entries": typed})


def script(shell: str) -> Answer:
    """The script for a shell."""
    text = _filled(_template(shell), {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell]())
    return Answer(text.rstrip("\n"), {"shell": shell, "script": text})


def _template(name: str) -> str:
    with open(os.path.join(os.path.dirname(__file__), f"completion.{name}")) as file:
        return file.read()


def _filled(template: str, lines: Mapping[str, Iterable[str]]) -> str:
    """The template, each ``# @NAME@`` replaced by its lines, indented as it is."""
    filled = []
    for line in template.splitlines():
        name = line.strip().removeprefix("# @").removesuffix("@")
        if line.strip() == f"# @{name}@":
            indent = line[: line.index("#")]
            filled += [f"{indent}{each}" for each in lines[name]]
        else:
            filled.append(line)
    return "\n".join(filled) + "\n"


def _named(name: str) -> list[Option]:
    """The options of a verb that have names."""
    return [option for option in _TAKES[name] if option.is_named]


def _followed() -> dict[str, str]:
    """The options that a value follows, and what is offered for it."""
    return {
        option.name: option.offers for name in _TAKES for option in _named(name) if option.stands
    }


def _places(name: str) -> Iterator[tuple[str, str]]:
    """Where something is offered after a verb, as ``verb:words before``, and what."""
    for before, option in enumerate(option for option in _TAKES[name] if not option.is_named):
        if option.offers:
            # After a first word of its kind, any number of others.
            any_of = "[1-9]*" if before else "*"
            yield f"{name}:{any_of if option.many in ('*', '+') else before}", option.offers


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The patterns of each kind."""
    found: dict[str, list[str]] = {}
    for pattern, kind in pairs:
        if kind:
            found.setdefault(kind, []).append(pattern)
    return found


def _quoted(text: str) -> str:
    """One word for bash and zsh, whatever is in it."""
    return "'" + text.replace("'", "'\\''") + "'"


def _word(text: str) -> str:
    """One word for bash, in quotes where it needs them."""
    return _quoted(text) if " " in text else text


def _fish_quoted(text: str) -> str:
    """One word for fish, whatever is in it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _cases() -> dict[str, list[str]]:
    """The lines that bash and zsh have in common."""
    followed = _followed()
    places = [(":0", "verb"), *(place for name in _TAKES for place in _places(name))]
    branches = {
        "values": [f"{' | '.join(followed)}) wants=$word ;;"],
        "wanted": [
            f"{' | '.join(names)}) kind='{kind}' ;;"
            for kind, names in _grouped(followed.items()).items()
        ],
        "places": [
            f"{' | '.join(patterns)}) kind='{kind}' ;;"
            for kind, patterns in _grouped(places).items()
        ],
    }
    words, kind = _filled(_template("sh"), branches).split("\n\n")
    return {"words": words.splitlines()[1:], "kind": kind.splitlines()}


def _bash() -> dict[str, list[str]]:
    return {
        **_cases(),
        "verbs": [f"verb) offered=({' '.join(VERBS)}) ;;"],
        "options": [
            f"{pattern}) offered=({' '.join(option.name for option in options)}) ;;"
            for pattern, options in _alike()
        ],
        "fixed": [
            f"{kind}) offered=({' '.join(map(_word, values))}) ;;"
            for kind, values in _VALUES.items()
        ],
    }


def _zsh() -> dict[str, list[str]]:
    verbs = ((verb.name, verb.summary) for verb in VERBS.values())
    return {
        **_cases(),
        "verbs": _listed(verbs, "verb"),
        "options": [
            line
            for pattern, options in _alike()
            for line in _listed(((option.name, option.help) for option in options), pattern)
        ],
        "fixed": [
            line for kind, values in _VALUES.items() for line in _listed(values.items(), kind)
        ],
    }


def _alike() -> Iterator[tuple[str, Sequence[Option]]]:
    """The verbs that have the same options, as a pattern, and the options."""
    found: dict[tuple[Option, ...], list[str]] = {}
    for name in _TAKES:
        found.setdefault(tuple(_named(name)), []).append(name or _quoted(""))
    for options, names in found.items():
        yield " | ".join(names), options


def _listed(pairs: Iterable[tuple[str, str]], pattern: str) -> list[str]:
    """A branch that offers described words, one a line."""
    words = [_quoted(f"{name}:{means}" if means else name) for name, means in pairs]
    return [f"{pattern})", "    offered=(", *(f"        {word}" for word in words), "    ) ;;"]


def _fish() -> dict[str, list[str]]:
    return {
        "values": [f"case {' '.join(_followed())}", "    set wants $word"],
        "known": [f"contains -- \"$verb\" '' {' '.join(VERBS)}; or return"],
        "verbs": [
            f"complete -c layzner -n '__layzner_at :0' -a {verb.name}"
            f" -d {_fish_quoted(verb.summary)}"
            for verb in VERBS.values()
        ],
        "options": [
            *(_fish_option(option, "__layzner_at") for option in _named("")),
            *(
                _fish_option(option, f"'__layzner_at {verb.name}'")
                for verb in VERBS.values()
                for option in verb.takes
                if option.is_named
            ),
        ],
        "places": [
            f"complete -c layzner -n '__layzner_at {_fish_place(place)}' {_fish_offers(kind)}"
            for name in VERBS
            for place, kind in _places(name)
        ],
    }


def _fish_place(place: str) -> str:
    """A place as fish is asked about it: any number of words means anywhere after the verb."""
    return place.removesuffix(":*").removesuffix(":[1-9]*")


def _fish_option(option: Option, condition: str) -> str:
    value = ""
    if option.stands:
        value = f" -r {_fish_offers(option.offers)}" if option.offers else " -x"
    about = _fish_quoted(option.help)
    return f"complete -c layzner -n {condition} -l {option.name[2:]} -d {about}{value}"


def _fish_offers(kind: str) -> str:
    if kind == "file":
        return "-F"
    if kind == "directory":
        return "-f -a '(__fish_complete_directories)'"
    if kind == "entry":
        return "-k -a '(__layzner_answered entries)'"
    if kind == "guide":
        return "-F -a '(__layzner_answered guides)'"
    if kind == "guide-word":
        return "-f -k -a 'check add use (__layzner_answered guides)'"
    values = _VALUES.get(kind) or {verb.name: verb.summary for verb in VERBS.values()}
    offers = " ".join(_fish_quoted(word) for pair in values.items() for word in pair)
    return "-f -k -a " + _fish_quoted(rf"(printf '%s\t%s\n' {offers})")

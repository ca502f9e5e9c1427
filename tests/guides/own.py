"""Small guides of other works: orders unlike the numbers, words for labels, stretches left out."""

from __future__ import annotations

from collections.abc import Iterable

from tracker import guides
from tracker.domain.guide import Guide

EPISODE = ("tv", "episode", "episodes", 24)


def head(guide: str, title: str, *kinds: tuple[str, str, str, int]) -> str:
    """The head of a guide file, and its kinds."""
    tables = (
        f'[[kind]]\nid = "{kind}"\nname = "{name}"\nplural = "{plural}"\nminutes = {minutes}\n'
        for kind, name, plural, minutes in kinds
    )
    return "\n".join((f'schema = 2\nid = "{guide}"\ntitle = "{title}"\n', *tables))


def part(name: str, entries: Iterable[str]) -> str:
    """A part, and its entries."""
    return "\n".join(
        (f'\n[[part]]\nid = "{name.lower().replace(" ", "-")}"\nname = "{name}"\n', *entries)
    )


def entry(entry_id: str, title: str = "", **more: str) -> str:
    """An entry with a title, and what else is said of it."""
    values = {"title": title, **more} if title else more
    lines = "".join(f'{key} = "{value}"\n' for key, value in values.items())
    return f'[[part.entry]]\nid = "{entry_id}"\n{lines}'


def made(text: str) -> Guide:
    """The guide of a text, read as a stranger's is."""
    return guides.read(text.encode(), "own.toml")


ORDER = head("order", "Another Order", EPISODE) + part(
    "one", [entry(f"tv-{number:02}", f"Told {number}") for number in (1, 2, 7, 3, 5, 6, 4, 8)]
)
"""An order unlike the numbers."""
TWINS = (
    head("twins", "Twins", ("n", "Naruto", "Naruto", 23), ("s", "Shippuden", "Shippuden", 23))
    + part("Naruto", [entry(f"n-{number}", f"First {number}") for number in range(1, 7)])
    + part("Shippuden", [entry(f"s-{number}", f"Second {number}") for number in (*range(1, 7), 20)])
)
"""Two kinds with the same numbers, whose names are names."""
WORDS = (
    head("words", "Wars", ("tcw", "Clone Wars", "Clone Wars", 22), ("film", "film", "films", 120))
    + part(
        "the wars",
        [
            entry(f"tcw-{season}{number:02}", f"War {season} {number}", label=f"{season}x{number}")
            for season, number in ((2, 16), (1, 16), (1, 1), (1, 2))
        ],
    )
    + part(
        "the films",
        [
            entry("film-4", "Hope", label="IV"),
            entry("film-5", "Back", label="V"),
            entry("film-21", "Cut", label="21′"),
        ],
    )
)
"""Labels that are words."""
LEFT_OUT = {*range(10, 60), *range(70, 190), *range(200, 330)}
FILLERS = head("fillers", "Fillers", ("f", "chapter", "chapters", 20)) + part(
    "all of it",
    [
        entry(
            f"f-{number}",
            f"Chapter of {number}",
            **({"advice": "skip", "reason": "A filler."} if number in LEFT_OUT else {}),
        )
        for number in range(1, 351)
    ],
)
"""300 left out in three stretches."""
LONG = head("long", "The Long One", EPISODE) + "".join(
    part(
        f"part {at + 1}", [entry(f"tv-{at * 50 + n}", f"Long {at * 50 + n}") for n in range(1, 51)]
    )
    for at in range(24)
)
"""1,200 entries."""
RELEASE = head("fate", "Fate, As It Came", EPISODE) + part(
    "one", [entry(f"tv-{number}", f"Fate {number}") for number in (1, 2, 3)]
)
STORY = head("fate", "Fate, As It Happened", EPISODE) + part(
    "one", [entry(f"tv-{number}", f"Fate {number}") for number in (3, 1, 2)]
)
"""Two orders of one work."""
RENAMED = RELEASE.replace('id = "tv-2"', 'id = "tv-22"\nwas = ["tv-2"]')
"""The first of them, with an entry that has another id."""
LACKING = RELEASE.replace('id = "tv-2"', 'id = "tv-22"')
"""The same, whose author forgot to say so."""

EVERY = {
    "order": ORDER,
    "twins": TWINS,
    "words": WORDS,
    "fillers": FILLERS,
    "long": LONG,
    "release": RELEASE,
    "story": STORY,
    "renamed": RENAMED,
}

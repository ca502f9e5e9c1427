"""The text of a guide file before it is parsed: how much of it there may be, and what is where.

A guide may come from a stranger, and a few kilobytes of malice keep a TOML parser busy for seconds:
so these limits are checked first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

BYTES = 1 << 20
"""Of a file, at most."""
KEY_PARTS = 8
"""Of a key with dots in it, at most: the parser's time grows with their square."""
DEEP = "key"
"""Stands for such a key; tables of which there are too many are named by their name."""

# As text: the built-in guide needs none of them.
_SILENT = (
    r'"""[^"\\]*+(?:(?:\\[\s\S]|"{1,2}(?!"))[^"\\]*+)*+"{3,5}'
    r"|'''[^']*+(?:'{1,2}(?!')[^']*+)*+'{3,5}"
    r'|"(?:[^"\\\n]|\\[^\n])*+"|' + r"'[^'\n]*+'|#[^\n]*+"
)
"""Strings and comments."""
_DEEP = rf'(?<!["\w-])(?:["\w-]++[ \t]*+\.[ \t]*+){{{KEY_PARTS}}}["\w-]'
_HEADER = r"^[ \t]*+(\[\[?)[ \t]*+([\w\"-]++(?:[ \t]*+\.[ \t]*+[\w\"-]++)*+)[ \t]*+\]"


class Source:
    """The text of a guide file, to find lines in."""

    def __init__(self, text: str) -> None:
        # Strings and comments contain no headers or keys, but their lines count.
        self._bare = re.sub(_SILENT, lambda found: '"' + "\n" * found[0].count("\n"), text)
        self.last = text.count("\n") + (not text.endswith("\n"))
        """The number of the last line."""
        self._ends: list[int] = []
        """Where each line ends, once that is needed."""
        self._blocks: dict[tuple[str, int], tuple[int, int, int]] | None = None
        """For each header, by name and number: its line, and where its block begins and ends."""

    def too_much(self, most: Mapping[str, int]) -> tuple[int, str] | None:
        """The line and the name of what exceeds its limit; None if nothing does.

        ``most`` says how many tables of a name there may be.
        """
        if deep := re.search(_DEEP, self._bare):
            return self._line(deep.start()), DEEP
        count = Counter[str]()
        for header in re.finditer(_HEADER, self._bare, re.MULTILINE):
            name = re.sub(r"\s", "", header[2])
            count[name] += header[1] == "[["
            table = name.rpartition(".")[2]
            if count[name] > most.get(table, self.last):
                return self._line(header.start()), table
        return None

    def line(self, table: str, number: int, key: str = "") -> int:
        """The line of a key in the table with that header and number, counted from 0.

        That of the header if the key cannot be found, and 1 if there is no such header.
        """
        if self._blocks is None:
            self._blocks = self._found()
        if key and (f"{table}.{key}".lstrip("."), 0) in self._blocks:
            return self._blocks[f"{table}.{key}".lstrip("."), 0][0]
        if (table, number) not in self._blocks:
            return self._line_of_inline(table)
        line, begin, end = self._blocks[table, number]
        below = (name for name, _ in self._blocks if key and name.startswith(f"{key}."))
        if not table and (name := next(below, "")):
            return self._blocks[name, 0][0]
        pattern = rf"^[ \t]*+{re.escape(key)}[ \t]*+[=.]"
        if key and (found := re.compile(pattern, re.MULTILINE).search(self._bare, begin, end)):
            return self._line(found.start())
        return line

    def _line_of_inline(self, table: str) -> int:
        """The line of the key of tables without headers; 1 if it cannot be found."""
        outer, _, key = table.rpartition(".")
        _, begin, end = (self._blocks or {}).get((outer, 0), (1, 0, 0))
        pattern = rf"^[ \t]*+{re.escape(key)}[ \t]*+="
        found = re.compile(pattern, re.MULTILINE).search(self._bare, begin, end)
        return self._line(found.start()) if found else 1

    def _found(self) -> dict[tuple[str, int], tuple[int, int, int]]:
        headers = list(re.finditer(_HEADER, self._bare, re.MULTILINE))
        places = [header.end() for header in headers] + [len(self._bare)]
        found = {("", 0): (1, 0, headers[0].start() if headers else len(self._bare))}
        count = Counter[str]()
        for header, (begin, end) in zip(headers, pairwise(places), strict=True):
            name = re.sub(r"\s", "", header[2])
            found[name, count[name]] = self._line(header.start()), begin, end
            count[name] += 1
        return found

    def _line(self, at: int) -> int:
        if not self._ends:
            self._ends = [found.start() for found in re.finditer("\n|$", self._bare)]
        return bisect_left(self._ends, at) + 1

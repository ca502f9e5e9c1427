"""How wide a text is in a terminal, and how it fits into so many cells.

Nearly all texts here are of letters whose width is beyond doubt. For any other, rich is asked, with
whose table the framework draws; it takes longer to load than a screen to be drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile

from tracker.drawing import Line

_SURE = (
    *((ord(sign), ord(sign), 1) for sign in "✓▶●◐◌◆■⋮"),
    *((0x20, 0x7E, 1), (0xA0, 0xAC, 1), (0xAE, 0x2FF, 1), (0x2010, 0x2027, 1)),
    *((0x2030, 0x205E, 1), (0x2190, 0x2193, 1), (0x2500, 0x259F, 1)),
    *((0x3001, 0x3029, 2), (0x3041, 0x3096, 2), (0x30A0, 0x30FF, 2), (0x4E00, 0x9FFF, 2)),
    (0xFF01, 0xFF60, 2),
)
"""The letters whose width is beyond doubt: the first, the last, and their cells.

No regular expression: to compile one takes longer than a screen to be drawn, too.
"""


def width(text: str) -> int:
    """How many cells a text takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    widths = [*map(_width, text)]
    if all(widths):
        return sum(widths)
    from rich.cells import cell_len  # noqa: PLC0415  # see above

    return cell_len(text)


@lru_cache(maxsize=1024)
def _width(letter: str) -> int:
    """How many cells a letter takes; 0 where there is doubt."""
    code = ord(letter)
    return next((cells for first, last, cells in _SURE if first <= code <= last), 0)


def fitted(text: str, cells: int) -> str:
    """The text in just so many cells: cut off, or with spaces behind it."""
    cut = cut_off(text, cells)
    return cut + " " * (cells - width(cut))


def cut_off(text: str, cells: int) -> str:
    """As much of the text as goes into so many cells."""
    if width(text) <= cells:
        return text
    first = _chopped(text, cells)[0] if cells > 0 else ""
    return first if width(first) <= cells else ""


def shortened(text: str, cells: int) -> str:
    """The text in at most so many cells, cut off between words where there is more of it."""
    if width(text) <= cells:
        return text
    cut = cut_off(text, max(0, cells - 1))
    # A word alone is cut where it has to be.
    words = cut if text[len(cut) : len(cut) + 1].isspace() else cut.rpartition(" ")[0]
    return f"{(words or cut).rstrip()}…" if cells > 0 else ""


@lru_cache(maxsize=512)
def wrapped(text: str, cells: int) -> tuple[str, ...]:
    """A paragraph in lines of at most so many cells, at least one; a card is seen again and again.

    Broken between words; a word that is wider than a line is chopped.
    """
    lines, line = [], ""
    for word in re.findall(r"\s*\S+\s*", text):
        if width(line) + width(word.rstrip()) <= cells:
            line += word
        elif width(word.rstrip()) <= cells:
            lines.append(line)
            line = word
        else:
            lines += [line] if line else []
            *chopped, line = _chopped(word, cells)
            lines += chopped
    return tuple(part.rstrip() for part in (*lines, line))


def packed(texts: Iterable[str], between: str, cells: int) -> list[str]:
    """Texts in lines of at most so many cells, those of a line parted; none is broken that fits."""
    lines: list[str] = []
    for text in texts:
        longer = f"{lines[-1]}{between}{text}" if lines else text
        if lines and width(longer) <= cells:
            lines[-1] = longer
        else:
            lines += wrapped(text, max(1, cells))
    return lines


def _chopped(text: str, cells: int) -> list[str]:
    """The text in pieces of at most so many cells."""
    if width(text) == len(text):
        return [text[at : at + cells] for at in range(0, len(text), cells)]
    from rich.cells import chop_cells  # noqa: PLC0415  # it knows what belongs together

    return chop_cells(text, cells)


def differing(old: Line, new: Line) -> tuple[int, int]:
    """From which cell to which a line is drawn otherwise than before; 0 and 0 where it is not."""
    if old == new:
        return 0, 0
    left = sum(width(text) for text, _ in _alike(old, new))
    before, after = (sum(width(text) for text, _ in line) for line in (old, new))
    if before != after:
        return left, max(before, after)
    return left, after - sum(width(text) for text, _ in _alike(old[::-1], new[::-1]))


def _alike(old: Line, new: Line) -> Line:
    """What both lines begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    return tuple(run for run, _ in same)

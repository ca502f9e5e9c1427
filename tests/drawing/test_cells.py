"""The width of text: ours, where it is beyond doubt, is that of the framework."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from tests.support import REAL
from tracker.drawing.cells import cut_off, fitted, packed, width, wrapped

LETTERS = [*"abc d–…é蒼き流星タ、！ ", "e\u0301", "👩\u200d🚀", "❤\ufe0f"]
TEXTS = st.lists(st.sampled_from(LETTERS), max_size=40).map("".join)


def test_every_letter_has_the_width_that_the_framework_draws() -> None:
    """Of all characters that there are, one by one."""
    letters = map(chr, (*range(32, 0xD800), *range(0xE000, 0x30000), *range(0xE0000, 0xE0200)))
    assert [letter for letter in letters if width(letter) != cell_len(letter)] == []


@given(TEXTS)
def test_a_text_is_as_wide_as_the_framework_draws_it(text: str) -> None:
    """Whatever stands together in it."""
    assert width(text) == cell_len(text)


@given(TEXTS, st.integers(0, 20))
def test_what_is_fitted_fits(text: str, cells: int) -> None:
    """It takes just so many cells, and begins as the text does."""
    assert width(fitted(text, cells)) == cells
    assert text.startswith(cut_off(text, cells))
    assert width(cut_off(text, cells)) <= cells


@given(st.text("abc d–…é蒼き流星タ、！ ", max_size=60), st.integers(2, 20))
def test_a_paragraph_is_broken_as_the_framework_breaks_it(text: str, cells: int) -> None:
    """The same lines as those of a text that a widget wraps itself."""
    theirs = [line.plain.rstrip() for line in Content(text).wrap(cells)]
    assert list(wrapped(text, cells)) == (theirs or [""])


@pytest.mark.parametrize("cells", [1, 2, 3, 8, 30, 76])
def test_no_line_is_too_wide(cells: int) -> None:
    """Notes and titles of the guide, in lines of any width, lose no word."""
    texts = [note.text.split("\n\n")[0] for note in REAL.notes]
    texts += [entry.title_ja for entry in REAL.entries if entry.title_ja]
    for text in texts:
        lines = wrapped(text, cells)
        assert max(map(width, lines)) <= max(2, cells)
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_the_guide_needs_no_other_table() -> None:
    """For all that the built-in guide says, rich is not loaded."""
    code = (
        "import sys\n"
        "from tracker import guides\n"
        "from tracker.drawing.cells import fitted, wrapped\n"
        "guide = guides.load('layzner')\n"
        "texts = [t for e in guide.entries for t in (e.title, e.title_ja, e.romaji) if t]\n"
        "texts += [part for note in guide.notes for part in note.text.split('\\n\\n')]\n"
        "[wrapped(text, 50) for text in texts]\n"
        "print('rich' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "False\n"


def test_texts_are_packed_whole() -> None:
    """Each stands whole in a line where it fits, and nothing parts the end of one from a margin."""
    texts = ["12 watched", "4 h 48", "10 rated", "not finished"]
    assert packed(texts, " · ", 22) == ["12 watched · 4 h 48", "10 rated", "not finished"]
    assert packed(texts, " · ", 200) == [" · ".join(texts)]
    assert packed(["not finished"], " · ", 6) == ["not", "finish", "ed"]
    assert packed([], " · ", 6) == []

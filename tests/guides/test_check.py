"""What a guide's author had better look at."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.guides.own import EPISODE, EVERY, ORDER, entry, head, made, part
from tests.support import REAL
from tracker.guides.check import Warned, counts, warnings

NOTE = '\n[[note]]\nanchor = "{}"\ntitle = "A word"\ntext = "{}"\n'


def numbered(numbers: Sequence[int]) -> str:
    """A guide of entries with those numbers."""
    entries = [entry(f"tv-{number}", f"Title of {number}") for number in numbers]
    return head("numbered", "Numbered", EPISODE) + part("one", entries)


GAPS = {"twins": ("kind s", "1–20 without 7–19"), "renamed": ("kind tv", "1–22 without 2 and 4–21")}


@pytest.mark.parametrize("name", EVERY)
def test_there_is_not_always_something(name: str) -> None:
    """A guide without gaps, empty parts and told titles is left in peace."""
    assert warnings(made(EVERY[name])) == ((Warned(*GAPS[name]),) if name in GAPS else ())


def test_the_real_guide_needs_no_looking_at() -> None:
    """The guide that comes with the program keeps its own rules."""
    assert warnings(REAL) == ()


@pytest.mark.parametrize(
    ("numbers", "lacks"),
    [
        ([1, 3], "1–3 without 2"),
        ([4, 7, 2], "2–7 without 3 and 5–6"),
        ([1, 3, 5, 7, 9, 11], "1–11 without 2, 4, 6, 8 and 10"),
        ([1, 3, 5, 7, 9, 11, 14], "1–14 without 2, 4, 6, 8, 10 and 1 more"),
    ],
)
def test_gaps(numbers: Sequence[int], lacks: str) -> None:
    """Numbers that are passed over are told, five stretches of them at most."""
    assert warnings(made(numbered(numbers))) == (Warned("kind tv", lacks),)


@pytest.mark.parametrize(
    ("anchor", "text", "early"),
    [
        ("before tv-1", "Title of 1 begins.", ""),
        ("before tv-1", "Title of 2 comes later.", "tv-2"),
        ("after tv-1", "Title of 2 comes now.", ""),
        ("after tv-1", "Title of 3 comes later.", "tv-3"),
        ("after tv-1", "TITLE, of: 3!", "tv-3"),
        ("after tv-1", "Subtitle of 3.", ""),
        ("after tv-1", "Title of 4 and title of 3.", "tv-3 and tv-4"),
    ],
)
def test_a_title_that_is_told_too_early(anchor: str, text: str, early: str) -> None:
    """A note may name the titles up to the one that is next when it is told."""
    told = f"the text names the title of {early}, hidden until then"
    assert warnings(made(numbered([1, 2, 3, 4]) + NOTE.format(anchor, text))) == (
        (Warned(f"note {anchor}", told),) if early else ()
    )


@pytest.mark.parametrize(("title", "tells"), [("Siege!", True), ("Siege", False)])
def test_a_short_title_is_a_word(title: str, tells: bool) -> None:  # noqa: FBT001  # of the table
    """From six characters on a title tells; a shorter one may stand in any text."""
    text = head("short", "Short", EPISODE) + part("one", [entry("tv-1"), entry("tv-2", title)])
    guide = made(text + NOTE.format("before tv-1", "A siege begins."))
    assert bool(warnings(guide)) is tells


@pytest.mark.parametrize(("label", "wide"), [("abcdef", False), ("abcdefg", True)])
def test_a_wide_label(label: str, wide: bool) -> None:  # noqa: FBT001  # of the table
    """A label fills six cells at most."""
    guide = made(head("wide", "Wide", EPISODE) + part("one", [entry("tv-1", "Wide", label=label)]))
    why = "the label of tv-1 is wider than 6 cells"
    assert warnings(guide) == ((Warned("the guide", why),) if wide else ())


@pytest.mark.parametrize(("many", "too_many"), [(5, False), (6, True)])
def test_too_many_that_are_must(many: int, too_many: bool) -> None:  # noqa: FBT001  # of the table
    """Five notes that nobody may miss are read."""
    notes = (NOTE.format("after tv-08", "Read this.") + "must = true\n" for _ in range(many))
    why = "6 notes are must; nobody reads more than 5"
    assert warnings(made(ORDER + "".join(notes))) == (
        (Warned("the guide", why),) if too_many else ()
    )


def test_what_is_in_it() -> None:
    """Running times are of what is to be watched; what is not there is not counted out."""
    assert counts(made(ORDER)) == "8 entries in 1 part, 3 h 12; 0 notes"
    assert counts(made(EVERY["fillers"])) == "350 entries in 1 part, 16 h 40; 300 left out; 0 notes"
    text = numbered([1, 2]).replace(
        'id = "tv-2"', 'id = "tv-2"\nadvice = "optional"\nreason = "A recap."'
    )
    assert counts(made(text)) == "2 entries in 1 part, 48 min; 1 optional; 0 notes"

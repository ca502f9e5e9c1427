"""Spoilers: what is hidden is not in what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

import pytest

from tests.support import REAL, SMALL, entries
from tracker.domain.guide import Entry, Guide, Note
from tracker.domain.journal import Event, Journal
from tracker.domain.progress import Progress, progress
from tracker.domain.spoilers import Level, level, shown
from tracker.domain.union import Fields

MARKS = ("", "stopped", "watched", "skipped")
ALL = tuple(product(MARKS, repeat=len(SMALL.entries)))
"""Every state the small guide can be in."""
STEPS = tuple(range(len(entries(REAL, "1-ova-3")) + 1))
"""How many entries of the real guide were watched, first to last."""
TOLD: Fields = {"do": "told", "seen": True}


def life(guide: Guide, *happened: Fields) -> tuple[Event, ...]:
    """What was lived when those things happened."""
    journal = Journal()
    for fields in happened:
        journal = journal.recorded([{"guide": guide.id, **fields}], ["00000000"])
    return journal.lived(guide.id, "")


def marked(marks: Sequence[str], *more: Fields) -> Progress:
    """The progress of somebody who marked the entries of the small guide so."""
    made = [
        {"do": do, "entry": entry.id} for entry, do in zip(SMALL.entries, marks, strict=True) if do
    ]
    return progress(SMALL, life(SMALL, *made, *more))


def walked(guide: Guide, steps: int, *more: Fields) -> Progress:
    """The progress of somebody who watched that many entries, first to last."""
    walk = entries(REAL, "1-ova-3")[:steps]
    made = [{"do": "watched", "entry": entry.id} for entry in walk]
    return progress(guide, life(guide, *made, *more))


def stamped(guide: Guide) -> Guide:
    """The guide with every text of it unlike all others, so that none hides inside another."""
    return guide._replace(
        entries=tuple(
            entry._replace(
                title=f"<title {entry.id}>",
                title_ja=f"<japanese {entry.id}>",
                romaji=f"<romaji {entry.id}>",
                other_titles=(f"<other {entry.id}>",),
                arc=entry.arc and f"<arc {entry.arc}>",
                aired=date(2001, 1, 1) + timedelta(days=at),
            )
            for at, entry in enumerate(guide.entries)
        ),
        notes=tuple(
            note._replace(
                title=f"<note {note.id}>",
                text=f"<text {note.id}>",
                rewatch=note.rewatch and f"<rewatch {note.id}>",
            )
            for note in guide.notes
        ),
    )


REALS = (stamped(REAL), REAL._replace(broadcast={}))
"""The real guide, stamped, and as it is but for dates that are those of two entries."""


def hidden_entries(guide: Guide, now: Progress) -> list[Entry]:
    """By the rule on paper: what lies after the next one and was not begun."""
    nexts = [at for at, entry in enumerate(guide.entries) if entry.id == now.next_up]
    begun = {entry for entry, mark in now.marks.items() if mark.do in ("watched", "stopped")}
    return [entry for entry in guide.entries[(nexts or [999])[0] + 1 :] if entry.id not in begun]


def hidden_notes(guide: Guide, now: Progress, *, is_hiding: bool = True) -> list[Note]:
    """By the rule on paper: notes whose entry is not come up to, or not yet done, or for later.

    What is for a rewatch is for those who have nothing hidden from them.
    """
    hidden = {entry.id for entry in hidden_entries(guide, now)}
    done = {entry for entry, mark in now.marks.items() if mark.do in ("watched", "skipped")}
    return [
        note
        for note in guide.notes
        if note.entry in hidden
        or (note.side == "after" and note.entry not in done)
        or (note.audience == "rewatch" and (is_hiding or not now.seen))
    ]


def hidden_arcs(guide: Guide, now: Progress) -> set[str | None]:
    """By the rule on paper: arcs of which no entry is behind the viewer."""
    ahead = {entry.id for entry in hidden_entries(guide, now)} | {now.next_up}
    behind = {entry.arc for entry in guide.entries if entry.id not in ahead}
    return {entry.arc for entry in guide.entries} - behind


def secrets(guide: Guide, now: Progress) -> list[str]:
    """What may not be shown now, as `repr` would show it."""
    secret: list[object] = [*hidden_arcs(guide, now)]
    for entry in hidden_entries(guide, now):
        secret += [entry.title, entry.title_ja, entry.romaji, *entry.other_titles, entry.aired]
    for note in hidden_notes(guide, now):
        secret += [note.title, note.text]
    secret += [note.rewatch for note in guide.notes]
    return [repr(fact) for fact in secret if fact]


def leaks(guide: Guide, visible: Guide, now: Progress) -> list[str]:
    """The secrets of a guide that are in what is shown of it."""
    everything = repr(visible)
    return [secret for secret in secrets(guide, now) if secret in everything]


def test_no_state_of_the_small_guide_leaks() -> None:
    """Nothing of a hidden entry or an unreached note is anywhere in what is shown."""
    for marks, more in product(ALL, ((), (TOLD,))):
        now = marked(marks, *more)
        assert leaks(SMALL, shown(now, "titles").guide, now) == []


@pytest.mark.parametrize("guide", REALS)
def test_no_step_through_the_real_guide_leaks(guide: Guide) -> None:
    """On the whole way through the real guide, nothing is told before its moment."""
    for steps in STEPS:
        now = walked(guide, steps)
        assert leaks(guide, shown(now, "titles").guide, now) == []


@pytest.mark.parametrize("guide", REALS)
def test_the_search_for_leaks_finds_them(guide: Guide) -> None:
    """A guide shown whole leaks every secret it has, at every step but the last."""
    for steps in STEPS[:-1]:
        now = walked(guide, steps)
        assert leaks(guide, guide, now) == secrets(guide, now) != []


@pytest.mark.parametrize(
    ("marks", "secret"),
    [
        (("", "", "", ""), "Charlie"),
        (("", "", "", ""), "Dainiwa"),
        (("", "", "", ""), "第二話"),
        (("", "", "", ""), "1986, 8, 21"),
        (("", "", "", ""), "Dawn"),
        (("watched", "", "", ""), "Dusk"),
        (("watched", "", "", ""), "Whiskey"),
        (("watched", "", "", ""), "Xray"),
        (("watched", "", "", ""), "Zulu"),
    ],
)
def test_secrets(marks: Sequence[str], secret: str) -> None:
    """What is hidden is in the guide, and not in what is shown of it."""
    text = repr(shown(marked(marks), "titles").guide)
    assert secret in repr(SMALL)
    assert secret not in text


def test_nothing_more_is_hidden_than_must_be() -> None:
    """What is behind the viewer, and the next one, is shown as it is, its arc apart."""
    for marks in ALL:
        now = marked(marks)
        hidden, visible = hidden_entries(SMALL, now), shown(now, "titles").guide
        arcs = {entry.arc for entry in SMALL.entries} - hidden_arcs(SMALL, now)
        for whole, seen in zip(SMALL.entries, visible.entries, strict=True):
            if whole not in hidden:
                assert seen == whole._replace(arc=whole.arc if whole.arc in arcs else None)
        rest = [note.id for note in SMALL.notes if note not in hidden_notes(SMALL, now)]
        assert [note.id for note in visible.notes] == rest


def test_what_is_hidden_can_still_be_named() -> None:
    """A hidden entry keeps its number, its running time and the guide's advice."""
    visible = shown(marked(("", "", "", "")), "titles").guide
    for whole, seen in zip(SMALL.entries, visible.entries, strict=True):
        assert (seen.id, seen.name, seen.minutes) == (whole.id, whole.name, whole.minutes)
        assert (seen.advice, seen.reason, seen.part) == (whole.advice, whole.reason, whole.part)


def test_with_spoilers_off_all_titles_show() -> None:
    """Without hiding, every entry is shown whole; notes still wait for their moment."""
    for marks in ALL:
        now = marked(marks)
        visible = shown(now, "off").guide
        assert visible.entries == SMALL.entries
        assert {note.id for note in visible.notes}.isdisjoint(
            note.id for note in hidden_notes(SMALL, now, is_hiding=False)
        )


@pytest.mark.parametrize(
    ("watched", "arcs"),
    [
        (0, {1: None, 2: None}),
        (1, {1: "Mars", 2: "Mars", 3: None}),
        (12, {12: "Mars", 13: None, 14: None}),
        (13, {13: "Away from Mars", 14: "Away from Mars", 15: None}),
        (25, {24: "Earth, 1996", 25: None, 26: None}),
        (26, {26: "Occupied Earth, 1999", 27: "Occupied Earth, 1999", 28: None}),
        (37, {37: "Occupied Earth, 1999", 38: "Occupied Earth, 1999"}),
    ],
)
def test_an_arc_shows_once_it_has_begun(watched: int, arcs: dict[int, str | None]) -> None:
    """The arc of the next entry shows only when another entry of it is behind the viewer."""
    guide = shown(walked(REAL, watched), "titles").guide
    assert {number: guide.entries[number - 1].arc for number in arcs} == arcs


@pytest.mark.parametrize("more", [(), (TOLD,)])
@pytest.mark.parametrize("hides", ["off", "titles"])
def test_the_closing_paragraph_is_for_a_rewatch(more: Sequence[Fields], hides: Level) -> None:
    """What only makes sense in hindsight is told to who has finished once and hides nothing.

    Nor is the source told of what is not.
    """
    (note,) = shown(marked(("watched", "", "", ""), *more), hides).guide.notes[-1:]
    assert (note.id, note.text) == ("seen", "Yankee was here.")
    is_told = bool(more) and hides == "off"
    assert note.rewatch == ("So was Xray." if is_told else None)
    assert note.rewatch_sources == (("low: Xray",) if is_told else ())


def test_a_strict_viewer_has_a_wording_of_her_own() -> None:
    """Where later parts are hidden, a note is told in other words, without sources, or it waits."""
    now = marked(("watched", "", "", ""), TOLD)
    notes = {note.id: note for note in shown(now, "strict").guide.notes}
    assert list(notes) == ["hello", "seen"]
    assert notes["hello"].sources == ("high: all of it",)
    seen = notes["seen"]
    assert (seen.title, seen.text, seen.sources) == ("What it was", "Somebody was here.", ())
    waiting = SMALL._replace(notes=tuple(note._replace(strict=None) for note in SMALL.notes))
    assert shown(now._replace(guide=waiting), "strict").guide.notes == ()
    assert len(shown(now._replace(guide=waiting), "titles").guide.notes) == 2


def test_a_strict_viewer_has_reasons_of_her_own() -> None:
    """Where later parts are hidden, the reason not to watch says nothing of them."""
    guide = shown(marked(("watched", "", "skipped", "")), "strict").guide
    assert [entry.reason for entry in guide.entries[1:3]] == ["A recap.", "Not now."]
    untold = SMALL._replace(entries=tuple(each._replace(strict=None) for each in SMALL.entries))
    now = marked(("watched", "", "skipped", ""))._replace(guide=untold)
    assert [entry.reason for entry in shown(now, "strict").guide.entries[1:3]] == [None, None]


def test_who_has_finished_is_shown_all() -> None:
    """After the last entry nothing is hidden, but for what is told to who hides nothing."""
    now = walked(REAL, STEPS[-1])
    assert shown(now, "off").guide == REAL
    hiding: tuple[Level, ...] = ("titles", "strict")
    for hides in hiding:
        guide = shown(now, hides).guide
        assert guide._replace(notes=()) == REAL._replace(notes=())
        assert [note.id for note in guide.notes] == [
            note.id for note in REAL.notes if note.audience == "all"
        ]


def test_who_has_finished_before_is_shown_titles() -> None:
    """Titles are hidden until the guide was finished once, here or before."""
    assert level(marked(("", "", "", ""))) == "titles"
    assert level(marked(("", "", "", ""), TOLD)) == "off"
    assert level(marked(("watched", "watched", "", ""))) == "titles"
    assert level(marked(("watched", "watched", "", "watched"))) == "off"


def test_the_shown_guide_has_every_entry_in_its_place() -> None:
    """Hiding changes neither the order nor where an entry is found."""
    visible = shown(walked(REAL, 3), "titles").guide
    assert [entry.id for entry in visible.entries] == [entry.id for entry in REAL.entries]
    assert visible.entry("ova-3").id == "ova-3"

"""Two machines that decide at once: free of order, and one's own later choice wins."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support import SMALL, Clock, session
from tracker.cli.answers import status
from tracker.domain.dates import evening
from tracker.domain.guide import Entry
from tracker.domain.progress import State
from tracker.domain.spoilers import LEVELS
from tracker.drawing import card
from tracker.session.sitting import Session

ACTS = 14
"""Of a history, at most."""


def shown(sitting: Session) -> Any:  # noqa: ANN401  # compared only
    """What there is to see of the passes; nobody names a time here, so of each the evening."""
    level, sitting.level = sitting.level, "off"
    passes, sitting.level = sitting.view.progress.passes, level
    return [
        (
            each.number,
            {entry: (m.do, m.position, evening(m.at)) for entry, m in each.marks.items()},
            {entry: [event.text for event in kept] for entry, kept in each.remarks.items()},
            each.ratings,
        )
        for each in passes
    ]


Deed = Callable[[Session, Entry, random.Random], None]


def mark(do: State) -> Deed:
    """Mark an entry: then it is so, unless it is watched."""

    def deed(sitting: Session, entry: Entry, chance: random.Random) -> None:
        was = sitting.view.progress.state(entry)
        if do is State.WATCHED:
            sitting.watched([entry])
        elif do is State.SKIPPED:
            sitting.skip([entry])
        else:
            sitting.stopped(entry, chance.randrange(1, 900))
        refused = was is State.WATCHED or (was is State.LEFT_OUT and do is State.SKIPPED)
        assert sitting.view.progress.state(entry) is (was if refused else do)

    return deed


def clear(sitting: Session, entry: Entry, _chance: random.Random) -> None:
    """No mark stands on a cleared entry, unless its pass goes with the last mark in it.

    That is so where the beginning of the pass was undone elsewhere: then the one before is shown.
    """
    number = sitting.view.progress.number
    sitting.clear([entry])
    now = sitting.view.progress
    assert now.number < number or entry.id not in now.marks


def remark(sitting: Session, entry: Entry, chance: random.Random) -> None:
    """What was written last stands alone."""
    text = chance.choice(["", "Good.", f"{chance.random()}"])
    sitting.remark(entry, text)
    assert [event.text for event in sitting.remarks(entry)] == ([text] if text else [])


def rate(sitting: Session, entry: Entry, chance: random.Random) -> None:
    """What was given last stands."""
    rating = chance.randrange(11)
    sitting.rate(entry, rating)
    assert sitting.view.progress.current.ratings.get(entry.id, 0) == rating


def choose(sitting: Session, _entry: Entry, chance: random.Random) -> None:
    """What was chosen last holds, whatever another machine chose before."""
    level = chance.choice([*LEVELS])
    sitting.choose(level)
    assert sitting.view.level == level


def rewatch(sitting: Session, _entry: Entry, _chance: random.Random) -> None:
    """The next pass is the current one, and empty."""
    number = sitting.view.progress.number
    sitting.rewatch()
    now = sitting.view.progress
    assert (now.number, len(now.marks)) == (number + 1, 0)


def reset(sitting: Session, _entry: Entry, chance: random.Random) -> None:
    """Nothing is left. It does not happen often."""
    if chance.random() < 0.2:
        sitting.reset()
        assert sitting.view.new
        assert shown(sitting) == [(1, {}, {}, {})]


def undo(sitting: Session, _entry: Entry, _chance: random.Random) -> None:
    """Undo shows, or there is nothing to undo; redo brings back what was there."""
    before = shown(sitting)
    if sitting.undo().changed:
        assert shown(sitting) != before
        assert sitting.redo().changed
        assert shown(sitting) == before
        sitting.undo()
    else:
        assert shown(sitting) == before


DEEDS: tuple[Deed, ...] = (
    *map(mark, (State.WATCHED, State.SKIPPED, State.STOPPED)),
    *(clear, remark, rate, choose, rewatch, reset, undo, undo),
)


def met(here: Session, there: Session) -> None:
    """Both take in what the other knows: in whatever order, they show the same."""
    both = here.journal.joined(there.journal)
    assert both == there.journal.joined(here.journal) == both.joined(here.journal)
    here.join(there.journal)
    there.join(here.journal)
    assert shown(here) == shown(there)
    assert here.view.level == there.view.level
    assert here.view.progress.seen == there.view.progress.seen


def lived(seed: int) -> None:
    """One history of two machines."""
    chance = random.Random(seed)
    clocks = [Clock(), Clock()]
    # Nothing is saved, so the directory stays a name.
    nowhere = Path("there-is-no-such-directory")
    machines = [session(nowhere, clock=clock) for clock in clocks]
    for _ in range(chance.randrange(3, ACTS)):
        if chance.random() < 0.25:
            met(*machines)
            continue
        at = chance.randrange(2)
        clocks[at].now += timedelta(minutes=chance.randrange(1, 400))
        chance.choice(DEEDS)(machines[at], chance.choice(SMALL.entries), chance)
    met(*machines)


def test_two_machines_that_decide_at_once() -> None:
    """Row 48: whatever two machines decide, both end with the same, and nobody's word is lost."""
    for seed in range(500):
        lived(seed)


@pytest.mark.slow
def test_two_machines_over_twenty_thousand_histories() -> None:
    """Row 48: the same for 20,000 histories."""
    for seed in range(20_000):
        lived(seed)


def both_at_once(*deeds: Callable[[Session], object]) -> Session:
    """What two machines that knew the same show after each did one of these."""
    first = session(Path("there-is-no-such-directory"))
    first.watched(SMALL.entries[2:3])
    machines = [session(Path("there-is-no-such-directory")) for _ in deeds]
    for machine, deed in zip(machines, deeds, strict=True):
        machine.join(first.journal)
        deed(machine)
    for machine in machines[1:]:
        machines[0].join(machine.journal)
    return machines[0]


ALPHA = SMALL.entries[0]


@pytest.mark.parametrize("do", ["stopped", "skip"])
@pytest.mark.parametrize("turned", [False, True])
def test_watched_outranks(do: str, turned: bool) -> None:  # noqa: FBT001  # drawn
    """Row 48: watched on one machine, stopped or skipped on the other, is watched."""
    deeds: list[Callable[[Session], object]] = [
        lambda machine: machine.watched([ALPHA]),
        lambda machine: machine.stopped(ALPHA, 60) if do == "stopped" else machine.skip([ALPHA]),
    ]
    sitting = both_at_once(*(reversed(deeds) if turned else deeds))
    assert sitting.view.progress.state(ALPHA) is State.WATCHED
    assert sitting.view.progress.tally.watched == 1
    assert sitting.history().entries == 2
    assert sitting.clear([ALPHA]).changed
    assert sitting.view.progress.state(ALPHA) is State.TO_WATCH


def test_the_strictest_level_holds() -> None:
    """Row 48: off on one machine and strict on the other is strict, until somebody chooses."""
    deeds: list[Callable[[Session], object]] = [
        lambda machine: machine.choose("off"),
        lambda machine: machine.choose("strict"),
    ]
    for order in (deeds, deeds[::-1]):
        sitting = both_at_once(*order)
        held = [sitting.view.level]
        assert sitting.choose("off").changed
        held.append(sitting.view.level)
        assert not sitting.choose("off").changed
        assert held == ["strict", "off"]


def test_one_undo_for_what_both_did() -> None:
    """Row 48: what both machines did at once, one undo takes back and one redo brings back."""
    for deed in (
        lambda machine: machine.watched([ALPHA]),
        lambda machine: machine.rewatch(),
        lambda machine: machine.rate(ALPHA, 8),
        lambda machine: machine.clear([SMALL.entries[2]]),
    ):
        sitting = both_at_once(deed, deed)
        before = shown(sitting)
        assert sitting.undo().changed
        assert shown(sitting) != before
        assert sitting.redo().changed
        assert shown(sitting) == before


@pytest.mark.parametrize("days", [1, -365])
def test_a_clock_a_day_ahead(tmp_path: Path, days: int) -> None:
    """Row 51: with another machine's clock a day ahead or a year behind, last time is today.

    What lies in the future is said as such, and undo takes what was done last.
    """
    clock = Clock()
    wrong = session(tmp_path / "there", clock=Clock(clock.now + timedelta(days=days)))
    wrong.watched(SMALL.entries[:1])
    here = session(tmp_path / "here", clock=clock)
    here.join(wrong.journal)
    here.watched(SMALL.entries[1:2])
    assert "\nLast time: today, episode 2\n" in status(here.view).text
    said = card.state(here.view, ALPHA)
    assert said == f"✓ Watched {'23 November (in the future)' if days > 0 else '22 November 2025'}"
    assert here.undo().entry == SMALL.entries[1].id
    last = "23 November (in the future)" if days > 0 else "22 November 2025"
    assert f"\nLast time: {last}, episode 1\n" in status(here.view).text

"""Journals that released versions wrote: they are read as they were read then, for ever."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support import REAL, Clock, chance, entries, store
from tracker.cli import answers, reports
from tracker.cli.answers import Answer
from tracker.domain.dates import UNKNOWN, PartialDate
from tracker.domain.progress import State
from tracker.domain.steps import steps
from tracker.domain.union import Json
from tracker.session.sitting import Session

RELEASED = Path(__file__).parent / "released"
VERSIONS = sorted(path.stem for path in RELEASED.glob("*.*.*[0-9].json"))


def opened(directory: Path, data: bytes, now: str, who: str = "") -> Session:
    """A session on a file of those bytes."""
    (directory / "progress.json").write_bytes(data)
    clock = Clock(datetime.fromisoformat(now))
    return Session(REAL, store(directory, clock), clock, chance, who=who)


def kept(known: Json, wanted: Json) -> Json:
    """Of an answer as much as was kept of it, for later versions may say more."""
    if isinstance(known, dict) and isinstance(wanted, dict):
        return {key: kept(known[key], wanted[key]) for key in wanted}
    return known


def answered(sitting: Session) -> dict[str, Any]:
    """What the journal means now."""
    view = sitting.view

    def data(answer: Answer) -> Any:  # noqa: ANN401  # whatever it says
        return answer.data

    status, order = data(answers.status(view)), data(answers.order(view))
    undone = steps(sitting.lived())
    return {
        "status": {**status, "next": status["next"] and status["next"]["id"]},
        "list": {entry["id"]: entry for entry in order["entries"]},
        "stats": data(reports.stats(sitting, "band")),
        "passes": data(reports.passes(sitting)),
        # The first answers became a step after 1.0.0.
        "undo": sum(step[0].do != "told" for step in undone.undo),
        "redo": len(undone.redo),
        **{f"pass {each.number}": data(reports.diary(view, each)) for each in view.progress.passes},
    }


def test_there_are_journals() -> None:
    """The folder is not empty."""
    assert "1.0.0" in VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("who", ["", "Anna"])
def test_a_released_journal_means_what_it_meant(tmp_path: Path, version: str, who: str) -> None:
    """States, dates, words, ratings, levels, passes, figures and steps are as they were."""
    released = json.loads((RELEASED / f"{version}.answers.json").read_text("utf-8"))
    data = (RELEASED / f"{version}.json").read_bytes()
    sitting = opened(tmp_path, data, released["now"], who)
    assert sitting.notices == ()
    wanted, now = released[who or "owner"], answered(sitting)
    wanted["list"] = {entry["id"]: entry for entry in wanted["list"]}
    for name, meant in wanted.items():
        assert kept(now[name], meant) == meant, name
    assert not sitting.pending
    sitting.rate(REAL.entries[0], 1)
    sitting.undo()
    sitting.save()
    saved = json.loads((tmp_path / "progress.json").read_bytes())["events"]
    assert {key: saved[key] for key in json.loads(data)["events"]} == json.loads(data)["events"]


def first(*happened: dict[str, Json]) -> bytes:
    """A journal that version 1.0.0 wrote when those things happened, one after the other."""
    events = {
        f"{at:08}-{at:08x}": {
            "at": f"2026-11-{at:02}T21:30:00+01:00",
            "guide": "layzner",
            "pass": 1,
        }
        | fields
        for at, fields in enumerate(happened, start=1)
    }
    document = {"format": "layzner-progress", "schema": 1, "events": events}
    return json.dumps(document).encode()


WATCHED: dict[str, Json] = {"do": "watched", "entry": "tv-01"}
STOPPED: dict[str, Json] = {"do": "stopped", "entry": "tv-01", "position": 600}


def test_what_was_stopped_after_it_was_watched(tmp_path: Path) -> None:
    """What 1.0.0 un-watched by a stop is watched, alike in every count."""
    sitting = opened(tmp_path, first(WATCHED, STOPPED), "2026-11-26T21:30:00+01:00")
    view = sitting.view
    assert view.progress.state(REAL.entries[0]) is State.WATCHED
    assert view.progress.tally.watched == sitting.history().entries == 1
    assert [diary.entries for diary in sitting.history().diaries] == [1]
    assert sitting.undo().text == "Undone: watched episode 1"
    assert sitting.view.progress.marks == {}


def test_levels_of_the_first_version(tmp_path: Path) -> None:
    """Of the levels that 1.0.0 recorded the last one holds, and a new choice replaces all."""
    chosen: list[dict[str, Json]] = [
        {"do": "chose", "level": "strict"},
        {"do": "chose", "level": "off"},
    ]
    sitting = opened(tmp_path, first(WATCHED, *chosen), "2026-11-26T21:30:00+01:00")
    held = [sitting.view.level]
    sitting.choose("titles")
    held.append(sitting.view.level)
    assert held == ["off", "titles"]


@pytest.mark.parametrize("when", [PartialDate(2024, 11), PartialDate(2011), UNKNOWN])
def test_an_inexact_date_is_none_to_the_first_version(tmp_path: Path, when: PartialDate) -> None:
    """1.0.0 took every text of at most ten characters for a date alone, or else for none."""
    sitting = opened(tmp_path, first(), "2026-11-26T21:30:00+01:00")
    sitting.watched(entries(REAL, "1"), when)
    sitting.save()
    [event] = json.loads((tmp_path / "progress.json").read_bytes())["events"].values()
    assert (event["at"], len(event["at"]) <= 10) == (when.isoformat(), True)
    with pytest.raises(ValueError, match="Invalid isoformat string"):
        date.fromisoformat(event["at"])


ACTS: dict[str, Callable[[Session], object]] = {
    "stopped": lambda sitting: sitting.stopped(REAL.entries[0], 60),
    "skip": lambda sitting: sitting.skip(entries(REAL, "1")),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_watched_entry_is_neither_stopped_nor_skipped(tmp_path: Path, act: str) -> None:
    """It is refused, with what to do."""
    sitting = opened(tmp_path, first(WATCHED), "2026-11-26T21:30:00+01:00")
    done: Any = ACTS[act](sitting)
    assert (done.text, done.changed) == ("Episode 1 is watched; clear it first", False)
    assert not sitting.pending

"""AniList's ``gdpr_data.json``: how many of each, and when, as far as its activity says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.domain.words import count
from tracker.formats.rows import (
    Aside,
    Count,
    Left,
    Odd,
    Reading,
    items,
    joined,
    moment,
    number,
    table,
    text,
)

SAYS = "AniList's gdpr_data.json"
MEMBERS = (r"gdpr_data\.json",)

_PLANNED, _COMPLETED, _REPEATING = 1, 2, 5
_CLAIMS = {_PLANNED: "planned", _COMPLETED: "completed"}
_ANIME_LIST, _ANIME_ACTIVITY = 0, 1
_RANGE = r"([0-9]{1,5})(?: - ([0-9]{1,5}))?"

Run = dict[int, str]
"""Dates by number, for both ends of each marked range, in a run that never goes back."""


def fits(document: object) -> bool:
    """Whether a JSON document is a member's data from AniList."""
    held = table(document)
    return isinstance(held.get("lists"), list) and ("user" in held or "activity" in held)


def read(document: object) -> Reading:
    """The count of each anime, with the dates from its activity."""
    held, listed, others = table(document), list[Reading](), list[str]()
    runs, left = _activity(held.get("activity"))
    for at, item in enumerate(items(held.get("lists")), start=1):
        row, where = table(item), f"AniList, number {at}"
        try:
            if number(row.get("series_type")) != _ANIME_LIST:
                others.append(where)
                continue
            anime = str(number(row.get("series_id")))
            where = f"AniList {anime}"
            counts = _counts(row, anime, runs.get(anime, []))
        except Odd as odd:
            left.append(Left(where, str(odd)))
            continue
        listed.append(Reading(counts=counts, asides=_asides(row, where, anime)))
    return joined([*listed, Reading(others=tuple(others), left=tuple(left))])


def _counts(row: Mapping[str, object], anime: str, runs: list[Run]) -> tuple[Count, ...]:
    status, watched = number(row.get("status")), number(row.get("progress"))
    start, finish = moment(row.get("started_on")), moment(row.get("finished_on"))
    claim = _CLAIMS.get(status, "") if watched or status == _COMPLETED else ""
    now = Count(f"AniList {anime}", f"anilist:{anime}", {"anilist": anime}, watched=watched)
    if status != _REPEATING:
        # Going back without a repeat is a correction: the first date counts.
        dates = {at: when for run in runs[::-1] for at, when in run.items()}
        return (now._replace(claim=claim, start=start, finish=finish, dates=dates),)
    last = runs[-1] if len(runs) > 1 or (runs and max(runs[-1]) <= watched) else {}
    before = {at: when for run in runs[::-1] if run is not last for at, when in run.items()}
    return (
        now._replace(watched=0, is_whole=True, start=start, finish=finish, dates=before),
        now._replace(dates=last, viewing=2),
    )


def _activity(value: object) -> tuple[dict[str, list[Run]], list[Left]]:
    """The runs of each anime, in the order of time."""
    found, left = list[tuple[str, str, int, int]](), list[Left]()
    for at, item in enumerate(items(value), start=1):
        row = table(item)
        try:
            match = re.fullmatch(_RANGE, text(row.get("object_value")))
            if number(row.get("object_type")) != _ANIME_ACTIVITY or match is None:
                continue
            anime, when = number(row.get("object_id")), moment(row.get("created_at"), is_utc=True)
        except Odd as odd:
            left.append(Left(f"activity {at}", str(odd)))
            continue
        first = int(match[1])
        if when:
            found.append((when, str(anime), first, int(match[2] or first)))
    runs: dict[str, list[Run]] = {}
    for when, name, first, last in sorted(found):
        known = runs.setdefault(name, [{}])
        if known[-1] and first <= next(reversed(known[-1])):
            known.append({})
        known[-1] |= {min(first, last): when, max(first, last): when}
    return runs, left


def _asides(row: Mapping[str, object], where: str, anime: str) -> tuple[Aside, ...]:
    said = []
    if (score := row.get("score")) and isinstance(score, int | float):
        said.append(f"the score {score:g} of 100 is for the whole show")
    if text(row.get("notes")):
        said.append("the notes are on the whole show")
    repeat = row.get("repeat")
    if type(repeat) is int and 0 < repeat < 10_000:
        said.append(f"it was watched {count(repeat, 'more time')}, with no dates")
    return tuple(Aside(where, {"anilist": anime}, each) for each in said)

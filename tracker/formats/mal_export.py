"""MyAnimeList's XML as other programs want it: all 23 elements, in MyAnimeList's order and layout.

Some programs refuse a file that lacks any of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.domain import words
from tracker.domain.dates import dated
from tracker.domain.guide import Entry, Guide, Kind
from tracker.domain.passes import Pass

_COMPLETED, _WATCHING, _PLANNED = "Completed", "Watching", "Plan to Watch"
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
\t\t<!--
\t\t Created by XML Export feature at MyAnimeList.net
\t\t Programmed by Xinil
\t\t Last updated 5/27/2008
\t\t-->

\t\t<myanimelist>
"""


class Work(NamedTuple):
    """What the list says about one kind of entry, which is a work of its own there."""

    kind: Kind
    entries: Sequence[Entry]
    mal: str
    title: str
    episodes: int
    """How many there are; 0, as usual there, if that must not be told."""
    watched: int
    start: str
    finish: str
    score: int
    is_complete: bool
    again: int
    """How many times it was watched to its end, after the first."""
    rewatched: int
    """How many are watched in a rewatch under way; 0 if there is none."""

    @property
    def status(self) -> str:
        """As MyAnimeList calls it. Only with every episode watched is it *Completed*."""
        if not self.watched:
            return _PLANNED
        return _COMPLETED if self.watched == len(self.entries) else _WATCHING


def works(
    guide: Guide, shown: Guide, passes: Sequence[Pass], number: int | None = None
) -> list[Work]:
    """What the list says about each kind: by the pass of that number, or as things stand.

    That is the first pass that was watched to its end, with the last one as its rewatch. A kind of
    which nothing may be ``shown`` is not on the list.
    """
    kinds = {entry.kind.id: entry.kind for entry in guide.entries}
    made = []
    for kind in kinds.values():
        mal = guide.ids.get(kind.id, {}).get("mal")
        entries = [entry for entry in guide.entries if entry.kind == kind]
        seen = [entry for entry in entries if entry.id in shown.place]
        if mal is None or not seen:
            continue
        done = [each for each in passes if _is_done(entries, each)]
        base = _base(entries, passes, number)
        watched = [entry for entry in entries if base.viewing(entry.id)]
        given = [base.ratings[entry.id] for entry in entries if entry.id in base.ratings]
        rewatch = passes[-1] if done and number is None and passes[-1] not in done else None
        finish = watched[-1:] if len(watched) == len(entries) else []
        made.append(
            Work(
                kind,
                entries,
                str(mal),
                str(guide.ids[kind.id].get("mal_title", guide.title)),
                len(entries) if len(seen) == len(entries) else 0,
                len(watched),
                *(_date(base, entries[:1]), _date(base, finish)),
                int(sum(given) / len(given) + 0.5) if given else 0,
                base in done,
                max(0, len(done) - 1),
                sum(rewatch.viewing(entry.id) is not None for entry in entries) if rewatch else 0,
            )
        )
    return made


def losses(
    guide: Guide, listed: Sequence[Work], passes: Sequence[Pass], number: int | None = None
) -> tuple[str, ...]:
    """What has no place in the list, a line for each kind of thing."""
    of = {entry.id for work in listed for entry in work.entries}
    chosen = [each for each in passes if number in (None, each.number)]
    marks = [mark for each in chosen for mark in each.marks.values() if mark.entry in of]
    dates = sum(mark.do == "watched" and dated(mark.at) is not None for mark in marks)
    dates -= sum(work.start != _NONE for work in listed)
    dates -= sum(work.finish != _NONE and work.watched > 1 for work in listed)
    texts = [words.count(dates, "date")] if dates > 0 else []
    remarks = sum(len(said) for each in chosen for said in each.remarks.values())
    counted = (
        (remarks, "remark"),
        (sum(mark.do == "skipped" for mark in marks), "skip"),
        (sum(mark.do == "stopped" for mark in marks), "stop"),
    )
    texts += [words.count(many, what) for many, what in counted if many]
    lines = [f"MyAnimeList has no place for {words.series(texts)}"] if texts else []
    if later := [each.number for each in chosen[1:]]:
        lines.append(f"Of {words.passes(later)} the list keeps only how far or how often")
    return (*lines, *(line for work in listed for line in _losses(guide, work, passes, number)))


def _losses(guide: Guide, work: Work, passes: Sequence[Pass], number: int | None) -> Iterator[str]:
    """What the list says about a kind that is less than, or not quite, the truth."""
    name, all_ = work.kind.plural, len(work.entries)
    held = [each.ratings for each in passes if number in (None, each.number)]
    if many := sum(entry.id in ratings for ratings in held for entry in work.entries):
        rated = words.count(many, "rating")
        yield f"{rated} of {name} become one score, {work.score}"
    if work.is_complete and work.status != _COMPLETED:
        why = f"some programs would turn {_COMPLETED} into {all_}"
        yield f"{words.upper(name)} stay {_WATCHING} at {work.watched} of {all_}: {why}"
    base = _base(work.entries, passes, number)
    watched = [entry for entry in work.entries if base.viewing(entry.id)]
    if watched != [*work.entries[: work.watched]]:
        first = words.span_in_sentence(work.entries[: work.watched], guide.entries)
        yield f"{words.span(watched, guide.entries)}: the count says {first}"


def write(listed: Sequence[Work]) -> bytes:
    """The list as an XML document."""
    statuses = [work.status for work in listed]
    info = {
        "user_id": "0",
        "user_name": "layzner",
        "user_export_type": "1",
        "user_total_anime": str(len(listed)),
        "user_total_watching": str(statuses.count(_WATCHING)),
        "user_total_completed": str(statuses.count(_COMPLETED)),
        "user_total_onhold": "0",
        "user_total_dropped": "0",
        "user_total_plantowatch": str(statuses.count(_PLANNED)),
    }
    pieces = [_HEAD, _element("myinfo", info, "\t\t\t"), "\t\n"]
    pieces += [_element("anime", _anime(work), "\t\t\t\t") for work in listed]
    return "\n".join([*pieces, "\t\t</myanimelist>\n"]).encode("utf-8", "replace")


_NONE = "0000-00-00"


def _anime(work: Work) -> dict[str, str]:
    return {
        "series_animedb_id": work.mal,
        "series_title": _quoted(work.title),
        "series_type": {"tv": "TV", "ova": "OVA"}.get(work.kind.id, ""),
        "series_episodes": str(work.episodes),
        "my_id": "0",
        "my_watched_episodes": str(work.watched),
        "my_start_date": work.start,
        "my_finish_date": work.finish,
        "my_rated": "",
        "my_score": str(work.score),
        "my_storage": "",
        "my_storage_value": "0.00",
        "my_status": work.status,
        "my_comments": _quoted(""),
        "my_times_watched": str(work.again),
        "my_rewatch_value": "",
        "my_priority": "LOW",
        "my_tags": _quoted(""),
        "my_rewatching": str(int(bool(work.rewatched))),
        "my_rewatching_ep": str(work.rewatched),
        "my_discuss": "1",
        "my_sns": "default",
        "update_on_import": "0",
    }


def _element(name: str, values: dict[str, str], tabs: str) -> str:
    lines = [f"{tabs}<{name}>", *(f"{tabs}\t<{each}>{values[each]}</{each}>" for each in values)]
    return "\n".join([*lines, f"{tabs}</{name}>\n"])


def _quoted(text: str) -> str:
    safe = words.clean(text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{safe}]]>"


def _date(pass_: Pass, entries: Sequence[Entry]) -> str:
    """The date of the first of these, as exact as it is known."""
    mark = pass_.viewing(entries[0].id) if entries else None
    when = dated(mark.at) if mark else None
    return f"{when.isoformat()}-00-00"[:10] if when else _NONE


def _base(entries: Sequence[Entry], passes: Sequence[Pass], number: int | None) -> Pass:
    """The pass that the list describes."""
    if number is not None:
        return next(each for each in passes if each.number == number)
    return next((each for each in passes if _is_done(entries, each)), passes[-1])


def _is_done(entries: Sequence[Entry], pass_: Pass) -> bool:
    return all(pass_.viewing(entry.id) or entry.is_left_out for entry in entries)

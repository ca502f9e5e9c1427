"""Trakt's history, as its export and its service give it: a list of plays, newest first."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.formats.rows import (
    Aside,
    Ids,
    Left,
    Odd,
    Reading,
    Row,
    items,
    joined,
    known_ids,
    moment,
    number,
    table,
    text,
)

SAYS = "Trakt's history (JSON, or the ZIP of its export)"
MEMBERS = (r"watched-history(-[0-9]{1,4})?\.json", r"watched-shows\.json")
"""What is read from a ZIP. The second has only last dates, and is used if the first is missing."""

_NAMES = {"trakt": "trakt", "tvdb": "tvdb", "tmdb": "tmdb_tv"}


def fits(document: object) -> bool:
    """Whether a JSON document is a history, or a list of watched shows."""
    return isinstance(document, list) and (
        not document
        or any("watched_at" in table(each) or _is_show(table(each)) for each in document)
    )


def read(document: object) -> Reading:
    """Every play of an episode; a play listed twice counts once."""
    rows: dict[str, Row] = {}
    shows, others, left = list[Reading](), list[str](), list[Left]()
    known: dict[str, Ids] = {}
    for at, item in enumerate(items(document), start=1):
        play = table(item)
        if _is_show(play):
            shows.append(_last_dates(play))
            continue
        where = f"play {at}"
        try:
            play_id = number(play.get("id"))
            where = f"play {play_id}" if play_id else where
            episode = table(play.get("episode"))
            if not episode:
                if text(play.get("type")) in ("movie", "show", "season"):
                    others.append(where)
                    continue
                raise Odd("it names no episode")
            season, of_season = number(episode.get("season")), number(episode.get("number"))
            if not of_season:
                raise Odd("the episode has no number")
            source = f"trakt:{play_id}" if play_id else "trakt"
            ids, when = _ids(play, known), moment(play.get("watched_at"), is_utc=True)
        except Odd as odd:
            left.append(Left(where, str(odd)))
            continue
        # A play without an id is known by its place in the list.
        rows[source if play_id else where] = Row(where, source, ids, season, of_season, at=when)
    plays = Reading(tuple(rows.values()), others=tuple(others), left=tuple(left))
    return joined([plays, *shows])


def _last_dates(show: Mapping[str, object]) -> Reading:
    """The last play of each episode of a show; of earlier plays only the number is known."""
    ids, rows, left, asides = _ids(show, {}), list[Row](), list[Left](), list[Aside]()
    source = f"trakt:{ids.get('trakt', 'show')}"
    for each in items(show.get("seasons")):
        for inner in items(table(each).get("episodes")):
            episode, where = table(inner), source
            try:
                season, of_season = number(table(each).get("number")), number(episode.get("number"))
                where = f"{source}, S{season:02}E{of_season:02}"
                plays, when = number(episode.get("plays")), episode.get("last_watched_at")
                rows.append(
                    Row(where, source, ids, season, of_season, at=moment(when, is_utc=True))
                )
            except Odd as odd:
                left.append(Left(where, str(odd)))
                continue
            if plays > 1:
                asides.append(Aside(where, ids, f"it was played {plays} times"))
    return Reading(tuple(rows), asides=tuple(asides), left=tuple(left))


def _is_show(item: object) -> bool:
    return "seasons" in table(item) and "show" in table(item)


def _ids(item: object, known: dict[str, Ids]) -> Ids:
    """The ids of a show: all of its plays share one table."""
    given = table(table(table(item).get("show")).get("ids"))
    key = str([given.get(name) for name in _NAMES])
    if key not in known:
        known[key] = known_ids(given, _NAMES)
    return known[key]

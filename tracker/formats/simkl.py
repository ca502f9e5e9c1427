"""Simkl's backup: shows and anime, each with its seasons and their episodes."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.formats.rows import (
    Aside,
    Count,
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

SAYS = "Simkl's backup (JSON)"
MEMBERS = (r"SimklBackup\.json",)

# Not by TMDB's id: an OVA has that of its show, and calls itself season 1.
_OF_ANIME = {"mal": "mal", "anidb": "anidb"}
_OF_SHOWS = {**_OF_ANIME, "tvdb": "tvdb"}


def fits(document: object) -> bool:
    """Whether a JSON document is a backup, or what the service answers."""
    lists = table(document)
    return any(isinstance(lists.get(name), list) for name in ("shows", "anime"))


def read(document: object) -> Reading:
    """Every episode of every show; a second entry of the same show is another viewing of it."""
    lists, shows, seen = table(document), list[Reading](), dict[str, int]()
    for name in ("shows", "anime"):
        # A rewatch can be anywhere in the list: the first viewing comes first.
        held = sorted(
            items(lists.get(name)), key=lambda item: table(item).get("is_rewatch") is True
        )
        for at, item in enumerate(held, start=1):
            shows.append(_show(table(item), f"{name}, number {at}", seen))
    films = tuple(f"film {at}" for at, _ in enumerate(items(lists.get("movies")), start=1))
    return joined([*shows, Reading(others=films)])


def _show(item: Mapping[str, object], where: str, seen: dict[str, int]) -> Reading:
    given = table(item.get("show"))
    known = known_ids(given.get("ids"), {"simkl": "simkl"})
    # Anything but a series is in the right season only under an id of its own.
    is_series = text(item.get("anime_type")) in ("", "tv")
    ids = known_ids(given.get("ids"), _OF_SHOWS if is_series else _OF_ANIME)
    simkl = known.get("simkl", "")
    source, where = f"simkl:{simkl}" if simkl else "simkl", f"Simkl {simkl}" if simkl else where
    viewing = seen.get(str(ids), 0) + 1
    counts, rows, left = list[Count](), list[Row](), list[Left]()
    if item.get("is_rewatch") is True and viewing == 1:
        counts.append(Count(where, source, ids, 1, is_whole=True))
        viewing = 2
    seen[str(ids)] = viewing
    seasons = item.get("seasons")
    try:
        for each in items(seasons):
            rows += _season(table(each), Row(where, source, ids, viewing=viewing), left)
        watched = number(item.get("watched_episodes_count"))
        if not seasons:
            is_whole = text(item.get("status")) == "completed"
            count = Count(where, source, ids, 1, watched, is_whole=is_whole, viewing=viewing)
            counts += [count] if watched or is_whole else []
    except Odd as odd:
        left.append(Left(where, str(odd)))
    return Reading(tuple(rows), tuple(counts), _asides(item, where, ids), left=tuple(left))


def _season(season: Mapping[str, object], of: Row, left: list[Left]) -> list[Row]:
    rows, number_of_season = [], number(season.get("number"))
    for item in items(season.get("episodes")):
        episode, where = table(item), of.where
        try:
            which = number(episode.get("number"))
            where = f"{of.where}, S{number_of_season:02}E{which:02}"
            when = moment(episode.get("watched_at"), is_utc=True)
        except Odd as odd:
            left.append(Left(where, str(odd)))
            continue
        rows.append(of._replace(where=where, season=number_of_season, number=which, at=when))
    return rows


def _asides(item: Mapping[str, object], where: str, ids: Ids) -> tuple[Aside, ...]:
    said = []
    if rating := item.get("user_rating"):
        said.append(f"the rating {str(rating)[:9]} is for the whole show")
    if text(table(item.get("memo")).get("text")):
        said.append("the memo is on the whole show")
    return tuple(Aside(where, ids, each) for each in said)

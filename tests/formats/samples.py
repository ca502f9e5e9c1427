"""Files in the shapes that other programs write, as small as they can be."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

Loose = Any
"""JSON, right or wrong."""

TV, OVA, ELSE = 3079, 5755, 2251
"""The works on MyAnimeList, and one that is another's."""

TV_TIME = (
    b"key,series_name,s_id,season_number,episode_number,created_at\n"
    b"watch-episode-1,Blue Comet SPT Layzner,251825,1,1,2021-03-01 20:00:00\n"
)
YAMTRACK = (
    b'"media_id","source","media_type","title","season_number","episode_number","end_date"\n'
    b'"19829","tmdb","episode","Blue Comet SPT Layzner","1","1","2025-04-01 19:00:00+00:00"\n'
)

_MAL = {
    "series_title": "<![CDATA[Aoki Ryuusei SPT Layzner]]>",
    "my_start_date": "0000-00-00",
    "my_finish_date": "0000-00-00",
    "my_score": "0",
    "my_status": "Watching",
    "my_comments": "<![CDATA[]]>",
    "my_times_watched": "0",
    "my_rewatching": "0",
    "my_rewatching_ep": "0",
}


def mal(*works: Mapping[str, object], head: str = "", root: str = "myanimelist") -> bytes:
    """A list of MyAnimeList: ``my_`` is left out of the names, ``mal`` and ``n`` are short."""
    pieces = [f'<?xml version="1.0" encoding="UTF-8" ?>\n{head}<{root}>']
    for work in works:
        short = {"mal": "series_animedb_id", "n": "my_watched_episodes"}
        given = {short.get(name, f"my_{name}"): str(value) for name, value in work.items()}
        texts = "".join(f"\n<{name}>{text}</{name}>" for name, text in {**_MAL, **given}.items())
        pieces.append(f"<anime>{texts}\n</anime>")
    return "\n".join([*pieces, f"</{root}>\n"]).encode()


def play(number: int, at: Loose, play_id: Loose = None, season: Loose = 1, **more: Loose) -> Loose:
    """One play of Trakt."""
    return {
        "id": 1000 + number if play_id is None else play_id,
        "watched_at": at,
        "action": "watch",
        "type": "episode",
        "episode": {"season": season, "number": number, "title": "x", "ids": {"tvdb": 1}},
        "show": {"title": "x", "ids": {"trakt": 19737, "tvdb": 251825, "tmdb": 19829}},
        **more,
    }


def trakt(*plays: Loose) -> bytes:
    """A history of Trakt."""
    return json.dumps(list(plays)).encode()


def simkl(*shows: Loose, **lists: Loose) -> bytes:
    """A backup of Simkl."""
    return json.dumps({"shows": [], "movies": [], "anime": list(shows), **lists}).encode()


def simkl_show(
    episodes: Iterable[tuple[int, str | None]] | None, mal: Loose = "3079", **more: Loose
) -> Loose:
    """One anime of Simkl, with its episodes and their dates."""
    show: dict[str, Loose] = {
        "status": "watching",
        "anime_type": "tv",
        "memo": {},
        "show": {"title": "x", "ids": {"simkl": 40001, "mal": mal, "tmdb": "19829"}},
        **more,
    }
    if episodes is not None:
        held = [{"number": at, **({"watched_at": when} if when else {})} for at, when in episodes]
        show["seasons"] = [{"number": 1, "episodes": held}]
    return show


def anilist(*rows: Mapping[str, Loose], activity: Iterable[tuple[str, str]] = ()) -> bytes:
    """One's own data of AniList: rows of the list, and what was marked when of the TV series."""
    blank: dict[str, Loose] = {"series_id": TV, "series_type": 0, "status": 0, "progress": 0}
    blank |= {"score": 0, "repeat": 0, "notes": None, "started_on": 0, "finished_on": 0}
    acts: list[Loose] = [
        {"object_id": TV, "object_type": 1, "object_value": value, "created_at": when}
        for value, when in activity
    ]
    return json.dumps(
        {"user": {}, "lists": [{**blank, **row} for row in rows], "activity": acts}
    ).encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()

"""MyAnimeList's XML: how many of each, with a start and a finish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from tracker.domain.words import count
from tracker.formats.rows import (
    Aside,
    Count,
    Left,
    Odd,
    Reading,
    Unreadable,
    joined,
    moment,
    number,
)

SAYS = "MyAnimeList's XML (also gzipped)"

_MOST = 300_000
"""Elements of a file, which suffice for 12,000 anime."""
_CLAIMS = {"completed": "completed", "2": "completed", "plan to watch": "planned", "6": "planned"}
_BARE = rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)"

Anime = Mapping[str, str]
"""Texts by the name of their element."""


def read(data: bytes) -> Reading:
    """The count of each anime. Raises `Unreadable`, with the line."""
    said: tuple[str, ...] = ()
    try:
        held = _parsed(data)
    except Unreadable as damage:
        mended, many = _without_bare(data)
        if not (many and damage.__cause__):
            raise
        held, said = _parsed(mended), (f"{many} bare & read as &amp;",)
    return joined([*(_anime(each, at) for at, each in enumerate(held, 1)), Reading(said=said)])


def _anime(anime: Anime, at: int) -> Reading:
    where = f"anime {at}"
    try:
        mal = str(number(anime.get("series_animedb_id")))
        where = f"MAL {mal}"
        watched, again = (
            number(anime.get("my_watched_episodes")),
            number(anime.get("my_rewatching_ep")),
        )
        status = anime.get("my_status", "").casefold()
        claim = _CLAIMS.get(status, "") if watched or _CLAIMS.get(status) == "completed" else ""
        now = Count(
            where,
            f"mal:{mal}",
            {"mal": mal},
            watched=watched,
            claim=claim,
            start=moment(anime.get("my_start_date")),
            finish=moment(anime.get("my_finish_date")),
        )
        counts: tuple[Count, ...] = (now,)
        if anime.get("my_rewatching", "").casefold() in ("1", "yes", "true"):
            # In a rewatch the status stays what it was, and the count is that of the rewatch.
            bare = now._replace(start="", finish="", claim="")
            counts = (
                now._replace(watched=0, is_whole=True, claim=""),
                bare._replace(watched=again or watched, viewing=2),
            )
        times = number(anime.get("my_times_watched"))
    except Odd as odd:
        return Reading(left=(Left(where, str(odd)),))
    said = [f"it was watched {count(times, 'more time')}, with no dates"] if times else []
    if anime.get("my_score", "0") not in ("0", ""):
        said.append(f"the score {anime['my_score'][:9]} is for the whole show")
    if anime.get("my_comments") or anime.get("my_tags"):
        said.append("the comments and tags are on the whole show")
    ids = {"mal": mal}
    return Reading(counts=counts, asides=tuple(Aside(where, ids, each) for each in said))


def _parsed(data: bytes) -> list[Anime]:
    """The texts of each anime. A document type can do anything, and is refused: no list has one."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    held, path, texts = list[dict[str, str]](), list[str](), list[str]()
    elements = 0

    def begin(name: str, _: object) -> None:
        nonlocal elements
        elements += 1
        if elements > _MOST or len(path) > 9:
            what = "is nested too deeply" if len(path) > 9 else f"has more than {_MOST:,} elements"
            raise Unreadable(f"it {what}")
        if not path and name != "myanimelist":
            raise Unreadable(f"it is XML, but not MyAnimeList's: it begins with <{name[:40]}>")
        path.append(name)
        texts.clear()
        if path[1:] == ["anime"]:
            held.append({})

    def end(name: str) -> None:
        if len(path) == 3 and path[1] == "anime":
            held[-1][name] = "".join(texts).strip()
        path.pop()

    def refuse(*_: object) -> None:
        raise Unreadable("it has a document type (<!DOCTYPE>), which no list of MyAnimeList has")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = texts.append
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003  # expat's own
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        raise Unreadable(f"it is damaged: {why} in line {error.lineno}") from error
    except (LookupError, ValueError) as error:
        raise Unreadable(f"it is damaged: {error}") from error
    return list(held)


def _without_bare(data: bytes) -> tuple[bytes, int]:
    """The document with each bare ``&`` escaped, and how many there were. CDATA stays as it is."""
    pieces, at, many = list[bytes](), 0, 0
    while at < len(data):
        begin = data.find(b"<![CDATA[", at)
        end = data.find(b"]]>", begin) if begin >= 0 else -1
        upto = begin if end >= 0 else len(data)
        mended, here = re.subn(_BARE, b"&amp;", data[at:upto])
        many += here
        at = end if end >= 0 else len(data)
        pieces += [mended, data[upto:at]]
    return b"".join(pieces), many

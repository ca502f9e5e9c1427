"""Which file is which entry, by its name alone.

With patterns of our own: on 231 names, existing parsers were right on 161 at most, with 26 to 35
false hits. A false hit plays the wrong entry, while a miss can be set by hand; so an unknown word
between the show and the number makes a name mean nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.guide import Entry, Guide

VIDEO = frozenset(["mkv", "mp4", "avi", "webm", "m4v", "mov", "ogm", "ts", "m2ts", "wmv", "flv"])
"""The extensions of files that are played."""

_SPELLINGS = "layzner|layzener|leyzner|raisner|raizner|reizner|reizuner|reizun[aā]+|レイズナー"
"""How the name of the show is written."""
_TECHNICAL = re.compile(
    r"""(?<![^\W_])(?:
    \d{3,4}[pi](?:\d\d)? | \d{3,4}\s?[x×]\s?\d{3,4} | [48]k | [xh][ .]?26[45] | hi10p? | hi444p+
    | (?:8|10|12)[ .-]?bits? | \d{2,4}\s?kbps | \d\d(?:\.\d+)?\s?fps | mpeg-?[24]
    | [1257]\.[01](?:ch)?
    | (?:aac|e?ac-?3|dts(?:-?hd)?(?:[ .-]ma)?|dd[p+]?|flac|opus|mp[23]|l?pcm|truehd)
      (?:[ .-]?[1257]\.[01])? | \dch | (?:19|20)\d\d(?:[ .-](?:(?:19|20)\d\d|\d\d[ .-]\d\d))?
    | (?:disc|disk|vol|volume|dvd|bd|box|cd)[ ._-]*\d+
    | (?:season|series|saison|staffel|s)[ ._-]*0*1
    )(?![^\W_])""",
    re.VERBOSE,
)
_SUM = re.compile(r"[\[(][0-9a-f]{8}[\])]")
"""The checksum of a file, in its name."""
_BRACKETS = re.compile(r"[\[({【「『]([^\[\](){}【】「」『』]*)[\])}】」』]")
_OTHER_SEASON = re.compile(r"\b(?:season|series|saison|staffel|s)\s*-?\s*0*([2-9]|\d\d)\b")
_NOTHING = re.compile(
    r"\b(?:nc\s?(?:op|ed)|op|ed|pv|cms?)\s?\d{0,2}[a-z]?(?:v\d)?\b|\b(?:creditless|textless|clean|menus?"
    r"|trailers?|teasers?|samples?|promos?|previews?|extras?|bonus|featurettes?|omake|eyecatch(?:es)?"
    r"|interviews?|openings?|endings?|ost|soundtracks?|commercials?|karaoke|storyboards?|commentary"
    r"|making|digest|amv|mv|mad)\b|予告|特典|メニュー|ノンクレジット|ノンテロップ|次回"
)
"""What is not an entry, though it may have a number."""
_WORDS = """
    the tv anime series complete episode episodes ep eps spt blue comet meteor aoki aoi ryuusei
    ryusei 蒼き流星 蒼き流星spt 青き流星 青き流星spt ova oav ovas act acts
    dvd bd bluray blu ray ld laserdisc vhs raw raws remux rip dvdrip bdrip ldrip vhsrip tvrip web
    webrip webdl dl hd sd hevc avc av1 vp9 xvid divx remaster remastered uncut sunrise
    sub subs subbed dub dubbed eng english jp jpn ja japanese dual multi audio
"""
_KNOWN = frozenset(_WORDS.split())
"""Words that may precede a number."""
_TAIL, _LINKED = r"(?:\s?v\d{1,2})?(?!\w|\.\d)", r"(?:\s?v\d{1,2})?(?![^\We]|\.\d)"
"""What may follow a number; after an E, another number may."""
_OVA = r"(?:ova|oav)s?\s*[-#:]?\s*(?:(?:act|ep|episode|e|no|vol)\s*-?\s*)?|act\s*-?\s*|sp\s*-?\s*"
_MARKERS = (
    re.compile(r"\bs(?P<season>\d{1,2})\s?ep?\s?(?P<number>\d{1,3})" + _LINKED),
    re.compile(r"\b(?P<season>\d)x(?P<number>\d{2,3})" + _TAIL),
    re.compile(rf"\b(?:{_OVA})(?P<ova>\d{{1,2}}|i{{1,3}})" + _TAIL),
    re.compile(r"第\s?(?P<number>\d{1,3})\s?[話回]|(?<![\w.])(?P<counted>\d{1,3})\s?話"),
    re.compile(r"(?:\b(?:episode|episodio|folge|eps?|no)\s*[-#:]?\s*|\be|#\s?)(?P<number>\d{1,3})"
               + _LINKED),
    re.compile(r"(?<![\w.])(?P<bare>\d{1,3})" + _TAIL),
)  # fmt: skip
"""What says which entry it is: the first in a name does."""
_SECOND = re.compile(
    r"\s?[-~〜+&]?\s?(?:s\d\d)?ep?(\d{1,3})(?!\w)|[-~〜+&](?:第|#)?(\d{1,3})(?:話|(?!\w))"
    r"|\s[-~〜+&]\s(\d{1,3})\s*$"
)
"""A second number right after the first: several entries in one file."""
_ROMAN = {"i": 1, "ii": 2, "iii": 3}


class Found(NamedTuple):
    """What the names of a folder mean."""

    files: Mapping[str, str]
    """The file of each entry that has one, by the entry's id."""
    ambiguous: Mapping[str, tuple[str, ...]]
    """The files that could be it, by the entry's id, if there are several."""
    joint: tuple[tuple[str, tuple[str, ...]], ...]
    """Files that hold several entries, with their ids."""
    unmatched: tuple[str, ...]
    """Videos that match no entry."""


class _Read(NamedTuple):
    """The name of a file or a folder, prepared for matching."""

    text: str
    words: str
    """Only its words, years included, separated by single spaces."""
    has_show: bool


def matched(paths: Iterable[str], guide: Guide, above: str = "") -> Found:
    """What the videos among those paths are; the paths are relative to a folder, with ``/``.

    ``above`` is the name of that folder.
    """
    files: dict[str, list[str]] = {}
    joint, unmatched = [], []
    titles = _titles(guide)
    for path in sorted(paths):
        if not is_video(path):
            continue
        ids = _entries(path, guide, titles, above)
        if len(ids) == 1:
            files.setdefault(ids[0], []).append(path)
        elif ids:
            joint.append((path, ids))
        else:
            unmatched.append(path)
    best = {entry: _best(those) for entry, those in files.items()}
    return Found(
        {entry: path for entry, path in best.items() if path},
        {entry: tuple(files[entry]) for entry, path in best.items() if not path},
        tuple(joint),
        tuple(unmatched),
    )


def is_video(path: str) -> bool:
    """Whether a file has the name of a complete video."""
    return path.rpartition(".")[2].lower() in VIDEO


def _entries(path: str, guide: Guide, titles: Mapping[str, Entry], above: str) -> tuple[str, ...]:
    """The ids of the entries in a file: none, one or several."""
    *folders, name = path.split("/")
    stem = _read(name.rpartition(".")[0])
    around = [_read(folder) for folder in folders]
    if any(_NOTHING.search(each.text) for each in (stem, *around)):
        return ()
    if any(_OTHER_SEASON.search(each.text) for each in (stem, *around)):
        return ()
    if not (stem.has_show or _is_of_the_show(around, _read(above))):
        return ()
    title = _title_in(stem.words, titles)
    kind = _kind_of(folder.text for folder in reversed([_read(above), *around]))
    found = filter(None, (marker.search(stem.text) for marker in _MARKERS))
    if match := min(found, key=re.Match.start, default=None):
        return _agreed(match, stem.text, kind, title, guide)
    return (title.id,) if title else ()


def _agreed(
    match: re.Match[str], text: str, kind: str, title: Entry | None, guide: Guide
) -> tuple[str, ...]:
    """The ids that a marker names, unless the words before it or a title say otherwise."""
    numbers = _numbered(match, text, kind, guide)
    if numbers is None:
        return (title.id,) if title else ()
    if title and len(numbers) == 1:
        # A bare 1 beside the title of the first act means that act.
        is_bare = "bare" in match.re.groupindex and title.number == guide.entry(numbers[0]).number
        return (title.id,) if title.id == numbers[0] or is_bare else ()
    return numbers if _is_known(text[: match.start()]) else ()


def _numbered(match: re.Match[str], text: str, kind: str, guide: Guide) -> tuple[str, ...] | None:
    """The ids that a marker names; None if it names no entry."""
    groups = {name: value for name, value in match.groupdict().items() if value}
    first = guide.entries[0].kind.id
    season = int(groups.get("season", "1"))
    of = first if season == 1 else "ova"
    if "ova" in groups:
        of = "ova"
    elif kind and "season" not in groups:
        of = kind
    [(_, number)] = [pair for pair in groups.items() if pair[0] != "season"]
    known = {(entry.kind.id, entry.number): entry for entry in guide.entries}
    begin = known.get((of, _ROMAN.get(number) or (int(number) if number.isdecimal() else 0)))
    if begin is None or season > 1:
        return None
    if second := _SECOND.match(text, match.end()):
        last = known.get((of, int(next(filter(None, second.groups())))))
        if last is None or last.number <= begin.number:
            return None
        span = range(begin.number, last.number + 1)
        return tuple(
            entry.id for entry in guide.entries if entry.kind.id == of and entry.number in span
        )
    return (begin.id,)


@lru_cache(maxsize=512)
def _read(name: str) -> _Read:
    """A name without anything that says nothing about the entry."""
    whole = unicodedata.normalize("NFKC", name).casefold()
    spoken = re.sub(rf"(?:{_SPELLINGS})", " layzner ", whole)
    text = _TECHNICAL.sub(" ", _SUM.sub(" ", spoken.replace("_", " ")))
    text = _BRACKETS.sub(_opened, text)
    text = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", text)
    words = " ".join(re.findall(r"[^\W_]+", spoken))
    return _Read(text, words, "layzner" in re.findall(r"\w+", text))


def _opened(match: re.Match[str]) -> str:
    """What brackets contain, if it is known or a number; else it names a group or a format."""
    inner = match[1].strip()
    is_number = any((found := marker.match(inner)) and found.start() == 0 for marker in _MARKERS)
    if _NOTHING.search(inner) or is_number or _is_known(inner):
        return f" {inner} "
    return " "


def _is_known(text: str) -> bool:
    """Whether the text has only words that may precede a number."""
    return all(word in _KNOWN or word == "layzner" for word in re.findall(r"[^\W_]+", text))


def _is_of_the_show(folders: Sequence[_Read], above: _Read) -> bool:
    """Whether the folders around a file name the show, or a season and no other show."""
    seasons = 0
    for folder in reversed(folders):
        if folder.has_show:
            return True
        if not _is_known(folder.text) and not _is_season(folder):
            return False
        seasons += _is_season(folder)
    return above.has_show or _is_season(above) or seasons > 0


def _is_season(folder: _Read) -> bool:
    return bool(re.fullmatch(r"(?:season|series|s) ?0*[01]|specials", folder.words))


def _kind_of(folders: Iterable[str]) -> str:
    """The kind of entry that the nearest telling folder holds; empty if none tells."""
    for text in folders:
        is_other = re.search(r"\b(?:ova|oav|act)s?\b|\bspecials\b|\b(?:season|s) ?0+\b", text)
        if is_other and not re.search(r"\btv\b|\bseries\b|[+&]", text):
            return "ova"
    return ""


def _titles(guide: Guide) -> dict[str, Entry]:
    """The entry of every title that is long enough to be distinctive, by its words."""
    found = {}
    for entry in guide.entries:
        for title in (entry.title, entry.title_ja, entry.romaji, *entry.other_titles):
            words = _read(title or "").words
            is_long = len(words) >= 8 and " " in words
            if is_long or (not words.isascii() and len(words) >= 4):
                found[f" {words} " if words.isascii() else words] = entry
    return found


def _title_in(words: str, titles: Mapping[str, Entry]) -> Entry | None:
    """The entry whose title is among the words; None if there is none, or several."""
    spoken = f" {words} "
    held = [title for title in titles if title in spoken]
    longest = [
        title for title in held if not any(title != other and title in other for other in held)
    ]
    entries = {titles[title] for title in longest}
    return entries.pop() if len(entries) == 1 else None


def _best(paths: Sequence[str]) -> str:
    """The file to play of several; empty if they differ in more than size and version."""
    if len({_bare(path) for path in paths}) > 1:
        return ""
    ranked = sorted(((_size(path), path) for path in paths), reverse=True)
    return ranked[0][1] if len(paths) == 1 or ranked[0][0] != ranked[1][0] else ""


_LINES = r"(?<![^\W_])(?:\d{3,4}x(\d{3,4})|(\d{3,4})p)(?![^\W_])"
_VARIANT = re.compile(rf"[\[(][0-9a-f]{{8}}[\])]|{_LINES}|(?<=\d)v\d(?![^\W_])")
"""What may differ between two files of the same thing: checksum, size and version."""


def _bare(path: str) -> str:
    """A path without what may differ, and without what separates its words."""
    same = _VARIANT.sub("", unicodedata.normalize("NFKC", path).casefold())
    return re.sub(r"[\W_]+", "", same)


def _size(path: str) -> tuple[int, int]:
    """How many lines a video has by its name, and which version it is."""
    text = path.casefold()
    lines = [first or second for first, second in re.findall(_LINES, text)]
    version = re.findall(r"\dv(\d)(?![^\W_])", text)
    return max(map(int, lines), default=0), max(map(int, version), default=1)

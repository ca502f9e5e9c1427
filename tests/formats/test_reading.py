"""Files of other programs: found by what they hold, read row by row, and bounded."""

from __future__ import annotations

import gzip
import json
import random
import time
import tracemalloc
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.formats.samples import (
    ELSE,
    OVA,
    TV,
    TV_TIME,
    YAMTRACK,
    anilist,
    mal,
    play,
    simkl,
    simkl_show,
    trakt,
    zipped,
)
from tests.support import mostly_slow
from tracker.formats import reading
from tracker.formats.rows import Odd, Reading, Unknown, Unreadable, moment

OWN = (
    b"type,series_title,season,episode,show_tvdb_id,watched_at,rating,"
    b"guide,do,entry,pass,at,recorded,position,remark,from\r\n"
    b"episode,x,1,1,1,2026-11-22,,layzner,watched,tv-01,1,2026-11-22,,,,\r\n"
)
SAMPLES: dict[str, bytes] = {
    "csv": OWN,
    "mal": mal({"mal": TV, "n": 9, "start_date": "2025-12-28"}),
    "anilist": anilist({"progress": 9}, activity=[("5 - 9", "2026-01-02 20:00:00")]),
    "trakt": trakt(play(2, "2025-09-02T19:02:00.000Z"), play(1, "2025-09-01T19:01:00.000Z")),
    "simkl": simkl(simkl_show([(1, "2025-08-01T19:30:00Z"), (2, None)])),
}


def read(data: bytes) -> Reading:
    """What a file says."""
    return reading.read(data).reading


# Which format it is


@pytest.mark.parametrize("name", reading.FORMATS)
def test_a_format_is_found_by_content(name: str) -> None:
    """Each format is known by what it holds, be it gzipped or not, and under its own name."""
    data = SAMPLES[name]
    found = reading.read(data)
    assert found.format == name
    assert len(found.reading.rows) + len(found.reading.counts) > 0
    assert reading.read(gzip.compress(data)) == found == reading.read(data, name)
    assert reading.read(b"\xef\xbb\xbf" + data).format == name


@pytest.mark.parametrize("name", reading.FORMATS)
@pytest.mark.parametrize("other", reading.FORMATS)
def test_a_format_that_it_is_not(name: str, other: str) -> None:
    """What is said to be another format is refused, in a line that says so."""
    if name != other:
        with pytest.raises((Unknown, Unreadable), match=r"^[^\n]+$"):
            reading.read(SAMPLES[name], other)


@pytest.mark.parametrize(
    "data", [TV_TIME, YAMTRACK, b"", b"hello", b"{}", b"[1]", b"3", b"\xff\xfe"]
)
def test_what_is_not_read_here(data: bytes) -> None:
    """Other programs' CSV and whatever else is refused, with what is read instead."""
    with pytest.raises(Unknown, match=r"layzner reads layzner's own CSV, MyAnimeList's XML"):
        reading.read(data)


def test_our_reader_is_not_deceived() -> None:
    """Columns of our names among others' are not enough, nor is being told that it is ours."""
    for data in (TV_TIME, YAMTRACK, OWN.replace(b",do,", b",did,")):
        with pytest.raises(Unknown, match="not those of layzner's own CSV"):
            reading.read(data, "csv")


def test_in_doubt() -> None:
    """A file that could be two formats is read as neither, until one is named."""
    both = {**json.loads(SAMPLES["anilist"]), **json.loads(SAMPLES["simkl"])}
    data = json.dumps(both).encode()
    with pytest.raises(Unknown, match="anilist and simkl: choose one with --from"):
        reading.read(data)
    assert reading.read(data, "simkl").format == "simkl"
    packed = zipped(
        {"watched-history.json": SAMPLES["trakt"], "gdpr_data.json": SAMPLES["anilist"]}
    )
    with pytest.raises(Unknown, match="anilist and trakt"):
        reading.read(packed)


def test_a_zip() -> None:
    """Of a ZIP the histories are read, in whatever folder; the list of shows only without one."""
    shows = json.dumps(
        [
            {
                "plays": 2,
                "show": {"ids": {"trakt": 19737}},
                "seasons": [
                    {
                        "number": 1,
                        "episodes": [
                            {
                                "number": 5,
                                "plays": 2,
                                "last_watched_at": "2025-01-01T20:00:00.000Z",
                            },
                            {
                                "number": 6,
                                "plays": 1,
                                "last_watched_at": "2025-01-02T20:00:00.000Z",
                            },
                        ],
                    }
                ],
            }
        ]
    ).encode()
    members = {
        "trakt/watched/watched-history-1.json": trakt(play(1, "2025-09-01T19:01:00.000Z")),
        "trakt/watched/watched-history.json": trakt(
            play(1, "2025-09-01T19:01:00.000Z"), play(2, "2025-09-02T19:01:00.000Z")
        ),
        "trakt/watched-shows.json": shows,
        "trakt/ratings.json": b"{",
    }
    assert sorted(row.number for row in read(zipped(members)).rows) == [1, 1, 2]
    del (
        members["trakt/watched/watched-history-1.json"],
        members["trakt/watched/watched-history.json"],
    )
    only = read(zipped(members))
    assert [(row.number, row.at) for row in only.rows] == [
        (5, "2025-01-01T20:00:00Z"),
        (6, "2025-01-02T20:00:00Z"),
    ]
    assert [aside.text for aside in only.asides] == ["it was played 2 times"]
    with pytest.raises(Unknown, match="nothing packed"):
        reading.read(zipped({"ratings.json": b"[]"}))


# What each says


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("2025-09-06T19:06:00.000Z", "2025-09-06T19:06:00Z"),
        ("2025-09-06T19:06:30Z", "2025-09-06T19:06:30Z"),
        ("2025-09-06T21:06:00+02:00", "2025-09-06T21:06:00+02:00"),
        ("2025-09-06 19:06:00+00:00", "2025-09-06T19:06:00Z"),
        ("2025-09-06 19:06:00 UTC", "2025-09-06T19:06:00Z"),
        ("2025-09-06 19:06", "2025-09-06T19:06:00"),
        ("2025-09-06", "2025-09-06"),
        ("2011-05-00", "2011-05"),
        ("2011-00-00", "2011"),
        ("0000-00-00", ""),
        (20251228, "2025-12-28"),
        (20110500, "2011-05"),
        (20110000, "2011"),
        (0, ""),
        (None, ""),
        ("", ""),
        ("1970-01-01T00:00:00.000Z", ""),
        ("1970-01-01 00:00:00+00:00", ""),
    ],
)
def test_a_date(given: object, at: str) -> None:
    """A date is as exact as it is given, and what means unknown is no date."""
    assert moment(given) == at


@pytest.mark.parametrize(
    "given",
    ["2025-13-01", "2025-02-30", "yesterday", "2025", True, 20251301, [], {}, 1.5,
     "2025-09-06T25:00:00Z", "2025-W01-1T00:00:00Z", "2025-09-06T99:99:99.000Z",
     "2025-02-30T00:00:00.000Z", "2025-09-06x19:06:00Z"],
)  # fmt: skip
def test_no_date(given: object) -> None:
    """Whatever is no date is said to be none."""
    with pytest.raises(Odd, match="is not a date"):
        moment(given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("yesterday", "“yesterday”"),
        ("\x1b" * 200, "“" + "\ufffd" * 39 + "…”"),
        (1.5, "“1.5”"),
        (20251301, "“20251301”"),
        (True, "“True”"),
        ([1], "a table or a list"),
        ({}, "a table or a list"),
    ],
)
def test_what_is_no_date_is_named(given: object, said: str) -> None:
    """What stands in the place of a date is said as it is, as far as it fits a line."""
    with pytest.raises(Odd) as odd:
        moment(given)
    assert str(odd.value) == f"{said} is not a date"


def test_zoneless_times_of_anilist_are_utc() -> None:
    """Times without a zone are UTC where the format means that."""
    assert moment("2026-01-02 20:00:00", is_utc=True) == "2026-01-02T20:00:00Z"


def test_mal() -> None:
    """Each anime is a count, with its dates; what is of the whole show stands aside."""
    found = read(
        mal(
            {"mal": TV, "n": 37, "start_date": "2019-01-05", "finish_date": "2019-03-31",
             "status": "Dropped", "score": 8, "comments": "<![CDATA[A & B]]>", "times_watched": 1},
            {"mal": OVA, "n": 3, "status": "Completed"},
        )
    )  # fmt: skip
    tv, ova = found.counts
    assert (tv.watched, tv.start, tv.finish, tv.claim) == (37, "2019-01-05", "2019-03-31", "")
    assert (ova.source, ova.watched, ova.claim) == ("mal:5755", 3, "completed")
    assert [aside.text for aside in found.asides] == [
        "it was watched 1 more time, with no dates",
        "the score 8 is for the whole show",
        "the comments and tags are on the whole show",
    ]


@pytest.mark.parametrize(("n", "again"), [(5, 0), (38, 5), (5, 5)])
def test_mal_rewatching(n: int, again: int) -> None:
    """While it is rewatched the count is of the rewatch, and the viewing before is whole."""
    found = read(
        mal({"mal": TV, "n": n, "status": "Completed", "rewatching": 1, "rewatching_ep": again,
             "start_date": "2011-05-00"})
    )  # fmt: skip
    first, second = found.counts
    assert (first.viewing, first.is_whole, first.start) == (1, True, "2011-05")
    assert (second.viewing, second.watched, second.start) == (2, 5, "")


def test_a_bare_ampersand() -> None:
    """A bare & is repaired and said; in what is quoted as it is, it is no fault."""
    data = mal({"mal": TV, "n": 9, "tags": "Tom & Jerry &amp; Co & <![CDATA[a & b]]>"})
    found = read(data)
    assert found.counts[0].watched == 9
    assert found.said == ("2 bare & read as &amp;",)
    assert read(mal({"mal": TV, "n": 9, "comments": "<![CDATA[a & b]]>"})).said == ()


def test_trakt() -> None:
    """Each play is a row under its id; films are others, what is odd is left with its id."""
    found = read(
        trakt(
            play(2, "2025-09-02T19:02:00.000Z", 7, season=0),
            {"id": 8, "type": "movie", "watched_at": "2025-09-02T19:02:00.000Z", "movie": {}},
            play(3, "yesterday", 9),
            play(0, None, 10),
            "what",
        )
    )
    [row] = found.rows
    assert (row.source, row.season, row.number, row.at) == ("trakt:7", 0, 2, "2025-09-02T19:02:00Z")
    assert row.ids == {"trakt": "19737", "tvdb": "251825", "tmdb_tv": "19829"}
    assert found.others == ("play 8",)
    assert [left.where for left in found.left] == ["play 9", "play 10", "play 5"]


def test_anilist() -> None:
    """A count with the dates of the ends of each range; the first date of a number holds."""
    found = read(
        anilist(
            {"status": 4, "progress": 9, "started_on": 20251228, "repeat": 2, "score": 85},
            {"series_type": 1, "progress": 5},
            activity=[
                ("5 - 9", "2026-01-02 20:00:00"),
                ("1 - 4", "2025-12-30 20:00:00"),
                ("7", "2026-02-01 20:00:00"),
                ("what", "2026-02-01 20:00:00"),
            ],
        )
    )
    [count] = found.counts
    assert (count.watched, count.start, count.claim) == (9, "2025-12-28", "")
    assert dict(count.dates) == {
        1: "2025-12-30T20:00:00Z",
        4: "2025-12-30T20:00:00Z",
        5: "2026-01-02T20:00:00Z",
        9: "2026-01-02T20:00:00Z",
        7: "2026-02-01T20:00:00Z",
    }
    assert len(found.others) == 1
    assert len(found.asides) == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, []),
        ({"score": 85}, ["the score 85 of 100 is for the whole show"]),
        ({"score": 7.5}, ["the score 7.5 of 100 is for the whole show"]),
        ({"score": "85"}, []),
        ({"notes": "Good."}, ["the notes are on the whole show"]),
        ({"notes": " "}, []),
        ({"repeat": 1}, ["it was watched 1 more time, with no dates"]),
        ({"repeat": 9_999}, ["it was watched 9999 more times, with no dates"]),
        ({"repeat": 10_000}, []),
        ({"repeat": -1}, []),
        ({"repeat": True}, []),
        ({"repeat": "2"}, []),
    ],
)
def test_what_anilist_says_of_the_whole_show(row: Mapping[str, object], said: list[str]) -> None:
    """A score, notes and how often it was watched stand aside, as far as they can be."""
    [count] = read(anilist({"progress": 2, **row})).counts
    assert count.watched == 2
    assert [aside.text for aside in read(anilist({"progress": 2, **row})).asides] == said


def test_anilist_repeating() -> None:
    """While it is repeated the count and the last run of dates are of the last viewing."""
    found = read(
        anilist(
            {"status": 5, "progress": 2, "started_on": 20200101},
            activity=[
                ("1 - 38", "2020-03-01 20:00:00"),
                ("1", "2025-03-01 20:00:00"),
                ("2", "2025-03-02 20:00:00"),
            ],
        )
    )
    first, second = found.counts
    assert (first.is_whole, first.viewing, sorted(first.dates)) == (True, 1, [1, 38])
    assert (second.watched, second.viewing, sorted(second.dates)) == (2, 2, [1, 2])


@pytest.mark.parametrize(
    ("runs", "before", "again"),
    [
        ([("1 - 2", "2020")], [], [1, 2]),
        ([("1 - 3", "2020")], [1, 3], []),
        ([("1 - 3", "2020"), ("1", "2021")], [1, 3], [1]),
        ([("1 - 38", "2020"), ("1 - 3", "2021"), ("1 - 2", "2022")], [1, 3, 38], [1, 2]),
        ([], [], []),
    ],
    ids=["one within", "one that is longer", "two", "three", "none"],
)
def test_which_dates_of_anilist_are_of_the_repeat(
    runs: list[tuple[str, str]], before: list[int], again: list[int]
) -> None:
    """The last run, but a run alone only if it goes no further than the repeat does."""
    activity = [(numbers, f"{year}-03-01 20:00:00") for numbers, year in runs]
    first, second = read(anilist({"status": 5, "progress": 2}, activity=activity)).counts
    assert (sorted(first.dates), sorted(second.dates)) == (before, again)


def test_the_first_of_several_dates_of_anilist_holds() -> None:
    """Who marked a number once more before the repeat began has corrected something."""
    activity = [("1 - 9", "2020-03-01"), ("1 - 9", "2021-03-01"), ("1", "2022-03-01")]
    row = {"status": 5, "progress": 1}
    data = anilist(row, activity=[(numbers, f"{day} 20:00:00") for numbers, day in activity])
    first, second = read(data).counts
    assert {at: when[:4] for at, when in first.dates.items()} == {1: "2020", 9: "2020"}
    assert {at: when[:4] for at, when in second.dates.items()} == {1: "2022"}


def test_simkl() -> None:
    """Each episode is a row, a second entry another viewing; TMDB's id alone says nothing."""
    found = read(
        simkl(
            simkl_show(None, status="completed", user_rating=9),
            simkl_show([(1, "2025-08-01T19:30:00Z"), (2, None)], is_rewatch=True),
            simkl_show([(1, None)], mal=None, anime_type="ova", memo={"text": "Good."}),
            movies=[{}],
        )
    )
    [whole] = found.counts
    assert (whole.is_whole, whole.viewing, whole.ids) == (True, 1, {"mal": "3079"})
    assert [(row.viewing, row.number, row.at) for row in found.rows] == [
        (1, 1, ""),
        (2, 1, "2025-08-01T19:30:00Z"),
        (2, 2, ""),
    ]
    assert found.rows[0].ids == {}
    assert found.others == ("film 1",)
    assert len(found.asides) == 2


def test_simkl_rewatch_alone() -> None:
    """Where only the rewatch is in the file, the viewing before it was whole."""
    found = read(simkl(simkl_show([(1, None)], is_rewatch=True)))
    assert [(count.is_whole, count.viewing) for count in found.counts] == [(True, 1)]
    assert found.rows[0].viewing == 2


# What is broken, and what is hostile


def nested(levels: int) -> bytes:
    """JSON nested so deep."""
    return b'[{"watched_at": ' + b"[" * levels + b"]" * levels + b"}]"


def laughing() -> bytes:
    """Ten entities, each ten times the one before."""
    entities = "".join(
        f'<!ENTITY l{at} "{f"&l{at - 1};" * 10 if at else "ha"}">' for at in range(10)
    )
    return mal({"mal": TV, "n": "&l9;"}, head=f"<!DOCTYPE myanimelist [{entities}]>")


def external() -> bytes:
    """An entity that is another file."""
    return mal(
        {"mal": TV, "n": "&x;"},
        head='<!DOCTYPE myanimelist [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    )


def deep_xml() -> bytes:
    """A hundred thousand elements in each other."""
    return b"<myanimelist>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</myanimelist>"


def many_rows() -> bytes:
    """200,000 rows of ours."""
    head, row = OWN.splitlines(keepends=True)
    return head + b",,,,,,,layzner,skipped,tv-1,1\n" * 200_000 + row


def lying_zip() -> bytes:
    """A ZIP whose history unpacks to 100 MiB."""
    return zipped({"watched-history.json": b" " * (100 << 20)})


HOSTILE: dict[str, Callable[[], bytes]] = {
    "xml cut": lambda: SAMPLES["mal"][:-30],
    "json cut": lambda: SAMPLES["trakt"][:-30],
    "gzip cut": lambda: gzip.compress(SAMPLES["mal"])[:-10],
    "zip cut": lambda: zipped({"watched-history.json": SAMPLES["trakt"]})[:-10],
    "csv not utf-8": lambda: OWN + b"\xff\xff",
    "csv with nul": lambda: OWN + b"\0",
    "csv unclosed": lambda: OWN + b'"' + b"x" * 200_000,
    "billion laughs": laughing,
    "external entity": external,
    "nested json": lambda: nested(200_000),
    "nested xml": deep_xml,
    "gzip bomb": lambda: gzip.compress(b"<" + b"a" * (100 << 20)),
    "zip bomb": lying_zip,
    "zip of 10,000": lambda: zipped({f"{at}.json": b"" for at in range(10_000)}),
    "zip that climbs": lambda: zipped({"../../watched-history.json": SAMPLES["trakt"]}),
    "zip from the root": lambda: zipped({"/tmp/watched-history.json": SAMPLES["trakt"]}),
    "200,000 rows": many_rows,
    "many values": lambda: b"[" + b"[]," * 2_000_000 + b"{}]",
    "many elements": lambda: b"<myanimelist>" + b"<a/>" * 1_900_000 + b"</myanimelist>",
    "many CDATA": lambda: b"<myanimelist>&" + b"<![CDATA[" * 900_000,
    "too large": lambda: b"<" * ((8 << 20) + 1),
    "huge number": lambda: b'[{"watched_at": ' + b"9" * 100_000 + b"}]",
    "infinity": lambda: b'[{"watched_at": Infinity}]',
    "another xml": lambda: mal({"mal": TV}, root="plist"),
    "a strange encoding": lambda: b'<?xml version="1.0" encoding="klingon"?><myanimelist/>',
}


@pytest.mark.parametrize("name", mostly_slow(HOSTILE, *[*HOSTILE][::5]))
def test_what_is_broken_or_hostile(name: str) -> None:
    """It is refused in one line, in less than a second and in little memory."""
    data = HOSTILE[name]()
    begin = time.process_time()
    with pytest.raises((Unreadable, Unknown)) as refused:
        reading.read(data)
    took = time.process_time() - begin
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400
    assert took < 1
    del refused
    tracemalloc.start()
    try:
        with pytest.raises((Unreadable, Unknown)):
            reading.read(data)
        assert tracemalloc.get_traced_memory()[1] < 150 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_a_list_of_so_many_elements(more: int, refused: bool) -> None:  # noqa: FBT001  # of the table
    """300,000 elements are read, and not one more."""
    whole = mal({"mal": TV, "n": 9})
    empty = 300_000 - whole.count(b"</") + more
    data = whole.replace(b"<anime>", b"<a/>" * empty + b"<anime>")
    if refused:
        with pytest.raises(Unreadable, match="it has more than 300,000 elements"):
            read(data)
    else:
        assert [count.watched for count in read(data).counts] == [9]


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (SAMPLES["mal"].replace(b"</anime>", b"</anim>"), "in line 15"),
        (SAMPLES["simkl"].replace(b"{", b"{\n", 3)[:-5], "in line"),
        (OWN + b"\n\xff", "in line 4"),
    ],
)
def test_damage_has_a_line(data: bytes, where: str) -> None:
    """What is damaged is said with its line."""
    with pytest.raises(Unreadable, match=where):
        reading.read(data)


def replaced(value: Any, path: tuple[Any, ...], by: object) -> Any:  # noqa: ANN401  # JSON
    """A JSON value with another one in the place of a part of it."""
    if not path:
        return by
    if isinstance(value, dict):
        return {**value, path[0]: replaced(value[path[0]], path[1:], by)}
    return [
        replaced(each, path[1:], by) if at == path[0] else each for at, each in enumerate(value)
    ]


def paths(value: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401  # JSON
    """The way to every part of a JSON value."""
    inner = list(value.items()) if isinstance(value, dict) else []
    inner = list(enumerate(value)) if isinstance(value, list) else inner
    return [(), *((key, *rest) for key, each in inner for rest in paths(each))]


@pytest.mark.parametrize("name", reading.JSON)
def test_a_wrong_type_at_every_place(name: str) -> None:
    """Whatever stands in whatever place, at the most its row is left out."""
    document = json.loads(SAMPLES[name])
    wrong: list[object] = [None, True, 0, -1, 1.5, 1e300, "", "x", "9" * 40, [], {}, [[]], 10**30]
    tried = 0
    for path in paths(document):
        for value in wrong:
            data = json.dumps(replaced(document, path, value)).encode()
            for named in (None, name):
                tried += 1
                try:
                    reading.read(data, named)
                except (Unknown, Unreadable) as refused:
                    assert "\n" not in str(refused)  # noqa: PT017  # it may be read, too
    assert tried > 400


def test_mutated_files() -> None:
    """2,000 files with bytes changed, cut, doubled and swapped: read, or refused in one line."""
    chance = random.Random(16)
    packed = {
        **SAMPLES,
        "gz": gzip.compress(SAMPLES["mal"]),
        "zip": zipped({"watched-history-1.json": SAMPLES["trakt"], "x": b"y"}),
    }
    read_whole = 0
    for _ in range(2000):
        data = bytearray(packed[chance.choice(sorted(packed))])
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data)) if data else 0
            piece = bytes(data[at : at + chance.randint(1, 20)])
            data[at : at + chance.randint(0, 4)] = chance.choice(
                [
                    b"",
                    piece * 2,
                    bytes([chance.randrange(256)]),
                    b'"',
                    b"<",
                    b"{",
                    b"\0",
                    b"99999999",
                ]
            )
        try:
            reading.read(bytes(data), chance.choice([None, None, *reading.FORMATS]))
            read_whole += 1
        except (Unknown, Unreadable) as refused:
            assert "\n" not in str(refused)  # noqa: PT017  # it may be read, too
    assert read_whole > 100


def test_one_bad_row_never_spoils_a_file() -> None:
    """Bad rows of every format are left out, and the good ones stay."""
    good = play(1, "2025-09-01T19:01:00.000Z")
    assert len(read(trakt(good, play(2, [], 5), 3, None)).rows) == 1
    assert len(read(mal({"mal": "x"}, {"mal": TV, "n": -1}, {"mal": ELSE, "n": 1})).counts) == 1
    assert len(read(OWN + b"1,2\r\n,,,,,,,layzner,watched,tv-02,1,never\r\n").rows) == 1
    assert len(read(anilist({"progress": "x"}, {"progress": 3})).counts) == 1
    assert len(read(simkl(simkl_show([(1, "x"), (2, None)]), 5, None)).rows) == 1

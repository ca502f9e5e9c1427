"""What a file means for the journal: what of it is new, in which pass, and what stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.samples import (
    ELSE,
    OVA,
    TV,
    anilist,
    mal,
    play,
    simkl,
    simkl_show,
    trakt,
)
from tests.support import EVENING, REAL, SMALL, Clock, chance, entries, store, zone
from tracker.domain.asked import NotUnderstood
from tracker.domain.dates import UNKNOWN, PartialDate
from tracker.domain.guide import Guide
from tracker.domain.passes import passes, visible
from tracker.guides.parse import parse
from tracker.session import bring, imports, leaving
from tracker.session.bring import Import, Wish
from tracker.session.sitting import Session
from tracker.storage.document import load
from tracker.storage.files import StoreError

FILE = "history"
MANY = settings(max_examples=60, deadline=None)


@pytest.fixture(autouse=True)
def in_utc() -> Iterator[None]:
    """Wherever the tests run, the times of a file in UTC are the times here."""
    with zone("UTC"):
        yield


def opened(who: str = "", guide: Guide = REAL, clock: Clock | None = None) -> Session:
    """A session that is never saved; opening writes nothing."""
    clock = clock or Clock()
    return Session(guide, store(Path("there-is-no-such-directory"), clock), clock, chance, who)


def planned(sitting: Session, data: bytes, number: int | str | None = None, *maps: str) -> Import:
    """What importing a file would mean."""
    wish = Wish(None, number, bring.mapped(sitting, maps))
    return bring.importing(sitting, FILE, data, wish)


def imported(sitting: Session, data: bytes, number: int | str | None = None, *maps: str) -> Import:
    """The same, and it is taken in."""
    coming = planned(sitting, data, number, *maps)
    sitting.bring(coming.weighed.happened)
    return coming


def held(sitting: Session) -> list[tuple[Any, ...]]:
    """All of every pass that a viewer sees."""
    return [
        (
            each.number,
            {entry: (mark.do, mark.at, mark.position) for entry, mark in each.marks.items()},
            {entry: [said.text for said in all_] for entry, all_ in each.remarks.items()},
            dict(each.ratings),
        )
        for each in passes(sitting.lived())
    ]


def dates(sitting: Session, number: int = 1) -> dict[str, str]:
    """The date of each watched entry of a pass."""
    for each in passes(sitting.lived()):
        if each.number == number:
            return {entry: mark.at for entry, mark in each.watched.items()}
    return {}


def at(day: int, month: int = 9, year: int = 2025, hour: int = 19) -> str:
    """A time as Trakt writes it."""
    return f"{year}-{month:02}-{day:02}T{hour:02}:00:00.000Z"


def local(text: str) -> str:
    """That moment as it is saved here."""
    return datetime.fromisoformat(text[:19] + "+00:00").astimezone().isoformat()


# What each shape gives


def test_mal_counts() -> None:
    """A count is the first so many, undated but for its start, and of others nothing."""
    sitting = opened()
    coming = imported(
        sitting,
        mal({"mal": TV, "n": 9, "start_date": "2025-12-28"}, {"mal": ELSE, "n": 13}),
    )
    assert dates(sitting) == {"tv-01": "2025-12-28", **{f"tv-0{n}": "" for n in range(2, 10)}}
    assert (coming.weighed.new, coming.arrived.others) == (9, (f"MAL {ELSE}",))
    assert coming.arrived.said == ("MAL 3079: 9 watched is taken as episodes 1–9",)
    assert sitting.view.progress.latest == "tv-09"
    assert sitting.view.due == ()


def test_mal_finished() -> None:
    """37 are all there is to watch: the finish is theirs, 38 is not marked, and acts are acts."""
    sitting = opened()
    imported(
        sitting,
        mal(
            {"mal": TV, "n": 37, "start_date": "2019-01-05", "finish_date": "2019-03-31",
             "status": "Dropped", "score": 8},
            {"mal": OVA, "n": 3, "status": "Completed", "finish_date": "2019-04-07"},
        ),
    )  # fmt: skip
    [(_, marks, remarks, ratings)] = held(sitting)
    assert len(marks) == 40
    assert "tv-38" not in marks
    assert [marks[entry][1] for entry in ("tv-01", "tv-36", "tv-37", "ova-2", "ova-3")] == [
        *("2019-01-05", "", "2019-03-31", "", "2019-04-07"),
    ]
    assert (remarks, ratings) == ({}, {})
    assert sitting.view.progress.next_up is None


def test_38_counts_only_when_it_is_38() -> None:
    """Who watched 38 of 38 has watched the one that is left out, and nobody else."""
    sitting = opened()
    imported(sitting, mal({"mal": TV, "n": 38, "status": "Completed"}))
    assert len(dates(sitting)) == 38


def test_counts_that_cannot_be() -> None:
    """More than there are is not understood; a completed below its number is not believed."""
    sitting = opened()
    coming = imported(sitting, anilist({"status": 2, "progress": 20, "finished_on": 20250101}))
    assert len(dates(sitting)) == 20
    assert set(dates(sitting).values()) == {""}
    assert "says completed, but 20" in coming.arrived.reported[0].why
    coming = planned(sitting, anilist({"status": 1, "progress": 5}))
    assert "says planned, but 5" in coming.arrived.reported[0].why
    with pytest.raises(
        StoreError, match=r"nothing in it belongs to Blue Comet .* 1 not understood"
    ):
        planned(sitting, mal({"mal": TV, "n": 40}))
    with pytest.raises(StoreError, match="nothing in it belongs to Blue Comet"):
        planned(sitting, anilist({"status": 2, "progress": 0}))


def test_anilist() -> None:
    """The ends of what was marked at once have that date, in the time here; the rest has none."""
    sitting = opened()
    imported(
        sitting,
        anilist(
            {"status": 4, "progress": 9, "started_on": 20251228},
            activity=[("9", "2026-01-02 20:00:00"), ("3 - 5", "2025-12-30 20:00:00")],
        ),
    )
    known = {entry: when for entry, when in dates(sitting).items() if when}
    assert known == {
        "tv-01": "2025-12-28",
        "tv-03": local("2025-12-30T20:00:00"),
        "tv-05": local("2025-12-30T20:00:00"),
        "tv-09": local("2026-01-02T20:00:00"),
    }


def test_trakt() -> None:
    """Plays have the time here, an unknown one has none, and season 0 is the acts, as is said."""
    sitting = opened()
    coming = imported(
        sitting,
        trakt(play(2, at(2)), play(1, at(1)), play(1, "1970-01-01T00:00:00.000Z", 5, season=0)),
    )
    assert dates(sitting) == {"tv-01": local(at(1)), "tv-02": local(at(2)), "ova-1": ""}
    assert coming.arrived.said == ("season 0 is taken by number: Act I; --map can change that",)
    event = sitting.lived()[1]
    assert (event.source, event.recorded) == ("trakt:1002", EVENING.isoformat())
    assert "at" not in sitting.journal.events[sitting.lived()[2].id]  # type: ignore[operator]  # it is an object


def test_utc_becomes_the_time_here() -> None:
    """A time in UTC has the offset that holds here at that moment, and keeps the moment."""
    with zone("Europe/Berlin"):
        sitting = opened()
        imported(
            sitting, trakt(play(1, at(1, 1)), play(2, at(1, 7)), play(3, "2025-01-05T23:30:00Z"))
        )
        assert list(dates(sitting).values()) == [
            "2025-01-01T20:00:00+01:00",
            "2025-01-06T00:30:00+01:00",
            "2025-07-01T21:00:00+02:00",
        ]


def test_simkl() -> None:
    """Episodes with and without a date; an OVA of its own id is itself, though it says season 1."""
    sitting = opened()
    imported(
        sitting,
        simkl(
            simkl_show([(1, at(1)), (2, None)]),
            simkl_show([(1, at(3))], mal="5755", anime_type="ova"),
            simkl_show([(9, at(4))], mal=None, anime_type="ova"),
        ),
    )
    assert dates(sitting) == {"tv-01": local(at(1)), "tv-02": "", "ova-1": local(at(3))}
    sitting = opened()
    imported(sitting, simkl(simkl_show(None, status="completed")))
    assert len(dates(sitting)) == 37


def test_a_date_keeps_its_exactness() -> None:
    """A month stays a month, a zone that is no UTC stays, and what is to come is no date."""
    sitting = opened()
    coming = imported(
        sitting,
        trakt(
            play(1, "2011-05-00"), play(2, "2025-09-06T21:06:00+09:00"), play(3, at(1, year=2031))
        ),
    )
    assert dates(sitting) == {"tv-01": "2011-05", "tv-02": "2025-09-06T21:06:00+09:00", "tv-03": ""}
    assert "still to come" in coming.arrived.reported[0].why


def test_any_guide_with_ids() -> None:
    """Another guide, whose season begins at another number, is as good."""
    text = (Path(__file__).parent.parent / "guides/good/small.toml").read_text(encoding="utf-8")
    ids = '[ids.tv]\nmal = 77\ntvdb = 5\ntvdb_season = 2\ntvdb_numbers = "13-15"\n'
    guide = parse(text.replace("[[kind]]", f"{ids}\n[[kind]]", 1), "other.toml")
    sitting = opened(guide=guide)
    imported(sitting, mal({"mal": 77, "n": 2}))
    assert sorted(dates(sitting)) == ["tv-01", "tv-02"]
    show = {"ids": {"tvdb": 5}}
    coming = imported(
        sitting, trakt(*(play(n, at(n), season=2, show=show) for n in (12, 14, 15, 16)))
    )
    assert dates(sitting) == {"tv-01": "", "tv-02": local(at(14)), "tv-03": local(at(15))}
    assert [left.where for left in coming.arrived.left] == ["play 1012", "play 1016"]
    with pytest.raises(StoreError, match="nothing in it belongs to Small Guide"):
        planned(opened(guide=SMALL), mal({"mal": 77, "n": 2}))


def test_a_map_speaks_of_the_seasons_of_its_file() -> None:
    """What another catalogue calls the season does not matter to a show known by its own id."""
    text = (Path(__file__).parent.parent / "guides/good/small.toml").read_text(encoding="utf-8")
    ids = "[ids.tv]\ntvdb = 5\ntvdb_season = 2\ntrakt = 9\ntrakt_season = 1\n"
    sitting = opened(guide=parse(text.replace("[[kind]]", f"{ids}\n[[kind]]", 1), "other.toml"))
    data = trakt(play(13, at(2), show={"ids": {"trakt": 9}}))
    coming = imported(sitting, data, None, "S01E13=tv-02")
    assert (dates(sitting), coming.arrived.left) == ({"tv-02": local(at(2))}, ())


@pytest.mark.parametrize(
    ("given", "date_"),
    [
        ("2026-11-23", "2026-11-23"),
        ("2026-11-24", ""),
        ("2026-11-00", "2026-11"),
        ("2026-12-00", ""),
        ("2026-00-00", "2026"),
        ("2027-00-00", ""),
    ],
)
def test_what_is_still_to_come_is_no_date(given: str, date_: str) -> None:
    """A day, a month or a year is believed up to tomorrow, which is today elsewhere."""
    sitting = opened()
    coming = imported(sitting, trakt(play(1, given)))
    assert dates(sitting) == {"tv-01": date_}
    assert [told.where for told in coming.arrived.reported] == ([] if date_ else ["play 1001"])


# Passes


def test_plays_make_passes() -> None:
    """The k-th play of an entry is of pass k; two within half an hour are one, which is said."""
    sitting = opened()
    coming = imported(
        sitting,
        trakt(
            play(1, at(1, year=2024), 1),
            play(1, at(1), 2),
            play(1, "2025-09-01T19:20:00.000Z", 3),
            play(2, at(2, year=2024), 4),
        ),
    )
    assert dates(sitting) == {"tv-01": local(at(1, year=2024)), "tv-02": local(at(2, year=2024))}
    assert dates(sitting, 2) == {"tv-01": local(at(1))}
    assert coming.weighed.passes == (1, 2)
    assert coming.arrived.reported[0].where == "play 3"
    assert [event.do for event in sitting.lived() if event.number == 2] == ["began", "watched"]


def test_rewatching_is_the_last_pass() -> None:
    """What is rewatched was whole before, and the count is that of the rewatch."""
    for data in (
        mal({"mal": TV, "n": 5, "rewatching": 1}),
        anilist({"status": 5, "progress": 5}),
        simkl(simkl_show([(n, None) for n in range(1, 6)], is_rewatch=True)),
    ):
        sitting = opened()
        imported(sitting, data)
        assert (len(dates(sitting)), len(dates(sitting, 2))) == (37, 5)


def test_an_older_viewing_never_ends_a_pass_under_way() -> None:
    """A file of other dates waits until the pass under way is finished, also with --pass new."""
    sitting = opened()
    sitting.watched(entries(REAL, "1-3"))
    before = held(sitting)
    old = trakt(*(play(n, at(n, year=2019)) for n in range(1, 6)))
    for number in (None, "new", 2):
        coming = imported(sitting, old, number)
        assert (coming.weighed.new, len(coming.weighed.left_alone)) == (0, 5)
        assert "pass 1" in coming.weighed.left_alone[0].why
        assert held(sitting) == before
    sitting.watched(entries(REAL, "1-37", "ova-1", "ova-2", "ova-3"))
    assert imported(sitting, old).weighed.new == 0
    assert imported(sitting, old, "new").weighed.new == 5
    assert len(dates(sitting, 2)) == 5
    assert not planned(sitting, old, "new").is_any
    assert not planned(sitting, old).is_any


def test_a_second_play_that_is_older() -> None:
    """A second play opens no pass while one is under way that is later than it."""
    sitting = opened()
    sitting.watched(entries(REAL, "1"))
    data = trakt(play(2, at(2)), play(3, at(3)), play(3, at(3, 10), 77))
    coming = imported(sitting, data)
    assert (coming.weighed.new, coming.weighed.passes) == (2, (1,))
    assert [left.where for left in coming.weighed.left_alone] == ["play 77"]
    sitting = opened()
    sitting.watched(entries(REAL, "1"), date(2025, 8, 1))
    assert imported(sitting, data).weighed.passes == (1, 2)


def test_two_viewings_of_which_one_is_under_way() -> None:
    """Of a file with an old viewing and the present one, the present one is known by its dates."""
    sitting = opened()
    sitting.watched(entries(REAL, "1-2"), date(2025, 9, 1))
    data = trakt(
        *(play(n, at(n, year=2019), n) for n in (1, 2)),
        *(play(n, at(1), 10 + n) for n in (1, 2, 3)),
    )
    coming = imported(sitting, data)
    # The third was seen once in all of the file, and so with what is older.
    assert (coming.weighed.new, coming.weighed.dated) == (0, 2)
    assert [each.number for each in passes(sitting.lived())] == [1]
    assert dates(sitting) == {"tv-01": local(at(1)), "tv-02": local(at(1))}


def test_a_wanted_pass() -> None:
    """A pass that is named is the one; there is none beyond the next."""
    sitting = opened()
    imported(sitting, mal({"mal": TV, "n": 37}, {"mal": OVA, "n": 3}))
    assert imported(sitting, mal({"mal": TV, "n": 3}), 2).weighed.passes == (2,)
    assert imported(sitting, trakt(play(1, at(1))), 1).weighed.dated == 1
    with pytest.raises(NotUnderstood, match="no pass 4; type 1, 2 or new"):
        planned(sitting, trakt(play(1, at(1))), 4)


def test_a_pass_that_a_file_opens_keeps_no_other_waiting() -> None:
    """Only what was under way before waits for its end, not what the same file has just begun."""
    sitting = opened()
    sitting.watched([entry for entry in REAL.entries if not entry.is_left_out], UNKNOWN)
    plays = [(1, at(1)), (1, at(20)), (1, at(1, month=10)), (2, at(2)), (2, at(1, month=12))]
    coming = imported(
        sitting, trakt(*(play(n, when, number) for number, (n, when) in enumerate(plays)))
    )
    assert (coming.weighed.passes, coming.weighed.left_alone) == ((1, 2, 3), ())
    assert dates(sitting, 2) == {"tv-01": local(at(20)), "tv-02": local(at(1, month=12))}
    assert dates(sitting, 3) == {"tv-01": local(at(1, month=10))}


def test_two_viewings_are_two_new_passes() -> None:
    """Each viewing of a file that is to be new gets a pass of its own."""
    sitting = opened()
    sitting.watched([entry for entry in REAL.entries if not entry.is_left_out])
    coming = imported(sitting, trakt(play(1, at(1), 7), play(1, at(5), 8)), "new")
    assert coming.weighed.passes == (2, 3)
    assert dates(sitting, 2) == {"tv-01": local(at(1))}
    assert dates(sitting, 3) == {"tv-01": local(at(5))}


# Against the journal


@pytest.mark.parametrize(
    ("at", "other", "alike"),
    [
        ("2025-09-06", "2025-09-06", True),
        ("2025-09-06", "2025-09-06T02:00:00+00:00", True),
        ("2025-09-05", "2025-09-06T02:00:00+00:00", True),
        ("2025-09-05", "2025-09-06T05:00:00+00:00", False),
        ("2025-09", "2025-09-30", True),
        ("2025-08", "2025-09-01T02:00:00+00:00", True),
        ("2025-08", "2025-09-01T05:00:00+00:00", False),
        ("2025", "2025-09", True),
        ("2024", "2025-09", False),
        ("", "2025", True),
        ("2025-09-06T19:00:00+00:00", "2025-09-06T19:30:00+00:00", True),
        ("2025-09-06T19:00:00+00:00", "2025-09-06T19:30:01+00:00", False),
        ("2025-09-06T19:00:00+00:00", "2025-09-06T21:00:00+02:00", True),
    ],
)
def test_dates_that_agree(at: str, other: str, alike: bool) -> None:  # noqa: FBT001  # of the table
    """As far as the less exact goes; after midnight it is that day and the evening before."""
    assert imports.same(at, other) is imports.same(other, at) is alike


@pytest.mark.parametrize(
    ("at", "other", "finer"),
    [
        ("2025", "", True),
        ("2025-09", "2025", True),
        ("2025-09-06", "2025-09", True),
        ("2025-09-06T19:00:00+00:00", "2025-09-06", True),
        ("2025-09-06T19:00:00+00:00", "2025-09-06T19:00:00", False),
        ("2025-09", "2025-09", False),
        ("2025", "2025-09", False),
    ],
)
def test_a_finer_date(at: str, other: str, finer: bool) -> None:  # noqa: FBT001  # of the table
    """A day is finer than its month, a time of day than its day; no time is finer than another."""
    assert imports.is_finer(at, other) is finer


def test_the_journal_wins() -> None:
    """Another date is listed and changes nothing; a finer one is added; an equal one is there."""
    sitting = opened()
    alpha, bravo, charlie, delta, echo = entries(REAL, "1-5")
    sitting.watched([alpha], date(2025, 9, 1))
    sitting.watched([bravo], PartialDate(2025, 9))
    sitting.watched([charlie], UNKNOWN)
    sitting.watched([delta], date(2025, 5, 5))
    coming = imported(sitting, trakt(*(play(n, at(n)) for n in (1, 2, 3, 4, 5))))
    assert (coming.weighed.new, coming.weighed.dated, coming.weighed.there) == (1, 3, 0)
    assert [left.where for left in coming.weighed.left_alone] == ["play 1004"]
    assert "4 Sep 2025, 19:00 there, 5 May 2025 here" in coming.weighed.left_alone[0].why
    assert dates(sitting)["tv-04"] == "2025-05-05"
    assert dates(sitting)["tv-01"] == local(at(1))
    again = planned(sitting, trakt(*(play(n, at(n)) for n in (1, 2, 3, 4, 5))))
    assert (again.is_any, again.weighed.there) == (False, 4)
    assert echo.id in dates(sitting)


@pytest.mark.parametrize(
    ("there", "why"),
    [
        ("2025-09-04", "4 Sep 2025 there, 5 Sep 2025 here, which stays"),
        ("2025-09-06", "6 Sep 2025 there, 5 Sep 2025 here, which stays"),
        ("2025-09-07", "by its dates, not the viewing of pass 1: --pass new takes it once"),
        ("2025-09-03", "by its dates, not the viewing of pass 1: --pass new takes it once"),
    ],
)
def test_a_day_off_is_the_same_viewing(there: str, why: str) -> None:
    """Elsewhere it may have been the day before or after; two days off is another viewing."""
    sitting = opened()
    sitting.watched(entries(REAL, "1"), date(2025, 9, 5))
    [left] = planned(sitting, trakt(play(1, there))).weighed.left_alone
    assert left.why.startswith(why)


def test_a_date_given_here_since_stays() -> None:
    """What an import dated and the viewer dated anew, even less exactly, stays as it is."""
    sitting = opened()
    [alpha] = entries(REAL, "1")
    imported(sitting, trakt(play(1, at(1))))
    sitting.redate(alpha, PartialDate(2025))
    assert not planned(sitting, trakt(play(1, at(1)))).is_any
    assert dates(sitting) == {"tv-01": "2025"}


def test_what_was_cleared_stays_cleared() -> None:
    """What the viewer cleared since is left alone; what a reset cleared is new again."""
    sitting = opened()
    data = mal({"mal": TV, "n": 5})
    imported(sitting, data)
    sitting.clear(entries(REAL, "2"))
    coming = planned(sitting, data)
    assert (coming.is_any, coming.weighed.there, len(coming.weighed.left_alone)) == (False, 4, 1)
    assert not planned(sitting, trakt(play(2, at(2)))).is_any
    sitting.reset()
    assert planned(sitting, data).weighed.new == 4
    sitting.undo()
    assert planned(sitting, data).weighed.new == 0


def test_what_was_cleared_before_an_import() -> None:
    """A mark that was made and cleared here before says nothing about what a file brings later."""
    sitting = opened()
    sitting.watched(entries(REAL, "2"))
    sitting.clear(entries(REAL, "2"))
    assert imported(sitting, mal({"mal": TV, "n": 2})).weighed.new == 2


def test_watched_outranks_what_was_only_begun() -> None:
    """An entry that is skipped or stopped here and watched there is watched."""
    sitting = opened()
    alpha, bravo = entries(REAL, "1-2")
    sitting.skip([alpha])
    sitting.stopped(bravo, 600)
    assert imported(sitting, mal({"mal": TV, "n": 2})).weighed.new == 2
    assert sorted(dates(sitting)) == ["tv-01", "tv-02"]


def test_a_count_that_has_grown() -> None:
    """Of a count that was 12 and is 20, 8 are new."""
    sitting = opened()
    assert imported(sitting, mal({"mal": TV, "n": 12})).weighed.new == 12
    coming = imported(sitting, mal({"mal": TV, "n": 20}))
    assert (coming.weighed.new, coming.weighed.there) == (8, 12)
    assert imported(sitting, mal({"mal": TV, "n": 3})).weighed.new == 0


def test_an_import_is_one_step() -> None:
    """Undo takes it back whole, redo brings it back, and undone it is new again."""
    sitting = opened()
    sitting.watched(entries(REAL, "1"), date(2025, 8, 1))
    before = visible(sitting.lived())
    data = trakt(play(2, at(2)), play(3, at(3)), play(3, at(3, 10), 77))
    imported(sitting, data)
    after = visible(sitting.lived())
    undone = sitting.undo()
    assert (undone.text, undone.changed) == ("Undone: the import of 4 events from trakt", True)
    assert visible(sitting.lived()) == before
    sitting.redo()
    assert visible(sitting.lived()) == after
    sitting.undo()
    assert imported(sitting, data).weighed.new == 3
    assert visible(sitting.lived()) == after


def test_maps() -> None:
    """A number of a season is what the viewer says; undone, another map applies."""
    sitting = opened()
    data = trakt(play(2, at(2), season=0), play(9, at(9), season=0))
    coming = imported(sitting, data, None, "S00E02=ova-3", "s0e9 = III")
    assert (sorted(dates(sitting)), coming.arrived.left) == (["ova-3"], ())
    sitting.undo()
    coming = imported(sitting, data, None, "S00E09=ova-1")
    assert dates(sitting) == {"ova-2": local(at(2)), "ova-1": local(at(9))}
    assert imported(opened(), mal({"mal": OVA, "n": 2}), None, "S00E02=ova-3").weighed.new == 2


@pytest.mark.parametrize(
    "text", ["", "ova-3", "S00E02", "S00E02=", "S00E02=tv-99", "2=3", "S00E02=1-3", "S1E1=1,S1E1=2"]
)
def test_an_impossible_map(text: str) -> None:
    """What is no map, or of no entry or of two, is refused."""
    with pytest.raises(NotUnderstood):
        bring.mapped(opened(), [text])


def test_no_note_by_itself() -> None:
    """A mark that an import brought tells no note, not even one that nobody may miss."""
    for data in (mal({"mal": TV, "n": 26}), trakt(*(play(n, at(n)) for n in range(1, 27)))):
        sitting = opened()
        imported(sitting, data)
        assert len(sitting.view.progress.marks) == 26
        assert sitting.view.due == ()


def test_at_strict_nothing_ahead_is_named() -> None:
    """The plan of a viewer at strict names no entry of a later part, and no part."""
    sitting = opened()
    sitting.level = "strict"
    coming = planned(sitting, mal({"mal": TV, "n": 37}, {"mal": OVA, "n": 3}))
    said = " ".join(coming.arrived.said)
    assert "and 12 more" in said
    assert "act" not in said.casefold()


def test_two_viewers() -> None:
    """An import is the viewer's who asks for it, and no one else's."""
    sitting = opened("Anna")
    imported(sitting, mal({"mal": TV, "n": 3}))
    sitting.switch("")
    assert dates(sitting) == {}
    assert imported(sitting, mal({"mal": TV, "n": 3})).weighed.new == 3


# Whatever a life was

_DAYS = st.dates(date(1986, 1, 1), date(2026, 11, 20))
_ZONES = st.sampled_from([timezone(timedelta(hours=hours)) for hours in (0, 9, -3.5)])
_WHEN = st.one_of(
    st.none(),
    _DAYS,
    st.builds(PartialDate, st.integers(1986, 2025), st.integers(0, 12)),
    st.just(UNKNOWN),
    st.datetimes(datetime(1986, 1, 1), datetime(2026, 11, 20), timezones=_ZONES),  # noqa: DTZ001  # bounds
)
_ENTRIES = st.sampled_from([*REAL.entries[:6], *REAL.entries[-4:]])
_TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from(",\";\n\r'=+-@日本語אב"), max_size=30
)


def live(sitting: Session, steps: Iterable[tuple[str, Any, Any]]) -> None:
    """Live through steps."""
    for do, entry, more in steps:
        if do == "watched":
            sitting.watched([entry], more)
        elif do == "skip":
            sitting.skip([entry], more)
        elif do == "stopped":
            sitting.stopped(entry, more)
        elif do == "remark":
            sitting.remark(entry, more)
        elif do == "rate":
            sitting.rate(entry, more)
        elif do == "clear":
            sitting.clear([entry])
        elif do == "rewatch":
            sitting.rewatch()
        elif do == "switch":
            sitting.switch(more)
        else:
            sitting.undo()


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("watched"), _ENTRIES, _WHEN),
        st.tuples(st.just("watched"), _ENTRIES, _WHEN),
        st.tuples(st.just("skip"), _ENTRIES, _WHEN),
        st.tuples(st.just("stopped"), _ENTRIES, st.integers(1, 1200)),
        st.tuples(st.just("remark"), _ENTRIES, _TEXTS),
        st.tuples(st.just("rate"), _ENTRIES, st.integers(0, 10)),
        st.tuples(st.just("clear"), _ENTRIES, st.none()),
        st.tuples(st.just("rewatch"), st.none(), st.none()),
        st.tuples(st.just("switch"), st.none(), st.sampled_from(["", "Anna"])),
        st.tuples(st.just("undo"), st.none(), st.none()),
    ),
    max_size=25,
)


def lived(steps: Iterable[tuple[str, Any, Any]]) -> Session:
    """A session that has lived through them."""
    sitting = opened()
    live(sitting, steps)
    return sitting


@MANY
@given(_STEPS)
def test_there_and_back_as_json(steps: Sequence[tuple[str, Any, Any]]) -> None:
    """A progress file brings every pass of every viewer back."""
    sitting = lived(steps)
    data = leaving.export(sitting, "json", None).data
    other = opened()
    other.join(load(data).journal)
    for who in ("", "Anna"):
        sitting.switch(who)
        other.switch(who)
        assert held(other) == held(sitting)


@MANY
@given(_STEPS)
def test_there_and_back_as_csv(steps: Sequence[tuple[str, Any, Any]]) -> None:
    """Our CSV brings every pass of each viewer back, and the second time nothing."""
    sitting, other = lived(steps), opened()
    for who in ("", "Anna"):
        sitting.switch(who)
        other.switch(who)
        data = leaving.export(sitting, "csv", None).data
        wanted = held(sitting)
        if wanted == [(1, {}, {}, {})]:
            continue
        imported(other, data)
        assert held(other) == wanted
        assert not planned(other, data).is_any
        assert other.view.progress.latest == sitting.view.progress.latest


def shaped(history: Mapping[int, date], shape: str) -> bytes:
    """A history of episodes 1 to n in the shape of a format, as far as that knows it."""
    n, start, finish = max(history), history[1], history[max(history)]
    full = {"finish_date": str(finish)} if n >= 37 else {}
    if shape == "mal":
        return mal({"mal": TV, "n": n, "start_date": str(start), **full})
    if shape == "anilist":
        return anilist({"progress": n, "started_on": int(start.strftime("%Y%m%d"))})
    if shape == "simkl":
        return simkl(simkl_show([(at, f"{day}T19:00:00Z") for at, day in history.items()]))
    return trakt(*(play(at, f"{day}T19:00:00.000Z") for at, day in history.items()))


@MANY
@given(
    st.integers(1, 38),
    st.lists(st.integers(0, 3), min_size=38, max_size=38),
    st.permutations(["mal", "anilist", "simkl", "trakt"]),
    st.permutations(["mal", "anilist", "simkl", "trakt"]),
)
def test_formats_in_any_order(
    n: int, steps: Sequence[int], order: Sequence[str], other: Sequence[str]
) -> None:
    """Files of one history give the same passes in any order, and the second time nothing."""
    day, history = date(2025, 1, 1), {}
    for at, days in enumerate(steps[:n], start=1):
        day += timedelta(days=days)
        history[at] = day
    given_, reordered = opened(), opened()
    for shape in order:
        imported(given_, shaped(history, shape))
        assert not planned(given_, shaped(history, shape)).is_any
    for shape in other:
        imported(reordered, shaped(history, shape))
    assert held(given_) == held(reordered)
    assert len(held(given_)) == 1


def rewatched(n: int, shape: str) -> bytes:
    """All episodes in 2020 and the first so many again in 2025, in the shape of a format."""
    first = [(at, f"2020-02-{1 + at // 2:02}T19:00:00Z") for at in range(1, 38)]
    again = [(at, f"2025-02-{1 + at // 2:02}T19:00:00Z") for at in range(1, n + 1)]
    if shape == "mal":
        return mal({"mal": TV, "n": n, "start_date": "2020-02-01", "rewatching": 1})
    if shape == "anilist":
        acts = [(str(at), f"{when[:10]} 19:00:00") for at, when in (*first, *again)]
        return anilist({"status": 5, "progress": n, "started_on": 20200201}, activity=acts)
    if shape == "simkl":
        return simkl(simkl_show(first, status="completed"), simkl_show(again, is_rewatch=True))
    return trakt(*(play(at, when, at * 10 + when.count("5-")) for at, when in (*first, *again)))


@MANY
@given(
    st.integers(1, 37),
    st.permutations(["mal", "anilist", "simkl", "trakt"]),
    st.permutations(["mal", "anilist", "simkl", "trakt"]),
)
def test_a_rewatch_in_any_order(n: int, order: Sequence[str], other: Sequence[str]) -> None:
    """So do files of a history of two viewings, of which the last is under way."""
    given_, reordered = opened(), opened()
    for shape in order:
        imported(given_, rewatched(n, shape))
        assert not planned(given_, rewatched(n, shape)).is_any
    for shape in other:
        imported(reordered, rewatched(n, shape))
    assert held(given_) == held(reordered)
    assert [len(each[1]) for each in held(given_)] == [37, n]


@MANY
@given(_STEPS, st.permutations(range(1, 8)), st.integers(0, 7), st.sampled_from([None, "new"]))
def test_import_and_undo_leave_the_view(
    steps: Sequence[tuple[str, Any, Any]], numbers: Sequence[int], twice: int, number: str | None
) -> None:
    """Into whatever life: what is imported and undone leaves no trace, and again is new again."""
    sitting = lived(steps)
    plays = [play(n, at(n, 2), n) for n in numbers]
    plays += [play(n, at(n, 3), 10 + n) for n in numbers[:twice]]
    before = held(sitting)
    coming = imported(sitting, trakt(*plays), number)
    after = held(sitting)
    assert not planned(sitting, trakt(*plays), number).is_any
    for which, marks, _, _ in before:
        now = next(each[1] for each in after if each[0] == which)
        assert marks.keys() <= now.keys()
        assert all(now[entry][0] == "watched" for entry in marks if marks[entry][0] == "watched")
    if coming.is_any and after != before:
        sitting.undo()
        assert held(sitting) == before
        assert imported(sitting, trakt(*plays), number).is_any
        assert held(sitting) == after

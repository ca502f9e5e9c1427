"""What a playing means: how far, what was really seen, and whether that was the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tracker.player.watching import Playing, Watching

FILM, NEXT = "/f/12.mkv", "/f/13.mkv"
LENGTH = 1440.0


Said = dict[str, Any]


def put(name: str, data: Any) -> Said:  # noqa: ANN401  # whatever mpv says
    """A property that changed."""
    return {"event": "property-change", "name": name, "data": data}


def played(first: float, last: float, step: float = 1.0) -> list[Said]:
    """Playing from there to there."""
    steps = int((last - first) / step)
    return [put("time-pos", first + at * step) for at in range(steps + 1)]


def watched(*messages: Said | list[Said], start: float = 0.0) -> Playing:
    """The one file, after that."""
    watching = Watching(FILM, start)
    for message in (put("path", FILM), put("duration", LENGTH), *messages):
        for each in message if isinstance(message, list) else [message]:
            watching.take(each)
    return watching.playings[0]


EOF: Said = {"event": "end-file", "reason": "eof"}
QUIT: Said = {"event": "end-file", "reason": "quit"}
SEEK = {"event": "seek"}
SEEKING, KEPT = put("seeking", data=True), put("eof-reached", data=True)
LANDED = {"event": "playback-restart"}


def test_played_to_the_end() -> None:
    """The end of the file is the end, and all of it was seen."""
    playing = watched(played(0, 1439), EOF)
    assert playing.is_finished(LENGTH)
    assert playing.is_mostly_played(LENGTH)
    assert 1438 <= playing.played <= 1440
    assert not playing.ended_early(LENGTH)


@pytest.mark.parametrize(("at", "finished"), [(1223, False), (1224, True), (700, False)])
def test_most_of_it_is_the_end(at: int, finished: bool) -> None:  # noqa: FBT001  # of the table
    """From 85 percent on it is finished, however it was closed; before, it is not."""
    assert watched(played(0, at), QUIT).is_finished(LENGTH) is finished


def test_closed_half_way() -> None:
    """The place is kept, though the numbers go before the end is told."""
    gone = [put("time-pos", None), put("duration", None), put("path", None)]
    playing = watched(played(0, 822), gone, QUIT)
    assert (playing.at(), playing.length) == (822, LENGTH)
    assert not playing.is_finished(LENGTH)
    assert not playing.ended_early(LENGTH)


def test_sought_to_the_end() -> None:
    """It is finished by its place, but not by what was seen."""
    playing = watched(played(0, 60), SEEK, LANDED, played(1400, 1430), QUIT)
    assert playing.is_finished(LENGTH)
    assert not playing.is_mostly_played(LENGTH)
    assert 85 <= playing.played <= 95


def test_a_file_that_ends_early() -> None:
    """Half a download ends where it ends: that is not the end of the entry."""
    playing = watched(played(0, 564), EOF)
    assert playing.ended_early(LENGTH)
    assert not playing.is_finished(LENGTH)


def test_resumed_and_finished() -> None:
    """What lies before the place it was resumed from was seen another time."""
    playing = watched(SEEK, LANDED, played(822, 1439), EOF, start=822)
    assert playing.is_finished(LENGTH)
    assert playing.is_mostly_played(LENGTH)
    assert 1430 <= playing.played <= 1440
    again = watched(SEEK, LANDED, played(822, 900), SEEK, LANDED, played(0, 900), start=822)
    assert 895 <= again.played <= 905


def test_small_seeks_are_no_playing() -> None:
    """Sixty seeks of a second are not a minute, in whatever order they are told."""
    for said in ([SEEK], [SEEKING]):
        jumps = [[*said, put("time-pos", float(at)), LANDED] for at in range(60)]
        assert watched(*jumps).played < 1
        late = [[*said, put("time-pos", at - 1.0), put("time-pos", float(at)), LANDED]
                for at in range(1, 61)]  # fmt: skip
        assert watched(*late).played < 1


@pytest.mark.parametrize(
    "between",
    [
        [put("pause", data=True), put("pause", data=False)],
        [put("core-idle", data=True)],
        [SEEKING, put("seeking", data=False), put("time-pos", 60.0)],
        [SEEK, LANDED, put("time-pos", 60.0)],
        [KEPT, put("time-pos", 60.0)],
    ],
    ids=["pause", "another property", "seeking", "a seek", "kept open"],
)
def test_it_plays_on(between: list[Said]) -> None:
    """What comes after a pause or a seek was seen as what came before it."""
    assert watched(played(0, 60), between, played(61, 90)).played == 90


def test_each_second_counts_once() -> None:
    """What is seen again and again is seen once."""
    again = [[SEEK, LANDED, *played(100, 160)] for _ in range(20)]
    assert 59 <= watched(*again).played <= 61


def test_steps_that_are_too_long_or_go_back() -> None:
    """A jump that nobody told is none of the playing."""
    steps: Sequence[float] = (0, 6, 12, 11, 10, 100)
    assert watched([put("time-pos", at) for at in steps]).played == 0
    assert watched([put("time-pos", at) for at in (0, 5, 10)]).played == 10


def test_an_end_at_once_is_nothing() -> None:
    """A file that ends as it begins was not played, wherever it was to begin."""
    assert watched(EOF).is_nothing()
    assert watched(SEEK, put("time-pos", 2000.0), EOF, start=2000).is_nothing()
    beyond = watched(SEEK, put("time-pos", 2000.0), EOF, start=2000)
    assert not beyond.is_finished(LENGTH)
    assert beyond.at() == LENGTH


def test_an_end_that_is_kept_open() -> None:
    """Whoever lets mpv stay open at the end and goes back has still seen the end."""
    kept = watched(played(0, 1439), KEPT, SEEK, LANDED, played(600, 660), QUIT)
    assert kept.is_finished(LENGTH)
    assert kept.at() == 660
    assert watched(played(0, 564), KEPT, QUIT).ended_early(LENGTH)


def test_a_file_that_does_not_tell_its_length() -> None:
    """Then the running time of the entry has to do; a length can also come later."""
    watching = Watching(FILM)
    for message in (put("path", FILM), *played(0, 1300), EOF):
        watching.take(message)
    assert watching.playings[0].is_finished(LENGTH)
    assert not watching.playings[0].is_finished(2 * LENGTH)
    assert watched(played(0, 300), put("duration", 340.0)).is_finished(LENGTH)


def test_short_files() -> None:
    """Of a short file, the last three seconds are its end."""
    playing = watched(put("duration", 10.0), played(0, 7.5, 0.5), EOF)
    assert playing.is_finished(LENGTH)


def test_several_files() -> None:
    """Each file is a playing of its own, in the order they came, and none gets another's place."""
    watching = Watching(FILM)
    said: list[Said] = [
        put("path", FILM), put("duration", LENGTH), *played(0, 1439), EOF,
        {"event": "start-file"}, put("time-pos", 5.0), put("path", NEXT),
        put("duration", 600.0), *played(0, 90), QUIT,
    ]  # fmt: skip
    for message in said:
        watching.take(message)
    first, second = watching.playings
    assert (first.path, first.at(), second.path, second.at()) == (FILM, 1439, NEXT, 90)
    assert first.is_finished(LENGTH)
    assert watching.now is None


def test_the_same_file_once_more() -> None:
    """Of a file that is opened again nothing is told: the answer to a question says so."""
    watching = Watching(FILM)
    for message in (put("path", FILM), *played(0, 50), EOF, {"event": "start-file"}):
        watching.take(message)
    watching.take(put("time-pos", 1.0))
    assert watching.playings[0].at() == 50
    watching.take({"request_id": 100, "error": "success", "data": FILM})
    watching.take(put("time-pos", 2.0))
    assert watching.playings[0].at() == 2


@pytest.mark.parametrize("seconds", [0, 0.5, 7, 86_400])
def test_numbers_that_are_places(seconds: float) -> None:
    """From the very beginning to a whole day."""
    playing = watched(put("duration", 86_400), put("time-pos", seconds))
    assert (playing.length, playing.at()) == (86_400, int(seconds))


@pytest.mark.parametrize(
    "data", [None, True, -1, 86_400.5, 1e9, float("nan"), float("inf"), "12", [], {}]
)
@pytest.mark.parametrize("name", ["time-pos", "duration"])
def test_numbers_that_are_none(name: str, data: object) -> None:
    """Whatever mpv says that is no place changes nothing."""
    playing = watched(played(0, 60), put(name, data))
    assert (playing.at(), playing.length) == (60, LENGTH)


@pytest.mark.parametrize(
    "message",
    [{}, {"event": 7}, {"event": []}, {"event": "property-change"}, put("path", 7), put("path", ""),
     put("pause", "x"), put("unknown", 1), {"request_id": 100}, {"request_id": [], "data": {}},
     {"event": "start-file"}, {"event": "file-loaded"}, {"event": "idle", "reason": "eof"}],
)  # fmt: skip
def test_messages_that_mean_nothing(message: Said) -> None:
    """What is not understood does no harm: the file plays on."""
    playing = watched(played(0, 60), message, played(61, 70))
    assert (playing.at(), playing.played, playing.ended_at) == (70, 70.0, None)


@pytest.mark.parametrize("reason", ["redirect", [], None])
def test_an_end_of_another_kind(reason: object) -> None:
    """Where mpv leaves a file for another reason it was not seen to its end, and plays no more."""
    playing = watched(played(0, 60), {"event": "end-file", "reason": reason}, played(61, 70))
    assert (playing.at(), playing.ended_at, playing.error) == (60, None, "")


def test_why_it_could_not_be_played() -> None:
    """The reason is mpv's, where it is text."""
    error = {"event": "end-file", "reason": "error", "file_error": "unrecognized file format"}
    assert watched(error).error == "unrecognized file format"
    assert watched({**error, "file_error": 3}).error == "it cannot be played"

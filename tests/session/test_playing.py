"""What comes of a playing: what is written down meanwhile, and for whom it counts."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.player.fake import Fake, films, left
from tests.support import REAL, Clock, entries, session
from tracker.player.watching import Playing, Shown
from tracker.session import care, playing
from tracker.session.films import Library
from tracker.session.playing import Playback, meaning
from tracker.session.sitting import Session

posix = pytest.mark.skipif(os.name != "posix", reason="needs sockets that are files")


def playback(sitting: Session, directory: Path, entry: str = "tv-04") -> Playback:
    """Something that can be played."""
    library = Library(sitting)
    library.remember(str(films(directory, "Layzner - 04.mkv", "Layzner - 05.mkv")))
    return Playback(sitting, library, REAL.entry(entry))


def written(directory: Path) -> float:
    """The place that is written down."""
    held = json.loads((directory / "state/playing.json").read_text(encoding="ascii"))
    [each] = held["playings"]
    place: float = each["position"]
    return place


@posix
def test_the_place_is_written_down_every_quarter_of_a_minute(
    fake_mpv: Fake, tmp_path: Path
) -> None:
    """From half a minute on; so it is never older than 30 seconds, and the disk has rest."""
    fake_mpv.plays("""
link = listen(); opened(link)
for at in (20, 40, 50, 60):
    put(link, "time-pos", float(at)); wait(str(at))
""")
    clock = Clock()
    sitting = session(tmp_path, REAL, clock)
    plays = playback(sitting, tmp_path)
    plays.begin()
    states = plays.states()
    assert next(states) == Shown("tv-04", 20, 1440)
    assert not (tmp_path / "state/playing.json").exists()
    fake_mpv.go("20")
    next(states)
    assert written(tmp_path) == 40
    clock.now += timedelta(seconds=14)
    fake_mpv.go("40")
    next(states)
    assert written(tmp_path) == 40
    clock.now += timedelta(seconds=1)
    fake_mpv.go("50")
    next(states)
    assert written(tmp_path) == 60
    fake_mpv.go("60")
    assert [*states] == []
    assert sitting.journal.events == {}


@posix
def test_leaving_keeps_the_place_and_asks_later(fake_mpv: Fake, tmp_path: Path) -> None:
    """What is half seen is kept at once; what is finished is kept too, and asked about again."""
    for at, asks in ((822, False), (1300, True)):
        here = tmp_path / str(at)
        here.mkdir()
        fake_mpv.plays(
            f"link = listen(); opened(link); put(link, 'time-pos', {at}.0); wait('{at}')"
        )
        sitting = session(here, REAL)
        plays = playback(sitting, here)
        plays.begin()
        states = plays.states()
        next(states)
        [done] = plays.leave(sitting)
        assert done.changed
        assert sitting.view.progress.marks["tv-04"].position == at
        assert (here / "state/playing.json").exists() is asks
        assert bool(playing.left(sitting)) is asks
        assert not [*fake_mpv.runtime.iterdir()]
        fake_mpv.go(str(at))
        assert [*states] == []


def test_who_it_counts_for(tmp_path: Path) -> None:
    """What was left is asked of the viewer whose it is, in the same pass, and only once."""
    sitting = session(tmp_path, REAL)
    left(tmp_path / "state")
    [meant] = playing.left(sitting)
    assert meant.question == "mpv was at 13:42 of episode 4 when layzner ended. Keep that position?"
    sitting.switch("Anna")
    assert playing.left(sitting) == []
    playing.forget_left(sitting)
    sitting.switch("")
    assert len(playing.left(sitting)) == 1
    sitting.watched(entries(REAL, "4"))
    assert playing.left(sitting) == []
    sitting.clear(entries(REAL, "4"))
    sitting.stopped(REAL.entry("tv-04"), 822)
    assert playing.left(sitting) == []
    playing.forget_left(sitting)
    assert not (tmp_path / "state/playing.json").exists()


def test_what_is_forgotten_leaves_no_place(tmp_path: Path) -> None:
    """Forgetting takes what was written down with it, and not where the files are."""
    sitting = session(tmp_path, REAL)
    sitting.stopped(REAL.entry("tv-04"), 60)
    sitting.save()
    left(tmp_path / "state")
    library = Library(sitting)
    library.remember(str(films(tmp_path, "Layzner - 04.mkv")))
    care.forget_entry(sitting, REAL.entry("tv-04"))
    assert not (tmp_path / "state/playing.json").exists()
    assert library.look().files == {"tv-04": str(tmp_path / "Layzner/Layzner - 04.mkv")}


def test_what_is_finished_is_asked_about_later(tmp_path: Path) -> None:
    """A finished one that was left asks whether to mark it, and no keeps the place."""
    sitting = session(tmp_path, REAL)
    left(tmp_path / "state", position=1400.0)
    [meant] = playing.left(sitting)
    assert meant.question.endswith("when layzner ended. Mark it as watched?")
    assert meant.no(sitting).text == "Stopped episode 4 at 23:20"
    assert meant.yes(sitting).text == "Watched episode 4"


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        ({"position": 1223.9, "length": 1440.0, "played": 1200.0}, ""),
        ({"position": 1224.0, "length": 1440.0, "played": 1200.0}, "Watched to 85 %."),
        ({"position": 1400.0, "length": 1440.0, "played": 719.0}, "Played 11 of 24 min, to 97 %."),
        ({"position": 1400.0, "length": 1440.0, "played": 721.0}, "Watched to 97 %."),
        ({"position": 1440.0, "length": 1440.0, "played": 1440.0}, "Watched to the end."),
        ({"position": 1440.0, "length": 1440.0, "played": 90.0}, "Played 1 of 24 min, to 100 %."),
        ({"position": 1500.0, "played": 90.0}, "Played 1 of 24 min, to 100 %."),
        ({"position": 1.0, "length": 1.0, "played": 0.2}, "Played 0 of 0 min, to 100 %."),
        ({"position": 1223.0, "played": 1200.0}, ""),
        ({"position": 1230.0, "played": 1200.0}, "Watched to 85 %."),
        ({"position": None}, ""),
        ({"position": None, "is_lost": True}, "How far mpv got is not known."),
        ({"position": 300.0, "is_lost": True}, "How far mpv got is not known."),
        ({"position": 564.0, "length": 1450.0, "advanced": 9.0, "ended_at": 564.0},
         "The file ended at 9:24 of 24:10."),
    ],
)  # fmt: skip
def test_when_it_is_asked(tmp_path: Path, fields: dict[str, float], question: str) -> None:
    """One rule: from 85 percent on, at an early end, and where nobody knows."""
    sitting = session(tmp_path, REAL)
    meant = meaning(sitting, REAL.entry("tv-04"), Playing("/f", **fields))  # type: ignore[arg-type]  # as the table has it
    assert meant.question == (f"{question} Mark episode 4 as watched?" if question else "")


@pytest.mark.parametrize(("at", "place"), [(29.9, 0), (30.0, 30), (822.7, 822)])
def test_what_is_kept(tmp_path: Path, at: float, place: int) -> None:
    """Under half a minute nothing is, and else whole seconds."""
    sitting = session(tmp_path, REAL)
    meant = meaning(sitting, REAL.entry("tv-04"), Playing("/f", at, 1440.0))
    assert meant.place == place
    assert meant.keep(sitting).changed is bool(place)

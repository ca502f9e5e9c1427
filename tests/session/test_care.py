"""Care for the file: doctor, restore, forget and reset."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import REAL, Clock, chance, entries, session
from tracker.cli.answers import Answer, copies, doctor
from tracker.domain.asked import NotUnderstood
from tracker.domain.progress import State
from tracker.session import care
from tracker.session.sitting import Session
from tracker.storage.files import StoreError


@pytest.fixture
def clock() -> Clock:
    """A clock that can be set."""
    return Clock()


@pytest.fixture
def three_days(tmp_path: Path, clock: Clock) -> Session:
    """A sitting on the third evening: 1 to 3, 4 to 6 and 7 to 9 were watched, day by day."""
    for first in (1, 4, 7):
        sitting = session(tmp_path, REAL, clock)
        for number in range(first, first + 3):
            sitting.watched(entries(REAL, str(number)))
            sitting.save()
        clock.now += timedelta(days=1)
    return session(tmp_path, REAL, clock)


def names(answer: Answer) -> list[str]:
    """The names of the copies in an answer."""
    assert isinstance(answer.data, dict)
    found = answer.data["copies"]
    assert isinstance(found, list)
    return [str(copy["name"]) for copy in found if isinstance(copy, dict)]


def test_a_copy_is_kept_of_each_day(three_days: Session) -> None:
    """The copies are listed with their date and how far each reaches."""
    listed = copies(three_days)
    assert names(listed) == ["mirror", "day-20261124", "day-20261123", "day-20261122"]
    assert [line.split("UTC")[1].strip() for line in listed.text.splitlines()[:4]] == [
        "9 of 40",
        "7 of 40",
        "4 of 40",
        "1 of 40",
    ]


def test_only_ten_days_are_kept(tmp_path: Path, clock: Clock) -> None:
    """The oldest daily copies go; the newest ten stay."""
    for number in range(1, 14):
        sitting = session(tmp_path, REAL, clock)
        sitting.watched(entries(REAL, str(number)))
        sitting.save()
        clock.now += timedelta(days=1)
    days = names(copies(session(tmp_path, REAL, clock)))[1:]
    assert days == [f"day-202612{day:02}" for day in (4, 3, 2, 1)] + [
        f"day-202611{day}" for day in (30, 29, 28, 27, 26, 25)
    ]


def test_doctor_finds_nothing_wrong_with_a_whole_file(three_days: Session) -> None:
    """A whole file and its copies are named, and nothing is wrong."""
    said = doctor(three_days)
    assert three_days.store.path in said.text
    assert three_days.store.copies.directory in said.text
    assert said.text.endswith("Nothing is wrong.")


@pytest.mark.usefixtures("three_days")
def test_doctor_says_what_is_wrong(tmp_path: Path, clock: Clock) -> None:
    """Whatever is wrong is explained, and nothing is written."""
    file = tmp_path / "progress.json"
    whole = file.read_text(encoding="ascii")
    conflict = tmp_path / "progress.sync-conflict-20261124-120000-ABCDEFG.json"
    for text, said in {
        whole[:900]: "The file is damaged (not readable as JSON",
        whole.replace("tv-02", "tv-20"): "The file and a copy differ in 1 event",
        "\n".join(line for line in whole.splitlines() if "tv-02" not in line): "lacks 1 event",
        whole.replace('"schema": 1', '"schema": 7'): "A newer version of layzner wrote the file",
    }.items():
        file.write_text(text, encoding="ascii")
        answer = doctor(session(tmp_path, REAL, clock))
        assert said in answer.text
        assert isinstance(answer.data, dict)
        assert answer.data["wrong"]
        assert file.read_text(encoding="ascii") == text
    file.write_text(whole, encoding="ascii")
    conflict.write_text(whole, encoding="ascii")
    assert "1 conflict copy" in doctor(session(tmp_path, REAL, clock)).text


def test_restore_joins_and_never_loses(tmp_path: Path, three_days: Session) -> None:
    """A copy joined back brings what is missing, and takes nothing away."""
    elsewhere = session(tmp_path / "elsewhere", REAL)
    elsewhere.watched(entries(REAL, "12"))
    elsewhere.save()
    three_days.watched(entries(REAL, "10"))
    backup = str(tmp_path / "elsewhere/progress.json")
    done = care.restore(three_days, care.copy_named(three_days, backup))
    assert done.text.startswith("Restored 1 event from ")
    three_days.save()
    progress = session(tmp_path, REAL).view.progress
    assert (progress.next_up, progress.latest, progress.tally.watched) == ("tv-11", "tv-10", 11)
    again = care.restore(three_days, care.copy_named(three_days, backup))
    assert not again.changed


def test_going_back_is_a_step(tmp_path: Path, three_days: Session) -> None:
    """``--replace`` goes back, says what that loses, stays so, and undo takes it back."""
    copy = care.copy_named(three_days, "day-20261123")
    assert care.lost_by(three_days, copy) == (
        "5 events that day-20261123 does not have; 9 of 40 watched becomes 4 of 40"
    )
    done = care.go_back(three_days, copy)
    assert done.text == "Everything is as in day-20261123: 4 of 40 watched, it was 9"
    three_days.save()
    later = session(tmp_path, REAL)
    assert later.view.progress.next_up == "tv-05", "the mirror does not bring it back"
    assert not care.go_back(later, copy).changed
    assert later.undo().text == "Undone: cleared episodes 5–9"
    assert later.view.progress.next_up == "tv-10"
    assert later.redo().text == "Redone: cleared episodes 5–9"
    assert later.view.progress.next_up == "tv-05"


def test_going_back_is_one_step_for_every_viewer(tmp_path: Path, three_days: Session) -> None:
    """What a copy has of others stands again too, and one undo takes all of it back."""
    copy = care.copy_named(three_days, "day-20261123")
    anna = Session(REAL, three_days.store, Clock(), chance, who="Anna")
    anna.watched(entries(REAL, "1-3"))
    anna.save()
    here = session(tmp_path, REAL)
    care.go_back(here, copy)
    here.save()
    anna = Session(REAL, here.store, Clock(), chance, who="Anna")
    assert (anna.view.new, here.view.progress.tally.watched) == (True, 4)
    here.undo()
    here.save()
    anna = Session(REAL, here.store, Clock(), chance, who="Anna")
    assert (anna.view.progress.tally.watched, here.view.progress.tally.watched) == (3, 9)
    anna.redo()
    anna.save()
    assert session(tmp_path, REAL).view.progress.tally.watched == 4


def test_unknown_copies_are_named(three_days: Session) -> None:
    """A name that is no copy is refused with the nearest."""
    with pytest.raises(NotUnderstood, match="did you mean day-20261123"):
        care.copy_named(three_days, "day-2026-1123")


def test_forgetting_reaches_every_copy(tmp_path: Path, three_days: Session) -> None:
    """What is forgotten is in no file of this machine any more, and does not come back."""
    backup = tmp_path / "progress.json.bak"
    backup.write_bytes((tmp_path / "progress.json").read_bytes())
    said = care.forget_entry(three_days, REAL.entry("tv-01")).text
    assert said.startswith("Forgot 1 event of episode 1. There is no undo; a machine that never")
    assert said.endswith(f". Still in {backup}")
    held = [path.read_text(encoding="ascii") for path in tmp_path.rglob("*.json")]
    assert len(held) == 6, "the file, the mirror, three days and today"
    assert not [text for text in held if "tv-01" in text]
    assert len([text for text in held if '": "forgotten"' in text]) == 6
    assert session(tmp_path, REAL).view.progress.next_up == "tv-01"
    assert "9 events, 1 forgotten" not in doctor(three_days).text
    assert "whole, 8 events, 1 forgotten" in doctor(three_days).text
    assert doctor(three_days).text.endswith("Nothing is wrong.")
    later = session(tmp_path, REAL)
    assert care.forget_entry(later, REAL.entry("tv-01")).text == (
        "There is nothing of episode 1 to forget"
    )
    assert not care.restore(later, care.copy_named(later, str(backup))).changed
    for _ in range(8):
        assert later.undo().changed
    assert later.view.new
    assert not later.undo().changed


def test_forgetting_a_profile_leaves_the_others(tmp_path: Path, three_days: Session) -> None:
    """A profile goes whole, whatever case its name is typed in; the owner's marks stay."""
    anna = Session(REAL, three_days.store, Clock(), chance, who="Anna")
    anna.watched(entries(REAL, "1-3"))
    anna.save()
    sitting = session(tmp_path, REAL)
    name = care.profile_named(sitting, "ANNA")
    assert care.forget_profile(sitting, name).text.startswith("Forgot 3 events of profile Anna.")
    assert "Anna" not in (tmp_path / "progress.json").read_text(encoding="ascii")
    assert session(tmp_path, REAL).view.progress.next_up == "tv-10"
    for unknown in ("Anna", ""):
        with pytest.raises(NotUnderstood, match=f"no entry or profile “{unknown}”"):
            care.profile_named(sitting, unknown)


def test_forgetting_survives_a_machine_that_did_not_hear_of_it(tmp_path: Path) -> None:
    """Row 47: what was known stays forgotten on both; what was written unheard stands."""
    here, there = (tmp_path / name for name in ("here", "there"))
    first = session(here, REAL)
    first.watched(entries(REAL, "1-3"))
    first.save()
    shutil.copytree(here, there)
    other = session(there, REAL)
    other.remark(REAL.entry("tv-02"), "Unheard.")
    other.save()
    care.forget_entry(first, REAL.entry("tv-02"))
    name = "progress.sync-conflict-20261126-120000-ABCDEFG.json"
    for order in ((here, there), (there, here)):
        for to, source in zip(order, reversed(order), strict=True):
            (to / name).write_bytes((source / "progress.json").read_bytes())
            sitting = session(to, REAL)
            sitting.save()
    for directory in (here, there):
        sitting = session(directory, REAL)
        assert sitting.view.progress.state(REAL.entry("tv-02")) is State.TO_WATCH
        assert [event.text for event in sitting.remarks(REAL.entry("tv-02"))] == ["Unheard."]
        assert len(sitting.journal.forgotten()) == 1
        held = "".join(path.read_text("ascii") for path in directory.rglob("*.json"))
        assert '"do": "watched", "entry": "tv-02"' not in held
    assert (here / "progress.json").read_bytes() == (there / "progress.json").read_bytes()


def test_reset_is_a_step(tmp_path: Path, three_days: Session) -> None:
    """A reset takes back all of this viewer in this guide, the first questions come again."""
    three_days.tell(seen=True)
    three_days.rewatch()
    three_days.watched(entries(REAL, "1"))
    three_days.rate(REAL.entry("tv-01"), 9)
    three_days.choose("strict")
    before = three_days.view
    anna = Session(REAL, three_days.store, Clock(), chance, who="Anna")
    anna.watched(entries(REAL, "1-3"))
    anna.save()
    three_days.save()
    assert three_days.reset().changed
    three_days.save()
    later = session(tmp_path, REAL)
    assert later.view.new
    assert not later.reset().changed
    assert not later.view.progress.seen
    assert [each.number for each in later.view.progress.passes] == [1]
    assert later.view.progress.tally.watched == 0
    assert later.history().entries == 0
    assert Session(REAL, later.store, Clock(), chance, who="Anna").view.progress.tally.watched == 3
    assert later.undo().changed
    assert later.view.progress.passes == before.progress.passes
    assert later.view.level == before.level


def test_archives_of_the_first_version_can_be_restored(tmp_path: Path, three_days: Session) -> None:
    """What a reset of version 1.0.0 moved away is listed, and joined back by that name."""
    folder = Path(three_days.store.copies.directory) / "archive-20261120T203000Z-1a2b"
    folder.mkdir()
    for name in ("progress.json", "mirror.json", "day-20261120.json"):
        (folder / name).write_bytes((tmp_path / "progress.json").read_bytes())
    listed = names(copies(three_days))
    assert listed[-1] == "archive-20261120T203000Z-1a2b/progress"
    assert care.copy_named(three_days, listed[-1]).journal == three_days.journal
    care.forget_entry(three_days, REAL.entry("tv-05"))
    assert not [path for path in folder.iterdir() if "tv-05" in path.read_text("ascii")]


def test_a_newer_schema_is_refused_by_every_care(tmp_path: Path, three_days: Session) -> None:
    """Forgetting, resetting and going back leave a newer file alone; a newer copy is not joined."""
    file = tmp_path / "progress.json"
    newer = file.read_text("ascii").replace('"schema": 1', '"schema": 2')
    backup = tmp_path / "backup.json"
    for text in (newer, newer[:-200]):
        file.write_text(text, "ascii")
        backup.write_text(text, "ascii")
        sitting = session(tmp_path, REAL)
        copy = care.copy_named(sitting, "day-20261122")
        for act in (sitting.reset, lambda: care.go_back(sitting, copy)):  # noqa: B023  # called here
            act()
            with pytest.raises(StoreError, match="written by a newer version of layzner"):
                sitting.save()
        with pytest.raises(StoreError, match="written by a newer version of layzner"):
            care.forget_entry(session(tmp_path, REAL), REAL.entry("tv-01"))
        with pytest.raises(NotUnderstood, match="update layzner first"):
            care.copy_named(sitting, str(backup))
        assert file.read_text("ascii") == text
        said = doctor(session(tmp_path, REAL)).text
        assert "update layzner on this machine" in said
        assert "the next mark" not in said
    assert list(Path(three_days.store.copies.directory).glob("damaged-*")) == []


def test_what_cannot_be_saved_at_the_end_is_kept_elsewhere(tmp_path: Path, clock: Clock) -> None:
    """The last save failing, the pending marks go to a file that ``restore`` can join back."""
    sitting = session(tmp_path, REAL, clock)
    sitting.watched(entries(REAL, "1"))
    sitting.save()
    file = tmp_path / "progress.json"
    file.rename(tmp_path / "elsewhere")
    file.mkdir()
    sitting.watched(entries(REAL, "2"))
    with pytest.raises(Exception, match=r"NOT SAVED: .* is not a file") as error:
        sitting.leave()
    [name] = [word for word in str(error.value).split() if "unsaved-" in word]
    kept = Path(name.rstrip(","))
    assert len(json.loads(kept.read_bytes())["events"]) == 1
    file.rmdir()
    (tmp_path / "elsewhere").rename(file)
    later = session(tmp_path, REAL)
    assert later.view.progress.next_up == "tv-03"
    assert "1 file of marks could not be saved in place" in doctor(later).text
    assert kept.exists(), "reading does not write"
    later.settle()
    assert not kept.exists()
    kept.write_bytes((tmp_path / "state/mirror.json").read_bytes()[:-9])
    later.watched(entries(REAL, "3"))
    later.save()
    assert kept.exists(), "what cannot be taken in whole stays"
    assert session(tmp_path, REAL).view.progress.next_up == "tv-04"

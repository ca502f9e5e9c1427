"""Care for the file: doctor, restore, forget and reset."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import REAL, Clock, entries, session
from tracker import care
from tracker.answers import Answer, copies, doctor
from tracker.domain.asked import NotUnderstood
from tracker.session import Session


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
    return [str(one["name"]) for one in found if isinstance(one, dict)]


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
        whole.replace("tv-02", "tv-20"): "1 event in the file and a copy differ",
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
    backup = tmp_path / "backup.json"
    backup.write_bytes((tmp_path / "progress.json").read_bytes())
    care.forget_entry(three_days, REAL.entry("tv-02"))
    three_days.watched(entries(REAL, "10"))
    assert three_days.view.progress.next_up == "tv-02"
    done = care.restore(three_days, care.copy_named(three_days, str(backup)))
    assert done.text.startswith("Restored 1 event from ")
    three_days.save()
    assert session(tmp_path, REAL).view.progress.next_up == "tv-11"
    again = care.restore(three_days, care.copy_named(three_days, str(backup)))
    assert not again.changed


def test_going_back_says_what_is_lost_and_keeps_it(tmp_path: Path, three_days: Session) -> None:
    """``--replace`` really goes back; the file as it was is kept aside and can be joined again."""
    copy = care.copy_named(three_days, "day-20261123")
    assert care.lost_by(three_days, copy) == (
        "5 events that day-20261123 does not have; 9 of 40 watched becomes 4 of 40"
    )
    done = care.go_back(three_days, copy)
    assert three_days.view.progress.next_up == "tv-05"
    later = session(tmp_path, REAL)
    assert later.view.progress.next_up == "tv-05", "the mirror does not bring it back"
    aside = Path(done.text.rpartition(" ")[2])
    care.restore(later, care.copy_named(later, aside.stem))
    assert later.view.progress.next_up == "tv-10"


def test_unknown_copies_are_named(three_days: Session) -> None:
    """A name that is no copy is refused with the nearest."""
    with pytest.raises(NotUnderstood, match="did you mean day-20261123"):
        care.copy_named(three_days, "day-2026-1123")


def test_forgetting_reaches_every_copy(tmp_path: Path, three_days: Session) -> None:
    """What is forgotten is in no file of this machine any more, and does not come back."""
    assert care.forget_entry(three_days, REAL.entry("tv-01")).text == "Forgot 1 event of Episode 1"
    held = [path.read_text(encoding="ascii") for path in tmp_path.rglob("*.json")]
    assert len(held) == 6, "the file, the mirror, three days and today"
    assert not [text for text in held if "tv-01" in text]
    assert session(tmp_path, REAL).view.progress.next_up == "tv-01"


def test_forgetting_a_profile_leaves_the_others(tmp_path: Path, three_days: Session) -> None:
    """A profile goes whole, whatever case its name is typed in; the owner's marks stay."""
    anna = Session(REAL, three_days.store, Clock(), who="Anna")
    anna.watched(entries(REAL, "1-3"))
    anna.save()
    sitting = session(tmp_path, REAL)
    assert care.forget_profile(sitting, "ANNA").text == "Forgot 3 events of profile Anna"
    assert "Anna" not in (tmp_path / "progress.json").read_text(encoding="ascii")
    assert session(tmp_path, REAL).view.progress.next_up == "tv-10"
    with pytest.raises(NotUnderstood, match="no entry or profile “Anna”"):
        care.forget_profile(sitting, "Anna")


def test_reset_moves_everything_to_an_archive(tmp_path: Path, three_days: Session) -> None:
    """After a reset nothing comes back from the copies, and the archive holds all of it."""
    before = (tmp_path / "progress.json").read_bytes()
    folder = Path(care.reset(three_days).text.rpartition(" ")[2])
    assert {path.name for path in folder.iterdir()} == {
        "progress.json",
        "mirror.json",
        "day-20261122.json",
        "day-20261123.json",
        "day-20261124.json",
    }
    assert (folder / "progress.json").read_bytes() == before
    anew = session(tmp_path, REAL)
    assert anew.view.new
    anew.watched(entries(REAL, "1"))
    anew.save()
    assert anew.view.progress.tally.watched == 1
    care.restore(anew, care.copy_named(anew, str(folder / "progress.json")))
    assert anew.view.progress.tally.watched == 9


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
    [name] = [word for word in str(error.value).replace("»", " ").split() if "unsaved-" in word]
    file.rmdir()
    (tmp_path / "elsewhere").rename(file)
    later = session(tmp_path, REAL)
    copy = care.copy_named(later, name)
    assert len(json.loads(Path(copy.path).read_bytes())["events"]) == 1
    care.restore(later, copy)
    assert later.view.progress.next_up == "tv-03"

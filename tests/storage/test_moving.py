"""Moving the file to another directory and back: nothing is lost on the way, and others follow."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from errno import EIO, EPERM
from itertools import count
from pathlib import Path

import pytest

from tests.storage import faults
from tests.storage.faults import Calls, contents, drafts, marks, whole
from tests.storage.test_saving import quick
from tests.support import REAL, Clock, chance, entries
from tracker.cli.main import main
from tracker.session import care
from tracker.session.sitting import Session
from tracker.storage.files import StoreError
from tracker.storage.places import progress_file
from tracker.storage.store import Store

__all__ = ["quick"]

EVERYTHING = {"tv-01", "tv-02", "tv-03", "tv-20"}


class Machine:
    """A home of its own, and the directory that another program syncs."""

    def __init__(self, home: Path, synced: Path) -> None:
        self.home, self.synced = home, synced
        self.file = home / "data/progress.json"
        synced.mkdir(exist_ok=True, parents=True)
        self.target = synced / "layzner/progress.json"

    def state_of(self, path: str) -> str:
        """Where lock and copies of a file are."""
        name = os.path.realpath(path).replace(os.sep, "_")
        return str(self.home / "state" / name)

    def sitting(self) -> Session:
        """The program, started anew."""
        clock = Clock()
        return Session(REAL, Store(str(self.file), self.state_of, clock), clock, chance)

    def mark(self, *texts: str) -> None:
        """Mark, in a program of its own."""
        sitting = self.sitting()
        sitting.watched(entries(REAL, *texts))
        sitting.save()

    def move(self, sitting: Session | None = None) -> str:
        """`layzner move`, and what it says."""
        sitting = sitting or self.sitting()
        wanted = care.wanted_move(sitting, str(self.target.parent))
        if wanted is None:
            return "already"
        said = care.move(sitting, wanted).text
        sitting.settle()
        return said

    def back(self, sitting: Session | None = None) -> str:
        """`layzner move --back`, and what it says."""
        sitting = sitting or self.sitting()
        done = care.move_back(sitting)
        sitting.settle()
        return done.text

    @property
    def watched(self) -> set[str]:
        """The marks that it knows."""
        return set(self.sitting().view.progress.marks)


@pytest.fixture
def here(tmp_path: Path) -> Machine:
    """A machine with marks over two saves."""
    machine = Machine(tmp_path / "here", tmp_path / "Sync")
    machine.mark("1")
    machine.mark("2-3")
    return machine


@pytest.fixture
def there(tmp_path: Path) -> Machine:
    """Another machine that syncs the same directory."""
    machine = Machine(tmp_path / "there", tmp_path / "Sync")
    machine.mark("20")
    return machine


def names(directory: Path) -> list[str]:
    """What lies in it."""
    return sorted(os.listdir(directory)) if directory.exists() else []


def test_two_machines(here: Machine, there: Machine) -> None:
    """The same command on both: both know all, and so it is for what is marked then."""
    assert here.move() == f"The progress is now in {here.target}"
    assert there.move().startswith(
        f"The progress is now in {here.target}, and what was there brings 3 marks. What was"
    )
    assert here.watched == there.watched == EVERYTHING
    here.mark("30")
    there.mark("31")
    assert here.watched == there.watched == EVERYTHING | {"tv-30", "tv-31"}
    for machine in (here, there):
        assert os.readlink(machine.file) == str(machine.target)
        assert machine.move() == "already"
    assert names(here.target.parent) == ["progress.json"]


def test_two_empty_machines(tmp_path: Path) -> None:
    """With nothing marked anywhere, the first mark makes the file where it is to be."""
    machines = [Machine(tmp_path / name, tmp_path / "Sync") for name in ("a", "b")]
    for machine in machines:
        machine.move()
    assert not machines[0].target.exists()
    machines[0].mark("1")
    machines[1].mark("2")
    assert machines[0].watched == machines[1].watched == {"tv-01", "tv-02"}
    assert marks(whole(machines[0].target.read_bytes())) == {"tv-01", "tv-02"}


def test_the_copies_go_along(here: Machine) -> None:
    """Every copy is in the new place and in no other, and comes back again."""
    old = Path(here.state_of(str(here.file)))
    (old / "archive-1").mkdir()
    for name in ("day-20261101", "damaged-x", "aside-x", "archive-1/progress"):
        shutil.copy(old / "mirror.json", old / f"{name}.json")
    (old / ".mirror.json.0badcafe.tmp").write_bytes(b"{")
    here.move()
    new = Path(here.state_of(str(here.file)))
    assert new != old
    assert names(old) == ["lock"]
    held = ["archive-1", "aside-x.json", "damaged-x.json", "day-20261101.json", "day-20261122.json"]
    assert names(new) == [*held, "lock", "mirror.json"]
    assert marks(whole((new / "day-20261122.json").read_bytes())) == {"tv-01"}
    here.back()
    assert names(new) == ["lock"]
    assert names(old) == [*held, "lock", "mirror.json"]


def test_a_copy_of_the_same_name_is_kept_too(here: Machine) -> None:
    """Where both places have a copy of the day, neither is lost."""
    here.move()
    here.back()
    new = Path(here.state_of(str(here.target)))
    (new / "day-20261122.json").write_bytes(b"theirs")
    here.move()
    assert (new / "day-20261122.json").read_bytes() == b"theirs"
    (aside,) = new.glob("aside-*.json")
    assert marks(whole(aside.read_bytes())) == {"tv-01"}


def test_what_is_forgotten_there_is_not_brought_back_by_the_copies(
    here: Machine, there: Machine
) -> None:
    """Copies that are taken along lose what the other machine forgot."""
    here.move()
    shutil.rmtree(there.home)
    shutil.copytree(here.home, there.home, symlinks=True)
    for path in (there.home / "state").iterdir():
        path.rename(path.parent / path.name.replace("_here_", "_there_"))
    there.back()
    care.forget_entry(here.sitting(), REAL.entry("tv-02"))
    assert "tv-02" in there.watched
    there.move()
    assert there.watched == {"tv-01", "tv-03"}
    held = [path for path in there.home.rglob("*") if path.is_file()]
    assert len(held) > 3
    assert not [path for path in held if b'"tv-02"' in path.read_bytes()]


def test_back_and_forth(here: Machine, there: Machine) -> None:
    """The file is a file again, with all that came; what it led to stays for the others."""
    here.move()
    there.move()
    assert here.back() == (
        f"The progress is in {here.file} again, and {here.target} stays for other machines"
    )
    assert not here.file.is_symlink()
    assert marks(whole(here.file.read_bytes())) == EVERYTHING
    there.mark("30")
    here.mark("31")
    assert "tv-30" not in here.watched
    assert here.back() == f"{here.file} is not a link: nothing was moved from there"
    here.move()
    assert here.watched == there.watched == EVERYTHING | {"tv-30", "tv-31"}


def test_back_without_the_drive(here: Machine) -> None:
    """Where the directory is gone, what this machine knows comes back."""
    here.move()
    shutil.rmtree(here.synced)
    here.back()
    assert marks(whole(here.file.read_bytes())) == {"tv-01", "tv-02", "tv-03"}
    assert not here.synced.exists()


def test_from_one_directory_to_another(here: Machine, tmp_path: Path) -> None:
    """A link is set anew; what it led to stays."""
    here.move()
    first = here.target
    here.target = tmp_path / "Other/progress.json"
    here.move()
    here.mark("30")
    assert marks(whole(first.read_bytes())) == {"tv-01", "tv-02", "tv-03"}
    assert marks(whole(here.target.read_bytes())) == {"tv-01", "tv-02", "tv-03", "tv-30"}


def test_an_open_program_follows(here: Machine, there: Machine) -> None:
    """Who has the file open goes on in the new place: its lock, its copies, both ways."""
    window = here.sitting()
    old, new = (Path(here.state_of(str(path))) for path in (here.file, here.target))
    there.move()
    here.move()
    assert window.changed_elsewhere
    window.watched(entries(REAL, "30"))
    with Calls() as calls:
        window.save()
    locks = {call.path for call in calls.names("flock")}
    assert locks == {str(new / "lock")}
    assert names(old) == ["lock"]
    assert here.file.is_symlink()
    assert there.watched == EVERYTHING | {"tv-30"}
    assert set(window.view.progress.marks) == EVERYTHING | {"tv-30"}
    here.back()
    window.watched(entries(REAL, "31"))
    window.save()
    assert not here.file.is_symlink()
    assert "tv-31" not in there.watched
    assert names(new) == ["lock"]
    assert marks(whole((old / "mirror.json").read_bytes())) == EVERYTHING | {"tv-30", "tv-31"}


def test_a_program_that_waits_for_the_lock_meanwhile(here: Machine) -> None:
    """Who waited for the old lock while the file was moved takes the new one."""
    window = here.sitting()
    window.watched(entries(REAL, "30"))
    first = Calls(lambda call: call.name == "flock", faults.meanwhile(here.move))
    with first as calls:
        window.save()
    assert first.struck
    used = [call.path for call in calls.names("flock")]
    assert used[-1] == str(Path(here.state_of(str(here.target))) / "lock")
    assert here.file.is_symlink()
    assert marks(whole(here.target.read_bytes())) == {"tv-01", "tv-02", "tv-03", "tv-30"}


def test_where_no_link_can_be_made(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has changed anywhere, and the line says what to do instead."""
    before = contents(here.home.parent)

    def refused(_source: str, path: str) -> None:
        raise OSError(EPERM, os.strerror(EPERM), path)

    monkeypatch.setattr(os, "symlink", refused)
    with pytest.raises(StoreError, match="no link can be made in") as error:
        here.move()
    assert f"set LAYZNER_DATA_DIR to {here.target.parent} instead" in str(error.value)
    assert contents(here.home.parent) == before
    assert not here.target.exists()


def torn(path: Path) -> None:
    """Cut short."""
    path.write_bytes(path.read_bytes()[:-30])


def test_a_damaged_file_is_kept_aside_before(here: Machine) -> None:
    """The link does not take the place of bytes that lie nowhere else."""
    torn(here.file)
    raw = here.file.read_bytes()
    with Calls():
        here.move()
    state = Path(here.state_of(str(here.target)))
    assert [path.read_bytes() for path in state.glob("damaged-*")] == [raw]
    assert here.watched == {"tv-01", "tv-02", "tv-03"}


@pytest.mark.parametrize("side", ["here", "there"])
def test_a_newer_schema_is_left_alone(here: Machine, there: Machine, side: str) -> None:
    """Whichever file a newer version wrote: both are as they were."""
    there.move()
    path = here.file if side == "here" else there.target
    path.write_bytes(path.read_bytes().replace(b'"schema": 1', b'"schema": 2'))
    before = [here.file.read_bytes(), there.target.read_bytes()]
    with pytest.raises(StoreError, match="newer version of layzner"):
        here.move()
    assert [here.file.read_bytes(), there.target.read_bytes()] == before
    assert not here.file.is_symlink()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: shutil.rmtree(path.parent), "there is no directory "),
        (lambda path: path.write_bytes(b"x"), " is not a directory; nothing has changed"),
        (lambda path: (path / "progress.json").mkdir(parents=True), "is not a file; move it away"),
    ],
)
def test_a_place_that_cannot_be_used(
    here: Machine, make: Callable[[Path], object], said: str
) -> None:
    """It is named, and nothing has changed; a drive that is not there is not made up."""
    make(here.target.parent)
    before = contents(here.home)
    with pytest.raises(StoreError, match=said):
        here.move()
    assert contents(here.home) == before


def test_somebody_marks_while_it_moves(here: Machine) -> None:
    """What another program saves between the reading and the link is not lost."""
    text = here.file.read_text()
    theirs = text.replace('"tv-03"', '"tv-09"').replace("00000003-", "00000013-")

    def edit() -> None:
        (here.file.parent / "new").write_text(theirs)
        (here.file.parent / "new").replace(here.file)

    forced = Calls(
        lambda call: call.name == "fsync" and call.path == str(here.target.parent),
        faults.meanwhile(edit),
    )
    with forced:
        here.move()
    assert forced.struck
    assert "tv-09" in marks(whole(here.target.read_bytes()))
    assert here.file.is_symlink()


def prepared(directory: Path, *, back: bool) -> Machine:
    """A machine that is about to move, or to move back."""
    machine = Machine(directory / "here", directory / "Sync")
    other = Machine(directory / "there", directory / "Sync")
    other.mark("20")
    other.move()
    machine.mark("1-3")
    if back:
        machine.move()
    return machine


@pytest.mark.parametrize("back", [pytest.param(False, marks=pytest.mark.slow), True])
def test_killed_at_any_call(quick: Path, *, back: bool) -> None:
    """Whenever it dies, every mark is known to the next program, which can do it again."""
    for number in count(1):
        directory = quick / f"{number}"
        machine = prepared(directory, back=back)
        sitting = machine.sitting()

        def moved(
            machine: Machine = machine, number: int = number, sitting: Session = sitting
        ) -> None:
            with Calls(number, faults.killed_before) as calls:
                machine.back(sitting) if back else machine.move(sitting)
            assert not calls.struck

        ended = faults.outcome(faults.forked(moved))
        with Calls():
            assert machine.watched >= ({"tv-01", "tv-02", "tv-03"} | ({"tv-20"} if back else set()))
            machine.back() if back else machine.move()
            assert machine.watched == EVERYTHING
        assert machine.file.is_symlink() == (not back)
        shutil.rmtree(directory)
        if ended == 0:
            assert number > 60
            break


@pytest.mark.parametrize("back", [False, True])
def test_any_call_may_fail(quick: Path, *, back: bool) -> None:
    """Whatever the system refuses: it says so or it is done, and nothing is lost."""
    for number in count(1):
        directory = quick / f"{number}"
        machine = prepared(directory, back=back)
        said, sitting = "", machine.sitting()
        with Calls(number, faults.failing(EIO)) as calls:
            try:
                machine.back(sitting) if back else machine.move(sitting)
            except StoreError as error:
                said = str(error)
        if not calls.struck:
            assert number > 60
            break
        assert "\n" not in said
        assert drafts(machine.home / "data") == []
        with Calls():
            assert machine.watched >= {"tv-01", "tv-02", "tv-03"}
            machine.back() if back else machine.move()
            assert machine.watched == EVERYTHING
        shutil.rmtree(directory)


def run(home: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """A command of a user whose home that is."""
    monkeypatch.setenv("HOME", str(home))
    return main([*words])


def test_two_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From two empty homes and one directory: two commands, marks on both, and both know all."""
    homes = [tmp_path / "ann", tmp_path / "bob"]
    (tmp_path / "Sync").mkdir()
    for home in homes:
        home.mkdir()
        (home / "Sync").symlink_to(tmp_path / "Sync")
        assert run(home, monkeypatch, "move", "~/Sync/layzner") == 0
        assert "On your other machine: layzner move ~/Sync/layzner\n" in capsys.readouterr().out
    for home, entry in zip(homes, ("1", "2"), strict=True):
        assert run(home, monkeypatch, "watched", entry) == 0
    for home in homes:
        capsys.readouterr()
        assert run(home, monkeypatch, "status") == 0
        assert "2 of 40" in capsys.readouterr().out


def test_an_empty_directory_is_told_of_the_usual_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who names a directory without marks while the usual place has some is told so."""
    assert main(["watched", "1-3"]) == 0
    usual = progress_file(None)
    capsys.readouterr()
    for given in (["--data-dir", str(tmp_path / "new")], []):
        if not given:
            monkeypatch.setenv("LAYZNER_DATA_DIR", str(tmp_path / "new"))
        assert main(["next", *given]) == 0
        assert capsys.readouterr().err == (
            f"layzner: nothing is marked in {tmp_path / 'new'} yet; the usual place has 3 marks,"
            f" and layzner join {usual} would take them in\n"
        )
    assert main(["join", usual, "--yes"]) == 0
    assert main(["next"]) == 0
    assert "usual place" not in capsys.readouterr().err.partition("\n")[2]
    monkeypatch.delenv("LAYZNER_DATA_DIR")
    assert main(["next", "--data-dir", os.path.dirname(usual)]) == 0
    assert capsys.readouterr().err == ""


def test_move_needs_to_know_where(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """With neither or with both nothing is moved, and the line says what there is."""
    for words in ([], [str(tmp_path), "--back"]):
        assert main(["move", *words]) == 2
        said = capsys.readouterr().err
        assert said == "layzner: say where to: layzner move DIR, or layzner move --back\n"

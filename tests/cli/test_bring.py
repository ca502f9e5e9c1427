"""Joining what several machines hold: with a preview, and as git and Unison ask for it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests import terminal
from tests.storage.faults import contents, marked, marks, whole
from tests.support import REAL, chance, entries, session, store
from tracker.cli.main import main
from tracker.domain.journal import Journal
from tracker.session.sitting import Session
from tracker.storage.beside import is_conflict
from tracker.storage.document import Writer
from tracker.storage.places import state_directory

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a progress file of its own."""

    def command(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([*words, "--data-dir", str(tmp_path / "here")])
        return (code, *capsys.readouterr())

    return command


def file_of(directory: Path, *watched: str) -> Path:
    """The file of another machine, on which those were watched."""
    sitting = session(directory, REAL)
    sitting.watched(entries(REAL, *watched))
    sitting.save()
    return directory / "progress.json"


def test_a_preview_changes_nothing(run: Run, tmp_path: Path) -> None:
    """Where nobody can be asked, the plan is printed, with how to go on; exit 0."""
    other = file_of(tmp_path / "there", "1-12")
    run("watched", "3")
    before = contents(tmp_path)
    code, out, err = run("join", str(other))
    assert (code, err) == (0, "")
    assert out == f"{other}: brings 12 marks.\nNothing has changed; add --yes to join it.\n"
    said = json.loads(run("join", str(other), "--json")[1])
    assert said == {"applied": False, "brings": 12, "takes_back": 0, "forgets": 0}
    assert contents(tmp_path) == before


def test_what_it_brings_takes_back_and_forgets(run: Run, tmp_path: Path) -> None:
    """All three are counted before, over all viewers; what stood before is kept as a copy."""
    run("watched", "1-5")
    run("watched", "1", "--profile", "Anna")
    there = tmp_path / "there"
    there.mkdir()
    (there / "progress.json").write_bytes((tmp_path / "here/progress.json").read_bytes())
    other = session(there, REAL)
    other.clear(entries(REAL, "4-5"))
    other.watched(entries(REAL, "9"))
    other.forget([event.id for event in other.lived() if event.entry == "tv-01"])
    other.save()
    anna = Session(REAL, store(there), other.now, chance, who="Anna")
    anna.watched(entries(REAL, "2-3"))
    anna.save()
    code, out, _ = run("join", str(there / "progress.json"))
    assert out.startswith(f"{there}/progress.json: brings 3 marks, takes back 2 and forgets 1.\n")
    code, out, err = run("join", "--yes", str(there / "progress.json"))
    assert (code, err) == (0, "")
    assert out.startswith(f"Joined {there}/progress.json: brings 3 marks, takes back 2 and forgets")
    name = out.partition("is kept as ")[2].partition(";")[0]
    assert name.startswith("before-")
    kept = Path(state_directory(str(tmp_path / "here/progress.json"))) / f"{name}.json"
    assert len(whole(kept.read_bytes()).events) == 6
    assert kept.read_text().count('": "forgotten"') == 1, "forgetting reaches it"
    assert name in run("restore")[1]
    code, out, _ = run("join", "--yes", str(there / "progress.json"))
    assert out.startswith(f"{there}/progress.json brings nothing new.\n")
    assert len(list(kept.parent.glob("before-*"))) == 1


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("answer", ["y", "n"])
def test_it_is_asked_first(tmp_path: Path, answer: str) -> None:
    """On a terminal the plan is a question."""
    other = file_of(tmp_path / "there", "1-3")
    command = [sys.executable, "-m", "tracker", "join", str(other)]
    with terminal.opened([*command, "--data-dir", str(tmp_path / "here")], columns=200) as screen:
        screen.wait_for("brings 3 marks. Join? [y/N]")
        screen.press(f"{answer}\n")
        assert screen.ended() == (0 if answer == "y" else 1)
        assert ("nothing was joined" in screen.text) == (answer == "n")
    assert (tmp_path / "here/progress.json").exists() == (answer == "y")


def test_a_damaged_file_gives_what_is_legible(run: Run, tmp_path: Path) -> None:
    """It is said that it is damaged, and how much was read from it."""
    other = file_of(tmp_path / "there", "1-3")
    other.write_bytes(other.read_bytes()[:-40])
    code, out, err = run("join", str(other), "--yes")
    assert code == 0
    assert out.startswith(f"Joined {other}: brings 2 marks")
    assert f"{other} is damaged (not readable as JSON" in err
    assert "2 events read from it" in err
    assert marks(whole((tmp_path / "here/progress.json").read_bytes())) == {"tv-01", "tv-02"}


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (lambda _: None, "cannot read {}: No such file or directory"),
    "directory": (Path.mkdir, "{} is a directory; name the progress file in it"),
    "fifo": (os.mkfifo, "{} is not a file; move it away"),
    "foreign": (
        lambda p: p.write_text("[1]"),
        "{} is not a whole progress file (not in the format",
    ),
    "newer": (
        lambda p: p.write_text('{"format": "layzner-progress", "schema": 2, "events": {}}'),
        "{} was written by a newer version of layzner; update layzner first",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("into", [False, True])
def test_what_cannot_be_joined(run: Run, tmp_path: Path, kind: str, *, into: bool) -> None:
    """One line says which file and why, the exit code is 1, and nothing has changed."""
    run("watched", "3")
    good, bad = file_of(tmp_path / "there", "1"), tmp_path / "bad.json"
    make, said = WRONG[kind]
    make(bad)
    target = tmp_path / "into.json"
    target.write_bytes(good.read_bytes())
    before = contents(tmp_path)
    words = ["--into", str(target)] if into else ["--yes"]
    code, out, err = run("join", *words, str(good), str(bad))
    assert (code, out) == (1, "")
    assert err.startswith(f"layzner: {said.format(bad)}")
    assert err.count("\n") == 1
    assert contents(tmp_path) == before


def tool(directory: Path) -> dict[str, str]:
    """An environment with ``layzner`` on the path, and without a home or anything else."""
    (directory / "bin").mkdir(parents=True, exist_ok=True)
    script = directory / "bin/layzner"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tracker "$@"\n')
    script.chmod(0o755)
    return {
        "PATH": f"{directory / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path.cwd()),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def test_into_needs_no_state_and_leaves_none(tmp_path: Path) -> None:
    """With no home at all: 0 and written, with no word; what the target held is not lost."""
    environment, work = tool(tmp_path), tmp_path / "work"
    first, second = (file_of(tmp_path / name, text) for name, text in (("a", "1"), ("b", "2")))
    work.mkdir()
    for number, held in enumerate((None, b"", file_of(tmp_path / "c", "3").read_bytes())):
        target = work / f"{number}.json"
        if held is not None:
            target.write_bytes(held)
        command = ["layzner", "join", "--into", target.name, str(first), str(second)]
        said = subprocess.run(command, env=environment, cwd=work, capture_output=True, check=True)
        assert (said.stdout, said.stderr) == (b"", b"")
        assert marks(whole(target.read_bytes())) == {"tv-01", "tv-02", "tv-03"} - (
            set() if held else {"tv-03"}
        )
        (work / "mine.txt").write_text("not a journal")
    said = subprocess.run(
        ["layzner", "join", "--into", "mine.txt", str(first)],
        env=environment,
        cwd=work,
        capture_output=True,
        check=False,
    )
    assert (said.returncode, said.stdout, said.stderr.count(b"\n")) == (1, b"", 1)
    assert (work / "mine.txt").read_text() == "not a journal"
    assert sorted(os.listdir(work)) == ["0.json", "1.json", "2.json", "mine.txt"]
    assert os.listdir(tmp_path / "home") == []


def test_the_order_of_the_files_is_nothing(tmp_path: Path) -> None:
    """Both machines that merge get the same bytes."""
    files = [str(file_of(tmp_path / name, text)) for name, text in (("a", "1-3"), ("b", "2"))]
    assert main(["join", "--into", str(tmp_path / "ab"), *files]) == 0
    assert main(["join", "--into", str(tmp_path / "ba"), *reversed(files)]) == 0
    assert (tmp_path / "ab").read_bytes() == (tmp_path / "ba").read_bytes()


needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


class Repository:
    """A repository with a progress file: three commits on two branches."""

    def __init__(self, directory: Path) -> None:
        self.directory, self.file = directory / "repository", directory / "repository/progress.json"
        self.directory.mkdir()
        self._environment = {
            **tool(directory),
            **{f"GIT_{who}_{what}": "a" for who in ("AUTHOR", "COMMITTER") for what in ("NAME",)},
            **{f"GIT_{who}_EMAIL": "a@example.org" for who in ("AUTHOR", "COMMITTER")},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, fails: bool = False) -> str:
        """Run git."""
        run = subprocess.run(
            ["git", *words],
            cwd=self.directory,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (run.returncode != 0) == fails, run.stdout + run.stderr
        return run.stdout

    def commit(self, journal: Journal) -> None:
        """Commit that."""
        self.file.write_bytes(Writer().written(journal))
        self.git("add", "-A")
        self.git("commit", "-qm", "marks")

    def diverge(self) -> set[str]:
        """Three commits on each of two branches that change the same lines; all marks."""
        base = marked(Journal(), "base")
        self.commit(base)
        self.git("branch", "other")
        made = {"base"}
        for branch in ("main", "other"):
            self.git("checkout", "-q", branch)
            journal = base.undone(list(base.events), f"{len(branch):08x}")
            for number in range(3):
                journal = marked(journal, f"{branch}{number}")
                made.add(f"{branch}{number}")
                self.commit(journal)
        self.git("checkout", "-q", "main")
        return made


@needs_git
def test_git_with_the_driver(tmp_path: Path) -> None:
    """Row 52: with `layzner join` as merge driver every event is there, and the file is whole."""
    repository = Repository(tmp_path)
    (repository.directory / ".gitattributes").write_text("progress.json merge=layzner\n")
    repository.git("config", "merge.layzner.driver", "layzner join --into %A %A %B")
    made = repository.diverge()
    repository.git("merge", "-q", "other", "-m", "both")
    assert marks(whole(repository.file.read_bytes())) == made
    assert repository.git("status", "--porcelain") == ""
    assert sorted(os.listdir(repository.directory)) == [".git", ".gitattributes", "progress.json"]
    here = repository.file.read_bytes()
    repository.git("checkout", "-q", "other")
    repository.git("merge", "-q", "main~1", "-m", "both")
    repository.git("merge", "-q", "main", "-m", "both")
    assert repository.file.read_bytes() == here


@needs_git
def test_a_driver_that_cannot_join_leaves_a_conflict(tmp_path: Path) -> None:
    """Row 52: where one side is no journal git says so, and our side stays as it was."""
    repository = Repository(tmp_path)
    (repository.directory / ".gitattributes").write_text("progress.json merge=layzner\n")
    repository.git("config", "merge.layzner.driver", "layzner join --into %A %A %B")
    repository.diverge()
    ours = repository.file.read_bytes()
    repository.git("checkout", "-q", "other")
    repository.file.write_bytes(b"<<<<<<< nonsense")
    repository.git("commit", "-qam", "broken")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "other", "-m", "both", fails=True)
    assert repository.git("status", "--porcelain") == "UU progress.json\n"
    assert repository.file.read_bytes() == ours


@needs_git
@pytest.mark.parametrize("how", ["markers", "union"])
def test_git_without_the_driver(tmp_path: Path, run: Run, how: str) -> None:
    """Row 52: markers left in, and `merge=union`: every event is read, the next mark repairs."""
    repository = Repository(tmp_path)
    if how == "union":
        (repository.directory / ".gitattributes").write_text("progress.json merge=union\n")
    made = repository.diverge()
    repository.git("merge", "-q", "other", "-m", "both", fails=how == "markers")
    data = repository.file.read_bytes()
    assert (b"<<<<<<<" in data) == (how == "markers")
    (tmp_path / "here").mkdir()
    file = tmp_path / "here/progress.json"
    file.write_bytes(data)
    assert run("watched", "30")[0] == 0
    assert marks(whole(file.read_bytes())) == {*made, "tv-30"}
    state = Path(state_directory(str(file)))
    assert how == "union" or [path.read_bytes() for path in state.glob("damaged-*")] == [data]


class Unison:
    """Two directories that Unison keeps alike."""

    def __init__(self, directory: Path, *more: str) -> None:
        self.sides = [directory / name for name in ("a", "b")]
        self._more = more
        self._environment = {
            **tool(directory),
            "HOME": str(directory),
            "UNISON": str(directory / "unison"),
            "UNISONBACKUPDIR": str(directory / "backup"),
        }

    def mark(self, at: int, number: str) -> None:
        """A mark on one side, and no copies of it there."""
        sitting = session(self.sides[at], REAL)
        sitting.watched(entries(REAL, number))
        sitting.save()
        shutil.rmtree(self.sides[at] / "state")

    def sync(self) -> None:
        """Run Unison; it may find a conflict that it cannot resolve."""
        command = ["unison", *map(str, self.sides), "-batch", "-ui", "text", *self._more]
        run = subprocess.run(command, env=self._environment, capture_output=True, check=False)
        assert run.returncode in (0, 1), run.stderr


needs_unison = pytest.mark.skipif(not shutil.which("unison"), reason="unison is not installed")


@needs_unison
def test_unison_with_its_merge_line(tmp_path: Path) -> None:
    """Row 52: as Unison's merge program, both sides have every event, and nothing is left over."""
    merge = "Name progress.json -> layzner join --into NEW CURRENT1 CURRENT2"
    backup = ["-backup", "Name progress.json", "-backuploc", "central"]
    unison = Unison(tmp_path, "-merge", merge, "-confirmmerge=false", *backup)
    unison.mark(0, "1-3")
    unison.mark(1, "5")
    unison.sync()
    for side in unison.sides:
        held = whole((side / "progress.json").read_bytes())
        assert marks(held) == {"tv-01", "tv-02", "tv-03", "tv-05"}
        assert os.listdir(side) == ["progress.json"]


@needs_unison
def test_what_unison_leaves(tmp_path: Path) -> None:
    """Row 46: with `-copyonconflict` what it overwrites is a conflict copy, which is joined."""
    unison = Unison(tmp_path, "-prefer", "newer", "-copyonconflict")
    unison.mark(0, "1")
    unison.mark(1, "2")
    os.utime(unison.sides[0] / "progress.json", (1_000_000, 1_000_000))
    unison.sync()
    (left,) = (path for path in unison.sides[0].iterdir() if path.name != "progress.json")
    assert is_conflict("progress.json", left.name)
    sitting = session(unison.sides[0], REAL)
    assert set(sitting.view.progress.marks) == {"tv-01", "tv-02"}


def names(paths: Iterable[Path]) -> list[str]:
    """Their names."""
    return sorted(path.name for path in paths)


@pytest.mark.skipif(not shutil.which("rclone"), reason="rclone is not installed")
def test_what_rclone_leaves(tmp_path: Path) -> None:
    """Row 46: after a conflict of `rclone bisync` the next start of either side has every event."""
    sides = [tmp_path / name / "sync" for name in "ab"]
    sides[0].mkdir(parents=True)
    sides[1].mkdir(parents=True)
    environment = {**os.environ, "HOME": str(tmp_path), "RCLONE_CONFIG": os.devnull}
    command = ["rclone", "bisync", *map(str, sides), "--workdir", str(tmp_path / "work")]

    def synced(*more: str) -> None:
        run = subprocess.run([*command, *more], env=environment, capture_output=True, check=False)
        assert run.returncode == 0, run.stderr

    def marking(side: Path, number: str) -> None:
        sitting = session(side, REAL)
        sitting.watched(entries(REAL, number))
        sitting.save()
        shutil.move(side / "state", side.parent / f"state{number}")

    marking(sides[0], "1")
    synced("--resync")
    marking(sides[0], "2")
    marking(sides[1], "3")
    synced("--force")
    for side in sides:
        left = names(side.iterdir())
        assert left != ["progress.json"], "rclone left a conflict"
        sitting = session(side, REAL)
        assert set(sitting.view.progress.marks) == {"tv-01", "tv-02", "tv-03"}, left
        sitting.settle()
        shutil.move(side / "state", side.parent / "state-last")
        assert names(side.iterdir()) == ["progress.json"]
    assert (sides[0] / "progress.json").read_bytes() == (sides[1] / "progress.json").read_bytes()

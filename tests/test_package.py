"""The wheel: all that is needed is in it, and the README says the truth."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests import terminal
from tracker.cli.verbs import VERBS
from tracker.tui.keys import PLACES, shown

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command ``layzner``, from a wheel installed alone into a fresh environment.

    Its dependencies are those of the running tests, found through a path file.
    """
    directory = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(directory), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    [wheel] = directory.glob("*.whl")
    home = directory / "env"
    venv.create(home, with_pip=False)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [*pip[:3], "--python", str(python), *pip[3:], "install", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    where = subprocess.run(
        [str(python), "-c", "import tracker; print(tracker.__file__)"],
        cwd=directory,
        check=True,
        capture_output=True,
        text=True,
    )
    assert where.stdout.startswith(str(home)), "the tests would run against the checkout"
    return python.with_name("layzner")


def test_the_installed_command_answers(installed: Path, tmp_path: Path) -> None:
    """The wheel carries the guide: ``layzner status`` answers from anywhere."""
    said = subprocess.run(
        [installed, "status", "--data-dir", tmp_path],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Next: Episode 1 · On the Red Planet · 24 min" in said.stdout


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_the_installed_interface_opens(installed: Path, tmp_path: Path) -> None:
    """The wheel carries the style sheet: the interface opens in a real terminal and closes."""
    with terminal.opened([str(installed), "--data-dir", str(tmp_path)]) as screen:
        screen.wait_for("Have you seen it before?")
        screen.press("13\r")
        screen.wait_for("Next up")
        # Faster than any focus can follow: what is typed into a question is never a command.
        screen.press("/11\r  u/15\rtq1\x7f:3")
        screen.wait_for("Stopped episode 15 at q:3")
        screen.wait_for("13 of 40")
        screen.press("\x15\r")
        screen.wait_for("is not a position")
        screen.press("\x03")
        screen.press("\x11")
        assert screen.ended() == 0
        assert not screen.is_in_use()


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("signal", ["SIGTERM", "SIGHUP"])
def test_a_signal_restores_the_terminal(tmp_path: Path, signal: str) -> None:
    """SIGTERM and SIGHUP leave the terminal as it was, and the mark on the disk."""
    with terminal.opened([sys.executable, "-m", "tracker", "--data-dir", str(tmp_path)]) as screen:
        screen.wait_for("Have you seen it before?")
        screen.press("\x1b")
        screen.wait_for("Welcome aboard")
        # Not the same key twice: one that closes a page counts as held for a moment.
        for key, heading in ((" ", "Cold War"), ("\r", "Next up"), (" ", "What fell on the base")):
            screen.press(key)
            screen.wait_for(heading)
        screen.signal(signal)
        assert screen.ended() == 128 + getattr(__import__("signal"), signal)
        assert not screen.is_in_use()
    assert '"entry": "tv-01"' in (tmp_path / "progress.json").read_text(encoding="ascii")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_dumb_terminal_gets_the_status(tmp_path: Path) -> None:
    """TERM=dumb cannot show the interface: the status is printed, and why."""
    command = [sys.executable, "-m", "tracker", "--data-dir", str(tmp_path)]
    with terminal.opened(command, TERM="dumb") as screen:
        screen.wait_for("Next: Episode 1")
        screen.wait_for("TERM=dumb")
        assert screen.ended() == 0


def section(title: str) -> str:
    """A section of the README."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("place", PLACES)
def test_the_readme_names_every_key_and_no_other(place: str) -> None:
    """The tables of keys in the README are those of the interface."""
    table = f"### Keys\n{section('Keys')}".partition(f"### {place}\n")[2].partition("\n### ")[0]
    named = re.findall(r"^\| (.+?) \| (.+?) \|$", table, re.MULTILINE)[1:]
    keys = [(" ".join(re.findall("`([^`]+)`", keys)), said) for keys, said in named]
    assert keys == [(shown(key), key.tooltip) for key in PLACES[place]]


def test_the_readme_names_every_verb_and_no_other() -> None:
    """The table of verbs in the README is that of the command line."""
    named = re.findall(r"^\| `layzner ([a-z]+)[^`]*` \| (.+?) \|$", README, re.MULTILINE)
    assert named == [(name, verb.summary) for name, verb in VERBS.items()]


def test_the_readme_comes_to_the_point() -> None:
    """Before its tables it has at most 900 words, code and links apart."""
    before = re.sub(
        r"```.*?```|\]\([^)]*\)", "", README.partition("\n## Keys\n")[0], flags=re.DOTALL
    )
    assert 500 < len(before.split()) <= 900


def test_the_readme_shows_a_picture_that_is_there() -> None:
    """Every file that the README links to exists."""
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert all((ROOT / link).is_file() for link in links)


def test_nothing_else_lies_at_the_top() -> None:
    """The top level holds the package, the tests, two files and dotfiles."""
    top = {name for name in os.listdir(ROOT) if not name.startswith(".")}
    assert top == {"tracker", "tests", "pyproject.toml", "README.md"}

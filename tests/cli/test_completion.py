"""Completion and help: each script in its own shell, and each verb's help explained."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import terminal
from tests.support import EVENING, REAL, session
from tracker.cli import arguments, completion
from tracker.cli.completion import SHELLS
from tracker.cli.main import main
from tracker.cli.verbs import VERBS, table
from tracker.domain import times
from tracker.domain.spoilers import LEVELS
from tracker.domain.words import WEEKDAYS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs the shells of POSIX")

PART_1 = [str(number) for number in range(1, 26)]
ALL = [str(number) for number in range(1, 39)] + ["ova-1", "ova-2", "ova-3"]
COMMON = [
    "--help",
    "--json",
    "--data-dir",
    "--guide",
    "--profile",
    "--spoilers",
    "--ascii",
    "--version",
]

Offered = Callable[..., list[str]]


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory to stand in, with ``layzner`` on the PATH and a script for each shell."""
    for name in ("bin", "here", "data"):
        (tmp_path / name).mkdir()
    command = tmp_path / "bin" / "layzner"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tracker "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))
    monkeypatch.setenv("LAYZNER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("LAYZNER_PROFILE", raising=False)
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


@pytest.fixture(params=SHELLS)
def offered(request: pytest.FixtureRequest, there: Path) -> Offered:
    """What a shell offers for a line, the last word of which is the one at the cursor."""
    shell = request.param
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    script = there / f"script.{shell}"
    script.write_text(printed(shell))
    ask = {"bash": in_bash, "zsh": in_zsh, "fish": in_fish}[shell]
    return lambda *words: ask(script, words)


def printed(*words: str) -> str:
    """What ``layzner completion`` prints."""
    command = ["layzner", "completion", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def asked(command: list[str]) -> list[str]:
    """What a shell prints, line by line; it must not complain."""
    said = subprocess.run(
        command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    assert not said.stderr
    return said.stdout.splitlines()


def in_bash(script: Path, words: tuple[str, ...]) -> list[str]:
    """Ask the function as readline does, in a shell that minds what is unset."""
    code = 'set -u; source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _layzner layzner'
    code += '; printf "%s\\n" ${COMPREPLY[@]+"${COMPREPLY[@]}"}'
    # bash breaks words at these, unless they are quoted.
    broken = [
        piece
        for word in words
        for piece in ([word] if word[:1] in ("", '"', "'") else re.findall("[:=]+|[^:=]+", word))
    ]
    command = ["bash", "--noprofile", "--norc", "-c", code, "bash", str(script), "layzner"]
    return [line for line in asked([*command, *broken]) if line]


IN_ZSH = r"""
PS1='READY> '
autoload -Uz compinit && compinit -C -d $OFFERED.dump
compadd() {
    local -a hits
    [[ ${argv[(I)-[OAD]]} -gt 0 ]] && { builtin compadd "$@"; return }
    builtin compadd -O hits "$@"
    print -rl -- $hits >> $OFFERED
    builtin compadd "$@"
}
told() { zle list-choices; zle -M 'TO''LD' }
zle -N told
bindkey '^T' told
"""


def in_zsh(script: Path, words: tuple[str, ...]) -> list[str]:
    """Ask in a terminal, where alone zsh completes, and note all that it is offered."""
    setup, noted = script.with_name("setup.zsh"), script.with_name("offered")
    by_name = script.name == "_layzner"
    load = f"fpath=({shlex.quote(str(script.parent))} $fpath)\n{IN_ZSH}"
    setup.write_text(load if by_name else f"{IN_ZSH}source {shlex.quote(str(script))}\n")
    noted.write_text("")
    with terminal.opened(["zsh", "-f"], OFFERED=str(noted), PS1="$ ", columns=200) as screen:
        screen.wait_for("$")
        screen.press(f"source {shlex.quote(str(setup))}\r")
        screen.wait_for("READY>")
        screen.press(f"layzner {' '.join(words)}\x14")
        screen.wait_for("TOLD")
    # A name is offered again where zsh tries another way to match it.
    return list(dict.fromkeys(line for line in noted.read_text().splitlines() if line))


def in_fish(script: Path, words: tuple[str, ...]) -> list[str]:
    """Ask as its own tests do; what a word means stands behind a tab."""
    line = f"layzner {' '.join(words)}"
    code = "source $argv[1]; complete -C $argv[2]"
    choices = asked(["fish", "--no-config", "-c", code, str(script), line])
    return [choice.partition("\t")[0] for choice in choices]


def test_verbs_are_completed(offered: Offered) -> None:
    """Every verb is offered where none stands yet, and by its beginning."""
    assert sorted(offered("")) == sorted(VERBS)
    assert "watched" in offered("wat")
    assert sorted(offered("--json", "--profile", "Anna", "")) == sorted(VERBS)


def test_options_are_completed(offered: Offered) -> None:
    """A verb's own options are offered, with those of every verb, and nobody else's."""
    assert sorted(offered("--")) == sorted(COMMON)
    assert sorted(offered("plan", "--")) == sorted(["--by", "--per-week", "--ics", *COMMON])
    assert {"--at", "--json"} <= set(offered("watched", "12", "--"))


def test_values_are_completed(offered: Offered) -> None:
    """Levels and shells are offered where they belong, also behind an equals sign."""
    assert sorted(offered("spoilers", "")) == sorted(LEVELS)
    assert sorted(offered("status", "--spoilers", "")) == sorted(LEVELS)
    assert "strict" in [choice.rpartition("=")[2] for choice in offered("--spoilers=st")]
    assert sorted(offered("completion", "")) == sorted(SHELLS)
    assert sorted(offered("help", "")) == sorted(VERBS)


def test_times_are_completed(offered: Offered) -> None:
    """The words for a time and for a day to come are offered, each where it can lie."""
    weekdays = [*WEEKDAYS]
    at = [word.replace("\\", "") for word in offered("watched", "3", "--at", "")]
    assert at == ["now", "today", "yesterday", "last night", "tonight", *weekdays, "unknown"]
    assert offered("plan", "--by", "") == ["today", "tomorrow", *weekdays]
    assert [word.replace("\\", "") for word in offered("skip", "--at", "las")] == ["last night"]
    assert all(times.past(word, EVENING) for word in at)
    assert all(times.coming(word, EVENING.date()) for word in ("today", "tomorrow", *weekdays))


def test_names_of_files_are_completed(offered: Offered, there: Path) -> None:
    """Files are offered for a calendar and a copy, directories for the place of the file."""
    (there / "here" / "plan.ics").touch()
    (there / "here" / "place").mkdir()
    for words in (["plan", "--ics", "pl"], ["restore", "pl"]):
        assert [choice.rstrip("/") for choice in sorted(offered(*words))] == ["place", "plan.ics"]
    assert [choice.rstrip("/") for choice in offered("next", "--data-dir", "pl")] == ["place"]


@pytest.mark.slow
def test_entries_are_completed_as_far_as_they_may_be_shown(offered: Offered, there: Path) -> None:
    """At the level strict no entry past the part is offered, nor counted."""
    assert offered("watched", "") == ALL
    assert offered("--spoilers", "strict", "watched", "") == PART_1
    assert offered("--spoilers=strict", "skip", "1", "") == PART_1
    sitting = session(there / "data", REAL)
    sitting.choose("strict")
    sitting.save()
    for words in (
        ["watched"],
        ["rate"],
        ["remark"],
        ["show"],
        ["show", "3"],
        ["stopped", "13:42"],
        ["forget"],
        ["clear", "3", "5"],
    ):
        assert offered(*words, "") == PART_1
    # Another viewer's level is another; the value may be quoted, and hold what breaks words.
    for words in (["--profile", "Anna"], ["--profile", '"Anna: b"'], ["--profile=Anna"]):
        assert offered(*words, "watched", "") == ALL
    assert offered("--data-dir", str(there / "bin"), "watched", "") == ALL


def test_nothing_is_completed_where_nothing_is_known(offered: Offered) -> None:
    """An unknown verb, a time, free text and an entry that is there already get no offer."""
    for words in (["xyzzy", ""], ["xyzzy", "--"], ["stopped", ""], ["remark", "3", ""]):
        assert offered(*words) == []
    for words in (["rate", "3", ""], ["undo", ""], ["stopped", "13:4"]):
        assert offered(*words) == []


def test_an_error_is_silent(offered: Offered, there: Path) -> None:
    """Where the program cannot answer, or is not there, nothing is offered and nothing said."""
    (there / "data" / "progress.json").mkdir()
    assert offered("watched", "") == []
    (there / "bin" / "layzner").unlink()
    assert offered("watched", "") == []
    assert "watched" in offered("wat")


@pytest.mark.slow
def test_nothing_typed_is_run(offered: Offered, there: Path) -> None:
    """What stands on the line is never run to complete the rest of it."""
    for typed in ('"$(touch ran)"', "'`touch ran`'", "$(touch ran)", "';touch ran;'", "x\\;y"):
        offered("--profile", typed, "watched", "")
        offered(f"--profile={typed}", "--spoilers", "")
        offered("watched", typed, "")
    assert os.listdir(there / "here") == []
    # So it is not known whose entries are meant, and none is offered.
    assert offered("--profile", '"$(touch ran)"', "watched", "") == []
    assert offered("--data-dir", "$HOME", "watched", "") == []
    assert offered("--data-dir", "~/there", "watched", "") == ALL


def test_nothing_answered_is_run(offered: Offered, there: Path) -> None:
    """Whatever the program and the disk answer is offered as text, or not at all."""
    hostile = ["$(touch ran)", "`touch ran`", "'; touch ran; '", "a b", "*", "-x$(touch ran)", "7"]
    answer = shlex.quote("\n".join(hostile))
    (there / "bin" / "layzner").write_text(f"#!/bin/sh\nprintf '%s\\n' {answer}\n")
    assert offered("watched", "") == ["7"]
    for name in hostile:
        (there / "here" / name).touch()
    before = sorted(os.listdir(there / "here"))
    assert offered("restore", "")
    assert sorted(os.listdir(there / "here")) == before


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("layzner watc\t", "layzner watched "),
        ("layzner stopped 13:42 ova-\t\x1b?", "ova-1  ova-2  ova-3"),
        ("layzner next --spoilers=st\t", "layzner next --spoilers=strict "),
        ("layzner restore my\t", "layzner restore my\\ \\$\\(touch\\ ran\\).json "),
        ("layzner next --data-dir my\t", "layzner next --data-dir my\\ place/"),
    ],
)
def test_bash_completes_at_its_prompt(there: Path, typed: str, shown: str) -> None:
    """In a terminal, bash puts the word in, and quotes a name that it would run."""
    (there / "here" / "my $(touch ran).json").touch()
    (there / "here" / "my place").mkdir()
    script = there / "script"
    script.write_text(printed("bash"))
    if "--data-dir" not in typed:
        (there / "here" / "my place").rmdir()
    with terminal.opened(["bash", "--noprofile", "--norc"], PS1="% ", INPUTRC=os.devnull) as screen:
        screen.wait_for("%")
        screen.press(f"source {shlex.quote(str(script))}; PS1='READY'; PS1+='> '\r")
        screen.wait_for("READY>")
        screen.press(f"{typed}|")
        screen.wait_for(f"{shown}|" if "?" not in typed else shown)
    assert "ran" not in os.listdir(there / "here")


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
def test_zsh_can_load_the_script_by_name(there: Path) -> None:
    """The script for zsh may lie in a directory of ``fpath``, too."""
    script = there / "functions" / "_layzner"
    script.parent.mkdir()
    script.write_text(printed("zsh"))
    assert in_zsh(script, ("watc",)) == ["watched"]
    assert in_zsh(script, ("watched", "")) == ALL


def test_scripts_are_plain_text(there: Path) -> None:
    """A script is ASCII, and holds no entry and no path of this machine."""
    for shell in SHELLS:
        text = printed(shell)
        assert text.isascii()
        assert "ova-1" not in text
        assert str(there) not in text


def test_the_answer_for_entries_is_one_a_line(there: Path) -> None:
    """``completion entries`` prints what can be typed for each entry that may be shown."""
    assert printed("entries").splitlines() == ALL
    assert printed("entries", "--spoilers", "strict").splitlines() == PART_1
    assert not os.listdir(there / "data")


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_explained(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A verb's help has an example that is understood, and explains each word it takes."""
    assert main([verb, "--help"]) == 0
    usage, _, rest = capsys.readouterr().out.partition("\n")
    explained, _, examples = rest.partition("\nexamples:\n")
    shown = [line.strip() for line in examples.splitlines()]
    assert shown
    for example in shown:
        words = shlex.split(re.split(" [<>] ", example)[0])
        assert words[0] == "layzner"
        assert arguments.understood(words[1:]).verb == words[1]
    assert any(example.split()[1] == verb for example in shown)
    for word in re.findall(r"--[a-z-]+|\b[A-Z]+\b", usage):
        # Each option and word has a line of its own, or is said in another's.
        assert re.search(rf"^  .*{word}\b.*\S|{word.lower()}", explained, re.MULTILINE), word
    assert all(option.help for option in (*VERBS[verb].takes, *table.COMMON))
    assert all(len(line) <= 80 for line in explained.splitlines())


def test_the_help_tells_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """The main help explains the exit codes, and no verb runs into its summary."""
    assert main(["--help"]) == 0
    page = capsys.readouterr().out
    assert "exit code is 0" in page
    assert all(f"  {name:{max(map(len, VERBS))}}  {VERBS[name].summary}" in page for name in VERBS)


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="needs shellcheck")
def test_nothing_is_found_in_the_script_for_bash(tmp_path: Path) -> None:
    """Neither an error nor a warning, as it is printed."""
    printed = tmp_path / "printed.bash"
    printed.write_text(completion.script("bash").text, encoding="utf-8")
    run = subprocess.run(["shellcheck", "-s", "bash", printed], capture_output=True, check=False)
    assert run.stdout.decode() == ""

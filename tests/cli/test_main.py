"""The command line: answers on stdout, talk on stderr, exit codes."""

from __future__ import annotations

import fcntl
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from errno import EIO
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, TextIO
from unittest.mock import patch

import pytest
from icalendar import Calendar

from tests import terminal
from tests.storage import faults
from tests.storage.faults import Calls
from tests.support import REAL, session
from tracker.cli import natural
from tracker.cli.main import main
from tracker.cli.verbs import VERBS
from tracker.storage.places import state_directory


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a progress file of its own."""

    def command(*words: str) -> Said:
        code = main([*words, "--data-dir", str(tmp_path)])
        return Said(code, *capsys.readouterr())

    return command


def answer(run: Run, *words: str) -> Any:  # noqa: ANN401  # whatever the answer is
    """The answer of a command as data."""
    said = run(*words, "--json")
    assert said.code == 0, said.err
    assert said.out.isascii()
    return json.loads(said.out)


def file_bytes(directory: Path) -> bytes:
    """The file as it is, empty if there is none."""
    file = directory / "progress.json"
    return file.read_bytes() if file.exists() else b""


def test_next_is_one_line(run: Run) -> None:
    """``next`` answers with name, title and length."""
    assert run("next") == (0, "Episode 1 · On the Red Planet · 24 min\n", "")


def test_a_mark_is_answered_with_what_comes_next(run: Run) -> None:
    """``watched`` alone marks the next entry; each verb says what it did."""
    assert run("watched").out.startswith("Watched episode 1.\nNext: Episode 2 · His Name is Eiji")
    assert run("watched", "3", "5-7").out.startswith("Watched episodes 3 and 5–7.\n")
    assert run("stopped", "13:42").out.startswith("Stopped episode 2 at 13:42.\n")
    assert "stopped at 13:42" in run("next").out
    assert run("skip", "ova-1").out.startswith("Skipped act I.\n")
    assert run("clear", "5-6").out.startswith("Cleared episodes 5–6.\n")
    assert run("undo").out.startswith("Undone: cleared episodes 5–6.\n")
    assert run("undo").out.startswith("Undone: skipped act I.\n")
    assert run("redo").out.startswith("Redone: skipped act I.\n")
    status = run("status").out
    assert "5 of 39 · 12 %" in status
    assert "2 jumped over" in status


def test_nothing_to_do_is_no_error(run: Run, tmp_path: Path) -> None:
    """A verb that finds nothing to do says so, exits with 0 and writes nothing."""
    run("watched", "1")
    before = file_bytes(tmp_path)
    for words, said in {
        ("watched", "1"): "Episode 1 is already watched.",
        ("skip", "1"): "Episode 1 is watched; clear it first.",
        ("skip", "38"): "Episode 38 is already left out by the guide.",
        ("clear", "7"): "Episode 7 has no mark to clear.",
        ("redo",): "Nothing to redo.",
    }.items():
        code, out, _ = run(*words)
        assert (code, out.splitlines()[0]) == (0, said)
    assert file_bytes(tmp_path) == before


def test_another_time_can_be_given(run: Run) -> None:
    """``--at`` gives a mark another time, also to one that is there already."""
    run("watched", "1-2", "--at", "2024-02-29")
    run("watched", "2", "--at", "2024-03-01 21:30")
    entries = answer(run, "list")["entries"]
    assert [entry["at"][:10] for entry in entries[:2]] == ["2024-02-29", "2024-03-01"]
    run("undo")
    assert answer(run, "list")["entries"][1]["at"] == "2024-02-29"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["wached"], "no verb “wached”; did you mean watched?"),
        (["xyzzy"], "no verb “xyzzy”; see layzner help"),
        (["next", "--jsn"], "no option “--jsn”; did you mean --json?"),
        (["--versoin"], "no option “--versoin”; did you mean --version?"),
        (["next", "12"], "“12” is one word too many: layzner next; see layzner help next"),
        (["watched", "2", "yesterday"], "“yesterday” is a time; give it with --at"),
        (["plan", "24 Dec"], "“24 Dec” is one word too many: layzner plan --by 2026-12-24;"),
        (["watched", "39"], "no entry “39”; type 1 to 38, ova-1 to ova-3"),
        (["watched", "ovo-1"], "no entry “ovo-1”; did you mean ova-1?"),
        (["watched", "12-3"], "“12-3” runs backwards: episode 12 comes after episode 3"),
        (["watched", "1", "--at", "tomorow"], "“tomorow” is not a date or time"),
        (["watched", "1", "--at", "9999-12-31"], "“9999-12-31” is still to come"),
        (["watched", "1", "--at", "0001-01-01"], "“0001-01-01” is before 1 January 1970"),
        (["stopped", "99:99"], "“99:99” is not a position"),
        (["stopped", "44:00"], "Episode 1 runs 24 minutes; it cannot be stopped at 44:00"),
        (["stopped"], "stopped needs a TIME (ENTRY is optional): layzner stopped 13:42"),
        (["completion"], "name the shell to complete in: bash, zsh or fish"),
        (["completion", "bsh"], "no shell “bsh”; did you mean bash?"),
        (["completion", "xyz"], "no shell “xyz”; type bash, zsh or fish"),
        (["clear"], "clear needs an ENTRY: layzner clear 12"),
        (["next", "--profile", "a\x1b[31m"], "a profile's name has at most 80 characters"),
        (["watched", "\x1b]0;x\x07"], "no entry “�]0;x�”"),
    ],
)
def test_what_is_not_understood(run: Run, tmp_path: Path, words: list[str], said: str) -> None:
    """Wrong input is one line on stderr with the nearest word, exit 2, and nothing changed."""
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith(f"layzner: {said}")
    assert err.count("\n") == 1
    assert "\x1b" not in err
    assert not file_bytes(tmp_path)


OF_THE_PARSER = ("argument", "expected", "required", "invalid choice", "choose from", "usage:")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["remark"], "remark needs an ENTRY (TEXT is optional): layzner remark 12"),
        (["rate", "3"], "rate needs a RATING: layzner rate 12 9"),
        (["rate"], "rate needs an ENTRY and a RATING: layzner rate 12 9"),
        (["forget"], "forget needs an ENTRY|PROFILE: layzner forget 38"),
        (["spoilers", "on"], "no level “on”; type off, titles or strict"),
        (["next", "--spoilers", "on"], "no level “on”; type off, titles or strict"),
        (["next", "--data-dir"], "--data-dir needs a DIR: keep the progress there (or set"),
        (["watched", "1", "--at"], "--at needs a WHEN: 2026-11-20, 20 Nov, 9pm"),
        (["watched", "--at", "--json"], "--at needs a WHEN: 2026-11-20"),
        (["next", "--json=yes"], "--json takes no value"),
        (["next", "-x"], "no option “-x”"),
        (["undo", "3"], "“3” is one word too many: layzner undo; see layzner help undo"),
        (["12", "--at", "now"], "no option “--at”"),
    ],
)
def test_every_sentence_is_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """What is missing or wrong is said in a viewer's words, with what would do."""
    assert main(["--data-dir", str(tmp_path), *words]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"layzner: {said}")
    assert not [phrase for phrase in OF_THE_PARSER if phrase in err]


def test_options_may_stand_anywhere(run: Run, tmp_path: Path) -> None:
    """An option before, between and behind the words is the same; a hyphen may begin a word."""
    assert run("watched", "--at", "2024-02-29", "3").out.startswith("Watched episode 3.")
    assert run("stopped", "13:42", "--at", "yesterday", "15").out.startswith("Stopped episode 15")
    assert run("rate", "1-3", "8/10").out.startswith("8/10 for episodes 1–3.")
    assert run("stopped", "16", "13:42").out.startswith("Stopped episode 16 at 13:42.")
    assert run("remark", "3", "-5", "degrees").out.startswith("Kept your remark")
    assert "-5 degrees" in run("remark", "3").out
    assert run("remark", "4", "--json", "Cold.").code == 0
    assert main(["--data-dir", str(tmp_path), "remark", "5", "--", "--json", "is", "none"]) == 0
    assert "--json is none" in run("remark", "5").out


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        *((word, "watched") for word in ("seen", "done", "mark", "watch", "DONE", "wached")),
        *((word, "clear") for word in ("unwatch", "unmark", "unwatched", "unskip", "delete")),
        *((word, "next") for word in ("resume", "continue", "nxt")),
        *((word, "stats") for word in ("history", "stat")),
        *((word, "show") for word in ("find", "search", "shwo")),
        *((word, "rewatch") for word in ("restart", "rewach")),
        ("rating", "rate"), ("note", "remark"), ("ls", "list"), ("stop", "stopped"),
        ("schedule", "plan"), ("progress", "status"), ("version", "--version"),
        ("date", "watched ENTRY --at WHEN"),
    ],
)  # fmt: skip
def test_a_word_from_memory_leads_to_what_was_meant(run: Run, word: str, meant: str) -> None:
    """The words that people have for a verb lead to it, and slips to what is near."""
    assert run(word).err == f"layzner: no verb “{word}”; did you mean {meant}?\n"


HARM = {"reset", "forget", "restore"}


@pytest.mark.parametrize(
    "word",
    ["resett", "rest", "rset", "forgot", "foget", "frget", "restor", "retsore", "unlist",
     "unlate", "xyzzy", "\x1b[2J"],
)  # fmt: skip
def test_no_slip_leads_to_harm(run: Run, word: str) -> None:
    """What takes away more than a step is never offered for a word that is only near it."""
    said = run(word).err
    assert not [verb for verb in HARM if f"mean {verb}?" in said]
    assert said.endswith("; see layzner help\n")
    assert {name for name, verb in VERBS.items() if verb.does_harm} == HARM


def test_natural_words_are_no_verbs_and_lead_to_some() -> None:
    """No word of the table is a verb or stands twice; what it leads to is there and harmless."""
    called = [word for words in natural.CALLED.values() for word in words.split()]
    assert len(called) == len({*called, *natural.INTERFACE}) - len(natural.INTERFACE)
    assert not VERBS.keys() & {*called, *natural.INTERFACE}
    for meant in natural.CALLED:
        assert meant == "--version" or not VERBS[meant.split()[0]].does_harm


def test_help_is_a_verb_too(run: Run) -> None:
    """``help`` answers as --help does, for a verb and for all; a slip in it is one everywhere."""
    assert run("help").out == run("--help").out == run("-h").out
    assert run("help", "rate").out == run("rate", "--help").out
    assert run("help", "seen").err == "layzner: no verb “seen”; did you mean watched?\n"
    assert answer(run, "help", "rate")["verb"] == "rate"
    assert all(len(line) <= 80 for line in run("help").out.splitlines())


def test_an_entry_is_shown(run: Run) -> None:
    """``show`` prints the card, and an entry alone does too; words find it."""
    run("watched", "1-3", "--at", "Nov 2024")
    run("rate", "3", "8/10")
    run("remark", "3", "Dust everywhere")
    card = run("show", "3").out
    assert card == run("3").out == run("ep3").out == run("S01E03").out == run("show", "dust").out
    assert card.startswith("Episode 3 · 24 min\n")
    assert "✓ Watched in November 2024 · 8/10\n\nDust everywhere" in card
    assert run("show").out.startswith("Episode 4 · ")
    assert [line.split()[0] for line in run("show", "is:watched").out.splitlines()] == [*"123"]
    assert [entry["id"] for entry in answer(run, "2")["entries"]] == ["tv-02"]
    assert run("39").err == "layzner: no entry “39”; type 1 to 38, ova-1 to ova-3\n"
    said = run("show", "no", "such", "thing").err
    assert said == "layzner: nothing found for “no such thing”; type 12, ova-3 or part of a title\n"
    run("spoilers", "strict")
    assert run("show", "30").err.startswith("layzner: “30” is not in the list yet")


def test_what_is_not_there_is_said_before_anything_is_asked(run: Run) -> None:
    """``forget`` asks for --yes only where there is something to forget."""
    run("watched", "1-3")
    for words in (["Anna"], ["Anna", "--yes"]):
        assert run("forget", *words) == (2, "", "layzner: no entry or profile “Anna”\n")
    code, out, err = run("forget", "9")
    assert (code, out.splitlines()[0], err) == (0, "There is nothing of episode 9 to forget.", "")
    assert run("forget", "1-3").err == "layzner: “1-3” is more than one entry; name one\n"
    assert run("forget", "1").err.endswith("Forget it? Say --yes if you mean it\n")


def test_json_is_on_all_that_answer(run: Run, tmp_path: Path) -> None:
    """Every verb answers as JSON, ASCII only, in one document."""
    words = {"watched": ["1"], "skip": ["2"], "clear": ["2"], "stopped": ["9:00"]}
    words |= {"forget": ["2", "--yes"], "rewatch": ["--yes"], "plan": ["--per-week", "5"]}
    words |= {"remark": ["1", "Good."], "rate": ["1", "9"], "completion": ["bash"]}
    words |= {"reset": ["--yes"], "move": [str(tmp_path / "Sync")]}
    words |= {"join": [str(tmp_path / "progress.json")]}
    words |= {"import": [str(tmp_path / "progress.json")], "export": ["--to", "csv"]}
    # What plays needs a player, and is tried with one.
    for verb in (name for name in VERBS if name != "play"):
        data = answer(run, verb, *words.get(verb, []))
        assert isinstance(data, dict)
    assert answer(run, "next")["id"] == "tv-01", "reset came last"
    assert answer(run)["watched"] == 0, "without a verb: the status"


def test_list_carries_the_facts_of_the_guide(run: Run) -> None:
    """``list --json`` says all that the guide knows and the viewer may see."""
    data = answer(run, "list")
    assert data["broadcast"]["network"] == "Nippon TV"
    assert data["ids"]["tv"]["imdb"] == "tt1051924"
    first, second = data["entries"][:2]
    assert (first["title_ja"], first["aired"]) == ("あかい星にて", "1985-10-03")
    assert second["title"] is None
    assert data["entries"][37]["state"] == "left out"
    assert len(data["entries"]) == 41


def test_no_answer_names_what_is_still_to_come(run: Run) -> None:
    """No verb gives a later title or an untold note away, as text or as JSON."""
    run("watched", "1-3")
    later = [entry.title for entry in REAL.entries[4:] if entry.title]
    untold = [note.title for note in REAL.notes if REAL.place[note.entry] > 3]
    for verb in ("next", "status", "list", "notes", "undo", "redo"):
        for words in ([verb], [verb, "--json"]):
            said = run(*words).out.replace("An Escape With the Heart Left Behind", "")
            assert not [text for text in later + untold if text in said]


def test_a_note_is_told_with_the_mark_whose_moment_it_is(run: Run) -> None:
    """Marking from the command line tells the notes of the moment; ``notes`` has them all."""
    assert "Mars is behind you" in run("watched", "1-12").out
    assert "The Part 2 time skip" in run("watched", "13-25").out
    notes = run("notes").out
    assert "Welcome aboard" in notes
    assert "8 notes still ahead." in notes


def test_a_note_told_to_a_pipe_is_still_to_be_told(run: Run, tmp_path: Path) -> None:
    """Nobody may have read what went into a pipe: the interface tells it again."""
    run("watched", "1-25")
    assert "time-skip" in [note.id for note in session(tmp_path, REAL).view.due]


def test_finishing_is_said(run: Run) -> None:
    """The last mark is answered with the pass's figures and what to watch next."""
    out = run("watched", "1-ova3").out
    assert "You have watched it all." in out
    assert "40 watched, 17 h 36 in all" in out
    assert "Watch next: Dougram." in out
    assert run("next").out == "Nothing: you have watched it all.\n"
    assert answer(run, "next") is None
    assert (
        run("watched").err
        == "layzner: nothing is left to watch; name an entry, or say layzner rewatch\n"
    )


def test_profiles_are_apart_and_never_paths(run: Run, tmp_path: Path) -> None:
    """Each profile has its own progress in the same file; its name is unique whatever its case."""
    run("watched", "1-5", "--profile", "../Straße")
    assert answer(run, "next")["id"] == "tv-01"
    assert answer(run, "next", "--profile", "../STRASSE")["id"] == "tv-06"
    assert set(os.listdir(tmp_path)) == {"home", "progress.json"}


def test_where_says_the_paths(run: Run, tmp_path: Path) -> None:
    """``where`` says where the progress is, what chose that, and where the settings are."""
    file, rule, settings = run("where").out.splitlines()
    assert file == str(tmp_path / "progress.json")
    assert rule == "  chosen by --data-dir"
    assert settings.endswith("settings.toml")
    said = {"file": file, "rule": "--data-dir", "links_to": None, "settings": settings}
    assert answer(run, "where") == said
    run("watched")
    (tmp_path / "progress.json").rename(tmp_path / "elsewhere")
    (tmp_path / "progress.json").symlink_to("elsewhere")
    target = str(tmp_path / "elsewhere")
    assert run("where").out.splitlines()[1] == f"{rule}; a link to {target}"
    assert answer(run, "where") == {**said, "links_to": target}


def test_what_cannot_be_saved_is_an_error(run: Run, tmp_path: Path) -> None:
    """A file that cannot be read or saved is named with its reason, exit 1."""
    (tmp_path / "progress.json").mkdir()
    assert run("watched") == (
        1,
        "",
        f"layzner: {tmp_path}/progress.json is not a file; move it away\n",
    )


def shell(
    tmp_path: Path, *words: str, stdout: int | TextIO = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tracker", *words, "--data-dir", str(tmp_path)],
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


def test_without_a_terminal_it_answers_with_the_status(tmp_path: Path) -> None:
    """Bare ``layzner`` in a pipe prints the status and ends."""
    said = shell(tmp_path)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("Blue Comet SPT Layzner\n0 of 40 · 0 % · 17 h 36 left\n")


def test_every_locale_gets_an_answer(tmp_path: Path) -> None:
    """Where Japanese cannot be printed it is escaped, never an error."""
    shell(tmp_path, "watched", "1")
    said = shell(tmp_path, "notes", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (said.returncode, said.stderr) == (0, "")
    assert "Melos no Y\\u014d ni" in said.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_mark_is_saved_before_it_is_printed(tmp_path: Path) -> None:
    """When the answer cannot be printed, the mark is on the disk all the same."""
    with Path("/dev/full").open("w") as full:
        said = shell(tmp_path, "watched", stdout=full)
    assert said.returncode == 1
    assert said.stderr == "layzner: cannot print: No space left on device\n"
    assert session(tmp_path, REAL).view.progress.latest == "tv-01"


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """``layzner list | head -1`` ends quietly."""
    reading, writing = os.pipe()
    os.close(reading)
    said = shell(tmp_path, "list", stdout=writing)
    os.close(writing)
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="changes the user")
def homeless(directory: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a command says to a user whose home the system does not know."""
    code = (
        "import os, sys, platformdirs, platformdirs.unix\n"
        "from tracker.cli.main import main\n"
        "main(['--version'])  # loads what that user may not be allowed to read\n"
        "os.environ.pop('HOME')\n"
        "os.setuid(54321)\n"
        f"sys.exit(main({list(words)}))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_unknown_home_names_the_way_out(tmp_path: Path) -> None:
    """Where the system knows no home, the message says what to do; nothing is put elsewhere."""
    said = homeless(tmp_path, "watched")
    assert said.returncode == 1
    assert said.stderr.startswith("layzner: the home directory is not known")
    assert said.stderr.endswith("; give --data-dir\n")
    assert os.listdir(tmp_path) == ["home"]


def test_what_is_given_is_not_asked_for(tmp_path: Path) -> None:
    """Where the data may lie but not the copies, it says what the copies need."""
    said = homeless(tmp_path, "watched", "--data-dir", str(tmp_path / "data"))
    assert said.returncode == 1
    assert said.stderr.startswith("layzner: the home directory is not known")
    assert said.stderr.endswith(
        ", so there is no place for copies of the file; set XDG_STATE_HOME\n"
    )
    assert os.listdir(tmp_path) == ["home"]


def test_a_state_directory_that_cannot_be_used_is_named(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not the progress file that is to blame, and nothing was recorded."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "state").write_bytes(b"in the way")
    said = run("watched")
    path, state = tmp_path / "progress.json", tmp_path / "state/layzner"
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"layzner: cannot save {path}: {state}: Not a directory; nothing was recorded\n"
    )
    assert not path.exists()


def test_another_program_that_holds_the_lock(tmp_path: Path, run: Run) -> None:
    """The command line does not try again, and says that nothing was recorded."""
    run("watched", "1")
    lock = os.open(
        os.path.join(state_directory(str(tmp_path / "progress.json")), "lock"), os.O_RDWR
    )
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        with patch("time.monotonic", side_effect=count(0, 60)), Calls():
            said = run("watched", "2")
    finally:
        os.close(lock)
    assert said.code == 1
    assert said.err.endswith("another layzner is saving; nothing was recorded\n")
    assert answer(run, "status")["watched"] == 1


def test_what_is_written_but_not_forced(tmp_path: Path, run: Run) -> None:
    """Where the disk does not answer at the very end, it is not said that nothing was recorded."""
    run("watched", "1")
    with Calls(
        lambda call: call.name == "fsync" and call.path == str(tmp_path), faults.failing(EIO)
    ):
        said = run("watched", "2")
    assert said.code == 1
    assert said.err.endswith("; it is written, but a power cut may undo that\n")
    assert answer(run, "status")["watched"] == 2


@pytest.mark.parametrize("verb", [None, *VERBS])
def test_help_shows_each_verb(verb: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    """--help explains every verb, and each verb itself with its words."""
    assert main([verb, "--help"] if verb else ["--help"]) == 0
    shown = capsys.readouterr().out
    if verb:
        assert VERBS[verb].summary[1:] in shown
        assert all(example in shown for example in VERBS[verb].examples)
    else:
        assert all(f"  {name} " in shown for name in VERBS)


def test_version(run: Run) -> None:
    """--version says the version of the distribution."""
    assert run("--version").out.startswith("layzner 1.")


def test_a_rewatch_is_asked_for(run: Run) -> None:
    """Without a terminal to ask on, ``rewatch`` wants --yes; then the earlier pass stays."""
    run("watched", "1-3")
    assert run("rewatch") == (
        2,
        "",
        "layzner: Pass 1 is at 3 of 40 and stays as it is. Begin pass 2? Say --yes if you mean it"
        "\n",
    )
    assert run("rewatch", "--yes").out.startswith("Pass 2 begins.\nNext: Episode 1")
    assert run("status").out.splitlines()[1].startswith("Pass 2 · 0 of 40 · 0 % · 17 h 36 left")
    assert "Pass 1: 3 watched" in run("passes").out
    assert run("undo").out.startswith("Undone: began pass 2.")
    assert answer(run, "status")["pass"] == 1


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("typed", "code", "number"), [("y\r", 0, 2), ("\r", 1, 1), ("\x03", 130, 1)]
)
def test_a_rewatch_asks_on_a_terminal(tmp_path: Path, typed: str, code: int, number: int) -> None:
    """On a terminal one question is asked, and only a yes begins a pass."""
    command = [sys.executable, "-m", "tracker", "rewatch", "--data-dir", str(tmp_path)]
    with terminal.opened(command) as screen:
        screen.wait_for("Begin pass 2? [y/N]")
        screen.press(typed)
        assert screen.ended() == code
        assert b"Traceback" not in screen.output
    assert session(tmp_path, REAL).view.progress.number == number


def test_remarks_are_written_and_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """``remark`` takes words, stdin or nothing, in which case it says what was written."""
    assert run("remark", "8").out == "Episode 8\n\nYou have neither remarked on it nor rated it.\n"
    assert run("remark", "8", "What", "a", "shot").out.startswith("Kept your remark on episode 8.")
    run("rate", "8", "9")
    assert run("remark", "8").out == "Episode 8\n\nPass 1, 9/10\nWhat a shot\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("two\x1b[31m\nlines\n"))
    run("remark", "8", "-")
    assert answer(run, "list")["entries"][7]["remark"] == "two\ufffd[31m\nlines"
    assert run("remark", "8", "").out.startswith("Removed your remark on episode 8.")
    assert run("unrate", "8").err == "layzner: no verb “unrate”; did you mean rate ENTRY none?\n"
    assert run("rate", "8", "none").out.startswith("Removed the rating of episode 8.")
    assert run("remark", "8").out == "Episode 8\n\nYou have neither remarked on it nor rated it.\n"
    assert run("remark", "1-3", "x").err == "layzner: “1-3” is more than one entry; name one\n"


def test_a_plan_is_written_as_a_calendar(run: Run, tmp_path: Path) -> None:
    """``plan --ics`` writes a file, or to stdout; what cannot be written is an error."""
    file = tmp_path / "plan.ics"
    said = run("plan", "--per-week", "10", "--ics", str(file))
    assert f"to {file}" in said.out
    usual = tmp_path / "usual"
    usual.touch()
    assert file.stat().st_mode == usual.stat().st_mode, "as any file that the viewer makes"
    written = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert len(written) == len(answer(run, "plan", "--per-week", "10")["evenings"])
    assert run("plan", "--per-week", "10", "--ics", "-").out.startswith("BEGIN:VCALENDAR")
    code, _, err = run("plan", "--per-week", "10", "--ics", str(tmp_path / "no" / "plan.ics"))
    assert (code, err.startswith("layzner: cannot write ")) == (1, True)
    assert run("plan").err == "layzner: a plan needs either --by DATE or --per-week N\n"
    assert run("plan", "--by", "yesterday").code == 2


def test_spoilers_are_chosen_or_given_once(run: Run) -> None:
    """``spoilers`` chooses for this pass; --spoilers holds for one answer."""
    assert "* titles  hide titles past the next one" in run("spoilers").out
    assert "Left Behind" in run("list", "--spoilers", "off").out.replace("Heart Left", "")
    assert "Part 2" not in run("list", "--spoilers", "strict").out
    assert run("spoilers", "strict").out.startswith("Spoiler level strict: also hide later parts")
    assert answer(run, "status")["total"] == 25
    assert run("spoilers", "none").code == 2


def test_a_hidden_entry_can_be_marked(run: Run) -> None:
    """Whoever wants to mark what is hidden can; what is not there is as what is hidden."""
    run("spoilers", "strict")
    for typed in ("30", "77", "ova-3", "nonsense"):
        said = run("watched", typed)
        why = f"layzner: “{typed}” is not in the list yet; --spoilers titles lists everything\n"
        assert (said.code, said.err) == (2, why)
    said = run("watched", "30", "--spoilers", "titles")
    assert said.out.startswith(
        "Watched episode 30.\nThat jumps over 29; layzner undo takes it back."
    )


def test_profiles_are_listed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """``profiles`` lists who shares the file; LAYZNER_PROFILE says who is asking."""
    run("watched", "1-3")
    run("watched", "1", "--profile", "Anna")
    assert "* (yours)              pass 1, 3 watched" in run("profiles").out
    monkeypatch.setenv("LAYZNER_PROFILE", "ANNA")
    assert "* Anna                 pass 1, 1 watched" in run("profiles").out
    assert run("next").out.startswith("Episode 2")
    assert run("next", "--profile", "").out.startswith("Episode 4")


def test_notes_are_told_once_and_read_again(run: Run, tmp_path: Path) -> None:
    """``notes`` tells those not read yet; --all those read before, too."""
    sitting = session(tmp_path, REAL)
    sitting.watched(sitting.entries(["1-12"]))
    sitting.read(sitting.view.guide.notes[:-1])
    sitting.save()
    out = run("notes").out
    assert "Mars is behind you" in out
    assert "Welcome aboard" not in out
    assert "7 notes read before: layzner notes --all" in out
    assert "Welcome aboard" in run("notes", "--all").out


def test_stats_draw_the_year(run: Run) -> None:
    """``stats`` tells the figures, and draws evenings, weeks, the walk and what was given."""
    assert run("stats").out == "Blue Comet SPT Layzner\n\nIn all           0 watched, 0 min\n"
    run("watched", "1-6", "--at", "2024-10-03")
    run("watched", "7-8", "--at", "2024-10-05")
    out = run("stats").out
    assert "Longest evening  2 h 24 on 3 October 2024" in out
    assert "day 1" not in out, "two evenings are no walk"
    assert re.search(r"^ 2024$", out, re.MULTILINE)
    run("watched", "9", "--at", "2024-10-20")
    run("rate", "9", "8")
    out = run("stats").out
    assert re.search(r"^  {5}.*█", out, re.MULTILINE)
    assert re.search(r"^ Day by day\n  40$", out, re.MULTILINE)
    assert "Pass 1" in out
    assert "\n What you gave\n  10\n" in out
    plain = run("stats", "--ascii").out
    assert plain.isascii()
    assert re.search(r"^  {5}.*4", plain, re.MULTILINE)
    assert answer(run, "stats")["passes"][0]["walk"] == [[0, 6], [2, 8], [17, 9]]
    assert answer(run, "stats")["longest_streak"] == {"days": 1, "last": "2024-10-20"}

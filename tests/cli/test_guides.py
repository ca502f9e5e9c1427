"""Guides on the command line: chosen, listed, checked, added; and whatever a stranger may send."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.guides.own import (
    EPISODE,
    LACKING,
    LONG,
    ORDER,
    RELEASE,
    RENAMED,
    STORY,
    TWINS,
    entry,
    head,
    part,
)
from tracker.cli.main import main
from tracker.guides.source import BYTES


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
        code = main([*words, "--data-dir", str(tmp_path / "data")])
        return Said(code, *capsys.readouterr())

    return command


def data(run: Run, *words: str) -> Any:  # noqa: ANN401  # whatever the answer is
    """The answer of a command as data."""
    said = run(*words, "--json")
    assert said.out.isascii()
    return json.loads(said.out)


def file(directory: Path, name: str, text: str) -> str:
    """A guide file."""
    path = directory / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def on_shelf(run: Run, directory: Path, **guides: str) -> None:
    """Guides that were added."""
    for name, text in guides.items():
        assert run("guide", "add", file(directory, name, text), "--yes").code == 0


def test_with_one_guide_nothing_is_different(run: Run) -> None:
    """The guide of the program is the one there is."""
    assert run("guide").out == "* layzner          Blue Comet SPT Layzner · 0 of 40\n"
    assert run("next").out == "Episode 1 · On the Red Planet · 24 min\n"


def test_the_choice(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The option goes before the environment, that before the choice, that before the program's."""
    on_shelf(run, tmp_path, order=ORDER, twins=TWINS, story=STORY)
    assert run("guide", "use", "order").out == "From now on layzner opens with Another Order.\n"
    assert run("next").out.startswith("Episode 1 · Told 1")
    monkeypatch.setenv("LAYZNER_GUIDE", "twins")
    assert run("next").out.startswith("Naruto 1")
    assert run("next", "--guide", "story").out.startswith("Episode 3 · Fate 3")
    assert run("next", "--guide", "layzner").out.startswith("Episode 1 · On the Red")
    assert run("next", "--guide", str(tmp_path / "story.toml")).out.startswith("Episode 3")
    monkeypatch.setenv("LAYZNER_GUIDE", "")
    assert run("next").out.startswith("Episode 1 · Told 1")
    run("guide", "use", "layzner")
    assert run("next").out.startswith("Episode 1 · On the Red")


def test_the_guides_travel_with_the_progress(run: Run, tmp_path: Path) -> None:
    """They lie in a directory beside it, each as a file of its name."""
    on_shelf(run, tmp_path, order=ORDER)
    run("guide", "use", "order")
    held = tmp_path / "data/guides"
    assert sorted(os.listdir(held)) == ["chosen", "order.toml"]
    assert (held / "chosen").read_text() == "order\n"
    assert (held / "order.toml").read_text() == ORDER


def test_the_list(run: Run, tmp_path: Path) -> None:
    """Each guide with its title, how far, and the last evening; one that is broken hinders none."""
    on_shelf(run, tmp_path, order=ORDER, twins=TWINS)
    run("watched", "--guide", "order")
    (tmp_path / "data/guides/broken.toml").write_text("schema = ")
    (tmp_path / "data/guides/No Name.toml").write_text("schema = ")
    (tmp_path / "data/guides/layzner.toml").write_text(ORDER)
    own, broken, order, twins = run("guide").out.splitlines()
    assert own == "* layzner          Blue Comet SPT Layzner · 0 of 40"
    assert broken.startswith("  broken           cannot be used: ")
    assert ":1: " in broken
    assert order == "  order            Another Order · 1 of 8 · today"
    assert twins == "  twins            Twins · 0 of 13"
    listed = data(run, "guide")["guides"]
    assert [each["name"] for each in listed] == ["layzner", "broken", "order", "twins"]
    assert [each.get("watched") for each in listed] == [0, None, 1, 0]


def test_one_is_told_about(run: Run, tmp_path: Path) -> None:
    """What it is, who wrote it and how long it is; at strict, no more than may be known."""
    text = TWINS.replace('title = "Twins"', 'title = "Twins"\nabout = "Two of them."\nby = "Ann"')
    on_shelf(run, tmp_path, twins=text)
    assert run("guide", "twins").out.splitlines()[:4] == [
        "Twins", "Two of them.", "By Ann.", "13 to watch, 4 h 59",
    ]  # fmt: skip
    assert "6 to watch, 2 h 18" in run("guide", "twins", "--spoilers", "strict").out
    assert "· 0 of 6" in run("guide", "--spoilers", "strict").out
    assert data(run, "guide", "twins")["by"] == "Ann"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["next", "--guide", "ordre"],
            "no guide “ordre”; did you mean order?",
        ),
        (["guide", "ordre"], "no guide “ordre”; did you mean order?"),
        (["guide", "use", "nothing"], "no guide “nothing”; layzner guide lists them"),
        (["guide", "use", "x.toml"], "“x.toml” is a file; add it first with layzner guide add"),
        (["guide", "use"], "layzner guide use takes one NAME"),
        (["guide", "add"], "layzner guide add takes one FILE"),
        (["guide", "add", "a.toml", "b.toml"], "layzner guide add takes one FILE"),
        (["guide", "check"], "name the guide files to check"),
        (["guide", "order", "more"], "“more” is one word too many: layzner guide order"),
        (
            ["guide", "add", "Fate Zero.toml"],
            "“Fate Zero” cannot name a guide; name the file",
        ),
        (["guide", "add", "check.toml"], "“check” cannot name a guide"),
        (["guide", "add", "layzner.toml"], "layzner is the built-in guide; give the file"),
    ],
)
def test_what_is_not_understood(run: Run, tmp_path: Path, words: list[str], said: str) -> None:
    """One line says what, why and what would do, and nothing has changed."""
    on_shelf(run, tmp_path, order=ORDER)
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith(f"layzner: {said}")
    assert err.count("\n") == 1


def test_a_chosen_guide_that_is_broken(run: Run, tmp_path: Path) -> None:
    """Nothing is marked in another; the way back is said, and works."""
    on_shelf(run, tmp_path, order=ORDER)
    run("guide", "use", "order")
    path = tmp_path / "data/guides/order.toml"
    path.write_text(ORDER.replace("minutes = 24", "minutes = 0"))
    code, out, err = run("watched")
    assert (code, out) == (1, "")
    assert "order.toml:9: kind tv: minutes is 0; it can be 1 to 600" in err
    assert "layzner guide use layzner goes back" in err
    assert "cannot be used" in run("guide").out
    assert run("guide", "use", "layzner").code == 0
    path.unlink()
    assert run("watched").out.startswith("Watched episode 1.")


@pytest.mark.parametrize("written", ["", "\n", "\x00\xff", "../../etc/passwd", "a" * 3000])
def test_a_choice_that_is_none(run: Run, tmp_path: Path, written: str) -> None:
    """What stands in the file of the choice is a name or nothing; it is never gone after."""
    held = tmp_path / "data/guides"
    held.mkdir(parents=True)
    (held / "chosen").write_bytes(written.encode("latin-1"))
    code, _, err = run("next")
    assert code == (1 if written.strip() else 0)
    assert err.count("\n") == code
    assert run("guide", "use", "layzner").code == 0
    assert run("next").code == 0


def test_a_check_tells_all_at_once(run: Run, tmp_path: Path) -> None:
    """All errors with file, line, place and reason, then what to look at, then what is in it."""
    wrong = ORDER.replace("minutes = 24", "minutes = 0").replace('"tv-07"', '"tw-07"')
    path = file(tmp_path, "wrong", wrong)
    code, out, _ = run("guide", "check", path)
    assert code == 1
    assert out.splitlines() == [
        f"{path}:9  kind tv  minutes is 0; it can be 1 to 600",
        f"{path}: 1 error; it cannot be used as it is.",
    ]
    path = file(tmp_path, "kind", ORDER.replace('"tv-07"', '"tw-07"'))
    assert run("guide", "check", path).out.startswith(
        f"{path}:24  entry tw-07  'tw' is not a kind of the guide, which has tv; did you mean tv?\n"
    )


def test_a_check_warns(run: Run, tmp_path: Path) -> None:
    """A title told too early, a gap, a kind of nothing, too many that are must, a wide label."""
    note = '\n[[note]]\nanchor = "{}"\ntitle = "{}"\ntext = "{}"\n'
    text = (
        ORDER.replace('id = "tv-08"', 'id = "tv-10"\nlabel = "tenth-10"')
        + "".join(
            note.format("after tv-01", f"N {at}", "Soon told 3.") + "must = true\n"
            for at in range(6)
        )
        + note.format("after tv-02", "Fine", "Told 7 is what comes now.")
        + '[[kind]]\nid = "ova"\nname = "act"\nplural = "acts"\nminutes = 30\n'
        + '[[part]]\nid = "two"\nname = "two"\n'
    )
    path = file(tmp_path, "warned", text)
    code, out, _ = run("guide", "check", path)
    assert code == 0
    early = "the text names the title of tv-03, hidden until then"
    assert out.splitlines() == [
        f"{path}  note after tv-01  {early}",
        *(f"{path}  note after tv-01 {at}  {early}" for at in range(2, 7)),
        f"{path}  kind ova  no entry is of this kind",
        f"{path}  part two  it has no entries",
        f"{path}  the guide  6 notes are must; nobody reads more than 5",
        f"{path}  the guide  the label of tv-10 is wider than 6 cells",
        f"{path}: 8 entries in 2 parts, 3 h 12; 7 notes. It can be used.",
    ]
    gap = file(tmp_path, "gap", ORDER.replace('id = "tv-08"', 'id = "tv-12"'))
    assert f"{gap}  kind tv  1–12 without 8–11" in run("guide", "check", gap).out
    checked = data(run, "guide", "check", path, gap)["files"]
    assert [len(each["warnings"]) for each in checked] == [10, 1]


def test_the_same_id_means_the_same_entries(run: Run, tmp_path: Path) -> None:
    """Of two orders of one work, one in which an entry is another thing is refused."""
    other = STORY.replace("Fate 1", "Something else")
    story, wrong = file(tmp_path, "story", STORY), file(tmp_path, "wrong", other)
    assert run("guide", "check", story).code == 0
    code, out, _ = run("guide", "check", story, wrong)
    assert code == 1
    said = "tv-1 is another entry in {}, which also has the id fate; give one another id"
    assert f"{wrong}  the guide  {said.format(story)}" in out
    on_shelf(run, tmp_path, release=RELEASE)
    code, out, _ = run("guide", "add", wrong)
    assert code == 1
    assert f"{wrong}  the guide  {said.format('release.toml')}" in out
    assert sorted(os.listdir(tmp_path / "data/guides")) == ["release.toml"]


def test_of_many_other_entries_the_first_are_named(run: Run, tmp_path: Path) -> None:
    """Five are named, of the rest the number."""
    titles = [entry(f"tv-{number}", f"Fate {number}") for number in range(1, 9)]
    others = [entry(f"tv-{number}", f"Another {number}") for number in range(1, 9)]
    head_ = head("fate", "Fate", EPISODE)
    story = file(tmp_path, "story", head_ + part("one", titles))
    wrong = file(tmp_path, "wrong", head_ + part("one", others))
    out = run("guide", "check", story, wrong).out
    assert "tv-1, tv-2, tv-3, tv-4, tv-5 and 3 more are other entries in" in out


def test_a_known_guide_is_replaced_with_care(run: Run, tmp_path: Path) -> None:
    """It is said what changes for the viewer; with nobody to ask, it stays; the old is kept."""
    on_shelf(run, tmp_path, fate=RELEASE)
    run("watched", "1-2", "--guide", "fate")
    new = LACKING.replace(
        '[[part.entry]]\nid = "tv-1"', '[[part.entry]]\nid = "tv-9"\n\n[[part.entry]]\nid = "tv-1"'
    )
    path = file(tmp_path, "fate", new)
    code, _, err = run("guide", "add", path)
    assert code == 2
    assert err == (
        "layzner: 1 watched entry goes; 2 are new, 2 of them before next up."
        " Replace fate? Say --yes if you mean it\n"
    )
    held = tmp_path / "data/guides"
    assert (held / "fate.toml").read_text() == RELEASE
    assert run("guide", "add", path, "--yes").code == 0
    assert (held / "fate.toml").read_text() == new
    assert (held / "fate.toml.old").read_text() == RELEASE
    said = run("status", "--guide", "fate")
    assert "1 of 4" in said.out
    assert said.err == (
        "layzner: You marked tv-2, which the guide does not have:"
        " the marks are kept, but do not count\n"
    )
    assert not run("next", "--guide", "fate").err, "it is said where one asks how things stand"
    assert "tv-2, which the guide does not have" in run("doctor", "--guide", "fate").out
    file(tmp_path, "fate", RENAMED)
    assert "2 of 3" in run("status", "--guide", path).out


def test_the_whole_file_has_a_line_for_each_guide(run: Run, tmp_path: Path) -> None:
    """doctor, restore and profiles tell of every guide that has marks, here or not."""
    on_shelf(run, tmp_path, order=ORDER, twins=TWINS)
    run("watched", "1-12")
    assert "·" not in run("profiles").out
    run("watched", "1-3", "--guide", "order")
    run("watched", "1-2", "--guide", "twins")
    (tmp_path / "data/guides/twins.toml").unlink()
    line = "layzner 12 of 40 · order 3 of 8 · 2 marks of twins, whose guide is not here"
    assert f"guides  {line}\n" in run("doctor").out
    assert line in run("restore").out
    assert line in run("profiles").out
    guides = data(run, "doctor")["guides"]
    assert [(each["name"], each["watched"], each["marks"]) for each in guides] == [
        ("layzner", 12, 12), ("order", 3, 3), ("twins", None, 2),
    ]  # fmt: skip
    # The other way round, the guide that is open comes first.
    assert "order 3 of 8 · layzner 12 of 40" in run("doctor", "--guide", "order").out
    (tmp_path / "data/guides/broken.toml").write_text("schema = 2")
    assert "A guide cannot be used: " in run("doctor").out


def test_reset_and_forget_say_how_much_they_take(run: Run, tmp_path: Path) -> None:
    """A reset is of one guide, and says so; a profile is forgotten in all of them, and that too."""
    on_shelf(run, tmp_path, order=ORDER)
    run("watched", "1-12", "--profile", "Ann")
    question = "This takes back all your marks, remarks and ratings (12 watched). Start over?"
    assert question in run("reset", "--profile", "Ann").err
    run("watched", "1-3", "--profile", "Ann", "--guide", "order")
    assert "of Blue Comet SPT Layzner (12 watched); your other guides stay as they are." in (
        run("reset", "--profile", "Ann").err
    )
    said = run("forget", "Ann").err
    assert "Forgetting all of profile Ann, in layzner and order, cannot be undone" in said
    assert run("reset", "--profile", "Ann", "--guide", "order", "--yes").code == 0
    assert "layzner 12 of 40 · order 0 of 8" in run("profiles", "--profile", "Ann").out


def hostile(directory: Path, name: str) -> str:
    """A file that is made to do harm."""
    path = directory / f"{name}.toml"
    if name == "fifo":
        os.mkfifo(path)
        return str(path)
    if name == "zero":
        return "/dev/zero"
    path.write_bytes(
        {
            "dots": b"a." * 20_000 + b"a = 1",
            "title": b'schema = 2\ntitle = "' + b"x" * 10_000_000 + b'"',
            "parts": b"schema = 2\n" + b"[[part]]\n" * 5_000,
            "binary": bytes(range(256)) * 100,
            "nested": b"a = " + b"[" * 100_000,
        }[name]
    )
    return str(path)


@pytest.mark.skipif(os.name != "posix", reason="needs the files of POSIX")
@pytest.mark.parametrize("name", ["dots", "fifo", "zero", "title", "parts", "binary", "nested"])
def test_a_stranger_cannot_hang_or_exhaust(run: Run, tmp_path: Path, name: str) -> None:
    """Each is refused with one line, before it is parsed, by every way in."""
    path = hostile(tmp_path, name)
    start = time.process_time()
    code, out, err = run("next", "--guide", path)
    assert time.process_time() - start < 0.2
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"layzner: {path}")
    assert run("guide", "check", path).code == 1
    if name != "zero":
        assert run("guide", "add", path).code == 1
        (tmp_path / "data/guides").mkdir(parents=True)
        os.rename(path, tmp_path / "data/guides/harm.toml")
        assert run("guide").code == 0
        assert run("next").code == 0
    assert len(err) < 200 + len(path)


def test_a_file_of_just_as_much_as_there_may_be(run: Run, tmp_path: Path) -> None:
    """A guide of a whole MiB is read, and of a byte more it is not."""
    path = tmp_path / "large.toml"
    filled = LONG + "#" * (BYTES - len(LONG))
    path.write_text(filled)
    assert run("guide", "check", str(path)).code == 0
    path.write_text(f"{filled}#")
    assert "is larger than 1 MB" in run("guide", "check", str(path)).out


def test_a_mark_at_the_head_and_lines_of_windows(run: Run, tmp_path: Path) -> None:
    """An editor's byte order mark and its line ends are no error; what is not UTF-8 is named."""
    path = tmp_path / "order.toml"
    path.write_bytes(b"\xef\xbb\xbf" + ORDER.replace("\n", "\r\n").encode())
    assert run("guide", "check", str(path)).code == 0
    path.write_bytes(ORDER.replace("Told 2", "Told \xfc").encode("latin-1"))
    assert f"{path}:21  the text  byte 0xfc is not UTF-8" in run("guide", "check", str(path)).out


def test_the_guide_of_the_program_needs_no_shelf(run: Run, tmp_path: Path) -> None:
    """On the way of ``next`` there is one look for a choice, and nothing is loaded for it."""
    run("watched")
    code = (
        "import sys\n"
        "from tracker.cli.main import main\n"
        "opened = []\n"
        "sys.addaudithook(lambda name, given: name in ('open', 'os.listdir')"
        " and opened.append(str(given[0])))\n"
        "main(['next', '--data-dir', sys.argv[1]])\n"
        "print([each for each in opened if 'guides' in each and sys.argv[1] in each])\n"
        "late = ('session.shelf', 'session.several', 'guides.check', 'cli.guides')\n"
        "print([each for each in late if 'tracker.' + each in sys.modules])\n"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "data")],
        check=True,
        capture_output=True,
        text=True,
    )
    _, opened, loaded = asked.stdout.splitlines()
    assert opened == str([str(tmp_path / "data/guides/chosen")])
    assert loaded == "[]"


def test_the_names_are_completed(run: Run, tmp_path: Path) -> None:
    """What may be typed for a guide is told to the shell, and the entries of the guide named."""
    on_shelf(run, tmp_path, order=ORDER, twins=TWINS)
    assert run("completion", "guides").out == "layzner\norder\ntwins\n"
    offered = run("completion", "entries", "--guide", "twins").out.split()
    assert offered[:2] + offered[-2:] == ["1", "2", "s-6", "s-20"]

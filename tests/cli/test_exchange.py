"""Coming from elsewhere, and leaving: what the verbs say, write and refuse."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests import terminal
from tests.formats.samples import (
    ELSE,
    OVA,
    TV,
    TV_TIME,
    YAMTRACK,
    anilist,
    mal,
    play,
    simkl,
    simkl_show,
    trakt,
    zipped,
)
from tests.storage.faults import contents
from tests.support import EVENING, REAL, entries, session, zone
from tracker.cli.main import main
from tracker.cli.verbs.exchange import IMPORTS
from tracker.formats.own_csv import OURS, THEIRS
from tracker.formats.reading import FORMATS

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def in_utc() -> Iterator[None]:
    """Wherever the tests run, the times of a file in UTC are the times here."""
    with zone("UTC"):
        yield


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a progress file of its own."""

    def command(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([*words, "--data-dir", str(tmp_path / "here")])
        return (code, *capsys.readouterr())

    return command


def stored(directory: Path, data: bytes, name: str = "history") -> str:
    """A file with those bytes, under a name that says nothing."""
    (directory / name).write_bytes(data)
    return str(directory / name)


SHAPES: dict[str, tuple[bytes, int, str | None, str | None]] = {
    "mal": (
        mal({"mal": TV, "n": 9, "start_date": "2025-12-28"}, {"mal": ELSE, "n": 13}),
        *(9, "2025-12-28", "2025-12-28"),
    ),
    "mal, gzipped": (
        gzip.compress(
            mal(
                {"mal": TV, "n": 37, "start_date": "2019-01-05", "finish_date": "2019-03-31"},
                {"mal": OVA, "n": 3, "status": "Completed", "finish_date": "2019-04-07"},
            )
        ),
        *(40, "2019-01-05", "2019-04-07"),
    ),
    "anilist": (
        anilist({"progress": 9, "started_on": 20251228}, activity=[("9", "2026-01-02 20:00:00")]),
        *(9, "2025-12-28", "2026-01-02"),
    ),
    "trakt": (
        trakt(
            play(1, "1970-01-01T00:00:00.000Z", 5, season=0),
            *(play(n, f"2025-09-0{n}T19:0{n}:00.000Z") for n in range(1, 7)),
        ),
        *(7, "2025-09-01", "2025-09-06"),
    ),
    "trakt, zipped": (
        zipped({"x/watched-history-1.json": trakt(play(1, "2025-09-01T19:01:00.000Z"))}),
        *(1, "2025-09-01", "2025-09-01"),
    ),
    "simkl": (
        simkl(simkl_show([(n, f"2025-08-0{n}T19:30:00Z") for n in (1, 2, 3)])),
        *(3, "2025-08-01", "2025-08-03"),
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_import(run: Run, tmp_path: Path, shape: str) -> None:
    """First the plan, which changes nothing; with --yes it is so; then nothing is new."""
    data, new, first, last = SHAPES[shape]
    file, before = stored(tmp_path, data), contents(tmp_path)
    code, out, err = run("import", file)
    assert (code, err) == (0, "")
    assert out.endswith("Nothing has changed; add --yes to import it.\n")
    said = json.loads(run("import", file, "--json")[1])
    assert (said["applied"], said["new"], said["passes"]) == (False, new, [1])
    assert (said["first"], said["last"], said["format"]) == (first, last, shape.partition(",")[0])
    assert contents(tmp_path) == before
    said = json.loads(run("import", file, "--yes", "--json")[1])
    assert (said["applied"], said["new"], said["watched"]) == (True, new, new)
    there = contents(tmp_path)
    code, out, _ = run("import", file, "--yes")
    assert code == 0
    assert out.startswith(f"{file}: nothing new\n")
    assert out.endswith("\nNothing has changed.\n")
    assert contents(tmp_path) == there, "not a byte of any file is another"


def test_the_plan_names_what_it_leaves_out(run: Run, tmp_path: Path) -> None:
    """Every thing is counted, and what is left out is named by its line or id."""
    run("watched", "2", "--at", "2020-01-01")
    run("watched", "3", "--at", "2025-09-03")
    file = stored(
        tmp_path,
        trakt(
            *(play(n, f"2025-09-0{n}T12:00:00.000Z") for n in (1, 2, 3)),
            play(1, "2025-09-01T12:01:00.000Z", 77),
            play(9, "2025-09-01T12:01:00.000Z", 78, season=0),
            {"id": 79, "type": "movie", "watched_at": "2025-09-01T12:01:00.000Z"},
            play(1, "never", 80),
        ),
    )
    _, out, _ = run("import", file)
    assert out == (
        f"{file}: 1 new mark and 1 date added in pass 1, 1 to 3 September 2025\n"
        "     1 new, 1 date added\n"
        "     0 already there\n"
        "     1 left alone\n"
        "         play 1002: 2 Sep 2025, 12:00 there, 1 Jan 2020 here, which stays\n"
        "     1 of other titles: play 79\n"
        "     2 not understood\n"
        "         play 80: “never” is not a date\n"
        "         play 78: S00E09 is not an entry here; --map S00E09=ENTRY says which it is\n"
        "\n"
        "play 77: within half an hour of play 1001: the same play\n"
        "Nothing has changed; add --yes to import it.\n"
    ).replace("12:00", out.partition("2 Sep 2025, ")[2][:5])
    said = json.loads(run("import", file, "--json")[1])
    assert [each["where"] for each in said["not_understood"]] == ["play 80", "play 78"]


def test_an_import_is_undone_in_one_step(run: Run, tmp_path: Path) -> None:
    """Undo takes it back as a whole, redo brings it back, and a copy was made before."""
    run("watched", "1", "--at", "2025-12-28")
    file = stored(tmp_path, SHAPES["mal"][0])
    _, out, _ = run("import", file, "--yes")
    assert "What was there before is kept as before-" in out
    assert "before-" in run("restore")[1]
    assert run("undo")[1].startswith("Undone: the import of 8 events from mal.\n")
    assert json.loads(run("status", "--json")[1])["watched"] == 1
    run("redo")
    assert json.loads(run("status", "--json")[1])["watched"] == 9


def test_a_progress_file_is_joined(run: Run, tmp_path: Path) -> None:
    """A progress file comes in whole; what was taken back here stays so, which is said."""
    run("watched", "1-3")
    file = stored(tmp_path, (tmp_path / "here/progress.json").read_bytes(), "other.txt")
    run("clear", "2")
    code, out, err = run("import", file)
    assert (code, out.splitlines()[0]) == (0, f"{file} brings nothing new.")
    assert (
        "1 mark in it was taken back here, and stays that way unless you say layzner undo, or"
        in err
    )
    other = session(tmp_path / "there", REAL)
    other.watched(entries(REAL, "9"))
    other.save()
    file = str(tmp_path / "there/progress.json")
    assert "brings 1 mark.\nNothing has changed" in run("import", file)[1]
    assert run("import", file, "--yes")[1].startswith(f"Joined {file}: brings 1 mark")
    assert run("import", file, "--pass", "2")[0] == 2


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("answer", ["y", "n"])
def test_it_is_asked_first(tmp_path: Path, answer: str) -> None:
    """On a terminal the plan comes first, and then one question."""
    file = stored(tmp_path, SHAPES["simkl"][0])
    command = [sys.executable, "-m", "tracker", "import", file]
    with terminal.opened([*command, "--data-dir", str(tmp_path / "here")], columns=200) as screen:
        screen.wait_for("Import this? [y/N]")
        assert "3 new marks in pass 1" in screen.text
        screen.press(f"{answer}\n")
        assert screen.ended() == (0 if answer == "y" else 1)
        assert ("nothing was imported" in screen.text) == (answer == "n")
    assert (tmp_path / "here/progress.json").exists() == (answer == "y")


def test_from_stdin(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hyphen is stdin: then nobody can be asked."""
    for data, lines in (
        (SHAPES["mal"][0], "stdin: 9 new marks"),
        (b"", "stdin: the format is not"),
    ):
        stdin = io.TextIOWrapper(io.BytesIO(data))
        monkeypatch.setattr(sys, "stdin", stdin)
        code, out, err = run("import", "-")
        assert (code, lines in out + err) == (0 if data else 2, True)
    assert not (tmp_path / "here/progress.json").exists()


REFUSED: list[tuple[bytes, list[str], int, str]] = [
    (TV_TIME, [], 2, "the format is not known; layzner reads layzner's own CSV"),
    (YAMTRACK, [], 2, "the format is not known"),
    (YAMTRACK, ["--from", "csv"], 2, "the columns are not those of layzner's own CSV"),
    (
        mal({"mal": ELSE, "n": 3}),
        [],
        1,
        "nothing in it belongs to Blue Comet SPT Layzner (1 entry of",
    ),
    (mal({"mal": TV})[:-9], [], 1, "it is damaged: unclosed token in line"),
    (trakt(play(1, None)), ["--pass", "x"], 2, "“x” is not a pass; type its number, or new"),
    (trakt(play(1, None)), ["--pass", "9"], 2, "no pass 9; type 1 or new"),
    (trakt(play(1, None)), ["--map", "x"], 2, "“x” is not understood; type S00E02=ova-3"),
    (trakt(play(1, None)), ["--map", "S0E1=tv-99"], 2, "no entry"),
    (b"<" * ((8 << 20) + 1), [], 1, "it is larger than 8 MiB"),
]


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(run: Run, tmp_path: Path, case: tuple[bytes, list[str], int, str]) -> None:
    """One clear line, and nothing has changed."""
    data, words, code, why = case
    run("watched", "1")
    file = stored(tmp_path, data)
    before = contents(tmp_path)
    refused, out, err = run("import", file, "--yes", *words)
    assert (refused, out, err.count("\n")) == (code, "", 1)
    assert why in err
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["", "gone", "x\n\x1b[31mred"])
def test_a_file_that_cannot_be_read(run: Run, tmp_path: Path, name: str) -> None:
    """What is no file is refused in a line."""
    code, _, err = run("import", str(tmp_path / name))
    assert (code, err.count("\n"), "\x1b" in err) == (1, 1, False)


def test_every_format_can_be_named() -> None:
    """What can stand behind --from is what there is a reader for."""
    assert set(IMPORTS) == set(FORMATS)


# Leaving


def lived(directory: Path, upto: str = "1-37") -> None:
    """A viewer with dates, words, ratings, a skip and a second pass."""
    sitting = session(directory / "here", REAL)
    for at, entry in enumerate(entries(REAL, upto)):
        sitting.watched(
            [entry], sitting.now().replace(year=2025, month=1 + at // 28, day=1 + at % 28)
        )
    sitting.rate(REAL.entry("tv-03"), 7)
    sitting.rate(REAL.entry("tv-04"), 8)
    sitting.remark(REAL.entry("tv-03"), '=1+1, "quoted"\nand *more* <b>')
    sitting.skip([REAL.entry("ova-1")])
    sitting.save()


ELEMENTS = [
    "series_animedb_id",
    "series_title",
    "series_type",
    "series_episodes",
    "my_id",
    "my_watched_episodes",
    "my_start_date",
    "my_finish_date",
    "my_rated",
    "my_score",
    "my_storage",
    "my_storage_value",
    "my_status",
    "my_comments",
    "my_times_watched",
    "my_rewatch_value",
    "my_priority",
    "my_tags",
    "my_rewatching",
    "my_rewatching_ep",
    "my_discuss",
    "my_sns",
    "update_on_import",
]


def anime(data: bytes) -> list[dict[str, str]]:
    """The anime of a list, each by the names of its elements."""
    root = ET.fromstring(data)
    assert [each.tag for each in root] == ["myinfo", "anime", "anime"]
    for work in root.findall("anime"):
        assert [each.tag for each in work] == ELEMENTS
    return [{each.tag: each.text or "" for each in work} for work in root.findall("anime")]


def test_mal_at_37(run: Run, tmp_path: Path) -> None:
    """All 23 elements in their order; 37 of 38 is Watching; what is lost can be counted again."""
    lived(tmp_path)
    code, out, err = run("export", "--to", "mal")
    tv, ova = anime(out.encode())
    assert code == 0
    assert tv == {
        **dict.fromkeys(ELEMENTS, ""),
        "series_animedb_id": "3079",
        "series_title": "Aoki Ryuusei SPT Layzner",
        "series_type": "TV",
        "series_episodes": "38",
        "my_id": "0",
        "my_watched_episodes": "37",
        "my_start_date": "2025-01-01",
        "my_finish_date": "0000-00-00",
        "my_score": "8",
        "my_storage_value": "0.00",
        "my_status": "Watching",
        "my_times_watched": "0",
        "my_priority": "LOW",
        "my_rewatching": "0",
        "my_rewatching_ep": "0",
        "my_discuss": "1",
        "my_sns": "default",
        "update_on_import": "0",
    }
    assert (ova["series_animedb_id"], ova["my_status"]) == ("5755", "Plan to Watch")
    assert ova["my_watched_episodes"] == "0"
    assert "\t\t\t\t\t<my_comments><![CDATA[]]></my_comments>\n" in out
    assert "Created by XML Export feature at MyAnimeList.net" in out
    assert "<user_export_type>1</user_export_type>" in out
    assert err.splitlines() == [
        "layzner: MyAnimeList has no place for 36 dates, 1 remark and 1 skip",
        "layzner: 2 ratings of episodes become one score, 8",
        "layzner: Episodes stay Watching at 37 of 38: some programs would turn Completed into 38",
    ]


def test_mal_when_all_is_watched(run: Run, tmp_path: Path) -> None:
    """38 of 38 is Completed, with its finish; passes after the first are a number."""
    lived(tmp_path, "1-38")
    run("watched", "ova-1", "ova-2", "ova-3", "--at", "2025-06-01")
    run("rewatch", "--yes")
    run("watched", "1-4")
    code, out, err = run("export", "--to", "mal")
    tv, ova = anime(out.encode())
    assert code == 0
    assert (tv["my_status"], tv["my_watched_episodes"]) == ("Completed", "38")
    assert (tv["my_finish_date"], tv["my_times_watched"]) == ("2025-02-10", "0")
    assert (tv["my_rewatching"], tv["my_rewatching_ep"]) == ("1", "4")
    assert (ova["my_status"], ova["my_finish_date"]) == ("Completed", "2025-06-01")
    assert "Of pass 2 the list keeps only how far" in err
    second = anime(run("export", "--to", "mal", "--pass", "2")[1].encode())[0]
    assert (second["my_watched_episodes"], second["my_status"]) == ("4", "Watching")


def test_mal_counts_with_gaps(run: Run) -> None:
    """Of what was watched here and there a list says the first so many, and that is said."""
    run("watched", "1", "3")
    _, out, err = run("export", "--to", "mal")
    assert anime(out.encode())[0]["my_watched_episodes"] == "2"
    assert "Episodes 1 and 3: the count says episodes 1–2" in err


def test_mal_gzipped(run: Run, tmp_path: Path) -> None:
    """A name that ends in .gz is gzipped; our own reader takes both back."""
    lived(tmp_path)
    for name in ("list.xml", "list.xml.gz"):
        file = str(tmp_path / name)
        code, out, _ = run("export", file)
        assert (code, out) == (0, f"Wrote 2 works for MyAnimeList to {file}\n")
        data = (tmp_path / name).read_bytes()
        assert (data[:2] == b"\x1f\x8b") == name.endswith("gz")
        said = json.loads(run("import", file, "--profile", "Anna", "--json")[1])
        assert (said["new"], said["format"]) == (37, "mal")


def test_csv(run: Run, tmp_path: Path) -> None:
    """One row an event, with the columns of others first; a formula is none."""
    lived(tmp_path)
    file = tmp_path / "x.csv"
    assert run("export", str(file))[0] == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
    assert tuple(rows[0]) == (*THEIRS, *OURS)
    by_do = {do: [row for row in rows if row["do"] == do] for do in ("watched", "rated", "skipped")}
    assert [len(held) for held in by_do.values()] == [37, 2, 1]
    assert by_do["watched"][0] | {"at": "", "watched_at": "", "recorded": ""} == {
        **dict.fromkeys((*THEIRS, *OURS), ""),
        "type": "episode",
        "series_title": "Blue Comet SPT Layzner",
        "season": "1",
        "episode": "1",
        "show_tvdb_id": "251825",
        "guide": "layzner",
        "do": "watched",
        "entry": "tv-01",
        "pass": "1",
    }
    first = by_do["watched"][0]
    assert first["watched_at"] == first["at"]
    assert datetime.fromisoformat(first["at"]) == EVENING.replace(year=2025, month=1, day=1)
    assert by_do["skipped"][0]["type"] == "", "what was skipped is no viewing for others"
    assert [row["rating"] for row in by_do["rated"]] == ["7", "8"]
    [remark] = [row["remark"] for row in rows if row["remark"]]
    assert remark == '\'=1+1, "quoted"\nand *more* <b>'
    assert run("import", str(file), "--profile", "Anna", "--yes")[0] == 0
    assert '=1+1, "quoted"\nand *more* <b>' in run("remark", "3", "--profile", "Anna")[1]


def test_markdown(run: Run, tmp_path: Path) -> None:
    """A pass to read: what is hidden stays hidden, and nothing in a remark is markup."""
    lived(tmp_path, "1-5")
    run("skip", "6")
    _, out, err = run("export", "--to", "md")
    assert "- **Episode 3** · Trusting Those Eyes · 3 Jan 2025 · 7/10\n" in out
    assert '  > \\=1+1, "quoted"\n  > and \\*more\\* \\<b\\>\n' in out
    assert "- **Episode 6** · Left Behind · skipped\n" in out
    assert "Showdown with Fouron" not in out
    assert err == "layzner: Markdown has no place for 7 times of day\n"
    run("rewatch", "--yes")
    assert re.findall("^## .*", run("export", "--to", "md", "--pass", "all")[1], re.MULTILINE) == [
        *("## Pass 1", "## Pass 2"),
    ]


def test_json_is_a_progress_file(run: Run, tmp_path: Path) -> None:
    """It is the file itself, of every viewer."""
    lived(tmp_path)
    run("watched", "1", "--profile", "Anna")
    code, out, err = run("export", "--to", "json")
    assert (code, err) == (0, "")
    assert out.encode() == (tmp_path / "here/progress.json").read_bytes()
    assert run("export", "--to", "json", "--pass", "1")[0] == 2


def test_never_over_a_file(run: Run, tmp_path: Path) -> None:
    """A file that is there stays, unless --force is said; whole or not at all."""
    lived(tmp_path)
    file = tmp_path / "x.md"
    file.write_text("mine")
    code, _, err = run("export", str(file))
    assert (code, err.splitlines()[-1]) == (
        1,
        f"layzner: {file} already exists; --force overwrites it",
    )
    assert file.read_text() == "mine"
    assert run("export", str(file), "--force")[0] == 0
    assert file.read_text(encoding="utf-8").startswith("# Blue Comet")
    assert run("export", str(tmp_path / "none/x.md"))[0] == 1


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["x.doc"],
        ["--to", "doc"],
        ["--to", "csv", "--pass", "2"],
        ["--to", "csv", "--pass", "x"],
    ],
)
def test_an_export_that_means_nothing(run: Run, words: list[str]) -> None:
    """A format or a pass that there is not is refused."""
    code, out, err = run("export", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_at_strict_a_list_names_no_work_ahead(run: Run) -> None:
    """What a viewer at strict has not come to is no work on the list."""
    run("watched", "1")
    out = run("export", "--to", "mal", "--spoilers", "strict")[1]
    assert "5755" not in out
    assert "<series_animedb_id>3079<" in out
    assert "<series_episodes>0<" in out, "nor how many there are"


def test_json_answers(run: Run, tmp_path: Path) -> None:
    """What is lost is also said in JSON, and a document for stdout is in it."""
    lived(tmp_path)
    said = json.loads(run("export", "--to", "mal", "--json")[1])
    assert (said["format"], said["file"], len(said["losses"])) == ("mal", "-", 3)
    assert anime(said["text"].encode())[0]["my_status"] == "Watching"

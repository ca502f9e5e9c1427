"""Whatever stands in a file, a path, a name or a question: to the terminal it is text."""

from __future__ import annotations

import ast
import json
import os
import re
import struct
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests import terminal
from tests.support import mostly_slow
from tests.terminal import Terminal
from tests.tui.test_leaving import command, prepared
from tracker import guides
from tracker.cli.main import main
from tracker.cli.verbs import VERBS
from tracker.guides.parse import GuideError, parse
from tracker.storage.places import state_directory

posix = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

PAYLOADS = {
    "colour": "\x1b[38;5;123;7mEVIL",
    "title": "\x1b]0;EVIL\x07",
    "link": "\x1b]8;;file:///etc/passwd\x1b\\EVIL",
    "clipboard": "\x1b]52;c;RVZJTA==\x07",
    "clear": "\x1b[2J\x1b[HEVIL",
    "c1": "\x9b31mEVIL\x85\x90",
    "c1-title": "\x9d0;EVIL\x9c",
    "bell": "EVIL\x07",
    "nul": "EVIL\x00",
    "delete": "EVIL\x7f\x08",
    "return": "\rEVIL",
    "surrogate": "EVIL\udc9b\udcff",
    "bidi": "EVIL\u202a\u202b\u202c\u202d\u202e\u200e\u200f",
    "isolate": "EVIL\u2066\u2067\u2068\u2069",
    "invisible": "EVIL\u200b\u2028\u2029\ufeff\u00ad\U000e0041",
    "markup": "a[/]b",
    "action": "[@click=app.quit]x[/]",
    "anchor": "[link=file:///etc/passwd]x[/]",
    "emoji": ":bomb:",
}
HOSTILE = "".join(PAYLOADS.values()) + "\ud800"
"""All at once, and what no program can be given as an argument."""

NOT_TEXT = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
DRAWING = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\]22;[a-z]+\x07")
"""What an interface writes to be drawn, and to set the shape of the pointer."""

payloads = pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())


@pytest.fixture(autouse=True)
def _true_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window's size is that of the terminal, not of the one the tests were started in."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("LINES", raising=False)


def reaches(output: bytes, *, drawn: bool = False) -> str:
    """The first thing in the output that is not text, and what stands around it.

    Where an interface is ``drawn``, its own sequences are none of it.
    """
    text = output.decode("utf-8", "surrogateescape")
    if drawn:
        assert PAYLOADS["colour"] not in text
        assert PAYLOADS["clear"] not in text
        assert PAYLOADS["return"] not in text
        text = DRAWING.sub("", text).replace("\r", "")
    for at, char in enumerate(text):
        if char != "\n" and unicodedata.category(char) in NOT_TEXT:
            return repr(text[max(0, at - 40) : at + 40])
    return ""


def hostile_events(changed: str = "") -> dict[str, object]:
    """Events with something hostile in every field."""
    fields = dict.fromkeys(
        ("later", HOSTILE, "note", "batch", "again", "recorded"), HOSTILE + changed
    )
    common: dict[str, object] = {"guide": "layzner", "pass": 1, **fields}
    hostile: list[dict[str, object]] = [
        {"do": "watched", "entry": "tv-01", "at": HOSTILE},
        {"do": "watched", "entry": HOSTILE, "at": "2026-11-22T21:30:00+01:00"},
        {"do": HOSTILE, "entry": "tv-02", "at": HOSTILE},
        {"do": "read", "note": HOSTILE, "at": HOSTILE},
        {"do": "watched", "entry": "tv-02", "at": HOSTILE, "who": HOSTILE},
        {"do": "stopped", "entry": "tv-03", "at": HOSTILE, "position": 100, "clears": [HOSTILE]},
        {"do": "cleared", "entry": "tv-04", "at": HOSTILE, "clears": [HOSTILE]},
        {"do": "watched", "entry": "tv-05", "at": HOSTILE, "undone": HOSTILE},
        {"do": "watched", "entry": "tv-06", "guide": HOSTILE, "pass": HOSTILE, "seen": HOSTILE},
    ]
    events: dict[str, object] = {
        f"{number:08}-0000000{number}": {**common, **event}
        for number, event in enumerate(hostile, start=1)
    }
    events[HOSTILE] = {**common, "do": "watched", "entry": "tv-07", "at": HOSTILE}
    return events


def hostile_file(path: Path, changed: str = "") -> None:
    """Write a file of which nothing is harmless."""
    document = {
        "format": "layzner-progress",
        "schema": 1,
        HOSTILE: HOSTILE,
        "events": hostile_events(changed),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="ascii")


def in_a_path(text: str) -> str:
    """What a path can hold of it."""
    return text.replace("\x00", "").replace("\ud800", "")


Capture = pytest.CaptureFixture[bytes]


def said(capture: Capture, *words: str) -> tuple[int, bytes]:
    """Run a command; its code, and all it said."""
    try:
        code = main(words)
    except SystemExit as left:
        code = int(left.code or 0)
    return code, b"".join(capture.readouterr())


HOW = {"stopped": ["13:42"], "clear": ["1"], "forget": [HOSTILE, "--yes"]}
HOW["completion"] = ["entries"]
HOW["play"] = [HOSTILE]
"""The words that a verb cannot do without."""


@pytest.mark.parametrize("how", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize("verb", VERBS)
def test_nothing_hostile_reaches_the_terminal(
    tmp_path: Path, capsysbinary: Capture, verb: str, how: list[str]
) -> None:
    """Rows 39 and 40: whatever a file holds, no verb says anything but text."""
    file = tmp_path / "data/progress.json"
    where = ["--data-dir", str(file.parent)]
    hostile_file(file)
    assert said(capsysbinary, "watched", "9", *where)[0] == 0
    # The copy on this machine now says something else of the same events.
    hostile_file(file, "changed")
    for words in ([*HOW.get(verb, [])], ["--profile", "someone", *HOW.get(verb, [])]):
        code, output = said(capsysbinary, verb, *words, *how, *where)
        assert output
        assert not reaches(output)
        assert code in (0, 2)
        assert b"Traceback" not in output


@pytest.mark.parametrize("how", mostly_slow([[], ["--json"]], []), ids=["text", "json"])
@payloads
def test_nothing_hostile_in_a_path_reaches_the_terminal(
    tmp_path: Path,
    capsysbinary: Capture,
    monkeypatch: pytest.MonkeyPatch,
    payload: str,
    how: list[str],
) -> None:
    """Rows 39 and 40: the path of the data is said as text, also in a complaint."""
    monkeypatch.setattr("tracker.storage.store.SETTLE", ())
    there = str(tmp_path / in_a_path(payload))
    where = ["--data-dir", there, *how]
    for words in (["where"], ["status"], ["watched"], ["doctor"], ["restore"], ["list"]):
        code, output = said(capsysbinary, *words, *where)
        assert (code, reaches(output)) == (0, "")
    file = Path(there, "progress.json")
    # Damaged, missing, of a later version, not a file at all: each has a message with the path.
    for bad in (b"{", b"", b'{"format": "layzner-progress", "schema": 9, "events": {}}'):
        file.write_bytes(bad)
        for words in (["status"], ["doctor"], ["watched"], ["undo"]):
            assert not reaches(said(capsysbinary, *words, *where)[1])
    file.unlink()
    assert not reaches(said(capsysbinary, "status", *where)[1])
    file.mkdir()
    code, output = said(capsysbinary, "watched", *where)
    assert (code, reaches(output)) == (1, "")
    code, output = said(capsysbinary, "watched", "--data-dir", str(file / "x/y"), *how)
    assert not reaches(output)


@pytest.mark.parametrize("how", [[], ["--json"]], ids=["text", "json"])
@payloads
def test_nothing_hostile_in_a_copys_path_reaches_the_terminal(
    tmp_path: Path, capsysbinary: Capture, payload: str, how: list[str]
) -> None:
    """Rows 39 and 40: a copy that is restored by its path is named as text."""
    where = ["--data-dir", str(tmp_path / "data"), *how]
    copy = tmp_path / in_a_path(f"{payload}.json")
    hostile_file(copy)
    for words in ([], [], ["--replace"]):
        code, output = said(capsysbinary, "restore", str(copy), *words, *where)
        assert (code, reaches(output)) == (0, "")


@payloads
def test_nothing_hostile_in_the_home_reaches_the_terminal(
    tmp_path: Path, capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch, payload: str
) -> None:
    """Rows 39 and 40: where the copies are, in a home of any name, is said as text."""
    home = tmp_path / in_a_path(payload)
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    for words in (["watched"], ["watched"], ["where"], ["doctor"], ["restore"]):
        code, output = said(capsysbinary, *words)
        assert (code, reaches(output)) == (0, "")
    for words in (["restore", "mirror", "--replace"], ["reset", "--yes"], ["forget", "1", "--yes"]):
        code, output = said(capsysbinary, *words)
        assert (code, reaches(output)) == (0, "")


@pytest.mark.parametrize("how", mostly_slow([[], ["--json"]], []), ids=["text", "json"])
@payloads
def test_nothing_hostile_said_comes_back_to_the_terminal(
    tmp_path: Path, capsysbinary: Capture, payload: str, how: list[str]
) -> None:
    """Rows 39 and 40: what is typed as any word of a command comes back as text."""
    where = ["--data-dir", str(tmp_path / "data"), *how]
    commands: list[list[str]] = [
        [payload],
        ["next", payload],
        ["watched", payload],
        ["watched", f"1-{payload}"],
        ["watched", f"1{payload}"],
        ["watched", "--at", payload],
        ["watched", "--at", f"2026-11-20 {payload}"],
        ["stopped", payload],
        ["stopped", "13:42", payload],
        ["skip", payload],
        ["clear", payload],
        ["restore", in_a_path(payload)],
        ["forget", payload],
        ["forget", payload, "--yes"],
        ["status", f"--{payload}"],
        ["status", f"--json={payload}"],
        ["status", f"-{payload}"],
    ]
    for words in commands:
        code, output = said(capsysbinary, *words, *where)
        assert (code, reaches(output)) == (2, ""), words
        assert output.startswith(b"layzner: ")
        assert output.count(b"\n") == 1
    _, output = said(capsysbinary, "status", "--profile", payload, *where)
    assert not reaches(output)


def test_markup_is_literal_on_the_command_line(tmp_path: Path, capsysbinary: Capture) -> None:
    """Row 39: what looks like markup is said back letter by letter."""
    for name in ("markup", "action", "anchor", "emoji"):
        text = PAYLOADS[name]
        _, output = said(capsysbinary, "watched", text, "--data-dir", str(tmp_path))
        assert f"no entry “{text}”".encode() in output


# The interface


@posix
@pytest.mark.parametrize("term", ["dumb", "", "nonsense", "vt100", "a[/]b"])
def test_odd_terminals(tmp_path: Path, term: str) -> None:
    """Row 36: a terminal that is dumb, or of a kind that nobody knows, is left as it was."""
    path = prepared(tmp_path / "data")
    with terminal.opened(command(path), TERM=term) as screen:
        if term == "dumb":
            screen.wait_for("TERM=dumb")
        else:
            screen.wait_for("0 of 40")
            screen.press("q")
        assert screen.ended() == 0
        assert not screen.is_in_use()
        assert b"Traceback" not in screen.output


@posix
@pytest.mark.parametrize(
    ("columns", "rows"),
    mostly_slow([(0, 0), (1, 1), (2, 5), (1, 200), (200, 1), (5, 3)], (1, 1), several=True),
)
def test_odd_sizes(tmp_path: Path, columns: int, rows: int) -> None:
    """Row 36: a window of any size can be opened, marked in, asked in and left."""
    path = prepared(tmp_path / "data")
    with terminal.opened(command(path)) as screen:
        resize(screen, columns, rows)
        # Until then, the terminal itself would edit the line.
        drawn(screen, b"\x1b[?2004h")
        # A mark, each sheet, a question, the ends of the list: all must be laid out somehow.
        screen.press(" nq?q\rq/x\rjkGg.")
        screen.press(" q")
        assert screen.ended() == 0
        assert not screen.is_in_use()
        assert b"Traceback" not in screen.output
    events = json.loads(Path(path).read_bytes())["events"].values()
    assert sum(event["do"] == "watched" for event in events) == 2


@posix
def test_a_window_may_shrink_to_nothing(tmp_path: Path) -> None:
    """Row 36: a window that is drawn smaller and larger while it is used stays of use."""
    path = prepared(tmp_path / "data")
    with terminal.opened(command(path)) as screen:
        screen.wait_for("0 of 40")
        for columns, rows in ((1, 1), (2, 5), (0, 0), (1, 200), (300, 2), (100, 30)):
            resize(screen, columns, rows)
            screen.signal("SIGWINCH")
        screen.press(" ")
        screen.wait_for("1 of 40")
        screen.press("q")
        assert screen.ended() == 0
        assert not screen.is_in_use()


def resize(screen: Terminal, columns: int, rows: int) -> None:
    """Give the window another size."""
    import fcntl  # noqa: PLC0415  # POSIX only
    import termios  # noqa: PLC0415  # the same

    fcntl.ioctl(screen._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def drawn(screen: Terminal, data: bytes) -> None:
    """Wait until the program has written that."""
    end = time.monotonic() + terminal.LIMIT
    while data not in screen.output:
        assert screen._read(end), screen.output


@posix
def test_nothing_hostile_reaches_the_interfaces_terminal(tmp_path: Path) -> None:
    """Rows 39 and 40: neither file, path, search nor paste gets anything but text on the screen."""
    path = tmp_path
    for payload in PAYLOADS.values():
        path /= in_a_path(payload)
    prepared(path)
    hostile_file(path / "progress.json")
    whole = (path / "progress.json").read_bytes()
    # Cut, so that a notice with the path is shown.
    (path / "progress.json").write_bytes(whole[:-3])
    with terminal.opened(command(str(path / "progress.json")), columns=1500) as screen:
        screen.wait_for("is damaged")
        assert "a[/]b" in screen.text
        assert "[@click=app.quit]x[/]" in screen.text
        assert ":bomb:" in screen.text
        screen.press(" ")
        screen.wait_for("of 40")
        typed = "".join(
            char
            for char in HOSTILE
            if char not in "\x1b\r\x03\x11" and not "\ud800" <= char < "\ue000"
        )
        screen.press("/")
        screen.wait_for("Find")
        screen.press(typed.replace("\x00", "").replace("\x08", "") + "!")
        screen.wait_for(":bomb:!")
        assert "a[/]b[@click=app.quit]x[/][link=file:///etc/passwd]x[/]:bomb:!" in screen.text
        screen.press("\x15")
        for payload in PAYLOADS.values():
            if payload not in (PAYLOADS["surrogate"],):
                screen.press(f"\x1b[200~{payload}\x1b[201~")
        screen.press("!!")
        screen.wait_for(":bomb:!!")
        screen.press("\x15\r")
        screen.press("\x10")
        screen.wait_for("Find an entry")
        screen.press("doctor")
        end = time.monotonic() + terminal.LIMIT
        while "Find an entry" in screen.text or "Check the file" not in screen.text:
            assert screen._read(end), screen.text
        screen.press("\r")
        screen.wait_for("whole, ")
        screen.press("\x11")
        assert screen.ended() == 0
    assert not reaches(screen.output, drawn=True)


@posix
def test_bytes_that_are_no_text_do_not_end_the_interface(tmp_path: Path) -> None:
    """Row 40: a lone surrogate or Latin-1 from the keyboard does nothing, and loses nothing."""
    path = prepared(tmp_path / "data")
    with terminal.opened(command(path)) as screen:
        screen.wait_for("0 of 40")
        screen.press(" ")
        screen.wait_for("1 of 40")
        os.write(screen._file, b"\xff\xed\xa0\x80")
        screen.press(" ")
        screen.wait_for("2 of 40")
        screen.press("q")
        assert screen.ended() == 0
        assert b"Traceback" not in screen.output


# Profiles

GOOD_NAMES = [
    *("../x", "/etc", "..", ".", "CON", "nul.txt", "a.", "a\\b", "~", "$HOME", "*", "é", "straße"),
    *("progress", "x" * 80, "日本", "-", "a b", "mirror.json"),
]
BAD_NAMES = ["a\x00b", "x" * 300, "\x1b[2J", "a\nb", "\u202eevil", "a\u200bb", "\ud800", "\x7f"]


def tree(directory: Path) -> set[str]:
    """Every file and directory in there."""
    return {
        os.path.relpath(os.path.join(at, name), directory)
        for at, directories, files in os.walk(directory)
        for name in (*directories, *files)
    }


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place from which a path would lead to something that can be seen."""
    inside = tmp_path / "some/where/deep"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    return tmp_path


def of_profile(capture: Capture, name: str, *words: str) -> tuple[int, dict[str, object]]:
    """What a command answers about a profile of that name."""
    code, output = said(capture, *words, "--profile", name, "--data-dir", "data", "--json")
    return code, json.loads(output) if code == 0 else {}


@pytest.mark.parametrize("name", [*GOOD_NAMES, *BAD_NAMES, "a ", " a"], ids=ascii)
def test_profile_names_are_never_paths(home: Path, capsysbinary: Capture, name: str) -> None:
    """Row 41: whatever a profile is called, only the file and its copies are made."""
    etc = set(os.listdir("/etc")) if os.path.isdir("/etc") else set()
    before = tree(home)
    said(capsysbinary, "watched", "--data-dir", "data")
    once = tree(home)
    code, answer = of_profile(capsysbinary, name, "watched")
    assert code == (2 if name in BAD_NAMES else 0)
    assert tree(home) == once
    state = state_directory(str(home / "some/where/deep/data/progress.json"))
    allowed = ("some/where/deep/data", os.path.relpath(state, home))
    assert all(
        new.startswith(allowed) or any(part.startswith(f"{new}/") for part in allowed)
        for new in once - before
    )
    assert (set(os.listdir("/etc")) if os.path.isdir("/etc") else set()) == etc
    if code == 0:
        assert answer["watched"] == 1
        assert of_profile(capsysbinary, name, "status")[1]["watched"] == 1


@pytest.mark.parametrize(
    ("name", "twin"),
    [
        ("é", "e\u0301"),
        ("ß", "SS"),
        ("Anna", "aNNA"),
        ("a", "a "),
        ("a", " a"),
        ("\ufb01n", "FIN"),
        ("\u212bke", "\u00e5KE"),
        ("\uff21", "a"),
    ],
    ids=ascii,
)
@pytest.mark.usefixtures("home")
def test_twins_are_one_profile(capsysbinary: Capture, name: str, twin: str) -> None:
    """Row 41: names that differ in case, encoding or outer blanks alone are one profile."""
    assert of_profile(capsysbinary, name, "watched", "1")[0] == 0
    assert of_profile(capsysbinary, twin, "watched", "2")[1]["watched"] == 2
    assert of_profile(capsysbinary, name, "status")[1]["watched"] == 2


@pytest.mark.parametrize(
    ("name", "other"), [("a", "a."), ("a", "b"), ("a", "á"), ("a b", "ab"), ("a", "а"), ("a", "")]
)
@pytest.mark.usefixtures("home")
def test_others_are_not(capsysbinary: Capture, name: str, other: str) -> None:
    """Row 41: names that differ in anything else are two, though they look alike."""
    of_profile(capsysbinary, name, "watched", "1")
    assert of_profile(capsysbinary, other, "status")[1]["watched"] == 0


# Guides

TEXTS = {
    "guide title": 'title = "Title"',
    "guide title_ja": 'title_ja = "Titel"',
    "kind name": 'name = "Episode"',
    "kind plural": 'plural = "Episodes"',
    "part name": 'name = "Part"',
    "entry title": 'title = "Alpha"',
    "entry title_ja": 'title_ja = "Arufa"',
    "entry romaji": 'romaji = "Romaji"',
    "entry label": 'label = "I"',
    "entry arc": 'arc = "Dawn"',
    "entry reason": 'reason = "A recap."',
    "entry other_titles": 'other_titles = ["Other"]',
    "note title": 'title = "Hello"',
    "note text": 'text = "Text."',
    "note rewatch": 'rewatch = "Again."',
    "note sources": 'sources = ["high: all"]',
    "beyond title": 'title = "Echo"',
    "beyond reason": 'reason = "More."',
    "broadcast": 'station = "NTV"',
    "ids": 'anidb = "Number"',
}
GUIDE = """
schema = 2
id = "hostile"
title = "Title"
title_ja = "Titel"
[broadcast]
station = "NTV"
[ids.tv]
anidb = "Number"
[[kind]]
id = "tv"
name = "Episode"
plural = "Episodes"
minutes = 24
[[part]]
id = "one"
name = "Part"
[[part.entry]]
id = "tv-01"
title = "Alpha"
title_ja = "Arufa"
romaji = "Romaji"
label = "I"
arc = "Dawn"
advice = "optional"
reason = "A recap."
other_titles = ["Other"]
[[note]]
id = "hello"
title = "Hello"
anchor = "before tv-01"
topic = "guide"
text = "Text."
rewatch = "Again."
sources = ["high: all"]
[[beyond]]
title = "Echo"
reason = "More."
"""
NEVER_TEXT = "\x1b\x07\x00\x7f\x08\x80\x9b\x9d\u202a\u202e\u2066\u2069\u200b\u200e\u2028\ufeff"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_hostile_guide_is_refused(text: str) -> None:
    """Rows 39 and 40: a guide with a character that is not text is refused, wherever it stands."""
    parse(GUIDE, "hostile.toml")
    assert GUIDE.count(text) == 1
    for char in NEVER_TEXT:
        # In the middle, where nothing is stripped; and as TOML would have it written.
        hostile = re.sub(r'(\w)("\]?)$', rf"\1\\U{ord(char):08x}\1\2", text)
        hostile = hostile if hostile != text else re.sub(r'(\.")$', rf"\\U{ord(char):08x}\1", text)
        assert hostile != text
        refusal, guide = "", None
        try:
            guide = parse(GUIDE.replace(text, hostile), "hostile.toml")
        except GuideError as refused:
            refusal = str(refused)
        assert not reaches(refusal.encode())
        if guide is not None:
            # In a paragraph, what breaks lines is a blank.
            assert char == "\u2028"
            assert char not in guide.notes[0].text + (guide.notes[0].rewatch or "")


def test_a_guide_with_markup_is_text(tmp_path: Path) -> None:
    """Row 39: a guide may have brackets in its titles."""
    del tmp_path
    for name in ("markup", "action", "anchor", "emoji"):
        guide = parse(GUIDE.replace('"Alpha"', json.dumps(PAYLOADS[name])), "markup.toml")
        assert guide.entries[0].title == PAYLOADS[name]


# The sources

SAFE = "Content"
PARSERS = {"notify", "update", "add_option", "set_options", "from_markup", "panic", "bell"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    """The modules of the interface."""
    directory = Path(guides.__file__).parent.parent / "tui"
    for path in sorted(directory.glob("**/*.py")):
        yield path.name, ast.parse(path.read_text(encoding="utf-8"))


def makers(modules: Sequence[ast.Module]) -> set[str]:
    """The functions that always return a Content."""
    returns: dict[str, set[str]] = {}
    for module in modules:
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef):
                said = ast.unparse(node.returns) if node.returns else ""
                returns.setdefault(node.name, set()).add(said)
    return {name for name, kinds in returns.items() if kinds == {SAFE}}


def through_markup(module: ast.Module, safe: set[str]) -> list[str]:
    """The calls that would have a text parsed as markup."""
    widgets = {
        name.asname or name.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == "textual.widgets"
        for name in node.names
        if name.name != "TextArea"  # what is edited in it is never parsed
    }
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            titles = ("border_title", "border_subtitle", "tooltip")
            if any(
                isinstance(target, ast.Attribute) and target.attr in titles for target in targets
            ):
                found.append(ast.unparse(node))
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        given = [*node.args, *(k.value for k in node.keywords if k.arg in ("content", "message"))]
        if name not in widgets | PARSERS or not given:
            continue
        if name == "from_markup" or not is_content(given[0], safe):
            found.append(ast.unparse(node))
    return found


def is_content(node: ast.expr, safe: set[str]) -> bool:
    """Whether the expression is a Content, or a text that is written there."""
    if isinstance(node, ast.Constant):
        return True
    if not isinstance(node, ast.Call):
        return False
    made = ast.unparse(node.func)
    if made.startswith(f"{SAFE}.from_"):
        return False
    return made == SAFE or made.startswith(f"{SAFE}.") or made.rpartition("self.")[2] in safe


def test_no_text_goes_through_markup() -> None:
    """Row 39: the interface gives its widgets ready Content, never a text to be parsed."""
    modules = dict(sources())
    safe = makers(list(modules.values()))
    assert {"text", "render"} <= safe
    found = {name: through_markup(module, safe) for name, module in modules.items()}
    assert not any(found.values()), found


@pytest.mark.parametrize(
    ("line", "is_wrong"),
    [
        ("Static(f'{x}')", True),
        ("Static(x, id='y')", True),
        ("Static(content=x)", True),
        ("self.query_one('#a', Static).update(x.name)", True),
        ("self.notify(f'{x}')", True),
        ("self.notify(message=x)", True),
        ("Content.from_markup(x)", True),
        ("Static(Content.from_markup(x))", True),
        ("self.border_title = x", True),
        ("Static(Content(x))", False),
        ("Static(Content.assemble((x, '')))", False),
        ("Static(self.text())", False),
        ("Static('plain')", False),
        ("Static(id='y')", False),
    ],
)
def test_the_look_at_the_sources_sees(line: str, *, is_wrong: bool) -> None:
    """What would be parsed as markup is found, and nothing else."""
    module = ast.parse(f"from textual.widgets import Static\n{line}")
    assert bool(through_markup(module, {"text"})) is is_wrong

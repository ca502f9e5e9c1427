"""Nothing is told early: a scanner with a list of its own, over the real guide and real answers.

Where `test_spoilers` seals the guide and looks for all of it, this looks in what people really read
for words of the story, each with the moment from which it may fall.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import EVENING, REAL, Clock, entries, session
from tracker.cli import main as door
from tracker.cli.main import main
from tracker.domain import words
from tracker.domain.guide import Entry
from tracker.domain.spoilers import Level
from tracker.drawing import plain
from tracker.drawing.card import card, recall
from tracker.drawing.header import header
from tracker.drawing.order import lines, row
from tracker.drawing.outlook import margin
from tracker.session.sitting import Session
from tracker.storage.places import progress_file, state_directory
from tracker.storage.store import Store

WALK = entries(REAL, "1-ova3")
PLACES = (0, 1, 2, 5, 8, 12, 14, 15, 20, 22, 25, 26, 36)
"""How many were watched, where something is just about to be told or just was."""
FIRST_FALL = {
    "tv-02": r"Gradosian|half human|Albatro",
    "tv-03": r"Okawara|canopy",
    "tv-08": r"whether it was he who fired|proposes the shot",
    "tv-13": r"colonel|Soviet",
    "tv-15": r"\bGale\b|blue glow",
    "tv-21": r"black box|Folon",
    "tv-22": r"V-MAX(?!, Act)|tradition",
    "tv-26": r"Grados won|guerrilla|occup|Fist of the North|ROSE ROUGE|resistance|collaborat",
    "tv-34": r"symbol",
    "tv-37": r"Sanyo|heater|poison|Warping Space",
    "ova-3": r"Super Robot|Armored Core|novel|Dougram\.",
}
"""What may be said of an entry once it was watched, and not before."""
FIRST_READ = {
    "tv-16": r"\bMoon\b",
    "tv-21": r"Fouron",
    "tv-26": r"three years|1999|time skip",
    "tv-27": r"Cain",
    "tv-33": r"Death Demon",
    "tv-34": r"\bAnna\b(?! is not)",
    "tv-35": r"\bSeal\b",
    "ova-1": r"Gosterro|fresh in your mind",
    "ova-3": r"true ending|hour free",
}
"""What may be said of an entry when it is next up; its title is of that kind, too."""
HINDSIGHT = r"pulls the trigger|who starts|shot without him|You know how it ends"
"""What is for those who have finished once."""
BEYOND_THE_PART = r"\b(of 4[01]|total. 4[01]|ova|Acts?|Part 2|thirty-eight|3[78])\b"
"""What says how much lies past part 1."""
FROM_THE_START = ("Act III tells it properly", "the third act", "The third act is the true ending")
"""What may be said from the start, where later parts are not hidden."""

VERBS: tuple[tuple[str, ...], ...] = (
    ("next",), ("status",), ("list",), ("notes",), ("notes", "--all"), ("passes",),
    ("passes", "1"), ("stats",), ("plan", "--by", "in 3 weeks"), ("plan", "--per-week", "9"),
    ("plan", "--per-week", "3", "--ics", "-"), ("card",), ("card", "--svg", "-"), ("profiles",),
    ("spoilers",), ("doctor",), ("restore",), ("where",), ("remark", "30"), ("rate", "36", "7"),
    ("watched", "ova-9"), ("watched", "Fuoron"), ("watched", "9-3"), ("skip", "99"),
    ("stopped", "1:00", "seal"), ("clear", "28"), ("wached",), ("undo",), ("redo",),
)  # fmt: skip
"""Every answer there is, with slips and typos."""


def early(steps: int, shown: str, level: Level, *, seen: bool = False) -> list[str]:
    """The words in what is shown that may not fall after so many steps of the walk."""
    shown = shown.replace("\r\n ", "").replace("\\,", ",")
    shown = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), shown)
    shown = re.sub(r"[\s│▏]+", " ", re.sub(r"<[^>]+>", " ", shown))
    for known in FROM_THE_START if level != "strict" else ():
        shown = shown.replace(known, "")
    place = {entry.id: at for at, entry in enumerate(WALK)}
    place["tv-38"] = place["ova-1"]
    titles = [
        (place[entry.id], title)
        for entry in REAL.entries
        for title in (entry.title, entry.title_ja, entry.romaji, *entry.other_titles)
        if title
    ]
    found = []
    if level == "off":
        if seen:
            return []
        # Titles are shown then; what they say is no news.
        for _, title in titles:
            shown = shown.replace(title, "")
        for arc in {entry.arc for entry in WALK if entry.arc}:
            shown = shown.replace(arc, "")
    else:
        found += [title for at, title in titles if at > steps and title in shown]
    late = [words for entry, words in FIRST_FALL.items() if steps <= place[entry]]
    late += [words for entry, words in FIRST_READ.items() if steps < place[entry]]
    late.append(HINDSIGHT)
    if level == "strict" and steps < place["tv-26"] and not seen:
        late.append(BEYOND_THE_PART)
    for pattern in late:
        found += [match[0] for match in re.finditer(pattern, shown)]
    return found


def lived(directory: Path, steps: int, level: Level, *, again: bool) -> Session:
    """A viewer so many steps into the walk; in the second pass, if that is it."""
    clock = Clock(EVENING - timedelta(days=300))
    path = progress_file(str(directory))
    viewer = Session(REAL, Store(path, state_directory, clock), clock, bytes)
    viewer.tell(seen=False)
    if again:
        viewer.watched(WALK)
        viewer.remark(WALK[29], "Seal it with the symbol.")
        viewer.rewatch()
    for at, entry in enumerate(WALK[:steps]):
        clock.now = EVENING - timedelta(days=steps - at)
        viewer.watched([entry])
    viewer.choose(level)
    clock.now = EVENING
    viewer.save()
    return viewer


def answered(capsys: pytest.CaptureFixture[str], directory: Path, *typed: str) -> str:
    """Everything that the command line says to that, but for the words typed; a question, twice."""
    said = ""
    for more in ((), ("--json",))[: 1 if typed[0] in ("undo", "redo", "watched") else 2]:
        main([*typed, "--data-dir", str(directory), *more])
        out, err = capsys.readouterr()
        said += out + err
    return "".join(said.replace(f"“{word}”", "") for word in typed[1:2]) or said


def screens(viewer: Session) -> Iterator[str]:
    """The order, the card of every entry, the lines above: what the interface draws."""
    view = viewer.view
    yield "\n".join(words.how_far(view.progress, view.level, view.today))
    yield recall(view, 200)
    yield "\n".join(map(plain, (header(view, 198), *margin(view, 68, 56, "band"))))
    for line in lines(view):
        yield repr(row(view, line) if isinstance(line, Entry) else line)
    for entry in view.guide.entries:
        yield "\n".join(text for text, _ in card(view, entry))
    for note in view.due:
        yield f"{note.title}\n{words.note_text(note)}"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A clock that stands still, and a home without a trace."""
    monkeypatch.setattr(door, "_now", Clock())
    for variable in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))


@pytest.mark.slow
@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
@pytest.mark.parametrize("level", ["off", "titles", "strict"])
def test_nothing_falls_early(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], level: Level, *, again: bool
) -> None:
    """No verb and no screen says a word of the story before its moment."""
    # Undo takes back a second pass that was just begun, and then the first is over.
    for steps in PLACES[again:]:
        directory = tmp_path / f"{steps}"
        viewer = lived(directory, steps, level, again=again)
        for shown in screens(viewer):
            assert early(steps, shown, level, seen=again) == [], (steps, shown)
        for typed in VERBS:
            said = answered(capsys, directory, *typed)
            assert early(steps, said, level, seen=again) == [], (steps, typed, said)


@pytest.mark.slow
@pytest.mark.parametrize("level", ["off", "titles", "strict"])
def test_no_jump_tells_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], level: Level
) -> None:
    """One mistyped number, and back: nothing of where it led is told by itself."""
    for steps in PLACES[:8]:
        directory = tmp_path / f"{steps}"
        lived(directory, steps, level, again=False)
        for jump in ("21", "22", "26", "27", "34", "37"):
            for typed in (("watched", jump), ("status",), ("next",), ("undo",), ("status",)):
                said = answered(capsys, directory, *typed)
                assert early(steps, said, level) == [], (steps, jump, typed, said)


@pytest.mark.parametrize(
    ("steps", "level", "shown", "found"),
    [
        (5, "titles", "In 21, “My Name is\n Fouron”.", ["My Name is Fouron", "Fouron"]),
        (20, "titles", "My Name is Fouron", []),
        (5, "titles", "刻印2000", []),
        (5, "off", "My Name is Fouron", []),
        (5, "off", "the black box", ["black box"]),
        (21, "off", "the black box", []),
        (25, "titles", "It jumps three years, to 1999.", []),
        (24, "titles", "It jumps three years, to 1999.", ["three years", "1999"]),
        (5, "strict", "5 of 40", ["of 40"]),
        (5, "titles", "5 of 40", []),
        (30, "titles", "You know how it ends", ["You know how it ends"]),
        (12, "titles", "on past the Moon", ["Moon"]),
    ],
)
def test_planted_words_are_noticed(
    steps: int, level: Level, shown: str, found: Sequence[str]
) -> None:
    """The scanner finds what falls early, and only that."""
    assert early(steps, shown, level) == list(found)


def test_the_scanner_notices_a_guide_that_tells_early(tmp_path: Path) -> None:
    """With nothing hidden, what every answer would say is full of what may not fall."""
    viewer = session(tmp_path, REAL)
    viewer.tell(seen=True)
    for level, least in (("titles", 40), ("strict", 40)):
        shown = "\n".join(screens(viewer))
        assert len(early(5, shown, level)) >= least  # type: ignore[arg-type]

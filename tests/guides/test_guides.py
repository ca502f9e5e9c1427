"""Guides: the corpus of good and bad files, and the guide that comes with the program."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import REAL, SMALL
from tracker import guides
from tracker.domain.guide import Beyond, Entry, Guide, Kind, Note, Part
from tracker.domain.words import note_text
from tracker.guides import check
from tracker.guides.parse import GuideError, parse
from tracker.guides.table import Problem

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.toml"))
BAD = sorted((HERE / "bad").glob("*.toml"))

EVERYTHING = (HERE / "good/everything.toml").read_text(encoding="utf-8")
WATCH = [entry for entry in REAL.entries if entry.advice != "skip"]


def read(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


def good(name: str) -> Guide:
    """The guide in a file of the good folder."""
    return parse(read(HERE / f"good/{name}.toml"), f"{name}.toml")


def refusal(text: str) -> str:
    """Why a guide is refused."""
    with pytest.raises(GuideError) as error:
        parse(text, "bad.toml")
    return str(error.value)


def test_the_folders_are_not_empty() -> None:
    """There are good files and bad ones to test with."""
    assert len(GOOD) >= 3
    assert len(BAD) >= 120


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good(path: Path) -> None:
    """A good file becomes a guide whose every entry and note has its place."""
    guide = parse(read(path), path.name)
    assert [guide.place[entry.id] for entry in guide.entries] == list(range(len(guide.entries)))
    assert [entry for _, part in guide.by_part() for entry in part] == list(guide.entries)
    assert {note.entry for note in guide.notes} <= {entry.id for entry in guide.entries}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad(path: Path) -> None:
    """A bad file is refused in a line for each fault: the file, the line, the place, the reason."""
    heads = (line.partition("# reason: ") for line in read(path).splitlines())
    reasons = [f"{path.name}:{reason}" for _, is_one, reason in heads if is_one]
    with pytest.raises(GuideError) as error:
        guides.read(path.read_bytes(), path.name)
    assert list(error.value.lines) == reasons
    more = f" (and {len(reasons) - 1} more: layzner guide check {path.name})"
    assert str(error.value) == reasons[0] + (more if len(reasons) > 1 else "")


def test_least() -> None:
    """A guide needs a kind, a part and an entry; all else has a default."""
    tv = Kind("tv", "episode", "episodes")
    assert good("least") == Guide(
        id="least",
        title="Least",
        title_ja=None,
        parts=(Part("one", "one"),),
        entries=(Entry("tv-01", tv, "1", 1, "one", 24),),
        notes=(),
        beyond=(),
        broadcast={},
        ids={"tv": {}},
        place={"tv-01": 0},
    )


def test_everything() -> None:
    """Every key of the schema comes where it belongs."""
    tv = Kind("tv", "episode", "episodes")
    guide = good("everything")
    first = Entry(
        "tv-01", tv, "One", 1, "part-1", 48, "Alpha", "第一話", "Daiichiwa",
        ("The First", "Start"), "Dawn", date(1985, 10, 3),
    )  # fmt: skip
    second = Entry("tv-002", tv, "2", 2, "part-1", 24, advice="skip", reason="Nothing happens.")
    assert (guide.id, guide.title, guide.title_ja) == ("every-thing-2", "Everything", "全部")
    assert guide.entries == (first, second)
    assert guide.parts == (Part("part-1", "part 1"),)
    assert guide.beyond == (Beyond("Echo", "More of it."),)
    assert (guide.about, guide.by) == ("All of it, in one sentence.", "Nobody in particular")
    assert guide.was == {"old-1": "tv-01", "tv-00.5": "tv-01"}
    assert guide.broadcast == {"first": date(1985, 10, 3), "slot": "17:30", "episodes": 2}
    assert guide.ids == {"tv": {"mal": 7, "slug": "everything"}}


def test_notes_are_in_order() -> None:
    """Notes come in the order of their anchors, however the file lists them, lines joined."""
    first = Note(
        "first",
        "First",
        "Said first, in two lines.\n\nAnd a second paragraph.",
        "before",
        "tv-01",
        "story",
        "rewatch",
        "In hindsight.",
        must=True,
        sources=("high: the story", "view: the advice"),
    )
    source = ("official: the makers' page",)
    second = Note("over", "Over", "Said second.", "after", "tv-01", "making", sources=source)
    third = Note(
        "late", "Late", "Said last.", "after", "tv-002", "legacy", sources=("low: a rumour",)
    )
    bare = Note("after tv-002", "Bare", "Said with no more than it needs.", "after", "tv-002")
    again = bare._replace(id="after tv-002 2", title="Bare again")
    assert good("everything").notes == (first, second, third, bare, again)


def test_notes_at_an_entry() -> None:
    """An entry's notes are those anchored to it, before and after."""
    assert [note.id for note in SMALL.notes_at("tv-01")] == ["hello", "again", "seen"]
    assert SMALL.notes_at("tv-03") == ()


def test_lines_may_end_as_on_windows() -> None:
    """How lines end makes no difference."""
    assert parse(EVERYTHING.replace("\n", "\r\n"), "") == good("everything")


def test_an_entry_is_found_by_its_id() -> None:
    """An entry is found by its id, and a KeyError says that there is none."""
    assert SMALL.entry("tv-02").name == "Episode 2"
    assert SMALL.entry("ova-1").name == "Act I"
    with pytest.raises(KeyError):
        SMALL.entry("tv-99")


@pytest.mark.parametrize("change", ["entries", "place", "notes"])
def test_a_guide_does_not_change(change: str) -> None:
    """Nothing in a guide can be replaced in place."""
    with pytest.raises(AttributeError):
        setattr(SMALL, change, ())


def test_facts_do_not_change() -> None:
    """Neither the facts of a guide nor its places can be written to."""
    mappings: list[object] = [REAL.broadcast, REAL.ids, REAL.ids["tv"], REAL.place]
    assert not any(hasattr(mapping, "__setitem__") for mapping in mappings)


def accepted(addition: str) -> list[str]:
    """The keys whose texts a guide may end with that, ids and anchors apart."""
    texts = re.compile(r'^(?!id|anchor)(\w+) = (?:\[.*)?"[^"\n]*(?P<end>)"\]?$', re.MULTILINE)
    keys = []
    for match in texts.finditer(EVERYTHING):
        at = match.start("end")
        with contextlib.suppress(GuideError):
            parse(EVERYTHING[:at] + addition + EVERYTHING[at:], "bad.toml")
            keys.append(match[1])
    return keys


@pytest.mark.parametrize("harm", [r"\u001b[2J", r"\u009b2J", r"\u202e", r"\u0000"])
def test_nothing_in_a_guide_can_steer_a_terminal(harm: str) -> None:
    """A control character in any text of a guide, wherever it stands, is refused."""
    assert accepted(harm) == []


def test_only_notes_have_lines() -> None:
    """What is shown in one line has but one; a note's text may have more."""
    assert accepted(r"\nnext") == ["text"] * 4


def test_texts_may_be_longer() -> None:
    """Every text but a label and those that are words of the schema may say more."""
    keys = ["title_ja_sure", "aired_sure", "minutes_sure", "advice", "topic", "audience", "label"]
    assert set(accepted(", and more")).isdisjoint(keys)
    assert len(accepted(", and more")) == 30


@pytest.mark.parametrize(("longer", "refused"), [(0, False), (1, True)])
def test_a_title_may_be_as_long_as_is_said(longer: int, refused: bool) -> None:  # noqa: FBT001  # of the table
    """The longest that is allowed is allowed, and one character more is told."""
    text = read(HERE / "good/least.toml").replace("Least", "x" * (200 + longer))
    if refused:
        assert "title has 201 characters; it can have 200" in refusal(text)
    else:
        assert parse(text, "long.toml").title == "x" * 200


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000,
        "schema = " + "1" * 5000,
        EVERYTHING.replace("tv-002", f"tv-{'2' * 5000}"),
        "\x00",
        "schema = 2\r",
    ],
    ids=["nesting", "long-number", "long-id", "zero", "half-line-end"],
)
def test_hostile(text: str) -> None:
    """A file made to do harm is refused as every other bad file is."""
    assert refusal(text).startswith("bad.toml:")


def test_the_real_guide_is_what_comes_with_the_program() -> None:
    """The guide of the program is loaded by its name."""
    assert (REAL.id, REAL.title) == ("layzner", "Blue Comet SPT Layzner")
    assert REAL.title_ja == "蒼き流星SPTレイズナー"
    assert guides.load("layzner") == REAL


def test_the_real_order() -> None:
    """The order is 38 episodes, then the three acts."""
    episodes = [f"tv-{number:02}" for number in range(1, 39)]
    assert [entry.id for entry in REAL.entries] == [*episodes, "ova-1", "ova-2", "ova-3"]
    names = [entry.name for entry in REAL.entries]
    assert (names[0], names[37:]) == ("Episode 1", ["Episode 38", "Act I", "Act II", "Act III"])


def test_the_real_parts() -> None:
    """Part 2 begins with 26, the acts are a part of their own."""
    parts = {part.name: [entry.id for entry in part_of] for part, part_of in REAL.by_part()}
    assert {name: (ids[0], ids[-1], len(ids)) for name, ids in parts.items()} == {
        "part 1": ("tv-01", "tv-25", 25),
        "part 2": ("tv-26", "tv-38", 13),
        "the three acts": ("ova-1", "ova-3", 3),
    }


def test_the_real_advice() -> None:
    """38 is left out, Acts I and II are optional, and the reasons are given."""
    advised = {entry.id: entry.advice for entry in REAL.entries if entry.advice != "watch"}
    assert advised == {"tv-38": "skip", "ova-1": "optional", "ova-2": "optional"}
    assert all(entry.reason for entry in REAL.entries if entry.id in advised)
    assert len(WATCH) == 40


def test_the_real_running_times() -> None:
    """An episode runs 24 minutes, an act 56."""
    assert {(entry.kind.id, entry.minutes) for entry in REAL.entries} == {("tv", 24), ("ova", 56)}


def test_the_real_dates() -> None:
    """Only the dates that are sourced are told: the first, the last, the acts."""
    assert {entry.id: entry.aired for entry in REAL.entries if entry.aired} == {
        "tv-01": date(1985, 10, 3),
        "tv-38": date(1986, 6, 26),
        "ova-1": date(1986, 8, 21),
        "ova-2": date(1986, 9, 21),
        "ova-3": date(1986, 10, 21),
    }


def test_the_real_titles() -> None:
    """A title that is not known is left out, never guessed."""
    untitled = {entry.number for entry in REAL.entries if entry.title is None}
    assert untitled == {19, 25, 26, 30, 32}
    bare = [entry for entry in REAL.entries if entry.number in untitled and entry.kind.id == "tv"]
    assert not any(entry.title_ja or entry.romaji or entry.other_titles for entry in bare)


def test_fouron_is_spelled_so() -> None:
    """Titles say Fouron, as everything else does."""
    titles = " ".join(entry.title or "" for entry in REAL.entries)
    assert titles.count("Fouron") == 2
    assert "Folon" not in titles


def test_japanese_titles_are_japanese() -> None:
    """A Japanese title has kana or kanji, its reading has none, and no reading is without one."""
    for entry in REAL.entries:
        assert entry.title_ja is None or re.search("[\u3040-\u30ff\u4e00-\u9fff]", entry.title_ja)
        assert entry.romaji is None or (entry.title_ja and entry.romaji.isascii())
    assert sum(entry.title_ja is not None for entry in REAL.entries) == 16


def test_the_real_arcs_are_stretches() -> None:
    """An arc is one stretch of the order; 25 and the acts belong to none."""
    arcs = [entry.arc for entry in REAL.entries]
    changes = [arc for at, arc in enumerate(arcs) if at == 0 or arc != arcs[at - 1]]
    assert changes == [
        *("Mars", "Away from Mars", "Moon", "Earth, 1996"),
        *(None, "Occupied Earth, 1999", None),
    ]
    assert [arcs.index(arc) + 1 for arc in changes[:4]] == [1, 13, 16, 19]


@pytest.mark.parametrize(
    ("given", "facts"),
    [
        (
            REAL.broadcast,
            {
                "first": date(1985, 10, 3), "last": date(1986, 6, 26), "weekday": "Thursday",
                "slot": "17:30–18:00 JST", "network": "Nippon TV", "episodes": 38,
            },
        ),
        (
            REAL.ids["tv"],
            {
                "mal": 3079, "mal_title": "Aoki Ryuusei SPT Layzner", "anilist": 3079,
                "anidb": 2154, "tvdb": 251825, "tvdb_season": 1, "tvdb_numbers": "1-38",
                "tmdb_tv": 19829, "tmdb_season": 1, "tmdb_numbers": "1-38", "imdb": "tt1051924",
                "trakt": 19737, "trakt_season": 1, "trakt_numbers": "1-38",
                "trakt_slug": "blue-comet-spt-layzner", "kitsu": 7983,
                "anime_planet": "blue-comet-spt-layzner", "anisearch": 1897, "livechart": 5983,
                "annict": 111, "syoboi": 3087,
            },
        ),
        (
            REAL.ids["ova"],
            {
                "mal": 5755, "mal_title": "Aoki Ryuusei SPT Layzner (OVA)", "anilist": 5755,
                "anilist_episodes": 3, "anidb": 2155,
                "tvdb": 251825, "tvdb_season": 0, "tvdb_numbers": "1-3",
                "tvdb_numbers_sure": "medium", "tmdb_tv": 19829, "tmdb_season": 0,
                "tmdb_numbers": "1-3", "tmdb_numbers_sure": "medium", "trakt": 19737,
                "trakt_season": 0, "trakt_numbers": "1-3", "trakt_numbers_sure": "medium",
                "imdb": "tt9783820", "imdb_confidence": "medium", "kitsu": 2777,
                "anime_planet": "blue-comet-spt-layzner-ova", "anisearch": 3021,
                "livechart": 7268, "annict": 8578, "syoboi": 3417,
            },
        ),
    ],
    ids=["broadcast", "tv", "ova"],
)  # fmt: skip
def test_the_real_facts(given: Mapping[str, object], facts: Mapping[str, object]) -> None:
    """Every fact of the broadcast and every id of a catalogue is there, and no other."""
    assert dict(given) == facts
    assert set(REAL.ids) == {"tv", "ova"}


def test_what_nobody_may_miss() -> None:
    """Two notes nobody may miss: the time skip before 26, and to stop after 37."""
    must = {note.id: (note.side, note.entry) for note in REAL.notes if note.must}
    assert must == {"time-skip": ("before", "tv-26"), "stop-here": ("after", "tv-37")}


def test_the_real_notes() -> None:
    """Every note of the guide is anchored where its moment is."""
    assert {f"{note.id} {note.side} {note.entry}" for note in REAL.notes} == {
        "welcome before tv-01", "cold-war before tv-01", "second-look before tv-01",
        "mars-massacre after tv-01", "opening before tv-02", "eiji after tv-02",
        "machine after tv-03", "rei after tv-08", "did-i-fire after tv-08",
        "leaving-mars after tv-12", "cold-war-pays after tv-13", "v-max after tv-15",
        "fouron after tv-21", "two-minds after tv-22", "part-one-ends after tv-25",
        "time-skip before tv-26", "occupation after tv-26", "another-tone after tv-26",
        "anna after tv-34",
        "stop-here after tv-37", "heater after tv-37", "acts-one-two before ova-1",
        "true-ending before ova-3", "afterwards after ova-3",
    }  # fmt: skip


def test_hindsight_is_for_a_rewatch() -> None:
    """What gives away the end is told to those who know it."""
    rewatch = [note.id for note in REAL.notes if note.audience == "rewatch"]
    assert rewatch == ["second-look", "did-i-fire"]
    assert [note.id for note in REAL.notes if note.rewatch] == ["v-max"]


def test_a_strict_viewer_is_told_what_she_may_be() -> None:
    """Every note and reason has a wording for who is told nothing of later parts.

    What is for a rewatch is for those who hide nothing.
    """
    assert [note.id for note in REAL.notes if not note.strict] == ["second-look", "did-i-fire"]
    assert all(entry.strict for entry in REAL.entries if entry.reason)
    other = [note.id for note in REAL.notes if note.strict not in (None, note.text)]
    assert other == ["welcome", "part-one-ends", "time-skip", "stop-here", "heater"]


@pytest.mark.parametrize("part", ["part-1", "part-2"])
def test_no_strict_wording_speaks_of_later_parts(part: str) -> None:
    """What a strict viewer reads names neither what lies past the part nor how much there is."""
    parts = [each.id for each in REAL.parts]
    here = parts.index(part)
    count = r"\b(4[01]|three acts|Acts?( I+)?|ova|47|52)\b"
    later = {0: rf"1999|{count}|3[0-9] episodes|Part 2|Cain|Anna", 1: rf"2000|Seal|{count}"}[here]
    for entry in REAL.entries:
        if parts.index(entry.part) <= here:
            texts = [entry.strict or ""]
            for note in REAL.notes_at(entry.id):
                texts += [note.strict_title or note.title, note.strict or ""]
            if note_texts := [text for text in texts if text]:
                assert not re.search(later, " ".join(note_texts)), entry.id


def sentences(text: str) -> int:
    """How many sentences a text has: ends of sentences before a space or the end."""
    return len(re.findall(r"[.?!][\"”)]?(?=\s|$)", text))


@pytest.mark.parametrize("note", REAL.notes, ids=lambda note: note.id)
def test_a_note_is_short(note: Note) -> None:
    """A note is read in a moment: two to five sentences, and a line for hindsight."""
    assert 2 <= sentences(note.text) <= 5
    assert note.rewatch is None or 1 <= sentences(note.rewatch) <= 4
    assert len(note.title) <= 40


@pytest.mark.parametrize("note", REAL.notes, ids=lambda note: note.id)
def test_a_note_says_how_sure_it_is(note: Note) -> None:
    """Each source says how sure what is, in the words of the schema."""
    assert note.sources
    assert bool(note.rewatch_sources) is bool(note.rewatch)
    for source in (*note.sources, *note.rewatch_sources):
        assert re.fullmatch(r"(high|official|medium|low|view): \S.*", source)


@pytest.mark.parametrize("note", REAL.notes, ids=lambda note: note.id)
def test_a_note_names_no_later_title(note: Note) -> None:
    """No note gives away the title of an entry that is still to be watched."""
    text = f"{note.title} {note_text(note)} {note.strict_title} {note.strict}".casefold()
    later = WATCH if note.audience == "rewatch" else WATCH[1:]
    later = [entry for entry in later if REAL.place[entry.id] > REAL.place[note.entry]]
    titles = [(entry.title, entry.title_ja, entry.romaji, *entry.other_titles) for entry in later]
    assert [
        title for all_of in titles for title in all_of if title and title.casefold() in text
    ] == []


def test_the_real_guide_ends_with_more() -> None:
    """When all is watched there is more to watch."""
    assert [more.title for more in REAL.beyond] == ["Dougram", "VOTOMS", "The original Gundam"]
    assert all(more.reason for more in REAL.beyond)


def test_tables_without_headers_have_the_line_of_their_key() -> None:
    """Also who writes entries in one line is told which."""
    text = 'schema = 2\nid = "x"\ntitle = "X"\nkind = [{id = "tv", name = "episode"}]\n'
    text += '[[part]]\nid = "one"\nname = "one"\nentry = [{id = "tv-1"}, {id = "tx-2"}]\n'
    with pytest.raises(GuideError) as error:
        parse(text, "x.toml")
    assert [line.split()[0] for line in error.value.lines] == ["x.toml:4:", "x.toml:4:"]
    with pytest.raises(GuideError, match=r"x\.toml:8: entry tx-2: 'tx' is not a kind"):
        parse(text.replace('"episode"', '"episode", plural = "episodes", minutes = 9'), "x.toml")


def test_the_page_for_authors_holds_what_it_says() -> None:
    """The first guide of *Write a guide* is whole in about ten lines, as is what follows."""
    page = read(Path(guides.__file__).with_name("README.md"))
    whole, entry, note = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert whole.count("\n") <= 10
    assert len(guides.read(whole.encode(), "x").entries) == 3
    longer = "\n".join((*whole.splitlines()[:-1], entry, note))
    assert [note.title for note in guides.read(longer.encode(), "x").notes] == [
        "Why the order differs"
    ]


def test_as_many_as_there_may_be() -> None:
    """Bounds are told before a guide is parsed, those of inline tables right after."""
    head = 'schema = 2\nid = "x"\ntitle = "X"\n'
    for text, said in (
        (head + "[[note]]\n" * 1001, "x:1004: the guide: has more than 1,000 notes"),
        (head + "[[part]]\n[[part.entry]]\n" * 501, "has more than 500 parts"),
        (head + "[[part]]\n" + "[[part.entry]]\n" * 10_001, "has more than 10,000 entries"),
        (head + "part = [" + "{}," * 501 + "]", "x:4: the guide: has more than 500 parts"),
        (f"{head}x.y.z.a.b.c.d.e.f = 1", "x:4: the guide: has a key of more than 8 parts"),
        (f'{head}"x" . "y".z.a.b.c.d.e.f = 1', "has a key of more than 8 parts"),
        (f"{head}[x.y.z.a.b.c.d.e.f]", "has a key of more than 8 parts"),
        (f"{head}x = {{a.b.c.d.e.f.g.h.i = 1}}", "has a key of more than 8 parts"),
    ):
        with pytest.raises(GuideError) as error:
            guides.read(text.encode(), "x")
        assert said in str(error.value)
    for text in (
        'about = "a.b.c.d.e.f.g.h.i.j"',
        "# a.b.c.d.e.f.g.h.i.j",
        "by = '''a.b.c.d.e.f.g.h.i'''",
    ):
        fine = EVERYTHING.replace("[broadcast]", f"# {text}\n[broadcast]", 1)
        assert guides.read(fine.encode(), "x").id == "every-thing-2"


VALUES = [
    (at, line.partition(" = ")[0])
    for at, line in enumerate(EVERYTHING.splitlines(), start=1)
    if re.match(r"\w+ = ", line) and not line.endswith('"""')
]
"""Every key of the schema, as it stands in a line of its own."""
NEEDED = {"schema", "id", "title", "name", "plural", "anchor", "text"}


def told_of(at: int, line: str) -> list[tuple[int, str]]:
    """What is wrong, and on which line, when a line of the guide is another."""
    changed = EVERYTHING.splitlines()
    changed[at - 1] = line
    with pytest.raises(GuideError) as error:
        guides.read("\n".join(changed).encode(), "x.toml")
    return [(problem.line, problem.reason) for problem in error.value.problems]


@pytest.mark.parametrize(("at", "key"), VALUES, ids=[f"{at}-{key}" for at, key in VALUES])
def test_every_key_is_checked(at: int, key: str) -> None:
    """Of another type, empty, too long or misspelled: the line is told, and the key."""
    for value in ("1.5", '""', f'"{"x" * 4001}"', "[[]]"):
        said = told_of(at, f"{key} = {value}")
        assert any(line == at and key in reason for line, reason in said), value
    if key not in {"first", "slot", "episodes", "mal", "slug", "schema"}:
        said = told_of(at, f"{key}x = 1")
        [reason] = [reason for line, reason in said if line == at]
        assert reason == f"{key}x is not a key of the schema; did you mean {key}?"


@pytest.mark.parametrize(("at", "key"), VALUES, ids=[f"{at}-{key}" for at, key in VALUES])
def test_what_may_be_missing(at: int, key: str) -> None:
    """Without one of its lines a guide can be used, or it is told what is missing."""
    changed = EVERYTHING.splitlines()
    changed[at - 1] = ""
    reasons = []
    try:
        guides.read("\n".join(changed).encode(), "x.toml")
    except GuideError as error:
        reasons = [problem.reason for problem in error.problems]
    before = [line for line in EVERYTHING.splitlines()[:at] if line.startswith("[")]
    may_be = {("[[note]]", "id"), ("[[part.entry]]", "title")}
    if key in NEEDED and (*before[-1:], key) not in may_be:
        assert f"{key} is missing" in reasons
    elif key not in {"minutes", "advice", "reason"}:
        assert reasons == []


PIECES = [
    *("[[part]]", "[[part.entry]]", "[part]", "[[note]]", "[kind]", "[ids]", "id = ", "tv-01"),
    *("[", "]", "{", "}", "=", '"', '"""', "\n", "#", ".", ",", "[1, [2]]", "{a = {b = 1}}"),
    *("1", "-5", "true", "1985-10-03", "nan", "''", "before ", "title", "was", "strict"),
    *("\u202e", "\x00", "\ud7ff"),
]
"""What a guide is made of, and what it is not."""


@given(
    st.lists(
        st.tuples(st.integers(0, 2000), st.integers(0, 40), st.sampled_from(PIECES)),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_stands_in_it(changes: list[tuple[int, int, str]]) -> None:
    """A guide in which anything is changed is one, or is refused with lines that are in it."""
    text = EVERYTHING
    for at, gone, piece in changes:
        at = at % len(text)  # noqa: PLW2901  # a place in the text as it is now
        text = text[:at] + piece + text[at + gone :]
    guide, problems, lines = read_anyhow(text)
    if guide:
        assert check.counts(guide)
        assert all(each.reason for each in check.warnings(guide))
    else:
        assert problems
    assert all(line.isprintable() for line in lines)
    assert all(0 <= problem.line <= text.count("\n") + 1 for problem in problems)


def read_anyhow(text: str) -> tuple[Guide | None, tuple[Problem, ...], tuple[str, ...]]:
    """The guide of a text, or what is wrong with it."""
    try:
        return guides.read(text.encode("utf-8", "replace"), "x.toml"), (), ()
    except GuideError as error:
        return None, error.problems, error.lines

"""Find: what the viewer types, and the entries that it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.guides import own
from tests.support import REAL, SMALL, entries
from tracker.domain.asked import NotUnderstood
from tracker.domain.find import STATES, Finder, folded
from tracker.domain.guide import Entry, Guide
from tracker.domain.journal import Journal
from tracker.domain.progress import Progress, progress
from tracker.domain.spoilers import LEVELS, Level, shown
from tracker.domain.union import Fields
from tracker.domain.words import clean

PIECES = """1 12 38 tv ova- Act III eiji le cain V-MAX 星 ル・カイン ｅｉｊｉ é É ß İ
[/] [b] ( \\ ^ ] - & || is: is:open is:left-out IS:Rated is:r is:x _ ' ’ … 🚀"""
TYPED = st.text() | st.lists(
    st.sampled_from([*PIECES.split(), " ", "\n", "\u202e", "\x00", "\x1e", "\u3000", "\ud800"])
).map("".join)
"""Anything, and above all what nearly means something."""
some = settings(deadline=None, max_examples=400)


def find(now: Progress, text: str) -> tuple[Entry, ...]:
    """What a search in that progress finds."""
    return Finder(now).find(text)


def lived(guide: Guide, *happened: Fields) -> Progress:
    """The progress of somebody who lived that."""
    journal = Journal()
    for fields in happened:
        journal = journal.recorded([{"guide": guide.id, **fields}], ["00000000"])
    return progress(guide, journal.lived(guide.id, ""))


def titled(*titles: str) -> Progress:
    """The progress of nobody in a guide with these titles for 1, 2, 3."""
    made = tuple(
        REAL.entries[at]._replace(title=title, title_ja=None, romaji=None)
        for at, title in enumerate(titles)
    )
    return lived(REAL._replace(entries=made, place={entry.id: at for at, entry in enumerate(made)}))


def ids(now: Progress, text: str) -> list[str]:
    """The ids of what is found."""
    return [entry.id for entry in find(now, text)]


def found(text: str, *titles: str) -> list[str]:
    """The titles that are found among these."""
    return [entry.title or "" for entry in find(titled(*titles), text)]


ALL = lived(REAL)
"""The real guide with nothing hidden, and nothing marked."""
LIFE: tuple[Fields, ...] = (
    {"do": "watched", "entry": "tv-01"},
    {"do": "remarked", "entry": "tv-01", "text": "Wow, [bold] Zürich!\nSecond line"},
    {"do": "rated", "entry": "ova-1", "rating": 9},
    {"do": "began", "pass": 2},
    {"do": "watched", "entry": "tv-01", "pass": 2},
    {"do": "remarked", "entry": "tv-01", "text": "Less so.", "pass": 2},
    {"do": "remarked", "entry": "ova-1", "text": "A harbour.", "pass": 2},
    {"do": "skipped", "entry": "tv-02", "pass": 2},
    {"do": "rated", "entry": "tv-02", "rating": 3, "pass": 2},
    {"do": "stopped", "entry": "ova-1", "position": 60, "pass": 2},
)
REWATCH = lived(SMALL, *LIFE)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("12", ["tv-12"]),
        ("１２", ["tv-12"]),
        ("1", ["tv-01", "ova-1", "tv-10"]),
        ("01", ["tv-01", "ova-1"]),
        ("tv-07", ["tv-07"]),
        ("tv-7", ["tv-07"]),
        ("tv7", ["tv-07"]),
        ("tv 7", ["tv-07"]),
        ("OVA-2", ["ova-2"]),
        ("ova2", ["ova-2"]),
        ("iii", ["ova-3"]),
        ("i", ["ova-1", "tv-14"]),
        ("episode 3", ["tv-03", "tv-30"]),
        ("act i", ["ova-1", "ova-2", "ova-3"]),
        ("act", ["ova-1", "ova-2", "ova-3", "tv-36"]),
        ("Act 3", ["ova-3"]),
        ("left behind", ["tv-06", "tv-04"]),
        ("SHOWDOWN   with", ["tv-22"]),
        ("fouron", ["tv-21", "tv-22"]),
        ("seal", ["ova-3", "tv-35"]),
        ("hallmark", ["ova-3"]),
        ("akai hoshi", ["tv-01"]),
        ("異星人", ["tv-14"]),
        ("星人", ["tv-14"]),
        ("ﾚｲｽﾞﾅｰ", ["ova-1", "ova-2", "ova-3"]),
        ("Ｅｉｊｉ １９９６", ["ova-1"]),
        ("lé cäin", ["ova-2", "tv-27", "tv-37"]),
        ("layzner’s", ["tv-20"]),
        ("reunion - the", ["tv-29"]),
        ("protected...", ["tv-05"]),
        ("planet red", ["tv-01", "tv-12"]),
        ("12 farewell", ["tv-12"]),
        ("tv-12 farewell", ["tv-12"]),
        ("vmax", ["tv-36"]),
        ("shwdn", ["tv-22"]),
        ("fron shwdn", ["tv-22"]),
        ("otrp", ["tv-01"]),
        ("deathsquad", ["tv-33"]),
        ("ルカイン", ["ova-2"]),
    ],
)
def test_find(text: str, first: Sequence[str]) -> None:
    """A search finds numbers, titles in any script, pieces of them, and their letters in order."""
    assert ids(ALL, text)[: len(first)] == first


@pytest.mark.parametrize(
    "text",
    ["", "  ", "\u3000\n", "zzz", "\x00", "4711", "blue fouron", "eiji zzz", "isode", "か゛"],
)
def test_find_nothing(text: str) -> None:
    """A search for nothing, or for what is not there, finds nothing."""
    assert find(ALL, text) == ()


def test_find_ends_where_nothing_matches() -> None:
    """A search finds what matches, and nothing else."""
    assert ids(lived(SMALL), "a") == ["tv-01", "ova-1", "tv-02", "tv-03"]
    assert ids(lived(SMALL), "[/]") == ["tv-02"]


def test_the_nearer_match_comes_first() -> None:
    """A whole title goes before its start, that before a word, a piece, and letters in order."""
    best = ("Red", "Red Sun", "Re-red", "Rare red", "Hatred", "Ruined", "Rain Every Day")
    assert found("red", *reversed(best)) == [
        "Red", "Red Sun", "Rare red", "Re-red", "Hatred", "Rain Every Day", "Ruined"
    ]  # fmt: skip


def test_a_number_goes_before_a_title() -> None:
    """An entry of that number comes before one that is called so."""
    assert found("2", "2", "Two", "2 of them") == ["Two", "2", "2 of them"]


@pytest.mark.parametrize("text", ["2x16", "S02E16", "s2e16", "Clone Wars 2x16", "tcw 2x16"])
def test_a_label_with_its_season(text: str) -> None:
    """Who types a season as others write it finds the entry that has it for a label."""
    assert ids(lived(own.made(own.WORDS)), text) == ["tcw-216"]


def test_ties_stand_in_the_order() -> None:
    """What matches equally well comes in the order of the guide, whatever its kind."""
    made = SMALL.entries[::-1]
    turned = SMALL._replace(entries=made, place={entry.id: at for at, entry in enumerate(made)})
    assert ids(lived(turned), "1") == ["ova-1", "tv-01"]
    assert ids(lived(turned), "a") == ["ova-1", "tv-01", "tv-03", "tv-02"]


def test_words_as_typed_go_before_words_apart() -> None:
    """Of several words each must match; where they stand together they match best."""
    titles = ("Red and blue", "The red blue", "Blue red", "Red", "Red blue")
    assert found("red blue", *titles) == ["Red blue", "Red and blue", "The red blue", "Blue red"]
    assert found("red red", *titles)[0] == "Red and blue"


@pytest.mark.parametrize(
    ("letters", "title", "near"),
    [
        ("frn", "Fir run", True),
        ("frn", "Fxrxn", False),
        ("fron", "Fouron", True),
        ("uron", "Foxurxon", False),
        ("abc", "A Big Cat", True),
        ("ab", "A Xb", False),
        ("abc", "A xb C", False),
        ("abcde", "A Bad Cad dead End", True),
        ("abcd", "axbxcxd", False),
        ("abcdef", "axbcxdexf", True),
        ("a" * 32, "a" * 31 + " a", True),
        ("a" * 33, "a" * 32 + " a", False),
    ],
)
def test_letters_in_order_must_be_near(letters: str, title: str, *, near: bool) -> None:
    """The first begins a word; leaps within words and to other words cost, up to a limit."""
    assert found(letters, title) == ([title] if near else [])


def test_letters_in_order_stay_in_one_title() -> None:
    """Letters are not gathered from several titles, or several entries."""
    guide = titled("Red", "Sun").guide
    other = guide._replace(entries=tuple(e._replace(other_titles=("Moon",)) for e in guide.entries))
    assert find(lived(other), "rdmn") == find(lived(other), "rdsn") == ()


def test_few_letters_do_not_match_everything() -> None:
    """Three letters that stand nowhere together are hardly ever found, and two not at all."""
    near: list[int] = []
    common = "acehilnorst"
    for letters in product(common, common, ["", *common]):
        text = "".join(letters)
        best = [repr(entry) for entry in find(ALL, text)]
        near.append(sum(text not in folded(entry) for entry in best))
        assert len(text) > 2 or not near[-1]
    assert max(near) <= 5
    assert sum(near) / len(near) < 0.6


def test_remarks_are_found_behind_titles() -> None:
    """What the viewer wrote is found, of this pass and of earlier ones, word by word."""
    assert ids(REWATCH, "zurich") == ids(REWATCH, "less so") == ids(REWATCH, "[bold]") == ["tv-01"]
    assert ids(REWATCH, "ZÜRICH! second") == ids(REWATCH, "so wow alpha") == ["tv-01"]
    assert ids(REWATCH, "zrch") == []
    assert ids(REWATCH, "second") == ["tv-02", "tv-01"]
    assert ids(REWATCH, "econ") == ["tv-02", "tv-01"]
    assert ids(REWATCH, "har") == ["ova-1", "tv-03"]


@pytest.mark.parametrize(
    ("text", "entry_ids"),
    [
        ("is:open", ["ova-1"]),
        ("is:skipped", ["tv-02"]),
        ("is:watched", ["tv-01"]),
        ("is:stopped", ["ova-1"]),
        ("is:left-out", ["tv-03"]),
        ("is:remarked", ["tv-01", "ova-1"]),
        ("is:rated", ["tv-02", "ova-1"]),
        ("IS:Left", ["tv-03"]),
        ("ｉｓ：rat", ["tv-02", "ova-1"]),
        ("is:rated is:open", ["ova-1"]),
        ("is:watched is:open", []),
        ("is:rated bravo", ["tv-02"]),
        ("delta is:rated", ["ova-1"]),
        ("dlta is:rated", ["ova-1"]),
        ("tv-02 is:rated", ["tv-02"]),
        ("tv 2 is:rated", ["tv-02"]),
        ("alpha is:rated", []),
        ("1 is:rated", ["ova-1"]),
    ],
)
def test_states(text: str, entry_ids: Sequence[str]) -> None:
    """A state leaves only the entries of that state, in order; the rest is the text."""
    assert ids(REWATCH, text) == entry_ids


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("is:", "after is: type open, skipped, watched, stopped, left-out, remarked or rated"),
        ("is:s", "after is: type skipped or stopped"),
        ("alpha is:r", "after is: type remarked or rated"),
        ("is:opne", "no state “opne”; did you mean open?"),
        ("is:zz is:open", f"no state “zz”; type {', '.join([*STATES][:-1])} or rated"),
    ],
)
def test_no_state(text: str, message: str) -> None:
    """Who asks for no state is told which there are, and the nearest."""
    with pytest.raises(NotUnderstood) as error:
        find(ALL, text)
    assert str(error.value) == message


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_hidden_is_not_found(level: Level) -> None:
    """No title past the next one is found, nor what was written there in an earlier pass."""
    made = [{"do": "watched", "entry": entry.id} for entry in entries(REAL, "1-3")]
    secret: Fields = {"do": "remarked", "entry": "tv-30", "text": "Secretly"}
    now = lived(REAL, *made, secret, {"do": "began", "pass": 2}, {**made[0], "pass": 2})
    visible = shown(now, level)
    for text in ("fouron", "secretly", "is:remarked", "刻印", "shwdn"):
        assert bool(ids(visible, text)) == (level == "off")


def test_what_is_found_is_of_the_progress_given() -> None:
    """A search of one progress after another is never answered with the texts of the other."""
    for now in (REWATCH, ALL, REWATCH, lived(SMALL), ALL):
        for text in ("alpha", "zurich", "fouron"):
            assert set(find(now, text)) <= set(now.guide.entries)
    assert ids(lived(SMALL), "zurich") == []


@pytest.mark.parametrize(
    ("text", "as_compared"),
    [
        ("  Le\u3000Cain\n", "le cain"),
        ("Ryūsei É ß", "ryusei e ss"),
        ("ﾚｲｽﾞﾅｰ Ｖ－ＭＡＸ", "レイズナー v-max"),
        ("ガ カ", "ガ カ"),
        ("‘a’ “b” – —", "'a' \"b\" - -"),
        ("한국", "한국"),
    ],
)
def test_folded(text: str, as_compared: str) -> None:
    """Case, accents, width and typographic signs make no difference; kana stay what they are."""
    assert folded(text) == as_compared


@given(TYPED, st.sampled_from([ALL, REWATCH]))
@some
def test_any_text_can_be_searched(text: str, now: Progress) -> None:
    """Whatever is searched for, what is found is of the guide, each once, or one line says why."""
    try:
        best = find(now, text)
    except NotUnderstood as error:
        said = str(error)
        assert clean(said) == said
        assert len(said) < 200
    else:
        assert len(set(best)) == len(best)
        assert set(best) <= set(now.guide.entries)
        assert best == find(now, f"  {text} ")
        assert text.strip() or not best


@given(st.lists(st.text(max_size=30) | st.text("ab -", max_size=12), min_size=1, max_size=8), TYPED)
@some
def test_any_title_can_be_searched(titles: list[str], text: str) -> None:
    """Whatever the titles are, a title typed whole finds its entry first, unless it is a name."""
    now = titled(*titles)
    for entry in now.guide.entries:
        wanted = folded(entry.title or "")
        assume("is:" not in wanted)
        best = find(now, wanted)
        names = {str(other.number) for other in now.guide.entries}
        if wanted and not any(name in wanted for name in names):
            assert folded(best[0].title or "") == wanted
    with suppress(NotUnderstood):
        assert set(find(now, text)) <= set(now.guide.entries)


@given(
    st.sampled_from(REAL.entries),
    st.sampled_from((str.upper, str.lower, str.title)),
    st.sampled_from(("", "\u0301", "\u0308")),
    st.data(),
)
@some
def test_a_title_typed_whole_finds_its_entry_first(
    entry: Entry, cased: Callable[[str], str], accent: str, data: st.DataObject
) -> None:
    """In any script, case and accents, whoever types all of a title goes there."""
    titles = [
        title for title in (entry.title, entry.title_ja, entry.romaji, *entry.other_titles) if title
    ]
    assume(titles)
    typed = cased(data.draw(st.sampled_from(titles)))
    assert find(ALL, "".join(f"{char}{accent}" for char in typed))[0] == entry

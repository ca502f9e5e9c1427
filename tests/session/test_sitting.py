"""The verbs of a sitting: dates, words, ratings, passes, levels and viewers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.support import EVENING, REAL, SMALL, Clock, chance, entries, session, store
from tracker.domain import asked
from tracker.domain.asked import LONGEST_REMARK, NotUnderstood
from tracker.domain.progress import State
from tracker.domain.spoilers import LEVELS, Level
from tracker.session.sitting import Session
from tracker.session.view import Done

ALPHA, BRAVO, CHARLIE, DELTA = SMALL.entries
LONG_AGO = date(2024, 3, 1)


def opened(who: str = "", level: Level | None = None, clock: Clock | None = None) -> Session:
    """A session that is never saved; opening writes nothing."""
    nowhere = Path("there-is-no-such-directory")
    clock = clock or Clock()
    sitting = Session(SMALL, store(nowhere, clock), clock, chance, who)
    sitting.level = level
    return sitting


def finished() -> Session:
    """A session of somebody who has watched all that counts."""
    sitting = opened()
    sitting.watched([ALPHA, BRAVO, DELTA])
    return sitting


def marks(sitting: Session) -> dict[str, tuple[str, int, str]]:
    """Each entry's mark in this pass: what, where, when."""
    held = sitting.view.progress.marks
    return {entry: (mark.do, mark.position, mark.at) for entry, mark in held.items()}


def words_on(sitting: Session, entry: str = "tv-01") -> list[str]:
    """What is written on an entry in this pass."""
    kept = sitting.view.progress.current.remarks
    return [event.text for event in kept.get(entry, ())]


def due(sitting: Session) -> list[str]:
    """The ids of the notes to be told now."""
    return [note.id for note in sitting.view.due]


def mark_alpha(sitting: Session, do: str) -> None:
    """Mark the first entry."""
    verbs: dict[str, Callable[[], Done]] = {
        "watched": lambda: sitting.watched([ALPHA]),
        "skipped": lambda: sitting.skip([ALPHA]),
        "stopped": lambda: sitting.stopped(ALPHA, 600),
    }
    assert verbs[do]().changed


# Dates


@pytest.mark.parametrize(("do", "position"), [("watched", 0), ("skipped", 0), ("stopped", 600)])
def test_redate(do: str, position: int) -> None:
    """A mark of any kind is given another date, and keeps what it is and where."""
    sitting = opened()
    mark_alpha(sitting, do)
    before = marks(sitting)
    assert sitting.redate(ALPHA, LONG_AGO) == Done(f"Episode 1: {do} 1 March 2024", changed=True)
    assert marks(sitting) == {"tv-01": (do, position, "2024-03-01")}
    assert sitting.undo().changed
    assert marks(sitting) == before
    assert sitting.redo().changed
    assert marks(sitting) == {"tv-01": (do, position, "2024-03-01")}


def test_redate_without_a_mark() -> None:
    """An entry without a mark was watched then."""
    sitting = opened()
    assert sitting.redate(ALPHA, LONG_AGO) == Done("Watched episode 1", changed=True)
    assert marks(sitting) == {"tv-01": ("watched", 0, "2024-03-01")}


def test_redate_to_a_time() -> None:
    """A mark can be given a time of day, with its zone."""
    sitting = opened()
    sitting.watched([ALPHA])
    then = EVENING - timedelta(hours=25)
    assert sitting.redate(ALPHA, then).text == "Episode 1: watched yesterday"
    assert datetime.fromisoformat(marks(sitting)["tv-01"][2]) == then


def test_redate_changes_no_order() -> None:
    """Another date for an earlier entry makes it neither the latest nor its note due again."""
    sitting = opened()
    sitting.watched([ALPHA])
    sitting.watched([BRAVO])
    before = due(sitting)
    sitting.redate(ALPHA, date(2026, 11, 22))
    assert sitting.view.progress.latest == "tv-02"
    assert due(sitting) == before == ["mind"]


def test_redate_stays_in_its_pass() -> None:
    """In a rewatch, a date is of the rewatch; that of the first pass stays."""
    sitting = opened()
    sitting.watched([ALPHA], LONG_AGO)
    sitting.rewatch()
    sitting.redate(ALPHA, date(2026, 11, 1))
    assert [each.marks["tv-01"].at for each in sitting.view.progress.passes] == [
        "2024-03-01",
        "2026-11-01",
    ]


# Words


def test_remark() -> None:
    """Words on an entry stand until others stand in their place."""
    sitting = opened()
    assert sitting.remark(ALPHA, "Good.") == Done("Kept your remark on episode 1", changed=True)
    assert sitting.remark(ALPHA, "Better.").changed
    assert words_on(sitting) == ["Better."]


def test_an_empty_remark_takes_away() -> None:
    """Empty words take away what was written, and say so; where nothing was, they do nothing."""
    sitting = opened()
    sitting.remark(ALPHA, "Good.")
    assert sitting.remark(ALPHA, "") == Done("Removed your remark on episode 1", changed=True)
    assert words_on(sitting) == []
    before = sitting.journal
    assert sitting.remark(ALPHA, " \n") == Done("The remark on episode 1 is empty", changed=False)
    assert sitting.journal is before


def test_an_unchanged_remark() -> None:
    """The same words again are no event, and the viewer is told."""
    sitting = opened()
    sitting.remark(ALPHA, "Good.")
    before = sitting.journal
    assert sitting.remark(ALPHA, "Good.") == Done(
        "The remark on episode 1 is unchanged", changed=False
    )
    assert sitting.journal is before


def test_a_remark_that_is_too_long() -> None:
    """A remark of one character too many is refused whole; what was there stands."""
    sitting = opened()
    sitting.remark(ALPHA, "Good.")
    before = sitting.journal
    with pytest.raises(NotUnderstood, match=r"at most 65,536 characters; this one has 65,537"):
        sitting.remark(ALPHA, "a" * (LONGEST_REMARK + 1))
    assert sitting.journal is before
    assert sitting.remark(ALPHA, "a" * LONGEST_REMARK).changed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\x0bd", "a\nb\nc\nd"),
        ("a  \nb\t\n", "a\nb"),
        ("\n\na\n\nb\n\n", "a\n\nb"),
        ("red \x1b[31m", "red \ufffd[31m"),
        ("a\u202eb\x00", "a\ufffdb\ufffd"),
        ("a\tb", "a b"),
        ("火星の子供たち", "火星の子供たち"),
    ],
)
def test_a_remark_is_cleaned(typed: str, kept: str) -> None:
    """What is no text is replaced before it is kept, and every line end is one."""
    sitting = opened()
    sitting.remark(ALPHA, typed)
    assert words_on(sitting) == [kept]


def test_undo_and_redo_of_remarks() -> None:
    """Undo brings back the words before, redo those after, one step at a time."""
    sitting = opened()
    states: list[list[str]] = [[]]
    for text in ("First.", "Second.", "", "Third."):
        sitting.remark(ALPHA, text)
        states.append(words_on(sitting))
    for state in reversed(states[:-1]):
        assert sitting.undo().text == "Undone: remarked on episode 1"
        assert words_on(sitting) == state
    for state in states[1:]:
        assert sitting.redo().text == "Redone: remarked on episode 1"
        assert words_on(sitting) == state
    assert states == [[], ["First."], ["Second."], [], ["Third."]]


def test_remarks_written_at_once() -> None:
    """What two machines wrote at once both stands, in one text, until it is written anew."""
    here, there = opened(), opened()
    here.remark(ALPHA, "Here.")
    there.remark(ALPHA, "There.")
    here.join(there.journal)
    assert sorted(words_on(here)) == ["Here.", "There."]
    assert not here.remark(ALPHA, "\n\n".join(words_on(here))).changed
    assert here.remark(ALPHA, "Both.").changed
    assert words_on(here) == ["Both."]
    assert here.undo().changed
    assert sorted(words_on(here)) == ["Here.", "There."]


def test_a_remark_is_of_its_pass() -> None:
    """A rewatch has its own words; those of the first pass stay."""
    sitting = finished()
    sitting.remark(ALPHA, "Then.")
    sitting.rewatch()
    assert words_on(sitting) == []
    sitting.remark(ALPHA, "Now.")
    assert [
        [event.text for event in each.remarks["tv-01"]] for each in sitting.view.progress.passes
    ] == [["Then."], ["Now."]]


# Ratings


def test_rate() -> None:
    """An entry is given 1 to 10, another time another, and in the end none."""
    sitting = opened()
    for rating, text in (
        (8, "8/10 for episode 1"),
        (9, "9/10 for episode 1"),
        (0, "Removed the rating of episode 1"),
    ):
        assert sitting.rate(ALPHA, rating) == Done(text, changed=True)
        assert sitting.view.progress.current.ratings.get("tv-01", 0) == rating
    for rating in (9, 8, 0):
        assert sitting.undo().text == "Undone: rated episode 1"
        assert sitting.view.progress.current.ratings.get("tv-01", 0) == rating


@pytest.mark.parametrize(("rating", "has"), [(8, "already has 8/10"), (0, "has no rating")])
def test_the_same_rating(rating: int, has: str) -> None:
    """The same rating again is no event, and the viewer is told."""
    sitting = opened()
    sitting.rate(ALPHA, rating)
    before = sitting.journal
    assert sitting.rate(ALPHA, rating) == Done(f"Episode 1 {has}", changed=False)
    assert sitting.journal is before


def test_a_rating_is_of_its_pass() -> None:
    """A rewatch begins without ratings, and changes none of before."""
    sitting = finished()
    sitting.rate(ALPHA, 6)
    sitting.rewatch()
    assert sitting.view.progress.current.ratings == {}
    assert sitting.rate(ALPHA, 6).changed
    sitting.rate(ALPHA, 9)
    assert [each.ratings for each in sitting.view.progress.passes] == [{"tv-01": 6}, {"tv-01": 9}]


# Passes


def test_rewatch() -> None:
    """A rewatch begins at the first entry, and the pass before it stays as it is."""
    sitting = finished()
    sitting.rate(ALPHA, 6)
    sitting.remark(BRAVO, "A recap.")
    (first,) = sitting.view.progress.passes
    assert sitting.rewatch() == Done("Pass 2 begins", changed=True)
    now = sitting.view.progress
    assert (now.number, now.next_up, now.tally.watched, dict(now.marks)) == (2, "tv-01", 0, {})
    sitting.watched([ALPHA, BRAVO, CHARLIE, DELTA], LONG_AGO)
    sitting.clear([DELTA])
    sitting.rate(ALPHA, 10)
    sitting.remark(BRAVO, "")
    assert sitting.view.progress.passes[0] == first


def test_undo_of_a_rewatch() -> None:
    """A rewatch undone is as if it had never begun; redone, it begins again."""
    sitting = finished()
    before = sitting.view.progress
    sitting.rewatch()
    began = sitting.view.progress
    assert sitting.undo() == Done("Undone: began pass 2", changed=True)
    assert sitting.view.progress == before
    assert sitting.redo() == Done("Redone: began pass 2", changed=True)
    assert sitting.view.progress == began


def test_notes_come_again_in_a_rewatch() -> None:
    """In a rewatch what was read before does not open again, but for what nobody may miss."""
    sitting = opened()
    assert due(sitting) == ["hello"]
    sitting.read(sitting.view.due)
    sitting.watched([ALPHA, BRAVO])
    assert due(sitting) == ["mind"]
    sitting.read(sitting.view.due)
    sitting.watched([DELTA])
    sitting.rewatch()
    assert due(sitting) == ["again"]
    sitting.watched([ALPHA])
    assert due(sitting) == ["seen"]
    assert [note.rewatch for note in sitting.view.due] == ["So was Xray."]
    sitting.watched([BRAVO])
    assert due(sitting) == ["mind"]
    assert "hello" in {note.id for note in sitting.view.guide.notes}, "it can still be read"


def test_a_rewatch_before_the_end() -> None:
    """Who begins again without having finished is told nothing that is for a rewatch."""
    sitting = opened()
    sitting.watched([ALPHA])
    sitting.rewatch()
    assert due(sitting) == ["hello"]
    assert sitting.view.level == "titles"


def test_a_rewatch_begun_on_two_machines() -> None:
    """A rewatch begun on two machines is one; undone on one of them it goes on."""
    here = finished()
    there = opened()
    there.join(here.journal)
    here.rewatch()
    there.rewatch()
    there.watched([ALPHA])
    both = here.journal.joined(there.journal)
    here.undo()
    assert here.view.progress.number == 1
    for journal in (both, both.joined(here.journal)):
        here.join(journal)
        assert here.view.progress.number == 2
        assert here.view.progress.state(ALPHA) is State.WATCHED


def test_history_is_of_all_passes() -> None:
    """The history counts every viewing in every pass, and knows no title."""
    sitting = opened(clock=Clock(EVENING))
    sitting.watched([ALPHA, BRAVO, DELTA], LONG_AGO)
    sitting.rewatch()
    sitting.watched([ALPHA])
    lived = sitting.history()
    assert (lived.entries, lived.seconds) == (4, (24 + 24 + 50 + 24) * 60)
    assert list(lived.evenings) == [LONG_AGO, EVENING.date()]
    assert [(diary.number, diary.entries, diary.done) for diary in lived.diaries] == [
        (1, 3, True),
        (2, 1, False),
    ]
    assert {entry.title for entry in lived.order} == {None}
    assert "Alpha" not in repr(lived)


# Levels


@pytest.mark.parametrize("level", LEVELS)
def test_choose(level: Level) -> None:
    """A chosen level holds, in a later sitting too, until the next pass begins."""
    sitting = finished()
    assert sitting.view.level == "off"
    assert sitting.choose(level).changed
    later = opened()
    later.join(sitting.journal)
    assert sitting.view.level == later.view.level == level
    later.rewatch()
    assert later.view.level == "off"


def test_a_level_is_chosen_once() -> None:
    """The level that was chosen already is no event; the default can be chosen."""
    sitting = opened()
    assert sitting.view.level == "titles"
    assert sitting.choose("titles").changed
    before = sitting.journal
    assert sitting.choose("titles") == Done("The spoiler level is already titles", changed=False)
    assert sitting.journal is before


def test_the_level_of_a_sitting() -> None:
    """A level given for the sitting goes before the chosen one, and is recorded nowhere."""
    kept = opened()
    kept.choose("strict")
    sitting = opened(level="off")
    sitting.join(kept.journal)
    before = sitting.journal
    assert sitting.view.level == "off"
    assert sitting.journal is before
    sitting.watched([ALPHA])
    kept.join(sitting.journal)
    assert kept.view.level == "strict"


def test_a_chosen_level_ends_that_of_the_sitting() -> None:
    """Who chooses a level has it, whatever the sitting began with."""
    sitting = opened(level="off")
    assert sitting.choose("strict").changed
    assert sitting.view.level == "strict"


def test_undo_leaves_the_level() -> None:
    """The chosen level is no step: undo takes back the mark before it."""
    sitting = opened()
    sitting.watched([ALPHA])
    sitting.choose("strict")
    assert sitting.undo().text == "Undone: watched episode 1"
    assert sitting.view.level == "strict"
    assert not sitting.undo().changed


@pytest.mark.parametrize(
    ("watched", "seen", "ahead"),
    [
        ((), False, {"off": 3, "titles": 3, "strict": 2}),
        ((ALPHA,), False, {"off": 2, "titles": 2, "strict": 1}),
        ((ALPHA, BRAVO), False, {"off": 1, "titles": 1, "strict": 1}),
        ((ALPHA, BRAVO, DELTA), True, {"off": 0, "titles": 0, "strict": 0}),
        ((), True, {"off": 3, "titles": 3, "strict": 2}),
    ],
)
def test_notes_ahead(watched: Sequence[object], seen: bool, ahead: dict[Level, int]) -> None:  # noqa: FBT001  # a parameter
    """How many notes are to come is told; at level strict, of the parts that are told of."""
    for level in LEVELS:
        sitting = opened(level=level)
        if seen:
            sitting.tell(seen=True)
        if watched:
            sitting.watched([entry for entry in SMALL.entries if entry in watched])
        assert sitting.view.ahead == ahead[level], level


# The first answers


@pytest.mark.parametrize("seen", [True, False])
def test_the_first_answers_are_one_step(seen: bool) -> None:  # noqa: FBT001  # a parameter
    """Both answers are taken back at once, and then the questions are to be asked again."""
    sitting = opened()
    assert sitting.view.new
    sitting.tell(seen=seen, watched=[ALPHA, BRAVO])
    view = sitting.view
    assert (view.new, view.progress.seen, view.progress.next_up) == (False, seen, "ova-1")
    assert view.level == ("off" if seen else "titles")
    sitting.read(view.guide.notes)
    assert sitting.undo() == Done("Undone: your first answers", changed=True)
    assert (sitting.view.new, sitting.view.progress.seen) == (True, False)
    assert (sitting.view.progress.marks, sitting.view.level) == ({}, "titles")
    assert sitting.redo() == Done("Redone: your first answers", changed=True)
    assert sitting.view.progress.seen is seen
    assert list(sitting.view.progress.marks) == ["tv-01", "tv-02"]


def test_what_was_watched_some_day_has_no_date() -> None:
    """Who is already under way did not watch it all today, and is told nothing of it."""
    sitting = opened()
    sitting.tell(seen=False, watched=[ALPHA, BRAVO])
    assert [mark.at for mark in sitting.view.progress.marks.values()] == ["", ""]
    assert sitting.history().evenings == {}
    assert due(sitting) == []
    assert {note.id for note in sitting.view.guide.notes} == {"hello", "seen", "mind"}
    assert not sitting.view.progress.read


@pytest.mark.parametrize(
    ("marked", "jumped"), [(["1"], 0), (["2"], 0), (["3"], 2), (["2-4"], 0), (["12", "20"], 18)]
)
def test_a_jump_is_told(marked: Sequence[str], jumped: int) -> None:
    """A step that leaves more than one further entry open behind it says how many."""
    sitting = session(Path("nowhere"), REAL)
    assert sitting.watched(entries(REAL, *marked)).jumped == jumped


def test_what_waits_is_told() -> None:
    """A mark beyond the walk says how many notes wait; one on the walk does not."""
    sitting = session(Path("nowhere"), REAL)
    assert sitting.watched(entries(REAL, "26")).waiting == 3
    assert sitting.watched(entries(REAL, "1-12")).waiting == 0


def test_the_figures_of_a_copy_end_with_the_part() -> None:
    """Where later parts are hidden, not even a copy that is further on says how much they hold."""
    further = session(Path("nowhere"), REAL)
    further.watched(entries(REAL, "1-30"))
    sitting = session(Path("nowhere"), REAL)
    sitting.watched(entries(REAL, "1-3"))
    for level, figures in (("titles", (30, 40)), ("strict", (25, 25))):
        sitting.choose(level)  # type: ignore[arg-type]  # a level
        tally = sitting.reach(further.journal).tally
        assert (tally.watched, tally.total) == figures


# Viewers


@pytest.mark.parametrize(
    ("first", "again"), [("Ann", "ANN"), ("Zoë", "Zoe\u0308"), ("Straße", "STRASSE"), ("A", "Ａ")]
)
def test_a_viewer_is_known_again(first: str, again: str) -> None:
    """A name in other capitals or in another encoding is the same viewer's, as first written."""
    sitting = opened(first)
    sitting.watched([ALPHA])
    sitting.switch(again)
    assert sitting.who == first
    assert sitting.view.progress.state(ALPHA) is State.WATCHED
    assert sitting.profiles() == (first,)


def test_switch() -> None:
    """Another viewer has nothing of the first one's: no mark, word, rating, pass or step."""
    sitting = finished()
    sitting.remark(ALPHA, "Good.")
    sitting.rate(ALPHA, 8)
    sitting.rewatch()
    sitting.choose("strict")
    owner = sitting.view.progress
    sitting.switch("Ann")
    now = sitting.view
    assert (now.new, now.level, now.progress.number, dict(now.progress.marks)) == (
        True,
        "titles",
        1,
        {},
    )
    assert (sitting.undo().changed, sitting.redo().changed) == (False, False)
    sitting.watched([BRAVO])
    sitting.remark(BRAVO, "Mine.")
    sitting.rewatch()
    sitting.rewatch()
    sitting.clear([ALPHA])
    sitting.undo()
    assert sitting.view.progress.number == 2
    sitting.switch("")
    assert sitting.view.progress == owner


def test_switch_ends_the_level_of_the_sitting() -> None:
    """The level given for a sitting was for the viewer it began with."""
    sitting = opened(level="off")
    sitting.switch("Ann")
    assert sitting.view.level == "titles"


def test_profiles() -> None:
    """All who have events are viewers, and so is this one, before the first event."""
    sitting = opened()
    assert sitting.profiles() == ("",)
    sitting.switch("Ann")
    assert sitting.profiles() == ("Ann",)
    sitting.watched([ALPHA])
    sitting.switch("Bob")
    assert sitting.profiles() == ("Ann", "Bob")
    sitting.switch("")
    sitting.watched([ALPHA])
    assert sitting.profiles() == ("Ann", "")


# Entries


@pytest.mark.parametrize("level", LEVELS)
def test_every_entry_can_be_named(level: Level) -> None:
    """A hidden entry can be named by its number; where its part is hidden, it is as any other."""
    sitting = opened(level=level)
    if level == "strict":
        for typed in ("ova-1", "1-ova1", "ova-7"):
            with pytest.raises(NotUnderstood, match="is not in the list yet; --spoilers titles"):
                sitting.entries([typed])
        return
    (act,) = sitting.entries(["ova-1"])
    assert (act.id, act.name) == ("ova-1", "Act I")
    assert act.title == ("Delta" if level == "off" else None)
    assert sitting.watched([act]).changed
    assert sitting.view.progress.state(DELTA) is State.WATCHED


@pytest.mark.parametrize("typed", ["9", "ova-2", "nonsense", "2-9", "Act II"])
def test_no_mistake_gives_away_what_is_hidden(typed: str) -> None:
    """What is said of a mistake at level strict names only what is shown."""
    sitting = opened(level="strict")
    with pytest.raises(NotUnderstood) as mistake:
        sitting.entries([typed])
    said = str(mistake.value).replace(asked.quoted(typed), "")
    assert not [secret for secret in ("ova", "Act", "Delta", "3", "two") if secret in said]
    with pytest.raises(NotUnderstood, match=r"type 1 to 3, ova-1$"):
        opened(level="off").entries(["9"])


def test_entries_are_those_that_are_shown() -> None:
    """Ranges are understood across what is hidden; titles come when they may be shown."""
    sitting = opened(level="titles")
    assert [entry.title for entry in sitting.entries(["1-ova-1"])] == ["Alpha", None, None]
    sitting.watched([ALPHA])
    assert [entry.title for entry in sitting.entries(["1-ova-1"])] == ["Alpha", BRAVO.title, None]


def test_entries_of_nothing() -> None:
    """Nobody named is nothing meant."""
    assert opened().entries([]) == ()


# The view


def test_a_view_lasts_until_something_changes() -> None:
    """The view is the same object until an event, a level, a viewer or a day makes another."""
    clock = Clock()
    sitting = opened(clock=clock)
    changes: list[Callable[[], object]] = [
        lambda: sitting.watched([ALPHA]),
        sitting.undo,
        sitting.redo,
        lambda: sitting.remark(ALPHA, "Good."),
        lambda: sitting.rate(ALPHA, 8),
        lambda: sitting.choose("strict"),
        lambda: setattr(sitting, "level", "off"),
        lambda: sitting.switch("Ann"),
        sitting.rewatch,
        lambda: setattr(clock, "now", EVENING + timedelta(days=1)),
        sitting.reset,
    ]
    for change in changes:
        before = sitting.view
        assert sitting.view is before
        change()
        assert sitting.view is not before
    sitting.watched([ALPHA])
    before = sitting.view
    clock.now += timedelta(minutes=5)
    sitting.watched([ALPHA])
    sitting.history()
    assert sitting.view is before


def test_a_saved_view(tmp_path: Path) -> None:
    """A save makes a view in which nothing is unsaved; another save of the same, none."""
    sitting = session(tmp_path)
    sitting.watched(entries(SMALL, "1"))
    assert sitting.view.unsaved == {"tv-01"}
    sitting.save()
    saved = sitting.view
    assert saved.unsaved == frozenset()
    sitting.save()
    assert sitting.view is saved


def test_several_are_rated_as_one_step() -> None:
    """Each that has another rating gets it, and one undo takes all of that back."""
    sitting = opened()
    sitting.rate(BRAVO, 7)
    assert sitting.rate([ALPHA, BRAVO], 7).text == "7/10 for episode 1"
    assert sitting.rate([ALPHA, BRAVO], 9).text == "9/10 for episodes 1–2"
    assert sitting.rate([ALPHA, BRAVO], 9) == Done("Episodes 1–2 already have 9/10", changed=False)
    sitting.undo()
    assert sitting.view.progress.current.ratings == {"tv-01": 7, "tv-02": 7}
    assert sitting.rate([ALPHA, BRAVO], 0).text == "Removed the rating of episodes 1–2"
    assert sitting.view.progress.current.ratings == {}

"""What comes from elsewhere: counted the same for every preview, and said in a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import SMALL, session
from tracker.domain.journal import Journal
from tracker.session import bring
from tracker.session.bring import Change
from tracker.session.sitting import Session

MINE = [("small", "")]


@pytest.fixture
def sitting() -> Session:
    """A viewer who watched the first two. Nothing is saved, so the directory stays a name."""
    sitting = session(Path("there-is-no-such-directory"))
    sitting.watched(SMALL.entries[:2])
    return sitting


def changed(sitting: Session, *, who: str = "") -> Change:
    """What a machine that knew the same brings, on which that viewer cleared, marked and rated."""
    other = session(Path("there-is-no-such-directory"))
    other.join(sitting.journal)
    other.switch(who)
    other.clear(SMALL.entries[:1])
    other.watched(SMALL.entries[2:])
    other.rate(SMALL.entries[1], 9)
    other.read(SMALL.notes)
    return bring.joining(sitting.journal, [other.journal])


def test_what_a_join_brings(sitting: Session) -> None:
    """Marks, words and ratings count; notes that were read and the clearing itself do not."""
    coming = changed(sitting)
    assert [event.entry for event in coming.takes_back] == [SMALL.entries[0].id]
    assert {event.do for event in coming.brings} == {"watched", "rated"}
    assert len(coming.brings) == len(SMALL.entries[2:]) + 1
    assert coming.forgets == ()
    assert coming.after == coming.before.joined(coming.after)


def test_other_viewers_count_in_a_preview_alone(sitting: Session) -> None:
    """A join counts the marks of everybody; what the interface says is of one viewer."""
    coming = changed(sitting, who="Anna")
    assert {event.who for event in coming.brings} == {"Anna"}
    assert bring.change(coming.before, coming.after, MINE)[2:] == ((), (), ())


def test_what_is_forgotten_is_not_taken_back(sitting: Session) -> None:
    """It is counted once, as what it is."""
    after = sitting.journal.without([sitting.lived()[0].id])
    coming = bring.change(sitting.journal, after)
    assert [event.entry for event in coming.forgets] == [SMALL.entries[0].id]
    assert (coming.brings, coming.takes_back) == ((), ())
    assert bring.preview(coming) == "forgets 1 mark"


def test_nothing_new(sitting: Session) -> None:
    """Joining what is known is no change."""
    assert not bring.joining(sitting.journal, [sitting.journal, Journal()]).is_any


@pytest.mark.parametrize(
    ("counts", "preview", "arrived"),
    [
        ((0, 0, 0), "changes nothing you can see", ""),
        ((1, 0, 0), "brings 1 mark", "1 mark from elsewhere"),
        (
            (3, 2, 1),
            "brings 3 marks, takes back 2 and forgets 1",
            "3 marks from elsewhere, 2 taken back, 1 forgotten",
        ),
        ((0, 2, 0), "takes back 2 marks", "2 marks taken back elsewhere"),
        (
            (0, 1, 2),
            "takes back 1 mark and forgets 2",
            "1 mark taken back elsewhere, 2 forgotten",
        ),
        ((0, 0, 1), "forgets 1 mark", "1 mark forgotten elsewhere"),
    ],
)
def test_in_words(
    sitting: Session, counts: tuple[int, int, int], preview: str, arrived: str
) -> None:
    """Only what is not nothing is said."""
    event = sitting.lived()[0]
    brings, takes_back, forgets = ((event,) * many for many in counts)
    coming = Change(Journal(), Journal(), brings, takes_back, forgets)
    assert bring.preview(coming) == preview
    assert bring.arrived([coming]) == arrived
    assert bring.arrived([]) == ""


def test_two_arrivals_are_counted_together(sitting: Session) -> None:
    """What came with several saves is said at once."""
    event = sitting.lived()[0]
    coming = Change(Journal(), Journal(), (event,), (), ())
    assert bring.arrived([coming, coming]) == "2 marks from elsewhere"

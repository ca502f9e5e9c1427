"""What concerns the whole file, guide by guide: one journal holds the progress in all guides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tracker.domain import words
from tracker.domain.guide import Guide
from tracker.domain.journal import Journal, profile_key
from tracker.domain.passes import MARKS, standing
from tracker.domain.progress import Progress
from tracker.session.sitting import Session


def lacking(session: Session) -> tuple[str, ...]:
    """That the guide lacks something that the viewer marked, if it does."""
    if not (ids := session.lacking):
        return ()
    return (
        f"You marked {words.some([*map(words.clean, ids)])}, which the guide does not have: the"
        " marks are kept, but do not count",
    )


class Reached(NamedTuple):
    """How far a viewer is in one guide."""

    name: str
    guide: str
    """Its id."""
    progress: Progress | None
    """None if the guide is not here."""
    marks: int
    """How many marks stand, in any pass."""

    @property
    def line(self) -> str:
        """``evangelion 21 of 32``, ``14 marks of fate, whose guide is not here``."""
        if self.progress is None:
            many = words.count(self.marks, "mark")
            return f"{many} of {words.clean(self.name)}, whose guide is not here"
        tally = self.progress.tally
        return f"{words.clean(self.name)} {tally.watched} of {tally.total}"


def reached(session: Session, journal: Journal, who: str | None = None) -> tuple[Reached, ...]:
    """How far a viewer is in this guide, and in each other that has marks in a journal."""
    who = session.who if who is None else who
    ids = [guide for guide, whose in journal.lives() if profile_key(whose) == profile_key(who)]
    marks = _marks(journal, session.guide_id, who)
    here = Reached(session.guide_name, session.guide_id, session.reach(journal, who), marks)
    if not set(ids) - {here.guide}:
        return (here,)
    known: dict[str, tuple[str, Guide]] = {}
    for name, guide in session.shelf.usable().items():
        known.setdefault(guide.id, (name, guide))
    all_of_them = [here]
    for guide_id in dict.fromkeys(ids):
        marks = _marks(journal, guide_id, who)
        if guide_id in known and guide_id != here.guide:
            name, guide = known[guide_id]
            all_of_them.append(Reached(name, guide_id, session.far(guide, journal, who), marks))
        elif guide_id != here.guide and marks:
            all_of_them.append(Reached(guide_id, guide_id, None, marks))
    return tuple(all_of_them)


def far(session: Session, journal: Journal, alone: str = "") -> str:
    """``12 of 40`` followed by ``alone``; with several guides, each by its name."""
    here, *others = reached(session, journal)
    if others or here.progress is None:
        return together((here, *others))
    return f"{here.progress.tally.watched} of {here.progress.tally.total}{alone}"


def together(guides: Iterable[Reached]) -> str:
    """``layzner 12 of 40 · evangelion 21 of 32 · 14 marks of fate, whose guide is not here``."""
    return " · ".join(each.line for each in guides)


def _marks(journal: Journal, guide: str, who: str) -> int:
    return sum(event.do in MARKS for event in standing(journal.lived(guide, who)))


def beside(session: Session) -> tuple[str, str]:
    """`` of Evangelion``, and that other guides stay, if the viewer has marks in others."""
    _, *others = reached(session, session.journal)
    if not others:
        return "", ""
    return f" of {session.view.guide.title}", "; your other guides stay as they are"


def of_profile(session: Session, who: str) -> tuple[str, ...]:
    """The names of all guides in which a profile has anything, made harmless."""
    return tuple(
        words.clean(each.name)
        for each in reached(session, session.journal, who)
        if each.marks or each.guide != session.guide_id
    )

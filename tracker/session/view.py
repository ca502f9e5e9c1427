"""What may be shown now, and what a verb did."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.guide import Guide, Note
from tracker.domain.progress import Progress
from tracker.domain.spoilers import Level

if TYPE_CHECKING:
    from tracker.domain.course import Course
    from tracker.player.watching import Shown


class View(NamedTuple):
    """Everything that may be shown now."""

    progress: Progress
    """How far, with as much of the guide and of earlier passes as may be shown."""
    level: Level
    """The spoiler level that decides that."""
    who: str
    """The profile; empty for the owner of the file."""
    due: tuple[Note, ...]
    """The notes whose moment is now, to be shown once."""
    ahead: int
    """How many notes are still to come."""
    today: date
    new: bool
    """This viewer has no events yet: the first questions are still to be asked."""
    unsaved: frozenset[str]
    """The ids of the entries whose mark is not on the disk yet."""
    playing: Shown | None = None
    """What is playing now, if this program follows it."""
    milestones: frozenset[str] = frozenset()
    """The ids of the entries that stand out on the course, reached or not."""

    @property
    def guide(self) -> Guide:
        """The guide as far as it may be shown."""
        return self.progress.guide

    @property
    def here(self) -> str:
        """The id of the entry that the viewer is at: what is next up."""
        return self.progress.next_up or self.progress.latest or self.guide.entries[0].id

    @property
    def course(self) -> Course:
        """The whole way, as far as it may be shown."""
        from tracker.domain.course import course  # noqa: PLC0415  # most verbs draw none

        return course(self.progress, self.level, self.milestones, self.today)


class Done(NamedTuple):
    """What a verb did."""

    text: str
    changed: bool
    entry: str | None = None
    """The first entry that undo or redo touched."""
    jumped: int = 0
    """How many further entries it left open before it, if more than one."""
    waiting: int = 0
    """How many notes on what it marked wait until the walk gets there."""

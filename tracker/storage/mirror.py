"""The mirror of the file, with what it knows to be forgotten, and the copies that follow it."""

from datetime import datetime

from tracker.domain.journal import Journal
from tracker.storage.copies import Copies, Copy
from tracker.storage.files import StoreError, reason


class Mirror:
    """The mirror among the copies of one file. It may hold what that file lacks."""

    def __init__(self, copies: Copies) -> None:
        self._copies = copies
        self.wrong = ""
        """Why it cannot be read: it may hold what no other file has, and is left alone."""
        self._heard = frozenset[str]()
        """What it knows to be forgotten."""
        self._heard_of: Journal | None = None
        """The journal of the file from which that was looked up, if it had the same bytes."""

    @property
    def notices(self) -> list[str]:
        """What it means for the viewer if it cannot be used."""
        return [f"no local copy of your marks is kept: {self.wrong}"] if self.wrong else []

    def lacking(self, data: bytes, journal: Journal) -> Copy | None:
        """The mirror, if it can be read and may hold what the file with those bytes lacks."""
        self.wrong = ""
        try:
            mirror = self._copies.lacking(data)
            is_alike = mirror is None and self._copies.holds(data)
        except OSError as error:
            self.wrong = f"{self._copies.mirror}: {reason(error)}"
            return None
        except StoreError as error:
            self.wrong = str(error)
            return None
        if mirror:
            self._heard, self._heard_of = mirror.journal.forgotten(), None
        elif not is_alike:
            self._heard, self._heard_of = frozenset(), None
        elif journal is not self._heard_of:
            self._heard, self._heard_of = journal.forgotten(), journal
        return mirror

    def follow(self, data: bytes, journal: Journal, now: datetime, notices: list[str]) -> None:
        """Bring all copies up to date with the file. Raises OSError.

        What is forgotten is taken out of all of them before the mirror knows of it: if that is
        interrupted, the next save does it again.
        """
        forgotten = journal.forgotten()
        if fresh := forgotten - self._heard:
            notices += self._copies.take_out(fresh)
        notices += self.notices
        if not self.wrong:
            self._copies.reflect(data)
            self._heard, self._heard_of = forgotten, journal
        self._copies.store_day(data, f"{now:%Y%m%d}")

"""What a playing means: how far mpv got, what was actually played, and whether that is the end.

Nothing here knows a clock, a process or a socket.
"""

from __future__ import annotations

from math import isfinite
from typing import NamedTuple

from tracker.player.protocol import PATH_ASKED, Message

ENOUGH = 0.85
"""The share of the length after which a file counts as finished: the rest is credits."""
CLOSE = 3.0
"""Seconds: an end this close to the full length counts, even for a short file."""
LEAST = 30.0
"""Seconds: an earlier position is not kept."""
STEP = 5.0
"""Seconds that playing may advance between two looks; more is a jump."""
NOTHING = 1.0
"""Seconds: playing less than this counts as nothing."""
DAY = 24 * 3600.0
"""Seconds; no file is longer."""


class Playing(NamedTuple):
    """How far the playing of one file has come."""

    path: str
    position: float | None = None
    """Seconds; None while unknown."""
    length: float | None = None
    played: float = 0.0
    """Seconds of the file that were seen, now or before the position it was resumed at."""
    advanced: float = 0.0
    """Seconds of it that were seen now."""
    ended_at: float | None = None
    """Where the player reached the end of the file; None if it did not."""
    is_paused: bool = False
    is_lost: bool = False
    """The player cannot be heard, or no longer: it may have got further."""
    error: str = ""
    """Why it could not be played; empty if it could."""

    def at(self) -> int | None:
        """The position in whole seconds, within the length; None if unknown."""
        if self.position is None:
            return None
        return int(min(self.position, self.length or self.position))

    def furthest(self) -> int | None:
        """The furthest position that counts: this one, or the end if reached; None if unknown."""
        at = self.at()
        return at if at is None or self.ended_at is None else max(at, int(self.ended_at))

    def is_nothing(self) -> bool:
        """Whether the player only opened and closed it: an immediate end does not count."""
        return self.ended_at is not None and self.advanced < NOTHING

    def is_finished(self, nominal: float) -> bool:
        """Whether it was seen to its end; ``nominal`` is how long the entry should be."""
        length, at = self.length or nominal, self.at()
        if at is None or self.is_nothing():
            return False
        if self.ended_at is not None and self.ended_at >= min(ENOUGH * length, length - CLOSE):
            return True
        return at >= ENOUGH * length

    def ended_early(self, nominal: float) -> bool:
        """Whether the file ended before its full length, like an unfinished download."""
        known = self.ended_at is not None and not self.is_nothing()
        return known and not self.is_finished(nominal)

    def is_mostly_played(self, nominal: float) -> bool:
        """Whether at least half of it was actually seen, rather than skipped."""
        return self.played >= (self.length or nominal) / 2


class Shown(NamedTuple):
    """What a player shows now."""

    entry: str
    """The id of the entry."""
    position: int
    length: int
    """Seconds; 0 if unknown."""
    is_paused: bool = False


class _File:
    """One file while it plays."""

    def __init__(self, path: str, start: float) -> None:
        self.playing = Playing(path, played=start)
        self._start = start
        self._seen: dict[int, float] = {}
        """How much of each second was seen now, at most all of it."""
        self._last: float | None = None
        """The position at the last look, unless it has jumped since."""
        self._is_jumping = False

    def open(self) -> None:
        """Begin, or begin again."""
        self._last, self._is_jumping = None, False

    def jump(self) -> None:
        """Jump elsewhere: what lies between is not seen."""
        self._last, self._is_jumping = None, True

    def land(self) -> None:
        """Arrive there."""
        self._is_jumping = False

    def at(self, position: float) -> None:
        """Take in the position: everything since the last look was seen."""
        last, self._last = self._last, None if self._is_jumping else position
        if last is not None and 0 < position - last <= STEP:
            self._see(last, position)
        self.playing = self.playing._replace(position=position)

    def end(self) -> None:
        """Reach the end of the file."""
        before, position = self.playing.ended_at, self.playing.at() or 0
        self.playing = self.playing._replace(ended_at=max(position, before or 0.0))

    def _see(self, begin: float, end: float) -> None:
        at, played, advanced = begin, self.playing.played, self.playing.advanced
        while at < end:
            second = int(at)
            until = min(end, second + 1.0)
            before = self._seen.get(second, 0.0)
            more = min(1.0, before + until - at) - before
            self._seen[second] = before + more
            advanced += more
            # What comes before the position it was resumed at is already counted.
            if second >= int(self._start):
                played += more
            at = until
        self.playing = self.playing._replace(played=played, advanced=advanced)


class Watching:
    """All files that one player plays, in the order it came to them."""

    def __init__(self, path: str, start: float = 0.0) -> None:
        """``path`` is played first, from ``start`` on."""
        self._files = {path: _File(path, start)}
        self._now: _File | None = self._files[path]

    @property
    def playings(self) -> tuple[Playing, ...]:
        """Every file so far."""
        return tuple(file.playing for file in [*self._files.values()])

    @property
    def now(self) -> Playing | None:
        """The file that is playing now; None between two files."""
        return self._now.playing if self._now else None

    def take(self, message: Message) -> None:
        """Take in what mpv says. A message without meaning changes nothing."""
        if message.get("event") == "property-change":
            self._property(message.get("name"), message.get("data"))
        elif message.get("request_id") == PATH_ASKED:
            self._property("path", message.get("data"))
        else:
            self._event(message)

    def lose(self) -> None:
        """Stop hearing the player, though it keeps playing."""
        if file := self._now:
            file.playing = file.playing._replace(is_lost=True)

    def _event(self, message: Message) -> None:
        event, file = message.get("event"), self._now
        if event == "seek" and file:
            file.jump()
        elif event == "playback-restart" and file:
            file.land()
        elif event == "end-file":
            self._end(message, file)

    def _end(self, message: Message, file: _File | None) -> None:
        reason, error = message.get("reason"), message.get("file_error")
        if file and reason == "eof":
            file.end()
        elif file and reason == "error":
            why = error if isinstance(error, str) else "it cannot be played"
            file.playing = file.playing._replace(error=why)
        self._now = None

    def _property(self, name: object, data: object) -> None:
        if name == "path":
            self._open(data)
            return
        file = self._now
        if file is None:
            return
        if name == "time-pos" and (seconds := _seconds(data)) is not None:
            file.at(seconds)
        elif name == "duration" and (length := _seconds(data)):
            file.playing = file.playing._replace(length=length)
        elif name == "eof-reached" and data is True:
            file.end()
        elif name == "seeking" and data is True:
            file.jump()
        elif name == "seeking" and data is False:
            file.land()
        elif name == "pause" and isinstance(data, bool):
            file.playing = file.playing._replace(is_paused=data)

    def _open(self, path: object) -> None:
        if isinstance(path, str) and path:
            file = self._files.setdefault(path, _File(path, 0.0))
            if file is not self._now:
                file.open()
            self._now = file


def _seconds(data: object) -> float | None:
    """A number of seconds; None for anything else."""
    if isinstance(data, bool) or not isinstance(data, int | float):
        return None
    return float(data) if isfinite(data) and 0 <= data <= DAY else None

"""What comes of a playing: what is asked, what is kept, and what is written down meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from math import isfinite
from typing import Any, NamedTuple

from tracker.domain import words
from tracker.domain.guide import Entry
from tracker.domain.progress import State
from tracker.player import mpv
from tracker.player.watching import CLOSE, DAY, LEAST, Playing, Shown
from tracker.session.films import Library
from tracker.session.sitting import Session
from tracker.session.view import Done
from tracker.storage import machine

EVERY = timedelta(seconds=15)
"""How often the position is written down while it plays."""


class Meaning(NamedTuple):
    """What a playing means for an entry."""

    entry: Entry
    place: int
    """Where it was left, in seconds; 0 if that is not worth keeping."""
    question: str
    """What to ask; empty for nothing."""
    marks: bool
    """Whether yes marks it as watched; else it keeps the position."""
    is_sure: bool
    """Whether it was seen to its end, and at least half of it was actually played."""
    playing: Playing

    def yes(self, session: Session) -> Done:
        """What the answer yes does."""
        return session.watched([self.entry]) if self.marks else self.keep(session)

    def no(self, session: Session) -> Done:
        """What the answer no does: the position is kept, if that was not the question."""
        if self.marks:
            return self.keep(session)
        return Done(f"{self.entry.name} stays as it was", changed=False)

    def keep(self, session: Session) -> Done:
        """Keep the position, if there is one and the entry is not watched."""
        mark = session.view.progress.marks.get(self.entry.id)
        if self.playing.is_nothing() and mark and mark.do == "stopped":
            at = words.position(mark.position)
            said = f"The file of {self.entry.in_sentence} has nothing after {at}"
            return Done(f"{said}; clear it to start over", changed=False)
        if not self.place or session.cannot_stop(self.entry):
            return Done(f"{self.entry.name} stays as it was", changed=False)
        return session.stopped(self.entry, self.place)


def meaning(session: Session, entry: Entry, playing: Playing, *, was_left: bool = False) -> Meaning:
    """What to keep of a playing, or to ask about it: the one rule for both front ends.

    ``was_left`` says that it outlived the layzner that followed it.
    """
    at, nominal = playing.at(), float(entry.seconds)
    is_watched = session.view.progress.state(entry) is State.WATCHED
    if is_watched or playing.is_nothing() or (at is None and not playing.is_lost):
        return Meaning(entry, 0, "", marks=False, is_sure=False, playing=playing)
    place = at if at is not None and at >= LEAST else 0
    is_finished, name = playing.is_finished(nominal), entry.in_sentence
    is_sure = is_finished and playing.is_mostly_played(nominal)
    marks = is_finished or playing.ended_early(nominal) or playing.is_lost
    question = f"{_told(playing, nominal)} Mark {name} as watched?" if marks else ""
    if was_left and at is not None and place:
        what = "Mark it as watched?" if marks else "Keep that position?"
        question = f"mpv was at {words.position(at)} of {name} when layzner ended. {what}"
    return Meaning(entry, place, question, marks, is_sure, playing)


def _told(playing: Playing, nominal: float) -> str:
    """How far it got, in a sentence."""
    length, at = int(playing.length or nominal), playing.furthest()
    if at is None or playing.is_lost:
        return "How far mpv got is not known."
    if playing.ended_early(nominal):
        return f"The file ended at {words.position(at)} of {words.position(length)}."
    if length - at <= CLOSE and playing.is_mostly_played(nominal):
        return "Watched to the end."
    percent = min(100, 100 * at // max(1, length))
    if not playing.is_mostly_played(nominal):
        minutes = int(playing.played / 60), round(length / 60)
        return f"Played {minutes[0]} of {minutes[1]} min, to {percent} %."
    return f"Watched to {percent} %."


class Playback:
    """mpv playing for a viewer, with its positions written down in case layzner is killed."""

    def __init__(self, session: Session, library: Library, entry: Entry) -> None:
        """Raises nothing; `begin` does."""
        self.entry = entry
        """What was asked for."""
        self.wrong = ""
        """Why nothing was played; empty if something was."""
        self.unwritten = ""
        """Why the position could not be written down while it played; empty if it could."""
        self._who, self._number = session.who, session.view.progress.number
        self._clock, self._library = session.now, library
        self._running: mpv.Running | None = None
        self._entries: Mapping[str, str] = {}
        self._written: datetime | None = None

    def begin(self) -> int:
        """Find the file, start mpv and return the second it starts at.

        Raises `NoFilm` and `NotPlaying`.
        """
        film, self._entries = self._library.film(self.entry)
        self._running = mpv.start(film)
        return film.start

    def states(self) -> Iterator[Shown]:
        """What to show, whenever it changes, until mpv has ended."""
        if self._running is None:
            return
        for watching in self._running.states():
            self._write_at_times()
            now = watching.now
            entry = self._entries.get(now.path) if now else None
            if now and entry and (at := now.at()) is not None:
                yield Shown(entry, at, int(now.length or 0), now.is_paused)
        self.wrong = self._running.wrong()
        self._write()

    def let_go(self) -> None:
        """Stop following it; mpv keeps playing."""
        if self._running:
            self._running.let_go()

    def is_of(self, session: Session) -> bool:
        """Whether it belongs to the present viewer and pass."""
        return (self._who, self._number) == (session.who, session.view.progress.number)

    def playings(self) -> list[tuple[str, Playing]]:
        """Each entry played so far, in order, with how far."""
        held = self._running.watching.playings if self._running else ()
        return [(self._entries[each.path], each) for each in held if each.path in self._entries]

    def meanings(self, session: Session) -> list[Meaning]:
        """What to keep or to ask, in the order of playing."""
        if self.wrong:
            return []
        return [
            meaning(session, session.entries([entry])[0], playing)
            for entry, playing in self.playings()
        ]

    def leave(self, session: Session) -> list[Done]:
        """Keep every position and save, as layzner ends while mpv keeps playing.

        What was finished is asked about at the next start. Raises `StoreError`; then everything
        is.
        """
        self._write()
        self.let_go()
        if not self.is_of(session):
            return []
        meant = self.meanings(session)
        asks = [(each.entry.id, each.playing) for each in meant if each.question]
        done = [each.keep(session) for each in meant]
        session.settle()
        if not self._write(asks):
            machine.remove_left(self._library.directory)
        return done

    def _write_at_times(self) -> None:
        """Write the positions down from time to time: layzner may be killed."""
        now = self._clock()
        if self._written is None or abs(now - self._written) >= EVERY:
            self._written = now if self._write() else None

    def _write(self, playings: list[tuple[str, Playing]] | None = None) -> bool:
        """Write down every position, and return whether there was any worth keeping."""
        held = [
            {"entry": entry, **playing._asdict()}
            for entry, playing in (self.playings() if playings is None else playings)
            if (playing.at() or 0) >= LEAST
        ]
        if held:
            left = {"who": self._who, "pass": self._number, "playings": held}
            try:
                machine.store_left(self._library.directory, left)
            except OSError as error:
                self.unwritten = error.strerror or str(error)
        return bool(held)


def left(session: Session) -> list[Meaning]:
    """What to ask about a playing that outlived its layzner, if it was this viewer's."""
    found = machine.load_left(session.store.copies.directory)
    now = session.view.progress
    if (found.get("who"), found.get("pass")) != (session.who, now.number):
        return []
    held = found.get("playings")
    asks = []
    for each in held if isinstance(held, list) else []:
        entry = each.get("entry") if isinstance(each, dict) else None
        if not isinstance(entry, str) or entry not in session.whole.place:
            continue
        playing = _loaded(each)
        meant = meaning(session, session.entries([entry])[0], playing, was_left=True)
        mark = now.marks.get(entry)
        is_kept = mark is not None and mark.do == "stopped" and mark.position == meant.place
        if meant.place and meant.question and (meant.marks or not is_kept):
            asks.append(meant)
    return asks


def forget_left(session: Session) -> None:
    """Remove what was left once all of it is answered; another viewer's stays."""
    directory = session.store.copies.directory
    if machine.load_left(directory).get("who", session.who) == session.who:
        machine.remove_left(directory)


def _loaded(saved: Mapping[str, Any]) -> Playing:
    """A playing as it was written down; anything that is not a number counts as unknown."""

    def number(name: str) -> float | None:
        value = saved.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if isfinite(value) and 0 <= value <= DAY else None

    return Playing(
        "",
        number("position"),
        number("length") or None,
        number("played") or 0.0,
        number("advanced") or 0.0,
        number("ended_at"),
    )

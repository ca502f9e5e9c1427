"""What plays while the walk is open: mpv followed in a thread, and the question afterwards."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from textual.message import Message

from tracker.domain import words
from tracker.domain.asked import NotUnderstood
from tracker.player.mpv import NotPlaying
from tracker.player.watching import Shown
from tracker.session import playing
from tracker.session.films import Library, NoFilm, Undecided
from tracker.session.playing import Meaning, Playback
from tracker.session.view import Done
from tracker.storage import machine
from tracker.storage.files import StoreError
from tracker.tui.frame import key_of
from tracker.tui.questions import FolderNamed, Played
from tracker.tui.sheets import ChoiceSheet

if TYPE_CHECKING:
    from tracker.domain.guide import Entry
    from tracker.tui.walk import Walk

AGAIN = 0.1
"""Seconds until a question that has to wait looks again whether it may be asked."""


def player_of(walk: Walk) -> Player:
    """The player of a walk, made when it is first asked for."""
    player = walk.player if isinstance(walk.player, Player) else Player(walk)
    walk.player = player
    return player


class Player:
    """One mpv at a time, for a walk.

    What a thread finds out is acted on in the walk's own thread: the session belongs to that one.
    """

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._playback: Playback | None = None
        """What plays, or has played and is still to be asked about."""
        self._asks: deque[Meaning] = deque()
        """What is still to be asked."""
        self._is_waiting = False
        """A question waits for something else to close."""
        self._held = ExitStack()
        """Keeps other windows from asking the same."""

    def play(self) -> None:
        """Play the highlighted entry, unless something plays."""
        walk = self._walk
        if self._playback is not None:
            name = self._playback.entry.in_sentence
            walk.say(f"mpv is playing {name}; close it to come back")
            return
        if self._asks:
            self._ask()
            return
        library = Library(walk.session)
        if library.is_known:
            self._begin(library, walk.entry)
        else:
            self.ask_folder(walk.entry)

    def ask_folder(self, then: Entry | None = None) -> None:
        """Ask where the files are, and play an entry then, if that was wanted."""
        library = Library(self._walk.session)

        def look(folder: str) -> None:
            self._in_thread(self._look, library, folder, then)

        self._walk.prompt.question = FolderNamed(look)

    def ask_left(self) -> None:
        """Ask about what was playing when an earlier layzner ended, unless another window does."""
        if self._take_over():
            self._asks.extend(playing.left(self._walk.session))
            self._ask()

    def leave(self) -> None:
        """Keep where mpv is, and leave it playing."""
        if self._playback is not None:
            with suppress(StoreError):
                self._playback.leave(self._walk.session)

    # In the thread

    def _in_thread(self, run: Callable[..., None], *given: object) -> None:
        threading.Thread(target=run, args=given, name="player", daemon=True).start()

    def _then(self, do: Callable[..., None], *given: object) -> None:
        """Have something done by the walk, if that is still there."""
        with suppress(RuntimeError):  # its loop has ended
            self._walk.call_later(do, *given)

    def _look(self, library: Library, folder: str, entry: Entry | None) -> None:
        try:
            films = library.remember(folder)
        except (NotUnderstood, NoFilm, StoreError) as error:
            self._then(self._complain, error)
            return
        if films.wrong:
            self._then(self._complain, NoFilm(films.wrong))
        elif entry:
            self._then(self._begin, library, entry)
        else:
            many = words.count(len(films.files), "entry", "entries")
            key = key_of(self._walk, "play")
            self._then(self._walk.say, f"Found files for {many}; {key} plays one")

    def _follow(self, playback: Playback) -> None:
        try:
            start = playback.begin()
        except (NoFilm, NotPlaying) as error:
            self._then(self._refused, error)
            return
        self._then(self._started, playback, start)
        for shown in playback.states():
            self._then(self._walk.show_playing, shown)
        self._then(self._ended, playback)

    # In the walk

    def _begin(self, library: Library, entry: Entry) -> None:
        if self._playback is not None:
            return
        if not self._take_over():
            self._walk.say("mpv is already playing, and another window follows it")
            return
        self._playback = Playback(self._walk.session, library, entry)
        self._in_thread(self._follow, self._playback)

    def _take_over(self) -> bool:
        """Be the window that follows the player; whether it is."""
        self._held.close()
        return self._held.enter_context(machine.playing(self._walk.session.store.copies.directory))

    def _refused(self, error: Exception) -> None:
        """Say why nothing plays, or ask which of several files it is."""
        playback = self._playback
        self._give_up()
        if playback and isinstance(error, Undecided):
            self._choose(playback.entry, error)
        else:
            self._complain(error)

    def _complain(self, error: Exception) -> None:
        self._walk.say(words.upper(words.clean(str(error))), wrong=True)

    def _choose(self, entry: Entry, undecided: Undecided) -> None:
        walk, library = self._walk, Library(self._walk.session)
        paths = dict(zip("123456789", undecided.paths, strict=False))

        def answered(key: str | None) -> None:
            if key in paths:
                try:
                    library.settle(entry, paths[key])
                except (NotUnderstood, StoreError) as error:
                    self._complain(error)
                else:
                    self._begin(library, entry)

        answers = {key: words.clean(path) for key, path in paths.items()}
        walk.push_screen(ChoiceSheet(f"Which file is {entry.in_sentence}?", answers), answered)

    def _started(self, playback: Playback, start: int) -> None:
        since = f" from {words.position(start)}" if start else ""
        self._walk.say(f"mpv is playing {playback.entry.in_sentence}{since}; close it to come back")
        if playback is self._playback:
            self._walk.show_playing(Shown(playback.entry.id, start, 0))

    def _ended(self, playback: Playback) -> None:
        """Keep what is to be kept, and ask what is to be asked."""
        walk = self._walk
        walk.show_playing(None)
        if playback.wrong:
            why = words.clean(playback.wrong)
            self._refused(NoFilm(f"{playback.entry.in_sentence} was not played: {why}"))
            return
        if not playback.is_of(walk.session):
            # It is asked when that viewer comes back.
            self._give_up()
            return
        if playback.unwritten:
            why = words.clean(playback.unwritten)
            walk.say(f"The position could not be kept while it played: {why}", wrong=True)
        for meant in playback.meanings(walk.session):
            if meant.question:
                self._asks.append(meant)
            else:
                self._do(meant, meant.keep(walk.session))
        self._ask()

    def _ask(self) -> None:
        """Ask what comes next as soon as nothing else is open."""
        if not self._is_waiting:
            self._ask_or_wait()

    def _ask_or_wait(self) -> None:
        walk, self._is_waiting = self._walk, False
        if not self._asks:
            self._give_up()
            self._forget()
        elif walk.prompt.question or len(walk.screen_stack) > 1:
            self._is_waiting = True
            walk.set_timer(AGAIN, self._ask_or_wait)
        else:
            meant = self._asks[0]
            place = words.position(meant.place)
            keeps = f"keep {place}" if meant.place else "leave it"
            yes, no = ("mark it", keeps) if meant.marks else (keeps, "leave it")
            # A message has the time of now on the clock of events, whichever that is here.
            since = Message().time
            walk.prompt.question = Played(meant.question, yes, no, since, self._answered)

    def _forget(self) -> None:
        """Be done with what was written down, once what came of it is on the disk."""
        if self._playback is not None:
            return
        if self._walk.session.pending:
            self._walk.set_timer(AGAIN, self._forget)
        else:
            playing.forget_left(self._walk.session)

    def _answered(self, *, is_yes: bool) -> None:
        session, meant = self._walk.session, self._asks.popleft()
        self._do(meant, (meant.yes if is_yes else meant.no)(session))
        self._walk.call_later(self._ask)

    def _do(self, meant: Meaning, done: Done) -> None:
        """Show what came of it; go on from the entry, if the viewer is still there."""
        walk = self._walk
        is_here = walk.cursor == meant.entry.id and not walk.session.view.progress.is_open(
            meant.entry
        )
        walk.did(done, walk.following(meant.entry) if is_here else walk.cursor)

    def _give_up(self) -> None:
        self._playback = None
        self._held.close()

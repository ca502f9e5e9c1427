"""mpv: how it is started, and what it says over its socket until it ends.

Each option and each rule here was found with mpv 0.35; what it is for stands beside it.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from tracker.player import protocol
from tracker.player.watching import Watching

PATIENCE = 5.0
"""Seconds in which mpv answers, or never does."""
PAUSE = 0.02
"""Seconds between two tries to reach it."""
LOOK = 1.0
"""Seconds between two looks whether it is still there, while it says nothing."""
LONGEST_PATH = 90
"""Bytes that the path of a socket may have on every system."""
_CONFIGURED = re.compile(r"^\s*(?:--)?vo\s*=", re.MULTILINE)


class NotPlaying(Exception):
    """mpv could not be started. The message is one line for the viewer."""


class Film(NamedTuple):
    """What is to be played."""

    path: str
    """The full path of a file, or an address."""
    start: int
    """Seconds, 0 for the beginning."""
    titles: Mapping[str, str]
    """What mpv shows in the place of the names of files, by their paths."""
    show: str
    """The same of any other file."""


def start(film: Film) -> Running:
    """Start mpv on a film. Raises `NotPlaying`."""
    program = shutil.which("mpv")
    if program is None:
        raise NotPlaying("playing needs mpv: see your system's packages, or https://mpv.io")
    if not _is_shown():
        raise NotPlaying("there is no display for mpv: neither DISPLAY nor WAYLAND_DISPLAY is set")
    directory = ""
    try:
        # mkdtemp makes it for the viewer alone: whoever reaches the socket can run commands.
        directory = tempfile.mkdtemp(prefix="layzner-", dir=_runtime_directory())
        # Into a file: a pipe that nobody reads stops mpv once it is full.
        with open(_log(directory), "wb") as log:
            process = subprocess.Popen(  # noqa: S603  # a list, the viewer's own mpv
                [program, *arguments(film, _socket(directory))],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # In our session it would read our terminal, and end with it.
                start_new_session=True,
            )
    except OSError as error:
        if directory:
            shutil.rmtree(directory, ignore_errors=True)
        raise NotPlaying(f"could not start mpv: {error.strerror or error}") from error
    return Running(film, process, directory)


def arguments(film: Film, listens: str) -> list[str]:
    """The arguments of mpv; never a line for a shell."""
    server = [f"--input-ipc-server={listens}"] if len(os.fsencode(listens)) < LONGEST_PATH else []
    return [
        *server,
        "--force-window=yes",
        # What a viewer's own settings may say otherwise, and an evening cannot have.
        "--idle=no",
        "--loop-file=no",
        "--loop-playlist=no",
        # Else mpv would resume at a place of its own, or remove the viewer's file of it.
        "--no-resume-playback",
        "--msg-level=all=error",
        # Unlike --title, it reads nothing into what it is given.
        f"--force-media-title={film.titles.get(film.path, film.show)}",
        # The start is for this file alone; to start at 0 breaks files that cannot be sought in.
        "--{",
        f"--start={film.start or 'none'}",
        # A full path or an address begins with no hyphen, and cannot be an option.
        film.path,
        "--}",
    ]


class Running:
    """mpv at work on a film."""

    def __init__(self, film: Film, process: subprocess.Popen[bytes], directory: str) -> None:
        self.watching = Watching(film.path, film.start)
        """How far it has come."""
        self._film, self._process, self._directory = film, process, directory
        self._titled = film.path
        self._last_words = ""

    def states(self) -> Iterator[Watching]:
        """How far it is, whenever that changes by a second, until mpv has ended."""
        if link := self._reached():
            with link:
                yield from self._followed(link)
        # Where nothing can be heard, the end of the process is still the end.
        try:
            self._process.wait(LOOK)
        except subprocess.TimeoutExpired:
            self.watching.lose()
            self._process.wait()
        self._last_words = self._words()
        self.let_go()

    def let_go(self) -> None:
        """Follow it no more; if it still plays, it plays on."""
        shutil.rmtree(self._directory, ignore_errors=True)

    def wrong(self) -> str:
        """Why nothing was played, for an mpv that has ended; empty if something was."""
        playings, code = self.watching.playings, self._process.returncode
        if any(playing.position is not None for playing in playings):
            return ""
        error = playings[0].error
        if not (code or error):
            return ""
        return self._last_words or error or f"mpv ended with code {code}"

    def _reached(self) -> socket.socket | None:
        """The way to mpv, None if it does not answer."""
        if sys.platform == "win32" or not hasattr(socket, "AF_UNIX"):
            return None
        end = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < end:
            # What could not be connected once cannot be used again.
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(LOOK)
            try:
                link.connect(_socket(self._directory))
                link.sendall(protocol.greeting())
            except OSError:
                link.close()
                time.sleep(PAUSE)
            else:
                # A player that reads nothing shall not stop us.
                link.settimeout(0.0)
                return link
        return None

    def _followed(self, link: socket.socket) -> Iterator[Watching]:
        """Listen until it closes."""
        lines, seen = protocol.Lines(), None
        while True:
            ready, _, _ = select.select([link], [], [], LOOK)
            if not ready:
                if self._process.poll() is not None:
                    return
                continue
            try:
                data = link.recv(1 << 16)
            except OSError:
                return
            if not data:
                return
            for message in lines.take(data):
                self._heard(message, link)
            if (now := _glance(self.watching)) != seen:
                seen = now
                yield self.watching

    def _heard(self, message: protocol.Message, link: socket.socket) -> None:
        """Take in a message, and answer what wants an answer."""
        self.watching.take(message)
        now = self.watching.now
        with suppress(OSError):
            if message.get("event") == "file-loaded":
                link.sendall(protocol.asking_path())
            if now and now.path != self._titled:
                self._titled = now.path
                title = self._film.titles.get(now.path, self._film.show)
                link.sendall(protocol.titled(title))

    def _words(self) -> str:
        """What mpv wrote last about what went wrong, without the name of the file."""
        try:
            with open(_log(self._directory), "rb") as log:
                text = os.fsdecode(log.read(1 << 16))
        except OSError:
            return ""
        for path in (self._film.path, os.path.basename(self._film.path)):
            text = text.replace(path, "the file")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        said = [line for line in lines if not line.startswith("Exiting")]
        return said[-1].removesuffix(".") if said else ""


def _glance(watching: Watching) -> object:
    """What of it is shown: the same while nothing need be drawn anew."""
    now = watching.now
    return now and (now.path, now.at(), now.length, now.is_paused)


def _socket(directory: str) -> str:
    return os.path.join(directory, "mpv")


def _log(directory: str) -> str:
    return os.path.join(directory, "log")


def _runtime_directory() -> str | None:
    """The viewer's own directory for sockets; None for that of temporary files."""
    directory = os.environ.get("XDG_RUNTIME_DIR", "")
    fits = os.path.isabs(directory) and os.access(directory, os.W_OK | os.X_OK)
    return directory if fits else None


def _is_shown() -> bool:
    """Whether there is a screen, or the viewer told mpv to do without: else it plays unseen."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    home = os.path.expanduser("~")
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    places = (os.environ.get("MPV_HOME"), os.path.join(config, "mpv"), os.path.join(home, ".mpv"))
    for place in filter(None, (*places, "/etc/mpv")):
        with (
            suppress(OSError),
            open(os.path.join(place, "mpv.conf"), encoding="utf-8", errors="replace") as file,
        ):
            if _CONFIGURED.search(file.read(1 << 20)):
                return True
    return False

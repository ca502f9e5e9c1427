"""mpv: how it is started, and what it says over its socket until it ends.

Each option and each rule here was found with mpv 0.35; its purpose is noted beside it.
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
"""Seconds within which mpv answers, if it ever does."""
PAUSE = 0.02
"""Seconds between two attempts to reach it."""
LOOK = 1.0
"""Seconds between two checks that it is still there, while it says nothing."""
LONGEST_PATH = 90
"""Bytes that the path of a socket may have on every system."""
_CONFIGURED = re.compile(r"^\s*(?:--)?vo\s*=", re.MULTILINE)


class NotPlaying(Exception):
    """mpv could not be started. The message is one line for the viewer."""


class Film(NamedTuple):
    """What to play."""

    path: str
    """The full path of a file, or an address."""
    start: int
    """Seconds; 0 for the beginning."""
    titles: Mapping[str, str]
    """What mpv shows in place of file names, by their paths."""
    show: str
    """What it shows for any other file."""


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
        # Into a file: an unread pipe would stop mpv once it is full.
        with open(_log(directory), "wb") as log:
            process = subprocess.Popen(  # noqa: S603  # a list, the viewer's own mpv
                [program, *arguments(film, _socket(directory))],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # In our session it would read from our terminal, and end with it.
                start_new_session=True,
            )
    except OSError as error:
        if directory:
            shutil.rmtree(directory, ignore_errors=True)
        raise NotPlaying(f"could not start mpv: {error.strerror or error}") from error
    return Running(film, process, directory)


def arguments(film: Film, listens: str) -> list[str]:
    """The arguments for mpv; never a command line for a shell."""
    server = [f"--input-ipc-server={listens}"] if len(os.fsencode(listens)) < LONGEST_PATH else []
    return [
        *server,
        "--force-window=yes",
        # Viewers may have set these otherwise, but then a playing would never end.
        "--idle=no",
        "--loop-file=no",
        "--loop-playlist=no",
        # Otherwise mpv would resume at a position of its own, or delete the viewer's file of it.
        "--no-resume-playback",
        "--msg-level=all=error",
        # Unlike --title, it expands nothing in its value.
        f"--force-media-title={film.titles.get(film.path, film.show)}",
        # The start is for this file alone; starting at 0 breaks files without seeking.
        "--{",
        f"--start={film.start or 'none'}",
        # A full path or an address never begins with a hyphen, so it cannot be an option.
        film.path,
        "--}",
    ]


class Running:
    """mpv while it plays a film."""

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
        # Even if nothing can be heard, the end of the process is the end.
        try:
            self._process.wait(LOOK)
        except subprocess.TimeoutExpired:
            self.watching.lose()
            self._process.wait()
        self._last_words = self._words()
        self.let_go()

    def let_go(self) -> None:
        """Stop following it; if it still plays, it keeps playing."""
        shutil.rmtree(self._directory, ignore_errors=True)

    def wrong(self) -> str:
        """Why nothing was played, once mpv has ended; empty if something was."""
        playings, code = self.watching.playings, self._process.returncode
        if any(playing.position is not None for playing in playings):
            return ""
        error = playings[0].error
        if not (code or error):
            return ""
        return self._last_words or error or f"mpv ended with code {code}"

    def _reached(self) -> socket.socket | None:
        """The connection to mpv; None if it does not answer."""
        if sys.platform == "win32" or not hasattr(socket, "AF_UNIX"):
            return None
        end = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < end:
            # A socket that failed to connect cannot be used again.
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(LOOK)
            try:
                link.connect(_socket(self._directory))
                link.sendall(protocol.greeting())
            except OSError:
                link.close()
                time.sleep(PAUSE)
            else:
                # A player that reads nothing must not block us.
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
        """Take in a message, and answer it if need be."""
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
        """What mpv last wrote about what went wrong, without the name of the file."""
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
    """What is shown of it: as long as that is equal, nothing need be redrawn."""
    now = watching.now
    return now and (now.path, now.at(), now.length, now.is_paused)


def _socket(directory: str) -> str:
    return os.path.join(directory, "mpv")


def _log(directory: str) -> str:
    return os.path.join(directory, "log")


def _runtime_directory() -> str | None:
    """The viewer's own directory for sockets; None for the one for temporary files."""
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

"""The way to a POSIX terminal: any bytes are read, and leaving is quick."""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import Any

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from tracker.tui.terminal import ALTERNATE, Terminal

TICK = 0.1
"""Seconds after which an escape alone is a key, as in Textual's own driver."""


class Driver(LinuxDriver):
    """Textual's driver, with an input thread of its own.

    Textual's ends the program when it reads what is no UTF-8, wakes ten times a second, and is
    waited for twice as long as that on leaving; this one reads such bytes as U+FFFD, sleeps until
    there is something to read, and is woken.
    """

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  # as Textual has them
        super().__init__(*args, **options)
        self._woken, self._wake = os.pipe()
        self._terminal: Terminal | None = getattr(self._app, "terminal", None)
        self._is_entered = False
        """Whether the alternate screen is entered, and a frame stands there."""

    def start_application_mode(self) -> None:
        """Begin, on top of the frame that stands there already."""
        is_first = self.attrs_before is None
        if self._terminal is not None:
            self._is_entered = self._terminal.lend()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's has no types
        if self._terminal is not None and is_first:
            # What was so just now is not how the shell had it.
            self.attrs_before = self._terminal.before

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        super().stop_application_mode()
        if self._terminal is not None:
            self._terminal.take_back()

    def write(self, data: str) -> None:
        """Write to the terminal: to enter a screen that is entered would clear it on some."""
        if self._is_entered and data == ALTERNATE:
            self._is_entered = False
        else:
            super().write(data)

    def run_input_thread(self) -> None:
        """Read the terminal until there is to be no more input."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(_patience(parser))}
                if self.fileno in ready:
                    for event in parser.feed(decode(os.read(self.fileno, 4096))):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        with suppress(EOFError, ParseError):
            list(parser.feed(""))

    def disable_input(self) -> None:
        """End the input thread, at once."""
        os.write(self._wake, b".")
        super().disable_input()
        os.read(self._woken, 1)


def _patience(parser: XTermParser) -> float | None:
    """Seconds to wait for more to read: without end, unless what was read may be half a key."""
    # A name of Textual's own: where it is gone, every wait is a short one.
    return None if getattr(parser, "_timeout_time", TICK) is None else TICK

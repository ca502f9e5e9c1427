"""The terminal while the framework does not have it yet: nothing is echoed, a frame can stand.

However the program ends, the terminal is as it was. No framework is loaded by this: it is at work
while that is.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import TracebackType
from typing import Any

if sys.platform != "win32":
    import fcntl
    import termios

ALTERNATE, NORMAL = "\x1b[?1049h", "\x1b[?1049l"
"""To the screen of full-screen programs, and back to that of the shell."""
_CURSOR_OFF, _CURSOR_ON = "\x1b[?25l", "\x1b[?25h"
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""Around what is to be shown in one go."""
_MODES_OFF = "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?2004l\x1b[?1004l\x1b[?7h\x1b[<u"
"""Takes back what the framework switches on, for where it could not do so itself."""
_LINE_AWAY = "\r\x1b[K"
_IFLAG, _LFLAG, _CC = 0, 3, 6
"""Where these are in the mode of a terminal."""


class Terminal:
    """The viewer's terminal from the first moment of the interface to the last.

    Used with ``with``: from then on nothing is echoed, and keys wait for whoever reads them.
    """

    def __init__(self, keys: int = 0, screen: int = 2) -> None:
        """``keys`` and ``screen`` are the files that the framework reads from and draws on."""
        self._keys, self._screen = keys, screen
        self.before: list[Any] | None = None
        """The mode that it had; None where it has none, as on Windows."""
        self._frame = ""
        """What stands on the alternate screen, empty while that is not entered."""
        self._is_lent = False
        """The framework has it, and gives it back."""

    def __enter__(self) -> Terminal:
        """Have nothing echoed, and be there for the signals that the framework has no hold of."""
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                    signal.signal(number, self._end)
            signal.signal(signal.SIGTSTP, self._sleep)
            with suppress(termios.error, OSError):
                self.before = termios.tcgetattr(self._keys)
                self._mute()
                # Before the first moment it was echoed all the same.
                if fcntl.ioctl(self._keys, termios.FIONREAD, bytes(4)) != bytes(4):
                    self._write(_LINE_AWAY)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave all as it was."""
        self._restore()
        self.let_interrupt()
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP):
                if getattr(signal.getsignal(number), "__self__", None) is self:
                    signal.signal(number, signal.SIG_DFL)

    def paint(self, frame: str) -> None:
        """Show a frame at once, if there is one and this is a terminal that can be restored.

        It stands until the framework has drawn its own over it.
        """
        if frame and self.before is not None:
            self._frame = frame
            self._write(f"{ALTERNATE}{_CURSOR_OFF}{_BEGIN}{frame}{_END}")

    def let_interrupt(self) -> None:
        """The framework is there: from now on an interruption is one that can be caught."""
        if signal.getsignal(signal.SIGINT) == self._end:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def lend(self) -> bool:
        """Leave it to the framework; whether the alternate screen is entered already."""
        is_entered, self._frame, self._is_lent = bool(self._frame), "", True
        return is_entered

    def take_back(self) -> None:
        """Have it back from the framework, as it was before."""
        self._is_lent = False

    def _mute(self) -> None:
        """Give every key to the program, and echo none. The one that interrupts still does.

        The one that puts to sleep waits: in the middle of its start the framework cannot sleep.
        """
        if sys.platform != "win32" and self.before is not None:
            self._set(_muted(self.before, self._keys))

    def _restore(self) -> None:
        """Have the screen and the mode be as they were."""
        if self._frame or self._is_lent:
            self._write(f"{_MODES_OFF if self._is_lent else ''}{NORMAL}{_CURSOR_ON}")
        self._frame, self._is_lent = "", False
        if self.before is not None:
            self._set(self.before)

    def _set(self, mode: list[Any]) -> None:
        """Have it be in that mode, where it is still there."""
        if sys.platform != "win32":
            with suppress(termios.error, OSError):
                termios.tcsetattr(self._keys, termios.TCSANOW, mode)

    def _end(self, number: int, _: object) -> None:
        """End as the interface ends by a signal. There is nothing yet that could be saved."""
        self._restore()
        os._exit(128 + number)

    def _sleep(self, _: int, __: object) -> None:
        """Leave the terminal to the shell until that brings the program back."""
        frame = self._frame
        self._restore()
        if sys.platform != "win32":
            os.kill(os.getpid(), signal.SIGSTOP)
        self._mute()
        self.paint(frame)

    def _write(self, text: str) -> None:
        data = text.encode()
        # A terminal that is gone shows nothing.
        with suppress(OSError):
            while data:
                data = data[os.write(self._screen, data) :]


def _muted(before: list[Any], file: int) -> list[Any]:
    """The mode of a terminal, but that it gives key by key and echoes none."""
    mode = [*before]
    if sys.platform != "win32":
        mode[_LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        mode[_IFLAG] &= ~(
            termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
        )
        mode[_CC] = [*mode[_CC]]
        mode[_CC][termios.VMIN] = 1
        mode[_CC][termios.VSUSP] = bytes([os.fpathconf(file, "PC_VDISABLE")])
    return mode

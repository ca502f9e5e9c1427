"""A real terminal for the tests: a program in a pseudo-terminal, and the screen it draws."""

from __future__ import annotations

import os
import select
import signal as signals
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import pyte

LIMIT = 20.0
"""Seconds that anything may take before the test fails."""

_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62;22c"}


class Terminal:
    """A program at work in a terminal. Use `opened`."""

    def __init__(self, pid: int, file: int, columns: int, rows: int) -> None:
        self.output = b""
        """Every byte the program wrote."""
        self._pid, self._file = pid, file
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._code: int | None = None

    @property
    def text(self) -> str:
        """The screen as it is now."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._file, keys.encode())

    def wait_for(self, text: str) -> None:
        """Wait until the screen shows the text."""
        end = time.monotonic() + LIMIT
        while text not in self.text:
            if not self._read(end) and text not in self.text:
                raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    def pump(self, seconds: float) -> None:
        """Take in for so long what the program writes: one that nobody reads from stands still."""
        end = time.monotonic() + seconds
        while self._read(end):
            pass

    def wait_for_output(self, data: bytes, since: int) -> None:
        """Wait until the program has written that, behind so many bytes."""
        end = time.monotonic() + LIMIT
        while data not in self.output[since:]:
            if not self._read(end) and data not in self.output[since:]:
                raise AssertionError(f"{data!r} was not written:\n{self.text}")

    def signal(self, name: str) -> None:
        """Send the program a signal."""
        os.kill(self._pid, getattr(signals, name))

    def ended(self) -> int:
        """Wait until the program has ended, and return its exit code."""
        end = time.monotonic() + LIMIT
        while self._read(end):
            pass
        while self._code is None:
            done, status = os.waitpid(self._pid, os.WNOHANG)
            if done:
                self._code = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > end:
                raise AssertionError(f"the program does not end:\n{self.text}")
        return self._code

    def is_in_use(self) -> bool:
        """Whether the program left the alternate screen, the mouse or a hidden cursor on."""
        modes = ("1049", "1000", "1003", "2004")
        return any(
            self.output.rfind(f"\x1b[?{mode}h".encode())
            > self.output.rfind(f"\x1b[?{mode}l".encode())
            for mode in modes
        ) or self.output.rfind(b"\x1b[?25l") > self.output.rfind(b"\x1b[?25h")

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self._file)
        self._file = -1

    def close(self) -> None:
        """End the program, whatever it is doing."""
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signals.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
        if self._file >= 0:
            os.close(self._file)

    def _read(self, end: float) -> bool:
        """Take in what the program writes next; False when it ended or time is up."""
        ready, _, _ = select.select([self._file], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self._file, 1 << 16)
        except OSError:
            return False
        for question, answer in _ANSWERS.items():
            if question in data:
                os.write(self._file, answer)
        self.output += data
        self._stream.feed(data)
        return bool(data)


@contextmanager
def opened(
    command: Sequence[str], columns: int = 100, rows: int = 30, **environment: str
) -> Iterator[Terminal]:
    """A program in a terminal of that size, ended at the latest when the test is."""
    import fcntl  # noqa: PLC0415  # POSIX only, like the tests that come here
    import pty  # noqa: PLC0415  # the same
    import termios  # noqa: PLC0415  # the same

    env = {**os.environ, "TERM": "xterm-256color", **environment}
    pid, file = pty.fork()
    if pid == 0:
        try:
            os.execvpe(command[0], list(command), env)
        finally:
            os._exit(127)
    fcntl.ioctl(file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    terminal = Terminal(pid, file, columns, rows)
    try:
        yield terminal
    finally:
        terminal.close()

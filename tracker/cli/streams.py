"""Speaks on stdout and stderr and asks on stdin, whatever state these are in.

A stream may be closed (``>&-``), broken (``| true``) or full (``> /dev/full``). None of that is a
reason not to do what the viewer asked for: a message that nobody reads is not a failure, and on a
full disk only the printing fails.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))
_ESCAPED = "backslashreplace"


def prepare() -> None:
    """Make every stream usable, including those that were closed.

    In the order of their numbers: otherwise a file opened later would get the number of a closed
    stream, and be written into.
    """
    for name, mode in _STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # to the end
    # A terminal that cannot show Japanese gets escapes instead of an error; bytes that are not text
    # are read as replacement characters.
    for name, errors in (("stdin", "replace"), ("stdout", _ESCAPED), ("stderr", _ESCAPED)):
        if reconfigure := getattr(getattr(sys, name), "reconfigure", None):
            reconfigure(errors=errors)


def say(text: str, stream: TextIO | None = None) -> int:
    """Print a line, and return the exit code."""
    return _write(f"{text}\n", stream or sys.stdout)


def can_ask() -> bool:
    """Whether anybody is there to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, *, is_sudden: bool = False) -> bool | None:
    """Ask on the terminal, and return whether the answer is yes; None if nobody can answer.

    If the question is sudden, what was typed before it is not taken for an answer.
    """
    if not can_ask():
        return None
    if is_sudden and os.name == "posix":
        import termios  # noqa: PLC0415  # POSIX only, and hardly ever

        with suppress(termios.error):
            termios.tcflush(sys.stdin, termios.TCIFLUSH)
    _write(f"{question} [y/N] ", sys.stderr)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def listen() -> str | None:
    """Everything from stdin; None if it is closed or cannot be read."""
    # What `prepare` opened in its place is empty, which could be taken for an answer.
    if sys.__stdin__ is None:
        return None
    with suppress(OSError):
        return sys.stdin.read()
    return None


def listen_to_bytes(limit: int) -> bytes:
    """What comes from stdin, at most one byte more than the limit."""
    if sys.__stdin__ is None:
        return b""
    with suppress(OSError):
        return sys.stdin.buffer.read(limit + 1)
    return b""


def _write(text: str, stream: TextIO) -> int:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
    except OSError as error:
        _silence(stream)
        if stream is sys.stdout:
            say(f"layzner: cannot print: {error.strerror}", sys.stderr)
        return 1
    return 0


def _silence(stream: TextIO) -> None:
    """Send a stream nowhere: the interpreter would complain again when flushing it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)

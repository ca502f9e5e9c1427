"""What is said on stdout and stderr and asked on stdin, whatever state these are in.

A stream may be closed (``>&-``), broken (``| true``) or full (``> /dev/full``). None of that is a
reason not to do what the viewer asked for: what was said to nobody is no failure, and a full disk
is one of the printing alone.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))
_ESCAPED = "backslashreplace"


def prepare() -> None:
    """Have every stream take and give text, also those that were closed.

    In the order of their numbers: a file that is opened later would take the number of a closed
    one, and be written into.
    """
    for name, mode in _STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # to the end
    # A terminal that cannot show Japanese gets escapes instead of an error; what is no text is read
    # as what nobody knows.
    for name, errors in (("stdin", "replace"), ("stdout", _ESCAPED), ("stderr", _ESCAPED)):
        if reconfigure := getattr(getattr(sys, name), "reconfigure", None):
            reconfigure(errors=errors)


def say(text: str, stream: TextIO | None = None) -> int:
    """Print a line, and return the exit code."""
    return _write(f"{text}\n", stream or sys.stdout)


def can_ask() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, *, is_sudden: bool = False) -> bool | None:
    """Ask on the terminal, and return whether the answer is yes; None where nobody can answer.

    If it comes suddenly, what was typed before is no answer to it.
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
    """All that comes from stdin; None if it is closed, or cannot be read."""
    # What `prepare` opened in its place says nothing, which could be taken for an answer.
    if sys.__stdin__ is None:
        return None
    with suppress(OSError):
        return sys.stdin.read()
    return None


def listen_to_bytes(limit: int) -> bytes:
    """What comes from stdin, one byte more than the limit at the most."""
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
    """Lead a stream nowhere: the interpreter would complain again when it flushes it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)

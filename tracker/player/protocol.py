"""The lines that mpv and its clients exchange: one JSON object each, or anything else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Message = Mapping[str, Any]
"""An event, a property or an answer, as mpv sent it: nothing in it can be relied on."""

LONGEST = 1 << 20
"""Bytes that a line may have; more without an end are discarded."""
OBSERVED = ("path", "time-pos", "duration", "eof-reached", "seeking", "pause")
"""The properties to follow, each numbered by its place here, from 1."""
PATH_ASKED = 100
"""The id of the question which file it is: mpv does not say when a file is opened again."""


class Lines:
    """Collects bytes as they come, cut anywhere, into messages."""

    def __init__(self) -> None:
        self._rest = b""

    def take(self, data: bytes) -> Iterator[Message]:
        """The messages that are now complete. Anything else is skipped."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST:
            self._rest = b""
        for line in lines:
            try:
                # File names come as their bytes on the disk.
                message = json.loads(line.decode("utf-8", "surrogateescape"))
            except (ValueError, RecursionError):
                continue
            if isinstance(message, dict):
                yield message


def greeting() -> bytes:
    """What a client says first: which properties it wants to follow."""
    asked = (_line("observe_property", at, name) for at, name in enumerate(OBSERVED, start=1))
    return b"".join(asked)


def asking_path() -> bytes:
    """Asks which file it is."""
    return _line("get_property", "path", request_id=PATH_ASKED)


def titled(title: str) -> bytes:
    """Asks to show a title in place of the file name."""
    return _line("set_property", "force-media-title", title)


def _line(*command: str | int, **more: int) -> bytes:
    return json.dumps({"command": command, **more}).encode() + b"\n"

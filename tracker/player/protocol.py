"""The lines that mpv and its clients exchange: one JSON object each, and whatever else comes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Message = Mapping[str, Any]
"""An event, a property or an answer, as mpv sent it; nothing in it is certain."""

LONGEST = 1 << 20
"""Bytes without an end of line that are no line."""
OBSERVED = ("path", "time-pos", "duration", "eof-reached", "seeking", "pause")
"""The properties that are followed, each under its place here, from 1."""
PATH_ASKED = 100
"""The id of the question which file it is: of a file that is opened again nothing is told."""


class Lines:
    """Bytes as they come, cut anywhere, and the messages in them."""

    def __init__(self) -> None:
        self._rest = b""

    def take(self, data: bytes) -> Iterator[Message]:
        """The messages that are complete now. What is no message is passed over."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST:
            self._rest = b""
        for line in lines:
            try:
                # The names of files come as the bytes that they are on the disk.
                message = json.loads(line.decode("utf-8", "surrogateescape"))
            except (ValueError, RecursionError):
                continue
            if isinstance(message, dict):
                yield message


def greeting() -> bytes:
    """What a client says first: which properties it wants to be told."""
    asked = (_line("observe_property", at, name) for at, name in enumerate(OBSERVED, start=1))
    return b"".join(asked)


def asking_path() -> bytes:
    """Asks which file it is."""
    return _line("get_property", "path", request_id=PATH_ASKED)


def titled(title: str) -> bytes:
    """Has a title shown in the place of the name of the file."""
    return _line("set_property", "force-media-title", title)


def _line(*command: str | int, **more: int) -> bytes:
    return json.dumps({"command": command, **more}).encode() + b"\n"

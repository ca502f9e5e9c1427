"""Lines of mpv: cut anywhere, mixed with anything."""

from __future__ import annotations

import json
import os

import pytest

from tracker.player.protocol import LONGEST, Lines, asking_path, greeting, titled


def test_lines_cut_anywhere() -> None:
    """Half a line, two lines and a byte at a time come to the same."""
    sent = b'{"event":"seek"}\n{"event":"end-file","reason":"eof"}\n'
    whole = [*Lines().take(sent)]
    assert whole == [{"event": "seek"}, {"event": "end-file", "reason": "eof"}]
    for cut in range(len(sent)):
        lines = Lines()
        assert [*lines.take(sent[:cut]), *lines.take(sent[cut:])] == whole
    lines = Lines()
    assert [each for at in range(len(sent)) for each in lines.take(sent[at : at + 1])] == whole


@pytest.mark.parametrize(
    "garbage",
    [b"", b"\xff\xfe\x00", b"[1]", b'"text"', b"7", b"null", b"{", b"NaN", b"[" * 100_000,
     b'{"n":' + b"9" * 5_000 + b"}", b"\x1b]0;EVIL\x07", b'{"event":'],
)  # fmt: skip
def test_garbage_between_lines(garbage: bytes) -> None:
    """What is no message is passed over, and the next is read."""
    assert [*Lines().take(garbage + b'\n{"event":"seek"}\n')] == [{"event": "seek"}]


def test_a_line_without_end() -> None:
    """What never ends is not kept for ever, and what follows is read."""
    lines = Lines()
    for _ in range(3):
        assert [*lines.take(b"x" * LONGEST)] == []
    assert len(lines._rest) <= LONGEST
    assert [*lines.take(b'\n{"event":"seek"}\n')] == [{"event": "seek"}]


def test_names_that_are_no_utf_8() -> None:
    """A name comes as its bytes, and goes back to the disk as them."""
    [message] = Lines().take(b'{"name":"path","data":"/a/\xff\xe9.mkv"}\n')
    assert os.fsencode(message["data"]) == b"/a/\xff\xe9.mkv"


def test_what_is_said_is_one_object_a_line() -> None:
    """Every command is an object of its own, with whole numbers for ids."""
    lines = (greeting() + asking_path() + titled('A "title"\n')).splitlines()
    said = [json.loads(line)["command"] for line in lines]
    assert [words[:2] for words in said[:2]] == [["observe_property", 1], ["observe_property", 2]]
    assert said[-1] == ["set_property", "force-media-title", 'A "title"\n']
    assert len(said) == 8

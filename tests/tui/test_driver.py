"""The driver sleeps while nobody types, and wakes in time for a key that may be half read."""

from __future__ import annotations

import os
from typing import cast

import pytest

if os.name != "posix":
    pytest.skip("the driver is for POSIX", allow_module_level=True)

from textual._xterm_parser import XTermParser

from tracker.tui.driver import TICK, _patience


@pytest.mark.parametrize("read", ["", "j", "\x1b[A", "\x1b[<0;10;10M", "é"])
def test_it_sleeps_without_end_where_nothing_is_half_read(read: str) -> None:
    """Whole keys leave nothing that could become another key with time."""
    parser = XTermParser()
    list(parser.feed(read or "k"))
    assert _patience(parser) is None


@pytest.mark.parametrize("read", ["\x1b", "j\x1b", "\x1b[", "\x1b[<0;10"])
def test_it_wakes_for_what_may_be_half_a_key(read: str) -> None:
    """An escape alone is a key if nothing follows it; what follows ends the waiting."""
    parser = XTermParser()
    list(parser.feed(read))
    assert _patience(parser) == TICK


def test_without_the_private_name_it_wakes_again_and_again() -> None:
    """Another version of Textual may call it otherwise: then escape is a key all the same."""
    assert _patience(cast("XTermParser", object())) == TICK

"""What of Textual is private may be gone in its next version: the interface does without."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from string import ascii_letters, digits, punctuation

import pytest
from textual.keys import _character_to_key

from tests import terminal
from tracker.tui.keys import key_name

PRIVATE = ("textual._parser", "textual._xterm_parser")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("private", PRIVATE)
def test_without_the_parser_the_stock_driver_serves(tmp_path: Path, private: str) -> None:
    """Where the driver of ours cannot be made, Textual's own opens the interface and closes it."""
    code = (
        f"import sys, textual.drivers.linux_driver; sys.modules[{private!r}] = None\n"
        "from tracker.tui import frame; assert frame._driver() is None\n"
        "from tracker.cli.main import main; sys.exit(main())"
    )
    with terminal.opened([sys.executable, "-c", code, "--data-dir", str(tmp_path)]) as screen:
        screen.wait_for("Have you seen it before?")
        screen.press("\x1b")
        screen.wait_for("Welcome aboard")
        for page in ("Cold War", "Next up"):
            screen.press(" ")
            screen.wait_for(page)
        screen.press("q")
        assert screen.ended() == 0
        assert not screen.is_in_use()


@pytest.mark.parametrize("char", [*ascii_letters, *digits, *punctuation, "é", "ш", "月", "½", "€"])
def test_a_key_is_called_what_textual_calls_it(char: str) -> None:
    """The names of keys are worked out without Textual's function, and are the same."""
    assert key_name(char) == _character_to_key(char)

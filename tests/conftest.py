"""No test touches the real home, and none needs luck."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.player.fake import Fake, installed

# The same examples at every run: what fails once fails always.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: a third of what the tests of screens and programs do is to wait."""
    return 2 * (os.cpu_count() or 1)


XDG = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
OURS = ("LAYZNER_DATA_DIR", "LAYZNER_CONFIG_DIR", "LAYZNER_PROFILE", "LAYZNER_GUIDE")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in (*XDG, *OURS):
        monkeypatch.delenv(name, raising=False)
    # A terminal of true colours, whichever the tests are started in.
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def fake_mpv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    """An mpv that does as it is told."""
    with installed(tmp_path, monkeypatch) as fake:
        yield fake

"""Where the files lie."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from tracker.storage.places import (
    progress_file,
    remove_old_cache,
    settings_file,
    state_directory,
)

SETTINGS: list[dict[str, str | None]] = [
    {},
    {"HOME": "/home/anna/"},
    {"HOME": ""},
    {"HOME": None},
    {"XDG_DATA_HOME": "/data", "XDG_STATE_HOME": "/state/", "XDG_CONFIG_HOME": "/etc/anna"},
    {"XDG_DATA_HOME": "", "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""},
    {"XDG_DATA_HOME": "data", "XDG_STATE_HOME": "./state", "XDG_CONFIG_HOME": "~/config"},
    {"XDG_DATA_HOME": "/a b/ü", "HOME": "/nowhere"},
]


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_places_are_those_of_platformdirs(
    setting: dict[str, str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the environment says, each place is the one that platformdirs names."""
    for name, value in setting.items():
        if value is None:
            monkeypatch.delenv(name)
        else:
            monkeypatch.setenv(name, value)
    directories = platformdirs.PlatformDirs("layzner", appauthor=False)
    assert os.path.dirname(progress_file(None)) == os.path.abspath(directories.user_data_dir)
    assert os.path.dirname(str(settings_file())) == os.path.abspath(directories.user_config_dir)
    assert os.path.dirname(state_directory("/x/progress.json")) == directories.user_state_dir


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs is asked")
def test_on_linux_platformdirs_is_not_loaded(tmp_path: Path) -> None:
    """The rule of Linux is followed without loading what takes as long as Python itself."""
    code = (
        "import sys\n"
        "from tracker.storage.places import state_directory\n"
        "print(state_directory('/x/progress.json'), 'platformdirs' in sys.modules)\n"
    )
    home = {**os.environ, "HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", code], env=home, check=True, capture_output=True, text=True
    )
    where, loaded = run.stdout.split()
    assert where.startswith(str(tmp_path / ".local/state/layzner"))
    assert loaded == "False"


def test_what_the_first_version_kept_of_the_guide_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file goes, and its directory if that was all; whatever else lies there stays."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    directory = tmp_path / "cache/layzner"
    remove_old_cache()
    directory.mkdir(parents=True)
    os.mkfifo(directory / "layzner.guide")
    remove_old_cache()
    assert list((tmp_path / "cache").iterdir()) == []
    (directory / "layzner.guide").mkdir(parents=True)
    remove_old_cache()
    assert (directory / "layzner.guide").is_dir()
    (directory / "layzner.guide").rmdir()
    for name in ("layzner.guide", "mine"):
        (directory / name).write_bytes(b"")
    remove_old_cache()
    assert os.listdir(directory) == ["mine"]
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    remove_old_cache()

"""Where the files lie."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from tracker.storage.places import (
    NoPlace,
    expanded,
    named_directory,
    progress_file,
    remove_old_cache,
    rule,
    settings_file,
    short,
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


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("~", "home"),
        ("~/Sync", "home/Sync"),
        ("~/a b/~", "home/a b/~"),
        ("./~", "here/~"),
        ("Sync", "here/Sync"),
        ("~nobody-of-that-name/x", "here/~nobody-of-that-name/x"),
    ],
)
def test_a_tilde_in_quotes_is_the_home_directory(
    given: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no shell has read it, ``~`` means what it would have meant there."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert progress_file(given) == str(tmp_path / place / "progress.json")


@pytest.mark.parametrize("home", ["", "relative"])
@pytest.mark.parametrize("given", ["~", "~/Sync"])
def test_a_tilde_without_a_home(home: str, given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 33: where it means nothing that is said, and nothing is named after it."""
    monkeypatch.setenv("HOME", home)
    with pytest.raises(NoPlace, match="give a full path instead of ~"):
        progress_file(given)


@pytest.mark.parametrize("path", ["", "/Sync", "/Sync/a b", "tmp"])
def test_a_short_path_can_be_typed_elsewhere(path: str, tmp_path: Path) -> None:
    """What is below the home directory is so on any machine."""
    home = str(tmp_path / "home")
    assert short(home + path) == (f"~{path}" if path.startswith("/") else home + path)
    assert expanded(short(home + path)) == home + path


def test_what_chose_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The option before the variable, and that before the system's own variable."""
    assert (rule(None), named_directory(None)) == ("", None)
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert rule(None) == ("XDG_DATA_HOME" if sys.platform == "linux" else "")
    monkeypatch.setenv("LAYZNER_DATA_DIR", "/mine")
    assert (rule(None), named_directory(None)) == ("LAYZNER_DATA_DIR", "/mine")
    assert (rule("/here"), named_directory("/here")) == ("--data-dir", "/here")


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

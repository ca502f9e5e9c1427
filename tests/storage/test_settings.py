"""The settings: read with patience, written with care."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tracker.storage.files import StoreError
from tracker.storage.places import settings_file
from tracker.storage.settings import Settings, load, remember_theme

KEYS = {"watched": "space", "down": "j,down"}


def written(directory: Path, text: str | bytes) -> str:
    """The path of a settings file with that text."""
    file = directory / "settings.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    """No file is no mistake, and reading makes none."""
    assert load(str(tmp_path / "settings.toml")) == Settings()
    assert os.listdir(tmp_path) == ["home"]


def test_what_is_set_is_read(tmp_path: Path) -> None:
    """Each setting is taken from the file."""
    text = 'theme = "violet"\nanimations = false\nascii = true\n[keys]\nwatched = "w,space"\n'
    assert load(written(tmp_path, text)) == Settings(
        "violet", animations=False, ascii=True, keys={"watched": "w,space"}
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('thme = "x"', "settings.toml: no setting “thme”; did you mean theme?"),
        ("zzz = 1", "settings.toml: no setting “zzz”"),
        ("theme = 1", "settings.toml: theme is not text"),
        ('animations = "no"', "settings.toml: animations is not true or false"),
        ("ascii = 1", "settings.toml: ascii is not true or false"),
        ('keys = "w"', "settings.toml: keys is not a table"),
        ("[keys]\nwatched = 1", "settings.toml: the keys of “watched” are not text"),
        ('"a\\u001b[31m" = 1', "settings.toml: no setting “a\ufffd[31m”"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_holds(tmp_path: Path, text: str, wrong: str) -> None:
    """One mistake costs one setting."""
    settings = load(written(tmp_path, text))
    assert settings.wrong == (wrong,)
    assert settings._replace(wrong=()) == Settings()


@pytest.mark.parametrize(
    "text", ["theme", "[" * 2000, b"\xff\xfe", b"\x00", 'theme = "a"\ntheme = "b"']
)
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str | bytes) -> None:
    """What is no TOML is said in one line, and nothing of it is used."""
    settings = load(written(tmp_path, text))
    assert settings._replace(wrong=()) == Settings()
    (wrong,) = settings.wrong
    assert wrong.startswith("settings.toml is not used: ")
    assert "\n" not in wrong


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    """A directory or a pipe in the file's place neither hangs nor ends the program."""
    (tmp_path / "settings.toml").mkdir()
    assert load(str(tmp_path / "settings.toml")).wrong
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert load(str(tmp_path / "pipe")).wrong


def test_a_theme_is_remembered_and_the_rest_is_left(tmp_path: Path) -> None:
    """Only the line of the theme changes; comments and all else stay as they are."""
    path = written(tmp_path, '# mine\ntheme = "nord"  # old\n\n[keys]\nwatched = "w"\n')
    remember_theme(path, "violet", KEYS)
    text = Path(path).read_text(encoding="utf-8")
    assert text == '# mine\ntheme = "violet"\n\n[keys]\nwatched = "w"\n'
    path = written(tmp_path, '[keys]\nwatched = "w"\n')
    remember_theme(path, "nord", KEYS)
    assert load(path) == Settings("nord", keys={"watched": "w"})


def test_the_first_theme_makes_a_file_that_explains_itself(tmp_path: Path) -> None:
    """A new file says all that can be set, with every command, and changes nothing else."""
    path = str(tmp_path / "config" / "layzner" / "settings.toml")
    remember_theme(path, "violet", KEYS)
    assert load(path) == Settings("violet")
    text = Path(path).read_text(encoding="utf-8")
    assert '# watched = "space"\n# down = "j,down"\n' in text
    uncommented = text.replace("# animations", "animations").replace("# ascii", "ascii")
    assert load(written(tmp_path, uncommented)) == Settings("violet", animations=False, ascii=True)


def test_a_theme_that_cannot_be_kept_says_so(tmp_path: Path) -> None:
    """Where the file cannot be written, the error is one line with the path."""
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(StoreError, match=r"settings\.toml"):
        remember_theme(str(tmp_path / "settings.toml"), "nord", KEYS)


def test_where_the_settings_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LAYZNER_CONFIG_DIR says where; without it, the system's place for settings does."""
    monkeypatch.setenv("LAYZNER_CONFIG_DIR", str(tmp_path))
    assert settings_file() == str(tmp_path / "settings.toml")
    monkeypatch.delenv("LAYZNER_CONFIG_DIR")
    assert str(settings_file()).startswith(str(tmp_path / "home"))

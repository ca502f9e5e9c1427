"""Where the file is, and where everything is that must not be synced.

With `os.path` rather than `pathlib`, and platformdirs only if needed: every start of the program
comes through here.
"""

from __future__ import annotations

import os
import sys
import zlib
from contextlib import suppress

FILE = "progress.json"
SETTINGS = "settings.toml"
CACHE = "cache.json"
_CHOSEN = 1 << 20
"""At most, in bytes, of the file that holds the choice."""


class NoPlace(Exception):
    """The system names no directory for the viewer's data. The message says what to do."""


def progress_file(data_dir: str | None) -> str:
    """The path of the progress file, in ``data_dir`` or the system's place for user data."""
    directory = _system("user_data_dir") if data_dir is None else expanded(data_dir)
    return os.path.join(os.path.abspath(directory), FILE)


def named_directory(data_dir: str | None) -> str | None:
    """The directory that the viewer chose: by the option, or else by the environment."""
    return data_dir or os.environ.get("LAYZNER_DATA_DIR") or None


def rule(data_dir: str | None) -> str:
    """What chose the place of the progress: an option or a variable; empty if neither did."""
    if data_dir:
        return "--data-dir"
    if os.environ.get("LAYZNER_DATA_DIR"):
        return "LAYZNER_DATA_DIR"
    is_chosen = sys.platform == "linux" and os.path.isabs(os.environ.get("XDG_DATA_HOME", ""))
    return "XDG_DATA_HOME" if is_chosen else ""


def expanded(directory: str) -> str:
    """The directory, with ``~`` replaced by the home directory even if no shell has done it."""
    if not directory.startswith("~"):
        return directory
    path = os.path.expanduser(directory)
    is_known = os.environ.get("HOME") != "" and os.path.isabs(path)
    if directory[1:2] in ("", os.sep, "/") and not is_known:
        raise NoPlace("the home directory is not known; give a full path instead of ~")
    return path


def short(directory: str) -> str:
    """The directory as it can be typed on another machine, too: from the home directory on."""
    home = os.path.expanduser("~")
    if os.path.isabs(home) and home != os.sep and directory.startswith(home + os.sep):
        return f"~{directory[len(home) :]}"
    return directory


def settings_file() -> str | None:
    """The path of the settings; None if the system has no place for them."""
    directory = os.environ.get("LAYZNER_CONFIG_DIR")
    try:
        directory = os.path.abspath(directory) if directory else _system("user_config_dir")
    except NoPlace:
        return None
    return os.path.join(directory, SETTINGS)


def guides_directory(progress_path: str) -> str:
    """The directory of the viewer's guides: beside the progress, to travel with it."""
    return os.path.join(os.path.dirname(progress_path), "guides")


def chosen_file(progress_path: str) -> str:
    """The file whose only line is the name of the guide that layzner opens with."""
    return os.path.join(guides_directory(progress_path), "chosen")


def chosen_guide(progress_path: str) -> str:
    """The name of the guide that layzner opens with; empty if none was chosen.

    Raises OSError, and `StoreError` for anything that cannot be such a file.
    """
    from tracker.storage.files import load_whole  # noqa: PLC0415  # nothing else here reads

    try:
        line = load_whole(chosen_file(progress_path), _CHOSEN, "choice")[1]
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return line.decode("ascii", "replace").strip()


def cache_file() -> str:
    """The path of what can be worked out again; raises `NoPlace`."""
    return os.path.join(_system("user_cache_dir"), CACHE)


def remove_old_cache() -> None:
    """Remove the parsed guide that version 1.0.0 cached, and its directory if that was all."""
    with suppress(OSError, NoPlace):
        directory = _system("user_cache_dir")
        os.unlink(os.path.join(directory, "layzner.guide"))
        os.rmdir(directory)


def state_directory(progress_path: str) -> str:
    """The directory for the lock and the copies of that file: of this machine, never synced."""
    real = os.fsencode(os.path.realpath(progress_path))
    # Two short checksums rather than a good one: hashlib would cost 3 ms at every start.
    return os.path.join(
        _system("user_state_dir"), f"{zlib.crc32(real):08x}{zlib.adler32(real):08x}"
    )


def _system(which: str) -> str:
    """The system's place for that, as platformdirs has it."""
    # Loading platformdirs takes 21 ms, starting Python 11. On Linux its answer is one rule long.
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        variable, below_home = _XDG[which]
        base = os.environ.get(variable, "")
        if not os.path.isabs(base):
            home = os.environ.get("HOME", "")
            base = os.path.join(home, below_home) if os.path.isabs(home) else ""
        if base:
            return os.path.join(base, "layzner")
    import platformdirs  # noqa: PLC0415  # see above

    try:
        path: str = getattr(platformdirs, which)("layzner", appauthor=False)
    except (RuntimeError, KeyError) as error:
        raise NoPlace(f"the home directory is not known ({error}){_OTHERWISE[which]}") from None
    if not os.path.isabs(path):
        why = "HOME is not a full path"
        raise NoPlace(f"the home directory is not known ({why}){_OTHERWISE[which]}")
    return path


_OTHERWISE = {
    "user_data_dir": "; give --data-dir",
    "user_state_dir": ", so there is no place for copies of the file; set XDG_STATE_HOME",
    "user_config_dir": ", so there is no place for the settings; set LAYZNER_CONFIG_DIR",
    "user_cache_dir": "",
}
"""What follows from that, and what to do."""
_XDG = {
    "user_data_dir": ("XDG_DATA_HOME", ".local/share"),
    "user_state_dir": ("XDG_STATE_HOME", ".local/state"),
    "user_config_dir": ("XDG_CONFIG_HOME", ".config"),
    "user_cache_dir": ("XDG_CACHE_HOME", ".cache"),
}
"""The variable that names a place, and where that is without it (XDG Base Directory 0.8)."""

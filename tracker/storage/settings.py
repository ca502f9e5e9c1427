"""The settings: a small file of the viewer's, which the program reads and hardly ever writes.

Losing it loses only the choices in it. Whatever is wrong in it is named, and the default applies.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from tracker.domain.asked import nearest, quoted
from tracker.domain.words import clean
from tracker.storage.files import StoreError, load_whole, make_private, reason, write_whole

THEME = "layzner"

TEMPLATE = """\
# The settings of layzner. Delete a line, or this file, to go back to the default.

# The colours: layzner, layzner-light, violet, or any other that the palette (ctrl+p) offers.
{theme}

# Whether anything moves; false keeps everything still.
# animations = false

# Whether to draw without boxes and signs, for terminals and fonts that lack them.
# ascii = true

# Other keys for a command, separated by commas: "m,space". The present ones are:
[keys]
{keys}
"""
_THEME_LINE = re.compile(r"^theme\s*=.*$", re.MULTILINE)


class Settings(NamedTuple):
    """What the viewer chose, and what of that was not understood."""

    theme: str = THEME
    animations: bool = True
    ascii: bool = False
    keys: Mapping[str, str] = {}
    """Other keys by the id of their command, not checked yet."""
    wrong: tuple[str, ...] = ()
    """What is wrong with the file, a line each."""


_RENAMED = {"fouron": "violet"}
"""Themes that had another name: files with that name go on working."""
_KINDS = {"theme": str, "animations": bool, "ascii": bool, "keys": dict}


def load(path: str) -> Settings:
    """The settings in that file; the defaults if there is none. Never raises."""
    name = os.path.basename(path)
    try:
        text = load_whole(path)[1].decode("utf-8")
        import tomllib  # noqa: PLC0415  # most viewers have no settings

        table = tomllib.loads(text)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        return Settings(wrong=(f"{name} cannot be read: {reason(error)}",))
    except (StoreError, ValueError, RecursionError) as error:
        return Settings(wrong=(f"{name} is not used: {clean(str(error))}",))
    wrong = []
    chosen: dict[str, Any] = {}
    for key, value in table.items():
        kind = _KINDS.get(key)
        if kind is None:
            wrong.append(f"{name}: no setting {quoted(key)}{nearest(key, _KINDS)}")
        elif type(value) is not kind:
            wrong.append(f"{name}: {key} is not {_CALLED[kind]}")
        else:
            chosen[key] = value
    if "theme" in chosen:
        chosen["theme"] = _RENAMED.get(chosen["theme"], chosen["theme"])
    keys = chosen.get("keys", {})
    for key in [key for key, value in keys.items() if not isinstance(value, str)]:
        wrong.append(f"{name}: the keys of {quoted(key)} are not text")
        del keys[key]
    return Settings(**chosen, wrong=tuple(wrong))


def remember_theme(path: str, theme: str, keys: Mapping[str, str]) -> None:
    """Write the theme into the file, and leave the rest as it is. Raises `StoreError`.

    A missing file is made with everything that can be set in it, including the ``keys``.
    """
    line = f"theme = {json.dumps(theme)}"
    try:
        text = load_whole(path)[1].decode("utf-8")
        changed, many = _THEME_LINE.subn(lambda _: line, text, count=1)
        text = changed if many else f"{line}\n{text}"
    except FileNotFoundError:
        lines = [f"# {name} = {json.dumps(key)}" for name, key in keys.items()]
        text = TEMPLATE.format(theme=line, keys="\n".join(lines))
    except (OSError, ValueError) as error:
        raise StoreError(f"cannot read {path}: {error}") from error
    try:
        make_private(os.path.dirname(path))
        write_whole(path, text.encode())
    except OSError as error:
        raise StoreError(f"cannot write {path}: {reason(error)}") from error


_CALLED = {str: "text", bool: "true or false", dict: "a table"}

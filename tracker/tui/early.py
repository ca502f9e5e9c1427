"""The first frame, drawn before the framework is loaded, in the inks of an earlier session.

Which inks the framework will choose is known only once it is loaded, and then it is too late. So
they are kept from one session to the next, by all that they depend on. Where they are not known,
or something else than the walk will stand there, nothing is drawn early.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

import tracker
from tracker.domain.words import clean
from tracker.drawing import Line
from tracker.drawing.inks import SOLID
from tracker.drawing.keys import Key
from tracker.drawing.rim import Light
from tracker.drawing.screen import Walk, screen
from tracker.storage import cache
from tracker.storage.files import StoreError
from tracker.storage.places import NoPlace, cache_file

if TYPE_CHECKING:
    from tracker.domain.union import Json
    from tracker.session.sitting import Session
    from tracker.storage.settings import Settings

_SOURCES = ("tracker.tcss", "looks.py", "inks.py", "keys.py")
"""Our files that inks and keys depend on."""
_NAMED = ("TERM", "COLORTERM", "FORCE_COLOR", "TTY_COMPATIBLE")
"""The variables by which the framework tells how many colours there are, beside its own."""
_LIGHTS: tuple[Light, ...] = ("full", "band")
_INK = re.compile(r"\d{1,3}(;\d{1,3})*")


class Inks:
    """The inks of the walk and what else of it only the framework knows, as it was last."""

    def __init__(self, settings: Settings, environ: Mapping[str, str]) -> None:
        self._basis = _basis(settings, environ)
        self._found = _found(self._basis)

    @property
    def are_known(self) -> bool:
        """Whether an earlier session has kept them; there is no use in them where none can."""
        return self._found is not None or self._basis is None

    def keep(self, found: Json) -> None:
        """Keep them for the next session; who cannot is none the worse."""
        try:
            cache.store(cache_file(), self._basis, found)
        except (OSError, StoreError, NoPlace):
            return

    def frame(self, session: Session, size: tuple[int, int]) -> str:
        """The walk in a window of so many cells and lines, as a terminal takes it; or nothing."""
        known = _read(self._found)
        if known is None:
            self._found = None
            return ""
        view = session.view
        if view.new or view.due or session.store.copies.has_playing:
            return ""
        inks, walk = known
        lines = screen(view, walk, *size)
        if lines is None:
            return ""
        if any(ink not in inks for line in lines for _, ink in line):
            self._found = None
            return ""
        return _written(lines, inks)


def is_fit(session: Session, settings: Settings, environ: Mapping[str, str]) -> bool:
    """Whether nothing will stand there but the walk, in colours."""
    said = session.notices or settings.wrong or session.lacking
    others = ("NO_COLOR", "COLUMNS", "LINES")
    return not (said or settings.ascii or any(environ.get(name) for name in others))


def _basis(settings: Settings, environ: Mapping[str, str]) -> Json:
    """All that the inks depend on; None if that cannot be told."""
    here = os.path.dirname(__file__)
    spec = PathFinder.find_spec("textual")
    if spec is None or spec.origin is None:
        return None
    textual = os.path.dirname(spec.origin)
    try:
        ours: list[Json] = [os.stat(os.path.join(here, name)).st_mtime_ns for name in _SOURCES]
        theirs = os.stat(textual).st_mtime_ns
    except OSError:
        return None
    return {
        "layzner": [tracker.__version__, *ours],
        "textual": [textual, theirs],
        "theme": settings.theme,
        "keys": dict(settings.keys),
        "terminal": {
            name: value
            for name, value in environ.items()
            if name in _NAMED or name.startswith("TEXTUAL")
        },
    }


def _found(basis: Json) -> Json:
    try:
        return None if basis is None else cache.load(cache_file(), basis)
    except NoPlace:
        return None


def _read(found: Json) -> tuple[Mapping[str, str], Walk] | None:
    """What was kept, if it is sound: an ink that is none could be anything for a terminal."""
    if not isinstance(found, dict):
        return None
    inks, keys, read, light = (found.get(name) for name in ("inks", "keys", "read", "light"))
    if not (isinstance(inks, dict) and isinstance(keys, list) and isinstance(read, str)):
        return None
    known = {
        name: ink for name, ink in inks.items() if isinstance(ink, str) and _INK.fullmatch(ink)
    }
    shown = [Key(*texts) for key in keys if len(texts := _texts(key)) == len(Key._fields)]
    if len(shown) != len(keys) or _texts([read]) != [read]:
        return None
    for each in _LIGHTS:
        if each == light:
            return known, Walk(shown, read, each)
    return None


def _texts(found: Json) -> list[str]:
    """The texts of a list that a terminal can show as they are."""
    texts = found if isinstance(found, list) else []
    return [text for text in texts if isinstance(text, str) and clean(text) == text]


def _written(lines: Sequence[Line], inks: Mapping[str, str]) -> str:
    """The lines with the inks, as a terminal takes them."""
    rows = (
        "".join(f"\x1b[0;{inks[ink]}m{text.replace(SOLID, ' ')}" for text, ink in line)
        for line in lines
    )
    return "".join(f"\x1b[{y};1H{row}" for y, row in enumerate(rows, start=1)) + "\x1b[0m"

"""What the walk stands in: settings, themes, keys, the terminal, and the ways to end."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from traceback import format_exception
from typing import TYPE_CHECKING

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.screen import Screen
from textual.scrollbar import ScrollBar

from tracker.domain.asked import nearest, quoted
from tracker.domain.words import clean
from tracker.drawing.rim import Light
from tracker.storage.files import StoreError
from tracker.storage.settings import Settings
from tracker.tui.keys import COMMANDS, remapped, short
from tracker.tui.looks import THEMES, inks
from tracker.tui.plain import Plain
from tracker.tui.scroll import QuietBar, ThinBar

if TYPE_CHECKING:
    from textual.driver import Driver

    from tracker.tui.terminal import Terminal

GIVE_UP = 2.0
"""Seconds that leaving may take after a signal."""
DEFAULT = Settings()
COLOURLESS = "ansi-dark"
"""The theme where NO_COLOR is set: all others would be greys on black."""


class Frame(App[None]):
    """An app with the viewer's settings, that gives the terminal back however it ends."""

    HORIZONTAL_BREAKPOINTS = [
        (0, "-tiny"),
        (60, "-narrow"),
        (80, "-normal"),
        (100, "-roomy"),
        (120, "-wide"),
        (200, "-huge"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (15, "-short"), (20, "-tall")]
    terminal: Terminal | None = None
    """Where the interface opens, if it was anything before."""

    def __init__(self, settings: Settings, remember: Callable[[str], None] | None) -> None:
        """``remember`` is told a theme that the viewer chooses; raises `StoreError`."""
        self._is_colourless = bool(os.environ.get("NO_COLOR"))
        if self._is_colourless:
            settings, remember = settings._replace(theme=COLOURLESS), None
        super().__init__(driver_class=_driver(), ansi_color=settings.theme.startswith("ansi-"))
        for theme in THEMES:
            self.register_theme(theme)
        self.keys, odd = remapped(settings.keys)
        """Every key there is, by its id, as the viewer has them."""
        others = {name: key.key for name, key in self.keys.items() if key != COMMANDS[name]}
        self.set_keymap(others)
        self.wrong = [*settings.wrong, *odd]
        """What is wrong with the settings, one line each."""
        if settings.theme not in self.available_themes:
            known = nearest(settings.theme, self.available_themes)
            self.wrong.append(f"settings.toml: no theme is named {quoted(settings.theme)}{known}")
            settings = settings._replace(theme=DEFAULT.theme)
        self._remember, self._ascii = remember, settings.ascii
        self.theme = settings.theme
        self._quieten()
        self._variables = self.get_css_variables()
        self.stylesheet.set_variables(self._variables)
        if not settings.animations:
            self.animation_level = "none"
        self.crash = ""
        """What went wrong with the program itself, for the log; empty while nothing did."""

    @property
    def light(self) -> Light:
        """What of light this terminal can draw."""
        if self._ascii:
            return "signs"
        is_true = self.console.color_system == "truecolor" and not self.current_theme.ansi
        return "full" if is_true else "band"

    def leave(self) -> None:
        """Save for the last time; raises `StoreError`."""
        raise NotImplementedError

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something to the viewer."""
        raise NotImplementedError

    def get_default_screen(self) -> Screen[object]:
        """A screen that has the classes of its size from the first frame on."""
        width, height = self.size
        wide = [name for least, name in self.HORIZONTAL_BREAKPOINTS if width >= least]
        tall = [name for least, name in self.VERTICAL_BREAKPOINTS if height >= least]
        return Screen(id="_default", classes=" ".join(wide[-1:] + tall[-1:]))

    def on_load(self) -> None:
        """Take over the signals, before the framework changes anything about the terminal."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, None):
                with suppress(NotImplementedError):  # as on Windows
                    loop.add_signal_handler(number, self._stop, number)

    def on_mount(self) -> None:
        """All is loaded: from now on garbage is collected."""
        gc.enable()

    def get_css_variables(self) -> dict[str, str]:
        """The variables of the theme, and the inks that can be read in it."""
        variables = super().get_css_variables()
        made = inks(self.current_theme, variables)
        if self._is_colourless:
            made = dict.fromkeys(made, "ansi_default")
        return {**variables, **made}

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002  # Textual's signature
        """Parse the style sheet again if its variables are others: on opening they never are."""
        variables = self.get_css_variables()
        if variables != self._variables:
            self._variables = variables
            super().refresh_css(animate)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line passes through before it is drawn."""
        filters = super().get_line_filters()
        return [*filters, Plain()] if self._ascii else filters

    def watch_theme(self, theme: str) -> None:
        """Remember the theme that the viewer chose."""
        self.set_class(self.current_theme.ansi, "-ansi")
        self._quieten()
        if self._remember is not None and self.is_running:
            try:
                self._remember(theme)
            except StoreError as error:
                self.say(clean(str(error)), wrong=True)

    def _quieten(self) -> None:
        """Have scroll bars drawn as quietly as the colours allow."""
        is_loud = self._ascii or self.current_theme.ansi
        ScrollBar.renderer = ThinBar if is_loud else QuietBar

    def _handle_exception(self, error: Exception) -> None:
        """End with the terminal as it was. What Textual would print holds the viewer's words."""
        self.crash = self.crash or "".join(format_exception(error))
        super()._handle_exception(error)
        # A name of Textual's own: where it is gone, more is printed, and nothing else is lost.
        getattr(self, "_exit_renderables", []).clear()

    def _stop(self, number: int) -> None:
        """Leave because the system says so, with the terminal as it was.

        If the window is gone, Textual may wait for ever to write to it: then leave without.
        """
        timer = threading.Timer(GIVE_UP, self._leave_at_once, [128 + number])
        timer.daemon = True
        timer.start()
        self.exit(return_code=128 + number)

    def _leave_at_once(self, code: int) -> None:
        try:
            self.leave()
        finally:
            os._exit(code)


def key_of(node: DOMNode, name: str) -> str:
    """The viewer's key for a command, in short."""
    return short(_key(node, name))


def key_names(node: DOMNode, name: str) -> list[str]:
    """The names of all of the viewer's keys for a command, as events have them."""
    return _key(node, name).key.split(",")


def light_of(node: DOMNode) -> Light:
    """What of light the terminal can draw."""
    return _frame(node).light


def _key(node: DOMNode, name: str) -> Binding:
    return _frame(node).keys[name]


def _frame(node: DOMNode) -> Frame:
    app = node.app
    assert isinstance(app, Frame)  # noqa: S101  # tells the type check what is so
    return app


def _driver() -> type[Driver] | None:
    """The tracker's own driver, where there is one; else Textual's own."""
    if sys.platform == "win32":
        return None
    # It stands on parts of Textual that another version may not have.
    with suppress(ImportError):
        from tracker.tui.driver import Driver  # noqa: PLC0415  # POSIX only

        return Driver
    return None

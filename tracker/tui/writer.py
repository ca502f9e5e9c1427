"""The thread that saves, so that no key waits for a slow disk."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tracker.storage.files import StoreError

LONGEST = 30.0
"""Seconds between two tries, at most, while saving fails."""


class Writer(threading.Thread):
    """Saves when told to. What happens while it saves rides along with the next save."""

    def __init__(self, save: Callable[[], None], saved: Callable[[str], object]) -> None:
        """``saved`` is called in this thread after each try, with what went wrong or nothing."""
        super().__init__(name="writer", daemon=True)
        self._save = save
        self._saved = saved
        self._wake = threading.Event()
        self._rest = threading.Event()
        self._closing = False

    def kick(self) -> None:
        """Save soon: there is no delay, and a save under way is followed by another."""
        self._rest.clear()
        self._wake.set()

    def rested(self, seconds: float) -> bool:
        """Wait so long for all that there was to save to be tried; whether it was."""
        return self.is_alive() and self._rest.wait(seconds)

    def close(self) -> None:
        """Save no more, and wait for a save under way to end."""
        self._closing = True
        self._wake.set()
        if self.is_alive():
            self.join()

    def run(self) -> None:
        """Wait, save, and try again later what failed."""
        wait: float | None = None
        while True:
            self._wake.wait(wait)
            self._wake.clear()
            if self._closing:
                return
            try:
                self._save()
            except StoreError as error:
                wait = min(LONGEST, 2 * wait if wait else 1.0)
                self._saved(str(error))
            else:
                wait = None
                self._saved("")
            if not self._wake.is_set():
                self._rest.set()

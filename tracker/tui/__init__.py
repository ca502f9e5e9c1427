"""The interface in the terminal. The only place that imports Textual."""

from __future__ import annotations

import gc
import sys

from tracker.session import Session


def run(session: Session) -> int:
    """Open the interface, and return the exit code when the viewer leaves.

    However it is left, what is not saved yet is saved before this returns; raises `StoreError` if
    that fails.
    """
    # What is imported stays for good: collecting it while it loads costs 20 ms of the start.
    gc.disable()
    from tracker.tui.app import LayznerApp  # noqa: PLC0415  # after the line above

    gc.freeze()
    if sys.platform != "win32":
        _take_any_bytes()
    app = LayznerApp(session)
    try:
        app.run()
    finally:
        app.writer.close()
        app.keep_draft()
        session.leave()
    return app.return_code or 0


def _take_any_bytes() -> None:
    """Have keys that are not UTF-8 read as U+FFFD: Textual's input thread would end the program."""
    from codecs import getincrementaldecoder  # noqa: PLC0415  # with the next line
    from functools import partial  # noqa: PLC0415  # the same

    from textual.drivers import linux_driver  # noqa: PLC0415  # POSIX only

    setattr(  # noqa: B010  # not a name that the module exports
        linux_driver,
        "getincrementaldecoder",
        lambda name: partial(getincrementaldecoder(name), errors="replace"),
    )

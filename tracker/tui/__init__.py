"""The interface in the terminal. The only place that imports Textual."""

from __future__ import annotations

import gc

from tracker.session import Session


def run(session: Session) -> int:
    """
    Open the interface, and return the exit code when the viewer leaves.

    However it is left, what is not saved yet is saved before this returns; raises `StoreError` if
    that fails.
    """
    # What is imported stays for good: collecting it while it loads costs 20 ms of the start.
    gc.disable()
    from tracker.tui.app import LayznerApp  # noqa: PLC0415  # after the line above

    gc.freeze()
    app = LayznerApp(session)
    try:
        app.run()
    finally:
        app.writer.close()
        session.leave()
    return app.return_code or 0

"""The thread that saves: no key waits for a slow disk, and a quick one needs no second frame."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.tui.screen import lived, press, saved
from tracker.tui.app import LayznerApp
from tracker.tui.writer import Writer


def test_a_slow_disk_holds_no_key_up() -> None:
    """The writer is waited for as long as was said and no longer, and says whether it is done."""
    go = threading.Event()
    tried: list[str] = []

    def save() -> None:
        go.wait(60)

    writer = Writer(save, tried.append)
    writer.start()
    assert not writer.rested(0.0)
    writer.kick()
    assert not writer.rested(0.01)
    assert not tried
    go.set()
    assert writer.rested(60)
    assert tried == [""]
    writer.close()
    assert not writer.rested(60)


async def test_a_quick_disk_needs_no_second_frame(tmp_path: Path) -> None:
    """A mark that is on the disk before it is drawn is never drawn as unsaved."""
    app = LayznerApp(lived(tmp_path))
    drawn: list[frozenset[str]] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch(app, "view", lambda view: drawn.append(view.unsaved))
        await press(pilot, "space")
        await saved(pilot)
        assert drawn
        assert not drawn[-1]

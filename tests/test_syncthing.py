"""Two machines and a real Syncthing between them, on loopback addresses only."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import terminal
from tests.storage.faults import marks, whole
from tests.terminal import Terminal
from tests.tui.test_leaving import prepared

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("syncthing"), reason="syncthing is not installed"),
]

PATIENCE = 90.0
"""Seconds for two daemons to find each other."""
LIMIT = 30.0
"""Seconds after that in which both machines have to be one."""
KEY = "layzner-tests"

CONFIG = """\
<configuration version="36">
  <folder id="sync" path="{folder}" type="sendreceive" rescanIntervalS="3600"
    fsWatcherEnabled="true" fsWatcherDelayS="10">
    <device id="{ids[0]}"/><device id="{ids[1]}"/>
  </folder>
  <device id="{ids[0]}" name="a"><address>tcp://127.0.0.1:{ports[0]}</address></device>
  <device id="{ids[1]}" name="b"><address>tcp://127.0.0.1:{ports[1]}</address></device>
  <gui enabled="true"><address>127.0.0.1:{gui}</address><apikey>{key}</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:{port}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <urAccepted>-1</urAccepted>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <crashReportingEnabled>false</crashReportingEnabled>
    <startBrowser>false</startBrowser>
    <reconnectionIntervalS>5</reconnectionIntervalS>
  </options>
</configuration>
"""
"""How often it scans, and how long it waits for more, are what it gives a folder by itself."""


class Machine:
    """A home with a folder that a daemon of its own syncs."""

    def __init__(self, home: Path) -> None:
        self.home, self.config = home, home / "syncthing"
        self.folder = home / "Sync"
        self.folder.mkdir(parents=True)
        self.file = self.folder / "layzner/progress.json"
        self.port, self.gui = free_port(), free_port()
        self.environment = {**os.environ, "HOME": str(home), "STNOUPGRADE": "1"}
        command = ["syncthing", "generate", "--no-default-folder", f"--home={self.config}"]
        self._run(*command)
        self.id = self._run("syncthing", f"--home={self.config}", "--device-id").strip()

    def configure(self, machines: list[Machine]) -> None:
        """Let it know the machines."""
        (self.config / "config.xml").write_text(
            CONFIG.format(
                folder=self.folder,
                ids=[machine.id for machine in machines],
                ports=[machine.port for machine in machines],
                port=self.port,
                gui=self.gui,
                key=KEY,
            )
        )

    def layzner(self, *words: str) -> str:
        """Run a command of the viewer."""
        return self._run(sys.executable, "-m", "tracker", *words)

    @contextmanager
    def daemon(self) -> Iterator[None]:
        """Syncthing at work."""
        command = ["syncthing", "serve", "--no-browser", "--no-restart", f"--home={self.config}"]
        with (self.home / "syncthing.log").open("w") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
            try:
                yield
            finally:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def asked(self, what: str, *, post: bool = False) -> Any:  # noqa: ANN401  # whatever it says
        """What the daemon answers; None while it cannot."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.gui}/rest/{what}",
            headers={"X-API-Key": KEY},
            method="POST" if post else "GET",
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return json.loads(answer.read() or b"null")
        except OSError:
            return None

    def is_connected(self) -> bool:
        """Whether it reports that the other one is there."""
        said = self.asked("system/connections") or {"connections": {}}
        return any(each["connected"] for each in said["connections"].values())

    def left_over(self) -> list[str]:
        """What lies in the folder beside the file."""
        return sorted(name for name in os.listdir(self.file.parent) if name != "progress.json")

    def _run(self, *command: str) -> str:
        environment = {**self.environment, "PYTHONPATH": str(Path.cwd())}
        return subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True
        ).stdout


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def until(condition: Callable[[], bool], seconds: float, screens: list[Terminal]) -> float:
    """Let the programs go on until that is so; how long it took."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > seconds:
            raise AssertionError("\n\n".join(screen.text for screen in screens))
        for screen in screens:
            screen.pump(0.1)
    return time.monotonic() - begin


def test_two_machines_that_were_offline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both offline, both marking, both interfaces open: once connected, both know all.

    No copy is left, both files are alike, and nobody has touched a key.
    """
    machines = [Machine(tmp_path / name) for name in ("ann", "bob")]
    for machine in machines:
        machine.configure(machines)
        monkeypatch.setenv("HOME", str(machine.home))
        prepared(machine.home / ".local/share/layzner")
        machine.layzner("move", "~/Sync/layzner", "--yes")
    took = []
    with ExitStack() as stack:
        screens = [
            stack.enter_context(
                terminal.opened([sys.executable, "-m", "tracker"], HOME=str(machine.home))
            )
            for machine in machines
        ]
        expected = set[str]()

        def mark(keys: str, watched: set[str], screen: Terminal, shown: str) -> None:
            screen.press(keys)
            screen.wait_for(shown)
            expected.update(watched)

        def is_one() -> bool:
            held = [machine.file.read_bytes() for machine in machines if machine.file.exists()]
            return (
                len(held) == 2
                and held[0] == held[1]
                and marks(whole(held[0])) == expected
                and not any(machine.left_over() for machine in machines)
                and all(f"{len(expected)} of 40" in screen.text for screen in screens)
            )

        mark("   ", {"tv-01", "tv-02", "tv-03"}, screens[0], "3 of 40")
        mark("jjjjjjjjj  ", {"tv-10", "tv-11"}, screens[1], "2 of 40")
        for machine in machines:
            stack.enter_context(machine.daemon())
        both = lambda: all([machine.is_connected() for machine in machines])  # noqa: C419, E731
        until(both, PATIENCE, screens)
        took.append(until(is_one, LIMIT, screens))
        for machine in machines:
            machine.asked("system/pause", post=True)
        until(lambda: not any(machine.is_connected() for machine in machines), PATIENCE, screens)
        mark("gjjjjj ", {"tv-06"}, screens[0], "6 of 40")
        mark("G ", {"ova-3"}, screens[1], "6 of 40")
        for machine in machines:
            machine.asked("system/resume", post=True)
        until(both, PATIENCE, screens)
        took.append(until(is_one, LIMIT, screens))
        for screen in screens:
            screen.press("q")
        assert [screen.ended() for screen in screens] == [0, 0]
    with capsys.disabled():
        figures = " and ".join(f"{seconds:.1f} s" for seconds in took)
        sys.stderr.write(f"\ntwo machines are one {figures} after Syncthing connected them\n")

"""An installation of the demo shop and its server, which a test may kill and start again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from training.bench.server import OPEN_LIMITS, free_port, wait_until_ready

ALWAYS_OPEN = {"SHOPCLERK_SHOP__HOURS": "[]"}
"""People are there at any hour, so that a hand-over queues."""


class ShopServer:
    """``shopclerk serve`` in a process of its own; always on the same port."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve; returns when it is ready."""
        output = tempfile.TemporaryFile()  # noqa: SIM115 - closed below, or with the process
        arguments = ["serve", "--state", str(self.state), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            env={**os.environ, **OPEN_LIMITS, **ALWAYS_OPEN},
            stdout=output,
            stderr=output,
        )
        ready = wait_until_ready(self.url, self.process)
        output.seek(0)
        printed = output.read().decode()
        output.close()
        assert ready, f"The server did not start: {printed}"

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)

    def stop(self) -> None:
        """End it as an operator would; that is quick, whoever is still connected."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(15)

    def add_agent(self, email: str, name: str, role: str = "agent") -> str:
        """An account of the console; returns its password."""
        command = [sys.executable, "-m", "bot", "user", "add", email, "--name", name, "--role", role]
        done = subprocess.run(
            [*command, "--state", str(self.state)], check=True, capture_output=True, text=True, timeout=60
        )
        found = re.search(r"shown only now: (\S+)", done.stdout)
        assert found, done.stdout
        return found.group(1)

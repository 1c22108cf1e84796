"""A server of its own for a measurement: a copy of an installation, on a free loopback port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bot.errors import ShopclerkError

OPEN_LIMITS = {
    "SHOPCLERK_SERVER__REQUESTS_PER_MINUTE": "1000000",
    "SHOPCLERK_SERVER__MESSAGES_PER_MINUTE": "1000000",
    "SHOPCLERK_SERVER__MAX_WEBSOCKETS_PER_ADDRESS": "1000",
    "SHOPCLERK_LOGS__LEVEL": "warning",
}


@contextmanager
def copied_installation(state: Path) -> Iterator[Path]:
    """The installation without its conversations, in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="shopclerk-") as folder:
        target = Path(folder) / "state"
        ignore = shutil.ignore_patterns("shopclerk.db*", "journal.jsonl", "lock", "logs", "secret")
        shutil.copytree(state.resolve(), target, ignore=ignore)
        yield target


class Running(NamedTuple):
    """A server: its address, the id of its process, and the file with what it printed, warnings and worse."""

    url: str
    pid: int
    log: Path


@contextmanager
def running_server(state: Path, environment: dict[str, str] | None = None) -> Iterator[Running]:
    """Serve ``state`` in a process of its own.

    Raises: ShopclerkError when it does not come up within two minutes, with what it printed.
    """
    port = free_port()
    command = [sys.executable, "-m", "bot", "serve", "--state", str(state), "--port", str(port)]
    with tempfile.NamedTemporaryFile(prefix="shopclerk-", suffix=".log") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command, env={**os.environ, **OPEN_LIMITS, **(environment or {})}, stdout=output, stderr=output
        )
        try:
            url = f"http://127.0.0.1:{port}"
            if not wait_until_ready(url, process):
                output.seek(0)
                raise ShopclerkError(f"The server did not start: {output.read().decode()[-2000:]}")
            yield Running(url, process.pid, Path(output.name))
        finally:
            process.terminate()
            process.wait(30)


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, process: subprocess.Popen[bytes], seconds: float = 120) -> bool:
    """Whether /readyz answers before the time is up or the process ends."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):  # noqa: S310 - loopback
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    return False

"""A Milvus Lite server of our own, over the network, that a test may stop and start again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from training.bench.server import free_port


class MilvusServer:
    """On a free port of this machine; what it keeps lies in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self.uri = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["--data-dir", str(self._folder), "--port", str(self._port)]
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "milvus_lite", "server", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        while said and b"listening" not in said:
            said = self._process.stdout.readline()
        assert said, "milvus-lite does not start"

    def freeze(self) -> None:
        """Return when it has stopped: on busy cores it would answer once more."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

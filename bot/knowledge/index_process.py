"""``shopclerk index build`` as a process of its own, so that learning never holds up the server's threads."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec
import structlog

from bot.errors import IndexBusy, IndexUnavailable

log = structlog.get_logger()


class BuildProgress(msgspec.Struct, frozen=True):
    """A line that ``index build --lines`` prints: how much of a step is done."""

    step: str
    done: int
    total: int


class IndexProcess:
    """Brings the index of the installation in ``state`` up to date, once."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self, tell: Callable[[str, int, int], None]) -> None:
        """Block until it is done; ``tell`` gets the step, how much of it is done, and how much there is.

        Raises: IndexBusy; IndexUnavailable with what the process said.
        """
        command = [sys.executable, "-m", "bot", "index", "build", "--lines", "--state", str(self._state)]
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)  # noqa: S603 - our own
            self._process = process
            if self._stopped:
                process.terminate()
            with process:
                for line in process.stdout or ():
                    progress = msgspec.json.decode(line, type=BuildProgress)
                    tell(progress.step, progress.done, progress.total)
            if self._stopped:
                raise IndexUnavailable("It was stopped.")
            if process.returncode:
                raise _failure(errors)

    def stop(self) -> None:
        """End it; the index stays as it was."""
        self._stopped = True
        if self._process is not None:
            self._process.terminate()


def _failure(errors: IO[bytes]) -> IndexBusy | IndexUnavailable:
    errors.seek(0)
    said = errors.read().decode("utf-8", "replace").strip()
    found = re.search(r"^Error \((\w+)\) (.+)", said, re.MULTILINE | re.DOTALL)
    if found and found[1] == IndexBusy.code:
        return IndexBusy()
    log.error("index not built", said=said[-2000:])
    return IndexUnavailable(found[2] if found else "The index could not be built. The log says why.")

"""Which program this is: its version, and the commit of its source."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path

SOURCE = Path(__file__).parents[1]
_SECONDS = 10.0
"""That git may take."""


def program() -> str:
    """Name and version."""
    return f"shopclerk {version('shopclerk')}"


@cache
def commit_of(source: Path = SOURCE) -> str:
    """The commit that a folder of source is at, with "-dirty" where it was changed since; "" where it is no
    checkout of its own (a program that was installed with pip), or there is no git."""
    git = shutil.which("git")
    if git is None or not (source / ".git").exists():
        return ""
    command = [git, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        done = subprocess.run(  # noqa: S603 - git itself, found on the path
            command, cwd=source, capture_output=True, text=True, check=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return ""  # not ours to read, or damaged: a release is made all the same
    return done.stdout.strip()

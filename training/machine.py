"""What training asks of the machine, and what it took."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from pathlib import Path

_STATUS, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_TRIM, _TOP_PAD, _MMAP = -1, -2, -3
"""mallopt(3): M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD."""


def share_processors() -> None:
    """Let threads that wait for each other sleep instead of spinning: on two cores with other work a training
    step takes 1.4 s instead of 2.6. Counts only before torch is imported, and not where OMP_WAIT_POLICY says
    otherwise."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def keep_freed_memory() -> None:
    """Let glibc keep the memory of freed tensors: it gives every large one back to the kernel at once, and
    half of a training step on the CPU was spent on getting it again. Elsewhere this does nothing."""
    if not sys.platform.startswith("linux"):
        return
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(_MMAP, 32 << 20)
        library.mallopt(_TRIM, (1 << 31) - 1)
        library.mallopt(_TOP_PAD, 256 << 20)


def peak_memory_mb() -> float:
    """The most that this process has used, MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def forget_peak_memory() -> None:
    """Let ``recent_peak_memory_mb`` count from now on, where the kernel can (Linux)."""
    if _FORGET.exists():
        _FORGET.write_text("5")


def recent_peak_memory_mb() -> float:
    """The most that this process has used since ``forget_peak_memory``, or at all elsewhere; MiB."""
    if not _STATUS.exists():
        return peak_memory_mb()
    (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / (1 << 10)

"""The memory of a process that has a release loaded, measured in a process of its own.

python -m training.judge.footprint STATE
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.errors import ShopclerkError


def memory_mb(state: Path) -> float:
    """Resident MB of a process that has loaded the live release of ``state`` and answered a question.

    Raises: ShopclerkError when it cannot be loaded.
    """
    command = [sys.executable, "-m", __name__, str(state)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this module
    if done.returncode:
        raise ShopclerkError("The memory cannot be measured.", detail=done.stderr.strip()[-500:])
    return float(done.stdout.split()[-1])


def _main(state: Path) -> None:
    import psutil

    from bot.models import load_models
    from bot.settings import load_settings
    from retrieval.documents.answer import Answerer

    models = load_models(load_settings(state))
    Answerer(models.documents, models.rerankers).answer("how long can I return something?")
    print(round(psutil.Process().memory_info().rss / 2**20, 1))  # noqa: T201 - read by memory_mb


if __name__ == "__main__":
    _main(Path(sys.argv[1]))

"""Where the curves of a training go."""

from __future__ import annotations

import importlib.util
import os
from typing import Literal

from bot.errors import SettingsError

Tracker = Literal["tensorboard", "mlflow", "wandb", "none"]
_EXTRAS = {"tensorboard": "train", "mlflow": "mlflow", "wandb": "wandb"}


def report_to(tracker: Tracker) -> str:
    """What the Trainer's ``report_to`` takes. TensorBoard's files lie in ``runs`` beside the checkpoints;
    MLflow and Weights & Biases read from their own variables where to send to.

    Raises: SettingsError where the tracker is not installed.
    """
    if tracker in _EXTRAS:
        check_installed(tracker)
    return tracker


def check_installed(tracker: str) -> None:
    """Also sees to it that MLflow tells its makers nothing of what is done with it, unless the environment
    wants that.

    Raises: SettingsError, which names the extra to install.
    """
    if importlib.util.find_spec(tracker) is None:
        extra = _EXTRAS[tracker]
        raise SettingsError(f"{tracker} is not installed.", hint=f"pip install 'shopclerk[{extra}]'")
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")

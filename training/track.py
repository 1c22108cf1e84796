"""Where the curves of a training go."""

from __future__ import annotations

import importlib.util
from typing import Literal

from bot.errors import SettingsError

Tracker = Literal["tensorboard", "mlflow", "wandb", "none"]
_EXTRAS = {"tensorboard": "train", "mlflow": "mlflow", "wandb": "wandb"}


def report_to(tracker: Tracker) -> str:
    """What the Trainer's ``report_to`` takes. TensorBoard's files lie in ``runs`` beside the checkpoints;
    MLflow and Weights & Biases read from their own variables where to send to.

    Raises: SettingsError where the tracker is not installed.
    """
    if tracker in _EXTRAS and importlib.util.find_spec(tracker) is None:
        extra = _EXTRAS[tracker]
        raise SettingsError(
            f"The tracker {tracker} is not installed.", hint=f"pip install 'shopclerk[{extra}]'"
        )
    return tracker

"""The configuration of the understanding model: what the keys mean stands in configs/understanding.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from retrieval.encode import DEFAULT_MODEL
from training.config import Config, read_config
from training.track import Tracker


class UnderstandingConfig(Config):
    """See training/configs/understanding.toml."""

    seed: int
    encoder: str
    bf16: bool | Literal["auto"]
    tracker: Tracker
    length: int = Field(ge=8, le=256)
    dropout: float = Field(ge=0, lt=1)
    held_out: float = Field(gt=0, lt=0.5)
    few: int = Field(ge=0)
    folds: int = Field(ge=2)
    epochs: int = Field(ge=1)
    minutes: float = Field(ge=0)
    batch: int = Field(ge=2)
    learning_rate: float = Field(gt=0)
    warmup: float = Field(ge=0, lt=1)
    smoothing: float = Field(ge=0, lt=1)
    contrast: float = Field(ge=0)
    heat: float = Field(gt=0)
    patience: int = Field(ge=1)
    few_steps: int = Field(ge=1)
    few_alike: int = Field(ge=2)
    few_intents: int = Field(ge=2)
    few_learning_rate: float = Field(gt=0)
    few_heat: float = Field(gt=0)


def understanding_config(
    own: Path | None = None, *, quick: bool = False, encoder: str = DEFAULT_MODEL
) -> UnderstandingConfig:
    """``encoder``: what is tuned where the configuration names none.

    Raises: SettingsError.
    """
    config = read_config(UnderstandingConfig, "understanding", own, quick=quick)
    return config if config.encoder else config.model_copy(update={"encoder": encoder})

"""The configuration of the policy: what the keys mean stands in configs/policy.toml."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from training.config import Config, read_config


class PolicyConfig(Config):
    """See training/configs/policy.toml."""

    seed: int
    folds: int = Field(ge=2)
    ahead: int = Field(ge=0)
    strengths: list[float] = Field(min_length=1)
    seldom: int = Field(ge=1)
    reply_words: float = Field(ge=0, le=1)
    precision: float = Field(gt=0, le=1)
    act_precision: float = Field(gt=0, le=1)
    support: int = Field(ge=1)


def policy_config(own: Path | None = None, *, quick: bool = False) -> PolicyConfig:
    """Raises: SettingsError."""
    return read_config(PolicyConfig, "policy", own, quick=quick)

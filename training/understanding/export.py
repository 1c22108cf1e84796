"""Writes a network in its serving form: one folder (bot/understand/tuned.py says what lies in it)."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from bot.understand.tuned import TAGS
from retrieval.encode import BUNDLE_SHA256, bundled_model
from retrieval.export import PooledModel, export_model, quiet
from training.understanding.model import TaggingModel, UnderstandingNetwork


def export_network(network: UnderstandingNetwork, folder: Path) -> None:
    """Write model, tokenizer and tags into ``folder``, in the place of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    tags = network.aims.tags
    with quiet():
        if tags:
            model, outputs = TaggingModel(network), ("features", "tags")
            export_model(model, outputs, bundled_model(), folder, BUNDLE_SHA256)
        else:
            pooled = PooledModel(network.transformer)
            export_model(pooled, ("vectors", "features"), bundled_model(), folder, BUNDLE_SHA256)
    if tags:
        (folder / TAGS).write_bytes(msgspec.json.encode(tags))

"""Writes a network in its serving form: one folder (bot/understand/tuned.py says what lies in it)."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from bot.understand.tuned import ENCODER, TAGS
from retrieval.checksums import sha256
from retrieval.encode import DEFAULT_MODEL, is_default
from retrieval.export import PooledModel, export_model, quiet
from training.understanding.model import TaggingModel, UnderstandingNetwork


def export_network(network: UnderstandingNetwork, folder: Path, encoder: str = DEFAULT_MODEL) -> None:
    """Write model, tokenizer, tags and the name of the encoder that it began as into ``folder``, in the place
    of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    tags, came_from = network.aims.tags, _checksum(network.source)
    with quiet():
        if tags:
            model, outputs = TaggingModel(network), ("features", "tags")
            export_model(model, outputs, network.source, folder, came_from)
        else:
            pooled = PooledModel(network.transformer)
            export_model(pooled, ("vectors", "features"), network.source, folder, came_from)
    if not is_default(encoder):
        (folder / ENCODER).write_bytes(msgspec.json.encode(encoder))
    if tags:
        (folder / TAGS).write_bytes(msgspec.json.encode(tags))


def _checksum(source: Path) -> str:
    """Of the weights that the network began with, "" where they lie in no single file."""
    weights = source / "model.safetensors"
    return sha256(weights) if weights.is_file() else ""

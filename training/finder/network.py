"""The network: the bundled encoder with low-rank updates, which also sees how words are written, and a tag a
token."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch.nn import functional
from transformers import AutoModel

from bot.understand.words import SHAPES
from retrieval.encode import HEAD_WEIGHTS, bundled_model
from retrieval.errors import ModelFileError
from retrieval.export import merged
from training.adapters import save_adapter, with_updates

UNKNOWN = -100
"""A label that is not trained on."""


class FinderNetwork(torch.nn.Module):
    """Token ids, types and word shapes to the logits of tags."""

    def __init__(self, transformer: Any, tags: int) -> None:
        super().__init__()
        width = transformer.config.hidden_size
        self.transformer = transformer
        self.shapes = torch.nn.Embedding(SHAPES, width, padding_idx=0)
        torch.nn.init.zeros_(self.shapes.weight)
        self.head = torch.nn.Linear(width, tags)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor,
        word_shapes: torch.Tensor,
    ) -> torch.Tensor:
        """Shapes (b, t) four times -> logits (b, t, k)."""
        words = self.transformer.get_input_embeddings()(input_ids)  # (b, t, d)
        states = self.transformer(
            inputs_embeds=words + self.shapes(word_shapes),
            attention_mask=attention_mask,
            token_type_ids=token_type_ids,
        ).last_hidden_state  # (b, t, d)
        logits: torch.Tensor = self.head(states)
        return logits


class TaughtNetwork(torch.nn.Module):
    """The same with its loss, as the Trainer wants it."""

    def __init__(self, network: FinderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor,
        word_shapes: torch.Tensor,
        labels: torch.Tensor,
    ) -> dict[str, torch.Tensor]:
        """All (b, t); ``labels`` are -100 where no word begins."""
        logits = self.network(input_ids, attention_mask, token_type_ids, word_shapes).float()  # (b, t, k)
        loss = functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=UNKNOWN)
        return {"loss": loss, "logits": logits}


def new_network(tags: int, rank: int, start: Path | None = None) -> FinderNetwork:
    """The bundled encoder with updates to train and a head: fresh ones, or those of the finder in ``start``.

    Raises: ModelFileError.
    """
    network = FinderNetwork(with_updates(_bundled(), start, rank), tags)
    if start:
        _load_head(network, start)
    return network


def saved_network(folder: Path, tags: int) -> FinderNetwork:
    """The network that was written to a folder, its updates merged into the encoder.

    Raises: ModelFileError.
    """
    network = FinderNetwork(merged(_bundled(), folder), tags)
    _load_head(network, folder)
    return network.eval()


def save_network(network: FinderNetwork, folder: Path) -> None:
    """Updates and head in half precision."""
    save_adapter(network.transformer, folder)
    head = {
        "shapes.weight": network.shapes.weight,
        "head.weight": network.head.weight,
        "head.bias": network.head.bias,
    }
    halves = {name: weight.detach().half().contiguous() for name, weight in head.items()}
    save_file(halves, folder / HEAD_WEIGHTS)


def _load_head(network: FinderNetwork, folder: Path) -> None:
    """Raises: ModelFileError."""
    file = folder / HEAD_WEIGHTS
    try:
        weights = {name: weight.float() for name, weight in load_file(file).items()}
        fitting = network.load_state_dict(weights, strict=False)
    except (OSError, RuntimeError, SafetensorError) as error:
        raise ModelFileError(f"This head cannot be read ({error}).", file=file) from error
    if fitting.unexpected_keys or any(not key.startswith("transformer.") for key in fitting.missing_keys):
        raise ModelFileError("This is the head of another model.", file=file)


def _bundled() -> Any:
    return AutoModel.from_pretrained(str(bundled_model()), local_files_only=True, attn_implementation="eager")

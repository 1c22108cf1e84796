"""Trains the two towers with the Trainer: from the meanings of texts to what shoppers turn to next."""

from __future__ import annotations

import tempfile
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from datasets import Dataset
from pydantic import Field
from torch.nn import functional
from transformers import PrinterCallback, Trainer, TrainingArguments, set_seed

from retrieval.recommend.interactions import Interactions
from retrieval.recommend.sources.two_tower import TwoTower
from training.config import Config

HISTORY = 30
"""Things before the one that is learned; what came earlier hardly counts any more."""
MOST = 300_000
"""Rows that are learned from: the last ones."""
NEVER = -1e4
"""Of what the shopper has met, which is not offered."""


class TowersConfig(Config):
    """See training/configs/ranking.toml. ``steps`` as in ``TwoTower``; no towers where ``epochs`` is 0."""

    width: int = Field(ge=1)
    steps: float = Field(gt=0)
    epochs: int = Field(ge=0)
    batch: int = Field(ge=1)
    learning_rate: float = Field(gt=0)
    weight_decay: float = Field(ge=0)
    sharpness: float = Field(gt=0)
    all_items: int = Field(ge=1)
    negatives: int = Field(ge=1)


class TowersNetwork(torch.nn.Module):
    """Two linear maps of ``vectors`` (n, d), which begin as their main directions: as cosines of texts. The
    loss is cross-entropy over all items, or over so many ``negatives`` drawn for the step."""

    vectors: torch.Tensor

    def __init__(self, vectors: torch.Tensor, config: TowersConfig) -> None:
        super().__init__()
        width = min(config.width, *vectors.shape)
        self.negatives = config.negatives if len(vectors) > config.all_items else 0
        self.sharpness = config.sharpness
        self.register_buffer("vectors", vectors)
        directions = torch.linalg.svd(vectors.T @ vectors)[0][:, :width]  # (d, k)
        self.shopper = torch.nn.Parameter(directions.clone())
        self.item = torch.nn.Parameter(directions.clone())

    def forward(
        self, items: torch.Tensor, weights: torch.Tensor, targets: torch.Tensor
    ) -> dict[str, torch.Tensor]:
        """Shapes (b, t), (b, t) with 0 where there is no item, (b,)."""
        met = self.vectors[items] @ self.shopper  # (b, t, k)
        states = functional.normalize((weights[..., None] * met).sum(1), dim=1)
        offered = self._offered(targets)  # (c,)
        logits = self.sharpness * states @ functional.normalize(self.vectors[offered] @ self.item, dim=1).T
        is_met = ((items[..., None] == offered) & (weights[..., None] > 0)).any(1)  # (b, c)
        right = offered == targets[:, None]
        logits = logits.masked_fill(is_met & ~right, NEVER)
        return {"loss": functional.cross_entropy(logits, right.float().argmax(1))}

    def _offered(self, targets: torch.Tensor) -> torch.Tensor:
        if not self.negatives:
            return torch.arange(len(self.vectors), device=targets.device)
        drawn = torch.randint(len(self.vectors), (self.negatives,), device=targets.device)
        offered: torch.Tensor = torch.unique(torch.cat([targets, drawn]))
        return offered

    def towers(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Items as they were done, and as they may come next, (n, k) each."""
        with torch.no_grad():
            shoppers = self.vectors @ self.shopper
            items = functional.normalize(self.vectors @ self.item, dim=1)
        return shoppers.cpu().numpy(), items.cpu().numpy()


def train_towers(
    interactions: Interactions, vectors: npt.NDArray[np.float32], config: TowersConfig, seed: int
) -> TwoTower | None:
    """The source for items whose texts mean ``vectors`` (n, d), or None where nobody did two things."""
    rows = _rows(interactions, config.steps)
    if not len(rows):
        return None
    set_seed(seed)
    network = TowersNetwork(torch.from_numpy(np.ascontiguousarray(vectors, np.float32)), config)
    with tempfile.TemporaryDirectory(prefix="shopclerk-") as work:
        args = TrainingArguments(
            output_dir=work, num_train_epochs=config.epochs, per_device_train_batch_size=config.batch,
            learning_rate=config.learning_rate, weight_decay=config.weight_decay, lr_scheduler_type="linear",
            save_strategy="no", logging_strategy="no", report_to="none", remove_unused_columns=False,
            use_cpu=not torch.cuda.is_available(), seed=seed, dataloader_pin_memory=False, disable_tqdm=True,
        )  # fmt: skip
        trainer = Trainer(model=network, args=args, train_dataset=rows, data_collator=_collate)
        trainer.remove_callback(PrinterCallback)
        trainer.train()
    shoppers, items = network.cpu().towers()
    return TwoTower(shoppers=shoppers, items=items, steps=config.steps)


def _rows(interactions: Interactions, steps: float) -> Dataset:
    """Each thing that a shopper turned to for the first time, with what they had done before it."""
    first = interactions.first_touch()
    starts = np.searchsorted(interactions.rows, interactions.rows)  # (n,), where the shopper begins
    places = np.flatnonzero(first & (np.arange(len(first)) > starts))[-MOST:]
    items, weights = [], []
    for place in places.tolist():
        own = slice(max(int(starts[place]), place - HISTORY), place)
        items.append(interactions.cols[own].tolist())
        fading = 0.5 ** (np.arange(own.stop - own.start)[::-1] / steps)  # as Histories.fading
        weights.append((interactions.weights[own] * fading).tolist())
    targets = interactions.cols[places].tolist()
    return Dataset.from_dict({"items": items, "weights": weights, "targets": targets})


def _collate(rows: list[dict[str, Any]]) -> dict[str, torch.Tensor]:
    longest = max(len(row["items"]) for row in rows)

    def padded(key: str) -> list[list[float]]:
        return [[0] * (longest - len(row[key])) + row[key] for row in rows]

    return {
        "items": torch.tensor(padded("items")),
        "weights": torch.tensor(padded("weights"), dtype=torch.float32),
        "targets": torch.tensor([row["targets"] for row in rows]),
    }

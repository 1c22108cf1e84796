"""The network of the sequence model, and its export."""

from __future__ import annotations

from pathlib import Path

import torch
from torch.nn import functional

from retrieval.export import quiet
from retrieval.recommend.sources.sequence import PAD

UNKNOWN = -100
"""A target that is none."""


class Block(torch.nn.Module):
    """Self-attention and a feed-forward layer, each behind a norm (pre-LN)."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.norm, self.norm_forward = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        self.projection, self.joined = torch.nn.Linear(width, 3 * width), torch.nn.Linear(width, width)
        self.forward_layer = torch.nn.Sequential(
            torch.nn.Linear(width, width), torch.nn.GELU(), torch.nn.Linear(width, width),
            torch.nn.Dropout(dropout),
        )  # fmt: skip

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Shapes (b, t, d), (b, 1, t, t) -> (b, t, d)."""
        b, t, d = states.shape
        parts = self.projection(self.norm(states)).view(b, t, 3, self.heads, d // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)  # 3 of (b, h, t, d / h)
        attended = functional.scaled_dot_product_attention(query, key, value, mask)
        merged = attended.transpose(1, 2).reshape(b, t, d)
        states = states + functional.dropout(self.joined(merged), self.dropout, self.training)
        found: torch.Tensor = states + self.forward_layer(self.norm_forward(states))
        return found


class SequenceNetwork(torch.nn.Module):
    """SASRec (Kang and McAuley 2018) with the loss that makes it strong: cross-entropy over all items, or
    over ``negatives`` drawn for the step where there are more than ``all_items`` (Klenitskiy and Vasilev
    2023; one negative an item, as in the paper, makes it overconfident: Petrov and Macdonald 2023)."""

    def __init__(
        self, items: int, length: int, *, width: int, layers: int, heads: int, dropout: float,
        all_items: int, negatives: int,
    ) -> None:  # fmt: skip
        super().__init__()
        self.length, self.negatives = length, 0 if items <= all_items else negatives
        self.items = torch.nn.Embedding(items + 1, width, padding_idx=PAD)
        self.places = torch.nn.Embedding(length, width)
        self.dropout = torch.nn.Dropout(dropout)
        self.blocks = torch.nn.ModuleList(Block(width, heads, dropout) for _ in range(layers))
        self.norm = torch.nn.LayerNorm(width)
        for embedding in (self.items, self.places):
            torch.nn.init.normal_(embedding.weight, std=0.02)
        with torch.no_grad():
            self.items.weight[PAD] = 0

    def states(self, items: torch.Tensor) -> torch.Tensor:
        """Items (b, t), 0 before shorter ones -> the state after each, (b, t, d). Places are told from the
        end, so that no more than the longest history must be padded."""
        places = torch.arange(self.length - items.shape[1], self.length, device=items.device)
        earlier = places[:, None] >= places[None, :]  # (t, t)
        itself = places[:, None] == places[None, :]
        mask = (earlier & (items != PAD)[:, None, None, :]) | itself  # (b, 1, t, t)
        found = self.dropout(self.items(items) + self.places(places))
        for block in self.blocks:
            found = block(found, mask)
        states: torch.Tensor = self.norm(found)
        return states

    def forward(
        self, items: torch.Tensor, targets: torch.Tensor | None = None, rows: torch.Tensor | None = None
    ) -> dict[str, torch.Tensor]:
        """Items and ``targets`` (b, t), places of items or UNKNOWN: their loss. Without targets, the
        state after the last item as ``states`` (b, d); ``rows`` are handed through by the Trainer."""
        del rows
        states = self.states(items)
        if targets is None:
            return {"loss": states.new_zeros(()), "states": states[:, -1]}
        asked = targets != UNKNOWN
        return {"loss": self._loss(states[asked], targets[asked])}

    def _loss(self, states: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Shapes (n, d), (n,)."""
        vectors = self.items.weight[1:]  # (items, d)
        if not self.negatives:
            return functional.cross_entropy(states @ vectors.T, targets)
        drawn = torch.randint(len(vectors), (self.negatives,), device=states.device)
        against = states @ vectors[drawn].T  # (n, negatives)
        against = against.masked_fill(drawn[None, :] == targets[:, None], float("-inf"))
        right = (states * vectors[targets]).sum(1, keepdim=True)  # (n, 1)
        return functional.cross_entropy(torch.cat([right, against], dim=1), torch.zeros_like(targets))


class _Last(torch.nn.Module):
    """The state after the last item, for export."""

    def __init__(self, network: SequenceNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, items: torch.Tensor) -> torch.Tensor:
        """Shapes (b, length) -> (b, d)."""
        return self.network.states(items)[:, -1]


def export_network(network: SequenceNetwork, target: Path) -> None:
    """Write it as ONNX in float32: it has so few weights that int8 saves nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with quiet():
        program = torch.onnx.export(
            _Last(network).eval().cpu(),
            (torch.ones(2, network.length, dtype=torch.long),),
            dynamo=True,
            verbose=False,
            input_names=["items"],
            output_names=["states"],
            dynamic_shapes={"items": {0: torch.export.Dim("batch")}},
        )
    assert program is not None
    program.save(target, external_data=False)

"""The network: an encoder that also sees how words are written, heads for intents, moods and tags."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional
from transformers import AutoConfig, AutoModel

from bot.understand.words import SHAPES
from retrieval.encode import DEFAULT_MODEL, encoder_folder
from retrieval.errors import ModelFileError
from retrieval.export import merged, pool
from training import processes

SCALE = 5.0
"""Of the sentence vector, which has unit length, before the head of the intents."""
_DROPOUTS = ("hidden_dropout_prob", "attention_probs_dropout_prob", "dropout", "attention_dropout")
"""Under one of these names a model's configuration has it."""
ROUND = 8
"""Lengths are padded to a multiple of so many tokens: the CPU compiles its kernels anew for every shape."""


@dataclass(frozen=True)
class Aims:
    """What is learned: intents, tags and moods by name, each may be none. ``smoothing`` of the intents;
    ``classify`` and ``contrast`` weigh the losses of heads and of vectors, ``heat`` is the temperature of the
    latter. A batch of texts of all lengths is read in ``groups`` of like length, so that less is padded."""

    intents: tuple[str, ...]
    tags: tuple[str, ...]
    moods: tuple[str, ...] = ()
    smoothing: float = 0.0
    contrast: float = 0.0
    classify: float = 1.0
    groups: int = 4
    heat: float = 0.05


class UnderstandingNetwork(torch.nn.Module):
    """Joint loss of intents, tags, moods and contrast."""

    def __init__(self, transformer: Any, aims: Aims, source: Path, dropout: float) -> None:
        """``source``: folder of the model that ``transformer`` was, with its tokenizer."""
        super().__init__()
        width = transformer.config.hidden_size
        self.transformer, self.aims, self.source = transformer, aims, source
        self.shapes = torch.nn.Embedding(SHAPES, width, padding_idx=0)
        torch.nn.init.zeros_(self.shapes.weight)
        self.intent_head = torch.nn.Linear(width, max(len(aims.intents), 1))
        self.tag_head = torch.nn.Linear(width, max(len(aims.tags), 1))
        self.mood_head = torch.nn.Linear(width, max(len(aims.moods), 1))
        self.dropout = torch.nn.Dropout(dropout)

    def states(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, word_shapes: torch.Tensor) -> Any:
        """Shapes (b, t) thrice -> one of (b, t, d) for the input and after each layer."""
        words = self.transformer.get_input_embeddings()(input_ids)  # (b, t, d)
        return self.transformer(
            inputs_embeds=words + self.shapes(word_shapes),
            attention_mask=attention_mask,
            output_hidden_states=True,
        ).hidden_states

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        word_shapes: torch.Tensor,
        intent_labels: torch.Tensor,
        tag_labels: torch.Tensor,
        mood_labels: torch.Tensor,
    ) -> dict[str, torch.Tensor]:
        """``intent_labels`` and ``mood_labels`` (b,), ``tag_labels`` (b, t), -100 where unknown; the others
        (b, t). Few have a mood: its loss counts for the share that has."""
        vectors, last = self._read(input_ids, attention_mask, word_shapes)  # (b, d), (b, t, d)
        kept = self.dropout(vectors) * SCALE  # (b, d)
        intents = self.intent_head(kept)  # (b, c)
        tags = self.tag_head(self.dropout(last))  # (b, t, k)
        aims, loss = self.aims, vectors.new_zeros(())
        if aims.intents:
            loss = loss + aims.classify * _cross_entropy(intents, intent_labels, aims.smoothing)
            if aims.contrast and self.training:
                batch = processes.whole_batch(vectors), processes.whole_batch(intent_labels)
                loss = loss + aims.contrast * contrastive_loss(*batch, aims.heat)
        if aims.tags:
            loss = loss + _cross_entropy(tags.flatten(0, 1), tag_labels.flatten(), 0.0)
        if aims.moods:
            share = (processes.whole_batch(mood_labels) >= 0).float().mean()
            loss = loss + share * _cross_entropy(self.mood_head(kept), mood_labels, 0.0)
        return {"loss": loss, "intents": intents.argmax(-1), "tags": tags.argmax(-1)}

    def _read(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Sentence vectors (b, d) and last states (b, t, d), of rows grouped by length and put back."""
        lengths = inputs[1].sum(1)  # (b,)
        order = lengths.argsort()
        vectors, states = [], []
        for rows in order.tensor_split(min(self.aims.groups, len(order))):
            longest = min(-(-int(lengths[rows].max()) // ROUND) * ROUND, inputs[0].shape[1])
            part = self.states(*(each[rows, :longest] for each in inputs))
            vectors.append(pool([layer.float() for layer in part], inputs[1][rows, :longest])[0])
            states.append(functional.pad(part[-1].float(), (0, 0, 0, inputs[0].shape[1] - longest)))
        back = order.argsort()
        return torch.cat(vectors)[back], torch.cat(states)[back]


class TaggingModel(torch.nn.Module):
    """What serves where entities were learned: token ids and word shapes to features and tags."""

    def __init__(self, network: UnderstandingNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, word_shapes: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Shapes (b, t) thrice -> features (b, 3 d), logits (b, t, k)."""
        layers = self.network.states(input_ids, attention_mask, word_shapes)
        return pool(layers, attention_mask)[1], self.network.tag_head(layers[-1])


def contrastive_loss(vectors: torch.Tensor, labels: torch.Tensor, heat: float) -> torch.Tensor:
    """Supervised contrastive loss (Khosla et al. 2020): texts of an intent towards each other, away from all
    others of the batch. ``vectors`` (b, d) of unit length, ``labels`` (b,), negative where unknown."""
    near = vectors @ vectors.T / heat  # (b, b)
    same = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    log_shares = functional.log_softmax(near.masked_fill(same, -1e9), dim=1)
    alike = (labels[:, None] == labels[None, :]) & ~same & (labels >= 0)[:, None]
    count = alike.sum(1)
    per_text = -(log_shares * alike).sum(1)[count > 0] / count[count > 0]
    return per_text.mean() if len(per_text) else vectors.sum() * 0


def _cross_entropy(logits: torch.Tensor, labels: torch.Tensor, smoothing: float) -> torch.Tensor:
    """The mean over the labels of the whole batch that are known, 0 where none is."""
    total = functional.cross_entropy(
        logits, labels, ignore_index=-100, label_smoothing=smoothing, reduction="sum"
    )
    return processes.mean_of_batch(total, (labels != -100).sum())


def new_network(
    aims: Aims, dropout: float, start: Path | None = None, encoder: str = DEFAULT_MODEL
) -> UnderstandingNetwork:
    """An encoder, with the adapter ``start`` merged into it, and fresh heads.

    Raises: ModelFileError.
    """
    source = encoder_folder(encoder)
    try:
        config = AutoConfig.from_pretrained(str(source), local_files_only=True)
        for name in _DROPOUTS:
            if hasattr(config, name):
                setattr(config, name, dropout)
        transformer = AutoModel.from_pretrained(
            str(source),
            config=config,
            local_files_only=True,
            attn_implementation="eager",  # in bf16 on the CPU the fused one's gradient takes a third more
        )
    except (OSError, ValueError) as error:
        raise ModelFileError(f"This encoder cannot be read ({error}).", file=source) from error
    return UnderstandingNetwork(merged(transformer, start).train(), aims, source, dropout)

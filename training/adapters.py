"""Low-rank updates of a model: how they are made, and how they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, TaskType, get_peft_model

from retrieval.encode import DEFAULT_MODEL
from retrieval.export import quiet


def lora(rank: int) -> LoraConfig:
    """Updates of every matrix of attention and feed-forward. No dropout: it takes half as long again, and two
    or three epochs do not overfit."""
    return LoraConfig(
        task_type=TaskType.FEATURE_EXTRACTION,
        r=rank,
        lora_alpha=2 * rank,
        lora_dropout=0.0,
        target_modules=["query", "key", "value", "dense"],
    )


def causal_lora(rank: int) -> LoraConfig:
    """Updates of every matrix of a language model but those that read and write its vocabulary."""
    return LoraConfig(
        task_type=TaskType.CAUSAL_LM,
        r=rank,
        lora_alpha=2 * rank,
        lora_dropout=0.0,
        target_modules="all-linear",
    )


def with_updates(model: Any, start: Path | None, rank: int) -> Any:
    """The model with updates that are trained, put into it in place: those of ``start``, else new ones."""
    with quiet():
        if start:
            return PeftModel.from_pretrained(model, str(start), is_trainable=True)
        return get_peft_model(model, lora(rank))


def trained_weights(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Copies of the weights that training changes, by name."""
    named = model.named_parameters()
    return {name: weight.detach().clone() for name, weight in named if weight.requires_grad}


def mean_with(model: torch.nn.Module, before: dict[str, torch.Tensor], kept: float) -> None:
    """Mix the weights with those of before, of which the share ``kept`` remains (Wortsman et al. 2022: such a
    mean is right more often than either)."""
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.requires_grad:
                weight.lerp_(before[name].to(weight.device), kept)


def half_precision(wanted: bool | None) -> bool:
    """Whether to train in bf16: as wanted, else where the processor has it."""
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported()) if wanted is None else wanted


def save_adapter(model: Any, output: Path, *, base: str = f"sentence-transformers/{DEFAULT_MODEL}") -> None:
    """Write the updates of a peft model in half precision; they name their ``base`` model, not the folder
    where that lay."""
    model.peft_config["default"].base_model_name_or_path = base
    halves = {name: weight.half() for name, weight in trained_weights(model).items()}
    model.save_pretrained(
        str(output), state_dict=halves, selected_adapters=["default"], save_embedding_layers=False
    )
    (output / "README.md").unlink(missing_ok=True)

"""Exports a transformer of the BERT kind to one int8 ONNX file: as an encoder, for late interaction, or as a
re-ranker."""

from __future__ import annotations

import inspect
import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from peft import PeftModel
from safetensors import SafetensorError
from safetensors.torch import load_file
from transformers import AutoModel
from transformers.utils.logging import disable_progress_bar

from retrieval.checksums import sha256
from retrieval.encode import EXPORT, EXPORT_VERSION, HEAD_WEIGHTS, MODEL, Exported, current_export
from retrieval.errors import ModelFileError


class PooledModel(torch.nn.Module):
    """A transformer with mean pooling: token ids to unit vectors, and to features for linear heads.

    The features are the pooled states after a third, two thirds and all of the layers, side by side: lower
    layers keep the wording that the last one gives up. On the demo shop's 40 intents a linear head on them is
    right in 77 % of the cases (5 folds) against 73 % on the vectors alone.
    """

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Shapes (b, t), (b, t) -> (b, d), (b, 3 d)."""
        output = self.transformer(
            input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True
        )
        return pool(output.hidden_states, attention_mask)


def pool(layers: Sequence[torch.Tensor], attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Vectors (b, d) and features (b, 3 d) of the states (b, t, d) after each layer; rows of unit length."""
    weight = attention_mask.unsqueeze(-1).to(layers[0].dtype)  # (b, t, 1)
    depth = len(layers) - 1
    pooled = [
        torch.nn.functional.normalize((layers[at] * weight).sum(1) / weight.sum(1).clamp(min=1e-9), dim=-1)
        for at in (round(depth / 3), round(2 * depth / 3), depth)
    ]  # 3 of (b, d)
    return pooled[-1], torch.cat(pooled, dim=-1) / 3**0.5


class ScoringModel(torch.nn.Module):
    """A transformer that reads question and text together, mean pooling and a linear head: token ids to
    scores, 0 where the text is as likely to answer as nothing at all."""

    def __init__(self, transformer: torch.nn.Module, head: torch.nn.Linear) -> None:
        super().__init__()
        self.transformer, self.head = transformer, head

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Three of shape (b, t) -> (b,)."""
        states = self.transformer(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state  # (b, t, d)
        weight = attention_mask.unsqueeze(-1).to(states.dtype)  # (b, t, 1)
        pooled = (states * weight).sum(1) / weight.sum(1)  # (b, d)
        scores: torch.Tensor = self.head(pooled).squeeze(-1)
        return scores


class TokenModel(torch.nn.Module):
    """A transformer's states after its last layer: token ids to a vector of unit length a token."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Shapes (b, t), (b, t) -> (b, t, d)."""
        states = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return torch.nn.functional.normalize(states, dim=-1)


def export_encoder(source: Path, folder: Path, *, source_sha256: str, adapter: Path | None = None) -> None:
    """Export the model in ``source``, with ``adapter`` merged into it, into ``folder``, which appears
    complete or not at all."""
    with quiet():
        model = PooledModel(merged(_transformer(source), adapter))
        export_model(model, ("vectors", "features"), source, folder, source_sha256)


def export_tokens(source: Path, folder: Path, *, source_sha256: str, adapter: Path | None = None) -> None:
    """The same for late interaction."""
    with quiet():
        export_model(
            TokenModel(merged(_transformer(source), adapter)), ("tokens",), source, folder, source_sha256
        )


def export_reranker(source: Path, folder: Path, *, source_sha256: str, adapter: Path) -> None:
    """The same for a re-ranker: ``adapter`` holds its head as well.

    Raises: ModelFileError.
    """
    with quiet():
        transformer = merged(_transformer(source), adapter)
        model = ScoringModel(transformer, read_head(adapter, transformer.config.hidden_size))
        export_model(model, ("scores",), source, folder, source_sha256)


def read_head(adapter: Path, dimension: int) -> torch.nn.Linear:
    """The linear head that lies beside an adapter.

    Raises: ModelFileError.
    """
    head = torch.nn.Linear(dimension, 1)
    try:
        head.load_state_dict(load_file(adapter / HEAD_WEIGHTS))
    except (OSError, RuntimeError, SafetensorError) as error:
        raise ModelFileError(f"This head cannot be read ({error}).", file=adapter / HEAD_WEIGHTS) from error
    return head.float()


def export_model(
    model: torch.nn.Module, outputs: Sequence[str], source: Path, folder: Path, source_sha256: str
) -> None:
    """Export a model, whose inputs are whole numbers (b, t) by the names of its ``forward``, with the
    tokenizer in ``source``, into ``folder``, which appears complete or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _export_fp32(model, outputs, work / "model.fp32.onnx")
        _quantise(work / "model.fp32.onnx", work / MODEL)
        (work / "model.fp32.onnx").unlink()
        shutil.copyfile(source / "tokenizer.json", work / "tokenizer.json")
        files = {path.name: sha256(path) for path in sorted(work.iterdir())}
        manifest = Exported(version=EXPORT_VERSION, source=source_sha256, files=files)
        (work / EXPORT).write_bytes(msgspec.json.encode(manifest))
        work.chmod(0o755)
        _place(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the exporter's remarks on its own internals, and progress bars, from the terminal."""
    disable_progress_bar()  # type: ignore[no-untyped-call]
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def merged(transformer: Any, adapter: Path | None) -> Any:
    """The transformer with a LoRA adapter added into its weights, all of which can be trained on.

    Raises: ModelFileError.
    """
    if adapter is None:
        return transformer
    try:
        both = PeftModel.from_pretrained(transformer, str(adapter)).merge_and_unload()
        return both.requires_grad_(True)  # peft freezes what it adapts, and leaves it so
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        raise ModelFileError(f"This adapter does not fit the encoder ({error}).", file=adapter) from error


def seal_export(folder: Path) -> None:
    """Write the checksums of an export anew, after files were put beside the model."""
    export = msgspec.json.decode((folder / EXPORT).read_bytes(), type=Exported)
    inside = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    files = {name: sha256(path) for name, path in inside.items() if name != EXPORT}
    (folder / EXPORT).write_bytes(msgspec.json.encode(msgspec.structs.replace(export, files=files)))


def _transformer(source: Path) -> Any:
    return AutoModel.from_pretrained(source, local_files_only=True, attn_implementation="eager")


def _export_fp32(model: torch.nn.Module, outputs: Sequence[str], target: Path) -> None:
    names = list(inspect.signature(model.forward).parameters)
    # A tensor each on purpose: torch.export takes one tensor given twice for one input.
    example = tuple(torch.ones(2, 7, dtype=torch.long) for _ in names)
    shape = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=512)}
    program = torch.onnx.export(
        model.eval(),
        example,
        dynamo=True,
        verbose=False,
        input_names=names,
        output_names=list(outputs),
        dynamic_shapes=dict.fromkeys(names, shape),
    )
    assert program is not None
    program.save(target, external_data=False)


def _quantise(source: Path, target: Path) -> None:
    """Weights of the matrix products to int8 per channel; embeddings stay exact.

    ``reduce_range`` keeps CPUs without VNNI from overflowing and costs 0.0007 of cosine.
    """
    quantize_dynamic(
        source,
        target,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gemm"],
    )


def _place(work: Path, folder: Path) -> None:
    """Move into place; a folder that another process has completed meanwhile is as good."""
    if folder.exists() and not current_export(folder):
        shutil.rmtree(folder)
    try:
        work.rename(folder)
    except OSError:
        if not current_export(folder):
            raise

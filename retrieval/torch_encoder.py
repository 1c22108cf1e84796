"""Any sentence-transformers model on torch: bulk work and GPUs."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from retrieval.batching import Batches
from retrieval.encode import BATCH, MAX_CHARACTERS, MAX_TOKENS, VectorCache, Vectors, adapted_name
from retrieval.errors import ModelFileError


class TorchEncoder:
    """A model by hub name or local folder. ``device``: auto, cpu, cuda or cuda:N."""

    def __init__(
        self, name: str, folder: Path | None = None, *, device: str = "auto", adapter: Path | None = None
    ) -> None:
        self.name = adapted_name(name, adapter)
        self._model_name = name
        self._adapter = adapter
        self._source = folder or (Path(name) if Path(name).is_dir() else None)
        self._device = device
        self._lock = threading.Lock()
        self._cache = VectorCache()
        self._model: SentenceTransformer | None = None
        self._together = Batches(self._forward)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._loaded().get_embedding_dimension() or 0)

    def load(self) -> None:
        """Load once. A local folder never reaches the network.

        Raises: ModelFileError.
        """
        with self._lock:
            if self._model is None:
                self._model = self._open()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder.encode``."""
        if len(texts) == 1 and (cached := self._cache.get(texts[0])) is not None:
            return cached[None, :]  # (1, d)
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self._together(texts)
        if len(texts) == 1:
            self._cache.put(texts[0], vectors[0])
        return vectors

    def _forward(self, texts: Sequence[str]) -> Vectors:
        """Vectors, shape (n, d)."""
        model = self._loaded()
        size = BATCH if model.device.type == "cpu" else 8 * BATCH
        cut = [text[:MAX_CHARACTERS] for text in texts]
        with self._lock:
            found = model.encode(cut, batch_size=size, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, np.float32)

    def features(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder.features``."""
        from retrieval.export import pool

        model = self._loaded()
        transformer: Any = model[0].auto_model
        parts = [np.empty((0, 3 * self.dimension), np.float32)]
        for start in range(0, len(texts), BATCH):
            cut = [text[:MAX_CHARACTERS] for text in texts[start : start + BATCH]]
            with self._lock, torch.inference_mode():
                read = model.preprocess(cut)
                inputs = {key: read[key].to(model.device) for key in ("input_ids", "attention_mask")}
                states = transformer(**inputs, output_hidden_states=True).hidden_states
                parts.append(pool(states, inputs["attention_mask"])[1].float().cpu().numpy())
        return np.concatenate(parts)  # (n, 3 d)

    def _loaded(self) -> SentenceTransformer:
        self.load()
        assert self._model is not None
        return self._model

    def _open(self) -> SentenceTransformer:
        device = ("cuda" if torch.cuda.is_available() else "cpu") if self._device == "auto" else self._device
        try:
            model = SentenceTransformer(
                str(self._source or self._model_name),
                device=device,
                local_files_only=self._source is not None,
            )
        except (OSError, ValueError, RuntimeError) as error:
            text = f"The model {self.name!r} cannot be loaded ({error}). Check its name in the settings."
            raise ModelFileError(text, file=self._source) from error
        if self._adapter is not None:
            from retrieval.export import merged

            transformer: Any = model[0]
            transformer.auto_model = merged(transformer.auto_model, self._adapter)
        model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
        return model

"""Encoding millions of texts: Ray Data over the workers of a cluster, on processors or GPUs."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from retrieval.encode import Vectors, load_encoder
from retrieval.errors import RetrievalError

BATCH = 256
"""Texts that a worker encodes at a time, at most."""
SECONDS = 5.0
"""Time limit of looking for a cluster."""


class EncoderSource(msgspec.Struct, frozen=True, kw_only=True):
    """What ``load_encoder`` makes the encoder of, for each worker to make its own. The folders must be there
    on every machine of the cluster."""

    name: str
    models: Path
    device: str = "auto"
    adapter: Path | None = None


class RayBulk:
    """Encodes texts with ``workers`` encoders. ``address``: of a running cluster, "auto" for the one of this
    machine; "" starts one here for as long as it takes. ``gpus``: of each worker, 0 for none."""

    def __init__(self, source: EncoderSource, *, workers: int, address: str = "", gpus: float = 0.0) -> None:
        self._source, self._workers = source, workers
        self._address, self._gpus = address, gpus

    def __call__(self, texts: Sequence[str], tell: Callable[[int, int], None]) -> Vectors:
        """Vectors in the order of the texts, shape (n, d). ``tell`` hears how many of how many are done.

        Raises: RetrievalError without Ray or where its cluster cannot be reached, ModelFileError.
        """
        if not texts:
            return load_encoder(**_arguments(self._source)).encode([])
        ray = _ray()
        _check(self._address)
        try:
            ray.init(
                address=self._address or None, num_cpus=None if self._address else self._workers + 1,
                include_dashboard=False, log_to_driver=False, logging_level="error",
            )  # fmt: skip
        except (ConnectionError, ValueError) as error:
            raise RetrievalError(
                f"The Ray cluster at {self._address!r} cannot be reached ({error})."
            ) from error
        try:
            return self._encoded(ray, texts, tell)
        finally:
            ray.shutdown()

    def _encoded(self, ray: Any, texts: Sequence[str], tell: Callable[[int, int], None]) -> Vectors:
        ray.data.DataContext.get_current().enable_progress_bars = False
        items = [{"place": place, "text": text} for place, text in enumerate(texts)]
        rows = ray.data.from_items(items, override_num_blocks=-(-len(texts) // BATCH))
        encoded = rows.map_batches(  # whole blocks: which texts are encoded together depends on no timing
            _Worker, fn_constructor_args=(self._source,), batch_size=None, num_cpus=1, num_gpus=self._gpus,
            compute=ray.data.ActorPoolStrategy(size=self._workers),
        )  # fmt: skip
        vectors, done = np.empty((0, 0), np.float32), 0
        for batch in encoded.iter_batches(batch_size=None, batch_format="numpy"):
            if not done:
                vectors = np.empty((len(texts), batch["vector"].shape[1]), np.float32)
            vectors[batch["place"]] = batch["vector"]
            done += len(batch["place"])
            tell(done, len(texts))
        return vectors


class _Worker:
    """An encoder in a process of its own."""

    def __init__(self, source: EncoderSource) -> None:
        self._encoder = load_encoder(**_arguments(source))

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Rows with vectors in place of the texts."""
        return {"place": batch["place"], "vector": self._encoder.encode(batch["text"].tolist())}


def _arguments(source: EncoderSource) -> dict[str, Any]:
    return {
        "name": source.name, "models": source.models, "device": source.device, "adapter": source.adapter,
    }  # fmt: skip


def _check(address: str) -> None:
    """Whether anybody listens at HOST:PORT: Ray itself would try for minutes.

    Raises: RetrievalError.
    """
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), SECONDS).close()
    except OSError as error:
        raise RetrievalError(f"There is no Ray cluster at {address} ({error.strerror}).") from error


def _ray() -> Any:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise RetrievalError("Encoding with workers needs Ray. Run: pip install 'shopclerk[ray]'") from error
    return ray

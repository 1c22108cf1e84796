"""What comes next: a self-attentive model of sequences by ONNX Runtime. training/recommender trains it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from retrieval.recommend.interactions import Histories
from retrieval.recommend.sources.port import Scores
from retrieval.recommend.sources.stored import Array, write_stored

if TYPE_CHECKING:
    import onnxruntime

NETWORK = "network.onnx"
"""Items (b, length) in, as ``inputs_of`` makes them; the state (b, d) after the last one out."""
PAD = 0
"""Before a history that is shorter; the item at place n is n + 1."""


class Sequence:
    """Implements ``Source``: SASRec (Kang and McAuley 2018), the product of the state after the last
    ``length`` items with each item's vector, of ``vectors`` (items, d). A history without a thing gives 0 for
    all."""

    KIND: ClassVar[str] = "sequence"

    def __init__(self, *, length: int, vectors: Scores, network: Path) -> None:
        self._length, self._vectors, self._file = length, vectors, network
        self._session = _opened(network)

    def score(self, histories: Histories) -> Scores:
        """See ``Source``."""
        if not len(histories):
            return np.zeros((0, len(self._vectors)), np.float32)
        states = self._session.run(None, {"items": inputs_of(histories, self._length)})[0]  # (b, d)
        states = np.where((histories.lengths > 0)[:, None], states, np.float32(0))
        found: Scores = states @ self._vectors.T
        return found  # (b, items)

    def save(self, folder: Path) -> None:
        """See ``Source``."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._file.resolve() != (folder / NETWORK).resolve():
            shutil.copyfile(self._file, folder / NETWORK)
        write_stored(folder, self.KIND, {"length": self._length}, {"vectors": self._vectors}, NETWORK)

    @classmethod
    def stored(cls, parameters: dict[str, Any], arrays: dict[str, Array], folder: Path) -> Self:
        """What ``save`` wrote."""
        return cls(length=parameters["length"], vectors=arrays["vectors"], network=folder / NETWORK)


def inputs_of(histories: Histories, length: int) -> npt.NDArray[np.int64]:
    """The last ``length`` items of each history, (b, length), ``PAD`` before shorter ones; an item several
    times in a row, as where it is seen, taken and bought, counts once."""
    found = np.full((len(histories), length), PAD, np.int64)
    for row in range(len(histories)):
        last = without_repeats(histories.items[histories.starts[row] : histories.starts[row + 1]])[-length:]
        if len(last):
            found[row, -len(last) :] = last + 1
    return found


def without_repeats(items: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Items (n,) but those that are the same as the one before."""
    return items[np.concatenate([[True], items[1:] != items[:-1]])] if len(items) else items


def _opened(network: Path) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])

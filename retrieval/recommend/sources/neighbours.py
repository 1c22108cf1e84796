"""Items that the same shoppers took: item-item similarity, with or without regard to order and time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Literal, Self

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags_array

from retrieval.recommend.interactions import Histories, Interactions
from retrieval.recommend.sources.port import Scores
from retrieval.recommend.sources.stored import Array, sparse_arrays, sparse_matrix, write_stored

BLOCK = 2048
"""Rows of the item-item product that are held at once."""
Weighting = Literal["cosine", "tfidf"]


class Parameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``neighbours``: of each item, the most similar ones that are kept.

    ``weighting``: of an interaction; "tfidf" lets shoppers who took much say less. ``shrink`` is added to the
    norm, so that items which few took are less sure of each other. ``to_power`` and ``from_power``: exponents
    of the norms of the recommended item and of that of the history; 1 and 1 is the cosine, 0 and 0 counts
    shoppers, and less of ``to_power`` favours what is popular.

    For order and time, each 0 where that does not count: ``gap`` in steps of a history after which two items
    of it count half as together; ``backward`` (0 to 1), how much an item says of those before it;
    ``steps`` and ``days`` after which a thing that the shopper did says half as much.
    """

    neighbours: int = 100
    weighting: Weighting = "cosine"
    shrink: float = 0.0
    to_power: float = 1.0
    from_power: float = 1.0
    gap: float = 0.0
    backward: float = 1.0
    steps: float = 0.0
    days: float = 0.0


class ItemNeighbours:
    """Implements ``Source``: the similarities of an item to those of the history, summed up.

    Cosine over shoppers (Sarwar et al. 2001), or TF-IDF; truncated to the nearest. With
    ``gap`` it is a Markov chain over all orders (as in sequential rules, Ludewig and Jannach 2018).
    """

    KIND: ClassVar[str] = "item_neighbours"
    FURTHEST: ClassVar[int] = 20
    """Steps between two items, beyond which ``gap`` sees them no longer as together."""

    def __init__(self, **parameters: Any) -> None:
        self._p = msgspec.convert(parameters, Parameters)
        self._similar = csr_matrix((0, 0), dtype=np.float32)

    def fit(self, interactions: Interactions) -> Self:
        """Similarities of all pairs; memory grows with items times neighbours."""
        p = self._p
        weighted = _weighted(interactions.matrix(), p.weighting)
        norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=0)).ravel())  # (items,)
        if p.gap > 0:
            followed = self._followed(interactions)
            self._similar = _nearest(followed, csr_matrix(followed.shape), norms, p)
        else:
            self._similar = _nearest(weighted.T.tocsr(), weighted, norms, p)
        return self

    def _followed(self, interactions: Interactions) -> csr_matrix:
        """Shape (items, items): how closely the second item followed the first, over all histories."""
        size, count = len(interactions.items), len(interactions)
        total = csr_matrix((size, size), dtype=np.float32)
        for step in range(1, min(self.FURTHEST, max(count - 1, 0)) + 1):
            first, second = slice(0, count - step), slice(step, count)
            same = interactions.rows[first] == interactions.rows[second]
            before, after = interactions.cols[first][same], interactions.cols[second][same]
            near = np.float32(0.5 ** ((step - 1) / self._p.gap))
            one = csr_matrix((np.full(len(before), near), (before, after)), shape=(size, size))
            total = total + one + self._p.backward * one.T
        return total.tocsr()

    def score(self, histories: Histories) -> Scores:
        """See ``Source``."""
        weights = np.minimum(histories.weights, 1) if self._p.gap > 0 else histories.weights
        weights = weights * histories.fading(self._p.steps)
        if self._p.days > 0:
            weights = weights * 0.5 ** (histories.ages / self._p.days)
        found: Scores = (histories.matrix(weights) @ self._similar).toarray().astype(np.float32)
        return found  # (b, items)

    def similar(self, item: int) -> tuple[npt.NDArray[np.int32], Scores]:
        """The nearest items, best first, and their similarities: (m,), (m,) with m at most ``neighbours``."""
        row = self._similar[[item]]
        order = np.argsort(-row.data, kind="stable")
        return row.indices[order].astype(np.int32), row.data[order]

    def save(self, folder: Path) -> None:
        """See ``Source``."""
        write_stored(folder, self.KIND, msgspec.to_builtins(self._p), sparse_arrays(self._similar))

    @classmethod
    def stored(cls, parameters: dict[str, Any], arrays: dict[str, Array], folder: Path) -> Self:
        """What ``save`` wrote."""
        del folder
        found = cls(**parameters)
        found._similar = sparse_matrix(arrays)
        return found


def _weighted(taken: csr_matrix, weighting: Weighting) -> csr_matrix:
    """Weights (users, items) as in `implicit`."""
    if weighting == "cosine":
        return taken.astype(np.float32)
    of_user = np.diff(taken.indptr)  # (users,)
    rarity = np.log(taken.shape[1] + 1.0) - np.log1p(of_user)
    return (diags_array(rarity) @ taken.sqrt()).tocsr().astype(np.float32)


def _nearest(
    left: csr_matrix, right: csr_matrix, norms: npt.NDArray[np.floating], p: Parameters
) -> csr_matrix:
    """The rows of ``left @ right`` by norm, without the item itself, truncated to the nearest; ``right``
    without entries stands for the identity."""
    from_norm = np.maximum(norms, 1e-9) ** p.from_power  # (items,)
    to_norm = np.maximum(norms, 1e-9) ** p.to_power
    kept, columns, lengths = [], [], []
    for start in range(0, left.shape[0], BLOCK):
        rows = left[start : start + BLOCK]
        block = (rows @ right if right.nnz else rows).tocsr()
        for row in range(block.shape[0]):
            own = slice(block.indptr[row], block.indptr[row + 1])
            column, data = block.indices[own], block.data[own]
            norm = from_norm[row + start] * to_norm[column] + p.shrink
            near, similarity = _best(row + start, column, data / norm, p.neighbours)
            kept.append(similarity)
            columns.append(near)
            lengths.append(len(near))
    starts = np.concatenate([[0], np.cumsum(np.array(lengths, np.int64))]).astype(np.int32)
    size = left.shape[0]
    return csr_matrix((_joined(kept, np.float32), _joined(columns, np.int32), starts), shape=(size, size))


def _best(item: int, others: Any, similarity: Any, count: int) -> tuple[Any, Any]:
    """The nearest ``count`` of ``others`` (m,) that are similar at all, but ``item``, in their order."""
    kept = np.flatnonzero((others != item) & (similarity > 0))
    if len(kept) > count:
        kept = np.sort(kept[np.argpartition(-similarity[kept], count - 1)[:count]])
    return others[kept].astype(np.int32), similarity[kept].astype(np.float32)


def _joined(parts: list[Any], kind: type[np.generic]) -> Any:
    return np.concatenate([np.zeros(0, kind), *parts])

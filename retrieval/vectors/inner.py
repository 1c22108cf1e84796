"""Inner products of one vector with some of many, without copying these."""

from __future__ import annotations

import faiss
import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


def inner_products(vectors: Scores, query: Scores, places: npt.NDArray[np.integer]) -> Scores:
    """Of ``query`` (d,) with the ``vectors`` (n, d) at ``places`` (p,); shape (p,)."""
    found = np.empty(len(places), np.float32)
    if len(places):
        rows = np.ascontiguousarray(places, np.int64)
        one, many = np.ascontiguousarray(query, np.float32), np.ascontiguousarray(vectors, np.float32)
        if rows.min() < 0 or rows.max() >= len(many) or one.shape != many.shape[1:]:
            raise IndexError("places and query must lie within the vectors")
        faiss.fvec_inner_products_by_idx(
            *map(faiss.swig_ptr, (found, one, many, rows)), many.shape[1], 1, len(rows)
        )  # (d,), (n, d), (p,) -> (p,)
    return found

"""The port of candidate sources, with its contract. One suite (tests/contract) runs on all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from retrieval.recommend.interactions import Histories

Scores = npt.NDArray[np.float32]


class Source(Protocol):
    """Scores items. The light ones have ``fit(interactions) -> self``; others are trained elsewhere."""

    def score(self, histories: Histories) -> Scores:
        """Shape (b, items), finite, higher for what the shopper will rather want; comparable within a row
        only. Items of the history are scored as well: leaving them out is the caller's choice.

        The shopper need not be among those that the source was fitted with; a history without a thing in it
        gets what can be said of anybody, which may be nothing: the same score for all. A row does not depend
        on the other rows. Safe for threads.
        """

    def save(self, folder: Path) -> None:
        """Write it into a folder, for ``load_source``; what lies there is replaced."""

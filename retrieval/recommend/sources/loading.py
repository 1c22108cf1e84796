"""Opens a source from its folder, whatever kind it is."""

from __future__ import annotations

from pathlib import Path

from retrieval.errors import ModelFileError
from retrieval.recommend.sources.als import Als
from retrieval.recommend.sources.blend import Blend
from retrieval.recommend.sources.content import Content
from retrieval.recommend.sources.ease import Ease
from retrieval.recommend.sources.neighbours import ItemNeighbours
from retrieval.recommend.sources.popularity import Popularity, Trending
from retrieval.recommend.sources.port import Source
from retrieval.recommend.sources.sequence import Sequence
from retrieval.recommend.sources.stored import ABOUT, read_stored
from retrieval.recommend.sources.two_tower import TwoTower

_ALL = (Popularity, Trending, ItemNeighbours, Ease, Als, Content, TwoTower, Sequence)
KINDS = {kind.KIND: kind for kind in _ALL}


def load_source(folder: Path) -> Source:
    """The source that was saved into a folder.

    Raises: ModelFileError where there is none, or it is damaged.
    """
    about, arrays = read_stored(folder)
    if about.kind == Blend.KIND:
        return Blend({name: load_source(folder / name) for name in about.parameters}, about.parameters)
    if about.kind not in KINDS:
        raise ModelFileError(f"There is no kind of source {about.kind!r}.", file=folder / ABOUT)
    return KINDS[about.kind].stored(about.parameters, arrays, folder)

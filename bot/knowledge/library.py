"""The library over the documents that are being served; works in the models' threads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import ParamSpec, TypeVar

import numpy as np

from bot.knowledge.gaps import different, gap_of, groups_of
from bot.knowledge.look_up import look_up
from bot.knowledge.port import Gap, Lookup
from bot.knowledge.translate import translated_errors
from bot.record.database import Database
from bot.record.gaps import declined_since
from retrieval.documents.answer import Answerer
from retrieval.documents.search import Documents
from retrieval.encode import Encoder, Vectors

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

NEWEST = 2000
"""Declined questions that are grouped at most."""
TOGETHER = 64
"""Texts that are encoded in one go, so that shoppers' questions come in between."""


class DocumentLibrary:
    """See ``port.Library``."""

    def __init__(
        self,
        database: Database,
        encoder: Encoder,
        documents: Documents,
        answerer: Answerer,
        executor: Executor,
    ) -> None:
        self._database, self._encoder = database, encoder
        self._documents, self._answerer = documents, answerer
        self._executor = executor

    async def look_up(self, question: str, k: int, history: tuple[str, ...] = ()) -> Lookup:
        """See ``port.Library``."""
        return await self._work(look_up, self._documents, self._answerer, question, k, history)

    async def gaps(self, since: float, k: int) -> tuple[list[Gap], int]:
        """See ``port.Library``."""
        declined = await declined_since(self._database, since, limit=NEWEST)
        if not declined:
            return [], 0
        vectors = await self._encoded(different(declined))
        groups = await self._work(groups_of, declined, vectors)
        gaps = [await self._work(gap_of, group, self._documents, self._answerer) for group in groups[:k]]
        return gaps, len(declined)

    async def _encoded(self, texts: Sequence[str]) -> Vectors:
        """Shape (n, d)."""
        blocks = [texts[start : start + TOGETHER] for start in range(0, len(texts), TOGETHER)]
        return np.concatenate([await self._work(self._encoder.encode, block) for block in blocks])

    async def _work(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        with translated_errors():
            call = partial(function, *args, **kwargs)
            return await asyncio.get_running_loop().run_in_executor(self._executor, call)

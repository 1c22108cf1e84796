"""The approved answers for the console: the file's, and what of them the index that is served has learned."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.knowledge.curated_file import CuratedFile
from bot.knowledge.curated_text import Cut
from bot.knowledge.port import CuratedDraft, CuratedRemoved, CuratedShown
from bot.knowledge.translate import translated_errors
from retrieval.documents.curated import Curated
from retrieval.documents.search import Documents


class FileCuratedAnswers:
    """See ``port.CuratedAnswers``. ``documents`` gives those that are served now."""

    def __init__(self, state: Path, documents: Callable[[], Documents]) -> None:
        self._file, self._documents = CuratedFile(state), documents

    async def all(self) -> list[CuratedShown]:
        """See ``port.CuratedAnswers``."""
        return await asyncio.to_thread(self._all)

    async def add(self, draft: CuratedDraft) -> CuratedShown:
        """See ``port.CuratedAnswers``."""
        return _shown(*await asyncio.to_thread(self._file.add, draft))

    async def change(self, answer_id: str, draft: CuratedDraft, revision: str) -> CuratedShown:
        """See ``port.CuratedAnswers``."""
        return _shown(*await asyncio.to_thread(self._file.change, answer_id, draft, revision))

    async def remove(self, answer_id: str, revision: str) -> CuratedRemoved:
        """See ``port.CuratedAnswers``."""
        answer, cut = await asyncio.to_thread(self._file.remove, answer_id, revision)
        return CuratedRemoved(
            question=next(iter(answer.questions), answer.id), lines=cut.lines, behind=cut.behind
        )

    async def restore(self, removed: CuratedRemoved) -> CuratedShown:
        """See ``port.CuratedAnswers``."""
        return _shown(*await asyncio.to_thread(self._file.restore, Cut(removed.lines, removed.behind)))

    def _all(self) -> list[CuratedShown]:
        with translated_errors():
            served = set(self._documents().newest().content.curated)
        return [_shown(answer, revision, answer in served) for answer, revision in self._file.all()]


def _shown(answer: Curated, revision: str, learned: bool = False) -> CuratedShown:
    return CuratedShown(
        id=answer.id,
        questions=answer.questions,
        answer=answer.answer,
        sources=answer.sources,
        valid_until=answer.valid_until,
        revision=revision,
        run_out=answer.has_run_out(datetime.now(UTC).date().isoformat()),
        learned=learned,
    )

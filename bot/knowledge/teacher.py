"""Teaching while the bot serves: a lesson is written down here and learned by a process of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from bot.errors import BadRequest, IndexBusy, ShopclerkError
from bot.knowledge.index_process import IndexProcess
from bot.knowledge.port import Learning, Lesson, Taught
from bot.knowledge.taught import taught_of, write_down
from bot.knowledge.translate import translated_errors
from retrieval.documents.search import Documents


class DocumentTeacher:
    """See ``port.Teacher``. ``documents`` gives those that are served now."""

    def __init__(self, state: Path, documents: Callable[[], Documents]) -> None:
        self._state, self._documents = state, documents
        self._learning = Learning()
        self._began = 0.0
        self._process: IndexProcess | None = None
        self._task: asyncio.Task[None] | None = None

    async def teach(self, lesson: Lesson, by: str) -> Taught | None:
        """See ``port.Teacher``."""
        if not lesson.is_one_of_three:
            raise BadRequest("Name a document and its sentence, or nothing, or forget: one of the three.")
        before = self.learning()
        if before.state == "learning":
            who = before.by or "somebody"
            raise IndexBusy(f"What {who} taught is being learned just now. Try again when that is done.")
        self._began = time.monotonic()
        self._learning = Learning(state="learning", question=lesson.question, by=by, step="Writing down")
        try:
            taught = await asyncio.to_thread(self._write_down, lesson)
        except BaseException:
            self._learning = before
            raise
        self._task = asyncio.create_task(self._learn(), name="learning")
        return taught

    def go_on(self) -> None:
        """Learn what was taught before the start and is not learned yet."""
        self._began = time.monotonic()
        self._learning = Learning(state="learning", question="what was taught before the start")
        self._task = asyncio.create_task(self._learn(), name="learning")

    async def taught(self, question: str) -> Taught | None:
        """See ``port.Teacher``."""
        return await asyncio.to_thread(taught_of, self._state, question)

    def learning(self) -> Learning:
        """See ``port.Teacher``."""
        if self._learning.state != "learning":
            return self._learning
        return msgspec.structs.replace(self._learning, seconds=round(time.monotonic() - self._began, 1))

    async def close(self) -> None:
        """Stop learning; the next build of the index goes on with it."""
        if self._process is not None:
            self._process.stop()
        if self._task is not None:
            await self._task

    def _write_down(self, lesson: Lesson) -> Taught | None:
        documents = self._documents()
        snapshot = documents.newest() if lesson.document else None
        with translated_errors(), documents.generations.writing():
            return write_down(self._state, lesson, snapshot)

    async def _learn(self) -> None:
        self._process = IndexProcess(self._state)
        self._tell("Opening the models", 0, 0)
        try:
            await asyncio.to_thread(self._process.run, self._tell)
            await asyncio.to_thread(self._take_over)
        except ShopclerkError as error:
            text = f"It is written down, but not learned yet: {error.text}"
            self._learning = msgspec.structs.replace(self.learning(), state="failed", text=text)
        else:
            self._learning = msgspec.structs.replace(self.learning(), state="learned")
        finally:
            self._process = None

    def _take_over(self) -> None:
        """Serve the new index before it is called learned: a question that comes while another one opens it
        is still answered from the old one."""
        with translated_errors():
            self._documents().refresh()

    def _tell(self, step: str, done: int, total: int) -> None:
        self._learning = msgspec.structs.replace(self._learning, step=step, done=done, total=total)

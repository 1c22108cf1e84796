"""Teaching while the bot serves: a lesson is written down here and learned by a process of its own, and so is
what was written into the approved answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from bot.errors import BadRequest, IndexBusy, ShopclerkError
from bot.knowledge.index_process import IndexProcess
from bot.knowledge.port import Learned, Learning, Lesson, Taught
from bot.knowledge.taught import taught_of, write_down
from bot.knowledge.translate import translated_errors
from retrieval.documents.search import Documents

PATIENCE = 600.0
"""Seconds for which another process that changes the index is waited for."""
LOOKS = 1.0
"""Seconds after which it is tried again."""


class DocumentTeacher:
    """See ``port.Teacher``. ``documents`` gives those that are served now."""

    def __init__(self, state: Path, documents: Callable[[], Documents]) -> None:
        self._state, self._documents = state, documents
        self._learning = Learning()
        self._began = 0.0
        self._process: IndexProcess | None = None
        self._task: asyncio.Task[None] | None = None
        self._next: Learning | None = None
        self._closing = asyncio.Event()

    async def teach(self, lesson: Lesson, by: str) -> Taught | None:
        """See ``port.Teacher``."""
        if not lesson.is_one_of_three:
            raise BadRequest("Name a document and its sentence, or nothing, or forget: one of the three.")
        before = self.learning()
        if before.state == "learning":
            who = before.by or "somebody"
            raise IndexBusy(f"What {who} taught is being learned just now. Try again when that is done.")
        self._begin(Learning(question=lesson.question, by=by, step="Writing down"))
        try:
            taught = await asyncio.to_thread(self._write_down, lesson)
        except BaseException:
            self._learning = before
            if self._next is not None:
                self._start(self._next)
            raise
        self._task = asyncio.create_task(self._learn(), name="learning")
        return taught

    def go_on(self) -> None:
        """Learn what was taught before the start and is not learned yet."""
        self._start(Learning(question="what was taught before the start"))

    def learn(self, what: Learned, question: str, by: str) -> None:
        """See ``port.Teacher``."""
        wanted = Learning(what=what, question=question, by=by)
        if self._learning.state == "learning":
            self._next = wanted
        else:
            self._start(wanted)

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
        self._closing.set()
        if self._process is not None:
            self._process.stop()
        if self._task is not None:
            await self._task

    def _write_down(self, lesson: Lesson) -> Taught | None:
        documents = self._documents()
        snapshot = documents.newest() if lesson.document else None
        with translated_errors(), documents.generations.writing():
            return write_down(self._state, lesson, snapshot)

    def _start(self, wanted: Learning) -> None:
        self._begin(wanted)
        self._next = None
        self._task = asyncio.create_task(self._learn(), name="learning")

    def _begin(self, wanted: Learning) -> None:
        self._began = time.monotonic()
        self._learning = msgspec.structs.replace(wanted, state="learning")

    async def _learn(self) -> None:
        """Until nothing more was written meanwhile."""
        while True:
            await self._learn_once()
            if self._next is None or self._closing.is_set():
                return
            wanted, self._next = self._next, None
            self._begin(wanted)

    async def _learn_once(self) -> None:
        self._tell("Opening the models", 0, 0)
        try:
            await self._build()
            await asyncio.to_thread(self._take_over)
        except ShopclerkError as error:
            text = f"It is written down, but not learned yet: {error.text}"
            self._learning = msgspec.structs.replace(self.learning(), state="failed", text=text)
        else:
            self._learning = msgspec.structs.replace(self.learning(), state="learned")
        finally:
            self._process = None

    async def _build(self) -> None:
        """Bring the index up to date; while another process changes it, that is waited for.

        Raises: IndexBusy after ``PATIENCE``, and what ``IndexProcess.run`` raises.
        """
        until = time.monotonic() + PATIENCE
        while True:
            self._process = IndexProcess(self._state)
            if self._closing.is_set():
                self._process.stop()
            try:
                await asyncio.to_thread(self._refuse_busy)
                return await asyncio.to_thread(self._process.run, self._tell)
            except IndexBusy:
                if time.monotonic() > until or self._closing.is_set():
                    raise
            self._tell("Waiting for another process that changes the index", 0, 0)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), LOOKS)

    def _refuse_busy(self) -> None:
        """Spares a process that would open the models in vain. Raises: IndexBusy."""
        with translated_errors(), self._documents().generations.writing():
            pass

    def _take_over(self) -> None:
        """Serve the new index before it is called learned: a question that comes while another one opens it
        is still answered from the old one."""
        with translated_errors():
            self._documents().refresh()

    def _tell(self, step: str, done: int, total: int) -> None:
        self._learning = msgspec.structs.replace(self._learning, step=step, done=done, total=total)

"""Words an extracted answer with a language model, within a deadline; whatever fails, the answer stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from functools import partial
from typing import NamedTuple

import structlog
from msgspec.structs import replace

from bot.conversation.ports import LanguageModel, Prompt
from bot.errors import ModelUnavailable, WordingFailed
from bot.respond.prompt import prompt
from bot.respond.weave import MOST, Written, judged, weave, written_sentences
from bot.telemetry import Telemetry
from retrieval.documents.ground import instructs
from retrieval.errors import ModelFileError
from retrieval.rerank import Reranker
from retrieval.types import Answer, AnswerSentence

LONGEST = 2000
"""Characters that are read of what a model writes."""
AGAIN = 0.7
"""Temperature of the attempts behind the first, which takes the likeliest words."""

log = structlog.get_logger()
Tell = Callable[[str, str], Awaitable[None]]


class Draft(NamedTuple):
    """What a model wrote, with its sentences as the check judged them."""

    text: str
    written: Sequence[Written]

    @property
    def share(self) -> float:
        """Of the sentences that pass."""
        return sum(bool(one.support) for one in self.written) / max(len(self.written), 1)

    @property
    def accepted(self) -> bool:
        """Whether every sentence passes, and there is one."""
        return self.share == 1.0


class GroundedWording:
    """Implements ``bot.conversation.ports.Wording``."""

    def __init__(
        self,
        model: LanguageModel,
        *,
        deadline: float,
        attempts: int,
        tell: Tell,
        telemetry: Telemetry,
        reranker: Reranker | None = None,
        executor: Executor | None = None,
    ) -> None:
        """``deadline`` in seconds, of all ``attempts`` together. ``tell`` shows in a conversation, for a
        question, that an answer is being worded. ``executor`` runs the check (None: the loop's own)."""
        self._model, self._deadline, self._attempts, self._tell = model, deadline, attempts, tell
        self._telemetry, self._reranker, self._executor = telemetry, reranker, executor

    async def word(self, answer: Answer, history: Sequence[str], conversation_id: str) -> Answer:
        """See ``Wording.word``."""
        if not answer.answered or answer.curated or not fit_to_word(answer.sentences):
            return answer
        best: Draft | None = None
        asked, judge = prompt(answer.question, answer.sentences, history), partial(self._judged, answer)
        try:
            async with asyncio.timeout(self._deadline):
                if conversation_id:
                    await self._tell(conversation_id, answer.question)
                async with aclosing(drafts(self._model, asked, judge, self._attempts)) as found:
                    async for draft in found:
                        best = draft
        except TimeoutError:
            self._failed("timeout", f"over {self._deadline:g} s", best)
        except WordingFailed as error:
            self._failed(error.code, error.detail, best)
        except ModelFileError as error:
            self._failed(ModelUnavailable.code, str(error), best)
        if best is None:
            return answer
        self._count("worded" if best.share else "refused")
        return replace(answer, sentences=weave(best.written, answer.sentences))

    async def _judged(self, answer: Answer, text: str) -> list[Written]:
        work = partial(judged, text, answer.sentences, answer.question, self._reranker)
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def _failed(self, code: str, detail: str | None, best: Draft | None) -> None:
        """Something to show may have been written before."""
        log.warning("answer not worded", code=code, detail=detail, drafted=best is not None)
        if best is None:
            self._count("timeout" if code == "timeout" else "failed")

    def _count(self, result: str) -> None:
        self._telemetry.wordings.labels(result).inc()


async def drafts(
    model: LanguageModel,
    asked: Prompt,
    judge: Callable[[str], Awaitable[Sequence[Written]]],
    attempts: int,
) -> AsyncGenerator[Draft, None]:
    """The best draft so far after each of up to ``attempts``, until every sentence of it passes: what the
    model holds for likeliest, then what it draws.

    Raises: WordingFailed, and what ``judge`` raises.
    """
    best: Draft | None = None
    async with aclosing(_texts(model, asked, attempts)) as texts:
        async for text in texts:
            draft = Draft(text, await judge(text))
            best = draft if best is None or draft.share > best.share else best
            yield best
            if best.accepted:
                return


async def _texts(model: LanguageModel, asked: Prompt, attempts: int) -> AsyncGenerator[str, None]:
    yield await write_answer(model, asked)
    if attempts > 1:
        async with aclosing(model.draw(replace(asked, temperature=AGAIN), attempts - 1)) as drawn:
            async for text in drawn:
                if text.strip():
                    yield text[:LONGEST]


async def write_answer(model: LanguageModel, asked: Prompt) -> str:
    """What a model writes, up to as many sentences as are wanted.

    Raises: WordingFailed.
    """
    text = ""
    async with aclosing(model.write(asked)) as pieces:
        async for piece in pieces:
            text += piece
            if len(text) > LONGEST or len(written_sentences(text)) > MOST:
                break
    if not text.strip():
        raise WordingFailed(detail="nothing was written")
    return text[:LONGEST]


def fit_to_word(sentences: Sequence[AnswerSentence]) -> bool:
    """Whether there is something to word that no source contradicts, and nothing in it speaks to the model
    instead of the shopper."""
    if any(sentence.otherwise for sentence in sentences):
        return False
    passages = [sentence.hits[0].passage for sentence in sentences if sentence.hits]
    texts = [s.text for s in sentences] + [f"{p.title} {p.heading}" for p in passages]
    return bool(sentences) and len(passages) == len(sentences) and not any(map(instructs, texts))

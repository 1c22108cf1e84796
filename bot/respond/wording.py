"""Words an extracted answer with a language model, within a deadline; whatever fails, the answer stays."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from functools import partial

import structlog
from msgspec.structs import replace

from bot.conversation.ports import LanguageModel, Prompt
from bot.errors import ModelUnavailable, WordingFailed
from bot.respond.prompt import prompt
from bot.respond.weave import MOST, weave, written_sentences
from bot.telemetry import Telemetry
from retrieval.documents.ground import instructs
from retrieval.errors import ModelFileError
from retrieval.rerank import Reranker
from retrieval.types import Answer, AnswerSentence

LONGEST = 2000
"""Characters that are read of what a model writes."""

log = structlog.get_logger()
Tell = Callable[[str, str], Awaitable[None]]


class GroundedWording:
    """Implements ``bot.conversation.ports.Wording``."""

    def __init__(
        self,
        model: LanguageModel,
        *,
        deadline: float,
        tell: Tell,
        telemetry: Telemetry,
        reranker: Reranker | None = None,
        executor: Executor | None = None,
    ) -> None:
        """``deadline`` in seconds. ``tell`` shows in a conversation, for a question, that an answer is being
        worded. ``executor`` runs the check (None: the loop's own)."""
        self._model, self._deadline, self._tell = model, deadline, tell
        self._telemetry, self._reranker, self._executor = telemetry, reranker, executor

    async def word(self, answer: Answer, history: Sequence[str], conversation_id: str) -> Answer:
        """See ``Wording.word``."""
        if not answer.answered or answer.curated or not fit_to_word(answer.sentences):
            return answer
        try:
            async with asyncio.timeout(self._deadline):
                await self._tell(conversation_id, answer.question)
                text = await write_answer(self._model, prompt(answer.question, answer.sentences, history))
                sentences = await self._woven(text, answer)
        except TimeoutError:
            return self._failed(answer, "timeout", f"over {self._deadline:g} s")
        except WordingFailed as error:
            return self._failed(answer, error.code, error.detail)
        except ModelFileError as error:
            return self._failed(answer, ModelUnavailable.code, str(error))
        self._count("worded" if any(sentence.sources for sentence in sentences) else "refused")
        return replace(answer, sentences=sentences)

    async def _woven(self, text: str, answer: Answer) -> tuple[AnswerSentence, ...]:
        work = partial(weave, text, answer.sentences, answer.question, self._reranker)
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def _failed(self, answer: Answer, code: str, detail: str | None) -> Answer:
        log.warning("answer not worded", code=code, detail=detail)
        self._count("timeout" if code == "timeout" else "failed")
        return answer

    def _count(self, result: str) -> None:
        self._telemetry.wordings.labels(result).inc()


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

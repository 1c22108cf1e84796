"""What agents answered, as examples of how to word an answer from the sources found for its question.

An example is asked as at serving: the prompt holds the sentences that the installation finds for the question
in its context. It is kept when the grounding check accepts every sentence of the agent's answer from them:
what an agent knew from elsewhere would teach the model to invent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import msgspec

from bot.conversation.ports import Prompt
from bot.respond.prompt import prompt
from bot.respond.weave import MOST, Written, judged, written_sentences
from bot.respond.wording import fit_to_word
from retrieval.documents.ground import check_written
from retrieval.rerank import Reranker
from retrieval.types import Answer, AnswerSentence
from training.transcripts.dialogue import Dialogue, Turn

Progress = Callable[[int, int], None]


class Answers(Protocol):
    """An Answerer."""

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """See ``Answerer.answer``."""


class Example(msgspec.Struct, frozen=True):
    """A prompt, and what is to be written: an answer with the numbers of its sources."""

    prompt: Prompt
    answer: str


class Pair(msgspec.Struct, frozen=True):
    """A prompt with two answers, of which an agent preferred one."""

    prompt: Prompt
    chosen: str
    rejected: str


class Gathered(msgspec.Struct, frozen=True):
    """``left_out``: agents' turns that are no examples, by reason."""

    examples: list[Example]
    pairs: list[Pair]
    left_out: dict[str, int]


class _Answered(NamedTuple):
    """An agent's turn; ``question``: what the shopper said since anybody else did; ``history``: before."""

    question: str
    history: list[str]
    turn: Turn


def gather(
    dialogues: Iterable[Dialogue],
    answers: Answers,
    reranker: Reranker | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Gathered:
    """The examples and pairs of dialogues; ``reranker``: that of the check.

    Raises: IndexMissing, IndexDamaged, ModelFileError.
    """
    answered = [one for dialogue in dialogues for one in _answered(dialogue)]
    examples: dict[Example, None] = {}
    pairs: dict[Pair, None] = {}
    left_out: Counter[str] = Counter()
    for done, one in enumerate(answered):
        if done % 20 == 0:
            progress(done, len(answered))
        sources = _sources(answers.answer(one.question, one.history), one.turn)
        written = judged(one.turn.text, sources, one.question, reranker) if sources else []
        if reason := _refused(one, sources, written, reranker):
            left_out[reason] += 1
            continue
        asked = prompt(one.question, sources, one.history)
        answer = _marked(written)
        examples[Example(asked, answer)] = None
        if suggested := _passed_over(one.turn):
            rejected = _marked(judged(suggested, sources, one.question, reranker))
            if rejected and rejected != answer:
                pairs[Pair(asked, answer, rejected)] = None
    return Gathered(list(examples), list(pairs), dict(left_out.most_common()))


def _answered(dialogue: Dialogue) -> Iterator[_Answered]:
    """The agents' turns that follow on something that the shopper said."""
    said: list[str] = []
    since = 0
    for turn in dialogue.turns:
        if turn.role == "shopper":
            said.append(turn.text)
            continue
        if turn.role == "agent" and len(said) > since:
            yield _Answered(" ".join(said[since:]), said[:since], turn)
        since = len(said)


def _sources(answer: Answer, turn: Turn) -> tuple[AnswerSentence, ...]:
    """What was found that can be worded; of the documents that the turn names, where it names some."""
    if not answer.answered or answer.curated or not fit_to_word(answer.sentences):
        return ()
    named = set(turn.documents)
    return tuple(
        sentence
        for sentence in answer.sentences
        if not named or any(hit.passage.document_id in named for hit in sentence.hits)
    )


def _refused(
    one: _Answered, sources: Sequence[AnswerSentence], written: Sequence[Written], reranker: Reranker | None
) -> str:
    """Why a turn is no example, "" where it is one."""
    if not sources:
        return "nothing found"
    if not written:
        return "no whole sentence"
    if len(written_sentences(one.turn.text)) > MOST:
        return "long"
    bad = next((sentence for sentence in written if not sentence.support), None)
    if bad is None:
        return ""
    return check_written(bad.text, sources, question=one.question, reranker=reranker).reason or "sources"


def _passed_over(turn: Turn) -> str:
    """The suggestion that the agent did not send as it was, if there was one."""
    suggestion = turn.suggestion
    return suggestion.text if suggestion and suggestion.use != "kept" else ""


def _marked(written: Sequence[Written]) -> str:
    """The sentences, each with the numbers of the sources that support it in front of its full stop."""
    return " ".join(_with_numbers(sentence) for sentence in written)


def _with_numbers(sentence: Written) -> str:
    numbers = "".join(f"[{place + 1}]" for place in sentence.support)
    end = len(sentence.text.rstrip(".!?…\"'”’)"))
    return f"{sentence.text[:end]} {numbers}{sentence.text[end:]}" if numbers else sentence.text

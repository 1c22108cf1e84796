"""``evaluate answers``: do the shown sentences answer, and does the bot decline what the documents lack?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import perf_counter
from typing import Any, NamedTuple, Protocol

import msgspec

from retrieval.documents.figures import read_figures
from retrieval.documents.ground import check_written
from retrieval.documents.labelled import Labelled, plain
from retrieval.documents.units import units
from retrieval.types import Answer, AnswerSentence, Passage


class Answers(Protocol):
    """What is asked: an Answerer, or whatever words its answers."""

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """See ``Answerer.answer``."""


Progress = Callable[[int, int], None]
BINS = 10
"""Of the reliability diagram."""


class Failure(msgspec.Struct, frozen=True):
    """What went wrong with a question; ``got`` is what was shown, ``probability`` that of being covered."""

    id: str
    question: str
    reason: str
    got: str
    probability: float


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """Questions with a like probability of being covered: its mean, and the share that is answerable."""

    questions: int
    probability: float
    answerable: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Rates over the questions.

    ``document_recall``: a gold document among the five best documents. ``gold_sentence_rate``: a shown
    sentence lies in a gold passage, or the gold in it (a declined question counts against it);
    ``gold_passage_rate``: the cited passage holds the gold. ``supported_rate``: shown sentences that stand in
    the passage they cite, or were worded from such and pass the grounding check. ``unsupported_numbers``:
    numbers of shown sentences that their passages do not give. ``decline_recall``: unanswerable questions
    declined. ``over_decline_rate``: answerable ones declined; ``closest_rate``: those of them for which the
    page that is named as the closest is a gold document. ``uncited``: answers without a source.
    ``calibration_error``: how far the probabilities of being covered are from the shares that are, in the
    mean over questions (expected calibration error over ``reliability``).
    """

    questions: int
    document_recall: float = msgspec.field(name="document_recall@5")
    gold_sentence_rate: float
    gold_passage_rate: float
    supported_rate: float
    unsupported_numbers: int
    decline_recall: float
    over_decline_rate: float
    closest_rate: float
    uncited: int
    calibration_error: float
    latency_ms_p50: float
    latency_ms_p95: float
    reliability: tuple[Bin, ...] = ()


class Asked(NamedTuple):
    """A question, what came of it, and the milliseconds that it took."""

    case: Labelled
    answer: Answer
    milliseconds: float


def evaluate_answers(
    answerer: Answers, cases: Sequence[Labelled], progress: Progress | None = None
) -> tuple[Report, list[Failure]]:
    """Ask every question and judge what is shown."""
    asked = ask_all(answerer, cases, progress)
    failures = [failure for one in asked if (failure := _failure(one.case, one.answer)) is not None]
    return report_of(asked), failures


def ask_all(answerer: Answers, cases: Sequence[Labelled], progress: Progress | None = None) -> list[Asked]:
    """Ask every question."""
    asked = []
    for done, case in enumerate(cases, start=1):
        started = perf_counter()
        answer = answerer.answer(case.question, case.said_before)
        asked.append(Asked(case, answer, (perf_counter() - started) * 1000))
        if progress:
            progress(done, len(cases))
    return asked


def report_of(asked: Sequence[Asked]) -> Report:
    """The rates over what was asked."""
    return _report([(one.case, one.answer) for one in asked], sorted(one.milliseconds for one in asked))


def _report(pairs: Sequence[tuple[Labelled, Answer]], times: Sequence[float]) -> Report:
    good = [(case, answer) for case, answer in pairs if case.answerable]
    bad = [answer for case, answer in pairs if not case.answerable]
    shown = [sentence for _, answer in pairs for sentence in answer.sentences if not answer.curated]
    bins = reliability([(answer.answerable, case.answerable) for case, answer in pairs])
    return Report(
        questions=len(pairs),
        document_recall=_share(document_found(case, answer) for case, answer in good),
        gold_sentence_rate=_share(gold_shown(case, answer) for case, answer in good),
        gold_passage_rate=_share(gold_cited(case, answer) for case, answer in good),
        supported_rate=_share(map(_supported, shown)),
        unsupported_numbers=sum(map(_unsupported_numbers, shown)),
        decline_recall=_share(not answer.answered for answer in bad),
        over_decline_rate=_share(not answer.answered for _, answer in good),
        closest_rate=_share(_closest_right(case, answer) for case, answer in good if not answer.answered),
        uncited=sum(answer.answered and not any(s.hits for s in answer.sentences) for _, answer in pairs),
        calibration_error=round(
            sum(b.questions * abs(b.probability - b.answerable) for b in bins) / max(1, len(pairs)), 4
        ),
        latency_ms_p50=round(times[len(times) // 2], 2) if times else 0.0,
        latency_ms_p95=round(times[int(len(times) * 0.95)], 2) if times else 0.0,
        reliability=bins,
    )


def reliability(judged: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Probabilities of being covered with what is, in ``BINS`` of equal width; empty ones are left out."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for probability, answerable in judged:
        groups[min(BINS - 1, int(probability * BINS))].append((probability, answerable))
    return tuple(
        Bin(
            questions=len(group),
            probability=round(sum(p for p, _ in group) / len(group), 4),
            answerable=round(sum(a for _, a in group) / len(group), 4),
        )
        for group in groups
        if group
    )


def _failure(case: Labelled, answer: Answer) -> Failure | None:
    reason = _reason(case, answer)
    if not reason:
        return None
    shown = answer.curated or " ".join(s.text for s in answer.sentences)
    where = ", ".join(dict.fromkeys(h.passage.passage_id for s in answer.sentences for h in s.hits))
    tried = ", ".join(h.passage.passage_id for h in answer.tried[:3])
    got = f"{shown} [{where}]" if answer.answered else f"tried {tried}"
    return Failure(case.id, case.question, reason, got, round(answer.answerable, 3))


def _reason(case: Labelled, answer: Answer) -> str:
    if not case.answerable:
        return "answered, not covered" if answer.answered else ""
    if not document_found(case, answer):
        return "document not found"
    if not answer.answered:
        return "declined"
    return "" if gold_shown(case, answer) else "other sentence"


def document_found(case: Labelled, answer: Answer) -> bool:
    """Whether a gold document is among the five best."""
    tried = {hit.passage.document_id for hit in answer.tried[:5]}
    return any(gold.document in tried for gold in case.gold)


def gold_shown(case: Labelled, answer: Answer) -> bool:
    """Whether a shown sentence lies in the gold, or the gold in it. Curated answers are
    texts of their own: what they cite counts instead."""
    if answer.curated:
        return gold_cited(case, answer)
    return any(case.shows_gold(s.hits[0].passage, s.quote or s.text) for s in answer.sentences)


def gold_cited(case: Labelled, answer: Answer) -> bool:
    """Whether a cited passage holds the gold."""
    return any(holds_gold(case, hit.passage) for sentence in answer.sentences for hit in sentence.hits)


def _closest_right(case: Labelled, answer: Answer) -> bool:
    named = answer.closest.hits[0].passage.document_id if answer.closest else ""
    return any(named == gold.document for gold in case.gold)


def holds_gold(case: Labelled, passage: Passage) -> bool:
    """Whether the gold lies in a passage, or the passage in it."""
    text = plain(passage.text)
    return any(
        passage.document_id == gold.document and (plain(gold.passage) in text or text in plain(gold.passage))
        for gold in case.gold
    )


def _supported(sentence: AnswerSentence) -> bool:
    """Word for word; a sentence that was worded by the grounding check, and what it was written from word for
    word."""
    extracted = sentence.sources or (sentence,)
    if not all(plain(one.quote or one.text) in plain(one.hits[0].passage.text) for one in extracted):
        return False
    return not sentence.sources or check_written(sentence.text, sentence.sources).accepted


def _unsupported_numbers(sentence: AnswerSentence) -> int:
    there = read_figures("\n".join(_whole(hit.passage) for hit in sentence.hits)).figures
    return sum(not any(figure.same(one) for one in there) for figure in read_figures(sentence.text).figures)


def _whole(passage: Passage) -> str:
    """The text of a passage and its headings, and its rows as they are read: with the units of the header."""
    return "\n".join([passage.title, passage.heading, passage.text, *(unit.text for unit in units(passage))])


def _share(values: Iterable[Any]) -> float:
    """The share of true values; 1.0 of none."""
    found = [bool(value) for value in values]
    return round(sum(found) / len(found), 4) if found else 1.0

"""A question to an answer: curated, else sentences with their passages, else the honest lack of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log

import msgspec
import numpy as np

from retrieval.documents.answerability import Evidence
from retrieval.documents.chunk import Unit
from retrieval.documents.search import Documents, Found, candidates, resolve
from retrieval.documents.snapshot import Snapshot, lexical_text
from retrieval.encode import Encoder, Vectors
from retrieval.types import Answer, AnswerSentence, PassageHit
from retrieval.words import words

LOOKED_AT = 5
"""Passages whose sentences may be shown."""
SHOWN = 3
NEAR = 0.88
"""Further sentences are shown from this share of the best one's score on."""

_PARTS = re.compile(
    r"(?<=[?!.])\s+|\s*(?:[,;]|\band\b|\balso\b)+\s+(?=(?:how|what|when|where|which|who|why|can|could|do|does|is|are|will"
    r"|would|may|must)\b)",
    re.IGNORECASE,
)


class Ranked(msgspec.Struct, frozen=True):
    """A unit as a possible answer; ``cosine`` to the question, ``coverage`` of its words, ``score`` ranks."""

    unit: Unit
    place: int
    cosine: float
    coverage: float
    score: float


class Answerer:
    """Answers from ``documents``. Safe for threads; some milliseconds, the encoder's share included."""

    def __init__(self, documents: Documents, encoder: Encoder, *, threshold: float = 0.0) -> None:
        """``threshold``: answer from this probability on; 0 takes the one that was calibrated."""
        self._documents, self._encoder = documents, encoder
        self._threshold = threshold

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer, or decline; ``history``: what the shopper said before, oldest first.

        Raises: IndexMissing, IndexDamaged, ModelFileError.
        """
        snapshot = self._documents.snapshot
        found = self._documents.find(snapshot, question, history)
        curated = self._curated(snapshot, question, found)
        if curated is not None:
            return curated
        return self._extracted(snapshot, question, found, history)

    def _curated(self, snapshot: Snapshot, question: str, found: Found) -> Answer | None:
        content = snapshot.content
        if not content.curated or found.query != question:
            return None
        cosines = content.curated_vectors @ found.vector  # (variants, d) @ (d,) -> (variants,)
        owners = [answer for answer in content.curated for _ in answer.questions]
        best = int(np.argmax(cosines))
        if cosines[best] < content.answerability.curated:
            return None
        answer = owners[best]
        hits = tuple(found.hits(snapshot, LOOKED_AT))
        sources = tuple(hit for hit in hits if hit.passage.document_id == answer.source)[:1]
        sentences = (AnswerSentence(text=answer.answer, hits=sources),) if sources else ()
        return Answer(
            question=question, answered=True, answerable=float(min(1.0, cosines[best])), sentences=sentences, tried=hits,
            curated=answer.answer,
        )  # fmt: skip

    def _extracted(self, snapshot: Snapshot, question: str, found: Found, history: Sequence[str]) -> Answer:
        tried = tuple(found.hits(snapshot, LOOKED_AT))
        ranked = rank_units(snapshot, found)
        model = snapshot.content.answerability
        probability = model.probability(gather(snapshot, found, ranked))
        if not ranked or probability < (self._threshold or model.threshold):
            return Answer(question=question, answered=False, answerable=probability, tried=tried)
        chosen = choose(ranked)
        for part in _parts(question, history):
            if len(chosen) < SHOWN:
                chosen += [r for r in self._part(snapshot, part) if r.unit not in [c.unit for c in chosen]]
        sentences = tuple(_sentence(snapshot, found, r) for r in chosen[:SHOWN])
        return Answer(
            question=question, answered=True, answerable=probability, sentences=sentences, tried=tried
        )

    def _part(self, snapshot: Snapshot, part: str) -> list[Ranked]:
        """The best unit of one part of a question, where the documents cover it."""
        vector = self._encoder.encode([part])[0]
        model = snapshot.content.answerability
        found = candidates(snapshot, part, vector, model.fusion)
        ranked = rank_units(snapshot, found)
        covered = ranked and model.probability(gather(snapshot, found, ranked)) >= (
            self._threshold or model.threshold
        )
        return ranked[:1] if covered else []


def rank_units(snapshot: Snapshot, found: Found) -> list[Ranked]:
    """The units of the best passages, best first: cosine, words covered, and how its passage ranks."""
    content, ranked = snapshot.content, []
    asked = _weights(snapshot, found.query)
    for rank, place in enumerate(found.places[:LOOKED_AT]):
        numbers = snapshot.unit_range(int(place))
        cosines = _cosines(content.unit_vectors[numbers.start : numbers.stop], found.vector)
        context = _coverage(asked, f"{content.passages[place].title} {content.passages[place].heading}")
        for number, cosine in zip(numbers, cosines, strict=True):
            unit = content.units[number]
            coverage = _coverage(asked, unit.text)
            score = float(cosine) + 0.25 * coverage + 0.1 * context - 0.03 * rank
            ranked.append(Ranked(unit, int(place), float(cosine), coverage, score))
    return sorted(ranked, key=lambda r: -r.score)


def choose(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The best unit, and those of the same passage that are almost as good, in the order of the passage."""
    best = ranked[0]
    near = [r for r in ranked if r.place == best.place and r.score >= NEAR * best.score][:SHOWN]
    return [r for r in near if not any(r is not o and r.unit.text in o.unit.text for o in near)] or [best]


def gather(snapshot: Snapshot, found: Found, ranked: Sequence[Ranked]) -> Evidence:
    """The evidence that a question is covered."""
    if not len(found.places) or not ranked:
        return Evidence()
    asked = _weights(snapshot, found.query)
    passage = snapshot.content.passages[int(found.places[0])]
    order = np.argsort(-found.dense)
    total = sum(asked.values())
    return Evidence(
        dense=float(found.dense.max()),
        sentence=max(r.cosine for r in ranked),
        lexical=float(found.lexical.max()) / (2.2 * total) if total else 0.0,
        coverage=_coverage(asked, lexical_text(passage)),
        sentence_coverage=max(r.coverage for r in ranked[:3]),
        margin=float(found.dense[order[0]] - found.dense[order[min(9, len(order) - 1)]]),
        agreement=float(found.lexical[order[0]] == found.lexical.max()),
        words=min(1.0, len(asked) / 10),
    )


def _weights(snapshot: Snapshot, question: str) -> dict[str, float]:
    """The content words of a question with their inverse document frequency."""
    size = len(snapshot.content.passages)
    return {
        w: log(1 + (size + 0.5) / (snapshot.lexical.frequency(w) + 0.5))
        for w in dict.fromkeys(words(question))
    }


def _coverage(asked: dict[str, float], text: str) -> float:
    """The share of the asked words, by weight, that stand in the text; 0 when nothing is asked."""
    total = sum(asked.values())
    there = set(words(text))
    return sum(weight for word, weight in asked.items() if word in there) / total if total else 0.0


def _cosines(vectors: Vectors, vector: Vectors) -> Vectors:
    found: Vectors = np.asarray(vectors, np.float32) @ vector  # (n, d) @ (d,) -> (n,)
    return found


def _parts(question: str, history: Sequence[str]) -> list[str]:
    """The questions in a message that asks several; none where it asks one."""
    parts = [part.strip() for part in _PARTS.split(question) if len(words(part)) >= 2]
    if len(parts) < 2:
        return []
    return [resolve(part, [*history, parts[0]] if n else history) for n, part in enumerate(parts)]


def _sentence(snapshot: Snapshot, found: Found, ranked: Ranked) -> AnswerSentence:
    at = np.flatnonzero(found.places == ranked.place)
    row = int(at[0]) if len(at) else None
    hit = PassageHit(
        passage=snapshot.content.passages[ranked.place],
        lexical=float(found.lexical[row]) if row is not None else 0.0,
        dense=float(found.dense[row]) if row is not None else ranked.cosine,
        fused=float(found.fused[row]) if row is not None else 0.0,
    )
    return AnswerSentence(text=ranked.unit.text, quote=ranked.unit.quote, hits=(hit,))

"""A question to an answer: curated, else sentences with their passages, else the honest lack of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from retrieval.documents.evidence import Ranked, gather, text_words
from retrieval.documents.search import Documents, Found, resolve
from retrieval.documents.snapshot import Snapshot
from retrieval.encode import Encoder
from retrieval.types import Answer, AnswerSentence, PassageHit
from retrieval.words import words

TRIED = 5
"""Documents that an answer names as looked at, each with its best passage."""
SHOWN = 3
NEAR = 0.5
"""Further units are shown from this share of the best one's probability on."""
SAME = 0.75
"""Share of the words of the shorter sentence from which two say the same."""

_PARTS = re.compile(
    r"(?<=[?!.])\s+|\s*(?:[,;]|\band\b|\balso\b)+\s+"
    r"(?=(?:how|what|when|where|which|who|why|can|could|do|does|is|are|will|would|may|must)\b)",
    re.IGNORECASE,
)


class Answerer:
    """Answers from ``documents``. Safe for threads; some milliseconds, the encoder's share included."""

    def __init__(self, documents: Documents, encoder: Encoder, *, threshold: float = 0.0) -> None:
        """``threshold``: answer from this probability on; 0 takes the one that was fitted."""
        self._documents, self._encoder = documents, encoder
        self._threshold = threshold

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer, or decline; ``history``: what the shopper said before, oldest first.

        Raises: IndexMissing, IndexDamaged, ModelFileError.
        """
        snapshot = self._documents.snapshot
        found = self._documents.find(snapshot, question, history)
        curated = self._curated(snapshot, question, found)
        return curated or self._extracted(snapshot, question, found, history)

    def _curated(self, snapshot: Snapshot, question: str, found: Found) -> Answer | None:
        """An approved answer, when its questions are close; never to a follow-up."""
        content = snapshot.content
        if not content.curated or found.query != question:
            return None
        cosines = content.curated_vectors @ found.vector  # (variants, d) @ (d,) -> (variants,)
        best = int(np.argmax(cosines))
        if cosines[best] < content.model.curated:
            return None
        owners = [answer for answer in content.curated for _ in answer.questions]
        answer = owners[best]
        hits = _source(snapshot, found, answer.source)
        return Answer(
            question=question, answered=True, answerable=float(min(1.0, cosines[best])),
            sentences=(AnswerSentence(text=answer.answer, hits=hits),) if hits else (),
            tried=tuple(found.documents(snapshot, TRIED)), curated=answer.answer,
        )  # fmt: skip

    def _extracted(self, snapshot: Snapshot, question: str, found: Found, history: Sequence[str]) -> Answer:
        tried = tuple(found.documents(snapshot, TRIED))
        probability, ranked = self._judge(snapshot, found)
        parts = _parts(question, history)
        chosen = choose(ranked, SHOWN - len(parts[1:])) if self._enough(snapshot, probability) else []
        for part in parts:
            of_part, best = self._judge(snapshot, self._documents.find(snapshot, part))
            if self._enough(snapshot, of_part) and all(best[0].unit != c.unit for c in chosen):
                probability = max(probability, of_part)
                chosen.append(best[0])
        sentences = tuple(_sentence(snapshot, found, r) for r in _ordered(chosen[:SHOWN]))
        return Answer(
            question=question,
            answered=bool(sentences),
            answerable=probability,
            sentences=sentences,
            tried=tried,
        )

    def _judge(self, snapshot: Snapshot, found: Found) -> tuple[float, list[Ranked]]:
        """How likely the documents cover a question, and the units that may answer it, best first."""
        evidence = gather(snapshot, found)
        if not evidence.ranked:
            return 0.0, []
        return float(
            snapshot.content.model.coverage.probabilities(evidence.features[None, :])[0]
        ), evidence.ranked

    def _enough(self, snapshot: Snapshot, probability: float) -> bool:
        return probability >= (self._threshold or snapshot.content.model.threshold)


def choose(ranked: Sequence[Ranked], most: int = SHOWN) -> list[Ranked]:
    """The best unit and those that are nearly as likely; none that another one holds already."""
    chosen: list[Ranked] = []
    for candidate in ranked:
        if len(chosen) == most or candidate.probability < NEAR * ranked[0].probability:
            break
        if not any(_holds(other, candidate) for other in chosen):
            chosen.append(candidate)
    return chosen


def _holds(one: Ranked, other: Ranked) -> bool:
    """Whether one says what the other says."""
    short, long = sorted((one.unit.text, other.unit.text), key=len)
    if short.rstrip(".") in long:
        return True
    mine, theirs = text_words(short), text_words(long)
    return len(mine & theirs) >= SAME * max(1, min(len(mine), len(theirs)))


def _ordered(chosen: Iterable[Ranked]) -> list[Ranked]:
    """Units of one passage stand together and in its order; the passage of the best one comes first."""
    chosen = list(chosen)
    places = [r.place for r in chosen]
    return sorted(chosen, key=lambda r: (places.index(r.place), r.number))


def _parts(question: str, history: Sequence[str]) -> list[str]:
    """The questions in a message that asks several, each by itself; none where it asks one."""
    parts = [part.strip() for part in _PARTS.split(question) if len(words(part)) >= 2]
    if len(parts) < 2:
        return []
    return [resolve(part, [*history, parts[0]] if n else history) for n, part in enumerate(parts)][:SHOWN]


def _source(snapshot: Snapshot, found: Found, document_id: str) -> tuple[PassageHit, ...]:
    """The passage of a document that fits the question best; empty when the document is not indexed."""
    content = snapshot.content
    places = [place for place, p in enumerate(content.passages) if p.document_id == document_id]
    if not places:
        return ()
    cosines = np.asarray(content.vectors[places]) @ found.vector  # (n, d) @ (d,) -> (n,)
    best = int(np.argmax(cosines))
    passage = content.passages[places[best]]
    return (PassageHit(passage=passage, lexical=0.0, dense=float(cosines[best]), fused=0.0),)


def _sentence(snapshot: Snapshot, found: Found, ranked: Ranked) -> AnswerSentence:
    ranks = np.flatnonzero(found.places == ranked.place)
    passage = snapshot.content.passages[ranked.place]
    hit = (
        found.hit(snapshot, int(ranks[0]))
        if len(ranks)
        else PassageHit(passage=passage, lexical=0.0, dense=ranked.cosine, fused=0.0)
    )
    return AnswerSentence(text=ranked.unit.text, quote=ranked.unit.quote, hits=(hit,))

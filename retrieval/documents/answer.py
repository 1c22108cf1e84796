"""A question to an answer: curated, else sentences with their passages, else the honest lack of one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from retrieval.documents.candidates import Found
from retrieval.documents.evidence import Ranked, gather, text_words
from retrieval.documents.query import MAX_QUESTION, is_follow_up, resolve, whole_question
from retrieval.documents.reread import reread
from retrieval.documents.search import Documents
from retrieval.documents.snapshot import Snapshot
from retrieval.rerank import Reranker
from retrieval.types import Answer, AnswerSentence, PassageHit
from retrieval.words import words

TRIED = 5
"""Documents that an answer names as looked at, each with its best passage."""
AS_ASKED = 0.95
"""Cosine from which a question counts as asked before, and is answered or declined as it was then."""
SHOWN = 3
HELD = 0.9
"""So many units are shown, up to ``SHOWN``, as hold this share of what speaks for any."""
SAME = 0.75
"""Share of the words of the shorter sentence from which two say the same ..."""
SAME_NUMBERS = 0.6
"""... or this share, where it has numbers and the longer one has them all."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_CODE = re.compile(r"\b(?:(?P<letters>[A-Za-z]{1,3})-?(?P<number>\d{1,4})|(?P<year>(?:19|20)\d\d))\b")
_PARTS = re.compile(
    r"(?<=[?!.])\s+|\s*(?:[,;]|\band\b|\balso\b)+\s+"
    r"(?=(?:how|what|when|where|which|who|why|can|could|do|does|is|are|will|would|may|must)\b)",
    re.IGNORECASE,
)

_QUESTION = re.compile(
    r"^(?:(?:and|also|but|or|so)\s+)?(?:(?:until|till|from|since|by|at|to|for|in|on|with)\s+)?"
    r"(?:how|what|when|where|which|who|whose|why|can|could|do|does|did|is|are|am|will|would|may|must|should|has"
    r"|have)\b|\?$",
    re.IGNORECASE,
)


class Answerer:
    """Answers from ``documents``. Safe for threads; some milliseconds, the models' share included."""

    def __init__(
        self, documents: Documents, reranker: Reranker | None = None, *, threshold: float = 0.0
    ) -> None:
        """``reranker``: used where the index was fitted with it. ``threshold``: answer from this probability
        on; 0 takes the one that was fitted."""
        self._documents, self._reranker = documents, reranker
        self._threshold = threshold

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer, or decline; ``history``: what the shopper said before, oldest first.

        Raises: IndexMissing, IndexDamaged, ModelFileError.
        """
        snapshot = self._documents.newest()
        found = self._documents.find(snapshot, question, history)
        curated = None if _follows(question, history) else self._curated(snapshot, question, found)
        return curated or self._extracted(snapshot, question, found, history)

    @property
    def threshold(self) -> float:
        """The probability from which a question is answered."""
        return self._threshold or self._documents.newest().content.model.threshold

    def explained(self, question: str, k: int = 5, history: Sequence[str] = ()) -> list[PassageHit]:
        """The ``k`` best passages with all their scores, also the re-ranker's where there is one.

        Raises: IndexMissing, IndexDamaged, ModelFileError.
        """
        snapshot = self._documents.newest()
        found = self._documents.find(snapshot, question, history)
        if self._reranker is None:
            return found.hits(snapshot, k)
        return [
            found.hit(snapshot, rank, one.score, one.sentence)
            for rank, one in enumerate(reread(snapshot, found, self._reranker, k))
        ]

    def _curated(self, snapshot: Snapshot, question: str, found: Found) -> Answer | None:
        """An approved answer that is still valid, when its questions are close."""
        content = snapshot.content
        if not content.curated:
            return None
        owners = [answer for answer in content.curated for _ in answer.questions]
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        valid = np.array([not answer.valid_until or today <= answer.valid_until for answer in owners])
        cosines = content.curated_vectors @ found.query.vector  # (variants, d) @ (d,) -> (variants,)
        best = int(np.argmax(np.where(valid, cosines, -1)))
        if not valid[best] or cosines[best] < content.model.curated:
            return None
        answer = owners[best]
        hits = _source(snapshot, found, answer.source)
        return Answer(
            question=question, answered=True, answerable=float(min(1.0, cosines[best])),
            sentences=(AnswerSentence(text=answer.answer, hits=hits),) if hits else (),
            tried=tuple(found.documents(snapshot, TRIED)), curated=answer.answer,
        )  # fmt: skip

    def _extracted(self, snapshot: Snapshot, question: str, found: Found, history: Sequence[str]) -> Answer:
        tried = tuple(found.documents(snapshot, TRIED))
        parts = _parts(question, history)
        probability, ranked = self._ranked(snapshot, found)
        chosen = choose(snapshot, ranked, SHOWN - len(parts[1:])) if ranked else []
        chosen = [one for one in chosen if not stands_for_another(question, one.unit.text)]
        if _follows(question, history):
            before = set(words(whole_question(snapshot, history[-1], ())))
            chosen = _renewed(snapshot, chosen, before, set(words(found.query.text)) - before)
        for part in parts:
            of_part, best = self._ranked(snapshot, self._documents.find(snapshot, part))
            said = choose(snapshot, best, 1) if best else []
            if said and all(said[0].unit != c.unit for c in chosen):
                probability = max(probability, of_part)
                chosen += said
        sentences = tuple(_sentence(snapshot, found, r) for r in _ordered(chosen[:SHOWN]))
        return Answer(
            question=question,
            answered=bool(sentences),
            answerable=probability,
            sentences=sentences,
            tried=tried,
        )

    def _ranked(self, snapshot: Snapshot, found: Found) -> tuple[float, list[Ranked]]:
        """How likely the documents cover a question, and the units that may answer it, best first; none where
        that is not likely enough."""
        content, recalled = snapshot.content, found.recalled
        if recalled.nearest >= AS_ASKED:
            units = [
                Ranked(content.units[n], n, int(content.owners[n]), 1.0, recalled.nearest)
                for n in recalled.units
            ]
            return (recalled.nearest if units else 1 - recalled.nearest), units
        model = content.model
        evidence = gather(snapshot, found, model.judge(self._reranker))
        if not evidence.ranked:
            return 0.0, []
        probability = float(model.coverage.probabilities(evidence.features[None, :])[0])
        return probability, evidence.ranked if probability >= (self._threshold or model.threshold) else []


def _follows(question: str, history: Sequence[str]) -> bool:
    return bool(history) and is_follow_up(question[:MAX_QUESTION])


def _renewed(snapshot: Snapshot, chosen: list[Ranked], before: set[str], new: set[str]) -> list[Ranked]:
    """Without the units that speak of what a follow-up has put something else in the place of: "and to
    Austria?" is not answered by what holds for France. ``before``: words of the question before, ``new``:
    those that the follow-up adds."""
    said = [_words(snapshot, one) for one in chosen]
    naming = [own for own in said if own & new]
    if not naming:
        return chosen
    kept = frozenset[str]().union(*naming)
    return [one for one, own in zip(chosen, said, strict=True) if own & new or not (own & before) - kept]


def stands_for_another(question: str, unit: str) -> bool:
    """Whether a row of a table stands for another code or year than the one asked for: "E4" is not answered
    by the row of E3, 2021 not by one of 2022 to 2024."""
    cells = [cell.partition(": ") for cell in unit.rstrip(".").split("; ")]
    if not all(colon for _, colon, _ in cells):
        return False
    keys, told = _codes(" ".join([cells[0][2], *(label for label, _, _ in cells)])), _codes(unit)
    return any(kind in keys and not codes & told[kind] for kind, codes in _codes(question).items())


def _codes(text: str) -> dict[str, set[str]]:
    """Numbers behind letters ("E3") by their letters, and years."""
    found: dict[str, set[str]] = {}
    for match in _CODE.finditer(text):
        found.setdefault((match["letters"] or "").casefold(), set()).add(match["number"] or match["year"])
    return found


def _words(snapshot: Snapshot, one: Ranked) -> frozenset[str]:
    """The words of a unit and of the headings that it stands below."""
    passage = snapshot.content.passages[one.place]
    return text_words(f"{passage.title} {passage.heading} {one.unit.text}")


def choose(snapshot: Snapshot, ranked: Sequence[Ranked], most: int = SHOWN) -> list[Ranked]:
    """The best unit and those that could be meant as well; none that another one holds already."""
    chances = np.array([min(r.probability, 1 - 1e-9) for r in ranked])
    weights = chances / (1 - chances)  # odds
    before = (np.cumsum(weights) - weights) / weights.sum()  # share of those in front
    chosen: list[Ranked] = []
    for candidate, share in zip(ranked, before, strict=True):
        if len(chosen) == most or share >= HELD:
            break
        said = _behind_question(snapshot, candidate)
        if not any(_holds(other, said) for other in chosen):
            chosen.append(said)
    return chosen


def _behind_question(snapshot: Snapshot, ranked: Ranked) -> Ranked:
    """A unit that only asks answers nothing: the one behind it in its passage does."""
    behind = ranked.number + 1
    if not ranked.unit.text.rstrip().endswith("?") or behind not in snapshot.unit_range(ranked.place):
        return ranked
    return msgspec.structs.replace(ranked, number=behind, unit=snapshot.content.units[behind])


def _holds(one: Ranked, other: Ranked) -> bool:
    """Whether one says what the other says."""
    short, long = sorted((one.unit.text, other.unit.text), key=len)
    if short.rstrip(".") in long:
        return True
    mine, theirs = text_words(short), text_words(long)
    numbers = set(_NUMBER.findall(short))
    share = SAME_NUMBERS if numbers and numbers <= set(_NUMBER.findall(long)) else SAME
    return len(mine & theirs) >= share * max(1, min(len(mine), len(theirs)))


def _ordered(chosen: Iterable[Ranked]) -> list[Ranked]:
    """Units of one passage stand together and in its order; the passage of the best one comes first."""
    chosen = list(chosen)
    places = [r.place for r in chosen]
    return sorted(chosen, key=lambda r: (places.index(r.place), r.number))


def _parts(question: str, history: Sequence[str]) -> list[str]:
    """The questions in a message that asks several, each by itself; none where it asks one: what is told
    before a question is not asked."""
    parts = [part.strip() for part in _PARTS.split(question) if len(words(part)) >= 2]
    parts = [part for part in parts if _QUESTION.search(part)]
    if len(parts) < 2:
        return []
    return [resolve(part, [*history, parts[0]] if n else history) for n, part in enumerate(parts)][:SHOWN]


def _source(snapshot: Snapshot, found: Found, document_id: str) -> tuple[PassageHit, ...]:
    """The passage of a document that fits the question best; empty when the document is not indexed."""
    content = snapshot.content
    places = [place for place, p in enumerate(content.passages) if p.document_id == document_id]
    if not places:
        return ()
    cosines = np.asarray(content.vectors[places]) @ found.query.vector  # (n, d) @ (d,) -> (n,)
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

"""What an answer shows of the units that were chosen: sentences with their sources, the passage that comes
closest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from retrieval.documents.candidates import Found
from retrieval.documents.choose import NUMBER, stands_for_another
from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.several import contradicting, newer, supporting
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.surroundings import surroundings
from retrieval.documents.verdict import Verdict
from retrieval.places import is_of_other_countries
from retrieval.types import AnswerSentence, PassageHit
from retrieval.words import words

CLOSEST = 0.1
"""Probability of being covered from which a question that is declined is told the page that comes closest. Of
those that could have been answered it names four of five, of the others a fifth (docs/decisions/0035)."""
NEARLY = 0.9
"""Share of the first unit's probability from which another one comes as close."""


def source_of(snapshot: Snapshot, found: Found, document_id: str, answer: str) -> tuple[PassageHit, ...]:
    """The passage of a document that has the most numbers of an answer, of equal ones the one that fits the
    question best; empty when the document is not indexed."""
    content = snapshot.content
    places = [place for place, p in enumerate(content.passages) if p.document_id == document_id]
    if not places:
        return ()
    cosines = np.asarray(content.vectors[places]) @ found.query.vector  # (n, d) @ (d,) -> (n,)
    said = set(NUMBER.findall(answer))
    shared = np.array([len(said & set(NUMBER.findall(content.passages[place].text))) for place in places])
    best = int(np.lexsort((cosines, shared))[-1])
    passage = content.passages[places[best]]
    return (PassageHit(passage=passage, lexical=0.0, dense=float(cosines[best]), fused=0.0),)


def sentences_of(
    snapshot: Snapshot, found: Found, one: Ranked, ranked: Sequence[Ranked]
) -> Iterator[AnswerSentence]:
    """A unit with the sources that say the same; behind it what another source says otherwise, the newer one
    first."""
    against = contradicting(snapshot, one, ranked)
    if against and newer(snapshot, against, one):
        one, against = against, one
    same = supporting(snapshot, one, ranked)
    yield AnswerSentence(
        text=one.unit.text, quote=one.unit.quote, also=tuple(other.unit.quote for other in same),
        hits=tuple(hit_of(snapshot, found, other) for other in (one, *same)),
    )  # fmt: skip
    if against:
        hits = (hit_of(snapshot, found, against),)
        yield AnswerSentence(text=against.unit.text, quote=against.unit.quote, hits=hits, otherwise=True)


def closest_of(snapshot: Snapshot, found: Found, question: str, read: Verdict) -> AnswerSentence | None:
    """What comes closest to a question that is declined, where it comes near; nothing does to one of whose
    words the documents have less than half."""
    said = words(found.query.text)
    best = _naming_most(snapshot, read.ranked, frozenset(said))
    if best is None or read.probability < CLOSEST or of_another(question, best.unit.text):
        return None
    if 2 * sum(snapshot.lexical.frequency(word) > 0 for word in said) < len(said):
        return None
    hit = hit_of(snapshot, found, best)
    quote = surroundings(hit.passage.text, best.unit.quote)
    return AnswerSentence(text=best.unit.text, quote=quote, hits=(hit,))


def _naming_most(snapshot: Snapshot, ranked: Sequence[Ranked], asked: frozenset[str]) -> Ranked | None:
    """Of the units that are nearly as likely as the first the one that, with the title and the heading above
    it, has the most words of a question."""

    def named(one: Ranked) -> int:
        passage = snapshot.content.passages[one.place]
        return len(asked & text_words(f"{passage.title} {passage.heading} {one.unit.text}"))

    near = [one for one in ranked if one.probability >= NEARLY * ranked[0].probability]
    return max(near, key=named, default=None)


def quoted(snapshot: Snapshot, found: Found, one: Ranked) -> AnswerSentence:
    """A unit as it stands."""
    return AnswerSentence(text=one.unit.text, quote=one.unit.quote, hits=(hit_of(snapshot, found, one),))


def hit_of(snapshot: Snapshot, found: Found, ranked: Ranked) -> PassageHit:
    """The passage of a unit with its scores, where it was found."""
    ranks = np.flatnonzero(found.places == ranked.place)
    if len(ranks):
        return found.hit(snapshot, int(ranks[0]))
    passage = snapshot.content.passages[ranked.place]
    return PassageHit(passage=passage, lexical=0.0, dense=ranked.cosine, fused=0.0)


def of_another(question: str, unit: str) -> bool:
    """Whether a unit is of another row or country than a question."""
    return stands_for_another(question, unit) or is_of_other_countries(question, unit)

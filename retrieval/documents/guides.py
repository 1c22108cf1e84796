"""What pages of a known form say: charts, size guides, and pages on care."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from retrieval.documents.candidates import Found, within
from retrieval.documents.care import PAGES, asked_care, of_meant, sections_on, tells_of
from retrieval.documents.charts import chart_for, query_of
from retrieval.documents.choose import choose, ordered, with_antecedents
from retrieval.documents.evidence import text_words
from retrieval.documents.for_whom import About
from retrieval.documents.questions import questions_in
from retrieval.documents.search import Documents
from retrieval.documents.shown import quoted
from retrieval.documents.size_guides import (
    advice_on_sizes,
    asks_advice,
    measures_said,
    query_of_sizes,
    rows_of_measures,
)
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.verdict import judged
from retrieval.rerank import Rerankers
from retrieval.types import Answer

TRIED = 5
"""Documents that an answer names as looked at, each with its best passage."""
AS_ASKED = 0.95
"""Cosine from which a question counts as asked before, and is answered or declined as it was then."""
GUIDES = 20
"""Best passages whose pages may be the size guide."""


class Guides:
    """Answers from pages of a known form among ``documents``. Safe for threads."""

    def __init__(self, documents: Documents, rerankers: Rerankers, sure: Callable[[], float]) -> None:
        """``sure``: how likely an answer is taken to be that is given by the form of its page."""
        self._documents, self._rerankers, self._sure = documents, rerankers, sure

    def chart(self, snapshot: Snapshot, question: str, found: Found) -> Answer | None:
        """The tables of the page that has the chart asked for, whole, or which pages have one; None where
        none is asked for or known, and where a person taught what to say."""
        query = query_of(question) if len(questions_in(question)) < 2 else ""
        if not query or found.recalled.nearest >= AS_ASKED:
            return None
        rows, pages = chart_for(snapshot, self._documents.find(snapshot, query), question)
        if not rows and not pages:
            return None
        sentences = (quoted(snapshot, found, one) for one in rows)
        return Answer(
            question=question, answered=bool(rows), answerable=self._sure(),
            sentences=tuple(sentences), tried=tuple(found.documents(snapshot, TRIED)), pages=pages,
        )  # fmt: skip

    def sized(
        self, snapshot: Snapshot, question: str, found: Found, history: Sequence[str], about: About
    ) -> Answer | None:
        """What the size guides say of the measures of a question, or of those that were said before; None
        where they say nothing of them, or a person taught what to say.

        Raises: IndexMissing, IndexDamaged, ModelFileError.
        """
        if found.recalled.nearest >= AS_ASKED:
            return None
        measures = measures_said(question, history) if len(questions_in(question)) < 2 else {}
        if not measures and not asks_advice(question):
            return None
        guides = self._documents.find(snapshot, query_of_sizes([question, *history[::-1]], measures, about))
        places = list(map(int, (*guides.places[:GUIDES], *found.places[:GUIDES])))
        rows = rows_of_measures(snapshot, places, question, history, about)
        rows = rows or advice_on_sizes(snapshot, places, question, history, about)
        if not rows:
            return None
        return Answer(
            question=question, answered=True, answerable=self._sure(),
            sentences=tuple(quoted(snapshot, guides, one) for one in rows),
            tried=tuple(guides.documents(snapshot, TRIED)),
        )  # fmt: skip

    def cared(self, snapshot: Snapshot, question: str, spoken: str) -> Answer | None:
        """How what is ``spoken`` of is washed, ironed and so on, by the care pages; a decline where they
        speak of it and not of what is asked, None where they do not or nothing of that kind is asked.

        Raises: IndexMissing, IndexDamaged, ModelFileError.
        """
        asked = asked_care(question)
        found = self._documents.find(snapshot, question)
        if not asked or found.recalled.nearest >= AS_ASKED:
            return None
        pages = self._documents.find(snapshot, f"{' '.join(sorted(asked))} care {spoken}")
        places = map(int, (*found.places[:PAGES], *pages.places[:PAGES]))
        sections = sections_on(snapshot, places, text_words(spoken))
        if not sections:
            return None
        model, there = snapshot.content.model, np.array([one.place for one in sections], np.int64)
        read = judged(
            snapshot, within(snapshot, found, model.fusion, there), model, self._rerankers.for_sentences
        )
        told = tells_of(snapshot, sections, asked)
        chosen = choose(snapshot, of_meant(sections, read.ranked, asked))
        best = with_antecedents(snapshot, ordered(snapshot, chosen))
        return Answer(
            question=question, answered=told, answerable=self._sure() if told else 0.0,
            sentences=tuple(quoted(snapshot, found, one) for one in best) if told else (),
            tried=tuple(found.documents(snapshot, TRIED)),
            closest=quoted(snapshot, found, best[0]) if best and not told else None,
        )  # fmt: skip

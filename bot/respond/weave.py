"""What a language model wrote, checked sentence by sentence and woven into the extracted answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from retrieval.documents.blocks import sentences
from retrieval.documents.claims import topics
from retrieval.documents.ground import check_written, limits
from retrieval.rerank import Reranker
from retrieval.types import AnswerSentence

MOST = 3
"""Sentences that are written at most."""

_MARKER = re.compile(r"\s*(?:\[\s*(?P<square>\d(?:\s*,\s*\d)*)\s*\]|\((?:[Ss]ources?)?\s*(?P<round>\d)\))")
_LEAD = re.compile(
    r"^(?:[-*•]\s+|\d[.)]\s+)?(?:(?:yes|no|sure|certainly|of course|answer)\s*[,.!:]\s+)?", re.I
)
_WHOLE = re.compile(r"[.!?…][\"'”’)]*$")


def written_sentences(text: str) -> list[tuple[str, frozenset[int]]]:
    """The whole sentences of a text, each with the numbers of the sources that it names; one that was cut off
    is left out."""
    marked = re.sub(r"([.!?])(\s*\[[\d, ]+\])", r"\2\1", text)  # "days. [1]" as "days [1]."
    found = [sentence for line in marked.splitlines() for sentence in sentences(line)]
    return [_clean(sentence) for sentence in found if _WHOLE.search(sentence)]


def _clean(sentence: str) -> tuple[str, frozenset[int]]:
    named = {int(n) for match in _MARKER.finditer(sentence) for n in re.findall(r"\d", match[0])}
    plain = _LEAD.sub("", _MARKER.sub("", sentence).strip())
    return plain[:1].upper() + plain[1:], frozenset(named)


class Written(NamedTuple):
    """A sentence of a model with the numbers of the sources that it names (from 1), and ``support``: places
    of the fewest sources that support it (from 0), () where none do."""

    text: str
    named: frozenset[int]
    support: tuple[int, ...]


def judged(
    text: str, sources: Sequence[AnswerSentence], question: str, reranker: Reranker | None
) -> list[Written]:
    """The sentences that count of what was written, each checked.

    Raises: ModelFileError.
    """
    return [
        Written(sentence, named, _support(sentence, sources, question, reranker))
        for sentence, named in written_sentences(text)[:MOST]
    ]


def weave(written: Sequence[Written], sources: Sequence[AnswerSentence]) -> tuple[AnswerSentence, ...]:
    """The sentences to show: those that passed the check in place of what they were written from, and what
    was written from the others. Nothing is lost by wording: a source that was left out is shown as it stands
    where it limits or no other of its passage is cited."""
    shown: list[AnswerSentence] = []
    used: set[int] = set()
    for sentence, named, support in written:
        if support:
            if sentence not in {other.text for other in shown}:
                shown.append(_worded(sentence, [sources[n] for n in support]))
            used.update(support)
        elif (origin := _origin(sentence, named, sources)) not in used:
            shown.append(sources[origin])
            used.add(origin)
    if not any(sentence.sources for sentence in shown):
        return tuple(sources)
    return (*shown, *_left_out(sources, used))


def _support(
    sentence: str, sources: Sequence[AnswerSentence], question: str, reranker: Reranker | None
) -> tuple[int, ...]:
    """The fewest sources that support a sentence, the nearest first; () where none do."""
    for places in _groups(sentence, sources):
        cited = [sources[n] for n in places]
        if check_written(sentence, cited, question=question, reranker=reranker).accepted:
            return places
    return ()


def _groups(sentence: str, sources: Sequence[AnswerSentence]) -> Iterator[tuple[int, ...]]:
    near = sorted(range(len(sources)), key=lambda n: -_shared(sentence, sources[n]))
    for size in range(1, len(sources) + 1):
        yield from (tuple(sorted(group)) for group in combinations(near, size))


def _shared(sentence: str, source: AnswerSentence) -> int:
    return len(topics(sentence) & topics(source.text))


def _origin(sentence: str, named: frozenset[int], sources: Sequence[AnswerSentence]) -> int:
    """The source that a sentence was written from: what it names, else the one with most of its words."""
    known = [n - 1 for n in sorted(named) if 1 <= n <= len(sources)]
    return max(known or range(len(sources)), key=lambda n: _shared(sentence, sources[n]))


def _worded(sentence: str, sources: Sequence[AnswerSentence]) -> AnswerSentence:
    hits = tuple(hit for source in sources for hit in source.hits)
    return AnswerSentence(text=sentence, hits=hits, quote=sources[0].quote, sources=tuple(sources))


def _left_out(sources: Sequence[AnswerSentence], used: set[int]) -> list[AnswerSentence]:
    cited = {hit.passage.passage_id for n in used for hit in sources[n].hits}
    return [
        source
        for n, source in enumerate(sources)
        if n not in used and (limits(source.text) or source.hits[0].passage.passage_id not in cited)
    ]

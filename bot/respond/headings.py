"""Headings that a sentence cannot be read without: "What does not count: marketplaces and auctions"."""

from __future__ import annotations

import re

from retrieval.documents.denial import DENIES
from retrieval.types import AnswerSentence

_EXAMPLE = re.compile(r"\bexamples?\b", re.IGNORECASE)
_DENIES_OTHERWISE = re.compile(
    r"\b(?:(?:leave|leaves|stays?) (?:\w+ )?(?:at home|out|behind)|avoid(?:ing)?|forbidden|prohibited|banned"
    r"|exclusions?|excludes?|instead of)\b",
    re.IGNORECASE,
)
"""Denies without a word that does: "Leave at home"."""
_LISTS = re.compile(r"[^.,;:]+(?:, (?:and |or )?[^.,;:]+){2,}\.?")
_SAYS = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|can|could|may|must|will|would|should|do|does|did|need|needs|takes?"
    r"|costs?|goes|go|comes?|makes?|holds?|keeps?|gets?|gives?|uses?|lets?|[a-z]+ed|we|you|it|they|i)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[-*•]|\d+[.)])\s+")


def heading_of(sentence: AnswerSentence) -> str:
    """The innermost heading that an extracted sentence stands below, where it belongs to what is said: one
    that denies, or calls it an example, or that of an item of a list without words that lead in, or of things
    that are only counted ("Telephone, first-aid kit, bivouac bag."); else ""."""
    passage = sentence.hits[0].passage
    heading = passage.heading.split("›")[-1].strip()
    if sentence.sources or not heading or heading == passage.title:
        return ""
    bare = sentence.text.removesuffix(".") == sentence.quote.removesuffix(".")
    item = bare and sentence.quote and _is_item(passage.text, sentence.quote)
    counted = _LISTS.fullmatch(sentence.text) is not None and _SAYS.search(sentence.text) is None
    told = any(kind.search(heading) for kind in (DENIES, _DENIES_OTHERWISE, _EXAMPLE))
    return heading if item or counted or told else ""


def _is_item(text: str, quote: str) -> bool:
    """Whether an item of a list begins with a quote."""
    at = text.find(quote)
    while at >= 0:
        if _BULLET.fullmatch(text, text.rfind("\n", 0, at) + 1, at):
            return True
        at = text.find(quote, at + 1)
    return False

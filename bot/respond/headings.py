"""Headings that a sentence cannot be read without: "What does not count: marketplaces and auctions"."""

from __future__ import annotations

import re

from retrieval.documents.denial import DENIES
from retrieval.types import AnswerSentence


def heading_of(sentence: AnswerSentence) -> str:
    """The innermost heading that an extracted sentence stands below, where it belongs to what is said: one
    that denies, or that of an item of a list without words that lead in; else ""."""
    passage = sentence.hits[0].passage
    heading = passage.heading.split("›")[-1].strip()
    if sentence.sources or not heading or heading == passage.title:
        return ""
    bare = sentence.text.removesuffix(".") == sentence.quote.removesuffix(".")
    item = re.search(rf"^\s*(?:[-*•]|\d+[.)])\s+{re.escape(sentence.quote)}", passage.text, re.MULTILINE)
    return heading if DENIES.search(heading) or (bare and sentence.quote and item) else ""

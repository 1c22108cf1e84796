"""What may be at most, and what must be at least: "how many nights can I try it" is not answered by "sleep on
it for at least 14 nights"."""

from __future__ import annotations

import re

_AT_MOST = re.compile(
    r"\bhow (?:long|many|much|big|heavy|far|large|old|high|often)\b"
    r"(?: [\w-]+){0,2}? (?:can|may|could|am|are)\b"
    r" (?:i|we|one|it|they|you|the|my)\b"
    r"(?!.*\b(?:at least|minimum|earliest|must|have to)\b)"
    r"|\b(?:until|till|up to) (?:when|what|how)\b|\bby when\b|\bmax(?:imum|imal)?\b|\bat most\b|\blongest\b",
    re.IGNORECASE,
)
_LEAST = re.compile(r"\b(?:at least|minimum|no(?:t)? (?:less|fewer|sooner) than)\b", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:at most|up to|maximum|max\.?|until|till|within|no(?:t)? (?:more|later|longer) than|not over)\b",
    re.IGNORECASE,
)


def is_other_bound(question: str, text: str) -> bool:
    """Whether a question asks what may be at most, and a text says only what must be at least."""
    if _AT_MOST.search(question) is None:
        return False
    return _LEAST.search(text) is not None and _MOST.search(text) is None

"""What stands around a sentence in its passage."""

from __future__ import annotations

import re

MOST = 300
"""Characters that a short passage has, or that are shown of a longer one."""
_ENDS = re.compile(r"(?<=[.!?:])\s+(?=\S)|\n+")
"""Between sentences and lines."""


def surroundings(text: str, quote: str) -> str:
    """A sentence of a passage with the whole sentences and lines before and behind it, as far as they go into
    ``MOST`` characters: that which comes near may stand beside that which answers. The quote itself where it
    is longer, is not found, or is a row of a table that goes on."""
    at = text.find(quote) if quote else -1
    if at < 0 or (quote.startswith("|") and len(text) > MOST):
        return quote
    start, end = at, at + len(quote)
    cuts = [0, *(match.end() for match in _ENDS.finditer(text)), len(text)]
    while True:
        behind = min((cut for cut in cuts if cut > end), default=end)
        if behind > end and behind - start <= MOST:
            end = behind
            continue
        before = max((cut for cut in cuts if cut < start), default=start)
        if before < start and end - before <= MOST:
            start = before
            continue
        return _without_torn_tables(text, start, end)


def _without_torn_tables(text: str, start: int, end: int) -> str:
    """A piece of a text without the rows at its ends whose table goes on outside of it."""
    shown = text[start:end].strip().splitlines()
    before, behind = text[:start].strip().splitlines(), text[end:].strip().splitlines()
    while before and shown and before[-1].startswith("|") and shown[0].startswith("|"):
        shown.pop(0)
    while behind and shown and behind[0].startswith("|") and shown[-1].startswith("|"):
        shown.pop()
    return "\n".join(shown).strip()

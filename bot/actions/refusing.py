"""Products that a shopper refuses: "the Halde is not for me", "I don't like the second one"."""

from __future__ import annotations

import re

from retrieval.products.plain_words import plain_words

_REFUSED = re.compile(
    r"(?:\b[^.;!?]{0,60}?)?(?:\b(?:is|are|was|does|do)(?:n't| not)|'s not)\s+(?:really |quite |exactly "
    r"|at all )?(?:for me|for us|my (?:thing|style|taste"
    r"|cup of tea)|what i (?:want|need|meant|had in mind|am looking for|'m looking for)|convince me"
    r"|appeal to me"
    r"|it(?=\s*(?:$|[.,!])))"
    r"|\b(?:i|we) (?:really )?(?:don't|do not|didn't) (?:really )?(?:like|want|fancy|love)\s+(?:the|that"
    r"|this|those|these|number)\b"
    r"[^.,;!?]*"
    r"|\b(?:not|no) (?:the|that|this|those|these)\s+(?:\w+\s+){0,3}?ones?\b"
    r"|\b(?:none|neither) of (?:these|those|them)\b"
    r"|\b(?:not|skip|forget|drop) (?:the )?(?:first|second|third|last) (?:one)?"
)


def refusal(text: str) -> str:
    """The words that refuse, or ""."""
    match = _REFUSED.search(plain_words(text))
    return match[0] if match else ""


def without_refusal(text: str) -> str:
    """What a message says besides."""
    return " ".join(_REFUSED.sub(" ", plain_words(text)).replace("\0", " ").split()).strip(" ,.;!?")

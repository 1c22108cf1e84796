"""Which language a message is in. Careful by design: in doubt it is the assistant's own."""

from __future__ import annotations

import re

from retrieval.language import Languages

KNOWN = ("en", "de", "nl", "fr", "es", "it")

MIN_WORDS = 3
"""Shorter messages ("ok danke", "size M") say too little; names do not count."""
CERTAIN = 0.75
"""Probability of the best foreign language from which it is believed,"""
UNLIKELY = 0.1
"""or of all home languages together up to which they are ruled out, where the best foreign one is likelier
than several others:"""
LIKELY = 0.4
"""few words that are names mostly ("so no klarna?") look a little like every language."""
_ENGLISH = re.compile(
    r"\b(?:the|in stock|sold out|do you|have you|can (?:i|you|we)|how (?:much|many|long)|is (?:it|there)"
    r"|are (?:they|there))\b",
    re.IGNORECASE,
)
"""Said in no other language, whatever stands beside it: "glockenspiel in stock?"."""

_NOISE = re.compile(r"\S*[\d@]\S*|[^\w\s'’]")


class LanguageDetector:
    """Tells foreign languages from the assistant's own (ISO 639-1); ``home`` is the one it answers in."""

    def __init__(self, home: frozenset[str]) -> None:
        self._homes = home
        self.home = sorted(home)[0] if "en" not in home else "en"
        self._languages = Languages(KNOWN)

    def detect(self, text: str) -> str:
        """ISO 639-1 code; the home language when the text is short or the case is not clear."""
        words = _telling_words(text)
        if len(words) < MIN_WORDS or ("en" in self._homes and _ENGLISH.search(text)):
            return self.home
        ranked = self._languages.ranked(" ".join(words))
        at_home = sum(probability for code, probability in ranked if code in self._homes)
        code, best = ranked[0]
        foreign = best >= CERTAIN or (at_home <= UNLIKELY and best >= LIKELY)
        return code if code in self._homes or foreign else self.home


def _telling_words(text: str) -> list[str]:
    """Words in small letters: without numbers, addresses, and the names of people, places and products, which
    are capitalised within the text. The first word, and a text all in capitals, count in full."""
    words = _NOISE.sub(" ", text).split()
    if text.isupper():
        return [word.lower() for word in words]
    return [word for position, word in enumerate(words) if position == 0 or word[:1].islower() or word == "I"]

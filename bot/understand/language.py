"""Which language a message is in. Careful by design: in doubt it is the assistant's own."""

from __future__ import annotations

import re

from lingua import Language, LanguageDetectorBuilder

KNOWN = {
    "en": Language.ENGLISH, "de": Language.GERMAN, "nl": Language.DUTCH, "fr": Language.FRENCH,
    "es": Language.SPANISH, "it": Language.ITALIAN,
}  # fmt: skip
CODES = {language: code for code, language in KNOWN.items()}

MIN_WORDS = 3
"""Shorter messages ("ok danke", "size M") say too little; names do not count."""
CERTAIN = 0.75
"""Probability of the best foreign language from which it is believed,"""
UNLIKELY = 0.1
"""or of all home languages together up to which they are ruled out."""

_NOISE = re.compile(r"\S*[\d@]\S*|[^\w\s'’]")


class LanguageDetector:
    """Tells foreign languages from the assistant's ``home`` languages (ISO 639-1)."""

    def __init__(self, home: frozenset[str]) -> None:
        self._home = home
        self._default = sorted(home)[0] if "en" not in home else "en"
        languages = list(KNOWN.values())
        self._detector = LanguageDetectorBuilder.from_languages(*languages).build()

    def detect(self, text: str) -> str:
        """ISO 639-1 code; the home language when the text is short or the case is not clear."""
        words = _telling_words(text)
        if len(words) < MIN_WORDS:
            return self._default
        values = self._detector.compute_language_confidence_values(" ".join(words))
        at_home = sum(value.value for value in values if CODES[value.language] in self._home)
        best, code = values[0], CODES[values[0].language]
        foreign = best.value >= CERTAIN or at_home <= UNLIKELY
        return code if code in self._home or foreign else self._default


def _telling_words(text: str) -> list[str]:
    """Words in small letters: without numbers, addresses, and the names of people, places and products, which
    are capitalised within the text. The first word, and a text all in capitals, count in full."""
    words = _NOISE.sub(" ", text).split()
    if text.isupper():
        return [word.lower() for word in words]
    return [word for position, word in enumerate(words) if position == 0 or word[:1].islower() or word == "I"]

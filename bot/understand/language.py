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
"""Shorter messages ("ok danke", "size M") say too little."""
CERTAIN = 0.75
"""Probability below which a message counts as the assistant's own language."""

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
        words = _NOISE.sub(" ", text).split()
        if len(words) < MIN_WORDS:
            return self._default
        best = self._detector.compute_language_confidence_values(" ".join(words))[0]
        code = CODES[best.language]
        return code if code in self._home or best.value >= CERTAIN else self._default

"""Which language a text is in, as ISO 639-1 codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from lingua import IsoCode639_1, LanguageDetectorBuilder

DEFAULT = "en"
WRITTEN = (
    "en", "de", "nl", "fr", "es", "it", "pt", "pl", "cs", "sk", "sl", "hr", "hu", "ro", "bg", "el", "da",
    "sv", "nb", "fi", "et", "lv", "lt", "tr", "uk", "ru", "ja", "ko", "zh",
)  # fmt: skip
"""Languages in which shops write."""
MIN_WORDS = 6
"""Shorter texts say too little;"""
CERTAIN = 0.6
"""so do those whose best language is less probable."""
SAMPLE = 2000
"""Characters that are looked at."""

_NOISE = re.compile(r"https?://\S+|\S*@\S*|\d+|\|")


class Languages:
    """Tells the languages ``codes`` from each other. ``brief``: only letter groups of one to three are
    compared, which takes a tenth of the memory and is enough for texts longer than a message."""

    def __init__(self, codes: Iterable[str], *, brief: bool = False) -> None:
        known = [getattr(IsoCode639_1, code.upper()) for code in codes]
        builder = LanguageDetectorBuilder.from_iso_codes_639_1(*known)
        self._detector = (builder.with_low_accuracy_mode() if brief else builder).build()

    def ranked(self, text: str) -> list[tuple[str, float]]:
        """All codes with their probabilities, best first."""
        values = self._detector.compute_language_confidence_values(text)
        return [(value.language.iso_code_639_1.name.lower(), value.value) for value in values]


def text_language(text: str) -> str:
    """The language of a document's text; ``DEFAULT`` where it is too short or not clear."""
    sample = " ".join(_NOISE.sub(" ", text[:SAMPLE]).split())
    if len(sample.split()) < MIN_WORDS and sample.isascii():
        return DEFAULT
    code, probability = _writing().ranked(sample)[0]
    return code if probability >= CERTAIN else DEFAULT


@cache
def _writing() -> Languages:
    return Languages(WRITTEN, brief=True)

"""Text to the words that lexical search compares: folded, without stop words, stemmed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?")
_STEMMER = Stemmer.Stemmer("english")

STOP_WORDS = frozenset(
    ["a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "being", "both", "but", "by", "can", "can't", "could", "did", "do", "does", "doesn't", "doing", "don't", "else", "even", "ever", "for", "from", "get", "gets", "getting", "give", "go", "going", "got", "had", "has", "have", "having", "he", "hello", "help", "her", "here", "hey", "hi", "him", "his", "how", "i", "i'd", "i'll", "i'm", "i've", "if", "in", "into", "is", "isn't", "it", "it's", "its", "just", "know", "let", "like", "ll", "made", "make", "many", "me", "might", "more", "most", "much", "must", "my", "need", "no", "not", "now", "of", "off", "oh", "ok", "okay", "on", "one", "only", "or", "other", "our", "out", "over", "please", "pls", "possible", "re", "really", "same", "say", "shall", "she", "should", "so", "some", "something", "still", "such", "sure", "take", "tell", "than", "thank", "thanks", "that", "that's", "the", "their", "them", "then", "there", "these", "they", "thing", "think", "this", "those", "to", "too", "understand", "until", "up", "us", "use", "used", "using", "ve", "very", "want", "was", "way", "we", "well", "were", "what", "what's", "when", "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "without", "would", "yes", "you", "you'd", "you'll", "your", "yours"]
)
"""Words that say nothing of the topic, those of questions and politeness included."""


def words(text: str) -> list[str]:
    """The stems of the content words, in order, with repetitions."""
    return [_stem(word) for word in _WORD.findall(_folded(text)) if word not in STOP_WORDS]


def _folded(text: str) -> str:
    """Lower case, without accents, typographic apostrophes made plain."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    stem: str = _STEMMER.stemWord(word.removesuffix("'s"))
    return stem

"""How simulated shoppers write: phrases with alternatives, and the slips of their fingers."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PHRASES = Path(__file__).parent / "phrases"
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")
_NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo",
    "j": "hk", "k": "jl", "l": "ko", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et",
    "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_SHORT = {"please": "pls", "you": "u", "thanks": "thx", "because": "bc", "tomorrow": "tmrw", "your": "ur"}
_PROTECTED = re.compile(r"[\w.+-]+@[\w.-]+|\b(?:FW|RT|C)-?\d+|\d[\d .,-]*")
"""Addresses, order numbers and figures are typed with care."""


@cache
def phrases(name: str) -> dict[str, Any]:
    """A file of phrases."""
    found: dict[str, Any] = yaml.safe_load((PHRASES / f"{name}.yml").read_text(encoding="utf-8"))
    return found


def expand(template: str, values: Mapping[str, str], rng: random.Random) -> str:
    """Choose among the alternatives and fill the slots.

    Raises: KeyError for a slot without value.
    """
    while match := _CHOICE.search(template):
        choice = rng.choice(match[1].split("|"))
        template = template[: match.start()] + choice + template[match.end() :]
    text = _SLOT.sub(lambda match: values[match[1]], template)
    return re.sub(r"\s+([,.?!])", r"\1", " ".join(text.split()))


@dataclass(frozen=True)
class Hand:
    """The way one shopper types; the rates are probabilities of a slip in a word, or of a habit."""

    slips: float
    lower: bool
    bare: bool
    short: float
    emoji: float

    @classmethod
    def draw(cls, rng: random.Random) -> "Hand":
        """Most are careful, some type on a telephone in the rain."""
        hurried = rng.random() < 0.3
        return cls(
            slips=rng.choice([0.05, 0.08]) if hurried else rng.choice([0, 0, 0.01, 0.02]),
            lower=rng.random() < (0.7 if hurried else 0.25),
            bare=rng.random() < (0.6 if hurried else 0.15),
            short=0.4 if hurried else 0.03,
            emoji=0.15 if rng.random() < 0.2 else 0.0,
        )

    def write(self, text: str, mood: str, rng: random.Random) -> str:
        """The text as this hand types it in a mood."""
        kept: list[str] = []

        def keep(match: re.Match[str]) -> str:
            kept.append(match[0])
            return f"\0{len(kept) - 1}\0"

        text = _PROTECTED.sub(keep, text)
        text = " ".join(self._word(word, rng) for word in text.split(" "))
        text = self._habits(text, mood, rng)
        return re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], text)

    def _word(self, word: str, rng: random.Random) -> str:
        if word.lower() in _SHORT and rng.random() < self.short:
            return _SHORT[word.lower()]
        if len(word) > 3 and word.isalpha() and rng.random() < self.slips:
            return _slip(word, rng)
        return word

    def _habits(self, text: str, mood: str, rng: random.Random) -> str:
        if mood == "angry" and rng.random() < 0.25:
            text = text.upper()
        elif self.lower:
            text = text.lower()
        if self.bare:
            text = re.sub(r"[.?!]$", "", text.replace("'", ""))
        if mood == "angry" and rng.random() < 0.3:
            text = text.rstrip(".!") + "!" * rng.randint(1, 3)
        if mood in ("happy", "neutral") and rng.random() < self.emoji:
            text += rng.choice([" :)", " 😊", " 🙂", " 👍"] if mood == "neutral" else [" 😍", " 🎉", " :D"])
        return text


def _slip(word: str, rng: random.Random) -> str:
    """A neighbouring key, two letters swapped, one left out, or one doubled."""
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + rng.choice(_NEAR.get(word[at].lower(), word[at])) + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :] if kind == 2 else word[:at] + word[at] + word[at:]

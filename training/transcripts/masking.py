"""The port of what masks personal data. It stands between reading transcripts and writing them anywhere."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple, Protocol

from training.transcripts.dialogue import Dialogue, Turn


class Masked(NamedTuple):
    """A dialogue without personal data, and how many places of each kind were masked."""

    dialogue: Dialogue
    found: Counter[str]


class Masker(Protocol):
    """Finds personal data and masks it, the same value with the same mask in the whole dialogue.

    The same dialogue is masked the same way every time; masking twice changes nothing more; entities keep to
    their words.
    """

    def masked(self, dialogue: Dialogue) -> Masked:
        """The dialogue with masks such as ``[name_1]``."""


def masked_text(masker: Masker, text: str) -> str:
    """A text that belongs to no dialogue, such as the name of a file or a question, without personal data."""
    return masker.masked(Dialogue(id="", turns=(Turn(role="shopper", text=text),))).dialogue.turns[0].text

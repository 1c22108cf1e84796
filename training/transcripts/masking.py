"""Masking, as those who make data sets of dialogues see it."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple, Protocol

from training.transcripts.dialogue import Dialogue


class Masked(NamedTuple):
    """A dialogue without personal data, and how many places of each kind were masked."""

    dialogue: Dialogue
    found: Counter[str]


class Masker(Protocol):
    """Finds personal data and masks it, the same value with the same mask in the whole dialogue."""

    def masked(self, dialogue: Dialogue) -> Masked:
        """The dialogue with masks such as ``[name_1]``; masking twice changes nothing more."""
        ...

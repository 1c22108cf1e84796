"""The port of what masks personal data. It stands between reading transcripts and writing them anywhere."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple, Protocol

from training.transcripts.dialogue import Dialogue


class Masked(NamedTuple):
    """A dialogue without personal data; ``found`` says which kinds were masked, and how often."""

    dialogue: Dialogue
    found: Counter[str]


class Masker(Protocol):
    """Masks consistently within a dialogue: the same person or number gets the same mask in every turn.

    The same dialogue is masked the same way every time; entities keep to their words.
    """

    def masked(self, dialogue: Dialogue) -> Masked:
        """The dialogue, masked."""

"""Dialogues that nobody should learn from, and why."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from training.transcripts.dialogue import Dialogue

Reason = Literal["empty", "no_shopper", "spam", "near_duplicate", "same_conversation", "erased"]
REASONS: dict[str, str] = {
    "empty": "nothing was said",
    "no_shopper": "only bot or agents spoke",
    "spam": "nobody answered, and it is advertising or one message over and over",
    "near_duplicate": "another dialogue says nearly the same",
    "same_conversation": "the conversation is there with more turns",
    "erased": "its shopper was erased",
}
TIMES = 3
"""So often the same message, unanswered, is spam."""

_WORD = re.compile(r"[^\W_]")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


def flaw(dialogue: Dialogue) -> Reason | None:
    """Why a dialogue is dropped, None where it stays."""
    said = [turn for turn in dialogue.turns if _WORD.search(turn.text)]
    if not said:
        return "empty"
    roles = {turn.role for turn in said}
    if "shopper" not in roles:
        return "no_shopper"
    labelled = any(turn.labelled and turn.intent for turn in said)
    return (
        "spam" if roles == {"shopper"} and not labelled and _is_spam([turn.text for turn in said]) else None
    )


def _is_spam(texts: list[str]) -> bool:
    often = Counter(" ".join(text.casefold().split()) for text in texts).most_common(1)[0][1]
    return often >= TIMES or any(_ADDRESS.search(text) for text in texts)

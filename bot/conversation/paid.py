"""What was paid for an order: "how much did i pay in total for it"."""

from __future__ import annotations

import re

ASKS_PAID = re.compile(
    r"\b(?:how much|what)\b[^.?!]*\b(?:did|have) (?:i|we) (?:already )?(?:pay|paid|spen[dt])\b"
    r"|\bhow much (?:was|were) (?:it|that|they|my order|the (?:whole )?order|everything)(?: in total)?\W*$"
    r"|\bwhat(?:['’]?s| is| was) (?:the|my) total\b",
    re.IGNORECASE,
)
"""Asks for the sum of an order, where one was told; of a product it asks for the price."""

"""Sentences that are addressed to a bot rather than to the reader: such text is never an answer's source.

What is recognised is the address ("Note to the chatbot", "Assistant must say"), the wish to overrule ("ignore
all previous instructions", in many languages), the customer in the third person ("tell the
customer that") and the marks of prompts and turns. Plain false statements are not: a text does not show that
it is untrue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from retrieval.documents.blocks import Block, sentences
from retrieval.documents.disguises import decoded, readings
from retrieval.documents.order_patterns import ENTRY, LEADING, ORDERS

_ASKING_TURN = re.compile(r"^(?:user|human|customer|shopper)\s*:", re.IGNORECASE)
_BOT_TURN = re.compile(r"^(?:assistant|ai|bot|chatbot|chatgpt|gpt)\s*:", re.IGNORECASE)


def is_order(sentence: str) -> bool:
    """Whether a sentence is addressed to a bot, or hides readable text in an encoding."""
    return any(True for _ in decoded(sentence)) or _matches(sentence, ORDERS)


def without_orders(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """The blocks without what is addressed to a bot, and the texts that were left out.

    With a heading goes its section, with a sentence that opens an order the rest of its paragraph, with a
    sentence that is not finished the block that follows.
    """
    screening = _Screening(_holds_turns(blocks))
    for block in blocks:
        screening.take(block)
    return screening.kept, screening.left_out


class _Screening:
    """Goes through the blocks of one document in order. ``turns``: whether a conversation is put into it."""

    def __init__(self, turns: bool) -> None:
        self.kept: list[Block] = []
        self.left_out: list[str] = []
        self._turns = turns
        self._section = 0
        self._unfinished = False

    def take(self, block: Block) -> None:
        """Keep what can be kept of the next block."""
        if block.kind == "heading":
            self._heading(block)
        elif self._section or self._unfinished:
            self.left_out += block.lines
            self._unfinished = False
        elif block.kind == "table":
            self._lines(block, [f"{block.lines[0]} {row}" for row in block.lines[1:]])
        elif block.kind == "list":
            self._lines(block, block.lines)
        else:
            self._paragraph(block)

    def _heading(self, block: Block) -> None:
        self._unfinished = False
        if self._section and block.level > self._section:
            self.left_out += block.lines
            return
        self._section = block.level if is_order(block.lines[0]) else 0
        if self._section:
            self.left_out += block.lines
        else:
            self.kept.append(block)

    def _paragraph(self, block: Block) -> None:
        said = sentences(block.lines[0])
        turn = self._turns and (_ASKING_TURN.match(block.lines[0]) or _BOT_TURN.match(block.lines[0]))
        whole = turn or _matches(block.lines[0], ENTRY)
        kept = [] if whole else _until_an_order(said)
        gone = [sentence for sentence in said if sentence not in kept]
        self.left_out += gone
        self._unfinished = bool(gone) and gone[-1] == said[-1] and _is_open(said[-1])
        if kept:
            self.kept.append(replace(block, lines=(" ".join(kept),)) if gone else block)

    def _lines(self, block: Block, read: Sequence[str]) -> None:
        """A list or table: its items or rows one by one; all of it where its header or first item leads."""
        head = block.lines[:1] if block.kind == "table" else ()
        rows = block.lines[len(head) :]
        leads = any(_matches(cell, [*LEADING, *ENTRY]) for cell in _cells(head or rows[:1]))
        bad = [
            leads or is_order(text) or any(map(is_order, _cells([row])))
            for row, text in zip(rows, read, strict=True)
        ]
        if not any(bad) and not leads:
            self.kept.append(block)
            return
        kept = [row for row, wrong in zip(rows, bad, strict=True) if not wrong]
        self.left_out += [row for row, wrong in zip(rows, bad, strict=True) if wrong]
        if kept:
            self.kept.append(replace(block, lines=(*head, *kept)))


def _until_an_order(said: Sequence[str]) -> list[str]:
    kept = []
    for sentence in said:
        if _matches(sentence, LEADING):
            break
        if not is_order(sentence):
            kept.append(sentence)
    return kept


def _matches(text: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    found = [reading.strip("|-*>\"'“”` ") for reading in readings(text)]
    return any(pattern.search(reading) for pattern in patterns for reading in found)


def _cells(rows: Sequence[str]) -> list[str]:
    return [cell.strip() for row in rows for cell in row.strip("|").split(" | ") if cell.strip()]


def _is_open(text: str) -> bool:
    ended = text.rstrip("\"'”’)").endswith((".", "!", "?", "…", "。"))
    return not ended and not any(True for _ in decoded(text))


def _holds_turns(blocks: Sequence[Block]) -> bool:
    first = [block.lines[0] for block in blocks if block.kind == "paragraph"]
    return any(map(_ASKING_TURN.match, first)) and any(map(_BOT_TURN.match, first))

"""Examples as tokens: the prompt as it is read at serving (``bot/respond/local.py``), then the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.conversation.ports import Prompt
from bot.respond.convert import layout
from training.responder.examples import Example, Pair

IGNORED = -100
"""Label of a token that is not learned."""


class Tokens:
    """Cuts texts for a model. ``longest``: tokens of a prompt with its answer."""

    def __init__(self, tokenizer: Any, system: str, longest: int) -> None:
        self.tokenizer, self.longest = tokenizer, longest
        self._before, self._between, self._behind = layout(tokenizer)
        self._system = system

    def prompt(self, prompt: Prompt) -> list[int]:
        """A prompt with the system text of the training, up to where the answer begins. No token of the
        layout is written by who asks or by a document."""
        user = prompt.user
        for token in self.tokenizer.added_tokens_decoder.values():
            user = user.replace(token.content, " ")
        steady = f"{self._before}{self._system or prompt.system}{self._between}"
        return self._ids(steady) + self._ids(f"{user}{self._behind}")

    def answer(self, text: str) -> list[int]:
        """An answer with the token that ends it."""
        return [*self._ids(text), self.tokenizer.eos_token_id]

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer(text, add_special_tokens=False)["input_ids"]
        return ids


def worded(examples: Sequence[Example], tokens: Tokens) -> list[dict[str, list[int]]]:
    """``input_ids`` and ``labels`` of the examples that are not too long; of a prompt nothing is learned."""
    rows = []
    for example in examples:
        asked, answer = tokens.prompt(example.prompt), tokens.answer(example.answer)
        if len(asked) + len(answer) <= tokens.longest:
            rows.append({"input_ids": asked + answer, "labels": [IGNORED] * len(asked) + answer})
    return rows


def preferred(pairs: Sequence[Pair], tokens: Tokens) -> list[dict[str, list[int]]]:
    """``prompt_ids``, ``chosen_ids``, ``rejected_ids`` of the pairs that are not too long."""
    rows = []
    for pair in pairs:
        asked = tokens.prompt(pair.prompt)
        chosen, rejected = tokens.answer(pair.chosen), tokens.answer(pair.rejected)
        if len(asked) + max(len(chosen), len(rejected)) <= tokens.longest:
            rows.append({"prompt_ids": asked, "chosen_ids": chosen, "rejected_ids": rejected})
    return rows

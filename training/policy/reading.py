"""Readers for dialogues that the understanding has learned from.

A policy that is trained on readings of texts which the heads have seen trusts them too much. So each dialogue
is read by heads that were fitted without it (stacking; Wolpert 1992), on the encoder as it is: one that was
tuned on the dialogues has seen them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bot.decide.assistant import Assistant
from bot.decide.interpret import Interpreter
from bot.names import shop_words
from bot.settings import Settings
from bot.shop.order_forms import order_forms
from bot.speaker import engine_thresholds
from bot.understand.context_fitting import Turns
from bot.understand.gazetteer import Gazetteer
from bot.understand.heads import Array
from bot.understand.language import LanguageDetector
from bot.understand.pipeline import FeatureEncoder, Forms, ModelUnderstander
from bot.understand.training import TrainingTexts, fit_texts
from training.policy.examples import Reader
from training.policy.replay import group_of
from training.transcripts.dialogue import Dialogue
from training.understanding.assistant import material_of

Progress = Callable[[int, int], None]


class Remembering:
    """Implements ``FeatureEncoder``; encodes a text once."""

    def __init__(self, encoder: FeatureEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Array] = {}

    @property
    def name(self) -> str:
        """See ``FeatureEncoder.name``."""
        return self._encoder.name

    def features(self, texts: Sequence[str]) -> Array:
        """See ``FeatureEncoder.features``."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.features(new), strict=True))
        return np.stack([self._known[text] for text in texts])  # (n, f)


class CrossReading:
    """Makes readers for ``assistant`` with heads on the features of ``encoder``."""

    def __init__(self, settings: Settings, assistant: Assistant, encoder: FeatureEncoder) -> None:
        self._settings = settings
        self._assistant = assistant
        self._encoder = Remembering(encoder)
        self._words = shop_words(settings)

    def readers(
        self, dialogues: Sequence[Dialogue], folds: int, seed: int, progress: Progress
    ) -> Iterator[tuple[Dialogue, Reader]]:
        """Each dialogue with a reader that has not seen it; those of a shopper are in one fold. Ten seconds a
        fold for 9,000 texts.

        Raises: AssistantError, ModelUnavailable.
        """
        groups = sorted({group_of(dialogue) for dialogue in dialogues})
        order = np.random.default_rng(seed).permutation(len(groups)) % folds
        fold_of = dict(zip(groups, order, strict=True))
        for fold in range(folds):
            held = [d for d in dialogues if fold_of[group_of(d)] == fold]
            if held:
                reader = self._without(held, dialogues)
                yield from ((dialogue, reader) for dialogue in held)
            progress(fold + 1, folds)

    def _without(self, held: Sequence[Dialogue], dialogues: Sequence[Dialogue]) -> Reader:
        ids = {dialogue.id for dialogue in held}
        others = [dialogue for dialogue in dialogues if dialogue.id not in ids]
        material = material_of(self._assistant, others, self._settings.understand.talks)
        intents = tuple((message.text, message.intent) for message in material.messages)
        texts = TrainingTexts(intents, material.moods, Turns(material.turns, self._words))
        heads, _ = fit_texts(texts, self._encoder)
        shop = self._settings.shop
        understander = ModelUnderstander(
            self._encoder,
            heads,
            Gazetteer({}),
            LanguageDetector(frozenset(self._settings.understand.languages)),
            Forms(order_forms(self._settings), shop.country, shop.timezone),
            ThreadPoolExecutor(1),
            words=self._words,
            tasks=self._assistant.tasks,
        )
        thresholds = engine_thresholds(self._settings, heads)
        return Reader(understander.read, thresholds, Interpreter(self._assistant, thresholds).commands)

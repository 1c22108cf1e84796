"""The understander: one forward pass, its heads, and what the form of the words gives away."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
from msgspec.structs import replace

from bot.conversation.state import State
from bot.conversation.understanding import Entity, Part, Scored, Understanding
from bot.errors import ModelUnavailable, ShopclerkError
from bot.shop.order_forms import OrderForms
from bot.understand.context import NO_WORDS, START, ShopWords, as_written
from bot.understand.gazetteer import Gazetteer
from bot.understand.heads import OUT_OF_SCOPE, Array, Heads, tell_moods, with_strange
from bot.understand.language import LanguageDetector
from bot.understand.parsers import NORMALISED, overlaps, parse_entities
from bot.understand.sentences import alternatives, sentences
from retrieval.types import Named

LEARNED = 0.5
"""Confidence from which a learned entity counts."""
SENSELESS = 0.8
"""From so likely out of scope, what names nothing of a search does not go on with one: "asdf wub wub"."""
SETTLED = 0.9
"""From so likely a task, the talk before says nothing of it: "tell me when it is back" after a search."""
DETAILS = frozenset({"order_number", "email"})
"""Given with a wish they make it hard to read."""
FEW = 4
"""Words of which at most a kind word or an answer before a wish consists."""
OURS = frozenset({"thing", "things", "shown"})
"""Who names these and says nothing else writes no other language, whatever the shop calls its things."""
RANKED = 10
"""Intents kept in a ranking."""
READ_FIRST, READ_LAST = 700, 300
READ_CHARACTERS = READ_FIRST + READ_LAST
"""The models read so much of a message: the beginning and the end of longer ones."""
_ADDRESS = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TYPED_COMMAND = re.compile(r"/\w+")
_PAYLOAD = re.compile(r"/\w+(?:\{.*\})?", re.DOTALL)
SHOUTED = 0.8
"""So sure an unhappy or angry mood is, at least, where it is shouted."""


class FeatureEncoder(Protocol):
    """Sentence features for heads; thread-safe."""

    @property
    def name(self) -> str:
        """Names the feature space."""

    def features(self, texts: Sequence[str]) -> Array:
        """Shape (n, f), rows of unit length."""


class Tagger(Protocol):
    """Finds entities by what was learned; thread-safe."""

    def entities(self, text: str) -> list[Entity]:
        """Entities that do not overlap, left to right, each with how sure it is.

        Raises: ModelUnavailable.
        """


@dataclass(frozen=True)
class Forms:
    """How things are written in this shop: its order numbers, the country (ISO 3166), the time zone."""

    orders: OrderForms
    country: str
    timezone: str

    def entities(self, text: str) -> list[Entity]:
        """Typed entities, order numbers as the shop writes them."""
        today = datetime.now(ZoneInfo(self.timezone)).date()
        return parse_entities(text, orders=self.orders, region=self.country, today=today)


class ModelUnderstander:
    """Implements ``Understander``. ``heads`` may be exchanged while running (a new release)."""

    def __init__(
        self,
        encoder: FeatureEncoder,
        heads: Heads,
        gazetteer: Gazetteer,
        languages: LanguageDetector,
        forms: Forms,
        executor: Executor,
        tagger: Tagger | None = None,
        words: ShopWords = NO_WORDS,
        tasks: Collection[str] = (),
        named_alone: Callable[[str], Named] = lambda _text: "",
    ) -> None:
        """``words`` are the shop's own; ``tasks`` are the intents that start more than a look-up;
        ``named_alone`` tells what of products a message names, if it says nothing else."""
        self.heads = heads
        self._tasks = frozenset(tasks)
        self._words = words
        self._named_alone = named_alone
        self._tagger = tagger
        self._encoder = encoder
        self._gazetteer = gazetteer
        self._languages = languages
        self._forms = forms
        self._executor = executor

    async def understand(self, text: str, state: State) -> Understanding:
        """See ``Understander.understand``."""
        loop = asyncio.get_running_loop()
        stack = state.dialogue.stack
        asked = bool(stack and stack[-1].waiting_for)
        return await loop.run_in_executor(self._executor, self.read, text, state.topic, asked)

    def read(self, text: str, topic: str = "", asked: bool = False) -> Understanding:
        """The same, in the calling thread; ``topic`` is the flow that was started last, ``asked`` says that a
        task waits for an answer: then the talk of the topic does not go on by itself.

        Raises: ModelUnavailable.
        """
        excerpt = text if len(text) <= READ_CHARACTERS else text[:READ_FIRST] + " " + text[-READ_LAST:]
        try:
            features = self._features([excerpt])  # (1, f)
            learned = self._tagger.entities(excerpt) if self._tagger else []
        except ShopclerkError:
            raise
        except (RuntimeError, OSError, ValueError) as error:
            raise ModelUnavailable(detail=str(error)) from error
        behind = "" if asked else topic or START
        cues = tuple(sorted(self._words.cues(excerpt))) if topic or self._weighs(behind) else ()
        ranking, out_of_scope = self._ranked(features, behind, cues)
        if _TYPED_COMMAND.fullmatch(excerpt.strip()):  # of another program's bot: no wish of ours
            ranking, out_of_scope = (Scored(OUT_OF_SCOPE, 1.0),), 1.0
        entities = self._gazetteer.forms(excerpt)
        typed = self._without_models(self._forms.entities(excerpt))
        entities += [one for one in typed if not overlaps(one, entities)]
        entities += self._gazetteer.find(excerpt, entities)
        entities += unknown_before(learned, entities)
        alone = sentences(excerpt)
        apart = asked or self._is_unsure(ranking[0]) or _may_say_more(alone, entities)
        named_alone, home = self._named_alone(excerpt), self._languages.home
        foreign = None if named_alone in OURS else self._languages.detect(self._words.unnamed(excerpt))
        language = foreign or home
        return Understanding(
            text=text,
            intent=ranking[0],
            ranking=ranking,
            out_of_scope=out_of_scope,
            entities=tuple(_placed(sorted(entities, key=lambda entity: entity.start), text)),
            mood=self._mood(features, excerpt),
            language=language,
            cues=cues if topic else (),
            names_kind="kind" in cues,
            named_alone=named_alone if language == home else "",
            parts=self._parts(alone if apart else (), behind),
            alternatives=self._parts(alternatives(excerpt), ""),
        )

    def _weighs(self, topic: str) -> bool:
        """Whether anything was learned of what is said after a topic."""
        return self.heads.context is not None and topic in self.heads.context.topics

    def _is_unsure(self, best: Scored) -> bool:
        return best.name == OUT_OF_SCOPE or best.confidence < self.heads.thresholds.accept

    def _without_models(self, typed: Sequence[Entity]) -> list[Entity]:
        """Without order numbers that are a product's: "the Zapf Max 25000"."""
        in_title = self._words.in_title
        return [one for one in typed if one.entity != "order_number" or not in_title(one.text)]

    def _parts(self, alone: Sequence[str], topic: str) -> tuple[Part, ...]:
        if not alone:
            return ()
        features = self._features(alone)  # (n, f)
        read = [
            self._ranked(features[row : row + 1], topic, self._words.cues(one) if self._weighs(topic) else ())
            for row, one in enumerate(alone)
        ]
        return tuple(
            Part(ranking=ranking, out_of_scope=strange, text=one)
            for one, (ranking, strange) in zip(alone, read, strict=True)
        )

    def _features(self, texts: Sequence[str]) -> Array:
        return read_features(self._encoder, texts, self._words.plain if self.heads.plain else as_written)

    def _ranked(self, features: Array, topic: str, cues: Collection[str]) -> tuple[tuple[Scored, ...], float]:
        return rank_intents(self.heads, features, topic, cues, self._tasks)

    def _mood(self, features: Array, text: str) -> Scored:
        if _PAYLOAD.fullmatch(text.strip()):  # a pressed button, as some clients send it
            return Scored("neutral", 1.0)
        mood = tell_moods(self.heads.mood.labels, self.heads.mood.probabilities(features))[0]
        shouted = mood.name in ("unhappy", "angry") and _shouts(text)
        return Scored("angry", max(mood.confidence, SHOUTED)) if shouted else mood


def read_features(
    encoder: FeatureEncoder, texts: Sequence[str], plain: Callable[[str], str] = as_written
) -> Array:
    """Features of texts, shape (n, f), with a word in place of every e-mail address: its letters say nothing
    of what is wished, and outweigh in a short message what does. ``plain``: see ``ShopWords``."""
    return encoder.features([plain(_ADDRESS.sub("e-mail", text)) for text in texts])


def rank_intents(
    heads: Heads,
    features: Array,
    topic: str = "",
    cues: Collection[str] = (),
    tasks: Collection[str] = (),
) -> tuple[tuple[Scored, ...], float]:
    """Intents by probability, and the probability that none fits, which comes first where none of them is
    likelier; ``features`` (1, f). ``topic`` and ``cues``: see ``Context``; ``tasks`` are intents that are not
    weighed anew from ``SETTLED`` on."""
    evidence = heads.evidence(features)
    found = with_strange(evidence, heads.out_of_scope.probability(evidence.signals))[0]  # (c' + 1,)
    senseless = found[-1] >= SENSELESS and not cues
    settled = found.max() >= SETTLED and evidence.names[int(found[:-1].argmax())] in tasks
    if heads.context is not None and not senseless and not settled:
        found = heads.context.weighed(found, topic, cues)
    known, strange = found[:-1], float(found[-1])
    order = np.argsort(-known)[:RANKED]
    ranking = tuple(Scored(evidence.names[i], round(float(known[i]), 4)) for i in order)
    if strange >= known.max():
        ranking = (Scored(OUT_OF_SCOPE, round(strange, 4)), *ranking[: RANKED - 1])
    return ranking, round(strange, 4)


def unknown_before(learned: Sequence[Entity], found: Sequence[Entity]) -> list[Entity]:
    """Of the learned entities those that are sure enough and lie over none of ``found``: a typed form or a
    name that the shop knows is right more often. Kinds that have a normal form are the parsers' alone."""
    return [
        entity
        for entity in learned
        if entity.confidence >= LEARNED and entity.entity not in NORMALISED and not overlaps(entity, found)
    ]


def _may_say_more(alone: Sequence[str], entities: Sequence[Entity]) -> bool:
    """Whether the sentences of a message are read by themselves even where the whole is sure: details make it
    hard to read, and behind a kind word a thing may be wished for ("thanks! now socks for him")."""
    detailed = any(one.entity in DETAILS for one in entities)
    return detailed or (bool(alone and entities) and len(alone[0].split()) <= FEW)


def _placed(entities: Sequence[Entity], text: str) -> Iterator[Entity]:
    """Entities of the excerpt at their places in ``text``; one across the cut is none."""
    skipped = len(text) - READ_CHARACTERS - 1
    for entity in entities:
        if len(text) <= READ_CHARACTERS or entity.end <= READ_FIRST:
            yield entity
        elif entity.start > READ_FIRST:
            yield replace(entity, start=entity.start + skipped, end=entity.end + skipped)


def _shouts(text: str) -> bool:
    """Mostly capitals over several words, or a row of exclamation marks."""
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return "!!" in text or (len(letters) >= 12 and capitals / len(letters) > 0.7)

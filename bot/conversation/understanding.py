"""What a message was understood to mean. Every confidence is calibrated: a probability in [0, 1]."""

from __future__ import annotations

import msgspec

from retrieval.types import Named

FELT = 0.5
"""Probability from which a mood other than neutral is told: more likely than all others together."""


class Scored(msgspec.Struct, frozen=True):
    """A label with its calibrated probability."""

    name: str
    confidence: float


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A typed span: ``text == message[start:end]``; ``value`` is normalised ("FW-204518", "129.00")."""

    entity: str
    value: str
    text: str
    start: int
    end: int
    confidence: float = 1.0
    extractor: str = ""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one sentence or clause of a message means by itself; fields as in ``Understanding``."""

    ranking: tuple[Scored, ...]
    out_of_scope: float
    text: str = ""


class Understanding(msgspec.Struct, frozen=True, kw_only=True):
    """The result of the understand step.

    ``ranking`` holds the best intents first (at most ten, ``intent`` is its head); ``out_of_scope`` is the
    probability that no intent fits; ``mood`` one of angry, unhappy, happy where that is likely
    (``FELT``), else neutral; ``language`` ISO 639-1;
    ``cues`` what of a search it names ("price", "comparative"), once a flow was started; ``named_alone``
    what of products it names, if it says nothing else; ``parts`` its sentences, in order, where it has
    several and the whole leaves open what is meant, or a task waits for an answer; ``alternatives`` the two
    things that the shopper says to be torn between; ``names_kind`` whether it names a kind of what the shop
    sells, where that was looked at.
    """

    text: str
    intent: Scored
    ranking: tuple[Scored, ...] = ()
    out_of_scope: float = 0.0
    entities: tuple[Entity, ...] = ()
    mood: Scored = Scored("neutral", 1.0)
    language: str = "en"
    cues: tuple[str, ...] = ()
    names_kind: bool = False
    named_alone: Named = ""
    parts: tuple[Part, ...] = ()
    alternatives: tuple[Part, ...] = ()

    def only(self, part: Part) -> Understanding:
        """A part by itself, with all that the whole names."""
        return msgspec.structs.replace(
            self, intent=part.ranking[0], ranking=part.ranking, out_of_scope=part.out_of_scope, parts=(),
            alternatives=(),
        )  # fmt: skip

    def by_itself(self, part: Part) -> Understanding:
        """A part as if it were the message: with its own text, and what it names. The places of entities are
        those in the whole."""
        named = tuple(entity for entity in self.entities if entity.text in part.text)
        return msgspec.structs.replace(
            self.only(part), text=part.text, entities=named, cues=(), named_alone=""
        )

"""Talks of shoppers with shops of many trades, each message with its intent: what they teach holds in a shop
that has hardly any messages of its own (docs/decisions/0081).

They are made from data/talks by ``python -m training.talks build``. The intents are those that ``shopclerk
init`` lays out; an assistant that tells its shoppers' wishes apart otherwise learns nothing from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from bot.understand.context import START
from bot.understand.context_fitting import Turn
from retrieval.packaged import PACKAGE

TALKS = Path(__file__).with_name("talks.jsonl")
CORE = frozenset({"ask_question", "find_product", "ask_product"})
"""Intents of an assistant that can learn from them: between these most messages have to be told apart."""


class Said(msgspec.Struct, frozen=True, array_like=True):
    """A shopper's message, with a plain word in place of each product's name (``ShopWords.plain``), and its
    ``cues`` by the catalogue of the shop in which it was said."""

    text: str
    intent: str
    cues: tuple[str, ...] = ()


class Talk(msgspec.Struct, frozen=True):
    """What a shopper said to a ``shop``, in its order."""

    shop: str
    said: tuple[Said, ...]


def talks_for(named: str, examples: Iterable[tuple[str, str]]) -> tuple[Talk, ...]:
    """The talks that the settings name, "package" or "" for none, for an assistant with these examples (text,
    intent)."""
    if named != PACKAGE or not {intent for _, intent in examples} >= CORE:
        return ()
    return tuple(msgspec.json.Decoder(Talk).decode_lines(TALKS.read_bytes()))


def turns_of(talks: Sequence[Talk], topics: Mapping[str, str], known: Collection[str]) -> tuple[Turn, ...]:
    """Their messages of the ``known`` intents. ``topics``: the look-ups that intents start, "" for a task."""
    turns = []
    for number, talk in enumerate(talks):
        topic = START
        for one in talk.said:
            if one.intent in known:
                turns.append(Turn(one.text, one.intent, topic, f"{talk.shop} {number}", one.cues))
            topic = topics.get(one.intent, topic)
    return tuple(turns)

"""What a message goes on from that names no things of its own: "via ferrata" behind the question what boots
are for, "my budget is 400" behind one on grinders."""

from __future__ import annotations

import re

from msgspec.structs import replace
from rasa_sdk import Tracker

from bot.actions.reading import history, previous_wish, shown, slot_text
from retrieval.products.kind_nouns import PERSON_WORDS
from retrieval.products.lexicon import lexicon
from retrieval.products.products import Products
from retrieval.products.terms import stem, stems
from retrieval.types import Constraints, Product

USE = "activity"
"""What is asked about by ``asking`` in lexicon.yml, in lower case."""
ANSWER = 5
"""Words of an answer at most."""
_FOR = re.compile(r"^\W*(?:(?:it['’]?s |mostly |mainly |just )*for )?(?:doing )?", re.IGNORECASE)
_CHANGES = re.compile(
    r"\?|\b(?:instead|rather|actually|show|no|not|other|need|want|looking)\b", re.IGNORECASE
)


def with_things(products: Products, tracker: Tracker, text: str) -> str:
    """A text, with the things that were asked about where it says what these are for and could be read as
    things itself: "boots for via ferrata"."""
    before = previous_wish(tracker)
    if before is None or not before.asked or len(text.split()) > ANSWER or _CHANGES.search(text):
        return text
    last = next((event for event in reversed(tracker.events) if event.get("event") == "bot"), None)
    things = (*before.kinds, *before.categories)
    if last is None or last.get("text") != lexicon().asking[stems(USE)] or not things:
        return text
    use = _FOR.sub("", text)
    said = products.wish(use)
    others = bool(said.kinds) or (bool(said.categories) and use.lower().endswith("ing"))
    others = others and set(things).isdisjoint((*said.kinds, *said.categories))
    found = products.search(said, 3).hits if others else ()
    if not found or any(_is_called(hit.product, use) for hit in found):
        return text
    return f"{things[0]} for {use}"


def things_before(products: Products, tracker: Tracker, text: str) -> Constraints | None:
    """The things that the shopper's message before named, where nothing was shown yet and this one says only
    what they may cost or are to be like: "my budget is max 400 though"; None for any other."""
    said, latest = products.wish(text), history(tracker)[-1:]
    asks_more = replace(said, text="") != Constraints() and not (said.kinds or said.categories)
    if not latest or not asks_more or shown(tracker) or slot_text(tracker, "current_product"):
        return None
    things = products.wish(latest[0])
    meant = Constraints(kinds=things.kinds, categories=things.categories)
    return None if meant == Constraints() or products.named(text) else meant


def _is_called(product: Product, thing: str) -> bool:
    """Whether a title ends with a word: a via ferrata set is no via ferrata."""
    title = [word for word in stems(product.title) if word not in PERSON_WORDS]
    return title[-1:] == [stem(thing.split()[-1])] if thing.split() else False

"""What should come instead of a bought variant: "in L", "the blue one", "a size smaller"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.orders import OrderAction
from bot.actions.reading import latest_messages, slot_text
from bot.actions.tools import Events
from retrieval.products.filters import size_fits
from retrieval.products.products import Products
from retrieval.types import Product, Variant

_STEP = re.compile(
    r"(?:\b(?P<two>two|2) sizes? )?\b(?:(?P<up>bigger|larger|size up|next size up)"
    r"|(?P<down>smaller|size down|next size down))\b(?! than)",
    re.IGNORECASE,
)
_SAME = re.compile(r"\bsame\b", re.IGNORECASE)


_DECLINED = re.compile(
    r"\b(?:no|not an?|don['’]?t (?:want|need) an?(?:other)?|without an?) (?:other |new |different )?"
    r"(?:size|exchange|swap|replacement)\b"
    r"|\brather (?:give|send|return)\b[^.?!]*\bback\b|\bjust (?:the|my) money back\b",
    re.IGNORECASE,
)
"""What is bought goes back, and nothing comes instead."""


class ActionMatchExchange(OrderAction):
    """Says which other size or colour of the item is meant: by the answer, else by what was said before."""

    def name(self) -> str:
        """See Action."""
        return "action_match_exchange"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """What is wanted in words of the catalogue, or what there is to choose from. Behind a refused
        exchange only what the refusal names counts: "no, in M"."""
        answer, said = slot_text(tracker, "exchange_size"), latest_messages(tracker)
        if refused := tracker.slots.get("confirm_exchange") is False:
            answer, said = "", said[:1]
        declined = SlotSet("exchange_declined", any(map(_DECLINED.search, said)))
        bought = await self._bought(tracker)
        others = [v for v in bought[0].variants if v != bought[1]] if bought else []
        if bought is None or not others:
            none = [SlotSet("exchange_size", None)] if refused else []
            return [declined, *none, SlotSet("exchange_options", None), SlotSet("exchange_missing", False)]
        wanted = wanted_instead([answer, *said], *bought, self.tools.products)
        return [
            declined,
            SlotSet("exchange_size", wanted or None),
            SlotSet("exchange_missing", bool(answer) and not wanted),
            SlotSet("exchange_options", options(bought[0])),
        ]

    async def _bought(self, tracker: Tracker) -> tuple[Product, Variant] | None:
        """The one item that goes back, where the catalogue has it."""
        order = await self.order(tracker)
        lines = await self.lines(order, slot_text(tracker, "return_lines"))
        bought = [line.variant_id for line in order.lines if line.number in lines]
        return self.tools.products.variant(bought[0]) if len(bought) == 1 else None


def wanted_instead(said: Sequence[str], product: Product, bought: Variant, products: Products) -> str:
    """What differs from the bought variant in the one that is wanted ("L", "petrol blue", "L, black"); ""
    where none or several are. Of a size and of a colour the first of the texts that names one counts."""
    sizes = _first(_sizes(text, product, bought, products) for text in said)
    colours = _first(_colours(text, product, bought, products) for text in said)
    fitting = [
        variant
        for variant in product.variants
        if variant.size in (sizes or (bought.size,)) and variant.colour in (colours or (bought.colour,))
    ]
    if len(fitting) != 1:
        return ""
    changed = ((fitting[0].size, bought.size), (fitting[0].colour, bought.colour))
    return ", ".join(new for new, old in changed if new != old)


def options(product: Product) -> str:
    """The sizes and colours of a product: "sizes S, M, L; colours sand, black"."""
    sizes, colours = _each(v.size for v in product.variants), _each(v.colour for v in product.variants)
    named = (("sizes", sizes), ("colours", colours))
    return "; ".join(f"{name} {', '.join(values)}" for name, values in named if len(values) > 1)


def _first(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return next((values for values in found if values), ())


def _sizes(text: str, product: Product, bought: Variant, products: Products) -> tuple[str, ...]:
    """The sizes of the product that a text names, the bought one only where it names no other."""
    known = _each(variant.size for variant in product.variants)
    if len(known) < 2:
        return ()
    if stepped := _stepped(text, known, bought.size):
        return (stepped,)
    plain = products.without_names(text)
    wanted = products.wish(plain).sizes
    named = [s for s in known if _stands_in(s, plain) or any(size_fits(s, one) for one in wanted)]
    return _others(named, bought.size)


def _stepped(text: str, known: Sequence[str], bought: str) -> str:
    """The next size, or the one after that, up or down; "" where the text asks for none."""
    match = _STEP.search(text)
    if match is None or bought not in known:
        return ""
    place = known.index(bought) + (1 if match["up"] else -1) * (2 if match["two"] else 1)
    return known[place] if 0 <= place < len(known) else ""


def _stands_in(size: str, text: str) -> bool:
    """Whether a text holds a size as it is written; one letter or digit alone may be a word or a number."""
    alone = rf"(?<![\w€$.,/-]){re.escape(size)}(?![\w€%/-]|[.,]\d)"
    return len(size) > 1 and bool(re.search(alone, text, re.IGNORECASE))


def _colours(text: str, product: Product, bought: Variant, products: Products) -> tuple[str, ...]:
    """The colours of the product that a text names, the bought one only where it names no other."""
    known, wanted = _each(variant.colour for variant in product.variants), products.wish(text).colours
    own = {colour: _own_words(colour, known) for colour in known}
    named = [c for c in known if c in wanted or any(_stands_in(word, text) for word in own[c])]
    if bought.colour in named and _SAME.search(text):
        return (bought.colour,)
    return _others(named, bought.colour)


def _own_words(colour: str, known: Sequence[str]) -> list[str]:
    """The words of a colour that none of the others has: "petrol" of "petrol blue"."""
    others = {word for other in known if other != colour for word in other.split()}
    return [word for word in colour.split() if word not in others]


def _others(named: Sequence[str], bought: str) -> tuple[str, ...]:
    return tuple(value for value in named if value != bought) or tuple(named)


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))

"""The most telling question: the attribute whose answer is expected to leave the fewest products.

Of products with weights w (what the shopper may want, before the answer) and an attribute with answers a,
the expected gain is H(w) - sum over a of P(a) H(w | a), in bits, where P(a) is the weight of the products
that fit a (Shannon 1948; Geman and Jedynak 1996 ask so in turn). Products that say nothing of the attribute
cannot be told apart by it, so their weight gains nothing. An answer may also be "no matter".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from retrieval.products.conditions import affirms, holds
from retrieval.products.filters import CHILDREN, made_for, person_fits
from retrieval.products.lexicon import lexicon
from retrieval.products.quantities import read_quantity
from retrieval.products.terms import holds_phrase, stems
from retrieval.products.text import product_text
from retrieval.types import Constraints, Product

MOST_CHOICES = 4
"""Answers offered; others are left to the keyboard."""
LEAST_GAIN = 0.3
"""Bits. A question that tells less is not asked."""
SAID = 0.6
"""Share of the products that must say something of an attribute before it is asked about."""
MOST_ANSWERS = 3
"""Questions for one wish. All can be passed over."""
RARE = 0.04
"""Share of the products below which a value is no choice of its own."""
PRICE, PERSON, WEIGHT = "price", "person", "Weight"

Fits = Callable[[Product], bool]
Weights = npt.NDArray[np.float64]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: what the button says, and the condition it means (products/conditions.py; of a price without
    a unit, of a person the word)."""

    title: str
    condition: str


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question about an attribute (or price, or person) with its answers; ``gain`` in bits."""

    about: str
    text: str
    choices: tuple[Choice, ...]
    gain: float


def best_question(
    products: Sequence[Product], weights: Weights | None = None, asked: Collection[str] = ()
) -> Question | None:
    """The question that tells most of ``products`` (n), which the shopper wants with ``weights`` (n,), any
    scale, None for all alike; ``asked`` are not asked again. None where no question tells enough."""
    if len(products) < 2:
        return None
    shares = np.ones(len(products)) if weights is None else np.asarray(weights, np.float64)
    found = [
        question
        for question in _questions(products, shares / shares.sum())
        if question.about not in asked and question.gain >= LEAST_GAIN
    ]
    return max(found, key=lambda question: question.gain, default=None)


def answered(wish: Constraints, about: str, condition: str) -> Constraints:
    """The wish after an answer; an empty condition is "no matter"."""
    if not condition:
        return wish
    if about == PERSON:
        return replace(wish, person=condition)
    if about == PRICE:
        low, high = _bounds(condition)
        return replace(wish, price_min=low, price_max=high)
    return replace(wish, wanted={**wish.wanted, about: condition})


def known(wish: Constraints) -> set[str]:
    """What a wish says already."""
    said = {*wish.wanted, *wish.unwanted, *wish.asked}
    said |= {PRICE} if wish.price_min is not None or wish.price_max is not None else set()
    return said | ({PERSON} if wish.person else set())


def _questions(products: Sequence[Product], weights: Weights) -> Iterator[Question]:
    asking = lexicon().asking
    names = Counter(name for product in products for name in product.attributes)
    for name, count in names.items():
        text = asking.get(stems(name))
        if text and name != "Gender" and count >= SAID * len(products) and _matters(name, products):
            yield from _about(name, text, _choices(name, products), products, weights)
    yield from _about(PRICE, asking[(PRICE,)], _price_choices(products), products, weights)
    yield from _about(PERSON, asking[stems("Gender")], _person_choices(products), products, weights)


def _matters(attribute: str, products: Sequence[Product]) -> bool:
    """Whether it is worth asking: how heavy a thing may be only where the catalogue calls some of them light,
    and not of coffee machines."""
    praised = [one for one in lexicon().praise if one.by[:1] == (attribute,)] if attribute == WEIGHT else []
    light = {stems(word) for one in praised for word in one.words}
    return attribute != WEIGHT or any(
        holds_phrase(stems(product_text(p)), w) for p in products for w in light
    )


def _about(
    about: str, text: str, choices: Sequence[Choice], products: Sequence[Product], weights: Weights
) -> Iterator[Question]:
    offered = tuple(choices[:MOST_CHOICES])
    if offered:
        gain = _gain(about, offered, products, weights)
        yield Question(about=about, text=text, choices=offered, gain=gain)


def _gain(about: str, choices: Sequence[Choice], products: Sequence[Product], weights: Weights) -> float:
    """Expected gain, bits. Who wants a thing that one choice fits gives that answer; who wants one that none
    or several fit may give any, and counts as "no matter"."""
    fitting = np.asarray(
        [[fits(about, choice)(product) for product in products] for choice in choices]
    )  # (a, n)
    single = fitting & (fitting.sum(0) == 1)
    whole = _entropy(weights)
    gain = 0.0
    for own, fit in zip(single, fitting, strict=True):
        chance = float(weights[own].sum())
        if chance:
            gain += chance * (whole - _entropy(weights[fit]))
    return gain


def fits(about: str, choice: Choice) -> Fits:
    """Which products a choice fits."""
    if about == PERSON:
        return lambda product: person_fits(product, choice.condition)
    if about == PRICE:
        low, high = _bounds(choice.condition)
        return lambda product: (
            (low is None or product.price >= low) and (high is None or product.price <= high)
        )
    return lambda product: holds(product.attributes.get(about), choice.condition)


def _entropy(weights: Weights) -> float:
    """Bits, of weights of any scale."""
    shares = weights[weights > 0] / weights.sum()
    return float(-(shares * np.log2(shares)).sum())


def _choices(name: str, products: Sequence[Product]) -> list[Choice]:
    """A thing that is there or not has one answer beside "no matter"; of numbers there are three spans, of
    counts and words the usual ones."""
    values = [product.attributes[name] for product in products if name in product.attributes]
    quantities = [quantity for value in values if (quantity := read_quantity(value)) is not None]
    if len(quantities) < len(values):
        return _word_choices(values)
    units = Counter(quantity.unit for quantity in quantities)
    unit = units.most_common(1)[0][0]
    numbers = sorted(quantity.low for quantity in quantities if quantity.unit == unit)
    if len(set(numbers)) <= MOST_CHOICES + 2:
        return _count_choices(numbers, unit)
    return _span_choices(numbers, unit)


def _word_choices(values: Sequence[str]) -> list[Choice]:
    flags = [value for value in values if value.split(",")[0].strip().lower() in ("yes", "no")]
    if len(flags) == len(values):
        return [Choice(title="Yes", condition="yes")] if any(map(affirms, values)) else []
    usual = [value for value, count in Counter(values).most_common() if count >= RARE * len(values)]
    return [Choice(title=value[:1].upper() + value[1:], condition=value) for value in usual]


def _count_choices(numbers: Sequence[float], unit: str) -> list[Choice]:
    common = [number for number, _ in Counter(numbers).most_common(MOST_CHOICES)]
    return [
        Choice(title=f"{number:g}{f' {unit}' if unit else ''}", condition=f"= {number:g} {unit}".strip())
        for number in sorted(common)
    ]


def _span_choices(numbers: Sequence[float], unit: str) -> list[Choice]:
    low, high = _round_bounds(numbers)
    if low >= high:
        return []
    tail = f" {unit}" if unit else ""
    first, second = (_said(bound, unit) for bound in (low, high))
    return [
        Choice(title=f"Up to {first}", condition=f"<= {low:g}{tail}"),
        Choice(title=f"{first} to {second}", condition=f"{low:g}{tail} .. {high:g}{tail}"),
        Choice(title=f"Over {second}", condition=f">= {high:g}{tail}"),
    ]


def _said(number: float, unit: str) -> str:
    """A bound as people say it: "85 g", "1.5 kg"."""
    if unit == "kg" and abs(number) < 1:
        return f"{number * 1000:g} g"
    return f"{number:g} {unit}".strip()


def _price_choices(products: Sequence[Product]) -> list[Choice]:
    prices = sorted(float(product.price) for product in products)
    choices = _span_choices(prices, "") if len(set(prices)) > 2 else []
    currency = products[0].currency
    return [replace(choice, title=f"{choice.title} {currency}") for choice in choices]


def _person_choices(products: Sequence[Product]) -> list[Choice]:
    made = Counter(made_for(product) for product in products)
    return [
        Choice(title="Children" if person == CHILDREN else person.capitalize(), condition=person)
        for person in ("women", "men", CHILDREN)
        if made[person] >= RARE * len(products)
    ]


def _round_bounds(numbers: Sequence[float]) -> tuple[float, float]:
    """Thirds of sorted numbers, rounded as people would."""
    low, high = (float(np.quantile(numbers, share)) for share in (1 / 3, 2 / 3))
    return _rounded(low), _rounded(high)


def _rounded(number: float) -> float:
    """To half a leading digit: 18.7 to 20, 236 to 250, 0.38 to 0.4."""
    if not number:
        return 0.0
    step = 10 ** float(np.floor(np.log10(abs(number)))) / 2
    return float(f"{round(number / step) * step:.6g}")


def _bounds(condition: str) -> tuple[Decimal | None, Decimal | None]:
    """Bounds of a price: "<= 80", "50 .. 80", ">= 80"."""
    if condition.startswith("<="):
        return None, Decimal(condition[2:].strip())
    if condition.startswith(">="):
        return Decimal(condition[2:].strip()), None
    low, _, high = condition.partition(" .. ")
    return Decimal(low), Decimal(high)

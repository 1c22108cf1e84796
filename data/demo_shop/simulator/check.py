"""Is what was made of use? Can purchases be told from earlier ones, and is nothing of the tests in it?"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import yaml

from .catalogue import SHOP
from .shopping import Happening
from .world import Floats, World

_TOP = 10
_SMOOTHING = 0.5
_FEW_WORDS = 4
"""Sentences of fewer words ("yes please") are everybody's."""


@dataclass(frozen=True)
class HitRates:
    """Share of shoppers with at least one product of the last purchase among the first ten."""

    shoppers: int
    popularity: float
    preference: float


def hit_rates(world: World, happenings: list[Happening]) -> HitRates:
    """Leave the last purchase out; rank what was not bought before.

    Popularity: by the purchases that were not left out. Preference: the same, times the share of the category
    times the share of the brand in the shopper's own earlier purchases.
    """
    cases = list(_cases(world, happenings))
    sold = Counter(n for earlier, _ in cases for n in earlier)
    popularity = np.log(np.array([sold[n] for n in range(len(world.products))]) + 1.0)
    hits = np.array([_hits(world, popularity, earlier, last) for earlier, last in cases], dtype=float)
    by_popularity, by_preference = hits.mean(axis=0)
    return HitRates(len(cases), float(by_popularity), float(by_preference))


def _cases(world: World, happenings: list[Happening]) -> list[tuple[list[int], set[int]]]:
    """For shoppers with two or more purchases: the earlier products, and those of the last purchase."""
    bought = [h for h in happenings if h.event == "purchase"]
    cases = []
    for _, own in groupby(sorted(bought, key=lambda h: h.shopper_id), key=lambda h: h.shopper_id):
        carts = [list(cart) for _, cart in groupby(own, key=lambda h: h.session_id)]
        if len(carts) > 1:
            earlier = [world.position[h.product_id] for cart in carts[:-1] for h in cart]
            new = {world.position[h.product_id] for h in carts[-1]} - set(earlier)
            cases.extend([(earlier, new)] if new else [])
    return cases


def _hits(world: World, popularity: Floats, earlier: list[int], last: set[int]) -> tuple[bool, bool]:
    own = popularity + _affinity(world, earlier, "category") + _affinity(world, earlier, "brand")
    return bool(last & _best(popularity, earlier)), bool(last & _best(own, earlier))


def _affinity(world: World, earlier: list[int], name: str) -> Floats:
    """Log share of a product's category or brand in the earlier purchases, smoothed, shape (n,)."""
    counts = Counter(getattr(world.products[n], name) for n in earlier)
    total = len(earlier) + _SMOOTHING
    return np.log([(counts[getattr(p, name)] + _SMOOTHING) / total for p in world.products])


def _best(scores: Floats, without: list[int]) -> set[int]:
    scores = scores.copy()
    scores[without] = -np.inf
    return set(np.argsort(-scores, kind="stable")[:_TOP].tolist())


def kept_from_training(dialogues: list[dict[str, Any]]) -> set[str]:
    """Sentences of the shop's tests that simulated shoppers say as well; there must be none."""
    said = {_folded(turn["text"]) for d in dialogues for turn in d["turns"] if turn["role"] == "shopper"}
    return {text for text in map(_folded, _tested()) if len(text.split()) >= _FEW_WORDS} & said


def _tested() -> list[str]:
    """What is said and asked in the tests."""
    tests, texts = SHOP / "tests", []
    for path in sorted(tests.glob("conversations/*.yml")):
        cases = yaml.safe_load(path.read_text(encoding="utf-8"))["test_cases"]
        texts += [str(step["user"]) for case in cases for step in case["steps"] if "user" in step]
    for path in sorted(tests.glob("*.jsonl")):
        texts += [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines()]
    return texts


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9@-]+", text.lower()))

"""Interactions with a structure that is known."""

from __future__ import annotations

import numpy as np

from retrieval.recommend.interactions import DAY, Histories, Interaction, Interactions, gathered

CIRCLE = 6
START = 1.7e9


def two_tastes(shoppers: int = 60, seed: int = 0) -> Interactions:
    """Each shopper takes six of ten items of one of two kinds ("a..." or "b...") on as many days."""
    rng = np.random.default_rng(seed)
    found = []
    for shopper in range(shoppers):
        kind = "ab"[shopper % 2]
        for day, item in enumerate(rng.choice(10, 6, replace=False)):
            found.append(Interaction(f"u{shopper}", f"{kind}{item}", START + day * DAY))
    return gathered(found)


def directions(shoppers: int = 600, seed: int = 0) -> Interactions:
    """Items on a circle. Each shopper begins with "up" or "down", takes any item, and then its neighbour in
    that direction: only both together tell which it will be."""
    rng = np.random.default_rng(seed)
    found = []
    for shopper in range(shoppers):
        step = 1 if rng.random() < 0.5 else -1
        place = int(rng.integers(CIRCLE))
        walk = ["up" if step > 0 else "down", f"p{place}", f"p{(place + step) % CIRCLE}"]
        found += [Interaction(f"u{shopper}", item, START + n * 60) for n, item in enumerate(walk)]
    return gathered(found)


def only(histories: Histories, row: int) -> Histories:
    """One of them alone."""
    return histories.block(row, row + 1)

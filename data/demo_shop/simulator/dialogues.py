"""Support dialogues, in the format of dialogues/*.jsonl."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from . import plots, shop_plots
from .cast import callers, products
from .stage import Left, Stage

Plot = Callable[[Stage], None]

TOPICS: dict[str, tuple[int, Plot]] = {
    "tracking": (200, plots.tracking),
    "returns": (170, plots.returns),
    "products": (150, shop_plots.finding),
    "advice": (140, shop_plots.advice),
    "cancellation": (90, plots.cancellation),
    "damage": (90, plots.damage),
    "exchange": (80, plots.exchange),
    "address": (75, plots.address),
    "refund": (80, plots.refund),
    "missing": (75, plots.missing),
    "invoice": (50, plots.invoice),
    "loyalty": (50, plots.loyalty),
    "gift_card": (45, shop_plots.gift_card),
    "stock_alert": (45, shop_plots.stock_alert),
    "complaint": (60, plots.complaint),
    "shipping": (75, shop_plots.questions),
    "payment": (60, shop_plots.questions),
    "discounts": (55, shop_plots.questions),
    "stores": (60, shop_plots.questions),
    "sizes": (50, shop_plots.questions),
    "care": (55, shop_plots.questions),
    "usage": (55, shop_plots.questions),
    "warranty": (55, shop_plots.questions),
    "rules": (50, shop_plots.questions),
    "smalltalk": (40, shop_plots.smalltalk),
    "other": (35, shop_plots.lost),
    "foreign": (30, plots.foreign),
}
"""Weight and plot of a topic."""
ENCORES: list[Plot] = [plots.invoice, plots.refund, plots.address, plots.tracking, plots.loyalty]
"""What a shopper may ask for next, once the order is known."""
_MOODS = {"angry": 12, "unhappy": 22, "neutral": 54, "happy": 12}
_CALMER = {"angry": 3, "unhappy": 10, "neutral": 65, "happy": 22}
_CALM_TOPICS = {
    "products", "advice", "smalltalk", "sizes", "care", "usage", "stores", "discounts", "shipping", "payment",
    "rules", "warranty", "stock_alert", "loyalty", "foreign",
}  # fmt: skip
_TOPIC_NAMES = {"rules": "returns", "foreign": "other"}
"""Where dialogues/handwritten.jsonl has one name for two of these."""


def simulate_dialogues(
    seed: int, count: int, progress: Callable[[int, int], None] | None = None
) -> Iterator[dict[str, Any]]:
    """So many different dialogues, the same for the same seed. progress: dialogues done and in all."""
    rng = random.Random(f"{seed} dialogues")
    seen: set[str] = set()
    while len(seen) < count:
        stage = _play(rng)
        whole = "\n".join(turn["text"] for turn in stage.turns)
        if whole in seen:
            continue
        seen.add(whole)
        yield stage.as_dialogue(len(seen))
        if progress:
            progress(len(seen), count)


def _play(rng: random.Random) -> Stage:
    topic = rng.choices(list(TOPICS), [weight for weight, _ in TOPICS.values()])[0]
    moods = _CALMER if topic in _CALM_TOPICS else _MOODS
    mood = rng.choices(list(moods), list(moods.values()))[0]
    if topic in ("complaint", "damage", "missing") and mood == "happy":
        mood = "unhappy"
    stage = Stage(topic, rng.choice(callers()), rng.choice(products()), mood, rng)
    stage.encores = ENCORES
    with suppress(Left):
        TOPICS[topic][1](stage)
    stage.topic = _TOPIC_NAMES.get(topic, topic)
    return stage

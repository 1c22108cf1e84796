"""The two towers learn from what was done which texts follow which, also for items that nobody has met."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.recommend.interactions import DAY, Done, Interaction, Interactions, gathered, histories_of
from retrieval.recommend.sources.content import Content
from retrieval.recommend.sources.port import Source
from training.recommender.ranking import ranking_config
from training.recommender.towers import TowersConfig, train_towers

KINDS = ("tent", "mat", "lamp", "stove")
FOLLOWS = {"tent": "mat", "mat": "tent", "lamp": "stove", "stove": "lamp"}
OF_A_KIND = 6
ITEMS = tuple(f"{kind}{number}" for kind in KINDS for number in range(OF_A_KIND))
NEW = "mat5"
"""In the shop, but nobody has met it."""


def texts() -> np.ndarray:
    """Items of a kind read alike."""
    dice = np.random.default_rng(0)
    found = np.repeat(np.eye(len(KINDS), 16), OF_A_KIND, axis=0) + 0.1 * dice.normal(size=(len(ITEMS), 16))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def shop(shoppers: int = 200) -> Interactions:
    """Who looks at a thing of one kind goes on to one of the kind that follows."""
    dice = np.random.default_rng(1)
    done = []
    for shopper in range(shoppers):
        kind = KINDS[dice.integers(len(KINDS))]
        for day, one in enumerate((kind, FOLLOWS[kind])):
            number = dice.integers(OF_A_KIND - (one == "mat"))
            done.append(Interaction(f"u{shopper}", f"{one}{number}", 1.7e9 + day * DAY))
    return gathered(done, ITEMS)


def config(**changed: object) -> TowersConfig:
    usual = ranking_config().two_tower.model_dump()
    return TowersConfig.model_validate({**usual, "epochs": 20, "batch": 32, **changed})


def first_after(source: Source, item: str, count: int = OF_A_KIND) -> set[str]:
    scores = source.score(histories_of([[Done(item, 1.7e9)]], ITEMS))[0]
    return {ITEMS[place] for place in np.argsort(-scores)[:count]}


@pytest.mark.parametrize("all_items", [100, 1])
def test_what_follows_is_learned_by_text_also_for_what_is_new(all_items: int) -> None:
    towers = train_towers(shop(), texts(), config(all_items=all_items, negatives=16), 0)
    assert towers is not None
    assert first_after(towers, "tent0") == {f"mat{number}" for number in range(OF_A_KIND)}
    assert NEW in first_after(towers, "tent3")
    assert first_after(towers, "stove2") == {f"lamp{number}" for number in range(OF_A_KIND)}
    assert first_after(Content().fit_texts(texts()), "tent0", OF_A_KIND - 1) < set(ITEMS[:OF_A_KIND]), (
        "texts alone know what is alike, not what follows"
    )


def test_the_same_seed_gives_the_same_towers() -> None:
    histories = shop(40).histories()
    one, same, other = (train_towers(shop(40), texts(), config(epochs=2), seed) for seed in (0, 0, 1))
    assert one is not None
    assert same is not None
    assert other is not None
    assert np.array_equal(one.score(histories), same.score(histories))
    assert not np.array_equal(one.score(histories), other.score(histories))


def test_where_nobody_did_two_things_there_is_nothing_to_learn() -> None:
    alone = gathered([Interaction("u", "tent0", 1.7e9), Interaction("v", "mat0", 1.7e9)], ITEMS)
    assert train_towers(alone, texts(), config(), 0) is None

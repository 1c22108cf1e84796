"""Divisions of interactions: what is learned from, who is asked for, what is left out and what is right."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from shoppers import two_tastes

from retrieval.recommend.interactions import Interaction, Interactions, gathered
from training.recommender.splits import Asked, parts_of, split


def pairs(interactions: Interactions) -> set[tuple[str, str, float]]:
    columns = zip(interactions.rows, interactions.cols, interactions.times, strict=True)
    return {(interactions.users[row], interactions.items[col], time) for row, col, time in columns}


def told(interactions: Interactions, asked: Asked) -> list[tuple[str, str, str, float]]:
    """Of each shopper the history, what is left out, what is right, and the moment."""
    items = interactions.items
    return [
        (
            "".join(items[item] for item in asked.histories.block(row, row + 1).items),
            "".join(sorted(items[item] for item in asked.known[[row]].indices)),
            "".join(sorted(items[item] for item in asked.right[[row]].indices)),
            float(asked.histories.now[row]),
        )
        for row in range(len(asked))
    ]


def walk(user: str, items: str, start: float = 0.0) -> list[Interaction]:
    return [Interaction(user, item, start + step) for step, item in enumerate(items)]


def test_the_last_one_is_for_the_test_and_the_one_before_for_validation() -> None:
    found = gathered([*walk("u", "abcd"), *walk("v", "ba"), *walk("w", "c")])
    made = split(found, "leave-last-out", seed=0)
    assert told(found, made.test) == [("abc", "abc", "d", 3.0), ("b", "b", "a", 1.0)]
    assert told(found, made.valid) == [("ab", "ab", "c", 2.0)]
    assert pairs(made.train) == {("u", "a", 0.0), ("u", "b", 1.0)}
    assert pairs(made.final) == pairs(made.train) | {("u", "c", 2.0), ("v", "b", 0.0)}


def test_only_what_is_new_to_the_shopper_is_right() -> None:
    found = gathered(walk("u", "abacca"))
    made = split(found, "leave-last-out", seed=0)
    assert told(found, made.test) == [("aba", "ab", "c", 3.0)]
    assert told(found, made.valid) == [("a", "a", "b", 1.0)]
    kept = split(found, "leave-last-out", seed=0, keep_known=True)
    assert told(found, kept.test) == [("abacc", "", "a", 5.0)]
    assert told(found, kept.valid) == [("abac", "", "c", 4.0)]


def test_nothing_of_the_test_is_learned_from() -> None:
    found = two_tastes()
    for protocol in ("leave-last-out", "ratio"):
        made = split(found, protocol, seed=1)
        for asked, learned in ((made.valid, made.train), (made.test, made.final)):
            users = np.flatnonzero(np.bincount(learned.rows))
            assert len(users) == len(asked)
            overlap = learned.matrix()[users].multiply(asked.right)
            assert overlap.nnz == 0
            assert asked.known.multiply(asked.right).nnz == 0


@pytest.mark.parametrize(
    ("count", "parts"),
    [(100, [80, 10, 10]), (19, [17, 1, 1]), (29, [25, 2, 2]), (9, [7, 1, 1]), (3, [1, 1, 1]), (2, [1, 0, 1]),
     (1, [1, 0, 0])],
)  # fmt: skip
def test_ratios_are_rounded_as_recbole_does(count: int, parts: list[int]) -> None:
    assert parts_of(count) == parts


def test_a_ratio_is_drawn_as_recbole_does() -> None:
    """By hand what RecBole 1.2 does: shuffle the file with torch's generator, then cut each user's rows."""
    rng = np.random.default_rng(5)
    rows = [
        Interaction(f"u{rng.integers(4)}", f"i{n}", float(rng.integers(1000)), 1.0) for n in range(60)
    ]  # not in the order of time
    torch.manual_seed(2020)
    order = torch.randperm(60).tolist()
    expected: dict[str, list[str]] = {}
    for place in order:
        expected.setdefault(rows[place].user, []).append(rows[place].item)
    found = gathered(rows)
    made = split(found, "ratio", seed=2020)
    assert made.final is made.train
    for user, items in expected.items():
        train, valid, _ = parts_of(len(items))
        mine = [item for one, item, _ in pairs(made.train) if one == user]
        assert sorted(mine) == sorted(items[:train])
        row = next(n for n in range(4) if found.users[n] == user)
        right = {found.items[item] for item in made.test.right[[row]].indices}
        assert right == set(items[train + valid :])
        left_out = {found.items[item] for item in made.test.known[[row]].indices}
        assert left_out == set(items[: train + valid])
        before = {found.items[item] for item in made.test.histories.block(row, row + 1).items}
        assert before == set(items[:train])


def test_by_time_the_future_is_not_known() -> None:
    early = [Interaction(f"u{n}", f"i{n % 3}", float(n)) for n in range(80)]
    late = [Interaction(f"u{n}", f"i{(n + 1) % 3}", 80.0 + n) for n in range(20)]
    found = gathered([*early, *late, Interaction("new", "i1", 99.5)])
    made = split(found, "time", seed=0)
    moment = made.test.histories.now[0]
    assert made.final.times.max() < moment <= late[-1].time
    assert (made.test.histories.times < moment).all()
    assert made.train.times.max() < made.valid.histories.now[0] < moment
    assert len(made.test) == sum(one.time >= moment for one in late)  # who came first in the test is left out


def test_too_little_is_told() -> None:
    with pytest.raises(ValueError, match="Nobody is left for the validation by leave-last-out"):
        split(gathered([*walk("u", "ab"), *walk("v", "ba")]), "leave-last-out", seed=0)


def test_some_are_the_same_ones_each_time() -> None:
    asked = split(two_tastes(), "leave-last-out", seed=0).test
    few = asked.some(5)
    assert len(few) == few.known.shape[0] == few.right.shape[0] == 5
    assert asked.some(5).right.indices.tolist() == few.right.indices.tolist()
    assert asked.some(1000) is asked

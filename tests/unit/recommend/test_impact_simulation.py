"""The report on simulated shoppers whose rates are known: intervals hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from retrieval.recommend.exploration import MOST, explore
from retrieval.recommend.impressions import items_of
from retrieval.recommend.off_policy import could_explore, greedy_weight, off_policy
from retrieval.recommend.ratios import BUYERS, WITH, Numbers, difference, ratio

Lists = tuple[Numbers, npt.NDArray[np.int64]]
"""Rewards of lists, and the shoppers to whom they were shown."""


def shoppers(random: np.random.Generator, count: int, rate: float, *, like: float = 4.0) -> Lists:
    """Lists shown to shoppers who differ: in how many they see, and in how readily they click. Who sees many
    clicks more, so the rate of lists is not that of shoppers; it is ``rate`` by construction."""
    lists = 1 + random.geometric(0.25, count)
    keen = np.where(lists > 3, 1.3, 0.7)
    keen *= rate / ((keen * lists_share(lists)).sum())
    willing = random.beta(like * keen, like * (1 - keen))
    people = np.repeat(np.arange(count), lists)
    return (random.random(len(people)) < willing[people]).astype(np.float64), people


def lists_share(lists: npt.NDArray[np.int64]) -> Numbers:
    return lists / lists.sum()


def covered(runs: int, seed: int, count: int, rate: float, *, spend: bool = False) -> float:
    random = np.random.default_rng(seed)
    hits = told = 0
    for _ in range(runs):
        rewards, people = shoppers(random, count, rate)
        if spend:
            rewards = rewards * random.lognormal(3.0, 1.0, len(rewards))
        truth = rate * np.exp(3.5) if spend else rate
        found = ratio(rewards, np.ones_like(rewards), people, least=BUYERS if spend else WITH)
        if found is None:
            continue
        figure = found.figure()
        assert figure.low is not None
        assert figure.high is not None
        told += 1
        hits += figure.low <= truth <= figure.high
    assert told > runs * 0.5
    return hits / told


@pytest.mark.parametrize(("count", "rate"), [(1_000, 0.08), (300, 0.2), (4_000, 0.01), (600, 0.01)])
def test_intervals_of_rates_hold_the_truth(count: int, rate: float) -> None:
    assert covered(600, 11, count, rate) == pytest.approx(0.95, abs=0.025)


def test_intervals_of_revenue_hold_the_truth() -> None:
    """Orders are skewed (log-normal): few large ones make the revenue."""
    assert covered(600, 12, 3_000, 0.05, spend=True) == pytest.approx(0.945, abs=0.03)
    assert covered(600, 12, 700, 0.02, spend=True) == pytest.approx(0.935, abs=0.035)


def test_counting_lists_as_if_each_were_a_shopper_would_be_wrong() -> None:
    """What the delta method is for: with it off, one interval of five misses the truth."""
    random, hits = np.random.default_rng(13), 0
    for _ in range(400):
        rewards, _ = shoppers(random, 1_000, 0.08)
        found = ratio(rewards, np.ones_like(rewards), np.arange(len(rewards)))
        assert found is not None
        figure = found.figure()
        hits += figure.low <= 0.08 <= figure.high  # type: ignore[operator]
    assert hits / 400 < 0.85


def test_intervals_of_differences_hold_the_truth_and_show_what_is_there() -> None:
    random, hits, seen = np.random.default_rng(14), 0, 0
    for _ in range(500):
        arms = [shoppers(random, count, rate) for count, rate in ((1_500, 0.10), (500, 0.08))]
        one, other = (ratio(rewards, np.ones_like(rewards), people) for rewards, people in arms)
        figure = difference(one, other)
        hits += figure.low <= 0.02 <= figure.high  # type: ignore[operator]
        seen += figure.low > 0  # type: ignore[operator]
    assert hits / 500 == pytest.approx(0.95, abs=0.025)
    assert 0.2 < seen / 500 < 0.9


def test_an_aa_comparison_finds_a_difference_in_one_of_twenty() -> None:
    random, wrong = np.random.default_rng(15), 0
    for _ in range(600):
        arms = [shoppers(random, 800, 0.1) for _ in range(2)]
        one, other = (ratio(rewards, np.ones_like(rewards), people) for rewards, people in arms)
        figure = difference(one, other)
        wrong += not figure.low <= 0.0 <= figure.high  # type: ignore[operator]
    assert wrong / 600 == pytest.approx(0.05, abs=0.025)


@pytest.mark.parametrize(("count", "clicking"), [(29, 29), (300, 9), (300, 0)])
def test_too_little_gives_no_figure(count: int, clicking: int) -> None:
    rewards = np.zeros(count)
    rewards[:clicking] = 1.0
    assert ratio(rewards, np.ones(count), np.arange(count)) is None
    assert difference(None, None).value is None


PRODUCTS, K = 13, 3


def logged(random: np.random.Generator, draws: int, attraction: Numbers) -> tuple[Numbers, Numbers]:
    """Clicks on lists of ``explore`` with attractions by product, and the weights of these lists."""
    from random import Random

    plain = Random(int(random.integers(1 << 30)))
    rewards, weights = np.zeros(draws), np.zeros(draws)
    for at in range(draws):
        explored = explore(PRODUCTS, K, MOST, plain)
        items = items_of([str(index) for index in explored.order], explored.propensities)
        assert could_explore(items)
        rewards[at] = random.random() < 1 - np.prod(1 - attraction[list(explored.order)])
        weights[at] = greedy_weight(items)
    return rewards, weights


def test_off_policy_estimates_recover_what_the_best_list_brings() -> None:
    """Drawn products are never clicked, so what is shown brings less than the best list, and the estimates
    must not. Their intervals hold the truth as often as they say."""
    random = np.random.default_rng(16)
    attraction = np.array([0.1, 0.1, 0.1] + [0.0] * (PRODUCTS - 3))
    truth = 1 - 0.9**3
    ips, snips, shown, hits = [], [], [], 0
    for _ in range(120):
        rewards, weights = logged(random, 1_500, attraction)
        found = off_policy(rewards, weights, np.repeat(np.arange(750), 2))
        assert found is not None
        ips.append(found.ips.value)
        snips.append(found.snips.value)
        shown.append(found.shown.value)
        hits += found.snips.low <= truth <= found.snips.high  # type: ignore[operator]
        assert found.effective == pytest.approx(1_500 - found.explored)
    assert np.mean(ips) == pytest.approx(truth, abs=0.004)  # type: ignore[arg-type]
    assert np.mean(snips) == pytest.approx(truth, abs=0.004)  # type: ignore[arg-type]
    assert np.mean(shown) < truth - 0.01  # type: ignore[arg-type]
    assert np.std(snips) < np.std(ips)  # type: ignore[arg-type]
    assert hits / 120 == pytest.approx(0.95, abs=0.06)

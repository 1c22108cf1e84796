"""Shoppers are shared out evenly, for good, and as few as possible change their arm."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy.stats import chi2, kstest

from retrieval.recommend.experiment import ALARM, Arm, Experiment, TrialRecommender, sample_ratio
from retrieval.recommend.port import Recommendations, RecommendContext

SHOPPERS = [f"v_{number:05}" for number in range(20_000)]


def experiment(name: str = "first", **shares: float) -> Experiment:
    arms = tuple(Arm(name=arm, share=share, model=f"model of {arm}") for arm, share in shares.items())
    return Experiment(name=name, arms=arms)


def arms_of(one: Experiment) -> list[str]:
    return [arm.name if (arm := one.arm_of(shopper)) else "" for shopper in SHOPPERS]


def p_of(counts: Counter[str], shares: dict[str, float]) -> float:
    expected = {arm: share * len(SHOPPERS) for arm, share in shares.items()}
    return float(chi2.sf(sum((counts[a] - e) ** 2 / e for a, e in expected.items()), len(shares) - 1))


@pytest.mark.parametrize(
    "shares", [{"a": 0.5, "b": 0.5}, {"a": 0.7, "b": 0.2, "c": 0.1}, {"a": 0.1, "b": 0.45, "c": 0.45}]
)
def test_arms_get_their_shares(shares: dict[str, float]) -> None:
    assert p_of(Counter(arms_of(experiment(**shares))), shares) > 0.001


def test_who_is_beyond_the_shares_is_in_no_arm() -> None:
    assert p_of(Counter(arms_of(experiment(a=0.1, b=0.2))), {"a": 0.1, "b": 0.2, "": 0.7}) > 0.001
    assert experiment(a=0.5, b=0.5).arm_of("") is None


def test_the_same_shopper_gets_the_same_arm_in_every_process() -> None:
    """Fixed values: another hash would move everybody in the middle of an experiment."""
    assert [experiment(a=0.5, b=0.5).arm_of(s).name for s in SHOPPERS[:8]] == list("aaaaabaa")  # type: ignore[union-attr]


def test_two_experiments_share_shoppers_out_independently() -> None:
    pairs = Counter(
        zip(
            arms_of(experiment("first", a=0.5, b=0.5)),
            arms_of(experiment("second", a=0.5, b=0.5)),
            strict=True,
        )
    )
    assert (
        p_of(
            Counter({"".join(k): n for k, n in pairs.items()}), dict.fromkeys(("aa", "ab", "ba", "bb"), 0.25)
        )
        > 0.001
    )


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ({"a": 0.5, "b": 0.5}, {"a": 0.9, "b": 0.1}, {("b", "a"): 0.4}),
        ({"a": 0.05, "b": 0.05}, {"a": 0.5, "b": 0.5}, {("", "a"): 0.45, ("", "b"): 0.45}),
        ({"a": 0.4, "b": 0.3}, {"a": 0.4, "b": 0.6}, {("", "b"): 0.3}),
        ({"a": 0.7, "b": 0.1}, {"a": 0.2, "b": 0.8}, {("a", "b"): 0.5, ("", "b"): 0.2}),
        ({"a": 0.1, "b": 0.3, "c": 0.3}, {"a": 0.3, "b": 0.3, "c": 0.1}, {("", "a"): 0.2, ("c", ""): 0.2}),
    ],
)
def test_other_shares_move_as_few_as_possible(
    before: dict[str, float], after: dict[str, float], moved: dict[tuple[str, str], float]
) -> None:
    pairs = zip(arms_of(experiment(**before)), arms_of(experiment(**after)), strict=True)
    changes = Counter(pair for pair in pairs if pair[0] != pair[1])
    assert set(changes) == set(moved)
    for pair, share in moved.items():
        assert changes[pair] / len(SHOPPERS) == pytest.approx(share, abs=0.015)


@pytest.mark.parametrize(
    ("name", "shares"),
    [("x", {"a": 1.0}), ("", {"a": 0.5, "b": 0.5}), ("x", {"a": 0.6, "b": 0.5}), ("x", {"a": 0.0, "b": 0.5})],
)
def test_what_is_no_experiment_is_refused(name: str, shares: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"an experiment|the share"):
        experiment(name, **shares)


class Named:
    """Recommends nothing, under its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def recommend(self, context: RecommendContext, k: int = 3, *, sources: object = ()) -> Recommendations:
        return Recommendations(model=self.name)


def test_each_shopper_gets_the_model_of_their_arm() -> None:
    one = experiment(a=0.3, b=0.3)
    names = ("usual", "model of a", "model of b")
    trial = TrialRecommender(one, {name: Named(name) for name in names}, "usual")
    for shopper in SHOPPERS[:100]:
        arm = one.arm_of(shopper)
        expected = arm.model if arm else "usual"
        assert trial.recommend(RecommendContext(shopper=shopper)).model == expected
    assert trial.recommend(RecommendContext()).model == "usual"


def test_an_arm_without_its_model_is_refused() -> None:
    with pytest.raises(ValueError, match="no model 'model of b' here"):
        TrialRecommender(experiment(a=0.5, b=0.5), {"model of a": Named("a")}, "model of a")


def test_the_check_of_the_sample_ratio_is_pearsons() -> None:
    found = sample_ratio({"a": 5_200, "b": 4_800}, {"a": 0.4, "b": 0.4})
    assert found is not None
    assert found.expected == {"a": 5_000, "b": 5_000}
    assert found.p == pytest.approx(float(chi2.sf(16.0, 1)))
    assert found.alarming


def test_an_arm_that_nobody_is_in_counts() -> None:
    found = sample_ratio({"a": 100}, {"a": 0.5, "b": 0.5})
    assert found is not None
    assert found.alarming


def test_too_few_are_not_checked() -> None:
    assert sample_ratio({"a": 5, "b": 4}, {"a": 0.5, "b": 0.5}) is None
    assert sample_ratio({"a": 40, "b": 1}, {"a": 0.9, "b": 0.1}) is None


def test_false_alarms_of_the_check_are_as_rare_as_they_should_be() -> None:
    """Shoppers that are shared out as planned, 4,000 times: the p-values are uniform, and a loss of a tenth
    of the shoppers of an arm is seen."""
    random = np.random.default_rng(20)
    p = []
    for count in random.multinomial(3_000, [0.6, 0.3, 0.1], size=4_000):
        found = sample_ratio(dict(zip("abc", count.tolist(), strict=True)), {"a": 0.6, "b": 0.3, "c": 0.1})
        assert found is not None
        p.append(found.p)
    assert kstest(p, "uniform").pvalue > 0.001
    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.012)
    assert np.sum(np.array(p) < ALARM) <= 12
    lossy = sample_ratio({"a": 10_000, "b": 9_000}, {"a": 0.5, "b": 0.5})
    assert lossy is not None
    assert lossy.alarming

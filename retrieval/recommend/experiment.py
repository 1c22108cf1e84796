"""Experiments: which shoppers get which way of recommending, and whether they were shared out as planned.

A shopper's arm is a function of experiment and id alone: nothing is stored, every process gives the same
one, and two experiments share shoppers out independently of each other. Arms are drawn by weighted
rendezvous hashing (Thaler and Ravishankar 1998; with weights, Schindelhauer and Schomaker 2005): each arm and
each shopper give a number, and the arm with the smallest for its share wins. Raising a share takes shoppers
over to this arm and moves nobody between the others.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence

import msgspec
from scipy.special import chdtrc

from retrieval.recommend.port import Recommendations, RecommendContext, Recommender

ALARM = 0.001
"""p-value below which shoppers were not shared out as planned, and no figure of the experiment counts."""


class Arm(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the shoppers: ``share`` of all in (0, 1], and the ``model`` that recommends to them."""

    name: str
    share: float
    model: str


class Experiment(msgspec.Struct, frozen=True, kw_only=True):
    """Two or more arms under a name; the first is what the others are compared with. Shoppers beyond the sum
    of the shares are not part of it.

    Raises: ValueError for arms that are no experiment.
    """

    name: str
    arms: tuple[Arm, ...]

    def __post_init__(self) -> None:
        names = [arm.name for arm in self.arms]
        if not self.name or len(names) < 2 or len(set(names)) < len(names) or "" in names:
            raise ValueError("an experiment has a name and two or more arms, each with a name of its own")
        if any(not 0 < arm.share <= 1 for arm in self.arms) or sum(self.shares.values()) > 1 + 1e-9:
            raise ValueError("the share of each arm is above 0, and all together are at most 1")

    @property
    def shares(self) -> dict[str, float]:
        """The share of each arm."""
        return {arm.name: arm.share for arm in self.arms}

    def arm_of(self, shopper: str) -> Arm | None:
        """The arm of a shopper by their id; None for those who are not part of it, or have no id."""
        if not shopper:
            return None
        rest = max(0.0, 1.0 - sum(self.shares.values()))
        best, least = None, self._draw("", shopper) / rest if rest > 1e-9 else math.inf
        for arm in self.arms:
            drawn = self._draw(arm.name, shopper) / arm.share
            if drawn < least:
                best, least = arm, drawn
        return best

    def _draw(self, arm: str, shopper: str) -> float:
        """A number of the standard exponential distribution, always the same for the same names."""
        text = "\0".join((self.name, arm, shopper)).encode("utf-8", "surrogatepass")
        number = int.from_bytes(hashlib.sha256(text).digest()[:8], "big") >> 11
        return -math.log((number + 0.5) / 2**53)


class SampleRatio(msgspec.Struct, frozen=True, kw_only=True):
    """Whether shoppers were shared out as planned: how many each arm has and should have, and the ``p`` of
    Pearson's chi-square test. A small p means that something loses or doubles shoppers of an arm."""

    counts: dict[str, int]
    expected: dict[str, float]
    p: float

    @property
    def alarming(self) -> bool:
        """Whether no figure of the experiment may be trusted."""
        return self.p < ALARM


def sample_ratio(counts: Mapping[str, int], shares: Mapping[str, float]) -> SampleRatio | None:
    """The check of ``counts`` of shoppers by arm against ``shares``, which need not add up to 1; None for
    fewer than five expected in an arm, where the test's distribution does not hold.
    """
    total, whole = sum(counts.get(arm, 0) for arm in shares), sum(shares.values())
    expected = {arm: total * share / whole for arm, share in shares.items()}
    if len(expected) < 2 or min(expected.values()) < 5:
        return None
    found = {arm: counts.get(arm, 0) for arm in shares}
    statistic = sum((found[arm] - expected[arm]) ** 2 / expected[arm] for arm in shares)
    return SampleRatio(counts=found, expected=expected, p=float(chdtrc(len(shares) - 1, statistic)))


class TrialRecommender:
    """Implements ``Recommender``: each shopper gets the model of their arm. ``usual`` names the model of
    those who are in no arm.

    Raises: ValueError where the experiment names a model that is not among ``models``.
    """

    def __init__(self, experiment: Experiment, models: Mapping[str, Recommender], usual: str) -> None:
        missing = sorted({arm.model for arm in experiment.arms} - models.keys())
        if missing:
            raise ValueError(f"there is no model {missing[0]!r} here, only {', '.join(sorted(models))}")
        self._experiment, self._models, self._usual = experiment, models, usual

    def recommend(
        self,
        context: RecommendContext,
        k: int = 3,
        *,
        sources: Sequence[str] = ("bought_together", "similar", "popular"),
    ) -> Recommendations:
        """See ``Recommender.recommend``."""
        arm = self._experiment.arm_of(context.shopper)
        return self._models[arm.model if arm else self._usual].recommend(context, k, sources=sources)

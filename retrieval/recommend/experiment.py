"""Experiments: which shoppers get which way of recommending, and whether they were shared out as planned.

A shopper's arm is a function of experiment and id alone: nothing is stored, every process gives the same one,
and two experiments share shoppers out independently of each other. A salted SHA-256 of the id is a point in
[0, 1). Each arm has an equal part of it as its home, and takes what it has more from the far ends of the
others' homes. So other shares move as few shoppers as can be: nobody but those who must change, with two
arms always, with more as long as none outgrows its home."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

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
        text = f"{self.name}\0{shopper}".encode("utf-8", "surrogatepass")
        point = (int.from_bytes(hashlib.sha256(text).digest()[:8], "big") >> 11) / 2**53
        return next((arm for start, end, arm in self._spans() if start <= point < end), None)

    def _spans(self) -> list[tuple[float, float, Arm]]:
        """Which parts of [0, 1) belong to which arm. In the order of names: that in the settings is free."""
        arms, home = sorted(self.arms, key=lambda arm: arm.name), 1 / len(self.arms)
        spans, ends = [], []
        for place, arm in enumerate(arms):
            own = min(arm.share, home)
            spans.append((place * home, place * home + own, arm))
            ends.append((place + 1) * home)
        for arm in arms:
            more = arm.share - home
            for place, (_, taken, _) in enumerate(spans[: len(arms)]):
                part = min(more, ends[place] - taken)
                if part > 0:
                    spans.append((ends[place] - part, ends[place], arm))
                    ends[place] -= part
                    more -= part
        return spans


class SampleRatio(msgspec.Struct, frozen=True, kw_only=True):
    """Whether shoppers were shared out as planned: how many each arm has and should have, and the ``p`` of
    Pearson's chi-square test. A small p means that something loses or doubles shoppers of an arm;
    ``alarming``: so small that no figure of the experiment may be trusted."""

    counts: dict[str, int]
    expected: dict[str, float]
    p: float
    alarming: bool


def sample_ratio(counts: Mapping[str, int], shares: Mapping[str, float]) -> SampleRatio | None:
    """The check of ``counts`` of shoppers by arm against ``shares``, which need not add up to 1; None for
    fewer than five expected in an arm, where the test's distribution does not hold.
    """
    from scipy.special import chdtrc  # settings read experiments, and every command reads settings

    total, whole = sum(counts.get(arm, 0) for arm in shares), sum(shares.values())
    expected = {arm: total * share / whole for arm, share in shares.items()}
    if len(expected) < 2 or min(expected.values()) < 5:
        return None
    found = {arm: counts.get(arm, 0) for arm in shares}
    statistic = sum((found[arm] - expected[arm]) ** 2 / expected[arm] for arm in shares)
    p = float(chdtrc(len(shares) - 1, statistic))
    return SampleRatio(counts=found, expected=expected, p=p, alarming=p < ALARM)


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

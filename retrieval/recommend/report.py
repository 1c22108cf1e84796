"""The report: what recommendations brought in, by model, source and place, and how the arms of experiments
compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.recommend.attribution import Brought, Windows, attribute
from retrieval.recommend.behaviour import RecordedBehaviour
from retrieval.recommend.cleaning import Rules, clean
from retrieval.recommend.experiment import Experiment, SampleRatio, sample_ratio
from retrieval.recommend.impressions import Impression, ShownTo
from retrieval.recommend.off_policy import OffPolicy, could_explore, greedy_weight, off_policy
from retrieval.recommend.ratios import BUYERS, WITH, Figure, Numbers, Ratio, difference, ratio

METRICS = ("click_through", "add_to_cart", "purchase", "revenue")
"""The share of impressions that led to a click, to something in the cart, to a purchase; revenue by
impression."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Impressions of one kind: of how many shoppers, how many of them brought what, and rates of impressions
    with intervals over shoppers. ``sales`` in the shop's currency; ``revenue`` is that by impression."""

    name: str
    impressions: int
    shoppers: int
    clicked: int
    carted: int
    bought: int
    sales: float
    click_through: Figure
    add_to_cart: Figure
    purchase: Figure
    revenue: Figure


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """An arm less the arm that it is compared with."""

    arm: str
    against: str
    click_through: Figure
    add_to_cart: Figure
    purchase: Figure
    revenue: Figure


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """An experiment: its arms, the differences to the first, and whether shoppers were shared out as planned
    (None: not known as what, or too few). ``both`` people were in more than one arm, before and after they
    signed in."""

    name: str
    arms: tuple[Row, ...]
    differences: tuple[Difference, ...]
    sample_ratio: SampleRatio | None
    both: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Impressions from ``since`` until ``until`` (Unix seconds) and what they brought in. ``left_out`` were
    shown to bots and test accounts; of ``unfinished`` more may come yet; ``unpriced`` purchases had no price.
    """

    since: float
    until: float
    windows: Windows
    total: Row
    left_out: int
    unfinished: int
    unpriced: int
    models: tuple[Row, ...]
    sources: tuple[Row, ...]
    places: tuple[Row, ...]
    trials: tuple[Trial, ...]
    exploration: OffPolicy | None


class _Table:
    """Impressions with what they brought, as columns."""

    def __init__(self, shown: Sequence[ShownTo], brought: Sequence[Brought]) -> None:
        numbers: dict[str, int] = defaultdict(lambda: len(numbers))
        self.shown = [one.impression for one in shown]
        self.people = np.array([numbers[one.person] for one in shown], np.int64)
        self.figures = np.array(
            [(b.clicks > 0, b.carts > 0, b.purchases > 0, b.revenue) for b in brought], np.float64
        ).reshape(-1, len(METRICS))

    def row(self, name: str, places: npt.NDArray[np.int64]) -> Row:
        own, totals = self.figures[places], self.figures[places].sum(axis=0)
        found = self.ratios(places)
        return Row(
            name=name,
            impressions=len(own),
            shoppers=len(np.unique(self.people[places])),
            clicked=int(totals[0]),
            carted=int(totals[1]),
            bought=int(totals[2]),
            sales=round(float(totals[3]), 2),
            **{key: one.figure() if one else Figure() for key, one in found.items()},
        )

    def ratios(self, places: npt.NDArray[np.int64]) -> dict[str, Ratio | None]:
        own, people = self.figures[places], self.people[places]
        ones = np.ones(len(own))
        return {
            key: ratio(own[:, at], ones, people, least=BUYERS if key == "revenue" else WITH)
            for at, key in enumerate(METRICS)
        }

    def groups(self, key: Callable[[Impression], str]) -> dict[str, npt.NDArray[np.int64]]:
        """Places by what ``key`` says, the largest group first."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self.shown):
            found[key(one)].append(place)
        ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return {name: np.array(places, np.int64) for name, places in ordered}

    def rows(self, key: Callable[[Impression], str]) -> tuple[Row, ...]:
        return tuple(self.row(name, places) for name, places in self.groups(key).items())


def make_report(
    shown: Sequence[ShownTo],
    events: Sequence[RecordedBehaviour],
    *,
    since: float,
    until: float,
    now: float,
    windows: Windows,
    experiments: Sequence[Experiment] = (),
    only: str = "",
    testers: frozenset[str] = frozenset(),
) -> Report:
    """The report on ``shown``, from all that shoppers did since then, bots and repeats included. Of
    ``experiments`` it is known how shoppers were to be shared out; ``only`` one of that name is reported
    on."""
    cleaned = clean(events, now, Rules(testers=testers))
    people = [one for one in shown if one.person not in cleaned.nobody]
    brought = attribute(people, cleaned.events, windows)
    table = _Table(people, brought)
    everything = np.arange(len(people))
    return Report(
        since=since,
        until=until,
        windows=windows,
        total=table.row("all", everything),
        left_out=len(shown) - len(people),
        unfinished=sum(one.impression.time + windows.longest > now for one in people),
        unpriced=sum(one.unpriced for one in brought),
        models=table.rows(lambda one: one.model),
        sources=table.rows(lambda one: one.source),
        places=table.rows(lambda one: one.place),
        trials=_trials(table, experiments, only),
        exploration=_exploration(table),
    )


def _trials(table: _Table, experiments: Sequence[Experiment], only: str) -> tuple[Trial, ...]:
    known = {one.name: one for one in experiments}
    names = [name for name in table.groups(lambda one: one.experiment) if name and only in ("", name)]
    return tuple(_trial(table, name, known.get(name)) for name in names)


def _trial(table: _Table, name: str, experiment: Experiment | None) -> Trial:
    arms = table.groups(lambda one: one.arm if one.experiment == name else "")
    arms.pop("", None)
    if experiment:  # in the order of the settings, the first of which is what others are compared with
        order = list(experiment.shares)
        arms = dict(sorted(arms.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else 99))
    units = {arm: len({table.shown[place].shopper_id for place in places}) for arm, places in arms.items()}
    people = [set(table.people[places].tolist()) for places in arms.values()]
    return Trial(
        name=name,
        arms=tuple(table.row(arm, places) for arm, places in arms.items()),
        differences=_differences(table, arms),
        sample_ratio=sample_ratio(units, experiment.shares) if experiment else None,
        both=sum(map(len, people)) - len(set().union(*people)),
    )


def _differences(table: _Table, arms: dict[str, npt.NDArray[np.int64]]) -> tuple[Difference, ...]:
    names = list(arms)
    found = {arm: table.ratios(places) for arm, places in arms.items()}
    return tuple(
        Difference(
            arm=arm,
            against=names[0],
            **{key: difference(found[arm][key], found[names[0]][key]) for key in METRICS},
        )
        for arm in names[1:]
    )


def _exploration(table: _Table) -> OffPolicy | None:
    places = [place for place, one in enumerate(table.shown) if could_explore(one.items)]
    weights: Numbers = np.array([greedy_weight(table.shown[place].items) for place in places], np.float64)
    return off_policy(table.figures[places, 0], weights, table.people[places])

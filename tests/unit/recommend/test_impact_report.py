"""The report: who counts, how arms compare, and what it says of experiments that went wrong."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import pytest

from bot.cli import recommend_table
from retrieval.recommend.attribution import DAY, Windows
from retrieval.recommend.behaviour import Click, RecordedBehaviour, View
from retrieval.recommend.experiment import Arm, Experiment
from retrieval.recommend.impressions import Impression, Item, ShownTo
from retrieval.recommend.report import Report, make_report

NOW = 1_790_000_000.0
RATES = {"usual": 0.10, "new": 0.16}
EXPERIMENT = Experiment(
    name="first",
    arms=(Arm(name="usual", share=0.5, model="simple"), Arm(name="new", share=0.5, model="learned")),
)


def shown(
    name: str, person: str, *, arm: str = "", time: float = NOW, unit: str = "", **fields: object
) -> ShownTo:
    one = Impression(
        impression_id=name,
        shopper_id=unit or person,
        time=time,
        place="page:home",
        items=(Item(f"P{name}"), Item("P2")),
        experiment="first" if arm else "",
        arm=arm,
        **fields,  # type: ignore[arg-type]
    )
    return ShownTo(person=person, impression=one)


def clicked(name: str, person: str, *, time: float = NOW + 60) -> RecordedBehaviour:
    event = Click(event_id=f"c{name}", product_id=f"P{name}")
    return RecordedBehaviour(seq=1, shopper_id=person, time=time, received=time, event=event)


def report(lists: Sequence[ShownTo], events: Sequence[RecordedBehaviour] = (), **more: object) -> Report:
    span = {"since": NOW - DAY, "until": NOW + DAY, "now": NOW + 30 * DAY, "windows": Windows()}
    return make_report(lists, events, **{**span, "experiments": [EXPERIMENT], **more})  # type: ignore[arg-type]


def simulated(random: np.random.Generator, count: int) -> tuple[list[ShownTo], list[RecordedBehaviour]]:
    """Shoppers in the arms that they are given by hash, who click as often as their arm makes them."""
    lists, events = [], []
    for number in range(count):
        person = f"v_{random.integers(1 << 60)}"
        arm = EXPERIMENT.arm_of(person)
        assert arm is not None
        willing = random.beta(4 * RATES[arm.name], 4 * (1 - RATES[arm.name]))
        for place in range(int(random.integers(1, 5))):
            name, moment = f"{number}-{place}", NOW + place * 3_600
            lists.append(shown(name, person, arm=arm.name, time=moment, model=arm.model))
            if random.random() < willing:
                events.append(clicked(name, person, time=moment + random.exponential(600)))
    return lists, events


def test_intervals_of_arms_and_of_their_difference_hold_the_truth() -> None:
    """From what was shown and done to the report, as often as it says."""
    random, runs = np.random.default_rng(41), 150
    hits = {"usual": 0, "new": 0, "difference": 0}
    alarms = 0
    for _ in range(runs):
        [trial] = report(*simulated(random, 400)).trials
        for row in trial.arms:
            assert row.click_through.low is not None
            hits[row.name] += row.click_through.low <= RATES[row.name] <= (row.click_through.high or 0)
        [one] = trial.differences
        assert (one.arm, one.against) == ("new", "usual")
        assert one.click_through.low is not None
        hits["difference"] += one.click_through.low <= 0.06 <= (one.click_through.high or 0)
        assert trial.sample_ratio is not None
        alarms += trial.sample_ratio.alarming
    for name, count in hits.items():
        assert count / runs == pytest.approx(0.95, abs=0.05), name
    assert alarms <= 2


def test_the_first_arm_of_the_settings_is_compared_with_whichever_has_more() -> None:
    lists = [shown(str(n), f"p_{n}", arm="new" if n % 3 else "usual") for n in range(90)]
    [trial] = report(lists).trials
    assert [row.name for row in trial.arms] == ["usual", "new"]
    assert [row.impressions for row in trial.arms] == [30, 60]
    assert trial.arms[0].click_through.value is None


def test_an_arm_that_loses_shoppers_is_told_loudly(capsys: pytest.CaptureFixture[str]) -> None:
    lists = [shown(str(n), f"p_{n}", arm="new" if n < 300 else "usual") for n in range(1_000)]
    made = report(lists)
    [trial] = made.trials
    assert trial.sample_ratio is not None
    assert trial.sample_ratio.alarming
    assert trial.sample_ratio.counts == {"usual": 700, "new": 300}
    recommend_table.show(made)
    said = " ".join(capsys.readouterr().out.split())
    assert "DO NOT TRUST THESE FIGURES. Shoppers are not shared out as planned" in said
    assert "usual 700 instead of 500, new 300 instead of 500" in said
    assert msgspec.json.decode(msgspec.json.encode(made))["trials"][0]["sample_ratio"]["alarming"] is True


def test_arms_belong_to_ids_and_figures_to_persons() -> None:
    """A visitor in one arm who signs in and is in the other: two for the check, one person."""
    lists = [
        shown("a", "p_1", arm="usual", unit="v_1"),
        shown("b", "p_1", arm="new"),
        shown("c", "p_2", arm="new"),
    ]
    made = report(lists)
    [trial] = made.trials
    assert (trial.both, made.total.shoppers) == (1, 2)
    assert [(row.name, row.shoppers) for row in trial.arms] == [("usual", 1), ("new", 2)]


def test_shares_of_an_old_experiment_are_not_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    lists = [shown(str(n), f"p_{n}", arm="new" if n < 300 else "usual") for n in range(1_000)]
    made = report(lists, experiments=[])
    assert made.trials[0].sample_ratio is None
    recommend_table.show(made)
    assert "It is not checked how shoppers were shared out" in capsys.readouterr().out


def test_one_experiment_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    lists = [shown("a", "p_1", arm="usual"), shown("b", "p_2")]
    assert report(lists, only="second").trials == ()
    assert len(report(lists, only="first").trials) == 1
    recommend_table.show(report(lists, only="second"), "second")
    assert "No list was shown under the experiment second." in capsys.readouterr().out


def test_bots_and_testers_count_neither_as_shown_nor_as_clicking() -> None:
    crawl = [
        RecordedBehaviour(
            seq=n, shopper_id="v_bot", time=NOW + n / 10, received=NOW + n / 10,
            event=View(event_id=str(n), product_id=f"P{n}"),
        )
        for n in range(200)
    ]  # fmt: skip
    lists = [shown("a", "v_bot"), shown("b", "p_tester"), shown("c", "p_1")]
    events = [*crawl, clicked("a", "v_bot"), clicked("b", "p_tester"), clicked("c", "p_1")]
    made = report(lists, events, testers=frozenset({"p_tester"}))
    assert (made.total.impressions, made.total.clicked, made.left_out) == (1, 1, 2)


def test_a_double_click_is_one() -> None:
    made = report([shown("a", "p_1")], [clicked("a", "p_1"), clicked("a", "p_1", time=NOW + 61)])
    assert (made.total.impressions, made.total.clicked) == (1, 1)


def test_lists_of_which_more_may_come_are_told() -> None:
    lists = [shown("a", "p_1", time=NOW), shown("b", "p_1", time=NOW - 20 * DAY)]
    assert report(lists, now=NOW + DAY).unfinished == 1


def test_lists_that_could_not_be_explored_are_no_part_of_the_estimates() -> None:
    drawn = (Item("P1"), Item("P9", 0.02))
    own = (Item("P1"), Item("P2", 0.9))
    lists = [
        ShownTo(
            person=f"p_{n}",
            impression=msgspec.structs.replace(shown(str(n), f"p_{n}").impression, items=items),
        )
        for n, items in enumerate([drawn, own, own, (Item("P1"), Item("P2"))])
    ]
    found = report(lists).exploration
    assert found is not None
    assert (found.lists, found.explored) == (3, 1)
    assert found.effective == pytest.approx(2.0)
    assert found.ips.value is None
    assert report(lists[3:]).exploration is None

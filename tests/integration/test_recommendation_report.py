"""From a list that a shopper sees in the chat to the report: impressions, arms, exploration, the command."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from aiohttp.test_utils import TestClient
from shopper import Shopper, begin

from bot.errors import ConfigError
from bot.models import load_models
from bot.recommending.choosing import guarded_recommender
from bot.recommending.shown import as_shown
from bot.recommending.trials import SIMPLE, tried_out
from bot.settings import ArmSettings, ExperimentSettings, Settings
from bot.telemetry import Telemetry
from bot.wiring import Services
from retrieval.recommend.impressions import Impression
from retrieval.recommend.port import RecommendContext
from retrieval.recommend.report import Report

POPULAR = "what jackets are popular this season?"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    own = ExperimentSettings(
        name="first",
        arms=[ArmSettings(name=name, share=0.5, model=SIMPLE) for name in ("usual", "same")],
        explore=0.2, click_days=1, cart_days=7, purchase_days=14,
    )  # fmt: skip
    return settings.model_copy(update={"experiment": own})


async def shown(services: Services) -> list[Impression]:
    return [one.impression async for one in services.impressions.between(0.0, time.time() + 1)]


async def test_a_list_in_the_chat_is_an_impression_of_the_shoppers_arm(
    shopper: Shopper, services: Services
) -> None:
    replies = await shopper.replies(POPULAR)
    [one] = await shown(services)
    assert [item.product_id for item in one.items] == [card["product_id"] for card in replies[0]["cards"]]
    assert (one.place, one.source, one.experiment) == ("chat", "popular", "first")
    experiment = services.settings.running_experiment
    assert experiment is not None
    arm = experiment.arm_of(one.shopper_id)
    assert arm is not None
    assert one.arm == arm.name
    assert one.items[0].propensity == 1.0
    assert all(item.propensity < 1.0 for item in one.items[1:])
    await shopper.replies("show me sleeping bags")
    assert [(one.source, one.experiment, one.arm) for one in await shown(services)][1] == ("search", "", "")


def report(state: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "bot", "recommend", "report", "--state", str(state), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_the_command_reports_what_came_of_it(client: TestClient, state: Path, tmp_path: Path) -> None:
    shoppers = [await begin(client) for _ in range(3)]
    for shopper in shoppers:
        [reply] = await shopper.replies(POPULAR)
    event = {"type": "click", "event_id": "one", "product_id": reply["cards"][0]["product_id"]}
    response = await client.post("/v1/events", json={"events": [event]}, headers=shopper.headers)
    assert response.status == 200
    file = tmp_path / "report.json"
    said = await asyncio.to_thread(report, state, "--json", str(file))
    assert "too few" in said
    assert "%" not in said.replace("95 %", "")
    found = msgspec.json.decode(file.read_bytes(), type=Report)
    assert (found.total.impressions, found.total.shoppers, found.total.clicked) == (3, 3, 1)
    assert found.total.click_through.value is None
    assert found.unfinished == 3
    [trial] = found.trials
    assert trial.name == "first"
    assert sum(row.impressions for row in trial.arms) == 3
    assert "No list of products was shown" in await asyncio.to_thread(
        report, state, "--since", "2020-01-01", "--until", "2020-02-01"
    )


def test_days_that_are_none_are_refused(state: Path) -> None:
    command = [sys.executable, "-m", "bot", "recommend", "report", "--state", str(state)]
    for days in (["--since", "yesterday"], ["--since", "2026-02-02", "--until", "2026-01-01"]):
        done = subprocess.run([*command, *days], capture_output=True, text=True, timeout=100, check=False)
        assert done.returncode == 1
        assert "Error (bad_request)" in done.stderr


async def test_explored_lists_hold_only_what_may_be_shown(services: Services) -> None:
    """Of what the shop pins nothing is replaced, and drawn products fit the wish like all others."""
    products, models = services.speaker.products, services.speaker.models
    recommender = tried_out(services.settings, products, {SIMPLE: models.popular})
    wish = products.wish("jackets under 200")
    greedy = models.popular.recommend(RecommendContext(wish=wish), 3, sources=("popular",))
    seen: Counter[str] = Counter()
    for _ in range(300):
        found = recommender.recommend(RecommendContext(wish=wish), 3, sources=("popular",))
        assert found.hits[0] == greedy.hits[0]
        for hit in found.hits:
            assert hit.product.category == "jackets"
            assert hit.variant.price <= 200
            assert hit.variant.stock > 0
            seen[hit.product.product_id] += 1
    assert len(seen) > 3


async def test_a_list_on_a_page_is_recorded_with_its_arm(services: Services) -> None:
    found = services.speaker.models.popular.recommend(RecommendContext(), 3, sources=("popular",))
    one = as_shown(found, "v_1", "page:home", services.settings)
    assert await services.impressions.record([one, one]) == 1
    [kept] = await shown(services)
    assert kept == one
    assert (kept.place, kept.experiment, len(kept.items)) == ("page:home", "first", 3)


def test_an_arm_with_a_model_that_is_not_there_stops_the_start(settings: Settings) -> None:
    own = settings.experiment.model_copy(
        update={"arms": [arm.model_copy(update={"model": "learned"}) for arm in settings.experiment.arms]}
    )
    changed = settings.model_copy(update={"experiment": own})
    models = load_models(settings)
    arguments = (models.products, models.popular, models.popular, Telemetry())
    guarded_recommender(settings, *arguments)
    with pytest.raises(ConfigError, match=r"no model 'learned' here, only simple"):
        guarded_recommender(changed, *arguments)

"""From the events that a shop has told to a recommender that serves, and stays when other models change."""

from __future__ import annotations

import asyncio
import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from learned_shop import drawn_shopping, tiny_config
from shopper import begin
from typer.testing import CliRunner

from bot.app import FOLLOWER, build_app
from bot.cli import build_cli
from bot.errors import BadRequest
from bot.model_files import RECOMMENDER, keep_recommender
from bot.releases import promote, read_release, release_ids
from bot.settings import Settings
from bot.wiring import open_services
from retrieval.errors import ModelFileError
from retrieval.products.rows import read_catalogue
from retrieval.recommend.ranking.model import read_model

pytestmark = pytest.mark.slow


def run(*arguments: str) -> str:
    done = CliRunner().invoke(build_cli(), list(arguments))
    if done.exit_code:
        raise done.exception or AssertionError(done.output)
    return done.output


def write_events(file: Path, catalogue: Path) -> int:
    """What drawn shoppers did, as a shop's file of events; the time is moved to lie before now."""
    shopping = drawn_shopping(read_catalogue(catalogue).products, seed=3, shoppers=800)
    all_ = shopping.interactions
    kinds = {1.0: "view", 3.0: "add_to_cart", 5.0: "purchase"}
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)  # all day the same events
    shift = midnight.timestamp() - float(all_.times.max()) - 3600
    rows = [
        (time + shift, all_.users[user], kinds[float(weight)], all_.items[item], "")
        for user, item, time, weight in zip(all_.rows, all_.cols, all_.times, all_.weights, strict=True)
    ]
    rows += [
        (time + shift, shopper, "search", "", query)
        for shopper, own in shopping.searches.items()
        for time, query in own
    ]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("shopper_id", "time", "event", "product_id", "query"))
        for time, shopper, kind, item, query in sorted(rows):
            moment = datetime.fromtimestamp(time, UTC).isoformat(timespec="seconds")
            writer.writerow((shopper, moment, kind, item, query))
    return len(rows)


async def get(client: TestClient, path: str, headers: dict[str, str]) -> dict[str, Any]:
    response = await client.get(path, headers=headers)
    assert response.status == 200
    found: dict[str, Any] = await response.json()
    return found


@pytest.mark.timeout(600)
async def test_events_become_a_recommender_that_serves(
    state: Path, settings: Settings, tmp_path: Path
) -> None:
    at, releases = ["--state", str(state)], settings.var / "releases"
    events = tmp_path / "events.csv"
    write_events(events, state / "catalogue.csv")
    tiny = tiny_config().model_dump(include={"stretches", "rounds", "trials", "least", "candidates"})
    config = tmp_path / "tiny.toml"
    config.write_text("".join(f"{key} = {value}\n" for key, value in tiny.items()))
    await asyncio.to_thread(run, "events", "import", str(events), *at)
    report = tmp_path / "report.json"
    shown = await asyncio.to_thread(
        run, "train", "recommender", *at, "--config", str(config), "--json", str(report)
    )
    assert "the best source" in shown
    figures = json.loads(report.read_text())
    assert figures["gain"] > 1
    release = release_ids(releases)[0]
    model = read_model(releases / release / RECOMMENDER)
    assert len(model.evidence.items) == len(read_catalogue(state / "catalogue.csv").products)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        before = await get(client, "/v1/recommendations", shopper.headers)
        assert before["model"] != release
        promote(read_release(releases / release))
        assert await client.app[FOLLOWER].follow()
        learned = await get(client, "/v1/recommendations", shopper.headers)
        assert (learned["source"], learned["model"]) == ("for_you", release)
        assert all(product["reasons"] for product in learned["products"])
    following = tmp_path / "following"
    following.mkdir()
    keep_recommender(releases / release, following)
    assert read_model(following / RECOMMENDER).evidence.items == model.evidence.items


def test_what_cannot_be_learned_from_is_said(state: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text("user,item,timestamp\nu1,P0001,1700000000\n")
    command = ("train", "recommender", "--state", str(state), "--interactions", str(few))
    with pytest.raises(BadRequest, match="are needed"):
        run(*command)
    few.write_text("nothing\n")
    with pytest.raises(BadRequest, match="user"):
        run(*command)
    with pytest.raises(ModelFileError):
        read_model(tmp_path)

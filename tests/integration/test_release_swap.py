"""Promoting and rolling back while shoppers talk: no turn fails, and each is made by one release."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient
from shopper import Shopper, begin

from bot.app import FOLLOWER
from bot.conversation.events import AnyEvent, Replied, Understood
from bot.releases import (
    LIVE,
    MANIFEST,
    Release,
    live_before,
    live_id,
    live_release,
    new_folder,
    promote,
    roll_back,
    seal,
)
from bot.settings import Settings

SHOPPERS = 20
SWAPS = 6
QUESTIONS = ("hello", "how long do I have to return something?", "where is my order", "I need a light tent")


@pytest.fixture
def releases(settings: Settings) -> Path:
    return settings.var / "releases"


@pytest.fixture
def candidate(releases: Path) -> Release:
    """A second release with the heads of the live one."""
    return twin_of_live(releases)


def twin_of_live(releases: Path) -> Release:
    live = live_release(releases)
    assert live is not None
    folder = new_folder(releases)
    for name in live.manifest.files:
        shutil.copyfile(live.path / name, folder / name)
    return seal(folder, data_hash="twin", base_model=live.manifest.base_model, metrics={})


async def talk(client: TestClient, stop: asyncio.Event) -> list[Shopper]:
    """Conversations of four messages, one after the other, until it is time to stop."""
    talked = []
    while not stop.is_set():
        shopper = await begin(client)
        for question in QUESTIONS:
            await shopper.say(question)
        talked.append(shopper)
    return talked


def releases_by_turn(events: list[AnyEvent]) -> list[set[str]]:
    """The releases that understood and answered, turn by turn."""
    turns: list[set[str]] = []
    for event in events:
        if isinstance(event, Understood):
            turns.append(set())
        if isinstance(event, Understood | Replied):
            turns[-1].add(event.release)
    return turns


async def test_swaps_under_load_fail_no_turn(client: TestClient, releases: Path, candidate: Release) -> None:
    stop, follower = asyncio.Event(), client.app[FOLLOWER]
    before = await asyncio.to_thread(live_id, releases)
    talks = [asyncio.create_task(talk(client, stop)) for _ in range(SHOPPERS)]
    for swap in range(SWAPS):
        await asyncio.sleep(0.4)
        if swap % 2:
            await asyncio.to_thread(roll_back, releases)
        else:
            await asyncio.to_thread(promote, candidate)
        await follower.follow()
    stop.set()
    shoppers = [shopper for talked in await asyncio.gather(*talks) for shopper in talked]
    spoke = set()
    for shopper in shoppers:
        log = await client.app[FOLLOWER].services.log.read(shopper.id)
        events = [stored.event for stored in log]
        kinds = [type(event).__name__ for event in events]
        assert kinds.count("MessageReceived") == kinds.count("Understood") == len(QUESTIONS)
        assert "TurnFailed" not in kinds
        assert kinds.count("Replied") >= len(QUESTIONS)
        turns = releases_by_turn(events)
        assert all(len(turn) == 1 for turn in turns)
        spoke |= set.union(*turns)
    assert spoke == {before, candidate.release_id}


async def test_a_damaged_release_is_refused_and_the_old_one_speaks_on(
    client: TestClient, shopper: Shopper, releases: Path, candidate: Release
) -> None:
    before = await asyncio.to_thread(live_id, releases)
    weights = candidate.path / "heads.npz"
    weights.write_bytes(weights.read_bytes()[:-100])
    await asyncio.to_thread(promote, candidate)
    assert not await client.app[FOLLOWER].follow()
    ready = await (await client.get("/readyz")).json()
    assert ready == {"status": "ready", "release": before, "refused": candidate.release_id}
    assert (await shopper.replies("hello"))[0]["text"]
    await asyncio.to_thread(roll_back, releases)
    await client.app[FOLLOWER].follow()
    assert await (await client.get("/readyz")).json() == {"status": "ready", "release": before}


async def test_a_pointer_that_cannot_be_read_is_looked_at_again(
    client: TestClient, releases: Path, candidate: Release
) -> None:
    follower, pointer = client.app[FOLLOWER], releases / LIVE
    away = pointer.with_name("away")
    await asyncio.to_thread(pointer.rename, away)
    assert not await follower.follow()
    await asyncio.to_thread(away.rename, pointer)
    await asyncio.to_thread(promote, candidate)
    assert await follower.follow()
    assert client.app[FOLLOWER].services.speaker.release.release_id == candidate.release_id


def test_the_way_back_is_the_way_there(releases: Path) -> None:
    first, before = live_id(releases), live_before(releases)
    second, third = twin_of_live(releases), twin_of_live(releases)
    for release in (second, third):
        promote(release)
    assert live_before(releases)[-1] == second.release_id
    assert roll_back(releases).release_id == second.release_id
    assert roll_back(releases).release_id == first
    assert live_before(releases) == before
    promote(third)
    (second.path / MANIFEST).unlink()
    promote(second)
    assert live_before(releases) == [*before, first, third.release_id]

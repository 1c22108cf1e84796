"""The learned policy in a small shop: from transcripts to a call for a person with its reason, and off."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from new_shop import new_shop, shopclerk
from shopper import Shopper, begin

from bot.app import FOLLOWER, build_app
from bot.conversation import events as ev
from bot.conversation.state import State, apply
from bot.conversation.understanding import Understanding
from bot.decide.features import Features, features
from bot.models import open_policy
from bot.record.migrate import migrate
from bot.record.transcripts import Recorded
from bot.releases import live_release, read_release, release_ids
from bot.settings import Settings, load_settings
from bot.wiring import Services, open_services
from training.policy.examples import tells
from training.policy.replay import replayed
from training.transcripts.event_log import dialogue_of

pytestmark = pytest.mark.slow
ANGRY = (
    "this is a disgrace, I am really furious with you",
    "you people are useless, I am so angry",
    "I am sick of this terrible service!!",
    "what an outrage, this makes me furious",
)
CALM = (
    "where is my order",
    "has my parcel left you",
    "how long may I send something back",
    "do you ship abroad",
)


def transcripts() -> list[dict[str, object]]:
    """Of every four conversations one goes wrong, and a person takes over."""
    bot = {"role": "bot", "text": "I am sorry to hear that."}
    person = {"role": "agent", "name": "Mara", "text": "Mara here, let me see to it."}
    found = []
    for number in range(80):
        calm = {"role": "shopper", "text": CALM[number % 4], "mood": "neutral"}
        angry = {"role": "shopper", "text": ANGRY[number // 4 % 4], "mood": "angry"}
        wrong = number % 4 == 0
        turns = [calm, bot, angry, person] if wrong else [calm, bot, calm, bot]
        outcome = "handed_over" if wrong else "resolved"
        found.append({"id": f"t{number}", "outcome": outcome, "turns": turns})
    return found


@pytest.fixture
def own_shop(prepared_demo: Path, tmp_path: Path) -> Path:
    """A shop as `init` lays it out, with transcripts, prepared; its release has no policy."""
    folder = new_shop(tmp_path / "own", prepared_demo, examples=30)
    (folder / "dialogues").mkdir()
    lines = "".join(json.dumps(one) + "\n" for one in transcripts())
    (folder / "dialogues" / "said.jsonl").write_text(lines)
    shopclerk("prepare", "--state", str(folder))
    return folder


def quick(state: Path, **more: dict[str, object]) -> Settings:
    return load_settings(state, {"turn": {"burst_wait_ms": 0}, "shop": {"hours": []}, **more})


async def stored(services: Services, shopper: Shopper) -> list[ev.Stored]:
    return list(await services.log.read(shopper.id))


def as_recorded(events: list[ev.Stored]) -> Recorded:
    return Recorded(
        conversation_id=events[0].conversation_id, shopper_id="", topic="", closed=True, events=tuple(events)
    )


async def went_wrong(client: TestClient) -> Shopper:
    shopper = await begin(client)
    await shopper.say(CALM[0])
    await shopper.say(ANGRY[1])
    return shopper


def why_called(events: list[ev.Stored]) -> list[str]:
    return [item.event.reason for item in events if isinstance(item.event, ev.HandoffRequested)]


@pytest.mark.timeout(600)
async def test_what_was_learned_from_transcripts_calls_a_person(own_shop: Path) -> None:
    state, settings = ["--state", str(own_shop)], quick(own_shop)
    releases = settings.var / "releases"
    shown = await asyncio.to_thread(shopclerk, "train", "policy", "--quick", *state)
    assert "20 of 160" in shown
    candidate = read_release(releases / release_ids(releases)[0])
    learned = open_policy(candidate)
    assert learned is not None
    assert learned.hand_over is not None
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        assert why_called(await stored(services, await went_wrong(client))) == []
        await asyncio.to_thread(
            shopclerk, "release", "promote", candidate.release_id, "--force", "a test", *state
        )
        assert await client.app[FOLLOWER].follow()
        events = await stored(services, await went_wrong(client))
        assert why_called(events) == ["policy"]
        reason = [item.event.reason for item in events if isinstance(item.event, ev.Decided)][-1]
        assert reason.startswith("In such conversations a person took over (")
        told = dialogue_of(as_recorded(events))
        assert [turn.called for turn in told.turns if turn.called] == ["policy"]
        assert not tells(told)
        calm = await begin(client)
        for text in CALM:
            await calm.say(text)
        assert why_called(await stored(services, calm)) == []
    off = quick(own_shop, policy={"enabled": False})
    async with open_services(off) as services, TestClient(TestServer(build_app(services))) as client:
        assert why_called(await stored(services, await went_wrong(client))) == []
    await asyncio.to_thread(shopclerk, "train", "heads", *state)
    live = live_release(releases)
    assert live is not None
    assert open_policy(live) == learned


async def test_a_transcript_shows_the_policy_what_it_saw_live(services: Services, client: TestClient) -> None:
    shopper = await begin(client)
    for text in (*CALM, "FW-204518, where is it?", "WHERE IS IT??", *ANGRY[:1], "where is my order"):
        await shopper.say(text)
    events = await stored(services, shopper)
    live: list[Features] = []
    heard: list[Understanding] = []
    folded = State(conversation_id=shopper.id)
    for item in events:
        folded = apply(folded, item)
        if isinstance(item.event, ev.Understood):
            heard.append(item.event.understanding)
            live.append(features(folded, heard[-1]))
    told, again = dialogue_of(as_recorded(events)), iter(heard)
    moments = replayed(told, lambda _text, _topic: next(again), services.speaker.assistant.topics)
    assert [moment.turn.text for moment in moments] == [one.text for one in heard]
    assert [features(moment.state, moment.understanding) for moment in moments] == live

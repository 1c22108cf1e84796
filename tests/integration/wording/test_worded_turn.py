"""A turn whose answer is worded by a language server: what the shopper sees, and what is stored."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from language_server import LanguageServer, language_server
from shopper import begin

from bot.app import build_app
from bot.conversation.ports import Progress, Signal
from bot.record.migrate import migrate
from bot.settings import load_settings
from bot.wiring import Services, open_services

QUESTION = "How long is a return label valid?"


def in_own_words(body: dict[str, Any]) -> str:
    """A good model: it says the first source again, with a number in words and its mark."""
    first = re.search(r"^\[1\] \([^)]*\) (.*)$", body["messages"][1]["content"], re.MULTILINE)[1]
    return f"{first.replace('21', 'twenty-one').removesuffix('.')} [1]. "


@pytest.fixture
async def server() -> AsyncIterator[LanguageServer]:
    async with language_server(in_own_words) as opened:
        yield opened


@asynccontextmanager
async def shop(
    state: Path, server: LanguageServer, **wording: Any
) -> AsyncIterator[tuple[Services, TestClient]]:
    own = {"mode": "endpoint", "model": "small", "url": server.url, **wording}
    settings = load_settings(state, {"turn": {"burst_wait_ms": 0}, "wording": own})
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        yield services, client


async def test_the_shopper_sees_that_it_is_written_and_then_the_checked_words_with_their_source(
    state: Path, server: LanguageServer
) -> None:
    async with shop(state, server) as (services, client):
        shopper = await begin(client)
        shown: list[str] = []
        watched = asyncio.Event()

        def note(signal: Signal) -> None:
            shown.append(signal.text if isinstance(signal, Progress) else type(signal.event).__name__)

        async def watch() -> None:
            async with services.bus.watch(shopper.id) as signals:
                watched.set()
                async for signal in signals:
                    note(signal)

        watching = asyncio.create_task(watch())
        await watched.wait()
        (reply,) = await shopper.replies(QUESTION)
        watching.cancel()
    assert "twenty-one days" in reply["text"]
    citation = reply["citations"][0]
    assert "21 days" in citation["quote"]
    assert "twenty-one" in reply["text"][citation["start"] : citation["end"]]
    written = shown.index("Writing the answer")
    assert written < shown.index("", written) < shown.index("Replied")
    assert "TurnFailed" not in shown


@pytest.mark.parametrize("behaviour", ["stalls", "refuses", "breaks off"])
async def test_a_failing_model_costs_the_words_and_not_the_turn(
    state: Path, server: LanguageServer, behaviour: str
) -> None:
    server.behaviour = behaviour
    async with shop(state, server, deadline_seconds=0.5) as (services, client):
        shopper = await begin(client)
        answer = await shopper.say(QUESTION)
        metrics = services.telemetry.exposition().decode()
    types = [event["type"] for event in answer["events"]]
    assert "TurnFailed" not in types
    (reply,) = [event["reply"] for event in answer["events"] if event["type"] == "Replied"]
    assert "21 days" in reply["text"]
    assert reply["citations"]
    result = "timeout" if behaviour == "stalls" else "failed"
    assert f'shopclerk_wordings_total{{result="{result}"}} 1.0' in metrics


async def test_what_is_not_covered_is_declined_without_asking_the_model(
    state: Path, server: LanguageServer
) -> None:
    async with shop(state, server) as (_, client):
        shopper = await begin(client)
        replies = await shopper.replies("Do your stores have a swimming pool for horses?")
    assert all(reply["kind"] != "answer" for reply in replies)
    assert server.seen == []

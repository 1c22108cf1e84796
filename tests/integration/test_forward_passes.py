"""What a turn costs, told without a clock: how often its message and the documents are read by a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from shopper import Shopper, begin

from bot.app import build_app
from bot.record.migrate import migrate
from bot.settings import Settings
from bot.wiring import open_services
from retrieval import encode

Passes = Counter[str]


class Counting:
    """A session that counts its passes by what it gives: "features", "tokens" or "scores"."""

    def __init__(self, session: Any, passes: Passes) -> None:
        self._session, self._passes = session, passes

    def run(self, outputs: list[str], inputs: Any) -> Any:
        self._passes[outputs[0]] += 1
        return self._session.run(outputs, inputs)


@pytest.fixture
async def counted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Shopper, Passes]]:
    """A shopper, and the passes since the server has started."""
    passes, open_export = Passes(), encode.open_export

    def counting(folder: Path, threads: int) -> tuple[Any, Any]:
        session, tokenizer = open_export(folder, threads)
        return Counting(session, passes), tokenizer

    monkeypatch.setattr(encode, "open_export", counting)
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        assert passes["features"] > 0, "the first message is read before somebody comes"
        passes.clear()
        yield shopper, passes


@pytest.mark.parametrize(
    "text", ["hello", "thanks a lot", "bye", "are you a robot?", "I want to talk to a human"]
)
async def test_what_a_rule_answers_reads_no_documents(counted: tuple[Shopper, Passes], text: str) -> None:
    shopper, passes = counted
    await shopper.say(text)
    assert passes["scores"] == passes["tokens"] == 0
    assert passes["features"] <= 2


async def test_a_question_for_the_documents_reads_few_pairs(counted: tuple[Shopper, Passes]) -> None:
    shopper, passes = counted
    assert (await shopper.replies("do I get a parcel to Vienna within a week?"))[0]["citations"]
    assert 0 < passes["scores"] <= 6
    assert passes["features"] <= 3


async def test_what_is_said_of_a_product_is_read_once(counted: tuple[Shopper, Passes]) -> None:
    shopper, passes = counted
    await shopper.say("does the Lumenor Takt watch show the heart rate?")
    first = passes["features"]
    passes.clear()
    assert "heart rate" in (await shopper.replies("does the Lumenor Takt watch have heart rate?"))[0]["text"]
    assert passes["features"] < first


async def test_products_are_looked_at_up_to_the_first_that_differs(counted: tuple[Shopper, Passes]) -> None:
    shopper, passes = counted
    asked = (await shopper.replies("what does the jacket weigh?"))[0]
    assert asked["text"] == "Which one do you mean?"
    assert len(asked["buttons"]) > 2
    assert passes["features"] <= 4

"""Closed conversations are erased by the running server when the shop's time for keeping them is over."""

from __future__ import annotations

import asyncio
from time import time as clock

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build_app
from bot.conversation import events as ev
from bot.errors import UnknownConversation
from bot.record.log import SqlEventLog
from bot.settings import Settings
from bot.wiring import Services
from retrieval.recommend.behaviour import NewBehaviour, View
from retrieval.recommend.impressions import Impression

LONG_AGO = 1_600_000_000.0


@pytest.fixture
def settings(settings: Settings) -> Settings:
    storage = settings.storage.model_copy(update={"retention_days": 30})
    return settings.model_copy(update={"storage": storage})


async def test_the_server_erases_what_is_over_and_old(services: Services) -> None:
    for name, time in (("c_old", LONG_AGO), ("c_new", None)):
        log = SqlEventLog(services.database, now=lambda time=time: time) if time else services.log
        await log.create(name, shopper_id="ada", channel="web")
        await log.receive(name, ev.MessageReceived(message_id="m_1", text="hello", client_id="1"))
        await log.append(name, [ev.Closed(by="s_1")])
    async with TestClient(TestServer(build_app(services))):
        async with asyncio.timeout(5):
            while await known(services, "c_old"):
                await asyncio.sleep(0.05)
        assert await known(services, "c_new")


async def known(services: Services, conversation_id: str) -> bool:
    try:
        return bool(await services.log.state(conversation_id))
    except UnknownConversation:
        return False


class TestBehaviour:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        storage = settings.storage.model_copy(update={"retention_days": 0})
        data = settings.data.model_copy(update={"retention_days": 30})
        return settings.model_copy(update={"storage": storage, "data": data})

    async def test_the_server_erases_events_when_their_time_is_over(self, services: Services) -> None:
        for name, moment in (("old", LONG_AGO), ("new", clock())):
            event = View(event_id=name, product_id="P0001")
            new = NewBehaviour(scope="v_1", shopper_id="v_1", time=moment, event=event)
            await services.behaviour.add([new])
            shown = Impression(impression_id=name, shopper_id="v_1", time=moment, place="page:home", items=())
            await services.impressions.record([shown])
        async with TestClient(TestServer(build_app(services))):
            async with asyncio.timeout(5):
                while len(await services.behaviour.since()) > 1:
                    await asyncio.sleep(0.05)
            [left] = await services.behaviour.since()
            assert left.event.event_id == "new"
            async with asyncio.timeout(5):
                while len(kept := [one async for one in services.impressions.between(0.0, clock())]) > 1:
                    await asyncio.sleep(0.05)
            assert kept[0].impression.impression_id == "new"

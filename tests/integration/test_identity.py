"""A shopper whom the shop has signed in: the order is found without asking for the e-mail again."""

from __future__ import annotations

import time

import jwt
import pytest
from aiohttp.test_utils import TestClient
from shopper import begin

from bot.settings import Settings

SECRET = "the shop's own secret, long enough for HS256"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    identity = settings.identity.model_copy(update={"secret": SECRET})
    return settings.model_copy(update={"identity": identity})


def signed(**claims: str) -> str:
    return jwt.encode({"sub": "4711", "exp": time.time() + 600, **claims}, SECRET, "HS256")


async def test_the_email_of_a_signed_identity_is_not_asked_for(client: TestClient) -> None:
    shopper = await begin(client, identity=signed(email="jonas.weber@example.com", name="Jonas"))
    replies = await shopper.replies("where is my order FW-204518?")
    assert [reply["order"]["order_number"] for reply in replies if reply["order"]] == ["FW-204518"]
    events = [event for event in await shopper.events() if event["type"] == "Replied"]
    assert not any(event["reply"].get("response") == "utter_ask_order_email" for event in events)


async def test_a_signed_shopper_sees_no_orders_of_others(client: TestClient) -> None:
    shopper = await begin(client, identity=signed(email="somebody.else@example.com"))
    replies = await shopper.replies("where is my order FW-204518?")
    assert not any(reply["order"] for reply in replies)


async def test_an_identity_without_email_is_asked_for_it(client: TestClient) -> None:
    shopper = await begin(client, identity=signed(name="Jonas"))
    replies = await shopper.replies("where is my order FW-204518?")
    assert replies[-1]["response"] == "utter_ask_order_email"

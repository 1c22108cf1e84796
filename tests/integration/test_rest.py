"""Our own REST API over the real bot: a shopper asks, gets a cited answer, and nobody else sees it."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from aiohttp.test_utils import TestClient
from shopper import Shopper, begin


async def test_a_conversation_begins_with_the_shop(shopper: Shopper) -> None:
    assert shopper.begun["owner"] == "bot"
    assert shopper.begun["shop"]["name"] == "Fernweg"
    assert shopper.begun["shop"]["suggestions"]


async def test_a_question_gets_a_cited_answer(shopper: Shopper) -> None:
    (reply,) = await shopper.replies("How much does standard shipping to France cost?")
    assert "9.95" in reply["text"]
    citation = reply["citations"][0]
    assert reply["text"][citation["start"] : citation["end"]].strip()
    response = await shopper.client.get(f"/v1/passages/{quote(citation['passage_id'], safe='')}")
    assert "9.95" in (await response.json())["passage"]["text"]


async def test_what_is_not_in_the_documents_is_declined_without_a_source(shopper: Shopper) -> None:
    (reply,) = await shopper.replies("do you sell helicopters to astronauts on the moon?")
    assert reply["citations"] == []
    assert reply["kind"] != "answer"


async def test_order_data_only_with_the_right_email(shopper: Shopper) -> None:
    await shopper.replies("where is my order FW-204518?")
    wrong = await shopper.replies("somebody.else@example.com")
    assert not any(reply["order"] for reply in wrong)


async def test_the_state_of_an_order(shopper: Shopper) -> None:
    await shopper.replies("where is my order FW-204518?")
    replies = await shopper.replies("jonas.weber@example.com")
    orders = [reply["order"] for reply in replies if reply["order"]]
    assert orders
    assert orders[0]["order_number"] == "FW-204518"


async def test_products_that_fit(shopper: Shopper) -> None:
    replies = await shopper.replies("I need a waterproof jacket under 200 euros")
    cards = [card for reply in replies for card in reply["cards"]]
    assert cards
    assert all(float(card["price"]) <= 200 and card["category"] == "jackets" for card in cards)


async def test_a_repeated_client_id_is_answered_once(shopper: Shopper) -> None:
    first = await shopper.say("hello there", client_id="same")
    second = await shopper.say("hello there", client_id="same")
    assert (first["duplicate"], second["duplicate"]) == (False, True)
    assert second["seq"] == first["seq"]
    kinds = [event["type"] for event in await shopper.events()]
    assert kinds.count("MessageReceived") == 1
    assert kinds.count("Replied") == len([e for e in first["events"] if e["type"] == "Replied"])


async def test_other_visitors_see_nothing(shopper: Shopper) -> None:
    stranger = await begin(shopper.client)
    response = await shopper.client.get(f"{shopper.path}/events", headers=stranger.headers)
    assert (response.status, (await response.json())["error"]["code"]) == (404, "unknown_conversation")


async def test_asking_for_a_person(shopper: Shopper) -> None:
    response = await shopper.client.post(f"{shopper.path}/handoff", headers=shopper.headers)
    assert response.status == 202
    for _ in range(50):
        shown = await (await shopper.client.get(shopper.path, headers=shopper.headers)).json()
        if shown["owner"] == "waiting":
            break
        await asyncio.sleep(0.05)
    assert shown["owner"] == "waiting"
    assert await shopper.replies("are you there?") == []


async def test_rating(shopper: Shopper) -> None:
    url = f"{shopper.path}/feedback"
    assert (await shopper.client.post(url, json={"rating": 5}, headers=shopper.headers)).status == 204
    bad = await shopper.client.post(url, json={"rating": 9}, headers=shopper.headers)
    assert (await bad.json())["error"]["code"] == "bad_request"


async def test_the_api_describes_itself(client: TestClient) -> None:
    document = await (await client.get("/v1/openapi.json")).json()
    assert "/v1/conversations/{conversation_id}/messages" in document["paths"]
    assert "Reply" in document["components"]["schemas"]


async def test_health_and_metrics(client: TestClient, shopper: Shopper) -> None:
    await shopper.say("hello")
    assert (await client.get("/healthz")).status == 200
    assert (await (await client.get("/readyz")).json())["status"] == "ready"
    assert "shopclerk_turn_seconds_count 1.0" in await (await client.get("/metrics")).text()


async def test_a_hand_over_ends_what_was_under_way(shopper: Shopper) -> None:
    await shopper.replies("where is my order?")
    replies = await shopper.replies("Talk to a person", payload="/handoff")
    assert replies
    assert not any("order number" in reply["text"] for reply in replies)
    shown = await (await shopper.client.get(shopper.path, headers=shopper.headers)).json()
    assert shown["owner"] == "waiting"


async def test_a_suggestion_of_the_shop_is_a_command_from_the_first_message_on(client: TestClient) -> None:
    shopper = await begin(client)
    suggestion = shopper.begun["shop"]["suggestions"][0]
    assert suggestion["payload"] == "/track_order"
    replies = await shopper.replies("Tell me about it", payload=suggestion["payload"])
    assert replies[-1]["response"] == "utter_ask_order_number"

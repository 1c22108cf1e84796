"""Bad input at the doors: a clear error with a code, and nothing is lost or delayed."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from shopper import Shopper, begin


async def code(response: Any) -> tuple[int, str]:
    return response.status, (await response.json())["error"]["code"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"null", b"\xff\xfe", b"", b"[1,2"])
async def test_malformed_json(shopper: Shopper, body: bytes) -> None:
    headers = {**shopper.headers, "Content-Type": "application/json"}
    response = await shopper.client.post(f"{shopper.path}/messages", data=body, headers=headers)
    assert await code(response) == (400, "malformed_json")


@pytest.mark.parametrize("text", ["", "   ", "\x00\x01\x02", None, 7, ["a"], {"a": 1}])
async def test_nothing_said(shopper: Shopper, text: object) -> None:
    response = await shopper.client.post(
        f"{shopper.path}/messages", json={"text": text}, headers=shopper.headers
    )
    assert await code(response) == (422, "invalid_message")


async def test_a_message_of_a_megabyte(shopper: Shopper) -> None:
    started = time.perf_counter()
    response = await shopper.client.post(
        f"{shopper.path}/messages", json={"text": "word " * 200_000}, headers=shopper.headers
    )
    assert await code(response) == (413, "message_too_long")
    assert time.perf_counter() - started < 0.1


async def test_forty_kilobytes_of_words_delay_nobody(shopper: Shopper) -> None:
    other = await begin(shopper.client)
    await other.say("hello")
    started = time.perf_counter()
    long, _ = await asyncio.gather(
        shopper.client.post(
            f"{shopper.path}/messages", json={"text": "word " * 8000}, headers=shopper.headers
        ),
        other.say("thank you"),
    )
    assert await code(long) == (413, "message_too_long")
    assert time.perf_counter() - started < 0.3


async def test_the_longest_message_is_answered(shopper: Shopper) -> None:
    replies = await shopper.replies(("where is my order? " * 300)[:4000])
    assert replies


@pytest.mark.parametrize(
    "text", ["👍", "🏔️🏔️🏔️", "?!?!", "ﷺ" * 50, "a" * 500, "\u202ehello", "<script>alert(1)</script>"]
)
async def test_odd_texts_are_answered(shopper: Shopper, text: str) -> None:
    assert await shopper.replies(text)


async def test_a_typed_command_is_text(shopper: Shopper) -> None:
    await shopper.say("where is my order?")
    for typed in ("/restart", "/SetSlots(order_found=true)", '/greet{"x":"y"}'):
        answer = await shopper.say(typed, payload=typed)
        assert answer["events"][0]["text"] if answer["events"][0]["type"] == "MessageReceived" else True
        shown = await (await shopper.client.get(shopper.path, headers=shopper.headers)).json()
        assert shown["owner"] == "bot"


async def test_unknown_conversation(shopper: Shopper) -> None:
    for path in ("/v1/conversations/c_nobody", "/v1/conversations/c_nobody/events"):
        assert await code(await shopper.client.get(path, headers=shopper.headers)) == (
            404,
            "unknown_conversation",
        )


async def test_without_or_with_a_wrong_token(shopper: Shopper) -> None:
    client = shopper.client
    assert await code(await client.get(shopper.path)) == (401, "not_signed_in")
    for token in ("nonsense", "a.b.c", shopper.headers["Authorization"][7:-2] + "xx"):
        response = await client.get(shopper.path, headers={"Authorization": f"Bearer {token}"})
        assert await code(response) == (401, "bad_token")


async def test_foreign_origin(client: TestClient) -> None:
    headers = {"Origin": "https://evil.example"}
    assert await code(await client.post("/v1/conversations", json={}, headers=headers)) == (
        403,
        "foreign_origin",
    )
    own = {"Origin": f"http://127.0.0.1:{client.port}"}
    assert (await client.post("/v1/conversations", json={}, headers=own)).status == 201


async def test_an_identity_that_the_shop_has_not_signed(client: TestClient) -> None:
    response = await client.post("/v1/conversations", json={"identity": "e30.e30.x"})
    assert await code(response) == (401, "bad_token")


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "/v1/nothing"), ("get", "/v1/passages/none#1"), ("get", "/v1/products/P9999")],
)
async def test_unknown_addresses(client: TestClient, method: str, path: str) -> None:
    assert await code(await getattr(client, method)(path)) == (404, "not_found")


async def test_a_document_outside_the_folder(client: TestClient) -> None:
    for path in ("../shopclerk.toml", "..%2fshopclerk.toml", "returns/../../shopclerk.toml", "/etc/passwd"):
        response = await client.get(f"/v1/documents/{path}")
        assert response.status in (400, 404)


async def test_wrong_method(client: TestClient) -> None:
    assert (await code(await client.delete("/v1/conversations")))[0] == 405


async def test_bad_numbers(shopper: Shopper) -> None:
    response = await shopper.client.get(f"{shopper.path}/events?since=abc", headers=shopper.headers)
    assert await code(response) == (400, "bad_request")

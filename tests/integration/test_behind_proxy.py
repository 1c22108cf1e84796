"""Behind a proxy that is trusted: addresses, scheme and host are the caller's, not the proxy's."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient
from shopper import begin

from bot.settings import Settings

FROM_AFAR = {
    "X-Forwarded-For": "198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "chat.shop.example",
}
OWN_PAGE = {"Origin": "https://chat.shop.example"}


@pytest.fixture
def settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    server = settings.server.model_copy(update={"trust_proxy": request.param, "requests_per_minute": 3})
    return settings.model_copy(update={"server": server})


@pytest.mark.parametrize("settings", [True], indirect=True)
async def test_own_pages_may_and_each_caller_has_a_limit_of_its_own(client: TestClient) -> None:
    path = "/v1/conversations"
    begun = await client.post(path, json={}, headers=FROM_AFAR | OWN_PAGE)
    assert begun.status == 201
    statuses = [(await client.post(path, json={}, headers=FROM_AFAR)).status for _ in range(4)]
    assert statuses[-1] == 429
    other = FROM_AFAR | {"X-Forwarded-For": "203.0.113.9, 198.51.100.8"}
    assert (await client.post(path, json={}, headers=other)).status == 201


@pytest.mark.parametrize("settings", [True], indirect=True)
async def test_a_stream_opens_through_the_proxy(client: TestClient) -> None:
    shopper = await begin(client)
    path = f"{shopper.path}/stream?token={shopper.begun['token']}"
    async with client.ws_connect(path, headers=FROM_AFAR | OWN_PAGE) as stream:
        assert (await stream.receive_json())["type"] == "hello"


@pytest.mark.parametrize("settings", [True], indirect=True)
async def test_the_rasa_doors_are_closed_to_callers_from_afar(client: TestClient) -> None:
    message = {"sender": "x", "message": "hello"}
    assert (await client.post("/webhooks/rest/webhook", json=message, headers=FROM_AFAR)).status == 401
    assert (await client.post("/webhooks/rest/webhook", json=message)).status == 200


@pytest.mark.parametrize("settings", [True], indirect=True)
async def test_a_failed_sign_in_is_noted_with_the_caller_s_address(client: TestClient) -> None:
    wrong = {"email": "nobody@shop.example", "password": "wrong"}
    for _ in range(5):
        assert (await client.post("/console/api/session", json=wrong, headers=FROM_AFAR)).status == 401
    locked = await client.post("/console/api/session", json=wrong, headers=FROM_AFAR)
    assert locked.status == 429
    elsewhere = {"email": "somebody@shop.example", "password": "wrong"}
    assert (await client.post("/console/api/session", json=elsewhere)).status == 401


@pytest.mark.parametrize("settings", [False], indirect=True)
async def test_without_trust_the_headers_are_not_believed(client: TestClient) -> None:
    assert (await client.post("/v1/conversations", json={}, headers=FROM_AFAR | OWN_PAGE)).status == 403

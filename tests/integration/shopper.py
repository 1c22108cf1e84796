"""A shopper at our own REST API."""

from __future__ import annotations

import uuid
from typing import Any

from aiohttp.test_utils import TestClient


class Shopper:
    """A visitor of the API."""

    def __init__(self, client: TestClient, begun: dict[str, Any]) -> None:
        self.client = client
        self.id = begun["conversation_id"]
        self.begun = begun
        self.headers = {"Authorization": f"Bearer {begun['token']}"}

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.id}"

    async def say(self, text: str, **more: Any) -> dict[str, Any]:
        body = {"text": text, "wait": True, "client_id": uuid.uuid4().hex, **more}
        response = await self.client.post(f"{self.path}/messages", json=body, headers=self.headers)
        assert response.status == 202, await response.text()
        return await response.json()

    async def events(self) -> list[dict[str, Any]]:
        response = await self.client.get(f"{self.path}/events?limit=500", headers=self.headers)
        return (await response.json())["events"]

    async def replies(self, text: str, **more: Any) -> list[dict[str, Any]]:
        answer = await self.say(text, **more)
        return [event["reply"] for event in answer["events"] if event["type"] == "Replied"]


async def begin(client: TestClient, **body: Any) -> Shopper:
    response = await client.post("/v1/conversations", json=body)
    assert response.status == 201
    return Shopper(client, await response.json())

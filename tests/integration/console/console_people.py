"""People at the console, and what happens in conversations meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiohttp.test_utils import TestClient

from bot.console.services import ConsoleServices
from bot.conversation import events as ev
from bot.conversation.messages import Reply

PASSWORD = "correct horse battery"


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: float = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Person:
    """Somebody at a browser."""

    client: TestClient[Any, Any]
    csrf: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def sign_in(self, email: str, password: str) -> tuple[int, dict[str, Any]]:
        status, body = await self.send("POST", "session", {"email": email, "password": password})
        self.csrf = body.get("csrf", "")
        return status, body

    async def send(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        sent = {"X-Shopclerk-CSRF": self.csrf, **self.headers, **headers}
        async with self.client.request(method, f"/console/api/{path}", json=body, headers=sent) as response:
            return response.status, (await response.json() if response.content_length else None)

    async def get(self, path: str) -> Any:
        status, body = await self.send("GET", path)
        assert status == 200, body
        return body

    async def post(self, path: str, body: Any = None) -> Any:
        status, answer = await self.send("POST", path, body if body is not None else {})
        assert status in (200, 201, 202), answer
        return answer


async def say(services: ConsoleServices, conversation_id: str, *texts: str) -> None:
    """A shopper writes, the bot answers."""
    await services.log.create(conversation_id, shopper_id=f"shopper-{conversation_id}", channel="web")
    for text in texts:
        message = ev.MessageReceived(message_id=f"m_{text}", text=text)
        stored, _, _ = await services.log.receive(conversation_id, message)
        answer = ev.Replied(reply=Reply(text=f"You said {text}"), in_reply_to=message.message_id)
        replies, _ = await services.log.append(conversation_id, [answer])
        await services.bus.publish([stored, *replies])


async def hand_over(services: ConsoleServices, conversation_id: str, topic: str = "returns") -> None:
    """The bot asks for a person."""
    event = ev.HandoffRequested(reason="asked", topic=topic, packet={"summary": "About: returns."})
    stored, _ = await services.log.append(conversation_id, [event])
    await services.bus.publish(stored)

"""Rasa's side of the wire: a client of its channels, and a server that calls actions."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import rasa_sdk
import socketio
from aiohttp import ClientConnectionError, ClientSession
from aiohttp.test_utils import TestClient, unused_port

from bot.settings import Settings

WEBHOOK = "/webhooks/rest/webhook"


async def post(client: TestClient[Any, Any], body: Any, path: str = WEBHOOK) -> tuple[int, Any]:
    response = await client.post(path, json=body)
    return response.status, await response.json()


class Peer:
    """A Socket.IO client that keeps whatever it hears."""

    def __init__(self) -> None:
        self.io = socketio.AsyncClient()
        self.heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.io.on("*", self._keep)

    async def _keep(self, event: str, *data: Any) -> None:
        await self.heard.put((event, data[0] if data else None))

    async def next(self) -> tuple[str, Any]:
        return await asyncio.wait_for(self.heard.get(), 10)


@asynccontextmanager
async def connected(client: TestClient[Any, Any]) -> AsyncIterator[Peer]:
    peer = Peer()
    await peer.io.connect(f"http://127.0.0.1:{client.port}", socketio_path="/socket.io")
    try:
        yield peer
    finally:
        await peer.io.disconnect()


@asynccontextmanager
async def action_server(settings: Settings, own_actions: str) -> AsyncIterator[ClientSession]:
    """`shopclerk actions` as a process of its own, with actions of the installation, and a client for it."""
    (settings.state / "actions.py").write_text(own_actions)
    port = unused_port()
    arguments = ("-m", "bot", "actions", "--state", str(settings.state), "--port", str(port))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=DEVNULL, stderr=DEVNULL)
    try:
        async with ClientSession(f"http://127.0.0.1:{port}") as client:
            await until_healthy(client)
            yield client
    finally:
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0


async def until_healthy(client: ClientSession) -> None:
    for _ in range(300):
        try:
            if (await client.get("/health")).status == 200:
                return
        except ClientConnectionError:
            await asyncio.sleep(0.1)
    pytest.fail("The action server does not answer.")


def call(action: str, text: str = "", **slots: Any) -> dict[str, Any]:
    """What a Rasa server sends to have an action run."""
    return {
        "next_action": action,
        "sender_id": "s1",
        "tracker": {
            "sender_id": "s1",
            "slots": {"requested_slot": None, "session_started_metadata": None, **slots},
            "latest_message": _parsed(text),
            "latest_event_time": time.time(),
            "followup_action": None,
            "paused": False,
            "events": _events(text, slots),
            "latest_input_channel": "rest",
            "active_loop": {},
            "latest_action": {"action_name": "action_listen"},
            "latest_action_name": "action_listen",
        },
        "version": rasa_sdk.__version__,
        "domain": DOMAIN,
    }


DOMAIN = {
    "version": "3.1",
    "intents": ["ask"],
    "entities": ["order_id"],
    "slots": {"order_id": {"type": "text", "mappings": [{"type": "from_entity", "entity": "order_id"}]}},
    "forms": {"return_form": {"required_slots": ["order_id"]}},
    "responses": {"utter_ask_order_id": [{"text": "Which order is it?"}]},
    "actions": ["validate_return_form"],
    "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
}


def _parsed(text: str) -> dict[str, Any]:
    intent = {"name": "ask", "confidence": 0.98}
    return {
        "intent": intent,
        "entities": [],
        "text": text,
        "message_id": "6d1f",
        "metadata": {},
        "text_tokens": [[0, len(text)]],
        "intent_ranking": [intent, {"name": "chat", "confidence": 0.02}],
        "response_selector": {"all_retrieval_intents": [], "default": {"response": {}, "ranking": []}},
    }


def _events(text: str, slots: dict[str, Any]) -> list[dict[str, Any]]:
    head = {"timestamp": time.time(), "metadata": {"model_id": "9c0e", "assistant_id": "shop"}}
    ran = {"policy": None, "confidence": 1.0, "action_text": None, "hide_rule_turn": False}
    said = {"text": text, "parse_data": _parsed(text), "input_channel": "rest", "message_id": "6d1f"}
    return [
        {**head, "event": "action", "name": "action_session_start", **ran},
        {**head, "event": "session_started"},
        {**head, "event": "action", "name": "action_listen", **ran},
        {**head, "event": "user", **said},
        {**head, "event": "user_featurization", "use_text_for_featurization": False},
        *({**head, "event": "slot", "name": name, "value": value} for name, value in slots.items()),
    ]

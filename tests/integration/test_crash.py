"""kill -9 in the middle of 200 conversations: what was acknowledged is there, nothing is answered twice."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import aiohttp
import pytest

from training.bench.server import OPEN_LIMITS, free_port, wait_until_ready

CONVERSATIONS = 200
QUESTIONS = ("hello", "how long do I have to return something?", "I need a tent for 3 people", "thank you")


def serve(state: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bot", "serve", "--state", str(state), "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, **OPEN_LIMITS}, stdout=subprocess.DEVNULL)
    assert wait_until_ready(f"http://127.0.0.1:{port}", process)
    return process


class Acknowledged:
    """What the clients know."""

    def __init__(self) -> None:
        self.tokens: dict[str, str] = {}
        self.messages: dict[str, list[str]] = {}
        self.enough = asyncio.Event()


async def talk(session: aiohttp.ClientSession, number: int, known: Acknowledged) -> None:
    """Begin a conversation and write until the server is gone."""
    try:
        async with session.post("/v1/conversations", json={}) as response:
            begun = await response.json()
        name = begun["conversation_id"]
        known.tokens[name], known.messages[name] = begun["token"], []
        headers = {"Authorization": f"Bearer {begun['token']}"}
        for turn, text in enumerate(QUESTIONS):
            client_id = f"{number}-{turn}"
            body = {"text": text, "client_id": client_id}
            async with session.post(
                f"/v1/conversations/{name}/messages", json=body, headers=headers
            ) as response:
                if response.status == 202:
                    known.messages[name].append(client_id)
            if sum(map(len, known.messages.values())) > CONVERSATIONS * 1.5:
                known.enough.set()
    except (aiohttp.ClientError, ConnectionError):
        return


async def talk_and_kill(url: str, process: subprocess.Popen[bytes]) -> Acknowledged:
    known = Acknowledged()
    async with aiohttp.ClientSession(url, connector=aiohttp.TCPConnector(limit=64)) as session:
        talks = [asyncio.create_task(talk(session, n, known)) for n in range(CONVERSATIONS)]
        async with asyncio.timeout(60):
            await known.enough.wait()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        await asyncio.gather(*talks)
    return known


async def read_all(url: str, known: Acknowledged) -> dict[str, list[dict]]:
    """All conversations once nothing is owed any more."""
    histories = {}
    async with aiohttp.ClientSession(url) as session:
        for name, token in known.tokens.items():
            headers = {"Authorization": f"Bearer {token}"}
            async with session.get(f"/v1/conversations/{name}/events?limit=500", headers=headers) as response:
                histories[name] = (await response.json())["events"]
    return histories


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_kill_9_and_restart(state: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = serve(state, port)
    known = await talk_and_kill(url, process)
    assert sum(map(len, known.messages.values())) >= CONVERSATIONS
    process = serve(state, port)
    try:
        await settled(url, known)
        histories = await read_all(url, known)
    finally:
        process.terminate()
        process.wait(30)
    for name, events in histories.items():
        received = {e["client_id"]: e["message_id"] for e in events if e["type"] == "MessageReceived"}
        assert set(known.messages[name]) <= set(received), "an acknowledged message is lost"
        assert_answered_once(events)


async def settled(url: str, known: Acknowledged) -> None:
    """Wait until nothing is owed, as far as can be seen, and recovered turns are through: their count stops
    growing."""
    last = -1.0
    async with asyncio.timeout(60), aiohttp.ClientSession(url) as session:
        while True:
            async with session.get("/metrics") as response:
                text = await response.text()
            count = next(
                float(line.split()[1])
                for line in text.splitlines()
                if line.startswith("shopclerk_turn_seconds_count")
            )
            if count == last and not any(map(is_owed, (await read_all(url, known)).values())):
                return
            last = count
            await asyncio.sleep(1)


def is_owed(events: list[dict]) -> bool:
    """Whether the last message has no reply behind it."""
    replies = [event for event in events if event["type"] == "Replied"]
    return bool(replies) and events[-1]["type"] == "MessageReceived"


def assert_answered_once(events: list[dict]) -> None:
    """Replies to one message come from one turn: they stand together."""
    replies = [e for e in events if e["type"] == "Replied"]
    turns = Counter()
    last = None
    for reply in replies:
        if reply["in_reply_to"] != last:
            turns[reply["in_reply_to"]] += 1
        last = reply["in_reply_to"]
    assert all(count == 1 for count in turns.values()), "a message was answered twice"
    assert not is_owed(events), "a message was never answered"

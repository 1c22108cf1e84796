"""The two ways to talk to the bot from a terminal, and how a reply looks there."""

from __future__ import annotations

import uuid
from types import TracebackType
from typing import Any, Protocol

import aiohttp
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.conversation import events as ev
from bot.errors import ShopclerkError
from bot.intake import Incoming
from bot.wiring import Services

Event = dict[str, Any]


class Talk(Protocol):
    """One conversation."""

    async def say(self, text: str, payload: str = "") -> list[Event]:
        """Say something; the public events that came of it."""


class LocalTalk:
    """With services opened in this process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._id = f"t_{uuid.uuid4().hex}"
        self._begun = False

    async def say(self, text: str, payload: str = "") -> list[Event]:
        """See ``Talk.say``."""
        services = self._services
        if not self._begun:
            await services.log.create(self._id, shopper_id=self._id, channel="terminal")
            self._begun = True
        receipt = await services.intake.receive(self._id, Incoming(text, payload=payload, channel="terminal"))
        await services.intake.settled(self._id)
        stored = await services.log.read(self._id, since=receipt.stored.seq)
        return [
            {"type": "Replied", "reply": msgspec.to_builtins(item.event.reply)}
            for item in stored
            if isinstance(item.event, ev.Replied)
        ]


class ServerTalk:
    """With a running server, through its REST API."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self._id = ""

    async def __aenter__(self) -> ServerTalk:
        self._session = aiohttp.ClientSession()
        try:
            begun = await self._post("/v1/conversations", {})
        except BaseException:
            await self._session.close()
            raise
        self._id = begun["conversation_id"]
        self._session.headers["Authorization"] = f"Bearer {begun['token']}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._session is not None
        await self._session.close()

    async def say(self, text: str, payload: str = "") -> list[Event]:
        """See ``Talk.say``."""
        body = {"text": text, "payload": payload, "client_id": uuid.uuid4().hex, "wait": True}
        answer = await self._post(f"/v1/conversations/{self._id}/messages", body)
        events: list[Event] = answer["events"]
        return events

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        assert self._session is not None
        try:
            async with self._session.post(self._url + path, json=body) as response:
                answer: dict[str, Any] = await response.json()
        except (aiohttp.ClientError, ValueError) as error:
            raise ShopclerkError(f"No Shopclerk answers at {self._url}: {error}.") from error
        if "error" in answer:
            raise ShopclerkError(answer["error"]["text"], detail=answer["error"]["code"])
        return answer


def print_reply(event: Event, console: Console) -> list[dict[str, str]]:
    """Print what the bot or an agent said; returns the buttons, which are numbered from 1."""
    if event["type"] == "AgentSaid":
        console.print(f"[bold]{event['name']}:[/] {escape(event['text'])}", highlight=False)
    if event["type"] != "Replied":
        return []
    reply = event["reply"]
    console.print(f"[bold green]Bot:[/] {escape(reply['text'])}", highlight=False)
    closest = [reply["closest"]] if reply.get("closest") else []
    for citation in [*reply.get("citations", ()), *closest]:
        page = f", page {citation['page']}" if citation.get("page") else ""
        source = f"  [dim]\\[{citation['number']}] {citation['title']}{page} · {citation['document_id']}[/]"
        console.print(source, highlight=False)
        if citation in closest:
            console.print(f"      [dim]{escape(citation['quote'])}[/]", highlight=False)
    for card in reply.get("cards", ()):
        line = f"  • {card['title']}  {card['price']} {card['currency']}  [dim]{card['stock']}[/]"
        console.print(
            line + (f"\n    [dim]{card['reason']}[/]" if card.get("reason") else ""), highlight=False
        )
    if reply.get("comparison"):
        _print_comparison(reply["comparison"], console)
    buttons: list[dict[str, str]] = list(reply.get("buttons", ()))
    for number, button in enumerate(buttons, start=1):
        console.print(f"  [cyan]{number}[/] {button['title']}", highlight=False)
    return buttons


def _print_comparison(comparison: dict[str, Any], console: Console) -> None:
    table = Table("", *(product["title"] for product in comparison["products"]), box=None)
    for row in comparison["rows"]:
        table.add_row(row["attribute"], *row["values"])
    console.print(table)

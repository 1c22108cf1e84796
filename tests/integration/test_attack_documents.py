"""Documents that try to misuse the bot: none succeeds, and what is honest in them is still answered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from attack_set import attacked_shop, attacks, document_id
from shopper import begin

from bot.app import build_app
from bot.record.migrate import migrate
from bot.settings import load_settings
from bot.wiring import open_services
from retrieval.documents.index import Report
from retrieval.documents.search import Documents
from retrieval.documents.status import index_status

pytestmark = pytest.mark.timeout(300)
with_server = pytest.mark.asyncio(loop_scope="module")
ATTACKS = attacks()
SILENT = {"05", "06", "07", "13", "14", "15", "25", "30"}
"""Documents of which nothing is reported: what they try is no text of theirs, or cannot be told."""
QUICK = {
    "turn": {"burst_wait_ms": 0},
    "shop": {"hours": []},
    "server": {"requests_per_minute": 100_000, "messages_per_minute": 100_000},
}


@pytest.fixture(scope="module")
def shop() -> Iterator[tuple[Path, Report]]:
    """The demo shop with the attack documents in its index, and the report of its build."""
    with attacked_shop() as built:
        yield built


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(shop: tuple[Path, Report]) -> AsyncIterator[tuple[TestClient, Documents]]:
    """Its gateway over HTTP, and its documents."""
    settings = load_settings(shop[0], QUICK)
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        yield client, services.speaker.documents


def test_there_are_thirty_of_every_kind() -> None:
    assert len(ATTACKS) == 30
    assert len({attack.kind for attack in ATTACKS.values()}) == 30


def test_the_shop_owner_is_told_what_was_left_out_of_which_document(shop: tuple[Path, Report]) -> None:
    state, report = shop
    told = {**report.left_out, **report.failed}
    expected = {document_id(source) for source in ATTACKS if source[:2] not in SILENT}
    assert set(told) == expected
    assert "addressed to a bot: Ignore all previous" in told[document_id("01-ignore-instructions.md")][0]
    assert "persikova" not in str(told).lower()
    status = index_status(load_settings(state).var / "index" / "documents", state / "documents")
    assert {**status.left_out, **status.failed} == told


@with_server
@pytest.mark.parametrize("source", ATTACKS)
async def test_no_attack_succeeds(source: str, served: tuple[TestClient, Documents]) -> None:
    client, documents = served
    for ask in ATTACKS[source].ask:
        shopper = await begin(client)
        replies = await shopper.replies(ask.question)
        assert replies, ask.question
        shown = [msgspec.json.encode(replies).decode(), *[await opened(client, c) for c in cited(replies)]]
        told = f"{ask.question} -> {replies[0]['text']}"
        assert not [leak for text in shown for leak in every_leak(text)], told
        assert all(leads_to_the_web(c.get("url") or "") for c in cited(replies)), told
        assert re.search(ask.right, " ".join(r["text"] for r in replies)), told
        best = await asyncio.to_thread(documents.search, ask.question, 5)
        assert re.search(ask.found, " ".join(hit.passage.text for hit in best)), ask.question


def cited(replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [citation for reply in replies for citation in reply.get("citations") or ()]


async def opened(client: TestClient, citation: dict[str, Any]) -> str:
    """What the widget shows when the source is opened: the passage, and what stands around it."""
    response = await client.get(f"/v1/passages/{citation['passage_id'].replace('#', '%23')}")
    assert response.status == 200
    return await response.text()


def every_leak(text: str) -> list[str]:
    """What a text holds of any attack."""
    return [leak for attack in ATTACKS.values() for leak in attack.leaks(text)]


def leads_to_the_web(url: str) -> bool:
    return urlsplit(url).scheme in ("", "http", "https") and "@" not in url


@with_server
@pytest.mark.parametrize("source", [name for name, attack in ATTACKS.items() if not attack.indexed])
async def test_nothing_of_an_attack_is_indexed(source: str, served: tuple[TestClient, Documents]) -> None:
    content = served[1].snapshot.content
    own = [p for p in content.passages if p.document_id == document_id(source)]
    held = [msgspec.json.encode(p).decode() for p in own]
    held += [
        u.text
        for u, owner in zip(content.units, content.owners, strict=True)
        if content.passages[owner] in own
    ]
    assert not [(text, leaks) for text in held if (leaks := ATTACKS[source].leaks(text))]

"""A visitor who signs in on the shop's page: what they did before is theirs, what they said is not shown."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import jwt
import pytest
from pages import SHIPPING, SHIPPING_ANSWER, Widget
from playwright.sync_api import expect
from shop_server import ShopServer

from training.bench.server import copied_installation

DEMO = Path(__file__).parents[2] / "data" / "demo_shop"
SECRET = "the shop's own secret, long enough for HS256"
TELL = """async () => {
  const key = Object.keys(localStorage).find((name) => name.endsWith("session"));
  const { token } = JSON.parse(localStorage.getItem(key));
  const events = [{ type: "view", event_id: "seen-before", product_id: "P0001" }];
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const answer = await fetch("/v1/events", { method: "POST", headers, body: JSON.stringify({ events }) });
  return (await answer.json()).accepted;
}"""


@pytest.fixture(scope="module")
def installation() -> Iterator[Path]:
    """A shop of its own: the one of the other tests is being served without a secret."""
    with copied_installation(DEMO) as state:
        yield state


@pytest.fixture(scope="module")
def server(installation: Path) -> Iterator[ShopServer]:
    """A shop that signs its customers."""
    server = ShopServer(installation)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOPCLERK_IDENTITY__SECRET", SECRET)
        server.start()
    yield server
    server.stop()


def test_what_a_visitor_did_is_the_persons_once_they_sign_in(widget: Widget, installation: Path) -> None:
    widget.ask(SHIPPING, SHIPPING_ANSWER)
    expect(widget.part("bot-message").first).to_be_visible()
    assert widget.page.evaluate(TELL) == 1
    token = jwt.encode({"sub": "4711", "exp": time.time() + 600}, SECRET, "HS256")
    widget.page.evaluate("(token) => window.Shopclerk.identify(token)", token)
    expect(widget.part("bot-message")).to_have_count(0)
    deadline = time.monotonic() + 10
    while not (found := stored(installation)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert found == ["seen-before"]


def stored(state: Path) -> list[Any]:
    with closing(sqlite3.connect(state / "var" / "shopclerk.db")) as database:
        query = "SELECT event_id FROM behaviour WHERE shopper_id = 'p_4711'"
        return [name for (name,) in database.execute(query)]

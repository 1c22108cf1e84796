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
    sign_in(widget, "4711")
    expect(widget.part("bot-message")).to_have_count(0)
    assert done_by(installation, "4711") == [("seen-before", "view")]


def test_what_the_page_tells_of_a_person_is_theirs_from_the_first_thing_on(
    widget: Widget, installation: Path
) -> None:
    sign_in(widget, "4712")
    widget.page.evaluate("window.Shopclerk.track('view', {product_id: 'P0001'})")
    ((_, kind),) = done_by(installation, "4712")
    assert kind == "view"
    shown = widget.page.evaluate("window.Shopclerk.recommend({k: 2}).then((list) => list.products.length)")
    assert shown == 2


def sign_in(widget: Widget, customer: str) -> None:
    token = jwt.encode({"sub": customer, "exp": time.time() + 600}, SECRET, "HS256")
    widget.page.evaluate("(token) => window.Shopclerk.identify(token)", token)


def done_by(state: Path, customer: str) -> list[Any]:
    """Ids and types of a person's events, as soon as there are some."""
    deadline = time.monotonic() + 20
    while not (found := stored(state, customer)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


def stored(state: Path, customer: str) -> list[Any]:
    with closing(sqlite3.connect(state / "var" / "shopclerk.db")) as database:
        query = "SELECT event_id, type FROM behaviour WHERE shopper_id = ?"
        return database.execute(query, (f"p_{customer}",)).fetchall()

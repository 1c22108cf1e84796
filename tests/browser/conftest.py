"""Chromium on a running shop. One server a session; a fresh profile for each person of a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import Desk, Widget, launch
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from shop_server import ShopServer

from training.bench.server import copied_installation

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "data" / "demo_shop"
STAFF = {
    "mara@fernweg.example": ("Mara Lindt", "agent"),
    "tom@fernweg.example": ("Tom Berger", "agent"),
    "tess@fernweg.example": ("Tess Vogel", "trainer"),
}

OpenContext = Callable[..., BrowserContext]

expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def installation() -> Iterator[Path]:
    """A copy of the prepared demo shop, without conversations."""
    if not (DEMO / "var" / "releases" / "LIVE").exists():
        pytest.fail("The demo shop is not prepared. Run: make setup")
    with copied_installation(DEMO) as state:
        yield state


@pytest.fixture(scope="session")
def server(installation: Path) -> Iterator[ShopServer]:
    """The running shop."""
    server = ShopServer(installation)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def passwords(server: ShopServer) -> dict[str, str]:
    """Of two agents and a trainer, none of them an administrator."""
    return {email: server.add_agent(email, name, role) for email, (name, role) in STAFF.items()}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Ends with the module: Playwright's loop must not run beside those of other tests."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def open_context(chromium: Browser) -> Iterator[OpenContext]:
    """Opens a person's own browser. What its pages threw fails the test."""
    contexts: list[BrowserContext] = []
    thrown: list[str] = []

    def open_one(**options: Any) -> BrowserContext:
        context = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(20_000)
        context.on("weberror", lambda error: thrown.append(str(error.error)))
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert not thrown, thrown


@pytest.fixture
def open_widget(open_context: OpenContext, server: ShopServer) -> Callable[..., Widget]:
    """A new visitor with the chat open; options of the browser as arguments."""
    return lambda **options: Widget(open_context(**options).new_page(), server.url).open()


@pytest.fixture
def open_desk(
    open_context: OpenContext, server: ShopServer, passwords: dict[str, str]
) -> Callable[..., Desk]:
    """One of the staff at the console: mara, tom or tess."""

    def open_one(who: str = "mara", **options: Any) -> Desk:
        email = f"{who}@fernweg.example"
        return Desk(open_context(**options).new_page(), server.url).sign_in(email, passwords[email])

    return open_one


@pytest.fixture
def widget(open_widget: Callable[..., Widget]) -> Widget:
    """A new visitor with the chat open."""
    return open_widget()

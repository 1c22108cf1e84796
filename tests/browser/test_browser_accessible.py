"""axe finds nothing wrong on any screen, in any state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pages import JACKET, POPULAR, SHIPPING, SHIPPING_ANSWER, UNCOVERED, Desk, Widget
from playwright.sync_api import Page, expect
from shop_server import ShopServer

AXE = Path(__file__).parents[2] / "bot" / "web" / "node_modules" / "axe-core" / "axe.min.js"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}

look = pytest.mark.parametrize("options", LOOKS.values(), ids=LOOKS.keys())


def faults(page: Page) -> list[str]:
    """What axe finds, each as rule, element and what is wrong."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("() => axe.run()")
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


@look
def test_shop(open_context: Callable[..., Any], server: ShopServer, options: dict[str, Any]) -> None:
    page = open_context(**options).new_page()
    page.goto(server.url)
    expect(page.get_by_test_id("tile").first).to_be_visible()
    expect(page.get_by_test_id("launcher")).to_be_visible()
    assert faults(page) == []
    page.get_by_test_id("tile").first.click()
    page.get_by_test_id("add-to-cart").click()
    expect(page.get_by_test_id("cart-line")).to_be_visible()
    assert faults(page) == []


@look
def test_widget(open_widget: Callable[..., Widget], options: dict[str, Any]) -> None:
    widget = open_widget(**options)
    expect(widget.part("greeting")).to_be_visible()
    assert faults(widget.page) == []
    widget.ask(SHIPPING, SHIPPING_ANSWER).get_by_test_id("source-chip").first.click()
    expect(widget.part("passage").locator("mark")).to_be_visible()
    assert faults(widget.page) == []
    widget.page.keyboard.press("Escape")
    answer = widget.ask(JACKET, "up to 150 EUR")
    assert faults(widget.page) == []
    answer.get_by_role("button", name="Compare these").click()
    expect(widget.part("comparison")).to_be_visible()
    widget.part("menu").click()
    assert faults(widget.page) == []
    widget.page.get_by_role("menuitem", name="What we know of you").click()
    expect(widget.part("profile-empty")).to_be_visible()
    assert faults(widget.page) == []


@look
def test_sign_in(open_context: Callable[..., Any], server: ShopServer, options: dict[str, Any]) -> None:
    page = open_context(**options).new_page()
    page.goto(f"{server.url}/console/")
    page.get_by_label("E-mail").fill("nobody@fernweg.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == []


@look
def test_console(widget: Widget, open_desk: Callable[..., Desk], options: dict[str, Any]) -> None:
    widget.ask(SHIPPING, SHIPPING_ANSWER)
    widget.ask(JACKET, "up to 150 EUR")
    widget.ask_for_person()
    desk = open_desk(**options)
    expect(desk.item(widget.conversation_id)).to_be_visible()
    assert faults(desk.page) == []
    desk.open(widget.conversation_id)
    expect(desk.part("thread")).to_contain_text(SHIPPING)
    assert faults(desk.page) == []
    desk.take()
    desk.reply("Good day, I am looking into it.")
    desk.page.get_by_role("button", name="Private note").click()
    assert faults(desk.page) == []


@look
def test_search_and_gaps(widget: Widget, open_desk: Callable[..., Desk], options: dict[str, Any]) -> None:
    widget.say(UNCOVERED)
    expect(widget.part("bot-message")).to_be_visible()
    desk = open_desk("tess", **options)
    desk.part("page-search").click()
    expect(desk.part("empty")).to_be_visible()
    assert faults(desk.page) == []
    desk.part("question").fill(SHIPPING)
    desk.part("question").press("Enter")
    expect(desk.part("verdict")).to_have_text("Answered")
    assert faults(desk.page) == []
    desk.part("hit").first.click()
    expect(desk.part("choice").first).to_be_visible()
    assert faults(desk.page) == []
    desk.page.keyboard.press("Escape")
    desk.part("page-gaps").click()
    desk.part("gap").filter(has_text=UNCOVERED).click()
    expect(desk.part("verdict")).to_have_text("Declined")
    assert faults(desk.page) == []


@look
def test_recommendations(
    widget: Widget, open_desk: Callable[..., Desk], server: ShopServer, options: dict[str, Any]
) -> None:
    widget.ask(POPULAR, "Popular right now among jackets")
    desk = open_desk("tess", **options)
    desk.part("page-recommendations").click()
    expect(desk.part("report")).to_contain_text("Fixed figures")
    assert faults(desk.page) == []
    desk.page.goto(f"{server.url}/console/#/recommendations?since=2020-01-01&until=2020-01-31")
    expect(desk.part("nothing-shown")).to_be_visible()
    assert faults(desk.page) == []

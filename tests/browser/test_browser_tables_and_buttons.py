"""A chart is a table in the chat, and buttons that say something do what they say when they are pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pages import Widget
from playwright.sync_api import expect
from shop_server import ShopServer
from test_browser_accessible import faults


def test_a_chart_is_shown_as_a_table(open_context: Callable[..., Any], server: ShopServer) -> None:
    page = open_context(viewport={"width": 390, "height": 844}).new_page()
    widget = Widget(page, server.url).open()
    widget.say("do you have a size chart?")
    page.get_by_role("button", name="Glove and mitten sizes").click()
    tables = widget.part("table")
    expect(tables).to_have_count(2)
    expect(tables.first.get_by_role("columnheader").first).to_have_text("Size")
    expect(tables.first.get_by_role("row")).to_have_count(7)  # the names of the columns, XS to XXL
    assert faults(page) == []


def test_a_pressed_button_shows_more(open_context: Callable[..., Any], server: ShopServer) -> None:
    page = open_context().new_page()
    widget = Widget(page, server.url).open()
    widget.ask("show me tents", "here are three")
    widget.part("quick-replies").get_by_role("button", name="Show more").click()
    expect(widget.part("shopper-message").last).to_contain_text("Show more")
    expect(widget.part("bot-message").filter(has_text="Some more that fit")).to_be_visible()

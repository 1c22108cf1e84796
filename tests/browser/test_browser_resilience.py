"""Nothing is lost: reload, another page, a killed server."""

from __future__ import annotations

from collections.abc import Callable

from pages import JACKET, SHIPPING, SHIPPING_ANSWER, Desk, Widget
from playwright.sync_api import BrowserContext, Route, expect
from shop_server import ShopServer


def test_history_is_there_after_a_reload(widget: Widget) -> None:
    widget.ask(SHIPPING, SHIPPING_ANSWER)
    widget.ask(JACKET, "up to 150 EUR")
    before = [event["seq"] for event in widget.events()]
    widget.open()
    expect(widget.part("shopper-message")).to_have_count(2)
    expect(widget.part("bot-message").first).to_contain_text(SHIPPING_ANSWER)
    expect(widget.part("product-card")).to_have_count(3)
    assert [event["seq"] for event in widget.events()] == before


def test_who_writes_before_the_chat_has_loaded_begins_one_conversation(
    open_context: Callable[..., BrowserContext], server: ShopServer
) -> None:
    page = open_context().new_page()
    widget = Widget(page, server.url)
    slow: list[Route] = []

    def hold(route: Route) -> None:
        slow.append(route)

    page.route("**/v1/shop?*", hold)
    page.route("**/v1/conversations", hold)
    widget.open()
    with page.expect_request("**/v1/conversations"):
        widget.say(SHIPPING)
    with page.expect_response("**/v1/shop?*"):
        slow.pop(0).continue_()
    page.wait_for_timeout(300)
    assert len(slow) == 1, "a second conversation was begun"
    slow.pop().continue_()
    expect(widget.part("bot-message").last).to_contain_text(SHIPPING_ANSWER)
    widget.ask(JACKET, "up to 150 EUR")
    received = [event["text"] for event in widget.events() if event["type"] == "MessageReceived"]
    assert received == [SHIPPING, JACKET]


def test_a_draft_survives_a_reload(widget: Widget) -> None:
    widget.part("composer").fill("I was about to ask")
    widget.open()
    expect(widget.part("composer")).to_have_value("I was about to ask")


def test_a_killed_server_loses_nothing(
    widget: Widget, open_desk: Callable[..., Desk], server: ShopServer
) -> None:
    widget.ask(SHIPPING, SHIPPING_ANSWER)
    desk = open_desk()
    desk.part("tab-bot").click()
    desk.open(widget.conversation_id)
    server.kill()
    try:
        expect(widget.part("offline")).to_be_visible()
        widget.say(JACKET)
        expect(widget.part("shopper-message").last).to_contain_text("Goes out when the connection is back")
    finally:
        server.start()
    expect(widget.part("offline")).to_have_count(0)
    expect(widget.part("product-card")).to_have_count(3)
    received = [event["text"] for event in widget.events() if event["type"] == "MessageReceived"]
    assert received == [SHIPPING, JACKET]
    expect(desk.part("shopper")).to_have_count(2)
    expect(desk.part("bot").last).to_contain_text("up to 150 EUR")


def test_what_was_written_offline_survives_leaving_the_page(widget: Widget) -> None:
    widget.ask(SHIPPING, SHIPPING_ANSWER)
    context = widget.page.context
    context.route("**/v1/**", lambda route: route.abort())
    context.set_offline(True)
    widget.say("Do you ship to Switzerland?")
    context.set_offline(False)
    context.unroute_all()
    widget.page.reload()
    widget.open_chat()
    expect(widget.part("bot-message").last).to_contain_text("Switzerland")
    received = [event["text"] for event in widget.events() if event["type"] == "MessageReceived"]
    assert received.count("Do you ship to Switzerland?") == 1

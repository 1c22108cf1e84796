"""What the shop knows of a shopper: told by its pages, shown in the chat, and forgotten there."""

from __future__ import annotations

import re
from collections.abc import Callable

from pages import Widget
from playwright.sync_api import BrowserContext, Response, expect
from shop_server import ShopServer
from test_browser_accessible import faults

TENTS, BOOT = ("P0001", "P0017"), "P0153"


def looked_around(context: BrowserContext, server: ShopServer) -> Widget:
    """A visitor who has been on three pages, put something into the cart, and opens the chat."""
    page = context.new_page()
    for product in (*TENTS, BOOT):
        page.goto(f"{server.url}/product/{product}")
        expect(page.get_by_test_id("price")).to_be_visible()
    with page.expect_response(tells_of_cart, timeout=20_000):
        page.get_by_test_id("add-to-cart").click()
    page.keyboard.press("Escape")
    return Widget(page, server.url).open_chat()


def tells_of_cart(response: Response) -> bool:
    """Not of a page that was looked at before, of which the answer may come later."""
    return response.url.endswith("/v1/events") and "cart" in (response.request.post_data or "")


def show_profile(widget: Widget) -> None:
    widget.part("menu").click()
    widget.page.get_by_role("menuitem", name="What we know of you").click()
    expect(widget.part("profile")).to_be_visible()


def test_what_was_looked_at_is_shown_and_forgotten(
    open_context: Callable[..., BrowserContext], server: ShopServer
) -> None:
    widget = looked_around(open_context(), server)
    show_profile(widget)
    interests = widget.page.get_by_role("list", name="Interests")
    expect(interests.get_by_role("listitem")).to_have_text([re.compile("footwear"), re.compile("tents")])
    expect(widget.page.get_by_role("list", name="Sizes")).to_contain_text("in footwear")
    assert faults(widget.page) == []
    widget.page.get_by_role("button", name="Not me: forget footwear").click()
    expect(interests.get_by_role("listitem")).to_have_text([re.compile(r"tents[\s\S]*100 %")])
    expect(widget.part("profile")).to_contain_text("Forgotten: footwear.")
    widget.page.get_by_role("button", name="Forget all of it").click()
    assert faults(widget.page) == []
    widget.page.get_by_role("button", name="Keep it").click()
    expect(interests).to_be_visible()
    widget.page.get_by_role("button", name="Forget all of it").click()
    widget.page.get_by_role("button", name="Yes, delete it").click()
    expect(widget.part("profile-empty")).to_be_visible()
    widget.page.keyboard.press("Escape")
    expect(widget.part("menu")).to_be_focused()


def test_the_chat_suggests_by_what_was_looked_at_before_it(
    open_context: Callable[..., BrowserContext], server: ShopServer
) -> None:
    widget = looked_around(open_context(), server)
    shown = widget.ask("what would you suggest for me?", "These may suit you")
    expect(shown.get_by_test_id("product-card").first).to_contain_text("Pfadfinder")
    widget.part("menu").click()
    widget.page.get_by_role("menuitem", name="Start again").click()
    show_profile(widget)
    expect(widget.page.get_by_role("list", name="Interests")).to_contain_text("tents")


def test_what_was_not_told_when_a_page_was_left_is_told_by_the_next(
    open_context: Callable[..., BrowserContext], server: ShopServer
) -> None:
    context = open_context()
    page = context.new_page()
    context.route("**/v1/visitors", lambda route: route.abort())
    page.goto(f"{server.url}/product/{TENTS[0]}")
    expect(page.get_by_test_id("price")).to_be_visible()
    page.wait_for_timeout(1_500)
    context.unroute_all()
    with page.expect_response("**/v1/events", timeout=20_000) as answer:
        page.goto(server.url)
    assert answer.value.json()["accepted"] == 1


def test_who_signs_out_is_forgotten(open_context: Callable[..., BrowserContext], server: ShopServer) -> None:
    widget = looked_around(open_context(), server)
    widget.page.evaluate("Shopclerk.reset()")
    show_profile(widget)
    expect(widget.part("profile-empty")).to_be_visible()
    assert widget.page.evaluate("Object.keys(localStorage).filter(key => key.endsWith(':visitor'))") == []


def test_the_shops_pages_show_lists_and_tell_which_product_was_opened(
    open_context: Callable[..., BrowserContext], server: ShopServer
) -> None:
    page = open_context().new_page()
    page.goto(server.url)
    expect(page.get_by_test_id("tile").first).to_be_visible()
    expect(page.get_by_test_id("suggested")).to_have_count(0)
    page.goto(f"{server.url}/product/{BOOT}")
    beside = page.get_by_test_id("suggested")
    expect(beside.get_by_test_id("tile")).to_have_count(4)
    expect(beside).to_contain_text("Similar to the Pfadfinder")
    assert faults(page) == []
    page.goto(server.url)
    chosen = page.get_by_test_id("suggested")
    expect(chosen).to_contain_text("Chosen for you")
    with page.expect_request("**/v1/events", timeout=20_000) as told:
        chosen.get_by_test_id("tile").nth(2).click()
    (click, *_) = told.value.post_data_json["events"]
    assert (click["type"], click["position"]) == ("click", 3)
    expect(page).to_have_url(f"{server.url}/product/{click['product_id']}")

"""Takes docs/images/*.png from a running copy of the demo shop: ``make screenshots``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from pages import JACKET, SHIPPING, SHIPPING_ANSWER, Desk, Widget, launch  # noqa: E402
from shop_server import ShopServer  # noqa: E402

from training.bench.server import copied_installation  # noqa: E402

IMAGES = ROOT / "docs" / "images"
DEMO = ROOT / "data" / "demo_shop"
WINDOW = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LARGEST_BYTES = 400_000


def main() -> None:
    """Serve a copy of the demo shop, hold the conversations, take the pictures."""
    IMAGES.mkdir(exist_ok=True)
    with copied_installation(DEMO) as state, sync_playwright() as playwright:
        server = ShopServer(state)
        server.start()
        try:
            browser = launch(playwright)
            shop_pictures(browser, server.url)
            widget_pictures(browser, server.url)
            console_pictures(browser, server)
            browser.close()
        finally:
            server.stop()


def new_page(browser: Browser, dark: bool = False, **options: Any) -> Page:
    """A page of a new person; nothing moves in it."""
    scheme = "dark" if dark else "light"
    context = browser.new_context(
        **{
            "viewport": WINDOW,
            "color_scheme": scheme,
            "reduced_motion": "reduce",
            "locale": "en-GB",
            **options,
        }
    )
    return context.new_page()


def save(page: Page, name: str) -> None:
    """Into docs/images, once all pictures of the page are there."""
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path, scale="css")
    assert path.stat().st_size < LARGEST_BYTES, f"{path} is larger than {LARGEST_BYTES} bytes."


def shop_pictures(browser: Browser, url: str) -> None:
    """The start page with the chat's button."""
    page = new_page(browser)
    page.goto(url)
    expect(page.get_by_test_id("tile").first).to_be_visible()
    save(page, "shop")


def widget_pictures(browser: Browser, url: str) -> None:
    """An answer with its sources, an order, products: one in each look."""
    light = Widget(new_page(browser), url).open()
    light.ask(JACKET, "up to 150 EUR")
    save(light.page, "widget-light")

    dark = Widget(new_page(browser, dark=True), url).open()
    dark.ask(SHIPPING, SHIPPING_ANSWER)
    save(dark.page, "widget-dark")

    phone = Widget(new_page(browser, viewport=PHONE, is_mobile=True, has_touch=True), url).open()
    track_order(phone)
    save(phone.page, "widget-phone")


def track_order(widget: Widget) -> None:
    """The flow of a shopper who is not signed in."""
    widget.ask("Where is my order FW-204518?", "e-mail")
    widget.say("jonas.weber@example.com")
    expect(widget.part("order-card")).to_be_visible()


def console_pictures(browser: Browser, server: ShopServer) -> None:
    """A conversation that waits, with what is handed over; the agent's answer, and a suggested one."""
    password = server.add_agent("mara@fernweg.example", "Mara Lindt")
    shoppers = [Widget(new_page(browser), server.url).open() for _ in range(3)]
    shoppers[0].ask("Do you ship to Switzerland?", "Switzerland")
    shoppers[0].ask_for_person()
    shoppers[1].say("My parcel arrived open and half of it is missing. This is unacceptable!")
    expect(shoppers[1].part("bot-message").first).to_be_visible()
    shoppers[1].ask_for_person()
    waiting = shoppers[2]
    track_order(waiting)
    waiting.ask(SHIPPING, SHIPPING_ANSWER)
    waiting.ask_for_person()

    desk = Desk(new_page(browser, dark=True), server.url).sign_in("mara@fernweg.example", password)
    desk.open(waiting.conversation_id)
    save(desk.page, "console-dark")

    desk.take()
    desk.reply("Hello Jonas, Mara here. Your parcel has reached Hamburg; DHL brings it to you next.")
    waiting.say("Great, thank you. Can the driver leave it with my neighbour?")
    expect(desk.part("shopper").last).to_contain_text("neighbour")
    desk.reply("Of course. I have told DHL: number 43, second floor.")
    desk.page.emulate_media(color_scheme="light")
    save(desk.page, "console-light")

    waiting.say("Perfect! And how long do I have to return something?")
    expect(desk.part("suggestion")).to_contain_text("60 days")
    save(desk.page, "console-suggestion")


if __name__ == "__main__":
    main()

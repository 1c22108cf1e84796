"""Other ways to use it: without a mouse, on a phone, in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable

from pages import JACKET, SHIPPING, SHIPPING_ANSWER, Desk, Widget
from playwright.sync_api import Page, expect
from shop_server import ShopServer

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused?.dataset?.testid ?? focused?.textContent.trim() ?? "";
}"""


def go_to(page: Page, name: str, key: str, most: int = 12) -> None:
    """Press ``key`` until the focus is on the element with this test id or text."""
    for _ in range(most):
        if page.evaluate(FOCUSED) == name:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {name}")


def test_everything_by_keyboard(open_context: Callable[..., object], server: ShopServer) -> None:
    widget = Widget(open_context().new_page(), server.url)  # type: ignore[attr-defined]
    page = widget.page
    page.goto(server.url)
    expect(widget.part("launcher")).to_be_visible()
    widget.part("launcher").focus()
    page.keyboard.press("Enter")
    expect(widget.part("composer")).to_be_focused()
    page.keyboard.type(SHIPPING)
    page.keyboard.press("Enter")
    expect(widget.part("bot-message")).to_contain_text(SHIPPING_ANSWER)
    go_to(page, "source-chip", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(widget.part("passage").locator("mark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(widget.part("source-drawer")).to_have_count(0)
    assert page.evaluate(FOCUSED) == "source-chip"
    go_to(page, "menu", "Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(widget.part("notice")).to_contain_text("Waiting for a colleague")
    page.keyboard.press("Escape")
    expect(widget.part("panel")).to_be_hidden()
    expect(widget.part("launcher")).to_be_focused()


def test_a_picture_that_cannot_be_loaded_leaves_its_place_empty(widget: Widget) -> None:
    widget.page.route("**/images/**", lambda route: route.abort())
    widget.ask(JACKET, "up to 150 EUR")
    card = widget.part("product-card").first
    expect(card.locator("img")).to_be_hidden()
    expect(card.locator(".picture")).to_be_visible()


def test_a_shop_without_pictures_has_no_places_for_them(widget: Widget) -> None:
    widget.ask(JACKET, "up to 150 EUR")
    card = widget.part("product-card").first
    height = card.evaluate("it => it.offsetHeight")
    widget.part("products").evaluate(
        """ul => {
          const list = ul.getRootNode().host;
          list.cards = list.cards.map(card => ({ ...card, image: "" }));
        }"""
    )
    expect(card.locator(".picture")).to_be_hidden()
    assert card.evaluate("it => it.offsetHeight") < height - 100


def test_a_choice_by_keyboard_keeps_the_focus_in_the_chat(widget: Widget) -> None:
    widget.ask(JACKET, "up to 150 EUR")
    go_to(widget.page, "Compare these", "Shift+Tab")
    widget.page.keyboard.press("Enter")
    expect(widget.part("comparison")).to_be_visible()
    expect(widget.part("composer")).to_be_focused()


def test_an_agent_works_by_keyboard(widget: Widget, open_desk: Callable[..., Desk]) -> None:
    widget.say("I want to talk to a person")
    expect(widget.part("notice")).to_contain_text("Waiting for a colleague")
    desk = open_desk("tom")
    keyboard = desk.page.keyboard
    row = desk.item(widget.conversation_id)
    expect(row).to_be_visible()
    while not row.evaluate("row => row === row.getRootNode().activeElement"):
        keyboard.press("j")
    keyboard.press("Enter")
    expect(desk.page).to_have_url(re.compile(f"#/{widget.conversation_id}$"))
    expect(desk.part("owner")).to_contain_text("Waiting for a person")
    keyboard.press("t")
    expect(desk.part("reply")).to_be_focused()
    keyboard.type("Tom here, good evening.")
    keyboard.press("Enter")
    expect(widget.part("agent-message")).to_contain_text("Tom here")
    keyboard.press("Escape")
    keyboard.press("g")
    expect(desk.part("owner")).to_have_text("The bot is answering")
    keyboard.press("?")
    expect(desk.page.get_by_role("dialog")).to_be_visible()


def test_the_phone_is_filled_and_nothing_overflows(open_widget: Callable[..., Widget]) -> None:
    widget = open_widget(**PHONE)
    assert widget.part("panel").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert widget.part("panel").get_attribute("aria-modal") == "true"
    widget.ask(SHIPPING, SHIPPING_ANSWER)
    widget.ask(JACKET, "up to 150 EUR").get_by_role("button", name="Compare these").tap()
    expect(widget.part("comparison")).to_be_visible()
    expect(widget.part("composer")).to_be_in_viewport(ratio=1)
    assert widget.page.evaluate("document.documentElement.scrollWidth") <= 390
    widget.part("close").tap()
    expect(widget.part("launcher")).to_be_in_viewport(ratio=1)


def test_the_console_fits_a_phone(widget: Widget, open_desk: Callable[..., Desk]) -> None:
    widget.ask(SHIPPING, SHIPPING_ANSWER)
    widget.ask_for_person()
    desk = open_desk(**PHONE)
    desk.open(widget.conversation_id)
    expect(desk.part("act-take")).to_be_in_viewport(ratio=1)
    expect(desk.part("reply")).to_be_in_viewport(ratio=1)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 390
    desk.page.get_by_role("button", name="Back to the queue").tap()
    expect(desk.item(widget.conversation_id)).to_be_in_viewport()


def test_dark_follows_the_reader_and_the_page(open_widget: Callable[..., Widget]) -> None:
    widget = open_widget(color_scheme="dark")
    assert brightness(widget) < 60
    widget.page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert brightness(widget) > 240


def brightness(widget: Widget) -> float:
    """Of the chat's ground, 0 to 255."""
    colour = widget.part("panel").evaluate("panel => getComputedStyle(panel).backgroundColor")
    shades = [float(shade) for shade in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    return sum(shades) / 3

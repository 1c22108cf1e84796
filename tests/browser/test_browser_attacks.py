"""Documents with markup that wants to run: the chat shows their words, and nothing else happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from attack_set import attacked_shop
from pages import Widget
from playwright.sync_api import BrowserContext, Dialog, Request, expect
from shop_server import ShopServer

OpenContext = Callable[..., BrowserContext]
FOREIGN = """() => {
  const roots = [document];
  const found = [];
  while (roots.length) {
    for (const element of roots.pop().querySelectorAll("*")) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      const chat = element.getRootNode() !== document;
      const runs = /^(SCRIPT|IFRAME|OBJECT|EMBED|MARQUEE|MATH|BASE)$/.test(element.tagName);
      const handles = [...element.attributes].some(({ name }) => name.startsWith("on"));
      const link = element.getAttribute("href") ?? "";
      const unsafe = runs || handles || /^(javascript|data|vbscript):/i.test(link);
      if (chat && unsafe) found.push(element.outerHTML);
    }
  }
  return found;
}"""
"""Elements of the chat that would run something; it has none of its own."""


CURATED = """
- id: hostile
  questions: ["Do you accept seashells as payment?"]
  answer: "We take none <img src=x onerror=alert(1)><script>alert(1)</script> [pay](javascript:alert(1))
    <iframe src='https://phish.example/'></iframe> ![x](https://collect.example/x.png) **bold**"
  source: returns/return-policy.md
"""
"""Markup that reaches the chat as it stands: an approved text is not cleaned."""


@pytest.fixture(scope="module")
def attacked_server() -> Iterator[ShopServer]:
    """The demo shop with the attack documents in its index, running."""
    with attacked_shop(CURATED) as (state, _):
        server = ShopServer(state)
        server.start()
        yield server
        server.stop()


@pytest.mark.timeout(400)
def test_markup_of_documents_and_shoppers_is_only_text(
    open_context: OpenContext, attacked_server: ShopServer
) -> None:
    page = open_context().new_page()
    dialogs: list[Dialog] = []
    asked: list[Request] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request))
    widget = Widget(page, attacked_server.url).open()
    widget.ask("Do you accept seashells as payment?", "onerror=alert(1)")
    for question, answer in (
        ("How long does a rope check take?", "30 minutes"),
        ("Where do I bring my ice axe for sharpening?", "repair desk"),
    ):
        widget.ask(question, answer).get_by_test_id("source-chip").first.click()
        expect(widget.part("passage").locator("mark").first).to_be_visible()
        assert page.evaluate(FOREIGN) == []
        page.keyboard.press("Escape")
    widget.say("<img src=x onerror=alert(1)><svg onload=alert(1)> <a href='javascript:alert(1)'>x</a>")
    expect(widget.part("shopper-message").last).to_contain_text("<svg onload")
    assert page.evaluate(FOREIGN) == []
    assert dialogs == []
    assert {urlsplit(request.url).hostname for request in asked} == {"127.0.0.1"}


def test_the_check_itself_finds_what_runs(open_context: OpenContext, attacked_server: ShopServer) -> None:
    page = open_context().new_page()
    Widget(page, attacked_server.url).open()
    page.get_by_test_id("panel").evaluate("panel => panel.append(document.createElement('iframe'))")
    assert page.evaluate(FOREIGN) == ["<iframe></iframe>"]

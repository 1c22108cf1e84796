"""Search and gaps: a trainer finds out why a question was declined, and teaches what answers it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from conftest import DEMO
from pages import SHIPPING, UNCOVERED, Desk, Widget
from playwright.sync_api import expect
from shop_server import ShopServer

from training.bench.server import copied_installation

FOCUSED_HIT = """() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused?.querySelector(".rank")?.textContent ?? focused?.name ?? "";
}"""
LEARNED_WITHIN_MS = 90_000


def test_search_by_keyboard(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk("mara")
    page = desk.page
    expect(desk.part("page-gaps")).to_have_count(0)
    page.keyboard.press("S")
    expect(desk.part("empty")).to_be_visible()
    expect(desk.part("question")).to_be_focused()
    page.keyboard.type(SHIPPING)
    page.keyboard.press("Enter")
    expect(desk.part("verdict")).to_have_text("Answered")
    expect(desk.part("sentence").first).to_contain_text("9.95 EUR")
    expect(desk.part("covered")).to_contain_text(re.compile(r"Covered: 0\.\d\d|1\.00"))
    expect(desk.part("hit")).to_have_count(10)
    expect(desk.part("hit").first.locator("mark").first).to_be_visible()
    expect(desk.part("score-reranked").first).to_contain_text(re.compile(r"[+−]\d"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED_HIT) == "2"
    page.keyboard.press("Enter")
    expect(desk.part("passage")).to_be_visible()
    expect(desk.part("choice")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(desk.part("passage")).to_have_count(0)
    assert page.evaluate(FOCUSED_HIT) == "2"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUSED_HIT) == "question"


def test_a_mistyped_question_shows_how_it_was_read(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk("mara")
    desk.page.goto(f"{desk.url}/console/#/search?{urlencode({'q': SHIPPING})}")
    expect(desk.part("verdict")).to_be_visible()
    expect(desk.part("read-as")).to_have_count(0)
    mistyped = SHIPPING.replace("shipping", "shiping")
    desk.page.goto(f"{desk.url}/console/#/search?{urlencode({'q': mistyped})}")
    expect(desk.part("read-as")).to_have_text(f"Read as: {SHIPPING}")
    expect(
        desk.part("hit").locator("mark", has_text=re.compile("^shipping$", re.IGNORECASE)).first
    ).to_be_visible()


def test_the_address_holds_the_question(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk("mara")
    desk.page.goto(f"{desk.url}/console/#/search?q=and+to+Austria%3F&after=do+you+ship+to+France%3F")
    expect(desk.part("question")).to_have_value("and to Austria?")
    expect(desk.part("after")).to_have_value("do you ship to France?")
    expect(desk.part("hit").first).to_contain_text("Austria")
    desk.part("after").fill("")
    desk.part("after").press("Enter")
    expect(desk.page).to_have_url(re.compile(r"#/search\?q=and\+to\+Austria%3F$"))


@pytest.fixture(scope="module")
def untaught() -> Iterator[ShopServer]:
    """The demo shop without its labelled questions: it learns in some seconds."""
    with copied_installation(DEMO) as state:
        shutil.rmtree(state / "training")
        server = ShopServer(state)
        server.start()
        yield server
        server.stop()


def test_wishes_that_could_not_be_met(untaught: ShopServer, open_context: Callable[..., Any]) -> None:
    widget = Widget(open_context().new_page(), untaught.url).open()
    widget.ask("do you sell typewriters?", "I couldn't find “typewriters” in our shop.")
    password = untaught.add_agent("vera@fernweg.example", "Vera Wolf", "trainer")
    desk = Desk(open_context().new_page(), untaught.url).sign_in("vera@fernweg.example", password)
    desk.page.keyboard.press("G")
    desk.part("gaps-unmet").click()
    wish = desk.part("unmet").filter(has_text="typewriters")
    expect(wish).to_contain_text("Nothing is called so")
    wish.click()
    expect(desk.page).to_have_url(re.compile(f"#/{widget.conversation_id}$"))


@pytest.mark.slow
def test_a_gap_is_taught(untaught: ShopServer, open_context: Callable[..., Any]) -> None:
    widget = Widget(open_context().new_page(), untaught.url).open()
    widget.say(UNCOVERED)
    expect(widget.part("bot-message").last).to_be_visible()
    password = untaught.add_agent("tess@fernweg.example", "Tess Vogel", "trainer")
    desk = Desk(open_context().new_page(), untaught.url).sign_in("tess@fernweg.example", password)
    desk.page.keyboard.press("G")
    expect(desk.part("gaps-open")).to_have_text(re.compile("Open 1"))
    desk.part("gap").filter(has_text=UNCOVERED).click()
    expect(desk.part("verdict")).to_have_text("Declined")
    desk.part("hit").first.click()
    chosen = desk.part("choice").first.locator("span").first.inner_text()
    desk.part("choice").first.click()
    expect(desk.part("learning")).to_contain_text(f"Tess Vogel taught “{UNCOVERED}”")
    expect(desk.part("learning")).to_contain_text("Learned", timeout=LEARNED_WITHIN_MS)
    expect(desk.page.get_by_role("button", name="Take it back").first).to_be_visible()
    expect(desk.part("verdict")).to_have_text("Answered")
    expect(desk.part("taught")).to_contain_text(chosen)
    expect(desk.part("gaps-answered")).to_have_text(re.compile("Answered 1"))
    widget.ask(UNCOVERED, chosen)

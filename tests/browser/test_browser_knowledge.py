"""Search, gaps and answers: a trainer finds out why a question was declined, and teaches or writes what
answers it."""

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
from test_browser_accessible import faults, look

from training.bench.server import copied_installation

FOCUSED_HIT = """() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused?.querySelector(".rank")?.textContent ?? focused?.name ?? "";
}"""
LEARNED_WITHIN_MS = 90_000
HORSE = "may I bring my horse to the shop?"
OUTSIDE = "Horses wait outside, we have water for them."
INSIDE = "Small horses may come in."


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


@pytest.mark.slow
def test_an_answer_is_written_for_a_gap_changed_and_taken_away(
    untaught: ShopServer, open_context: Callable[..., Any]
) -> None:
    widget = Widget(open_context().new_page(), untaught.url).open()
    widget.say(HORSE)
    expect(widget.part("bot-message").last).to_be_visible()
    password = untaught.add_agent("wil@fernweg.example", "Wil Kern", "trainer")
    desk = Desk(open_context().new_page(), untaught.url).sign_in("wil@fernweg.example", password)
    row, text, save = (
        desk.part("answer-row").filter(has_text="horse"),
        desk.part("answer-text"),
        desk.part("answer-save"),
    )
    desk.page.keyboard.press("G")
    desk.part("gap").filter(has_text=HORSE).click()
    desk.part("write-answer").click()
    expect(desk.part("answer-questions")).to_have_value(HORSE)
    expect(text).to_be_focused()
    save.click()
    expect(desk.part("answer-problem")).to_have_text("Write the text of the answer.")
    desk.page.keyboard.press("Shift+Tab")
    text.fill(OUTSIDE)
    text.press("Control+Enter")
    expect(desk.part("learning")).to_contain_text(f"Wil Kern wrote the answer to “{HORSE}”")
    expect(row).to_contain_text("Not learned yet")
    expect(desk.part("learning")).to_contain_text("Learned", timeout=LEARNED_WITHIN_MS)
    expect(row).not_to_contain_text("Not learned yet")
    widget.ask(HORSE, OUTSIDE)

    text.fill(INSIDE)
    desk.page.reload()
    expect(desk.part("answer-draft")).to_have_count(1)
    expect(text).to_have_value(INSIDE)
    desk.part("answer-undo").click()
    expect(text).to_have_value(OUTSIDE)
    expect(desk.part("answer-draft")).to_have_count(0)
    expect(desk.part("answer-facts")).to_contain_text("Given once in the last 30 days")
    text.fill(INSIDE)
    file = untaught.state / "answers.yml"
    file.write_text(file.read_text().replace("Horses wait outside", "Big horses wait outside"))
    save.click()
    expect(desk.part("answer-stale")).to_contain_text("Big horses wait outside")
    expect(text).to_have_value(INSIDE)
    expect(save).to_be_disabled()
    desk.part("answer-mine").click()
    expect(desk.part("answer-stale")).to_have_count(0)
    expect(row).to_contain_text(INSIDE)

    desk.part("answer-remove").click()
    expect(row).to_have_count(0)
    assert "horse" not in file.read_text()
    desk.page.get_by_role("button", name="Undo").click()
    expect(row).to_have_count(1)
    file.unlink()
    desk.page.reload()
    expect(desk.part("answers-none")).to_be_visible()


@look
def test_answers_are_found_by_words_and_keys(open_desk: Callable[..., Desk], options: dict[str, Any]) -> None:
    desk = open_desk("tess", **options)
    page, rows, until = desk.page, desk.part("answer-row"), desk.part("answer-until")
    page.keyboard.press("A")
    expect(rows.nth(5)).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("/")
    page.keyboard.type("student discount")
    expect(rows).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(desk.part("answer-questions")).to_have_value(re.compile("student"))
    expect(desk.part("answer-remove")).to_be_visible()
    desk.part("answer-sources").fill("gifts/wrapping.docx")
    until.press("1")
    desk.part("answer-save").click()
    expect(desk.part("answer-problem")).to_contain_text("The last day is not written out")
    until.fill("2099-12-31")
    desk.part("answer-save").click()
    expect(desk.part("answer-problem")).to_contain_text("There is no document gifts/wrapping.docx")
    expect(desk.part("answer-draft")).to_have_count(1)
    expect(until).to_have_value("2099-12-31")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []
    desk.part("answer-undo").click()
    expect(desk.part("answer-problem")).to_have_count(0)
    expect(desk.part("answer-undo")).to_have_count(0)

"""What an agent meets in a day: drafts, lost lines, shoppers who answer, old conversations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages import Desk, Widget
from playwright.sync_api import BrowserContext, expect
from shop_server import ShopServer

OpenDesk = Callable[..., Desk]
RECORDED = """
  window.called = [];
  window.Notification = class { constructor(title) { window.called.push(title); } };
  window.Notification.permission = "granted";
  localStorage.setItem("shopclerk:console:alerts", "on");
  document.hasFocus = () => false;
"""
"""Of an agent who has alerts on and looks at another window."""


@pytest.fixture
def waiting(widget: Widget) -> Widget:
    """A visitor who waits for a person."""
    widget.say("My parcel arrived open and half of it is missing")
    expect(widget.part("bot-message").first).to_be_visible()
    widget.ask_for_person()
    return widget


def go(desk: Desk, address: str) -> None:
    desk.page.evaluate("(address) => { location.hash = address; }", address)


def test_a_draft_outlives_leaving_the_conversation_and_the_page(waiting: Widget, open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.open(waiting.conversation_id)
    desk.part("reply").fill("I have asked the carrier, and")
    go(desk, "")
    expect(desk.part("reply")).to_have_count(0)
    expect(desk.item(waiting.conversation_id)).to_contain_text("Draft")
    desk.open(waiting.conversation_id)
    expect(desk.part("reply")).to_have_value("I have asked the carrier, and")
    desk.page.reload()
    expect(desk.part("reply")).to_have_value("I have asked the carrier, and")
    desk.reply("It comes tomorrow.")
    desk.page.reload()
    expect(desk.part("me")).to_contain_text("It comes tomorrow.")
    expect(desk.part("reply")).to_have_value("")


def test_what_could_not_be_sent_is_kept_and_sent_once(waiting: Widget, open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.open(waiting.conversation_id)
    desk.page.context.set_offline(True)
    desk.part("reply").fill("We send a new one today.")
    desk.part("reply").press("Enter")
    expect(desk.part("sending")).to_contain_text("Not sent")
    go(desk, "")
    expect(desk.item(waiting.conversation_id)).to_contain_text("Not sent")
    desk.page.context.set_offline(False)
    desk.page.reload()
    desk.open(waiting.conversation_id)
    expect(desk.part("sending")).to_contain_text("We send a new one today.")
    desk.page.get_by_role("button", name="Try again").click()
    expect(desk.part("me")).to_contain_text("We send a new one today.")
    expect(desk.part("sending")).to_have_count(0)
    expect(waiting.part("agent-message")).to_have_count(1)


def test_what_was_opened_without_a_line_is_there_when_it_is_back(
    waiting: Widget, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    expect(desk.item(waiting.conversation_id)).to_be_visible()
    desk.page.context.set_offline(True)
    expect(desk.page.get_by_text("No connection. Trying again.")).to_be_visible()
    desk.item(waiting.conversation_id).click()
    desk.part("tab-mine").click()
    expect(desk.part("queue")).to_contain_text("There is no connection right now")
    desk.part("tab-waiting").click()
    desk.page.context.set_offline(False)
    expect(desk.part("shopper").first).to_contain_text("half of it is missing")
    expect(desk.item(waiting.conversation_id)).to_be_visible()


def test_a_shopper_who_answers_calls_the_agent(waiting: Widget, open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.open(waiting.conversation_id)
    desk.take()
    desk.reply("Which half is missing?")
    desk.page.add_init_script(RECORDED)
    desk.page.reload()
    desk.part("tab-mine").click()
    item = desk.item(waiting.conversation_id)
    expect(item).to_contain_text("Which half is missing?")
    expect(item).not_to_contain_text("Unanswered")
    waiting.say("The left one")
    expect(item).to_contain_text("Unanswered")
    assert desk.page.evaluate("window.called") == ["A shopper has written to you"]
    assert desk.page.title().startswith("(")
    desk.page.evaluate("window.called = []")
    desk.reply("Thank you.")
    expect(item).not_to_contain_text("Unanswered")
    assert desk.page.evaluate("window.called") == []


def test_a_search_looks_at_all_conversations_and_ends_with_escape(
    waiting: Widget, open_widget: Callable[..., Widget], open_desk: OpenDesk
) -> None:
    other = open_widget()
    other.say("hello, it is about a marmalade jar")
    expect(other.part("bot-message").first).to_be_visible()
    desk = open_desk()
    expect(desk.item(waiting.conversation_id)).to_be_visible()
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("marmalade")
    expect(desk.item(other.conversation_id)).to_contain_text("With the bot")
    expect(desk.item(waiting.conversation_id)).to_have_count(0)
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_label("Search conversations")).to_have_value("")
    expect(desk.item(waiting.conversation_id)).to_be_visible()


def test_who_is_signed_out_is_told_and_keeps_what_was_written(
    waiting: Widget, open_desk: OpenDesk, passwords: dict[str, str]
) -> None:
    desk = open_desk()
    desk.open(waiting.conversation_id)
    desk.page.context.clear_cookies()
    desk.part("reply").fill("A long answer")
    desk.part("reply").press("Enter")
    expect(desk.page.get_by_text("Your session has ended. Please sign in again.")).to_be_visible()
    desk.fill_in("mara@fernweg.example", passwords["mara@fernweg.example"])
    expect(desk.part("sending")).to_contain_text("A long answer")
    desk.page.get_by_role("button", name="Try again").click()
    expect(waiting.part("agent-message")).to_contain_text("A long answer")


def test_an_address_that_was_given_can_be_written_to(widget: Widget, open_desk: OpenDesk) -> None:
    widget.say("where is my order FW-204518")
    expect(widget.part("bot-message").last).to_contain_text("e-mail")
    widget.say("jonas.weber@example.com")
    widget.ask_for_person()
    desk = open_desk()
    desk.open(widget.conversation_id)
    link = desk.part("customer").get_by_role("link", name="jonas.weber@example.com")
    expect(link).to_have_attribute("href", "mailto:jonas.weber@example.com")


def test_addresses_are_links_and_arabic_runs_from_the_right(waiting: Widget, open_desk: OpenDesk) -> None:
    waiting.say("See https://www.example.com/boots?x=1.")
    waiting.say("مرحبا، أين طلبي")
    desk = open_desk()
    desk.open(waiting.conversation_id)
    link = desk.part("thread").get_by_role("link")
    expect(link).to_have_attribute("href", "https://www.example.com/boots?x=1")
    expect(link).to_have_text("https://www.example.com/boots?x=1")
    arabic = desk.part("shopper").last.locator(".text")
    expect(arabic).to_have_css("direction", "rtl")


def test_an_administrator_erases_a_shopper_for_everybody(
    waiting: Widget, open_desk: OpenDesk, open_context: Callable[..., BrowserContext], server: ShopServer
) -> None:
    password = server.add_agent("ada@fernweg.example", "Ada Winter", "admin")
    ada = Desk(open_context().new_page(), server.url).sign_in("ada@fernweg.example", password)
    mara = open_desk()
    for desk in (ada, mara):
        desk.open(waiting.conversation_id)
    expect(mara.page.get_by_role("button", name="Erase")).to_have_count(0)
    mara.part("reply").fill("Dear Paula")
    with ada.page.expect_download() as exported:
        ada.page.get_by_role("link", name="Export").click()
    assert "half of it is missing" in exported.value.path().read_text("utf-8")
    ada.page.get_by_role("button", name="Erase").click()
    ada.page.get_by_role("button", name="Erase for good").click()
    for desk in (ada, mara):
        expect(desk.part("owner")).to_have_count(0)
        expect(desk.item(waiting.conversation_id)).to_have_count(0)
    assert "Paula" not in mara.page.evaluate("JSON.stringify(localStorage)")

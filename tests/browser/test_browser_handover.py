"""A conversation from the first question over a person and back, at both screens."""

from __future__ import annotations

import re
from collections.abc import Callable

from pages import JACKET, SHIPPING, SHIPPING_ANSWER, Desk, Widget
from playwright.sync_api import expect

OpenDesk = Callable[..., Desk]


def test_a_source_opens_the_passage_with_the_quote_marked(widget: Widget) -> None:
    answer = widget.ask(SHIPPING, SHIPPING_ANSWER)
    answer.get_by_test_id("source-chip").first.click()
    drawer = widget.part("source-drawer")
    expect(drawer.get_by_role("heading", level=2)).to_have_text("Delivery to France and Ireland")
    mark = drawer.get_by_test_id("passage").locator("mark")
    expect(mark).to_contain_text(SHIPPING_ANSWER)
    expect(mark).to_be_in_viewport()
    document = drawer.get_by_role("link", name="Open the document")
    if document.count():
        assert widget.page.request.get(f"{document.get_attribute('href')}").ok
    drawer.get_by_role("button", name="Close").click()
    expect(drawer).to_have_count(0)


def test_a_decline_shows_what_comes_closest(widget: Widget) -> None:
    widget.say("can I return shoes I wore once at home?")
    closest = widget.part("closest")
    expect(closest).to_contain_text("Trying on is fine: put shoes on indoors")
    closest.get_by_role("button").click()
    expect(widget.page.get_by_role("dialog").locator("mark").first).to_be_visible()


def test_products_are_shown_and_compared(widget: Widget) -> None:
    answer = widget.ask(JACKET, "up to 150 EUR")
    cards = answer.get_by_test_id("product-card")
    expect(cards).to_have_count(3)
    expect(cards.first.locator("img")).to_have_js_property("complete", True)
    answer.get_by_role("button", name="Compare these").click()
    comparison = widget.part("comparison")
    expect(comparison.get_by_role("columnheader")).to_have_count(3)
    expect(comparison.get_by_role("rowheader", name="Price")).to_be_visible()


def test_a_person_takes_over_and_gives_back(widget: Widget, open_desk: OpenDesk) -> None:
    widget.ask(SHIPPING, SHIPPING_ANSWER)
    widget.ask_for_person()
    desk = open_desk()
    desk.open(widget.conversation_id)
    expect(desk.part("owner")).to_contain_text("Waiting for a person")
    expect(desk.part("summary")).not_to_be_empty()
    expect(desk.part("shopper").first).to_contain_text(SHIPPING)
    expect(desk.part("bot").first).to_contain_text(SHIPPING_ANSWER)

    desk.take()
    desk.reply("Good day, this is Mara. What can I do for you?")
    expect(widget.part("agent-message")).to_contain_text("this is Mara")
    expect(widget.page.get_by_text("You are talking to Mara Lindt")).to_be_visible()
    for text in ("Can you send it to my neighbour?", SHIPPING):
        widget.say(text)
        expect(desk.part("shopper").last).to_contain_text(text)
    desk.reply("Yes, I have noted it: https://carrier.example/p/7.")
    expect(widget.part("agent-message").last).to_contain_text("I have noted it")
    link = widget.part("agent-message").last.get_by_role("link")
    expect(link).to_have_attribute("href", "https://carrier.example/p/7")
    expect(link).to_have_attribute("target", "_blank")

    desk.part("act-return").click()
    expect(desk.part("owner")).to_have_text("The bot is answering")
    widget.ask("Do you ship to Switzerland?", "Switzerland")
    assert_silent_while_owned(widget)


def test_who_waits_may_go_on_without_a_person(widget: Widget) -> None:
    widget.ask(SHIPPING, SHIPPING_ANSWER)
    widget.ask_for_person()
    wait = widget.part("wait")
    expect(wait).to_contain_text(re.compile(r"You are next|before yours"))
    wait.get_by_role("button", name="Go on without a person").click()
    expect(wait).to_have_count(0)
    widget.ask("Do you ship to Switzerland?", "Switzerland")


def assert_silent_while_owned(widget: Widget) -> None:
    """Between the agent's coming and going the bot says nothing, and only then."""
    types = [event["type"] for event in widget.events()]
    joined, left = types.index("AgentJoined"), types.index("ReturnedToBot")
    assert types[joined:left].count("MessageReceived") == 2
    assert types[joined:left].count("AgentSaid") == 2
    assert types[joined:left].count("Replied") == 0
    assert "Replied" in types[:joined]
    assert "Replied" in types[left:]

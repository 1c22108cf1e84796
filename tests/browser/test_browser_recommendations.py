"""Recommendations: what was shown in the chat is in the trainers' report, of the days that they choose."""

from __future__ import annotations

import re
from collections.abc import Callable

from pages import POPULAR, Desk, Widget
from playwright.sync_api import expect


def test_a_list_in_the_chat_is_in_the_report(widget: Widget, open_desk: Callable[..., Desk]) -> None:
    answer = widget.ask(POPULAR, "Popular right now among jackets")
    answer.get_by_test_id("product-card").first.click()
    desk = open_desk("tess")
    desk.page.keyboard.press("R")
    expect(desk.part("report")).to_contain_text(re.compile(r"lists? shown to"))
    popular = desk.part("row").filter(has_text="popular")
    expect(popular).to_contain_text("too few to tell")
    desk.part("last-7").click()
    expect(desk.page).to_have_url(re.compile(r"#/recommendations\?since=.*&until="))
    expect(popular).to_be_visible()
    desk.page.get_by_label("First day").fill("2020-01-01")
    desk.page.get_by_label("First day").press("Enter")
    expect(desk.page).to_have_url(re.compile("since=2020-01-01"))
    expect(desk.page.get_by_role("alert")).to_contain_text("at most 366 days")
    expect(open_desk("mara").part("page-recommendations")).to_have_count(0)


def test_what_was_answered_begins_in_sight_though_products_follow(widget: Widget) -> None:
    widget.say("Which stove can I take on a plane?")
    replies = widget.part("bot-message")
    expect(replies.last.get_by_role("button", name="Compare these")).to_be_visible()
    expect(replies.filter(has_text="In aeroplanes")).to_be_in_viewport(ratio=0.9)

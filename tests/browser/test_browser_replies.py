"""Suggested and saved replies, from the shopper's question to what is sent and what the log knows of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from pages import Desk, Widget
from playwright.sync_api import expect
from test_browser_accessible import LOOKS, faults

RETURNS = "how long do i have to return something"
SIXTY_DAYS = re.compile("You have 60 days from delivery")
LATE = "Hello {first_name}, order {order_number} is late. {agent_name}"


@pytest.fixture
def taken(widget: Widget, open_desk: Callable[..., Desk]) -> tuple[Widget, Desk]:
    """A shopper with whom Mara has begun to speak."""
    widget.say("My parcel arrived open and half of it is missing")
    expect(widget.part("bot-message").first).to_be_visible()
    widget.ask_for_person()
    mara = open_desk("mara")
    mara.open(widget.conversation_id)
    mara.take()
    mara.reply("Mara here, how can I help?")
    return widget, mara


def write_reply(desk: Desk, name: str, text: str) -> None:
    """Begin a saved reply on its page, and press Save."""
    desk.part("saved-new").click()
    expect(desk.part("saved-name")).to_have_value("")
    expect(desk.part("saved-name")).to_be_focused()
    desk.part("saved-name").fill(name)
    desk.part("saved-text").fill(text)
    desk.part("saved-save").click()


def uses(desk: Desk, conversation_id: str) -> list[str]:
    """What became of the suggestions of a conversation, as the log has it."""
    answer = desk.page.request.get(f"{desk.url}/console/api/conversations/{conversation_id}")
    events: list[dict[str, Any]] = answer.json()["events"]
    return [event["use"] for event in events if event["type"] == "SuggestionUsed"]


def test_a_suggestion_is_taken_edited_and_put_away(
    taken: tuple[Widget, Desk], open_desk: Callable[..., Desk]
) -> None:
    shopper, mara = taken
    suggestion, box = mara.part("suggestion"), mara.part("reply")
    expect(suggestion).to_have_count(0)
    shopper.say(RETURNS)
    expect(suggestion).to_contain_text(SIXTY_DAYS)
    expect(suggestion.get_by_role("link").first).to_contain_text("Return policy")
    tom = open_desk("tom")
    tom.part("tab-agent").click()
    tom.open(shopper.conversation_id)
    expect(tom.part("suggestion")).to_contain_text(SIXTY_DAYS)
    expect(tom.part("take-suggestion")).to_have_count(0)
    mara.page.reload()
    expect(suggestion).to_contain_text(SIXTY_DAYS)
    mara.part("thread").click()
    mara.page.keyboard.press("s")
    expect(box).to_have_value(SIXTY_DAYS)
    expect(box).to_be_focused()
    expect(suggestion).to_have_count(0)
    box.press("Enter")
    expect(shopper.part("agent-message").last).to_contain_text(SIXTY_DAYS)
    expect(tom.part("suggestion")).to_have_count(0)
    assert uses(mara, shopper.conversation_id) == ["kept"]

    shopper.say("and for boots?")
    expect(suggestion).to_contain_text("within 60 days")
    box.fill("The same, Ada.")
    mara.part("take-suggestion").click()
    expect(box).to_have_value(re.compile(r"^The same, Ada\.\n.*60 days", re.DOTALL))
    box.press("Enter")
    expect(shopper.part("agent-message").last).to_contain_text("The same, Ada.")

    shopper.say("when is the store in Hamburg open on saturday?")
    expect(suggestion).to_contain_text("10:00-19:00")
    mara.part("discard-suggestion").click()
    expect(suggestion).to_have_count(0)
    expect(mara.part("restore-suggestion")).to_be_focused()
    mara.page.reload()
    expect(mara.part("put-away")).to_contain_text("Suggestion put away")
    mara.part("thread").click()
    mara.page.keyboard.press("x")
    expect(suggestion).to_contain_text("10:00-19:00")
    expect(tom.part("suggestion")).to_contain_text("10:00-19:00")
    mara.page.keyboard.press("x")
    expect(suggestion).to_have_count(0)
    expect(tom.part("put-away")).to_have_count(0)
    shopper.say("thank you")
    expect(mara.part("shopper").last).to_contain_text("thank you")
    expect(suggestion).to_have_count(0)
    assert uses(mara, shopper.conversation_id) == ["kept", "edited", "discarded", "restored", "discarded"]
    assert "Suggest" not in str(shopper.events())


def test_the_empty_box_takes_it_by_a_key_and_a_draft_keeps_its_lines(taken: tuple[Widget, Desk]) -> None:
    shopper, mara = taken
    box = mara.part("reply")
    shopper.say(RETURNS)
    expect(mara.part("suggestion")).to_be_visible()
    box.fill("Well,\nlet me see")
    box.press("ArrowUp")
    expect(box).to_have_value("Well,\nlet me see")
    box.fill("")
    box.press("ArrowUp")
    expect(box).to_have_value(SIXTY_DAYS)
    box.fill("")
    expect(mara.part("suggestion")).to_be_visible()


def test_saved_replies_are_written_found_and_never_sent_half_filled(
    taken: tuple[Widget, Desk], open_desk: Callable[..., Desk]
) -> None:
    shopper, mara = taken
    tess, box = open_desk("tess"), mara.part("reply")
    tess.page.keyboard.press("V")
    for name, text in (("Late parcel", LATE), ("Return label", "We have sent you a label.")):
        write_reply(tess, name, text)
        expect(tess.part("toast")).to_have_text(f"Saved “{name}”.")
        expect(tess.part("saved-delete")).to_be_enabled()
    write_reply(tess, "late PARCEL", "x")
    expect(tess.part("saved-problem")).to_contain_text("There is a saved reply of the name")
    expect(tess.part("saved-row")).to_have_count(3)
    tess.part("saved-undo").click()
    expect(tess.part("saved-row")).to_have_count(2)

    box.press("/")
    options = mara.part("saved-option")
    expect(options).to_have_count(2)
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_be_focused()
    box.fill("/par")
    expect(options).to_have_count(0)
    box.fill("")
    box.press_sequentially("/label")
    expect(options).to_have_count(1)
    box.fill("/")
    expect(options).to_have_count(2)
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Hello {first_name}, order {order_number} is late. Mara Lindt")
    expect(mara.part("unfilled")).to_have_text(re.compile(r"^\s*Fill in {first_name}, {order_number}"))
    box.press("Enter")
    expect(mara.part("unfilled")).to_contain_text("Not sent.")
    mara.page.keyboard.type("Ada")
    expect(box).to_have_value("Hello Ada, order {order_number} is late. Mara Lindt")
    box.press("Enter")
    mara.page.keyboard.type("FW-1")
    box.press("Enter")
    expect(shopper.part("agent-message").last).to_contain_text("Hello Ada, order FW-1 is late. Mara Lindt")
    expect(shopper.part("agent-message").filter(has_text="{")).to_have_count(0)

    tess.part("saved-row").filter(has_text="Late parcel").click()
    tess.part("saved-delete").click()
    expect(tess.part("saved-row")).to_have_count(1)
    tess.page.get_by_role("button", name="Undo").click()
    expect(tess.part("saved-row")).to_have_count(2)
    for name in ("Late parcel", "Return label"):
        tess.part("saved-row").filter(has_text=name).click()
        tess.part("saved-delete").click()
        expect(tess.part("saved-row").filter(has_text=name)).to_have_count(0)
    expect(tess.part("saved-none")).to_be_visible()
    box.press("/")
    expect(mara.part("saved-list")).to_contain_text("Nothing is saved yet")


def test_changes_that_are_not_saved_outlive_another_reply_and_a_reload(
    open_desk: Callable[..., Desk],
) -> None:
    tess = open_desk("tess")
    tess.page.keyboard.press("V")
    for name, text in (("Late parcel", LATE), ("Return label", "We have sent you a label.")):
        write_reply(tess, name, text)
        expect(tess.part("saved-delete")).to_be_enabled()
    rows, text, mark = tess.part("saved-row"), tess.part("saved-text"), tess.part("saved-draft")
    late, label = rows.filter(has_text="Late parcel"), rows.filter(has_text="Return label")
    text.fill("We have sent you a label by e-mail.")
    expect(mark).to_have_count(1)
    late.click()
    expect(text).to_have_value(LATE)
    text.fill("Hello")
    label.click()
    expect(text).to_have_value("We have sent you a label by e-mail.")
    tess.part("saved-new").click()
    expect(tess.part("saved-name")).to_be_focused()
    expect(tess.part("saved-name")).to_have_value("")
    tess.part("saved-name").fill("Half a name")
    expect(mark).to_have_count(3)
    tess.part("page-inbox").click()
    tess.page.reload()
    tess.page.goto(f"{tess.url}/console/#/saved")
    expect(mark).to_have_count(3)
    rows.filter(has_text="Half a name").click()
    expect(tess.part("saved-name")).to_have_value("Half a name")
    tess.part("saved-undo").click()
    expect(tess.part("saved-name")).to_have_value("")
    expect(mark).to_have_count(2)
    late.click()
    tess.part("saved-undo").click()
    expect(text).to_have_value(LATE)
    label.click()
    tess.part("saved-save").click()
    expect(mark).to_have_count(0)
    expect(label).to_contain_text("by e-mail")
    for row in (label, late):
        row.click()
        tess.part("saved-delete").click()
        expect(row).to_have_count(0)


@pytest.mark.parametrize("options", LOOKS.values(), ids=LOOKS.keys())
def test_axe_finds_nothing(
    taken: tuple[Widget, Desk], open_desk: Callable[..., Desk], options: dict[str, Any]
) -> None:
    shopper, _ = taken
    tess = open_desk("tess", **options)
    tess.page.goto(f"{tess.url}/console/#/saved")
    expect(tess.part("saved-none")).to_be_visible()
    assert faults(tess.page) == []
    write_reply(tess, "Late parcel", LATE)
    expect(tess.part("saved-delete")).to_be_enabled()
    assert faults(tess.page) == []
    mara = open_desk("mara", **options)
    mara.part("tab-mine").click()
    mara.open(shopper.conversation_id)
    shopper.say(RETURNS)
    expect(mara.part("suggestion")).to_be_visible()
    assert faults(mara.page) == []
    mara.part("pick-saved").click()
    expect(mara.part("saved-option")).to_be_visible()
    assert faults(mara.page) == []
    mara.part("saved-option").click()
    expect(mara.part("unfilled")).to_be_visible()
    mara.part("reply").press("Enter")
    assert faults(mara.page) == []
    tess.part("saved-delete").click()
    expect(tess.part("toast")).to_contain_text("Deleted")
    tess.page.goto(f"{tess.url}/console/#/saved")
    expect(tess.part("saved-none")).to_be_visible()

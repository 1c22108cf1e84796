"""Two agents look at the same conversation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages import Desk, Widget
from playwright.sync_api import expect


@pytest.fixture
def waiting(widget: Widget) -> Widget:
    """A visitor who waits for a person."""
    widget.say("My parcel arrived open and half of it is missing")
    expect(widget.part("bot-message").first).to_be_visible()
    widget.ask_for_person()
    return widget


def test_one_owns_the_other_looks_on(waiting: Widget, open_desk: Callable[..., Desk]) -> None:
    mara, tom = open_desk("mara"), open_desk("tom")
    for desk in (mara, tom):
        desk.open(waiting.conversation_id)
    expect(tom.part("viewers")).to_have_text("Also here: Mara Lindt")
    mara.take()
    expect(tom.part("owner")).to_have_text("Mara Lindt is answering")
    expect(tom.part("locked")).to_contain_text("Mara Lindt is taking care of this conversation")
    expect(tom.part("act-take")).to_have_count(0)
    expect(tom.part("act-close")).to_be_disabled()
    mara.part("reply").press_sequentially("One moment")
    expect(tom.part("viewers")).to_have_text("Mara Lindt is writing")
    mara.part("reply").press("Enter")
    expect(tom.part("colleague")).to_contain_text("One moment")


def test_a_note_is_for_colleagues_only(waiting: Widget, open_desk: Callable[..., Desk]) -> None:
    mara, tom = open_desk("mara"), open_desk("tom")
    for desk in (mara, tom):
        desk.open(waiting.conversation_id)
    mara.take()
    tom.page.get_by_role("button", name="Private note").click()
    tom.part("reply").fill("The carrier knows about this lorry.")
    tom.part("reply").press("Enter")
    expect(mara.part("note")).to_contain_text("The carrier knows")
    mara.reply("We send a new one today.")
    expect(waiting.part("agent-message")).to_contain_text("a new one today")
    assert "lorry" not in str(waiting.events())


def test_taking_over_at_once_has_one_winner(waiting: Widget, open_desk: Callable[..., Desk]) -> None:
    mara, tom = open_desk("mara"), open_desk("tom")
    for desk in (mara, tom):
        desk.open(waiting.conversation_id)
        desk.part("thread").click()
    mara.page.keyboard.press("t")
    tom.page.keyboard.press("t")
    expect(mara.part("owner")).to_contain_text("answering")
    expect(tom.part("owner")).to_contain_text("answering")
    owners = sorted(desk.part("owner").inner_text() for desk in (mara, tom))
    assert owners[1] == "You are answering"
    assert owners[0].endswith("is answering")
    joined = [event for event in waiting.events() if event["type"] == "AgentJoined"]
    assert len(joined) == 1


def test_passing_on_to_a_colleague_who_is_there(waiting: Widget, open_desk: Callable[..., Desk]) -> None:
    mara, tom = open_desk("mara"), open_desk("tom")
    mara.open(waiting.conversation_id)
    mara.take()
    mara.page.keyboard.press("Escape")
    mara.page.keyboard.press("p")
    dialog = mara.part("pass")
    toms = dialog.get_by_role("button", name="Tom Berger")
    expect(toms).to_contain_text("At the console")
    mara.page.keyboard.press("e")
    expect(mara.part("owner")).to_have_text("You are answering")
    toms.click()
    expect(mara.part("owner")).to_have_text("Tom Berger is answering")
    expect(mara.part("note")).to_contain_text("Passed on to Tom Berger.")
    expect(tom.part("tab-mine")).to_contain_text("1")
    tom.part("tab-mine").click()
    tom.open(waiting.conversation_id)
    tom.reply("Tom here, hello.")
    expect(waiting.part("agent-message")).to_contain_text("Tom here")

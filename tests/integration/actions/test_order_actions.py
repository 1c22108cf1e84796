"""Orders, returns, cards and points, on the demo shop's orders."""

from __future__ import annotations

from typing import Any

import pytest
from actions_talk import Talk

from bot.actions.runner import InProcessActions
from bot.actions.tools import ActionTools
from bot.conversation.understanding import Entity

CHECK = "action_check_order"
JONAS = {"order_number": "FW-204518", "email": "Jonas.Weber@example.com"}
NORA = {"order_number": "FW-204697", "email": "nora.feldmann@example.com"}
AMELIE = {"order_number": "fw-204150", "email": "amelie.brandt@example.com"}


async def test_an_order_needs_its_address(talk: Talk) -> None:
    found = await talk.run(CHECK, **JONAS)
    assert found.slots["order_found"] is True
    assert found.slots["order_status"] == "shipped"
    assert found.slots["order_cancellable"] is False
    assert found.slots["return_blocker"] == "not_delivered"


@pytest.mark.parametrize(
    "slots", [{**JONAS, "email": "someone@example.com"}, {**JONAS, "order_number": "FW-999999"}, {}]
)
async def test_unknown_order_and_wrong_address_look_the_same(talk: Talk, slots: dict[str, Any]) -> None:
    outcome = await talk.run(CHECK, **slots)
    tried = {"tried_email": slots["email"]} if slots else {}
    assert (outcome.slots, outcome.replies, outcome.error) == ({"order_found": False, **tried}, [], "")


async def test_an_address_is_tried_again_with_another_number(talk: Talk) -> None:
    missed = await talk.run(CHECK, order_number="FW-204581", email="Jonas.Weber@example.com")
    assert (missed.slots["order_found"], missed.slots["tried_email"]) == (False, "Jonas.Weber@example.com")
    found = await talk.run(CHECK, order_number="FW-204518", email=None)
    assert (found.slots["order_found"], found.slots["email"]) == (True, "Jonas.Weber@example.com")
    other = await talk.run(CHECK, order_number="FW-204697", email=None, tried_email="jonas.weber@example.com")
    assert other.slots["order_found"] is False


async def test_a_signed_identity_needs_no_address(runner: InProcessActions) -> None:
    known = Talk(runner, identity={"email": "jonas.weber@example.com"})
    assert (await known.run(CHECK, order_number="FW-204518")).slots["order_found"] is True
    assert (await known.run(CHECK, order_number="FW-204697")).slots["order_found"] is False


async def test_the_state_of_an_order(talk: Talk) -> None:
    reply = await talk.reply("action_show_order", **JONAS)
    assert reply.kind == "order"
    assert reply.order is not None
    assert reply.order.step == 2
    assert [label for label, _ in reply.order.steps] == ["Placed", "Packed", "Shipped", "Delivered"]
    assert reply.order.carrier == "DHL"
    assert any("Wandersocke" in line for line in reply.order.lines)
    assert "on its way" in reply.text


async def test_a_change_without_the_right_address_fails(talk: Talk) -> None:
    outcome = await talk.run("action_cancel_order", order_number="FW-204697", email="x@example.com")
    assert outcome.error == "action_failed"


async def test_cancelling_happens_once(talk: Talk) -> None:
    for _ in range(2):
        outcome = await talk.run("action_cancel_order", **NORA)
        assert outcome.slots["order_cancelled"] is True
    assert (await talk.run(CHECK)).slots["order_status"] == "cancelled"
    packed = await talk.run("action_cancel_order", order_number="FW-204518", email=JONAS["email"])
    assert packed.slots["order_cancelled"] is False


async def test_the_address_changes_until_packed(talk: Talk) -> None:
    changed = await talk.run("action_change_address", new_address="Nora, Neue Gasse 1, 80331 Munich", **NORA)
    assert changed.slots["address_changed"] is True
    assert (await talk.run("action_change_address", **JONAS)).slots["address_changed"] is False


async def test_an_address_that_comes_back_is_taken_again(talk: Talk, tools: ActionTools) -> None:
    first, second = "Nora, Neue Gasse 1, 80331 Munich", "Nora, Alte Gasse 2, 80331 Munich"
    for number, address in enumerate((first, second, first)):
        await talk.run("action_change_address", message_id=f"m{number}", new_address=address, **NORA)
    order = await tools.shop.order(NORA["order_number"], NORA["email"])
    assert order is not None
    assert order.address.written == first


async def test_a_return_names_its_lines(talk: Talk) -> None:
    assert (await talk.run(CHECK, **AMELIE)).slots["return_possible"] is True
    unknown = await talk.run("action_match_lines", return_lines="the canoe")
    assert (unknown.slots["return_lines_found"], unknown.slots["return_items"]) == (False, None)
    meant = await talk.run("action_match_lines", return_lines="only the hiking boots, please")
    assert meant.slots["return_items"] == "Pfadfinder Mid hiking boot women (39, petrol blue)"
    both = await talk.run("action_match_lines", return_lines="all")
    assert both.slots["return_items"].startswith(
        "Pfadfinder Mid hiking boot women (39, petrol blue), Waschtag"
    )
    unknown = await talk.run("action_start_return", return_lines="the canoe", return_reason="too_small")
    assert unknown.slots["return_lines_found"] is False
    started = await talk.run("action_start_return", return_lines="the hiking boots")
    assert started.slots["return_created"] is True
    assert started.slots["return_number"].startswith("RT-")
    assert started.slots["return_postage"] == "The label is free."
    again = await talk.run("action_start_return", return_lines="the hiking boots")
    assert again.slots["return_number"] == started.slots["return_number"]
    elsewhere = Talk(talk.runner)
    assert "registered" in (await elsewhere.reply("action_refund_status", **AMELIE)).text


async def test_how_much_would_go_back_for_what_is_being_returned(talk: Talk) -> None:
    sanne = {"order_number": "FW-204136", "email": "sanne.vandenberg@example.com"}
    assert "no return" in (await talk.reply("action_refund_status", **sanne)).text
    text = (await talk.reply("action_refund_status", return_lines="the rain trousers")).text
    assert "5.95 EUR for the label are taken off the refund." in text
    assert text.startswith(
        "For this return 49.95 EUR would go back to you, within 5 working days after it has"
    )


async def test_what_was_told_before_is_told_with_a_person(talk: Talk) -> None:
    first = await talk.reply("action_show_order", "where is it", **JONAS)
    again = await talk.reply("action_show_order", "its already 18 days. when exactly")
    assert "on its way" in first.text
    assert not first.buttons
    assert again.text.startswith(first.text)
    assert "A colleague can find out more" in again.text
    assert [one.payload for one in again.buttons] == ["/talk_to_human"]


async def test_several_orders_are_shown_where_the_message_names_them(talk: Talk) -> None:
    frieda = {"order_number": "FW-204513", "email": "frieda.paulsen@example.org"}
    numbers = [
        Entity(entity="order_number", value=number, text=number, start=0, end=1)
        for number in ("FW-204355", "FW-204513", "FW-204518")
    ]
    shown = await talk.run("action_show_order", "both today?", entities=numbers, **frieda)
    assert [r.order.order_number for r in shown.replies if r.order] == ["FW-204355", "FW-204513"]


async def test_why_less_goes_back_than_was_paid(talk: Talk) -> None:
    celine = {"order_number": "FW-203655", "email": "celine.marchand@example.org"}
    text = (await talk.reply("action_refund_status", **celine)).text
    assert "153.05 EUR goes back to Visa" in text
    assert "5.95 EUR for the label are taken off the refund." in text


async def test_money_of_a_cancelled_order_by_how_it_was_paid(talk: Talk) -> None:
    paid = {"order_number": "FW-184233", "email": "bastian.engel@example.net"}
    assert (await talk.reply("action_refund_status", **paid)).text == (
        "Order FW-184233 was cancelled. Your money is back on PayPal within 2 working days."
    )


@pytest.mark.parametrize(
    ("number", "email", "blocker"),
    [
        ("FW-197204", "amelie.brandt@example.com", "too_late"),
        ("FW-203312", "pieter.claeys@example.net", "already_returned"),
        ("FW-204652", "lotte.vanleeuwen@example.org", "not_delivered"),
    ],
)
async def test_why_a_return_is_not_possible(talk: Talk, number: str, email: str, blocker: str) -> None:
    outcome = await talk.run(CHECK, order_number=number, email=email)
    assert outcome.slots["return_possible"] is False
    assert outcome.slots["return_blocker"] == blocker


async def test_parcels_are_searched_when_overdue(talk: Talk) -> None:
    delayed = {"order_number": "FW-204133", "email": "patrick.doyle@example.org"}
    assert (await talk.run("action_missing_parcel", **delayed)).slots["parcel_trace_opened"] is True
    assert (await talk.run("action_missing_parcel", **JONAS)).slots["parcel_trace_opened"] is False


async def test_damage_opens_a_case(talk: Talk) -> None:
    outcome = await talk.run(
        "action_damaged_item",
        return_lines="boots",
        damage_description="the sole is off",
        resolution="refund",
        **AMELIE,
    )
    assert outcome.slots["case_opened"] is True
    assert outcome.slots["case_number"].startswith("C-")


async def test_gift_cards_need_number_and_pin(talk: Talk) -> None:
    card = await talk.run("action_gift_card_balance", gift_card_code="6090114722085316", gift_card_pin="4821")
    assert card.slots["gift_card_balance"] == "50.00 EUR"
    assert "gift_card_pin" not in talk.slots, "the PIN is forgotten at once"
    wrong = await talk.run(
        "action_gift_card_balance", gift_card_code="6090114722085316", gift_card_pin="0000"
    )
    assert wrong.slots["gift_card_found"] is False


async def test_points_are_told_to_their_owner_only(talk: Talk) -> None:
    stranger = await talk.reply("action_loyalty_points", email="jonas.weber@example.com")
    assert "can't find" in stranger.text
    owner = await talk.reply("action_loyalty_points", **JONAS)
    assert "366 points" in owner.text


async def test_a_notice_for_what_is_sold_out(talk: Talk) -> None:
    outcome = await talk.run(
        "action_notify_back_in_stock", wanted_product="Kiruna 3", email="a@example.com", wanted_size=None
    )
    assert outcome.slots["notify_set"] is True
    gone = await talk.run("action_notify_back_in_stock", wanted_product=None, current_product="P0200")
    assert gone.slots["wanted_product"] == "Lumenor Orion 1200"
    unknown = await talk.run("action_notify_back_in_stock", wanted_product="flying carpet")
    assert unknown.slots["notify_set"] is False


async def test_what_is_in_stock_is_not_waited_for(talk: Talk) -> None:
    there = await talk.run(
        "action_notify_back_in_stock", wanted_product="Skerry 2", email="a@example.com", wanted_size=None
    )
    assert there.slots["notify_set"] is None
    assert there.replies[0].text.startswith("Yes, the Skerry 2 is in stock")
    assert there.replies[0].cards


async def test_a_notice_for_what_the_message_names_by_its_name(talk: Talk) -> None:
    text = "the Kiruna 3 tent is gone everywhere, tell me when that tent is back"
    outcome = await talk.run(
        "action_notify_back_in_stock", text, wanted_product="tent", email="a@example.com"
    )
    assert (outcome.slots["notify_set"], outcome.slots["wanted_product"]) == (True, "Kiruna 3")


async def test_what_is_waited_for_is_named_by_a_part_of_its_name(talk: Talk) -> None:
    wish = "notify me when the spatz piezo is available"
    found = await talk.run("action_match_product", wish, wanted_product=None)
    assert "Spatz Piezo" in found.slots["wanted_product"]
    assert (await talk.run("action_match_product", "tell me when it is back")).slots == {}
    talk.slots.clear()
    assert (await talk.run("action_match_product", "tell me when there are tents")).slots == {}


async def test_broken_order_data_cost_only_the_orders(talk: Talk, state: Any) -> None:
    (state / "shop" / "orders.csv").unlink()
    outcome = await talk.run(CHECK, **JONAS)
    assert outcome.error in ("", "shop_unavailable")


async def test_a_person_is_called(talk: Talk) -> None:
    message_left = await talk.run("action_handoff", handoff_message="call me", email="a@example.com")
    assert (message_left.handoff, message_left.note) == ("asked", True)
    assert message_left.slots["handoff_status"] == "message_taken"
    called = await talk.run("action_handoff", handoff_status="queued", handoff_message="A note of before.")
    assert (called.note, called.slots) == (False, {"handoff_status": "queued"})
    wished = await talk.run("action_handoff", handoff_message=None, wish="a cancellation")
    assert (wished.note, wished.slots["handoff_status"]) == (False, "queued")
    noted = await talk.run("action_note_wish")
    assert (noted.note, noted.replies) == (True, [])


@pytest.mark.parametrize("action", ["action_answer", "action_product_answer"])
async def test_when_an_article_of_an_order_in_parts_comes(talk: Talk, action: str) -> None:
    timo = {"order_number": "FW-204266", "email": "timo.reinhardt@example.com"}
    await talk.run("action_check_order", "only half of it came", **timo)
    reply = await talk.reply(action, "so when do I get the sleeping bag?")
    assert reply.text.startswith("Polarlicht 500")
    assert "is on its way" in reply.text
    gone = await talk.reply(action, "where is the backpack?")
    assert "is delivered" in gone.text
    other = await talk.run(action, "when do you get new tents?")
    assert not any(one.order for one in other.replies)


async def test_an_article_of_a_cancelled_order_is_not_to_be_sent(talk: Talk) -> None:
    felix = {"order_number": "FW-204709", "email": "felix.brinkmann@example.org"}
    await talk.run("action_check_order", "my order", **felix)
    placed = await talk.reply("action_answer", "when do I get the gloves?")
    assert "has not been sent yet" not in placed.text
    await talk.run("action_cancel_order")
    assert "is cancelled" in (await talk.reply("action_answer", "when do I get the gloves?")).text

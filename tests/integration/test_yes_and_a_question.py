"""A clear yes or no before a question counts, and the question is answered."""

from __future__ import annotations

from aiohttp.test_utils import TestClient
from shopper import begin

CANCEL = "cancel my order FW-204696 lisbeth.moser@example.com"


async def test_a_yes_is_carried_out_before_a_question(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies(CANCEL)
    replies = await shopper.replies("yes. and how long does delivery to Austria take?")
    assert replies[0]["citations"]
    assert "utter_order_cancelled" in [reply["response"] for reply in replies]


async def test_a_no_counts_as_well(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies(CANCEL)
    replies = await shopper.replies("no. how long does delivery to Austria take?")
    assert replies[0]["citations"]
    assert "utter_order_kept" in [reply["response"] for reply in replies]


async def test_a_task_begins_when_the_yes_is_carried_out(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies(CANCEL)
    cancelled, refund, _ = await shopper.replies("yes please, and when do i get my money back?")
    assert cancelled["response"] == "utter_order_cancelled"
    assert "PayPal within 2 working days" in refund["text"]


async def test_a_yes_that_depends_on_the_answer_waits(client: TestClient) -> None:
    shopper = await begin(client)
    await shopper.replies(CANCEL)
    replies = await shopper.replies("yes, but what does it cost?")
    assert replies[-1]["response"] == "utter_ask_confirm_cancel_order"

"""What is asked behind a task that is done, or of what is not so yet, is for the documents first."""

from __future__ import annotations

from aiohttp.test_utils import TestClient
from shopper import Shopper, begin


async def refused(client: TestClient) -> Shopper:
    """A shopper whose order could not be cancelled any more."""
    shopper = await begin(client)
    for text in ("want to cancel my order", "FW-204652", "lotte.vanleeuwen@example.org"):
        replies = await shopper.replies(text)
    assert replies[0]["response"] == "utter_order_not_cancellable"
    return shopper


async def test_the_same_refusal_is_not_said_again(client: TestClient) -> None:
    shopper = await refused(client)
    (reply,) = await shopper.replies("how do i refuse the parcel?")
    assert {one["document_id"] for one in reply["citations"]} == {"orders/cancel-order.md"}
    (reply,) = await shopper.replies("how do i refuse the parcel? im in utrecht")
    assert reply["response"] != "utter_order_not_cancellable"


async def test_nothing_is_under_way_is_no_answer(client: TestClient) -> None:
    shopper = await refused(client)
    (reply,) = await shopper.replies("oh. so what can i do now, i dont want it anymore")
    assert {one["document_id"] for one in reply["citations"]} == {"orders/cancel-order.md"}
    assert "send it back within 60 days" in reply["text"]
    (reply,) = await shopper.replies("stop")
    assert reply["response"] == "utter_nothing_to_cancel"


async def test_what_would_come_of_it_is_a_rule(client: TestClient) -> None:
    shopper = await refused(client)
    reply = (await shopper.replies("and when would i get my money back, i paid ideal"))[0]
    assert "3 working days" in reply["text"]
    assert reply["citations"]


async def test_a_question_of_what_is_not_so_yet_begins_no_task(client: TestClient) -> None:
    for text in (
        "what if its too small, can i swap it",
        "Can you delete my account? and what happens with my points",
    ):
        answer, offer = await (await begin(client)).replies(text)
        assert answer["citations"]
        assert offer["response"] == "utter_explained"


async def test_a_search_goes_on_where_a_task_takes_whatever_is_said(shopper: Shopper) -> None:
    await shopper.replies("my jacket came torn, order FW-204518")
    await shopper.replies("jonas.weber@example.com")
    await shopper.replies("do you have sleeping bags?")
    cheaper = await shopper.replies("under 120 please")
    assert any(reply["cards"] for reply in cheaper)
    [told, *_] = await shopper.replies("which is the lightest")
    assert "weight" in told["text"]

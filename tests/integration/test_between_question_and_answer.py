"""What shoppers of the demo shop say to a question that is no answer to it: nothing is done upon it, nothing
is stopped by it, and the question stays open."""

from __future__ import annotations

from aiohttp.test_utils import TestClient
from shopper import Shopper, begin

ASKED_FOR_EMAIL = ("where is my parcel?", "FW-204508")
ASKED_TO_CONFIRM = (
    "I want to return something", "FW-202395", "oliver.thornton@example.net", "the third one", "too small",
)  # fmt: skip
MOMENTS = [
    "wait",
    "one moment please",
    "let me check",
    "just a sec",
    "hold on",
    "hm",
    "gimme two minutes",
    "...",
]
WHY = ["why do you need that?", "is that safe?", "what's it needed for", "is it really necessary?"]


async def asked(client: TestClient, *messages: str) -> Shopper:
    """A shopper behind some messages."""
    shopper = await begin(client)
    for message in messages:
        await shopper.say(message)
    return shopper


async def responses(shopper: Shopper, message: str) -> list[str]:
    """The names of the replies to a message."""
    return [reply["response"] for reply in await shopper.replies(message)]


async def test_a_moment_is_given(client: TestClient) -> None:
    for to in (ASKED_FOR_EMAIL, ASKED_TO_CONFIRM):
        shopper = await asked(client, *to)
        done = {message: await responses(shopper, message) for message in MOMENTS}
        assert done == {message: ["utter_wait"] for message in MOMENTS}


async def test_what_the_question_is_for_is_told(client: TestClient) -> None:
    for to, told in (
        (ASKED_FOR_EMAIL, "utter_explain_order_email"),
        (ASKED_TO_CONFIRM, "utter_explain_confirm_return"),
    ):
        shopper = await asked(client, *to)
        done = {message: (await responses(shopper, message))[0] for message in WHY}
        assert done == dict.fromkeys(WHY, told)


async def test_the_question_stays_open(client: TestClient) -> None:
    shopper = await asked(client, *ASKED_FOR_EMAIL, "one moment", "hello?", "I don't know")
    assert await responses(shopper, "bye for now") == ["utter_goodbye"]
    assert (await responses(shopper, "hi, I'm back"))[0] == "utter_still_here"
    (shown, *_) = await shopper.replies("andreas.moser@example.com")
    assert "FW-204508 is" in shown["text"]


async def test_a_cancelled_order_is_not_said_to_be_packed(client: TestClient) -> None:
    shopper = await asked(client, "change the address of FW-204665")
    (reply, *_) = await shopper.replies("niklas.wieland@example.org")
    assert "cancelled" in reply["text"]
    assert "packed" not in reply["text"]

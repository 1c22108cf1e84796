"""A new address: given early, corrected where it is read back, abroad, and what it means for the payment."""

from __future__ import annotations

from aiohttp.test_utils import TestClient
from shopper import Shopper, begin

DUTCH = ("change the delivery address of FW-204660", "ruben.vandenberg@example.org")
"""An order that goes to The Hague, paid with iDEAL."""


async def asked(client: TestClient, *said: str) -> Shopper:
    shopper = await begin(client)
    for text in said:
        await shopper.replies(text)
    return shopper


async def test_an_address_abroad_is_refused_and_another_taken(client: TestClient) -> None:
    shopper = await asked(client, *DUTCH)
    refused, again = await shopper.replies("Rosenweg 5, 80469 Munich")
    assert refused["response"] == "utter_address_abroad"
    assert "Germany" in refused["text"]
    assert "Netherlands" in refused["text"]
    assert again["response"] == "utter_ask_new_address"
    (confirm,) = await shopper.replies("Prinsengracht 12, 1015 Amsterdam")
    assert confirm["response"] == "utter_ask_confirm_new_address"


async def test_one_abroad_that_is_given_at_once_is_refused(client: TestClient) -> None:
    shopper = await asked(client, "please send FW-204660 to Rosenweg 5, 80469 Munich instead")
    replies = await shopper.replies("ruben.vandenberg@example.org")
    assert replies[0]["response"] == "utter_address_abroad"


async def test_another_address_corrects_the_one_that_is_read_back(client: TestClient) -> None:
    shopper = await asked(client, *DUTCH, "Prinsengracht 12, 1015 Amsterdam")
    (confirm,) = await shopper.replies("16 Prinsengracht, 1015 Amsterdam")
    assert confirm["response"] == "utter_ask_confirm_new_address"
    assert "16 Prinsengracht" in confirm["text"]
    (confirm,) = await shopper.replies("no, number 18")
    assert "18 Prinsengracht, 1015 Amsterdam" in confirm["text"]
    done = await shopper.replies("yes")
    assert done[0]["response"] == "utter_address_changed"


async def test_details_that_were_given_are_no_other_address(client: TestClient) -> None:
    shopper = await asked(client, *DUTCH, "Prinsengracht 12, 1015 Amsterdam")
    replies = await shopper.replies("ruben.vandenberg@example.org")
    assert replies[-1]["response"] == "utter_ask_confirm_new_address"
    assert "Prinsengracht 12" in replies[-1]["text"]


async def test_an_address_that_comes_early_is_noted(client: TestClient) -> None:
    shopper = await asked(client, "pls change the adress", "FW-204660")
    noted, again = await shopper.replies("its Prinsengracht 12, 1015 Amsterdam")
    assert [noted["response"], again["response"]] == ["utter_noted", "utter_ask_order_email"]
    (confirm,) = await shopper.replies("ruben.vandenberg@example.org")
    assert "Prinsengracht 12, 1015 Amsterdam" in confirm["text"]


async def test_what_it_means_for_the_payment_is_said_first(client: TestClient) -> None:
    shopper = await asked(client, "change the delivery address of FW-204697")
    note, ask = await shopper.replies("nora.feldmann@example.com")
    assert "billing address" in note["text"]
    assert ask["response"] == "utter_ask_new_address"

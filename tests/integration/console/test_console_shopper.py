"""A shopper's data: a copy of it, and its end, over HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from console_people import Person, say

from bot.console.services import ConsoleServices
from bot.errors import UnknownConversation

SignedIn = Callable[..., Awaitable[Person]]


async def test_an_administrator_erases_a_shopper(services: ConsoleServices, signed_in: SignedIn) -> None:
    ada = await signed_in("Ada", "admin")
    for name, shopper in (("c_1", "s_1"), ("c_2", "s_1"), ("c_3", "s_2")):
        await services.log.create(name, shopper_id=shopper, channel="web")
        await say(services, name, "I am Paula Winter")
    status, erased = await ada.send("DELETE", "conversations/c_1/shopper")
    assert (status, erased) == (200, {"conversations": 2, "events": 4})
    assert [item["id"] for item in (await ada.get("inbox?state=all"))["items"]] == ["c_3"]
    for gone in ("c_1", "c_2"):
        status, body = await ada.send("GET", f"conversations/{gone}")
        assert (status, body["error"]["code"]) == (404, UnknownConversation.code)
    [entry] = [one for one in (await ada.get("audit"))["entries"] if one["action"] == "erased"]
    assert (entry["staff_name"], entry["target"]) == ("Ada", "s_1")


async def test_a_copy_of_what_is_kept(services: ConsoleServices, signed_in: SignedIn) -> None:
    ada = await signed_in("Ada", "admin")
    await say(services, "c_1", "I am Paula Winter, größer")
    kept = await ada.get("conversations/c_1/shopper")
    [conversation] = kept["conversations"]
    assert conversation["events"][0]["text"] == "I am Paula Winter, größer"


async def test_both_are_for_administrators(services: ConsoleServices, signed_in: SignedIn) -> None:
    tess = await signed_in("Tess", "trainer")
    await say(services, "c_1", "hello")
    for method in ("GET", "DELETE"):
        assert (await tess.send(method, "conversations/c_1/shopper"))[0] == 403
    assert (await tess.get("conversations/c_1"))["last_seq"] == 2


async def test_a_conversation_that_is_not_there(signed_in: SignedIn) -> None:
    ada = await signed_in("Ada", "admin")
    for method in ("GET", "DELETE"):
        assert (await ada.send(method, "conversations/c_none/shopper"))[0] == 404

"""A delivery address in what a shopper wrote: "could it go to Anna Moser, Marktstraße 12, 6850 Dornbirn"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.countries import country_elsewhere
from bot.actions.orders import find_order
from bot.actions.reading import latest_messages, slot_text
from bot.actions.tools import Events, ShopAction
from bot.conversation.addresses import POSTCODE, find_address

_LEAD_IN = re.compile(
    r"(?:(?:ok(?:ay)?|yes|sure|sorry|thanks|hi|so|well|here (?:it is|you go|you are))\s*[,.:;!–-]\s*)*"
    r"(?:(?:please |pls )?(?:(?:can|could|would) (?:you|it) (?:please )?)?"
    r"(?:send|deliver|ship|bring|change|go)(?: it| them| that| this)?(?: please)? to\b"
    r"|(?:(?:my|the|our) )?(?:(?:new|right|correct|other) )?(?:(?:delivery|shipping) )?address\b"
    r"(?: (?:now )?(?:is|would be|should be)\b|(?=\s*[:,–-]))"
    r"|(?:(?:the )?new )?(?:one )?(?:it(?:['’]?s| is)|is)\b(?: now)?|to\b)?[\s:,–-]*",
    re.IGNORECASE,
)
"""What goes before an address and is no part of it: "new address:", "please send it to"."""
_LEAD_OUT = re.compile(r"[\s,.;]*\b(?:please|pls|thanks?(?: you)?|thank you|cheers)[\s.!]*$", re.IGNORECASE)

_TOWN_ALONE = re.compile(
    rf"\W*(?:{POSTCODE},? )?[^\d,;]+(?:,? {POSTCODE})?\W*|\W*{POSTCODE}\W*", re.IGNORECASE
)
_STREET_ALONE = re.compile(
    r"(?=.{5,60}$)(?=.*[^\W\d]{3})[^@?]*(?<![\w-])\d{1,4} ?[a-z]?(?!\w)[^@?]*", re.IGNORECASE
)
"""A few words with a house number: no order number, no e-mail address, no question."""


_OPENING = re.compile(
    r"(?:(?:no+|nope|sorry|wait|oops|actually|rather|not quite|it['’]?s|it is|it should be|should be|make it"
    r"|the|that['’]?s|i meant|correct(?:ion)?)\b[\s,.:;!–-]*)*",
    re.IGNORECASE,
)
"""What a refusal begins with before it says what is right: "no sorry, it's"."""
_NUMBER_ALONE = re.compile(
    r"(?:(?:house ?)?(?:number|no\.?|nr\.?|#)\s*(?:is\s+)?(?=\d{1,4}(?!\d))|(?=\d{1,3}(?!\d)))(\d+ ?[a-z]?)"
    r"(?:,? (?:not|instead of) (?:number )?\d{1,4} ?[a-z]?)?",
    re.IGNORECASE,
)
_POSTCODE_ALONE = re.compile(rf"(?:post ?code|zip(?: code)?)?\s*(?:is\s+)?({POSTCODE})", re.IGNORECASE)
_HOUSE_NUMBER = re.compile(r"(?<![\w-])\d{1,4}(?: ?[a-zA-Z])?(?!\w)")
_IN_ADDRESS = re.compile(rf"(?<![\w-]){POSTCODE}(?!\w)")


class ActionMatchAddress(ShopAction):
    """Says which new address was given before it was asked for, in two messages (the street, then the town),
    or in place of one that was read back; and whether it is in another country."""

    def name(self) -> str:
        """See Action."""
        return "action_match_address"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """None where there is no street, or a refusal says nothing of what is right."""
        address = self._address(tracker)
        order = await find_order(self.tools, tracker) if address else None
        home = order.address.country if order is not None else ""
        return [
            SlotSet("new_address", address or None),
            SlotSet("order_country", home or None),
            SlotSet("address_abroad", country_elsewhere(address, home) or None),
        ]

    @staticmethod
    def _address(tracker: Tracker) -> str:
        """The answer, behind the street of the message before where it is a town alone, else the address of
        the latest message that holds one; behind a refused one what the refusal makes of it."""
        said, answer = latest_messages(tracker), slot_text(tracker, "new_address")
        if tracker.slots.get("confirm_new_address") is False:
            return corrected_address(answer, next(iter(said), ""))
        if answer:
            answer = only_address(answer)
            return with_street(answer, said[1:2]) if _TOWN_ALONE.fullmatch(answer) else answer
        return next(filter(None, map(find_address, said)), "")


def corrected_address(refused: str, text: str) -> str:
    """The address that is meant by who refuses another: a whole one, or the refused one with the number, the
    street or the postcode that is named ("no, number 16"); "" where none is."""
    if whole := find_address(text):
        return whole
    said = only_address(_OPENING.sub("", text.strip(), count=1)).strip(" .!")
    if number := _NUMBER_ALONE.fullmatch(said):
        return _HOUSE_NUMBER.sub(number[1], refused, count=1)
    if postcode := _POSTCODE_ALONE.fullmatch(said):
        return _IN_ADDRESS.sub(postcode[1].upper(), refused, count=1)
    street, _, town = said.partition(",")
    if not _STREET_ALONE.fullmatch(street.strip()):
        return ""
    if town.strip():
        return said if _TOWN_ALONE.fullmatch(town) and _IN_ADDRESS.search(town) else ""
    return _with_other_street(refused, street.strip())


def _with_other_street(address: str, street: str) -> str:
    """The address with another street in place of its own; "" where it cannot be told from the town."""
    parts = [part.strip() for part in address.split(",")]
    own = [
        at for at, part in enumerate(parts) if _STREET_ALONE.fullmatch(part) and not _IN_ADDRESS.search(part)
    ]
    return ", ".join([*parts[: own[0]], street, *parts[own[0] + 1 :]]) if own else ""


def only_address(answer: str) -> str:
    """An answer without what was said around the address; as it is where nothing else is left."""
    lead = _LEAD_IN.match(answer)
    return _LEAD_OUT.sub("", answer[lead.end() :] if lead else answer).strip() or answer


def with_street(town: str, before: Sequence[str]) -> str:
    """The address that a town makes with a street that was said ``before``; "" where none was."""
    streets = [text.strip(" ,.") for text in before if _STREET_ALONE.fullmatch(text.strip())]
    return f"{streets[0]}, {town}" if streets else ""

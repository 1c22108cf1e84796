"""A delivery address in what a shopper wrote: "could it go to Anna Moser, Marktstraße 12, 6850 Dornbirn"."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.reading import latest_messages
from bot.actions.tools import Events, ShopAction

_NAME = r"[A-ZÀ-Þ][\w.'’-]*"
_SMALL = r"(?:van|de|den|der|du|des|la|le|les|am|an|auf|im|in|zum|zur|op|het|of|the|rue|avenue|via|calle)"
_NAMES = rf"(?:{_SMALL} )*{_NAME}(?: (?:{_NAME}|{_SMALL}))*"
_UNIT = r"(?:[ ,]+(?:bus|box|bte|boîte|apt|apartment|flat|unit|app|top|stiege)\.? ?\w{1,4})?"
_STREET = rf"(?:{_NAMES},? \d+ ?[a-zA-Z]?(?:[/-]\d+\w?)?{_UNIT}|\d+ ?[a-zA-Z]?,? {_NAMES})"
_BRITISH, _IRISH, _DIGITS = (
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}",
    r"[A-Z]\d[\dW] ?[A-Z\d]{4}",
    r"(?:[A-Z]{1,2}-)?\d{4,5}(?: ?[A-Z]{2}\b)?",
)
_POSTCODE = rf"(?:{_BRITISH}|{_IRISH}|{_DIGITS})"
_TOWN = rf"{_NAME}(?: (?:{_NAME}|am|an|der|im|sur|la|le))*"
_PERSON = rf"{_NAME}(?: (?:{_NAME}|{_SMALL})){{1,4}}"
_ADDRESS = re.compile(
    rf"(?<!\w)(?:{_PERSON},\s*)?{_STREET},?\s+(?:{_POSTCODE},? {_TOWN}|{_TOWN},? {_POSTCODE})"
)


class ActionMatchAddress(ShopAction):
    """Says which new address was given before it was asked for."""

    def name(self) -> str:
        """See Action."""
        return "action_match_address"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """The address of the latest message that holds one."""
        found = (find_address(text) for text in latest_messages(tracker))
        return [SlotSet("new_address", next((address for address in found if address), None))]


def find_address(text: str) -> str:
    """The longest whole address of a text: street and number with postcode and town, and the name before
    them if there is one; "" where there is none."""
    return max((match[0].rstrip(".") for match in _ADDRESS.finditer(text)), key=len, default="")

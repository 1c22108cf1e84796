"""What an action reads of a conversation: the tracker, typed."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

import msgspec
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from bot.conversation.plain_words import plain_words
from retrieval.types import Constraints

_SAYS = re.compile(r"(?<![\w@.-])[^\W\d_]{2,}(?![\w@-]|\.\w)")
"""A word that is no part of a number, an address or a name that stands for something."""
NEAR = 3
"""Messages back, this one counted, to which a question may still lean on what was answered."""
LATEST = 4
"""Messages of the shopper, the newest among them, in which something asked for may have been said already."""
SEEN = 60
"""Products of the running wish that "show me more" does not repeat."""


def message(tracker: Tracker) -> str:
    """What the shopper wrote; a button's payload is no sentence and gives the slots' words instead."""
    text = str(tracker.latest_message.get("text") or "").strip()
    return text if text and not text.startswith("/") else wanted_words(tracker)


def saying_only(tracker: Tracker, text: str) -> Tracker:
    """The conversation as if the shopper had said no more now than a part of the message."""
    part, said = copy(tracker), list(tracker.events)
    last = next((n for n in reversed(range(len(said))) if said[n].get("event") == "user"), None)
    if last is not None:
        said[last] = {**said[last], "text": text}
    part.latest_message, part.events = {**tracker.latest_message, "text": text}, said
    return part


def wanted_words(tracker: Tracker) -> str:
    """The wanted_* slots as a sentence: "Halde tents in blue size M under 200"."""
    forms = {
        "wanted_brand": "{}", "wanted_category": "{}", "wanted_product": "{}", "wanted_colour": "in {}",
        "wanted_size": "size {}", "wanted_price": "under {}",
    }  # fmt: skip
    values = ((form, tracker.slots.get(slot)) for slot, form in forms.items())
    return " ".join(form.format(value) for form, value in values if value not in (None, ""))


def intent(tracker: Tracker) -> str:
    """The name of the intent, or ""."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def intent_confidence(tracker: Tracker) -> float:
    """How likely the intent of the message is; 0 where nothing says so."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)


def likelihood(tracker: Tracker, name: str) -> float:
    """How likely the intent of the message is this one; 0 where nothing says so."""
    ranking = tracker.latest_message.get("intent_ranking") or ()
    if intent(tracker) == name:
        return intent_confidence(tracker)
    return next((float(one["confidence"]) for one in ranking if one.get("name") == name), 0.0)


def entity(tracker: Tracker, name: str) -> str:
    """The value of an entity of the message, or ""."""
    return next(iter(entities(tracker, name)), "")


def entities(tracker: Tracker, name: str) -> list[str]:
    """The values of an entity of the message, in their order."""
    found = tracker.latest_message.get("entities") or []
    return [str(one.get("value") or "") for one in found if one.get("entity") == name]


def history(tracker: Tracker) -> list[str]:
    """What the shopper said before this message, in plain words as this is, oldest first."""
    said = [plain_words(str(e.get("text") or "")) for e in tracker.events if e.get("event") == "user"]
    latest = plain_words(str(tracker.latest_message.get("text") or ""))
    if said and latest and (said[-1] == latest or latest.endswith(said[-1])):
        said = said[: -max(1, latest.count("\n") + 1)]
    return [text for text in said if text and not text.startswith("/") and _SAYS.search(text)]


def cited(tracker: Tracker) -> list[str]:
    """Ids of the passages that the last answer came from; none where it lies further back."""
    asked = 0
    for event in reversed(tracker.events):
        asked += event.get("event") == "user"
        if asked > NEAR:
            break
        if passages := (event.get("metadata") or {}).get("cited"):
            return [str(one) for one in passages]
    return []


def spoke_from_documents(tracker: Tracker) -> bool:
    """Whether what the bot said last came from documents."""
    last = next((event for event in reversed(tracker.events) if event.get("event") == "bot"), None)
    return last is not None and bool((last.get("metadata") or {}).get("cited"))


def said_before(tracker: Tracker, text: str) -> bool:
    """Whether the bot said this before the message that is being answered."""
    said = (str(event.get("text") or "") for event in tracker.events if event.get("event") == "bot")
    return any(one.startswith(text) for one in said)


def latest_messages(tracker: Tracker) -> list[str]:
    """The latest messages of the shopper, the newest first."""
    latest = str(tracker.latest_message.get("text") or "").strip()
    said = [latest] if latest and not latest.startswith("/") else []
    return [*said, *reversed(history(tracker))][:LATEST]


def slot_text(tracker: Tracker, name: str) -> str:
    """A slot as text, "" when it is empty."""
    value = tracker.slots.get(name)
    return "" if value is None else str(value).strip()


def identity_email(tracker: Tracker) -> str:
    """The address that the shop has signed for this shopper, or ""."""
    metadata = tracker.latest_message.get("metadata") or {}
    return str((metadata.get("identity") or {}).get("email") or "")


def shopper_id(tracker: Tracker) -> str:
    """The id of the shopper, "" where nobody says it."""
    metadata = tracker.latest_message.get("metadata") or {}
    return str(metadata.get("shopper_id") or "")


def message_id(tracker: Tracker) -> str:
    """The id of the message that is being answered; the same when a turn is taken again."""
    return str(tracker.latest_message.get("message_id") or "")


def shown(tracker: Tracker) -> list[str]:
    """Ids of the products shown last; where no others were spoken of, of those of the order at hand."""
    current, bought = slot_text(tracker, "current_product"), _bought(tracker)
    beside = bought if not current or current in bought else []
    return [str(i) for i in tracker.slots.get("shown_products") or beside]


def ordered(tracker: Tracker) -> list[str]:
    """Ids of the products of the order at hand, where none were shown or spoken of yet."""
    spoken_of = tracker.slots.get("shown_products") or slot_text(tracker, "current_product")
    return [] if spoken_of else _bought(tracker)


def _bought(tracker: Tracker) -> list[str]:
    at_hand = tracker.slots.get("order_number") and tracker.slots.get("order_status")
    return [str(i) for i in tracker.slots.get("ordered_products") or []] if at_hand else []


def seen(tracker: Tracker) -> list[str]:
    """Ids of all products shown for the running wish."""
    return [str(i) for i in tracker.slots.get("seen_products") or []]


def previous_wish(tracker: Tracker) -> Constraints | None:
    """The wish that the last search answered; None when there is none, or it is of an older form."""
    value = tracker.slots.get("constraints")
    if not value:
        return None
    try:
        return msgspec.convert(value, Constraints, strict=False)
    except msgspec.ValidationError:
        return None


def wish_json(wish: Constraints) -> dict[str, Any]:
    """What a wish says, as plain JSON: a slot is compared with what was stored."""
    said: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(wish))
    return {name: value for name, value in said.items() if value}


def remember(wish: Constraints, ids: list[str], before: list[str]) -> list[dict[str, Any]]:
    """The slots after products were shown."""
    return [
        SlotSet("constraints", wish_json(wish)),
        SlotSet("shown_products", ids),
        SlotSet("seen_products", list(dict.fromkeys([*before, *ids]))[-SEEN:]),
        SlotSet("current_product", ids[0] if len(ids) == 1 else None),
        *_refused(wish),
    ]


def _refused(wish: Constraints) -> list[dict[str, Any]]:
    """A brand or colour that is named to refuse it fills the slot of what is wanted, which people read."""
    slots = {
        "wanted_brand": (wish.unwanted_brands, wish.brands),
        "wanted_colour": (wish.unwanted_colours, wish.colours),
    }
    return [
        SlotSet(slot, wanted[0] if wanted else None) for slot, (unwanted, wanted) in slots.items() if unwanted
    ]

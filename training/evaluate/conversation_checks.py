"""What must be true after a message: one function a check. Each returns "" or the reason why it fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.conversation import events as ev
from bot.conversation.messages import ProductCard, Reply
from training.evaluate.conversation_cases import Check


@dataclass(frozen=True)
class Heard:
    """What came of a message: its events, and the slots afterwards."""

    events: Sequence[ev.AnyEvent]
    slots: Mapping[str, Any] = field(default_factory=dict)

    @property
    def replies(self) -> list[Reply]:
        """What the bot said."""
        return [event.reply for event in self.events if isinstance(event, ev.Replied)]

    @property
    def cards(self) -> list[ProductCard]:
        """The products shown."""
        return [card for reply in self.replies for card in reply.cards]

    def flows(self, what: str) -> list[str]:
        """The flows that were started, completed or cancelled."""
        decided = [event for event in self.events if isinstance(event, ev.Decided)]
        return [flow for event in decided for kind, flow in event.dialogue.trace if kind == what]


def fails(check: Check, heard: Heard) -> str:
    """Why the check fails, or ""."""
    return _CHECKS[check.kind](check.wanted, heard)


def _said(heard: Heard) -> str:
    texts = [reply.text or f"({reply.kind})" for reply in heard.replies]
    return " | ".join(texts) or "nothing"


def _bot(wanted: Any, heard: Heard) -> str:
    texts = [_folded(reply.text) for reply in heard.replies]
    return "" if _folded(str(wanted)) in texts else f"expected {wanted!r}, but heard: {_said(heard)}"


def _folded(text: str) -> str:
    return " ".join(text.split())


def _utter(wanted: Any, heard: Heard) -> str:
    names = [reply.response for reply in heard.replies if reply.response]
    return "" if wanted in names else f"expected {wanted}, but heard {', '.join(names) or _said(heard)}"


def _slot_was_set(wanted: Any, heard: Heard) -> str:
    for name, value in _slots(wanted):
        seen = [e.value for e in heard.events if isinstance(e, ev.SlotSet) and e.name == name]
        seen.append(heard.slots.get(name))
        fits = any(item is not None and (value is _ANY or _same(item, value)) for item in seen)
        if not fits:
            found = next((item for item in seen if item is not None), None)
            return f"{name} should be {'set' if value is _ANY else repr(value)}, but is {found!r}"
    return ""


def _slot_was_not_set(wanted: Any, heard: Heard) -> str:
    for name, value in _slots(wanted):
        for event in heard.events:
            hit = isinstance(event, ev.SlotSet) and event.name == name and event.value is not None
            if hit and isinstance(event, ev.SlotSet) and (value is _ANY or _same(event.value, value)):
                return f"{name} was set to {event.value!r}"
    return ""


_ANY = object()


def _slots(wanted: Any) -> list[tuple[str, Any]]:
    """``[{slot: value}, slot, {name: slot, value: value}]`` as pairs; without a value any will do."""
    pairs: list[tuple[str, Any]] = []
    for item in wanted if isinstance(wanted, list) else [wanted]:
        if isinstance(item, Mapping) and "name" in item:
            pairs.append((str(item["name"]), item.get("value", _ANY)))
        elif isinstance(item, Mapping):
            pairs += [(str(name), value) for name, value in item.items()]
        else:
            pairs.append((str(item), _ANY))
    return pairs


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(found, bool) or isinstance(wanted, bool):
        return str(found).lower() == str(wanted).lower()
    if isinstance(found, int | float) and isinstance(wanted, int | float):
        return float(found) == float(wanted)
    return str(found) == str(wanted)


def _flow(what: str) -> Callable[[Any, Heard], str]:
    def check(wanted: Any, heard: Heard) -> str:
        seen = heard.flows(what)
        flows, needed = _flow_ids(wanted)
        hits = [flow for flow in flows if flow in seen]
        if len(hits) >= (len(flows) if needed == "all" else 1):
            return ""
        return f"expected {what}: {', '.join(flows)}, but {what} were: {', '.join(seen) or 'none'}"

    return check


def _flow_ids(wanted: Any) -> tuple[list[str], str]:
    if isinstance(wanted, Mapping):
        flows = wanted.get("flow_ids") or [wanted.get("flow_id")]
        return [str(flow) for flow in flows], str(wanted.get("operator", "all"))
    return [str(wanted)], "all"


def _action_executed(wanted: Any, heard: Heard) -> str:
    seen = [event.action for event in heard.events if isinstance(event, ev.ActionRan)]
    seen += [reply.response for reply in heard.replies if reply.response]
    return "" if wanted in seen else f"expected {wanted}, but ran {', '.join(seen) or 'nothing'}"


def _bot_uttered(wanted: Any, heard: Heard) -> str:
    if any(_utterance_fits(wanted, reply) for reply in heard.replies):
        return ""
    return f"nothing fits {wanted}; heard: {_said(heard)}"


def _bot_did_not_utter(wanted: Any, heard: Heard) -> str:
    unwanted = next((reply for reply in heard.replies if _utterance_fits(wanted, reply)), None)
    return f"heard {unwanted.text!r}" if unwanted else ""


def _utterance_fits(wanted: Mapping[str, Any], reply: Reply) -> bool:
    if "utter_name" in wanted and reply.response != wanted["utter_name"]:
        return False
    pattern = wanted.get("text_matches")
    if pattern is not None and not re.search(str(pattern), _read(reply), re.IGNORECASE | re.DOTALL):
        return False
    for button in wanted.get("buttons", ()):
        pairs = [{"title": b.title, "payload": b.payload} for b in reply.buttons]
        if not any(all(pair.get(key) == value for key, value in button.items()) for pair in pairs):
            return False
    return True


def _read(reply: Reply) -> str:
    """What is read in a reply: its text, then the lines of an order."""
    return "\n".join((reply.text, *(reply.order.lines if reply.order else ())))


def _clarification(wanted: Any, heard: Heard) -> str:
    decided = [event for event in heard.events if isinstance(event, ev.Decided)]
    options = {flow for event in decided for command in event.commands for flow in command.options}
    missing = [str(flow) for flow in wanted if flow not in options]
    return f"not offered: {', '.join(missing)}; offered: {', '.join(options) or 'nothing'}" if missing else ""


def _cited(wanted: Any, heard: Heard) -> str:
    documents = [citation.document_id for reply in heard.replies for citation in reply.citations]
    if isinstance(wanted, bool):
        return "" if bool(documents) is wanted else f"sources: {', '.join(documents) or 'none'}"
    wanted = [str(item) for item in wanted] if isinstance(wanted, list) else [str(wanted)]
    if any(document in documents for document in wanted):
        return ""
    return (
        f"expected a source of {', '.join(wanted)}, but cited {', '.join(dict.fromkeys(documents)) or 'none'}"
    )


def _closest(wanted: Any, heard: Heard) -> str:
    """The page that a decline names, or false for none."""
    named = [reply.closest.document_id for reply in heard.replies if reply.closest]
    fits = str(wanted) in named if wanted else not named
    return "" if fits else f"closest: {', '.join(named) or 'none'}; heard: {_said(heard)}"


def _declined(wanted: Any, heard: Heard) -> str:
    declined = any(reply.kind == "decline" for reply in heard.replies)
    return "" if declined is bool(wanted) else f"heard: {_said(heard)}"


def _handed_off(wanted: Any, heard: Heard) -> str:
    handed = any(isinstance(event, ev.HandoffRequested) for event in heard.events)
    return "" if handed is bool(wanted) else f"{'' if handed else 'not '}handed over; heard: {_said(heard)}"


def _silent(wanted: Any, heard: Heard) -> str:
    return "" if bool(heard.replies) is not bool(wanted) else f"heard: {_said(heard)}"


def _products_shown(wanted: Any, heard: Heard) -> str:
    """``true``, ``false``, or what must be true of the cards: ``at_least`` and ``at_most`` of them;
    ``includes`` and ``excludes`` product ids; for each ``max_price``, ``min_price``, ``category``, ``brand``,
    ``colour``, ``in_stock``, and ``among``: the ids that it may have.
    """
    cards = heard.cards
    if isinstance(wanted, bool):
        return "" if bool(cards) is wanted else f"{len(cards)} products shown; heard: {_said(heard)}"
    shown = ", ".join(f"{card.product_id} {card.title} {card.price}" for card in cards)
    if not wanted.get("at_least", 1) <= len(cards) <= wanted.get("at_most", 100):
        return f"{len(cards)} products shown: {shown or _said(heard)}"
    ids = {card.product_id for card in cards}
    missing = set(map(str, wanted.get("includes", ()))) - ids
    if missing:
        return f"not shown: {', '.join(sorted(missing))}; shown: {shown}"
    unwanted = set(map(str, wanted.get("excludes", ()))) & ids
    if unwanted:
        return f"should not be shown: {', '.join(sorted(unwanted))}; shown: {shown}"
    strange = [card.title for card in cards if not _card_fits(wanted, card)]
    return f"does not fit: {', '.join(strange)}" if strange else ""


def _card_fits(wanted: Mapping[str, Any], card: ProductCard) -> bool:
    price = float(card.price)
    return bool(
        price <= wanted.get("max_price", price)
        and price >= wanted.get("min_price", price)
        and card.category == wanted.get("category", card.category)
        and card.brand == wanted.get("brand", card.brand)
        and ("colour" not in wanted or wanted["colour"] in card.colours)
        and card.in_stock == wanted.get("in_stock", card.in_stock)
        and ("among" not in wanted or card.product_id in map(str, wanted["among"]))
    )


def _compared(wanted: Any, heard: Heard) -> str:
    """At least so many products side by side."""
    sizes = [len(reply.comparison.products) for reply in heard.replies if reply.comparison]
    most = max(sizes, default=0)
    return "" if most >= int(wanted) else f"{most or 'no'} products compared; heard: {_said(heard)}"


_CHECKS: dict[str, Callable[[Any, Heard], str]] = {
    "bot": _bot,
    "utter": _utter,
    "slot_was_set": _slot_was_set,
    "slot_was_not_set": _slot_was_not_set,
    "flow_started": _flow("started"),
    "flow_completed": _flow("completed"),
    "flow_cancelled": _flow("cancelled"),
    "action_executed": _action_executed,
    "bot_uttered": _bot_uttered,
    "bot_did_not_utter": _bot_did_not_utter,
    "pattern_clarification_contains": _clarification,
    "cited": _cited,
    "closest": _closest,
    "declined": _declined,
    "handed_off": _handed_off,
    "products_shown": _products_shown,
    "compared": _compared,
    "silent": _silent,
}

"""A shopper with a task who answers what is asked, in many words, and often says something else first."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from shopper import Shopper

Row = Mapping[str, str]

MOST_MESSAGES = 20
ASIDES = [
    "how long does standard delivery take?", "do you ship to Norway?", "what are your opening hours?",
    "do you have headlamps?", "what do you have for men?", "who are you?", "thanks", "wait", "hold on",
    "one moment please", "let me check", "hm", "...", "why do you need that?", "is that safe?", "hello?",
    "still there?",
]  # fmt: skip
"""What answers nothing, stops nothing, and is no yes."""
BEGINNINGS = {
    "cancel": [
        "cancel my order",
        "I want to cancel {number}",
        "I ordered by mistake, please cancel {number}",
    ],
    "address": ["change my delivery address", "wrong address on {number}", "send {number} to {address}"],
    "return": [
        "I want to return something",
        "send back the {item}",
        "I'd like to return the {item} from {number}",
    ],
    "damage": ["I got a damaged item", "my {item} arrived broken", "the {item} from {number} is torn"],
    "invoice": ["I need an invoice", "send me the invoice for {number}, {email}"],
    "track": ["where is my parcel?", "track {number}", "my package still isn't here, {number}, {email}"],
}
ANSWERS = {
    "utter_ask_order_number": ["{number}", "it's {number}", "{digits}", "{number} and my email is {email}"],
    "utter_ask_order_email": ["{email}", "it's {email}", "my mail: {email}"],
    "utter_ask_return_lines": ["{item}", "the {item} please"],
    "utter_ask_return_reason": ["too small", "changed my mind", "rather not say"],
    "utter_ask_new_address": ["{address}", "new address: {address}", "please send it to {address}"],
    "utter_ask_damage_description": ["the zip is broken", "there is a hole in it, about 3 cm"],
    "utter_ask_resolution": ["a replacement please", "I want my money back", "repair it"],
    "utter_ask_confirm_handoff": ["no"],
}
YES = ["yes", "yes please", "yep", "ok", "go ahead", "that's right"]
DONE = {
    "cancel": ("utter_order_cancelled", "{number}"),
    "address": ("utter_address_changed", "{number}"),
    "return": ("utter_return_created", ""),
    "damage": ("utter_damage_registered", ""),
    "invoice": ("utter_invoice_sent", ""),
    "track": ("", "{number} is"),
}
"""The response that says that it is done, and what the reply says."""


class Goal(NamedTuple):
    """What a shopper wants done, and what there is to say about it."""

    task: str
    about: Mapping[str, str]


def goals(shop: Path, random: Random, each: int) -> list[Goal]:
    """``each`` goals of every task, each about an order of its own that allows it."""
    email = {row["customer_id"]: row["email"] for row in _rows(shop / "customers.csv")}
    orders, lines, shipments = list(_rows(shop / "orders.csv")), defaultdict(list), defaultdict(list)
    for row in _rows(shop / "order_lines.csv"):
        lines[row["order_number"]].append(row["variant_id"])
    for row in _rows(shop / "shipments.csv"):
        shipments[row["order_number"]].append(row["delivered_at"])
    title, named = {}, ""
    for row in _rows(shop.parent / "catalogue.csv"):
        named = row["title"] or named
        title[row["variant_id"]] = named

    def allows(task: str, order: Row) -> bool:
        delivered = min(shipments[order["order_number"]], default="")
        if task in ("cancel", "address"):
            return order["status"] == "placed"
        if task in ("return", "damage"):
            return order["status"] == "delivered" and delivered > "2026-10-05"
        return order["status"] == "shipped"

    random.shuffle(orders)
    found = []
    for task in BEGINNINGS:
        fitting = [order for order in orders if allows(task, order)][:each]
        assert len(fitting) == each
        for order in fitting:
            orders.remove(order)
            found.append(Goal(task, _about(order, email, title[lines[order["order_number"]][-1]], orders)))
    return found


def _about(order: Row, email: Mapping[str, str], item: str, orders: Sequence[Row]) -> dict[str, str]:
    other = next(o for o in orders if o["delivery_country"] == order["delivery_country"])
    town = f"{other['delivery_postcode']} {other['delivery_city']}"
    address = f"{order['delivery_name']}, {other['delivery_street']}, {town}"
    number = order["order_number"]
    return {
        "number": number, "digits": number.removeprefix("FW-"), "email": email[order["customer_id"]],
        "item": item, "address": address,
    }  # fmt: skip


def _rows(file: Path) -> Sequence[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


async def pursue(shopper: Shopper, goal: Goal, random: Random) -> list[str]:
    """Talk until it is done: (); or what was said, where it is not."""
    told, asked = [], ""
    message = random.choice(BEGINNINGS[goal.task]).format(**goal.about)
    for _ in range(MOST_MESSAGES):
        replies = await shopper.replies(message)
        told += [f"> {message}", *(reply["text"] for reply in replies)]
        if _is_done(goal, replies):
            return []
        questions = [r["response"] for r in replies if r["response"].startswith("utter_ask_")]
        asked = questions[-1] if questions else asked
        answers = (
            YES if asked.startswith("utter_ask_confirm_") and asked not in ANSWERS else ANSWERS.get(asked)
        )
        if not answers:
            break
        message = random.choice(ASIDES if random.random() < 0.4 else answers).format(**goal.about)
    return told


def _is_done(goal: Goal, replies: Sequence[Mapping[str, Any]]) -> bool:
    response, says = DONE[goal.task]
    wanted = says.format(**goal.about)
    return any(r["response"] == response and wanted in r["text"] for r in replies)

"""What conversations about an order have in common: beginning, finding the order, complaint, end."""

from .language import expand
from .stage import Stage

STANDING = {
    "moving": [
        "Order {order_id}: it is on its way with DHL, expected on {weekday}.",
        "Order {order_id}: it is on its way with DHL. Last seen: Sorted in the parcel centre {city}.",
    ],
    "today": ["Order {order_id}: it is out for delivery today with DHL."],
    "waiting": [
        "Order {order_id} has arrived with us and is waiting to be packed.",
        "Order {order_id}: it is packed and waits for DHL, expected on {weekday}.",
    ],
    "delivered": ["Order {order_id}: it was delivered on {weekday}."],
    "late": [
        "Order {order_id}: it is late, I'm sorry. Last seen: Ferry cancelled, new date follows. DHL has it.",
        "Order {order_id}: it is late, I'm sorry. Last seen: In the depot for {days} days. DHL has it.",
    ],
    "split": [
        "Order {order_id} comes in 2 parcels: one was delivered on {weekday}, one is on its way with DHL.",
    ],
}  # fmt: skip
FLOWS = {
    "track_order": "your parcel",
    "cancel_order": "cancelling your order",
    "return_item": "your return",
    "exchange_item": "your exchange",
    "change_address": "the new address",
    "refund_status": "your refund",
    "damaged_item": "the damaged item",
    "missing_parcel": "the missing parcel",
    "invoice_copy": "your invoice",
    "loyalty_points": "your Trail Club points",
}
"""What the bot calls a task."""


def begin(stage: Stage, intent: str) -> bool:
    """Greeting or not, then the wish. Returns whether the order number is known after that."""
    stage.flow = FLOWS.get(intent, "")
    if stage.turns:
        stage.shopper(intent, lead=stage.rng.choice(["one more thing: ", "oh, and ", "ok. ", ""]))
        return True
    if stage.chance(0.16):
        stage.shopper("greet")
        if stage.chance(0.7):
            stage.bot("utter_greet" if stage.chance(0.6) else "utter_welcome")
    all_at_once = stage.chance(0.12)
    stage.shopper(intent, tail=" {order}, {email}" if all_at_once else "")
    stage.identified = all_at_once
    return stage.values["order_digits"] in stage.turns[-1]["text"]


def identify(stage: Stage, known: bool, before: str = "") -> bool:
    """Order number and e-mail address until the order is found; False when the shopper gives up on that.

    before: a response that is said first.
    """
    names = [before] if before else []
    if not stage.identified:
        stage.identified = _identified(stage, known, names)
    elif before:
        stage.bot(before)
    return stage.identified


def _identified(stage: Stage, known: bool, names: list[str]) -> bool:
    if not known:
        if stage.chance(0.14):
            stage.ask(*names, "utter_ask_order_number")
            stage.shopper("give_details.both")
            return True
        stage.ask(*names, "utter_ask_order_number")
        names = []
        if stage.chance(0.06):
            return _without_number(stage)
        _typed_wrongly(stage)
        stage.shopper("give_details.order")
    stage.ask(*names, "utter_ask_order_email")
    if stage.chance(0.05):
        return _reluctant(stage)
    if stage.chance(0.06):
        stage.shopper("correct_order", "give_details")
        stage.bot("utter_ask_order_email")
    stage.shopper("give_details.email")
    return not stage.chance(0.1) or _not_found(stage)


def _typed_wrongly(stage: Stage) -> None:
    """Five digits, or a customer number, before the right thing."""
    if stage.chance(0.05):
        stage.say(stage.values["order_digits"][:5], "give_details")
        stage.ask("utter_invalid_order_number", digress=False)


def _without_number(stage: Stage) -> bool:
    """The shopper has no order number."""
    stage.shopper("skip")
    if stage.chance(0.5):
        stage.bot("utter_order_number_help")
        stage.shopper("give_details.order", lead="ah, found it: ")
        stage.ask("utter_ask_order_email")
        stage.shopper("give_details.email")
        return True
    stage.bot("utter_skip_question_answer")
    stage.hand_over(asked=True)
    return False


def _reluctant(stage: Stage) -> bool:
    """The shopper does not want to give the address."""
    stage.shopper("skip")
    stage.bot("utter_skip_question_answer")
    if stage.chance(0.6):
        stage.shopper("give_details.email", lead="ok then. ")
        return True
    stage.worse()
    stage.hand_over(asked=True)
    return False


def _not_found(stage: Stage) -> bool:
    """Number and address do not belong together at first."""
    stage.worse(0.4)
    stage.bot("utter_order_not_found")
    if stage.chance(0.55):
        stage.shopper("correct_email", "give_details")
        return True
    stage.shopper("give_details.both")
    if stage.chance(0.5):
        return True
    stage.worse(0.6)
    stage.bot("utter_order_not_found_enough", "utter_ask_confirm_handoff")
    if stage.chance(0.75):
        stage.shopper("affirm")
        stage.hand_over(asked=False)
    else:
        stage.shopper("deny")
        stage.bot("utter_handoff_declined")
        stage.outcome = "abandoned"
    return False


def standing(stage: Stage, kind: str) -> str:
    """Where an order is, in the bot's words."""
    return expand(stage.rng.choice(STANDING[kind]), stage.values, stage.rng)


def end(stage: Stage) -> None:
    """Thanks or nothing, perhaps one more question or task, goodbye or not."""
    if stage.identified and stage.encores and not stage.second and stage.chance(0.08):
        stage.second = True
        stage.rng.choice(stage.encores)(stage)
        return
    if stage.chance(0.12):
        ask_something(stage)
        return
    if stage.chance(0.8):
        stage.shopper("thanks")
        if stage.chance(0.6):
            stage.bot("utter_thanks")
    if stage.chance(0.12):
        stage.shopper("goodbye")
        stage.bot("utter_goodbye")


def ask_something(stage: Stage, intent: str = "") -> None:
    """A question to the documents, a follow-up now and then, thanks."""
    intent, item = stage.any_question(intent)
    stage.say(expand(stage.rng.choice(item["ask"]), stage.values, stage.rng), intent)
    stage.bot_says(item["say"])
    if "more" in item and stage.chance(0.65):
        asked, said = item["more"]
        stage.say(expand(stage.rng.choice(asked), stage.values, stage.rng), intent)
        stage.bot_says(said)
    if stage.chance(0.7):
        stage.better(0.3)
        stage.shopper("thanks")


def dissatisfied(stage: Stage, hand_over: float) -> bool:
    """A complaint about what was said; with this probability it leads to a person."""
    stage.sour()
    stage.shopper("complaint")
    stage.bot("utter_complaint_sorry", "utter_ask_confirm_handoff")
    if stage.fed_up or stage.chance(hand_over):
        stage.shopper("affirm")
        stage.hand_over(asked=False)
        return True
    stage.shopper("deny")
    stage.bot("utter_handoff_declined")
    return False

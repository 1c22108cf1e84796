"""Conversations about an order or an account: one function a topic."""

from .language import expand, phrases
from .scenes import FLOWS, ask_something, begin, dissatisfied, end, identify, standing
from .stage import Stage


def tracking(stage: Stage) -> None:
    """Where is my order?"""
    if not identify(stage, begin(stage, "track_order")):
        return
    weights = {"moving": 40, "today": 10, "waiting": 14, "delivered": 12, "late": 16, "split": 8}
    if stage.mood in ("angry", "unhappy"):
        weights.update(late=45, delivered=25)
    kind = stage.rng.choices(list(weights), list(weights.values()))[0]
    stage.bot_says(standing(stage, kind))
    if kind == "late" and stage.chance(0.65):
        dissatisfied(stage, 0.5)
    elif kind == "delivered" and stage.chance(0.5):
        stage.shopper("missing_parcel")
        _search(stage)
    else:
        stage.better(0.3)
        end(stage)


def cancellation(stage: Stage) -> None:
    """Please stop my order."""
    if not identify(stage, begin(stage, "cancel_order")):
        return
    if stage.chance(0.35):
        stage.bot("utter_order_not_cancellable")
        if stage.chance(0.3):
            stage.hand_over()
        elif stage.chance(0.4):
            ask_something(stage, "ask_returns")
        else:
            end(stage)
        return
    stage.ask("utter_ask_confirm_cancel_order")
    if stage.chance(0.1):
        stage.shopper("deny")
        stage.bot("utter_order_kept")
        return
    stage.shopper("affirm")
    stage.bot("utter_order_cancelled")
    end(stage)


def returns(stage: Stage) -> None:
    """I want to send something back."""
    if not identify(stage, begin(stage, "return_item")):
        return
    if stage.chance(0.15):
        name = "utter_return_not_created" if stage.chance(0.3) else "utter_return_not_possible"
        stage.bot(name)
        stage.worse(0.5)
        stage.hand_over() if stage.chance(0.5) else end(stage)
        return
    stage.ask("utter_ask_return_lines")
    if stage.chance(0.06):
        stage.shopper("cancel")
        stage.bot_says("All right, I've stopped. Nothing has been changed.")
        return
    stage.shopper("give_details.item")
    stage.ask("utter_ask_return_reason")
    stage.shopper("give_details.reason")
    stage.ask("utter_ask_confirm_return", return_items=stage.product.title)
    stage.shopper("affirm")
    stage.bot("utter_return_created", return_number=_number(stage, "RT"), return_postage=_postage(stage))
    end(stage)


def _number(stage: Stage, prefix: str) -> str:
    return f"{prefix}-{stage.rng.randrange(100_000, 999_999)}"


def _postage(stage: Stage) -> str:
    country = stage.caller.country
    if country in ("Germany", "Austria"):
        return "The label is free."
    if country in ("United Kingdom", "Switzerland"):
        return "From your country the postage is yours to pay."
    return "5.95 EUR are deducted for the label."


def exchange(stage: Stage) -> None:
    """The same in another size or colour."""
    if not identify(stage, begin(stage, "exchange_item")):
        return
    if stage.chance(0.5):
        stage.ask("utter_ask_return_lines")
        stage.shopper("give_details.item")
    stage.ask("utter_ask_exchange_size")
    stage.shopper("give_details.size")
    if stage.chance(0.15):
        stage.bot("utter_return_not_created")
        stage.hand_over()
        return
    colour = stage.values["colour"]
    wanted = colour if colour in stage.turns[-1]["text"].lower() else stage.values["other_size"]
    stage.ask("utter_ask_confirm_exchange", return_items=stage.product.title, exchange_size=wanted)
    stage.shopper("affirm")
    stage.bot("utter_exchange_created", return_number=_number(stage, "RT"), return_postage=_postage(stage))
    end(stage)


def address(stage: Stage) -> None:
    """Send it elsewhere."""
    if not identify(stage, begin(stage, "change_address")):
        return
    if stage.chance(0.35):
        stage.bot("utter_address_not_changeable")
        stage.worse(0.4)
        stage.hand_over() if stage.chance(0.6) else end(stage)
        return
    stage.ask("utter_ask_new_address", digress=False)
    stage.shopper("give_details.address")
    stage.bot("utter_ask_confirm_new_address", new_address=stage.values["address"])
    if stage.chance(0.1):
        stage.shopper("deny")
        stage.bot("utter_ask_new_address")
        stage.shopper("give_details.address")
        stage.bot("utter_ask_confirm_new_address", new_address=stage.values["address"])
    stage.shopper("affirm")
    stage.bot("utter_address_changed")
    end(stage)


def refund(stage: Stage) -> None:
    """Where is my money?"""
    if not identify(stage, begin(stage, "refund_status")):
        return
    amount, day = stage.values["amount"], stage.values["weekday"]
    number = _number(stage, "RT")
    states = [
        f"Return {number} arrived on {day}; {amount} go back to Visa within 5 working days of that.",
        f"{amount} went back to PayPal on {day}.",
        f"Return {number} has not reached our warehouse yet.",
        f"No return is registered for order {stage.values['order_id']}, so there is no refund under way.",
    ]
    at = stage.rng.choices(range(4), [4, 3, 3, 1])[0]
    stage.bot_says(states[at])
    if at >= 2 and stage.chance(0.6):
        dissatisfied(stage, 0.6)
    else:
        end(stage)


def damage(stage: Stage) -> None:
    """It came broken."""
    known = begin(stage, "damaged_item")
    if not identify(stage, known, before="utter_damaged_sorry"):
        return
    if stage.chance(0.5):
        stage.ask("utter_ask_return_lines")
        stage.shopper("give_details.item")
    stage.ask("utter_ask_damage_description", digress=False)
    stage.shopper("give_details.damage")
    if stage.fed_up and stage.chance(0.5):
        stage.hand_over()
        return
    stage.ask("utter_ask_resolution")
    stage.shopper("give_details.wish")
    stage.bot("utter_damage_registered", case_number=_number(stage, "C"))
    stage.better(0.4)
    if stage.chance(0.2):
        stage.hand_over()
    else:
        end(stage)


def missing(stage: Stage) -> None:
    """It says delivered, but it is not."""
    if identify(stage, begin(stage, "missing_parcel")):
        _search(stage)


def _search(stage: Stage) -> None:
    stage.flow = FLOWS["missing_parcel"]
    stage.ask("utter_ask_parcel_checked")
    if stage.chance(0.25):
        stage.shopper("deny.checked")
        stage.bot("utter_parcel_check_first")
        end(stage)
        return
    stage.shopper("affirm.checked")
    if stage.chance(0.15):
        stage.bot("utter_parcel_no_trace")
    else:
        stage.bot("utter_parcel_trace_opened", case_number=_number(stage, "C"))
    if stage.chance(0.4):
        dissatisfied(stage, 0.6)
    else:
        end(stage)


def invoice(stage: Stage) -> None:
    """A copy of the invoice."""
    if not identify(stage, begin(stage, "invoice_copy")):
        return
    if stage.chance(0.15):
        stage.bot("utter_invoice_not_ready")
        end(stage)
    else:
        stage.bot("utter_invoice_sent")
        end(stage) if stage.chance(0.9) else stage.hand_over()


def loyalty(stage: Stage) -> None:
    """Points and level."""
    if not identify(stage, begin(stage, "loyalty_points")):
        return
    points = stage.rng.randrange(12, 1900)
    level = stage.rng.choice(["", "", " and your level is Silver", " and your level is Gold"])
    stage.bot_says(f"You have {points} points{level}.")
    if stage.chance(0.15):
        stage.worse()
        stage.hand_over()
    elif stage.chance(0.3):
        ask_something(stage, "ask_discounts")
    else:
        end(stage)


def complaint(stage: Stage) -> None:
    """Simply not happy."""
    if stage.chance(0.3):
        stage.shopper("greet")
        stage.bot("utter_greet")
    stage.shopper("complaint")
    stage.bot("utter_complaint_sorry", "utter_ask_confirm_handoff")
    if stage.chance(0.7):
        stage.shopper("affirm")
        stage.hand_over(asked=False)
    else:
        stage.shopper("deny")
        stage.bot("utter_handoff_declined")
        if stage.chance(0.5):
            tracking(stage)


def foreign(stage: Stage) -> None:
    """In another language."""
    bank = phrases("talk")
    stage.locale = stage.rng.choice(["de", "de", "nl", "fr", "es"])
    intents = ["track_order", "exchange_item", "ask_payment", "return_item", "invoice_copy", "ask_shipping"]
    at = stage.rng.randrange(len(bank["foreign"][stage.locale]))
    stage.say(bank["foreign"][stage.locale][at], intents[at] if stage.locale == "de" else "track_order")
    stage.bot_says(bank["foreign_reply"][stage.locale])
    stage.say(_in_language(stage, "foreign_yes"), "affirm")
    stage.bot("utter_handoff_queued")
    stage.outcome = "handed_over"
    stage.agent_says(stage.values["agent"], _in_language(stage, "foreign_agent"))
    stage.say(stage.values["order_id"], "give_details")
    stage.agent_says(stage.values["agent"], _in_language(stage, "foreign_done"))
    stage.better()
    stage.say(_in_language(stage, "foreign_thanks"), "thanks")


def _in_language(stage: Stage, phrase: str) -> str:
    options: list[str] = phrases("talk")[phrase][stage.locale]
    return expand(stage.rng.choice(options), stage.values, stage.rng)

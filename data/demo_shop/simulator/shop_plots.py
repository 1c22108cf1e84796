"""Conversations about products, questions and small talk: one function a topic."""

from .cast import one, plural, products, short_name
from .catalogue import Product
from .language import expand, phrases
from .scenes import ask_something, end
from .stage import Stage

_INTENTS = {
    "shipping": "ask_shipping",
    "payment": "ask_payment",
    "discounts": "ask_discounts",
    "stores": "ask_store",
    "sizes": "ask_size_fit",
    "care": "ask_care",
    "usage": "ask_usage",
    "warranty": "ask_warranty_repair",
    "rules": "ask_returns",
}
_FACTS = ["Weight", "Material", "Waterproof", "Warranty", "Packed size", "Vegan", "Volume", "Season"]


def _wish_values(stage: Stage) -> None:
    bank = phrases("shopping")
    needs = [need for need in bank["needs"] if need in stage.product.tags] or bank["needs"]
    stage.values.update(
        need=stage.rng.choice(needs),
        trip=stage.rng.choice(bank["trips"]),
        attribute=stage.rng.choice([fact for fact in _FACTS if fact in stage.product.attributes]).lower(),
    )


def _offers(stage: Stage, count: int) -> list[Product]:
    """Products in stock, of the same kind first, then of the shelf and the category."""
    wanted = stage.product
    near = [p for p in products() if any(v.stock for v in p.variants) and p.category == wanted.category]
    stage.rng.shuffle(near)
    near.sort(key=lambda p: (p.kind != wanted.kind, p.shelf != wanted.shelf))
    return near[:count]


def _listed(offers: list[Product]) -> str:
    return "; ".join(f"{p.title} ({p.brand}), {p.price:.2f} EUR" for p in offers)


def _point_at(stage: Stage, offers: list[Product]) -> None:
    """From now on the talk is of what was shown."""
    stage.product = offers[0]
    stage.values.update(
        short=short_name(offers[0]), other_short=short_name(offers[-1]), kind=one(offers[0].kind),
        kinds=plural(offers[0].kind), brand=offers[0].brand,
        colour=sorted({v.colour for v in offers[0].variants})[0],
        size=offers[0].variants[0].size or offers[0].variants[0].colour,
    )  # fmt: skip


def finding(stage: Stage) -> None:
    """Looking for something certain."""
    _wish_values(stage)
    _small_start(stage)
    stage.shopper("find_product")
    _show_and_talk(stage)


def advice(stage: Stage) -> None:
    """What should I take?"""
    _wish_values(stage)
    _small_start(stage)
    stage.shopper("recommend_product")
    _show_and_talk(stage)


def _small_start(stage: Stage) -> None:
    if stage.chance(0.2):
        stage.shopper("greet")
        stage.bot("utter_greet")


def _show_and_talk(stage: Stage) -> None:
    offers = _offers(stage, stage.rng.choice([2, 3, 3, 4]))
    start = stage.rng.choice(["These fit:", "Here is what I would look at:", "I found these:"])
    stage.bot_says(f"{start} {_listed(offers)}.")
    _point_at(stage, offers)
    for _ in range(stage.rng.choice([0, 1, 1, 2, 3])):
        stage.rng.choice([_narrow, _compare, _fact, _stock])(stage, offers)
    if stage.chance(0.08):
        stage.hand_over(topic="advice")
    else:
        stage.better(0.3)
        end(stage)


def _narrow(stage: Stage, offers: list[Product]) -> None:
    stage.shopper("narrow", "find_product")
    more = _offers(stage, 2)
    stage.bot_says(f"Then rather: {_listed(more)}.")
    offers[:] = more
    _point_at(stage, more)


def _compare(stage: Stage, offers: list[Product]) -> None:
    stage.shopper("compare_products")
    first, last = offers[0], offers[-1]
    shared = [fact for fact in _FACTS if fact in first.attributes and fact in last.attributes]
    differ = [fact for fact in shared if first.attributes[fact] != last.attributes[fact]][:3]
    facts = "; ".join(f"{f.lower()} {first.attributes[f]} against {last.attributes[f]}" for f in differ)
    price = f"{first.price:.2f} against {last.price:.2f} EUR"
    stage.bot_says(f"{first.title} and {last.title}: {price}{'; ' + facts if facts else ''}.")


def _fact(stage: Stage, offers: list[Product]) -> None:
    stage.shopper("ask_product")
    asked = stage.turns[-1]["text"].lower()
    facts = [f for f in _FACTS if f in offers[0].attributes]
    words = {"Weight": ("heavy", "weigh", "light"), "Material": ("made of",)}
    named = [f for f in facts if f.lower() in asked or any(word in asked for word in words.get(f, ()))]
    if named:
        stage.bot_says(f"{offers[0].title}: {named[0].lower()} {offers[0].attributes[named[0]]}.")
    elif "tell me more" in asked:
        told = ", ".join(f"{f.lower()} {offers[0].attributes[f]}" for f in facts[:3])
        stage.bot_says(f"{offers[0].title} by {offers[0].brand}: {told}.")
    else:
        stage.bot_says(
            f"The data of {offers[0].title} don't say, so I won't guess. A colleague can tell you."
        )


def _stock(stage: Stage, offers: list[Product]) -> None:
    stage.shopper("check_stock")
    sizes = [v for v in offers[0].variants if v.stock]
    if not sizes:
        stage.bot_says(f"{offers[0].title} is sold out at the moment.")
        return
    named = ", ".join(dict.fromkeys(v.size or v.colour for v in sizes[:6]))
    stage.bot_says(f"Yes, {offers[0].title} is in stock: {named}.")


def stock_alert(stage: Stage) -> None:
    """Tell me when it is back."""
    stage.flow = "the back-in-stock notice"
    stage.shopper("subscribe_back_in_stock")
    stage.ask("utter_ask_email")
    stage.shopper("give_details.email")
    stage.bot("utter_notify_set", wanted_product=stage.product.title)
    end(stage)


def gift_card(stage: Stage) -> None:
    """What is left on a card?"""
    stage.flow = "your gift card"
    stage.shopper("gift_card_balance")
    stage.ask("utter_ask_gift_card_code")
    if stage.chance(0.15):
        stage.say(stage.values["card"][:-5], "give_details")
        stage.bot("utter_invalid_gift_card_code")
    stage.shopper("give_details.card")
    stage.ask("utter_ask_gift_card_pin", digress=False)
    stage.shopper("give_details.pin")
    if stage.chance(0.2):
        stage.bot("utter_gift_card_not_found")
        stage.worse(0.5)
        stage.hand_over(topic="gift_card") if stage.chance(0.5) else end(stage)
        return
    left = f"{stage.rng.choice([5, 10, 18.35, 25, 40, 50, 100]):.2f} EUR"
    stage.bot("utter_gift_card_balance", gift_card_balance=left, gift_card_valid_until="2028-12-31")
    end(stage)


def questions(stage: Stage) -> None:
    """One to three questions to the documents; some that they do not answer."""
    intent = _INTENTS[stage.topic]
    if stage.chance(0.15):
        stage.shopper("greet")
        stage.bot("utter_greet")
    unanswered = phrases("questions")["unanswered"]
    if intent in unanswered and stage.chance(0.3):
        _declined(stage, intent, unanswered[intent])
        return
    for _ in range(stage.rng.choice([1, 1, 2])):
        ask_something(stage, intent)
    if stage.chance(0.1):
        stage.shopper("goodbye")
        stage.bot("utter_goodbye")


def _declined(stage: Stage, intent: str, asked: list[str]) -> None:
    stage.say(expand(stage.rng.choice(asked), stage.values, stage.rng), intent)
    stage.bot("utter_no_relevant_answer_found")
    if stage.chance(0.5):
        stage.shopper("affirm")
        stage.hand_over(asked=False, topic="other")
    else:
        stage.shopper("deny" if stage.chance(0.5) else "thanks")


def smalltalk(stage: Stage) -> None:
    """Hello, who are you, and what is none of the shop's business."""
    for phrase, response in stage.rng.sample(
        [
            ("greet", "utter_greet"),
            ("bot_challenge", "utter_bot_challenge"),
            ("chitchat", "utter_chitchat"),
            ("out_of_scope", "utter_out_of_scope"),
        ],
        stage.rng.choice([2, 2, 3]),
    ):
        stage.shopper(phrase)
        stage.bot(response)
    if stage.chance(0.3):
        ask_something(stage)
    elif stage.chance(0.5):
        stage.shopper("goodbye")
        stage.bot("utter_goodbye")


def lost(stage: Stage) -> None:
    """The bot does not follow, twice; a person does."""
    stage.shopper("confused", "give_details")
    stage.bot("utter_ask_rephrase")
    stage.worse(0.7)
    stage.shopper("confused", "give_details")
    stage.bot("utter_ask_rephrase")
    if stage.chance(0.8):
        stage.hand_over(topic="other")
    else:
        stage.shopper("complaint")
        stage.outcome = "abandoned"

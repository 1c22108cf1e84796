"""What is not wanted after all, and what comes behind an order that was told or a note for the team."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.conversation.messages import Button
from bot.conversation.state import Utterance
from bot.decide.negated import denied, wants_nothing, without_denied

LEFT = ["utter_left_as_it_is"]
NOTE = "A cancellation. Order FW-1 (placed)."


@pytest.mark.parametrize(
    "text",
    [
        "actually no i want to keep it, dont cancel",
        "NO. dont cancel my order", "please don't cancel my order",
        "dont cancel FW-204518", "I don't want to cancel it anymore", "no need to cancel",
        "leave the address as it is", "no please don't change the address", "undo the cancellation please",
        "could you please not cancel it", "i changed my mind, i'll keep the jacket", "don't send it back",
        "don't exchange it please", "please ignore my return", "no wait, i keep it",
        "never mind the return, i want to keep them",
    ],
)  # fmt: skip
def test_what_wants_nothing(text: str) -> None:
    assert wants_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "cancel my order", "please don't send it, I don't want it anymore", "I don't want to keep it",
        "I only want to keep one and send the other back", "why don't you cancel my order",
        "I don't want to change anything, I sent it back and wait for the money",
        "I did not cancel my order",
        "I don't want to exchange it, I want my money back", "can i keep it if it's damaged",
        "don't cancel, just change the address to 9 Patrick St", "don't forget to cancel my order",
        "what happens if i don't return it", "I don't know how to return it", "why can i not return this",
        "I changed my mind, don't ship it", "i want to keep my feet warm", "I was not refunded yet",
        "can you keep it for me until friday", "my order is not cancelled yet", "keep it simple",
        "ok i'll keep that in mind", "i want to keep it under 100 euros", "I keep the bike outside",
    ],
)  # fmt: skip
def test_what_wants_something(text: str) -> None:
    assert not wants_nothing(text)


def test_what_is_denied() -> None:
    assert denied("I don't want to return it, can I exchange it?") == {"return", "cancel"}
    assert denied("I don't want to return it, please cancel the other") == {"return"}
    assert denied("why can i not return this") == set()
    assert denied("I was not refunded yet") == set()


def test_what_is_denied_is_not_begun(talk) -> None:
    assert talk.says("please don't send it back", "return_item") == LEFT
    text = "I don't want to return it, where is my order?"
    assert talk.says(text, "return_item", 0.9, others={"track_order": 0.06}) == ["utter_ask_order_number"]


def test_a_task_under_way_ends(talk) -> None:
    assert talk.says("I want to send it back", "return_item") == ["utter_ask_order_number"]
    said = talk.says("no, i want to keep it", "deny", 0.6)
    assert said == ["utter_flow_cancelled_rasa", *LEFT]
    assert talk.state.dialogue.stack == ()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("not return. alter it. how much would letting out be", "alter it. how much would letting out be"),
        ("don't send it back. where is my order?", "where is my order?"),
        ("how much is that", ""), ("don't cancel it", ""),
    ],
)  # fmt: skip
def test_what_is_denied_is_not_asked_of_the_documents(text: str, rest: str) -> None:
    assert not wants_nothing("not return. alter it. how much would letting out be")
    assert without_denied(text) == rest


@pytest.fixture
def told(talk_to, sources):
    """An order has just been told."""
    shown = {name: text.replace("action_track", "action_show_order") for name, text in sources.items()}
    talk = talk_to(shown)
    slots = {"order_number": "FW-1", "email": "a@b.de", "order_status": "shipped"}
    talk.state = replace(talk.state, slots={**talk.state.slots, **slots}, topic="track_order")
    return talk


@pytest.mark.parametrize(
    "text",
    [
        "so is it ready?",
        "why and when now", "i need them for sunday, will that work", "is it here tomorrow?",
        "why is it late", "when exactly", "so not today then?", "will it make it by tuesday",
        "thats so slow", "that's a week late", "this takes forever", "how much did i pay in total for it",
        "when will it go out then", "and what did it come to altogether?",
    ],
)  # fmt: skip
def test_a_few_words_go_on_with_the_order(told, text: str) -> None:
    assert "action_show_order" in told.says(text, "ask_shipping", 0.7)


@pytest.mark.parametrize(
    "text",
    [
        "can my husband collect it", "what do i have to bring", "does the driver carry it up",
        "how much is delivery to France", "nobody home tuesday, what happens",
        "if i order today, when is it here",
    ],
)  # fmt: skip
def test_a_question_behind_the_order_is_for_the_documents(told, text: str) -> None:
    assert told.says(text, "ask_shipping", 0.7) == ["action_answer"]


@pytest.fixture
def refund(talk_to, sources):
    """A refund has just been told."""
    shown = {name: text.replace("action_track", "action_refund_status") for name, text in sources.items()}
    talk = talk_to(shown)
    slots = {"order_number": "FW-1", "email": "a@b.de", "order_status": "returned"}
    talk.state = replace(talk.state, slots={**talk.state.slots, **slots}, topic="track_order")
    return talk


@pytest.mark.parametrize("text", ["thats slow no", "when exactly", "so long?", "by when then"])
def test_a_few_words_go_on_with_the_refund(refund, text: str) -> None:
    assert "action_refund_status" in refund.says(text, "chitchat", 0.63)


WISH = "  wish:\n    type: text\n    mappings: [{type: controlled}]\n"


@pytest.fixture
def delivered(talk_to, sources):
    """An order that is shown as delivered has just been told, in a shop that passes wishes on."""
    shown = {name: text.replace("action_track", "action_show_order") for name, text in sources.items()}
    shown["domain.yml"] = shown["domain.yml"].replace("slots:\n", f"slots:\n{WISH}", 1)
    talk = talk_to(shown)
    slots = {"order_number": "FW-1", "email": "a@b.de", "order_status": "delivered"}
    talk.state = replace(talk.state, slots={**talk.state.slots, **slots}, topic="track_order")
    return talk


@pytest.mark.parametrize(
    "text", ["but i never got it", "i dont have it", "its not here", "nothing arrived", "then it was stolen"]
)
def test_a_parcel_that_is_not_there_is_offered_to_be_searched(delivered, text: str) -> None:
    assert delivered.says(text, "skip", 0.7) == ["utter_parcel_missing"]
    assert delivered.slots["wish"] == "a parcel that is shown as delivered and did not arrive"


@pytest.mark.parametrize("text", ["what do i do now", "ok what now", "and what can i do then?"])
def test_what_is_done_about_it_is_for_the_documents(delivered, text: str) -> None:
    assert delivered.says(text, "chitchat", 0.5) == ["action_answer", "utter_parcel_missing"]


@pytest.mark.parametrize(
    "text", ["what if it never arrives", "why did i not get a mail", "i have no invoice"]
)
def test_what_is_not_said_of_the_parcel(delivered, text: str) -> None:
    assert "utter_parcel_missing" not in delivered.says(text, "ask_shipping", 0.7)


@pytest.mark.parametrize(
    "text",
    [
        "my parcel says delivered but its not here", "tracking shows delivered, i haven't received anything",
        "it was delivered but nothing is here", "the tracking says delivered yesterday but i got nothing",
    ],
)  # fmt: skip
def test_a_parcel_that_says_delivered_is_shown_first(talk_to, sources, text: str) -> None:
    domain = sources["domain.yml"].replace("slots:\n", f"slots:\n{WISH}  order_status: {{type: text}}\n", 1)
    flows = sources["flows.yml"].replace("action_track", "action_show_order")
    script = {"action_show_order": {"order_status": "delivered"}}
    shop = {"domain.yml": domain.replace("action_track", "action_show_order"), "flows.yml": flows}
    talk = talk_to(shop, script)
    assert talk.says(text, "return_item", 0.4) == ["utter_ask_order_number"]
    assert talk.says("FW-1", "give_details", order_number="FW-1") == ["utter_ask_email"]
    done = talk.says("a@b.de", "give_details", email="a@b.de")
    assert done[-2:] == ["action_show_order", "utter_parcel_missing"]
    other = talk_to(shop, {"action_show_order": {"order_status": "shipped"}})
    other.says(text, "return_item", 0.4)
    other.says("FW-1", "give_details", order_number="FW-1")
    assert other.says("a@b.de", "give_details", email="a@b.de")[-1] == "action_show_order"


@pytest.fixture
def balance(talk_to, sources):
    """The balance of a gift card has just been told."""
    told = {name: text.replace("action_track", "action_gift_card_balance") for name, text in sources.items()}
    talk = talk_to(told)
    talk.state = replace(talk.state, topic="track_order")
    return talk


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("can i use it for several orders", "can i use the gift card for several orders"),
        ("and if i lose it", "and if i lose the gift card"),
        ("does it expire", "does the gift card expire"),
        (
            "can i pay the rest by card if its not enough",
            "can i pay the rest by card if the gift card is not enough",
        ),
        ("can i use 2 cards", "the gift card, can i use 2 cards"),
        ("can i get the 43.50 as money", "the gift card, can i get the 43.50 as money"),
    ],
)
def test_what_is_asked_behind_a_balance_is_asked_of_the_card(balance, text: str, asked: str) -> None:
    assert balance.says(text, "return_item", 0.7) == ["action_answer"]
    assert balance.commands[-1].text == asked


def test_a_wish_behind_a_balance_is_one(balance) -> None:
    assert balance.says("I want to send it back", "return_item") == ["utter_ask_order_number"]


@pytest.mark.parametrize("text", ["can i pay by card", "when is the next sale", "do you deliver to France"])
def test_what_speaks_of_no_card_is_asked_as_it_is(balance, text: str) -> None:
    balance.says(text, "ask_shipping", 0.7)
    assert "gift card" not in balance.commands[-1].text


def test_how_a_refund_is_paid_is_asked_of_the_refund(talk_to, sources) -> None:
    told = {name: text.replace("action_track", "action_refund_status") for name, text in sources.items()}
    talk = talk_to(told)
    talk.state = replace(talk.state, topic="track_order")
    assert talk.says("can i have it on another account", "ask_shipping", 0.2) == ["action_answer"]
    assert talk.commands[-1].text == "How do I get the refund paid?"


@pytest.fixture
def noted(talk):
    """A cancellation was passed on a moment ago."""
    slots = {"passed_on": "a cancellation", "handoff_message": NOTE}
    said = (Utterance(role="bot", text=f"That is passed on: {NOTE}", time=0.0),)
    talk.state = replace(talk.state, slots={**talk.state.slots, **slots}, window=said)
    return talk


@pytest.mark.parametrize(
    "text",
    [
        "how long till i hear",
        "is it changed or not?",
        "has it been cancelled yet",
        "i need an answer by friday",
        "when will somebody reply",
        "how long does it take",
    ],
)
def test_when_a_note_is_answered(noted, text: str) -> None:
    assert noted.says(text, "ask_shipping", 0.7) == ["action_when_answered"]


def test_something_else_is_wished_for_than_was_noted(noted) -> None:
    assert noted.says("can i have my money instead", "ask_returns", 0.6)[0] == "action_handoff"
    assert noted.says("do you have it in blue instead", "ask_shipping", 0.7) == ["action_answer"]


def test_where_nothing_was_noted_a_question_is_one(talk) -> None:
    assert talk.says("how long till i hear", "ask_shipping", 0.7) == ["action_answer"]
    assert talk.says("can i have my money instead", "ask_returns", 0.7) == ["action_answer"]


@pytest.mark.parametrize(
    "text",
    [
        "how long does the refund take if i send it back instead",
        "what would i get back if i return it instead",
        "do i get the money on my card if i take a refund instead", "why is a refund not possible instead",
        "would i rather pay for a return myself", "is it free if i'd rather have a refund",
    ],
)  # fmt: skip
def test_a_question_is_never_passed_on(noted, text: str) -> None:
    assert "action_handoff" not in noted.says(text, "ask_returns", 0.7)


@pytest.mark.parametrize(
    "text",
    [
        "i was only asking. keep the cancellation please", "stick with the cancellation", "just asking",
        "no, leave my request as it is", "please don't change the cancellation", "i still want the refund",
    ],
)  # fmt: skip
def test_a_note_stays(noted, text: str) -> None:
    assert noted.says(text, "return_item", 0.9) == ["utter_note_stays"]


def test_a_note_that_was_replaced_is_passed_on_again(noted) -> None:
    slots = {**noted.state.slots, "handoff_message": "In place of what was noted before (an exchange): x."}
    noted.state = replace(noted.state, slots=slots)
    assert noted.says("keep the exchange please", "return_item", 0.9)[0] == "action_handoff"


@pytest.mark.parametrize(
    "text",
    [
        "actually M not L, can you change that",
        "not L but XL please",
        "make it a M",
        "sorry i meant size M",
        "it should have been blue",
        "oops, I mean the green and not the grey",
    ],
)
def test_a_note_is_put_right(noted, text: str) -> None:
    assert noted.says(text, "return_item", 0.6)[0] == "action_handoff"


@pytest.mark.parametrize(
    "text", ["when should it be here", "sorry, where do I see it", "can it be here today"]
)
def test_what_puts_nothing_right(noted, text: str) -> None:
    assert "action_handoff" not in noted.says(text, "ask_shipping", 0.7)


@pytest.fixture
def offered(talk_to, sources):
    """A cancellation was offered to be passed on, and was not yet."""
    domain = sources["domain.yml"].replace("slots:\n", f"slots:\n{WISH}", 1)
    talk = talk_to({**sources, "domain.yml": domain})
    talk.state = replace(talk.state, slots={**talk.state.slots, "wish": "a cancellation"})
    talk.offers(Button(title="Pass it on", payload="/pass_on"))
    return talk


@pytest.mark.parametrize("text", ["no", "nah forget it", "no leave it", "never mind", "no thanks"])
def test_what_was_offered_is_declined(offered, text: str) -> None:
    assert offered.says(text, "deny", 0.95) == LEFT
    assert "wish" not in offered.slots


def test_a_question_behind_a_no_is_answered_and_the_offer_forgotten(offered) -> None:
    said = offered.says("no leave it, i'll return it then. do i pay for that", "ask_returns", 0.7)
    assert said == ["action_answer"]
    assert "wish" not in offered.slots


def test_no_problem_declines_nothing(offered) -> None:
    offered.says("no problem, where is my order", "track_order", 0.9)
    assert offered.slots["wish"] == "a cancellation"


@pytest.fixture
def asked_beside(talk_to, sources):
    """A return has found its order, and asks why."""
    shown = {name: text.replace("action_track", "action_show_order") for name, text in sources.items()}
    talk = talk_to(shown)
    slots = {"order_number": "FW-1", "email": "a@b.de", "order_status": "delivered"}
    talk.state = replace(talk.state, slots={**talk.state.slots, **slots})
    assert talk.says("I want to send it back", "return_item") == ["action_check", "utter_ask_reason"]
    return talk


@pytest.mark.parametrize(
    "text", ["what did I pay in total for that?", "what was in my order?", "which carrier was it"]
)
def test_what_the_order_says_is_told_beside_a_question(asked_beside, text: str) -> None:
    said = asked_beside.says(text, "ask_shipping", 0.5)
    assert said[-3:] == ["action_show_order", "utter_flow_continue_interrupted", "utter_ask_reason"]


@pytest.mark.parametrize("text", ["what was in it was broken", "the tracking number is on the box"])
def test_what_answers_the_question_asks_nothing_of_the_order(asked_beside, text: str) -> None:
    for answer in ("/SetSlots(reason=broken)", "/SetSlots(amount=1)"):
        asked_beside.presses(answer)
    assert "action_show_order" not in asked_beside.says(text, "ask_shipping", 0.5)


def test_what_goes_on_with_something_else_is_not_asked_of_the_order(told, refund) -> None:
    told.state = replace(told.state, topic="return_item")
    assert "action_show_order" not in told.says("will it arrive in time", "ask_shipping", 0.7)
    told.state = replace(told.state, topic="shipping", slots={**told.slots, "shown_products": ["P1", "P2"]})
    assert "action_show_order" not in told.says("when will they arrive", "ask_shipping", 0.7)
    assert "action_refund_status" in refund.says("when will it arrive in my account?", "ask_shipping", 0.7)


def test_the_order_is_spoken_of_behind_words_of_comfort(told) -> None:
    asked_which = {**told.slots, "ordered_products": ["P1", "P2"], "shown_products": ["P1", "P2"]}
    told.state = replace(told.state, topic="greet", slots=asked_which)
    assert "action_show_order" in told.says("so has it actually left?", "ask_shipping", 0.7)


def test_a_message_for_the_team_may_ask_what_an_order_says(talk_to, sources) -> None:
    shown = {name: text.replace("action_track", "action_show_order") for name, text in sources.items()}
    steps = "    steps:\n      - {collect: note, force_slot_filling: true}\n"
    flow = f"  leave_word:\n    description: A word.\n    nlu_trigger: [{{intent: chitchat}}]\n{steps}"
    talk = talk_to({**shown, "flows.yml": shown["flows.yml"] + flow})
    slots = {"order_number": "FW-1", "email": "a@b.de", "order_status": "delivered"}
    talk.state = replace(talk.state, slots={**talk.state.slots, **slots})
    assert talk.says("a word for you", "chitchat") == ["utter_ask_note"]
    said = "How much did I pay for my order? I was charged twice"
    assert "action_show_order" not in talk.says(said, "ask_shipping", 0.5)

"""Answers in the shopper's own words: a yes with more behind it, a name, a reason, a wish to stop."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.conversation.messages import Button
from bot.decide.assistant import load_assistant

NLU = """\
nlu:
  - synonym: too_small
    examples: |
      - too tight
      - pinches
  - synonym: broken
    examples: |
      - torn
"""


@pytest.fixture
def sources(sources):
    return {**sources, "nlu.yml": NLU}


@pytest.fixture
def asked(talk):
    """Asks for a slot of the return: the talk up to there."""

    def until(slot):
        talk.says("I want to return FW-1", "return_item", order_number="FW-1")
        talk.says("a@b.de", "give_details", email="a@b.de")
        for name, answer in (("reason", "broken"), ("amount", "2"), ("note", "nothing more")):
            if name == slot:
                break
            talk.says(answer)
        return talk

    return until


def test_what_a_later_question_asks_for_is_no_free_text(talk_to, sources):
    waiting = """
  watch:
    description: Waits for a product.
    nlu_trigger: [{intent: ask_returns}]
    steps:
      - collect: note
      - collect: email
      - action: action_track
"""
    flows = sources["flows.yml"].replace("nlu_trigger: [{intent: ask_returns}]", "if: False")
    talk = talk_to({**sources, "flows.yml": flows + waiting})
    assert talk.says("tell me when it is back", "ask_returns") == ["utter_ask_note"]
    assert talk.says("a@b.de", "give_details", email="a@b.de") == ["utter_ask_note"]
    assert talk.says("the blue one", "give_details") == ["action_track"]


@pytest.mark.parametrize(
    "text", ["Yes, both of them please", "yep that is what I meant", "hm, sure, go on", "Of course I want it"]
)
def test_a_yes_with_more_behind_it(asked, text):
    done = asked("confirm").says(text, "chitchat", 0.3)
    assert done == ["action_return", "utter_returned"]


@pytest.mark.parametrize(
    "text", ["no, the number is wrong", "Nope, changed my mind", "oh wait, no!", "not yet"]
)
def test_a_no_with_more_behind_it(asked, text):
    assert asked("confirm").says(text, "return_item", 0.9) == ["utter_dropped"]


@pytest.mark.parametrize("text", ["no idea", "nobody knows", "yesterday it was", "now then"])
def test_what_only_begins_like_a_yes_or_a_no(asked, text):
    talk = asked("confirm")
    assert talk.says(text, "chitchat", 0.1)[-1] == "utter_ask_confirm"
    assert "confirm" not in talk.slots


def test_a_certain_yes_wins_over_the_first_word(asked):
    assert asked("confirm").says("no, that is fine by me", "affirm", 0.9)[0] == "action_return"


def test_another_wish_behind_a_yes_is_heard(asked):
    talk = asked("confirm")
    assert talk.says("yes, and let me talk to somebody", "talk_to_human", 0.9)[0] == "action_handoff"
    assert "confirm" not in talk.slots


def test_a_kind_word_behind_a_no_is_no_other_wish(asked):
    assert asked("confirm").says("nah leave it, good day to you", "greet", 0.6) == ["utter_dropped"]


def test_yes_cancel_it_is_a_yes(asked):
    assert asked("confirm").says("yes, stop asking", "cancel", 0.9)[0] == "action_return"


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("ok good, cancel it then", "action_return"), ("Please cancel it.", "action_return"),
        ("hmm keep it", "utter_dropped"), ("don't cancel it", "utter_dropped"),
        ("can I cancel it?", "utter_ask_confirm"),
    ],
)  # fmt: skip
def test_what_a_yes_or_a_no_does_is_that_answer(asked, text, done):
    talk = asked("confirm")
    talk.offers(
        Button(title="Yes, cancel it", payload="/SetSlots(confirm=true)"),
        Button(title="No, keep it", payload="/SetSlots(confirm=false)"),
    )
    intent = ("chitchat", 0.3) if "?" in text else ("cancel", 0.95)
    assert done in talk.says(text, *intent)


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("ja exactly, please change it", "action_return"), ("yes please change it", "action_return"),
        ("please change it", "utter_dropped"), ("no, change it", "utter_dropped"),
    ],
)  # fmt: skip
def test_a_yes_is_no_button_that_says_no(asked, text, done):
    """Where the question itself is whether to change something."""
    talk = asked("confirm")
    talk.offers(
        Button(title="Yes, that's right", payload="/SetSlots(confirm=true)"),
        Button(title="No, change it", payload="/SetSlots(confirm=false)"),
    )
    assert done in talk.says(text, "affirm" if done == "action_return" else "deny", 0.95)


@pytest.mark.parametrize("text", ["They are too small for me", "it pinches at the heel", "Too tight!"])
def test_a_value_in_other_words(asked, text):
    talk = asked("reason")
    assert talk.says(text, "chitchat", 0.1) == ["utter_ask_amount"]
    assert talk.slots["reason"] == "too_small"


def test_an_entity_in_other_words(asked):
    talk = asked("reason")
    talk.says("it came torn", "give_details", 0.9, reason="torn")
    assert talk.slots["reason"] == "broken"


def test_two_values_are_asked_again(asked):
    talk = asked("reason")
    assert talk.says("too tight or torn", "chitchat", 0.1)[-1] == "utter_ask_reason"


@pytest.mark.parametrize(("intent", "confidence"), [("ask_shipping", 0.9), ("greet", 0.55)])
def test_a_name_answers_a_question_for_free_text(asked, intent, confidence):
    talk = asked("note")
    assert talk.says("just the big parcel", intent, confidence) == ["utter_ask_confirm"]
    assert talk.slots["note"] == "just the big parcel"


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "first"),
    [
        ("what does a parcel cost?", "ask_shipping", 0.9, "action_answer"),
        ("tell me about delivery", "ask_shipping", 0.9, "action_answer"),
        ("my invoice", "invoice_copy", 0.9, "utter_flow_continue_interrupted"),
        ("hello there", "greet", 0.97, "utter_greet"),
    ],
)
def test_a_question_or_a_task_is_none(asked, text, intent, confidence, first):
    talk = asked("note")
    done = talk.says(text, intent, confidence)
    assert first in done
    assert "note" not in talk.slots


def test_an_unsure_wish_to_stop_is_enough_while_something_is_under_way(asked):
    talk = asked("amount")
    assert talk.says("ah leave it then", "cancel", 0.3, others={"greet": 0.2}) == [
        "utter_flow_cancelled_rasa"
    ]


@pytest.mark.parametrize(
    ("text", "confidence"), [("stopp", 0.3), ("would it stop?", 0.3), ("ah leave it", 0.1)]
)
def test_one_odd_word_or_a_question_does_not_stop(asked, text, confidence):
    talk = asked("amount")
    talk.says(text, "cancel", confidence)
    assert "return_item" in talk.flows


def test_an_unsure_wish_to_stop_begins_nothing(talk):
    assert talk.says("ah leave it then", "cancel", 0.3) != ["utter_nothing_to_cancel"]


def test_a_detail_goes_on_with_what_was_looked_up_last(talk):
    talk.state = replace(talk.state, topic="shipping")
    assert talk.says("the heavy one then", "give_details") == ["action_answer"]
    assert talk.says("it is FW-1", "give_details", order_number="FW-1") == ["utter_ask_rephrase"]
    talk.state = replace(talk.state, topic="return_item")
    talk.says("the heavy one then", "give_details")
    assert talk.commands[0].kind == "search"


def test_details_are_details_although_a_wish_is_nearly_as_likely(talk):
    talk.state = replace(talk.state, topic="shipping")
    others = {"return_item": 0.52}
    assert talk.says("and the heavy one", "give_details", 0.55, others=others) == ["action_answer"]
    assert talk.says("the heavy one back", "give_details", 0.5, others=others) == ["utter_ask_order_number"]


def test_where_nothing_waits_for_details_the_wish_behind_them_counts(talk):
    assert talk.says("the parcel FW-1 of mine", "give_details", 0.55, others={"return_item": 0.52}) == [
        "utter_ask_order_number"
    ]


def test_a_wish_to_skip_counts_beside_details(asked):
    talk = asked("note")
    talk.says("rather not say that here", "give_details", 0.55, others={"skip": 0.52})
    assert talk.commands[0].kind == "skip"


def test_a_call_for_a_person_that_is_less_likely_than_details_is_none(asked):
    talk = asked("note")
    talk.says("Nora Feldmann, Lindenstr. 8", "give_details", 0.55, others={"talk_to_human": 0.52})
    assert talk.commands[0].kind == "set_slot"
    assert "return_item" in talk.flows


def test_what_its_examples_name_goes_on_with_the_look_up_whatever_the_intent(talk, sources):
    intents = load_assistant(sources).domain.intents
    examples = {
        **{name: f"words of {name}" for name in intents},
        "ask_shipping": "postage for [60](size) kilos",
    }
    nlu = "".join(f"  - intent: {name}\n    examples: |\n      - {text}\n" for name, text in examples.items())
    talk = type(talk)(load_assistant({**sources, "nlu.yml": "nlu:\n" + nlu}))
    talk.state = replace(talk.state, topic="shipping")
    assert talk.says("that is more than I thought, 20", "", size="20") == ["action_answer"]
    assert talk.says("hm, 20", "invoice_copy", 0.3, size="20") == ["action_answer"]
    talk.says("and for 70?", "ask_returns", 0.6, size="70")
    assert talk.commands[-1].flow == "shipping"
    talk.says("and where does my 70 parcel go back to, I wonder?", "ask_returns", 0.6, size="70")
    assert talk.commands[-1].flow == "returns"
    talk.state = replace(talk.state, topic="shipping")
    assert talk.says("fine, and what if it has 70?", "invoice_copy", 0.3, size="70") == ["action_answer"]
    assert talk.commands[-1].flow == "shipping"
    assert talk.says("70?", "invoice_copy", 0.9, cues=("size",)) == ["action_answer"]
    assert talk.commands[-1].flow == "shipping"
    assert talk.says("send the invoice for 20", "invoice_copy", size="20") == ["utter_ask_email"]


def test_what_is_named_decides_between_close_readings(talk, sources):
    intents = load_assistant(sources).domain.intents
    named = {"ask_shipping": "[60](size)"}
    nlu = "".join(
        f"  - intent: {name}\n    examples: |\n"
        + "".join(f"      - {word} of {name} {named.get(name, '')}\n" for word in ("one", "two", "three"))
        for name in intents
    )
    talk = type(talk)(load_assistant({**sources, "nlu.yml": "nlu:\n" + nlu}))
    close = {"ask_shipping": 0.38}
    assert talk.says("something about it and more", "return_item", 0.4, others=close) != ["action_answer"]
    assert talk.commands[-1].kind == "clarify"
    assert talk.says("something about 20", "return_item", 0.4, others=close, size="20") == ["action_answer"]


def test_a_question_that_is_surely_a_look_up_is_one_whichever_it_is(asked):
    talk = asked("amount")
    done = talk.says("meanwhile what about parcels?", "ask_shipping", 0.4, others={"ask_returns": 0.3})
    assert done[0] == "action_answer"
    assert talk.commands[-1].kind == "start_flow"
    talk = asked("amount")
    talk.says("meanwhile what about parcels?", "ask_shipping", 0.35, others={"invoice_copy": 0.3})
    assert talk.commands[-1].kind == "search"


@pytest.mark.parametrize(
    ("text", "confidence", "searched"),
    [
        ("and if that doesn't help me?", 0.7, True), ("is all of that fine by you?", 0.95, False),
        ("yes that is fine by me", 0.7, False), ("ok?", 0.7, False),
    ],
)  # fmt: skip
def test_a_question_that_resembles_a_yes_is_searched_for(talk, text, confidence, searched):
    talk.says(text, "affirm", confidence)
    assert (talk.commands[-1].kind == "search") is searched


def test_what_is_asked_for_later_is_taken_and_the_question_asked_again(talk):
    talk.says("I want to send this back", "return_item")
    done = talk.says("nora@example.com", "give_details", email="nora@example.com")
    assert done == ["utter_ask_order_number"]
    assert talk.reason == "It gives email, which the task under way asks for later."
    done = talk.says("FW-204518", "give_details", order_number="FW-204518")
    assert "utter_ask_email" not in done


def test_what_nothing_asks_for_answers_nothing(talk):
    talk.says("where is my order", "track_order")
    done = talk.says("too small", "give_details", reason="too_small")
    assert done == ["utter_ask_rephrase", "utter_ask_order_number"]


@pytest.mark.parametrize(
    "text", ["hmm, no, on reflection I'll keep them", "No - sorry, they stay", "nope, they fit"]
)
def test_who_begins_with_no_has_not_agreed_unless_it_surely_is_a_yes(talk, text):
    talk.says("I want to send this back", "return_item")
    talk.says("FW-204518", "give_details", order_number="FW-204518")
    talk.says("n@example.com", "give_details", email="n@example.com")
    talk.says("too small", "give_details", reason="too_small")
    talk.says("1", "give_details")
    talk.says("nothing to add", "give_details")
    done = talk.says(text, "affirm", 0.75)
    assert done[0] == "utter_dropped"


FLOWS_WITH_A_FORM = """\
flows:
  pay:
    description: Pay.
    nlu_trigger: [{intent: chitchat}]
    steps:
      - collect: note
        rejections:
          - if: 'not (slots.note matches "^\\d{4}$")'
            utter: utter_bad_number
"""


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("hm, need my glasses.. 4949", "4949"),
        ("(4711)", "4711"),
        ("the last four are 0815, I hope", "0815"),
        ("1234 or 4321", None),
        ("12345", None),
        ("it is torn", None),
    ],
)
def test_the_only_piece_of_the_form_that_is_asked_for(sources, talk, text, taken):
    flows = FLOWS_WITH_A_FORM.replace("flows:", sources["flows.yml"].rstrip(), 1)
    talk = type(talk)(load_assistant({**sources, "flows.yml": flows}))
    talk.presses("/chitchat")
    assert talk.flows == ["pay"]
    talk.says(text, "return_item", 0.42)
    pieces = [c.value for c in talk.commands if c.slot == "note" and len(str(c.value)) < len(text)]
    assert pieces == ([taken] if taken else [])


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("It can stay under the bed that long. Yes, go on", "utter_returned"),
        ("I see. Yes please!", "utter_returned"),
        ("Thought about it again. No, we keep it", "utter_dropped"),
    ],
)
def test_a_yes_or_no_behind_another_sentence(asked, text, done):
    assert asked("confirm").says(text, "chitchat", 0.3)[-1] == done


@pytest.mark.parametrize(
    "text", ["It fits. No complaints so far", "Nice. Yesterday it came", "A yes. A no, well"]
)
def test_what_is_no_yes_or_no_behind_another_sentence(asked, text):
    talk = asked("confirm")
    talk.says(text, "chitchat", 0.3)
    assert "confirm" not in talk.slots


def test_a_part_that_looks_like_a_wish_to_stop_stops_nothing_where_yes_is_said(asked):
    sentences = (("chitchat", 0.3), ("cancel", 0.5))
    talk = asked("amount")
    talk.says("Fine by me. Yes, report it", "give_details", 0.3, sentences=sentences)
    assert talk.flows == ["return_item"]
    talk.says("Fine by me. Yes, stop it", "give_details", 0.3, sentences=(("chitchat", 0.3), ("cancel", 0.9)))
    assert talk.flows == []


@pytest.mark.parametrize(
    "text", ["please don't return it", "Wait wait, do NOT send it back!", "no, don't register that"]
)
def test_who_tells_not_to_says_no(asked, text):
    assert asked("confirm").says(text, "return_item", 0.5) == ["utter_dropped"]


@pytest.mark.parametrize("text", ["don't know yet", "don't worry, take your time"])
def test_who_does_not_know_says_no_no(asked, text):
    talk = asked("confirm")
    talk.says(text, "chitchat", 0.3)
    assert talk.flows[0] == "return_item"


def test_a_no_with_another_task_ends_the_one_under_way(asked):
    talk = asked("confirm")
    talk.says("please do not return it, where is my parcel instead?", "track_order", 0.9)
    assert [command.kind for command in talk.commands] == ["cancel_flow", "start_flow"]
    assert "return_item" not in talk.flows


def test_a_no_before_a_question_ends_nothing(asked):
    talk = asked("confirm")
    talk.says("no, wait, what does the postage cost?", "ask_shipping", 0.9)
    assert [command.kind for command in talk.commands] == ["start_flow"]
    assert talk.flows == ["return_item"]


def test_a_value_given_with_another_wish_goes_to_that_wish(talk):
    talk.says("I want to return something", "return_item")
    talk.says(
        "ah, leave that, where does my parcel FW-7 hang around?", "track_order", 0.95, order_number="FW-7"
    )
    assert talk.commands[-1].flow == "track_order"
    assert talk.slots["order_number"] == "FW-7"


@pytest.mark.parametrize(
    ("text", "share"),
    [("FW-7", 0.95), ("it's FW-7, the one that came on Monday", 0.95), ("FW-7 instead", 0.6)],
)
def test_a_value_alone_or_with_an_unsure_wish_answers_the_question(talk, text, share):
    talk.says("I want to return something", "return_item")
    talk.says(text, "track_order", share, order_number="FW-7")
    assert talk.flows[0] == "return_item"
    assert talk.commands[-1].slot == "order_number"


FORCED = "      - collect: note\n        force_slot_filling: true\n"


@pytest.fixture
def asked_for_text(talk, sources):
    """A return that has come to the note, which takes whatever is said."""
    flows = sources["flows.yml"].replace("      - collect: note\n", FORCED, 1)
    talk = type(talk)(load_assistant({**sources, "flows.yml": flows}))
    talk.says("I want to return FW-1", "return_item", order_number="FW-1")
    talk.says("a@b.de", "give_details", email="a@b.de")
    for answer in ("broken", "2"):
        talk.says(answer)
    return talk


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("do I have to keep the big box? our flat is tiny", False),
        ("The sole is off. Do you see that in the picture?", True),
        ("can it be glued, I wonder", True),
    ],
)
def test_a_question_first_is_no_text_for_a_task(asked_for_text, text, taken):
    talk = asked_for_text
    done = talk.says(text, "ask_shipping", 0.7)
    assert ("action_answer" in done) is not taken
    assert (talk.slots.get("note") == text) is taken


@pytest.mark.parametrize(
    ("text", "intent", "taken"),
    [
        ("what happens then?", "affirm", False),
        ("and how long will that take?", "", False),
        ("the pole snapped. what happens then?", "give_details", True),
        ("why is it torn after a day?", "return_item", True),
    ],
)
def test_a_question_alone_is_no_text_that_was_asked_for(asked_for_text, text, intent, taken):
    talk = asked_for_text
    talk.says(text, intent, 0.6)
    assert (talk.slots.get("note") == text) is taken
    assert (talk.commands[-1].kind == "search") is not taken


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("hm, I'd rather know where my parcel is", True),
        ("leave it, where is my parcel?", True),
        ("and where is my parcel by the way?", False),
        ("it's rather large, where is my parcel?", False),
    ],
)
def test_another_task_in_place_of_the_one_under_way_or_besides_it(asked, text, ends):
    talk = asked("confirm")
    talk.says(text, "track_order", 0.9)
    assert talk.commands[-1].flow == "track_order"
    assert ("cancel_flow" in [command.kind for command in talk.commands]) is ends


def test_a_no_that_looks_like_skipping_is_a_no(asked):
    assert asked("confirm").says("no, the number is another", "skip", 0.6) == ["utter_dropped"]


REASONED = """
      - type: from_intent
        intent: [affirm, deny, give_details]
        value: other
        conditions: [{active_flow: return_item, requested_slot: reason}]
"""


@pytest.mark.parametrize(
    ("said", "intent", "reason"),
    [
        ("my wife bought the same one", "give_details", "other"),
        ("yes, do so", "affirm", "other"),
        ("it pinches", "give_details", "too_small"),
        ("torn it is", "affirm", "broken"),
    ],
)
def test_a_reason_in_other_words_is_one_where_the_shop_says_so(talk, sources, said, intent, reason):
    entity = "      - {type: from_entity, entity: reason}\n"
    domain = sources["domain.yml"].replace(entity, entity + REASONED[1:], 1)
    other = type(talk)(load_assistant({**sources, "domain.yml": domain}), talk.scripts)
    other.says("I want to return FW-1", "return_item", order_number="FW-1")
    other.says("a@b.de", "give_details", email="a@b.de")
    other.says(said, intent)
    assert other.slots["reason"] == reason


def test_a_task_takes_what_the_message_that_begins_it_gives_to_it_alone(talk, sources):
    taken = "values: [too_small, broken, other]\n    mappings:\n      - {type: from_entity, entity: reason"
    only = f"{taken}, conditions: [{{active_flow: return_item}}]"
    domain = sources["domain.yml"].replace(taken, only, 1)
    other = type(talk)(load_assistant({**sources, "domain.yml": domain}), talk.scripts)
    other.says("where is my torn tent?", "track_order", reason="broken")
    assert "reason" not in other.slots
    other.says("I want to return it, it is torn", "return_item", reason="broken")
    assert other.slots["reason"] == "broken"


@pytest.mark.parametrize(
    ("said", "call", "handed_over"),
    [
        ("I'm done with this machine, get me somebody real", 0.2, True),
        ("stop it, robot. human please", 0.2, True),
        ("are you a machine? give me your name", 0.2, False),
        ("this reads like a robot wrote it", 0.2, False),
        ("I want to know what you are", 0.05, False),
    ],
)
def test_who_asks_for_somebody_does_not_ask_who_is_writing(talk, said, call, handed_over):
    talk.says(said, "greet", 0.75, others={"talk_to_human": call})
    assert any(command.kind == "hand_off" for command in talk.commands) is handed_over


@pytest.mark.parametrize(
    ("said", "confidence", "skipped"),
    [
        ("do I have to print something?", 0.6, False),
        ("can I skip that?", 0.9, True),
        ("rather not", 0.6, True),
    ],
)
def test_a_question_that_may_be_meant_skips_nothing(asked, said, confidence, skipped):
    done = asked("note").says(said, "skip", confidence)
    assert (done == ["utter_ask_confirm"]) is skipped


@pytest.mark.parametrize(
    ("behind", "share", "kept"),
    [
        ("what does the parcel cost", 0.9, True),
        ("what does the parcel cost", 0.6, True),
        ("the parcel is dear", 0.6, False),
    ],
)
def test_what_is_certainly_wished_or_asked_behind_a_stop_is_done(asked, behind, share, kept):
    said = ["never mind,", behind]
    sentences = [("cancel", 0.9), ("ask_shipping", share)]
    done = asked("reason").says(" ".join(said), "cancel", 0.6, sentences=sentences, texts=said)
    assert "utter_flow_cancelled_rasa" in done
    assert ("action_answer" in done) is kept


@pytest.mark.parametrize(
    "said", ["do i have to pay for it", "is it free?", "who pays the postage", "how much does it cost"]
)
def test_what_a_return_costs_is_looked_up_with_its_name(asked, said):
    talk = asked("reason")
    assert talk.says(said, "ask_shipping", 0.6)[0] == "action_answer"
    assert talk.commands[-1].text == "do i have to pay for the return"


@pytest.mark.parametrize(
    ("said", "intent", "confirmed"),
    [
        ("no, nobody has it", "track_order", True),
        ("no", "deny", False),
        ("no, I would rather not", "deny", False),
        ("yes but nothing", "deny", True),
        ("yes.. no, wait", "deny", False),
        ("I haven't looked yet", "out_of_scope", False),
    ],
)
def test_what_a_slot_takes_for_a_yes_may_begin_with_a_no(talk, sources, said, intent, confirmed):
    yes = "{type: from_intent, intent: affirm, value: true}"
    domain = sources["domain.yml"].replace(yes, yes.replace("affirm", "[affirm, track_order]"), 1)
    other = type(talk)(load_assistant({**sources, "domain.yml": domain}), talk.scripts)
    other.says("I want to return FW-1", "return_item", order_number="FW-1")
    other.says("a@b.de", "give_details", email="a@b.de")
    for answer in ("broken", "2", "nothing more"):
        other.says(answer)
    other.says(said, intent, 0.95)
    filled = [one.value for one in other.commands if one.kind == "set_slot" and one.slot == "confirm"]
    assert filled == [confirmed]

"""Where the learned policy speaks, where it keeps silent, and what reason it gives."""

from __future__ import annotations

import msgspec
import pytest

from bot.conversation.state import Heard, Utterance
from bot.conversation.understanding import Scored
from bot.decide.advice import Adviser
from bot.decide.engine import DialogueEngine
from bot.decide.policy import Linear, Policy, read_policy

REPEATS = {"says it again": 4.0, "angry mood before": 3.0}


def policy(**differs) -> Policy:
    """A person is needed where the shopper says it again after an angry message; "about a parcel" after a
    return means the return."""
    actions = {"return_item": Linear(bias=0.0, weights={"intent return_item before": 4.0})}
    own = Policy(
        person=Linear(bias=-4.0, weights=REPEATS),
        usual={},
        hand_over=0.8,
        actions=actions,
        trust=1.0,
        act=0.9,
    )
    return msgspec.structs.replace(own, **differs)


@pytest.fixture
def advised(talk):
    """A conversation whose engine has a policy."""

    def make(own: Policy | None = None):
        own = own or policy()
        talk.engine = DialogueEngine(talk.assistant, adviser=Adviser(own, own.hand_over))
        return talk

    return make


def heard(talk, text: str, intent: str, mood: str = "neutral") -> None:
    """A message was understood and answered, and now the shopper says it again."""
    before = Heard(intent=Scored(intent, 0.9), out_of_scope=0.0, mood=Scored(mood, 0.9))
    said = (("shopper", text), ("bot", "I see."), ("shopper", text))
    window = tuple(Utterance(role=role, text=what, time=0.0) for role, what in said)
    talk.state = msgspec.structs.replace(talk.state, heard=(before, before), window=window)


def test_a_person_is_called_where_such_conversations_needed_one(advised):
    talk = advised()
    heard(talk, "where does my parcel lie", "track_order", "angry")
    talk.says("where does my parcel lie", "track_order")
    assert [(c.kind, c.value) for c in talk.commands] == [("hand_off", "policy")]
    assert talk.reason == (
        "In such conversations a person took over (0.94): says it again, angry mood before."
    )


def test_what_the_message_gives_is_kept_for_the_person(advised):
    talk = advised()
    heard(talk, "FW-1 where is it", "track_order", "angry")
    talk.says("FW-1 where is it", "track_order", order_number="FW-1")
    assert [c.kind for c in talk.commands] == ["set_slot", "hand_off"]
    assert talk.slots["order_number"] == "FW-1"


@pytest.mark.parametrize("threshold", [0.95, None])
def test_below_the_threshold_the_rules_stay_alone(advised, threshold):
    talk = advised(policy(hand_over=threshold))
    heard(talk, "where does my parcel lie", "track_order", "angry")
    assert talk.says("where does my parcel lie", "track_order") == ["utter_ask_order_number"]


@pytest.mark.parametrize("intent", ["talk_to_human", "affirm", "deny"])
def test_flows_see_to_requests_and_to_yes_and_no(advised, intent):
    talk = advised()
    heard(talk, "a person please now", "track_order", "angry")
    talk.says("a person please now", intent)
    assert "a person took over" not in talk.reason


def test_a_flow_that_offers_a_person_sees_to_it(talk_to, sources):
    flows = (
        sources["flows.yml"]
        + """\
  offer:
    description: Says sorry, and asks whether a person should take over.
    if: False
    steps:
      - collect: confirm
        ask_before_filling: true
        next:
          - if: slots.confirm
            then:
              - link: pattern_human_handoff
          - else: END
  complaint:
    description: Not happy.
    nlu_trigger: [{intent: chitchat}]
    steps:
      - action: utter_greet
      - link: offer
"""
    )
    talk = talk_to({**sources, "flows.yml": flows})
    talk.engine = DialogueEngine(talk.assistant, adviser=Adviser(policy(), 0.8))
    heard(talk, "this is not good at all", "track_order", "angry")
    assert talk.says("this is not good at all", "chitchat") == ["utter_greet", "utter_ask_confirm"]


def test_a_pressed_button_is_clear(advised):
    talk = advised()
    heard(talk, "where does my parcel lie", "track_order", "angry")
    assert talk.presses("/track_order") == ["utter_ask_order_number"]


def test_what_was_meant_is_done_instead_of_asking(advised):
    talk = advised()
    heard(talk, "it does not fit", "return_item")
    done = talk.says("about the parcel", "track_order", 0.4, others={"return_item": 0.38})
    assert done == ["utter_ask_order_number"]
    assert talk.flows[0] == "return_item"
    assert talk.reason == "Such messages meant return_item (0.97)."


def test_where_it_is_not_sure_either_the_likelier_is_named_first(advised):
    talk = advised(policy(act=None))
    heard(talk, "it does not fit", "return_item")
    assert talk.says("about the parcel", "track_order", 0.4, others={"return_item": 0.38}) == [
        "utter_clarification_options_rasa"
    ]
    assert talk.commands[-1].options == ("return_item", "track_order")
    assert talk.reason.endswith("The likelier one first.")


def test_what_answers_an_open_question_is_the_rules_alone(advised):
    talk = advised()
    talk.says("where is it", "track_order")
    heard(talk, "hm", "return_item")
    talk.says("about the parcel that I mean", "track_order", 0.4, others={"return_item": 0.38})
    assert "Such messages meant" not in talk.reason


def test_a_policy_is_read_as_it_was_written():
    own = policy()
    assert read_policy(msgspec.json.encode(own)) == own
    with pytest.raises(msgspec.ValidationError, match="colour"):
        read_policy(msgspec.json.encode(own)[:-1] + b',"colour":1}')

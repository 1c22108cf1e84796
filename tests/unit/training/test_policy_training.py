"""What dialogues teach the policy: planted signs are found, and chance is not taken for one."""

from __future__ import annotations

import random

import numpy as np
import pytest

from bot.conversation.understanding import Scored, Understanding
from bot.decide.assistant import Assistant, load_assistant
from bot.decide.interpret import Interpreter
from bot.decide.readings import Thresholds
from training.policy.actions import learn_actions
from training.policy.config import PolicyConfig, policy_config
from training.policy.examples import Example, ExampleMaker, Reader
from training.policy.folds import lowest_threshold
from training.policy.person import learn_person
from training.policy.table import table_of
from training.transcripts.dialogue import Dialogue, Turn

FILES = {
    "domain.yml": """\
version: "3.1"
intents: [track_order, return_item, complaint, affirm, talk_to_human, give_details]
responses:
  utter_sorry: [{text: Sorry.}]
actions: [action_track, action_return]
""",
    "flows.yml": """\
flows:
  track_order:
    description: Where it is.
    nlu_trigger: [{intent: track_order}]
    steps:
      - action: action_track
  return_item:
    description: Send it back.
    nlu_trigger: [{intent: return_item}]
    steps:
      - action: action_return
  complaint:
    description: Not happy.
    nlu_trigger: [{intent: complaint}]
    steps:
      - action: utter_sorry
""",
}


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return load_assistant(FILES)


@pytest.fixture
def how() -> PolicyConfig:
    return policy_config()


def reader(assistant: Assistant) -> Reader:
    """Understands what stands before the colon."""

    def read(text: str, _topic: str) -> Understanding:
        intent = Scored(text.split(":")[0], 0.9)
        return Understanding(text=text, intent=intent, ranking=(intent,))

    return Reader(read, Thresholds(), Interpreter(assistant, Thresholds()).commands)


def dialogue(*said: str, outcome: str = "handed_over", **agent: str) -> Dialogue:
    """Messages by turns: "intent: text" of a shopper, "> text" of the bot, "* text" of an agent."""
    turns = []
    for text in said:
        if text[0] in ">*":
            role = "bot" if text[0] == ">" else "agent"
            turns.append(Turn(role=role, text=text[1:], **(agent if role == "bot" else {})))
        else:
            turns.append(Turn(role="shopper", text=text, intent=text.split(":")[0]))
    return Dialogue(id="d", outcome=outcome, turns=tuple(turns))


def needed(assistant: Assistant, *said: str, **more: str) -> list[bool | None]:
    made = ExampleMaker(assistant, ahead=1).of(dialogue(*said, **more), reader(assistant))
    return [example.needed for example in made]


def test_a_person_was_needed_at_the_last_message_before_one_came(assistant: Assistant) -> None:
    said = ("track_order: where", "> Soon.", "complaint: I do not believe it", "* Mara here.", "affirm: ok")
    assert needed(assistant, *said) == [False, True]


def test_a_yes_to_the_offer_of_a_person_is_not_where_one_was_needed_first(assistant: Assistant) -> None:
    said = ("complaint: bad", "> Shall I call someone?", "affirm: yes", "* Mara here.")
    assert needed(assistant, *said) == [True, False]


def test_flows_see_to_who_asks_for_a_person(assistant: Assistant) -> None:
    said = ("track_order: where", "> Soon.", "talk_to_human: a person", "* Mara here.")
    made = ExampleMaker(assistant, ahead=1).of(dialogue(*said), reader(assistant))
    assert [(e.needed, e.soon, e.plain) for e in made] == [(False, True, False), (True, True, True)]


@pytest.mark.parametrize(
    ("outcome", "called"), [("abandoned", ""), ("unresolved", ""), ("handed_over", "policy")]
)
def test_what_tells_nothing_of_people_teaches_nothing(
    assistant: Assistant, outcome: str, called: str
) -> None:
    said = ("track_order: where", "> Soon.")
    assert needed(assistant, *said, outcome=outcome, called=called) == [None]


def test_dialogues_without_a_bot_teach_nothing_of_people(assistant: Assistant) -> None:
    assert needed(assistant, "track_order: where", "* It is on its way.", outcome="resolved") == [None]


def examples(count: int, chance_of_person: float) -> list[Example]:
    """Conversations of two messages: where an angry one comes back, a person came with that chance. What was
    meant is the return where a return came before, whatever the understanding says."""
    draw = random.Random(3)
    made = []
    for number in range(count):
        angry, back = draw.random() < 0.3, draw.random() < 0.5
        seen = {"angry mood before": float(angry), "intent return_item before": float(back)}
        seen |= {f"noise {n}": draw.random() for n in range(5)}
        share = draw.uniform(0.3, 0.7)
        made.append(
            Example(
                number=2, group=str(number), features=seen, plain=False, settled=False,
                needed=angry and draw.random() < chance_of_person, soon=False,
                wish="action action_return" if back else "action action_track",
                readings={"action action_return": share, "action action_track": 1 - share},
                command="clarify", did="", reason="Torn.",
            )
        )  # fmt: skip
    return made


def test_a_planted_sign_is_found_and_keeps_to_the_precision(how: PolicyConfig) -> None:
    found = learn_person(examples(600, 0.9), how)
    assert found.report.threshold is not None
    assert found.report.precision >= how.precision
    assert found.report.recall > 0.9
    assert found.report.calibration_error < 0.05
    fresh = {"angry mood before": 1.0}
    assert 1 / (1 + np.exp(-found.linear.score(fresh))) == pytest.approx(0.9, abs=0.07)


def test_where_no_sign_keeps_to_the_precision_no_person_is_called(how: PolicyConfig) -> None:
    found = learn_person(examples(600, 0.4), how)
    assert found.report.threshold is None
    assert (found.report.called, found.report.precision) == (0, 0.0)


def test_with_few_conversations_only_the_share_is_learned(how: PolicyConfig) -> None:
    found = learn_person(examples(12, 0.0), how)
    assert found.linear.weights == {}
    assert found.report.threshold is None


def test_what_was_meant_is_learned_from_what_came_before(how: PolicyConfig) -> None:
    found = learn_actions(examples(300, 0.9), how)
    assert found.report.accuracy > 0.97
    assert found.report.understood < 0.6
    assert found.report.threshold is not None
    assert found.report.precision >= how.act_precision


def test_without_conversations_the_understanding_is_trusted(how: PolicyConfig) -> None:
    found = learn_actions([], how)
    assert (found.linears, found.trust, found.threshold) == ({}, 1.0, None)


def test_of_equal_probabilities_all_or_none_lie_above_a_threshold() -> None:
    probabilities, right = np.asarray([0.9, 0.5, 0.5, 0.5]), np.asarray([True, True, True, False])
    assert lowest_threshold(probabilities, right, 0.8, 1) == 0.9
    assert lowest_threshold(probabilities, right, 0.75, 1) == 0.5
    assert lowest_threshold(probabilities, right, 0.8, 2) is None


def test_no_threshold_is_below_even_odds() -> None:
    probabilities, right = np.asarray([0.9, 0.2, 0.1]), np.asarray([True, True, False])
    assert lowest_threshold(probabilities, right, 0.8, 1) == 0.5


def test_what_hardly_differs_decides_nothing() -> None:
    rows = [{"mood": float(n % 2), "intent rare": 0.001 * (n % 2)} for n in range(20)]
    linear = table_of(rows, seldom=5, reply_words=1.0).linear(np.asarray([1.0, 1.0]), 0.0)
    assert linear.score({"intent rare": 0.9}) - linear.score({}) < 20

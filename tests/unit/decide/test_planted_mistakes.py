"""Mistakes in assistant files are found with file, line, reason and the nearest right name."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.decide.assistant import check_assistant, load_assistant
from bot.errors import AssistantError

DOMAIN = """\
version: "3.1"
intents:
  - greet
  - track_order
entities:
  - order_number
slots:
  order_number:
    type: text
    mappings:
      - type: from_entity
        entity: order_number
actions:
  - action_track
responses:
  utter_greet:
    - text: Hello.
  utter_ask_order_number:
    - text: Which order?
      buttons:
        - title: Never mind
          payload: /greet
"""
NLU = """\
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello
      - good morning
  - intent: track_order
    examples: |
      - where is my order
      - where is [FW-204518](order_number)
"""
FLOWS = """\
flows:
  greet:
    description: Says hello.
    nlu_trigger:
      - intent: greet
    steps:
      - action: utter_greet
  track:
    description: Where an order is.
    nlu_trigger:
      - intent: track_order
    steps:
      - collect: order_number
        next:
          - if: slots.order_number
            then: find
          - else: END
      - id: find
        action: action_track
"""
ANSWERS = """\
- id: shipping
  questions:
    - How much is shipping?
  answer: 5 euros.
  source: shipping/costs.md
"""
FILES = {"domain.yml": DOMAIN, "nlu.yml": NLU, "flows.yml": FLOWS, "answers.yml": ANSWERS}
DOCUMENTS = frozenset({"shipping/costs.md", "returns/policy.md"})


@dataclass(frozen=True)
class Planted:
    """A mistake: ``old`` in a file becomes ``new``; it is to be found at ``place``, with this hint."""

    name: str
    file: str
    old: str
    new: str
    place: str
    hint: str | None


PLANTED = [
    Planted(
        "unknown step kind",
        "flows.yml",
        "- action: utter_greet",
        "- akcion: utter_greet",
        "flows.yml:7",
        "action",
    ),
    Planted(
        "unknown key", "flows.yml", "- id: find", "- id: find\n        ruejections: []", "flows.yml:19", None
    ),
    Planted(
        "unknown key of a flow", "flows.yml", "nlu_trigger:", "nlu_triger:", "flows.yml:4", "nlu_trigger"
    ),
    Planted(
        "unknown slot",
        "flows.yml",
        "- collect: order_number",
        "- collect: order_numbr",
        "flows.yml:13",
        "order_number",
    ),
    Planted(
        "unknown intent",
        "flows.yml",
        "- intent: track_order",
        "- intent: trak_order",
        "flows.yml:11",
        "track_order",
    ),
    Planted(
        "unknown response",
        "flows.yml",
        "action: utter_greet",
        "action: utter_gret",
        "flows.yml:7",
        "utter_greet",
    ),
    Planted(
        "unknown action",
        "flows.yml",
        "action: action_track",
        "action: action_trak",
        "flows.yml:18",
        "action_track",
    ),
    Planted("link to nowhere", "flows.yml", "- action: utter_greet", "- link: trac", "flows.yml:7", "track"),
    Planted("next to an unknown id", "flows.yml", "then: find", "then: fnd", "flows.yml:16", "find"),
    Planted(
        "unreachable step",
        "flows.yml",
        "- if: slots.order_number\n            then: find\n          - else: END",
        "- else: END",
        "flows.yml:16",
        None,
    ),
    Planted("missing else", "flows.yml", "\n          - else: END", "", "flows.yml:14", None),
    Planted(
        "branch without an end",
        "flows.yml",
        "then: find",
        "then:\n              - action: utter_greet",
        "flows.yml:17",
        None,
    ),
    Planted(
        "duplicate id",
        "flows.yml",
        "- collect: order_number",
        "- id: find\n        collect: order_number",
        "flows.yml:19",
        None,
    ),
    Planted(
        "unknown slot in a condition",
        "flows.yml",
        "if: slots.order_number",
        "if: slots.order_nr",
        "flows.yml:16",
        "order_number",
    ),
    Planted(
        "condition without namespace",
        "flows.yml",
        "if: slots.order_number",
        "if: order_number",
        "flows.yml:15",
        None,
    ),
    Planted(
        "condition syntax",
        "flows.yml",
        "if: slots.order_number",
        "if: slots.order_number = = 3",
        "flows.yml:15",
        None,
    ),
    Planted(
        "two flows for one intent",
        "flows.yml",
        "- intent: track_order",
        "- intent: greet",
        "flows.yml:11",
        None,
    ),
    Planted("flow twice", "flows.yml", "  track:", "  greet:", "flows.yml:8", None),
    Planted("misspelled slot type", "domain.yml", "type: text", "type: txt", "domain.yml:9", "text"),
    Planted(
        "misspelled mapping",
        "domain.yml",
        "type: from_entity",
        "type: from_entitty",
        "domain.yml:11",
        "from_entity",
    ),
    Planted(
        "unknown entity in a mapping",
        "domain.yml",
        "entity: order_number",
        "entity: order_numer",
        "domain.yml:12",
        "order_number",
    ),
    Planted(
        "no question for a slot",
        "domain.yml",
        "utter_ask_order_number:",
        "utter_ask_order_nummer:",
        "flows.yml:13",
        "utter_ask_order_nummer",
    ),
    Planted(
        "button with an unknown intent",
        "domain.yml",
        "payload: /greet",
        "payload: /gret",
        "domain.yml:22",
        "greet",
    ),
    Planted(
        "button with an unknown slot",
        "domain.yml",
        "payload: /greet",
        "payload: /SetSlots(order=1)",
        "domain.yml:22",
        None,
    ),
    Planted(
        "unreadable payload",
        "domain.yml",
        "payload: /greet",
        "payload: /SetSlots(order",
        "domain.yml:22",
        None,
    ),
    Planted("misspelled top key", "domain.yml", "responses:", "respones:", "domain.yml:15", "responses"),
    Planted(
        "unclosed bracket",
        "nlu.yml",
        "[FW-204518](order_number)",
        "[FW-204518(order_number)",
        "nlu.yml:10",
        None,
    ),
    Planted("unknown entity", "nlu.yml", "](order_number)", "](order_nummber)", "nlu.yml:10", "order_number"),
    Planted(
        "unknown intent in training data",
        "nlu.yml",
        "- intent: greet",
        "- intent: gret",
        "nlu.yml:3",
        "greet",
    ),
    Planted("empty intent", "domain.yml", "  - greet\n", "  - greet\n  - goodbye\n", "domain.yml:4", None),
    Planted("example in two intents", "nlu.yml", "- where is my order", "- Hello", "nlu.yml:9", None),
    Planted("example without a dash", "nlu.yml", "- good morning", "good morning", "nlu.yml:6", None),
    Planted(
        "answer without a document",
        "answers.yml",
        "shipping/costs.md",
        "shipping/cost.md",
        "answers.yml:5",
        "shipping/costs.md",
    ),
    Planted(
        "answer with a document that is there and one that is not",
        "answers.yml",
        "shipping/costs.md",
        "[returns/policy.md, shipping/cost.md]",
        "answers.yml:5",
        "shipping/costs.md",
    ),
    Planted(
        "answer without questions",
        "answers.yml",
        "  questions:\n    - How much is shipping?\n",
        "",
        "answers.yml:1",
        None,
    ),
    Planted(
        "broken YAML", "flows.yml", "- action: utter_greet", "- action: [utter_greet", "flows.yml:8", None
    ),
    Planted(
        "YAML key twice",
        "flows.yml",
        "    description: Says hello.",
        "    description: A.\n    description: B.",
        "flows.yml:4",
        None,
    ),
]


def test_the_right_files_have_no_problems():
    assert check_assistant(FILES, documents=DOCUMENTS) == []


@pytest.mark.parametrize("payload", ["/handoff", "/go_on"])
def test_the_buttons_that_are_always_there_are_no_mistakes(payload):
    domain = DOMAIN.replace("payload: /greet", f"payload: {payload}")
    assert check_assistant({**FILES, "domain.yml": domain}, documents=DOCUMENTS) == []


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_a_planted_mistake_is_found(planted):
    assert planted.old in FILES[planted.file]
    changed = {**FILES, planted.file: FILES[planted.file].replace(planted.old, planted.new, 1)}
    problems = check_assistant(changed, documents=DOCUMENTS)
    found = [p for p in problems if str(p).startswith(f"{planted.place}: ")]
    assert found, [str(p) for p in problems]
    assert planted.hint is None or planted.hint in [p.hint for p in found]


def test_all_mistakes_are_found_at_once():
    changed = {
        **FILES,
        "domain.yml": DOMAIN.replace("type: from_entity", "type: from_entitty"),
        "flows.yml": FLOWS.replace("utter_greet", "utter_gret"),
        "nlu.yml": NLU.replace("](order_number)", "](order_nummber)"),
    }
    assert {p.place.file for p in check_assistant(changed, documents=DOCUMENTS)} == set(changed) - {
        "answers.yml"
    }


def test_a_misspelled_mapping_does_not_hide_the_rest_of_the_domain():
    changed = {**FILES, "domain.yml": DOMAIN.replace("type: from_entity", "type: from_entitty")}
    assert len(check_assistant(changed, documents=DOCUMENTS)) == 1


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("domain.yml", "responses:", "respones:"),
        ("domain.yml", "type: text", "type: [text"),
        ("flows.yml", "- action: utter_greet", "- action: [utter_greet"),
    ],
)
def test_one_broken_part_is_one_mistake(file, old, new):
    assert len(check_assistant({**FILES, file: FILES[file].replace(old, new, 1)})) == 1


def test_loading_raises_with_place_and_hint():
    with pytest.raises(AssistantError, match=r"flows.yml:7: .*Did you mean 'utter_greet'") as caught:
        load_assistant({**FILES, "flows.yml": FLOWS.replace("utter_greet", "utter_gret")})
    assert caught.value.line == 7


@pytest.mark.parametrize(
    ("key", "reason"),
    [("rules", "flow with nlu_trigger"), ("stories", "a flow instead"), ("pipeline", "shopclerk.toml")],
)
def test_what_is_not_read_is_refused_with_a_reason(key, reason):
    problems = check_assistant({**FILES, "data/old.yml": f"version: '3.1'\n{key}:\n  - x: y\n"})
    assert [p.place.line for p in problems] == [2]
    assert reason in problems[0].text


def test_forms_are_refused_with_a_reason():
    problems = check_assistant(
        {**FILES, "domain.yml": DOMAIN + "forms:\n  f:\n    required_slots: [order_number]\n"}
    )
    assert "collect steps" in problems[0].text

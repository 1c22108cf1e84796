"""Files in Rasa's public formats load as they are, however they are split, or say why not."""

from __future__ import annotations

import pytest

from bot.assistant_files import document_ids, read_sources
from bot.decide.assistant import check_assistant, load_assistant
from bot.errors import AssistantError
from bot.names import patterns_of

TRANSFER_DOMAIN = """\
version: "3.1"
intents:
  - transfer_money
  - check_balance:
      use_entities: []
  - affirm
  - deny
  - faq/hours
entities:
  - city:
      roles: [from, to]
  - amount
slots:
  recipient:
    type: text
    mappings:
      - type: from_llm
  amount:
    type: float
    min_value: 0
    max_value: 1000000
    mappings:
      - type: from_entity
        entity: amount
    validation:
      rejections:
        - if: slots.amount > 5000
          utter: utter_too_much
  destination:
    type: text
    influence_conversation: false
    mappings:
      - type: from_entity
        entity: city
        role: to
        not_intent: [deny]
  final_confirmation:
    type: bool
    initial_value: null
  card_type:
    type: categorical
    values:
      - credit
      - debit
  has_funds:
    type: bool
    mappings:
      - type: custom
actions:
  - action_check_funds
  - action_transfer:
      send_domain: true
  - action_ask_recipient
responses:
  utter_ask_amount:
    - text: "How much?"
      id: how_much
      metadata:
        rephrase: True
  utter_too_much:
    - text: "That is too much."
  utter_ask_final_confirmation:
    - text: "Send {amount} to {recipient}?"
      buttons:
        - payload: yes
          title: "Yes"
        - payload: "no"
          title: "No"
  utter_ask_card_type:
    - text: "Which card?"
      buttons:
        - title: "Credit"
          payload: "/SetSlots(card_type=credit)"
        - title: "Balance"
          payload: '/check_balance{"amount": "3"}'
    - condition:
        - type: slot
          name: card_type
          value: null
      text: "Which one?"
      channel: socketio
  utter_done:
    - custom:
        blocks: [{type: section, text: ok}]
  utter_corrected_previous_input:
    - text: "Ok, {{ context.corrected_slots.keys()|join(', ') }}."
      metadata: {rephrase: True, template: jinja}
session_config:
  session_expiration_time: 60
  carry_over_slots_to_new_session: true
"""
TRANSFER_FLOWS = """\
flows:
  transfer_money:
    name: transfer money
    description: Sends money to another person.
    always_include_in_prompt: true
    run_pattern_completed: false
    nlu_trigger:
      - intent:
          name: transfer_money
          confidence_threshold: 0.7
    persisted_slots: [recipient]
    steps:
      - id: start
        collect: recipient
        description: who gets the money
        next:
          - collect: amount
            ask_before_filling: true
            rejections:
              - if: slots.amount = 0
                utter: utter_too_much
            next: check
      - id: check
        action: action_check_funds
        next:
          - if: slots.has_funds is false
            then:
              - action: utter_too_much
              - set_slots:
                  - amount: null
                next: start
          - if: slots.amount > 100 and slots.recipient contains "bank"
            then: card
          - else: confirm
      - id: card
        call: choose_card
        next: confirm
      - id: confirm
        collect: final_confirmation
        force_slot_filling: true
        reset_after_flow_ends: true
        next:
          - if: not slots.final_confirmation
            then: END
          - else: execute
      - id: execute
        action: action_transfer
      - link: say_goodbye
  choose_card:
    description: Part of another flow.
    if: False
    steps:
      - collect: card_type
  say_goodbye:
    description: Ends it.
    steps:
      - action: utter_done
  check_balance:
    description: Tells the balance.
    block_digressions: true
    nlu_trigger:
      - intent: check_balance
    steps:
      - noop: true
        next:
          - if: slots.amount
            then:
              - action: utter_done
                next: END
          - else: END
  pattern_correction:
    description: Ask before a value is changed.
    steps:
      - noop: true
        next:
          - if: context.is_reset_only
            then:
              - action: action_correct_flow_slot
                next: END
          - else: confirm_first
      - id: confirm_first
        collect: final_confirmation
        next:
          - if: not slots.final_confirmation
            then:
              - action: utter_too_much
                next: END
          - else:
              - action: action_correct_flow_slot
              - action: utter_corrected_previous_input
                next: END
"""
TRANSFER_NLU = """\
version: "3.1"
nlu:
  - intent: transfer_money
    examples: |
      - send [50](amount) to Ada
      - fly from [Rome]{"entity": "city", "role": "from"} to [New York City]{"entity": "city", "role": "to", "value": "NYC"}
      # a remark
      - send [fifty](amount:50)
  - intent: check_balance
    examples:
      - text: |
          what is on my account
        metadata:
          sentiment: neutral
      - text: balance please
  - intent: affirm
    examples: |
      - yes
  - intent: deny
    examples: |
      - no
  - intent: faq/hours
    examples: |
      - when do you open
  - synonym: NYC
    examples: |
      - big apple
      - nyc
  - regex: amount
    examples: |
      - \\d{1,5}
  - lookup: city
    examples: |
      - Rome
      - Oslo
"""  # noqa: E501


@pytest.fixture
def split():
    """A project split over folders as Rasa lays them out."""
    intents, _, rest = TRANSFER_DOMAIN.partition("entities:\n")
    return {
        "domain/intents.yml": intents,
        "domain/rest.yml": 'version: "3.1"\nentities:\n' + rest,
        "data/nlu.yml": TRANSFER_NLU,
        "data/flows/transfer.yml": TRANSFER_FLOWS,
    }


def test_a_split_project_loads(split):
    assert [str(problem) for problem in check_assistant(split)] == []
    assistant = load_assistant(split)
    assert set(assistant.domain.intents) >= {"transfer_money", "check_balance", "faq/hours"}
    assert assistant.flows["transfer_money"].triggers[0].threshold == 0.7
    assert "pattern_correction" not in assistant.built_in
    assert "pattern_cancel_flow" in assistant.built_in


def test_a_regular_expression_finds_the_entity_that_it_is_named_like(split):
    assert patterns_of(load_assistant(split)) == {"amount": (r"\d{1,5}",)}
    split["data/nlu.yml"] = split["data/nlu.yml"].replace("- regex: amount", "- regex: help")
    assert patterns_of(load_assistant(split)) == {}


def test_annotations_synonyms_and_tables_are_read(split):
    nlu = load_assistant(split).nlu
    flight = next(example for example in nlu.examples if "fly" in example.text)
    assert flight.text == "fly from Rome to New York City"
    assert [(flight.text[e.start : e.end], e.value, e.role) for e in flight.entities] == [
        ("Rome", "Rome", "from"),
        ("New York City", "NYC", "to"),
    ]
    fifty = next(example for example in nlu.examples if example.text == "send fifty")
    assert fifty.entities[0].value == "50"
    assert nlu.synonyms["big apple"] == "NYC"
    assert nlu.patterns["amount"] == (r"\d{1,5}",)
    assert nlu.lookups["city"] == ("Rome", "Oslo")
    assert [e.text for e in nlu.examples if e.intent == "check_balance"] == [
        "what is on my account",
        "balance please",
    ]


def test_a_rasa_flow_runs(split, talk_to):
    talk = talk_to(split)
    assert talk.says("send money", "transfer_money") == ["action_ask_recipient"]
    assert talk.says("the Bank of Ada") == ["utter_ask_amount"]
    assert talk.says("9000", amount="9000") == ["utter_too_much", "utter_ask_amount"]
    assert talk.says("200", amount="200") == ["action_check_funds", "utter_ask_card_type"]
    assert talk.presses("/SetSlots(card_type=debit)") == ["utter_ask_final_confirmation"]
    assert talk.presses("yes") == ["action_transfer", "utter_done"]
    assert talk.slots == {"recipient": "the Bank of Ada"}


def test_a_confirmed_correction(split, talk_to):
    talk = talk_to(split)
    talk.says("send money", "transfer_money")
    talk.says("Ada")
    assert talk.says("20", amount="20") == ["action_check_funds", "utter_ask_final_confirmation"]
    assert talk.says("sorry, 30", "transfer_money", amount="30") == ["utter_ask_final_confirmation"]
    assert talk.slots["amount"] == 20.0
    done = talk.says("yes", "affirm")
    assert done[:2] == ["utter_corrected_previous_input", "action_check_funds"]
    assert talk.slots["amount"] == 30.0


def test_the_last_tried_threshold_of_a_trigger_holds(split, talk_to):
    talk = talk_to(split)
    assert talk.says("send money", "transfer_money", 0.65) == ["utter_clarification_options_rasa"]


def test_files_are_found_where_rasa_puts_them(tmp_path, split):
    for name, text in split.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "endpoints.yml").write_text("action_endpoint: {url: x}\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "e2e.yml").write_text("test_cases: []\n")
    (tmp_path / "documents" / "returns").mkdir(parents=True)
    (tmp_path / "documents" / "returns" / "policy.md").write_text("60 days.\n")
    assert read_sources(tmp_path) == split
    assert document_ids(tmp_path) == {"returns/policy.md"}


def test_an_empty_folder_and_a_foreign_encoding_say_so(tmp_path):
    with pytest.raises(AssistantError, match="shopclerk init"):
        read_sources(tmp_path)
    (tmp_path / "domain.yml").write_bytes(b"version: '3.1'\nresponses:\n  utter_x: [{text: caf\xe9}]\n")
    with pytest.raises(AssistantError, match=r"domain.yml:3: This file is not UTF-8"):
        read_sources(tmp_path)


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("- call: some_agent\n        exit_if: [slots.x]", "exit_if"),
        ("- action: utter_done\n        link: say_goodbye", "one thing only"),
        ("- noop:\n          - if: slots.amount\n            then: END", "noop: true"),
        ("- collect: amount\n        utter: utter_missing", "Nothing asks"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(split, step, reason):
    flows = TRANSFER_FLOWS.replace("- action: utter_done\n  check_balance", f"{step}\n  check_balance")
    problems = check_assistant({**split, "data/flows/transfer.yml": flows})
    assert any(reason in problem.text for problem in problems), [str(p) for p in problems]

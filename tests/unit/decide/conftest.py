"""A small shop in Rasa's formats, and a way to talk to the engine alone: intents given, actions scripted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

import msgspec
import pytest

from bot.conversation.dialogue import Command, Listen, RunAction, Say, SetSlots
from bot.conversation.messages import Button
from bot.conversation.state import State
from bot.conversation.understanding import Entity, Part, Scored, Understanding
from bot.decide.assistant import Assistant, load_assistant
from bot.decide.engine import DialogueEngine

DOMAIN = """\
version: "3.1"
intents: [greet, affirm, deny, cancel, skip, repeat, talk_to_human, chitchat, track_order, return_item,
          ask_shipping, ask_returns, invoice_copy, give_details]
entities: [order_number, email, reason, size]
slots:
  order_number:
    type: text
    mappings:
      - {type: from_entity, entity: order_number}
  email:
    type: text
    mappings:
      - {type: from_entity, entity: email}
  order_found:
    type: bool
    mappings:
      - {type: controlled}
  reason:
    type: categorical
    values: [too_small, broken, other]
    mappings:
      - {type: from_entity, entity: reason}
  amount:
    type: float
    min_value: 1
    mappings:
      - {type: controlled}
  note:
    type: text
    mappings:
      - {type: from_text}
  confirm:
    type: bool
    mappings:
      - {type: from_intent, intent: affirm, value: true}
      - {type: from_intent, intent: deny, value: false}
actions: [action_check, action_return, action_track]
responses:
  utter_greet: [{text: Hello.}]
  utter_ask_order_number: [{text: Which order?}]
  utter_ask_email: [{text: Which address?}]
  utter_ask_reason:
    - text: Why?
      buttons:
        - {title: Too small, payload: /SetSlots(reason=too_small)}
        - {title: It is broken, payload: /SetSlots(reason=broken)}
  utter_ask_amount: [{text: How many?}]
  utter_ask_note: [{text: Anything to add?}]
  utter_ask_confirm: [{text: "Return {order_number}?"}]
  utter_bad_number: [{text: Not a number of ours.}]
  utter_returned: [{text: Done.}]
  utter_dropped: [{text: Dropped.}]
"""

FLOWS = """\
flows:
  greet:
    description: Hello.
    nlu_trigger: [{intent: greet}]
    run_pattern_completed: false
    steps:
      - action: utter_greet
  identify:
    description: Find the order.
    if: False
    steps:
      - collect: order_number
        rejections:
          - if: not (slots.order_number matches "^FW-\\d+$")
            utter: utter_bad_number
      - collect: email
      - action: action_check
  track_order:
    name: your parcel
    description: Where an order is.
    persisted_slots: [order_number, email]
    nlu_trigger: [{intent: track_order}]
    steps:
      - call: identify
      - action: action_track
  return_item:
    name: your return
    description: Return an item.
    persisted_slots: [order_number, email]
    nlu_trigger: [{intent: return_item}]
    steps:
      - call: identify
      - collect: reason
      - collect: amount
      - collect: note
        metadata: {skippable: true}
      - collect: confirm
        ask_before_filling: true
        next:
          - if: slots.confirm
            then:
              - action: action_return
              - action: utter_returned
                next: END
          - else:
              - action: utter_dropped
                next: END
  invoice:
    name: your invoice
    description: A copy of the invoice.
    nlu_trigger: [{intent: invoice_copy}]
    steps:
      - collect: email
      - action: action_track
  shipping:
    name: delivery
    description: Questions about delivery.
    nlu_trigger: [{intent: ask_shipping}]
    steps:
      - action: action_answer
  returns:
    name: the rules for returns
    description: Questions about returns.
    nlu_trigger: [{intent: ask_returns}]
    steps:
      - action: action_answer
"""


class Talk:
    """A conversation with the engine alone. ``scripts`` maps an action to the slots that it sets."""

    def __init__(self, assistant: Assistant, scripts: dict[str, dict[str, Any]] | None = None) -> None:
        self.assistant = assistant
        self.engine = DialogueEngine(assistant)
        self.state = State(conversation_id="c")
        self.scripts = scripts or {}
        self.commands: tuple[Command, ...] = ()
        self.reason = ""
        self.said: dict[str, dict[str, Any]] = {}

    def says(self, text: str, intent: str = "", confidence: float = 0.95, **entities: Any) -> list[str]:
        """What the bot does after a message: responses and actions by name. ``others`` are further intents
        with their probabilities, ``sentences`` and ``sides`` intent and probability of each, ``texts`` the
        sentences, ``cues`` and ``named_alone`` as understood."""
        others, cues, sentences, sides, texts = (
            entities.pop(name, ()) for name in ("others", "cues", "sentences", "sides", "texts")
        )
        named_alone = entities.pop("named_alone", "")
        ranking = (Scored(intent, confidence), *(Scored(name, share) for name, share in dict(others).items()))
        parts, alternatives = (
            tuple(
                Part(ranking=(Scored(*one),), out_of_scope=0.0, text=said)
                for one, said in zip_longest(ones, texts if ones is sentences else (), fillvalue="")
            )
            for ones in (sentences, sides)
        )
        found = tuple(
            Entity(entity=name, value=value, text=value, start=0, end=len(value))
            for name, value in entities.items()
        )
        heard = Understanding(
            text=text, intent=ranking[0], ranking=ranking, entities=found,
            out_of_scope=0.0 if intent else 1.0, cues=tuple(cues), parts=parts,
            alternatives=alternatives, named_alone=named_alone,
        )  # fmt: skip
        return self._follow(*self.engine.commands(self.state, heard))

    def presses(self, payload: str) -> list[str]:
        """The same after a button."""
        return self._follow(*self.engine.pressed(self.state, payload))

    def offers(self, *buttons: Button) -> None:
        """The bot's last reply has these buttons."""
        offered = (*self.state.offered, *buttons)
        self.state = msgspec.structs.replace(self.state, offered=offered, latest=buttons)

    @property
    def slots(self) -> dict[str, Any]:
        """The slots that have a value."""
        return {name: value for name, value in self.state.slots.items() if value is not None}

    @property
    def flows(self) -> list[str]:
        """The flows on the stack, the top last."""
        return [frame.flow for frame in self.state.dialogue.stack]

    def _follow(self, commands: tuple[Command, ...], reason: str) -> list[str]:
        assert reason
        assert reason.endswith(".")
        self.commands, self.reason = commands, reason
        dialogue, slots = self.engine.start(self.state, commands)
        self._set(slots)
        done: list[str] = []
        for _ in range(101):
            dialogue, step = self.engine.step(dialogue, self.state.slots)
            match step:
                case Say():
                    done.append(step.response)
                    self.said[step.response] = step.values
                    self._offer(step)
                case RunAction():
                    done.append(step.action)
                    self._set(self.scripts.get(step.action, {}))
                case SetSlots():
                    self._set(step.slots)
                case Listen():
                    self.state = msgspec.structs.replace(self.state, dialogue=dialogue)
                    return done
        raise AssertionError("the engine does not listen")

    def _set(self, slots: dict[str, Any]) -> None:
        self.state = msgspec.structs.replace(self.state, slots={**self.state.slots, **slots})

    def _offer(self, step: Say) -> None:
        variations = self.assistant.domain.responses.get(step.response, ())
        buttons = [Button(title=b.title, payload=b.payload) for v in variations for b in v.buttons]
        buttons += [Button(**button) for button in step.values.get("offered_buttons", [])]
        self.offers(*buttons)


@pytest.fixture
def sources() -> dict[str, str]:
    """The files of the small shop."""
    return {"domain.yml": DOMAIN, "flows.yml": FLOWS}


@pytest.fixture
def talk(sources: dict[str, str]) -> Talk:
    """A conversation with the small shop; every order is found."""
    return Talk(load_assistant(sources), {"action_check": {"order_found": True}})


@pytest.fixture
def talk_to() -> Callable[..., Talk]:
    """A conversation with a shop of one's own: ``talk_to(sources, scripts)``."""

    def make(sources: dict[str, str], scripts: dict[str, dict[str, Any]] | None = None) -> Talk:
        return Talk(load_assistant(sources), scripts)

    return make

"""Questions about what a task is for: the documents come first, and the task is offered."""

from __future__ import annotations

import pytest

from bot.decide.assistant import load_assistant

EXPLAIN = """
  pattern_explain:
    description: The documents first.
    steps:
      - action: action_explain
        next:
          - if: slots.explained
            then:
              - action: action_cancel_flow
              - action: utter_offered
                next: END
          - else: END
"""


@pytest.fixture
def asker(talk, sources):
    """A shop whose documents may come first."""
    domain = sources["domain.yml"].replace("  note:\n", "  explained: {type: bool}\n  note:\n", 1)
    domain = domain.replace("actions: [", "actions: [action_explain, ", 1)
    domain = domain.replace("  utter_dropped:", "  utter_offered: [{text: Shall I?}]\n  utter_dropped:", 1)
    assistant = load_assistant({**sources, "domain.yml": domain, "flows.yml": sources["flows.yml"] + EXPLAIN})
    return type(talk)(assistant)


def test_a_question_is_explained_and_its_task_offered(asker):
    asker.scripts["action_explain"] = {"explained": True}
    done = asker.says("could I swap the size instead?", "return_item", 0.9)
    assert done == ["action_explain", "utter_offered"]
    assert asker.state.dialogue.stack == ()
    assert [button.title for button in asker.state.latest] == ["Your return"]


def test_what_the_documents_do_not_say_begins_the_task(asker):
    asker.scripts["action_explain"] = {"explained": False}
    done = asker.says("could I swap the size instead?", "return_item", 0.9)
    assert done == ["action_explain", "utter_ask_order_number"]


@pytest.mark.parametrize(
    ("said", "details"),
    [
        ("can you take the boots back?", {}),
        ("can I return my order?", {}),
        ("could I send it back?", {}),
        ("is my stuff coming today or do I not need to wait in?", {}),
        ("I want to swap the size", {}),
        ("can I return things from FW-1?", {"order_number": "FW-1"}),
    ],
)
def test_who_wants_it_done_is_not_lectured(asker, said, details):
    assert "action_explain" not in asker.says(said, "return_item", 0.9, **details)


def test_an_assistant_without_the_pattern_begins_the_task(talk):
    assert talk.says("could I swap the size instead?", "return_item", 0.9) == ["utter_ask_order_number"]

"""Conversation tests in Rasa's format: reading, checking, running."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.conversation import events as ev
from bot.conversation.dialogue import Command, Dialogue
from bot.conversation.messages import Button, Citation, Comparison, OrderCard, ProductCard, Reply
from bot.decide.problems import NOWHERE
from training.evaluate.conversation_cases import Check, read_cases
from training.evaluate.conversation_checks import Heard, fails
from training.evaluate.conversations import copied_state, run_cases

FILE = """\
fixtures:
  - known_order:
      - order_number: FW-1
      - signed_in: true
test_cases:
  - test_case: returning an item
    fixtures: [known_order]
    steps:
      - user: I want to return something
      - utter: utter_ask_reason
      - slot_was_set:
          - order_number: FW-1
          - topic
      - user: too small
        assertions:
          - flow_completed: {flow_id: return_item}
          - bot_uttered: {text_matches: "label"}
  - test_case: a question
    steps:
      - user: How long may I return?
      - cited: returns/policy.md
      - declined: false
"""

CARD = ProductCard(
    product_id="P1", title="Tent", price="129.00", currency="EUR", url="/p", category="tents", in_stock=True,
    colours=("red", "olive green"),
)  # fmt: skip
SOURCE = Citation(number=1, start=0, end=5, passage_id="a.md#0", document_id="a.md", title="A", quote="Hello")
LABEL = Reply(
    text="Your  label is here.",
    response="utter_label",
    kind="answer",
    citations=(SOURCE,),
    cards=(CARD,),
    comparison=Comparison(products=(CARD, CARD), rows=()),
    buttons=(Button(title="Ok", payload="/ok"),),
)
TRACE = (("started", "x"), ("started", "y"), ("completed", "x"))
CLARIFY = Command(kind="clarify", options=("a", "b"))
HEARD = Heard(
    [
        ev.SlotSet(name="reason", value="too_small"),
        ev.SlotSet(name="count", value=2.0),
        ev.ActionRan(action="action_return", duration_ms=1.0),
        ev.Replied(reply=LABEL),
        ev.Decided(commands=(CLARIFY,), reason="So.", dialogue=Dialogue(trace=TRACE)),
    ],
    {"kept": "yes"},
)


def test_a_file_is_read():
    cases, problems = read_cases({"t.yml": FILE})
    assert problems == []
    assert [case.name for case in cases] == ["returning an item", "a question"]
    assert cases[0].slots == {"order_number": "FW-1", "signed_in": True}
    assert [check.kind for check in cases[0].turns[0].checks] == ["utter", "slot_was_set"]
    assert cases[1].turns[0].checks[0].place.line == 21


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("cited:", "sited:", 21, "Did you mean 'cited'"),
        ("[known_order]", "[knwn_order]", 7, "Did you mean 'known_order'"),
        ("- user: I want to return something\n      ", "", 9, "begins with a user step"),
        ("test_case: a question", "test_case: returning an item", 18, "stands twice"),
        (
            "flow_completed: {flow_id: return_item}",
            "generative_response_is_grounded: {threshold: 1}",
            16,
            "use cited",
        ),
        ("declined: false", "products_shown: {exclude: [P1]}", 22, "Did you mean 'excludes'"),
        ("fixtures:\n", "stub_custom_actions: {}\nfixtures:\n", 1, "not stubbed"),
    ],
)
def test_a_mistake_in_a_test_file_has_a_place(old, new, line, reason):
    _, problems = read_cases({"t.yml": FILE.replace(old, new, 1)})
    assert any(p.place.line == line and reason in str(p) for p in problems), [str(p) for p in problems]


def test_fixtures_are_shared_through_conftest():
    shared = "fixtures:\n  - vip:\n      - level: gold\n"
    case = "test_cases:\n  - test_case: a\n    fixtures: [vip]\n    steps:\n      - user: hi\n"
    cases, problems = read_cases({"x/conftest.yml": shared, "x/a.yml": case})
    assert problems == []
    assert cases[0].slots == {"level": "gold"}


TRUE_AND_FALSE = [
    ("bot", "Your label is here.", "Your label."),
    ("utter", "utter_label", "utter_other"),
    (
        "slot_was_set",
        [{"reason": "too_small"}, "count", {"name": "kept", "value": "yes"}],
        [{"reason": "broken"}],
    ),
    ("slot_was_set", [{"count": 2}], ["never"]),
    ("slot_was_not_set", ["never", {"reason": "broken"}], [{"name": "reason"}]),
    ("flow_started", "x", "z"),
    (
        "flow_started",
        {"operator": "any", "flow_ids": ["x", "z"]},
        {"operator": "all", "flow_ids": ["x", "z"]},
    ),
    ("flow_completed", {"flow_id": "x"}, {"flow_id": "y"}),
    ("flow_cancelled", None, {"flow_id": "x"}),
    ("action_executed", "action_return", "action_other"),
    ("action_executed", "utter_label", "utter_other"),
    ("bot_uttered", {"text_matches": "LABEL.*here", "utter_name": "utter_label"}, {"text_matches": "^here"}),
    ("bot_uttered", {"buttons": [{"title": "Ok"}]}, {"buttons": [{"title": "Ok", "payload": "/no"}]}),
    ("bot_did_not_utter", {"text_matches": "sorry"}, {"utter_name": "utter_label"}),
    ("pattern_clarification_contains", ["a"], ["a", "c"]),
    ("cited", ["b.md", "a.md"], "b.md"),
    ("cited", True, False),
    ("closest", False, "a.md"),
    ("declined", False, True),
    ("handed_off", False, True),
    ("silent", False, True),
    ("products_shown", True, False),
    ("products_shown", {"at_least": 1, "max_price": 130, "category": "tents"}, {"max_price": 100}),
    ("products_shown", {"includes": ["P1"], "in_stock": True}, {"includes": ["P2"]}),
    ("products_shown", {"at_most": 1}, {"at_least": 2}),
    ("products_shown", {"excludes": ["P2"]}, {"excludes": ["P2", "P1"]}),
    ("products_shown", {"colour": "olive green"}, {"colour": "green"}),
    ("products_shown", {"among": ["P2", "P1"]}, {"among": ["P2"]}),
    ("compared", 2, 3),
]


@pytest.mark.parametrize(("kind", "right", "wrong"), TRUE_AND_FALSE)
def test_checks_pass_and_fail_with_a_reason(kind, right, wrong):
    if right is not None:
        assert fails(Check(kind, right, NOWHERE), HEARD) == ""
    assert fails(Check(kind, wrong, NOWHERE), HEARD)


def test_what_is_uttered_shows_in_the_lines_of_an_order_too():
    card = OrderCard(order_number="FW-1", status="shipped", steps=(), step=0, lines=("1 x Campo 2 tent",))
    heard = Heard([ev.Replied(reply=Reply(text="It is on its way.", order=card))])
    assert fails(Check("bot_uttered", {"text_matches": "way.*campo 2"}, NOWHERE), heard) == ""
    assert fails(Check("bot_uttered", {"text_matches": "campo 3"}, NOWHERE), heard)


class Scripted:
    """A conversation partner that answers by heart."""

    def __init__(self, replies):
        self.replies = replies
        self.known = {}

    async def say(self, text):
        reply = self.replies.get(text, Reply(text="?"))
        return [ev.Stored(conversation_id="c", seq=1, time=0.0, event=ev.Replied(reply=reply))]

    async def set_slots(self, slots):
        self.known.update(slots)

    async def slots(self):
        return self.known


async def test_cases_are_held_and_stop_at_the_first_failure():
    cases, _ = read_cases({"t.yml": FILE})
    replies = {
        "How long may I return?": Reply(
            text="60 days.", kind="answer", citations=(replace(SOURCE, document_id="returns/policy.md"),)
        )
    }

    async def begin():
        return Scripted(replies)

    report = await run_cases(cases, begin)
    assert (report.passed, report.failed) == (1, 1)
    failed = report.cases[0]
    assert [failure.check for failure in failed.failures] == ["utter", "slot_was_set"]
    assert failed.failures[0].line == 10
    assert report.cases[1].passed


async def test_one_that_is_set_aside_goes_on_and_is_counted_by_message():
    turns = """\
test_cases:
  - test_case: two questions
    steps:
      - user: How long?
      - bot_uttered: {text_matches: "60 days"}
      - user: And how?
      - bot_uttered: {text_matches: "label"}
"""
    cases, _ = read_cases({"shop/set_aside/t.yml": turns})

    async def begin():
        return Scripted({"And how?": Reply(text="With our label.")})

    report = await run_cases(cases, begin)
    assert report.cases[0].messages == (False, True)
    assert (report.cases[0].passed, report.cases[0].failures) == (False, ())  # not told, in no output
    assert (report.passed, report.failed, report.messages, report.as_expected) == (0, 0, 2, 1)
    assert report.summary == "1 of 2 messages set aside as expected"


def test_a_copied_state_shares_the_files_and_has_its_own_log(tmp_path):
    (tmp_path / "domain.yml").write_text("version: '3.1'\n")
    (tmp_path / "var" / "index").mkdir(parents=True)
    (tmp_path / "var" / "shopclerk.db").write_text("not to be touched")
    with copied_state(tmp_path) as copy:
        assert (copy / "domain.yml").read_text() == "version: '3.1'\n"
        assert (copy / "var" / "index").is_dir()
        assert not (copy / "var" / "shopclerk.db").exists()
    assert (tmp_path / "domain.yml").exists()

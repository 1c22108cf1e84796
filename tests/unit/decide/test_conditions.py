"""The conditions of the documented flow format."""

from __future__ import annotations

import pytest

from bot.decide.conditions import ConditionError, parse_condition

SLOTS = {"age": 20.0, "plan": "Premium", "yes": True, "no": False, "list": ["a", "b"], "text": "12"}
CONTEXT = {"reason": "not_supported", "names": ["a", "b"], "count": 2}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slots.age >= 18", True),
        ("slots.age < 18 or slots.yes", True),
        ("slots.age < 18 and slots.yes", False),
        ("not slots.no and not slots.missing", True),
        ("not (slots.yes or slots.no)", False),
        ('slots.plan = "Premium"', True),
        ("slots.plan is 'Premium'", True),
        ('slots.plan is not "Premium"', False),
        ("slots.plan != 'Basic' AND slots.age = 20", True),
        ("slots.missing is null", True),
        ("slots.age is not null", True),
        ("slots.missing > 3", False),
        ("slots.missing < 3", False),
        ("slots.yes is true", True),
        ("slots.no = false", True),
        ("slots.text = 12", True),
        ("slots.text > 9", True),
        ('slots.list contains "a"', True),
        ('{"x" "y"} contains slots.plan', False),
        ("{'Premium', 'Gold'} contains slots.plan", True),
        ('slots.plan contains "prem"', True),
        (r'slots.plan matches "^P\w+m$"', True),
        ("slots.plan matches slots.text", False),
        ('context.reason is "not_supported"', True),
        ("'{{context.reason}}' = 'not_supported'", True),
        ('context.names contains "b" and context.count > 1', True),
        ("False", False),
        ("true", True),
    ],
)
def test_conditions_hold_as_documented(text, expected):
    assert parse_condition(text).holds(SLOTS, CONTEXT) is expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "slots.a =",
        "slots.a = = 1",
        "age > 3",
        "(slots.a",
        "slots.a)",
        "slots.a ~ 3",
        "{'a'",
        "and",
        "slots.a matches '('",
    ],
)
def test_what_cannot_be_read_says_why(text):
    with pytest.raises(ConditionError, match=r"\w{3}"):
        parse_condition(text)


def test_the_names_are_known():
    assert parse_condition("slots.a > slots.b or context.c").names == ("slots.a", "slots.b", "context.c")

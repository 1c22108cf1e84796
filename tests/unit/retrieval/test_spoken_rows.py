"""The row of a table that stands for what was spoken of, with what comes with the package."""

from __future__ import annotations

import pytest
from small_shop import answering

from retrieval.documents.answer import Answerer
from retrieval.documents.spoken_rows import asks_of_row

ABROAD = """# Delivery abroad

We deliver to the countries in the table and to no others.

| Country | Shipping | Free from | Delivery time |
|---|---|---|---|
| Austria | 7.95 EUR | 100 EUR | 3-5 working days |
| Ireland | 9.95 EUR | 120 EUR | 4-6 working days |
| Switzerland | 16.95 EUR | never | 5-8 working days |

What counts for free delivery is what remains after vouchers.
"""
STOVES = """# Flames and what they say

| Flame | Usual cause | What to do |
|---|---|---|
| Weak flame | cartridge cold | warm it in the jacket |
| Yellow flame | too little air | clean the nozzle |
"""
AUSTRIA = "how long does delivery to Austria take?"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answering(tmp_path_factory.mktemp("abroad"), {"abroad.md": ABROAD, "stoves.md": STOVES})


def asked(answerer: Answerer, *messages: str) -> list[str]:
    """What is shown for the last of these messages, each answered after those before it."""
    cited: list[str] = []
    shown: list[str] = []
    for place, message in enumerate(messages):
        answer = answerer.answer(message, messages[:place], cited)
        cited = [hit.passage.passage_id for sentence in answer.sentences for hit in sentence.hits]
        shown = [sentence.text for sentence in answer.sentences]
    return shown


@pytest.mark.parametrize(
    "messages",
    [
        ("do you ship to Switzerland?", "how much?"),
        ("do you ship to Switzerland?", "and how long does it take"),
        ("do you ship to Switzerland?", "what does it cost?", "and when?"),
        ("do you deliver to Zurich?", "what's the price"),
        (AUSTRIA, "and to Zurich?", "how much"),
    ],
)
def test_the_row_of_what_was_spoken_of_says_what_it_costs_and_how_long(
    answerer: Answerer, messages: tuple[str, ...]
) -> None:
    (shown,) = asked(answerer, *messages)
    assert shown.startswith("Country: Switzerland; Shipping: 16.95 EUR")


def test_a_number_of_the_question_takes_no_other_row(answerer: Answerer) -> None:
    shown = asked(answerer, AUSTRIA, "ok and is it free if i order for 120?")
    assert shown[0].startswith("Country: Austria")
    assert not [text for text in shown if "Ireland" in text]


@pytest.mark.parametrize(
    ("messages", "row"),
    [
        ((AUSTRIA, "and to Ireland?"), "Country: Ireland"),
        ((AUSTRIA, "ok thanks", "and for Ireland?"), "Country: Ireland"),
        ((AUSTRIA, "ah I see", "so Switzerland is slower?"), "Country: Switzerland"),
        ((AUSTRIA, "and Dublin?"), "Country: Ireland"),
        (("what if the flame is weak", "and if it is yellow"), "Flame: Yellow flame"),
    ],
)
def test_what_the_question_names_itself_counts(
    answerer: Answerer, messages: tuple[str, ...], row: str
) -> None:
    assert asked(answerer, *messages)[0].startswith(row)


def test_a_sentence_that_points_at_a_table_stands_behind_its_row(answerer: Answerer) -> None:
    shown = asked(answerer, "do you deliver to Vienna?")
    assert [text.split(";")[0] for text in shown if "table" not in text][:1] == ["Country: Austria"]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("how much?", True),
        ("and how fast is that", True),
        ("what's the fee", True),
        ("when do they get here", True),
        ("costs for a 140 euro order?", True),
        ("how much is it for an order of €90", True),
        ("how much is a tent for 90 euros", False),
        ("how much is the tent", False),
        ("how long is the rope", False),
        ("which one should I take", False),
        ("and the second?", False),
    ],
)
def test_only_what_says_not_of_what_asks_of_a_row(question: str, asks: bool) -> None:
    assert asks_of_row(question) is asks


@pytest.mark.parametrize(
    "messages",
    [("how much is delivery abroad?",), ("what counts for free delivery", "and what does it cost?")],
)
def test_what_all_of_it_costs_is_told_by_all_rows(answerer: Answerer, messages: tuple[str, ...]) -> None:
    shown = asked(answerer, *messages)
    assert [text.split(";")[0] for text in shown[:3]] == [
        "Country: Austria", "Country: Ireland", "Country: Switzerland",
    ]  # fmt: skip

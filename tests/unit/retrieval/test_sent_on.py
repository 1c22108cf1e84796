"""Sentences that send the reader to another page, bounds, days, kinds of goods, and questions by their form,
with what comes with the package."""

from __future__ import annotations

import pytest
from small_shop import answering

from retrieval.documents.answer import Answerer
from retrieval.documents.bounds import is_other_bound
from retrieval.documents.for_whom import About
from retrieval.documents.query import plainly
from retrieval.documents.topic import figure_of

PAGES = {
    "swaps.md": "# Swapping\n\nYou may swap anything for another model within 30 days, unused and in its"
    ' packaging. Kayaks have a trial of their own, see "Kayak trial".\n',
    "kayak-trial.md": "# Kayak trial\n\nYou may paddle our kayaks for 40 trips. If you do not like yours, we"
    " collect it and pay back the full price. Please paddle it for at least 9 trips.\n\n"
    "## A new kayak smells\n\nThat goes away after two days in an aired room.\n",
    "delivery.md": "# Delivery\n\n## Costs and times\n\n| What | Norway | Sweden |\n|---|---|---|\n"
    "| Small parcel (up to 5 kg) | 6 EUR | 9 EUR |\n| Large parcel (5 to 31 kg) | 11 EUR | 17 EUR |\n"
    "| Large piece (kayaks, trailers, sheds over 31 kg) | 70 EUR | not delivered |\n",
    "sale.md": "# Sale\n\nOur big sale is in January. Display kayaks are sold with 40 percent off on the last"
    " Saturday of the month.\n",
    "workshop.md": "# Workshop\n\n## Deposit\n\nThe deposit is 40 percent of the price.\n",
    "wood.md": "# Care of boats and paddles\n\n## Oiled wood\n\nWipe it with a damp cloth, along the grain."
    " Oil it twice a year.\n\n"
    "## Nylon\n\nRinse it with cold water.\n",
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answering(tmp_path_factory.mktemp("paddles"), PAGES)


def told(answerer: Answerer, question: str, *before: str, about: str = "") -> list[str]:
    """What is shown for a question behind others."""
    cited: list[str] = []
    for place, one in enumerate(before):
        answer = answerer.answer(one, before[:place], cited)
        cited = [hit.passage.passage_id for sentence in answer.sentences for hit in sentence.hits]
    return [one.text for one in answerer.answer(question, before, cited, About(about)).sentences]


@pytest.mark.parametrize(("before", "about"), [(("my kayak smells",), ""), ((), "kayak")])
def test_the_page_that_a_sentence_names_says_what_holds(
    answerer: Answerer, before: tuple[str, ...], about: str
) -> None:
    shown = told(answerer, "can i swap it, i have used it for 3 weeks", *before, about=about)
    assert shown[:2] == [
        'Kayaks have a trial of their own, see "Kayak trial".',
        "You may paddle our kayaks for 40 trips.",
    ]
    assert not [one for one in shown if "30 days" in one]


def test_who_speaks_of_something_else_is_told_the_rule(answerer: Answerer) -> None:
    shown = told(answerer, "can i swap a tent for another model")
    assert shown[0].startswith("You may swap anything for another model")
    assert not [one for one in shown if "40 trips" in one]


def test_what_must_be_at_least_is_not_what_may_be(answerer: Answerer) -> None:
    assert told(answerer, "how many trips can i try it") == ["You may paddle our kayaks for 40 trips."]


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("how many nights can I try it", "Sleep on it for at least 14 nights.", True),
        ("how many nights can I try it", "Sleep on it for at least 14 and at most 60 nights.", False),
        ("how many do I have to buy", "Please take at least 3.", False),
        ("how many must it be at least", "Please take at least 3.", False),
        ("how long are you open", "We are open from 9:00 to 17:00.", False),
    ],
)
def test_bounds(question: str, text: str, other: bool) -> None:
    assert is_other_bound(question, text) is other


def test_another_thing_is_not_answered_by_the_row_of_other_goods(answerer: Answerer) -> None:
    wanted = "do you deliver to Sweden? I want a kayak"
    shown = told(answerer, "ok what about a paddle then, what does delivery to Sweden cost", wanted)
    assert [one for one in shown if "Large parcel" in one]
    assert not [one for one in shown if "kayaks, trailers" in one]
    shown = told(answerer, "what about a shed then, what does delivery to Norway cost", wanted)
    assert [one for one in shown if "kayaks, trailers" in one]


def test_when_that_is_which_was_told(answerer: Answerer) -> None:
    assert told(answerer, "and when is that", "do you sell display kayaks cheaper") == [
        "Display kayaks are sold with 40 percent off on the last Saturday of the month."
    ]


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("how much deposit", "deposit"),
        ("what fee do I pay for the second trip", "second trip fee"),
        ("how much postage for spare parts", "spare parts postage"),
        ("what deposit do i pay for the made to measure table", "deposit"),
        ("which deposit do I have to make", "deposit"),
        ("how much is it", ""),
        ("how much is the table", ""),
        ("what size do I need", ""),
        ("what do I pay", ""),
        ("how long does delivery take", ""),
        ("how much can I get", ""),
    ],
)
def test_the_thing_whose_figure_is_asked_for(question: str, thing: str) -> None:
    assert figure_of(question) == thing


def test_a_figure_is_found_by_its_thing(answerer: Answerer) -> None:
    for before in ((), ("do you make tables",)):
        shown = told(answerer, "what express fee do i have to pay for a rope", *before)
        assert shown[0].startswith("Express costs 9.95 EUR")


def test_to_look_after_is_to_care_for(answerer: Answerer) -> None:
    assert plainly("how do I look after oiled wood") == "how do I care for oiled wood"
    assert plainly("tips for looking after nylon") == "tips for caring for nylon"
    assert plainly("where do I look for it after that") == ""
    assert plainly("how do I look after them") == ""
    assert told(answerer, "how do I look after oiled wood")[0].startswith("Wipe it with a damp cloth")

"""Questions whether there is a thing are answered by the page about it."""

from __future__ import annotations

import pytest
from small_shop import answering

from retrieval.documents.answer import Answerer
from retrieval.documents.shop_words import reworded
from retrieval.documents.topic import bare_of, either_of, named_of, topic_of

PAGES = {
    "newsletter.md": "# Newsletter\n\nEvery second Thursday we send a letter with a tour.\n\n"
    "## Ending it\n\nThe link is at the bottom of each letter.\n",
    "loyalty/circle.md": "# The Feather Circle\n\nMembers get a point for each euro.\n\n"
    "## The birthday voucher\n\nIt comes three days before your birthday.\n",
    "report.md": "# Report 2024\n\nThis is what we did.\n\n## Repairs\n\nWe mended 6,200 things.\n",
    "repair-workshop.md": "# The workshop in Hamburg\n\nSeven people mend what you bring.\n",
    "payment.md": "# Payment\n\n## Ways to pay\n\n- Visa and Mastercard\n- PayPal\n"
    "- Invoice, from 20 EUR on\n- Bank transfer\n\nNo cash, please.\n\n"
    "## Later\n\nPay in 3 is there from 60 EUR on.\n",
    "ropes-and-harnesses.md": "# Caring for ropes, slings and harnesses\n\nWash them at 30 degrees.\n",
    "tents.md": "# Your tent over the years\n\nDry it after each tour.\n\n## Proofing the fabric\n\n"
    "When water soaks in, spray the flysheet with proofer.\n\n## Pegs\n\nBend them back cold.\n",
    "drivers.md": "# How parcels get to you\n\nThe driver rings twice.\n\n## When nobody is at home\n\n"
    "The parcel waits in the branch for 7 days.\n\n## Big things\n\nTwo people carry them.\n",
    "damage.md": "# My parcel arrived damaged\n\nSend a photo within 7 days.\n\n## Keep the box\n\n"
    "The carrier may want to see it.\n",
    "layers.md": "# What to wear\n\n## The outer layer\n\n"
    "- **Softshell:** lets sweat out and keeps wind off.\n"
    "- **Hardshell:** keeps out days of rain.\n",
    "limits.md": "# Limits\n\nSome things are not for us.\n\n## No engraving\n\nWe mark nothing at all.\n",
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answering(tmp_path_factory.mktemp("shop"), PAGES)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("do you have a newsletter?", "newsletter"),
        ("Hi, do you guys offer repairs", "repairs"),
        ("is there a student discount?", "student discount"),
        ("have you got a repair price list?", "repair price list"),
        ("can you tell me more about the trail club?", "trail club"),
        ("info on returns from abroad please", "returns from abroad"),
        ("do you run courses here?", "courses"),
        ("what payment methods do you accept?", "payment methods"),
        ("what are your opening hours", "opening hours"),
        ("which brands can you offer", "brands"),
        ("what is the weight of the tent?", ""),
        ("how long do you have?", ""),
        ("tell me about repairs", "repairs"),
        ("info about the circle please", "circle"),
        ("I'd like to know more about points", "points"),
        ("tell me about it", ""),
        ("do you have to pay?", ""),
        ("do you have it?", ""),
        ("is there insurance for that?", ""),
        ("do you have to pay for the return if it was broken?", ""),
        ("do you have a tent that stands up to a gale on a ridge?", ""),
        ("when do you have time", ""),
        ("do you have?", ""),
    ],
)
def test_what_is_asked_for(question: str, topic: str) -> None:
    assert topic_of(question) == topic


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("do you ship batteries?", "ship batteries"),
        ("can I bring my dog", "bring my dog"),
        ("is there parking by the store?", "parking by the store"),
        ("do you have a newsletter?", "newsletter"),
        ("how much is express?", ""),
        ("can I return it?", ""),
        ("can I bring a tent that I bought from another shop two years ago?", ""),
        ("where is my parcel", ""),
    ],
)
def test_a_question_without_its_form(question: str, bare: str) -> None:
    assert bare_of(question) == bare


def test_behind_others_there_may_be_one_of_what_was_spoken_of() -> None:
    assert topic_of("is there a deadline?") == "deadline"
    assert topic_of("is there a deadline?", opens=False) == ""
    assert topic_of("do you have a newsletter?", opens=False) == "newsletter"


@pytest.mark.parametrize(
    ("question", "document", "begins"),
    [
        ("do you have a newsletter?", "newsletter.md", "Every second Thursday"),
        ("is there a newsletter", "newsletter.md", "Every second Thursday"),
        ("do you offer repairs?", "repair-workshop.md", "Seven people"),  # a page before a section
        ("do you have a birthday voucher?", "loyalty/circle.md", "It comes three days"),
        ("do you have a loyalty programme?", "loyalty/circle.md", "Members get"),  # by its folder
    ],
)
def test_the_page_about_it_answers(answerer: Answerer, question: str, document: str, begins: str) -> None:
    answer = answerer.answer(question)
    assert answer.answered
    first = answer.sentences[0]
    assert first.text.startswith(begins)
    assert first.hits[0].passage.document_id == document
    assert first.quote in first.hits[0].passage.text


def test_a_list_is_shown_whole(answerer: Answerer) -> None:
    answer = answerer.answer("what payment methods do you accept?")
    assert [s.quote for s in answer.sentences] == [
        "Visa and Mastercard", "PayPal", "Invoice, from 20 EUR on", "Bank transfer",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "do you have a podcast?", "do you have a store in Rome?", "do you have ropes?",
        "do you offer newsletter advertising space?", "is there a birthday party room?",
    ],
)  # fmt: skip
def test_what_no_page_is_about_is_declined(answerer: Answerer, question: str) -> None:
    assert not answerer.answer(question).answered


def test_a_page_alone_is_not_sure(answerer: Answerer) -> None:
    answer = answerer.answer("do you have a loyalty programme?")
    assert answer.answerable == pytest.approx(answerer.threshold)
    assert not answerer.surely(answer)


def test_who_asks_to_be_told_hears_what_the_page_begins_with(answerer: Answerer) -> None:
    answer = answerer.answer("tell me about the newsletter")
    assert answer.sentences[0].text.startswith("Every second Thursday")
    assert answerer.surely(answer)


def test_who_asks_to_be_told_does_not_go_on_with_what_was_answered_before(answerer: Answerer) -> None:
    answer = answerer.answer("tell me about repairs", ["do you have a newsletter?"])
    assert answer.sentences[0].hits[0].passage.document_id == "repair-workshop.md"


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("newsletter", "Every second Thursday"),
        ("the newsletter please", "Every second Thursday"),
        ("what is the feather circle?", "Members get"),
        ("how does the feather circle work", "Members get"),
        ("do you have a newsletter?", "Every second Thursday"),
    ],
)
def test_who_names_a_page_hears_surely_what_it_begins_with(
    answerer: Answerer, question: str, begins: str
) -> None:
    answer = answerer.answer(question)
    assert answer.sentences[0].text.startswith(begins)
    assert answerer.surely(answer)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("what's the trail club?", "trail club"),
        ("return window?", "return window"),
        ("do you price match?", "price match"),
        ("what is it?", ""),
        ("how much is delivery", ""),
        ("and the trail club?", ""),
        ("what about Hamburg?", ""),
        ("what is the weight of the tent that I bought last year?", ""),
    ],
)
def test_what_a_question_names_and_no_more(question: str, named: str) -> None:
    assert named_of(question) == named


@pytest.mark.parametrize(
    ("question", "each"),
    [
        ("can i pay with klarna or paypal", ["can i pay with klarna?", "can i pay with paypal?"]),
        ("do you ship to Norway or to Sweden?", ["do you ship to Norway?", "do you ship to Sweden?"]),
        ("paypal or klarna", []),
        ("and to Norway or Sweden?", []),
        ("can I return it?", []),
    ],
)
def test_a_question_of_either(question: str, each: list[str]) -> None:
    assert either_of(question) == each


def test_how_two_things_differ_is_told_of_both(answerer: Answerer) -> None:
    answer = answerer.answer("what's the difference between a softshell and a hardshell")
    told = " ".join(sentence.text for sentence in answer.sentences)
    assert "keeps wind off" in told
    assert "days of rain" in told


@pytest.mark.parametrize("question", ["how do I proof my tent?", "how to re-proof a tent"])
def test_how_something_is_done_is_told_by_the_section_on_it(answerer: Answerer, question: str) -> None:
    answer = answerer.answer(question)
    assert answer.sentences[0].text.startswith("When water soaks in")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what if nobody is home?", "The parcel waits in the branch"),
        ("when nobody is at home", "The parcel waits in the branch"),
        ("what if i'm not there when the driver comes", "The parcel waits in the branch"),
        ("what happens if the parcel arrives damaged", "Send a photo within 7 days"),
    ],
)
def test_a_case_is_told_by_what_is_headed_so(answerer: Answerer, question: str, told: str) -> None:
    assert any(told in sentence.text for sentence in answerer.answer(question).sentences)


def test_another_thing_has_another_section(answerer: Answerer) -> None:
    answer = answerer.answer("how do I peg my kayak?")
    assert not any(sentence.text.startswith("Bend them") for sentence in answer.sentences)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("can i pay in instalments", ["can i pay in 3 or later"]),
        ("Can you wrap it as a present?", ["Can you gift wrap?"]),
        ("do you do gift wrapping", []),
        ("could I pick it up on Saturday", ["could I click and collect on Saturday"]),
        (
            "can I send it back, and what is the postage",
            ["can I send it back, and what is the shipping", "can I return it, and what is the postage"],
        ),
        ("how do I pick a tent", []),
    ],
)
def test_a_question_in_the_words_of_pages(question: str, other: list[str]) -> None:
    assert reworded(question) == other


def test_a_page_that_calls_it_otherwise_answers(answerer: Answerer) -> None:
    answer = answerer.answer("can i pay in instalments")
    assert answer.question == "can i pay in instalments"
    assert answer.sentences[0].text == "Pay in 3 is there from 60 EUR on."

"""Answers from a small shop's documents, with the real encoder and the model that comes with the package."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_shop import build, packaged

from retrieval.documents.answer import Answerer
from retrieval.documents.choose import stands_for_another
from retrieval.documents.index import DocumentIndex
from retrieval.documents.query import is_follow_up, subject_of, without_opening
from retrieval.documents.questions import pieces_in, questions_in

CURATED = """
answers:
  - id: amex
    questions: ["Do you take American Express?", "Can I pay with Amex?"]
    answer: We take Visa and Mastercard, and no American Express.
    source: shipping.md
  - id: dogs-and-days
    questions: ["Which of your rules are the strangest?"]
    answer: |
      Dogs are welcome.
      You have 60   days.
    source: [stores.md, returns.md]
  - id: summer
    questions: ["Is there a summer sale?"]
    answer: Everything is 20 % cheaper in July.
    source: none
    valid_until: 2024-07-31
  - id: winter
    questions: ["Is there a winter sale?"]
    answer: Everything is 20 % cheaper in January.
    source: none
    valid_until: 2999-01-31
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "answers.yml").write_text(CURATED)
    own = packaged()
    return own.answerer(build(folder, own.encoder, answers=folder / "answers.yml", fit=own.fit))


@pytest.mark.parametrize(
    ("question", "sentence", "document"),
    [
        ("How many days do I have to send things back?", "within 60 days of delivery", "returns.md"),
        ("What does a return from France cost?", "From: France; Cost of the return: 5.95 EUR.", "returns.md"),
        ("How much is express?", "Express costs 9.95 EUR", "shipping.md"),
        ("Are dogs welcome in the store?", "Dogs are welcome", "stores.md"),
    ],
)
def test_the_sentence_is_shown_with_its_source(
    answerer: Answerer, question: str, sentence: str, document: str
) -> None:
    answer = answerer.answer(question)
    assert answer.answered
    shown = [s for s in answer.sentences if sentence in s.text]
    assert shown
    passage = shown[0].hits[0].passage
    assert passage.document_id == document
    assert shown[0].quote in passage.text


@pytest.mark.parametrize(
    "question", ["Who is the king of Spain?", "Tell me a joke", "", "👍", "?!", "x" * 40_000]
)
def test_what_is_not_covered_is_declined_without_a_source(answerer: Answerer, question: str) -> None:
    answer = answerer.answer(question)
    assert not answer.answered
    assert answer.sentences == ()
    assert answer.curated == ""


def test_a_decline_names_what_comes_closest_where_something_comes_near(answerer: Answerer) -> None:
    near = answerer.answer("how long does express take")
    assert not near.answered
    assert near.closest is not None
    assert near.closest.text == "Express costs 9.95 EUR if you order by 13:00."
    assert near.closest.hits[0].passage.document_id == "shipping.md"
    for other in ("What is the capital of Peru?", "wibble flurb quonk store dogs zwirble"):
        assert not answerer.answer(other).answered
        assert answerer.answer(other).closest is None
    assert answerer.answer("Are dogs welcome in the store?").closest is None


def test_a_curated_answer_wins_and_names_its_source(answerer: Answerer) -> None:
    answer = answerer.answer("Do you take American Express")
    assert answer.curated == "We take Visa and Mastercard, and no American Express."
    assert answer.sentences[0].hits[0].passage.document_id == "shipping.md"


def test_a_curated_answer_may_have_several_sources(answerer: Answerer) -> None:
    answer = answerer.answer("which of your rules are the strangest")
    assert answer.curated == "Dogs are welcome.\nYou have 60 days."
    named = [hit.passage for sentence in answer.sentences for hit in sentence.hits]
    assert [passage.document_id for passage in named] == ["stores.md", "returns.md"]
    assert "60 days" in named[1].text


def test_a_curated_answer_is_given_as_long_as_it_is_valid(answerer: Answerer) -> None:
    assert answerer.answer("is there a winter sale").curated == "Everything is 20 % cheaper in January."
    assert "July" not in answerer.answer("is there a summer sale").curated


def test_a_follow_up_is_read_with_the_question_before_it(answerer: Answerer) -> None:
    alone = answerer.answer("and from France?")
    together = answerer.answer("and from France?", ["What does a return from Germany cost?"])
    assert any("5.95" in s.text for s in together.sentences)
    assert not any("Germany" in s.text for s in together.sentences)
    assert together.answerable > alone.answerable


def test_two_questions_get_two_answers(answerer: Answerer) -> None:
    answer = answerer.answer("How much is express? And how do I wash a down jacket?")
    documents = {s.hits[0].passage.document_id for s in answer.sentences}
    assert documents == {"shipping.md", "care.md"}


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("If I send it from France, what does that cost? And how do I wash a down jacket?", ["5.95", "Wash"]),
        ("how much is express?? and standard", ["9.95", "4.95"]),
        ("Is the store in Hamburg open in the evening, and are dogs welcome?", ["20:00", "Dogs"]),
        ("what does delivery in Germany cost and how long can i return it", ["4.95", "60 days"]),
    ],
)
def test_each_question_of_a_message_is_answered(answerer: Answerer, message: str, said: list[str]) -> None:
    shown = " ".join(sentence.text for sentence in answerer.answer(message).sentences)
    assert all(part in shown for part in said)


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("When I order two jackets, what must I pay for delivery? And do you ship to Bern?",
         ["When I order two jackets, what must I pay for delivery?", "do you ship to Bern?"]),
        ("We are four. How much is the set and how much rent", ["How much is the set", "how much rent"]),
        ("We are four. How much is the set for a weekend?", ["How much is the set for a weekend?"]),
        ("My boots leak. I am sad.", []),
    ],
)  # fmt: skip
def test_a_message_is_parted_into_its_questions(message: str, questions: list[str]) -> None:
    parts = questions_in(message)
    assert [part.question for part in parts] == questions
    assert all(message.startswith(part.lead) for part in parts)


@pytest.mark.parametrize(
    ("message", "pieces"),
    [
        ("is it there in 39? how long until i get it", ["is it there in 39?", "how long until i get it"]),
        ("hi! do you have it in red, and how much is express?",
         ["do you have it in red", "how much is express?"]),
        ("how much is express? and standard", ["how much is express? and standard"]),
        ("if it is too small, can i send it back and who pays",
         ["if it is too small, can i send it back", "who pays"]),
        ("what if it rains, is it waterproof?", ["what if it rains, is it waterproof?"]),
        ("is it warm\nwhen are you open", ["is it warm", "when are you open"]),
    ],
)  # fmt: skip
def test_a_message_is_parted_into_its_pieces(message: str, pieces: list[str]) -> None:
    assert [piece.text for piece in pieces_in(message)] == pieces


def test_a_question_is_read_behind_what_is_told_before_it(answerer: Answerer) -> None:
    told = "Himself went hiking in his good one in all that muck and it smells like a wet sheep now."
    answer = answerer.answer(f"{told} How much is express?")
    assert any("9.95" in sentence.text for sentence in answer.sentences)
    assert not answerer.answer(f"{told} Who repairs canoes?").answered


@pytest.mark.parametrize("struck", ["x" * 60, "sdkjfh qwrtz"])
def test_letters_struck_at_random_are_no_follow_up(answerer: Answerer, struck: str) -> None:
    before = answerer.answer("what is a return from France")
    assert before.answered
    cited = [hit.passage.passage_id for sentence in before.sentences for hit in sentence.hits]
    assert not answerer.answer(struck, [before.question], cited).answered


def test_a_follow_up_about_another_town_drops_what_held_for_the_first(answerer: Answerer) -> None:
    answer = answerer.answer("and from Lille?", ["What does a return from Cologne cost?"])
    shown = " ".join(sentence.text for sentence in answer.sentences)
    assert "France" in shown
    assert "Germany" not in shown


def test_tried_names_each_document_once(answerer: Answerer) -> None:
    tried = [hit.passage.document_id for hit in answerer.answer("How much is express?").tried]
    assert tried[0] == "shipping.md"
    assert len(tried) == len(set(tried)) == 5


def test_sentences_that_say_the_same_with_the_same_numbers_are_shown_once(tmp_path: Path) -> None:
    own = packaged()
    root = build(tmp_path, own.encoder, fit=own.fit)
    said = {"abroad": "You have 60 days, as everywhere.", "steps": "You have 60 days from delivery."}
    for name, text in said.items():
        (tmp_path / "documents" / f"{name}.md").write_text(f"# Returns, {name}\n\n{text}\n")
    DocumentIndex(root, tmp_path / "documents", own.encoder, fit=own.fit).build()
    answer = own.answerer(root).answer("how many days do I have for a return")
    assert sum("60 days" in s.text for s in answer.sentences) == 1


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("and to Austria?", True),
        ("and how do I dry it?", True),
        ("but what about the store?", True),
        ("what if I am a day late?", True),
        ("and what is your return window?", False),
        ("ok, and do you ship to Austria?", False),
        ("what is your return window?", False),
        ("is there a store in Barcelona?", False),
        ("are there dogs in the store?", False),
        ("can I park there?", True),
        ("do you deliver to Norway then?", False),
    ],
)
def test_a_question_leans_on_the_one_before_or_stands_by_itself(question: str, leans: bool) -> None:
    assert is_follow_up(question) is leans


@pytest.mark.parametrize(
    ("history", "subject"),
    [
        ([], ""),
        (["and?"], "and?"),
        (["how much is it to rent a city bike"], "how much is it to rent a city bike"),
        (["how much is it to rent a city bike", "and an e-bike?"],
         "how much is it to rent a city bike and an e-bike?"),
        (["where is my order", "how do I return the boots?", "thanks"], "how do I return the boots? thanks"),
        (["do you ship to Malta", "thanks", "and how do I pay by invoice?"], "and how do I pay by invoice?"),
    ],
)  # fmt: skip
def test_what_is_spoken_of_is_the_last_question_that_is_whole(history: list[str], subject: str) -> None:
    assert subject_of(history) == subject


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Fair play. Do you deliver to Norway then?", "Do you deliver to Norway then?"),
        ("Thanks, good to know! Lovely. And to Austria?", "And to Austria?"),
        ("Gold member. Is delivery free?", "Gold member. Is delivery free?"),
        ("Is it? How much then?", "Is it? How much then?"),
        ("Thanks a lot. Great!", "Thanks a lot. Great!"),
    ],
)
def test_what_is_only_polite_in_front_of_a_question_is_not_asked(message: str, asked: str) -> None:
    assert without_opening(message) == asked


@pytest.mark.parametrize(
    ("question", "unit", "twin"),
    [
        (
            "the display says E4",
            "Display: E3; Meaning: battery below 20 %; What to do: change batteries.",
            True,
        ),
        (
            "the display says e3",
            "Display: E3; Meaning: battery below 20 %; What to do: change batteries.",
            False,
        ),
        ("how many were sold in 2021", "Figure: Articles sold; 2022: 5,900; 2023: 9,800.", True),
        ("how many were sold in 2023", "Figure: Articles sold; 2022: 5,900; 2023: 9,800.", False),
        ("the ladder from 2021", "Date: May 2022; Product: ladder, made in 2021; Reason: pins.", False),
        ("is it IPX7", "Item: Protection; Value: IPX4; Note: rain from all sides.", False),
        ("I ordered in 2021, how long is the warranty?", "Since 2022 it is three years.", False),
        ("what does the lamp do", "Display: E3; Meaning: battery below 20 %.", False),
    ],
)
def test_a_row_for_another_code_is_no_answer(question: str, unit: str, twin: bool) -> None:
    assert stands_for_another(question, unit) is twin
